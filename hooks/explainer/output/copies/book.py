"""The e-book of a language: EPUB 3.3 (https://www.w3.org/TR/epub-33/).

In: the made pages of a language. Out: ``book/….epub``, if the settings ask for it: the pages of the
menu in its order, with each claim after the list of claims, all with their notes. A link to a page
that is not in the book leads to the site. Dates are those of the records, so that the same site
gives the same bytes.
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

from explainer import locales
from explainer.derive import address
from explainer.derive.history import latest_day
from explainer.make import tags
from explainer.make.notes import BACK_ARROWS
from explainer.make.page import Page
from explainer.make.site import Site
from explainer.model.kinds import page_name
from explainer.output import zip_files
from explainer.output.copies import content, xhtml
from explainer.output.files import write_file
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
.centred { text-align: center; }
.at-end { text-align: end; }
sup { line-height: 0; }
.claim, .case-status, blockquote { border-inline-start: .2em solid; padding-inline-start: 1em; margin: 1em 0; }
.notes { font-size: .9em; }
"""


@dataclass(frozen=True)
class _Chapter:
    """A page in the book: its file there, its ids, its group of the menu; ``is_claim``: it is a claim's."""

    page: Page
    file: str
    tree: ET.Element
    ids: frozenset[str]
    group: str
    is_claim: bool = False  # a claim, under the list of them


def write(site: Site, language: str, folder: Path) -> None:
    """Write the book of a language, if the settings ask for it."""
    if path := address.book_path(site.story, language):
        write_file(folder / path, make_book(site, language))


def make_book(site: Site, language: str) -> bytes:
    """Return the book of one language."""
    return zip_files.make_archive(_Book(site, language).files(), stored="mimetype")


class _Book:
    def __init__(self, site: Site, language: str) -> None:
        self.site, self.language, self.settings = site, language, site.story.settings
        self.chapters = {chapter.page.name: chapter for chapter in self._chapters()}
        self.chapter_at = {
            site.addresses.url(language, name): chapter for name, chapter in self.chapters.items()
        }
        self.pictures: dict[str, bytes] = {}
        home, day = site.pages[language]["index.md"], latest_day(site.story)
        self.shared_names = {
            "lang": language,
            "direction": locales.direction(language),
            "title": self._correct_typography(self.settings.site_name(language)),
            "source": site.page_url(language, "index.md"),
            "description": self._correct_typography(home.description),
            "day": day,
            "day_in_words": wording.format_date(day, language) if day else "",
            "licence": self.settings.licence,
            "t": partial(site.string, language),
            "called": self._title,
        }

    def _chapters(self) -> Iterator[_Chapter]:
        names = [(entry.name, entry.group, False) for entry in self.settings.menu]
        claims = [(page_name("claims", id_), "", True) for id_ in self.site.index.ordered["claims"]]
        position = next(
            (i for i, (name, _, _) in enumerate(names, 1) if name == "claims/index.md"), None
        )
        position = len(names) if position is None else position
        for i, (name, group, is_claim) in enumerate(names[:position] + claims + names[position:]):
            page = self.site.pages[self.language][name]
            tree = content.parse(page.html)
            ids = frozenset(xhtml.iter_ids(tree))
            yield _Chapter(page, f"{i:04}.xhtml", tree, ids, group, is_claim)

    def files(self) -> Iterator[tuple[str, bytes]]:
        """Yield the name and the bytes of each file; ``mimetype`` is first, as EPUB requires."""
        yield "mimetype", _MIMETYPE.encode()
        yield "META-INF/container.xml", _CONTAINER.encode()
        texts = {chapter.file: self._chapter_text(chapter) for chapter in self.chapters.values()}
        pictures = [
            (name, mimetypes.guess_type(name)[0] or "application/octet-stream")
            for name in self.pictures
        ]
        names = ["title.xhtml", *texts]
        yield "book/package.opf", self._render("package.opf", files=names, pictures=pictures)
        yield "book/title.xhtml", self._render("title.xhtml")
        yield "book/nav.xhtml", self._table_of_contents()
        yield "book/style.css", _STYLE.encode()
        for name, data in (texts | self.pictures).items():
            yield f"book/{name}", data

    def _render(self, template: str, **names: Any) -> bytes:
        return self.site.templates.render_xml(f"book/{template}", **{**self.shared_names, **names})

    def _chapter_text(self, chapter: _Chapter) -> bytes:
        page = chapter.page
        here = self.site.addresses.url(self.language, page.name)
        back = BACK_ARROWS[locales.direction(self.language)]
        rewrite = lambda href: self._rewrite_link(href, here, chapter.ids)  # noqa: E731
        body = xhtml.print_children(chapter.tree, rewrite, back)
        return self._render(
            "page.xhtml", title=self._title(page), body=tags.safe(body),
            source=self.site.page_url(self.language, page.name),
        )  # fmt: skip

    def _title(self, page: Page) -> str:
        return self._correct_typography(page.title)

    def _correct_typography(self, words: str) -> str:
        return typography.typeset(words, self.language)

    def _rewrite_link(self, href: str, here: str, ids: frozenset[str]) -> str:
        """Return the target of a link in a chapter that has these ids: in the book, or on the site."""
        if href.startswith("#") and href[1:] in ids:
            return href
        absolute = content.resolve_url(href, here, self.settings.site_url)
        path, _, anchor = absolute.removeprefix(self.settings.site_url).partition("#")
        if not absolute.startswith(self.settings.site_url):
            return absolute
        chapter = self.chapter_at.get(path)
        if chapter and (not anchor or anchor in chapter.ids):
            return chapter.file + (f"#{anchor}" if anchor else "")
        file = self.settings.root / "docs" / unquote(path)
        if path.startswith("assets/") and file.is_file():
            name = f"pictures/{path.removeprefix('assets/').replace('/', '-')}"
            self.pictures[name] = file.read_bytes()
            return name
        return absolute

    def _table_of_contents(self) -> bytes:
        """Return the table of contents, by the groups of the menu."""
        top = [chapter for chapter in self.chapters.values() if not chapter.is_claim]
        claims = [chapter for chapter in self.chapters.values() if chapter.is_claim]
        groups = [
            (
                self._correct_typography(self.settings.group_title(group, self.language)),
                list(chapters),
            )
            for group, chapters in groupby(top, key=lambda chapter: chapter.group)
        ]
        orphan_claims = [] if "claims/index.md" in self.chapters else claims
        return self._render("nav.xhtml", groups=groups, claims=claims, loose=orphan_claims)
