"""Former addresses: a small page at each that leads on, and a list for hosts that send one on.

In: a compiled site, the frame and a folder. Out: ``<former address>/index.html``, and
``_redirects`` (the form that Netlify and Cloudflare Pages read); nothing for a site that never
moved a page.
"""

from __future__ import annotations

from pathlib import Path

from explainer.derive import former_addresses
from explainer.derive.address import relative_url
from explainer.make.site import Site
from explainer.make.templates import Frame
from explainer.make.view import View
from explainer.output.files import put


def write(site: Site, frame: Frame, homes: dict[str, View], folder: Path) -> None:
    """Write what leads on from each former address; ``homes`` are views by language."""
    settings = site.story.settings
    lines = []
    for old, (language, new) in former_addresses.find_redirects(site.story, site.addresses).items():
        page = frame.moved(
            homes[language],
            to=relative_url(old, new),
            whole=site.whole(new),
            root=relative_url(old, ""),
        )
        put(folder / old / "index.html", page)
        root = settings.site_path.rstrip("/")
        lines.append(f"{root}/{old} {root}/{new} 301\n")
    if lines:
        put(folder / "_redirects", "".join(lines))
