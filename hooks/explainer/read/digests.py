"""Reader and writer of the two files of digests: texts confirmed, records and addresses published.

In: ``reviews.yml``, one line a unit: ``claims/x#text: {fr: 1a2b3c4d, en: 5e6f7a8b}``, and
``published.yml``, one line a record of change: ``2020-05-01-x: {date: 1a2b3c4d, …}``, and one an
address: ``claims/x: {fr: affirmations/x/, en: en/claims/x/}``, or where what is gone leads:
``claims/x: {leads-to: claims/y}``. Out: a ``Reviews``, or problems; and the files again, sorted.
The lines are YAML of this one shape, read with regular expressions because the files grow with
the site. They come in any order, and a key may have several lines: Git merges the files by
keeping the lines of both sides (``.gitattributes``).
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from explainer.read import merge_conflicts
from explainer.read.problems import Problem

REVIEWS_FILE, PUBLISHED_FILE = "data/reviews.yml", "data/published.yml"
COMMAND = "make reviewed"
TWICE = "two branches published it"
_PAIRS = r": \{((?:[a-zA-Z0-9_-]+: %s(?:, (?=\w))?)+)\}\s*$"
_LINE = re.compile(r"^(\S+)" + _PAIRS % "[0-9a-f]{8}")
# Owners are named as in reviews.yml: ``claims/x`` for a record, ``case.md`` for a page.
_ADDRESS = re.compile(r"^(\S*(?:/|\.md)\S*)" + _PAIRS % r"[^\s{},]+")
LEADS_TO = "leads-to"
_CONFLICT = re.compile(r"^(<{7}|\|{7}|={7}|>{7})(?: |$)", re.MULTILINE)
_HEADERS = {
    REVIEWS_FILE: f"# Written by `{COMMAND}`: the digest of each text as last confirmed in every language.\n",
    PUBLISHED_FILE: (
        f"# Written by `{COMMAND}`, which only adds: the digest of each key of each record of change,\n"
        "# which stays as it was; and every address, with where it leads once what stood there is gone.\n"
    ),
}
Table = dict[str, dict[str, str]]
_Lines = dict[str, list[tuple[int, dict[str, str]]]]


@dataclass
class Reviews:
    """The contents of both files.

    ``confirmed``: unit id → the digests by language, one table a line; several after a merge.
    ``published``: id of a record of change → key → digest. ``addresses``: owner (``claims/x``,
    ``case.md``) → addresses by language, one table a line, in any order. ``lines``: id →
    line number in ``published.yml``. ``pending``: kept by ``check.review``, which compares
    ``confirmed`` with the story once.
    """

    confirmed: dict[str, list[dict[str, str]]] = field(default_factory=dict)
    published: Table = field(default_factory=dict)
    addresses: dict[str, list[dict[str, str]]] = field(default_factory=dict)
    lines: dict[str, int] = field(default_factory=dict)
    pending: list[Any] | None = None


def review_command(*names: str) -> str:
    """Return the command line that confirms ``names`` and nothing else."""
    return f'{COMMAND} NAMES="{" ".join(names)}"'


def digest(text: str) -> str:
    """Return 8 hexadecimal digits of the SHA-256 of ``text``, white space and NFC normalized."""
    normal = " ".join(unicodedata.normalize("NFC", text).split())
    return hashlib.sha256(normal.encode()).hexdigest()[:8]


def read(root: Path) -> tuple[Reviews, list[Problem]]:
    """Read both files under the project's ``root``; a missing file is an empty one."""
    confirmed, problems = _read(root, REVIEWS_FILE)
    published, more = _read(root, PUBLISHED_FILE)
    problems += more
    reviews = Reviews(lines={id_: lines[0][0] for id_, lines in published.items()})
    for id_, lines in published.items():
        if _ADDRESS.match(f"{id_}: {{x: x}}"):
            reviews.addresses[id_] = _distinct(lines)
            continue
        first, *others = lines
        reviews.published[id_] = first[1]
        for number in (n for n, digests in others if digests != first[1]):
            message = (
                f"«{id_}» is on line {first[0]} too, with other digests: {TWICE}; "
                "keep the line of the one merged first, and its record"
            )
            problems.append(Problem(PUBLISHED_FILE, number, 1, "", "digest-twice", message))
    reviews.confirmed = {id_: _distinct(lines) for id_, lines in confirmed.items()}
    return reviews, problems


def _distinct(lines: list[tuple[int, dict[str, str]]]) -> list[dict[str, str]]:
    """Return the different values of a key's lines."""
    return [dict(pairs) for pairs in dict.fromkeys(tuple(value.items()) for _, value in lines)]


def _read(root: Path, name: str) -> tuple[_Lines, list[Problem]]:
    """Return key → [(line number, values)] of a file, and a problem for each malformed line."""
    table: _Lines = {}
    problems: list[Problem] = []
    path = root / name
    raw = path.read_bytes() if path.is_file() else b""
    if unfinished := merge_conflicts.find_conflict(name, raw):
        message = (
            "a merge is unfinished; delete the lines <<<<<<<, ======= and >>>>>>>, and keep all "
            "others, in any order"
        )
        problems.append(replace(unfinished, message=message))
    for number, line in enumerate(raw.decode("utf-8", errors="replace").splitlines(), 1):
        if not line.strip() or line.startswith("#") or _CONFLICT.match(line):
            continue
        if match := _LINE.match(line) or (name == PUBLISHED_FILE and _ADDRESS.match(line)):
            value = dict(pair.split(": ") for pair in match[2].split(", "))
            table.setdefault(match[1], []).append((number, value))
        else:
            message = f"not a line of this file; run: {COMMAND}"
            problems.append(Problem(name, number, 1, "", "digest-line", message))
    return table, problems


def write_published(root: Path, reviews: Reviews) -> None:
    """Write ``published.yml``, if there is anything to keep."""
    rows = {**reviews.addresses, **{id_: [digests] for id_, digests in reviews.published.items()}}
    if rows:
        write(root, PUBLISHED_FILE, rows)


def write(root: Path, name: str, table: Mapping[str, Sequence[Mapping[str, str]]]) -> None:
    """Write a file, sorted: a line for each value of a key."""
    lines = [
        f"{key}: {{{', '.join(f'{part}: {value}' for part, value in known.items())}}}\n"
        for key, values in table.items()
        for known in values
    ]
    (root / name).write_text(
        _HEADERS[name] + "".join(sorted(lines)), encoding="utf-8", newline="\n"
    )
