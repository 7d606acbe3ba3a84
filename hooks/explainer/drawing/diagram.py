"""Boxes and lines: a laid-out graph turned into elements.

In: boxes (words, address) and lines (ends, group, sign), and a width. Out: the
elements, and their height. Lines leave on one side of a box and arrive on the
other, each at a place of its own, and pass only where no box stands. What tells
groups apart is a pattern of dashes and the shape of the arrowhead; what tells
kinds apart is a letter where the line starts. Colour only repeats it.
"""

from __future__ import annotations

import xml.etree.ElementTree as ET
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field

from . import layered, lettering, svg

PAD = 4  # between a box's edge and its words
LEAST_WIDTH = 60
LEAST = 24  # the least height of a box: the least target of WCAG 2.2, 2.5.8
HEAD = 7  # room for an arrowhead, and for a line's end
SIGN = 13  # room for a letter
SIGN_SIZE = 10
STEP = 12  # between two lines on one side of a box, so that letters never touch
_SPACE = 8  # between boxes
TURN = 24  # the width in which lines turn between two columns

# By group, in the vocabulary's order; a seventh group would start again, and its key says so.
DASHES = ("", "8 3", "2 3", "9 3 2 3", "4 2", "2 6")
# Arrowheads, from the tip back: {s} is 1 when pointing right, -1 when pointing left.
_HEADS: tuple[tuple[Callable[[int], str], bool], ...] = (
    (lambda s: f"l{-7 * s}-4v8z", True),
    (lambda s: f"l{-3.5 * s}-3.5 {-3.5 * s} 3.5 {3.5 * s} 3.5z", False),
    (lambda s: f"l{-7 * s}-4v8z", False),
    (lambda s: f"v-3h{-6 * s}v6h{6 * s}z", True),
    (lambda s: f"a3 3 0 1 1{-6 * s} 0a3 3 0 1 1{6 * s} 0z", False),
    (lambda s: f"m{-1 * s}-4v8m{-3 * s} 0v-8", False),
)


@dataclass(frozen=True)
class Words:
    """A line of words in a box; ``kind`` is «» for the name, else a class."""

    text: str
    kind: str = ""


@dataclass(frozen=True)
class Box:
    """A box: its words, line by line for a given width, and where it links to."""

    words: Callable[[float], list[Words]]
    href: str = ""


@dataclass(frozen=True)
class Line:
    """A line from one box to another; ``sign`` is a letter or nothing."""

    start: str
    end: str
    group: int
    sign: str = ""


@dataclass
class _Ends:
    """The lines that touch one side of a box: (line, height of the next turn), and places."""

    left: list[int] = field(default_factory=list)
    right: list[int] = field(default_factory=list)


def head(group: int, x: float, y: float, towards: int = 1) -> str:
    """Return the path of a group's arrowhead whose tip is at (x, y)."""
    return f"M{svg.number(x)} {svg.number(y)}{_HEADS[group % len(_HEADS)][0](towards)}"


def dashes(group: int) -> str:
    """Return the dash pattern of a group; «» is a plain line."""
    return DASHES[group % len(DASHES)]


def filled(group: int) -> bool:
    """Tell whether a group's arrowhead is filled."""
    return _HEADS[group % len(_HEADS)][1]


def draw(
    parent: ET.Element, boxes: dict[str, Box], lines: list[Line], width: int, turn: int = TURN
) -> tuple[int, int]:
    """Draw boxes and lines in ``parent``; return the width and the height they take, in pixels.

    The width is ``width``, or more where so many columns would leave no room for words.
    """
    return _Diagram(boxes, lines, width, turn).draw(parent)


class _Diagram:
    def __init__(self, boxes: dict[str, Box], lines: list[Line], width: int, turn: int) -> None:
        self.boxes, self.lines, self.width = boxes, lines, width
        self.pairs = layered.orient(sorted((line.start, line.end) for line in lines))
        forward = set(self.pairs)
        # A line drawn from right to left where the layout had to turn its pair round.
        self.turned = [(line.start, line.end) not in forward for line in lines]
        self.signed = any(line.sign for line in lines)
        self.ends: dict[str, _Ends] = defaultdict(_Ends)
        for i in range(len(lines)):
            left, right = self.sides(i)
            self.ends[left].right.append(i)
            self.ends[right].left.append(i)
        self.columns = self._columns(width, turn)
        self.words = {
            name: box.words(self.columns[1] - 2 * PAD) for name, box in sorted(boxes.items())
        }
        heights = {name: self._height(name) for name in boxes}
        self.heights = heights
        self.layout = layered.arrange(heights, self.pairs, _SPACE)

    def sides(self, i: int) -> tuple[str, str]:
        """Return the boxes at the left and right ends of line ``i``."""
        line = self.lines[i]
        return (line.end, line.start) if self.turned[i] else (line.start, line.end)

    def _columns(self, width: int, turn: int) -> tuple[int, int, int]:
        """Return the number of columns, the width of each and the gap between two."""
        depth: dict[str, int] = defaultdict(int)
        # Longest path over pairs that make no circle: as many rounds as the path is long.
        moved = True
        while moved:
            moved = False
            for start, end in self.pairs:
                if depth[end] <= depth[start]:
                    depth[end] = depth[start] + 1
                    moved = True
        count = max(depth.values(), default=0) + 1
        gap = (SIGN if self.signed else 2) + turn + HEAD
        each = (width - 2 - gap * (count - 1)) // count
        return count, max(each, LEAST_WIDTH), gap

    def _height(self, name: str) -> int:
        ends = self.ends[name]
        lines = max(len(ends.left), len(ends.right)) * STEP + 4
        words = len(self.words[name]) * svg.LEADING + 2 * PAD
        return -(-max(LEAST, lines, words) // 2) * 2  # even, so that centres are whole

    def x(self, column: int) -> int:
        """Return the left edge of a column."""
        _, each, gap = self.columns
        return 1 + column * (each + gap)

    def draw(self, parent: ET.Element) -> tuple[int, int]:
        """Add the elements to ``parent``: lines first, so that boxes come over them."""
        places = self._places()
        strokes: dict[int, list[str]] = defaultdict(list)
        heads: dict[int, list[tuple[float, float, str]]] = defaultdict(list)
        signs: list[tuple[float, float, str]] = []
        for i, line in enumerate(self.lines):
            path, tip, sign = self._line(i, places)
            strokes[line.group].append(path)
            shape = head(line.group, *tip, -1 if self.turned[i] else 1)
            heads[line.group].append((*tip, shape))
            if line.sign:
                signs.append((*sign, line.sign))
        under = svg.element(parent, "g", aria_hidden="true", fill="none", stroke="currentColor")
        for group in sorted(strokes):
            tone = svg.element(under, "g", class_=f"tone-{group + 1}")
            # All lines of a group in one path, a subpath each; dashes start again at each.
            paths = "".join(strokes[group])
            svg.element(tone, "path", class_="line", d=paths, stroke_dasharray=dashes(group))
            fill = "currentColor" if filled(group) else ""
            shapes = "".join(shape for *_, shape in sorted(heads[group]))
            svg.element(tone, "path", d=shapes, fill=fill)
        if signs:
            # One element for all letters, each with its own x and y (SVG 1.1, 10.4); in the order
            # of places, which gzip packs best.
            signs.sort()
            svg.element(
                parent,
                "text",
                "".join(sign for *_, sign in signs),
                class_="signs",
                aria_hidden="true",
                font_size=SIGN_SIZE,
                x=" ".join(svg.number(x) for x, _, _ in signs),
                y=" ".join(svg.number(y) for _, y, _ in signs),
            )
        for name in sorted(
            self.boxes, key=lambda n: (self.layout.column[n], self.layout.centre[n])
        ):
            self._box(parent, name)
        count, each, _ = self.columns
        return max(self.width, self.x(count - 1) + each + 1), self.layout.height + 2

    def _box(self, parent: ET.Element, name: str) -> None:
        box, height = self.boxes[name], self.heights[name]
        x, y = self.x(self.layout.column[name]), self.layout.centre[name] - height // 2 + 1
        # Moved as a whole: what is inside reads the same for box after box, and gzip finds it.
        place = f"translate({x} {y})"
        holder = svg.element(parent, "a" if box.href else "g", href=box.href, transform=place)
        svg.element(holder, "rect", width=self.columns[1], height=height)
        words = self.words[name]
        top = (height - len(words) * svg.LEADING) // 2
        for i, line in enumerate(words):
            baseline = top + i * svg.LEADING + svg.BASELINE
            svg.element(holder, "text", line.text, x=PAD, y=baseline, class_=line.kind)

    def _places(self) -> dict[tuple[int, str], float]:
        """Return the height at which each line touches each of its boxes."""
        places: dict[tuple[int, str], float] = {}
        for name, ends in self.ends.items():
            for side in (ends.left, ends.right):
                side.sort(key=lambda i: (self._towards(i, name), i))
                for k, i in enumerate(side):
                    middle = self.layout.centre[name] + 1
                    places[i, name] = middle + (k - (len(side) - 1) / 2) * STEP
        return places

    def _towards(self, i: int, name: str) -> float:
        """Return the height of the first turn of line ``i`` as it leaves box ``name``."""
        left, right = self.sides(i)
        via = self.layout.via.get((left, right), [])
        if via:
            return via[0][1] if name == left else via[-1][1]
        return self.layout.centre[right if name == left else left]

    def _line(
        self, i: int, places: dict[tuple[int, str], float]
    ) -> tuple[str, tuple[float, float], tuple[float, float]]:
        """Return the path of a line, the tip of its arrowhead and the place of its letter."""
        left, right = self.sides(i)
        turned, each = self.turned[i], self.columns[1]
        sign = SIGN if self.signed else 2
        before, after = (HEAD, sign) if turned else (sign, HEAD)
        column = self.layout.column[left]
        out = (self.x(column) + each, places[i, left])
        into = (self.x(self.layout.column[right]), places[i, right])
        at, y = out[0] + before, out[1]
        path = f"M{svg.number(at)} {svg.number(y)}"
        via = [(column, place + 1.0) for column, place in self.layout.via.get((left, right), [])]
        for k, (column, next_y) in enumerate([*via, (self.layout.column[right], into[1])]):
            if k:  # straight on past the column in between, then turn again
                path += f"h{svg.number(each + before + after)}"
            turn = self.x(column) - after - at
            half, rise = svg.number(turn / 2), svg.number(next_y - y)
            bend = f"c{half} 0 {half} {rise} {svg.number(turn)} {rise}"
            path += bend if next_y != y else f"h{svg.number(turn)}"
            at, y = self.x(column) + each + before, next_y
        start, tip = (into, out) if turned else (out, into)
        return path, tip, (start[0] + (2 - SIGN if turned else 2), start[1] + 3.5)


def name_words(name: str, kind: str = "") -> Callable[[float], list[Words]]:
    """Return what breaks a name into the lines of a box."""
    return lambda limit: [Words(text, kind) for text in lettering.wrap(name, svg.SIZE, limit)]
