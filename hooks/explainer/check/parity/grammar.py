"""How a language writes numbers, amounts, dates and times: one pattern each.

In: a language. Out: a ``Grammar``. Separators, months, scales, currencies and
units are those of the Unicode CLDR, through Babel; what is spelled out is in
``words``. Nothing here knows one pair of languages.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from typing import Literal

from babel import Locale, numbers, units

from explainer.check.parity.words import SPACE, Words, words_of
from explainer.words import wording

# One symbol may belong to several currencies: the words that their names share stand for it.
_CURRENCIES = {"$": ("USD", "AUD"), "€": ("EUR",), "£": ("GBP",), "¥": ("JPY",), "₪": ("ILS",)}
_CODES = {"USD": "$", "EUR": "€", "GBP": "£", "JPY": "¥", "ILS": "₪"}

# Measures, by CLDR's names: those whose words mean nothing else beside a number.
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
# Short forms mean something else («5 in 10», "5 a"), but for these.
_SHORT = re.compile(r"digital-(?!bit|byte)|length-(?:.+meter|meter)|mass-kilogram|speed-|area-sq")


# Emphasis, or the end of a link, between a number and its unit.
_MARKS = r"[*_\]\0]*"


@dataclass(frozen=True)
class Grammar:
    """A language's patterns and words; a pattern's last group names what it found."""

    start: re.Pattern[str]  # cheap: where ``pattern`` is worth a try
    pattern: re.Pattern[str]
    scale: re.Pattern[str]  # after a number
    short_scale: re.Pattern[str]
    unit: re.Pattern[str]  # after a number, or its scale
    code: re.Pattern[str]  # before a number
    to: re.Pattern[str]  # a gap between the ends of a range
    list_: re.Pattern[str]  # a gap between two of a list
    between: re.Pattern[str]
    cut: re.Pattern[str]  # between two pieces of a sentence
    months: dict[str, int]
    wide: frozenset[str]
    scales: dict[str, Decimal]
    short_scales: dict[str, Decimal]
    units: dict[str, str]
    short_units: dict[str, str]
    words: Words | None
    word: re.Pattern[str]
    next_word: re.Pattern[str]
    of_many: re.Pattern[str]
    codes: dict[str, str]
    group: str
    decimal: str
    day_first: bool

    def unit_of(self, match: re.Match[str]) -> str:
        """Return the unit that ``unit`` found."""
        if word := match["currency"] or match["measure"]:
            return self.units[re.sub(r"\s+", " ", word.casefold())]
        return match["sign"] or self.codes.get(match["code"]) or self.short_units[match["short"]]

    def count_of(self, word: str) -> int:
        """Return the number that a word stands for, or 0."""
        if not self.words:
            return 0
        for table in (self.words.cardinals, self.words.ordinals, self.words.about):
            if n := table.get(word):
                return n
        return int(self.scales.get(word, 0))

    def preceding(self, text: str, start: int) -> str:
        """Return the word before ``start``, in small letters."""
        before = text[max(0, start - 16) : start].split()
        return before[-1].casefold() if before else ""


@cache
def grammar_of(language: str) -> Grammar:
    """Return the grammar of ``language``, made once a process."""
    locale = wording.locale(language)
    words = words_of(language)
    months, scales = _months(locale), _scales(locale)
    group = numbers.get_group_symbol(locale)
    decimal = numbers.get_decimal_symbol(locale)
    order = locale.date_formats["short"].pattern
    separator = rf"{SPACE}+" if group.isspace() else re.escape(group)
    letters = r"[^\W\d_]"
    day = r"(?:[12]\d|3[01]|0?[1-9])"
    dotted = r"|\." if "d." in locale.date_formats["long"].pattern else ""
    ordinal = rf"(?:{letters}{{1,3}}|ᵉʳ|ᵉ{dotted})?"
    small = rf"(?:{letters}{{1,3}}{SPACE}+|{letters}['’])?"
    names = _month_pattern(months, words)
    symbols = re.escape("".join(_CURRENCIES))
    value = (
        rf"(?P<grouped>\d{{1,3}}(?:{separator}\d{{3}})+(?!\d)(?:{re.escape(decimal)}\d+)?)"
        rf"|\d+(?:{re.escape(decimal)}\d+|\.\d+)?"
    )
    to = words.to if words else r"(?!)"
    listed = words.or_ if words else re.escape(_and(locale))
    suffix = rf"(?P<suffix>(?:{words.suffixes})(?!\w))?" if words else ""
    spelled = _trie(_spelled(words, scales)) if words else r"(?!)"
    last_day = rf"{day}{ordinal}(?!\w|[,.:]?\d|{SPACE}\d{{3}}(?!\d))"
    more = (
        rf"(?P<more>(?:,{SPACE}+{day}{ordinal}(?![\w]))*"
        rf"(?:(?P<to>[-–—]|{SPACE}+(?:{to}){SPACE}+)|,?{SPACE}+(?:{listed}){SPACE}+)(?:the{SPACE}+)?{last_day})?"
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
        (?:{SPACE}+(?:the{SPACE}+)?(?P<day_after>{last_day}){more})?
        (?:,?{SPACE}+{small}(?P<year>\d{{4}})(?![\d]))?)
    | (?P<number>(?:(?P<before>[{symbols}]){SPACE}?)?(?P<value>{value}){suffix})
    | (?<!\w)(?P<roman>[IVX]+)(?:er|re|e|ᵉ)(?!\w)
    | (?<!\w)(?P<word>{spelled})(?!\w)
    """
    currencies, measures, short = _units(locale, words)
    unit = rf"""{_MARKS}(?:
        {SPACE}*(?P<sign>[{symbols}%])
      | (?:{SPACE}+|-){small}(?i:(?P<currency>{_any(currencies)}))(?!\w)
      | (?:{SPACE}+|-)(?i:(?P<measure>{_any(measures)}))(?!\w)
      | {SPACE}*(?P<short>{_any(short)})(?!\w)
      | {SPACE}?(?P<code>{_any(_CODES)})(?!\w))"""
    shorts = _short_scales(locale, words)
    either = _any({form: 0 for word in shorts for form in (word, word.upper(), word.capitalize())})
    article = r"(?:(?:le|la|les|du|the|on|of)\s+)?" if words else ""
    return Grammar(
        start=re.compile(
            rf"[\d{symbols}]|\b(?=[{_initials(months, words, scales)}])"
            rf"(?:{names}|[IVX]+(?:r?e|er|ᵉ)|{spelled})(?!\w)"
        ),
        pattern=re.compile(pattern, re.VERBOSE),
        scale=re.compile(rf"{_MARKS}(?:{SPACE}+|-)(?i:({_any(scales)}))(?!\w)"),
        short_scale=re.compile(rf"({SPACE}*)({either})\.?(?!\w)(?={SPACE}*([{symbols}])?)"),
        unit=re.compile(unit, re.VERBOSE),
        code=re.compile(rf"\b({_any(_CODES)}){SPACE}?$"),
        to=re.compile(rf"[-–—]|,?\s+(?:{to})\s+{article}"),
        list_=re.compile(rf"(?P<comma>,\s*{article})|(?:,?\s+(?:{listed})\s+){article}"),
        between=re.compile(rf"\b(?i:{words.between})\s+{article}\W*$" if words else r"(?!)"),
        cut=re.compile(rf"[.,;:!?—–](?=\s|$)|\n[ \t]*\n|\s(?i:{listed})\s"),
        months=months,
        wide=_wide(months),
        scales=scales,
        short_scales=shorts,
        units=currencies | measures,
        short_units=short,
        words=words,
        word=re.compile(rf"(?<!\w)(?P<word>{spelled})(?!\w)"),
        of_many=re.compile(rf"{words.of}({_any(words.many)})(?!\w)" if words else r"(?!)"),
        codes=_CODES,
        next_word=re.compile(
            rf"(?P<joint>-(?:{words.link}-)?|{SPACE}+(?:(?P<link>{words.link}){SPACE}+)?)(?P<word>{letters}+)(?!\w)"
            if words
            else r"(?!)"
        ),
        group=group,
        decimal=decimal,
        day_first=order.find("d") < order.find("M"),
    )


def _any(words: Iterable[str]) -> str:
    """Return a pattern for any of ``words``, the longest first."""
    ordered = sorted(words, key=lambda word: (-len(word), word))
    return "|".join(re.escape(word).replace(r"\ ", rf"{SPACE}+") for word in ordered) or r"(?!)"


def _trie(words: Iterable[str]) -> str:
    """Return a pattern for any of ``words``, their first letter small or capital, by prefix."""
    tree: dict[str, object] = {}
    for word in words:
        node = tree
        for letter in word:
            node = node.setdefault(letter, {})  # type: ignore[assignment]
        node[""] = {}

    def build(node: dict[str, object], first: bool = False) -> str:
        parts = []
        for letter, below in sorted(node.items(), reverse=True):
            if letter:
                shown = f"[{letter}{letter.upper()}]" if first else letter
                parts.append(shown + build(below))  # type: ignore[arg-type]
        if not parts:
            return ""
        inner = parts[0] if len(parts) == 1 else f"(?:{'|'.join(parts)})"
        return f"(?:{inner})?" if "" in node else inner

    return build(tree, first=True) or r"(?!)"


def _spelled(words: Words, scales: dict[str, Decimal]) -> set[str]:
    return {*words.cardinals, *words.ordinals, *words.about, *words.many, *words.loose, *scales}


def _initials(months: dict[str, int], words: Words | None, scales: dict[str, Decimal]) -> str:
    letters = {name[0] for name in months} | set("IVX")
    if words:
        small = {word[0] for word in _spelled(words, scales)}
        letters |= small | {letter.upper() for letter in small}
    return re.escape("".join(sorted(letters)))


def _and(locale: Locale) -> str:
    return str(locale.list_patterns["standard"]["2"]).replace("{0}", "").replace("{1}", "").strip()


# --- months


def _months(locale: Locale) -> dict[str, int]:
    """Return names and abbreviations; any clear beginning of a name counts as one («juill.»)."""
    found: dict[str, int] = {}
    wide: dict[str, int] = {}
    for context in ("format", "stand-alone"):
        for width in ("wide", "abbreviated"):
            for number, name in locale.months[context][width].items():
                word = str(name).rstrip(".")
                if not word.isdigit():
                    found[word] = number
                    if width == "wide":
                        wide[word] = number
    begins: dict[str, set[int]] = {}
    for word, number in wide.items():
        for length in range(3, min(len(word), 6)):
            begins.setdefault(word[:length], set()).add(number)
    for start, which in begins.items():
        if len(which) == 1:
            found.setdefault(start, which.copy().pop())
    return found | {word[:1].upper() + word[1:]: number for word, number in found.items()}


def _wide(months: dict[str, int]) -> frozenset[str]:
    longest: dict[int, str] = {}
    for name, month in months.items():
        if len(name) > len(longest.get(month, "")):
            longest[month] = name
    return frozenset(form for name in longest.values() for form in (name, name.capitalize()))


def _month_pattern(months: dict[str, int], words: Words | None) -> str:
    """Return names as they are; shorter forms before a point or a number only."""
    wide = _wide(months)
    short = [name for name in months if name not in wide]
    homonyms = {name for name in short if words and name.casefold() in words.cardinals}
    plain = [name for name in short if name not in homonyms]
    parts = [_any(wide), rf"(?:{_any(plain)})(?=\.|{SPACE}+\d)"]
    if homonyms:
        parts.append(rf"(?:{_any(homonyms)})(?=\.|{SPACE}\d{{4}}(?!\d))")
    return "|".join(parts)


# --- scales and units


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


def _short_scales(locale: Locale, words: Words | None) -> dict[str, Decimal]:
    """Return what is short for thousands, millions …, in small letters."""
    found: dict[str, Decimal] = {}
    for size, pattern in locale.compact_decimal_formats["short"]["other"].items():
        text = str(getattr(pattern, "pattern", pattern))
        word = re.sub(r"[0\s\u00a0'.]", "", text).casefold()
        if word:
            found[word] = Decimal(size) / (10 ** (text.count("0") - 1))
    if words:
        found |= {word: Decimal(n) for word, n in words.scales.items()}
    return found


def _units(
    locale: Locale, words: Words | None
) -> tuple[dict[str, str], dict[str, str], dict[str, str]]:
    """Return the words of currencies and per cent, those of measures, and short ones."""
    currencies: dict[str, str] = {}
    for symbol, codes in _CURRENCIES.items():
        for count in (1, 2):
            names = [numbers.get_currency_name(code, count, locale).casefold() for code in codes]
            if len(names) == 1:
                currencies[names[0]] = symbol
                continue
            shared = set.intersection(*(set(re.split(r"[\s-]+", name)) for name in names))
            currencies.update({word: symbol for word in shared if len(word) > 3})
    measures: dict[str, str] = {}
    short: dict[str, str] = {}
    for name in (*_MEASURES, "concentr-percent"):
        kind = "%" if name == "concentr-percent" else name
        measures |= {word.casefold(): kind for word in _forms(name, "long", locale)}
        if _SHORT.match(name):
            short |= dict.fromkeys(_forms(name, "short", locale), kind)
    measures |= dict.fromkeys(words.percent if words else (), "%")
    return currencies, measures, short


def _forms(unit: str, length: Literal["long", "short"], locale: Locale) -> set[str]:
    """Return what a unit is called after the numbers that plurals depend on."""
    texts = (units.format_unit(n, unit, length, locale=locale) for n in (1, 2, 5))
    words = (re.sub(r"^\d+\s*", "", text).replace("\u00a0", " ") for text in texts)
    return {word for word in words if re.match(r"[^\W\d_]", word)}
