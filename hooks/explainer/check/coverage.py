"""Every statement has its source: what is checked, and how much of it there is.

In: the pages as written. Out: a problem for each paragraph, list item, table row
or definition that neither cites a source nor is marked ``{: .no-fact }``; and, for the build
report, the count of each page. Embeds bring their own sources. Runs beside
``check_pages``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from explainer.model.story import Story
from explainer.read import citation, prose
from explainer.read.problems import Problem

MARK = "no-fact"
_SHOWN = {
    "paragraph": "paragraph",
    "item": "list item",
    "row": "table row",
    "definition": "definition",
}
_LINE = re.compile(r"^(?:!!! +[a-z]| {0,3}\[[^\]\n]+\]:[ \t]*\S)")


@dataclass(frozen=True)
class Count:
    """How many passages a page has, by what stands behind them; ``name`` is the page's, or ``""``."""

    name: str
    sourced: int = 0
    embedded: int = 0
    unmarked: int = 0
    no_fact: int = 0

    @property
    def statements(self) -> int:
        """Passages that state facts."""
        return self.sourced + self.embedded + self.unmarked

    @property
    def passages(self) -> int:
        """All passages."""
        return self.statements + self.no_fact

    @property
    def share(self) -> int:
        """Passages without fact, in per cent of all, rounded."""
        return round(100 * self.no_fact / self.passages) if self.passages else 0


def check(story: Story) -> Iterator[Problem]:
    """Yield a problem for each passage that has no source, in every language."""
    for language in story.settings.languages:
        for page in story.pages[language].values():
            for block in _statements(page):
                if _state(block) == "unmarked":
                    yield page.problem(block.spot, "", _message(block))
            yield from _hidden(page)


def _statements(page: prose.Prose) -> list[prose.Block]:
    """Return the blocks that may state facts; the head of a table names its columns."""
    return [block for block in page.blocks if block.kind in _SHOWN]


def _message(block: prose.Block) -> str:
    kind = _SHOWN[block.kind]
    start = re.sub(r"\s+", " ", block.text)
    start = start if len(start) <= 40 else start[:40].rsplit(" ", 1)[0] + " …"
    return (
        f"the {kind} «{start}» cites no source; expected a citation such as [@id, p. 3], "
        f"or `{{: .{MARK} }}` on the line after it if it states no fact"
    )


def _state(block: prose.Block) -> str:
    for bracket in citation.BRACKET.finditer(block.text):
        if any(isinstance(cited, citation.Citation) for cited in citation.parse(bracket[1])):
            return "sourced"
    return "no_fact" if MARK in block.marks else "unmarked"


def _hidden(page: prose.Prose) -> Iterator[Problem]:
    """Yield a problem for text glued to an embed or a definition: no passage of its own."""
    lines = page.masked.split("\n")
    for i, line in enumerate(lines[:-1]):
        if _LINE.match(line) and lines[i + 1].strip() and not _LINE.match(lines[i + 1]):
            spot = prose.Spot(page.first_line + i + 1, 1)
            yield page.problem(
                spot,
                "",
                "text right under a block or a definition; leave an empty line between them",
            )


def count(page: prose.Prose) -> Count:
    """Return how many passages of each kind a page has."""
    states = [_state(block) for block in _statements(page)]
    embedded = sum(embed.kind in {"claim", "figure", "status"} for embed in page.embeds)
    return Count(
        page.name,
        states.count("sourced"),
        embedded,
        states.count("unmarked"),
        states.count("no_fact"),
    )


def report(story: Story) -> tuple[list[Count], Count]:
    """Return the count of each page and their sum.

    Both are those of the default language, so that every language shows the same numbers;
    ``parity`` proves that the other languages cite and embed as much.
    """
    counts = [count(page) for _, page in sorted(story.pages[story.settings.default].items())]
    fields = ("sourced", "embedded", "unmarked", "no_fact")
    total = Count("", *(sum(getattr(one, name) for one in counts) for name in fields))
    return counts, total
