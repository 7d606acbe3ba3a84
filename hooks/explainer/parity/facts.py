"""Numbers, amounts, dates and times in a text, made comparable between languages.

In: Markdown and its language. Out: ``Fact`` values whose ``key`` is the same
whatever the language: «1 400» and "1,400", «6 mai 2025» and "May 6, 2025".
How a language writes them stands in ``grammar``.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from decimal import Decimal

from .grammar import SPACE, Grammar, grammar_of

# What is in a text and is no word of it; blanked before facts are looked for.
_NOISE = re.compile(
    r"\[(?=@)[^\[\]]*\]"  # citations
    r"|\]\(\s*[^()\s]*(?:\([^()]*\)[^()\s]*)*(?:\s+\"[^\"]*\")?\s*\)"  # targets of links
    r"|\{[^{}\n]*\}"  # attributes, placeholders
    r"|</?[a-zA-Z!][^<>]*>|<(?:https?|mailto):[^<>\s]*>|https?://[^\s<>)\]]*"
    r"|(?m:^ {0,3}\[[^\]\n]+\]:.*$)"  # definitions of links
    r"|&(?!nbsp;|\#160;|\#8239;|\#x(?:a0|202f);)\#?\w+;",
    re.IGNORECASE,
)
_ENTITY_SPACE = re.compile(r"&(?:nbsp|#160|#8239|#x(?:a0|202f));", re.IGNORECASE)


@dataclass(frozen=True)
class Fact:
    """A number, date, time, unit, docket or version number, and where the text says it.

    ``key`` is comparable between languages; ``parts`` are the numbers it is made of,
    for what one language writes in one piece and another in two («du 3 au 5 mai»).
    """

    key: tuple[object, ...]
    parts: frozenset[tuple[object, ...]]
    text: str
    offset: int

    @property
    def shape(self) -> tuple[object, ...]:
        """What kind of thing it is, and which of a date's parts it gives."""
        return (self.key[0], *(part is None for part in self.key[1:]))


def facts(text: str, language: str) -> list[Fact]:
    """Return the facts of ``text``, in order; ``offset`` counts from its start."""
    grammar = grammar_of(language)
    plain = _NOISE.sub(lambda m: "\0" * len(m[0]), text)
    if "&" in plain:
        plain = _ENTITY_SPACE.sub(lambda m: " " * len(m[0]), plain)
    found: list[Fact] = []
    end = 0
    for start in grammar.start.finditer(plain):
        if start.start() < end:
            continue
        if match := grammar.pattern.match(plain, start.start()):
            end = match.end()
            _READERS[str(match.lastgroup)](match, grammar, found)
    return found


def difference(left: list[Fact], right: list[Fact]) -> tuple[list[Fact], list[Fact]]:
    """Return what only ``left`` says and what only ``right`` says; each fact once."""
    if [f.key for f in left] == [f.key for f in right]:
        return [], []
    here, there = {f.key: f for f in reversed(left)}, {f.key: f for f in reversed(right)}
    only_left = [f for key, f in here.items() if key not in there]
    only_right = [f for key, f in there.items() if key not in here]
    if Counter(f.shape for f in only_left) == Counter(f.shape for f in only_right):
        return _ordered(only_left), _ordered(only_right)
    # A range or an enumeration may share its month or year in one language only.
    left_parts = {part for f in left for part in f.parts}
    right_parts = {part for f in right for part in f.parts}
    return (
        _ordered([f for f in only_left if not f.parts <= right_parts]),
        _ordered([f for f in only_right if not f.parts <= left_parts]),
    )


def _ordered(found: list[Fact]) -> list[Fact]:
    return sorted(found, key=lambda f: f.offset)


# --- reading what the pattern found


def _number(value: object) -> tuple[object, ...]:
    return ("number", value)


def _add(
    found: list[Fact],
    match: re.Match[str],
    key: tuple[object, ...],
    parts: list[tuple[object, ...]] | None = None,
) -> None:
    shown = re.sub(r"\s+", " ", match[0]).strip()
    found.append(Fact(key, frozenset(parts or [key]), shown, match.start()))


def _date(
    match: re.Match[str], found: list[Fact], year: str | None, month: int, day: str | None
) -> None:
    y, d = int(year) if year else None, int(day) if day else None
    parts = [_number(Decimal(n)) for n in (y, d) if n is not None]
    _add(found, match, ("date", y, month, d), [("month", month), *parts])


def _read_iso(match: re.Match[str], grammar: Grammar, found: list[Fact]) -> None:
    year, month, day = match["iso"].split("-")
    if 1 <= int(month) <= 12:
        _date(match, found, year, int(month), day)


def _read_digits(match: re.Match[str], grammar: Grammar, found: list[Fact]) -> None:
    first, second, year = re.split(r"[/.]", match["digits"])
    day, month = (first, second) if grammar.day_first else (second, first)
    _date(match, found, year, int(month), day)


def _read_token(match: re.Match[str], grammar: Grammar, found: list[Fact]) -> None:
    _add(found, match, ("token", match["token"]))


def _read_time(match: re.Match[str], grammar: Grammar, found: list[Fact]) -> None:
    numerals = re.findall(r"\d+", match["time"])
    hour, minute = int(numerals[0]), int(numerals[1]) if len(numerals) > 1 else 0
    if half := re.search(r"([ap])\.?\s?m", match["time"], re.IGNORECASE):
        hour = hour % 12 + (12 if half[1] in "pP" else 0)
    parts = [_number(Decimal(int(n))) for n in numerals]
    _add(found, match, ("time", hour, minute), parts)


def _read_date(match: re.Match[str], grammar: Grammar, found: list[Fact]) -> None:
    day = match["day"] or match["day_after"]
    month = grammar.months[match["month"].rstrip(".")]
    if not day and not match["year"]:
        # «Mai» alone where a sentence starts may be another word ("May", "March").
        before = match.string[: match.start()].rstrip()
        if not before or before[-1] in '.!?:;«"“(\0|*':
            return
        if match["month"].rstrip(".") not in _wide_months(grammar):
            return
    _date(match, found, match["year"], month, day)


def _wide_months(grammar: Grammar) -> set[str]:
    longest: dict[int, str] = {}
    for name, month in grammar.months.items():
        if len(name) > len(longest.get(month, "")):
            longest[month] = name
    return set(longest.values())


def _read_roman(match: re.Match[str], grammar: Grammar, found: list[Fact]) -> None:
    values = [{"I": 1, "V": 5, "X": 10}[c] for c in match["roman"]]
    following = [*values[1:], 0]
    total = sum(-v if v < after else v for v, after in zip(values, following, strict=True))
    _add(found, match, _number(Decimal(total)))


def _read_number(match: re.Match[str], grammar: Grammar, found: list[Fact]) -> None:
    digits = match["grouped"]
    if digits:
        digits = re.sub(rf"{SPACE}|{re.escape(grammar.group)}", "", digits)
    # Ungrouped, both marks are decimal: «4.0» in French is a version or a licence.
    value = Decimal((digits or match["value"]).replace(grammar.decimal, "."))
    if scale := match["scale"]:
        value *= grammar.scales[scale.casefold()]
    # Equal values make equal keys: 4.0 and 4 hash alike.
    _add(found, match, _number(value))
    after = match["sign"] or match["word"]
    unit = match["before"] or (grammar.units[after.casefold()] if after else "")
    if unit:
        _add(found, match, ("unit", unit))


_READERS = {
    "iso": _read_iso,
    "digits": _read_digits,
    "token": _read_token,
    "time": _read_time,
    "date": _read_date,
    "roman": _read_roman,
    "number": _read_number,
}
