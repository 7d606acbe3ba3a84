"""Comparison of what two texts have, and the messages about differences.

In: the items of each language's text, in order. Out: a problem for each difference,
with both locations. Knows neither pages nor records.
"""

from __future__ import annotations

import posixpath
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field

from explainer.check.parity.matching import subtract
from explainer.read.addresses import scheme_of
from explainer.read.problems import Location, Problem
from explainer.read.rules import Rule

ADVICE = "make both say the same"
# The rule that a difference breaks, by the verb of its message.
RULE_BY_VERB: dict[str, Rule] = {
    "cites": "same-citations",
    "links to": "same-links",
    "has the code": "same-code",
    "shows": "same-blocks",
    "says": "same-facts",
    "fills in": "same-blanks",
}


@dataclass(frozen=True)
class Item:
    """One thing that a text has: a key to compare, how messages display it, its location.

    Locations are computed only if something differs. ``block`` is the number of its paragraph if
    both texts have equally many: of several equal items, it tells which one has no match.
    """

    key: object
    display: str
    locate: Callable[[], Location]
    block: int = 0


@dataclass
class Side:
    """One language's text: its label in messages, its items by verb, the location of a block."""

    locate_block: Callable[[int], Location]
    label: str
    items: dict[str, list[Item]] = field(default_factory=dict)


def compare(left: Side, right: Side) -> Iterator[Problem]:
    """Yield a problem for each item that the two sides do not have equally often."""
    for verb, items in left.items.items():
        others = right.items[verb]
        if [item.key for item in items] != [item.key for item in others]:
            here, there = surplus(items, others), surplus(others, items)
            yield from report_differences(left, right, verb, here, there)


def surplus(items: list[Item], others: list[Item]) -> list[Item]:
    """Return the items that ``others`` lacks, or has less often."""
    left = subtract(items, others, lambda item: (item.block, item.key))
    right = subtract(others, items, lambda item: (item.block, item.key))
    return subtract(left, right, lambda item: item.key)


def report_differences(
    left: Side, right: Side, verb: str, here: Sequence[Item], there: Sequence[Item]
) -> Iterator[Problem]:
    """Yield a problem for each difference; equally many on both sides are reported in pairs."""
    paired = len(here) if len(here) == len(there) else 0
    for one, two in zip(here[:paired], there[:paired], strict=True):
        message = (
            f"{left.label} {verb} {one.display} and {two.locate()} {verb} {two.display}; {ADVICE}"
        )
        yield one.locate().problem(RULE_BY_VERB[verb], message)
    for side, other, items in ((left, right, here[paired:]), (right, left, there[paired:])):
        for item in items:
            more = any(known.key == item.key for known in other.items.get(verb, ()))
            rest = "does so less often" if more else "does not"
            message = f"{side.label} {verb} {item.display} and {other.locate_block(item.block)} {rest}; {ADVICE}"
            yield item.locate().problem(RULE_BY_VERB[verb], message)


def internal_target(target: str) -> str:
    """Return the normalized target of a link to a page of the site, else ``""``."""
    if scheme_of(target) or target.startswith("/"):
        return ""
    path, mark, anchor = target.partition("#")
    path = posixpath.normpath(path) if path else ""
    return path + mark + anchor if path.endswith(".md") or not path else ""
