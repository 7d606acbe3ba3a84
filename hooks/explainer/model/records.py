"""Models of the records of ``data/``.

In: plain values of one YAML file. Out: a typed record, or pydantic's errors. What
depends on other records (ids, vocabularies) is checked in ``check/``. ``schemas``
makes the JSON Schemas for editors of these models.
"""

from __future__ import annotations

from typing import Annotated

from pydantic import AfterValidator, Field

from explainer.model.base import Record, Strict
from explainer.model.fields import (
    SLUG,
    CitationText,
    FullDate,
    PartialDate,
    RecordId,
    Slug,
    Slugs,
    Text,
    VocabularyWord,
    WebAddress,
    require_text,
)
from explainer.model.figure import Figure
from explainer.model.source import Asked, Author, CslType, Flaw, Source

__all__ = ["SLUG", "Author", "CslType", "Figure", "Flaw", "Record", "Source", "Strict", "Text"]


class Relation(Strict):
    """A typed link from the record that holds it to another actor."""

    kind: str = VocabularyWord("relation_kinds")
    target: Slug = RecordId("actors")
    since: PartialDate | None = Field(None, alias="from")
    until: PartialDate | None = None
    note: Text | None = None
    sources: list[CitationText] = []


class Mention(Strict):
    """Where one of the articles names the record."""

    article: Slug = RecordId("sources")
    paragraphs: list[int] = Field(min_length=1)


class Actor(Record):
    """A person, body, product, law, case or document of the affair."""

    kind: str = VocabularyWord("actor_kinds")
    name: Text
    full_name: Text | None = None
    slug: Slugs | None = None
    living: bool | None = None
    role: Text
    summary: Text
    description: Text
    website: WebAddress | None = None
    website_verified: bool = False
    wikidata: Annotated[str, Field(pattern=r"^Q[1-9]\d*$")] | None = None
    relations: list[Relation] = []
    mentions: list[Mention] = []


class Answer(Strict):
    """What the accused side answers; or that no answer was found, as of a date."""

    text: Text | None = None
    none_found: FullDate | None = None
    asked: Asked | None = None


class Outcome(Strict):
    """What came of a prediction; or that nothing was found of it, as of a date."""

    text: Text | None = None
    none_found: FullDate | None = None


class Clash(Strict):
    """A claim of the other article that this one contradicts."""

    other: Slug = RecordId("claims", alias="with")
    note: Text


class Claim(Record):
    """One statement: who makes it, where, and what is known of it."""

    subject: str = VocabularyWord("claim_subjects")
    text: Text
    asserted_by: list[Slug] = RecordId("actors", [])
    speaker_unclear: bool = False
    stated_in: list[CitationText] = Field(min_length=1)
    echoed_in: list[CitationText] = []
    kind: str = VocabularyWord("claim_kinds")
    status: str = VocabularyWord("claim_statuses")
    as_of: FullDate
    accuses: list[Slug] = RecordId("actors")
    about: list[Slug] = RecordId("actors", [])
    answer: Answer | None = None
    record: Text | None = None
    told: Asked | None = None
    outcome: Outcome | None = None
    evidence: list[CitationText] = []
    clashes: list[Clash] = []
    slug: Slugs | None = None


class Event(Record):
    """Something that happened or is expected, on a date that may be partial."""

    date: PartialDate
    until: PartialDate | None = None
    expected: bool = Field(False, description="true while the day has not come: a hearing, a term")
    date_note: Text | None = None
    kind: str = VocabularyWord("event_kinds")
    layer: str = VocabularyWord("event_layers")
    title: Text
    text: Text
    actors: list[Slug] = RecordId("actors", [])
    court: Slug | None = RecordId("actors", None)
    case: Slug | None = RecordId("actors", None)
    follows: list[Slug] = RecordId("events", [])
    sources: list[CitationText] = Field(min_length=1)
    mentions: list[Mention] = []
    landmark: Text | None = None

    @property
    def involved(self) -> list[str]:
        """The ids of its actors, then of its court and its case."""
        return list(dict.fromkeys([*self.actors, *(x for x in (self.court, self.case) if x)]))

    @property
    def participants(self) -> list[str]:
        """The ids of its actors and its court."""
        return [id_ for id_ in self.involved if id_ != self.case]

    @property
    def sort_key(self) -> tuple[str, str]:
        """The sort key of a chronology; a month or a year comes after the days in it."""
        return self.date if len(self.date) == 10 else f"{self.date}~", self.id


class Term(Record):
    """A word that a reader may not know."""

    name: Text
    variants: dict[str, list[Annotated[str, AfterValidator(require_text)]]] = {}
    definition: Text
    needed: str | None = None
    see: list[Slug] = RecordId("terms", [])


class Change(Record):
    """A correction or an update of what the site says."""

    date: FullDate
    kind: str = VocabularyWord("change_kinds")
    pages: list[str] = []
    claims: list[Slug] = RecordId("claims", [])
    statuses: dict[str, str] = Field({}, description="claim id → its status from this date on")
    what: Text
    why: Text


class Status(Strict):
    """Where the case stands, as of a date."""

    as_of: FullDate
    stage: Text
    text: Text
    next_step: Text
    sources: list[CitationText] = []
