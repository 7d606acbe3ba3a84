"""What a page says, as a tree: the ground of its copies in other forms.

In: the HTML of a made page, whose printing is XML but for its void elements. Out: its
``Element``s, and what of them only a screen needs: drawings (their words and numbers stand
beside them), definitions that open, ways back from a note, words for screen readers alone.
"""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from collections.abc import Iterator

_VOID = re.compile(r"<(br|hr|img)\b([^>]*)>")
_SCREEN = {"div": frozenset({"drawing"}), "span": frozenset({"tip", "back", "sr"})}
# Elements that stand on lines of their own; all others run on in a line.
BLOCKS = frozenset({
    "article", "aside", "blockquote", "caption", "dd", "details", "div", "dl", "dt", "figcaption",
    "figure", "h1", "h2", "h3", "h4", "h5", "h6", "hr", "li", "nav", "ol", "p", "pre", "section",
    "summary", "table", "tbody", "thead", "tr", "ul",
})  # fmt: skip


def parsed(markup: str) -> ET.Element:
    """Return a page's HTML as one element."""
    return ET.fromstring(f"<div>{_VOID.sub(_closed, markup)}</div>")


def _closed(match: re.Match[str]) -> str:
    return f"<{match[1]}{match[2].rstrip('/')}/>"


def classes(element: ET.Element) -> frozenset[str]:
    """Return the names in an element's ``class``."""
    return frozenset(element.get("class", "").split())


def for_screens(element: ET.Element) -> bool:
    """Tell whether an element is nothing without a screen."""
    if element.tag == "svg" or element.get("aria-hidden") == "true":
        return True
    given = element.get("class")
    unseen = _SCREEN.get(element.tag)
    return given is not None and unseen is not None and not unseen.isdisjoint(given.split())


def kept(element: ET.Element) -> Iterator[ET.Element | str]:
    """Yield what an element holds, texts included, without what is for screens."""
    if element.text:
        yield element.text
    for child in element:
        if not for_screens(child):
            yield child
        if child.tail:
            yield child.tail


def resolve(address: str, here: str, root: str) -> str:
    """Return the whole address of a link that is relative to the page at ``here``.

    ``here`` is the page's address from ``root``, the site's; links are as ``relative_url`` writes.
    """
    if re.match(r"[a-z][a-z0-9+.-]*:", address):
        return address
    if address.startswith("#"):
        return root + here + address
    base = here.split("/")[:-1]
    while address.startswith("../"):
        base, address = base[:-1], address[3:]
    address = address.removeprefix("./")
    return root + "".join(f"{part}/" for part in base) + address
