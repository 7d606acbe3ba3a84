"""Pages: templates, notes, terms, the view that the theme is given, metadata."""
