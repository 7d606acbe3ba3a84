"""Closed vocabularies and interface strings: the shapes of the two data files.

In: plain values of ``data/vocabularies.yml`` and ``data/strings.yml``. Out:
``Vocabularies`` and a table of strings, each in every language of the site.
"""

from __future__ import annotations

from typing import Literal

from pydantic import Field, RootModel

from .model import Slug, Strict, Text


class Entry(Strict):
    """One word of a vocabulary."""

    label: Text
    plural: Text | None = None
    definition: Text | None = None
    shape: str | None = None


class ActorKind(Entry):
    """What an actor is; ``entity`` says which schema.org family it belongs to."""

    entity: str = "other"


class ClaimWord(Entry):
    """What a claim's kind or status asks of it.

    ``accusatory``: it must say whom it accuses, and so carry an answer;
    ``needs_outcome``: it must say what came of it.
    """

    accusatory: bool = False
    needs_outcome: bool = False


class StatusEntry(ClaimWord):
    """A claim's status; ``needs_record``: the claim must say what the record says."""

    definition: Text
    shape: str
    needs_record: bool = False


class Nature(Entry):
    """A source's nature; primary ones are listed first."""

    definition: Text
    primary: bool = False


class RelationKind(Entry):
    """A relation read from the record that holds it, and its reverse."""

    reverse: Text
    group: str = "other"


class Vocabularies(Strict):
    """Every closed vocabulary, in the order in which its words are listed."""

    actor_kinds: dict[Slug, ActorKind] = Field(min_length=1)
    claim_statuses: dict[Slug, StatusEntry] = Field(min_length=1)
    claim_kinds: dict[Slug, ClaimWord]
    claim_subjects: dict[Slug, Entry]
    source_natures: dict[Slug, Nature]
    source_checks: dict[Slug, Entry]
    relation_kinds: dict[Slug, RelationKind]
    event_kinds: dict[Slug, Entry]
    event_layers: dict[Slug, Entry]
    change_kinds: dict[Slug, Entry]

    def table(self, name: str) -> dict[str, Entry]:
        """Return the vocabulary called ``name``; raise ``AttributeError`` if there is none."""
        table: dict[str, Entry] = getattr(self, name)
        return table


class Strings(RootModel[dict[str, Text]]):
    """Interface strings by key."""


EntityKind = Literal["organization", "person", "work", "law", "other"]
