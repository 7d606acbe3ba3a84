"""The same pages in other forms: Markdown for programs that answer people, a book for readers."""
