"""Cells of tables and definitions: named after their column, a lone note told by a class.

In: HTML and what it stands under. Out: HTML, or a table's tree with its cells named.
"""

from __future__ import annotations

import re
from functools import lru_cache

from markupsafe import Markup

from explainer.make import tags
from explainer.read import private
from explainer.read.tree import Element
from explainer.words import typography

_NOTE_ALONE = re.compile(f"\\s*[{private.CITE}{private.SHOWN}][^{private.END}]*{private.END}\\s*")


def whole(tag: str, attributes: tags.Attributes, inside: str) -> str:
    """Return a cell; one that holds nothing but a note's number says so: it needs no raising."""
    if _NOTE_ALONE.fullmatch(inside):
        attributes = {**attributes, "class": tags.joined("bare", attributes.get("class"))}
    return tags.whole(tag, attributes, inside)


def cell(content: str, column: str = "", tag: str = "td") -> Markup:
    """Return a table's cell, named after its column; or a definition (``tag`` "dd")."""
    inside = content if isinstance(content, Markup) else Markup.escape(content)
    said = {"data-label": _plain(column)} if column and inside.strip() else {}
    return Markup(whole(tag, said, inside))  # noqa: S704 (escaped here and there)


@lru_cache(maxsize=1 << 10)
def _plain(column: str) -> str:
    return column.striptags() if isinstance(column, Markup) else column


def dress(table: Element, language: str) -> None:
    """Name each cell of a table after its column, for screens too narrow to show columns."""
    heads = [e for e in table.walk() if e.tag == "th"]
    for head in heads:
        head.attributes["scope"] = "col"
    labels = [typography.typeset(" ".join(head.text_content().split()), language) for head in heads]
    for row in (e for e in table.walk() if e.tag == "tr"):
        cells = [cell for cell in row.elements() if cell.tag == "td"]
        for text, one in zip(labels, cells, strict=False):
            if text and one.children:
                one.attributes["data-label"] = text
