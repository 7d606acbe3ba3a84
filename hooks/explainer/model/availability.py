"""Whether the address of each source answered, when it was last asked: ``data/availability.yml``.

In: the file, one line a source, which ``python -m explainer watch`` writes:
``x-2020: {state: alive, asked: 2026-11-26, alive: 2026-11-26, url: "https://…"}``. Out: a
table by source, or problems; and the file again, sorted. Two branches merge without conflict,
by Git's own union of their lines (``.gitattributes``): of two lines on one source, the one
asked last counts. A build reads the file and asks nobody.
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
    """What is known of one address.

    ``alive`` is the last day on which it led to the document; ``failures`` counts the days,
    from ``failing`` on, on which it led to nothing; ``why`` says what came instead.
    """

    state: Literal["alive", "moved", "gone", "unknown"]
    asked: FullDate
    alive: FullDate | None = None
    failing: FullDate | None = None
    failures: int = Field(0, ge=0)
    why: str = ""
    to: WebAddress | None = None
    url: WebAddress


class _Line(RootModel[dict[Slug, AddressState]]):
    pass


def read(root: Path, languages: tuple[str, ...]) -> tuple[dict[str, AddressState], list[Problem]]:
    """Read the file under the project's ``root``: of two lines on a source, the newer counts."""
    seen: dict[str, AddressState] = {}
    rows, problems = line_files.read(root, FILE, _Line, languages)
    for id_, state in rows:
        seen[id_] = max(seen.get(id_, state), state, key=_recency)
    return seen, problems


def _recency(state: AddressState) -> tuple[str, str, int]:
    """Return what orders two lines on one source: the day asked, then the better news."""
    return state.asked, state.alive or "", state.failures


def write(root: Path, seen: Mapping[str, AddressState]) -> None:
    """Write the file anew: sorted, one line a source."""
    line_files.write(root, FILE, _HEADER, sorted(seen.items()))
