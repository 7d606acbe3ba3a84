"""Readers of the groups of ``Grammar.pattern``: numbers, amounts, dates, times.

In: a match of the pattern. Out: a ``PartialFact``, or ``None`` if the match states no fact.
``READERS`` has a reader for each group but that of words, which ``spelled_numbers`` reads.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal

from explainer.check.parity.cldr import CODES
from explainer.check.parity.grammar import Grammar
from explainer.check.parity.matching import Fact, Key
from explainer.check.parity.number_words import SPACE
from explainer.check.parity.partial_facts import PartialFact, number_key, source_text, with_year


def fact_of(match: re.Match[str], key: Key, end: int = 0) -> Fact:
    """Return a fact that extends over ``match``, or from its start to ``end``."""
    end = end or match.end()
    return Fact(key, source_text(match.string, match.start(), end), match.start(), end)


def _date_fact(
    match: re.Match[str],
    year: str | None,
    month: int,
    day: str | None,
    *,
    day_first: bool = False,
    doubtful: bool = False,
) -> PartialFact:
    y, d = int(year) if year else None, int(re.sub(r"\D", "", day)) if day else None
    dates = ((y, month, d),)
    fact = PartialFact(fact_of(match, ()), "date", dates=dates, day_first=day_first)
    fact.uncertain = doubtful
    return with_year(fact, y)


def _read_iso(match: re.Match[str], grammar: Grammar) -> PartialFact | None:
    year, month, day = match["iso"].split("-")
    return _date_fact(match, year, int(month), day) if 1 <= int(month) <= 12 else None


def _read_digits(match: re.Match[str], grammar: Grammar) -> PartialFact:
    first, second, year = re.split(r"[/.]", match["digits"])
    day, month = (first, second) if grammar.day_first else (second, first)
    return _date_fact(match, year, int(month), day)


def _read_token(match: re.Match[str], grammar: Grammar) -> PartialFact:
    return PartialFact(fact_of(match, ("token", match["token"])), "token")


def _read_time(match: re.Match[str], grammar: Grammar) -> PartialFact:
    numerals = re.findall(r"\d+", match["time"])
    hour, minute = int(numerals[0]), int(numerals[1]) if len(numerals) > 1 else 0
    if half := re.search(r"([ap])\.?\s?m", match["time"], re.IGNORECASE):
        hour = hour % 12 + (12 if half[1] in "pP" else 0)
    return PartialFact(fact_of(match, ("time", hour, minute)), "time")


def _read_date(match: re.Match[str], grammar: Grammar) -> PartialFact | None:
    name = match["month"]
    day, month = match["day"] or match["day_after"], grammar.months[name]
    doubtful = False
    if not day and not (match["year"] or match["year_before"]):
        if name not in grammar.wide:
            return None
        # «Mai» alone where a sentence starts may be another word ("May", "March").
        before = match.string[: match.start()].rstrip()
        doubtful = not before or before[-1] in '.!?:;«"“(\0|*'
    year = match["year"] or match["year_before"]
    fact = _date_fact(match, year, month, day, day_first=bool(match["day"]), doubtful=doubtful)
    return _with_more_days(fact, match, grammar) if match["more"] else fact


def _read_signs(match: re.Match[str], grammar: Grammar) -> PartialFact:
    """Return a date of Chinese, Japanese or Korean: «2019年4月5日»."""
    return _date_fact(match, match["year_sign"], int(match["month_sign"]), match["day_sign"])


def _with_more_days(fact: PartialFact, match: re.Match[str], grammar: Grammar) -> PartialFact:
    """Return a date with the other days of its month ("May 3-5, 2020", "May 3, 5 and 7")."""
    [(year, month, first)] = fact.dates
    days = [first, *map(int, re.findall(r"\d+", match["more"]))]
    start = match.start()
    ranged = match["to"] or grammar.between.search(match.string, max(0, start - 16), start)
    dates = tuple((year, month, day) for day in days)
    return with_year(replace(fact, dates=dates, is_range=bool(ranged) and len(dates) == 2), year)


def _read_roman(match: re.Match[str], grammar: Grammar) -> PartialFact:
    values = [{"I": 1, "V": 5, "X": 10}[c] for c in match["roman"]]
    following = [*values[1:], 0]
    total = sum(-v if v < after else v for v, after in zip(values, following, strict=True))
    return PartialFact(fact_of(match, ("ordinal", Decimal(total))), "ordinal")


def _read_number(match: re.Match[str], grammar: Grammar) -> PartialFact:
    digits = match["grouped"]
    if digits:
        digits = re.sub(rf"{SPACE}|{re.escape(grammar.group)}", "", digits)
    # Ungrouped, both marks are decimal: «4.0» in French is a version or a licence.
    value = Decimal((digits or match["value"]).replace(grammar.decimal, "."))
    if match["suffix"]:
        fact = fact_of(match, ("ordinal", value))
        return PartialFact(fact, "ordinal", value, may_be_day=value <= 31)
    number = PartialFact(fact_of(match, ()), "number", value, may_be_day=not digits and value <= 31)
    return with_unit(number, match, grammar, match.end(), match["before"])


def with_unit(
    number: PartialFact, match: re.Match[str], grammar: Grammar, end: int, before: str | None = None
) -> PartialFact:
    """Return a number with the scale and the unit that stand beside it."""
    text = match.string
    if not before and (code := grammar.code.search(text, max(0, match.start() - 5), match.start())):
        before = CODES[code[1]]
    scale, past = Decimal(1), 0
    if after := grammar.scale.match(text, end):
        scale, end = grammar.scales[after[1].casefold()], after.end()
    elif not number.fact.in_words and (after := grammar.short_scale.match(text, end)):
        word, glued = after[2], not after[1]
        # «M» alone may be anything; beside a currency, or glued to the number, it is millions.
        if before or after[3] or len(word) > 1 or (glued and (word in "kKM" or not word.isascii())):
            scale, end = grammar.short_scales[word.casefold()], after.end(2)
            # «3 Mrd. Euro»: past the point, which may also end the sentence.
            past = after.end() if grammar.unit.match(text, after.end()) else end
    unit = before or ""
    if not before and (after := grammar.unit.match(text, past or end)):
        unit, end = grammar.unit_of(after), after.end()
    number.scale, number.unit, number.unit_first = scale, unit, bool(before)
    number.may_be_day = number.may_be_day and scale == 1
    flags = number.fact.in_words, number.fact.approximate, number.fact.optional
    start = match.start()
    number.fact = Fact(number_key(number), source_text(text, start, end), start, end, *flags)
    return number


READERS: dict[str, Callable[[re.Match[str], Grammar], PartialFact | None]] = {
    "iso": _read_iso,
    "digits": _read_digits,
    "token": _read_token,
    "time": _read_time,
    "signs": _read_signs,
    "date": _read_date,
    "roman": _read_roman,
    "number": _read_number,
}
