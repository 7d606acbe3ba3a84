"""A made page: its HTML, and what other rooms need to know of it.

Values only: ``pages`` and ``assembly`` make them.
"""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass
class Heading:
    """A heading of a page: ``title`` is HTML without elements; ``children`` are of lower levels."""

    level: int
    id: str
    title: str
    children: list[Heading] = field(default_factory=list)

    @property
    def url(self) -> str:
        """The link to it, on its page."""
        return f"#{self.id}"


@dataclass(frozen=True)
class AssembledPage:
    """A page's own HTML, final; ``body`` is in UTF-8, which takes half the memory of most strings.

    ``headings`` are a tree; ``links`` are the names of the pages that it links to, ``ids`` its anchors.
    ``duplicate_ids``: ids that more than one element of the page or its frame would have.
    ``unreplaced_mark``: a private-use mark left in the HTML, ``""`` as it should be.
    """

    body: bytes
    headings: list[Heading] = field(default_factory=list)
    links: frozenset[str] = frozenset()
    ids: frozenset[str] = frozenset()
    duplicate_ids: tuple[str, ...] = ()
    unreplaced_mark: str = ""

    @property
    def html(self) -> str:
        """Its HTML."""
        return self.body.decode()


@dataclass(frozen=True, kw_only=True)
class Page(AssembledPage):
    """One page of one language, without the theme's frame.

    ``edit`` is the file to edit, from the project's root, ``""`` for none; ``kind`` is page, actor,
    source, claim or facet; ``record`` is the id of its record; ``status`` is a claim's, in words.
    """

    language: str
    name: str
    title: str
    description: str
    kind: str
    edit: str = ""
    record: str = ""
    status: str = ""


def truncate(text: str, length: int) -> str:
    """Return ``text`` cut at a word, with «…», if it is longer than ``length`` characters."""
    if len(text) <= length:
        return text
    return text[:length].rsplit(" ", 1)[0].rstrip(" ,;:.–") + "…"
