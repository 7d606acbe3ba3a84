"""What machines read of a page: JSON-LD, citation metadata, its feeds; and how to cite it.

In: a compiled site and the view of a page. Out: the values of ``view.extra``
that ``overrides/partials/metadata.html`` and ``cite.html`` show. Runs for each
page as its view is made; what pages share is gathered once a build.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from explainer.derive import subscriptions
from explainer.derive.history import History
from explainer.make.metadata import cite, jsonld, naming
from explainer.make.site import Site
from explainer.model.kinds import page_name

if TYPE_CHECKING:
    from explainer.make.view import View


class Metadata:
    """The metadata of one build's pages."""

    def __init__(self, site: Site) -> None:
        self.site = site
        self.graph = jsonld.Graph(site)
        self.history = History(site.story, self._showing)
        self.feeds = subscriptions.pages_with_feed(site.story, site.addresses)

    def _showing(self, claims: set[str]) -> dict[str, list[str]]:
        """Return the names of the pages that show each claim: whatever does links to its page."""
        wanted = {page_name("claims", id_): id_ for id_ in claims}
        found: dict[str, list[str]] = {}
        made = next(iter(self.site.pages.values()))  # every language shows the same
        for name, page in made.items():
            for target in sorted(page.links & wanted.keys()):
                found.setdefault(wanted[target], []).append(name)
        return found

    def of(self, view: View) -> dict[str, Any]:
        """Return what the theme shows beside the view's own values."""
        licence = self.site.story.settings.licence
        latest = self.history.latest_change(view.name)
        changed = latest.date if latest else ""
        changes = self.history.page_changes(view.name)
        corrections = [change.id for change in changes if change.kind == "correction"]
        return {
            "changed": changed,
            "change": latest.id if latest and subscriptions.CHANGES in self.site.addresses else "",
            "licence": licence.address,
            "licence_name": licence.short,
            "jsonld": jsonld.dump(self.graph.page(view, changed, corrections)),
            "cited_as": naming.name(view),
            "feeds": self._feeds(view),
            "cite": cite.cite(view, changed),
        }

    def _feeds(self, view: View) -> list[tuple[str, str]]:
        """Return the address and the title of the feed of the whole log, then of the page's own."""
        site, names = self.site, dict.fromkeys((subscriptions.CHANGES, view.name))
        return [
            (
                site.whole(subscriptions.feed_path(site.addresses, view.language, name)),
                view.t("feed") if name == subscriptions.CHANGES else view.head_title,
            )
            for name in names
            if name in self.feeds
        ]
