"""A page's metadata for machines: JSON-LD, citation data, feeds; and how to cite it.

In: a compiled site and the view of a page. Out: the values of ``view.extra`` that
``overrides/partials/metadata.html`` and ``cite.html`` show. What pages share is gathered once.
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
        self.history = History(site.story, self._pages_showing)
        self.feeds = subscriptions.pages_with_feed(site.story, site.addresses)

    def _pages_showing(self, claims: set[str]) -> dict[str, list[str]]:
        """Return the names of the pages that show each claim: those that link to its page."""
        claim_pages = {page_name("claims", id_): id_ for id_ in claims}
        pages_by_claim: dict[str, list[str]] = {}
        pages = next(iter(self.site.pages.values()))  # every language shows the same
        for name, page in pages.items():
            for target in sorted(page.links & claim_pages.keys()):
                pages_by_claim.setdefault(claim_pages[target], []).append(name)
        return pages_by_claim

    def for_view(self, view: View) -> dict[str, Any]:
        """Return what the theme shows beside the view's own values."""
        licence = self.site.story.settings.licence
        latest = self.history.latest_change(view.name)
        changed_on = latest.date if latest else ""
        changes = self.history.page_changes(view.name)
        corrections = [change.id for change in changes if change.kind == "correction"]
        return {
            "changed": changed_on,
            "change": latest.id if latest and subscriptions.CHANGES in self.site.addresses else "",
            "licence": licence.address,
            "licence_name": licence.short,
            "jsonld": jsonld.dump(self.graph.page_node(view, changed_on, corrections)),
            "cited_as": naming.cited_name(view),
            "feeds": self._feeds(view),
            "cite": cite.cite(view, changed_on),
        }

    def _feeds(self, view: View) -> list[tuple[str, str]]:
        """Return the URL and the title of the log's feed, then of the page's own feed."""
        site, names = self.site, dict.fromkeys((subscriptions.CHANGES, view.name))
        return [
            (
                site.absolute_url(subscriptions.feed_path(site.addresses, view.language, name)),
                view.t("feed") if name == subscriptions.CHANGES else view.head_title,
            )
            for name in names
            if name in self.feeds
        ]
