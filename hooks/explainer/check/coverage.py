"""Coverage: every statement of a written page has a source.

In: the pages as written. Out: a problem for each paragraph, list item, table row or
definition that neither cites a source nor is marked ``{: .no-fact }``; and the counts of
each page. Embeds have their own sources.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from explainer.model.story import Story
from explainer.read import citation, prose
from explainer.read.page_parts import Passage
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
    """The numbers of passages of a page: with a citation, embedded, without either, marked no-fact.

    ``name`` is that of the page; ``""`` for a sum.
    """

    name: str
    sourced: int = 0
    embedded: int = 0
    unmarked: int = 0
    no_fact: int = 0

    @property
    def statements(self) -> int:
        """The number of passages that state facts."""
        return self.sourced + self.embedded + self.unmarked

    @property
    def passages(self) -> int:
        """The number of all passages."""
        return self.statements + self.no_fact

    @property
    def share(self) -> int:
        """The percentage of passages marked no-fact, rounded."""
        return round(100 * self.no_fact / self.passages) if self.passages else 0


def check(story: Story) -> Iterator[Problem]:
    """Yield a problem for each passage that has no source, in every language."""
    for language in story.settings.languages:
        for page in story.pages[language].values():
            for passage in _statements(page):
                if _classify(passage) == "unmarked":
                    yield page.problem(passage.position, "statement-uncited", _message(passage))


def _statements(page: prose.ProsePage) -> list[Passage]:
    """Return the passages that may state facts: all but the heads of tables."""
    return [passage for passage in page.passages if passage.kind in _KIND_NAMES]


def _message(passage: Passage) -> str:
    kind, start = _KIND_NAMES[passage.kind], passage.text
    start = start if len(start) <= 40 else start[:40].rsplit(" ", 1)[0] + " …"
    return (
        f"the {kind} «{start}» cites no source; expected a citation such as [@id, p. 3], "
        f"or `{{: .{NO_FACT} }}` on the line after it if it states no fact"
    )


def _classify(passage: Passage) -> str:
    if any(citation.only_valid(passage.citations)):
        return "sourced"
    return "no_fact" if NO_FACT in passage.classes else "unmarked"


def count_passages(page: prose.ProsePage) -> PassageCount:
    """Return the counts of a page."""
    embedded = sum(embed.kind in {"claim", "figure", "drawing", "status"} for embed in page.embeds)
    return PassageCount(page.name, embedded=embedded, **Counter(map(_classify, _statements(page))))


def report(story: Story) -> tuple[list[PassageCount], PassageCount]:
    """Return the counts of each page in the default language, and their sum.

    ``parity`` makes sure that the other languages have the same citations and embeds.
    """
    pages = story.pages[story.settings.default]
    counts = [count_passages(page) for _, page in sorted(pages.items())]
    fields = ("sourced", "embedded", "unmarked", "no_fact")
    total = PassageCount("", *(sum(getattr(one, name) for one in counts) for name in fields))
    return counts, total
