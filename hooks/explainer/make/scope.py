"""What a template can name: the story, and the words of one page's language.

In: a compiled site, a language, a page's name. Out: the names of a template's scope. Words come
out as ``Markup`` set as the language prints them; whatever else a template prints is escaped by
Jinja.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from markupsafe import Markup

from explainer import locales
from explainer.derive import address, index
from explainer.derive.history import History, latest_day
from explainer.make import cells, links, printed_texts
from explainer.make.lists import Lists
from explainer.make.site import Site
from explainer.model import kinds
from explainer.model import records as model
from explainer.read import citation, markdown
from explainer.run.tracked_tables import TrackedTable
from explainer.words import wording


class Scope(Lists):
    """The names that templates use on the pages of one language.

    ``titles``, of hand-written pages: by name, and by (name, id) for the headings of one.
    """

    def __init__(self, site: Site, language: str) -> None:
        super().__init__(site, language)
        known = site.words(language)
        self.assembling = site.assembling(known)
        self.texts = printed_texts.Texts(known, markdown.read_record_text)
        self.history = History(self.story)
        self.downloads = TrackedTable("downloads", site.downloads)
        self.data_date = latest_day(self.story)
        titles: dict[str | tuple[str, str], str] = {}
        for name, page in self.story.pages[language].items():
            titles[name] = str(page.meta["title"])
            titles |= {(name, heading.id): heading.text for heading in page.headings}
        self.titles = TrackedTable(f"titles/{language}", titles)
        # What every page may depend on, beside what it asks of the tables.
        self.told: Any = (
            language, self.story.vocab, self.story.settings,
            site.addresses.table[language], known.terms, known.defined,
            known.hreflangs, self.assembling.definitions, self.table, self.cases, self.feeds,
            self.calendar, self.expected, self.data_date,
        )  # fmt: skip

    def names(self, page: str) -> dict[str, Any]:
        """Return the names, by which templates know them, on the page called ``page``."""
        words, language, story = self.texts.words_of, self.language, self.story
        return {
            "story": story,
            "index": self.derived,
            "vocab": story.vocab,
            "lang": language,
            "page": page,
            "t": self.string,
            "count": self.count,
            "text": self.texts.blocks,
            "cited_by_text": self.texts.sources,
            "line": self.texts.line,
            "label": self.texts.label,
            "calls": self.texts.calls,
            "plain": self.texts.plain,
            "words": words,
            "said_in": lambda text, other: printed_texts.foreign(text[other], other),
            "to": lambda name: Markup(links.link(name)),  # noqa: S704 (escaped there)
            "has": self.addresses.__contains__,
            "outside": self.outside,
            "cell": cells.cell,
            "date": lambda iso: words(wording.format_date(iso, language)),
            "period": lambda start, end: words(wording.format_period(start, end, language)),
            "number": lambda value: wording.format_number(value, language),
            "file_size": lambda count: words(wording.format_file_size(count, language)),
            "language_name": lambda code: words(wording.language_name(code, language)),
            "listing": self.texts.listing,
            "word": lambda table, key: words(story.vocab.table(table)[key].label[language]),
            "entry": lambda table, key: story.vocab.table(table)[key],
            "cite": printed_texts.cite,
            "spoken": lambda code: Markup(wording.language_attributes_html(code, language)),  # noqa: S704
            "placed": self.placed,
            "sort": self.sort,
            "reference": self.reference,
            "title": self.title,
            "published": self.published,
            "tongue": self.tongue,
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
        """Return an interface string; ``{name}`` in it is filled in."""
        if key not in self.story.strings:
            raise KeyError(f"data/strings.yml has no «{key}»")
        return self.texts.string(self.story.strings[key][self.language], values)

    def count(self, key: str, n: int) -> Markup:
        """Return «3 sources»: the string ``<key>_one`` or ``<key>_other``."""
        form = locales.plural_category(n, self.language)
        return self.string(f"{key}_{form}", n=wording.format_number(n, self.language))

    def outside(self, href: str, shown: str = "", language: str = "") -> Markup:
        """Return a link to another site; without ``shown`` the address is shown."""
        inside = str(Markup.escape(shown)) or str(Markup.escape(href))
        made = links.outbound(href, inside, str(shown) or href, self.texts.words, language)
        return Markup(made)  # noqa: S704 (printing escapes)

    def sort(self, ids: Iterable[str], folder: str, attribute: str = "name") -> list[Any]:
        """Return records sorted by one of their texts, as the language sorts."""
        table = self.story.records(folder)

        def key(record: Any) -> tuple[str, str]:
            value = getattr(record, attribute)
            return wording.sort_key(
                self.texts.plain(value) if isinstance(value, model.Text) else value
            )

        return sorted((table[id_] for id_ in ids), key=key)

    def reference(self, id_: str) -> Markup:
        """Return the whole reference of a source, in place."""
        made = self.assembling.references[id_].before(self.assembling.style.final_mark)
        return Markup(f'<span class="reference">{made}</span>')  # noqa: S704

    def placed(self, *cited: citation.Citation) -> Markup:
        """Return the places in a source that citations name, and the words."""
        style, parts = self.assembling.style, []
        quoted = {one.locator for one in cited if one.quotation}
        # A place without words is said where it is said with them.
        told = [one for one in cited if one.quotation or one.locator not in quoted]
        for one in told:
            last = one is told[-1]
            if one.locator:
                end = "" if last and not one.quotation else ","
                parts.append(f"{Markup.escape(style.format_locators(one.locator))}{end}")
            if one.quotation:  # a comma after words quoted stands with their quotes
                spoken = self.story.sources[one.source].language
                parts.append(
                    style.format_quotation(
                        one.quotation, spoken, self.language, "" if last else ","
                    )
                )
        return Markup(" ".join(parts))  # noqa: S704 (escaped here and there)

    def title(self, source: model.Source) -> Markup:
        """Return a source's title, set as its own language prints it."""
        return Markup(printed_texts.set_words(source.full_title, source.title_language))  # noqa: S704

    def published(self, source: model.Source) -> Markup:
        """Return who wrote a source, where it was published, and when."""
        where = source.container_title or source.publisher or source.authority
        parts = [str(Markup.escape(author.display_name)) for author in source.author]
        if where:
            spoken = where.language or source.language
            name = printed_texts.set_words(where, spoken)
            parts.append(
                f"<span{wording.language_attributes_html(spoken, self.language)}>{name}</span>"
            )
        if source.issued:
            parts.append(str(self.texts.words_of(self.assembling.style.dates[source.id])))
        return Markup(", ".join(parts))  # noqa: S704 (set and escaped there)

    def tongue(self, source: model.Source) -> Markup:
        """Return the attribute that tells the language of a source's title, if it is another."""
        return Markup(wording.language_attributes_html(source.title_language, self.language))  # noqa: S704 (escaped there)

    def section_title(self, name: str, section: str) -> Markup:
        """Return the words of a heading of a hand-written page."""
        return self.texts.label(self.titles.get((name, section), ""))

    def page_title(self, name: str) -> Markup:
        """Return a page's title, hand-written or generated."""
        if title := self.titles.get(name):
            return self.texts.words_of(title)
        at = kinds.record_of_page(name)
        record = self.story.records(at[0]).get(at[1]) if at else None
        if at is None or record is None:
            return Markup.escape(name)
        if isinstance(record, model.Source):
            return self.title(record)
        return self.texts.label(getattr(record, kinds.KINDS[at[0]].name_field))

    def place_title(self, place: index.CitingPlace) -> Markup:
        """Return the words for a place that cites a source: a section, or a record's title."""
        written = place.name in self.titles
        if place.section and (words := self.section_title(place.name, place.section)):
            return words
        for kind in kinds.kinds_with_anchors() if written else ():
            rows = self.story.records(kind.folder)
            if kind.page == place.name and kind.name_field and place.anchor in rows:
                return self.texts.label(getattr(rows[place.anchor], kind.name_field))
        return self.page_title(place.name)
