"""Numbers that differ, as bars to one scale.

In: a figure's record. Out: one block of HTML: for each row its words, its value in
words, and a bar. Widths are percentages and words keep their size, so the same
drawing serves a telephone and a desk. A value that is only about right has a
bar with a dashed outline and no filling; a row without a number has no bar. The
table under it has the sources.
"""

from __future__ import annotations

import math

from explainer.draw import lettering, svg
from explainer.model import records as model
from explainer.model.story import Story

LINE = 300  # pixels that a line of words may take: a narrow screen's
BAR = 14
_AFTER = 16


def chart(story: Story, figure: model.Figure, language: str) -> str:
    """Return the block of HTML of one figure, each row to the figure's scale.

    The picture is as wide as its place, its height is in pixels.
    """
    values = [row.value for row in figure.rows if row.value is not None]
    low = _floor(values) if figure.scale == "log" else 0.0
    high = max(values, default=0.0)
    content, top = "", 0
    for row in figure.rows:
        for words, bold, looks in ((row.label, False, ""), (row.shown, True, ' class="title"')):
            wrapped = lettering.wrap(lettering.words(words, language), svg.SIZE, LINE, bold=bold)
            content += svg.lines(wrapped, top, looks)
            top += len(wrapped) * svg.LEADING
        top += 3
        if row.value is not None:
            content += _bar(share(row.value, low, high), top, about=row.about)
            top += BAR
        top += _AFTER
    how = svg.say(story, language, f"figure_{figure.scale}")
    notes = [how]
    if any(row.about for row in figure.rows):
        notes.append(svg.say(story, language, "figure_about"))
    if any(row.value is None for row in figure.rows):
        notes.append(svg.say(story, language, "figure_none"))
    for note in notes:
        wrapped = lettering.wrap(note, svg.SIZE, LINE)
        content += svg.lines(wrapped, top, ' class="note"')
        top += len(wrapped) * svg.LEADING
    title = lettering.words(figure.title, language)
    looks = f' font-size="{svg.SIZE}" height="{top + 4}"'
    drawn = svg.drawing(f"chart-{figure.id}", title, how, content, role="img", attributes=looks)
    return svg.figure("chart", drawn)


def _bar(length: float, top: int, *, about: bool) -> str:
    """Return a bar, and the line that all bars start from; a bar of no length is left out."""
    looks = 'class="bar about" stroke-dasharray="4 3"' if about else 'class="bar"'
    width = svg.percent(length)
    bar = f'<rect {looks} y="{top}" width="{width}" height="{BAR}"/>' if length > 0 else ""
    return f'{bar}<path class="base" d="M0 {top - 2}v{BAR + 4}"/>'


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
