"""Dates against today: what is out of date, and what cannot have happened yet.

In: a story and today's date. Out: warnings (an old status, an expected event whose day is
past), which never stop a build, since they are not the fault of whoever edits something else;
and problems (future dates of what people did, future events without ``expected``).
"""

from __future__ import annotations

import datetime
import os
from collections.abc import Iterator, Mapping

from explainer.model import field_walk
from explainer.model.fields import Day
from explainer.model.story import Story
from explainer.read.problems import Problem
from explainer.read.yamlio import Path

MAX_DAYS = 90


def today(environment: Mapping[str, str] = os.environ) -> datetime.date:
    """Return today, or the day of ``SOURCE_DATE_EPOCH`` (seconds, UTC) where it is set.

    See https://reproducible-builds.org/specs/source-date-epoch/.
    """
    if epoch := environment.get("SOURCE_DATE_EPOCH", ""):
        return datetime.datetime.fromtimestamp(int(epoch), datetime.UTC).date()
    return datetime.datetime.now(datetime.UTC).date()


def find_future_dates(story: Story, now: datetime.date) -> Iterator[Problem]:
    """Yield a problem for each future date of an activity, a source, or an event not ``expected``.

    Tomorrow is allowed, because of time zones. The clock counts if it is later than ``now``, so
    that an old commit can still be built.
    """
    last = max(now, datetime.datetime.now(datetime.UTC).date()) + datetime.timedelta(days=1)
    for folder, id_, path, day in activity_days(story):
        if day > last.isoformat():
            message = f"{day} has not come yet; expected a day until {now}"
            yield story.document(folder, id_).problem(path, "date-future", message)
    for source in story.sources.values():
        if (day := source.earliest_date) > _cut_to_precision(last, day):
            message = f"{source.issued} has not come yet; expected a date until {now}"
            yield story.document("sources", source.id).problem(("issued",), "date-future", message)
    for event in story.events.values():
        if not event.expected and event.date > _cut_to_precision(last, event.date):
            message = (
                f"{event.date} has not come yet; expected «expected: true», or a day until {now}"
            )
            yield story.document("events", event.id).problem(("date",), "date-future", message)


def activity_days(story: Story) -> Iterator[tuple[str, str, Path, str]]:
    """Yield (folder, id, path, day) of every field of type ``Day``."""
    for folder, id_, record in story.all_records():
        for at in field_walk.walk_fields(record):
            if isinstance(at.value, Day):
                yield folder, id_, at.path, at.value


def _cut_to_precision(day: datetime.date, date: str) -> str:
    """Return a day cut to the precision of ``date`` (a year, a month or a day), to compare them."""
    return day.isoformat()[: len(date)]


def find_outdated(story: Story, now: datetime.date) -> Iterator[Problem]:
    """Yield expected events whose day is past, and a status not checked for ``MAX_DAYS`` days."""
    for event in story.events.values():
        if event.expected and event.date < _cut_to_precision(now, event.date):
            message = f"{event.date} is past; say what happened, and take «expected» out"
            document = story.document("events", event.id)
            yield document.problem(("expected",), "event-past", message)
    if story.status is None:
        return
    age = (now - datetime.date.fromisoformat(story.status.as_of)).days
    if age > MAX_DAYS:
        message = (
            f"the case's status was last checked {age} days ago; check it again and change the date"
        )
        yield story.document("status", "").problem(("as_of",), "status-old", message)


def format_warning(problem: Problem, environment: Mapping[str, str] = os.environ) -> str:
    """Return a warning as a line; on GitHub's runners, as a workflow command."""
    if environment.get("GITHUB_ACTIONS") == "true":
        place = f"file={problem.file},line={problem.line},col={problem.column}"
        return f"::warning {place}::{problem.message} [{problem.rule}]"
    return f"{problem} (a warning)"
