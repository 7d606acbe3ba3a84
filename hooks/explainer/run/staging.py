"""A folder beside the site, where it is built before it takes its place.

In: where the site stands. Out: a new folder; then the site, moved in one go. A
build that fails, or is killed, costs nothing: the last good site was never
touched, and the next build removes what was left. The folder's name holds the
number of its process, so that two builds do not clear each other's.

A site that is a link stays one: what it leads to is replaced. What begins with a
dot in it (``.git``, ``.nojekyll``), and what its publisher asked to keep, stays.
"""

from __future__ import annotations

import errno
import fcntl
import os
import secrets
import shutil
import stat
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

_STARTED = time.time()
_READABLE = 0o022  # the umask of what any web server may read
_OLD = "site"  # in a stage: the site that was there before


class Stage:
    """A folder beside ``target`` that nobody else takes.

    ``site`` in it becomes the site; ``engine`` is where the engine writes. ``keep``: names of
    what stays in the site, besides what begins with a dot.
    """

    def __init__(self, target: Path, keep: tuple[str, ...] = ()) -> None:
        self.target, self.keep = target.resolve(), keep
        # Known before it is made, so that it can be removed: a signal may come at any time.
        self.folder = self.target.parent / f".site-{os.getpid()}-{secrets.token_hex(4)}"
        self.site, self.engine = self.folder / "new", self.folder / "engine"
        self._umask: int | None = None

    def begin(self) -> None:
        """Make the folders; raise ``OSError`` where no site can be put."""
        # Asked once: between two questions another build may move the site away.
        mode = _mode(self.target)
        if mode is not None and not stat.S_ISDIR(mode):
            raise NotADirectoryError(errno.ENOTDIR, "no folder; delete it", str(self.target))
        if os.path.ismount(self.target):
            why = "a mount point, which nothing can replace in one go; build into a folder of it"
            raise OSError(errno.EBUSY, why, str(self.target))
        self._umask = os.umask(_READABLE)
        self.folder.mkdir(mode=0o700, parents=True)
        self.site.mkdir()
        self.engine.mkdir()

    def take(self) -> None:
        """Move what the engine wrote into the site."""
        for path in self.engine.iterdir():
            path.rename(self.site / path.name)

    def publish(self) -> None:
        """Put what was built in the site's place; what was there comes back if that fails."""
        old = self.folder / _OLD
        with _alone(self.target.parent):
            if self.target.exists():
                self.target.rename(old)
            try:
                self.site.rename(self.target)
            except OSError:
                if old.exists():
                    old.rename(self.target)
                raise
            _carry(old, self.target, self.keep)
        self.remove()

    def remove(self) -> None:
        """Remove the folder with all that it holds; a site that lost its place gets it back."""
        _remove(self.folder, self.target, self.keep)
        if self._umask is not None:
            os.umask(self._umask)
            self._umask = None


def stays(name: str, keep: tuple[str, ...]) -> bool:
    """Tell whether something at the top of the site is its publisher's, not the build's."""
    return name.startswith(".") or name in keep


def clear(target: Path, keep: tuple[str, ...] = ()) -> None:
    """Remove what builds that were killed left beside the site; others may be at work there."""
    target = target.resolve()
    for left in target.parent.glob(".site-*"):
        with suppress(FileNotFoundError):  # what another build removes meanwhile
            found = left.stat()
            old = stat.S_ISDIR(found.st_mode) and found.st_mtime < _STARTED
            if old and not _alive(left.name.split("-")[1]):
                _remove(left, target, keep)


def _remove(folder: Path, target: Path, keep: tuple[str, ...]) -> None:
    old = folder / _OLD
    if old.is_dir():
        with _alone(target.parent):
            if old.is_dir() and not target.exists():
                old.rename(target)  # stopped between the two moves of `publish`
            _carry(old, target, keep)
    shutil.rmtree(folder, ignore_errors=True)


def _carry(old: Path, new: Path, keep: tuple[str, ...]) -> None:
    """Move what stays from the old site into the new one."""
    for path in old.iterdir() if old.is_dir() else ():
        if stays(path.name, keep):
            _move(path, new / path.name)


def _move(path: Path, target: Path) -> None:
    """Move a file or a folder where nothing is; of a folder that both have, what is missing."""
    if not os.path.lexists(target):
        path.rename(target)
    elif path.is_dir() and target.is_dir() and not (path.is_symlink() or target.is_symlink()):
        for inside in path.iterdir():
            _move(inside, target / inside.name)


@contextmanager
def _alone(folder: Path) -> Iterator[None]:
    """Hold the lock of a folder, which leaves nothing in it; where there are none, go on."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        with suppress(OSError):
            fcntl.flock(handle, fcntl.LOCK_EX)
        yield
    finally:
        os.close(handle)


def _mode(path: Path) -> int | None:
    """Return the mode of what stands at a path, or ``None`` where nothing does."""
    try:
        return path.stat().st_mode
    except (FileNotFoundError, NotADirectoryError):
        return None


def _alive(number: str) -> bool:
    try:
        os.kill(int(number), 0)
    except (ValueError, ProcessLookupError):
        return False
    except OSError:  # another user's
        return True
    return True
