"""Filters: the records with one value of a filter, listed on pages of their own, and their links.

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
    """A link to a facet page: its name, its label and the number of records that it lists."""

    name: str
    label: str
    count: int


def group_by_facet(
    story: Story, index_: index.Index, addresses: address.Addresses
) -> dict[str, list[Any]]:
    """Return the records of each list, by its first page, in one pass over the records."""
    records: dict[str, list[Any]] = {facet.first: [] for facet in addresses.facets}
    members_ = tracked_tables.TrackedTable("members", records)
    claims = (story.claims[id_] for id_ in index_.ordered["claims"])
    events = (story.events[id_] for id_ in index_.chronology)
    for record in chain(claims, events):
        for facet in address.facets_of(story, record):
            members_[facet.name].append(record)
    return members_


def build_links(
    story: Story, addresses: address.Addresses, members_: dict[str, list[Any]], language: str
) -> dict[tuple[str, str], list[FacetLink]]:
    """Return the links to the facet pages, by (section, filter)."""
    table: dict[tuple[str, str], list[FacetLink]] = {}
    for facet in addresses.facets:
        if facet.part > 1:
            continue
        link = FacetLink(facet.name, facet_label(story, facet, language), len(members_[facet.name]))
        table.setdefault((facet.section, facet.by), []).append(link)
    for (section, by), links_ in table.items():
        if vocabulary := address.VOCABULARIES.get(by):
            keys = list(story.vocab.table(vocabulary))
            links_.sort(
                key=lambda link: keys.index(link.name.rsplit("/", 1)[1].removesuffix(".md"))
            )
        elif by == "case":  # in the order in which they began
            links_.sort(key=lambda link: members_[link.name][0].sort_key)
        else:
            links_.sort(key=lambda link: wording.sort_key(link.label))
        table[section, by] = links_
    return table


def facet_label(story: Story, facet: address.Facet, language: str) -> str:
    """Return the label of a facet's value."""
    if vocabulary := address.VOCABULARIES.get(facet.by):
        return story.vocab.table(vocabulary)[facet.value].label[language]
    if facet.by == "article":
        article = story.sources[facet.value].article
        return markdown.record_plain_text(article.name[language]) if article else facet.value
    return markdown.record_plain_text(story.actors[facet.value].name[language])
