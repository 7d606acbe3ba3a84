"""Which name each number stands by: «Orchard 300, Mill 700» is not «Orchard 700, Mill 300».

In: two texts that say the same facts. Out: the facts that stand by another name
in each language. What is compared is what both languages have letter by letter:
names with a capital, citations, targets of links. Texts are cut at commas,
points, and the words for "and" and "or"; in a table, at the end of a row. A number belongs to the
names in its piece. A difference is told only if it is an exchange: two numbers
of one kind, two names, each number by the other name in the other language.

Known limits: names that are translated, and numbers whose name stands in
another piece («Selon Orchard, 300»), are not told apart.
"""

from __future__ import annotations

import re
from collections import Counter

from explainer.check.parity.grammar import grammar_of
from explainer.check.parity.matching import Fact, shape

_NAME = re.compile(
    r"\[@(?P<cite>[^\[\]]+)\]|\]\((?P<link>[^()\s]+)|(?P<name>\b[A-Z][\w-]+(?:[ \u00a0][A-Z][\w-]+)*)"
)


def exchanged(
    left: str,
    mine: list[Fact],
    right: str,
    its: list[Fact],
    languages: tuple[str, str],
    *,
    rows: bool = False,
) -> tuple[list[Fact], list[Fact]]:
    """Return the facts of each side that stand by a name that is another one's there.

    ``rows``: the texts are tables, where a row is a piece.
    """
    once = [_once(facts) for facts in (mine, its)]
    kinds = Counter(shape(f) for f in once[0].values() if f.key in once[1])
    common = {f.key for f in once[0].values() if f.key in once[1] and kinds[shape(f)] > 1}
    if not common:
        return [], []
    pieces = [
        _by_name(text, [facts[key] for key in facts if key in common], language, rows=rows)
        for text, facts, language in zip((left, right), once, languages, strict=True)
    ]
    here, there = pieces
    names = here.keys() & there.keys()
    owners: list[dict[object, set[str]]] = [{}, {}]
    for side, by_name in enumerate(pieces):
        for name in names:
            for fact in by_name[name]:
                owners[side].setdefault(fact.key, set()).add(name)
    found: tuple[dict[object, Fact], dict[object, Fact]] = ({}, {})
    for name in sorted(names):
        for one in here[name]:
            for two in there[name]:
                if shape(one) != shape(two) or one.key == two.key:
                    continue
                moved = owners[1].get(one.key, set()), owners[0].get(two.key, set())
                if all(moved) and name not in moved[0] and name not in moved[1]:
                    found[0].setdefault(one.key, one)
                    found[1].setdefault(two.key, two)
    return list(found[0].values()), list(found[1].values())


def _once(facts: list[Fact]) -> dict[object, Fact]:
    times = Counter(f.key for f in facts)
    return {f.key: f for f in facts if times[f.key] == 1}


def _by_name(text: str, facts: list[Fact], language: str, *, rows: bool) -> dict[str, list[Fact]]:
    """Return the facts of each name."""
    words = text
    for fact in facts:
        words = words[: fact.offset] + "\0" * (fact.end - fact.offset) + words[fact.end :]
    cut = re.compile(r"\n") if rows else grammar_of(language).cut
    found: dict[str, list[Fact]] = {}
    ends = [*(m.end() for m in cut.finditer(words)), len(words)]
    start = 0
    for end in ends:
        inside = [f for f in facts if start <= f.offset < end]
        if inside:
            for match in _NAME.finditer(words, start, end):
                found.setdefault(match[match.lastgroup or 0], []).extend(inside)
        start = end
    return found
