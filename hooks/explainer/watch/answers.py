"""What came of asking an address.

In: a status, headers, bytes, an error of the standard library. Out: an ``Answer``, and words for it.
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
class Answer:
    """What came of asking an address.

    ``status`` is that of HTTP, 0 if none came; ``why`` says in words why there is no document;
    ``no_host``: the name does not exist. ``url`` is what answered in the end, ``moved`` the
    address that permanent redirections lead to.
    """

    url: str
    status: int = 0
    why: str = ""
    no_host: bool = False
    moved: str = ""
    headers: Message = field(default_factory=Message)
    body: bytes = b""


def decoded(headers: Message, body: bytes, most: int) -> bytes:
    """Undo a content coding that came unasked (RFC 9110, 8.4), in the headers too.

    Raise ``ValueError`` or ``zlib.error`` if it cannot be.
    """
    coding = str(headers.get("Content-Encoding", "")).strip().lower()
    if not body or coding in ("", "identity"):
        return body
    if coding not in ("gzip", "x-gzip", "deflate"):
        raise ValueError(f"it came as {coding}, which was not asked for")
    undoing = zlib.decompressobj(wbits=47)  # gzip's frame or zlib's
    body = undoing.decompress(body, most)
    if not undoing.eof and len(body) < most:
        raise http.client.IncompleteRead(b"")
    del headers["Content-Encoding"], headers["Content-Length"]
    return body


def body_of(read: Callable[[int], bytes], late: Callable[[], bool], most: int) -> bytes:
    """Return what is sent; more than ``most`` bytes are left. Raise ``TimeoutError`` once ``late``."""
    body = b""
    while len(body) < most and (piece := read(1 << 16)):
        body += piece
        if late():
            raise TimeoutError
    return body


def failed(url: str, error: object, timeout: float) -> Answer:
    """Return what came of an error of the standard library, in words; ``timeout`` in seconds."""
    if isinstance(error, socket.gaierror):
        gone = error.errno == socket.EAI_NONAME
        return Answer(url, why="no such host" if gone else "its host was not found", no_host=gone)
    if isinstance(error, TimeoutError):
        return Answer(url, why=f"no answer in {timeout:g} s")
    if isinstance(error, http.client.IncompleteRead):
        return Answer(url, why="what came was cut short")
    if isinstance(error, UnicodeError):
        return Answer(url, why="its host is no name")
    if isinstance(error, zlib.error):
        return Answer(url, why="what came is not what its headers say")
    if isinstance(error, http.client.HTTPException) and not isinstance(error, OSError):
        # Its words are the other side's.
        return Answer(url, why="what came is not HTTP")
    words = "".join(c for c in str(error) if c.isprintable())
    return Answer(url, why=words or type(error).__name__)


def phrase(status: int) -> str:
    """Return a status with its name, if it has one: ``404 Not Found``."""
    return f"{status} {HTTPStatus(status).phrase}" if status in set(HTTPStatus) else str(status)


def unheard(what: str) -> str:
    """Return the line for a run in which no host answered at all."""
    return f"cannot tell for any of {what}: no host answered (no network?); nothing was changed"


def retry_after(headers: Message) -> float | None:
    """Return the seconds to wait; ``None`` if the header does not say."""
    given = str(headers.get("Retry-After", "")).strip()
    if given.isdecimal():
        return float(given)
    try:
        then = email.utils.parsedate_to_datetime(given)
    except (TypeError, ValueError, OverflowError):
        return None
    then = then if then.tzinfo else then.replace(tzinfo=datetime.UTC)
    return max(0.0, (then - datetime.datetime.now(datetime.UTC)).total_seconds())
