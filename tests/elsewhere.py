"""Other sites, played on loopback: alive, moved, dead, slow, refusing, busy, soft 404; an archive.

In: nothing. Out: ``Elsewhere``, with its address and the requests that it had. A path says what
the server does.
"""

from __future__ import annotations

import gzip
import http.server
import subprocess
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from email.message import Message
from pathlib import Path
from typing import Any, ClassVar
from urllib.parse import parse_qs, urlsplit

import builds
from explainer.model.story import load
from explainer.watch.client import Client

TITLE = "Who cracked our “bridge”?"
PAGE = (
    "<!doctype html><title>The Courier</title><style>p{}</style>"
    "<h1>Who cracked\n our &quot;bridge&quot;?</h1><p>It has a <b>crack</b> of 4&nbsp;mm – long.</p>"
)

# What the press writes: Open Graph, and JSON-LD as WordPress has it; its byline is another's.
ARTICLE = """<!doctype html><html lang="fr-FR"><title>Le pont se fissure | Le Courrier</title>
<link rel="canonical" href="/2019/pont"><meta property="og:site_name" content="Le Courrier d'Aldmere">
<meta property="og:title" content="Titre court"><meta name="author" content="La rédaction">
<script type="application/ld+json">{"@graph": [{"@type": "WebSite", "name": "x"}, {"@type":
["NewsArticle"], "headline": "Le pont « muet » se fissure", "author": [{"@type": "Person", "name":
"Jeanne de Marbre"}, {"@type": "Organization", "name": "Agence du Fleuve"}], "datePublished":
"2019-04-02T23:30:00+02:00", "inLanguage": "fr"}]}</script><h1>Le pont</h1>
<p class="byline">par Quelqu'un d'autre, le 3 mai 2012</p>"""
# What repositories write, for Google Scholar.
PAPER = """<!doctype html><html><title>x</title><meta name="citation_title" content="On arches">
<meta name="citation_author" content="Roe, Jo"><meta name="citation_author" content="van Dyke, Ann">
<meta name="citation_journal_title" content="Journal of Bridges"><meta name="citation_volume" content="12">
<meta name="citation_issue" content="3"><meta name="citation_firstpage" content="101">
<meta name="citation_lastpage" content="130"><meta name="citation_doi" content="doi:10.1000/xyz">
<meta name="citation_publication_date" content="2018/5/4"><meta name="citation_language" content="eng">
<meta name="citation_pdf_url" content="/paper.pdf">"""


def odd(*headers: str, body: bytes = PAGE.encode(), status: str = "200 OK") -> bytes:
    """Return a whole answer with these headers alone."""
    return "\r\n".join([f"HTTP/1.1 {status}", *headers, "", ""]).encode() + body


_HTML = "Content-Type: text/html"
_PACKED = gzip.compress(PAGE.encode())
# Answers as servers should not send them, as they come over the wire.
ODD = {
    "/no-host": odd("Location: http://[x/page", status="302 Found"),
    "/no-port": odd("Location: http://127.0.0.1:99999/page", status="302 Found"),
    "/other-letters": odd("Location: http://строй.invalid/x", status="302 Found"),
    "/again": odd("Location: ?more", status="302 Found"),
    "/unasked-gzip": odd(_HTML, "Content-Encoding: gzip", body=_PACKED),
    "/cut-gzip": odd(_HTML, "Content-Encoding: gzip", body=_PACKED[:-20]),
    "/no-gzip": odd(_HTML, "Content-Encoding: gzip"),
    "/brotli": odd(_HTML, "Content-Encoding: br", body=b"\x0b\x02"),
    "/cut": odd(_HTML, "Content-Length: 9999"),
    "/cut-chunk": odd(_HTML, "Transfer-Encoding: chunked", body=b"5\r\nab"),
    "/old": odd(_HTML).replace(b"1.1", b"1.0", 1),
    "/untyped": odd(),
    "/utf-16": odd(_HTML, body=PAGE.encode("utf-16")),
    "/undefined": odd(f"{_HTML}; charset=undefined"),
    "/latin-1": odd(
        f"{_HTML}; charset=iso-8859-1", body=f"<title>{TITLE}</title>".encode("cp1252")
    ),
    "/marked": odd(_HTML, body=b"<![if x]><![other[x]]>" + PAGE.encode()),
    "/refresh": odd(_HTML, body=b"<meta http-equiv=Refresh content=\"0; URL='/page'\">"),
    "/plus-la": odd(_HTML, body=f"<title>Cette page n’existe plus</title>{PAGE}".encode()),
    "/no-more": odd(_HTML, body=f"<title>This page no longer exists</title>{PAGE}".encode()),
    "/open": odd(_HTML, body=PAGE.encode() + b"<a b='" * 100_000),
    "/late": odd("Retry-After: Fri, 31 Dec 99999999999 23:59:59 GMT", status="503 Busy"),
}


def pdf(*lines: str) -> bytes:
    """Return a PDF of one page with these lines."""
    shown = "".join(f"({line}) Tj T* " for line in lines)
    content = f"BT /F1 12 Tf 14 TL 72 720 Td {shown}ET".encode("cp1252")
    parts = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 612 792]/Contents 4 0 R"
        b"/Resources<</Font<</F1 5 0 R>>>>>>",
        b"<</Length %d>>stream\n%s\nendstream" % (len(content), content),
        b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding>>",
    ]
    made, at = b"%PDF-1.4\n", []
    for number, part in enumerate(parts, 1):
        at.append(len(made))
        made += b"%d 0 obj%s endobj\n" % (number, part)
    table = b"".join(b"%010d 00000 n \n" % offset for offset in at)
    end = b"xref\n0 6\n0000000000 65535 f \n%strailer<</Size 6/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF"
    return made + end % (table, len(made))


@dataclass
class Elsewhere:
    """The server's address, without a slash at the end; what was asked, in order."""

    url: str
    robots: tuple[int, str] = (404, "")
    asked: list[str] = field(default_factory=list)
    agents: set[str] = field(default_factory=set)
    headers: Message = field(default_factory=Message)  # of the last request
    over: threading.Event = field(default_factory=threading.Event)  # nobody asks any more
    stamps: Path = Path()  # the folder of a time-stamp authority's key and certificate

    def times(self, path: str) -> int:
        """Return how often a path was asked."""
        return self.asked.count(path)


class _Handler(http.server.BaseHTTPRequestHandler):
    known: ClassVar[Elsewhere]

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing."""

    def do_GET(self) -> None:
        known, path = self.known, urlsplit(self.path).path
        known.asked.append(path)
        known.agents.add(self.headers["User-Agent"])
        known.headers = self.headers
        if path in ODD:
            self.wfile.write(ODD[path])
            self.close_connection = True
            return None
        for archive in ("/timegate/", "/memento/", "/save/", "/web/"):
            if path.startswith(archive):
                return getattr(self, f"do_{archive[1:-1]}")(path.rpartition("/")[2])
        if path == "/robots.txt":
            return self.send(*known.robots, type="text/plain")
        if path.startswith("/status/"):
            return self.send(int(path[8:]), "Page")
        if path.startswith("/10."):
            return self.resolve(path[1:])
        if path.startswith("/to/"):  # /to/301/next
            _, _, status, rest = path.split("/", 3)
            return self.send(
                int(status), "", Location="file:///etc/passwd" if rest == "file" else f"/{rest}"
            )
        return getattr(self, "do_" + path.strip("/").replace("-", "_"), self.do_page)()

    def do_POST(self) -> None:
        """Answer as a time-stamp authority (RFC 3161), by OpenSSL; elsewhere as to a GET."""
        query = self.rfile.read(int(self.headers["Content-Length"]))
        if (
            self.path not in ("/tsa", "/old-tsa")
            or self.headers["Content-Type"] != "application/timestamp-query"
        ):
            self.do_GET()
            return
        folder = self.known.stamps
        if self.path == "/old-tsa":
            self.send(200, (folder / "made.tsr").read_bytes(), type="application/timestamp-reply")
            return
        (folder / "asked.tsq").write_bytes(query)
        command = ["openssl", "ts", "-reply", "-config", "tsa.cnf", "-queryfile", "asked.tsq"]
        done = subprocess.run(
            [*command, "-out", "made.tsr"], cwd=folder, capture_output=True, check=False
        )
        assert done.returncode == 0, done.stderr
        self.send(200, (folder / "made.tsr").read_bytes(), type="application/timestamp-reply")

    def send(
        self, status: int, body: str | bytes, type: str = "text/html; charset=utf-8", **more: str
    ) -> None:
        sent = body.encode() if isinstance(body, str) else body
        self.send_response(status)
        self.send_header("Content-Type", type)
        self.send_header("Content-Length", str(len(sent)))
        for name, value in more.items():
            self.send_header(name.replace("_", "-"), value)
        self.end_headers()
        self.wfile.write(sent)

    def resolve(self, doi: str) -> None:
        """Answer as the resolver of DOIs, and the agency behind it."""
        if doi == "10.1000/none":
            return self.send(404, "<h1>DOI Not Found</h1>")
        if "csl+json" not in self.headers["Accept"]:
            return self.send(200, PAGE)
        item = """{"type": "journal-article", "title": ["On cracks"], "DOI": "10.1000/182", "author":
            [{"given": "Jo", "family": "Roe", "sequence": "first"}], "container-title": ["Journal"],
            "issued": {"date-parts": [[2018, 5]]}, "ISSN": ["0017-8063"], "is-referenced-by-count": 3,
            "language": "en", "page": "101–130"}"""
        return self.send(200, item, type="application/vnd.citationstyles.csl+json")

    def do_article(self) -> None:
        self.send(200, ARTICLE)

    def do_paper(self) -> None:
        self.send(200, PAPER)

    def do_page(self) -> None:
        self.send(200, PAGE)

    def do_another(self) -> None:
        self.send(200, "<title>The Courier</title><h1>News of today</h1>")

    def do_changed(self) -> None:
        self.send(200, PAGE.replace("4&nbsp;mm", "6&nbsp;mm"))

    def do_soft_404(self) -> None:
        self.send(200, f"<title>Page not found</title><h1>{TITLE}</h1>")

    def do_empty(self) -> None:
        self.send(200, "")

    def do_pdf(self) -> None:
        self.send(200, b"%PDF-1.7", type="application/pdf")

    def do_report(self) -> None:
        self.send(
            200,
            pdf("It has a crack of 4 mm -", "long, and noth-", "ing else."),
            type="application/pdf",
        )

    def do_scan(self) -> None:
        self.send(200, pdf(), type="application/octet-stream")

    def do_latin(self) -> None:
        self.send(
            200, f"<title>{TITLE}</title>".encode("cp1252"), type="text/html; charset=windows-1252"
        )

    def do_slow(self) -> None:
        self.known.over.wait()
        self.close_connection = True

    def do_dripping(self) -> None:
        self.send_response(200)
        self.end_headers()
        with suppress(ConnectionError):  # whoever asked has gone
            while not self.known.over.wait(0.1):
                self.wfile.write(b"x")

    def do_dripping_head(self) -> None:
        with suppress(ConnectionError):
            self.wfile.write(b"HTTP/1.1 200 OK\r\nX-Long: ")
            while not self.known.over.wait(0.1):
                self.wfile.write(b"x")

    def do_silent(self) -> None:
        self.close_connection = True

    def do_garbage(self) -> None:
        self.wfile.write(b"@everyone <b>\x07\r\n\r\n")
        self.close_connection = True

    def do_busy(self) -> None:
        if self.known.times("/busy") > 1:
            return self.do_page()
        return self.send(429, "", Retry_After="1")

    def do_very_busy(self) -> None:
        self.send(503, "", Retry_After="Fri, 31 Dec 2100 23:59:59 GMT")

    def do_too_many(self) -> None:
        self.send(429, "")

    def do_timegate(self, about: str) -> None:
        """Lead to a copy as a TimeGate (RFC 7089) would; the address asked about says how."""
        status = {"nowhere": 404, "down": 503, "bare": 200}.get(about, 302)
        self.send(status, "x", Location=f"/memento/20190305/https://courier.example/{about}")

    def do_memento(self, about: str) -> None:
        year = "99999999999" if about == "undated" else "2019"
        self.send(200, PAGE, Memento_Datetime=f"Tue, 05 Mar {year} 10:11:12 GMT")

    def do_save(self, about: str) -> None:
        """Make a copy as Save Page Now would."""
        copy = f"/web/20261126101112/https://courier.example/{about}"
        match about:
            case "located":
                self.send(200, PAGE, Content_Location=copy)
            case "undated":
                self.send(302, "", Location=copy.replace("20261126", "20261399"))
            case "nowhere":
                self.send(200, "<h1>Your capture will begin soon</h1>")
            case "down":
                self.send(503, "")
            case "barred":
                self.send(403, "AdministrativeAccessControlException: Blocked Site Error")
            case _:
                self.send(302, "", Location=copy)

    def do_web(self, about: str) -> None:
        self.send(200, PAGE)

    def do_cdx(self) -> None:
        """Answer as an archive's index; the address asked about says how."""
        about = urlsplit(parse_qs(urlsplit(self.path).query)["url"][0]).path
        head = '["timestamp","original"]'
        row = '["%s","https://courier.example/several"]'
        match about:
            case "/several":
                days = ("20180101000000", "20190306101112", "20190301000000", "20240101000000")
                self.send(200, f"[{head},{','.join(row % day for day in days)}]")
            case "/redirect":
                self.send(302, "", Location="/cdx?url=https://courier.example/several")
            case "/excluded":
                self.send(
                    403,
                    "org.archive.wayback.exception.RobotAccessControlException: Blocked Site Error",
                )
            case "/error":
                self.send(503, "<h1>Sorry</h1>")
            case "/html":
                self.send(200, "<h1>Under maintenance</h1>")
            case "/deep":
                self.send(200, "[" * 100_000)
            case "/object":
                self.send(200, '{"error": "x"}')
            case "/odd":
                self.send(200, f'[{head},["20190306101112","javascript:alert(1)"]]')
            case _:
                self.send(200, "[]")


def client(agent: str = "explainer/0.1", **how: float) -> Client:
    """Return a client that waits as long as a busy machine may need."""
    return Client(agent, **{"delay": 0, **how})


def with_addresses(project: Path, urls: dict[str, str]) -> Any:
    """Return the tiny story, with these addresses for its sources."""
    for id_, url in urls.items():
        path = project / f"data/sources/{id_}.yml"
        lines = [x for x in path.read_text("utf-8").splitlines() if not x.startswith("URL:")]
        path.write_text("\n".join([*lines, f"URL: {url}"]) + "\n", "utf-8")
    story, found = load(builds.settings(project))
    assert not [str(one) for one in found if "data/sources" in one.file]
    return story


def hurried(url: str, agent: str = "explainer/0.1") -> Client:
    """Return one that waits half a second for an answer, but knows robots.txt of ``url`` already."""
    made = client(agent)
    made.get(f"{url}/page")
    made.timeout = 0.5
    return made


@contextmanager
def served() -> Iterator[Elsewhere]:
    """Serve, and yield what is known of the server."""
    handler = type("Handler", (_Handler,), {})
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        server.daemon_threads = True
        handler.known = Elsewhere(f"http://127.0.0.1:{server.server_port}")  # type: ignore[attr-defined]
        thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
        thread.start()
        try:
            yield handler.known  # type: ignore[attr-defined]
        finally:
            handler.known.over.set()  # type: ignore[attr-defined]
            server.shutdown()
            thread.join()
