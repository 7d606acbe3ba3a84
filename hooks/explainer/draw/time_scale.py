"""From dates to places on a line, and the long spells in which nothing happened.

In: events. Out: shares of the line's width, from 0 to 1, whole years at both ends;
gaps in days (as ``date.toordinal`` counts them) and whole months.
"""

from __future__ import annotations

import datetime
import math
from collections.abc import Iterable
from dataclasses import dataclass

from explainer.model import records as model

NARROW = 300  # pixels: the width at which nothing on the axis may touch
YEAR_WIDTH = 30  # pixels that a year's figures need, with room around
_LONG = 0.05  # of the whole span: what counts as a long spell without an event
_MONTH = 30.436875  # days, in the mean Gregorian year
_BREAK = 0.5  # of the whole span: from here on, a spell without an event is not drawn to scale
_BROKEN = 0.2  # of what is drawn to scale: what such a spell takes
_WHOLE = 20  # years: a shorter axis is to scale throughout


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

    @property
    def lasts(self) -> tuple[str, int]:
        """Its length for readers: «months», or «years» where months are too many to picture."""
        return ("months", self.months) if self.months < 60 else ("years", self.months // 12)


def gaps(events: Iterable[model.Event]) -> list[Gap]:
    """Return the long spells without an event, in order; events may come in any order.

    Long is a twentieth of the whole axis, and a month at least. A spell starts when the
    latest event so far ends; a month or a year without a day counts as its middle.
    """
    ordered = sorted(events, key=lambda event: event.sort_key)
    return _gaps(ordered, _LONG * Scale(ordered).days) if ordered else []


def _gaps(ordered: list[model.Event], long: float) -> list[Gap]:
    found = []
    latest = middle(ordered[0].until or ordered[0].date)
    for event in ordered[1:]:
        gap = Gap(latest, middle(event.date), event.id)
        if gap.end - gap.start >= long and gap.months:
            found.append(gap)
        latest = max(latest, middle(event.until or event.date))
    return found


class Scale:
    """From dates to shares of the width; whole years at both ends.

    ``cut`` is the one spell that is drawn shorter than it was, if there is one: it would leave no
    room to all the rest. ``years`` are those that the width shows.
    """

    def __init__(self, ordered: list[model.Event]) -> None:
        self.first = int(ordered[0].date[:4])
        last = max(int((event.until or event.date)[:4]) for event in ordered)
        years = last + 1 - self.first
        self.start = _year_start(self.first)
        self.cut = self._break(ordered, years)
        spans = [(self.first, last)]
        if self.cut:
            before, after = (datetime.date.fromordinal(int(day)).year for day in self.cut)
            spans = [(self.first, before), (min(after + 1, last), last)]
            years = sum(end + 1 - start for start, end in spans)
        # Ticks of 1, 2, 5, 10 … years: the least step whose figures do not touch.
        self.step = next(
            step * 10**power
            for power in range(5)
            for step in (1, 2, 5)
            if NARROW / years * step * 10**power >= YEAR_WIDTH or power == 4
        )
        self.ticks = [y for start, end in spans for y in range(start, end + 1, self.step)]
        self.last = self.ticks[-1] + self.step
        self.years = years + self.last - 1 - last
        whole = _year_start(self.last) - self.start
        self.removed = 0.0
        if self.cut:
            left = whole - (self.cut[1] - self.cut[0])
            self.removed = (self.cut[1] - self.cut[0]) - _BROKEN * left
        self.days = whole - self.removed

    def _break(self, ordered: list[model.Event], years: int) -> tuple[float, float] | None:
        if years < _WHOLE:
            return None
        found = _gaps(ordered, _BREAK * years * 12 * _MONTH)
        return (found[0].start, found[0].end) if found else None

    def at(self, iso: str) -> float:
        """Return the place of a date, from 0 to 1; a month or a year counts as its middle."""
        return self.day(middle(iso))

    def day(self, day: float) -> float:
        """Return the place of a day, counted as ``date.toordinal`` does."""
        share = 0.0
        if self.cut:
            start, end = self.cut
            share = min(max((day - start) / (end - start), 0), 1)
        return (day - self.start - share * self.removed) / self.days

    def year(self, year: int) -> float:
        """Return the place of the first of January."""
        return self.day(_year_start(year))


def _year_start(year: int) -> int:
    return datetime.date(year, 1, 1).toordinal()


def middle(iso: str) -> float:
    """Return a date as a day; a month or a year counts as its middle."""
    parts = [int(part) for part in iso.split("-")]
    if len(parts) == 3:
        return datetime.date(*parts).toordinal() + 0.5
    if len(parts) == 2:
        return datetime.date(parts[0], parts[1], 15).toordinal() + 0.5
    return datetime.date(parts[0], 7, 2).toordinal() + 0.5
