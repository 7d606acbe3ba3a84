"""YAML, Markdown and citations as people wrote them: texts with their places."""
