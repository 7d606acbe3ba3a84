"""Where marks and names sit beside a line, so that none hides another.

In: their places along the line and their widths, in pixels. Out: rows away from the line.
"""

from __future__ import annotations

from itertools import product

TARGET = 24  # pixels to touch (WCAG 2.2, 2.5.8)
NEAR = 6  # pixels between words and their line
_MOST_NAMES = 10  # what every choice of sides is tried for


def rows(places: list[float], first: list[bool]) -> list[int]:
    """Return the row of each place: the lowest where it is ``TARGET`` from all others.

    Those that come ``first`` choose before the others.
    """
    chosen: dict[int, int] = {}
    for i in sorted(range(len(places)), key=lambda i: (not first[i], places[i])):
        near = {
            row for j, row in chosen.items() if abs(round(places[j]) - round(places[i])) < TARGET
        }
        chosen[i] = next(row for row in range(len(places)) if row not in near)
    return [chosen[i] for i in range(len(places))]


def seated(places: list[float], widths: list[float], room: float) -> list[tuple[int, bool]]:
    """Return (row, whether it stands left of its line) of each name, in the fewest rows.

    A line goes straight down from each place to its name and crosses no other name: a name stands
    lower than every name whose line comes down inside it. Of every choice of sides, the one that
    takes the fewest rows; ``[]`` if none is free of crossings, or past ``_MOST_NAMES``.
    """
    if len(places) > _MOST_NAMES:
        return []
    spans = [
        ((at, at + NEAR + width + NEAR), (at - NEAR - width - NEAR, at))
        for at, width in zip(places, widths, strict=True)
    ]
    possible = [
        [left for left in (False, True) if span[left][0] >= 0 and span[left][1] <= room + NEAR]
        for span in spans
    ]
    best: list[tuple[int, bool]] = []
    for sides in product(*possible):
        chosen = [span[left] for span, left in zip(spans, sides, strict=True)]
        rows = _layered(places, chosen)
        if rows and (not best or max(rows) < max(row for row, _ in best)):
            best = list(zip(rows, sides, strict=True))
    return best


def _layered(places: list[float], spans: list[tuple[float, float]]) -> list[int]:
    """Return the rows of names that stand at ``spans``; ``[]`` if two lines would cross names."""
    count = len(places)
    over = [
        {j for j in range(count) if j != i and spans[i][0] < places[j] < spans[i][1]}
        for i in range(count)
    ]
    rows: dict[int, int] = {}
    while len(rows) < count:
        free = [i for i in range(count) if i not in rows and over[i] <= rows.keys()]
        if not free:
            return []
        i = free[0]
        row = max((rows[j] + 1 for j in over[i]), default=0)
        start, end = spans[i]
        while any(r == row and spans[j][0] < end and start < spans[j][1] for j, r in rows.items()):
            row += 1
        rows[i] = row
    return [rows[i] for i in range(count)]
