"""Last touches on the parsed page: tables that restack, links that say where they lead.

In: the tree of one page, after notes and typography, and what ``PageContext``
says of the page. Out: the same tree, in which a table knows its caption and the
names of its columns, and a link to another site names that site and, when it is
known, its language. The words are interface strings; the looks are in the theme.
"""

from __future__ import annotations

import xml.etree.ElementTree as ET
from collections.abc import Callable
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from markdown import Markdown
from markdown.treeprocessors import Treeprocessor
from markdown.util import AtomicString

from explainer.words import wording

if TYPE_CHECKING:
    from explainer.make.rendering import PageContext

# WHATWG HTML 4.6.7: no window handle, no Referer, and a word for crawlers.
REL = "noopener noreferrer external"


class Dressing(Treeprocessor):
    """The pass; ``context`` returns the context of the page being rendered."""

    def __init__(self, md: Markdown, context: Callable[[], PageContext]) -> None:
        super().__init__(md)
        self.context = context

    def run(self, root: ET.Element) -> None:
        """Dress every table and every outbound link under ``root``."""
        context = self.context()
        tables: list[tuple[ET.Element, ET.Element]] = []
        for parent in root.iter():
            tables += [(parent, child) for child in parent if child.tag == "table"]
            if parent.tag in {"td", "dd"} and len(parent) == 1 and parent[0].tag == "sup":
                bare(parent)
            if parent.tag == "a":
                outbound(parent, context.language, context.strings)
        for parent, table in tables:
            caption(parent, table)
            columns(table)


def caption(parent: ET.Element, table: ET.Element) -> None:
    """Make the paragraph of class ``caption`` just before a table its caption."""
    place = list(parent).index(table)
    before = parent[place - 1] if place else None
    if before is None or before.tag != "p" or before.get("class") != "caption":
        return
    parent.remove(before)
    before.tag, before.tail = "caption", None
    del before.attrib["class"]
    table.insert(0, before)


def columns(table: ET.Element) -> None:
    """Name each cell after its column, for screens too narrow to show columns."""
    heads = table.findall("./thead/tr/th")
    for head in heads:
        head.set("scope", "col")
    labels = ["".join(head.itertext()).strip() for head in heads]
    for row in table.findall("./tbody/tr"):
        for label, cell in zip(labels, row, strict=False):
            if label and (len(cell) or (cell.text or "").strip()):
                cell.set("data-label", label)


def bare(cell: ET.Element) -> None:
    """Mark a cell that holds nothing but a note's number, which then needs no raising."""
    if not (cell.text or "").strip() and not (cell[0].tail or "").strip():
        cell.set("class", f"{cell.get('class', '')} bare".strip())


def outbound(link: ET.Element, language: str, strings: Callable[[str], str]) -> None:
    """Say where a link to another site leads, and in which language (its ``hreflang``)."""
    try:
        address = urlsplit(link.get("href", ""))
        host = (address.hostname or "").removeprefix("www.")
    except ValueError:  # an address that no browser could follow either: left as it is
        return
    if address.scheme not in {"http", "https"} or not host:
        return
    link.set("rel", REL)
    words = "".join(link.itertext())
    link.set("class", f"{link.get('class', '')} away".strip())
    spoken = link.get("hreflang", "")
    notice = strings("new_site")
    if spoken and spoken.partition("-")[0] != language:
        spoken_name = wording.language_name(spoken, language)
        notice = strings("new_site_language").replace("{language}", spoken_name)
        shown = strings("in_language").replace("{language}", spoken_name)
    else:
        shown = ""
    place = "" if host in words else host
    if not place:
        link.set("data-shown", "")  # on paper its address is not added again
    seen = ", ".join(part for part in (place, shown) if part)
    # A space inside the span, so that the line under the link does not run on past its words.
    if seen:
        _add(link, "where", f" {seen}")
    _add(link, "sr", f" ({notice})")


def _add(link: ET.Element, kind: str, words: str) -> None:
    ET.SubElement(link, "span", {"class": kind}).text = AtomicString(words)
