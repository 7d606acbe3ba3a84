"""Which name each number stands by: «Orchard 300, Mill 700» is not «Orchard 700, Mill 300».

In: the readings of two texts that say the same facts. Out: the facts that stand by
another name in each language. What is compared is what both languages have letter by
letter: names with a capital, citations, targets of links. Texts are cut at commas,
points, and the words for "and" and "or"; in a table, at the end of a row. A number
belongs to the names in its piece. A difference is told only if it is an exchange: two
numbers of one kind, two names, each number by the other name in the other language.

Known limits: names that are translated, and numbers whose name stands in
another piece («Selon Orchard, 300»), are not told apart.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from itertools import pairwise

from explainer.check.parity.grammar import grammar_of
from explainer.check.parity.matching import Fact, Key, shape
from explainer.check.parity.reading import Reading

_ROW = re.compile(r"\n")
ByName = dict[str, list[Fact]]


def exchanged(
    left: Reading, right: Reading, *, rows: bool = False
) -> tuple[list[Fact], list[Fact]]:
    """Return the facts of each side that stand by a name that is another one's there.

    ``rows``: the texts are tables, where a row is a piece.
    """
    if len(left.facts) < 2:
        return [], []
    once = _once(left.facts), _once(right.facts)
    kinds = Counter(shape(fact) for key, fact in once[0].items() if key in once[1])
    common = {key for key, fact in once[0].items() if key in once[1] and kinds[shape(fact)] > 1}
    if not common:
        return [], []
    here, there = (
        _by_name(side, [known[key] for key in known if key in common], rows=rows)
        for side, known in zip((left, right), once, strict=True)
    )
    names = sorted(here.keys() & there.keys())
    mine, its = _owners(here, names), _owners(there, names)
    found: tuple[dict[Key, Fact], dict[Key, Fact]] = ({}, {})
    for name in names:
        for one in here[name]:
            for two in there[name]:
                if one.key == two.key or shape(one) != shape(two):
                    continue
                moved = its.get(one.key, set()), mine.get(two.key, set())
                if all(moved) and name not in moved[0] and name not in moved[1]:
                    found[0].setdefault(one.key, one)
                    found[1].setdefault(two.key, two)
    return list(found[0].values()), list(found[1].values())


def _once(facts: list[Fact]) -> dict[Key, Fact]:
    times = Counter(fact.key for fact in facts)
    return {fact.key: fact for fact in facts if times[fact.key] == 1}


def _owners(by_name: ByName, names: list[str]) -> dict[Key, set[str]]:
    owners: dict[Key, set[str]] = {}
    for name in names:
        for fact in by_name[name]:
            owners.setdefault(fact.key, set()).add(name)
    return owners


def _by_name(text: Reading, facts: list[Fact], *, rows: bool) -> ByName:
    """Return the facts of each name: those in its piece. ``facts`` are in order."""
    words = text.words
    for fact in facts:
        words = words[: fact.offset] + "\0" * (fact.end - fact.offset) + words[fact.end :]
    cut = _ROW if rows else grammar_of(text.language).cut
    ends = [0, *(match.end() for match in cut.finditer(words)), len(words) + 1]
    names = text.named(facts)
    offsets, starts = [fact.offset for fact in facts], [at for at, _ in names]
    found: ByName = {}
    for start, end in pairwise(ends):
        inside = facts[bisect_left(offsets, start) : bisect_left(offsets, end)]
        if inside:
            for _, name in names[bisect_left(starts, start) : bisect_left(starts, end)]:
                found.setdefault(name, []).extend(inside)
    return found
