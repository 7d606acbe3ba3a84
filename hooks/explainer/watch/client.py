"""An HTTP client that goes easy on other sites.

In: an address. Out: a ``Response``, never an exception. Each host gets one request at a time, with a
pause between two; robots.txt (RFC 9309) is respected, ``Retry-After`` (RFC 9110, 10.2.3) obeyed. The
standard library makes the requests, through the proxies of the environment; Protego reads
robots.txt as search engines do (``*``, ``$``, the longest rule).
"""

from __future__ import annotations

import http.client
import threading
import time
import zlib
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any
from urllib.parse import quote, unquote, urldefrag, urljoin, urlsplit, urlunsplit
from urllib.request import HTTPHandler, HTTPSHandler, OpenerDirector, ProxyHandler, Request

import idna

from explainer.watch import responses
from explainer.watch.responses import Response, status_text

if TYPE_CHECKING:
    from protego import Protego

MAX_BYTES = 4 * 1024 * 1024
_MAX_ROBOTS_BYTES = 500 * 1024  # bytes of robots.txt that count (RFC 9309, 2.5)
_MAX_REDIRECTIONS = 10
_URL_CHARACTERS = "%!#$&'()*+,-./:;=?@[]_~"  # allowed in a URL (RFC 3986), with %
_PERMANENT_REDIRECTS, _REDIRECTS = (301, 308), (301, 302, 303, 307, 308)


@dataclass
class _Host:
    lock: threading.Lock = field(default_factory=threading.Lock)
    next_request: float = 0  # when the next request may start, by the monotonic clock
    delay: float = 0
    error: str = ""  # why it gets no more requests in this run
    robots: Protego | None = None
    robots_error: Response | None = None  # robots.txt could not be read


class Client:
    """Makes requests; ``delay``, ``timeout`` and ``patience`` (the longest wait) are in seconds.

    ``accept``: the preferred media types (RFC 9110, 12.5.1); ``max_bytes``: how much of a body is read.
    """

    def __init__(
        self, agent: str, *, delay: float = 3, timeout: float = 20, patience: float = 120,
        accept: str = "*/*", max_bytes: int = MAX_BYTES,
    ) -> None:  # fmt: skip
        self.robots_token = agent.partition("/")[0]  # its name in robots.txt
        # It may name an address in any letters.
        self.agent = quote(agent, safe=f"{_URL_CHARACTERS} ")
        self.delay, self.timeout, self.patience = delay, timeout, patience
        self.accept, self.max_bytes = accept, max_bytes
        self.hosts: dict[str, _Host] = {}
        self.opener = OpenerDirector()
        for handler in (ProxyHandler(), HTTPHandler(), HTTPSHandler()):
            self.opener.add_handler(handler)

    def get(
        self, url: str, *, robots: bool = True, data: bytes | None = None, **headers: str
    ) -> Response:
        """Return the response, redirections followed; ``robots=False`` is for public APIs only.

        ``data`` is sent by POST; a header's name has ``_`` for each hyphen.
        """
        headers_ = {name.replace("_", "-"): value for name, value in headers.items()}
        current_url = urldefrag(url)[0]
        permanent_url, is_permanent = current_url, True
        for _ in range(_MAX_REDIRECTIONS):
            if not _is_web_address(current_url):
                return Response(current_url, error=f"it leads to no web address: {current_url}")
            if robots and (refusal := self._disallowed(current_url)):
                return refusal
            response = self._request(current_url, headers_, data)
            location = response.headers.get("Location")
            if response.status not in _REDIRECTS or not location:
                has_moved = permanent_url != urldefrag(url)[0]
                return replace(response, permanent_url=permanent_url if has_moved else "")
            location = quote(location, encoding="iso-8859-1", safe=_URL_CHARACTERS)
            try:
                current_url = urldefrag(urljoin(current_url, location))[0]
            except ValueError:
                return Response(current_url, error=f"it leads to no web address: {location}")
            is_permanent = is_permanent and response.status in _PERMANENT_REDIRECTS
            permanent_url = current_url if is_permanent else permanent_url
        return Response(current_url, error=f"more than {_MAX_REDIRECTIONS} redirections")

    def _host_of(self, url: str) -> _Host:
        parts = urlsplit(url)
        origin = f"{parts.scheme}://{parts.netloc.lower()}"
        return self.hosts.setdefault(origin, _Host(delay=self.delay))

    def _disallowed(self, url: str) -> Response | None:
        """Return the response for an address that robots may not read; ``None`` if they may."""
        host = self._host_of(url)
        if host.robots is None and host.robots_error is None:
            self._read_robots(url, host)
        if host.robots_error is not None:
            return replace(host.robots_error, url=url)
        if host.robots is None or host.robots.can_fetch(url, self.robots_token):
            return None
        return Response(url, error="robots.txt asks programs not to read it")

    def _read_robots(self, url: str, host: _Host) -> None:
        from protego import Protego  # not installed for builds

        response = self.get(urljoin(url, "/robots.txt"), robots=False)
        if response.status and not response.error:
            text = response.body[:_MAX_ROBOTS_BYTES].decode("utf-8-sig", errors="replace")
            host.robots = Protego.parse(text)
            crawl_delay = host.robots.crawl_delay(self.robots_token)
            host.delay = max(host.delay, min(crawl_delay or 0, self.patience))
        elif 400 <= response.status < 500 and response.status != 429:
            host.robots = Protego.parse("")  # RFC 9309, 2.3.1.3: unavailable, all is allowed
        elif response.is_unknown_host:
            host.robots_error = response
        else:  # 2.3.1.4: unreachable, so nothing is
            error = response.error or f"HTTP {status_text(response.status)}"
            host.robots_error = Response(url, error=f"robots.txt could not be read: {error}")

    def _request(self, url: str, *request: Any) -> Response:
        """Send a request when no other is under way to its host; again if the host says when to come back."""
        host = self._host_of(url)
        with host.lock:
            if host.error:
                return Response(url, error=host.error)
            response = self._request_after_pause(url, host, *request)
            status = f"HTTP {status_text(response.status)}"
            seconds = responses.parse_retry_after(response.headers)
            if response.status in (429, 503) and seconds is not None:
                if seconds <= self.patience:
                    host.next_request = max(host.next_request, time.monotonic() + seconds)
                    response = self._request_after_pause(url, host, *request)
                else:
                    host.error = f"{status}; its host asks to wait {seconds:.0f} s"
            elif response.status == 429:
                host.error = status
        return response

    def _request_after_pause(self, url: str, host: _Host, *request: Any) -> Response:
        time.sleep(max(0, host.next_request - time.monotonic()))
        try:
            return self._request_before_deadline(url, *request)
        finally:
            host.next_request = time.monotonic() + host.delay

    def _request_before_deadline(self, url: str, *request: Any) -> Response:
        """Send a request in a thread; give up after twice the time-out, if a host sends a byte now and then."""
        received: list[Response] = []
        deadline = time.monotonic() + 2 * self.timeout
        send = lambda: received.append(self._send(deadline, url, *request))  # noqa: E731
        thread = threading.Thread(target=send, daemon=True)
        thread.start()
        thread.join(2 * self.timeout + 1)
        timed_out = responses.error_response(url, TimeoutError(), self.timeout)
        return received[0] if received else timed_out

    def _send(
        self, deadline: float, url: str, headers: dict[str, str], data: bytes | None
    ) -> Response:
        try:
            headers = {"User-Agent": self.agent, "Accept": self.accept, **headers}
            request = Request(_to_ascii(url), data, headers)  # noqa: S310 (http, https: see get)
            with self.opener.open(request, timeout=self.timeout) as reply:
                is_late = lambda: time.monotonic() > deadline  # noqa: E731
                body = responses.read_body(reply.read1, is_late, self.max_bytes)
                if reply.length and len(body) < self.max_bytes:
                    raise http.client.IncompleteRead(b"")
                body = responses.decode_body(reply.headers, body, self.max_bytes)
                failure = "" if 200 <= reply.status < 300 else f"HTTP {status_text(reply.status)}"
                return Response(url, reply.status, failure, headers=reply.headers, body=body)
        except (OSError, http.client.HTTPException, ValueError, zlib.error) as error:
            return responses.error_response(url, getattr(error, "reason", error), self.timeout)


def _is_web_address(url: str) -> bool:
    """Tell whether an address is one of HTTP or HTTPS, with a host."""
    try:
        parts = urlsplit(url)
        return parts.scheme in ("http", "https") and bool(parts.hostname) and parts.port != 0
    except ValueError:
        return False


def _to_ascii(url: str) -> str:
    """Return an address in ASCII: its host as DNS has it (IDNA 2008), the rest percent-encoded."""
    parts = urlsplit(url)
    host = parts.netloc
    if not unquote(host).isascii():
        host_name, colon, port = unquote(host).partition(":")
        host = idna.encode(host_name, uts46=True).decode() + colon + port
    path, query = (quote(part, safe=_URL_CHARACTERS) for part in (parts.path, parts.query))
    return urlunsplit((parts.scheme, host, path, query, ""))
