"""A folder beside the site, where it is built before it takes its place.

In: where the site stands. Out: a new folder; then the site, moved in one go. A
build that fails, or is killed, costs nothing: the last good site was never
touched, and the next build removes what was left. The folder's name holds the
number of its process, so that two builds do not clear each other's.
"""

from __future__ import annotations

import os
import secrets
import shutil
import time
from pathlib import Path

_STARTED = time.time()


class Stage:
    """A folder beside ``target`` that nobody else takes.

    ``site`` in it becomes the site; ``engine`` is where the engine writes.
    """

    def __init__(self, target: Path) -> None:
        self.target = target
        # Known before it is made, so that it can be removed: a signal may come at any time.
        self.folder = target.parent / f".site-{os.getpid()}-{secrets.token_hex(4)}"
        self.site, self.engine = self.folder / "new", self.folder / "engine"

    def begin(self) -> None:
        """Make the folders."""
        self.folder.mkdir(mode=0o700, parents=True)
        self.site.mkdir()
        self.engine.mkdir()

    def take(self) -> None:
        """Move what the engine wrote into the site."""
        for path in self.engine.iterdir():
            path.rename(self.site / path.name)

    def publish(self) -> None:
        """Put what was built in the site's place."""
        self.site.chmod(0o755)
        if self.target.exists():
            self.target.rename(self.folder / "site")
        self.site.rename(self.target)
        self.remove()

    def remove(self) -> None:
        """Remove the folder with all that it holds; a site that lost its place gets it back."""
        _remove(self.folder, self.target)


def clear(target: Path) -> None:
    """Remove what builds that were killed left beside the site; others may be at work there."""
    for left in target.parent.glob(".site-*"):
        if not left.is_dir() or left.stat().st_mtime >= _STARTED or _alive(left.name.split("-")[1]):
            continue
        _remove(left, target)


def _remove(folder: Path, target: Path) -> None:
    if (folder / "site").is_dir() and not target.exists():
        (folder / "site").rename(target)  # stopped between the two moves of `publish`
    shutil.rmtree(folder, ignore_errors=True)


def _alive(number: str) -> bool:
    try:
        os.kill(int(number), 0)
    except (ValueError, ProcessLookupError):
        return False
    except OSError:  # another user's
        return True
    return True
