"""The private-use characters that the build uses as marks, in one table.

No text that people write may hold one (``markdown`` refuses them), so that a mark is
never mistaken for text. Each exists between two stages only: ``PLACES`` and ``FENCE``
while a text is read; the others in the HTML fragments that ``make.printing`` makes and
``make.assembly`` completes. No published file holds any.
"""

from __future__ import annotations

import re

CITE = "\ue000"  # CITE group END: a citation that the page itself makes
SHOWN = "\ue001"  # SHOWN group END: a citation of an embedded record
LINK = "\ue002"  # LINK target END, inside href="…" or src="…": a page or a file of the project
TERM = "\ue003"  # TERM id PART words END: words that a term of the glossary explains
GLOSSED = "\ue004"  # GLOSSED id PART html GLOSSED_END: a link that someone typed to a term
GLOSSED_END = "\ue005"
PART = "\ue006"
END = "\ue007"
SEAM = (
    "\ue009"  # in a reference: where the punctuation after it goes, inside its quotes or after them
)
FENCE = "\ue008"  # FENCE number END: a block of code, while a text is read

PLACES = 0xF0000  # PLACES + n: the n-th known place of a text, in Supplementary Private Use Area-A
MAX_PLACES = 0xFFFD

ANY = re.compile("[\ue000-\uf8ff\U000f0000-\U0010ffff]")
# Characters that no text may hold: control characters, those of our own marks, and invisible ones:
# of no width, blank, or changing the direction of text
# (https://www.unicode.org/reports/tr36/#Bidirectional_Text_Spoofing, tr39 for the others). A joiner
# is kept where scripts other than Latin, Greek and Cyrillic, and emoji, need it.
_UNSEEN = (
    "\x00-\x08\x0b-\x1f\x7f-\x9f\xad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180e\u200b\u200e\u200f"
    "\u2028-\u202e\u2060-\u206f\u2800\u3164\ufeff\uffa0\ufff0-\ufffc\U000e0000-\U000e007f"
)
UNWANTED = re.compile(
    f"[{_UNSEEN}\ue000-\uf8ff\U000f0000-\U0010ffff]"
    "|(?<![\u0600-\u1fff\u2100-\U0001ffff])[\u200c\u200d]"
)


def describe_unwanted(match: re.Match[str], group: int = 0) -> str:
    """Return the message about an unwanted character: ``UNWANTED``'s match, or a group of another."""
    return f"the text holds the character U+{ord(match[group]):04X}; take it out"


def strip_place_marks(text: str) -> tuple[str, int]:
    """Return ``text`` without place marks, and the number of the first of them, or -1."""
    mark = _PLACE.search(text)
    if not mark:
        return text, -1
    return _PLACE.sub("", text), ord(mark[0]) - PLACES


_PLACE = re.compile(f"[{chr(PLACES)}-{chr(PLACES + MAX_PLACES)}]")
