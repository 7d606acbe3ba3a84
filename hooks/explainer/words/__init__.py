"""Typography, dates and numbers, references: how each language writes."""
