"""Archived copies made near the day a source was read: ``explainer archive``.

In: a story and a client. Out: for each source without a copy, the one that the Wayback
Machine's index holds (its CDX API: internetarchive/wayback, wayback-cdx-server/README.md) and
whose day is nearest, as lines to put into the record. Where it has none, a second archive is asked,
by its TimeGate (RFC 7089), and, on request, the first one is asked to make a copy (Save Page Now).
A person opens the copy, then has it written.
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
from explainer.watch.answers import Answer
from explainer.watch.client import Client
from explainer.watch.verdicts import readable

API = "https://web.archive.org/cdx/search/cdx"
COPY = "https://web.archive.org/web/{timestamp}/{original}"
SAVE = "https://web.archive.org/save/"
NONE = "no copy in this archive"
_SAVED = re.compile(
    r"(?:https?://[^/\s]+)?/web/(\d{4})(0[1-9]|1[0-2])(0[1-9]|[12]\d|3[01])\d{6}/\S+"
)
_BLOCKED = re.compile(
    rb"RobotAccessControl|AdministrativeAccessControl|Blocked ?Site", re.IGNORECASE
)
_WEB = re.compile(r"https?://[^\s\"<>]+")


@dataclass(frozen=True)
class Ways:
    """Where archives are asked: an index, a TimeGate or ``""``, and ``save``, if one may ask."""

    index: str = API
    timegate: str = ""
    save: str = ""


@dataclass(frozen=True)
class Copy:
    """A copy in an archive: its address, and the day it was made."""

    url: str
    date: str


def propose(
    story: Story,
    client: Client,
    only: Collection[str] = (),
    *,
    write: bool = False,
    ways: Ways = Ways(),
) -> Iterator[str]:
    """Yield what to put into each record; with ``write``, put it there."""
    asked = [s for s in readable(story, only) if not (s.archive_url or s.no_archive)]
    if not asked:
        yield "each of these sources has a copy, says why it has none, or has no address"
    heard = False
    for source in asked:
        answer = client.get(f"{ways.index}?{urlencode(_query(source))}", robots=False)
        heard = heard or bool(answer.status)
        if not heard and not answer.status:
            yield f"cannot tell: the archive did not answer ({answer.why}); nothing was changed"
            return
        file = story.document("sources", source.id).file
        copy, why = nearest(source, answer)
        if copy is None and ways.timegate:
            copy, other = _remembered(source, client, ways.timegate)
            why = f"{why}; in the second: {other}"
        if copy is None and ways.save and why.startswith(NONE):
            copy, other = _saved(source, client, ways.save)
            why = f"{why}; asked to make one: {other}"
        if copy is None:
            yield f"{file}: {why}"
            continue
        yield f"{file}: a copy of {copy.date}{_meant(source)}"
        yield f"archive_url: {copy.url}"
        yield f"archive_date: {copy.date}"
        if write and not _put(story.settings.root / file, source, copy):
            yield f"{file}: its `URL:` is not on one line; put the two lines in by hand"


def _query(source: model.Source) -> dict[str, str]:
    return {
        "url": source.address, "output": "json", "fl": "timestamp,original",
        "filter": "statuscode:200", "collapse": "timestamp:8",
    }  # fmt: skip


def wanted(source: model.Source) -> datetime.date | None:
    """Return the day to look near: when it was read, else when it was published."""
    parts = [
        int(part) for part in (source.accessed or source.earliest_date or "0").split("-") if part
    ]
    try:
        return datetime.date(*[*parts, 1, 1][:3])
    except ValueError:  # no date, or one before our era
        return None


def _meant(source: model.Source) -> str:
    if source.accessed:
        return f" (read {source.accessed})"
    return f" (published {source.issued}; the record has no `accessed:`)" if source.issued else ""


def nearest(source: model.Source, answer: Answer) -> tuple[Copy | None, str]:
    """Return the copy nearest to the day wanted, the newest if none is; or why there is none."""
    if _BLOCKED.search(answer.body):
        return None, "no copy: the archive may not show this address"
    if answer.why:
        return None, f"cannot tell: {answer.why}"
    try:
        rows = json.loads(answer.body or b"[]")[1:]
        copies = [(str(at), str(url)) for at, url in rows if _WEB.fullmatch(str(url))]
        days = [datetime.datetime.strptime(stamp, "%Y%m%d%H%M%S").date() for stamp, _ in copies]
    except (ValueError, TypeError, LookupError, RecursionError):
        return None, "cannot tell: what the archive sent is no list of copies"
    if not copies:
        return None, NONE
    day = wanted(source) or max(days)
    at = min(range(len(days)), key=lambda i: (abs(days[i] - day), copies[i][0]))
    stamp, original = copies[at]
    return Copy(COPY.format(timestamp=stamp, original=original), days[at].isoformat()), ""


def _remembered(source: model.Source, client: Client, timegate: str) -> tuple[Copy | None, str]:
    """Return the copy that a TimeGate leads to (RFC 7089, 4.1), or why there is none."""
    day = wanted(source) or datetime.datetime.now(datetime.UTC).date()
    near = datetime.datetime.combine(day, datetime.time(12), datetime.UTC)
    when = email.utils.format_datetime(near, usegmt=True)
    answer = client.get(timegate + source.address, robots=False, Accept_Datetime=when)
    if answer.status in (404, 410):
        return None, NONE
    if answer.why:
        return None, f"cannot tell: {answer.why}"
    try:
        made = email.utils.parsedate_to_datetime(str(answer.headers.get("Memento-Datetime", "")))
    except (ValueError, TypeError, OverflowError):
        return None, "cannot tell: what the archive sent is no copy"
    return Copy(answer.url, made.date().isoformat()), ""


def _saved(source: model.Source, client: Client, save: str) -> tuple[Copy | None, str]:
    """Have the archive make a copy; return it, or why there is none."""
    answer = client.get(save + source.address, robots=False)
    if _BLOCKED.search(answer.body):
        return None, "it may not"
    for told in (str(answer.headers.get("Content-Location", "")), answer.url):
        if (found := _SAVED.fullmatch(told)) and not answer.why:
            return Copy(urljoin(answer.url, told), "-".join(found.groups())), ""
    return None, answer.why or "it does not say where its copy is"


def _put(path: Path, source: model.Source, copy: Copy) -> bool:
    """Write a copy into a record, under its address; tell whether that could be done."""
    address = re.compile(
        rf"^URL: *[\"']?{re.escape(source.URL or '')}[\"']?[^\S\n]*$", re.MULTILINE
    )
    lines = f"archive_url: {copy.url}\narchive_date: {copy.date}"
    text = path.read_bytes().decode("utf-8")
    text, found = address.subn(lambda match: f"{match[0].rstrip()}\n{lines}", text, count=1)
    if found:
        path.write_bytes(text.encode("utf-8"))
    return bool(found)
