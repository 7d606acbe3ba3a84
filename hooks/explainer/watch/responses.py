"""HTTP responses, and their failures in words.

In: a status, headers, bytes, an exception of the standard library. Out: a ``Response``.
"""

from __future__ import annotations

import datetime
import email.utils
import http.client
import socket
import zlib
from collections.abc import Callable
from dataclasses import dataclass, field
from email.message import Message
from http import HTTPStatus


@dataclass(frozen=True)
class Response:
    """What came of a request.

    ``status`` is HTTP's, 0 if no response came; ``error`` says in words why there is no document.
    ``is_unknown_host``: the host name does not exist. ``url`` is the last address of the redirections,
    ``permanent_url`` the last that only permanent ones led to, or ``""``.
    """

    url: str
    status: int = 0
    error: str = ""
    is_unknown_host: bool = False
    permanent_url: str = ""
    headers: Message = field(default_factory=Message)
    body: bytes = b""


def decode_body(headers: Message, body: bytes, max_bytes: int) -> bytes:
    """Return the body without a content coding that was not asked for (RFC 9110, 8.4); fix the headers too.

    Raise ``ValueError`` or ``zlib.error`` if it cannot be decoded.
    """
    coding = str(headers.get("Content-Encoding", "")).strip().lower()
    if not body or coding in ("", "identity"):
        return body
    if coding not in ("gzip", "x-gzip", "deflate"):
        raise ValueError(f"it came as {coding}, which was not asked for")
    decompressor = zlib.decompressobj(wbits=47)  # gzip's frame or zlib's
    body = decompressor.decompress(body, max_bytes)
    if not decompressor.eof and len(body) < max_bytes:
        raise http.client.IncompleteRead(b"")
    del headers["Content-Encoding"], headers["Content-Length"]
    return body


def read_body(read: Callable[[int], bytes], is_late: Callable[[], bool], max_bytes: int) -> bytes:
    """Return at most about ``max_bytes`` of the body; raise ``TimeoutError`` once ``is_late()``."""
    body = b""
    while len(body) < max_bytes and (chunk := read(1 << 16)):
        body += chunk
        if is_late():
            raise TimeoutError
    return body


def error_response(url: str, error: object, timeout: float) -> Response:
    """Return the response for an exception of the standard library; ``timeout`` in seconds."""
    if isinstance(error, socket.gaierror):
        is_unknown = error.errno == socket.EAI_NONAME
        return Response(
            url,
            error="no such host" if is_unknown else "its host was not found",
            is_unknown_host=is_unknown,
        )
    if isinstance(error, TimeoutError):
        return Response(url, error=f"no answer in {timeout:g} s")
    if isinstance(error, http.client.IncompleteRead):
        return Response(url, error="what came was cut short")
    if isinstance(error, UnicodeError):
        return Response(url, error="its host is no name")
    if isinstance(error, zlib.error):
        return Response(url, error="what came is not what its headers say")
    if isinstance(error, http.client.HTTPException) and not isinstance(error, OSError):
        # Its message was sent by the other side.
        return Response(url, error="what came is not HTTP")
    message = "".join(c for c in str(error) if c.isprintable())
    return Response(url, error=message or type(error).__name__)


def status_text(status: int) -> str:
    """Return a status with its reason phrase, if it has one: ``404 Not Found``."""
    return f"{status} {HTTPStatus(status).phrase}" if status in set(HTTPStatus) else str(status)


def no_response_message(what: str) -> str:
    """Return the line for a run in which no host answered at all."""
    return f"cannot tell for any of {what}: no host answered (no network?); nothing was changed"


def parse_retry_after(headers: Message) -> float | None:
    """Return the seconds to wait; ``None`` if the headers do not say (RFC 9110, 10.2.3)."""
    value = str(headers.get("Retry-After", "")).strip()
    if value.isdecimal():
        return float(value)
    try:
        moment = email.utils.parsedate_to_datetime(value)
    except (TypeError, ValueError, OverflowError):
        return None
    moment = moment if moment.tzinfo else moment.replace(tzinfo=datetime.UTC)
    return max(0.0, (moment - datetime.datetime.now(datetime.UTC)).total_seconds())
