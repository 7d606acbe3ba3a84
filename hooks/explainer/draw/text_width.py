"""How wide a text is, before any browser has seen it; and how to break it in lines.

In: a text and a size in pixels. Out: its width in pixels, or its lines. The
widths are those of Helvetica (Adobe Core 14 AFM), which Arial and Liberation
Sans share by design; ``drawings.css`` asks for that family. A margin covers
the sans-serif fonts that stand in for it on other systems.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache

from explainer.draw import svg
from explainer.model import records as model
from explainer.read import markdown

MARGIN = 1.05
_BOLD = 1.08  # Helvetica-Bold is 4 to 8 % wider on running text
_UNKNOWN = 667
_CHARACTERS = {
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
    """The width of each character in thousandths of the size; others are worked out when met."""

    def __missing__(self, character: str) -> int:
        if unicodedata.combining(character):
            found = 0
        elif unicodedata.east_asian_width(character) in "WF":
            found = 1000
        else:
            found = self.get(unicodedata.normalize("NFD", character)[0], _UNKNOWN)
        self[character] = found
        return found


_WIDTHS = _Widths({char: width for width, chars in _CHARACTERS.items() for char in chars})


def width(text: str, size: float, *, bold: bool = False) -> float:
    """Return the width in pixels of ``text`` set at ``size`` pixels, with a margin."""
    units = sum(map(_WIDTHS.__getitem__, text))
    return units * size / 1000 * MARGIN * (_BOLD if bold else 1)


# A name stands on the page of every neighbour: its lines are found once.
@lru_cache(maxsize=1 << 14)
def wrap(text: str, size: float, limit: float, *, bold: bool = False) -> tuple[str, ...]:
    """Return ``text`` in lines no wider than ``limit`` pixels.

    Words held by a space that does not break are parted if they are wider; then a word is cut.
    """
    if text and width(text, size, bold=bold) <= limit:
        return (text,)
    lines: list[str] = []
    line = ""
    for word in _words(text, size, limit, bold):
        longer = f"{line} {word}" if line else word
        if width(longer, size, bold=bold) <= limit:
            line = longer
            continue
        if line:
            lines.append(line)
        line = word
        while width(line, size, bold=bold) > limit and len(line) > 1:
            cut = len(line) - 1
            while cut > 1 and width(line[:cut], size, bold=bold) > limit:
                cut -= 1
            lines.append(line[:cut])
            line = line[cut:]
    return (*lines, line) if line else tuple(lines)


def _words(text: str, size: float, limit: float, bold: bool) -> Iterator[str]:
    for held in text.split(" "):
        if width(held, size, bold=bold) <= limit:
            yield from [held] if held else []
        else:
            yield from re.split("[\u00a0\u202f]", held)


def words(text: model.Text, language: str) -> str:
    """Return a record's text as bare words, set as its language prints them."""
    return svg.corrected(markdown.record_plain_text(text[language]), language)
