"""Work kept from one build to the next, by what it was made from.

In: a name or a key (a digest of every input), and how to make a value. Out: the
value, if it was made before. A cache only: deleting its files loses time, never
content. Beside each value stands its digest: what a disk or a hand has damaged is
made again.
"""

from __future__ import annotations

import errno
import hashlib
import json
import os
from collections.abc import Callable, Iterable
from contextlib import suppress
from functools import lru_cache
from pathlib import Path

FOLDER = ".cache"


def folder(root: Path) -> Path:
    """Return the folder of what is kept between the builds of the project at ``root``."""
    path = root / FOLDER
    if path.exists() and not path.is_dir():
        raise NotADirectoryError(errno.ENOTDIR, "no folder; delete it", str(path))
    path.mkdir(parents=True, exist_ok=True)
    return path


def sealed(value: bytes) -> bytes:
    """Return a value with its digest before it."""
    return hashlib.sha256(value).digest() + value


def unsealed(raw: bytes | None) -> bytes | None:
    """Return the value that was sealed; ``None`` if it is not what it was."""
    return raw[32:] if raw and hashlib.sha256(raw[32:]).digest() == raw[:32] else None


def read_file(path: Path) -> bytes | None:
    """Return what ``write_file`` kept; ``None`` if nothing, or if it is damaged."""
    try:
        return unsealed(path.read_bytes())
    except OSError:
        return None


def write_file(path: Path, value: bytes) -> None:
    """Keep a value in a file of its own, whole or not at all; a failure costs only time."""
    unfinished = path.with_name(f"{path.name}.{os.getpid()}")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        unfinished.write_bytes(sealed(value))
        unfinished.replace(path)
    except OSError:
        with suppress(OSError):
            unfinished.unlink(missing_ok=True)


def kept(path: Path, make: Callable[[], bytes]) -> bytes:
    """Return what a file of its own kept, or what is made now, and kept there."""
    if (value := read_file(path)) is None:
        value = make()
        write_file(path, value)
    return value


class Memo:
    """Texts by what they were made from, in one file; those that a build did not use are dropped."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.known: dict[str, str] = json.loads(read_file(path) or "{}")
        self.used: dict[str, str] = {}

    def __call__(self, parts: Iterable[str | bytes], make: Callable[[], str]) -> str:
        """Return the text made from ``parts`` (every input of ``make``), kept or made now."""
        key = digest([code_digest(), *parts])
        if key not in self.used:
            self.used[key] = self.known[key] if key in self.known else make()
        return self.used[key]

    def save(self) -> None:
        """Write what was used, if it is not what was known."""
        if self.used != self.known:
            write_file(self.path, json.dumps(self.used).encode())


def digest(parts: Iterable[str | bytes]) -> str:
    """Return a digest of the parts, in order; parts cannot run into each other."""
    made = hashlib.sha256()
    for part in parts:
        raw = part.encode() if isinstance(part, str) else part
        made.update(len(raw).to_bytes(8, "big"))
        made.update(raw)
    return made.hexdigest()


@lru_cache(maxsize=1)
def code_digest() -> str:
    """Return a digest of this package's own code: another version makes other pages."""
    here = Path(__file__).parent.parent
    files = sorted(here.rglob("*.py"))
    return digest(part for f in files for part in (f.relative_to(here).as_posix(), f.read_bytes()))
