"""A page's content as XHTML for an e-book.

In: the tree of a made page, and a function for its links. Out: XHTML with elements and attributes that
every e-book reader knows: folded content is open, drawings are left out, notes are marked as notes.
"""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from collections.abc import Callable, Iterator
from html import escape

from explainer.make import tags
from explainer.output.copies import content

_COPIED_ATTRIBUTES = (
    "id", "class", "href", "src", "alt", "datetime", "scope", "colspan", "start", "dir",
)  # fmt: skip
# Interactive elements, and what replaces them.
_REPLACED_TAGS = {"button": "span", "details": "div", "summary": "p", "nav": "div", "aside": "div"}


def iter_ids(element: ET.Element) -> Iterator[str]:
    """Yield the ids of an element and its descendants that the e-book has."""
    if id_ := element.get("id"):
        yield id_
    for child in content.iter_content(element):
        if not isinstance(child, str):
            yield from iter_ids(child)


def print_children(element: ET.Element, rewrite_link: Callable[[str], str], back_arrow: str) -> str:
    """Return the content of an element; ``rewrite_link`` maps addresses, ``back_arrow`` leads from a note."""
    return "".join(
        escape(child, quote=False)
        if isinstance(child, str)
        else _element(child, rewrite_link, back_arrow)
        for child in content.iter_content(element)
    )


def _element(element: ET.Element, rewrite_link: Callable[[str], str], back_arrow: str) -> str:
    tag = _REPLACED_TAGS.get(element.tag, element.tag)
    attributes = _attributes(element, rewrite_link)
    if tag in tags.VOID:
        return f"<{tag}{attributes}/>"
    inside = print_children(element, rewrite_link, back_arrow)
    if tag in ("ul", "ol", "dl") and not inside.strip():
        return ""
    if element.tag == "summary":
        inside = f"<b>{inside}</b>"
    note = re.fullmatch(r"note-(\d+)", element.get("id", ""))
    if tag == "li" and note:
        inside += f' <a href="#ref-{note[1]}-1" role="doc-backlink">{back_arrow}</a>'
    return f"<{tag}{attributes}>{inside}</{tag}>"


def _attributes(element: ET.Element, rewrite_link: Callable[[str], str]) -> str:
    out = ""
    for key in _COPIED_ATTRIBUTES:
        value = element.get(key)
        if value is not None:
            value = rewrite_link(value) if key in ("href", "src") else value
            out += f' {key}="{escape(value)}"'
    if language := element.get("lang"):
        out += f' lang="{escape(language)}" xml:lang="{escape(language)}"'
    match element.get("role"):
        case "doc-noteref":
            out += ' role="doc-noteref" epub:type="noteref"'
        case "doc-endnotes":
            out += ' role="doc-endnotes" epub:type="endnotes"'
    return out
