"""What was last confirmed or published, as digests kept in two files of ``data/``.

In: ``reviews.yml``, one line a unit: ``claims/x#text: {fr: 1a2b3c4d, en: 5e6f7a8b}``, and
``published.yml``, one line a record of change: ``2020-05-01-x: {date: 1a2b3c4d, …}``, and one an
address: ``claims/x: {fr: affirmations/x/, en: en/claims/x/}``, or where what is gone leads:
``claims/x: {leads-to: claims/y}``. Out: tables, or problems; and the files again, sorted. The
lines are YAML, read here line by line: the files grow with the site, and have this one shape.
They come in any order, and a key may have several: ``.gitattributes`` has Git keep the lines of
both sides of a merge.
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
# What has an address is named as in reviews.yml: a record by its folder, a page by its file.
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


@dataclass
class Reviews:
    """The digests last confirmed, by unit and language; those published, by record and key.

    A unit has several where branches were merged: the text was confirmed as each of them says.
    ``addresses`` are those that were published, by what stood there, oldest first or in any order;
    ``lines`` are those of ``published.yml``; ``waiting`` is what ``review`` found once it had
    compared ``units`` with the story.
    """

    confirmed: dict[str, list[dict[str, str]]] = field(default_factory=dict)
    published: Table = field(default_factory=dict)
    addresses: dict[str, list[dict[str, str]]] = field(default_factory=dict)
    lines: dict[str, int] = field(default_factory=dict)
    pending: list[Any] | None = None


def review_command(*names: str) -> str:
    """Return the command that confirms ``names`` alone."""
    return f'{COMMAND} NAMES="{" ".join(names)}"'


def digest(text: str) -> str:
    """Return a short digest of ``text``; spaces, line ends and Unicode forms do not count."""
    normal = " ".join(unicodedata.normalize("NFC", text).split())
    return hashlib.sha256(normal.encode()).hexdigest()[:8]


def read(root: Path) -> tuple[Reviews, list[Problem]]:
    """Read both files under the project's ``root``; without one, nothing is in it."""
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
    """Return what the lines of a key say, each once."""
    return [dict(pairs) for pairs in dict.fromkeys(tuple(value.items()) for _, value in lines)]


def _read(
    root: Path, name: str
) -> tuple[dict[str, list[tuple[int, dict[str, str]]]], list[Problem]]:
    """Return the lines of a file by their key, each with its number; and what is no line of it."""
    table: dict[str, list[tuple[int, dict[str, str]]]] = {}
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
    """Write ``published.yml`` anew, if there is anything to keep."""
    rows = {**reviews.addresses, **{id_: [digests] for id_, digests in reviews.published.items()}}
    if rows:
        write(root, PUBLISHED_FILE, rows)


def write(root: Path, name: str, table: Mapping[str, Sequence[Mapping[str, str]]]) -> None:
    """Write a file anew: sorted, one line for each of the digests of an entry."""
    lines = [
        f"{key}: {{{', '.join(f'{part}: {value}' for part, value in known.items())}}}\n"
        for key, values in table.items()
        for known in values
    ]
    (root / name).write_text(
        _HEADERS[name] + "".join(sorted(lines)), encoding="utf-8", newline="\n"
    )
