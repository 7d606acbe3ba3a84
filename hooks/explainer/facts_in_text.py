"""Numbers, amounts, dates and times in a text, made comparable between languages.

In: Markdown and its language. Out: ``Fact`` values whose ``key`` is the same
whatever the language: «1 400» and "1,400", «6 mai 2025» and "May 6, 2025".
Separators, names of months, scales and currencies are those of the Unicode
CLDR, through Babel; nothing here knows one pair of languages. Runs in ``parity``.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from functools import cache

from babel import Locale, numbers

from . import wording

# One symbol may belong to several currencies: the words that their names share stand for it.
_CURRENCIES = {"$": ("USD", "AUD"), "€": ("EUR",), "£": ("GBP",), "¥": ("JPY",)}
_SPACE = r"[ \t\n\u00a0\u2007-\u2009\u202f]"

# What is in a text and is no word of it; blanked before facts are looked for.
_NOISE = re.compile(
    r"\[(?=@)[^\[\]]*\]"  # citations
    r"|\]\(\s*[^()\s]*(?:\([^()]*\)[^()\s]*)*(?:\s+\"[^\"]*\")?\s*\)"  # targets of links
    r"|\{[^{}\n]*\}"  # attributes, placeholders
    r"|</?[a-zA-Z!][^<>]*>|<(?:https?|mailto):[^<>\s]*>|https?://[^\s<>)\]]*"
    r"|(?m:^ {0,3}(?:\d+[.)](?= )|\[[^\]\n]+\]:.*$))"  # numbers of list items, definitions of links
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
    def whole_date(self) -> bool:
        """Tell whether it is a day of a year."""
        return self.key[0] == "date" and None not in self.key


@dataclass(frozen=True)
class _Grammar:
    start: re.Pattern[str]  # cheap: where ``pattern`` is worth a try
    pattern: re.Pattern[str]
    months: dict[str, int]
    scales: dict[str, Decimal]
    units: dict[str, str]
    group: str
    decimal: str
    day_first: bool


def facts(text: str, language: str) -> list[Fact]:
    """Return the facts of ``text``, in order; ``offset`` counts from its start."""
    grammar = _grammar(language)
    plain = _NOISE.sub(lambda m: "\0" * len(m[0]), text)
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
    here, there = {f.key: f for f in reversed(left)}, {f.key: f for f in reversed(right)}
    only_left = [f for key, f in here.items() if key not in there]
    only_right = [f for key, f in there.items() if key not in here]
    if all(f.whole_date for f in (*only_left, *only_right)):
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


def _read_iso(match: re.Match[str], grammar: _Grammar, found: list[Fact]) -> None:
    year, month, day = match["iso"].split("-")
    if 1 <= int(month) <= 12:
        _date(match, found, year, int(month), day)


def _read_digits(match: re.Match[str], grammar: _Grammar, found: list[Fact]) -> None:
    first, second, year = re.split(r"[/.]", match["digits"])
    day, month = (first, second) if grammar.day_first else (second, first)
    _date(match, found, year, int(month), day)


def _read_token(match: re.Match[str], grammar: _Grammar, found: list[Fact]) -> None:
    _add(found, match, ("token", match["token"]))


def _read_time(match: re.Match[str], grammar: _Grammar, found: list[Fact]) -> None:
    numerals = re.findall(r"\d+", match["time"])
    hour, minute = int(numerals[0]), int(numerals[1]) if len(numerals) > 1 else 0
    if half := re.search(r"([ap])\.?\s?m", match["time"], re.IGNORECASE):
        hour = hour % 12 + (12 if half[1] in "pP" else 0)
    parts = [_number(Decimal(int(n))) for n in numerals]
    _add(found, match, ("time", hour, minute), parts)


def _read_date(match: re.Match[str], grammar: _Grammar, found: list[Fact]) -> None:
    day = match["day"] or match["day_after"]
    month = grammar.months[match["month"].rstrip(".")]
    if not day and not match["year"]:
        # «Mai» alone where a sentence starts may be another word ("May", "March").
        before = match.string[: match.start()].rstrip()
        if not before or before[-1] in ".!?:;«\"“(\0|*":
            return
        if match["month"].rstrip(".") not in _wide_months(grammar):
            return
    _date(match, found, match["year"], month, day)


def _wide_months(grammar: _Grammar) -> set[str]:
    longest: dict[int, str] = {}
    for name, month in grammar.months.items():
        if len(name) > len(longest.get(month, "")):
            longest[month] = name
    return set(longest.values())


def _read_roman(match: re.Match[str], grammar: _Grammar, found: list[Fact]) -> None:
    values = [{"I": 1, "V": 5, "X": 10}[c] for c in match["roman"]]
    following = [*values[1:], 0]
    total = sum(-v if v < after else v for v, after in zip(values, following, strict=True))
    _add(found, match, _number(Decimal(total)))


def _read_number(match: re.Match[str], grammar: _Grammar, found: list[Fact]) -> None:
    digits = match["grouped"]
    if digits:
        digits = re.sub(rf"{_SPACE}|{re.escape(grammar.group)}", "", digits)
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


# --- the pattern of a language


@cache
def _grammar(language: str) -> _Grammar:
    locale = wording.locale(language)
    months, scales, units = _months(locale), _scales(locale), _units(locale)
    group = numbers.get_group_symbol(locale)
    decimal = numbers.get_decimal_symbol(locale)
    order = locale.date_formats["short"].pattern
    separator = rf"{_SPACE}+" if group.isspace() else re.escape(group)
    letters = r"[^\W\d_]"
    day = rf"(?:[12]\d|3[01]|0?[1-9])"
    dotted = r"|\." if "d." in locale.date_formats["long"].pattern else ""
    ordinal = rf"(?:{letters}{{1,3}}|ᵉʳ|ᵉ{dotted})?"
    small = rf"(?:{letters}{{1,3}}{_SPACE}+|{letters}['’])?"
    names = _any(months)
    symbols = re.escape("".join(_CURRENCIES))
    value = (
        rf"(?P<grouped>\d{{1,3}}(?:{separator}\d{{3}})+(?!\d)(?:{re.escape(decimal)}\d+)?)"
        rf"|\d+(?:{re.escape(decimal)}\d+|\.\d+)?"
    )
    pattern = rf"""
      (?P<iso>(?<![\d-])\d{{4}}-\d\d-\d\d(?![\d-]))
    | (?P<digits>(?<!\d)\d{{1,2}}(?P<slash>[/.])\d{{1,2}}(?P=slash)\d{{4}}(?!\d))
    | (?P<token>(?<!\d)\d+(?::\d+)?-[a-zA-Z]{{2,4}}-\d+(?:-[A-Z]+)*
        | (?<![\d.])\d+(?:\.\d{{1,2}}){{2,}}(?![\d]))
    | (?P<time>(?<![\d:])\d{{1,2}}(?:
          (?::\d\d)?{_SPACE}?[aApP]\.?{_SPACE}?[mM]\b\.?
        | :\d\d(?![\d:])
        | {_SPACE}?h(?:{_SPACE}?\d\d)?(?!\w) ))
    | (?P<date>(?:(?<!\d)(?P<day>{day}){ordinal}{_SPACE}+{small})?
        (?<!\w)(?P<month>{names})(?!\w)\.?
        (?:{_SPACE}+(?P<day_after>{day}){ordinal}(?!\w|[,.:]?\d|{_SPACE}\d{{3}}(?!\d)))?
        (?:,?{_SPACE}+{small}(?P<year>\d{{4}})(?![\d]))?)
    | (?P<number>(?:(?P<before>[{symbols}]){_SPACE}?)?(?P<value>{value})
        (?:(?:{_SPACE}+|-)(?i:(?P<scale>{_any(scales)}))(?!\w))?
        (?:{_SPACE}*(?P<sign>[{symbols}%])
          |(?:{_SPACE}+|-){small}(?i:(?P<word>{_any(units)}))(?!\w))?)
    | (?<!\w)(?P<roman>[IVX]+)(?:er|re|e|ᵉ)(?!\w)
    """
    initials = re.escape("".join(sorted({name[0] for name in months})))
    start = rf"(?=[\d{symbols}{initials}IVX])(?:[\d{symbols}]|(?<!\w)(?:{names}|[IVX]+(?:r?e|er|ᵉ))(?!\w))"
    return _Grammar(
        re.compile(start),
        re.compile(pattern, re.VERBOSE),
        months,
        scales,
        units,
        group,
        decimal,
        order.find("d") < order.find("M"),
    )


def _any(words: dict[str, int] | dict[str, Decimal] | dict[str, str]) -> str:
    """Return a pattern for any of ``words``, the longest first."""
    ordered = sorted(words, key=lambda word: (-len(word), word))
    return "|".join(re.escape(word).replace(r"\ ", rf"{_SPACE}+") for word in ordered) or r"(?!)"


def _months(locale: Locale) -> dict[str, int]:
    found: dict[str, int] = {}
    for context in ("format", "stand-alone"):
        for width in ("wide", "abbreviated"):
            for number, name in locale.months[context][width].items():
                word = str(name).rstrip(".")
                found[word] = number
                found[word[:1].upper() + word[1:]] = number
    return {word: number for word, number in found.items() if not word.isdigit()}


def _scales(locale: Locale) -> dict[str, Decimal]:
    """Return the words for thousands, millions …: CLDR's long compact decimals."""
    found: dict[str, Decimal] = {}
    for patterns in locale.compact_decimal_formats["long"].values():
        for size, pattern in patterns.items():
            text = str(getattr(pattern, "pattern", pattern))
            zeros = text.count("0")
            word = re.sub(r"[0\s\u00a0'.]", "", text).casefold()
            if zeros and word:
                found[word] = Decimal(size) / (10 ** (zeros - 1))
    return found


def _units(locale: Locale) -> dict[str, str]:
    found = {symbol: symbol for symbol in (*_CURRENCIES, "%")}
    for symbol, codes in _CURRENCIES.items():
        for count in (1, 2):
            names = [numbers.get_currency_name(code, count, locale).casefold() for code in codes]
            if len(names) == 1:
                found[names[0]] = symbol
                continue
            shared = set.intersection(*(set(re.split(r"[\s-]+", name)) for name in names))
            found.update({word: symbol for word in shared if len(word) > 3})
    return found
