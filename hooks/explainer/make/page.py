"""A made page: its HTML, and what others need to know of it.

In: nothing but values, which ``pages`` and ``assembly`` give. Out: ``Page``.
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
class Assembled:
    """A page's own HTML, final: ``body``, in UTF-8, is half the memory of most strings.

    ``headings`` are a tree, ``links`` the names of the pages that it links to, ``ids`` its anchors,
    ``twice`` the ids that more than one of its elements would have, those of its frame included.
    ``left`` is a mark of the build that nothing replaced, «» as it should be.
    """

    body: bytes
    headings: list[Heading] = field(default_factory=list)
    links: frozenset[str] = frozenset()
    ids: frozenset[str] = frozenset()
    twice: tuple[str, ...] = ()
    left: str = ""

    @property
    def html(self) -> str:
        """Its HTML."""
        return self.body.decode()


@dataclass(frozen=True, kw_only=True)
class Page(Assembled):
    """One page of one language, whole but for the theme around it.

    ``edit`` is the file to edit, from the project's root, «» for none; ``kind`` is page,
    actor, source, claim or facet; ``status`` is that of a claim, in words.
    """

    language: str
    name: str
    title: str
    description: str
    kind: str
    edit: str = ""
    record: str = ""
    status: str = ""


def clip(text: str, length: int) -> str:
    """Return ``text`` cut at a word, with «…», if it is longer than ``length`` characters."""
    if len(text) <= length:
        return text
    return text[:length].rsplit(" ", 1)[0].rstrip(" ,;:.–") + "…"
