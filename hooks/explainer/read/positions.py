"""Offsets to lines and columns; and place marks, by which parsed elements learn their offsets.

``Lines`` alone turns an offset into a line and a column. ``PlaceMarker`` runs on
Python-Markdown's tree just before its inline patterns: it searches the source for each
line of each block, from where the last one was found, and inserts a private-use
character after each ``[`` and ``<``. Links, pictures, citations and tags keep it;
``conversion`` reads it back and removes it.
"""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from bisect import bisect_right
from itertools import accumulate
from typing import NamedTuple

from markdown import Markdown
from markdown.treeprocessors import Treeprocessor
from markdown.util import AtomicString

from explainer.read import private
from explainer.read.fences import PLACEHOLDER, Fence
from explainer.read.tree import Element

_OPENING = re.compile(r"\[(?!\])|<(?=[a-zA-Z/])")


class Position(NamedTuple):
    """Line and column in a file, from 1."""

    line: int
    column: int


class Lines:
    """The lines of a text, whose first line has the number ``first`` in its file."""

    def __init__(self, text: str, first: int = 1) -> None:
        self.starts = list(accumulate((len(line) + 1 for line in text.split("\n")), initial=0))[:-1]
        self.first_line = first

    def position(self, offset: int) -> Position:
        """Return the position of an offset; that of the start for a negative one."""
        line = max(bisect_right(self.starts, offset) - 1, 0)
        return Position(line + self.first_line, max(offset - self.starts[line], 0) + 1)


def unescape_code(code: str) -> str:
    """Return code as it was typed: undo Python-Markdown's escaping for HTML."""
    return code.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")


def find_target(text: str, element: Element, target: str) -> int:
    """Return the offset in ``text`` of a link's target: after its words, or in its definition."""
    at = max(element.offset, 0)
    end = text.find("\n\n", at)
    end = len(text) if end < 0 else end
    inner = max((e.offset for e in element.walk() if e is not element), default=-1)
    for words in (target.removeprefix("mailto:"), "]("):
        start = text.find(words, max(at, inner), end) if words else -1
        if start >= 0:
            return start + (2 if words == "](" else 0)
    defined = re.compile(rf"(?m)^[ ]{{0,3}}\[[^\]\n]+\]:[ \t]*<?({re.escape(target)})")
    written = defined.search(text) if target else None
    return written.start(1) if written else at


class PlaceMarker(Treeprocessor):
    """Finds each block in ``source`` and inserts place marks; call ``start`` before each text.

    ``element_offsets`` maps an element (by ``id``) to the offset of its first line;
    ``mark_offsets`` are the offsets that the marks stand for, by their numbers.
    """

    def __init__(self, md: Markdown) -> None:
        super().__init__(md)
        self.start("", [])

    def start(self, source: str, fences: list[Fence]) -> None:
        """Prepare for a text; offsets count in ``source``."""
        self.source, self.fences = source, fences
        self.cursor = 0
        self.element_offsets: dict[int, int] = {}
        self.mark_offsets: list[int] = []

    def run(self, root: ET.Element) -> None:
        """Go through the blocks in reading order."""
        for element in root.iter():
            if text := element.text:
                if text.isspace():
                    continue
                element.text = self._mark_lines(element, text)
            if (tail := element.tail) and not tail.isspace():
                element.tail = self._mark_lines(element, tail, tail=True)

    def _mark_lines(self, element: ET.Element, text: str, *, tail: bool = False) -> str:
        atomic = isinstance(text, AtomicString)
        lines = text.split("\n")
        for i, line in enumerate(lines):
            words = line.strip()
            if not words:
                continue
            at = self._find_line(words, atomic=atomic)
            if at < 0:
                continue
            if not tail:
                self.element_offsets.setdefault(id(element), at)
            if ("[" in line or "<" in line) and not atomic:
                lines[i] = self._place_marks(line, at - line.index(words[0]))
        return text if atomic else "\n".join(lines)

    def _find_line(self, words: str, *, atomic: bool) -> int:
        if fence := PLACEHOLDER.fullmatch(words):
            one = self.fences[int(fence[1])]
            self.cursor = max(self.cursor, one.end)
            return one.start
        if atomic:  # code
            words = unescape_code(words)
        at = self.source.find(words, self.cursor)
        if at < 0:
            return -1
        self.cursor = at + len(words)
        return at

    def _place_marks(self, line: str, offset: int) -> str:
        """Return a line of the source, which starts at ``offset``, with a mark after each opening."""

        def mark(opening: re.Match[str]) -> str:
            if len(self.mark_offsets) + 1 >= private.MAX_PLACES:
                return opening[0]
            self.mark_offsets.append(offset + opening.start())
            return opening[0] + chr(private.PLACES + len(self.mark_offsets) - 1)

        return _OPENING.sub(mark, line)
