"""Work kept from one build to the next, by what it was made from.

In: a key (a digest of every input) and bytes. Out: the bytes, if they were
made before. A cache only: deleting its file loses time, never content. A key
that the last build did not use is dropped, so the file does not grow.
"""

from __future__ import annotations

import hashlib
import sqlite3
from collections.abc import Callable, Iterable
from functools import lru_cache
from pathlib import Path

FOLDER = ".cache"
FILE = f"{FOLDER}/explainer.sqlite"


def folder(root: Path) -> Path:
    """Return the folder of what is kept between the builds of the project at ``root``."""
    path = root / FOLDER
    path.mkdir(parents=True, exist_ok=True)
    return path


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
        except (sqlite3.Error, OSError):
            self.known = {}
        return self

    def __contains__(self, key: object) -> bool:
        return key in self.made or key in self.known

    def get(self, key: str) -> bytes | None:
        """Return what was made under ``key``, or ``None``."""
        self.used.add(key)
        return self.made[key] if key in self.made else self.known.get(key)

    def put(self, key: str, value: bytes) -> None:
        """Keep ``value`` for the next build."""
        self.used.add(key)
        self.made[key] = value

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
