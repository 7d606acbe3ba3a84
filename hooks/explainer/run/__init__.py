"""What is kept from build to build, work on other cores, and the folder where a site is staged."""
