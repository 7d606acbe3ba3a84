"""A file that readers may download, and what the page of downloads says of it."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

FOLDER = "data/"


@dataclass(frozen=True)
class Download:
    """One file: ``path`` from the site's root, ``contents`` a key of strings.yml."""

    path: str
    format: str
    media_type: str
    contents: str
    rows: int | None
    data: bytes

    @property
    def file(self) -> str:
        """The file's name."""
        return self.path.removeprefix(FOLDER)

    @property
    def size(self) -> int:
        """The file's size, in bytes."""
        return len(self.data)

    @property
    def sha256(self) -> str:
        """The file's SHA-256 digest, in hexadecimal."""
        return hashlib.sha256(self.data).hexdigest()
