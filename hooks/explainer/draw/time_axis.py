"""The time axis: when things happened, to scale, and where nothing did.

In: the events, a language, the address of each event. Out: one block: a lane
for each layer, each event a mark with its layer's shape at its true place and
its date and title in a tooltip; the names of those that have a ``landmark``, as
links; the years as links; in brackets the long spells without any event, with
their length. ``gaps`` gives these spells to the list of events too.

Marks are not links: to scale, events of one week stand a pixel apart, where no
target of 24 pixels can be (WCAG 2.2, 2.5.8). They are hidden from screen readers,
which have the headings of the list below. Places are percentages and words keep
their size: what is free of overlap at ``NARROW`` pixels is so at any greater width,
so nothing scrolls or shrinks on a narrow screen.
"""

from __future__ import annotations

import datetime
import math
import xml.etree.ElementTree as ET
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from explainer.draw import lettering, svg
from explainer.model import records as model
from explainer.model.story import Story
from explainer.words import typography, wording

NARROW = 300  # pixels: the width at which nothing may touch
MARK = 13  # pixels that a mark needs, both ways
TARGET = 24
_ROW = MARK + 2
_LINE = 17  # from one line of words to the next: drawings.css sets 14 pixels where there is room
_NEAR = 4  # pixels between a name and its line
_ROWS = 6  # of names over a lane; a name that finds no place in them is left out
_YEAR = 30  # pixels that a year's figures need, with room around
_LONG = 0.05  # of the whole span: what counts as a long spell without an event
_MONTH = 30.436875  # days, in the mean Gregorian year


@dataclass(frozen=True)
class Gap:
    """A long spell without an event: its ends, as days, its whole months, and what ends it."""

    start: float
    end: float
    before: str

    @property
    def months(self) -> int:
        """How many whole months it lasts."""
        return math.floor((self.end - self.start) / _MONTH)


def axis(
    story: Story, events: Iterable[model.Event], language: str, href: Callable[[str], str]
) -> str:
    """Return the axis as one line of XML; ``href`` gives the address of an event by its id."""
    ordered = sorted(events, key=lambda event: event.rank)
    if not ordered:
        return ""
    return svg.one_line(_Axis(story, ordered, language, href).block)


def gaps(events: Iterable[model.Event]) -> list[Gap]:
    """Return the long spells without an event, in order."""
    ordered = sorted(events, key=lambda event: event.rank)
    if not ordered:
        return []
    long = _LONG * _Scale(ordered).days
    found = []
    latest = _middle(ordered[0].until or ordered[0].date)
    for event in ordered[1:]:
        gap = Gap(latest, _middle(event.date), event.id)
        if gap.end - gap.start >= long and gap.months:
            found.append(gap)
        latest = max(latest, _middle(event.until or event.date))
    return found


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
        return self.day(_middle(iso))

    def day(self, day: float) -> float:
        """Return the place of a day, counted as ``date.toordinal`` does."""
        return (day - self.start) / self.days

    def year(self, year: int) -> float:
        """Return the place of the first of January."""
        return self.day(_year_start(year))


def _percent(share: float) -> str:
    """Return a share of the width with one decimal: half a pixel, on the widest screen."""
    return svg.percent(round(share, 3))


def _year_start(year: int) -> int:
    return datetime.date(year, 1, 1).toordinal()


def _middle(iso: str) -> float:
    parts = [int(part) for part in iso.split("-")]
    if len(parts) == 3:
        return datetime.date(*parts).toordinal() + 0.5
    if len(parts) == 2:
        return datetime.date(parts[0], parts[1], 15).toordinal() + 0.5
    return datetime.date(parts[0], 7, 2).toordinal() + 0.5


def rows(places: list[float], named: list[bool], least: float) -> list[int]:
    """Return a row for each place, so that marks of one row are ``least`` apart.

    The others take the lowest that is free; one that has a name stands over its
    neighbours, so that the line from its name meets no other mark.
    """
    chosen = [0] * len(places)
    held: list[list[float]] = []
    for i in sorted(range(len(places)), key=lambda i: (named[i], places[i])):
        near = [any(abs(places[i] - x) < least for x in row) for row in held]
        free = next((row for row, taken in enumerate(near) if not taken), len(held))
        above = max((row + 1 for row, taken in enumerate(near) if taken), default=0)
        chosen[i] = above if named[i] else free
        if chosen[i] == len(held):
            held.append([])
        held[chosen[i]].append(places[i])
    return chosen


@dataclass(frozen=True)
class Name:
    """Where a name stands: the row over the lane, and on which side of its line."""

    row: int
    left: bool


def names(places: list[float], widths: list[float]) -> list[Name | None]:
    """Return a place for each name, from left to right; ``None`` for one that finds no room.

    Places and widths in pixels. A line goes straight down from each name to its
    mark, and crosses no other name: a name stands over every line that it covers.
    """
    found: list[Name | None] = []
    spans: list[tuple[float, float, int, float]] = []  # start, end, row, where its line is
    for i, (at, width) in enumerate(zip(places, widths, strict=True)):
        nearest = places[i + 1] if i + 1 < len(places) else math.inf
        best: tuple[int, bool] | None = None
        for left in (True, False):
            start, end = (at - _NEAR - width, at) if left else (at, at + _NEAR + width)
            if start < 0 or end > NARROW or (not left and end >= nearest - _NEAR):
                continue
            under = [
                row
                for a, b, row, line in spans
                if start - 2 * _NEAR < b and a < end + 2 * _NEAR or start <= line <= end
            ]
            row = max(under, default=-1) + 1
            if row < _ROWS and (best is None or row < best[0]):
                best = row, left
        found.append(Name(*best) if best else None)
        if best:
            start, end = (at - _NEAR - width, at) if best[1] else (at, at + _NEAR + width)
            spans.append((start, end, best[0], at))
    return found


class _Axis:
    """One drawing, from the top down; ``top`` is where the next part starts."""

    def __init__(
        self,
        story: Story,
        ordered: list[model.Event],
        language: str,
        href: Callable[[str], str],
    ) -> None:
        self.story, self.language, self.href = story, language, href
        self.ordered, self.scale, self.top = ordered, _Scale(ordered), 0.0
        self.block = svg.figure("axis")
        title, description = self.say("axis_title"), self.say("axis_description")
        self.root = svg.drawing(self.block, "axis", title, description, role="group")
        for layer, words in story.vocab.event_layers.items():
            if members := [event for event in ordered if event.layer == layer]:
                self.lane(words.shape or "•", lettering.words(words.label, language), members)
        self.years()
        self.gaps()
        self.root.set("height", svg.number(self.top))

    def say(self, key: str, **values: object) -> str:
        return svg.say(self.story, self.language, key, **values)

    def hidden(self, **attributes: float | str) -> ET.Element:
        return svg.element(self.root, "g", aria_hidden="true", **attributes)

    def dated(self, event: model.Event, words: str) -> str:
        """Return «21 décembre 2020 : words»."""
        when = wording.period(event.date, event.until, self.language)
        return typography.correct(f"{when}{self.say('colon')}{words}", self.language)

    def lane(self, shape: str, label: str, events: list[model.Event]) -> None:
        """Draw the marks of one layer, and over them the names of those that have one."""
        svg.element(
            self.hidden(), "text", f"{shape} {label}", class_="title", y=self.top + svg.BASELINE + 2
        )
        self.top += _LINE + 4
        places = [self.scale.at(event.date) for event in events]
        named = [event for event in events if event.landmark]
        texts = [
            lettering.words(event.landmark, self.language) for event in named if event.landmark
        ]
        widths = [lettering.width(text, svg.SIZE) for text in texts]
        where = names([self.scale.at(event.date) * NARROW for event in named], widths)
        shown = {event.id for event, name in zip(named, where, strict=True) if name}
        height = (max((name.row for name in where if name), default=-1) + 1) * TARGET
        chosen = rows(places, [event.id in shown for event in events], MARK / NARROW)
        base = self.top + height + (max(chosen) + 1) * _ROW
        lines = self.hidden(class_="leads")
        marks = self.hidden(class_="marks", text_anchor="middle", font_size=MARK - 1)
        # Marks of one row share their height, which is then said once.
        held = [
            svg.element(marks, "g", transform=f"translate(0 {svg.number(base - row * _ROW - 2)})")
            for row in range(max(chosen) + 1)
        ]
        ys = {}
        for event, place, row in zip(events, places, chosen, strict=True):
            ys[event.id] = base - row * _ROW - 2
            mark = svg.element(held[row], "text", x=_percent(place))
            title = lettering.words(event.title, self.language)
            svg.element(mark, "title", self.dated(event, title)).tail = shape
        for event, text, name in zip(named, texts, where, strict=True):
            if name:
                top = self.top + height - (name.row + 1) * TARGET
                x = _percent(self.scale.at(event.date))
                svg.element(lines, "line", x1=x, x2=x, y1=top + 5, y2=ys[event.id] - MARK + 2)
                self.name(event, text, name, top)
        svg.element(self.hidden(), "line", class_="base", x2="100%", y1=base, y2=base)
        self.top = base + 6

    def name(self, event: model.Event, text: str, name: Name, top: float) -> None:
        """Write the name of an event, a link to it; rows are far enough apart to touch one alone."""
        link = svg.element(self.root, "a", href=self.href(event.id))
        x = _percent(self.scale.at(event.date))
        anchor, aside = ("end", -_NEAR) if name.left else ("start", _NEAR)
        svg.element(link, "text", text, x=x, dx=aside, y=top + 16, text_anchor=anchor)

    def years(self) -> None:
        """Draw the years; those in which something happened are links."""
        scale, top = self.scale, self.top
        first: dict[int, model.Event] = {}
        for event in self.ordered:
            first.setdefault((int(event.date[:4]) - scale.first) // scale.step, event)
        width = scale.year(scale.first + scale.step)
        for i, year in enumerate(scale.ticks):
            at = scale.year(year)
            x = _percent(at)
            svg.element(self.root, "line", class_="base", x1=x, x2=x, y1=top - 6, y2=top)
            holder = self.root
            if i in first:
                holder = svg.element(self.root, "a", href=self.href(first[i].id))
                holder.set("aria-label", self.say("axis_year", year=year))
                svg.element(
                    holder,
                    "rect",
                    x=x,
                    y=top,
                    width=_percent(width),
                    height=TARGET,
                    class_="target",
                )
            middle = _percent(at + width / 2)
            svg.element(holder, "text", str(year), x=middle, y=top + 16, text_anchor="middle")
        self.top = top + TARGET + 4

    def gaps(self) -> None:
        """Draw a bracket for each long spell without an event, with its length in months."""
        found, top = gaps(self.ordered), self.top
        if not found:
            return
        holder = self.hidden()
        ends: list[float] = []
        for gap in found:
            start, end = self.scale.day(gap.start), self.scale.day(gap.end)
            a, b = _percent(start), _percent(end)
            for x1, x2, y1, y2 in ((a, b, 4, 4), (a, a, 0, 8), (b, b, 0, 8)):
                svg.element(holder, "line", class_="base", x1=x1, x2=x2, y1=top + y1, y2=top + y2)
            form = wording.plural(gap.months, self.language)
            text = self.say(f"count_months_{form}", n=gap.months)
            width = lettering.width(text, svg.SIZE)
            middle = (start + end) / 2 * NARROW
            left = middle - width / 2
            anchor = (
                "start" if left < -_NEAR else "end" if left + width > NARROW + _NEAR else "middle"
            )
            x = {"start": 0.0, "end": 1.0}.get(anchor, (start + end) / 2)
            left = {"start": 0.0, "end": NARROW - width}.get(anchor, left)
            row = next((row for row, edge in enumerate(ends) if left >= edge), len(ends))
            ends[row : row + 1] = [left + width + 2 * _NEAR]
            y = top + 21 + row * _LINE
            svg.element(holder, "text", text, x=_percent(x), y=y, text_anchor=anchor)
        top += 26 + (len(ends) - 1) * _LINE
        note = lettering.wrap(self.say("axis_gaps"), svg.SIZE, NARROW)
        for i, line in enumerate(note):
            y = top + svg.BASELINE + 2 + i * _LINE
            svg.element(holder, "text", line, class_="note", y=y)
        self.top = top + len(note) * _LINE + 4
