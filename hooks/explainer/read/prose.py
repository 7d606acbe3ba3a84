"""Hand-written pages: front matter, tree, and the parts of the tree with their positions.

In: the bytes of a file of ``docs/<language>/``. Out: a ``ProsePage``, from which checks
and pages alike take headings, links, citations, embeds and passages.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import cached_property, lru_cache

from explainer.read import decoding, markdown, sections, yamlio
from explainer.read.page_parts import Embed, Heading, Link, PageCitation, Passage, Section
from explainer.read.positions import Lines, Position
from explainer.read.problems import Location, Problem
from explainer.read.rules import Rule
from explainer.read.tree import Tree

_FRONT_MATTER = re.compile(r"(?s)\A---[ \t]*\n(.*?)\n(?:---|\.\.\.)[ \t]*(?:\n|\Z)")

PICTURE = "expected ![what it shows](../assets/name.svg)"


@dataclass
class ProsePage:
    """One page as written.

    ``file`` is its path from the project's root, ``name`` that inside the language's folder;
    ``meta`` holds the values of the front matter, ``front`` their document; ``body`` is the
    Markdown, whose first line has the number ``first_line`` in the file.
    """

    file: str
    language: str
    name: str
    meta: dict[str, object] = field(default_factory=dict)
    front: yamlio.Document | None = None
    body: str = ""
    first_line: int = 1

    def position_at(self, offset: int) -> Position:
        """Return the position in the file of an offset into the body."""
        return self.lines.position(offset)

    def locate(self, spot: Position) -> Location:
        """Return the location of a position of this page."""
        return Location(self.file, spot.line, spot.column)

    def problem(self, spot: Position, rule: Rule, message: str) -> Problem:
        """Return a problem at a position of this page."""
        return self.locate(spot).problem(rule, message)

    def meta_problem(self, key: str, rule: Rule, message: str) -> Problem:
        """Return a problem with a key of the front matter, or with its absence."""
        if self.front is None:
            return Problem(self.file, 1, 1, key, rule, message)
        return self.front.problem((key,), rule, message)

    @cached_property
    def lines(self) -> Lines:
        """The lines of the body, numbered as in the file."""
        return Lines(self.body, self.first_line)

    @cached_property
    def tree(self) -> Tree:
        """The tree of the body."""
        return markdown.read(self.body, markdown.PAGE)

    @cached_property
    def sections(self) -> list[Section]:
        """The sections of the tree, in order."""
        return sections.split_sections(self.tree, self.body, self.first_line)

    @cached_property
    def headings(self) -> list[Heading]:
        """The headings, in order."""
        return [section.heading for section in self.sections if section.heading]

    @cached_property
    def links(self) -> list[Link]:
        """Links and pictures, in order."""
        return [link for section in self.sections for link in section.links]

    @cached_property
    def citations(self) -> list[PageCitation]:
        """Every citation, in order."""
        return [cite for section in self.sections for cite in section.citations]

    @cached_property
    def embeds(self) -> list[Embed]:
        """Every block embed, in order."""
        return [embed for section in self.sections for embed in section.embeds]

    @cached_property
    def passages(self) -> list[Passage]:
        """Paragraphs, list items, rows and definitions, and the heads of tables."""
        return [passage for section in self.sections for passage in section.passages]


@lru_cache(maxsize=1 << 12)
def read(file: str, language: str, name: str, raw: bytes) -> tuple[ProsePage, tuple[Problem, ...]]:
    """Return a page and its problems; the same object for the same bytes."""
    page = ProsePage(file, language, name)
    text, problems = decoding.decode(file, raw)
    if problems:
        return page, tuple(problems)
    page.body = text
    if match := _FRONT_MATTER.match(text):
        page.front, problems = yamlio.read(file, match[1].encode(), line_offset=1)
        page.body = text[match.end() :]
        page.first_line = text.count("\n", 0, match.end()) + 1
        if isinstance(page.front.value, dict):
            page.meta = page.front.value | {
                key: re.sub(r"\s*\n\s*", " ", words).strip()  # joined to one line
                for key, words in page.front.value.items()
                if isinstance(words, str) and key != "slug"  # whose problems quote it as typed
            }
        elif not problems:
            message = "the front matter is no list of `key: value`"
            problems = [Problem(file, 2, 1, "", "yaml-mapping", message)]
    return page, tuple(problems)
