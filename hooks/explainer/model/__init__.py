"""Typed records, closed vocabularies, and the whole project in one value."""
