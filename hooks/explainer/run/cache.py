"""Work kept from one build to the next, by what it was made from.

In: a key (a digest of every input) and bytes. Out: the bytes, if they were
made before. A cache only: deleting its file loses time, never content. A key
that the last build did not use is dropped, so the file does not grow. Beside
each value stands its digest: what a disk or a hand has damaged is made again.
"""

from __future__ import annotations

import errno
import hashlib
import os
import sqlite3
from collections.abc import Callable, Iterable
from contextlib import suppress
from functools import lru_cache
from pathlib import Path

FOLDER = ".cache"
FILE = f"{FOLDER}/explainer.sqlite"


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


class Cache:
    """A table of bytes by key in one file: ``open``, ``get`` and ``put``, ``save``."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.path = root / FILE
        self.folder = folder(root)
        self.known: dict[str, bytes] = {}
        self.used: set[str] = set()
        self.made: dict[str, bytes] = {}

    def open(self) -> Cache:
        """Read what was kept; an unreadable file is an empty cache."""
        try:
            with self._connect() as connection:
                self.known = dict(connection.execute("SELECT key, value FROM made"))
        except (sqlite3.OperationalError, OSError):  # another build is writing, or nobody may
            self.known = {}
        except sqlite3.Error:  # damaged
            self.known = {}
            self.path.unlink(missing_ok=True)
        return self

    def get(self, key: str) -> bytes | None:
        """Return what was made under ``key``, or ``None``."""
        self.used.add(key)
        return unsealed(self.made.get(key) or self.known.get(key))

    def put(self, key: str, value: bytes) -> None:
        """Keep ``value`` for the next build."""
        self.used.add(key)
        self.made[key] = sealed(value)

    def memo(self, parts: Iterable[str | bytes], make: Callable[[], str]) -> str:
        """Return the text made from ``parts`` (every input of ``make``), kept or made now."""
        key = digest([code_digest(), *parts])
        if (raw := self.get(key)) is not None:
            return raw.decode()
        text = make()
        self.put(key, text.encode())
        return text

    def take(self, made: dict[str, bytes], used: set[str]) -> None:
        """Add what another process made and used."""
        self.made |= made
        self.used |= used

    def save(self) -> None:
        """Write what is new and drop what this build did not use; a failure costs only time."""
        unused = [(key,) for key in self.known if key not in self.used]
        if not self.made and not unused:
            return
        try:
            with self._connect() as connection:
                connection.executemany(
                    "INSERT OR REPLACE INTO made VALUES (?, ?)", self.made.items()
                )
                connection.executemany("DELETE FROM made WHERE key = ?", unused)
        except (sqlite3.Error, OSError):
            return
        self.known.update(self.made)
        self.made.clear()

    def _connect(self) -> sqlite3.Connection:
        self.path.parent.mkdir(parents=True, exist_ok=True)
        connection = sqlite3.connect(self.path, timeout=5)
        connection.execute(
            "CREATE TABLE IF NOT EXISTS made (key TEXT PRIMARY KEY, value BLOB) WITHOUT ROWID"
        )
        return connection


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
