"""Boxes and lines: a laid-out graph turned into elements.

In: boxes (a name, the words at which lines arrive, an address) and lines (ends,
group, port), and a width. Out: the elements, and their size. A line reads as a
sentence: the name it leaves, the words it arrives at, the name in that box; so
no key of letters is needed, and lines that say the same to the same box arrive
as one. Lines pass only where no box stands. What is over is dashed and thin.
"""

from __future__ import annotations

import xml.etree.ElementTree as ET
from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from explainer.draw import layered, lettering, svg

SIZE, LEADING, BASELINE = 13, 15, 12
PAD, RISE = 8, 5  # between a box's edge and its words: at the sides, above and below
LEAST_WIDTH = 60
LEAST = 26  # the least height of a box; WCAG 2.2, 2.5.8 asks for 24
HEAD = 7  # room for an arrowhead
_OUT = 1  # between a box and the line that leaves it
STEP = 10  # between two places on one side of a box
_APART = 4  # between the words of two ports, or of a port and the name
_SPACE = 8  # between boxes
TURN = 32  # the width in which lines turn between two columns
PAST = "4 3"  # the dashes of what is over

# What tells kinds of boxes apart beside their words: marks over the frame, by width and height.
SHAPES: dict[str, Callable[[int, int], str]] = {
    "round": lambda w, h: "",
    "lintel": lambda w, h: f"M0 3h{w}",
    "sides": lambda w, h: f"M4 0v{h}M{w - 4} 0v{h}",
    "corner": lambda w, h: f"M{w - 9} 0v9h9",
    "plain": lambda w, h: "",
}


@dataclass(frozen=True)
class Box:
    """A box: ``ports`` are the words at which lines arrive, by key; ``after`` follow the name.

    ``bar`` marks the left edge (-1) or the right one (1). ``column`` matters where columns differ.
    """

    name: str
    href: str = ""
    ports: tuple[tuple[str, str], ...] = ()
    after: tuple[str, ...] = ()
    shape: str = "plain"
    bar: int = 0
    strong: bool = False
    column: int = 0


@dataclass(frozen=True)
class Line:
    """A line from one box to another, where it arrives at a port.

    ``back`` asks for its start on the right of its end.
    """

    start: str
    end: str
    group: int
    port: str = ""
    past: bool = False
    back: bool = False


@dataclass(frozen=True)
class _Row:
    """A row of words in a box; a row of a port names it."""

    text: str
    kind: str = ""
    port: str = ""
    right: bool = False


def columns(lines: list[Line]) -> int:
    """Return how many columns the lines ask for."""
    return _count(layered.orient(_pairs(lines)))


def width_for(count: int, each: int) -> int:
    """Return the width of so many columns, each as wide as asked."""
    return count * each + (count - 1) * _gap() + 2


def draw(
    parent: ET.Element,
    boxes: dict[str, Box],
    lines: list[Line],
    width: int,
    shares: Sequence[int] = (),
) -> tuple[int, int]:
    """Draw boxes and lines in ``parent``; return the width and the height they take, in pixels.

    ``shares`` are the relative widths of the columns, else all are as wide. The width is
    ``width``, or more where so many columns would leave no room for words.
    """
    return _Diagram(boxes, lines, width, shares).draw(parent)


def frame(parent: ET.Element, box: Box, width: int, height: int) -> None:
    """Add a box's frame, and the marks of its shape and of its bar."""
    radius = min(14, height // 2) if box.shape == "round" else ""
    svg.element(parent, "rect", width=width, height=height, rx=radius)
    if marks := SHAPES[box.shape](width, height):
        svg.element(parent, "path", class_="mark", d=marks)
    if box.bar:
        at = 3 if box.bar < 0 else width - 3
        svg.element(parent, "path", class_="side", d=f"M{at} 0v{height}")


def head(x: float, y: float, towards: int = 1) -> str:
    """Return the path of an arrowhead whose tip is at (x, y)."""
    return f"M{svg.number(x)} {svg.number(y)}l{-HEAD * towards}-4v8z"


def _gap() -> int:
    return _OUT + TURN + HEAD


def _pairs(lines: list[Line]) -> list[layered.Pair]:
    return sorted((x.end, x.start) if x.back else (x.start, x.end) for x in lines)


def _count(pairs: list[layered.Pair]) -> int:
    depth: dict[str, int] = defaultdict(int)
    # Longest path over pairs that make no circle: as many rounds as the path is long.
    moved = True
    while moved:
        moved = False
        for start, end in pairs:
            if depth[end] <= depth[start]:
                depth[end] = depth[start] + 1
                moved = True
    return max(depth.values(), default=0) + 1


# Lines that touch a box: by box and side (right or not), then by group and direction.
_Slots = dict[tuple[str, bool], dict[tuple[int, bool], list[int]]]


class _Diagram:
    def __init__(
        self, boxes: dict[str, Box], lines: list[Line], width: int, shares: Sequence[int]
    ) -> None:
        self.boxes, self.lines = boxes, lines
        self.pairs = layered.orient(_pairs(lines))
        forward = set(self.pairs)
        # A line drawn from right to left: its start was asked there, or the layout turned its pair.
        self.turned = [(line.start, line.end) not in forward for line in lines]
        # The ports at which lines arrive from the right.
        self.right = {
            (x.end, x.port) for x, turned in zip(lines, self.turned, strict=True) if turned
        }
        self.widths = _widths(width, shares or [1] * _count(self.pairs))
        self.width = max(width, self.x(len(self.widths)) - _gap() + 1)
        self.rows = {
            name: self._rows(name, self.widths[boxes[name].column] - 2 * PAD)
            for name in sorted(boxes)
        }
        self.tops = {name: _tops(rows) for name, rows in self.rows.items()}
        slots = self._slots()
        self.heights = {name: self._height(name, slots) for name in boxes}
        self.layout = layered.arrange(self.heights, self.pairs, _SPACE)
        self.places = self._places(slots)

    def _rows(self, name: str, limit: float) -> list[_Row]:
        """Return what a box says: arrivals from the left, its name, arrivals from the right."""
        box = self.boxes[name]

        def port(key: str, text: str, right: bool) -> list[_Row]:
            return [_Row(t, "kind", key, right) for t in lettering.wrap(text, SIZE, limit)]

        before = [r for k, t in box.ports if (name, k) not in self.right for r in port(k, t, False)]
        behind = [r for k, t in box.ports if (name, k) in self.right for r in port(k, t, True)]
        style = "self" if box.strong else ""
        title = [_Row(t, style) for t in lettering.wrap(box.name, SIZE, limit, bold=box.strong)]
        after = [_Row(t, "kind") for text in box.after for t in lettering.wrap(text, SIZE, limit)]
        return [*before, *title, *after, *behind]

    def sides(self, i: int) -> tuple[str, str]:
        """Return the boxes at the left and right ends of line ``i``."""
        line = self.lines[i]
        return (line.end, line.start) if self.turned[i] else (line.start, line.end)

    def _slots(self) -> _Slots:
        """Return where lines touch boxes at no port: those of a group leave or arrive together."""
        found: _Slots = {}
        for i, line in enumerate(self.lines):
            turned = self.turned[i]
            ends = [((line.start, not turned), (line.group, True))]
            if not line.port:
                ends.append(((line.end, turned), (line.group, False)))
            for side, slot in ends:
                found.setdefault(side, {}).setdefault(slot, []).append(i)
        return found

    def _height(self, name: str, slots: _Slots) -> int:
        places = max(len(slots.get((name, side), ())) for side in (False, True)) * STEP + 4
        words = self.tops[name][-1] + 2 * RISE
        return -(-max(LEAST, places, words) // 2) * 2  # even, so that centres are whole

    def x(self, column: int) -> int:
        """Return the left edge of a column."""
        return 1 + sum(self.widths[:column]) + column * _gap()

    def _top(self, name: str) -> int:
        return self.layout.centre[name] - self.heights[name] // 2 + 1

    def _middle(self, name: str, port: str) -> float:
        """Return the height of the words of a port, or of the name, of a box."""
        rows = self.rows[name]
        found = [
            i for i, row in enumerate(rows) if row.port == port and (port or row.kind != "kind")
        ]
        tops = self.tops[name]
        first = (self.heights[name] - tops[-1]) // 2
        middle = (tops[found[0]] + tops[found[-1]] + LEADING) / 2 if found else tops[-1] / 2
        return self._top(name) + first + int(middle)  # whole, for a short path

    def _places(self, slots: _Slots) -> dict[tuple[int, str], float]:
        """Return the height at which each line touches each of its boxes."""
        places = {
            (i, line.end): self._middle(line.end, line.port)
            for i, line in enumerate(self.lines)
            if line.port
        }
        for (name, _), found in slots.items():
            ranked = sorted(
                found.items(),
                key=lambda item: (
                    sum(self._towards(i, name) for i in item[1]) / len(item[1]),
                    item,
                ),
            )
            middle = self._middle(name, "")
            if len(ranked) > 1:
                middle = self.layout.centre[name] + 1
            for k, (_, touching) in enumerate(ranked):
                for i in touching:
                    places[i, name] = middle + (k - (len(ranked) - 1) / 2) * STEP
        return places

    def _towards(self, i: int, name: str) -> float:
        """Return the height of the first turn of line ``i`` as it leaves box ``name``."""
        left, right = self.sides(i)
        via = self.layout.via.get((left, right), [])
        if via:
            return via[0][1] if name == left else via[-1][1]
        return self.layout.centre[right if name == left else left]

    def draw(self, parent: ET.Element) -> tuple[int, int]:
        """Add the elements to ``parent``: lines first, so that boxes come over them."""
        strokes: dict[tuple[int, bool], list[str]] = defaultdict(list)
        heads: dict[tuple[int, bool], dict[str, None]] = defaultdict(dict)
        for i, line in enumerate(self.lines):
            path, tip = self._line(i)
            strokes[line.group, line.past].append(path)
            heads[line.group, line.past][head(*tip, -1 if self.turned[i] else 1)] = None
        under = svg.element(parent, "g", aria_hidden="true", fill="none", stroke="currentColor")
        for group, past in sorted(strokes):
            tone = svg.element(under, "g", class_=f"tone-{group % 6 + 1}{' past' if past else ''}")
            # All lines of a group in one path, a subpath each; dashes start again at each.
            paths, dashes = "".join(strokes[group, past]), PAST if past else ""
            svg.element(tone, "path", class_="line", d=paths, stroke_dasharray=dashes)
            svg.element(tone, "path", d="".join(heads[group, past]), fill="currentColor")
        for name in sorted(
            self.boxes, key=lambda n: (self.layout.column[n], self.layout.centre[n])
        ):
            self._box(parent, name)
        return self.width, self.layout.height + 2

    def _box(self, parent: ET.Element, name: str) -> None:
        box, height = self.boxes[name], self.heights[name]
        column = self.layout.column[name]
        width = self.widths[column]
        # Moved as a whole: what is inside reads the same for box after box, and gzip finds it.
        place = f"translate({self.x(column)} {self._top(name)})"
        holder = svg.element(parent, "a" if box.href else "g", href=box.href, transform=place)
        frame(holder, box, width, height)
        first = (height - self.tops[name][-1]) // 2
        for top, row in zip(self.tops[name], self.rows[name], strict=False):
            x, anchor = (width - PAD, "end") if row.right else (PAD, "")
            y = first + top + BASELINE
            svg.element(holder, "text", row.text, x=x, y=y, class_=row.kind, text_anchor=anchor)

    def _line(self, i: int) -> tuple[str, tuple[float, float]]:
        """Return the path of a line and the tip of its arrowhead."""
        left, right = self.sides(i)
        turned = self.turned[i]
        before, after = (HEAD, _OUT) if turned else (_OUT, HEAD)
        column = self.layout.column[left]
        out = (self.x(column) + self.widths[column], self.places[i, left])
        into = (self.x(self.layout.column[right]), self.places[i, right])
        at, y = out[0] + before, out[1]
        path = f"M{svg.number(at)} {svg.number(y)}"
        via = [(column, place + 1.0) for column, place in self.layout.via.get((left, right), [])]
        for k, (column, next_y) in enumerate([*via, (self.layout.column[right], into[1])]):
            if k:  # straight on past the column in between, then turn again
                path += f"h{svg.number(self.widths[column - 1] + before + after)}"
            turn = self.x(column) - after - at
            half, rise = svg.number(turn / 2), svg.number(next_y - y)
            bend = f"c{half} 0 {half} {rise} {svg.number(turn)} {rise}"
            path += bend if next_y != y else f"h{svg.number(turn)}"
            at, y = self.x(column) + self.widths[column] + before, next_y
        return path, (out if turned else into)


def _tops(rows: list[_Row]) -> list[int]:
    """Return the top of each row of words, and the bottom of the last, from the first's top."""
    tops = [0]
    for row, after in zip(rows, [*rows[1:], rows[-1]], strict=True):
        apart = after.port != row.port or (row.port and after.kind != row.kind)
        tops.append(tops[-1] + LEADING + (_APART if apart else 0))
    return tops


def _widths(width: int, shares: Sequence[int]) -> list[int]:
    """Return the width of each column: its share of what gaps leave, in whole pixels."""
    room = width - 2 - _gap() * (len(shares) - 1)
    return [max(room * share // sum(shares), LEAST_WIDTH) for share in shares]
