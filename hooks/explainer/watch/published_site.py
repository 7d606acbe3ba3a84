"""A published site, byte by byte: what ``explainer verify-site`` asks of it.

In: its address, a client, and a folder that holds the same site as it was built again. Out: what
the site says it was built from, and the files that differ. What a host consumes (``_headers``)
need not be there; files that only the host has cannot be seen.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote, urljoin

from explainer.watch.client import Client

BUILD = "build.json"
SAME, DIFFERS, MISSING, UNKNOWN = "same", "differs", "missing", "cannot tell"
_CONSUMED = {"_headers"}  # a host that reads it serves it not
_KEYS = re.compile(r"SOURCE_DATE_EPOCH|SITE_URL|REPO_URL|EXPLAINER_[A-Z]+")


@dataclass(frozen=True)
class Named:
    """The commit that a site names, and the variables that its build was given."""

    commit: str
    variables: dict[str, str]


def named(url: str, client: Client) -> tuple[Named | None, str, bool]:
    """Return what the site names; or ``None``, why, and whether it did answer."""
    answer = client.get(urljoin(url, BUILD), robots=False)
    if answer.status in (404, 410):
        return None, f"{urljoin(url, BUILD)} is not there: the site names no commit", True
    if answer.why:
        return None, answer.why, False
    try:
        given = json.loads(answer.body)
        commit, variables = given.pop("commit"), given
        good = bool(re.fullmatch(r"[0-9a-f]{40}(?:[0-9a-f]{24})?", commit)) and all(
            _KEYS.fullmatch(key) and isinstance(value, str) for key, value in variables.items()
        )
    except (ValueError, TypeError, AttributeError, LookupError, RecursionError):
        good = False
    if not good:
        return None, f"{urljoin(url, BUILD)} is no record of a build", True
    if variables.get("SITE_URL") != url:
        told = variables.get("SITE_URL")
        return None, f"it says that it was built for {told}, and was asked at {url}", True
    return Named(commit, variables), "", True


def compare(folder: Path, url: str, client: Client) -> Iterator[tuple[str, str, str]]:
    """Yield (path, verdict, why) of every file of ``folder``."""
    for file in sorted(path for path in folder.rglob("*") if path.is_file()):
        path = file.relative_to(folder).as_posix()
        address = "" if path == "index.html" else path.removesuffix("/index.html") + "/"
        asked = address if path.endswith("index.html") else path
        answer = client.get(urljoin(url, quote(asked)), robots=False)
        built = file.read_bytes()
        if answer.status in (404, 410) and path not in _CONSUMED and path != "404.html":
            yield path, MISSING, answer.why
        elif answer.why and answer.body != built:
            yield path, SAME if path in _CONSUMED else UNKNOWN, answer.why
        elif answer.body == built:
            yield path, SAME, ""
        else:
            same = next(
                (n for n, (a, b) in enumerate(zip(answer.body, built, strict=False)) if a != b),
                min(len(answer.body), len(built)),
            )
            why = f"{len(answer.body)} bytes for {len(built)}, other from byte {same + 1} on"
            yield path, DIFFERS, why
