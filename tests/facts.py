"""What a built site says of itself: facts on its HTML, read once.

In: a site's folder. Out: a ``Site`` of ``Page``s, by address from the root
(``""`` for the home page, ``en/actors/x/`` …).
"""

from __future__ import annotations

import copy
import functools
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from urllib.parse import unquote, urljoin, urlsplit

from lxml import html

# What no reader should ever see: a citation, a template or a value left as written.
LEFTOVERS = re.compile(
    r"\[@|\{\{|\}\}|\{%|%\}|\bNone\b(?! (?:of|was|were|is|has)\b)|\bTODO\b|\bFIXME\b|\bundefined\b|\{lang=|\{#|\{:|!!! "
    "|[\ue000-\uf8ff\x02\x03\ufffd]"
)
UNREAD = {"script", "style", "code", "pre", "kbd", "template"}
# Calls of notes, explanations of terms, the notes themselves, what is not text.
NOT_TOLD = (
    ".//sup | .//*[@popover] | .//*[@role='doc-endnotes'] | .//script | .//style | .//template"
)


def _texts(element: html.HtmlElement, language: str) -> Iterator[tuple[str, str | None]]:
    language = element.get("lang") or language
    if element.tag in UNREAD:
        return
    yield language, element.text
    for name in ("title", "alt", "aria-label", "placeholder"):
        yield language, element.get(name)
    if element.tag == "meta" and element.get("name") == "description":
        yield language, element.get("content")
    for child in element:
        if isinstance(child.tag, str):
            yield from _texts(child, language)
        yield language, child.tail


@functools.cache
def _resolved(address: str, url: str, href: str) -> tuple[str, str] | None:
    parts, home = urlsplit(urljoin(urljoin(address, url), href)), urlsplit(address)
    if (parts.scheme, parts.netloc) != (home.scheme, home.netloc):
        return None
    return unquote(parts.path.removeprefix(home.path)), unquote(parts.fragment)


@dataclass
class Page:
    """One HTML file."""

    url: str
    path: Path

    @cached_property
    def source(self) -> str:
        """The file's text."""
        return self.path.read_text(encoding="utf-8")

    @cached_property
    def tree(self) -> html.HtmlElement:
        """The parsed document."""
        return html.document_fromstring(self.source)

    @property
    def language(self) -> str:
        """The language that the document declares."""
        return str(self.tree.get("lang") or "")

    @property
    def title(self) -> str:
        """The words of ``<title>``."""
        return str(self.tree.findtext(".//title") or "").strip()

    @cached_property
    def ids(self) -> list[str]:
        """Every id, in order, doubles included."""
        return [str(value) for value in self.tree.xpath("//@id")]

    def select(self, path: str) -> list[html.HtmlElement]:
        """Return the elements that an XPath finds."""
        return list(self.tree.xpath(path))

    @cached_property
    def alternates(self) -> dict[str, str]:
        """``hreflang`` → ``href`` of ``<link rel="alternate">``."""
        found = self.select("//head/link[@rel='alternate'][@hreflang]")
        return {link.get("hreflang"): link.get("href") for link in found}

    def texts(self, *, language: str = "") -> list[str]:
        """Return each text that a reader can meet, attributes included.

        With ``language``, only what is in that language, by the nearest ``lang``.
        """
        return [text for spoken, text in self._texts if not language or spoken == language]

    @cached_property
    def _texts(self) -> list[tuple[str, str]]:
        """Each text, after its language."""
        found = _texts(self.tree, "")
        return [(language, text.strip()) for language, text in found if text and text.strip()]

    def told(self, section: str = "") -> str:
        """Return the words of the page, or of one section of it, as one line of plain spaces.

        Without what is not its own text: notes and their calls, explanations of terms.
        ``section`` is the id of a heading of the second level; an unknown one raises ``KeyError``.
        """
        main = copy.deepcopy(self.select("//main")[0])
        for element in main.xpath(NOT_TOLD):
            element.drop_tree()
        parts = [main]
        if section:
            headings = main.xpath(".//h2[@id=$id]", id=section)
            if not headings:
                raise KeyError(section)
            parts = [headings[0]]
            for part in headings[0].itersiblings():
                if part.tag == "h2":
                    break
                parts.append(part)
        words = " ".join(part.text_content() for part in parts)
        return " ".join(words.replace("\u2019", "'").split())

    @cached_property
    def links(self) -> list[str]:
        """Every ``href`` and ``src``, as written."""
        return [str(value) for value in self.tree.xpath("//@href | //@src")]


@dataclass
class Site:
    """A built site."""

    folder: Path
    address: str
    _pages: dict[str, Page] = field(default_factory=dict)

    @cached_property
    def urls(self) -> list[str]:
        """The address of every page, by the files there are (404.html is no page)."""
        found = self.folder.rglob("index.html")
        return sorted(
            "" if path.parent == self.folder else f"{path.parent.relative_to(self.folder)}/"
            for path in found
        )

    def page(self, url: str) -> Page:
        """Return the page at an address from the root."""
        if url not in self._pages:
            self._pages[url] = Page(url, self.folder / url / "index.html")
        return self._pages[url]

    @property
    def pages(self) -> list[Page]:
        """Every page."""
        return [self.page(url) for url in self.urls]

    @property
    def not_found(self) -> Page:
        """The 404 page."""
        return Page("404.html", self.folder / "404.html")

    def resolve(self, page: Page, href: str) -> tuple[str, str] | None:
        """Return (address from the root, fragment) of a link, or ``None`` if it leaves the site."""
        return _resolved(self.address, page.url, href)

    def exists(self, url: str) -> bool:
        """Tell whether a file stands behind an address from the root."""
        target = self.folder / url
        return target.is_file() or (target / "index.html").is_file()

    def broken(self) -> tuple[list[str], int]:
        """Return «page → link» for each link that leads nowhere in the site, and how many were seen.

        Addresses of the site itself count as its files; links to other sites are `make links`' matter.
        """
        pages = {page.path: page for page in (*self.pages, self.not_found)}
        ids = {path: set(page.ids) for path, page in pages.items()}
        found, seen = [], 0
        for page in pages.values():
            for href in page.links:
                if (resolved := self.resolve(page, href)) is None:
                    continue
                seen += 1
                url, fragment = resolved
                target = self.folder / url
                target = target / "index.html" if target.is_dir() else target
                if not target.is_file() or (fragment and fragment not in ids.get(target, ())):
                    found.append(f"{page.url} → {href}")
        return sorted(found), seen
