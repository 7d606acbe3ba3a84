"""Construction of the index of a story.

In: a checked story. Out: its ``Index``.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from pydantic import BaseModel

from explainer.derive import record_citations
from explainer.derive.index import (
    CitingPlace,
    Edge,
    Index,
    cite_anchor,
    claim_sort_key,
    sort_events,
)
from explainer.model import records as model
from explainer.model.kinds import KINDS, OWN_PAGE, page_and_anchor
from explainer.model.story import Story
from explainer.read import citation
from explainer.read.page_parts import Embed


def build_index(story: Story) -> Index:
    """Return the index of a story."""
    index = Index()
    for actor in story.actors.values():
        for relation in actor.relations:
            index.edges[actor.id].append(Edge(actor.id, relation.target, False, relation))
            index.edges[relation.target].append(Edge(relation.target, actor.id, True, relation))
    order = list(story.vocab.relation_kinds)
    for edges in index.edges.values():  # by kind, then by start
        edges.sort(
            key=lambda edge: (
                order.index(edge.relation.kind) if edge.relation.kind in order else len(order),
                edge.relation.since or "~",
                edge.other,
            )
        )
    _index_claims(story, index)
    _index_events(story, index)
    _index_citations(story, index)
    return index


def _index_claims(story: Story, index: Index) -> None:
    ordered = sorted(story.claims.values(), key=lambda claim: claim_sort_key(story, claim))
    index.ordered["claims"] = [claim.id for claim in ordered]
    for claim in ordered:
        for actor in claim.asserted_by:
            index.claims_by[actor].append(claim.id)
        for actor in claim.accuses:
            index.accusations[actor].append(claim.id)
        for actor in claim.about:
            index.claims_about[actor].append(claim.id)
        for cited in citation.only_valid(claim.stated_in):
            index.claims_from[cited.source].append(claim.id)
            for number in cited.paragraphs:
                index.paragraphs[cited.source, number].append(claim.id)
        for cited in citation.only_valid(claim.echoed_in):
            for number in cited.paragraphs:
                index.echoes[cited.source, number].append(claim.id)
        for source in dict.fromkeys(c.source for c in _other_citations(story, claim)):
            index.claims_shown_by[source].append(claim.id)
        for clash in claim.clashes:
            index.clashes[claim.id].append((clash.other, clash.note))
            index.clashes[clash.other].append((claim.id, clash.note))


def _other_citations(story: Story, claim: model.Claim) -> Iterator[citation.Citation]:
    """Return the citations that bear on a claim, other than where it is stated."""
    stated = (*claim.stated_in, *claim.echoed_in)
    cited = record_citations.citations_of_record(claim, story.settings.default)
    return (one for one in cited if one not in stated)


def _index_events(story: Story, index: Index) -> None:
    ordered = sort_events(story.events)
    index.ordered["events"] = [event.id for event in ordered]
    for event in ordered:
        for actor in event.involved:
            index.events_of[actor].append(event.id)
        for before in event.follows:
            index.followed_by[before].append(event.id)


def _index_citations(story: Story, index: Index) -> None:
    language = story.settings.default
    for name, page in story.pages[language].items():
        counts: Counter[str] = Counter()
        seen: list[str] = []
        for cite in page.citations:
            if isinstance(cite.citation, citation.Citation):
                source = cite.citation.source
                counts[source] += 1
                anchor = cite_anchor(source, counts[source])
                place = CitingPlace(name, anchor, cite.section, _specific(cite.citation))
                index.cited_by[source].append(place)
                seen.append(source)
        for embed in page.embeds:
            if embed.kind == "claim":
                index.embedded[embed.id].append(name)
                # An embed leaves these fields to the claim's own page.
                shown = story.claims[embed.id].model_copy(update={"evidence": [], "clashes": []})
                seen += _cited_sources(language, shown)
            else:
                parts = _parts_shown_by_embed(story, embed)
                for source, places in _cited_sources(language, *parts).items():
                    place = CitingPlace(name, embed.section, embed.section, places)
                    index.cited_by[source].append(place)
                    seen.append(source)
        index.sources_of[name] = list(dict.fromkeys(seen))
    for folder, kind in KINDS.items():
        for id_, record in story.records(folder).items():
            name, anchor = page_and_anchor(folder, id_)
            cited = _cited_sources(language, record)
            for part in _parts_shown_for_actor(story, index, id_) if folder == "actors" else ():
                for source, places in _cited_sources(language, part).items():
                    cited.setdefault(source, places)
            index.sources_of[name if not anchor else f"{name}#{anchor}"] = list(cited)
            if name in story.pages[language] or kind.page == OWN_PAGE:
                for source, places in cited.items():
                    index.cited_by[source].append(CitingPlace(name, anchor, "", places))


def _parts_shown_for_actor(story: Story, index: Index, actor: str) -> Iterator[BaseModel]:
    """Yield the parts of other records that an actor's page shows: relations to it, its answers."""
    for edge in index.edges.get(actor, ()):
        yield edge.relation
    for claim in index.accusations.get(actor, ()):
        if answer := story.claims[claim].answer:
            yield answer


def _parts_shown_by_embed(story: Story, embed: Embed) -> Sequence[BaseModel]:
    """Return the records or parts that an embed shows and that have no page: it cites for them."""
    if embed.kind == "status":
        return [story.status] if story.status else []
    if embed.kind not in ("figure", "drawing"):
        return []
    figure = story.figures[embed.id]
    # A drawing does not show why the numbers differ; the whole figure does.
    return figure.rows if embed.kind == "drawing" else [figure]


def _cited_sources(language: str, *records: BaseModel) -> dict[str, tuple[citation.Citation, ...]]:
    """Return source id → the citations in ``records`` that have a locator or a quotation."""
    by_source: dict[str, tuple[citation.Citation, ...]] = {}
    for record in records:
        citations = record_citations.citations_of_record(record, language)
        for cited in dict.fromkeys(citations):
            by_source[cited.source] = by_source.get(cited.source, ()) + _specific(cited)
    return by_source


def _specific(cited: citation.Citation) -> tuple[citation.Citation, ...]:
    return (cited,) if cited.locator or cited.quotation else ()
