"""How a language writes numbers, amounts, dates and times: one pattern each.

In: a language. Out: a ``Grammar``. Separators, months, scales and currencies
are those of the Unicode CLDR, through Babel; nothing here knows one pair of
languages.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from functools import cache

from babel import Locale, numbers

from explainer import wording

# One symbol may belong to several currencies: the words that their names share stand for it.
_CURRENCIES = {"$": ("USD", "AUD"), "€": ("EUR",), "£": ("GBP",), "¥": ("JPY",)}
SPACE = r"[ \t\n\u00a0\u2007-\u2009\u202f]"


@dataclass(frozen=True)
class Grammar:
    """A language's patterns and words; a pattern's last group names what it found."""

    start: re.Pattern[str]  # cheap: where ``pattern`` is worth a try
    pattern: re.Pattern[str]
    months: dict[str, int]
    scales: dict[str, Decimal]
    units: dict[str, str]
    group: str
    decimal: str
    day_first: bool


@cache
def grammar_of(language: str) -> Grammar:
    """Return the grammar of ``language``, made once a process."""
    locale = wording.locale(language)
    months, scales, units = _months(locale), _scales(locale), _units(locale)
    group = numbers.get_group_symbol(locale)
    decimal = numbers.get_decimal_symbol(locale)
    order = locale.date_formats["short"].pattern
    separator = rf"{SPACE}+" if group.isspace() else re.escape(group)
    letters = r"[^\W\d_]"
    day = r"(?:[12]\d|3[01]|0?[1-9])"
    dotted = r"|\." if "d." in locale.date_formats["long"].pattern else ""
    ordinal = rf"(?:{letters}{{1,3}}|ᵉʳ|ᵉ{dotted})?"
    small = rf"(?:{letters}{{1,3}}{SPACE}+|{letters}['’])?"
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
          (?::\d\d)?{SPACE}?[aApP]\.?{SPACE}?[mM]\b\.?
        | :\d\d(?![\d:])
        | {SPACE}?h(?:{SPACE}?\d\d)?(?!\w) ))
    | (?P<date>(?:(?<!\d)(?P<day>{day}){ordinal}{SPACE}+{small})?
        (?<!\w)(?P<month>{names})(?!\w)\.?
        (?:{SPACE}+(?P<day_after>{day}){ordinal}(?!\w|[,.:]?\d|{SPACE}\d{{3}}(?!\d)))?
        (?:,?{SPACE}+{small}(?P<year>\d{{4}})(?![\d]))?)
    | (?P<number>(?:(?P<before>[{symbols}]){SPACE}?)?(?P<value>{value})
        (?:(?:{SPACE}+|-)(?i:(?P<scale>{_any(scales)}))(?!\w))?
        (?:{SPACE}*(?P<sign>[{symbols}%])
          |(?:{SPACE}+|-){small}(?i:(?P<word>{_any(units)}))(?!\w))?)
    | (?<!\w)(?P<roman>[IVX]+)(?:er|re|e|ᵉ)(?!\w)
    """
    initials = re.escape("".join(sorted({name[0] for name in months})))
    start = rf"(?=[\d{symbols}{initials}IVX])(?:[\d{symbols}]|(?<!\w)(?:{names}|[IVX]+(?:r?e|er|ᵉ))(?!\w))"
    return Grammar(
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
    return "|".join(re.escape(word).replace(r"\ ", rf"{SPACE}+") for word in ordered) or r"(?!)"


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
