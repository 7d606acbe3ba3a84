"""The width of a text before any browser has laid it out, and its division into lines.

In: a text and a font size in pixels. Out: its width in pixels, or its lines. Widths are those of
Helvetica (Adobe Core 14 AFM), which Arial and Liberation Sans share by design; ``drawings.css``
asks for that family. A margin covers the sans-serif fonts of other systems.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache

from explainer.draw import svg
from explainer.model import records as model
from explainer.read import markdown

SAFETY_MARGIN = 1.05
_BOLD_FACTOR = 1.08  # Helvetica-Bold is 4 to 8 % wider on running text
_DEFAULT_WIDTH = 667
_CHARACTERS_BY_WIDTH = {
    191: "'",
    222: "ijl’‘",
    260: "|",
    278: " !,./:;I[\\]ft\u00a0\u202f",
    333: "()-`r“”„",
    350: "•",
    355: '"',
    389: "*",
    469: "^",
    500: "ckJsvxyz",
    556: "#$0123456789?L_abdeghnopqu«»–€£§",
    584: "+<=>~×÷±",
    611: "FTZß",
    667: "&ABEKPSVXY",
    722: "CDHNRUw",
    778: "GOQ",
    833: "Mm",
    889: "%æ",
    944: "Wœ",
    1000: "—…Œ",
    1015: "@",
}


class _Widths(dict[str, int]):
    """The width of each character in thousandths of the font size; unknown ones are estimated."""

    def __missing__(self, character: str) -> int:
        if unicodedata.combining(character):
            width = 0
        elif unicodedata.east_asian_width(character) in "WF":
            width = 1000
        else:
            width = self.get(unicodedata.normalize("NFD", character)[0], _DEFAULT_WIDTH)
        self[character] = width
        return width


_WIDTHS = _Widths({char: width for width, chars in _CHARACTERS_BY_WIDTH.items() for char in chars})


def measure(text: str, size: float, *, bold: bool = False) -> float:
    """Return the width in pixels of ``text`` at ``size`` pixels, with the safety margin."""
    units = sum(map(_WIDTHS.__getitem__, text))
    return units * size / 1000 * SAFETY_MARGIN * (_BOLD_FACTOR if bold else 1)


# A name stands on many pages: its lines are computed once.
@lru_cache(maxsize=1 << 14)
def wrap_lines(text: str, size: float, limit: float, *, bold: bool = False) -> tuple[str, ...]:
    """Return ``text`` in lines no wider than ``limit`` pixels.

    Too wide a run of words is broken at its no-break spaces, then within a word.
    """
    if text and measure(text, size, bold=bold) <= limit:
        return (text,)
    lines: list[str] = []
    line = ""
    for word in _breakable_words(text, size, limit, bold):
        longer = f"{line} {word}" if line else word
        if measure(longer, size, bold=bold) <= limit:
            line = longer
            continue
        if line:
            lines.append(line)
        line = word
        while measure(line, size, bold=bold) > limit and len(line) > 1:
            cut = len(line) - 1
            while cut > 1 and measure(line[:cut], size, bold=bold) > limit:
                cut -= 1
            lines.append(line[:cut])
            line = line[cut:]
    return (*lines, line) if line else tuple(lines)


def _breakable_words(text: str, size: float, limit: float, bold: bool) -> Iterator[str]:
    for word in text.split(" "):
        if measure(word, size, bold=bold) <= limit:
            yield from [word] if word else []
        else:
            yield from re.split("[\u00a0\u202f]", word)


def plain_words(text: model.Text, language: str) -> str:
    """Return a record's text as plain words, with its language's typography."""
    return svg.correct_typography(markdown.record_plain_text(text[language]), language)
