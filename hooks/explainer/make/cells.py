"""Cells of tables and definitions: labelled with their column, with a class for a lone note call.

In: HTML and the column's title. Out: HTML, or a table's tree with its cells labelled.
"""

from __future__ import annotations

import re
from functools import lru_cache

from markupsafe import Markup

from explainer.make import tags
from explainer.read import private
from explainer.read.tree import Element
from explainer.words import typography

_LONE_NOTE_CALL = re.compile(
    f"\\s*[{private.CITE}{private.SHOWN}][^{private.END}]*{private.END}\\s*"
)


def element(tag: str, attributes: tags.Attributes, inside: str) -> str:
    """Return a cell; one that holds nothing but a note call gets a class, since it needs no raising."""
    if _LONE_NOTE_CALL.fullmatch(inside):
        attributes = {**attributes, "class": tags.join_classes("bare", attributes.get("class"))}
    return tags.element(tag, attributes, inside)


def cell(content: str, column: str = "", tag: str = "td") -> Markup:
    """Return a table's cell labelled with its column, or a definition (``tag`` "dd")."""
    inside = content if isinstance(content, Markup) else Markup.escape(content)
    attributes = {"data-label": _plain_title(column)} if column and inside.strip() else {}
    return tags.safe(element(tag, attributes, inside))


@lru_cache(maxsize=1 << 10)
def _plain_title(column: str) -> str:
    return column.striptags() if isinstance(column, Markup) else column


def label_cells(table: Element, language: str) -> None:
    """Label each cell of a table with its column, for screens too narrow to show columns."""
    heads = [e for e in table.walk() if e.tag == "th"]
    for head in heads:
        head.attributes["scope"] = "col"
    labels = [typography.typeset(" ".join(head.text_content().split()), language) for head in heads]
    for row in (e for e in table.walk() if e.tag == "tr"):
        cells = [cell for cell in row.elements() if cell.tag == "td"]
        for label, cell_ in zip(labels, cells, strict=False):
            if label and cell_.children:
                cell_.attributes["data-label"] = label
