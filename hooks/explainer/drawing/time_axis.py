"""The time axis: when things happened, to scale, and where nothing did.

In: the events, a language, the address of each event. Out: one block: a lane
for each layer, each event a mark with its layer's shape at its true place, the
years as links, and in brackets the long spells without any event.

Marks are not links: to scale, events of one week stand a pixel apart, where no
target of 24 pixels can be (WCAG 2.2, 2.5.8). They are hidden from screen readers,
which have the headings of the list below. Years are the links: each goes to the
first event of its span. Places are percentages and words keep their size, so
nothing scrolls or shrinks on a narrow screen.
"""

from __future__ import annotations

import datetime
import math
import xml.etree.ElementTree as ET
from collections.abc import Callable, Iterable

from explainer import model
from explainer.story import Story

from . import lettering, svg

NARROW = 300  # pixels: the width at which nothing may touch
MARK = 13  # pixels that a mark needs, both ways
TARGET = 24
_YEAR = 30  # pixels that a year's figures need, with room around
_LONG = 0.05  # of the whole span: what counts as a long spell without an event
_MONTH = 30.436875  # days, in the mean Gregorian year


def axis(
    story: Story, events: Iterable[model.Event], language: str, href: Callable[[str], str]
) -> str:
    """Return the axis as one line of XML; ``href`` gives the address of an event by its id."""
    ordered = sorted(events, key=lambda event: event.rank)
    if not ordered:
        return ""
    scale = _Scale(ordered)
    block = svg.figure("axis")
    title = svg.say(story, language, "axis_title")
    root = svg.drawing(
        block, "axis", title, svg.say(story, language, "axis_description"), role="group"
    )
    marks = svg.element(root, "g", aria_hidden="true")
    top = 0.0
    for layer, words in story.vocab.event_layers.items():
        members = [event for event in ordered if event.layer == layer]
        if members:
            label = f"{words.shape} {lettering.words(words.label, language)}"
            svg.element(marks, "text", label, class_="title", y=top + svg.BASELINE)
            top = _lane(marks, scale, members, words.shape or "•", top + svg.LEADING + 4)
    top = _years(root, scale, ordered, language, href, top, story)
    top = _gaps(marks, scale, ordered, story, language, top)
    root.set("height", svg.number(top))
    return svg.one_line(block)


class _Scale:
    """From dates to shares of the width; whole years at both ends."""

    def __init__(self, ordered: list[model.Event]) -> None:
        self.first = int(ordered[0].date[:4])
        last = max(int((event.until or event.date)[:4]) for event in ordered)
        years = last + 1 - self.first
        # Ticks of 1, 2, 5, 10 … years: the least step whose figures do not touch.
        self.step = next(
            step * 10**power
            for power in range(5)
            for step in (1, 2, 5)
            if NARROW / years * step * 10**power >= _YEAR or power == 4
        )
        self.ticks = list(range(self.first, last + 1, self.step))
        self.last = self.ticks[-1] + self.step
        self.start = datetime.date(self.first, 1, 1).toordinal()
        self.days = _year_start(self.last) - self.start

    def at(self, iso: str) -> float:
        """Return the place of a date, from 0 to 1; a month or a year counts as its middle."""
        return (_middle(iso) - self.start) / self.days

    def year(self, year: int) -> float:
        """Return the place of the first of January."""
        return (_year_start(year) - self.start) / self.days


def _year_start(year: int) -> int:
    return datetime.date(year, 1, 1).toordinal()


def _middle(iso: str) -> float:
    parts = [int(part) for part in iso.split("-")]
    if len(parts) == 3:
        return datetime.date(*parts).toordinal() + 0.5
    if len(parts) == 2:
        return datetime.date(parts[0], parts[1], 15).toordinal() + 0.5
    return datetime.date(parts[0], 7, 2).toordinal() + 0.5


def rows(places: list[float], least: float) -> list[int]:
    """Return a row for each place, in order, so that marks of one row are ``least`` apart."""
    ends: list[float] = []
    chosen: list[int] = []
    for place in places:
        row = next((i for i, end in enumerate(ends) if place - end >= least), len(ends))
        ends[row : row + 1] = [place]
        chosen.append(row)
    return chosen


def _lane(
    parent: ET.Element, scale: _Scale, events: list[model.Event], shape: str, top: float
) -> float:
    """Draw the marks of one layer; return where the next one starts."""
    places = [scale.at(event.date) for event in events]
    chosen = rows(places, MARK / NARROW)
    height = (max(chosen) + 1) * (MARK + 2)
    lane = svg.element(parent, "g", class_="marks", text_anchor="middle", font_size=MARK - 1)
    for place, row in zip(places, chosen, strict=True):
        y = top + height - row * (MARK + 2) - 2
        svg.element(lane, "text", shape, x=svg.percent(place), y=y)
    svg.element(parent, "line", class_="base", x2="100%", y1=top + height, y2=top + height)
    return top + height + 6


def _years(
    root: ET.Element,
    scale: _Scale,
    ordered: list[model.Event],
    language: str,
    href: Callable[[str], str],
    top: float,
    story: Story,
) -> float:
    """Draw the years; those in which something happened are links."""
    first: dict[int, model.Event] = {}
    for event in ordered:
        first.setdefault((int(event.date[:4]) - scale.first) // scale.step, event)
    width = scale.year(scale.first + scale.step)
    for i, year in enumerate(scale.ticks):
        at = scale.year(year)
        x = svg.percent(at)
        svg.element(root, "line", class_="base", x1=x, x2=x, y1=top - 6, y2=top)
        holder = root
        if i in first:
            holder = svg.element(root, "a", href=href(first[i].id))
            label = svg.say(story, language, "axis_year", year=year)
            holder.set("aria-label", label)
            svg.element(
                holder, "rect", x=x, y=top, width=svg.percent(width), height=TARGET, class_="target"
            )
        middle = svg.percent(at + width / 2)
        svg.element(holder, "text", str(year), x=middle, y=top + 16, text_anchor="middle")
    return top + TARGET + 4


def _gaps(
    parent: ET.Element,
    scale: _Scale,
    ordered: list[model.Event],
    story: Story,
    language: str,
    top: float,
) -> float:
    """Draw a bracket for each long spell without an event, with its length in whole months."""
    found: list[tuple[float, float, int]] = []
    latest = _middle(ordered[0].until or ordered[0].date)
    for event in ordered[1:]:
        days = _middle(event.date) - latest
        if days / scale.days >= _LONG:
            start = (latest - scale.start) / scale.days
            found.append((start, start + days / scale.days, math.floor(days / _MONTH)))
        latest = max(latest, _middle(event.until or event.date))
    if not found:
        return top
    for start, end, months in found:
        a, b = svg.percent(start), svg.percent(end)
        for x1, x2, y1, y2 in ((a, b, 4, 4), (a, a, 0, 8), (b, b, 0, 8)):
            svg.element(parent, "line", class_="base", x1=x1, x2=x2, y1=top + y1, y2=top + y2)
        middle = svg.percent((start + end) / 2)
        svg.element(parent, "text", str(months), x=middle, y=top + 19, text_anchor="middle")
    note = lettering.wrap(svg.say(story, language, "axis_gaps"), svg.SIZE, NARROW)
    svg.lines(parent, 0, top + 26, note, class_="note")
    return top + 26 + len(note) * svg.LEADING + 4
