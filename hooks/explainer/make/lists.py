"""Lists and look-ups that templates ask for by name.

In: a story, its index and addresses, a language and a page. Out: the extra
names of a template's scope. Nothing here is prose; words are in templates.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cache as once
from typing import Any

from markupsafe import Markup

from explainer import draw
from explainer.check import coverage, review
from explainer.derive import address, comparison, index
from explainer.make import printing
from explainer.model.kinds import KINDS
from explainer.model.story import Story
from explainer.read import citation
from explainer.run import cache, tables
from explainer.words import wording


@dataclass(frozen=True)
class FacetLink:
    """A facet page, its words and how many records it lists."""

    name: str
    label: str
    count: int


@dataclass
class Lists:
    """The extra names, for the pages of one language; drawings link by marks that pages fill in."""

    story: Story
    derived: index.Index
    addresses: address.Addresses
    members: dict[str, list[Any]]
    language: str
    kept: cache.Cache | None = None

    def __post_init__(self) -> None:
        """Gather once what every page of the language shares."""
        self.table = facet_table(self.story, self.addresses, self.members, self.language)

    def names(self, page: str) -> dict[str, Any]:
        """Return the names, for the scope of the page called ``page``."""
        compared = once(lambda: comparison.Comparison(self.story, self.derived))
        return {
            "facets": lambda section, by: self.table.get((section, by), []),
            "facet_records": lambda facet: self.members[facet.first],
            "facet_shown": self.facet_shown,
            "facet_parts": self.facet_parts,
            "comparison": compared,
            "coverage_report": lambda: coverage.report(self.story),
            "awaiting_review": self.awaiting_review,
            "chart": lambda figure: Markup(draw.chart(self.story, figure, self.language)),  # noqa: S704
            "axis": self.axis,
            "offline_copy": lambda: address.offline_copy(self.story),
            "repository": self.story.settings.repo_url,
            "gap_before": self.gaps,
            "event_place": lambda id_: self.event_place(id_, page),
            "map": self.map,
            "neighbourhood": self.neighbourhood,
            "relations": lambda: draw.relations(self.story),
        }

    def awaiting_review(self) -> list[review.Row]:
        """Return what awaits review: every text has its part in it."""
        tables.never()
        return review.rows(self.story)

    def facet_shown(self, facet: address.Facet) -> list[Any]:
        """Return the records that one page of a long list shows."""
        start = (facet.part - 1) * address.LONGEST
        return self.members[facet.first][start : start + address.LONGEST]

    def facet_parts(self, facet: address.Facet) -> list[address.Facet]:
        """Return the pages of a list, in order."""
        count = -(-len(self.members[facet.first]) // address.LONGEST)
        return [replace(facet, part=part) for part in range(1, count + 1)]

    def map(self) -> Markup:
        """Return the map of relations; laying it out is worth keeping."""

        def make() -> str:
            return draw.relation_map(self.story, self.language, printing.link)

        if self.kept is None:
            return Markup(make())  # noqa: S704 (drawings escape)
        actors = (
            repr((actor.id, actor.kind, actor.name, actor.relations))
            for actor in self.story.actors.values()
        )
        words = [repr(self.story.vocab), repr(sorted(self.story.strings.items()))]
        return Markup(self.kept.memo([self.language, *words, *actors], make))  # noqa: S704

    def axis(self) -> Markup:
        """Return the time axis of every event; its links go to the timeline's anchors."""
        timeline = KINDS["events"].place
        events = [self.story.events[id_] for id_ in self.derived.chronology]
        link = lambda id_: printing.link(f"{timeline}#{id_}")  # noqa: E731
        return Markup(draw.axis(self.story, events, self.language, link))  # noqa: S704

    def event_place(self, id_: str, page: str) -> Markup:
        """Return the link to an event: on this page if it is there in full, else on the timeline."""
        case = address.Facet("timeline", "case", self.story.events[id_].case or "").name
        timeline = KINDS["events"].place
        here = page in (case, timeline)
        return Markup(printing.link(f"#{id_}" if here else f"{timeline}#{id_}"))  # noqa: S704

    def gaps(self) -> dict[str, int]:
        """Return the events that end a long spell without any, with its length in months."""
        return {gap.before: gap.months for gap in draw.gaps(self.story.events.values())}

    def neighbourhood(self, actor: str) -> Markup:
        """Return the drawing of an actor's relations, or «»."""
        made = draw.neighbourhood(self.story, self.derived, actor, self.language, printing.link)
        return Markup(made)  # noqa: S704 (drawings escape)


def members(
    story: Story, derived: index.Index, addresses: address.Addresses
) -> dict[str, list[Any]]:
    """Return the records of each list, by its first page, in one pass over the records."""
    rows: dict[str, list[Any]] = {facet.first: [] for facet in addresses.facets}
    found = tables.Table("members", rows)
    articles = set(story.articles)

    def put(section: str, by: str, value: str, record: Any) -> None:
        found[address.Facet(section, by, value).name].append(record)

    for claim in story.claims.values():
        put("claims", "status", claim.status, claim)
        put("claims", "subject", claim.subject, claim)
        for actor in dict.fromkeys(claim.asserted_by):
            put("claims", "who", actor, claim)
        sources = [c.source for c in claim.stated_in if isinstance(c, citation.Citation)]
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
        return _name(story, article.name[language]) if article else facet.value
    return _name(story, story.actors[facet.value].name[language])


def _name(story: Story, text: str) -> str:
    return story.tree(text).words()
