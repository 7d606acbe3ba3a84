"""Checks that each claim has the status that the log of changes gives it.

In: the claims and the records of change. Out: a problem for each claim whose status is
not that of the latest record of change that names it, or whose ``as_of`` is older than
that status; and for a status given twice on one day. (``published`` makes sure that the
records of change are not edited.)
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from explainer.model import records as model
from explainer.model.story import Story
from explainer.read import digests
from explainer.read.problems import Location, Problem

_THEN = f", an as_of that is not before its date, and then: {digests.COMMAND}"


@dataclass(frozen=True)
class RecordedStatus:
    """A claim's status by the log: the last record that gives it, and the first, ``since``."""

    status: str
    change: model.Change
    since: model.Change


def recorded_statuses(story: Story) -> dict[str, RecordedStatus]:
    """Return claim id → its last status by the log, ordered by date, then by the record's id."""
    last: dict[str, RecordedStatus] = {}
    for change in sorted(story.changes.values(), key=lambda change: (change.date, change.id)):
        for claim, status in change.statuses.items():
            previous = last.get(claim)
            since = previous.since if previous and previous.status == status else change
            last[claim] = RecordedStatus(status, change, since)
    return last


def check(story: Story) -> Iterator[Problem]:
    """Yield each claim whose status or ``as_of`` disagrees with the log, and repeated statuses."""
    yield from _find_repeated(story)
    last = recorded_statuses(story)
    for claim in story.claims.values():
        recorded = last.get(claim.id)
        document = story.document("claims", claim.id)
        if recorded is None or recorded.status != claim.status:
            yield document.problem(("status",), "status-recorded", _message(story, claim, recorded))
        elif claim.as_of < recorded.since.date:
            message = (
                f"{claim.as_of} is before the day on which the status became «{claim.status}» "
                f"({_locate(story, recorded.since, claim.id)}); expected {recorded.since.date} or later"
            )
            yield document.problem(("as_of",), "status-as-of", message)


def _find_repeated(story: Story) -> Iterator[Problem]:
    """Yield each record that gives a claim the same status as another on the same day."""
    first_by_status: dict[tuple[str, str, str], model.Change] = {}
    for change in story.changes.values():
        for claim, status in change.statuses.items():
            first = first_by_status.setdefault((claim, status, change.date), change)
            if first is not change:
                message = (
                    f"«{first.id}» gives this claim the same status on the same day "
                    f"({_locate(story, first, claim)}); take it out of the record that is not "
                    "merged yet"
                )
                document = story.document("changes", change.id)
                yield document.problem(("statuses", claim), "status-twice", message)


def _message(story: Story, claim: model.Claim, recorded: RecordedStatus | None) -> str:
    line = f"`statuses: {{{claim.id}: {claim.status}}}`"
    if recorded is None:
        return (
            f"no record of change gives this claim's status; expected {line} in one, "
            f"such as data/changes/{claim.as_of}-{claim.id}.yml{_THEN}"
        )
    date = max(recorded.change.date, claim.as_of)
    return (
        f"the status «{claim.status}» is not the last recorded, «{recorded.status}» "
        f"({_locate(story, recorded.change, claim.id)}); expected a record of change, such as "
        f"data/changes/{date}-{claim.id}.yml, dated {recorded.change.date} or later, with {line}{_THEN}"
    )


def _locate(story: Story, change: model.Change, claim: str) -> Location:
    return story.document("changes", change.id).locate(("statuses", claim))
