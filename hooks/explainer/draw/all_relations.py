"""Every relation between actors, in one order: what the map and its table share.

In: a story. Out: the relations, sorted by kind as the vocabulary lists them,
then by the ids of both ends; and which side of a dispute its parties stand on.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass

from explainer.model import records as model
from explainer.model.story import Story


@dataclass(frozen=True)
class HeldRelation:
    """One relation: who holds it, with whom, and the group that its kind belongs to."""

    holder: str
    target: str
    kind: str
    group: str
    relation: model.Relation


def relations(story: Story) -> list[HeldRelation]:
    """Return every relation of the story, once each."""
    kinds = story.vocab.relation_kinds
    order = {kind: i for i, kind in enumerate(kinds)}
    found = [
        HeldRelation(actor.id, relation.target, relation.kind, kinds[relation.kind].group, relation)
        for actor in story.actors.values()
        for relation in actor.relations
    ]
    return sorted(found, key=lambda link: (order[link.kind], link.holder, link.target))


def groups(story: Story) -> list[str]:
    """Return the groups of kinds in the order in which the vocabulary names them first."""
    return list(dict.fromkeys(kind.group for kind in story.vocab.relation_kinds.values()))


def sentences(
    story: Story, links: list[HeldRelation]
) -> list[tuple[str, model.Text, list[tuple[str, model.Relation]]]]:
    """Return relations as sentences: who, what it is, and to whom, several at once.

    Those that share kind and holder are one sentence; where several hold the same kind with one
    target, it is told from the target, by the reverse.
    """
    kinds = story.vocab.relation_kinds
    shared = Counter((link.kind, link.target) for link in links)
    found: dict[tuple[str, str, bool], list[tuple[str, model.Relation]]] = {}
    for link in links:
        back = shared[link.kind, link.target] > 1
        first, other = (link.target, link.holder) if back else (link.holder, link.target)
        found.setdefault((link.kind, first, back), []).append((other, link.relation))
    return [
        (first, kinds[kind].reverse if back else kinds[kind].label, others)
        for (kind, first, back), others in found.items()
    ]


def sides(story: Story, links: list[HeldRelation]) -> dict[str, int]:
    """Return the side of each party, -1 or 1: allies before a target share one, opponents do not.

    A party that would stand on both sides stands on none, nor does whoever is tied to it.
    """
    kinds = story.vocab.relation_kinds
    rank: dict[str, int] = {}
    for kind, words in kinds.items():
        if words.opposes:
            rank[kind], rank[words.opposes] = -1, 1
    # At each target, what stands together is tied to a node of its own for each kind and target.
    tied: dict[str, list[tuple[str, int]]] = defaultdict(list)
    for link in links:
        if link.kind in rank:
            # Two kinds that oppose each other share the node, with opposite signs.
            node = f"{link.target} {min(link.kind, _opposite(story, link.kind))}"
            tied[link.holder].append((node, rank[link.kind]))
            tied[node].append((link.holder, rank[link.kind]))
    found: dict[str, int] = {}
    parties = list(dict.fromkeys(link.holder for link in links if link.kind in rank))
    for root in parties:
        if root in found:
            continue
        # The first kinds of the vocabulary come first in ``links``: they hold the left side.
        first = next(link.kind for link in links if link.holder == root and link.kind in rank)
        part, whole = {root: rank[first]}, True
        queue = [root]
        for name in queue:
            for other, sign in tied[name]:
                if other not in part:
                    part[other] = part[name] * sign
                    queue.append(other)
                whole = whole and part[other] == part[name] * sign
        found |= {name: side if whole else 0 for name, side in part.items()}
    return {party: found[party] for party in parties if found[party]}


def _opposite(story: Story, kind: str) -> str:
    kinds = story.vocab.relation_kinds
    return kinds[kind].opposes or next(k for k, words in kinds.items() if words.opposes == kind)
