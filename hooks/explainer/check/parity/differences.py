"""What two texts have in common, and how a difference is told.

In: the things that each language's text has (``Item``), in order. Out: one
problem a difference, with both places. Knows neither pages nor records.
"""

from __future__ import annotations

import posixpath
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field

from explainer.read.addresses import scheme_of
from explainer.read.problems import Location, Problem
from explainer.read.rules import Rule

ADVICE = "make both say the same"
# What a difference breaks, by the verb that tells of it.
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
    """One thing a text has: what is compared, how it is shown, where it stands.

    Places are looked for only when something differs. ``block`` is the number of its
    paragraph where twins have as many: it does not count, but tells which of several it is.
    """

    key: object
    display: str
    locate: Callable[[], Location]
    block: int = 0


@dataclass
class Side:
    """One language's text: its name in messages, what it has by verb, where a block starts."""

    locate_block: Callable[[int], Location]
    label: str
    items: dict[str, list[Item]] = field(default_factory=dict)


def compare(left: Side, right: Side) -> Iterator[Problem]:
    """Compare what the two sides have the same number of times."""
    for verb, items in left.items.items():
        others = right.items[verb]
        if [item.key for item in items] != [item.key for item in others]:
            here, there = surplus(items, others), surplus(others, items)
            yield from report_differences(left, right, verb, here, there)


def surplus(items: list[Item], others: list[Item]) -> list[Item]:
    """Return the items that ``others`` has not, or not as often."""
    left = _subtract(items, others, lambda item: (item.block, item.key))
    right = _subtract(others, items, lambda item: (item.block, item.key))
    return _subtract(left, right, lambda item: item.key)


def _subtract(items: list[Item], others: list[Item], key: Callable[[Item], object]) -> list[Item]:
    spare = Counter(map(key, others))
    found = []
    for item in items:
        spare[key(item)] -= 1
        if spare[key(item)] < 0:
            found.append(item)
    return found


def report_differences(
    left: Side, right: Side, verb: str, here: Sequence[Item], there: Sequence[Item]
) -> Iterator[Problem]:
    """Yield what differs; a thing changed in one language is one difference, told once."""
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
    """Return the link's normalized target if it is a page of the site, else ``""``."""
    if scheme_of(target) or target.startswith("/"):
        return ""
    path, mark, anchor = target.partition("#")
    path = posixpath.normpath(path) if path else ""
    return path + mark + anchor if path.endswith(".md") or not path else ""
