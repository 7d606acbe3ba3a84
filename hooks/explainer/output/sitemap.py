"""The sitemap and robots.txt (https://www.sitemaps.org/protocol.html).

In: the addresses of a site. Out: ``sitemap.xml``, every page of every language
with its last change, its alternates and ``x-default``, and ``robots.txt`` that points to it.
"""

from __future__ import annotations

from pathlib import Path

from explainer.make.site import Site
from explainer.make.view import Viewer
from explainer.output.files import put


def write(site: Site, viewer: Viewer, folder: Path) -> None:
    """Write ``sitemap.xml`` and ``robots.txt``."""
    made = site.templates.xml(
        "sitemap.xml",
        names=site.addresses.names,
        languages=site.story.settings.languages,
        last_change=viewer.metadata.history.latest_date,
        url=site.where,
    )
    put(folder / "sitemap.xml", made)
    lines = ("User-agent: *", "Allow: /", f"Sitemap: {site.whole('sitemap.xml')}", "")
    put(folder / "robots.txt", "\n".join(lines))
