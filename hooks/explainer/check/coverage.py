"""Every statement has its source: what is checked, and how much of it there is.

In: the pages as written. Out: a problem for each paragraph, list item, table row
or definition that neither cites a source nor is marked ``{: .no-fact }``; and, for the build
report, the count of each page. Embeds bring their own sources. Runs beside
``check_pages``.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from explainer.model.story import Story
from explainer.read import citation, prose
from explainer.read.problems import Problem

NO_FACT = "no-fact"
_KIND_NAMES = {
    "paragraph": "paragraph",
    "item": "list item",
    "row": "table row",
    "definition": "definition",
}


@dataclass(frozen=True)
class PassageCount:
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
            for passage in _statements(page):
                if _classify(passage) == "unmarked":
                    yield page.problem(passage.position, "statement-uncited", _message(passage))


def _statements(page: prose.ProsePage) -> list[prose.Passage]:
    """Return the passages that may state facts; the head of a table names its columns."""
    return [passage for passage in page.passages if passage.kind in _KIND_NAMES]


def _message(passage: prose.Passage) -> str:
    kind, start = _KIND_NAMES[passage.kind], passage.text
    start = start if len(start) <= 40 else start[:40].rsplit(" ", 1)[0] + " …"
    return (
        f"the {kind} «{start}» cites no source; expected a citation such as [@id, p. 3], "
        f"or `{{: .{NO_FACT} }}` on the line after it if it states no fact"
    )


def _classify(passage: prose.Passage) -> str:
    if any(citation.only_valid(passage.citations)):
        return "sourced"
    return "no_fact" if NO_FACT in passage.classes else "unmarked"


def count_passages(page: prose.ProsePage) -> PassageCount:
    """Return how many passages of each kind a page has."""
    embedded = sum(embed.kind in {"claim", "figure", "drawing", "status"} for embed in page.embeds)
    return PassageCount(page.name, embedded=embedded, **Counter(map(_classify, _statements(page))))


def report(story: Story) -> tuple[list[PassageCount], PassageCount]:
    """Return the count of each page and their sum.

    Both are those of the default language, so that every language shows the same numbers;
    ``parity`` proves that the other languages cite and embed as much.
    """
    counts = [
        count_passages(page) for _, page in sorted(story.pages[story.settings.default].items())
    ]
    fields = ("sourced", "embedded", "unmarked", "no_fact")
    total = PassageCount(
        "", *(sum(getattr(page_count, name) for page_count in counts) for name in fields)
    )
    return counts, total
