"""What machines read of a page: JSON-LD, citation metadata, its feed; and how to cite it.

In: a compiled site and the view of a page. Out: the values of ``view.extra``
that ``overrides/partials/metadata.html`` and ``cite.html`` show. Runs for each
page as its view is made; what pages share is gathered once a build.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any
from urllib.parse import urljoin

from explainer.derive import address
from explainer.derive.address import CHANGES
from explainer.derive.history import History
from explainer.make.metadata import cite, embedded, jsonld
from explainer.make.metadata.showing import showing
from explainer.make.site import Site
from explainer.model import licence

if TYPE_CHECKING:
    from explainer.make.view import View


class Metadata:
    """The metadata of one build's pages."""

    def __init__(self, site: Site) -> None:
        self.site = site
        self.graph = jsonld.Graph(site)
        self.history = History(site.story, partial(showing, site))

    def of(self, view: View) -> dict[str, Any]:
        """Return what the theme shows beside the view's own values."""
        latest = self.history.latest(view.name)
        changed = latest.date if latest else ""
        changes = self.history.changes(view.name)
        corrections = [change.id for change in changes if change.kind == "correction"]
        return {
            "changed": changed,
            "change": latest.id if latest and CHANGES in self.site.addresses else "",
            "licence": licence.ADDRESS,
            "jsonld": jsonld.dump(self.graph.page(view, changed, corrections)),
            "meta": embedded.tags(self.site, view, changed),
            "feed": feed_address(self.site, view.language),
            "cite": cite.cite(self.site, view, changed),
        }


def feed_address(site: Site, language: str) -> str:
    """Return the absolute address of the feed of changes, or ``""`` if the site can have none."""
    path = address.feed(site.story, site.addresses, language)
    return urljoin(site.story.settings.site_url, path) if path else ""
