"""A picture of boxes in columns and of lines between them, from left to right as far as they can.

In: boxes by name, lines from box to box with the words they arrive at, a width in
pixels. Out: a string of SVG, and its size in pixels. Lines pass only where no box
stands (``layered`` finds the places).
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

from explainer.draw import layered
from explainer.draw.boxes import GAP, SPACE, Box, Lines, draw, fit, touches

_LEAST_WIDTH = 60  # of a box


@dataclass(frozen=True)
class Line:
    """A line from one box to another, where it arrives at ``words``.

    ``back`` asks for its start on the right of its end.
    """

    start: str
    end: str
    tone: int
    words: str
    past: bool = False
    back: bool = False


def column_count(lines: list[Line]) -> int:
    """Return how many columns the lines ask for."""
    depth: dict[str, int] = defaultdict(int)
    pairs = _pairs(lines)
    # Longest path over pairs that make no circle: as many rounds as the path is long.
    moved = True
    while moved:
        moved = False
        for start, end in pairs:
            if depth[end] <= depth[start]:
                depth[end] = depth[start] + 1
                moved = True
    return max(depth.values(), default=0) + 1


def width_for(count: int, each: int) -> int:
    """Return the width of a picture of so many columns, each ``each`` pixels wide."""
    return count * (each + GAP) - GAP + 2


def diagram(boxes: dict[str, Box], lines: list[Line], width: int) -> tuple[str, int, int]:
    """Return the drawing, its width and its height in pixels.

    The width is ``width``, or more where so many columns would leave no room for words.
    """
    return _Diagram(boxes, lines, width).draw()


def _pairs(lines: list[Line]) -> list[layered.Pair]:
    return layered.orient(sorted((x.end, x.start) if x.back else (x.start, x.end) for x in lines))


class _Diagram:
    def __init__(self, boxes: dict[str, Box], lines: list[Line], width: int) -> None:
        pairs = _pairs(lines)
        forward = set(pairs)
        # For each line, its boxes from left to right, and whether it is drawn from right to left.
        self.lines = [
            (line, line.start, line.end, False)
            if (line.start, line.end) in forward
            else (line, line.end, line.start, True)
            for line in lines
        ]
        count = column_count(lines)
        self.column_width = max((width - 2 - GAP * (count - 1)) // count, _LEAST_WIDTH)
        self.width = max(width, width_for(count, self.column_width))
        # The lines that leave each side of a box, by tone: those of one leave together.
        self.leaving: dict[tuple[str, bool], dict[int, list[tuple[str, str]]]] = {}
        for line, left, right, turned in self.lines:
            side = self.leaving.setdefault((line.start, turned), {})
            side.setdefault(line.tone, []).append((left, right))
        arriving = self._arriving()
        self.boxes = {}
        for name, box in boxes.items():
            most = max(len(self.leaving.get((name, side), ())) for side in (False, True))
            self.boxes[name] = fit(
                box,
                self.column_width,
                from_left=arriving[name, False],
                from_right=arriving[name, True],
                touches=most,
            )
        heights = {name: box.height for name, box in self.boxes.items()}
        self.layout = layered.arrange(heights, pairs, SPACE)

    def _arriving(self) -> dict[tuple[str, bool], dict[str, None]]:
        """Return the words at which lines arrive at each box, from the left and from the right.

        Words that a line from the right arrives at stand there for all.
        """
        found: dict[tuple[str, bool], dict[str, None]] = defaultdict(dict)
        at_right = {(line.end, line.words) for line, _, _, turned in self.lines if turned}
        for line, *_ in self.lines:
            found[line.end, (line.end, line.words) in at_right][line.words] = None
        return found

    def draw(self) -> tuple[str, int, int]:
        lines = Lines()
        starts = self._starts()
        for line, left, right, turned in self.lines:
            start = starts[line.start, turned][line.tone]
            end = self._top(line.end) + self.boxes[line.end].middles[line.words]
            first, last = (end, start) if turned else (start, end)
            way = [
                (self.layout.column[left], first),
                *((column, y + 1) for column, y in self.layout.via[left, right]),
                (self.layout.column[right], last),
            ]
            stops = [(*self._edges(column), y) for column, y in way]
            lines.add(line.tone, line.past, stops, turned=turned)
        order = sorted(
            self.boxes, key=lambda name: (self.layout.column[name], self.layout.centre[name])
        )
        drawn = [
            draw(self.boxes[name], self._edges(self.layout.column[name])[0], self._top(name))
            for name in order
        ]
        return lines.draw() + "".join(drawn), self.width, self.layout.height + 2

    def _edges(self, column: int) -> tuple[int, int]:
        """Return the left and the right edge of a column."""
        left = 1 + column * (self.column_width + GAP)
        return left, left + self.column_width

    def _top(self, name: str) -> int:
        return self.layout.centre[name] - self.boxes[name].height // 2 + 1

    def _starts(self) -> dict[tuple[str, bool], dict[int, int]]:
        """Return the height at which lines leave each side of a box, by tone."""
        found = {}
        for (name, side), tones in self.leaving.items():
            ranked = sorted(tones, key=lambda tone: (self._towards(name, tones[tone]), tone))
            found[name, side] = touches(self.boxes[name], self._top(name), ranked)
        return found

    def _towards(self, name: str, pairs: list[tuple[str, str]]) -> float:
        """Return the mean height at which lines between ``name`` and others first turn."""
        heights = []
        for left, right in pairs:
            if via := self.layout.via[left, right]:
                heights.append(via[0 if name == left else -1][1])
            else:
                heights.append(self.layout.centre[right if name == left else left])
        return sum(heights) / len(heights)
