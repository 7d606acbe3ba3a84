"""A slow and polite reader of other sites.

In: an address. Out: an ``Answer``, never an exception. One request at a time a host, with a
pause between two; robots.txt (RFC 9309) is respected, ``Retry-After`` (RFC 9110, 10.2.3)
obeyed. The standard library does the asking, through the proxies of the environment; Protego
reads robots.txt as search engines do (``*``, ``$``, the longest rule).
"""

from __future__ import annotations

import http.client
import threading
import time
import urllib.request
import zlib
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any
from urllib.parse import quote, unquote, urldefrag, urljoin, urlsplit, urlunsplit

import idna

from explainer.watch.answers import Answer, body_of, decoded, failed, phrase, retry_after

if TYPE_CHECKING:
    from protego import Protego

MAX_BYTES = 4 * 1024 * 1024
_ROBOTS = 500 * 1024  # bytes of robots.txt that count (RFC 9309, 2.5)
_HOPS = 10
_SAFE = "%!#$&'()*+,-./:;=?@[]_~"  # what an address may hold (RFC 3986), and its escapes
_PERMANENT, _REDIRECTS = (301, 308), (301, 302, 303, 307, 308)


@dataclass
class _Host:
    lock: threading.Lock = field(default_factory=threading.Lock)
    next: float = 0  # when it may be asked again, by the monotonic clock
    delay: float = 0
    closed: str = ""  # why it is not asked again in this run
    robots: Protego | None = None
    unread: Answer | None = None  # robots.txt could not be read


class Client:
    """Asks addresses: ``delay``, ``timeout`` and ``patience`` (the longest wait) in seconds.

    ``accept``: the media types that it would like (RFC 9110, 12.5.1); ``most``: how many bytes it
    reads of what is sent.
    """

    def __init__(
        self, agent: str, *, delay: float = 3, timeout: float = 20, patience: float = 120,
        accept: str = "*/*", most: int = MAX_BYTES,
    ) -> None:  # fmt: skip
        self.token = agent.partition("/")[0]  # by which robots.txt speaks of it
        agent = quote(agent, safe=f"{_SAFE} ")  # it may name an address in any letters
        self.agent, self.delay, self.timeout, self.patience = agent, delay, timeout, patience
        self.accept, self.most = accept, most
        self.hosts: dict[str, _Host] = {}
        self.opener = urllib.request.OpenerDirector()
        for handler in (
            urllib.request.ProxyHandler(),
            urllib.request.HTTPHandler(),
            urllib.request.HTTPSHandler(),
        ):
            self.opener.add_handler(handler)

    def get(
        self, url: str, *, robots: bool = True, send: bytes | None = None, **headers: str
    ) -> Answer:
        """Return what came, redirections followed; ``robots=False`` for a public API alone.

        ``send`` is posted; a header's name has ``_`` for its hyphens.
        """
        given = {name.replace("_", "-"): value for name, value in headers.items()}
        here = urldefrag(url)[0]
        moved, permanent = here, True
        for _ in range(_HOPS):
            if not _of_the_web(here):
                return Answer(here, why=f"it leads to no web address: {here}")
            if robots and (barred := self._barred(here)):
                return barred
            answer = self._one(here, given, send)
            if answer.status not in _REDIRECTS or not (to := answer.headers.get("Location")):
                return replace(answer, moved=moved if moved != urldefrag(url)[0] else "")
            to = quote(to, encoding="iso-8859-1", safe=_SAFE)
            try:
                here = urldefrag(urljoin(here, to))[0]
            except ValueError:
                return Answer(here, why=f"it leads to no web address: {to}")
            permanent = permanent and answer.status in _PERMANENT
            moved = here if permanent else moved
        return Answer(here, why=f"more than {_HOPS} redirections")

    def _host(self, url: str) -> _Host:
        parts = urlsplit(url)
        return self.hosts.setdefault(
            f"{parts.scheme}://{parts.netloc.lower()}", _Host(delay=self.delay)
        )

    def _barred(self, url: str) -> Answer | None:
        """Return why robots are not to read an address; ``None`` if they may."""
        host = self._host(url)
        if host.robots is None and host.unread is None:
            self._read_robots(url, host)
        if host.unread is not None:
            return replace(host.unread, url=url)
        if host.robots is None or host.robots.can_fetch(url, self.token):
            return None
        return Answer(url, why="robots.txt asks programs not to read it")

    def _read_robots(self, url: str, host: _Host) -> None:
        from protego import Protego  # the desk's, not a build's

        answer = self.get(urljoin(url, "/robots.txt"), robots=False)
        if answer.status and not answer.why:
            text = answer.body[:_ROBOTS].decode("utf-8-sig", errors="replace")
            host.robots = Protego.parse(text)
            asked = host.robots.crawl_delay(self.token)
            host.delay = max(host.delay, min(asked or 0, self.patience))
        elif 400 <= answer.status < 500 and answer.status != 429:
            host.robots = Protego.parse("")  # RFC 9309, 2.3.1.3: unavailable, nothing is barred
        elif answer.no_host:
            host.unread = answer
        else:  # 2.3.1.4: unreachable, everything is
            why = answer.why or f"HTTP {phrase(answer.status)}"
            host.unread = Answer(url, why=f"robots.txt could not be read: {why}")

    def _one(self, url: str, *asked: Any) -> Answer:
        """Ask once, in the host's turn; once more if it says when to come back."""
        host = self._host(url)
        with host.lock:
            if host.closed:
                return Answer(url, why=host.closed)
            answer = self._in_turn(url, host, *asked)
            told = f"HTTP {phrase(answer.status)}"
            if answer.status in (429, 503) and (wait := retry_after(answer.headers)) is not None:
                if wait <= self.patience:
                    host.next = max(host.next, time.monotonic() + wait)
                    answer = self._in_turn(url, host, *asked)
                else:
                    host.closed = f"{told}; its host asks to wait {wait:.0f} s"
            elif answer.status == 429:
                host.closed = told
        return answer

    def _in_turn(self, url: str, host: _Host, *asked: Any) -> Answer:
        time.sleep(max(0, host.next - time.monotonic()))
        try:
            return self._ask(url, *asked)
        finally:
            host.next = time.monotonic() + host.delay

    def _ask(self, url: str, given: dict[str, str], send: bytes | None) -> Answer:
        """Ask; whoever sends a byte now and then, headers too, is left after twice the time-out."""
        came: list[Answer] = []
        until = time.monotonic() + 2 * self.timeout
        asking = threading.Thread(
            target=lambda: came.append(self._heard(url, given, send, until)), daemon=True
        )
        asking.start()
        asking.join(2 * self.timeout + 1)
        return came[0] if came else failed(url, TimeoutError(), self.timeout)

    def _heard(self, url: str, given: dict[str, str], send: bytes | None, until: float) -> Answer:
        try:
            asked = urllib.request.Request(  # noqa: S310 (http and https alone, see get)
                _in_ascii(url),
                data=send, headers={"User-Agent": self.agent, "Accept": self.accept, **given},
            )  # fmt: skip
            with self.opener.open(asked, timeout=self.timeout) as got:
                body = body_of(got.read1, lambda: time.monotonic() > until, self.most)
                if got.length and len(body) < self.most:
                    raise http.client.IncompleteRead(b"")
                body = decoded(got.headers, body, self.most)
                why = "" if 200 <= got.status < 300 else f"HTTP {phrase(got.status)}"
                return Answer(url, got.status, why, headers=got.headers, body=body)
        except (OSError, http.client.HTTPException, ValueError, zlib.error) as error:
            return failed(url, getattr(error, "reason", error), self.timeout)


def _of_the_web(url: str) -> bool:
    """Tell whether an address is one of HTTP, with a host."""
    try:
        parts = urlsplit(url)
        return parts.scheme in ("http", "https") and bool(parts.hostname) and parts.port != 0
    except ValueError:
        return False


def _in_ascii(url: str) -> str:
    """Return an address as it is asked for: its host as DNS knows it (IDNA 2008), the rest escaped."""
    parts = urlsplit(url)
    host = parts.netloc
    if not unquote(host).isascii():
        name, colon, port = unquote(host).partition(":")
        host = idna.encode(name, uts46=True).decode() + colon + port
    path, query = (quote(part, safe=_SAFE) for part in (parts.path, parts.query))
    return urlunsplit((parts.scheme, host, path, query, ""))
