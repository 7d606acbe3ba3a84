"""Filters: the records that share a value, which pages list, and the links to these.

In: a story, its index and addresses, a language. Out: records by page, links by filter.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import chain
from typing import Any

from explainer.derive import address, index
from explainer.model.story import Story
from explainer.read import markdown
from explainer.run import tracked_tables
from explainer.words import wording


@dataclass(frozen=True)
class FacetLink:
    """A facet page, its words and how many records it lists."""

    name: str
    label: str
    count: int


def members(
    story: Story, derived: index.Index, addresses: address.Addresses
) -> dict[str, list[Any]]:
    """Return the records of each list, by its first page, in one pass over the records."""
    rows: dict[str, list[Any]] = {facet.first: [] for facet in addresses.facets}
    found = tracked_tables.TrackedTable("members", rows)
    claims = (story.claims[id_] for id_ in derived.ordered["claims"])
    events = (story.events[id_] for id_ in derived.chronology)
    for record in chain(claims, events):
        for facet in address.facets_of(story, record):
            found[facet.name].append(record)
    return found


def links(
    story: Story, addresses: address.Addresses, found: dict[str, list[Any]], language: str
) -> dict[tuple[str, str], list[FacetLink]]:
    """Return the links to the facet pages, by section and kind of facet."""
    table: dict[tuple[str, str], list[FacetLink]] = {}
    for facet in addresses.facets:
        if facet.part > 1:
            continue
        link = FacetLink(facet.name, label(story, facet, language), len(found[facet.name]))
        table.setdefault((facet.section, facet.by), []).append(link)
    for (section, by), gathered in table.items():
        if vocabulary := address.VOCABULARIES.get(by):
            order = list(story.vocab.table(vocabulary))
            gathered.sort(
                key=lambda link: order.index(link.name.rsplit("/", 1)[1].removesuffix(".md"))
            )
        elif by == "case":  # as they began
            gathered.sort(key=lambda link: found[link.name][0].sort_key)
        else:
            gathered.sort(key=lambda link: wording.sort_key(link.label))
        table[section, by] = gathered
    return table


def label(story: Story, facet: address.Facet, language: str) -> str:
    """Return the words of a facet's value."""
    if vocabulary := address.VOCABULARIES.get(facet.by):
        return story.vocab.table(vocabulary)[facet.value].label[language]
    if facet.by == "article":
        article = story.sources[facet.value].article
        return markdown.record_plain_text(article.name[language]) if article else facet.value
    return markdown.record_plain_text(story.actors[facet.value].name[language])
