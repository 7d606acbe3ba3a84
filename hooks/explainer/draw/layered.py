"""Where boxes stand and how lines pass between them: a layered (Sugiyama) layout.

In: heights of boxes, and the pairs to join. Out: for each box its column and
the height of its centre; for each pair the heights at which its line crosses
the columns between its ends. grandalf gives the columns, the order in each with
few crossings (mean values) and first heights (Brandes and Köpf); its layers run
downwards where ours run to the right. Then heights are drawn together, to keep
the picture short. Whole numbers, the same for the same input on any machine.
"""

from __future__ import annotations

import math
from collections import defaultdict
from dataclasses import dataclass, field
from itertools import pairwise

# grandalf has no annotations of its own.
from grandalf.graphs import Edge, Graph, Vertex, graph_core  # type: ignore[import-untyped]
from grandalf.layouts import SugiyamaLayout, VertexViewer  # type: ignore[import-untyped]

Pair = tuple[str, str]
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


def arrange(heights: dict[str, int], pairs: list[Pair], space: int) -> Layout:
    """Lay out boxes of the given even heights, joined by ``pairs`` (as ``orient`` returns them).

    ``space`` is kept free between boxes. Parts that nothing joins stand one under the other.
    """
    vertices = {name: Vertex(name) for name in sorted(heights)}
    for name, vertex in vertices.items():
        vertex.view = VertexViewer(w=heights[name], h=1)
    edges = [Edge(vertices[start], vertices[end]) for start, end in pairs]
    layout = Layout()
    parts: list[graph_core] = Graph(list(vertices.values()), edges).C
    for part in sorted(parts, key=lambda part: min(vertex.data for vertex in part.sV)):
        _part(part, space, layout)
    return layout


def _part(part: graph_core, space: int, layout: Layout) -> None:
    """Lay out one connected part below what is laid out already."""
    drawn = SugiyamaLayout(part)
    drawn.xspace, drawn.yspace = space, 1
    drawn.dw, drawn.dh = _LANE, 1
    drawn.init_all(optimize=True)
    drawn.draw(_ROUNDS)
    columns = [list(layer) for layer in drawn.layers]
    number = {id(vertex): i for i, vertex in enumerate(v for column in columns for v in column)}
    layers = [[number[id(vertex)] for vertex in column] for column in columns]
    sizes = [vertex.view.w for column in columns for vertex in column]
    first = [vertex.view.xy[0] for column in columns for vertex in column]
    joined: list[list[int]] = [[] for _ in sizes]
    for edge in part.sE:
        controls = drawn.ctrls.get(edge) or dict(enumerate(edge.v))
        way = [number[id(controls[rank])] for rank in sorted(controls)]
        for one, other in pairwise(way):
            joined[one].append(other)
            joined[other].append(one)
    places = _draw_together(layers, sizes, first, joined, space)
    top = min(place - size // 2 for place, size in zip(places, sizes, strict=True))
    shift = layout.height + (space if layout.height else 0) - top
    for rank, column in enumerate(columns):
        for vertex in column:
            centre = places[number[id(vertex)]] + shift
            layout.height = max(layout.height, centre + vertex.view.w // 2)
            if not drawn.grx[vertex].dummy:
                layout.column[vertex.data] = rank
                layout.centre[vertex.data] = centre
    for edge in part.sE:
        controls = drawn.ctrls.get(edge, {})
        between = sorted(controls)[1:-1]
        layout.via[edge.v[0].data, edge.v[1].data] = [
            (rank, places[number[id(controls[rank])]] + shift) for rank in between
        ]


def _draw_together(
    layers: list[list[int]],
    sizes: list[int],
    first: list[float],
    joined: list[list[int]],
    space: int,
) -> list[int]:
    """Return whole heights, each near the mean of its neighbours', in the order of each layer."""
    places = list(first)
    for sweep in range(_SWEEPS):
        for layer in layers if sweep % 2 else reversed(layers):
            wanted = [
                sum(places[other] for other in joined[i]) / len(joined[i])
                if joined[i]
                else places[i]
                for i in layer
            ]
            for i, place in zip(
                layer, _apart(wanted, [sizes[i] for i in layer], space), strict=True
            ):
                places[i] = place
    # Distances asked for are whole numbers, so rounding keeps them.
    return [math.floor(place + 0.5) for place in places]


def _apart(wanted: list[float], sizes: list[int], space: int) -> list[float]:
    """Return the heights nearest to ``wanted`` (least squares) that keep their order and distance.

    Isotonic regression by pooling adjacent violators (Barlow and others, 1972).
    """
    offsets = [0]
    for size, after in pairwise(sizes):
        offsets.append(offsets[-1] + (size + after) // 2 + space)
    pools: list[tuple[float, int]] = []  # (sum of wanted less offset, how many)
    for want, offset in zip(wanted, offsets, strict=True):
        total, count = want - offset, 1
        while pools and pools[-1][0] / pools[-1][1] > total / count:
            before = pools.pop()
            total, count = total + before[0], count + before[1]
        pools.append((total, count))
    level = [total / count for total, count in pools for _ in range(count)]
    return [place + offset for place, offset in zip(level, offsets, strict=True)]
