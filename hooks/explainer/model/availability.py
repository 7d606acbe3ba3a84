"""Reader and writer of ``data/availability.yml``: whether the address of each source answers.

In: the file, one line a source, which ``python -m explainer watch`` writes:
``x-2020: {state: alive, asked: 2026-11-26, alive: 2026-11-26, url: "https://…"}``. Out: a
table by source, or problems; and the file again, sorted. Git merges the file by keeping the
lines of both branches (``.gitattributes``); of two lines on one source, the one asked last
counts. A build only reads the file and sends no request.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Literal

from pydantic import Field, RootModel

from explainer.model import line_files
from explainer.model.base import Strict
from explainer.model.fields import FullDate, Slug, WebAddress
from explainer.read.problems import Problem

FILE = "data/availability.yml"
COMMAND = "make watch-sources"
_HEADER = (
    f"# Written by `{COMMAND}`: whether the address of each source answered, and when it was asked.\n"
    "# States: alive, moved (for good, to another address), gone, unknown (one cannot tell).\n"
)


class AddressState(Strict):
    """The state of one address.

    ``alive`` is the last day on which it led to the document; ``failures`` counts the days,
    since ``failing``, on which it did not; ``why`` says what it answered instead.
    """

    state: Literal["alive", "moved", "gone", "unknown"]
    asked: FullDate
    alive: FullDate | None = None
    failing: FullDate | None = None
    failures: int = Field(0, ge=0)
    why: str = ""
    to: WebAddress | None = None
    url: WebAddress


_Line = RootModel[dict[Slug, AddressState]]


def read(root: Path, languages: tuple[str, ...]) -> tuple[dict[str, AddressState], list[Problem]]:
    """Return the state of each source's address, from the file under ``root``; and problems."""
    seen: dict[str, AddressState] = {}
    rows, problems = line_files.read(root, FILE, _Line, languages)
    for id_, state in rows:
        seen[id_] = max(seen.get(id_, state), state, key=_recency)
    return seen, problems


def _recency(state: AddressState) -> tuple[str, str, int]:
    """Return the sort key of two lines on one source: the day asked, then the better state."""
    return state.asked, state.alive or "", state.failures


def write(root: Path, seen: Mapping[str, AddressState]) -> None:
    """Write the file: sorted, one line a source."""
    line_files.write(root, FILE, _HEADER, sorted(seen.items()))
