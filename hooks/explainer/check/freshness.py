"""What grows old: the line that says where the case stands.

In: a story and today's date. Out: warnings for the publisher. They never stop
a build: a contributor who mends a comma must not be asked to re-read the docket.
"""

from __future__ import annotations

import datetime
import os
from collections.abc import Iterator, Mapping

from explainer.model.story import Story
from explainer.read.problems import Problem

MAX_DAYS = 90


def today(environment: Mapping[str, str] = os.environ) -> datetime.date:
    """Return today, or the day of ``SOURCE_DATE_EPOCH`` (seconds, UTC) where it is set.

    See https://reproducible-builds.org/specs/source-date-epoch/.
    """
    if epoch := environment.get("SOURCE_DATE_EPOCH", ""):
        return datetime.datetime.fromtimestamp(int(epoch), datetime.UTC).date()
    return datetime.datetime.now(datetime.UTC).date()


def warnings(story: Story, now: datetime.date) -> Iterator[Problem]:
    """Yield a warning if the status was last checked more than ``MAX_DAYS`` days before ``now``."""
    if story.status is None:
        return
    age = (now - datetime.date.fromisoformat(story.status.as_of)).days
    if age > MAX_DAYS:
        message = (
            f"the case's status was last checked {age} days ago; check it again and change the date"
        )
        yield story.document("status", "").problem(("as_of",), message)


def announce(problem: Problem, environment: Mapping[str, str] = os.environ) -> str:
    """Return the warning as a line; on GitHub's runners, as an annotation of the file."""
    if environment.get("GITHUB_ACTIONS") == "true":
        place = f"file={problem.file},line={problem.line},col={problem.column}"
        return f"::warning {place}::{problem.message}"
    return f"{problem} (a warning)"
