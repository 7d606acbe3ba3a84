"""Markdown tables, which commands print.

In: cells. Out: lines.
"""

from __future__ import annotations


def format_row(*cells: str) -> str:
    """Return a row of a table; bars in cells are escaped."""
    return "| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |"


def format_head(*names: str) -> list[str]:
    """Return the first three lines of a table: an empty one, the names, the delimiter row."""
    return ["", format_row(*names), format_row(*["---"] * len(names))]
