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
import tempfile
import time
from pathlib import Path

_STARTED = time.time()


def name(target: Path) -> str:
    """Return the path of a folder beside ``target`` that nobody else takes.

    It is made in a second step, once someone knows it and so can remove it: a
    signal may come at any time.
    """
    return str(target.parent / f".site-{os.getpid()}-{secrets.token_hex(4)}")


def begin(folder: str) -> None:
    """Make the folder."""
    Path(folder).mkdir(mode=0o700, parents=True)


def publish(staging: Path, target: Path) -> None:
    """Put what was built in the site's place."""
    staging.chmod(0o755)
    old = Path(tempfile.mkdtemp(prefix=f".site-{os.getpid()}-old-", dir=target.parent))
    if target.exists():
        target.rename(old / "site")
    staging.rename(target)
    shutil.rmtree(old, ignore_errors=True)


def clear(target: Path) -> None:
    """Remove what builds that were killed left beside the site; others may be at work there."""
    for left in target.parent.glob(".site-*"):
        if not left.is_dir() or left.stat().st_mtime >= _STARTED or _alive(left.name.split("-")[1]):
            continue
        if (left / "site").is_dir() and not target.exists():
            (left / "site").rename(target)  # killed between the two moves of `publish`
        shutil.rmtree(left, ignore_errors=True)


def _alive(number: str) -> bool:
    try:
        os.kill(int(number), 0)
    except (ValueError, ProcessLookupError):
        return False
    except OSError:  # another user's
        return True
    return True
