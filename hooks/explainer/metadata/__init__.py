"""What machines read of a page: JSON-LD, citation metadata, its feed; and how to cite it.

In: a compiled site and the view of a page. Out: the values of ``view.extra``
that ``overrides/partials/metadata.html`` and ``cite.html`` show. Runs for each
page as its view is made; what pages share is gathered once a build.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import urljoin

from .. import licence, model
from ..compile import Site
from . import cite, embedded, jsonld

if TYPE_CHECKING:
    from ..view import View

FEED, CHANGES = "atom.xml", "changes.md"


class Metadata:
    """The metadata of one build's pages."""

    def __init__(self, site: Site) -> None:
        self.site = site
        self.graph = jsonld.Graph(site)
        self._changes: dict[str, list[model.Change]] = {}
        self._everywhere: list[model.Change] = []
        newest_first = sorted(
            site.story.changes.values(), key=lambda change: (change.date, change.id), reverse=True
        )
        for change in newest_first:
            claims = dict.fromkeys([*change.claims, *change.statuses])
            names = [*change.pages, *(f"claims/{claim}.md" for claim in claims)]
            for name in dict.fromkeys(names):
                self._changes.setdefault(name, []).append(change)
            if not names:  # a change that names no page concerns them all
                self._everywhere.append(change)

    def changes(self, name: str) -> list[model.Change]:
        """Return the changes that name a page or its claim, newest first."""
        return self._changes.get(name, [])

    def changed(self, name: str) -> str:
        """Return the ISO date of a page's last change, site-wide ones included, or ``""``."""
        days = [changes[0].date for changes in (self.changes(name), self._everywhere) if changes]
        return max(days, default="")

    def extra(self, view: View) -> dict[str, Any]:
        """Return what the theme shows beside the view's own values."""
        changed = self.changed(view.name)
        corrections = [c.id for c in self.changes(view.name) if c.kind == "correction"]
        return {
            "changed": changed,
            "licence": licence.ADDRESS,
            "jsonld": jsonld.dump(self.graph.page(view, changed, corrections)),
            "meta": embedded.tags(self.site, view, changed),
            "feed": feed_address(self.site, view.language),
            "cite": cite.cite(self.site, view, changed),
        }


def feed_address(site: Site, language: str) -> str:
    """Return the absolute address of the feed of changes, or ``""`` if the site can have none.

    A feed needs ids that hold everywhere (RFC 4287, 4.2.6), so a site address, and a date.
    """
    story = site.story
    if not (story.settings.site_url and story.changes and CHANGES in site.addresses):
        return ""
    return urljoin(story.settings.site_url, site.addresses.url(language, CHANGES) + FEED)
