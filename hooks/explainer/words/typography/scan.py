"""A scan of a text, and what the typographic rules of all languages share.

In: a text whose addresses are masked. Out: edits. Shared: classes of characters,
the neighbours of a place, open quotes, straight single quotes.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from itertools import accumulate

NBSP, NNBSP = "\u00a0", "\u202f"
# Unicode's own: OBJECT REPLACEMENT CHARACTER, LINE SEPARATOR, PARAGRAPH SEPARATOR.
OBJECT, LINE, BREAK = "\ufffc", "\u2028", "\u2029"

Edit = tuple[int, int, str]
"""Replace the characters from start to end by the text; never of length zero."""

SPACES = " \t\n\u00a0\u2009\u202f"
SPACE = f"[{SPACES}]"
EDGES = LINE + BREAK
# After these a mark takes no space: «(?)», «?!»; and after these a straight quote opens.
NO_MARK_SPACE = EDGES + "([{«“‘–—¿¡;:!?/"
OPENERS = EDGES + SPACES + "([{«“‘–—-/"
# What may follow a true mark; «10:30», «a?b», «Yahoo!x» are something else.
AFTER_MARK = r"(?=[\s»”\"'’)\],.…–—!?]|\Z)"
# A comma or a full stop that a space parts from its word; «. . .» is something else.
DETACHED = rf"(?<=[\w)»”\]{OBJECT}]{SPACE}[,.])(?=[\s)»”]|\Z)(?!{SPACE}*[,.])"

_ELISION = re.compile(r"(?:[0-9]{2}s?|tis|twas|em|til|cause|n)\b", re.IGNORECASE)
_CLOSING_SINGLE = re.compile(r"(?<=[^\s'])'(?!\w)")
_MAX_OPEN = 20  # nested quotes


@dataclass
class Scan:
    """One pass over a text: the edits so far, and the quotes that are open."""

    text: str
    edits: list[Edit] = field(default_factory=list)
    # The quotes open here: (how the language closes it, how it was typed).
    quotes: list[tuple[str, str]] = field(default_factory=list)
    opened_at: int = -1
    dash_at: int = -1
    last_place: int = 0
    _surplus: list[int] = field(
        default_factory=list
    )  # number of » minus that of «, before each place
    _end: int = -1  # end of the block asked for last

    def replace(self, start: int, end: int, new: str) -> None:
        """Add an edit, unless it changes nothing or overlaps an earlier one."""
        if self.text[start:end] != new and (not self.edits or start >= self.edits[-1][1]):
            self.edits.append((start, end, new))

    def spaces_start(self, place: int) -> int:
        """Return where the run of spaces before ``place`` starts."""
        while place and self.text[place - 1] in SPACES:
            place -= 1
        return place

    def spaces_end(self, place: int) -> int:
        """Return where the run of spaces from ``place`` on ends."""
        end = len(self.text)
        while place < end and self.text[place] in SPACES:
            place += 1
        return place

    def char_at(self, place: int) -> str:
        """Return a character; beyond either end it is ``BREAK``."""
        return self.text[place] if 0 <= place < len(self.text) else BREAK

    def space_before(self, place: int, space: str) -> None:
        """Replace the spaces before the character at ``place`` by ``space``."""
        start = self.spaces_start(place)
        if start < place:
            self.replace(start, place, space)
        elif space:
            self.replace(place, place + 1, space + self.text[place])

    def set_character(self, place: int, new: str, after: str | None = None) -> None:
        """Replace a character, and the spaces after it by ``after`` (``None``: leave them)."""
        if after is None:
            self.replace(place, place + 1, new)
            return
        end = self.spaces_end(place + 1)
        if end > place + 1:
            self.replace(place, place + 1, new)
            self.replace(place + 1, end, after)
        else:
            self.replace(place, place + 1, new + after)

    def forget_earlier_blocks(self, place: int) -> None:
        """Forget quotes and dashes left open in blocks before ``place``; places must ascend."""
        if self.text.find(BREAK, self.last_place, place) >= 0:
            self.quotes.clear()
            self.opened_at = self.dash_at = -1
        self.last_place = place

    def push_quote(self, closing: str, origin: str) -> None:
        """Push an open quote; beyond ``_MAX_OPEN`` the outermost is dropped."""
        self.quotes.append((closing, origin))
        del self.quotes[:-_MAX_OPEN]

    def set_opening_quote(
        self, place: int, opening: str, closing: str, origin: str, after: str | None = None
    ) -> None:
        """Set and push an opening quote; ``after`` as for ``set_character``."""
        self.push_quote(closing, origin)
        self.opened_at = place
        self.set_character(place, opening, after)

    def surplus_closings(self, place: int) -> int:
        """Return how many more » than « there are from ``place`` to the end of its block."""
        if not self._surplus:
            signs = ((char == "»") - (char == "«") for char in self.text)
            self._surplus = list(accumulate(signs, initial=0))
        if place >= self._end:
            end = self.text.find(BREAK, place)
            self._end = end if end >= 0 else len(self.text)
        return self._surplus[self._end] - self._surplus[place]


def lookbehind_any(words: str) -> str:
    """Return alternative lookbehinds, one for each abbreviation in ``words``."""
    return "(?:" + "|".join(rf"(?<=\b{re.escape(word)})" for word in words.split()) + ")"


def is_smiley(scan: Scan, i: int) -> bool:
    """Tell whether «:)» or «;)» stands alone, no parenthesis being open."""
    if scan.char_at(i + 1) != ")" or scan.char_at(i - 1) not in SPACES + EDGES:
        return False
    block = scan.text[scan.text.rfind(BREAK, 0, i) + 1 : i]
    return block.rfind("(") <= block.rfind(")")


def set_single_quote(scan: Scan, i: int) -> None:
    """Set a straight single quote: nearly always an apostrophe."""
    before, after = scan.char_at(i - 1), scan.char_at(i + 1)
    if before.isdigit() and after.isdigit():
        scan.set_character(i, "′")
        return
    opens = (before in OPENERS or scan.opened_at == i - 1) and after not in SPACES + EDGES
    opens = opens and not _ELISION.match(scan.text, i + 1)
    if opens and has_closing_quote(scan, i):
        scan.opened_at = i
        scan.set_character(i, "‘")
    else:
        scan.set_character(i, "’")


def has_closing_quote(scan: Scan, i: int) -> bool:
    """Tell whether a single quote at ``i`` has a closing one nearby; else it is an elision."""
    return bool(_CLOSING_SINGLE.search(scan.text[i + 1 : i + 400].partition(BREAK)[0]))


def is_opening_quote(scan: Scan, i: int) -> bool:
    """Tell whether the straight double quote at ``i`` opens, by its neighbours."""
    before, after = scan.char_at(i - 1), scan.char_at(i + 1)
    typed = any(origin != "«" for _, origin in scan.quotes)
    can_open = after not in SPACES + EDGES
    can_close = before not in SPACES + EDGES
    if can_open and can_close:
        # «l'"x"», «="x"»: nothing is open, no word ends here and one begins.
        begins = (
            not typed and not before.isalnum() and before not in ".,;:!?…)]»”" and after.isalnum()
        )
        return before in OPENERS or scan.opened_at == i - 1 or begins
    if can_open or can_close:
        return can_open
    return not typed and scan.char_at(scan.spaces_end(i + 1)) not in EDGES


def bind_space(scan: Scan, i: int, match: re.Match[str]) -> None:
    """Put a no-break space where ``match`` ends: «n° 5», «p. 3», «Mme Roy»."""
    end = match.end()
    start = scan.spaces_start(end)
    if start < end:
        scan.replace(start, end, NBSP)
    else:
        scan.replace(i, i + 1, scan.text[i] + NBSP)
