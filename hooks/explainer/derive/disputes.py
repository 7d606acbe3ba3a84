"""Disputes: cases, their two sides, and others related to them.

In: a story and its index. Out: one ``Dispute`` for each actor that is the target of
relations of two opposed kinds (``opposes`` in the vocabulary of relations).
"""

from __future__ import annotations

from dataclasses import dataclass, field

from explainer.derive.index import Edge, Index
from explainer.model.story import Story


@dataclass(frozen=True)
class Dispute:
    """A case: the relations of both sides (the acting one is ``left``), all others, its first date.

    ``kind`` is the kind of the acting side's relations, ``against`` that of the other side's.
    """

    case: str
    kind: str
    against: str
    left: list[Edge]
    right: list[Edge]
    others: list[Edge] = field(default_factory=list)
    began: str = ""


def find_disputes(story: Story, index: Index) -> list[Dispute]:
    """Return every case with two sides, in the order of the vocabulary, then of their first dates."""
    kinds = story.vocab.relation_kinds
    disputes: list[Dispute] = []
    for id_ in story.actors:
        edges = index.edges[id_]
        for kind, words in kinds.items():
            if not words.opposes:
                continue
            left = [e for e in edges if e.reverse and e.relation.kind == kind]
            right = [e for e in edges if e.reverse and e.relation.kind == words.opposes]
            if left and right:
                others = [e for e in edges if e not in left and e not in right]
                days = [e.relation.since for e in (*left, *right) if e.relation.since]
                days += [story.events[e].date for e in index.events_of[id_][:1]]
                began = min(days, default="~")
                disputes.append(Dispute(id_, kind, words.opposes, left, right, others, began))
    order = list(kinds)
    return sorted(
        disputes, key=lambda dispute: (order.index(dispute.kind), dispute.began, dispute.case)
    )
