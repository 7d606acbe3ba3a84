"""Quotes and apostrophes of the languages without rules of their own, from the CLDR.

In: a ``Scan`` and the places of straight quotes. Out: its edits. Only what was typed
straight changes, and never between two letters or digits (Hebrew's ``צה"ל``). Source:
*delimiters* of the Unicode CLDR 48, which Babel leaves out.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache

from explainer import locales
from explainer.words.typography.scan import EDGES, SPACES, Scan, has_closing_quote, is_opening_quote

PATTERN = re.compile("[\"']")
# Opening and closing, then those inside others; "“”‘’" for all other languages.
_MARKS = {
    "«»«»": "ht hy oc yav",
    "«»“”": "ast blo bm br ca cv dyo el eu ewo ie it kab kk lij mg mua nnh pms pt-PT sc sg ti",
    "”“’‘": "ar lld syr ur",
    "„“‚‘": "cs de dsb et hr hsb is ksh lb luy mk nds sk sl",
    "«»‹›": "am fa gsw jgo kkj mzn rm sdh wae",
    "«»„“": "bas be bua ky os ru sah tyv uk",
    "„”‚’": "agq ff",
    "””’’": "fi he lag rn se sn sv yi",
    "「」『』": "ja yue zh-Hant zh-TW zh-HK zh-MO",
    "„”’’": "sr",
    "«»‘’": "dua ksf nb nn no rw",
    "‘’‘’": "nl",
    "‘’“”": "fur ia tn",
    "„“„“": "bg lt prg sgs",
    "„”«»": "nmg pl ro",
    "«»„”": "shi zgh",
    "„”‘’": "bs",
    "„”»«": "hu szl",
    "»«›‹": "ug",
    "“’“”": "st",
    "“”’‘": "uz",
    "“”«»": "eo",
    "„“«»": "ka",
    "“”“”": "tk",
}
_BY_LANGUAGE = {language: marks for marks, names in _MARKS.items() for language in names.split()}


def quote_marks(language: str) -> str:
    """Return four characters: a language's opening and closing quote, then those inside others."""
    return _BY_LANGUAGE.get(language.replace("_", "-")) or _BY_LANGUAGE.get(
        locales.base_language(language), "“”‘’"
    )


@cache
def make_rule(language: str) -> Callable[[Scan, int, re.Match[str]], None]:
    """Return the rule that sets a straight quote of a language."""
    start, end, inner_start, inner_end = tuple(quote_marks(language))
    outer, inner = (start, end), (inner_start, inner_end)

    def apply(scan: Scan, i: int, match: re.Match[str]) -> None:
        char, before, after = scan.text[i], scan.char_at(i - 1), scan.char_at(i + 1)
        scan.forget_earlier_blocks(i)
        if char == "'":
            if not (scan.quotes and scan.quotes[-1][1] == "'" and not after.isalnum()):
                if not _opens_single(scan, i):
                    scan.set_character(i, "’")
                    return
                # A single quote that is not nested becomes the outer kind too.
                scan.set_opening_quote(i, *(inner if scan.quotes else outer), "'")
                return
            scan.set_character(i, scan.quotes.pop()[0])
        elif before.isalnum() and after.isalnum():
            return
        elif is_opening_quote(scan, i):
            scan.set_opening_quote(i, *(inner if scan.quotes else outer), '"')
        elif scan.quotes:
            scan.set_character(i, scan.quotes.pop()[0])
        else:
            scan.set_character(i, "″" if before.isdigit() else end)

    return apply


def _opens_single(scan: Scan, i: int) -> bool:
    """Tell whether a straight single quote opens: after a space, before a word, with one to close it."""
    at_start = scan.char_at(i - 1) in SPACES + EDGES + "([{" or scan.opened_at == i - 1
    return at_start and scan.char_at(i + 1).isalpha() and has_closing_quote(scan, i)
