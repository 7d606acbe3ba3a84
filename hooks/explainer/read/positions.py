"""From offsets to lines and columns; and how a parsed text learns its offsets.

``Lines`` is the one place that turns an offset into a line and a column.
``PlaceMarker`` runs on Python-Markdown's tree just before its inline patterns: each
line of each block is looked for in the source, from where the last one was found,
and a private-use character is planted after each ``[`` and ``<``. Links, pictures,
citations and tags keep it; ``markdown`` reads it back and takes it out.
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
    """A place in a file, from 1."""

    line: int
    column: int


class Lines:
    """The lines of a text; line 1 of it is ``first`` in its file."""

    def __init__(self, text: str, first: int = 1) -> None:
        self.starts = list(accumulate((len(line) + 1 for line in text.split("\n")), initial=0))[:-1]
        self.first_line = first

    def position(self, offset: int) -> Position:
        """Return the place of an offset; that of the start for a negative one."""
        line = max(bisect_right(self.starts, offset) - 1, 0)
        return Position(line + self.first_line, max(offset - self.starts[line], 0) + 1)


def unescape_code(code: str) -> str:
    """Return code as it was typed: Python-Markdown has escaped it for HTML by then."""
    return code.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")


def find_target(text: str, element: Element, target: str) -> int:
    """Return where the target of a link of ``text`` is written: after its words, or in its definition."""
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
    """Finds each block in ``source`` and plants marks of places; set it up before each text.

    ``found`` maps an element (by ``id``) to the offset of its first line; ``places`` are the
    offsets that planted marks stand for.
    """

    def __init__(self, md: Markdown) -> None:
        super().__init__(md)
        self.start("", [])

    def start(self, source: str, fences: list[Fence]) -> None:
        """Set up for a text; ``source`` has the offsets of the text as written."""
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
            at = self._find(words, atomic=atomic)
            if at < 0:
                continue
            if not tail:
                self.element_offsets.setdefault(id(element), at)
            if ("[" in line or "<" in line) and not atomic:
                lines[i] = self._place_marks(line, at - line.index(words[0]))
        return text if atomic else "\n".join(lines)

    def _find(self, words: str, *, atomic: bool) -> int:
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
