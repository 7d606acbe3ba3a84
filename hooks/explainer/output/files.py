"""The files of a site, written one by one."""

from __future__ import annotations

from pathlib import Path


def put(path: Path, content: str | bytes) -> None:
    """Write a file, with the folders above it; a text in UTF-8."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content.encode() if isinstance(content, str) else content)
