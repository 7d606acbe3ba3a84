"""One book a language: EPUB 3.3 (https://www.w3.org/TR/epub-33/).

In: the made pages of a language. Out: ``book/….epub``, if asked for: the pages of the menu in
its order, the timeline and the glossary among them, then each claim under their list, all with
their notes. A link to a page that is not in it leads to the site. Dates are those of the
records, so that the same site gives the same bytes.
"""

from __future__ import annotations

import mimetypes
from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from itertools import groupby
from pathlib import Path
from typing import Any
from urllib.parse import unquote
from xml.etree import ElementTree as ET

from markupsafe import Markup

from explainer import locales
from explainer.derive import address
from explainer.derive.history import latest_day
from explainer.make.notes import BACK
from explainer.make.page import Page
from explainer.make.site import Site
from explainer.model.kinds import page_name
from explainer.output import zip_files
from explainer.output.copies import content, xhtml
from explainer.output.files import put
from explainer.words import typography, wording

FOLDER = address.BOOK_FOLDER
_MIMETYPE = "application/epub+zip"
_XML = '<?xml version="1.0" encoding="UTF-8"?>\n'
_CONTAINER = f"""{_XML}<container version="1.0" xmlns="urn:oasis:names:tc:opendocument:xmlns:container">
<rootfiles><rootfile full-path="book/package.opf" media-type="application/oebps-package+xml"/></rootfiles>
</container>
"""
_STYLE = """\
body { line-height: 1.5; }
h1, h2, h3 { line-height: 1.2; }
dt { font-weight: bold; margin-top: .5em; }
table { border-collapse: collapse; }
caption { text-align: start; font-weight: bold; }
td, th { border: 1px solid; padding: .2em .4em; text-align: start; vertical-align: top; }
sup { line-height: 0; }
.claim, .case-status, blockquote { border-inline-start: .2em solid; padding-inline-start: 1em; margin: 1em 0; }
.notes { font-size: .9em; }
"""


@dataclass(frozen=True)
class _Chapter:
    """A page in the book: its file there, its anchors, the group of the menu that it is in."""

    page: Page
    file: str
    tree: ET.Element
    ids: frozenset[str]
    group: str
    under: bool = False  # a claim, under the list of them


def write(site: Site, language: str, folder: Path) -> None:
    """Write the book of a language, if the build was asked for it."""
    if path := address.book_path(site.story, language):
        put(folder / path, make(site, language))


def make(site: Site, language: str) -> bytes:
    """Return the book of one language."""
    return zip_files.packed(_Book(site, language).files(), stored="mimetype")


class _Book:
    def __init__(self, site: Site, language: str) -> None:
        self.site, self.language, self.settings = site, language, site.story.settings
        self.chapters = {chapter.page.name: chapter for chapter in self._chapters()}
        self.at = {site.addresses.url(language, name): c for name, c in self.chapters.items()}
        self.pictures: dict[str, bytes] = {}
        home, day = site.pages[language]["index.md"], latest_day(site.story)
        self.shared = {
            "lang": language,
            "direction": locales.direction(language),
            "title": self._set(self.settings.site_name(language)),
            "source": site.where(language, "index.md"),
            "description": self._set(home.description),
            "day": day,
            "day_in_words": wording.format_date(day, language) if day else "",
            "licence": self.settings.licence,
            "t": partial(site.string, language),
            "called": self._called,
        }

    def _chapters(self) -> Iterator[_Chapter]:
        names = [(entry.name, entry.group, False) for entry in self.settings.menu]
        claims = [
            (page_name("claims", id_), "", True) for id_ in self.site.derived.ordered["claims"]
        ]
        at = next((i for i, (name, _, _) in enumerate(names, 1) if name == "claims/index.md"), None)
        at = len(names) if at is None else at
        for i, (name, group, under) in enumerate(names[:at] + claims + names[at:]):
            page = self.site.pages[self.language][name]
            tree = content.parsed(page.html)
            yield _Chapter(page, f"{i:04}.xhtml", tree, frozenset(xhtml.ids(tree)), group, under)

    def files(self) -> Iterator[tuple[str, bytes]]:
        """Yield the name and the bytes of each file, the one that says what it is first."""
        yield "mimetype", _MIMETYPE.encode()
        yield "META-INF/container.xml", _CONTAINER.encode()
        texts = {chapter.file: self._text(chapter) for chapter in self.chapters.values()}
        kinds = [
            (name, mimetypes.guess_type(name)[0] or "application/octet-stream")
            for name in self.pictures
        ]
        names = ["title.xhtml", *texts]
        yield "book/package.opf", self._made("package.opf", files=names, pictures=kinds)
        yield "book/title.xhtml", self._made("title.xhtml")
        yield "book/nav.xhtml", self._contents()
        yield "book/style.css", _STYLE.encode()
        for name, data in (texts | self.pictures).items():
            yield f"book/{name}", data

    def _made(self, template: str, **names: Any) -> bytes:
        return self.site.templates.xml(f"book/{template}", **{**self.shared, **names})

    def _text(self, chapter: _Chapter) -> bytes:
        page = chapter.page
        here = self.site.addresses.url(self.language, page.name)
        back = BACK[locales.direction(self.language)]
        body = xhtml.written(chapter.tree, lambda href: self._lead(href, here, chapter.ids), back)
        return self._made(
            "page.xhtml", title=self._called(page), body=Markup(body),  # noqa: S704 (escaped there)
            source=self.site.where(self.language, page.name),
        )  # fmt: skip

    def _called(self, page: Page) -> str:
        return self._set(page.title)

    def _set(self, words: str) -> str:
        return typography.typeset(words, self.language)

    def _lead(self, href: str, here: str, ids: frozenset[str]) -> str:
        """Return where a link leads from a chapter with ``ids``: into the book, or to the site."""
        if href.startswith("#") and href[1:] in ids:
            return href
        whole = content.resolve(href, here, self.settings.site_url)
        path, _, anchor = whole.removeprefix(self.settings.site_url).partition("#")
        if not whole.startswith(self.settings.site_url):
            return whole
        chapter = self.at.get(path)
        if chapter and (not anchor or anchor in chapter.ids):
            return chapter.file + (f"#{anchor}" if anchor else "")
        file = self.settings.root / "docs" / unquote(path)
        if path.startswith("assets/") and file.is_file():
            name = f"pictures/{path.removeprefix('assets/').replace('/', '-')}"
            self.pictures[name] = file.read_bytes()
            return name
        return whole

    def _contents(self) -> bytes:
        """Return the table of contents, by the groups of the menu."""
        top = [chapter for chapter in self.chapters.values() if not chapter.under]
        claims = [chapter for chapter in self.chapters.values() if chapter.under]
        groups = [
            (self._set(self.settings.group_title(group, self.language)), list(found))
            for group, found in groupby(top, key=lambda chapter: chapter.group)
        ]
        loose = [] if "claims/index.md" in self.chapters else claims
        return self._made("nav.xhtml", groups=groups, claims=claims, loose=loose)
