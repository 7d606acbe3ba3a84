"""Comparison of the facts of texts: problems for what only one language states.

In: texts with their facts. Out: a problem for each difference.
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
    """A text with its facts; ``kind`` is "row" for a row of a table."""

    @property
    def kind(self) -> str:
        """What it is: paragraph, item, row …"""

    @property
    def text_facts(self) -> TextFacts:
        """Its facts."""

    def item(self, fact: Fact) -> Item:
        """Return one of its facts as an ``Item``, for messages."""


def compare(
    left: Side, right: Side, mine: Sequence[ComparedText], its: Sequence[ComparedText]
) -> Iterator[Problem]:
    """Yield a problem for each fact that only one side states; if there is none, for exchanged facts."""
    only = _unmatched(mine, its)
    if not any(only) and mine and its:
        rows = mine[0].kind == its[0].kind == "row"
        only = find_exchanged(
            [one.text_facts for one in mine], [one.text_facts for one in its], rows=rows
        )
    owners = {id(fact): text for text in (*mine, *its) for fact in text.text_facts.facts}
    here, there = ([owners[id(fact)].item(fact) for fact in facts] for facts in only)
    yield from report_differences(left, right, "says", here, there)


def differ_in_facts(one: ComparedText, two: ComparedText) -> bool:
    """Tell whether two texts do not state the same facts."""
    return any(_unmatched([one], [two]))


def _unmatched(
    mine: Sequence[ComparedText], its: Sequence[ComparedText]
) -> tuple[list[Fact], list[Fact]]:
    left, right = (
        [fact for text in side for fact in text.text_facts.facts] for side in (mine, its)
    )
    languages = {text.text_facts.language for text in (*mine, *its)}
    return unmatched_facts(left, right, spelled=have_number_words(*languages))
