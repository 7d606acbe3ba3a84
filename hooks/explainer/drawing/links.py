"""Every relation between actors, in one order: what the map and its table share.

In: a story. Out: the relations, sorted by kind as the vocabulary lists them,
then by the ids of both ends; and the signs that tell kinds and groups apart.
"""

from __future__ import annotations

import string
from dataclasses import dataclass

from explainer import model
from explainer.story import Story

# One sign a kind, on the map and in its key. Past the last, kinds go unsigned on the map.
SIGNS = string.ascii_uppercase + string.ascii_lowercase


@dataclass(frozen=True)
class Link:
    """One relation: who holds it, with whom, and the group that its kind belongs to."""

    holder: str
    target: str
    kind: str
    group: str
    relation: model.Relation


def relations(story: Story) -> list[Link]:
    """Return every relation of the story, once each."""
    kinds = story.vocab.relation_kinds
    order = {kind: i for i, kind in enumerate(kinds)}
    found = [
        Link(actor.id, relation.target, relation.kind, kinds[relation.kind].group, relation)
        for actor in story.actors.values()
        for relation in actor.relations
    ]
    return sorted(found, key=lambda link: (order[link.kind], link.holder, link.target))


def groups(story: Story) -> list[str]:
    """Return the groups of kinds in the order in which the vocabulary names them first."""
    return list(dict.fromkeys(kind.group for kind in story.vocab.relation_kinds.values()))


def signs(links: list[Link]) -> dict[str, str]:
    """Return the sign of each kind in use, in the order of the vocabulary."""
    kinds = dict.fromkeys(link.kind for link in links)
    return dict(zip(kinds, SIGNS, strict=False))
