"""The numbers of a figure drawn to its scale: bars, or squares that can be counted.

In: a figure and one of its rows. Out: the picture of that row, without words: they stand beside it
as HTML, with their notes. A row without a number, or with a number of something else
(``drawn: false``), has no picture. Squares are arranged for a column and for a phone, and for the
whole page if they fill it; the style sheet shows one arrangement.
"""

from __future__ import annotations

import math

from explainer.draw import svg
from explainer.model import records as model
from explainer.model.figure import FigureRow

BAR_HEIGHT = 16
FULL_WIDTH, WIDE_WIDTH, NARROW_WIDTH = 936, 612, 316  # pixels
_MANY_SQUARES = 800  # above this number they are smaller
_GAP = 2


def draw_chart(figure: model.Figure, row: FigureRow) -> str:
    """Return the HTML of one row, or ``""`` if it has no picture."""
    if row.value is None or not row.drawn:
        return ""
    values = [one.value for one in figure.rows if one.value is not None and one.drawn]
    if figure.scale == "units":
        largest = max(values) / figure.each
        count = round(row.value / figure.each)
        wide_pitch, narrow_pitch = (18, 12) if largest <= _MANY_SQUARES else (12, 9)
        fills = count * wide_pitch > 2 * FULL_WIDTH
        return svg.wrap_drawing(
            "units",
            draw_squares(count, wide_pitch, FULL_WIDTH, "full", is_approximate=row.about)
            if fills
            else "",
            draw_squares(count, wide_pitch, WIDE_WIDTH, "wide", is_approximate=row.about),
            draw_squares(count, narrow_pitch, NARROW_WIDTH, "narrow", is_approximate=row.about),
        )
    start = _log_floor(values) if figure.scale == "log" else 0.0
    length = bar_length(row.value, start, max(values))
    return svg.wrap_drawing("bar", _draw_bar(length, is_approximate=row.about))


def draw_squares(count: int, pitch: int, width: int, class_: str, *, is_approximate: bool) -> str:
    """Return ``count`` squares in rows; the last row is outlined if the number is approximate.

    A row is one dashed line, as thick as the squares are wide: it costs the same at any number.
    """
    columns = width // pitch
    side = pitch - _GAP
    rows = max(math.ceil(count / columns), 1)
    hollow = count - (rows - 1) * columns if is_approximate else 0
    filled = count - hollow
    path = ""
    for row in range(math.ceil(filled / columns)):
        in_row = min(columns, filled - row * columns)
        path += f"M0 {svg.format_number(row * pitch + side / 2)}h{in_row * pitch - _GAP}"
    squares = ""
    if path:
        dashes = f'stroke-width="{side}" stroke-dasharray="{side} {_GAP}"'
        squares = f'<path class="squares" d="{path}" {dashes}/>'
    for i in range(hollow):
        index = filled + i
        x, y = index % columns * pitch, index // columns * pitch
        squares += f'<rect class="hollow" x="{x + 0.5}" y="{y + 0.5}" width="{side - 1}" height="{side - 1}"/>'
    size = f'width="{max(min(count, columns), 1) * pitch - _GAP}" height="{rows * pitch - _GAP}"'
    return f'<svg class="{class_}" {size} aria-hidden="true">{squares}</svg>'


def _draw_bar(length: float, *, is_approximate: bool) -> str:
    """Return a bar, if its length is not 0, and the line that all bars start from."""
    attributes = 'class="bar about" stroke-dasharray="4 3"' if is_approximate else 'class="bar"'
    width = svg.format_percent(length)
    bar = f'<rect {attributes} y="2" width="{width}" height="{BAR_HEIGHT}"/>' if length > 0 else ""
    return f'<svg height="{BAR_HEIGHT + 4}" aria-hidden="true">{bar}<path class="base" d="M0 0v{BAR_HEIGHT + 4}"/></svg>'


def bar_length(value: float, low: float, high: float) -> float:
    """Return the length of a bar, from 0 to 1; a ``low`` above 0 asks for a logarithmic scale.

    On a logarithmic scale a bar starts at ``low``, a power of ten below every value.
    """
    if value <= 0 or high <= 0:
        return 0.0
    if low <= 0:
        return value / high
    return math.log10(value / low) / math.log10(high / low)


def _log_floor(values: list[float]) -> float:
    """Return the greatest power of ten that is below every positive value, or 0."""
    positive = [value for value in values if value > 0]
    if not positive:
        return 0.0
    least = min(positive)
    power = math.floor(math.log10(least))
    return 10.0 ** (power - 1 if 10.0**power >= least else power)
