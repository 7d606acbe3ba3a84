"""Files beside the pages: sitemap, robots, feeds, downloads, search.

In: a compiled site and the folder that holds its pages. Out: files in that
folder. Runs once, after the pages of every language are written.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from explainer.derive.address import absolute
from explainer.make.site import Site
from explainer.make.view import Viewer
from explainer.output import cards, delivery, downloads, feed, offline, search, sitemap


def write(site: Site, viewer: Viewer, folder: Path) -> None:
    """Write every output of the site into ``folder``."""
    sitemap.write(site, viewer, folder)
    downloads.write(site, folder)
    feed.write(site, viewer, folder)
    search.write(site, folder)
    cards.write(site, folder)
    delivery.write(site, viewer, folder)
    offline.write(site, folder)  # last: it holds all the others


def shown(site: Site, language: str, name: str) -> dict[str, Any]:
    """Return what a page shows of these files, for ``view.extra``."""
    settings = site.story.settings
    known: dict[str, Any] = {
        "search": settings.options.get("search", True),
        "manifest": delivery.manifest_path(site, language),
    }
    if settings.site_url and settings.options.get("cards", True):
        known["card"] = absolute(settings.site_url, cards.path(site, language, name))
        known["card_words"] = cards.title(site, language, name)
    return known
