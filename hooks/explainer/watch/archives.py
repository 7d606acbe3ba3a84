"""Archived copies made near the day a source was read: ``explainer archive``.

In: a story and a client. Out: for each source without a copy, the nearest in time in the Wayback
Machine's index (its CDX API: internetarchive/wayback, wayback-cdx-server/README.md), as lines for its
record. If there is none, a second archive is asked, by its TimeGate (RFC 7089), and, on request, the
first is asked to make one (Save Page Now). A person opens the copy, then has it written.
"""

from __future__ import annotations

import datetime
import email.utils
import json
import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlencode, urljoin

from explainer.model import records as model
from explainer.model.story import Story
from explainer.watch.client import Client
from explainer.watch.responses import Response
from explainer.watch.verdicts import sources_with_address

INDEX_URL = "https://web.archive.org/cdx/search/cdx"
COPY_URL = "https://web.archive.org/web/{timestamp}/{original}"
SAVE_URL = "https://web.archive.org/save/"
NO_COPY = "no copy in this archive"
_COPY_PATH = re.compile(
    r"(?:https?://[^/\s]+)?/web/(\d{4})(0[1-9]|1[0-2])(0[1-9]|[12]\d|3[01])\d{6}/\S+"
)
_BLOCKED = re.compile(
    rb"RobotAccessControl|AdministrativeAccessControl|Blocked ?Site", re.IGNORECASE
)
_WEB_ADDRESS = re.compile(r"https?://[^\s\"<>]+")


@dataclass(frozen=True)
class Archives:
    """The archives to ask: an index, a TimeGate or ``""``, and a service that makes copies or ``""``."""

    index_url: str = INDEX_URL
    timegate_url: str = ""
    save_url: str = ""


@dataclass(frozen=True)
class Copy:
    """A copy in an archive: its URL, and the day on which it was made."""

    url: str
    date: str


def propose_copies(
    story: Story,
    client: Client,
    only: Collection[str] = (),
    *,
    write: bool = False,
    archives: Archives = Archives(),
) -> Iterator[str]:
    """Yield the lines for each record; with ``write``, write them."""
    sources = [s for s in sources_with_address(story, only) if not (s.archive_url or s.no_archive)]
    if not sources:
        yield "each of these sources has a copy, says why it has none, or has no address"
    has_response = False
    for source in sources:
        query = urlencode(_index_query(source))
        response = client.get(f"{archives.index_url}?{query}", robots=False)
        has_response = has_response or bool(response.status)
        if not has_response and not response.status:
            yield f"cannot tell: the archive did not answer ({response.error}); nothing was changed"
            return
        file = story.document("sources", source.id).file
        copy, reason = nearest_copy(source, response)
        if copy is None and archives.timegate_url:
            copy, other_reason = _ask_timegate(source, client, archives.timegate_url)
            reason = f"{reason}; in the second: {other_reason}"
        if copy is None and archives.save_url and reason.startswith(NO_COPY):
            copy, other_reason = _request_copy(source, client, archives.save_url)
            reason = f"{reason}; asked to make one: {other_reason}"
        if copy is None:
            yield f"{file}: {reason}"
            continue
        yield f"{file}: a copy of {copy.date}{_explain_day(source)}"
        yield f"archive_url: {copy.url}"
        yield f"archive_date: {copy.date}"
        if write and not _write_to_record(story.settings.root / file, source, copy):
            yield f"{file}: its `URL:` is not on one line; put the two lines in by hand"


def _index_query(source: model.Source) -> dict[str, str]:
    return {
        "url": source.address, "output": "json", "fl": "timestamp,original",
        "filter": "statuscode:200", "collapse": "timestamp:8",
    }  # fmt: skip


def target_day(source: model.Source) -> datetime.date | None:
    """Return the day near which a copy is looked for: when the source was read, else published."""
    parts = [
        int(part) for part in (source.accessed or source.earliest_date or "0").split("-") if part
    ]
    try:
        return datetime.date(*[*parts, 1, 1][:3])
    except ValueError:  # no date, or one before our era
        return None


def _explain_day(source: model.Source) -> str:
    if source.accessed:
        return f" (read {source.accessed})"
    return f" (published {source.issued}; the record has no `accessed:`)" if source.issued else ""


def nearest_copy(source: model.Source, response: Response) -> tuple[Copy | None, str]:
    """Return the copy nearest to the target day, or the newest without one; or why there is none."""
    if _BLOCKED.search(response.body):
        return None, "no copy: the archive may not show this address"
    if response.error:
        return None, f"cannot tell: {response.error}"
    try:
        rows = json.loads(response.body or b"[]")[1:]
        copies = [(str(day), str(url)) for day, url in rows if _WEB_ADDRESS.fullmatch(str(url))]
        days = [datetime.datetime.strptime(stamp, "%Y%m%d%H%M%S").date() for stamp, _ in copies]
    except (ValueError, TypeError, LookupError, RecursionError):
        return None, "cannot tell: what the archive sent is no list of copies"
    if not copies:
        return None, NO_COPY
    day = target_day(source) or max(days)
    index = min(range(len(days)), key=lambda i: (abs(days[i] - day), copies[i][0]))
    stamp, original = copies[index]
    url = COPY_URL.format(timestamp=stamp, original=original)
    return Copy(url, days[index].isoformat()), ""


def _ask_timegate(
    source: model.Source, client: Client, timegate_url: str
) -> tuple[Copy | None, str]:
    """Return the copy to which a TimeGate leads (RFC 7089, 4.1), or why there is none."""
    day = target_day(source) or datetime.datetime.now(datetime.UTC).date()
    noon = datetime.datetime.combine(day, datetime.time(12), datetime.UTC)
    timestamp = email.utils.format_datetime(noon, usegmt=True)
    response = client.get(timegate_url + source.address, robots=False, Accept_Datetime=timestamp)
    if response.status in (404, 410):
        return None, NO_COPY
    if response.error:
        return None, f"cannot tell: {response.error}"
    try:
        made_at = email.utils.parsedate_to_datetime(str(response.headers["Memento-Datetime"]))
    except (ValueError, TypeError, OverflowError):
        return None, "cannot tell: what the archive sent is no copy"
    return Copy(response.url, made_at.date().isoformat()), ""


def _request_copy(source: model.Source, client: Client, save_url: str) -> tuple[Copy | None, str]:
    """Have the archive make a copy; return it, or why there is none."""
    response = client.get(save_url + source.address, robots=False)
    if _BLOCKED.search(response.body):
        return None, "it may not"
    for candidate in (str(response.headers.get("Content-Location", "")), response.url):
        if (match := _COPY_PATH.fullmatch(candidate)) and not response.error:
            return Copy(urljoin(response.url, candidate), "-".join(match.groups())), ""
    return None, response.error or "it does not say where its copy is"


def _write_to_record(path: Path, source: model.Source, copy: Copy) -> bool:
    """Write a copy into a record, after its URL; tell whether that was possible."""
    address = re.compile(
        rf"^URL: *[\"']?{re.escape(source.URL or '')}[\"']?[^\S\n]*$", re.MULTILINE
    )
    lines = f"archive_url: {copy.url}\narchive_date: {copy.date}"
    text = path.read_bytes().decode("utf-8")
    text, count = address.subn(lambda match: f"{match[0].rstrip()}\n{lines}", text, count=1)
    if count:
        path.write_bytes(text.encode("utf-8"))
    return bool(count)
