"""Writing one file of a site."""

from __future__ import annotations

from pathlib import Path


def write_file(path: Path, content: str | bytes) -> None:
    """Write a file, creating its folders; text is encoded in UTF-8."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content.encode() if isinstance(content, str) else content)
