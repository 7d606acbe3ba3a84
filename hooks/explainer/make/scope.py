"""The names that templates use: the story, and the texts of one page's language.

In: a compiled site, a language, a page's name. Out: a template's variables. Texts come out as
``Markup`` with their language's typography; Jinja escapes everything else.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from markupsafe import Markup

from explainer import locales
from explainer.derive import address, index
from explainer.derive.history import History, latest_day
from explainer.make import cells, links, printed_texts, tags
from explainer.make.lists import ListScope
from explainer.make.site import Site
from explainer.model import kinds
from explainer.model import records as model
from explainer.read import citation, markdown
from explainer.run.tracked_tables import TrackedTable
from explainer.words import wording


class TemplateScope(ListScope):
    """The names that templates use on the pages of one language.

    ``titles``: of hand-written pages by name, and of their headings by (name, id).
    """

    def __init__(self, site: Site, language: str) -> None:
        super().__init__(site, language)
        context = site.print_context(language)
        self.assembly = site.assembly_context(context)
        self.texts = printed_texts.TextPrinter(context, markdown.read_record_text)
        self.history, self.data_date = History(self.story), latest_day(self.story)
        self.downloads = TrackedTable("downloads", site.downloads)
        titles: dict[str | tuple[str, str], str] = {}
        for name, page in self.story.pages[language].items():
            titles[name] = str(page.meta["title"])
            titles |= {(name, heading.id): heading.text for heading in page.headings}
        self.titles = TrackedTable(f"titles/{language}", titles)
        # What any page may depend on, besides its look-ups in tracked tables.
        self.shared_inputs: Any = (
            language, self.story.vocab, self.story.settings,
            site.addresses.table[language], context.term_forms, context.term_ids,
            context.hreflangs, self.assembly.definitions, self.facet_links, self.cases, self.feeds,
            self.calendar, self.expected, self.data_date,
        )  # fmt: skip

    def names(self, page: str) -> dict[str, Any]:
        """Return the variables of a template for the page called ``page``."""
        words, language, story = self.texts.words, self.language, self.story
        return {
            "story": story,
            "index": self.index,
            "vocab": story.vocab,
            "lang": language,
            "page": page,
            "t": self.string,
            "count": self.count,
            "text": self.texts.blocks,
            "cited_by_text": self.texts.cited_sources,
            "line": self.texts.line,
            "label": self.texts.label,
            "calls": self.texts.note_calls,
            "plain": self.texts.plain,
            "words": words,
            "said_in": lambda text, other: printed_texts.print_foreign(text[other], other),
            "to": lambda name: tags.safe(links.escaped_address_mark(name)),
            "has": self.addresses.__contains__,
            "outside": self.external_link,
            "cell": cells.cell,
            "date": lambda iso: words(wording.format_date(iso, language)),
            "period": lambda start, end: words(wording.format_period(start, end, language)),
            "number": lambda value: wording.format_number(value, language),
            "file_size": lambda count: words(wording.format_file_size(count, language)),
            "language_name": lambda code: words(wording.language_name(code, language)),
            "listing": self.texts.listing,
            "word": lambda table, key: words(story.vocab.table(table)[key].label[language]),
            "entry": lambda table, key: story.vocab.table(table)[key],
            "cite": printed_texts.print_note_call,
            "spoken": lambda code: tags.safe(wording.language_attributes_html(code, language)),
            "placed": self.locators,
            "sort": self.sort_records,
            "reference": self.reference,
            "title": self.title,
            "published": self.publication,
            "tongue": self.title_language_attribute,
            "section_title": self.section_title,
            "page_title": self.page_title,
            "place_title": self.place_title,
            "Facet": address.Facet,
            "downloads": self.downloads.values,
            "data_date": self.data_date,
            "history": self.history,
            **super().names(page),
        }

    def string(self, key: str, **values: Any) -> Markup:
        """Return an interface string with its ``{placeholders}`` filled in."""
        if key not in self.story.strings:
            raise KeyError(f"data/strings.yml has no «{key}»")
        return self.texts.string(self.story.strings[key][self.language], values)

    def count(self, key: str, n: int) -> Markup:
        """Return a counted string such as «3 sources»: ``<key>_one``, ``<key>_other`` …"""
        form = locales.plural_category(n, self.language)
        return self.string(f"{key}_{form}", n=wording.format_number(n, self.language))

    def external_link(self, href: str, text: str = "", language: str = "") -> Markup:
        """Return a link to another site, whose words are ``text`` or else the address."""
        inside = str(Markup.escape(text)) or str(Markup.escape(href))
        return tags.safe(
            links.external_link(href, inside, str(text) or href, self.texts.context, language)
        )

    def sort_records(self, ids: Iterable[str], folder: str, attribute: str = "name") -> list[Any]:
        """Return records sorted by one of their texts, in the language's order."""
        table = self.story.records(folder)

        def key(record: Any) -> tuple[str, str]:
            value = getattr(record, attribute)
            is_text = isinstance(value, model.Text)
            return wording.sort_key(self.texts.plain(value) if is_text else value)

        return sorted((table[id_] for id_ in ids), key=key)

    def reference(self, id_: str) -> Markup:
        """Return the full reference of a source."""
        reference = self.assembly.references[id_].followed_by(self.assembly.style.final_mark)
        return tags.safe(f'<span class="reference">{reference}</span>')

    def locators(self, *citations: citation.Citation) -> Markup:
        """Return the locators of citations of one source, and the words that they quote."""
        style, parts = self.assembly.style, []
        quoted_locators = {cited.locator for cited in citations if cited.quotation}
        # A locator without a quotation is left out if another citation gives it with one.
        printed = [one for one in citations if one.quotation or one.locator not in quoted_locators]
        for cited in printed:
            last = cited is printed[-1]
            if cited.locator:
                end = "" if last and not cited.quotation else ","
                parts.append(f"{Markup.escape(style.format_locators(cited.locator))}{end}")
            if cited.quotation:  # the comma after a quotation stands with its quotation marks
                source_language = self.story.sources[cited.source].language
                mark = "" if last else ","
                quotation = (cited.quotation, source_language, self.language, mark)
                parts.append(style.format_quotation(*quotation))
        return tags.safe(" ".join(parts))

    def title(self, source: model.Source) -> Markup:
        """Return a source's title with its own language's typography."""
        return tags.safe(printed_texts.print_words(source.full_title, source.title_language))

    def publication(self, source: model.Source) -> Markup:
        """Return the authors of a source, its publication, and its date."""
        publisher = source.container_title or source.publisher or source.authority
        parts = [str(Markup.escape(author.display_name)) for author in source.author]
        if publisher:
            language = publisher.language or source.language
            name = printed_texts.print_words(publisher, language)
            attributes = wording.language_attributes_html(language, self.language)
            parts.append(f"<span{attributes}>{name}</span>")
        if source.issued:
            parts.append(str(self.texts.words(self.assembly.style.dates[source.id])))
        return tags.safe(", ".join(parts))

    def title_language_attribute(self, source: model.Source) -> Markup:
        """Return the ``lang`` attribute of a source's title, ``""`` in the page's language."""
        return tags.safe(wording.language_attributes_html(source.title_language, self.language))

    def section_title(self, name: str, section: str) -> Markup:
        """Return the text of a heading of a hand-written page."""
        return self.texts.label(self.titles.get((name, section), ""))

    def page_title(self, name: str) -> Markup:
        """Return a page's title, hand-written or generated."""
        if title := self.titles.get(name):
            return self.texts.words(title)
        folder, id_ = kinds.record_of_page(name) or ("", "")
        record = self.story.records(folder).get(id_) if folder else None
        if record is None:
            return Markup.escape(name)
        if isinstance(record, model.Source):
            return self.title(record)
        return self.texts.label(getattr(record, kinds.KINDS[folder].name_field))

    def place_title(self, place: index.CitingPlace) -> Markup:
        """Return the text of a link to a place that cites a source: a section's heading or a record's title."""
        is_written = place.name in self.titles
        if place.section and (words := self.section_title(place.name, place.section)):
            return words
        for kind in kinds.kinds_with_anchors() if is_written else ():
            records = self.story.records(kind.folder)
            if kind.page == place.name and kind.name_field and place.anchor in records:
                return self.texts.label(getattr(records[place.anchor], kind.name_field))
        return self.page_title(place.name)
