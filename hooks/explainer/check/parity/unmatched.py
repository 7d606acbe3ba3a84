"""Comparison of the facts of texts: problems for what only one language states.

In: texts with their facts. Out: a problem for each difference.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Protocol

from explainer.check.parity.attribution import find_exchanged
from explainer.check.parity.differences import Item, Side, report_differences
from explainer.check.parity.facts import have_number_words
from explainer.check.parity.matching import Fact, Sides, unmatched_facts
from explainer.check.parity.text_facts import TextFacts
from explainer.read.problems import Problem


class ComparedText(Protocol):
    """A text with its facts; ``kind`` is "row" for a row of a table."""

    @property
    def kind(self) -> str:
        """What it is: paragraph, item, row …"""

    @property
    def parsed(self) -> TextFacts:
        """Its facts."""

    def item(self, fact: Fact) -> Item:
        """Return one of its facts as an ``Item``, for messages."""


def compare(
    left: Side, right: Side, left_texts: Sequence[ComparedText], right_texts: Sequence[ComparedText]
) -> Iterator[Problem]:
    """Yield a problem for each fact that only one side states; if there is none, for exchanged facts."""
    unmatched = _unmatched(left_texts, right_texts)
    if not any(unmatched) and left_texts and right_texts:
        rows = left_texts[0].kind == right_texts[0].kind == "row"
        sides = ([text.parsed for text in side] for side in (left_texts, right_texts))
        unmatched = find_exchanged(*sides, rows=rows)
    owners = {id(fact): text for text in (*left_texts, *right_texts) for fact in text.parsed.facts}
    here, there = ([owners[id(fact)].item(fact) for fact in facts] for facts in unmatched)
    yield from report_differences(left, right, "says", here, there)


def differ_in_facts(one: ComparedText, two: ComparedText) -> bool:
    """Tell whether two texts do not state the same facts."""
    return any(_unmatched([one], [two]))


def _unmatched(left_texts: Sequence[ComparedText], right_texts: Sequence[ComparedText]) -> Sides:
    left, right = (
        [fact for text in side for fact in text.parsed.facts] for side in (left_texts, right_texts)
    )
    languages = {text.parsed.language for text in (*left_texts, *right_texts)}
    return unmatched_facts(left, right, number_words=have_number_words(*languages))
