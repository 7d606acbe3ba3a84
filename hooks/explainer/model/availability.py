"""Whether the address of each source answered, when it was last asked: ``data/availability.yml``.

In: the file, one line a source, which ``python -m explainer watch`` writes:
``x-2020: {state: alive, asked: 2026-11-26, alive: 2026-11-26, url: "https://…"}``. Out: a
table by source, or problems; and the file again, sorted. Two branches merge without conflict,
by Git's own union of their lines (``.gitattributes``): of two lines on one source, the one
asked last counts. A build reads the file and asks nobody.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field, RootModel

from explainer.model.fields import FullDate, Slug, WebAddress
from explainer.model.validating import typed
from explainer.read import yamlio
from explainer.read.problems import Problem

FILE = "data/availability.yml"
COMMAND = "make watch-sources"
_HEAD = (
    f"# Written by `{COMMAND}`: whether the address of each source answered, and when it was asked.\n"
    "# States: alive, moved (for good, to another address), gone, unknown (one cannot tell).\n"
)


class Seen(BaseModel):
    """What is known of one address.

    ``alive`` is the last day on which it led to the document; ``failures`` counts the days,
    from ``failing`` on, on which it led to nothing; ``why`` says what came instead.
    """

    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)

    state: Literal["alive", "moved", "gone", "unknown"]
    asked: FullDate
    alive: FullDate | None = None
    failing: FullDate | None = None
    failures: int = Field(0, ge=0)
    why: str = ""
    to: WebAddress | None = None
    url: WebAddress


class _Line(RootModel[dict[Slug, Seen]]):
    pass


def read(root: Path, languages: tuple[str, ...]) -> tuple[dict[str, Seen], list[Problem]]:
    """Read the file under the project's ``root``, line by line: it grows with the site."""
    seen: dict[str, Seen] = {}
    problems: list[Problem] = []
    path = root / FILE
    for number, line in enumerate(path.read_bytes().splitlines() if path.is_file() else (), 1):
        if not line.strip() or line.startswith(b"#"):
            continue
        document, found = yamlio.read(FILE, line, line_offset=number - 1)
        made = None if found else typed(document, _Line, languages, found)
        for id_, known in made.root.items() if made else ():
            seen[id_] = max(seen.get(id_, known), known, key=_newer)
        problems += found
    return seen, problems


def _newer(known: Seen) -> tuple[str, str, int]:
    """Return what orders two lines on one source: the day asked, then the better news."""
    return known.asked, known.alive or "", known.failures


def write(root: Path, seen: Mapping[str, Seen]) -> None:
    """Write the file anew: sorted, one line a source."""
    lines = [f"{id_}: {_flow(known)}\n" for id_, known in sorted(seen.items())]
    (root / FILE).write_text(_HEAD + "".join(lines), encoding="utf-8", newline="\n")


def _flow(known: Seen) -> str:
    """Return a YAML flow mapping; JSON's quotes are YAML's double quotes."""
    quoted = ("why", "to", "url")
    pairs = (
        f"{key}: {json.dumps(value, ensure_ascii=False) if key in quoted else value}"
        for key, value in known.model_dump(exclude_defaults=True).items()
    )
    return f"{{{', '.join(pairs)}}}"
