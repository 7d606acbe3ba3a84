"""The downloads, put in the built site.

In: a compiled site, which holds their bytes (``exports``). Out: the files,
under ``data/`` at the root: the same for every language.
"""

from __future__ import annotations

from pathlib import Path

from explainer.make.site import Site


def write(site: Site, folder: Path) -> None:
    """Write every download, but those that were written and let go."""
    for path, file in site.downloads.items():
        if not file.data:
            continue
        target = folder / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(file.data)
