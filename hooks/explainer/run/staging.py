"""A folder beside the site in which a build works before it replaces the site.

In: the site's folder. Out: a new folder beside it; then the site, replaced by renaming. A build
that fails, or is killed, leaves the last site as it was, and the next build removes its folder.
The folder's name holds the process id, so that two builds do not remove each other's.

A site that is a symbolic link stays one: its target is replaced. Entries at the top of the site
that begin with a dot (``.git``, ``.nojekyll``) or that ``keep:`` names move into the new site.
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
_PUBLIC_UMASK = 0o022  # files that any web server may read
_OLD_SITE = "site"  # in a stage: the site that is being replaced


class Stage:
    """The folder of one build, beside ``target``.

    ``site`` in it becomes the site; the engine writes into ``engine``. ``keep``: names of entries that
    stay in the site, besides those that begin with a dot.
    """

    def __init__(self, target: Path, keep: tuple[str, ...] = ()) -> None:
        self.target, self.keep = target.resolve(), keep
        # Set before it is created, so that it can be removed after a signal at any time.
        self.folder = self.target.parent / f".site-{os.getpid()}-{secrets.token_hex(4)}"
        self.site, self.engine = self.folder / "new", self.folder / "engine"
        self._umask: int | None = None

    def create(self) -> None:
        """Create the folders; raise ``OSError`` where no site can be put."""
        # One call: between two, another build may move the site away.
        mode = _file_mode(self.target)
        if mode is not None and not stat.S_ISDIR(mode):
            raise NotADirectoryError(errno.ENOTDIR, "no folder; delete it", str(self.target))
        if os.path.ismount(self.target):
            why = "a mount point, which nothing can replace in one go; build into a folder of it"
            raise OSError(errno.EBUSY, why, str(self.target))
        self._umask = os.umask(_PUBLIC_UMASK)
        self.folder.mkdir(mode=0o700, parents=True)
        self.site.mkdir()
        self.engine.mkdir()

    def move_engine_files(self) -> None:
        """Move the files that the engine wrote into the new site."""
        for path in self.engine.iterdir():
            path.rename(self.site / path.name)

    def publish(self) -> None:
        """Replace the site by the new one; the old one is put back if that fails."""
        old = self.folder / _OLD_SITE
        with _lock(self.target.parent):
            if self.target.exists():
                self.target.rename(old)
            try:
                self.site.rename(self.target)
            except OSError:
                if old.exists():
                    old.rename(self.target)
                raise
            _move_publisher_entries(old, self.target, self.keep)
        self.remove()

    def remove(self) -> None:
        """Remove the folder; an old site that is still in it goes back to its place."""
        _remove_stage(self.folder, self.target, self.keep)
        if self._umask is not None:
            os.umask(self._umask)
            self._umask = None


def belongs_to_publisher(name: str, keep: tuple[str, ...]) -> bool:
    """Tell whether an entry at the top of the site is the publisher's, not the build's."""
    return name.startswith(".") or name in keep


def remove_abandoned(target: Path, keep: tuple[str, ...] = ()) -> None:
    """Remove the folders of builds that were killed; those of running builds stay."""
    target = target.resolve()
    for folder in target.parent.glob(".site-*"):
        with suppress(FileNotFoundError):  # another build may remove it meanwhile
            status = folder.stat()
            old = stat.S_ISDIR(status.st_mode) and status.st_mtime < _STARTED
            if old and not _is_running(folder.name.split("-")[1]):
                _remove_stage(folder, target, keep)


def _remove_stage(folder: Path, target: Path, keep: tuple[str, ...]) -> None:
    old = folder / _OLD_SITE
    if old.is_dir():
        with _lock(target.parent):
            if old.is_dir() and not target.exists():
                old.rename(target)  # killed between the two renames of `publish`
            _move_publisher_entries(old, target, keep)
    shutil.rmtree(folder, ignore_errors=True)


def _move_publisher_entries(old: Path, new: Path, keep: tuple[str, ...]) -> None:
    """Move what stays from the old site into the new one."""
    for path in old.iterdir() if old.is_dir() else ():
        if belongs_to_publisher(path.name, keep):
            _merge_into(path, new / path.name)


def _merge_into(path: Path, target: Path) -> None:
    """Move a file or a folder; into a folder that exists already, move only what it lacks."""
    if not os.path.lexists(target):
        path.rename(target)
    elif path.is_dir() and target.is_dir() and not (path.is_symlink() or target.is_symlink()):
        for inside in path.iterdir():
            _merge_into(inside, target / inside.name)


@contextmanager
def _lock(folder: Path) -> Iterator[None]:
    """Hold an exclusive lock on a folder; on a file system without locks, go on without one."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        with suppress(OSError):
            fcntl.flock(handle, fcntl.LOCK_EX)
        yield
    finally:
        os.close(handle)


def _file_mode(path: Path) -> int | None:
    """Return the mode of the file at a path, or ``None`` if there is none."""
    try:
        return path.stat().st_mode
    except (FileNotFoundError, NotADirectoryError):
        return None


def _is_running(pid: str) -> bool:
    try:
        os.kill(int(pid), 0)
    except (ValueError, ProcessLookupError):
        return False
    except OSError:  # another user's
        return True
    return True
