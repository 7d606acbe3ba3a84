"""The shapes of the records: what each file of ``data/`` may hold.

In: plain values of one YAML file. Out: a typed record, or what pydantic found
wrong, told in the words of a contributor. Runs after ``yamlio``. What needs
other records (ids, vocabularies) is ``check``'s work. The JSON Schemas that
editors use come from these models (``schema``).
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Callable
from typing import Annotated, Any, ClassVar, Literal

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    GetCoreSchemaHandler,
    GetJsonSchemaHandler,
    ValidationInfo,
    WithJsonSchema,
)
from pydantic_core import CoreSchema, PydanticCustomError, core_schema

SLUG = re.compile(r"^[a-z0-9]+(?:-[a-z0-9]+)*$")
_DATE = re.compile(r"^(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?$")
MAX_SLUG = 80


class Text(dict[str, str]):
    """Text shown to readers: ``text["fr"]``; one entry for each language of the site."""

    @classmethod
    def __get_pydantic_core_schema__(cls, _: Any, __: GetCoreSchemaHandler) -> CoreSchema:
        return core_schema.with_info_plain_validator_function(cls._validate)

    @classmethod
    def __get_pydantic_json_schema__(
        cls, _: CoreSchema, __: GetJsonSchemaHandler
    ) -> dict[str, Any]:
        return {"x-text": True}  # `schemas` says which languages

    @classmethod
    def _validate(cls, value: Any, info: ValidationInfo) -> Text:
        languages: tuple[str, ...] = (info.context or {}).get("languages", ())
        # The spaces at the ends of an interface string are meant: «: », ", ".
        trim: Callable[[str], str] = (info.context or {}).get("trim", str.strip)
        if isinstance(value, Text):
            return value
        if isinstance(value, str):
            if not value.strip():
                raise PydanticCustomError("empty", "the text is empty")
            return cls({language: trim(value) for language in languages})
        form = "{" + ", ".join(f"{language}: …" for language in languages) + "}"
        if isinstance(value, (bool, int, float)):
            raise PydanticCustomError("text", "YAML reads no text here; put it between quotes")
        if not isinstance(value, dict):
            raise PydanticCustomError("text", "expected a text, or {form}", {"form": form})
        for language in languages:
            if language not in value:
                raise PydanticCustomError(
                    "language",
                    "the {language} text is missing; expected {form}",
                    {"language": language, "form": form},
                )
        for language, text in value.items():
            if language not in languages:
                raise PydanticCustomError(
                    "unknown_language",
                    "unknown language «{language}»; expected {form}",
                    {"language": language, "form": form, "at": language},
                )
            if not isinstance(text, str):
                raise PydanticCustomError(
                    "text",
                    "YAML reads no text here; put it between quotes",
                    {"at": language},
                )
            if not text.strip():
                raise PydanticCustomError(
                    "empty", "the {language} text is empty", {"language": language, "at": language}
                )
        return cls({language: trim(value[language]) for language in languages})


def _partial_date(value: Any) -> str:
    text = str(value) if isinstance(value, (str, int)) and not isinstance(value, bool) else ""
    match = _DATE.match(text)
    form = "expected an ISO 8601 date: 2020, 2020-12 or 2020-12-21"
    if not match:
        raise PydanticCustomError(
            "date", "{value} is not a date; {form}", {"value": str(value), "form": form}
        )
    try:
        datetime.date(int(match[1]), int(match[2] or 1), int(match[3] or 1))
    except ValueError as error:
        raise PydanticCustomError(
            "date", "there is no such date as {value}; {form}", {"value": text, "form": form}
        ) from error
    return text


def _full_date(text: str) -> str:
    if len(text) != 10:
        raise PydanticCustomError(
            "date", "{value} has no day; expected 2020-12-21", {"value": text}
        )
    return text


def _http(value: str) -> str:
    if not re.match(r"^https?://[^\s/$.?#][^\s<>\"]*$", value):
        raise PydanticCustomError(
            "url",
            "«{value}» is no web address; expected one that starts with https:// or http://",
            {"value": value},
        )
    return value


def _words(value: str) -> str:
    if not value.strip():
        raise PydanticCustomError("empty", "the text is empty")
    return value


def _slug(value: str) -> str:
    if not SLUG.fullmatch(value) or len(value) > MAX_SLUG:
        raise PydanticCustomError(
            "slug",
            "«{value}» is no id or address; expected lower-case ASCII words joined by hyphens",
            {"value": value},
        )
    return value


def _slugs(value: Text) -> Text:
    for text in value.values():
        _slug(text)
    return value


def _text_id(value: Any) -> Any:
    return str(value) if isinstance(value, int) and not isinstance(value, bool) else value


# What editors are told beside the types: `schemas`. YAML reads a year alone as a number.
_DATE_SCHEMA = {"type": ["string", "integer"], "pattern": _DATE.pattern}
_DAY_SCHEMA = {"type": "string", "pattern": r"^\d{4}-\d{2}-\d{2}$"}
_SLUG_SCHEMA = {"type": "string", "pattern": SLUG.pattern, "maxLength": MAX_SLUG}
_WEB_SCHEMA = {"type": "string", "format": "uri", "pattern": "^https?://"}

PartialDate = Annotated[str, BeforeValidator(_partial_date), WithJsonSchema(_DATE_SCHEMA)]
FullDate = Annotated[PartialDate, AfterValidator(_full_date), WithJsonSchema(_DAY_SCHEMA)]
WebAddress = Annotated[str, AfterValidator(_http), WithJsonSchema(_WEB_SCHEMA)]
Slug = Annotated[
    str, BeforeValidator(_text_id), AfterValidator(_slug), WithJsonSchema(_SLUG_SCHEMA)
]
Slugs = Annotated[Text, AfterValidator(_slugs)]
Cited = Annotated[
    str,
    Field(min_length=1, description="A citation: source id, then a locator: «order-2020, p. 1»"),
]


def Named(vocabulary: str, description: str = "") -> Any:  # noqa: N802 (reads as a type)
    """Return a field whose value is an entry of ``vocabulary`` (see vocabularies.yml)."""
    return Field(description=description, json_schema_extra={"x-vocabulary": vocabulary})


class Strict(BaseModel):
    """Unknown keys are mistakes; values keep the type they were written in."""

    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)


class Record(Strict):
    """What every record has: an id, which is also its file's name."""

    KIND: ClassVar[str] = ""
    id: Slug = Field(description="The file's name; never reused")


class Relation(Strict):
    """A typed link from the record that holds it to another actor."""

    kind: str = Named("relation_kinds")
    target: Slug
    since: PartialDate | None = Field(None, alias="from")
    until: PartialDate | None = None
    note: Text | None = None
    sources: list[Cited] = []


class Mention(Strict):
    """Where one of the articles names the record."""

    article: Slug
    paragraphs: list[int] = Field(min_length=1)


class Actor(Record):
    """A person, body, product, law, case or document of the affair."""

    KIND = "actor"
    kind: str = Named("actor_kinds")
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


class Author(Strict):
    """A CSL name (https://docs.citationstyles.org)."""

    family: str | None = None
    given: str | None = None
    literal: str | None = None


class Flaw(Strict):
    """A known flaw of a source."""

    where: str | None = None
    text: Text
    claim: Slug | None = None


class Article(Strict):
    """Marks a source as one of the articles that the site derives from."""

    paragraphs: int = Field(gt=0, le=999, description="How many numbered paragraphs it has")
    name: Text


CslType = Literal[
    "article", "article-journal", "article-magazine", "article-newspaper", "bill", "book",
    "broadcast", "chapter", "dataset", "document", "entry-encyclopedia", "hearing", "interview",
    "legal_case", "legislation", "manuscript", "motion_picture", "paper-conference",
    "personal_communication", "post", "post-weblog", "regulation", "report", "review", "software",
    "speech", "standard", "thesis", "treaty", "webpage",
]  # fmt: skip


class Source(Record):
    """A document that statements rest on: CSL variables, and what is ours."""

    KIND = "source"
    nature: str = Named("source_natures")
    type: CslType
    title: str = Field(min_length=1)
    title_note: Literal["slug", "descriptive"] | None = None
    language: Annotated[str, Field(pattern=r"^[a-z]{2,3}(-[A-Za-z0-9]+)*$")]
    author: list[Author] = []
    container_title: str | None = Field(None, alias="container-title")
    publisher: str | None = None
    authority: str | None = None
    number: str | None = None
    genre: str | None = None
    issued: PartialDate | None = None
    accessed: PartialDate | None = None
    URL: WebAddress | None = None
    DOI: str | None = None
    note: str | None = Field(None, description="For maintainers; not shown")
    checked: str = Named("source_checks")
    archive_url: WebAddress | None = None
    archive_date: PartialDate | None = None
    gist: Text
    flaws: list[Flaw] = []
    article: Article | None = None
    slug: Slugs | None = None


class Answer(Strict):
    """What the accused side answers; or that no answer was found, as of a date."""

    text: Text | None = None
    none_found: FullDate | None = None


class Outcome(Strict):
    """What came of a prediction; or that nothing was found of it, as of a date."""

    text: Text | None = None
    none_found: FullDate | None = None


class Clash(Strict):
    """A claim of the other article that this one contradicts."""

    other: Slug = Field(alias="with")
    note: Text


class Claim(Record):
    """One statement: who makes it, where, and what is known of it."""

    KIND = "claim"
    subject: str = Named("claim_subjects")
    text: Text
    asserted_by: list[Slug] = []
    speaker_unclear: bool = False
    stated_in: list[Cited] = Field(min_length=1)
    echoed_in: list[Cited] = []
    kind: str = Named("claim_kinds")
    status: str = Named("claim_statuses")
    as_of: FullDate
    accuses: list[Slug]
    about: list[Slug] = []
    answer: Answer | None = None
    record: Text | None = None
    outcome: Outcome | None = None
    evidence: list[Cited] = []
    clashes: list[Clash] = []
    slug: Slugs | None = None


class Event(Record):
    """Something that happened, on a date that may be partial."""

    KIND = "event"
    date: PartialDate
    until: PartialDate | None = None
    date_note: Text | None = None
    kind: str = Named("event_kinds")
    layer: str = Named("event_layers")
    title: Text
    text: Text
    actors: list[Slug] = []
    court: Slug | None = None
    case: Slug | None = None
    follows: list[Slug] = []
    sources: list[Cited] = Field(min_length=1)
    mentions: list[Mention] = []
    landmark: Text | None = None

    @property
    def involved(self) -> list[str]:
        """The ids of all who have a part in it: actors, then its court and its case."""
        return list(dict.fromkeys([*self.actors, *(x for x in (self.court, self.case) if x)]))

    @property
    def taking_part(self) -> list[str]:
        """The same without its case, which is what the others have a part in."""
        return [id_ for id_ in self.involved if id_ != self.case]

    @property
    def rank(self) -> tuple[str, str]:
        """What a chronology sorts by; a month or a year comes after the days that it holds."""
        return self.date if len(self.date) == 10 else f"{self.date}~", self.id


class Term(Record):
    """A word that a reader may not know."""

    KIND = "term"
    name: Text
    variants: dict[str, list[Annotated[str, AfterValidator(_words)]]] = {}
    definition: Text
    needed: str | None = None
    see: list[Slug] = []


class Change(Record):
    """A correction or an update of what the site says."""

    KIND = "change"
    date: FullDate
    kind: str = Named("change_kinds")
    pages: list[str] = []
    claims: list[Slug] = []
    statuses: dict[str, str] = Field({}, description="claim id → its status from this date on")
    what: Text
    why: Text


class FigureRow(Strict):
    """One number of a figure, with its source."""

    label: Text
    value: Annotated[float, Field(ge=0, lt=1e15, strict=False)] | None = None
    shown: Text
    about: bool = False
    sources: list[Cited] = Field(min_length=1)


class Figure(Record):
    """Numbers that differ, drawn to one scale."""

    KIND = "figure"
    title: Text
    unit: Text
    scale: Literal["linear", "log"] = "linear"
    rows: list[FigureRow] = Field(min_length=1)
    why: Text


class Status(Strict):
    """Where the case stands, as of a date."""

    as_of: FullDate
    stage: Text
    text: Text
    next_step: Text
    sources: list[Cited] = []


RECORDS: dict[str, type[Record]] = {
    "actors": Actor,
    "sources": Source,
    "claims": Claim,
    "events": Event,
    "terms": Term,
    "changes": Change,
    "figures": Figure,
}
