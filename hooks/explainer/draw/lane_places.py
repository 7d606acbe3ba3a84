"""Where the marks of one lane of the time axis stand, and the names over them.

In: places from left to right, in pixels at ``NARROW`` or shares of the width. Out: a
row for each, so that nothing touches and no line from a name to its mark meets
another. What is free of overlap at ``NARROW`` pixels is so at any greater width.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

from explainer.draw.time_scale import NARROW

NEAR = 4  # pixels between a name and its line
_ROWS = 6  # of names over a lane; a name that finds no place in them is left out


def rows(places: list[float], named: list[bool], least: float) -> list[int]:
    """Return a row for each place, so that marks of one row are ``least`` apart.

    The others take the lowest that is free; one that has a name stands over its
    neighbours, so that the line from its name meets no other mark.
    """
    chosen = [0] * len(places)
    held: list[list[float]] = []
    for i in sorted(range(len(places)), key=lambda i: (named[i], places[i])):
        near = [any(abs(places[i] - x) < least for x in row) for row in held]
        free = next((row for row, taken in enumerate(near) if not taken), len(held))
        above = max((row + 1 for row, taken in enumerate(near) if taken), default=0)
        chosen[i] = above if named[i] else free
        if chosen[i] == len(held):
            held.append([])
        held[chosen[i]].append(places[i])
    return chosen


@dataclass(frozen=True)
class Name:
    """Where a name stands: the row over the lane, and on which side of its line."""

    row: int
    left: bool


def names(places: list[float], widths: list[float]) -> list[Name | None]:
    """Return a place for each name, from left to right; ``None`` for one that finds no room.

    Places and widths in pixels. A line goes straight down from each name to its
    mark, and crosses no other name: a name stands over every line that it covers.
    """
    found: list[Name | None] = []
    spans: list[tuple[float, float, int, float]] = []  # start, end, row, where its line is
    for i, (at, width) in enumerate(zip(places, widths, strict=True)):
        nearest = places[i + 1] if i + 1 < len(places) else math.inf
        best: tuple[int, bool] | None = None
        for left in (True, False):
            start, end = (at - NEAR - width, at) if left else (at, at + NEAR + width)
            if start < 0 or end > NARROW or (not left and end >= nearest - NEAR):
                continue
            under = [
                row
                for a, b, row, line in spans
                if start - 2 * NEAR < b and a < end + 2 * NEAR or start <= line <= end
            ]
            row = max(under, default=-1) + 1
            if row < _ROWS and (best is None or row < best[0]):
                best = row, left
        found.append(Name(*best) if best else None)
        if best:
            start, end = (at - NEAR - width, at) if best[1] else (at, at + NEAR + width)
            spans.append((start, end, best[0], at))
    return found
