"""Where boxes stand and how lines pass between them: a layered layout.

In: heights of boxes in pixels, and the pairs to join. Out: for each box its column
and the height of its centre; for each pair the heights at which its line crosses
the columns between its ends. The steps are Sugiyama's (Sugiyama, Tagawa and Toda,
1981): columns by the longest path, a lane for a line in each column that it
crosses, an order in each column with few crossings (mean places of what is
joined), then heights near the mean of the neighbours', to keep lines straight.
Whole numbers, the same for the same input on any machine.
"""

from __future__ import annotations

import math
from bisect import bisect_right, insort
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import accumulate, pairwise

from explainer.draw.columns import Pair, columns

_Node = tuple[str, ...]  # a box, or the lane of a pair in a column
_ROUNDS = 12
_SWEEPS = 24
_LANE = 2  # what a line needs for itself where it crosses a column; even, as heights are


@dataclass
class Layout:
    """``column`` and ``centre`` by box; ``via[pair]``: (column, height) between its ends."""

    column: dict[str, int] = field(default_factory=dict)
    centre: dict[str, int] = field(default_factory=dict)
    via: dict[Pair, list[tuple[int, int]]] = field(default_factory=dict)
    height: int = 0


def arrange(heights: dict[str, int], pairs: list[Pair], space: int) -> Layout:
    """Lay out boxes of the given even heights, joined by ``pairs`` (as ``orient`` returns them).

    ``space`` is kept free between boxes. Parts that nothing joins stand one under the other.
    """
    layout = Layout()
    column = columns(pairs)
    layout.column = {name: column.get(name, 0) for name in heights}
    for names in _parts(sorted(heights), pairs):
        inside = [pair for pair in pairs if pair[0] in names]
        _part({name: heights[name] for name in names}, inside, space, layout)
    return layout


def _parts(names: list[str], pairs: list[Pair]) -> list[dict[str, None]]:
    """Return the names that pairs join, part by part, each part in the order of the names."""
    part = {name: name for name in names}  # each name's first fellow
    for start, end in pairs:
        one, other = sorted((part[start], part[end]))
        if one != other:
            part = {name: one if first == other else first for name, first in part.items()}
    found: dict[str, dict[str, None]] = defaultdict(dict)
    for name in names:
        found[part[name]][name] = None
    return list(found.values())


def _part(heights: dict[str, int], pairs: list[Pair], space: int, layout: Layout) -> None:
    """Lay out one connected part below what is laid out already."""
    sizes: dict[_Node, int] = {(name,): height for name, height in heights.items()}
    column: dict[_Node, int] = {(name,): layout.column[name] for name in heights}
    ways: dict[Pair, list[_Node]] = {}
    for start, end in pairs:
        lanes = range(layout.column[start] + 1, layout.column[end])
        ways[start, end] = [(start,), *((start, end, str(rank)) for rank in lanes), (end,)]
        for rank, lane in zip(lanes, ways[start, end][1:], strict=False):
            sizes[lane], column[lane] = _LANE, rank
    joined: tuple[dict[_Node, list[_Node]], ...] = (defaultdict(list), defaultdict(list))
    for way in ways.values():
        for one, other in pairwise(way):
            joined[0][other].append(one)
            joined[1][one].append(other)
    layers = _ordered(column, *joined)
    places = _heights(layers, sizes, {n: joined[0][n] + joined[1][n] for n in sizes}, space)
    shift = layout.height + (space if layout.height else 0)
    shift -= min(places[node] - size // 2 for node, size in sizes.items())
    layout.height = max(places[node] + size // 2 for node, size in sizes.items()) + shift
    layout.centre |= {name: places[name,] + shift for name in heights}
    for pair, way in ways.items():
        layout.via[pair] = [(column[lane], places[lane] + shift) for lane in way[1:-1]]


def _ordered(
    column: dict[_Node, int], before: dict[_Node, list[_Node]], after: dict[_Node, list[_Node]]
) -> list[list[_Node]]:
    """Return the nodes of each column from the top down, in an order with few crossings.

    Columns are gone through from left to right and back; in each, nodes are sorted by the
    mean place of what they are joined to in the last one. The best order met is kept.
    """
    layers: list[list[_Node]] = [[] for _ in range(max(column.values()) + 1)]
    for node in sorted(column):
        layers[column[node]].append(node)
    best, least = layers, math.inf
    for sweep in range(_ROUNDS):
        joined, way = (after, -1) if sweep % 2 else (before, 1)
        place: dict[_Node, float] = {}
        ordered: list[list[_Node]] = []
        for layer in layers[::way]:
            own = {node: i for i, node in enumerate(layer)}
            wanted = {
                node: sum(place[other] for other in joined[node]) / len(joined[node])
                if joined[node]
                else own[node]
                for node in layer
            }
            ordered.append(sorted(layer, key=lambda node: (wanted[node], own[node])))
            place |= {node: i for i, node in enumerate(ordered[-1])}
        layers = ordered[::way]
        if (crossings := _crossings(layers, place, after)) < least:
            best, least = layers, crossings
    return best


def _crossings(
    layers: list[list[_Node]], place: dict[_Node, float], after: dict[_Node, list[_Node]]
) -> int:
    """Return how many lines cross between neighbouring columns."""
    found = 0
    for layer in layers:
        ends: list[float] = []
        for node in layer:
            for end in sorted(place[other] for other in after[node]):
                found += len(ends) - bisect_right(ends, end)
                insort(ends, end)
    return found


def _heights(
    layers: list[list[_Node]],
    sizes: dict[_Node, int],
    joined: dict[_Node, list[_Node]],
    space: int,
) -> dict[_Node, int]:
    """Return whole heights, each near the mean of its neighbours', in the order of each layer."""
    places: dict[_Node, float] = dict.fromkeys(sizes, 0)
    for sweep in range(_SWEEPS):
        for layer in layers if sweep % 2 else reversed(layers):
            wanted = [
                sum(places[other] for other in joined[node]) / max(len(joined[node]), 1)
                for node in layer
            ]
            found = _apart(wanted, [sizes[node] for node in layer], space)
            places |= zip(layer, found, strict=True)
    # Distances asked for are whole numbers, so rounding keeps them.
    return {node: math.floor(place + 0.5) for node, place in places.items()}


def _apart(wanted: Sequence[float], sizes: Sequence[int], space: int) -> list[float]:
    """Return the heights nearest to ``wanted`` (least squares) that keep their order and distance.

    Isotonic regression by pooling adjacent violators (Barlow and others, 1972).
    """
    steps = ((size + after) // 2 + space for size, after in pairwise(sizes))
    offsets = list(accumulate(steps, initial=0))
    pools: list[tuple[float, int]] = []  # (sum of wanted less offset, how many)
    for want, offset in zip(wanted, offsets, strict=True):
        total, count = want - offset, 1
        while pools and pools[-1][0] / pools[-1][1] > total / count:
            before = pools.pop()
            total, count = total + before[0], count + before[1]
        pools.append((total, count))
    level = (total / count for total, count in pools for _ in range(count))
    return [place + offset for place, offset in zip(level, offsets, strict=True)]
