"""The name under which machines and readers cite a page.

In: a site and the view of a page. Out: its title, told apart from what the
page is about: cited alone, a claim would read as this site's own, and a
source's title as that of a page here. So the name of a claim's page says that
it is a claim, and its status; that of a source's page, that it is about one.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from explainer.make.site import Site
from explainer.model import records as model

if TYPE_CHECKING:
    from explainer.make.view import View


def name(site: Site, view: View, title: str = "") -> str:
    """Return the page's name, around ``title`` (by default the page's own)."""
    title = title or short(view)
    if isinstance(view.record, model.Claim):
        status = site.story.vocab.claim_statuses[view.record.status].label[view.language]
        return view.t("cite_claim", title=title, status=status)
    if isinstance(view.record, model.Source):
        return view.t("cite_source", title=title)
    return title


def short(view: View) -> str:
    """Return the page's title, without the full stop of a claim."""
    return view.title.rstrip(".")
