"""Numbers in words: a table for each language.

In: nothing. Out: ``Words`` for a language. CLDR's spelled-out numbers (RBNF) are not in
Babel, hence these tables. Number words of a language without a table are not read, nor
then compared with those of other languages.

«un», «une», "one" and "a" never count, except inside a number («vingt et un»). A word
that may stand for a number, but need not have a counterpart, is **optional**: "both" for
«les deux». "First" is optional, being an adverb too; so are «tiers» and "third party".

Known limits: «neuf» is read as nine unless it ends a phrase or follows «de», «du», «à»
(«un appareil neuf», «du neuf»). "A week" for «huit jours» and "two weeks" for «quinze
jours» pass since those two are optional; "eighteen months" for «un an et demi» is
refused, as is any sum done in one language only.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from itertools import pairwise

from explainer import locales

SPACE = r"[ \t\n\u00a0\u2007-\u2009\u202f]"
_NEVER = re.compile(r"(?!)")


@dataclass(frozen=True)
class Words:
    """A language's words for numbers, and the small words between them; without a table, none."""

    cardinals: dict[str, int] = field(default_factory=dict)
    ordinals: dict[str, int] = field(default_factory=dict)
    linked: dict[str, int] = field(default_factory=dict)  # only after another: «vingt et un»
    approximate: dict[str, int] = field(default_factory=dict)  # «une centaine»: about as many
    many: dict[str, int] = field(default_factory=dict)  # «des centaines»: a size, no number
    several: frozenset[str] = frozenset()  # what makes a size of "several thousand"
    optional: dict[str, tuple[str, int]] = field(default_factory=dict)  # may stand for the number
    optional_before: re.Pattern[str] = _NEVER  # what makes a number optional: «tous deux»
    optional_after: re.Pattern[str] = _NEVER  # … if it follows the number
    suffixes: str = r"(?!)"  # of an ordinal in digits
    link: str = r"(?!)"  # «et», "and": inside a number
    of: str = r"(?!)"  # between two sizes
    to: str = ""  # between the ends of a range
    or_: str = ""  # between two of a list
    between: str = r"(?!)"  # makes a range of a list of two
    scales: dict[str, int] = field(default_factory=dict)  # short for millions, beside a currency
    percent: tuple[str, ...] = ()
    vigesimal: bool = False  # «soixante-dix», «quatre-vingts»
    link_before: frozenset[int] = frozenset()  # «et» only before these


def _numbers(table: str) -> dict[str, int]:
    """Return word → number of a table written as alternating words and numbers."""
    return {word: int(n) for word, n in pairwise(table.split()) if n[0].isdigit()}


def _optional_words(*, number: str, ordinal: str) -> dict[str, tuple[str, int]]:
    kinds = {"number": number, "ordinal": ordinal}
    return {word: (kind, n) for kind, table in kinds.items() for word, n in _numbers(table).items()}


def _english() -> Words:
    cardinals = _numbers(
        "two 2 three 3 four 4 five 5 six 6 seven 7 eight 8 nine 9 ten 10 eleven 11 twelve 12 "
        "thirteen 13 fourteen 14 fifteen 15 sixteen 16 seventeen 17 eighteen 18 nineteen 19 "
        "twenty 20 thirty 30 forty 40 fifty 50 sixty 60 seventy 70 eighty 80 ninety 90"
    )
    ordinals = _numbers(
        "first 1 second 2 third 3 fifth 5 eighth 8 ninth 9 twelfth 12 hundredth 100 thousandth 1000"
    )
    for word, n in cardinals.items():
        if n not in ordinals.values():
            ordinals[word[:-1] + "ieth" if word.endswith("y") else word + "th"] = n
    return Words(
        cardinals=cardinals | {"hundred": 100},
        ordinals=ordinals,
        linked={"one": 1},
        approximate={"dozen": 12},
        many=_numbers(
            "tens 10 dozens 10 hundreds 100 thousands 1000 millions 1_000_000 billions 1_000_000_000"
        ),
        several=frozenset({"several", "few", "many"}),
        optional=_optional_words(
            number="both 2 either 2 neither 2 twice 2 pair 2 couple 2 double 2 doubled 2 trio 3 "
            "triple 3 decade 10 century 100",
            ordinal="first 1 quarter 4 quarters 4",
        ),
        optional_after=re.compile(rf"(?:{SPACE}+|-)part(?:y|ies)\b"),
        suffixes="st|nd|rd|th",
        link="and",
        of=rf"{SPACE}+of{SPACE}+",
        to="to|through|till|until",
        or_="and|or|&",
        between="between",
        scales={"k": 10**3, "m": 10**6, "b": 10**9, "bn": 10**9, "tn": 10**12},
        percent=("per cent", "pct"),
    )


def _french() -> Words:
    cardinals = _numbers(
        "deux 2 trois 3 quatre 4 cinq 5 six 6 sept 7 huit 8 neuf 9 dix 10 onze 11 douze 12 "
        "treize 13 quatorze 14 quinze 15 seize 16 vingt 20 trente 30 quarante 40 cinquante 50 "
        "soixante 60"
    )
    ordinals = _numbers("unième 1 deuxième 2 second 2 seconde 2")
    stems = {"cinq": "cinqu", "neuf": "neuv"}
    for word, n in cardinals.items():
        if n > 2:
            ordinals[stems.get(word, word.removesuffix("e")) + "ième"] = n
    ordinals |= {"centième": 100, "millième": 1000}
    ordinals |= {word + "s": n for word, n in ordinals.items() if word.endswith("ième")}
    return Words(
        cardinals=cardinals
        | _numbers(
            "vingts 20 cent 100 cents 100 mille 1000 milliers 1000 septante 70 huitante 80 "
            "octante 80 nonante 90"
        ),
        ordinals=ordinals,
        linked={"un": 1, "une": 1},
        approximate=_numbers(
            "dizaine 10 douzaine 12 vingtaine 20 trentaine 30 cinquantaine 50 soixantaine 60 "
            "centaine 100 millier 1000"
        ),
        many=_numbers(
            "dizaines 10 centaines 100 milliers 1000 millions 1_000_000 milliards 1_000_000_000"
        ),
        optional=_optional_words(
            number="paire 2 double 2 duo 2 trio 3 triple 3 décennie 10 quinzaine 15 quarantaine 40 "
            "siècle 100",
            ordinal="premier 1 première 1 premiers 1 premières 1 tiers 3 quart 4 quarts 4",
        ),
        optional_before=re.compile(
            rf"(?:\btou(?:s|tes)(?:{SPACE}+les)?{SPACE}+deux|\b(?:de|du|à){SPACE}+neuf|\bpour{SPACE}+cent)$",
            re.IGNORECASE,
        ),
        optional_after=re.compile(
            rf"(?<=huit){SPACE}+jours\b|(?<=quinze){SPACE}+jours\b"
            rf"|(?<=neuf)(?={SPACE}*(?:[.,;:!?)»\]]|$|et\b|ou\b))"
        ),
        suffixes="ers?|res?|ères?|e|es|è|ème|èmes|nde?|ds?|ᵉ|ᵉʳ|ʳᵉ",
        link="et",
        of=rf"{SPACE}+(?:de{SPACE}+|d['’])",
        to="au|à|jusqu['’](?:au|à)",
        or_="et|ou",
        between="entre",
        scales={"k": 10**3, "m": 10**6, "md": 10**9, "mds": 10**9, "mrd": 10**9, "mrds": 10**9},
        percent=("pour cent", "p. cent", "p. 100"),
        vigesimal=True,
        link_before=frozenset({1, 11}),
    )


TABLES = {"en": _english(), "fr": _french()}


def words_of(language: str) -> Words:
    """Return the number words of a language such as ``fr`` or ``fr-CA``; empty without a table."""
    return TABLES.get(locales.base_language(language), Words())
