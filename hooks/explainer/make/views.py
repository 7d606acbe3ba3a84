"""Lists and look-ups that templates ask for by name.

In: a story, its index and addresses, a language and a page. Out: the extra
names of a template's scope. Nothing here is prose; words are in templates.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from explainer import draw as drawing
from explainer.check import coverage, review
from explainer.derive import address, comparison, index
from explainer.derive.history import History
from explainer.make import recordtext
from explainer.model import records as model
from explainer.model.story import Story
from explainer.read import citation
from explainer.run import cache
from explainer.words import wording

# What the map is drawn from, of an actor's record.
_DRAWN = {"id", "kind", "name", "relations"}


@dataclass(frozen=True)
class FacetLink:
    """A facet page, its words and how many records it lists."""

    name: str
    label: str
    count: int


@dataclass
class Lists:
    """The extra names, for one page of one language."""

    story: Story
    derived: index.Index
    addresses: address.Addresses
    facet_table: dict[tuple[str, str], list[FacetLink]]
    members: dict[str, list[Any]]
    language: str
    page: str
    history: History
    kept: cache.Cache | None = None

    def names(self) -> dict[str, Any]:
        """Return the names, for a template's scope."""
        return {
            "facets": lambda section, by: self.facet_table.get((section, by), []),
            "facet_records": lambda facet: self.members[facet.first],
            "facet_shown": self.facet_shown,
            "facet_parts": self.facet_parts,
            "place_title": self.place_title,
            "comparison": lambda: comparison.Comparison(self.story, self.derived),
            "other_name": lambda term, language: recordtext.plain(term.name[language]),
            "reference_mark": lambda id_: f"\ue020{id_}\ue021",
            "coverage_report": lambda: coverage.report(self.story),
            "history": self.history,
            "awaiting_review": lambda: review.rows(self.story),
            "chart": lambda figure: drawing.chart(self.story, figure, self.language),
            "axis": self.axis,
            "offline_copy": lambda: address.offline_copy(self.story),
            "repository": self.story.settings.repo_url,
            "gap_before": self.gaps,
            "event_place": self.event_place,
            "map": self.map,
            "neighbourhood": self.neighbourhood,
            "relations": lambda: drawing.relations(self.story),
        }

    def facet_shown(self, facet: address.Facet) -> list[Any]:
        """Return the records that one page of a long list shows."""
        start = (facet.part - 1) * address.LONGEST
        return self.members[facet.first][start : start + address.LONGEST]

    def facet_parts(self, facet: address.Facet) -> list[address.Facet]:
        """Return the pages of a list, in order."""
        count = -(-len(self.members[facet.first]) // address.LONGEST)
        return [replace(facet, part=part) for part in range(1, count + 1)]

    def href(self, name: str) -> str:
        """Return the final address of a page or of ``page.md#anchor``, for raw HTML."""

        path, mark, anchor = name.partition("#")
        if path == self.page and anchor:
            return mark + anchor
        here, there = (self.addresses.url(self.language, page) for page in (self.page, path))
        return address.relative_url(here, there) + mark + anchor

    def map(self) -> str:
        """Return the map of relations; laying it out is worth keeping."""

        def make() -> str:
            return drawing.relation_map(self.story, self.language, self.href)

        if self.kept is None:
            return make()
        actors = (actor.model_dump_json(include=_DRAWN) for actor in self.story.actors.values())
        words = [self.story.vocab.model_dump_json(), repr(sorted(self.story.strings.items()))]
        urls = repr(self.addresses.table[self.language])
        return self.kept.memo([self.language, self.page, urls, *words, *actors], make)

    def axis(self) -> str:
        """Return the time axis of every event; its links go to the timeline's anchors."""
        timeline = address.ANCHORED["events"]
        events = [self.story.events[id_] for id_ in self.derived.chronology]
        return drawing.axis(
            self.story, events, self.language, lambda id_: self.href(f"{timeline}#{id_}")
        )

    def event_place(self, id_: str) -> str:
        """Return the link to an event: on this page if it is there in full, else on the timeline."""
        case = address.Facet("timeline", "case", self.story.events[id_].case or "").name
        if self.page in (case, timeline := address.ANCHORED["events"]):
            return f"#{id_}"
        return f"{address.relative(self.page, timeline)}#{id_}"

    def gaps(self) -> dict[str, int]:
        """Return the events that end a long spell without any, with its length in months."""
        return {gap.before: gap.months for gap in drawing.gaps(self.story.events.values())}

    def neighbourhood(self, actor: str) -> str:
        """Return the drawing of an actor's relations, or «»."""
        return drawing.neighbourhood(self.story, self.derived, actor, self.language, self.href)

    def place_title(self, place: index.CitedAt) -> str:
        """Return the words for a place that cites a source: a section, or a record's title."""
        if place.section:
            page = self.story.pages[self.language][place.name]
            for heading in page.headings:
                if heading.id == place.section:
                    return recordtext.plain(heading.text)
        if place.name in self.story.pages[self.language] and place.anchor in self.story.events:
            return recordtext.plain(self.story.events[place.anchor].title[self.language])
        if place.name in self.story.pages[self.language] and place.anchor in self.story.terms:
            return recordtext.plain(self.story.terms[place.anchor].name[self.language])
        if place.name in self.story.pages[self.language]:
            return str(self.story.pages[self.language][place.name].meta["title"])
        folder, _, rest = place.name.partition("/")
        record = self.story.records(folder)[rest.removesuffix(".md")]
        if isinstance(record, model.Source):
            return record.title
        text = record.text if isinstance(record, model.Claim) else record.name
        return recordtext.plain(text[self.language])


def members(
    story: Story, derived: index.Index, addresses: address.Addresses
) -> dict[str, list[Any]]:
    """Return the records of each list, by its first page, in one pass over the records."""
    found: dict[str, list[Any]] = {facet.first: [] for facet in addresses.facets}
    articles = set(story.articles)

    def put(section: str, by: str, value: str, record: Any) -> None:
        found[address.Facet(section, by, value).name].append(record)

    for claim in story.claims.values():
        put("claims", "status", claim.status, claim)
        put("claims", "subject", claim.subject, claim)
        for actor in dict.fromkeys(claim.asserted_by):
            put("claims", "who", actor, claim)
        sources = [
            c.source
            for c in map(citation.parse_bare, claim.stated_in)
            if isinstance(c, citation.Citation)
        ]
        for source in dict.fromkeys(sources):
            if source in articles:
                put("claims", "article", source, claim)
    for id_ in derived.chronology:
        event = story.events[id_]
        put("timeline", "layer", event.layer, event)
        for actor in event.taking_part:
            put("timeline", "who", actor, event)
        if event.case:
            put("timeline", "case", event.case, event)
    return found


def facet_table(
    story: Story, addresses: address.Addresses, found: dict[str, list[Any]], language: str
) -> dict[tuple[str, str], list[FacetLink]]:
    """Return the links to the facet pages, by section and kind of facet."""
    table: dict[tuple[str, str], list[FacetLink]] = {}
    for facet in addresses.facets:
        if facet.part > 1:
            continue
        link = FacetLink(facet.name, facet_label(story, facet, language), len(found[facet.name]))
        table.setdefault((facet.section, facet.by), []).append(link)
    for (section, by), links in table.items():
        if vocabulary := address.VOCABULARIES.get(by):
            order = list(story.vocab.table(vocabulary))
            links.sort(
                key=lambda link: order.index(link.name.rsplit("/", 1)[1].removesuffix(".md"))
            )
        elif by == "case":  # as they began
            links.sort(key=lambda link: found[link.name][0].rank)
        else:
            links.sort(key=lambda link: wording.sort_key(link.label))
        table[section, by] = links
    return table


def facet_label(story: Story, facet: address.Facet, language: str) -> str:
    """Return the words of a facet's value."""
    if vocabulary := address.VOCABULARIES.get(facet.by):
        return story.vocab.table(vocabulary)[facet.value].label[language]
    if facet.by == "article":
        article = story.sources[facet.value].article
        return recordtext.plain(article.name[language]) if article else facet.value
    return recordtext.plain(story.actors[facet.value].name[language])
