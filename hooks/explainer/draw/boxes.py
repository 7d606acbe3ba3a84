"""Boxes with words, and lines with arrowheads between them: what pictures of relations are made of.

In: a box (a name, the words at which lines arrive, an address) and its width; the
ends of lines. Out: the box's rows of words and its height; strings of SVG. A line
reads as a sentence: the name it leaves, the words it arrives at, the name in that
box; so no key of colours is needed, and lines that say the same to the same box
arrive as one. Lengths are in pixels, from the left and the top.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import NamedTuple

from explainer.draw import svg
from explainer.draw.lettering import wrap
from explainer.draw.svg import escaped

SIZE, LEADING, BASELINE = 13, 15, 12
SPACE = 8  # between two boxes of a column
HEAD, _OUT = 7, 1  # before a box, room for an arrowhead; behind it, before a line starts
_TURN, _BEND = 32, 16  # the width in which lines turn between two columns, and its half
GAP = HEAD + _OUT + _TURN  # between two columns
STEP = 10  # between two places at which lines touch one side of a box
PAST = "4 3"  # the dashes of what is over
_PAD, _RISE = 8, 5  # between a box's edge and its words: at the sides, above and below
_LEAST_HEIGHT = 26  # WCAG 2.2, 2.5.8 asks for targets of 24
_APART = 4  # between words at which lines arrive and what is over or under them
_TONES = 6  # in drawings.css

# What tells kinds of boxes apart beside their words: marks over the frame, by width and height.
SHAPES: dict[str, Callable[[int, int], str]] = {
    "round": lambda w, h: "",
    "lintel": lambda w, h: f"M0 3h{w}",
    "sides": lambda w, h: f"M4 0v{h}M{w - 4} 0v{h}",
    "corner": lambda w, h: f"M{w - 9} 0v9h9",
    "plain": lambda w, h: "",
}


class Box(NamedTuple):
    """What a box says and how it looks; without ``href`` it is no link.

    ``bar`` marks the left edge (-1) or the right one (1).
    """

    name: str
    href: str = ""
    shape: str = "plain"
    bar: int = 0
    strong: bool = False


class FittedBox(NamedTuple):
    """A box whose words are in rows: each its text, class, baseline, and whether at the right.

    ``height`` is even, so that centres are whole. ``middles`` is where lines arrive: the
    middle of the words they arrive at, or of the name under «».
    """

    box: Box
    width: int
    height: int
    rows: list[tuple[str, str, int, bool]]
    middles: dict[str, int]


def fit(
    box: Box,
    width: int,
    *,
    from_left: Iterable[str] = (),
    under: Iterable[str] = (),
    from_right: Iterable[str] = (),
    touches: int = 0,
) -> FittedBox:
    """Return the box at a width, with what is said in it beside its name.

    ``from_left``, over the name, and ``from_right``, below it, are the words at which lines
    from that side arrive; none arrives at ``under``. Each side has room for as many places
    at which lines touch it as ``touches`` says.
    """
    said = [(words, "kind", words, False) for words in from_left]
    said.append((box.name, "self" if box.strong else "", "", False))
    said += [(words, "kind", "", False) for words in under]
    said += [(words, "kind", words, True) for words in from_right]
    placed: list[tuple[str, str, int, bool]] = []
    middles: dict[str, int] = {}
    top, before = 0, ""
    for words, class_, key, right in said:
        if placed and (key or before):
            top += _APART
        before, start = key, top
        for row in wrap(words, SIZE, width - 2 * _PAD, bold=class_ == "self"):
            placed.append((row, class_, top, right))
            top += LEADING
        middles.setdefault(key, (start + top) // 2)
    height = -(-max(_LEAST_HEIGHT, touches * STEP + 4, top + 2 * _RISE) // 2) * 2
    first = (height - top) // 2
    rows = [(row, class_, first + at + BASELINE, right) for row, class_, at, right in placed]
    return FittedBox(box, width, height, rows, {key: first + at for key, at in middles.items()})


def draw(fitted: FittedBox, x: int, top: int) -> str:
    """Return the box with its left top corner at (x, top)."""
    box, width, height, rows, _ = fitted
    # Moved as a whole: what is inside reads the same for box after box, and gzip finds it.
    place = f'transform="translate({x} {top})"'
    said = ""
    for row, class_, y, right in rows:
        kind = f' class="{class_}"' if class_ else ""
        at, anchor = (width - _PAD, ' text-anchor="end"') if right else (_PAD, "")
        said += f'<text x="{at}" y="{y}"{kind}{anchor}>{escaped(row)}</text>'
    content = frame(box, width, height) + said
    if box.href:
        return f'<a href="{escaped(box.href)}" {place}>{content}</a>'
    return f"<g {place}>{content}</g>"


def frame(box: Box, width: int, height: int) -> str:
    """Return a box's frame with the marks of its shape and of its bar, at (0, 0)."""
    radius = f' rx="{min(14, height // 2)}"' if box.shape == "round" else ""
    drawn = f'<rect width="{width}" height="{height}"{radius}/>'
    if marks := SHAPES[box.shape](width, height):
        drawn += f'<path class="mark" d="{marks}"/>'
    if box.bar:
        drawn += f'<path class="side" d="M{3 if box.bar < 0 else width - 3} 0v{height}"/>'
    return drawn


def picture(
    id_: str, title: str, description: str, content: str, class_: str, view_box: str
) -> str:
    """Return a picture of boxes and lines; ``class_`` tells the style sheet when it shows."""
    looks = f' font-size="{SIZE}" class="{class_}" viewBox="{view_box}"'
    return svg.drawing(id_, title, description, content, role="group", attributes=looks)


def touches(fitted: FittedBox, top: int, tones: Sequence[int]) -> dict[int, int]:
    """Return the height at which the lines of each tone touch a side of a box whose top is given.

    A single one is at the name's height; several stand about the box's middle, in order.
    """
    if len(tones) == 1:
        return {tones[0]: top + fitted.middles[""]}
    first = top + fitted.height // 2 - (len(tones) - 1) * STEP // 2
    return {tone: first + i * STEP for i, tone in enumerate(tones)}


class Lines:
    """The lines of a picture with their arrowheads; those of one look share a path.

    A look is a tone, from 0, and whether what the line says is over.
    """

    def __init__(self) -> None:
        self._paths: dict[tuple[int, bool], str] = {}
        self._heads: dict[tuple[int, bool], dict[str, None]] = {}

    def add(
        self, tone: int, past: bool, way: Sequence[tuple[int, int, int]], *, turned: bool = False
    ) -> None:
        """Add a line along ``way``: left edge, right edge and height in each column, in order.

        Its head is at the last column's left edge; ``turned``, at the first one's right edge.
        """
        before, after = (HEAD, _OUT) if turned else (_OUT, HEAD)
        (_, edge, y), *others = way
        last, _, end = others[-1]
        head = f"M{edge} {y}l{HEAD}-4v8z" if turned else f"M{last} {end}l-{HEAD}-4v8z"
        path, crossing = f"M{edge + before} {y}", ""
        for left, right, to in others:
            rise = to - y
            path += crossing
            path += f"c{_BEND} 0 {_BEND} {rise} {_TURN} {rise}" if rise else f"h{_TURN}"
            crossing, y = f"h{right - left + before + after}", to
        look = (tone, past)
        self._paths[look] = self._paths.get(look, "") + path
        self._heads.setdefault(look, {})[head] = None

    def draw(self) -> str:
        """Return all lines; drawn first, boxes come over them."""
        drawn = ""
        for (tone, past), path in self._paths.items():
            dashes = f' stroke-dasharray="{PAST}"' if past else ""  # they start again at each line
            drawn += (
                f'<g class="tone-{tone % _TONES + 1}{" past" if past else ""}">'
                f'<path class="line" d="{path}"{dashes}/>'
                f'<path d="{"".join(self._heads[tone, past])}" fill="currentColor"/></g>'
            )
        return f'<g aria-hidden="true" fill="none" stroke="currentColor">{drawn}</g>'
