"""Every relation between actors, in one order, for the map and its table.

In: a story. Out: its relations, sorted by kind as the vocabulary lists them, then by the ids of
both ends; and the side of a dispute on which each party stands.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass

from explainer.model import records as model
from explainer.model.story import Story


@dataclass(frozen=True)
class HeldRelation:
    """A relation: ``holder`` holds it with ``target``; ``group`` is that of its kind in the vocabulary."""

    holder: str
    target: str
    kind: str
    group: str
    relation: model.Relation


def list_relations(story: Story) -> list[HeldRelation]:
    """Return every relation of the story, once each."""
    kinds = story.vocab.relation_kinds
    kind_order = {kind: i for i, kind in enumerate(kinds)}
    relations = [
        HeldRelation(actor.id, relation.target, relation.kind, kinds[relation.kind].group, relation)
        for actor in story.actors.values()
        for relation in actor.relations
    ]
    return sorted(relations, key=lambda link: (kind_order[link.kind], link.holder, link.target))


def list_groups(story: Story) -> list[str]:
    """Return the groups of relation kinds, in the vocabulary's order."""
    return list(dict.fromkeys(kind.group for kind in story.vocab.relation_kinds.values()))


def group_into_sentences(
    story: Story, relations: list[HeldRelation]
) -> list[tuple[str, model.Text, list[tuple[str, model.Relation]]]]:
    """Return relations as sentences: (subject, label, [(object, relation), …]).

    Relations of one kind and holder share a sentence. Where several holders have the same kind of
    relation with one target, the target is the subject, and the label is the kind's reverse.
    """
    kinds = story.vocab.relation_kinds
    holders = Counter((link.kind, link.target) for link in relations)
    sentences: dict[tuple[str, str, bool], list[tuple[str, model.Relation]]] = {}
    for link in relations:
        is_reversed = holders[link.kind, link.target] > 1
        first, other = (link.target, link.holder) if is_reversed else (link.holder, link.target)
        sentences.setdefault((link.kind, first, is_reversed), []).append((other, link.relation))
    return [
        (first, kinds[kind].reverse if is_reversed else kinds[kind].label, others)
        for (kind, first, is_reversed), others in sentences.items()
    ]


def assign_sides(story: Story, relations: list[HeldRelation]) -> dict[str, int]:
    """Return the side of each party, -1 or 1: allies against a target share one, opponents do not.

    A party that would stand on both sides has none, nor has anyone connected with it.
    """
    kinds = story.vocab.relation_kinds
    kind_side: dict[str, int] = {}
    for kind, kind_entry in kinds.items():
        if kind_entry.opposes:
            kind_side[kind], kind_side[kind_entry.opposes] = -1, 1
    # Holders with one target and one pair of kinds are connected by a node of their own.
    edges: dict[str, list[tuple[str, int]]] = defaultdict(list)
    for link in relations:
        if link.kind in kind_side:
            # Two kinds that oppose each other share the node, with opposite signs.
            node = f"{link.target} {min(link.kind, _opposing_kind(story, link.kind))}"
            edges[link.holder].append((node, kind_side[link.kind]))
            edges[node].append((link.holder, kind_side[link.kind]))
    side_of: dict[str, int] = {}
    parties = list(dict.fromkeys(link.holder for link in relations if link.kind in kind_side))
    for root in parties:
        if root in side_of:
            continue
        # The vocabulary's first kinds come first in ``relations``: they are on the left.
        first = next(
            link.kind for link in relations if link.holder == root and link.kind in kind_side
        )
        group_sides, is_consistent = {root: kind_side[first]}, True
        queue = [root]
        for name in queue:
            for other, sign in edges[name]:
                if other not in group_sides:
                    group_sides[other] = group_sides[name] * sign
                    queue.append(other)
                is_consistent = is_consistent and group_sides[other] == group_sides[name] * sign
        side_of |= {name: side if is_consistent else 0 for name, side in group_sides.items()}
    return {party: side_of[party] for party in parties if side_of[party]}


def _opposing_kind(story: Story, kind: str) -> str:
    kinds = story.vocab.relation_kinds
    return kinds[kind].opposes or next(k for k, words in kinds.items() if words.opposes == kind)
