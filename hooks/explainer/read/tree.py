"""A text as a tree: what everything that checks, compares or prints it walks.

In: nothing; ``markdown`` makes the trees. Out: ``Element`` and the text around
it (plain ``str``), ``Tree`` for a whole text, and the few walks that several
rooms share. ``at`` is an offset into the text that was read, -1 where unknown;
``positions.Lines`` turns offsets into lines and columns.
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
    """One piece of a text.

    ``tag`` is that of HTML, or one of ours: ``cite`` (a bracket of citations, in ``cited``),
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
        """Yield the elements among its children."""
        for child in self.children:
            if not isinstance(child, str):
                yield child

    def walk(self) -> Iterator[Element]:
        """Yield the element and every one below it, in reading order."""
        yield self
        for child in self.children:
            if not isinstance(child, str):
                yield from child.walk()

    def text_content(self) -> str:
        """Return its words alone: no citation; a picture is its alternative text."""
        return "".join(_text_parts(self))


def text_content(nodes: Iterable[Node]) -> str:
    """Return the words of several nodes, as ``Element.words`` does of one."""
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
    """What a text holds that no tree can, or that would be printed as typed; and where."""

    offset: int
    rule: Rule
    message: str


@dataclass(slots=True)
class Tree:
    """A whole text: its blocks in order, and what is wrong with it."""

    blocks: list[Node] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)

    def walk(self) -> Iterator[Element]:
        """Yield every element, in reading order."""
        for block in self.blocks:
            if not isinstance(block, str):
                yield from block.walk()

    def citations(self) -> Iterator[AnyCitation]:
        """Yield what it cites, in reading order."""
        for element in self.walk():
            yield from element.citations

    def inline_nodes(self) -> list[Node]:
        """Return what its blocks hold as one line, an empty line between two blocks."""
        nodes: list[Node] = []
        for block in self.blocks:
            nodes += ["\n\n"] if nodes else []
            nodes += [block] if isinstance(block, str) or block.tag != "p" else block.children
        return nodes

    def text_content(self) -> str:
        """Return the words alone on one line, blocks apart by a space; for metadata and exports."""
        parts = (b if isinstance(b, str) else b.text_content() for b in self.blocks)
        return " ".join(" ".join(parts).split())
