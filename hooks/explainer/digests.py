"""``data/reviews.yml``: what each language's text was when both were last confirmed together.

In: the file, one line a unit: ``claims/x#text: {fr: 1a2b3c4d, en: 5e6f7a8b}``.
Out: a table of digests, or problems; and the file again, sorted, so that two
branches that confirm different units merge without conflict. The lines are YAML,
read here line by line: the file grows with the site, and has this one shape.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from .problems import Problem

NAME = "data/reviews.yml"
COMMAND = "python -m explainer reviewed"
_LINE = re.compile(r"^(\S+): \{((?:[a-zA-Z-]+: [0-9a-f]{8}(?:, (?=\w))?)+)\}\s*$")
_HEAD = f"# Written by `{COMMAND}`: the digest of each text as last confirmed in every language.\n"


@dataclass
class Reviews:
    """The digests last confirmed, by unit and language.

    ``waiting`` is what ``review`` found once it had compared them with the story.
    """

    units: dict[str, dict[str, str]] = field(default_factory=dict)
    waiting: list[Any] | None = None


def digest(text: str) -> str:
    """Return a short digest of ``text``; spaces, line ends and Unicode forms do not count."""
    normal = " ".join(unicodedata.normalize("NFC", text).split())
    return hashlib.sha256(normal.encode()).hexdigest()[:8]


def read(root: Path) -> tuple[Reviews, list[Problem]]:
    """Read the file under the project's ``root``; without it, nothing was ever confirmed."""
    reviews, problems = Reviews(), []
    path = root / NAME
    if not path.is_file():
        return reviews, []
    text = path.read_bytes().decode("utf-8", errors="replace")
    for number, line in enumerate(text.splitlines(), 1):
        if not line.strip() or line.startswith("#"):
            continue
        match = _LINE.match(line)
        if not match:
            message = f"not a line of this file (a merge conflict?); run: {COMMAND} --all"
            problems.append(Problem(NAME, number, 1, "", message))
        elif match[1] in reviews.units:
            message = f"«{match[1]}» is there twice; run: {COMMAND} {match[1]}"
            problems.append(Problem(NAME, number, 1, "", message))
        else:
            pairs = (pair.split(": ") for pair in match[2].split(", "))
            reviews.units[match[1]] = dict(pairs)
    return reviews, problems


def write(root: Path, units: Mapping[str, Mapping[str, str]]) -> None:
    """Write the file anew: sorted, one line a unit."""
    lines = [
        f"{unit}: {{{', '.join(f'{language}: {value}' for language, value in known.items())}}}\n"
        for unit, known in units.items()
    ]
    (root / NAME).write_text(_HEAD + "".join(sorted(lines)), encoding="utf-8", newline="\n")
