"""The text of a document from another site.

In: bytes with their media type: HTML, plain text or PDF. Out: a ``Document``, its text and what it says
of itself; and whether given words stand in a text, spaces, quotes and hyphens apart.
"""

from __future__ import annotations

import html.parser
import io
import re
from dataclasses import dataclass, field
from email.message import Message

_IGNORED_TAGS = ("script", "style", "template", "noscript")
_INLINE_TAGS = frozenset({
    "a", "abbr", "b", "bdi", "bdo", "cite", "code", "em", "i", "kbd", "mark", "q", "s", "small",
    "span", "strong", "sub", "sup", "u", "wbr",
})  # fmt: skip
_CHARSET = re.compile(rb"<meta[^>]+charset=[\"']?([\w-]+)", re.IGNORECASE)
# Closes an open comment, tag or attribute value at the end of a page. Without it the parser
# would search to the end of the page for the end of each tag.
_CLOSE_EVERYTHING = "-->\">'>"
# Marks of a text's coding, which count before all else, and the names that browsers read as another
# coding's (WHATWG Encoding, 4.2 and 6).
_BYTE_ORDER_MARKS = {b"\xef\xbb\xbf": "utf-8", b"\xff\xfe": "utf-16-le", b"\xfe\xff": "utf-16-be"}
_READ_AS = dict.fromkeys(("iso-8859-1", "latin-1", "latin1", "us-ascii", "ascii"), "cp1252")
_QUOTES = re.compile(" ?(?:''|[\"'‘’‚‛′`´“”„‟″«»‹›]) ?")
_HYPHENS = re.compile(" ?[-‐‑‒–—―−] ?")
_LINE_END_HYPHEN = re.compile(r"(?<=\w)[-‐]\s*\n\s*(?=\w)")
_INVISIBLE = re.compile("[\u00ad\u200b-\u200d\u2060\ufeff]")


@dataclass
class Document:
    """A text, its titles, and its metadata.

    ``metas``: (name or property in lower case, content), in order; ``json_ld``: the texts of its JSON-LD.
    """

    text: str
    titles: list[str] = field(default_factory=list)
    metas: list[tuple[str, str]] = field(default_factory=list)
    json_ld: list[str] = field(default_factory=list)
    language: str = ""
    canonical: str = ""
    refresh: str = ""  # the target of a <meta> refresh


class _HtmlReader(html.parser.HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.document = Document("")
        self.parts: list[str] = []
        self.open_tags: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        attributes = {name: value or "" for name, value in attrs}
        if tag in _IGNORED_TAGS or tag == "title":
            self.open_tags.append(tag)
            if attributes.get("type") == "application/ld+json":
                self.open_tags[-1] = "ld+json"
                self.document.json_ld.append("")
        if tag not in _INLINE_TAGS:
            self.parts.append(" ")
        if tag == "meta" and (
            name := (attributes.get("property") or attributes.get("name", "")).lower()
        ):
            self.document.metas.append((name, attributes.get("content", "").strip()))
        if tag == "meta" and attributes.get("http-equiv", "").lower() == "refresh":
            self.document.refresh = attributes.get("content", "").partition("=")[2].strip(" '\"")
        if tag == "html":
            self.document.language = attributes.get("lang", "")
        if tag == "link" and attributes.get("rel") == "canonical":
            self.document.canonical = attributes.get("href", "")

    def parse_marked_section(self, i: int, report: bool = True) -> int:
        """Read ``<![x[`` as browsers do: Python 3.11 raises an exception for an unknown keyword."""
        return int(self.parse_bogus_comment(i, report))

    def handle_endtag(self, tag: str) -> None:
        if tag == "script" and "ld+json" in self.open_tags:
            tag = "ld+json"
        if tag in self.open_tags:
            del self.open_tags[self.open_tags.index(tag) :]
        if tag not in _INLINE_TAGS:
            self.parts.append(" ")

    def handle_data(self, data: str) -> None:
        if "title" in self.open_tags:
            self.document.titles.append(data)
        elif "ld+json" in self.open_tags:
            self.document.json_ld[-1] += data
        elif not self.open_tags:
            self.parts.append(data)


class UnreadableDocument(Exception):
    """A document cannot be read here; the message says why."""


def is_pdf(headers: Message, body: bytes) -> bool:
    """Tell whether a document is a PDF, by its first bytes or its media type."""
    is_marked = body[:1024].lstrip().startswith(b"%PDF-")
    return is_marked or headers.get_content_type() == "application/pdf"


def extract_pdf_texts(body: bytes) -> list[str]:
    """Return the text of a PDF twice: as it is, and with the hyphens at line ends removed.

    Raise ``UnreadableDocument`` if it is damaged, is locked, or holds no text, like a scan.
    """
    try:
        import pypdf  # not installed for builds
        from pypdf.errors import PyPdfError
    except ModuleNotFoundError:
        raise UnreadableDocument("a PDF, and pypdf is not there; `make verify` brings it") from None
    try:
        reader = pypdf.PdfReader(io.BytesIO(body))
        if reader.is_encrypted and not reader.decrypt(""):
            raise UnreadableDocument("the PDF asks for a password")
        text = "\n".join(page.extract_text() for page in reader.pages)
    except (PyPdfError, ArithmeticError, AttributeError, LookupError, RecursionError, TypeError,
            ValueError, OSError):  # fmt: skip
        raise UnreadableDocument("the PDF is damaged") from None
    if not text.strip():
        raise UnreadableDocument("the PDF holds no text; it may be a scan")
    return [text, _LINE_END_HYPHEN.sub("", text)]


def media_type(headers: Message, body: bytes) -> str:
    """Return the media type of a document; without one in the headers, guess from its first byte."""
    is_named = "/" in str(headers.get("Content-Type", ""))
    return "text/html" if not is_named and body.lstrip()[:1] == b"<" else headers.get_content_type()


def is_text(headers: Message, body: bytes) -> bool:
    """Tell whether a document is HTML or plain text."""
    return media_type(headers, body) in ("text/html", "application/xhtml+xml", "text/plain")


def _decode(headers: Message, body: bytes) -> str:
    """Return a document as text, decoded as browsers do: by its mark, its headers or its ``<meta>``."""
    found = _CHARSET.search(body[:4096])
    charset = headers.get_content_charset() or (found[1].decode("ascii") if found else "utf-8")
    marked = next((name for mark, name in _BYTE_ORDER_MARKS.items() if body.startswith(mark)), "")
    charset = marked or _READ_AS.get(charset, charset)
    try:
        return body.decode(charset, errors="replace")
    except (LookupError, UnicodeError):
        return body.decode("utf-8", errors="replace")


def parse(headers: Message, body: bytes) -> Document:
    """Return the text, titles and metadata of a document."""
    text = _decode(headers, body)
    if media_type(headers, body) == "text/plain":
        return Document(text)
    reader = _HtmlReader()
    reader.feed(text + _CLOSE_EVERYTHING)
    reader.close()
    document = reader.document
    document.text = "".join(reader.parts).removesuffix(_CLOSE_EVERYTHING)
    title_metas = ("og:title", "citation_title")
    document.titles += [content for name, content in document.metas if name in title_metas]
    return document


def normalize(text: str) -> str:
    """Return a text with one sort of space, quote and hyphen, and no space beside the last two."""
    text = " ".join(_INVISIBLE.sub("", text).split())
    return _HYPHENS.sub("-", _QUOTES.sub("'", text))


def contains(text: str, words: str, *, case: bool = True) -> bool:
    """Tell whether ``words`` stand in ``text``, after ``normalize``."""
    text, words = normalize(text), normalize(words)
    return words in text if case else words.casefold() in text.casefold()
