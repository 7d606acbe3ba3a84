"""Tables for people, in Markdown: what commands print.

In: cells. Out: lines.
"""

from __future__ import annotations


def format_row(*cells: str) -> str:
    """Return a row of a table; a bar in a cell stays one."""
    return "| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |"


def format_head(*names: str) -> list[str]:
    """Return the empty line and the two lines that a table begins with."""
    return ["", format_row(*names), format_row(*["---"] * len(names))]
