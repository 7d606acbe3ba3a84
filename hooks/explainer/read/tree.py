"""The tree of a text, which checks, comparisons and pages walk.

In: nothing; ``markdown`` makes the trees. Out: ``Tree`` for a whole text, ``Element``
and plain ``str`` for its nodes. ``offset`` counts in the text that was read, -1 if
unknown; ``positions.Lines`` turns offsets into lines and columns.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Union

from explainer.read.citation import AnyCitation
from explainer.read.rules import Rule

Node = Union[str, "Element"]

HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
# Elements whose text is shown as it was typed.
VERBATIM = frozenset({"code", "pre", "kbd", "samp"})


@dataclass(slots=True)
class Element:
    """One element of a text.

    ``tag`` is that of HTML, or one of ours: ``cite`` (a bracket of citations, in ``citations``),
    ``embed`` (attributes ``kind`` and ``id``), ``as-typed`` (characters that typography leaves
    alone). Attributes are plain text, not escaped.
    """

    tag: str
    attributes: dict[str, str] = field(default_factory=dict)
    children: list[Node] = field(default_factory=list)
    offset: int = -1
    citations: tuple[AnyCitation, ...] = ()

    @property
    def classes(self) -> frozenset[str]:
        """The names in its ``class``."""
        return frozenset(self.attributes.get("class", "").split())

    def elements(self) -> Iterator[Element]:
        """Yield its children that are elements."""
        for child in self.children:
            if not isinstance(child, str):
                yield child

    def walk(self) -> Iterator[Element]:
        """Yield the element and its descendants, in reading order."""
        yield self
        for child in self.children:
            if not isinstance(child, str):
                yield from child.walk()

    def text_content(self) -> str:
        """Return its text, without citations; a picture counts as its alternative text."""
        return "".join(_text_parts(self))


def text_content(nodes: Iterable[Node]) -> str:
    """Return the text of several nodes, as ``Element.text_content`` does of one."""
    return "".join(node if isinstance(node, str) else node.text_content() for node in nodes)


def _text_parts(element: Element) -> Iterator[str]:
    if element.tag == "img":
        yield element.attributes.get("alt", "")
    elif element.tag == "br":
        yield " "
    elif element.tag not in ("cite", "embed"):
        for child in element.children:
            if isinstance(child, str):
                yield child
            else:
                yield from _text_parts(child)


@dataclass(frozen=True, slots=True)
class Fault:
    """A mistake in a text, at an offset: what no tree can hold, or would be printed as typed."""

    offset: int
    rule: Rule
    message: str


@dataclass(slots=True)
class Tree:
    """A whole text: its blocks in order, and its faults."""

    blocks: list[Node] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)

    def walk(self) -> Iterator[Element]:
        """Yield every element, in reading order."""
        for block in self.blocks:
            if not isinstance(block, str):
                yield from block.walk()

    def citations(self) -> Iterator[AnyCitation]:
        """Yield its citations, malformed ones included, in reading order."""
        for element in self.walk():
            yield from element.citations

    def inline_nodes(self) -> list[Node]:
        """Return the nodes of all its paragraphs, with an empty line between two blocks."""
        nodes: list[Node] = []
        for block in self.blocks:
            nodes += ["\n\n"] if nodes else []
            nodes += [block] if isinstance(block, str) or block.tag != "p" else block.children
        return nodes

    def text_content(self) -> str:
        """Return its text on one line; for metadata and exports."""
        parts = (b if isinstance(b, str) else b.text_content() for b in self.blocks)
        return " ".join(" ".join(parts).split())
