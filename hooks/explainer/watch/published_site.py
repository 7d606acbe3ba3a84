"""A published site compared byte by byte: the network part of ``explainer verify-site``.

In: its URL, a client, and the same site as rebuilt in a folder. Out: what the site says it was built
from, and the files that differ. Files that a host reads itself (``_headers``) need not be served; files
that only the host has cannot be seen.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from operator import eq
from pathlib import Path
from urllib.parse import quote, urljoin

from explainer.watch.client import Client

BUILD = "build.json"
SAME, DIFFERS, MISSING, UNKNOWN = "same", "differs", "missing", "cannot tell"
_HOST_FILES = {"_headers"}  # hosts use it and do not serve it
_VARIABLE = re.compile(r"SOURCE_DATE_EPOCH|SITE_URL|REPO_URL|EXPLAINER_[A-Z]+")


@dataclass(frozen=True)
class BuildRecord:
    """The commit that a site names, and the environment variables of its build."""

    commit: str
    variables: dict[str, str]


def fetch_build_record(url: str, client: Client) -> tuple[BuildRecord | None, str, bool]:
    """Return the site's build record; or ``None``, the reason, and whether the site answered."""
    response = client.get(urljoin(url, BUILD), robots=False)
    if response.status in (404, 410):
        return None, f"{urljoin(url, BUILD)} is not there: the site names no commit", True
    if response.error:
        return None, response.error, False
    try:
        record = json.loads(response.body)
        commit, variables = record.pop("commit"), record
        is_valid = bool(re.fullmatch(r"[0-9a-f]{40}(?:[0-9a-f]{24})?", commit)) and all(
            _VARIABLE.fullmatch(key) and isinstance(value, str) for key, value in variables.items()
        )
    except (ValueError, TypeError, AttributeError, LookupError, RecursionError):
        is_valid = False
    if not is_valid:
        return None, f"{urljoin(url, BUILD)} is no record of a build", True
    if variables.get("SITE_URL") != url:
        declared_url = variables.get("SITE_URL")
        return None, f"it says that it was built for {declared_url}, and was asked at {url}", True
    return BuildRecord(commit, variables), "", True


def compare_files(folder: Path, url: str, client: Client) -> Iterator[tuple[str, str, str]]:
    """Yield (path, verdict, detail) for every file of ``folder``."""
    for file in sorted(path for path in folder.rglob("*") if path.is_file()):
        path = file.relative_to(folder).as_posix()
        address = "" if path == "index.html" else path.removesuffix("/index.html") + "/"
        request_path = address if path.endswith("index.html") else path
        response = client.get(urljoin(url, quote(request_path)), robots=False)
        expected = file.read_bytes()
        if response.status in (404, 410) and path not in _HOST_FILES and path != "404.html":
            yield path, MISSING, response.error
        elif response.error and response.body != expected:
            yield path, SAME if path in _HOST_FILES else UNKNOWN, response.error
        elif response.body == expected:
            yield path, SAME, ""
        else:
            first_difference = [*map(eq, response.body, expected), False].index(False)
            detail = f"{len(response.body)} bytes for {len(expected)}, other from byte {first_difference + 1} on"
            yield path, DIFFERS, detail
