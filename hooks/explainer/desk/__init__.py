"""Commands beside the build, for contributors; no build needs them."""
