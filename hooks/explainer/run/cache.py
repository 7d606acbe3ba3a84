"""A cache on disk: values kept from one build to the next, by what they were made from.

In: a file name or a key (a digest of every input), and a function that makes the value. Out: the
value, read or made. Deleting the cache's files loses time, never content. A SHA-256 stands before
each value, so that a damaged file is detected and made again.
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
    """Return the cache folder of the project at ``root``, created if need be; raise ``NotADirectoryError``."""
    path = root / FOLDER
    if path.exists() and not path.is_dir():
        raise NotADirectoryError(errno.ENOTDIR, "no folder; delete it", str(path))
    path.mkdir(parents=True, exist_ok=True)
    return path


def seal(value: bytes) -> bytes:
    """Return a value with its SHA-256 before it."""
    return hashlib.sha256(value).digest() + value


def unseal(raw: bytes | None) -> bytes | None:
    """Return the value that ``seal`` was given; ``None`` if the bytes are damaged."""
    return raw[32:] if raw and hashlib.sha256(raw[32:]).digest() == raw[:32] else None


def read_file(path: Path) -> bytes | None:
    """Return the value that ``write_file`` wrote; ``None`` if there is none or the file is damaged."""
    try:
        return unseal(path.read_bytes())
    except OSError:
        return None


def write_file(path: Path, value: bytes) -> None:
    """Write a value with its digest, atomically; a failure to write is ignored and costs only time."""
    temporary = path.with_name(f"{path.name}.{os.getpid()}")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        temporary.write_bytes(seal(value))
        temporary.replace(path)
    except OSError:
        with suppress(OSError):
            temporary.unlink(missing_ok=True)


def read_or_make(path: Path, make: Callable[[], bytes]) -> bytes:
    """Return the value in a file of the cache; make and write it if it is absent or damaged."""
    if (value := read_file(path)) is None:
        value = make()
        write_file(path, value)
    return value


class Memo:
    """Texts by the digest of their inputs, in one file; ``save`` drops those that this build did not use."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.known: dict[str, str] = json.loads(read_file(path) or "{}")
        self.used: dict[str, str] = {}

    def __call__(self, parts: Iterable[str | bytes], make: Callable[[], str]) -> str:
        """Return the text that ``make`` returns for ``parts``, every input of it; cached if it is known."""
        key = digest([code_digest(), *parts])
        if key not in self.used:
            self.used[key] = self.known[key] if key in self.known else make()
        return self.used[key]

    def save(self) -> None:
        """Write the texts that were used, if they differ from those in the file."""
        if self.used != self.known:
            write_file(self.path, json.dumps(self.used).encode())


def digest(parts: Iterable[str | bytes]) -> str:
    """Return a SHA-256 of the parts, in order; each part's length is hashed too, so none runs into another."""
    hasher = hashlib.sha256()
    for part in parts:
        raw = part.encode() if isinstance(part, str) else part
        hasher.update(len(raw).to_bytes(8, "big"))
        hasher.update(raw)
    return hasher.hexdigest()


@lru_cache(maxsize=1)
def code_digest() -> str:
    """Return a digest of this package's own code: another version may make other pages."""
    here = Path(__file__).parent.parent
    files = sorted(here.rglob("*.py"))
    return digest(part for f in files for part in (f.relative_to(here).as_posix(), f.read_bytes()))
