"""The facts that texts and their twins say: what one language has alone is told.

In: texts with their readings. Out: a problem for each difference.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Protocol

from explainer.check.parity.attribution import exchanged
from explainer.check.parity.differences import Item, Side, tell
from explainer.check.parity.facts import spelled
from explainer.check.parity.matching import Fact, difference
from explainer.check.parity.text_facts import Reading
from explainer.read.problems import Problem


class Text(Protocol):
    """A text: what it says; ``kind`` is "row" for a table's."""

    @property
    def kind(self) -> str:
        """What it is: paragraph, item, row …"""

    @property
    def reading(self) -> Reading:
        """What it says."""

    def item(self, fact: Fact) -> Item:
        """Return one of its facts, for messages."""


def compare(
    left: Side, right: Side, mine: Sequence[Text], its: Sequence[Text]
) -> Iterator[Problem]:
    """Yield what ``mine`` say and ``its`` do not, or the reverse; else what changes names."""
    only = _differing(mine, its)
    if not any(only) and mine and its:
        rows = mine[0].kind == its[0].kind == "row"
        only = exchanged([one.reading for one in mine], [one.reading for one in its], rows=rows)
    owners = {id(fact): text for text in (*mine, *its) for fact in text.reading.facts}
    here, there = ([owners[id(fact)].item(fact) for fact in facts] for facts in only)
    yield from tell(left, right, "says", here, there)


def differ(one: Text, two: Text) -> bool:
    """Tell whether two texts do not say the same facts."""
    return any(_differing([one], [two]))


def _differing(mine: Sequence[Text], its: Sequence[Text]) -> tuple[list[Fact], list[Fact]]:
    left, right = ([fact for text in side for fact in text.reading.facts] for side in (mine, its))
    languages = {text.reading.language for text in (*mine, *its)}
    return difference(left, right, spelled=spelled(*languages))
