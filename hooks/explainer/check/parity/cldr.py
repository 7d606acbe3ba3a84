"""Data of the Unicode CLDR on a language: months, scales, currencies and units.

In: a locale of Babel. Out: word → what it stands for; patterns that find the words.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Literal, cast

from babel import Locale, numbers, units

from explainer.check.parity import small_words
from explainer.check.parity.number_words import SPACE, Words

# One symbol may belong to several currencies: the words that their names share stand for it.
_NOUN = re.compile("yen|s(?:c?h)?ekel")
CURRENCIES = {"$": ("USD", "AUD"), "€": ("EUR",), "£": ("GBP",), "¥": ("JPY",), "₪": ("ILS",)}
CODES = {"USD": "$", "EUR": "€", "GBP": "£", "JPY": "¥", "ILS": "₪"}

# Measures, by CLDR's names, whose words mean nothing else after a number.
_MEASURES = (
    *(f"digital-{size}byte" for size in ("", "kilo", "mega", "giga", "tera", "peta")),
    *(f"digital-{size}bit" for size in ("", "kilo", "mega", "giga", "tera")),
    *(f"length-{size}meter" for size in ("", "kilo", "centi", "milli")),
    *("length-mile", "length-foot", "length-inch"),
    *("mass-kilogram", "mass-gram", "mass-tonne", "area-hectare", "area-acre"),
    *("area-square-kilometer", "area-square-meter", "area-square-mile"),
    *("speed-kilometer-per-hour", "speed-mile-per-hour", "volume-liter"),
    *("temperature-celsius", "temperature-fahrenheit", "power-watt", "power-kilowatt"),
    *(f"duration-{span}" for span in ("year", "month", "week", "day", "hour", "minute", "second")),
)
# The measures whose short forms mean nothing else, unlike «5 in 10» or "5 a".
_SHORT = re.compile(r"digital-(?!bit|byte)|length-(?:.+meter|meter)|mass-kilogram|speed-|area-sq")


def any_of(words: Iterable[str]) -> str:
    """Return a pattern for any of ``words``, the longest first."""
    ordered = sorted(words, key=lambda word: (-len(word), word))
    return "|".join(re.escape(word).replace(r"\ ", rf"{SPACE}+") for word in ordered) or r"(?!)"


def and_of(locale: Locale) -> str:
    """Return the word before the last item of a list: «et», "and"."""
    return str(locale.list_patterns["standard"]["2"]).replace("{0}", "").replace("{1}", "").strip()


# --- months


def months_of(locale: Locale) -> tuple[dict[str, int], frozenset[str]]:
    """Return every form of the months' names → month, lower case and capitalized; and the full names.

    Any unambiguous beginning of a name counts as a form of it («juill.»).
    """
    wide, short = (
        {
            name: number
            for context in ("format", "stand-alone")
            for number, given in locale.months[context][width].items()
            if not (name := str(given).rstrip(".")).isdigit()
        }
        for width in ("wide", "abbreviated")
    )
    begins: dict[str, set[int]] = {}
    for word, number in wide.items():
        for length in range(3, min(len(word), 6)):
            begins.setdefault(word[:length], set()).add(number)
    clear = {start: which.pop() for start, which in begins.items() if len(which) == 1}
    cases = small_words.month_forms(locale.language, wide)
    forms = clear | wide | short | cases
    full = frozenset(name for name in (*wide, *cases) if name[:1].isalpha())
    return forms | _capital(forms), full | _capital(dict.fromkeys(full, 0)).keys()


def _capital(names: dict[str, int]) -> dict[str, int]:
    return {name[:1].upper() + name[1:]: number for name, number in names.items()}


def month_pattern(months: dict[str, int], wide: frozenset[str], words: Words) -> str:
    """Return a pattern for months: full names anywhere, shorter forms before a point or a number."""
    short = [name for name in months if name not in wide]
    homonyms = {name for name in short if name.casefold() in words.cardinals}
    plain = [name for name in short if name not in homonyms]
    parts = [any_of(wide), rf"(?:{any_of(plain)})(?=\.|{SPACE}+\d)"]
    if homonyms:
        parts.append(rf"(?:{any_of(homonyms)})(?=\.|{SPACE}\d{{4}}(?!\d))")
    return "|".join(parts)


# --- scales and units


def scales_of(locale: Locale) -> dict[str, Decimal]:
    """Return the words for thousands, millions … from CLDR's long compact decimals, if it has any."""
    scales: dict[str, Decimal] = {}
    for patterns in _compact(locale, "long").values():
        for size, pattern in patterns.items():
            text = str(getattr(pattern, "pattern", pattern))
            zeros = text.count("0")
            word = re.sub(r"[0\s\u00a0'.]", "", text).casefold()
            if zeros and word:
                scales[word] = Decimal(size) / (10 ** (zeros - 1))
    return scales


def _compact(
    locale: Locale, length: Literal["long", "short"]
) -> Mapping[str, Mapping[str, object]]:
    try:
        return cast("Mapping[str, Mapping[str, object]]", locale.compact_decimal_formats[length])
    except KeyError:  # Chinese, Japanese and two hundred others have none of that length
        return {}


def short_scales_of(locale: Locale, words: Words) -> dict[str, Decimal]:
    """Return the abbreviations for thousands, millions …, in lower case."""
    scales: dict[str, Decimal] = {}
    for size, pattern in _compact(locale, "short").get("other", {}).items():
        text = str(getattr(pattern, "pattern", pattern))
        word = re.sub(r"[0\s\u00a0'.]", "", text).casefold()
        if word:
            scales[word] = Decimal(size) / (10 ** (text.count("0") - 1))
    return scales | {word: Decimal(n) for word, n in words.scales.items()}


def units_of(locale: Locale, words: Words) -> tuple[dict[str, str], dict[str, str], dict[str, str]]:
    """Return the words of currencies and of percent, those of measures, and abbreviations."""
    currencies: dict[str, str] = {}
    for symbol, codes in CURRENCIES.items():
        for count in (1, 2, 5):
            names = [numbers.get_currency_name(code, count, locale).casefold() for code in codes]
            if len(names) == 1:
                currencies[names[0]] = symbol
                # People write «yen» for «yen japonais»: the noun of a name of several words.
                nouns = (word for word in re.split(r"[\s-]+", names[0]) if _NOUN.match(word))
                currencies |= dict.fromkeys(nouns, symbol)
                continue
            currencies |= dict.fromkeys(names, symbol)  # «US-Dollar»
            shared = set.intersection(*(set(re.split(r"[\s-]+", name)) for name in names))
            currencies.update({word: symbol for word in shared if len(word) > 3})
    measures: dict[str, str] = {}
    short: dict[str, str] = {}
    for name in (*_MEASURES, "concentr-percent"):
        kind = "%" if name == "concentr-percent" else name
        measures |= {word.casefold(): kind for word in _forms(name, "long", locale)}
        if _SHORT.match(name):
            short |= dict.fromkeys(_forms(name, "short", locale), kind)
    measures |= dict.fromkeys(words.percent, "%")
    return currencies, measures, short


def _forms(unit: str, length: Literal["long", "short"], locale: Locale) -> set[str]:
    """Return the names of a unit after numbers of different plural categories."""
    texts = (units.format_unit(n, unit, length, locale=locale) for n in (1, 2, 5))
    words = (re.sub(r"^\d+\s*", "", text).replace("\u00a0", " ") for text in texts)
    return {word for word in words if re.match(r"[^\W\d_]", word)}
