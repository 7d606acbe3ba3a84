"""Citation metadata in the head of a page, for Zotero and other reference managers.

In: the view of a page and the date of its last change. Out: (name, content)
of ``<meta>`` elements: Highwire's ``citation_*`` (as Google Scholar describes
them) and Dublin Core elements. Without ``DC.type``, Zotero takes any page with
a ``citation_title`` for a journal article; with it, for the web page it is.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from explainer.make.metadata import naming
from explainer.make.site import Site

if TYPE_CHECKING:
    from explainer.make.view import View


def tags(site: Site, view: View, changed: str) -> list[tuple[str, str]]:
    """Return the names and contents, empty ones left out."""
    name = naming.name(site, view)
    pairs = [
        ("citation_title", name),
        ("citation_publication_date", changed.replace("-", "/")),
        ("citation_publisher", view.site_name),
        ("citation_language", view.language),
        ("citation_public_url", view.canonical),
        ("DC.title", name),
        ("DC.date", changed),
        ("DC.publisher", view.site_name),
        ("DC.language", view.language),
        ("DC.identifier", view.canonical),
        ("DC.rights", site.story.settings.licence.address),
        ("DC.type", "webpage"),
    ]
    return [(key, content) for key, content in pairs if content]
