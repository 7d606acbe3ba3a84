"""Files beside the pages: sitemap, robots, feeds, downloads, search.

In: a compiled site and the folder that holds its pages. Out: files in that
folder. Runs once, after the pages of every language are written.
"""

from __future__ import annotations

from pathlib import Path

from ..compile import Site
from ..view import Viewer
from . import downloads, feed, search, sitemap


def write(site: Site, viewer: Viewer, folder: Path) -> None:
    """Write every output of the site into ``folder``."""
    sitemap.write(site, viewer, folder)
    downloads.write(site, folder)
    feed.write(site, viewer, folder)
    search.write(site, folder)
