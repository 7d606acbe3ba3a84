"""Attribution: «Orchard 300, Mill 700» is not «Orchard 700, Mill 300».

In: the facts of two texts that say the same facts. Out: the facts that are exchanged between
two names. Only names that both languages spell alike are compared: capitalized words,
citations, targets of links. Texts are split at commas, points, and the words for "and" and
"or"; in a table, at the end of a row. A number belongs to the names in its piece. An
exchange is two numbers of one kind and two names, each number with the other name in the
other language.

Known limits: translated names, and numbers whose name stands in another piece («Selon
Orchard, 300»), are not compared.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Sequence
from itertools import pairwise

from explainer.check.parity.grammar import grammar_of
from explainer.check.parity.matching import Fact, Key, Sides, fact_type
from explainer.check.parity.text_facts import TextFacts

_ROW = re.compile(r"\n")
_NAME = re.compile(r"\b[A-Z][\w-]+(?:[ \u00a0][A-Z][\w-]+)*")
ByName = dict[str, list[Fact]]


def find_exchanged(
    left: Sequence[TextFacts], right: Sequence[TextFacts], *, rows: bool = False
) -> Sides:
    """Return the facts of each side that stand with a name that has another fact on the other side.

    ``rows``: the texts are rows of tables, where a line is a piece.
    """
    once = _unique_facts(left), _unique_facts(right)
    kinds = Counter(fact_type(fact) for key, fact in once[0].items() if key in once[1])
    common = {key for key, fact in once[0].items() if key in once[1] and kinds[fact_type(fact)] > 1}
    if not common:
        return [], []
    here, there = _facts_by_name(left, common, rows=rows), _facts_by_name(right, common, rows=rows)
    names = sorted(here.keys() & there.keys())
    left_names, right_names = _names_by_fact(here, names), _names_by_fact(there, names)
    found: tuple[dict[Key, Fact], dict[Key, Fact]] = ({}, {})
    for name in names:
        for left_fact in here[name]:
            for right_fact in there[name]:
                if left_fact.key == right_fact.key or fact_type(left_fact) != fact_type(right_fact):
                    continue
                elsewhere = right_names.get(left_fact.key), left_names.get(right_fact.key)
                if all(others and name not in others for others in elsewhere):
                    found[0].setdefault(left_fact.key, left_fact)
                    found[1].setdefault(right_fact.key, right_fact)
    return list(found[0].values()), list(found[1].values())


def _unique_facts(texts: Sequence[TextFacts]) -> dict[Key, Fact]:
    facts = [fact for text in texts for fact in text.facts]
    times = Counter(fact.key for fact in facts)
    return {fact.key: fact for fact in facts if times[fact.key] == 1}


def _names_by_fact(by_name: ByName, names: list[str]) -> dict[Key, set[str]]:
    owners: dict[Key, set[str]] = {}
    for name in names:
        for fact in by_name[name]:
            owners.setdefault(fact.key, set()).add(name)
    return owners


def _facts_by_name(texts: Sequence[TextFacts], common: set[Key], *, rows: bool) -> ByName:
    """Return name → the facts in its piece, among those with a key in ``common``."""
    by_name: ByName = {}
    for text in texts:
        facts = [fact for fact in text.facts if fact.key in common]
        words = text.mask(facts)
        cut = _ROW if rows else grammar_of(text.language).cut
        ends = [0, *(match.end() for match in cut.finditer(words)), len(words) + 1]
        names = sorted(text.names + [(m.start(), m[0]) for m in _NAME.finditer(words)])
        offsets, starts = [fact.offset for fact in facts], [at for at, _ in names]
        for start, end in pairwise(ends):
            inside = facts[bisect_left(offsets, start) : bisect_left(offsets, end)]
            if inside:
                for _, name in names[bisect_left(starts, start) : bisect_left(starts, end)]:
                    by_name.setdefault(name, []).extend(inside)
    return by_name
