"""Numbers that differ, as bars to one scale.

In: a figure's record. Out: one block: for each row its words, its value in
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
    """Return the chart as one line of XML."""
    block = svg.figure("chart")
    title = lettering.words(figure.title, language)
    how = svg.say(story, language, f"figure_{figure.scale}")
    root = svg.drawing(block, f"chart-{figure.id}", title, how, role="img")
    top = 0
    values = [row.value for row in figure.rows if row.value is not None]
    low = _floor(values) if figure.scale == "log" else 0.0
    high = max(values, default=0.0)
    for row in figure.rows:
        label = lettering.wrap(lettering.words(row.label, language), svg.SIZE, LINE)
        shown = lettering.wrap(lettering.words(row.shown, language), svg.SIZE, LINE, bold=True)
        svg.lines(root, 0, top, label)
        top += len(label) * svg.LEADING
        svg.lines(root, 0, top, shown, class_="title")
        top += len(shown) * svg.LEADING + 3
        if row.value is None:
            top += _AFTER
            continue
        length = share(row.value, low, high)
        if length > 0:
            kind = "bar about" if row.about else "bar"
            dash = "4 3" if row.about else ""
            width = svg.percent(length)
            svg.element(
                root, "rect", class_=kind, y=top, width=width, height=BAR, stroke_dasharray=dash
            )
        # The line that all bars start from.
        svg.element(root, "path", class_="base", d=f"M0 {top - 2}v{BAR + 4}")
        top += BAR + _AFTER
    notes = [how]
    if any(row.about for row in figure.rows):
        notes.append(svg.say(story, language, "figure_about"))
    if any(row.value is None for row in figure.rows):
        notes.append(svg.say(story, language, "figure_none"))
    for note in notes:
        wrapped = lettering.wrap(note, svg.SIZE, LINE)
        svg.lines(root, 0, top, wrapped, class_="note")
        top += len(wrapped) * svg.LEADING
    root.set("height", str(top + 4))
    return svg.one_line(block)


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
