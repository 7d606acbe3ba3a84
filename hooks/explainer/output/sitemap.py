"""The sitemap and robots.txt (https://www.sitemaps.org/protocol.html).

In: the addresses of a site. Out: ``sitemap.xml``, with every page of every language, its last change,
its alternates and ``x-default``; and ``robots.txt``, which points to it.
"""

from __future__ import annotations

from pathlib import Path

from explainer.make.site import Site
from explainer.make.view import ViewFactory
from explainer.output.files import write_file


def write(site: Site, viewer: ViewFactory, folder: Path) -> None:
    """Write ``sitemap.xml`` and ``robots.txt``."""
    document = site.templates.render_xml(
        "sitemap.xml",
        names=site.addresses.names,
        languages=site.story.settings.languages,
        last_change=viewer.metadata.history.latest_date,
        url=site.page_url,
    )
    write_file(folder / "sitemap.xml", document)
    lines = ("User-agent: *", "Allow: /", f"Sitemap: {site.absolute_url('sitemap.xml')}", "")
    write_file(folder / "robots.txt", "\n".join(lines))
