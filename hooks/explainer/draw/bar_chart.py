"""The numbers of a figure, each to the figure's scale: bars, or squares that can be counted.

In: a figure and one of its rows. Out: the picture of that row, without words: these stand
beside it as HTML, with their notes. A row without a number, or with the number of
something else (``drawn: false``), has none. Squares come in an arrangement for a whole
page if they fill it, one for a column and one for a phone, of which a style sheet shows one.
"""

from __future__ import annotations

import math

from explainer.draw import svg
from explainer.model import records as model
from explainer.model.figure import FigureRow

BAR = 16
FULL, WIDE, NARROW = 936, 612, 316  # pixels
_MANY = 800  # squares: beyond, they are smaller
_GAP = 2


def chart(figure: model.Figure, row: FigureRow) -> str:
    """Return the block of HTML of one row, or «»."""
    if row.value is None or not row.drawn:
        return ""
    values = [one.value for one in figure.rows if one.value is not None and one.drawn]
    if figure.scale == "units":
        most = max(values) / figure.each
        count = round(row.value / figure.each)
        wide, narrow = (18, 12) if most <= _MANY else (12, 9)
        fills = count * wide > 2 * FULL
        return svg.figure(
            "units",
            squares(count, wide, FULL, "full", about=row.about) if fills else "",
            squares(count, wide, WIDE, "wide", about=row.about),
            squares(count, narrow, NARROW, "narrow", about=row.about),
        )
    low = _floor(values) if figure.scale == "log" else 0.0
    return svg.figure("bar", _bar(share(row.value, low, max(values)), about=row.about))


def squares(count: int, pitch: int, width: int, class_: str, *, about: bool) -> str:
    """Return ``count`` squares in rows, the last of them in outline if the number is ``about``.

    A row of squares is a dashed line as thick as they are wide: it costs the same at any number.
    """
    columns = width // pitch
    side = pitch - _GAP
    rows = max(math.ceil(count / columns), 1)
    hollow = 0
    if about:
        hollow = count - (rows - 1) * columns
    full = count - hollow
    path = ""
    for row in range(math.ceil(full / columns)):
        held = min(columns, full - row * columns)
        path += f"M0 {svg.number(row * pitch + side / 2)}h{held * pitch - _GAP}"
    drawn = ""
    if path:
        dashes = f'stroke-width="{side}" stroke-dasharray="{side} {_GAP}"'
        drawn = f'<path class="squares" d="{path}" {dashes}/>'
    for i in range(hollow):
        at = full + i
        x, y = at % columns * pitch, at // columns * pitch
        drawn += f'<rect class="hollow" x="{x + 0.5}" y="{y + 0.5}" width="{side - 1}" height="{side - 1}"/>'
    size = f'width="{max(min(count, columns), 1) * pitch - _GAP}" height="{rows * pitch - _GAP}"'
    return f'<svg class="{class_}" {size} aria-hidden="true">{drawn}</svg>'


def _bar(length: float, *, about: bool) -> str:
    """Return a bar, and the line that all bars start from; a bar of no length is left out."""
    looks = 'class="bar about" stroke-dasharray="4 3"' if about else 'class="bar"'
    width = svg.percent(length)
    bar = f'<rect {looks} y="2" width="{width}" height="{BAR}"/>' if length > 0 else ""
    return f'<svg height="{BAR + 4}" aria-hidden="true">{bar}<path class="base" d="M0 0v{BAR + 4}"/></svg>'


def share(value: float, low: float, high: float) -> float:
    """Return the length of a bar, from 0 to 1; ``low`` above 0 asks for a logarithmic scale.

    On a logarithmic scale a bar starts at ``low``, a power of ten under every value.
    """
    if value <= 0 or high <= 0:
        return 0.0
    if low <= 0:
        return value / high
    return math.log10(value / low) / math.log10(high / low)


def _floor(values: list[float]) -> float:
    """Return the greatest power of ten that is less than every value above 0."""
    positive = [value for value in values if value > 0]
    if not positive:
        return 0.0
    least = min(positive)
    power = math.floor(math.log10(least))
    return 10.0 ** (power - 1 if 10.0**power >= least else power)
