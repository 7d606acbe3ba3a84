"""What grows old, and what has not happened yet.

In: a story and today's date. Out: warnings for the publisher, of the line that says
where the case stands or that expects a day which has come: they never stop a build, since
a contributor who mends a comma must not be asked to re-read the docket. And problems: dates
of what people did (checked, changed) that no one can have done yet, and events to come that
do not say so.
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
    """Yield the days of deeds (``days``) and of events not ``expected`` that no place has seen yet.

    In some places it is tomorrow already; and what was no longer ahead once stays so, so that an
    old commit can be built: the clock counts too, where it is later than ``now``.
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
    """Yield (folder, id, path, day) of the days on which somebody did something."""
    for folder, id_, record in story.all_records():
        for at in field_walk.walk_fields(record):
            if isinstance(at.value, Day):
                yield folder, id_, at.path, at.value


def _cut_to_precision(day: datetime.date, date: str) -> str:
    """Return a day as a year or a month, where ``date`` is one, so that the two compare."""
    return day.isoformat()[: len(date)]


def find_outdated(story: Story, now: datetime.date) -> Iterator[Problem]:
    """Yield what was to come and whose day is past, and a status not checked for ``MAX_DAYS`` days."""
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
    """Return the warning as a line; on GitHub's runners, as an annotation of the file."""
    if environment.get("GITHUB_ACTIONS") == "true":
        place = f"file={problem.file},line={problem.line},col={problem.column}"
        return f"::warning {place}::{problem.message} [{problem.rule}]"
    return f"{problem} (a warning)"
