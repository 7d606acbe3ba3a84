"""Readers of YAML, Markdown and citations, which keep line and column of what they read."""
