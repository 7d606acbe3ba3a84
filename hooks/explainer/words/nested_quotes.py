"""Quotes inside quotes, as in a title that is itself quoted.

In: a typeset text. Out: the same, with inner quotes where it has outer ones, since it
will stand in quotes: “The ‘silent’ bridge”.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass


@dataclass(frozen=True)
class Quotes:
    """The quotes of a language, and those inside them."""

    open: str
    close: str
    open_inner: str
    close_inner: str

    def nest(self, text: str) -> str:
        """Return ``text`` with its quotes changed to stand between ``open`` and ``close``."""
        if self.open == "“":  # whose closing inner quote is also the apostrophe
            return _swap_levels(text)
        text = re.sub(f"{self.open}\\s*", self.open_inner, text)
        return re.sub(f"\\s*{self.close}", self.close_inner, text)


BY_LANGUAGE = {"en": Quotes("“", "”", "‘", "’"), "fr": Quotes("«", "»", "“", "”")}


def _swap_levels(text: str) -> str:
    """Return text with “ ” as ‘ ’, and ‘ ’ inside them as “ ”; an apostrophe stays."""
    out = list(text)
    for start, end, level in _find_pairs(text):
        if text[start] == "“":
            out[start], out[end] = "‘", "’"
        elif level:
            out[start], out[end] = "“", "”"
    return "".join(out)


def count_closing(text: str) -> int:
    """Return the number of closing quotes at the end of ``text``; apostrophes do not count."""
    ends = {end for _, end, _ in _find_pairs(text)}
    count = 0
    while len(text) - count - 1 in ends:
        count += 1
    return count


def _find_pairs(text: str) -> Iterator[tuple[int, int, int]]:
    """Yield (start, end, nesting level) of each pair “ ” and ‘ ’."""
    open_: list[int] = []
    for i, char in enumerate(text):
        if char in "“‘":
            open_.append(i)
        elif (
            open_
            and char == {"“": "”", "‘": "’"}[text[open_[-1]]]
            and (char == "”" or not text[i + 1 : i + 2].isalnum())  # else an apostrophe
        ):
            start = open_.pop()
            yield start, i, len(open_)
