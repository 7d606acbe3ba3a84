"""What the records imply: everything that is derived and never typed twice.

In: a checked story. Out: an ``Index`` of look-ups by id: relations both ways,
claims by and about an actor, events, mentions, who cites a source and where.
Built once a build; every look-up is a dictionary.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from pydantic import BaseModel

from explainer.derive import citing
from explainer.model import records as model
from explainer.model.kinds import KINDS, OWN, place_of
from explainer.model.story import Story
from explainer.read import citation
from explainer.read.parts import Embed
from explainer.run.tables import Table


@dataclass(frozen=True)
class Edge:
    """One relation, as seen from either end; ``reverse`` when seen from its target."""

    holder: str
    other: str
    reverse: bool
    relation: model.Relation

    @property
    def words_key(self) -> str:
        """What relations told in the same words share: their kind, and the end that tells them."""
        return f"{self.relation.kind} {self.reverse}"


@dataclass(frozen=True)
class CitedAt:
    """A place that cites a source: page name, anchor on it, section title id, and what it cites there."""

    name: str
    anchor: str
    section: str
    cited: tuple[citation.Citation, ...]


def _lists(name: str) -> Any:
    return Table(name, make=list)


class Index:
    """Look-ups derived from the story; a key that is missing has nothing.

    By the id of an actor: ``edges``, ``claims_by`` (who says them), ``accusations`` (against
    it), ``claims_about``, ``events_of``. By that of a source: ``claims_from`` (stated in it),
    ``claims_shown_by`` (it bears on them), ``cited_by``. By that of a claim: ``clashes``,
    ``embedded`` (names of the pages that embed it). By that of an event: ``followed_by``. By a
    page's name, with ``#`` and an anchor for a record without a page: ``sources_of``. By an
    article's id and a paragraph's number: ``paragraphs`` and ``echoes``, ids of claims.
    ``ordered``, by a kind of record: ids in order.
    """

    def __init__(self) -> None:
        self.edges: dict[str, list[Edge]] = _lists("edges")
        self.claims_by: dict[str, list[str]] = _lists("claims_by")
        self.accusations: dict[str, list[str]] = _lists("accusations")
        self.claims_about: dict[str, list[str]] = _lists("claims_about")
        self.claims_from: dict[str, list[str]] = _lists("claims_from")
        self.claims_shown_by: dict[str, list[str]] = _lists("claims_shown_by")
        self.events_of: dict[str, list[str]] = _lists("events_of")
        self.followed_by: dict[str, list[str]] = _lists("followed_by")
        self.clashes: dict[str, list[tuple[str, model.Text]]] = _lists("clashes")
        self.cited_by: dict[str, list[CitedAt]] = _lists("cited_by")
        self.sources_of: dict[str, list[str]] = Table("sources_of")
        self.paragraphs: dict[tuple[str, int], list[str]] = _lists("paragraphs")
        self.echoes: dict[tuple[str, int], list[str]] = _lists("echoes")
        self.ordered: dict[str, list[str]] = _lists("ordered")
        self.embedded: dict[str, list[str]] = _lists("embedded")

    @property
    def chronology(self) -> list[str]:
        """The ids of the events, in the order of their dates."""
        return self.ordered["events"]


def build(story: Story) -> Index:
    """Derive every look-up from the story."""
    index = Index()
    for actor in story.actors.values():
        for relation in actor.relations:
            index.edges[actor.id].append(Edge(actor.id, relation.target, False, relation))
            index.edges[relation.target].append(Edge(relation.target, actor.id, True, relation))
    order = list(story.vocab.relation_kinds)
    for edges in index.edges.values():  # by kind, then as they began
        edges.sort(
            key=lambda edge: (
                order.index(edge.relation.kind) if edge.relation.kind in order else len(order),
                edge.relation.since or "~",
                edge.other,
            )
        )
    _claims(story, index)
    _events(story, index)
    _citations(story, index)
    return index


def said_at(story: Story, claim: model.Claim) -> tuple[str, int, str]:
    """Return what a list of claims sorts by: the day it was first said, where, then its id.

    That day is the earliest on which a source that states it appeared; a month or a year comes
    after the days that it holds.
    """
    stated = list(citation.valid(claim.stated_in))
    days = [story.sources[c.source].issued for c in stated if c.source in story.sources]
    first = min((day if len(day) == 10 else f"{day}~" for day in days if day), default="~")
    return first, min((n for c in stated for n in c.paragraphs), default=0), claim.id


def _claims(story: Story, index: Index) -> None:
    ordered = sorted(story.claims.values(), key=lambda claim: said_at(story, claim))
    index.ordered["claims"] = [claim.id for claim in ordered]
    for claim in ordered:
        for actor in claim.asserted_by:
            index.claims_by[actor].append(claim.id)
        for actor in claim.accuses:
            index.accusations[actor].append(claim.id)
        for actor in claim.about:
            index.claims_about[actor].append(claim.id)
        for cited in citation.valid(claim.stated_in):
            index.claims_from[cited.source].append(claim.id)
            for number in cited.paragraphs:
                index.paragraphs[cited.source, number].append(claim.id)
        for cited in citation.valid(claim.echoed_in):
            for number in cited.paragraphs:
                index.echoes[cited.source, number].append(claim.id)
        for source in dict.fromkeys(c.source for c in _cited_about(story, claim)):
            index.claims_shown_by[source].append(claim.id)
        for clash in claim.clashes:
            index.clashes[claim.id].append((clash.other, clash.note))
            index.clashes[clash.other].append((claim.id, clash.note))


def _cited_about(story: Story, claim: model.Claim) -> Iterator[citation.Citation]:
    """Return the citations that bear on a claim, other than where it is stated."""
    stated = (*claim.stated_in, *claim.echoed_in)
    cited = citing.cited_in(story, claim, story.settings.default)
    return (one for one in cited if one not in stated)


def chronological(events: Mapping[str, model.Event]) -> list[model.Event]:
    """Return events in the order of their dates, by id; each before those that follow it.

    A month or a year comes after the days that it holds, but before what says that it follows.
    """
    placed: dict[str, model.Event] = {}

    def place(event: model.Event, waiting: tuple[str, ...]) -> None:
        if event.id in placed or event.id in waiting:
            return
        before = [events[id_] for id_ in event.follows if id_ in events]
        for earlier in sorted(before, key=lambda other: other.rank):
            if earlier.rank > event.rank and event.date.startswith(earlier.date):
                place(earlier, (*waiting, event.id))
        placed[event.id] = event

    for event in sorted(events.values(), key=lambda event: event.rank):
        place(event, ())
    return list(placed.values())


def _events(story: Story, index: Index) -> None:
    ordered = chronological(story.events)
    index.ordered["events"] = [event.id for event in ordered]
    for event in ordered:
        for actor in event.involved:
            index.events_of[actor].append(event.id)
        for before in event.follows:
            index.followed_by[before].append(event.id)


def _citations(story: Story, index: Index) -> None:
    language = story.settings.default
    for name, page in story.pages[language].items():
        counts: Counter[str] = Counter()
        seen: list[str] = []
        for cite in page.cites:
            if isinstance(cite.cited, citation.Citation):
                source = cite.cited.source
                counts[source] += 1
                anchor = cite_anchor(source, counts[source])
                place = CitedAt(name, anchor, cite.section, _places(cite.cited))
                index.cited_by[source].append(place)
                seen.append(source)
        for embed in page.embeds:
            if embed.kind == "claim":
                index.embedded[embed.id].append(name)
                seen += _sources_of(story, _as_embedded(story.claims[embed.id]))
            else:
                for source, places in _sources_of(story, *_shown_by(story, embed)).items():
                    place = CitedAt(name, embed.section, embed.section, places)
                    index.cited_by[source].append(place)
                    seen.append(source)
        index.sources_of[name] = list(dict.fromkeys(seen))
    for folder, kind in KINDS.items():
        for id_, record in story.records(folder).items():
            name, anchor = place_of(folder, id_)
            cited = _sources_of(story, record)
            for part in _shown_with(story, index, id_) if folder == "actors" else ():
                for source, places in _sources_of(story, part).items():
                    cited.setdefault(source, places)
            index.sources_of[name if not anchor else f"{name}#{anchor}"] = list(cited)
            if name in story.pages[language] or kind.place == OWN:
                for source, places in cited.items():
                    index.cited_by[source].append(CitedAt(name, anchor, "", places))


def _shown_with(story: Story, index: Index, actor: str) -> Iterator[BaseModel]:
    """Yield what an actor's page shows of other records: relations with it, answers for it."""
    for edge in index.edges.get(actor, ()):
        yield edge.relation
    for claim in index.accusations.get(actor, ()):
        if answer := story.claims[claim].answer:
            yield answer


def _shown_by(story: Story, embed: Embed) -> Sequence[BaseModel]:
    """Return what an embed shows that has no page of its own: where it stands, it is cited."""
    if embed.kind == "status":
        return [story.status] if story.status else []
    if embed.kind not in ("figure", "drawing"):
        return []
    figure = story.figures[embed.id]
    # A drawing leaves to the whole figure why its numbers differ.
    return figure.rows if embed.kind == "drawing" else [figure]


def _as_embedded(claim: model.Claim) -> model.Claim:
    """Return a claim without what an embed of it leaves to its page."""
    return claim.model_copy(update={"evidence": [], "clashes": []})


def _sources_of(story: Story, *records: BaseModel) -> dict[str, tuple[citation.Citation, ...]]:
    """Return what records cite: source id → their citations that name a place or words."""
    found: dict[str, tuple[citation.Citation, ...]] = {}
    for record in records:
        for cited in dict.fromkeys(citing.cited_in(story, record, story.settings.default)):
            found[cited.source] = found.get(cited.source, ()) + _places(cited)
    return found


def _places(cited: citation.Citation) -> tuple[citation.Citation, ...]:
    return (cited,) if cited.locator or cited.words else ()


def cite_anchor(source: str, count: int) -> str:
    """Return the id, on its page, of the ``count``-th citation of a source."""
    return f"cite-{source}-{count}"
