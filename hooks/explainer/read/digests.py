"""What was last confirmed or published, as digests kept in two files of ``data/``.

In: ``reviews.yml``, one line a unit: ``claims/x#text: {fr: 1a2b3c4d, en: 5e6f7a8b}``, and
``published.yml``, one line a record of change: ``2020-05-01-x: {date: 1a2b3c4d, …}``. Out:
tables of digests, or problems; and the files again, sorted, so that two branches that write
different lines merge without conflict. The lines are YAML, read here line by line: the files
grow with the site, and have this one shape.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from explainer.read.problems import Problem

NAME, PUBLISHED = "data/reviews.yml", "data/published.yml"
COMMAND = "make reviewed"
_LINE = re.compile(r"^(\S+): \{((?:[a-zA-Z_-]+: [0-9a-f]{8}(?:, (?=\w))?)+)\}\s*$")
_HEADS = {
    NAME: f"# Written by `{COMMAND}`: the digest of each text as last confirmed in every language.\n",
    PUBLISHED: (
        f"# Written by `{COMMAND}`, which only adds: the digest of each key of each record of change,\n"
        "# as published. A published record stays as it is; what changes later is a record of its own.\n"
    ),
}
Table = dict[str, dict[str, str]]


@dataclass
class Reviews:
    """The digests last confirmed, by unit and language; those published, by record and key.

    ``lines`` are those of ``published``; ``waiting`` is what ``review`` found once it had
    compared ``units`` with the story.
    """

    units: Table = field(default_factory=dict)
    published: Table = field(default_factory=dict)
    lines: dict[str, int] = field(default_factory=dict)
    waiting: list[Any] | None = None


def naming(*names: str) -> str:
    """Return the command that confirms ``names`` alone."""
    return f'{COMMAND} NAMES="{" ".join(names)}"'


def digest(text: str) -> str:
    """Return a short digest of ``text``; spaces, line ends and Unicode forms do not count."""
    normal = " ".join(unicodedata.normalize("NFC", text).split())
    return hashlib.sha256(normal.encode()).hexdigest()[:8]


def read(root: Path) -> tuple[Reviews, list[Problem]]:
    """Read both files under the project's ``root``; without one, nothing is in it."""
    units, _, problems = _read(root, NAME)
    published, lines, found = _read(root, PUBLISHED)
    return Reviews(units, published, lines), problems + found


def _read(root: Path, name: str) -> tuple[Table, dict[str, int], list[Problem]]:
    table: Table = {}
    lines: dict[str, int] = {}
    problems: list[Problem] = []
    path = root / name
    text = path.read_bytes().decode("utf-8", errors="replace") if path.is_file() else ""
    for number, line in enumerate(text.splitlines(), 1):
        if not line.strip() or line.startswith("#"):
            continue
        match = _LINE.match(line)
        if not match:
            message = f"not a line of this file (a merge conflict?); run: {COMMAND}"
            problems.append(Problem(name, number, 1, "", message))
        elif match[1] in table:
            twice = f"«{match[1]}» is there twice"
            mend = f"run: {naming(match[1])}" if name == NAME else "keep the line that was first"
            problems.append(Problem(name, number, 1, "", f"{twice}; {mend}"))
        else:
            table[match[1]] = dict(pair.split(": ") for pair in match[2].split(", "))
            lines[match[1]] = number
    return table, lines, problems


def write(root: Path, name: str, table: Mapping[str, Mapping[str, str]]) -> None:
    """Write a file anew: sorted, one line an entry."""
    lines = [
        f"{key}: {{{', '.join(f'{part}: {value}' for part, value in known.items())}}}\n"
        for key, known in table.items()
    ]
    (root / name).write_text(_HEADS[name] + "".join(sorted(lines)), encoding="utf-8", newline="\n")
