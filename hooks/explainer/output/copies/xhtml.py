"""A page as XHTML that a book can hold.

In: the tree of a made page, and where links lead. Out: XHTML of elements and attributes that
every reader of books knows: what opens stands open, drawings are left to their words, notes say
that they are.
"""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from collections.abc import Callable, Iterator
from html import escape

from explainer.make import tags
from explainer.output.copies import content

_KEPT = ("id", "class", "href", "src", "alt", "datetime", "scope", "colspan", "start", "dir")
# What a book has no use for, by what stands for it.
_PLAIN = {"button": "span", "details": "div", "summary": "p", "nav": "div", "aside": "div"}


def ids(element: ET.Element) -> Iterator[str]:
    """Yield the anchors that an element keeps in a book."""
    if id_ := element.get("id"):
        yield id_
    for child in content.kept(element):
        if not isinstance(child, str):
            yield from ids(child)


def written(element: ET.Element, lead: Callable[[str], str], back: str) -> str:
    """Return what an element holds; ``lead`` turns an address, ``back`` leads from a note."""
    return "".join(
        escape(child, quote=False) if isinstance(child, str) else _element(child, lead, back)
        for child in content.kept(element)
    )


def _element(element: ET.Element, lead: Callable[[str], str], back: str) -> str:
    tag = _PLAIN.get(element.tag, element.tag)
    attributes = _attributes(element, lead)
    if tag in tags.VOID:
        return f"<{tag}{attributes}/>"
    inside = written(element, lead, back)
    if tag in ("ul", "ol", "dl") and not inside.strip():
        return ""
    if element.tag == "summary":
        inside = f"<b>{inside}</b>"
    note = re.fullmatch(r"note-(\d+)", element.get("id", ""))
    if tag == "li" and note:
        inside += f' <a href="#ref-{note[1]}-1" role="doc-backlink">{back}</a>'
    return f"<{tag}{attributes}>{inside}</{tag}>"


def _attributes(element: ET.Element, lead: Callable[[str], str]) -> str:
    out = ""
    for key in _KEPT:
        value = element.get(key)
        if value is not None:
            value = lead(value) if key in ("href", "src") else value
            out += f' {key}="{escape(value)}"'
    if language := element.get("lang"):
        out += f' lang="{escape(language)}" xml:lang="{escape(language)}"'
    match element.get("role"):
        case "doc-noteref":
            out += ' role="doc-noteref" epub:type="noteref"'
        case "doc-endnotes":
            out += ' role="doc-endnotes" epub:type="endnotes"'
    return out
