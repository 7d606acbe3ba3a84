"""Copies of one's own: ``explainer capture``.

In: a story, a client, the time, the address of a time-stamp authority or none. Out: for each
source, ``captures/<id>-<time>.warc.gz`` (WARC 1.1, ISO 28500: what the site sent, as one response,
its transfer coding undone), its digest in ``data/captures.yml``, and, if stamped, the answer of the
authority (RFC 3161) beside it, ``….tsr``. Only a page that is still the document is kept.
"""

from __future__ import annotations

import datetime
import hashlib
import io
from collections.abc import Collection, Iterator
from email.message import Message
from pathlib import Path
from urllib.parse import urlsplit

from explainer.model import records as model
from explainer.model.captures import FOLDER, Capture, add
from explainer.model.story import Story
from explainer.watch import verdicts
from explainer.watch.answers import Answer, phrase, unheard
from explainer.watch.client import Client
from explainer.watch.verdicts import readable


def capture(
    story: Story,
    client: Client,
    now: datetime.datetime,
    only: Collection[str] = (),
    stamp: str = "",
) -> Iterator[str]:
    """Yield what became of each source; if no host answers at all, nothing is changed."""
    asked = readable(story, only)
    if not asked:
        yield verdicts.NOTHING
        return
    heard, told = False, list[str]()
    for source in asked:
        answer = client.get(source.address)
        heard = heard or bool(answer.status)
        verdict = verdicts.judge(source, answer)
        if verdict.state not in ("alive", "moved"):
            told.append(f"{source.id}: not kept: {verdict.why}")
        elif len(answer.body) >= client.most:
            told.append(f"{source.id}: not kept: larger than {client.most} bytes")
        else:
            kept = _keep(story.settings.root, source, answer, now)
            if stamp:
                kept, why = _stamped(story.settings.root, kept, client, stamp)
                told += [f"{source.id}: not stamped: {why}"] if why else []
            add(story.settings.root, story.settings.languages, {source.id: kept})  # at once
            told.append(f"{source.id}: {FOLDER}/{kept.file} (SHA-256 {kept.sha256})")
    if not heard:
        yield unheard(f"{len(asked)} sources")
        return
    yield from told


def _keep(root: Path, source: model.Source, answer: Answer, now: datetime.datetime) -> Capture:
    """Write what came as a WARC file."""
    from warcio.statusandheaders import StatusAndHeaders  # the desk's, not a build's
    from warcio.warcwriter import WARCWriter

    at = f"{now:%Y-%m-%dT%H:%M:%SZ}"
    name = f"{source.id}-{now:%Y%m%d%H%M%S}.warc.gz"
    headers = [(k, v) for k, v in answer.headers.items() if k.lower() != "transfer-encoding"]
    out = io.BytesIO()
    writer = WARCWriter(out, gzip=True, warc_version="1.1")
    about = {"software": "explainer", "format": "WARC File Format 1.1"}
    writer.write_record(writer.create_warcinfo_record(name, about))
    writer.write_record(
        writer.create_warc_record(
            answer.url, "response", payload=io.BytesIO(answer.body), length=len(answer.body),
            http_headers=StatusAndHeaders(phrase(answer.status), headers, protocol="HTTP/1.1"),
            warc_headers_dict={"WARC-Date": at},
        )
    )  # fmt: skip
    folder = root / FOLDER
    folder.mkdir(exist_ok=True)
    (folder / name).write_bytes(out.getvalue())
    digest = hashlib.sha256(out.getvalue()).hexdigest()
    return Capture(on=at[:10], url=answer.url, file=name, sha256=digest)


def _stamped(root: Path, kept: Capture, client: Client, authority: str) -> tuple[Capture, str]:
    """Have an authority sign the digest and the time; return the copy so marked, or why not."""
    import rfc3161_client as rfc3161

    data = (root / FOLDER / kept.file).read_bytes()
    request = (
        rfc3161.TimestampRequestBuilder(data).hash_algorithm(rfc3161.HashAlgorithm.SHA256).build()
    )
    answer = client.get(
        authority, robots=False, send=request.as_bytes(), Content_Type="application/timestamp-query"
    )
    if answer.why:
        return kept, answer.why
    try:
        response = rfc3161.decode_timestamp_response(answer.body)
        told = response.tst_info
    except ValueError:
        return kept, "what came is no time stamp"
    if told.nonce != request.nonce or told.message_imprint.message != bytes.fromhex(kept.sha256):
        return kept, "the stamp is for something else"
    (root / FOLDER / f"{kept.file}.tsr").write_bytes(answer.body)
    marks = {"stamped": f"{told.gen_time:%Y-%m-%dT%H:%M:%SZ}", "by": urlsplit(authority).hostname}
    return kept.model_copy(update=marks), ""


def kept(story: Story, source: model.Source) -> Answer | None:
    """Return what the newest copy of a source holds, if it is here and as its digest says."""
    for one in reversed(story.captures.get(source.id, ())):
        path = story.settings.root / FOLDER / one.file
        if path.is_file() and hashlib.sha256(path.read_bytes()).hexdigest() == one.sha256:
            return _opened(path)
    return None


def _opened(path: Path) -> Answer | None:
    from warcio.archiveiterator import ArchiveIterator

    with path.open("rb") as file:
        for record in ArchiveIterator(file):
            if record.rec_type == "response" and record.http_headers:
                headers = Message()
                for name, value in record.http_headers.headers:
                    headers[name] = value
                url = record.rec_headers.get_header("WARC-Target-URI")
                status = int(record.http_headers.get_statuscode())
                return Answer(url, status, headers=headers, body=record.content_stream().read())
    return None
