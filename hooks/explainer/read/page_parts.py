"""What a page is made of: headings, links, citations, embeds, passages, code, sections.

In: nothing; ``sections`` makes them of a tree. Out: values that know their place.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from explainer.read.citation import AnyCitation
from explainer.read.positions import Position
from explainer.read.tree import Node, text_content


@dataclass(frozen=True)
class Heading:
    """A heading: its level, its words, its id (``""`` if none is written), its place and tree."""

    level: int
    text: str
    id: str
    position: Position
    nodes: list[Node] = field(compare=False)
    offset: int = -1


@dataclass(frozen=True)
class Link:
    """A link or an image: its target and its words, and where the target stands."""

    target: str
    text: str
    image: bool
    position: Position


@dataclass(frozen=True)
class PageCitation:
    """One citation, or a malformed one, the id of the section it is in, and its place."""

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
    """A unit of statement: a paragraph, item, row or definition; or the head of a table.

    ``nodes`` is its tree, ``marks`` the classes given to it, ``at`` the offset of its words.
    """

    kind: str
    nodes: list[Node] = field(compare=False)
    section: str
    classes: frozenset[str]
    position: Position
    offset: int

    @property
    def text(self) -> str:
        """Its words on one line, code included, citations left out."""
        return " ".join(text_content(self.nodes).split())

    @property
    def citations(self) -> list[AnyCitation]:
        """What it cites."""
        elements = (e for n in self.nodes if not isinstance(n, str) for e in n.walk())
        return [citation for element in elements for citation in element.citations]


@dataclass(frozen=True)
class Code:
    """A span or a block of code: what it holds, and its offset in the text."""

    text: str
    block: bool
    offset: int


@dataclass
class Section:
    """What stands between two headings; the text before the first one has the id ``""``.

    ``following`` is the id of the next one.
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
