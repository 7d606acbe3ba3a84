"""Redirects from former addresses: a small page at each, and a list for hosts.

In: a compiled site, the frame and a folder. Out: ``<former address>/index.html``, and ``_redirects`` in
the form that Netlify and Cloudflare Pages read; nothing if no page ever moved.
"""

from __future__ import annotations

from pathlib import Path

from explainer.derive import former_addresses
from explainer.derive.address import relative_url
from explainer.make.site import Site
from explainer.make.templates import Frame
from explainer.make.view import View
from explainer.output.files import write_file


def write(site: Site, frame: Frame, homes: dict[str, View], folder: Path) -> None:
    """Write a redirect for each former address; ``homes`` are views by language."""
    settings = site.story.settings
    lines = []
    for old, (language, new) in former_addresses.find_redirects(site.story, site.addresses).items():
        page = frame.render_redirect(
            homes[language],
            to=relative_url(old, new),
            absolute=site.absolute_url(new),
            root=relative_url(old, ""),
        )
        write_file(folder / old / "index.html", page)
        root = settings.site_path.rstrip("/")
        lines.append(f"{root}/{old} {root}/{new} 301\n")
    if lines:
        write_file(folder / "_redirects", "".join(lines))
