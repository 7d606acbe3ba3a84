"""The words of a document that another site sent.

In: bytes with their media type, HTML, plain text or PDF. Out: a ``Document``: its text, and what it
says of itself; and whether words stand in it, with a tolerance for spaces, quotes and hyphens only.
"""

from __future__ import annotations

import html.parser
import io
import re
from dataclasses import dataclass, field
from email.message import Message

_SILENT = ("script", "style", "template", "noscript")
_IN_LINE = frozenset({
    "a", "abbr", "b", "bdi", "bdo", "cite", "code", "em", "i", "kbd", "mark", "q", "s", "small",
    "span", "strong", "sub", "sup", "u", "wbr",
})  # fmt: skip
_CHARSET = re.compile(rb"<meta[^>]+charset=[\"']?([\w-]+)", re.IGNORECASE)
# Ends whatever a page leaves open: a comment, a tag, a value in either quote. Without it the parser
# looks for the end of each tag anew, to the end of the page.
_END = "-->\">'>"
# Marks of a text's coding, which count before all else, and the names that browsers read as another
# coding's (WHATWG Encoding, 4.2 and 6).
_MARKS = {b"\xef\xbb\xbf": "utf-8", b"\xff\xfe": "utf-16-le", b"\xfe\xff": "utf-16-be"}
_READ_AS = dict.fromkeys(("iso-8859-1", "latin-1", "latin1", "us-ascii", "ascii"), "cp1252")
_QUOTES = re.compile(" ?(?:''|[\"'‘’‚‛′`´“”„‟″«»‹›]) ?")
_HYPHENS = re.compile(" ?[-‐‑‒–—―−] ?")
_BROKEN = re.compile(r"(?<=\w)[-‐]\s*\n\s*(?=\w)")
_UNSEEN = re.compile("[\u00ad\u200b-\u200d\u2060\ufeff]")


@dataclass
class Document:
    """A text, the titles that it gives itself, and its metadata.

    ``metas``: name (or property) in lower case and content, in order; ``data``: the JSON-LD.
    """

    text: str
    titles: list[str] = field(default_factory=list)
    metas: list[tuple[str, str]] = field(default_factory=list)
    data: list[str] = field(default_factory=list)
    language: str = ""
    canonical: str = ""
    refresh: str = ""  # where the page leads by itself, as it says so


class _Reader(html.parser.HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.made = Document("")
        self.parts: list[str] = []
        self.open: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        known = {name: value or "" for name, value in attrs}
        if tag in _SILENT or tag == "title":
            self.open.append(tag)
            if known.get("type") == "application/ld+json":
                self.open[-1] = "ld+json"
                self.made.data.append("")
        if tag not in _IN_LINE:
            self.parts.append(" ")
        if tag == "meta" and (name := (known.get("property") or known.get("name", "")).lower()):
            self.made.metas.append((name, known.get("content", "").strip()))
        if tag == "meta" and known.get("http-equiv", "").lower() == "refresh":
            self.made.refresh = known.get("content", "").partition("=")[2].strip(" '\"")
        if tag == "html":
            self.made.language = known.get("lang", "")
        if tag == "link" and known.get("rel") == "canonical":
            self.made.canonical = known.get("href", "")

    def parse_marked_section(self, i: int, report: bool = True) -> int:
        """Read ``<![x[`` as browsers do: Python 3.11 raises for a word that it does not know."""
        return int(self.parse_bogus_comment(i, report))

    def handle_endtag(self, tag: str) -> None:
        if tag == "script" and "ld+json" in self.open:
            tag = "ld+json"
        if tag in self.open:
            del self.open[self.open.index(tag) :]
        if tag not in _IN_LINE:
            self.parts.append(" ")

    def handle_data(self, data: str) -> None:
        if "title" in self.open:
            self.made.titles.append(data)
        elif "ld+json" in self.open:
            self.made.data[-1] += data
        elif not self.open:
            self.parts.append(data)


class Unread(Exception):
    """A document cannot be read here; its words say why."""


def is_pdf(headers: Message, body: bytes) -> bool:
    """Tell whether a document is a PDF, by its first bytes or else its media type."""
    return body[:1024].lstrip().startswith(b"%PDF-") or (
        headers.get_content_type() == "application/pdf"
    )


def pdf(body: bytes) -> list[str]:
    """Return the text of a PDF, read both ways: a hyphen that ends a line as one, and as none.

    Raise ``Unread`` if it is no PDF that can be read, is locked, or holds no text, as a scan.
    """
    try:
        import pypdf  # the desk's, not a build's
        from pypdf.errors import PyPdfError
    except ModuleNotFoundError:
        raise Unread("a PDF, and pypdf is not there; `make verify` brings it") from None
    try:
        made = pypdf.PdfReader(io.BytesIO(body))
        if made.is_encrypted and not made.decrypt(""):
            raise Unread("the PDF asks for a password")
        text = "\n".join(sheet.extract_text() for sheet in made.pages)
    except (PyPdfError, ArithmeticError, AttributeError, LookupError, RecursionError, TypeError,
            ValueError, OSError):  # fmt: skip
        raise Unread("the PDF is damaged") from None
    if not text.strip():
        raise Unread("the PDF holds no text; it may be a scan")
    return [text, _BROKEN.sub("", text)]


def media_type(headers: Message, body: bytes) -> str:
    """Return the media type of a document; where its headers name none, what it begins like."""
    named = "/" in str(headers.get("Content-Type", ""))
    return "text/html" if not named and body.lstrip()[:1] == b"<" else headers.get_content_type()


def readable(headers: Message, body: bytes) -> bool:
    """Tell whether a document is text: HTML or plain."""
    return media_type(headers, body) in ("text/html", "application/xhtml+xml", "text/plain")


def _text(headers: Message, body: bytes) -> str:
    """Return a document's characters, by its mark, its headers or itself, as browsers read them."""
    found = _CHARSET.search(body[:4096])
    charset = headers.get_content_charset() or (found[1].decode("ascii") if found else "utf-8")
    marked = next((name for mark, name in _MARKS.items() if body.startswith(mark)), "")
    charset = marked or _READ_AS.get(charset, charset)
    try:
        return body.decode(charset, errors="replace")
    except (LookupError, UnicodeError):
        return body.decode("utf-8", errors="replace")


def read(headers: Message, body: bytes) -> Document:
    """Return what a document says."""
    text = _text(headers, body)
    if media_type(headers, body) == "text/plain":
        return Document(text)
    reader = _Reader()
    reader.feed(text + _END)
    reader.close()
    made = reader.made
    made.text = "".join(reader.parts).removesuffix(_END)
    own = ("og:title", "citation_title")
    made.titles += [told for name, told in made.metas if name in own]
    return made


def plain(text: str) -> str:
    """Return a text with one sort of space, quote and hyphen, and no space at the last two."""
    text = " ".join(_UNSEEN.sub("", text).split())
    return _HYPHENS.sub("-", _QUOTES.sub("'", text))


def holds(text: str, words: str, *, case: bool = True) -> bool:
    """Tell whether ``words`` stand in ``text``."""
    text, words = plain(text), plain(words)
    return words in text if case else words.casefold() in text.casefold()
