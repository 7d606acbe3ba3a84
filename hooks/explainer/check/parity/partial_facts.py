"""Facts under construction, which neighbouring facts may still complete.

In: what ``numerals`` and ``spelled_numbers`` read. Out: ``PartialFact`` values.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from decimal import Decimal

from explainer.check.parity.matching import Fact, Key

Date = tuple[int | None, int, int | None]


@dataclass(slots=True)
class PartialFact:
    """A fact under construction; ``fact`` is always up to date."""

    fact: Fact
    kind: str  # number, date, or anything else
    value: Decimal = Decimal(0)
    scale: Decimal = Decimal(1)
    unit: str = ""
    may_be_day: bool = False  # digits that a day or a page may have
    dates: tuple[Date, ...] = ()
    is_range: bool = False
    day_first: bool = False
    unit_first: bool = False  # its currency stands before it
    uncertain: bool = False  # «Mai» at the start of a sentence: another word, unless it is joined


def source_text(words: str, start: int, end: int) -> str:
    """Return the text from ``start`` to ``end``, for messages."""
    return re.sub(r"[\s\0*]+", " ", words[start:end]).strip()


def number_key(number: PartialFact) -> Key:
    """Return the key of a number with its scale and unit."""
    # Equal values make equal keys: 4.0 and 4 hash alike.
    value = number.value * number.scale
    return ("number", value, number.unit) if number.unit else ("number", value)


def with_key(number: PartialFact) -> PartialFact:
    """Return a number after updating the key of its fact."""
    number.fact = replace(number.fact, key=number_key(number))
    return number


def with_year(dated: PartialFact, year: int | None) -> PartialFact:
    """Return dates with ``year`` where they have none."""
    dates = tuple((year if y is None else y, month, day) for y, month, day in dated.dates)
    keys: list[Key] = [("date", *date) for date in dates]
    key = keys[0] if len(keys) == 1 else ("range" if dated.is_range else "list", *keys)
    return replace(dated, fact=replace(dated.fact, key=key), dates=dates)
