"""How a language writes numbers, amounts, dates and times: one pattern each.

In: a language. Out: a ``Grammar``. Separators, months, scales, currencies and units are
those of the Unicode CLDR, through Babel; spelled-out numbers are in ``number_words``.
Nothing here depends on a pair of languages.
"""

from __future__ import annotations

import re
from decimal import Decimal
from functools import cache

from babel import numbers

from explainer import locales
from explainer.check.parity import cldr, small_words
from explainer.check.parity.cldr import CODES, CURRENCIES, any_of
from explainer.check.parity.number_words import SPACE, Words, words_of

# Masked citations or code, between a number and its unit.
_MASK = r"\0*"


class Grammar:
    """The patterns and words of a language; the last group of a pattern's match names its kind."""

    def __init__(self, language: str) -> None:
        locale = locales.get_locale(language)
        words = words_of(language)
        (months, wide), scales = cldr.months_of(locale), cldr.scales_of(locale)
        group = numbers.get_group_symbol(locale)
        decimal = numbers.get_decimal_symbol(locale)
        order = locale.date_formats["short"].pattern
        separator = rf"{SPACE}+" if group.isspace() else re.escape(group)
        letters = r"[^\W\d_]"
        day = r"(?:[12]\d|3[01]|0?[1-9])"
        dotted = r"|\." if "d." in locale.date_formats["long"].pattern else ""
        ordinal = rf"(?:{letters}{{1,3}}|ᵉʳ|ᵉ{dotted})?"
        small = rf"(?:{letters}{{1,3}}{SPACE}+|{letters}['’])?"
        names = cldr.month_pattern(months, wide, words)
        symbols = re.escape("".join(CURRENCIES))
        value = (
            rf"(?P<grouped>\d{{1,3}}(?:{separator}\d{{3}})+(?!\d)(?:{re.escape(decimal)}\d+)?)"
            rf"|\d+(?:{re.escape(decimal)}\d+|\.\d+)?"
        )
        to = words.to or small_words.TO.get(locale.language, r"(?!)")
        glued = locale.language in small_words.GLUED
        near, end = (rf"{SPACE}*", "") if glued else (rf"(?:{SPACE}+|-)", r"(?!\w)")
        # «2019. április 5.», «2019 m. balandžio 5 d.»
        year_first = locale.datetime_skeletons["yMMMM"].pattern.lstrip().startswith("y")
        year_before = (
            rf"(?:(?<!\d)(?P<year_before>\d{{4}})(?:\.|{SPACE}m\.|\(e\)ko)?{SPACE}+)?"
            if year_first
            else r"(?P<year_before>(?!))?"
        )
        listed = words.or_ or re.escape(cldr.and_of(locale))
        suffix = rf"(?P<suffix>(?:{words.suffixes})(?!\w))?"
        spelled = _initial_words(words, scales) if words.cardinals else {}
        word = rf"(?<!\w)(?P<word>{letters}+)(?!\w)" if spelled else r"(?P<word>(?!))"
        last_day = rf"{day}{ordinal}(?!\w|[,.:]?\d|{SPACE}\d{{3}}(?!\d))"
        more = (
            rf"(?P<more>(?:,{SPACE}+{day}{ordinal}(?![\w]))*"
            rf"(?:(?P<to>[-–—]|{SPACE}+(?:{to}){SPACE}+)|,?{SPACE}+(?:{listed}){SPACE}+)(?:the{SPACE}+)?{last_day})?"
        )
        clock = small_words.clock_patterns(locale.language, SPACE)
        pattern = rf"""
          (?P<iso>(?<![\d-])\d{{4}}-\d\d-\d\d(?![\d-]))
        | (?P<digits>(?<!\d)\d{{1,2}}(?P<slash>[/.])\d{{1,2}}(?P=slash)\d{{4}}(?!\d))
        | (?P<token>(?<!\d)\d+(?::\d+)?-[a-zA-Z]{{2,4}}-\d+(?:-[A-Z]+)*
            | (?<![\d.])\d+(?:\.\d{{1,2}}){{2,}}(?![\d]))
        | (?P<time>(?<![\d:])\d{{1,2}}(?:
              (?::\d\d)?{SPACE}?[aApP]\.?{SPACE}?[mM]\b\.?
            | :\d\d(?![\d:])
            | {SPACE}?h(?:{SPACE}?\d\d)?(?!\w)
            | {clock[0]} )
            | {clock[1]}\d{{1,2}}[.:]\d\d(?!\d))
        | (?P<signs>(?<!\d)(?:(?P<year_sign>\d{{4}}){SPACE}?[年년]{SPACE}?)?
            (?P<month_sign>1[0-2]|0?[1-9]){SPACE}?[月월](?:{SPACE}?(?P<day_sign>{day}){SPACE}?[日号號일])?)
        | (?P<date>{year_before}(?:(?<!\d)(?P<day>{day}){ordinal}{SPACE}+{small})?
            (?<!\w)(?P<month>{names})(?!\w)\.?
            (?:{SPACE}+(?:the{SPACE}+)?(?P<day_after>{last_day}){more})?
            (?:,?{SPACE}+{small}(?P<year>\d{{4}})(?![\d]))?)
        | (?P<number>(?:(?P<before>[{symbols}]){SPACE}?)?(?P<value>{value}){suffix})
        | (?<!\w)(?P<roman>[IVX]+)(?:er|re|e|ᵉ)(?!\w)
        | {word}
        """
        currencies, measures, short = cldr.units_of(locale, words)
        unit = rf"""{_MASK}(?:
            {SPACE}*(?P<sign>[{symbols}%])
          | {near}{small}(?i:(?P<currency>{any_of(currencies)})){end}
          | {near}(?i:(?P<measure>{any_of(measures)})){end}
          | {SPACE}*(?P<short>{any_of(short)}){end}
          | {SPACE}?(?P<code>{any_of(CODES)})(?!\w))"""
        shorts = cldr.short_scales_of(locale, words)
        forms = {form for word in shorts for form in (word, word.upper(), word.capitalize())}
        either = any_of(forms)
        initials = re.escape("".join(sorted({form[0] for form in (*months, *spelled, *"IVX")})))
        article = r"(?:(?:le|la|les|du|the|on|of)\s+)?" if spelled else ""
        self.words, self.spelled = words, spelled  # of ``words``, those that begin a number
        self.months, self.wide = months, wide
        self.scales, self.short_scales = scales, shorts
        self.units, self.short_units = currencies | measures, short
        self.group, self.decimal = group, decimal
        self.day_first = order.find("d") < order.find("M")
        # Cheap: where ``pattern`` may match.
        self.start = re.compile(
            rf"[\d{symbols}]|\b(?=[{initials}])(?:(?:{names}|[IVX]+(?:r?e|er|ᵉ))(?!\w)|{word})"
        )
        self.pattern = re.compile(pattern, re.VERBOSE)
        self.word = re.compile(word)
        self.next_word = re.compile(
            rf"(?P<joint>-(?:{words.link}-)?|{SPACE}+(?:(?P<link>{words.link}){SPACE}+)?)"
            rf"(?P<word>{letters}+)(?!\w)"
        )
        self.of_many = re.compile(rf"{words.of}({any_of(words.many)})(?!\w)")
        # After a number: its scale; after that, its unit. Before it: a code.
        self.scale = re.compile(rf"{_MASK}{near}(?i:({any_of(scales)})){end}")
        self.short_scale = re.compile(rf"({SPACE}*)({either})\.?{end}(?={SPACE}*([{symbols}])?)")
        self.unit = re.compile(unit, re.VERBOSE)
        self.code = re.compile(rf"\b({any_of(CODES)}){SPACE}?$")
        # Gaps between the ends of a range, between two of a list, between pieces of a sentence.
        self.to = re.compile(rf"[-–—]|,?\s+(?:{to})\s+{article}")
        self.list_ = re.compile(rf"(?P<comma>,\s*{article})|(?:,?\s+(?:{listed})\s+){article}")
        self.between = re.compile(rf"\b(?i:{words.between})\s+{article}\W*$")
        self.cut = re.compile(rf"[.,;:!?—–](?=\s|$)|\n[ \t]*\n|\s(?i:{listed})\s")

    def unit_of(self, match: re.Match[str]) -> str:
        """Return the unit of a match of ``unit``."""
        if word := match["currency"] or match["measure"]:
            return self.units[re.sub(r"\s+", " ", word.casefold())]
        return match["sign"] or CODES.get(match["code"]) or self.short_units[match["short"]]

    def count_of(self, word: str) -> int:
        """Return the number that a word stands for, or 0."""
        for table in (self.words.cardinals, self.words.ordinals, self.words.approximate):
            if n := table.get(word):
                return n
        return int(self.scales.get(word, 0))


grammar_of = cache(Grammar)
"""Return the grammar of a language, made once a process; raise ``babel.UnknownLocaleError``."""


def _initial_words(words: Words, scales: dict[str, Decimal]) -> dict[str, None]:
    """Return the words that a spelled-out number may begin with, lower case and capitalized."""
    tables = (words.cardinals, words.ordinals, words.approximate, words.many, words.optional)
    return {form: None for table in (*tables, scales) for word in table
            for form in (word, word[:1].upper() + word[1:])}  # fmt: skip
