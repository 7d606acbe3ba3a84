"""History of the claims' statuses, and the date of each page's last change.

In: the records of change of a story; and, for dates, the pages that show a claim.
Out: a ``History``. The oldest record gives each claim the status it was published
with, which counts as no change. Any other changes the claims that it names, and
those to which it gives a new status.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from explainer.derive import address
from explainer.model import records as model
from explainer.model.kinds import KINDS
from explainer.model.story import Story
from explainer.run.tracked_tables import TrackedTable

# From the ids of claims, the names of the pages that embed, list or point to each.
PagesShowing = Callable[[set[str]], Mapping[str, Iterable[str]]]


@dataclass(frozen=True)
class Step:
    """The effect of a record of change on a claim; ``old`` is ``""`` if it had no status before."""

    change: model.Change
    claim: str
    old: str
    status: str

    @property
    def changes_status(self) -> bool:
        """Tell whether the status is new."""
        return self.old != self.status


class History:
    """The changes of a story; ``newest_first`` lists them by date, then id."""

    def __init__(self, story: Story, pages_showing: PagesShowing | None = None) -> None:
        self.story, name = story, "dates" if pages_showing else "history"
        oldest_first = sorted(story.changes.values(), key=lambda change: (change.date, change.id))
        self._newest_first = oldest_first[::-1]
        self._steps: dict[str, list[Step]] = TrackedTable(f"{name}_steps")
        self._claim_steps: dict[str, list[Step]] = TrackedTable(f"{name}_past")
        self._page_changes: dict[str, list[model.Change]] = TrackedTable(f"{name}_own")
        self._latest_changes: dict[str, model.Change] = TrackedTable(f"{name}_latest")
        statuses: dict[str, str] = {}
        for change in oldest_first:
            steps = {id_: Step(change, id_, statuses.get(id_, ""), status)
                     for id_, status in change.statuses.items()}  # fmt: skip
            for id_ in change.claims:
                known = statuses.get(id_, "")
                steps.setdefault(id_, Step(change, id_, known, known))
            first = change is oldest_first[0]
            changed = [i for i, s in steps.items() if s.changes_status and not first]
            touched = [*change.claims, *changed]
            self._steps[change.id] = [steps[id_] for id_ in dict.fromkeys(touched)]
            for id_, step in steps.items():
                if step.changes_status or id_ in change.claims:
                    self._claim_steps.setdefault(id_, []).insert(0, step)
            statuses |= change.statuses
        self._set_dates(oldest_first, pages_showing)

    @property
    def newest_first(self) -> list[model.Change]:
        """The changes, newest first. It asks the story, so that a page depends on its changes."""
        return self._newest_first if self.story.changes.values() else []

    def _set_dates(
        self, oldest_first: list[model.Change], pages_showing: PagesShowing | None
    ) -> None:
        touched = {step.claim for change in oldest_first for step in self.steps(change)}
        pages_by_claim = pages_showing(touched) if pages_showing and touched else {}
        site_wide: model.Change | None = None
        for change in oldest_first:
            steps = self.steps(change)
            names = [*change.pages, *(f"claims/{step.claim}.md" for step in steps)]
            for name in dict.fromkeys(name.partition("#")[0] for name in names):
                self._page_changes.setdefault(name, []).insert(0, change)
                self._latest_changes[name] = change
            for step in steps:
                listed_on = address.Facet("claims", "status", step.old).name
                for name in (*pages_by_claim.get(step.claim, ()), listed_on):
                    self._latest_changes[name] = change
            if not names:  # a change that names no page concerns all of them
                site_wide, self._latest_changes = change, TrackedTable("dates_latest")
        if oldest_first:  # the page of the log itself
            self._latest_changes[KINDS["changes"].page] = oldest_first[-1]
        self._site_wide = site_wide

    def steps(self, change: model.Change) -> list[Step]:
        """Return the steps of the claims that a record of change changes."""
        return self._steps[change.id]

    def publishes(self, change: model.Change) -> int:
        """Return how many claims were first published by a change, if it is the oldest; else 0."""
        return len(change.statuses) if change is self.newest_first[-1] else 0

    def of_claim(self, id_: str) -> list[Step]:
        """Return the steps of a claim, its publication included, newest first."""
        return self._claim_steps.get(id_, [])

    def page_changes(self, name: str) -> list[model.Change]:
        """Return the changes that name a page, or the claim whose page it is, newest first."""
        return self._page_changes.get(name, [])

    def latest_change(self, name: str) -> model.Change | None:
        """Return the last change of a page, of a claim that it shows, or of the whole site."""
        return self._latest_changes.get(name, self._site_wide)

    def latest_date(self, name: str) -> str:
        """Return the ISO date of a page's last change, or ``""``."""
        change = self.latest_change(name)
        return change.date if change else ""


def latest_day(story: Story) -> str:
    """Return the latest date in the records (ISO 8601), or ``""``; the day of the build is no part."""
    days = [change.date for change in story.changes.values()]
    days += [claim.as_of for claim in story.claims.values()]
    days += [story.status.as_of] if story.status else []
    return max(days, default="")
