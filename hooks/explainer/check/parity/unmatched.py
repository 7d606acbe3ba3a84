"""The facts that texts and their twins say: what one language has alone is told.

In: texts with their readings. Out: a problem for each difference.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Protocol

from explainer.check.parity.attribution import find_exchanged
from explainer.check.parity.differences import Item, Side, report_differences
from explainer.check.parity.facts import have_number_words
from explainer.check.parity.matching import Fact, unmatched_facts
from explainer.check.parity.text_facts import TextFacts
from explainer.read.problems import Problem


class ComparedText(Protocol):
    """A text: what it says; ``kind`` is "row" for a table's."""

    @property
    def kind(self) -> str:
        """What it is: paragraph, item, row …"""

    @property
    def reading(self) -> TextFacts:
        """What it says."""

    def item(self, fact: Fact) -> Item:
        """Return one of its facts, for messages."""


def compare(
    left: Side, right: Side, mine: Sequence[ComparedText], its: Sequence[ComparedText]
) -> Iterator[Problem]:
    """Yield what ``mine`` say and ``its`` do not, or the reverse; else what changes names."""
    only = _unmatched(mine, its)
    if not any(only) and mine and its:
        rows = mine[0].kind == its[0].kind == "row"
        only = find_exchanged(
            [one.reading for one in mine], [one.reading for one in its], rows=rows
        )
    owners = {id(fact): text for text in (*mine, *its) for fact in text.reading.facts}
    here, there = ([owners[id(fact)].item(fact) for fact in facts] for facts in only)
    yield from report_differences(left, right, "says", here, there)


def differ_in_facts(one: ComparedText, two: ComparedText) -> bool:
    """Tell whether two texts do not say the same facts."""
    return any(_unmatched([one], [two]))


def _unmatched(
    mine: Sequence[ComparedText], its: Sequence[ComparedText]
) -> tuple[list[Fact], list[Fact]]:
    left, right = ([fact for text in side for fact in text.reading.facts] for side in (mine, its))
    languages = {text.reading.language for text in (*mine, *its)}
    return unmatched_facts(left, right, spelled=have_number_words(*languages))
