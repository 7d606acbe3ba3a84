"""Placement of marks and names beside a line, so that none overlaps another.

In: positions along the line and widths, in pixels. Out: rows away from the line, from 0.
"""

from __future__ import annotations

from itertools import product

TOUCH_SIZE = 24  # pixels to touch (WCAG 2.2, 2.5.8)
LABEL_GAP = 6  # pixels between words and their line
_MAX_NAMES = 10  # for more, too many choices of sides would have to be tried


def stack_marks(positions: list[float], has_priority: list[bool]) -> list[int]:
    """Return the row of each mark: the lowest in which it is ``TOUCH_SIZE`` away from all others.

    Marks with priority choose first.
    """
    chosen: dict[int, int] = {}
    for i in sorted(range(len(positions)), key=lambda i: (not has_priority[i], positions[i])):
        here = round(positions[i])
        taken = {row for j, row in chosen.items() if abs(round(positions[j]) - here) < TOUCH_SIZE}
        chosen[i] = next(row for row in range(len(positions)) if row not in taken)
    return [chosen[i] for i in range(len(positions))]


def place_names(
    positions: list[float], widths: list[float], length: float
) -> list[tuple[int, bool]]:
    """Return (row, whether it stands left of its line) for each name, in the fewest rows.

    A line goes straight down from each position to its name and crosses no other name. So a name
    stands below every name whose line comes down within its width. All choices of sides are tried;
    ``[]`` if each has crossings, or for more than ``_MAX_NAMES`` names.
    """
    if len(positions) > _MAX_NAMES:
        return []
    spans = [
        ((at, at + LABEL_GAP + width + LABEL_GAP), (at - LABEL_GAP - width - LABEL_GAP, at))
        for at, width in zip(positions, widths, strict=True)
    ]
    possible_sides = [
        [
            left
            for left in (False, True)
            if span[left][0] >= 0 and span[left][1] <= length + LABEL_GAP
        ]
        for span in spans
    ]
    best: list[tuple[int, bool]] = []
    for sides in product(*possible_sides):
        chosen_spans = [span[left] for span, left in zip(spans, sides, strict=True)]
        rows = _layer_names(positions, chosen_spans)
        if rows and (not best or max(rows) < max(row for row, _ in best)):
            best = list(zip(rows, sides, strict=True))
    return best


def _layer_names(positions: list[float], spans: list[tuple[float, float]]) -> list[int]:
    """Return the rows of names with these spans; ``[]`` if two lines would cross each other's names."""
    count = len(positions)
    names_above = [
        {j for j in range(count) if j != i and spans[i][0] < positions[j] < spans[i][1]}
        for i in range(count)
    ]
    rows: dict[int, int] = {}
    while len(rows) < count:
        ready = [i for i in range(count) if i not in rows and names_above[i] <= rows.keys()]
        if not ready:
            return []
        i = ready[0]
        row = max((rows[j] + 1 for j in names_above[i]), default=0)
        start, end = spans[i]
        while any(r == row and spans[j][0] < end and start < spans[j][1] for j, r in rows.items()):
            row += 1
        rows[i] = row
    return [rows[i] for i in range(count)]
