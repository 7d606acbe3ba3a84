"""The documents of a built site: its pages, and the events and terms, which have no pages."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from explainer.make.page import Page
from explainer.make.site import Site
from explainer.model.fields import Text
from explainer.model.kinds import KINDS
from explainer.output.search import markup
from explainer.output.search.documents import Document, Section
from explainer.words import typography, wording

_FOLDERS_WITHOUT_PAGES = ("events", "terms")
# Fields of a record's page that no reader would search for.
_IGNORED_FIELDS = (
    "address_checked", "archived_copy", "own_copy", "dead_address", "how_we_read_it", "kind", "nature",
    "new_address", "open_source_link", "original_language", "website", "wikidata",
)  # fmt: skip


@dataclass(frozen=True)
class PageDocument:
    """A document whose sections, if ``html`` is given, are still to be read from it.

    ``ignored_anchors``: the sections that are left out.
    """

    document: Document
    html: str = ""
    ignored_anchors: frozenset[str] = frozenset()


def iter_documents(site: Site, language: str) -> Iterator[Document]:
    """Yield the documents of a language, in a stable order."""
    fields = frozenset(site.string(language, key) for key in _IGNORED_FIELDS)
    for page in iter_pages(site, language):
        if page.html:
            ignored = fields if page.document.stock_headings else frozenset[str]()
            sections = markup.sections(page.html, page.ignored_anchors, ignored)
            yield replace(page.document, sections=sections)
        else:
            yield page.document


def iter_pages(site: Site, language: str) -> Iterator[PageDocument]:
    """Yield the pages that ``iter_documents`` reads, then events and terms.

    Facet pages only repeat parts of other pages, so they are left out. So are parts of a page that have a
    document of their own: each event of the timeline, each term of the glossary.
    """
    anchors_by_page = {
        KINDS[folder].page: frozenset(site.story.records(folder))
        for folder in _FOLDERS_WITHOUT_PAGES
    }
    pages = site.pages[language]
    for name in sorted(pages, key=lambda name: (pages[name].kind, name)):
        page = pages[name]
        if page.kind == "facet":
            continue
        url = site.addresses.url(language, name)
        is_record = page.kind != "page"
        # A source keeps its own title, in its own language.
        source = site.story.sources.get(page.record) if page.kind == "source" else None
        title_language = source.title_language if source else language
        document = Document(
            language,
            url,
            page.kind,
            typography.typeset(page.title, title_language),
            label=_label(site, page, language),
            # A record's description is its first paragraph already.
            keywords=() if is_record else (page.description,),
            title_language=title_language if title_language != language else "",
            stock_headings=is_record,
        )
        yield PageDocument(
            document,
            markup.without_notes(page.html),
            markup.LIST_ANCHORS if is_record else anchors_by_page.get(name, frozenset()),
        )
    yield from map(PageDocument, _iter_anchored(site, language))


def _label(site: Site, page: Page, language: str) -> str:
    """Return what a result shows beside its title: an actor's role, a claim's status."""
    if page.kind == "actor":
        return site.plain_text(site.story.actors[page.record].role, language)
    return typography.typeset(page.status, language)


def _iter_anchored(site: Site, language: str) -> Iterator[Document]:
    """Yield a document for each event, then for each term: they have an anchor and no page."""

    def words(text: Text) -> str:
        return site.plain_text(text, language)

    def document(folder: str, id_: str, title: Text, *texts: Text | None) -> Document:
        url = site.addresses.url(language, KINDS[folder].page)
        section = Section("", "", "\n".join(words(text) for text in texts if text))
        return Document(language, f"{url}#{id_}", KINDS[folder].singular, words(title), (section,))

    if KINDS["events"].page in site.addresses:
        for id_, event in sorted(site.story.records("events").items()):
            document_ = document("events", id_, event.title, event.text, event.date_note)
            date = typography.typeset(
                wording.format_period(event.date, event.until, language), language
            )
            actors = (words(site.story.actors[actor].name) for actor in event.actors)
            yield replace(document_, label=date, names=(date,), keywords=tuple(actors))
    if KINDS["terms"].page in site.addresses:
        for id_, term in sorted(site.story.records("terms").items()):
            document_ = document("terms", id_, term.name, term.definition)
            yield replace(document_, names=tuple(term.variants.get(language, ())))
