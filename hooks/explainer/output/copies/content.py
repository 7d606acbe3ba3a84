"""The content of a made page as a tree, for its copies in other formats.

In: the HTML of a made page, which is XML but for its void elements. Out: its elements, without those
that only a screen needs: drawings (HTML beside them says the same), term definitions that open,
links back from notes, text for screen readers alone.
"""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from collections.abc import Iterator

_VOID_ELEMENT = re.compile(r"<(br|hr|img)\b([^>]*)>")
_SCREEN_ONLY_CLASSES = {"div": frozenset({"drawing"}), "span": frozenset({"tip", "back", "sr"})}
# Block elements; all others are inline.
BLOCKS = frozenset({
    "article", "aside", "blockquote", "caption", "dd", "details", "div", "dl", "dt", "figcaption",
    "figure", "h1", "h2", "h3", "h4", "h5", "h6", "hr", "li", "nav", "ol", "p", "pre", "section",
    "summary", "table", "tbody", "thead", "tr", "ul",
})  # fmt: skip


def parse(markup: str) -> ET.Element:
    """Return a page's HTML as one element."""
    return ET.fromstring(f"<div>{_VOID_ELEMENT.sub(_close_element, markup)}</div>")


def _close_element(match: re.Match[str]) -> str:
    return f"<{match[1]}{match[2].rstrip('/')}/>"


def classes(element: ET.Element) -> frozenset[str]:
    """Return the class names of an element."""
    return frozenset(element.get("class", "").split())


def is_screen_only(element: ET.Element) -> bool:
    """Tell whether an element means nothing without a screen."""
    if element.tag == "svg" or element.get("aria-hidden") == "true":
        return True
    class_ = element.get("class")
    names = _SCREEN_ONLY_CLASSES.get(element.tag)
    return class_ is not None and names is not None and not names.isdisjoint(class_.split())


def iter_content(element: ET.Element) -> Iterator[ET.Element | str]:
    """Yield the child elements and texts of an element, without what is for screens only."""
    if element.text:
        yield element.text
    for child in element:
        if not is_screen_only(child):
            yield child
        if child.tail:
            yield child.tail


def resolve_url(address: str, page_path: str, root: str) -> str:
    """Return the absolute URL of a link on the page at ``page_path``, relative to ``root``, the site's URL.

    Relative links have the form that ``relative_url`` gives them.
    """
    if re.match(r"[a-z][a-z0-9+.-]*:", address):
        return address
    if address.startswith("#"):
        return root + page_path + address
    folders = page_path.split("/")[:-1]
    while address.startswith("../"):
        folders, address = folders[:-1], address[3:]
    address = address.removeprefix("./")
    return root + "".join(f"{part}/" for part in folders) + address
