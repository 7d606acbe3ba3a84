"""Comparison of the facts of two texts: those that only one of them states.

In: the facts of a text and of its twin. Out: the facts without a match. Keys match if
they are equal. Where languages say the same thing in two ways, which no reading of one
text alone can make equal, other facts match too:

- the two ends of a range, one by one («du 3 au 5 mai», "May 3 and May 5");
- a date without its year, where the year is said too;
- "the 8th" and «le 8»; a measure and the bare number («cinq ans», "aged five");
  an amount and the bare number, if its currency is said elsewhere («168 millions
  de dollars, puis 4 millions»);
- «une dizaine» and "a dozen".

A language may repeat a fact. Where both state equally many numbers of a kind, each is
counted: 36, 36, 37 is not 36, 37, 37.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import TypeVar

Key = tuple[object, ...]
T = TypeVar("T")


@dataclass(frozen=True)
class Fact:
    """A number, date, time, docket or version number, and its place in the text.

    ``key`` is comparable between languages: ("number", value), with a unit
    ("number", value, unit), ("date", year, month, day), ("range", key, key),
    ("ordinal", n), ("size", n) for "thousands", ("time", hour, minute), ("token", text).
    """

    key: Key
    text: str
    offset: int
    end: int
    in_words: bool = False  # in words
    approximate: bool = False  # «une dizaine»
    optional: bool = False  # may stand for a number, and needs no counterpart

    def expand(self) -> Iterator[Fact]:
        """Yield the days of a list ("May 3, 5 and 7") as single facts; else the fact itself."""
        if self.key[0] != "list":
            yield self
        else:
            for key in self.key[1:]:
                assert isinstance(key, tuple)
                yield Fact(key, self.text, self.offset, self.end)


Sides = tuple[list[Fact], list[Fact]]
"""Facts of the left text, and of the right one."""


def unmatched_facts(left: list[Fact], right: list[Fact], *, number_words: bool = True) -> Sides:
    """Return the facts that only ``left`` states and those that only ``right`` states, each once.

    ``number_words``: both languages have a table of number words, so that those count.
    """
    if [f.key for f in left] == [f.key for f in right]:
        return [], []
    here = _without_equivalent(left, right, number_words)
    there = _without_equivalent(right, left, number_words)
    if not number_words and not (here and there):  # else both say a number, and not the same
        here, there = ([f for f in side if not _may_be_in_words(f)] for side in (here, there))
    return (here, there) if here or there else _said_more_often(left, right)


def _without_equivalent(left: list[Fact], right: list[Fact], number_words: bool) -> list[Fact]:
    keys = {f.key for f in right}
    unmatched: dict[Key, Fact] = {}
    for fact in left:
        if fact.key not in keys and not fact.optional and (number_words or not fact.in_words):
            unmatched.setdefault(fact.key, fact)
    if not unmatched:
        return []
    implied = {key for fact in right for key in _implied(fact)}
    return [f for f in unmatched.values() if not any(keys <= implied for keys in _equivalents(f))]


_SMALL = 20  # up to this, many languages write numbers out


def _may_be_in_words(fact: Fact) -> bool:
    """Tell whether a language without a table of number words may write a numeral in words."""
    if fact.key[0] not in ("number", "ordinal"):
        return False
    numerals = re.findall(r"\d[\d.,]*", fact.text)
    return len(numerals) == 1 and numerals[0].isdigit() and int(numerals[0]) <= _SMALL


def _implied(fact: Fact) -> Iterator[Key]:
    """Yield the key of a fact, and keys for the parts that another language may state alone."""
    yield fact.key
    kind, *rest = fact.key
    if kind == "range":
        for end in rest:
            assert isinstance(end, tuple)
            yield ("end", *end)
    elif kind == "date":
        year, month, day = rest
        yield ("year", year)
        yield ("of a year", month, day)
    elif kind == "number" and len(rest) == 2:
        yield ("unit", rest[1])
        yield ("of a unit", rest[0])
    elif kind == "number":
        yield ("year", rest[0])
    elif kind == "ordinal" and not fact.in_words:
        yield ("place", rest[0])


def _equivalents(fact: Fact) -> Iterator[set[Key]]:
    """Yield sets of implied keys; a text that implies all keys of a set states the fact too."""
    kind, *rest = fact.key
    if kind != "range":
        yield {("end", *fact.key)}
    else:
        yield set(rest)  # type: ignore[arg-type]
    if kind == "date":
        year, month, day = rest
        if year is None:
            yield {("of a year", month, day)}
        else:
            yield {("date", None, month, day), ("year", year)}
    elif kind == "number" and len(rest) == 2:
        measure = "-" in str(rest[1])
        yield {("number", rest[0])} if measure else {("number", rest[0]), ("unit", rest[1])}
    elif kind == "number":
        yield {("of a unit", rest[0])}
        if not fact.in_words:
            yield {("place", rest[0])}
        if fact.approximate and rest[0] in {10, 12}:
            yield {("number", 22 - rest[0])}
    elif kind == "ordinal" and not fact.in_words:
        yield {("number", rest[0])}


def fact_type(fact: Fact) -> Key:
    """Return the kind of a fact, its unit, and which parts of a date it has."""
    kind, *rest = fact.key
    return (kind, *(part is None for part in rest)) if kind == "date" else (kind, *rest[1:2])


def _said_more_often(left: list[Fact], right: list[Fact]) -> Sides:
    """Return the facts that one side repeats more, of the kinds that both state equally often."""
    counts = [Counter(fact_type(f) for f in side if not f.optional) for side in (left, right)]
    even = {kind for kind, n in counts[0].items() if n > 1 and counts[1][kind] == n}
    if not even:
        return [], []
    sides = [[f for f in side if not f.optional and fact_type(f) in even] for side in (left, right)]
    here, there = (_surplus(*pair) for pair in (sides, sides[::-1]))
    return here, there


def _surplus(left: list[Fact], right: list[Fact]) -> list[Fact]:
    known = {fact.key for fact in right}
    more = subtract(left, right, lambda fact: fact.key)
    return list({fact.key: fact for fact in more if fact.key in known}.values())


def subtract(items: Iterable[T], others: Iterable[T], key: Callable[[T], object]) -> list[T]:
    """Return the items whose key ``others`` lacks, or has less often; as many as it lacks."""
    spare = Counter(map(key, others))
    surplus = []
    for item in items:
        spare[key(item)] -= 1
        if spare[key(item)] < 0:
            surplus.append(item)
    return surplus
