"""A file that readers can download, with its description for the page of downloads."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field

FOLDER = "data/"


@dataclass
class Download:
    """One file: ``path`` from the site's root; ``contents`` is a key of strings.yml.

    ``size`` is in bytes, ``sha256`` in hexadecimal; ``data`` is emptied once it is written.
    """

    path: str
    format: str
    media_type: str
    contents: str
    rows: int | None
    data: bytes
    size: int = field(init=False)
    sha256: str = field(init=False)

    def __post_init__(self) -> None:
        self.size, self.sha256 = len(self.data), hashlib.sha256(self.data).hexdigest()

    @property
    def file(self) -> str:
        """The file's name."""
        return self.path.removeprefix(FOLDER)
