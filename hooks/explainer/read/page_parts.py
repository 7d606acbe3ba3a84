"""The parts of a page: headings, links, citations, embeds, passages, code, sections.

In: nothing; ``sections`` extracts them from a tree. Out: values with their positions.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from explainer.read.citation import AnyCitation
from explainer.read.positions import Position
from explainer.read.tree import Node, text_content


@dataclass(frozen=True)
class Heading:
    """A heading: level, text, id (``""`` if none is written), position, nodes and offset."""

    level: int
    text: str
    id: str
    position: Position
    nodes: list[Node] = field(compare=False)
    offset: int = -1


@dataclass(frozen=True)
class Link:
    """A link or an image: its target, its text, and the position of the target."""

    target: str
    text: str
    image: bool
    position: Position


@dataclass(frozen=True)
class PageCitation:
    """One citation, or a malformed one, with the id of its section and its position."""

    citation: AnyCitation
    section: str
    position: Position


@dataclass(frozen=True)
class Embed:
    """A block such as ``!!! claim "id"``."""

    kind: str
    id: str
    section: str
    position: Position


@dataclass(frozen=True)
class Passage:
    """A paragraph, list item, table row or definition; or the head of a table.

    ``section`` is the id of its section, ``classes`` come from its attribute list, ``offset`` is
    that of its first word.
    """

    kind: str
    nodes: list[Node] = field(compare=False)
    section: str
    classes: frozenset[str]
    position: Position
    offset: int

    @property
    def text(self) -> str:
        """Its text on one line, code included, citations left out."""
        return " ".join(text_content(self.nodes).split())

    @property
    def citations(self) -> list[AnyCitation]:
        """The citations in it, malformed ones included."""
        elements = (e for n in self.nodes if not isinstance(n, str) for e in n.walk())
        return [citation for element in elements for citation in element.citations]


@dataclass(frozen=True)
class Code:
    """A span or a block of code: its content, and its offset in the text."""

    text: str
    block: bool
    offset: int


@dataclass
class Section:
    """A heading and what follows it up to the next one; the text before the first has the id ``""``.

    ``next_id`` is the id of the next section, or ``""``.
    """

    id: str
    position: Position
    text: str = ""
    next_id: str = ""
    heading: Heading | None = None
    passages: list[Passage] = field(default_factory=list)
    citations: list[PageCitation] = field(default_factory=list)
    embeds: list[Embed] = field(default_factory=list)
    links: list[Link] = field(default_factory=list)
    codes: list[Code] = field(default_factory=list)
