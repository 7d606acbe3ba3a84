"""Whether anything changed since the site was last published.

In: the project's folders, the settings, the published site. Out: one digest of
all that a build reads, and one of all that it wrote. If both are those that the
last build kept, the site is what a build would make, and nothing need be done.
"""

from __future__ import annotations

import importlib.metadata
import os
from collections.abc import Iterable, Iterator
from pathlib import Path

from explainer.run import cache, staging

READ = ("data", "docs", "templates", "overrides")
# What makes other bytes in another version, beside this package's own code.
_PACKAGES = (
    "babel",
    "citeproc-py",
    "jinja2",
    "markdown",
    "markupsafe",
    "mkdocs",
    "pillow",
    "pydantic",
)


def inputs(root: Path, more: Iterable[str]) -> str:
    """Return a digest of all that a build of the project at ``root`` reads; ``more``: its settings."""
    return cache.digest([cache.code_digest(), *_versions(), *more, *_files(root, READ)])


def outputs(site: Path, keep: tuple[str, ...] = ()) -> str:
    """Return a digest of every file of the site: its name and its bytes.

    What is its publisher's, ``keep`` included (see ``staging``), does not count.
    """
    made = [] if not site.is_dir() else [path.name for path in site.iterdir()]
    return cache.digest(_files(site, sorted(n for n in made if not staging.stays(n, keep))))


def _versions() -> Iterator[str]:
    for name in _PACKAGES:
        try:
            yield f"{name} {importlib.metadata.version(name)}"
        except importlib.metadata.PackageNotFoundError:  # another engine stands for it
            yield f"{name} none"


def _files(root: Path, folders: Iterable[str]) -> Iterator[bytes]:
    for folder in folders:
        for path in [root / folder, *sorted((root / folder).rglob("*"))]:
            if path.is_file():
                yield os.fsencode(path.relative_to(root).as_posix())
                yield path.read_bytes()
