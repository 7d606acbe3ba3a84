"""Parser of locators, the places cited in a source: ``¶7``, ``pp. 3-5``, ``art. L. 121-1``, ``p. 3 n. 4``.

In: a locator as typed. Out: its ``LocatorPart`` values; its normalized form; its numbers in print.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

_CAPITALS = str.maketrans("ivxlc", "IVXLC")
_ROMAN = r"(?=[ivxlc])c{0,3}(?:xc|xl|l?x{0,3})(?:ix|iv|v?i{0,3})(?![A-Za-z])"
# One number: 7, 1605A, 1605(a)(2), 240.10b, xii, III, A4, L. 121, 5 bis.
_NUMBER = (
    r"(?:(?:[A-Z]\.\s?|[A-Za-z])?\d+(?:\.\d+)*[A-Za-z]{0,2}(?:\([0-9A-Za-z]{1,4}\))*"
    rf"(?:\s(?:bis|ter|quater|quinquies)\b)?|{_ROMAN}|{_ROMAN.translate(_CAPITALS)})"
)
_RANGE = rf"{_NUMBER}(?:\s*[-–]\s*{_NUMBER})*"
_TIME = r"\d{1,3}:[0-5]\d(?::[0-5]\d)?"
_MARK = r"¶¶?|pp?\.|§§?|[Aa]rts?\.|ch(?:ap)?s?\.|nn?\."
_PART = re.compile(
    rf"(?:({_MARK})\s*({_RANGE}(?:\s*,\s*{_RANGE})*)|(at)\s+({_TIME}))(?:\s+|$)", re.ASCII
)
# Label → its normalized form for one number, and for several.
_MARKS = {
    "¶": ("¶", "¶"), "§": ("§", "§§"), "p.": ("p.", "pp."), "art.": ("art.", "arts."),
    "ch.": ("ch.", "chs."), "n.": ("n.", "nn."), "at": ("at", "at"),
}  # fmt: skip
_TYPED = {
    "¶¶": "¶", "§§": "§", "pp.": "p.", "arts.": "art.", "chs.": "ch.", "chap.": "ch.",
    "chaps.": "ch.", "nn.": "n.",
}  # fmt: skip


@dataclass(frozen=True)
class LocatorPart:
    """One place: its label in the singular (``p.``, ``§`` …), its numbers, whether they are several."""

    label: str
    numbers: str
    is_plural: bool

    def __str__(self) -> str:
        mark = _MARKS[self.label][self.is_plural]
        return f"¶{self.numbers}" if mark == "¶" else f"{mark} {self.numbers}"


@lru_cache(maxsize=1 << 12)
def parse_locator(locator: str) -> list[LocatorPart]:
    """Return the parts of a locator (``p. 3 n. 4`` has two); an empty list if it is malformed."""
    text = re.sub(r"[\s\u00a0\u202f]+", " ", locator).strip()
    parts: list[LocatorPart] = []
    end = 0
    while end < len(text):
        match = _PART.match(text, end)
        if not match:
            return []
        end = match.end()
        typed = (match[1] or match[3]).lower()
        numbers = re.sub(r"\s*[-–]\s*", "-", match[2] or match[4])
        numbers = re.sub(r"\s*,\s*", ", ", numbers)
        numbers = re.sub(r"([A-Z]\.)\s?", r"\1 ", numbers)
        label = _TYPED.get(typed, typed)
        several = "," in numbers or label != "at" and is_plural(numbers, _joins_numbers(label))
        parts.append(LocatorPart(label, numbers, several))
    return parts


def _joins_numbers(label: str) -> bool:
    """Tell whether a hyphen after this label always makes a range: not in «art. 121-1»."""
    return label not in ("art.", "§")


def is_plural(numbers: str, plain: bool = True) -> bool:
    """Tell whether ``numbers`` names more than one: a list or a range."""
    return bool(re.search(r"\d\w*\s*[,&]\s*\w", numbers)) or bool(_find_ranges(numbers, plain))


def _find_ranges(numbers: str, plain: bool) -> list[re.Match[str]]:
    """Return the ranges in ``numbers``; «121-1» and «240.10b-5» are single numbers of a code."""
    ranges = []
    for match in re.finditer(
        r"(?<![\w.-])((?:[A-Z]\. ?)?[\w.()]+)[-–]([\w.()]+)(?![\w-])", numbers
    ):
        first, last = (int(n[0]) if (n := re.search(r"\d+", match[i])) else 0 for i in (1, 2))
        is_code = (
            re.match(r"[A-Z]\. ?\d", match[1])
            or not plain
            and (last <= first > 0 or re.match(r"[A-Z]\d", match[1]))
        )
        if not is_code:
            ranges.append(match)
    return ranges


def set_dashes(numbers: str, plain: bool = True) -> str:
    """Return ``numbers`` with an en dash in each range: «3–5»."""
    for match in reversed(_find_ranges(numbers, plain)):
        numbers = f"{numbers[: match.end(1)]}–{numbers[match.start(2) :]}"
    return numbers


def format_numbers(part: LocatorPart) -> str:
    """Return the numbers of a part as they are printed."""
    return set_dashes(part.numbers, _joins_numbers(part.label)) if part.is_plural else part.numbers


def normalize(text: str) -> str | None:
    """Return the normalized locator (``"¶7-9"``, ``"pp. 3-5"``); ``None`` if it is malformed.

    Labels agree in number with what follows them.
    """
    return " ".join(map(str, parse_locator(text))) or None


def explain_disorder(locator: str) -> str | None:
    """Return what is wrong with a locator that has a number 0 or a range that goes backwards."""
    for part in parse_locator(locator):
        if re.search(r"(?<![\w.:(-])0+(?![\w.:])", part.numbers):
            return f"there is no {locator}; expected a number from 1"
        for match in _find_ranges(part.numbers, _joins_numbers(part.label)):
            first, last = match[1], match[2]
            if first.isdigit() and last.isdigit() and (len(last), last) <= (len(first), first):
                return f"{first}-{last} goes backwards; expected the lower number first"
    return None
