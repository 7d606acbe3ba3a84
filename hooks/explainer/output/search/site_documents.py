"""The documents of a built site: its pages, and the events and terms, which have none of their own."""

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

_APART = ("events", "terms")
# Fields of a record's page that say nothing a reader would look for.
_FIELDS = (
    "address_checked", "archived_copy", "own_copy", "dead_address", "how_we_read_it", "kind", "nature",
    "new_address", "open_source_link", "original_language", "website", "wikidata",
)  # fmt: skip


@dataclass(frozen=True)
class Built:
    """A document whose sections, if ``html`` is given, are still to be read from its page."""

    document: Document
    html: str = ""
    silent: frozenset[str] = frozenset()


def documents(site: Site, language: str) -> Iterator[Document]:
    """Yield the documents of a language, in an order that is always the same."""
    fields = frozenset(site.string(language, key) for key in _FIELDS)
    for page in pages(site, language):
        if page.html:
            own = fields if page.document.stock_headings else frozenset[str]()
            read = markup.sections(page.html, page.silent, own)
            yield replace(page.document, sections=read)
        else:
            yield page.document


def pages(site: Site, language: str) -> Iterator[Built]:
    """Yield what ``documents`` reads.

    Pages that only list a part of another page are left out; so is what has a document of its
    own: each event of the timeline, each term of the glossary.
    """
    apart = {KINDS[folder_].page: frozenset(site.story.records(folder_)) for folder_ in _APART}
    named = site.pages[language]
    for name in sorted(named, key=lambda name: (named[name].kind, name)):
        page = named[name]
        if page.kind == "facet":
            continue
        url = site.addresses.url(language, name)
        record = page.kind != "page"
        # A source keeps its own title, in its own language.
        source = site.story.sources.get(page.record) if page.kind == "source" else None
        own = source.title_language if source else language
        document = Document(
            language,
            url,
            page.kind,
            typography.typeset(page.title, own),
            label=_label(site, page, language),
            # What the page is about, in its writer's words; a record's is its first paragraph.
            keywords=() if record else (page.description,),
            title_language=own if own != language else "",
            stock_headings=record,
        )
        yield Built(
            document,
            markup.searched(page.html),
            markup.LISTS if record else apart.get(name, frozenset()),
        )
    yield from map(Built, _anchored(site, language))


def _label(site: Site, page: Page, language: str) -> str:
    """Return what a result says beside its title: an actor's role, a claim's status."""
    if page.kind == "actor":
        return site.plain(site.story.actors[page.record].role, language)
    return typography.typeset(page.status, language)


def _anchored(site: Site, language: str) -> Iterator[Document]:
    """Yield what has an anchor and no page: events, then terms."""

    def words(text: Text) -> str:
        return site.plain(text, language)

    def document(folder: str, id_: str, title: Text, *texts: Text | None) -> Document:
        url = site.addresses.url(language, KINDS[folder].page)
        section = Section("", "", "\n".join(words(text) for text in texts if text))
        return Document(language, f"{url}#{id_}", KINDS[folder].singular, words(title), (section,))

    if KINDS["events"].page in site.addresses:
        for id_, event in sorted(site.story.records("events").items()):
            found = document("events", id_, event.title, event.text, event.date_note)
            date = typography.typeset(
                wording.format_period(event.date, event.until, language), language
            )
            actors = (words(site.story.actors[actor].name) for actor in event.actors)
            yield replace(found, label=date, names=(date,), keywords=tuple(actors))
    if KINDS["terms"].page in site.addresses:
        for id_, term in sorted(site.story.records("terms").items()):
            found = document("terms", id_, term.name, term.definition)
            yield replace(found, names=tuple(term.variants.get(language, ())))
