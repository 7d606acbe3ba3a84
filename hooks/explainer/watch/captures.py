"""One's own copies of sources: ``explainer capture``.

In: a story, a client, the time, the URL of a time-stamp authority or none. Out: for each source,
``captures/<id>-<time>.warc.gz`` (WARC 1.1, ISO 28500: the response, without its transfer coding), its
digest in ``data/captures.yml``, and the authority's answer (RFC 3161) beside it, ``….tsr``. Only a page
that is still the document is copied.
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
from explainer.watch.client import Client
from explainer.watch.responses import Response, no_response_message, status_text
from explainer.watch.verdicts import sources_with_address


def capture_sources(
    story: Story,
    client: Client,
    now: datetime.datetime,
    only: Collection[str] = (),
    stamp: str = "",
) -> Iterator[str]:
    """Yield the outcome for each source; if no host answers at all, nothing is changed."""
    sources = sources_with_address(story, only)
    if not sources:
        yield verdicts.NO_ADDRESS_MESSAGE
        return
    has_response, lines = False, list[str]()
    for source in sources:
        response = client.get(source.address)
        has_response = has_response or bool(response.status)
        verdict = verdicts.judge(source, response)
        if verdict.state not in ("alive", "moved"):
            lines.append(f"{source.id}: not kept: {verdict.why}")
        elif len(response.body) >= client.max_bytes:
            lines.append(f"{source.id}: not kept: larger than {client.max_bytes} bytes")
        else:
            copy = _write_warc(story.settings.root, source, response, now)
            if stamp:
                copy, error = _time_stamp(story.settings.root, copy, client, stamp)
                lines += [f"{source.id}: not stamped: {error}"] if error else []
            add(story.settings.root, story.settings.languages, {source.id: copy})  # after each copy
            lines.append(f"{source.id}: {FOLDER}/{copy.file} (SHA-256 {copy.sha256})")
    if not has_response:
        yield no_response_message(f"{len(sources)} sources")
        return
    yield from lines


def _write_warc(
    root: Path, source: model.Source, response: Response, now: datetime.datetime
) -> Capture:
    """Write a response as a WARC file."""
    from warcio.statusandheaders import StatusAndHeaders  # not installed for builds
    from warcio.warcwriter import WARCWriter

    timestamp = f"{now:%Y-%m-%dT%H:%M:%SZ}"
    name = f"{source.id}-{now:%Y%m%d%H%M%S}.warc.gz"
    headers = [(k, v) for k, v in response.headers.items() if k.lower() != "transfer-encoding"]
    out = io.BytesIO()
    writer = WARCWriter(out, gzip=True, warc_version="1.1")
    info = {"software": "explainer", "format": "WARC File Format 1.1"}
    writer.write_record(writer.create_warcinfo_record(name, info))
    writer.write_record(
        writer.create_warc_record(
            response.url, "response", payload=io.BytesIO(response.body), length=len(response.body),
            http_headers=StatusAndHeaders(status_text(response.status), headers, protocol="HTTP/1.1"),
            warc_headers_dict={"WARC-Date": timestamp},
        )
    )  # fmt: skip
    folder = root / FOLDER
    folder.mkdir(exist_ok=True)
    (folder / name).write_bytes(out.getvalue())
    digest = hashlib.sha256(out.getvalue()).hexdigest()
    return Capture(on=timestamp[:10], url=response.url, file=name, sha256=digest)


def _time_stamp(root: Path, copy: Capture, client: Client, authority: str) -> tuple[Capture, str]:
    """Have an authority sign the digest and the time; return the copy with its stamp, or an error."""
    import rfc3161_client as rfc3161

    data = (root / FOLDER / copy.file).read_bytes()
    request = (
        rfc3161.TimestampRequestBuilder(data).hash_algorithm(rfc3161.HashAlgorithm.SHA256).build()
    )
    response = client.get(
        authority, robots=False, data=request.as_bytes(), Content_Type="application/timestamp-query"
    )
    if response.error:
        return copy, response.error
    try:
        token = rfc3161.decode_timestamp_response(response.body).tst_info
    except ValueError:
        return copy, "what came is no time stamp"
    if token.nonce != request.nonce or token.message_imprint.message != bytes.fromhex(copy.sha256):
        return copy, "the stamp is for something else"
    (root / FOLDER / f"{copy.file}.tsr").write_bytes(response.body)
    fields = {"stamped": f"{token.gen_time:%Y-%m-%dT%H:%M:%SZ}", "by": urlsplit(authority).hostname}
    return copy.model_copy(update=fields), ""


def read_newest(story: Story, source: model.Source) -> Response | None:
    """Return the newest copy of a source, if its file is here and has the recorded digest."""
    for copy in reversed(story.captures.get(source.id, ())):
        path = story.settings.root / FOLDER / copy.file
        if path.is_file() and hashlib.sha256(path.read_bytes()).hexdigest() == copy.sha256:
            return _read_warc(path)
    return None


def _read_warc(path: Path) -> Response | None:
    from warcio.archiveiterator import ArchiveIterator

    with path.open("rb") as file:
        for record in ArchiveIterator(file):
            if record.rec_type == "response" and record.http_headers:
                headers = Message()
                for name, value in record.http_headers.headers:
                    headers[name] = value
                url = record.rec_headers.get_header("WARC-Target-URI")
                status = int(record.http_headers.get_statuscode())
                return Response(url, status, headers=headers, body=record.content_stream().read())
    return None
