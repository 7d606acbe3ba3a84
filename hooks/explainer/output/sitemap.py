"""The sitemap and robots.txt (https://www.sitemaps.org/protocol.html).

In: the addresses of a site. Out: ``sitemap.xml``, every page of every language
with its last change, its alternates and ``x-default``, and ``robots.txt`` that points to it.
"""

from __future__ import annotations

import xml.etree.ElementTree as ET
from pathlib import Path

from explainer.derive.address import absolute
from explainer.make.site import Site
from explainer.make.view import Viewer

_SITEMAP = "http://www.sitemaps.org/schemas/sitemap/0.9"
_XHTML = "http://www.w3.org/1999/xhtml"


def write(site: Site, viewer: Viewer, folder: Path) -> None:
    """Write ``sitemap.xml`` and ``robots.txt``; without a site address there is nothing to say."""
    settings = site.story.settings
    if not settings.site_url:
        return
    ET.register_namespace("", _SITEMAP)
    ET.register_namespace("xhtml", _XHTML)
    root = ET.Element(f"{{{_SITEMAP}}}urlset")
    for name in sorted(site.addresses.names):
        for language in settings.languages:
            entry = ET.SubElement(root, f"{{{_SITEMAP}}}url")
            location = ET.SubElement(entry, f"{{{_SITEMAP}}}loc")
            location.text = absolute(settings.site_url, site.addresses.url(language, name))
            if changed := viewer.metadata.history.last(name):
                ET.SubElement(entry, f"{{{_SITEMAP}}}lastmod").text = changed
            for code in (*settings.languages, "x-default"):
                other = settings.default if code == "x-default" else code
                href = absolute(settings.site_url, site.addresses.url(other, name))
                ET.SubElement(
                    entry, f"{{{_XHTML}}}link", {"rel": "alternate", "hreflang": code, "href": href}
                )
    ET.indent(root, " ")
    body = ET.tostring(root, encoding="unicode")
    (folder / "sitemap.xml").write_text(
        f'<?xml version="1.0" encoding="UTF-8"?>\n{body}\n', "utf-8"
    )
    # The engine compressed a sitemap of its own, which is no longer this one.
    (folder / "sitemap.xml.gz").unlink(missing_ok=True)
    lines = [
        "User-agent: *",
        "Allow: /",
        f"Sitemap: {absolute(settings.site_url, 'sitemap.xml')}",
        "",
    ]
    (folder / "robots.txt").write_text("\n".join(lines), "utf-8")
