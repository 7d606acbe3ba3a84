"""Reproducible ZIP archives: names in the order given, one date for all.

In: names and bytes. Out: the archive's bytes.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable

_EARLIEST_DATE = (1980, 1, 1, 0, 0, 0)  # the earliest date in a ZIP
_LEVEL = 9


def make_archive(files: Iterable[tuple[str, bytes]], stored: str = "") -> bytes:
    """Return an archive of files; the one named ``stored`` is not compressed."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=_LEVEL) as archive:
        for name, data in files:
            entry = zipfile.ZipInfo(name, _EARLIEST_DATE)
            entry.create_system = 3  # Unix on every system, so that the bytes are the same
            entry.external_attr = 0o644 << 16
            entry.compress_type = zipfile.ZIP_STORED if name == stored else zipfile.ZIP_DEFLATED
            archive.writestr(entry, data)
    return out.getvalue()
