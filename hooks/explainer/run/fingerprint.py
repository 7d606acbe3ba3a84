"""Whether anything changed since the site was last published.

In: the project's folders, its settings, the published site. Out: a digest of all that a build
reads, and one of all that it wrote. If the last build recorded the same two, it need not run.
"""

from __future__ import annotations

import importlib.metadata
import os
from collections.abc import Iterable, Iterator
from pathlib import Path

from explainer.run import cache, staging

INPUT_FOLDERS = ("data", "docs", "templates", "overrides")
# Packages whose version may change the output, besides this package's own code.
_PACKAGES = (
    "babel", "citeproc-py", "jinja2", "markdown", "markupsafe", "mkdocs", "pillow", "pydantic",
)  # fmt: skip


def digest_inputs(root: Path, settings: Iterable[str]) -> str:
    """Return a digest of all that a build of the project at ``root`` reads; ``settings`` as texts."""
    files = _names_and_bytes(root, INPUT_FOLDERS)
    return cache.digest([cache.code_digest(), *_package_versions(), *settings, *files])


def digest_outputs(site: Path, keep: tuple[str, ...] = ()) -> str:
    """Return a digest of every file of the site: its name and its bytes.

    Files that belong to the publisher (see ``staging``; ``keep`` names some) do not count.
    """
    names = sorted(path.name for path in site.iterdir()) if site.is_dir() else []
    ours = (name for name in names if not staging.belongs_to_publisher(name, keep))
    return cache.digest(_names_and_bytes(site, ours))


def _package_versions() -> Iterator[str]:
    for package in _PACKAGES:
        try:
            yield f"{package} {importlib.metadata.version(package)}"
        except importlib.metadata.PackageNotFoundError:  # another engine stands for it
            yield f"{package} none"


def _names_and_bytes(root: Path, folders: Iterable[str]) -> Iterator[bytes]:
    for folder in folders:
        for path in [root / folder, *sorted((root / folder).rglob("*"))]:
            if path.is_file():
                yield os.fsencode(path.relative_to(root).as_posix())
                yield path.read_bytes()
