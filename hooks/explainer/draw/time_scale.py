"""From dates to positions on a line, and the long gaps between events.

In: events. Out: positions as shares of the line, from 0 to 1, with whole years at both ends; gaps
in days (as ``date.toordinal`` counts them) and whole months.
"""

from __future__ import annotations

import datetime
import math
from collections.abc import Iterable
from dataclasses import dataclass

from explainer.model import records as model

NARROWEST = 300  # pixels: the narrowest axis, on which year labels must not touch
YEAR_LABEL_WIDTH = 30  # pixels of a year's label, with space around it
_LONG_GAP = 0.05  # of the whole span: from here on, a gap is long
_DAYS_A_MONTH = 30.436875  # days, in the mean Gregorian year
_BREAK_GAP = 0.5  # of the whole span: from here on, a gap is not drawn to scale
_BROKEN_SHARE = 0.2  # of what is drawn to scale: the width of such a gap
_MIN_YEARS_TO_BREAK = 20  # years: a shorter axis is entirely to scale


@dataclass(frozen=True)
class Gap:
    """A long gap between events: its ends, in days, and the id of the event that ends it."""

    start: float
    end: float
    next_event: str

    @property
    def months(self) -> int:
        """Its length in whole months."""
        return math.floor((self.end - self.start) / _DAYS_A_MONTH)

    @property
    def duration(self) -> tuple[str, int]:
        """Its length for readers: («months», n), or («years», n) from 60 months on."""
        return ("months", self.months) if self.months < 60 else ("years", self.months // 12)


def find_gaps(events: Iterable[model.Event]) -> list[Gap]:
    """Return the long gaps between events, in order; events may come in any order.

    Long is a twentieth of the whole axis, and at least a month. A gap starts when the latest event so
    far ends; a month or a year without a day counts as its middle.
    """
    ordered = sorted(events, key=lambda event: event.sort_key)
    return _find_gaps(ordered, _LONG_GAP * Scale(ordered).days) if ordered else []


def _find_gaps(ordered: list[model.Event], min_days: float) -> list[Gap]:
    gaps = []
    latest = middle_day(ordered[0].until or ordered[0].date)
    for event in ordered[1:]:
        gap = Gap(latest, middle_day(event.date), event.id)
        if gap.end - gap.start >= min_days and gap.months:
            gaps.append(gap)
        latest = max(latest, middle_day(event.until or event.date))
    return gaps


class Scale:
    """From dates to shares of the width, with whole years at both ends.

    ``break_days``: the two ends of the one gap that is drawn shorter than it was, since it would leave
    no room for the rest; ``None`` if there is none. ``years``: how many the width shows.
    """

    def __init__(self, ordered: list[model.Event]) -> None:
        self.first = int(ordered[0].date[:4])
        last = max(int((event.until or event.date)[:4]) for event in ordered)
        years = last + 1 - self.first
        self.start = _year_start(self.first)
        self.break_days = self._find_break(ordered, years)
        spans = [(self.first, last)]
        if self.break_days:
            before, after = (datetime.date.fromordinal(int(day)).year for day in self.break_days)
            spans = [(self.first, before), (min(after + 1, last), last)]
            years = sum(end + 1 - start for start, end in spans)
        # Ticks of 1, 2, 5, 10 … years: the smallest step whose labels do not touch.
        self.step = next(
            step * 10**power
            for power in range(5)
            for step in (1, 2, 5)
            if NARROWEST / years * step * 10**power >= YEAR_LABEL_WIDTH or power == 4
        )
        self.ticks = [y for start, end in spans for y in range(start, end + 1, self.step)]
        self.last = self.ticks[-1] + self.step
        self.years = years + self.last - 1 - last
        total_days = _year_start(self.last) - self.start
        self.removed_days = 0.0
        if self.break_days:
            days = self.break_days[1] - self.break_days[0]
            self.removed_days = days - _BROKEN_SHARE * (total_days - days)
        self.days = total_days - self.removed_days

    def _find_break(self, ordered: list[model.Event], years: int) -> tuple[float, float] | None:
        if years < _MIN_YEARS_TO_BREAK:
            return None
        gaps = _find_gaps(ordered, _BREAK_GAP * years * 12 * _DAYS_A_MONTH)
        return (gaps[0].start, gaps[0].end) if gaps else None

    def position(self, iso: str) -> float:
        """Return the position of an ISO 8601 date; a month or a year counts as its middle."""
        return self.day_position(middle_day(iso))

    def day_position(self, day: float) -> float:
        """Return the position of a day, counted as ``date.toordinal`` does."""
        share = 0.0
        if self.break_days:
            start, end = self.break_days
            share = min(max((day - start) / (end - start), 0), 1)
        return (day - self.start - share * self.removed_days) / self.days

    def year_position(self, year: int) -> float:
        """Return the position of the first of January."""
        return self.day_position(_year_start(year))


def _year_start(year: int) -> int:
    return datetime.date(year, 1, 1).toordinal()


def middle_day(iso: str) -> float:
    """Return an ISO 8601 date as a day; a month or a year counts as its middle."""
    parts = [int(part) for part in iso.split("-")]
    if len(parts) == 3:
        return datetime.date(*parts).toordinal() + 0.5
    if len(parts) == 2:
        return datetime.date(parts[0], parts[1], 15).toordinal() + 0.5
    return datetime.date(parts[0], 7, 2).toordinal() + 0.5
