"""What pages are made of, their words left out: which few hold every piece that any page has.

In: built pages. Out: the pieces of each, and the addresses of a few pages that together have them
all. axe-core judges an element by what it is, where it stands and what it stands beside, not by
its words: to examine those few is to examine every such case. A piece is

- an element in its place: the path from the root to it, each step with its tag, its classes, its
  role, its ARIA attributes and whatever else changes how it is seen or announced;
- two neighbours in such a place, a run of text counted as one (so repeated siblings are one case);
- two headings that follow each other, and a language.

What words and addresses can spoil is part of an element's mark: an empty name, a reference to
nothing, an id or a landmark's name that is there twice, a target of one or two letters, a thing
loaded from another host.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from itertools import pairwise
from typing import Any

from lxml.html import HtmlElement

Piece = tuple[str, ...]

_VALUES = {"role", "type", "rel", "scope", "tabindex", "autocomplete", "contenteditable", "popover"}
_NAMES = {"alt", "title", "aria-label", "aria-roledescription", "placeholder"}
_REFERENCES = {"aria-labelledby", "aria-describedby", "aria-controls", "aria-owns", "aria-details",
               "aria-flowto", "aria-activedescendant", "for", "headers", "popovertarget"}  # fmt: skip
_LOADED = {"src", "srcset", "poster", "data"}
# Of no consequence to how an element is seen or announced.
_IGNORED = {"lang", "hreflang", "datetime", "content", "d", "x", "y", "x1", "x2", "y1", "y2", "cx",
            "cy", "r", "rx", "points", "transform", "viewbox", "width", "height", "dx", "dy",
            "value", "charset", "property"}  # fmt: skip
_LANDMARKS = {"nav", "section", "aside", "form", "header", "footer", "main"}
_TARGETS = {"a", "button", "summary"}
_HEADINGS = {"h1", "h2", "h3", "h4", "h5", "h6"}


class _Reader:
    """Marks the elements of one page."""

    def __init__(self, root: HtmlElement) -> None:
        self.root = root
        self.ids = Counter(str(value) for value in root.xpath("//@id"))
        self.names = Counter(map(self._landmark, root.iter(*_LANDMARKS)))

    @staticmethod
    def _landmark(element: HtmlElement) -> Piece:
        name = element.get("aria-label") or element.get("aria-labelledby") or ""
        return str(element.tag), element.get("role", ""), name

    def mark(self, element: HtmlElement) -> str:
        """Return what an element is, its words left out."""
        tag = str(element.tag)
        marks = [
            tag,
            *(mark for name in element.attrib if (mark := self._attribute(element, name))),
        ]
        if tag in _TARGETS and len(element.text_content().strip()) <= 2:
            marks.append("short")
        if tag in _LANDMARKS and (name := self._landmark(element))[2] and self.names[name] > 1:
            marks.append("name twice")
        return " ".join([marks[0], *sorted(marks[1:])])

    def _attribute(self, element: HtmlElement, name: str) -> str:
        value = str(element.get(name)).strip()
        if name == "class":
            return ".".join(["", *sorted(value.split())])
        if name == "id":
            return "id twice" if self.ids[value] > 1 else ""
        if name in _NAMES:
            return name if value else f"{name} empty"
        if name in _REFERENCES:
            return name if all(self.ids[id_] for id_ in value.split()) else f"{name} to nothing"
        if name in _LOADED or (name == "href" and element.tag == "link"):
            return f"{name} elsewhere" if "//" in value else name
        if name in _VALUES or (name.startswith("aria-")):
            return f"{name}={value}"
        if name == "content" and element.get("name") == "viewport":
            return value
        return "" if name in _IGNORED or name.startswith("data-") else name

    def pieces(self) -> Iterator[Piece]:
        """Yield every piece, some more than once."""
        yield from self._below(self.root, ())
        yield from pairwise(str(heading.tag) for heading in self.root.iter(*_HEADINGS))
        for value in self.root.xpath("//@lang"):
            yield "lang", str(value)

    def _below(self, element: HtmlElement, above: Piece) -> Iterator[Piece]:
        here = (*above, self.mark(element))
        line = ["text"] if (element.text or "").strip() else []
        for child in element:
            if isinstance(child.tag, str):
                yield from self._below(child, here)
                line.append(self.mark(child))
            if (child.tail or "").strip():
                line.append("text")
        yield (*here, "filled" if line else "empty")
        for one, other in pairwise(line):
            yield (*here, one, other)


def pieces(root: HtmlElement) -> frozenset[Piece]:
    """Return what a page is made of."""
    return frozenset(_Reader(root).pieces())


def cover(pages: Mapping[str, Any]) -> list[str]:
    """Return the names of a few pages that hold every piece of all, by the greedy rule.

    The page with most that is new is taken first; of equals, the first by name. What those taken
    later made superfluous is left out.
    """
    chosen: list[str] = []
    left = set().union(*pages.values())
    while left:
        best = min(pages, key=lambda name: (-len(pages[name] & left), name))
        chosen.append(best)
        left -= pages[best]
    held = Counter(piece for name in chosen for piece in pages[name])
    for name in list(chosen):
        if all(held[piece] > 1 for piece in pages[name]):
            chosen.remove(name)
            held.subtract(pages[name])
    return chosen
