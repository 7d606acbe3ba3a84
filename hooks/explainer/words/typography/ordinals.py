"""French ordinals, whose endings are superscripts: «1er», «2e», «XXIe».

In: a text. Out: where its ordinals are, or its parts, raised or not. Rules:
Académie française and Imprimerie nationale (1er, 1re, 2e; never 2ème).
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from explainer import locales
from explainer.words.typography.verbatim import mask

_ORDINAL = re.compile(
    r"[0-9IVXLC](?<![\w.,:/#][0-9IVXLC])(?:"
    r"(?<=[0-9])(?<![^er]-[0-9])[0-9]*|(?<=[IVXLC])[IVXLC]*)"
    r"(?:(?P<first>(?<=[1I])(?:er|re|ère))|(?P<other>(?:i?è|e)?m?e))(?P<plural>s?)(?![\w/@]|-(?![0-9]+e)[a-z0-9])"
)
_ROMAN = re.compile(r"(?=[IVXLC])C{0,3}(?:XC|XL|L?X{0,3})(?:IX|IV|V?I{0,3})\Z")


def split_ordinals(text: str, language: str) -> list[tuple[str, bool]]:
    """Split French text into (part, raised): «1er», «2e», «XXIe» have their ending raised.

    Other languages give one part. «2ème» is printed «2e», as the Imprimerie nationale asks.
    """
    parts: list[tuple[str, bool]] = []
    end = 0
    for _, number_end, stop, ending in find_ordinals(text, language):
        parts += [(text[end:number_end], False), (ending, True)]
        end = stop
    return [*parts, (text[end:], False)]


def find_ordinals(text: str, language: str) -> Iterator[tuple[int, int, int, str]]:
    """Yield (start, end of the number, end, ending to raise) for each French ordinal."""
    if locales.base_language(language) != "fr":
        return
    for match in _ORDINAL.finditer(mask(text)):
        number_end = match.start("first" if match["first"] else "other")
        number = text[match.start() : number_end]
        if match["first"] and number not in ("1", "I"):
            continue
        if not number.isdigit() and (
            not _ROMAN.match(number) or number in ("L", "C", "I", "X") and match["other"]
        ):
            continue
        ending = {"ère": "re"}.get(match["first"], match["first"]) if match["first"] else "e"
        yield match.start(), number_end, match.end(), ending + match["plural"]
