"""Reader and writer of ``data/captures.yml``: digests of the copies of sources that a publisher keeps.

In: the file, one line a copy, which ``python -m explainer capture`` adds:
``x-2020: {on: 2026-11-26, url: "https://…", file: "x-2020-….warc.gz", sha256: "…"}``. Out: the
copies of each source, oldest first, or problems. The copies themselves are in ``captures/``, which
is neither published nor in Git; the digest proves what a copy held on that day.
"""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

from pydantic import Field, RootModel

from explainer.model import line_files
from explainer.model.base import Strict
from explainer.model.fields import FullDate, Slug, WebAddress
from explainer.read.problems import Problem

FILE, FOLDER = "data/captures.yml", "captures"
COMMAND = "make capture"
_HEADER = (
    f"# Written by `{COMMAND}`, which only adds: the copies of sources in {FOLDER}/ (WARC, ISO 28500),\n"
    "# each with its SHA-256 and, if it was stamped (RFC 3161), when and by whom. Nothing is published.\n"
)


class Capture(Strict):
    """One copy: the day, the address that answered, its file and the file's SHA-256.

    ``stamped`` is the time that a time-stamp authority, ``by``, has signed.
    """

    on: FullDate
    url: WebAddress
    file: Annotated[str, Field(pattern=r"^[a-z0-9-]+\.warc\.gz$")]
    sha256: Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]
    stamped: str = ""
    by: str = ""


_Line = RootModel[dict[Slug, Capture]]


def read(root: Path, languages: tuple[str, ...]) -> tuple[dict[str, list[Capture]], list[Problem]]:
    """Return the copies of each source, from the file under ``root``; and problems."""
    captures: dict[str, list[Capture]] = {}
    rows, problems = line_files.read(root, FILE, _Line, languages)
    for id_, capture in sorted(rows, key=lambda row: (row[0], row[1].file)):
        captures.setdefault(id_, []).append(capture)
    return captures, problems


def add(root: Path, languages: tuple[str, ...], added: dict[str, Capture]) -> None:
    """Add copies to the file, sorted by source and time."""
    captures, _ = read(root, languages)
    for id_, capture in added.items():
        captures[id_] = [*captures.get(id_, []), capture]
    rows = [(id_, one) for id_, kept in sorted(captures.items()) for one in kept]
    line_files.write(root, FILE, _HEADER, rows)
