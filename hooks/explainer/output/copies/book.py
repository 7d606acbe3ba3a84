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
from html import escape
from itertools import groupby
from pathlib import Path
from urllib.parse import unquote
from xml.etree import ElementTree as ET

from explainer import locales
from explainer.derive import address
from explainer.derive.history import latest_day
from explainer.make.notes import BACK
from explainer.make.page import Page
from explainer.make.site import Site
from explainer.model.kinds import page_of
from explainer.output import packing
from explainer.output.copies import content, xhtml
from explainer.words import typography, wording

FOLDER = address.BOOKS
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
_READABLE = """\
<meta property="schema:accessMode">textual</meta>
<meta property="schema:accessModeSufficient">textual</meta>
<meta property="schema:accessibilityFeature">structuralNavigation</meta>
<meta property="schema:accessibilityFeature">tableOfContents</meta>
<meta property="schema:accessibilityHazard">none</meta>
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
    if path := address.book(site.story, language):
        (folder / path).parent.mkdir(exist_ok=True)
        (folder / path).write_bytes(make(site, language))


def make(site: Site, language: str) -> bytes:
    """Return the book of one language."""
    return packing.packed(_Book(site, language).files(), stored="mimetype")


class _Book:
    def __init__(self, site: Site, language: str) -> None:
        self.site, self.language, self.settings = site, language, site.story.settings
        self.name = typography.correct(self.settings.site_name(language), language)
        self.chapters = {chapter.page.name: chapter for chapter in self._chapters()}
        self.at = {site.addresses.url(language, name): c for name, c in self.chapters.items()}
        self.pictures: dict[str, bytes] = {}

    def _chapters(self) -> Iterator[_Chapter]:
        names = [(entry.name, entry.group, False) for entry in self.settings.menu]
        claims = [(page_of("claims", id_), "", True) for id_ in self.site.derived.ordered["claims"]]
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
        made = {
            "title.xhtml": self._document(self.name, self._title()),
            "nav.xhtml": self._document(self.name, self._contents()),
            "style.css": _STYLE,
            **texts,
        }
        yield "book/package.opf", self._package().encode()
        for name, text in made.items():
            yield f"book/{name}", text.encode()
        for name, data in self.pictures.items():
            yield f"book/{name}", data

    def _document(self, title: str, body: str) -> str:
        spoken = f'lang="{self.language}" xml:lang="{self.language}"'
        turned = f'{spoken} dir="{locales.direction(self.language)}"'
        return (
            f'{_XML}<html xmlns="http://www.w3.org/1999/xhtml" '
            f'xmlns:epub="http://www.idpf.org/2007/ops" {turned}>\n'
            f"<head><title>{escape(title)}</title>"
            f'<link rel="stylesheet" type="text/css" href="style.css"/></head>\n'
            f"<body>\n{body}\n</body>\n</html>\n"
        )

    def _text(self, chapter: _Chapter) -> str:
        page = chapter.page
        title = self._called(page)
        here = self.site.addresses.url(self.language, page.name)
        back = BACK[locales.direction(self.language)]
        body = xhtml.written(chapter.tree, lambda href: self._lead(href, here, chapter.ids), back)
        source = escape(address.absolute(self.settings.site_url, here))
        end = f'<p><a href="{source}">{source}</a></p>'
        return self._document(title, f"<h1>{escape(title)}</h1>\n{body}\n{end}")

    def _called(self, page: Page) -> str:
        return typography.correct(page.title, self.language)

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

    def _title(self) -> str:
        home = self.site.pages[self.language]["index.md"]
        day = latest_day(self.site.story)
        said = [typography.correct(home.description, self.language)]
        if day:
            words = wording.date(day, self.language)
            said.append(self.site.string(self.language, "as_of", date=words))
        short = self.site.story.settings.licence.short
        said.append(self.site.string(self.language, "licence_text", licence=short))
        lines = "".join(f"<p>{escape(line)}</p>\n" for line in said)
        where = escape(self._address())
        return f'<h1>{escape(self.name)}</h1>\n{lines}<p><a href="{where}">{where}</a></p>'

    def _address(self) -> str:
        url = self.site.addresses.url(self.language, "index.md")
        return address.absolute(self.settings.site_url, url)

    def _contents(self) -> str:
        """Return the table of contents, by the groups of the menu; claims stand under their list."""
        title = escape(self.site.string(self.language, "contents"))
        top = [chapter for chapter in self.chapters.values() if not chapter.under]
        claims = "".join(f"<li>{self._link(c)}</li>\n" for c in self.chapters.values() if c.under)
        under = f"\n<ol>\n{claims}</ol>" if claims else ""
        out = ""
        for group, found in groupby(top, key=lambda chapter: chapter.group):
            items = "".join(
                f"<li>{self._link(c)}{under if c.page.name == 'claims/index.md' else ''}</li>\n"
                for c in found
            )
            name = typography.correct(
                self.settings.group_title(group, self.language), self.language
            )
            out += f"<li><span>{escape(name)}</span>\n<ol>\n{items}</ol></li>\n" if group else items
        if claims and "claims/index.md" not in self.chapters:
            out += claims
        return f'<nav epub:type="toc" role="doc-toc" id="toc">\n<h1>{title}</h1>\n<ol>\n{out}</ol>\n</nav>'

    def _link(self, chapter: _Chapter) -> str:
        return f'<a href="{chapter.file}">{escape(self._called(chapter.page))}</a>'

    def _package(self) -> str:
        day = latest_day(self.site.story) or "1970-01-01"
        home = self.site.pages[self.language]["index.md"]
        files = ["title.xhtml", *(chapter.file for chapter in self.chapters.values())]
        items = '<item id="nav" href="nav.xhtml" media-type="application/xhtml+xml" properties="nav"/>\n'
        items += '<item id="style" href="style.css" media-type="text/css"/>\n'
        for file in files:
            items += f'<item id="t{file[:-6]}" href="{file}" media-type="application/xhtml+xml"/>\n'
        for i, name in enumerate(self.pictures):
            kind = mimetypes.guess_type(name)[0] or "application/octet-stream"
            items += f'<item id="p{i}" href="{name}" media-type="{kind}"/>\n'
        order = "".join(
            f'<itemref idref="{id_}"/>\n'
            for id_ in ("ttitle", "nav", *(f"t{f[:-6]}" for f in files[1:]))
        )
        where, description = escape(self._address()), escape(home.description)
        return (
            f'{_XML}<package xmlns="http://www.idpf.org/2007/opf" version="3.0" '
            f'unique-identifier="id" xml:lang="{self.language}">\n'
            '<metadata xmlns:dc="http://purl.org/dc/elements/1.1/">\n'
            f'<dc:identifier id="id">{where}</dc:identifier>\n<dc:title>{escape(self.name)}</dc:title>\n'
            f"<dc:language>{self.language}</dc:language>\n<dc:description>{description}</dc:description>\n"
            f"<dc:date>{day}</dc:date>\n<dc:source>{where}</dc:source>\n"
            f"<dc:rights>{escape(self.site.story.settings.licence.address)}</dc:rights>\n"
            f'<meta property="dcterms:modified">{day}T00:00:00Z</meta>\n{_READABLE}</metadata>\n'
            f"<manifest>\n{items}</manifest>\n"
            f'<spine page-progression-direction="{locales.direction(self.language)}">\n{order}</spine>\n'
            "</package>\n"
        )
