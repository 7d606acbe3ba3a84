"""Which column each box of a picture stands in.

In: the pairs of boxes to join, by name. Out: the same pairs without a circle, each
from left to right; for each box its column, from 0.
"""

from __future__ import annotations

from collections import defaultdict

Pair = tuple[str, str]


def orient(pairs: list[Pair]) -> list[Pair]:
    """Return the pairs, once each, some turned round so that no path comes back on itself.

    Depth first in the order given: a pair that closes a circle is the one turned.
    """
    following: dict[str, list[str]] = defaultdict(list)
    entered = {target for _, target in pairs}
    for start, end in dict.fromkeys(pairs):
        if start != end:
            following[start].append(end)
    state: dict[str, int] = {}
    kept: list[Pair] = []
    for root in sorted(following, key=lambda name: (name in entered, name)):
        if root in state:
            continue
        state[root] = 1
        stack = [(root, iter(following[root]))]
        while stack:
            name, others = stack[-1]
            other = next(others, None)
            if other is None:
                state[name] = 2
                stack.pop()
            elif state.get(other) == 1:
                kept.append((other, name))
            else:
                kept.append((name, other))
                if other not in state:
                    state[other] = 1
                    stack.append((other, iter(following.get(other, []))))
    return sorted(dict.fromkeys(kept))


def columns(pairs: list[Pair]) -> dict[str, int]:
    """Return the column of each box that ``pairs`` (as ``orient`` returns them) join.

    The first in which all that lead to it stand on its left; then as far to the right as
    what it leads to allows, for short lines.
    """
    column: dict[str, int] = defaultdict(int)
    # Longest path over pairs that make no circle: as many rounds as the path is long.
    moved = True
    while moved:
        moved = False
        for start, end in pairs:
            if column[end] <= column[start]:
                column[end] = column[start] + 1
                moved = True
    following: dict[str, list[str]] = defaultdict(list)
    for start, end in pairs:
        following[start].append(end)
    for name in sorted(following, key=lambda name: -column[name]):
        column[name] = min(column[other] for other in following[name]) - 1
    return dict(column)
