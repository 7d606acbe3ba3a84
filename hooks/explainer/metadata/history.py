"""What each record of change touches, and when each page last changed.

In: the records of change of a story. Out: a ``History``: the claims that a
change touches, the changes of a page, its last date. Gathered once a build.
The oldest record gives each claim the status it was published with; that
changes nothing. Any other touches the claims to which it gives a new status.
"""

from __future__ import annotations

from explainer import model
from explainer.story import Story


class History:
    """The changes of a story; ``newest_first`` lists them by date, then id."""

    def __init__(self, story: Story) -> None:
        oldest_first = sorted(story.changes.values(), key=lambda change: (change.date, change.id))
        self.newest_first = oldest_first[::-1]
        self._claims: dict[str, list[str]] = {}
        self._of: dict[str, list[model.Change]] = {}
        self._everywhere = ""
        statuses: dict[str, str] = {}
        for change in oldest_first:
            given = change.statuses.items() if change is not oldest_first[0] else ()
            moved = [claim for claim, status in given if statuses.get(claim) != status]
            statuses |= change.statuses
            claims = self._claims[change.id] = list(dict.fromkeys([*change.claims, *moved]))
            names = dict.fromkeys([*change.pages, *(f"claims/{claim}.md" for claim in claims)])
            for name in names:
                self._of.setdefault(name, []).insert(0, change)
            if not names:  # a change that names no page concerns them all
                self._everywhere = change.date

    def claims(self, change: model.Change) -> list[str]:
        """Return the ids of the claims that a change touches."""
        return self._claims[change.id]

    def changes(self, name: str) -> list[model.Change]:
        """Return the changes that name a page or its claim, newest first."""
        return self._of.get(name, [])

    def last(self, name: str) -> str:
        """Return the ISO date of a page's last change, site-wide ones included, or ``""``."""
        own = self.changes(name)
        return max(own[0].date if own else "", self._everywhere)
