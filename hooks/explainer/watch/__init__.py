"""Commands that ask other sites, run by hand or on a schedule; no build and no test of the site does."""
