"""What the records imply: everything that is derived and never typed twice.

In: a checked story. Out: an ``Index`` of look-ups by id: relations both ways,
claims by and about an actor, events, mentions, who cites a source and where.
Built once a build; every look-up is a dictionary.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field

from pydantic import BaseModel

from explainer.check import records as check_records
from explainer.derive import address
from explainer.model import records as model
from explainer.model.story import Story
from explainer.read import citation


@dataclass(frozen=True)
class Edge:
    """One relation, as seen from either end; ``reverse`` when seen from its target."""

    holder: str
    other: str
    reverse: bool
    relation: model.Relation


@dataclass(frozen=True)
class CitedAt:
    """A place that cites a source: page name, anchor on it, section title id, locator."""

    name: str
    anchor: str
    section: str
    locator: str


@dataclass
class Index:
    """Look-ups derived from the story, each by id."""

    edges: dict[str, list[Edge]] = field(default_factory=lambda: defaultdict(list))
    claims_by: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    accusations: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    claims_about: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    claims_from: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    claims_shown_by: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    events_of: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    followed_by: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    clashes: dict[str, list[tuple[str, model.Text]]] = field(
        default_factory=lambda: defaultdict(list)
    )
    cited_by: dict[str, list[CitedAt]] = field(default_factory=lambda: defaultdict(list))
    sources_of: dict[str, list[str]] = field(default_factory=dict)
    changes_of: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    paragraphs: dict[tuple[str, int], list[str]] = field(default_factory=lambda: defaultdict(list))
    echoes: dict[tuple[str, int], list[str]] = field(default_factory=lambda: defaultdict(list))
    chronology: list[str] = field(default_factory=list)
    embedded: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))


def build(story: Story) -> Index:
    """Derive every look-up from the story."""
    index = Index()
    for actor in story.actors.values():
        for relation in actor.relations:
            index.edges[actor.id].append(Edge(actor.id, relation.target, False, relation))
            index.edges[relation.target].append(Edge(relation.target, actor.id, True, relation))
    _claims(story, index)
    _events(story, index)
    _citations(story, index)
    for change in sorted(story.changes.values(), key=lambda c: (c.date, c.id), reverse=True):
        for page in change.pages:
            index.changes_of[page].append(change.id)
        for claim in change.claims:
            index.changes_of[f"claims/{claim}.md"].append(change.id)
    return index


def _unique(ids: Iterator[str]) -> list[str]:
    return list(dict.fromkeys(ids))


def _claims(story: Story, index: Index) -> None:
    for claim in story.claims.values():
        for actor in claim.asserted_by:
            index.claims_by[actor].append(claim.id)
        for actor in claim.accuses:
            index.accusations[actor].append(claim.id)
        for actor in claim.about:
            index.claims_about[actor].append(claim.id)
        for cited in _parsed(claim.stated_in):
            index.claims_from[cited.source].append(claim.id)
            for number in cited.paragraphs:
                index.paragraphs[cited.source, number].append(claim.id)
        for cited in _parsed(claim.echoed_in):
            for number in cited.paragraphs:
                index.echoes[cited.source, number].append(claim.id)
        for source in _unique(c.source for c in _shown(claim, story.settings.default)):
            index.claims_shown_by[source].append(claim.id)
        for clash in claim.clashes:
            index.clashes[claim.id].append((clash.other, clash.note))
            index.clashes[clash.other].append((claim.id, clash.note))


def _parsed(texts: list[str]) -> Iterator[citation.Citation]:
    for text in texts:
        if isinstance(cited := citation.parse_bare(text), citation.Citation):
            yield cited


def _shown(claim: model.Claim, language: str) -> Iterator[citation.Citation]:
    """Yield the citations that bear on a claim, other than where it is stated."""
    stated = {*_parsed(claim.stated_in), *_parsed(claim.echoed_in)}
    for cited in check_records.cited_in(claim, language):
        if cited not in stated:
            yield cited


def _events(story: Story, index: Index) -> None:
    ordered = sorted(story.events.values(), key=lambda event: event.rank)
    index.chronology = [event.id for event in ordered]
    for event in ordered:
        for actor in event.involved:
            index.events_of[actor].append(event.id)
        for before in event.follows:
            index.followed_by[before].append(event.id)


def _citations(story: Story, index: Index) -> None:
    language = story.settings.default
    for name, page in story.pages[language].items():
        counts: dict[str, int] = defaultdict(int)
        seen: list[str] = []
        for cite in page.cites:
            if isinstance(cite.cited, citation.Citation):
                source = cite.cited.source
                counts[source] += 1
                anchor = cite_anchor(source, counts[source])
                place = CitedAt(name, anchor, cite.section, cite.cited.locator)
                index.cited_by[source].append(place)
                seen.append(source)
        for embed in page.embeds:
            if embed.kind == "claim":
                index.embedded[embed.id].append(name)
                seen += _sources_of(_as_embedded(story.claims[embed.id]), language)
            elif embed.kind in ("figure", "status"):
                # They have no page of their own: where they are shown, their sources are cited.
                shown = story.status if embed.kind == "status" else story.figures[embed.id]
                for source, locators in _sources_of(shown, language).items():
                    place = CitedAt(name, embed.section, embed.section, locators)
                    index.cited_by[source].append(place)
                    seen.append(source)
        index.sources_of[name] = list(dict.fromkeys(seen))
    for folder in model.RECORDS:
        for id_, record in story.records(folder).items():
            name, anchor = place_of(folder, id_)
            cited = _sources_of(record, language)
            # An actor's page shows the relations that others hold with it, and their sources.
            for edge in index.edges.get(id_, ()) if folder == "actors" else ():
                for source, locators in _sources_of(edge.relation, language).items():
                    cited.setdefault(source, locators)
            # So it does the answers that it, or whoever answers for it, gave.
            for claim in index.accusations.get(id_, ()) if folder == "actors" else ():
                answer = story.claims[claim].answer
                for source, locators in _sources_of(answer, language).items():
                    cited.setdefault(source, locators)
            index.sources_of[name if not anchor else f"{name}#{anchor}"] = list(cited)
            if name in story.pages[language] or folder in address.PAGED:
                for source, locators in cited.items():
                    index.cited_by[source].append(CitedAt(name, anchor, "", locators))


def _as_embedded(claim: model.Claim) -> model.Claim:
    """Return a claim without what an embed of it leaves to its page."""
    return claim.model_copy(update={"evidence": [], "clashes": []})


def _sources_of(record: BaseModel | None, language: str) -> dict[str, str]:
    """Return what a record cites: source id → its locators, joined."""
    found: dict[str, list[str]] = {}
    for cited in dict.fromkeys(check_records.cited_in(record, language)) if record else ():
        found.setdefault(cited.source, []).extend([cited.locator] if cited.locator else [])
    return {source: ", ".join(locators) for source, locators in found.items()}


def place_of(folder: str, id_: str) -> tuple[str, str]:
    """Return the page that shows a record, and its anchor there (``""`` for the whole page)."""
    if folder in address.PAGED:
        return f"{folder}/{id_}.md", ""
    return address.ANCHORED.get(folder, ""), id_


def cite_anchor(source: str, count: int) -> str:
    """Return the id, on its page, of the ``count``-th citation of a source."""
    return f"cite-{source}-{count}"
