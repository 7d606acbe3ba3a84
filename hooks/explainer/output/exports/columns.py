"""The columns of the downloaded tables.

Out: ``TABLES``, from a table's name to its columns, each with the way to read it from a record.
``exports.tables`` (cells) and ``exports.package`` (schemas) both use it.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from operator import attrgetter
from typing import Any, Literal, get_args, get_type_hints

from pydantic import BaseModel
from pydantic.fields import FieldInfo

from explainer.model import records as model
from explainer.model.bibliographic import VagueDate
from explainer.model.fields import (
    CitationText,
    FullDate,
    PartialDate,
    Slug,
    Text,
    WebAddress,
    schema_annotation,
)

Kind = Literal[
    "id",  # the record's own id
    "ref",  # the id of a record of the table ``target``
    "refs",  # several of them
    "cites",  # citations: source id and locator
    "text",  # words of readers, one column a language
    "lists",  # several words, one column a language
    "address",  # where the site shows the record, one column a language
    "word",  # a key of the vocabulary ``target``, and its label in each language
    "reverse",  # the reverse label of a relation, in each language
    "list",  # several plain values
    "string",
    "url",
    "day",  # a whole ISO 8601 date
    "date",  # an ISO 8601 date that may lack its day or month
    "integer",
    "boolean",
]
LOCALIZED_KINDS = frozenset({"text", "lists", "address", "reverse"})


@dataclass(frozen=True)
class Column:
    """One column, or one for each language; ``read`` gets its value from the record."""

    name: str
    kind: Kind
    read: Callable[[Any], Any]
    target: str = ""

    def fields(self, languages: tuple[str, ...]) -> list[tuple[str, str]]:
        """Return (field name, language or ``""``) for each column of the file."""
        local = [(f"{self.name}_{language}", language) for language in languages]
        if self.kind == "word":
            return [(self.name, ""), *local]
        return local if self.kind in LOCALIZED_KINDS else [(self.name, "")]


# The kind of a column by the field's type in the model; any other is a string.
_KIND_OF_TYPE: tuple[tuple[Any, Kind], ...] = (
    (Text, "text"), (FullDate, "day"), (PartialDate, "date"), (VagueDate, "date"),
    (WebAddress, "url"), (bool, "boolean"), (Slug, "ref"), (list[Slug], "refs"),
    (list[CitationText], "list"), (list[str], "list"),
)  # fmt: skip


def _fields(shape: type[BaseModel], names: str) -> list[Column]:
    """Return columns for some fields of a model, named like the fields in lower case."""
    hints = get_type_hints(shape, include_extras=True)
    return [_field(shape.model_fields[name], hints[name], name) for name in names.split()]


def _field(info: FieldInfo, hint: Any, name: str) -> Column:
    field_type = get_args(hint)[0] if type(None) in get_args(hint) else hint
    kind: Kind = next((kind for type_, kind in _KIND_OF_TYPE if type_ == field_type), "string")
    words, folder = (
        schema_annotation(info.json_schema_extra, what) for what in ("x-vocabulary", "x-refers")
    )
    return Column(name.lower(), "word" if words else kind, attrgetter(name), words or folder)


def _author(source: model.Source) -> list[str]:
    names = []
    for author in source.author:
        parts = [part for part in (author.surname, author.given, author.suffix) if part]
        names.append(author.literal or ", ".join(parts))
    return names


def _mentions(record: model.Actor | model.Event) -> list[str]:
    return [f"{m.article}, ¶{', '.join(map(str, m.paragraphs))}" for m in record.mentions]


def _statuses(change: model.Change) -> list[str]:
    return [f"{claim}={status}" for claim, status in change.statuses.items()]


def _attribute_of(name: str, part: str) -> Callable[[Any], Any]:
    """Return a reader of an optional part: ``answer.text``, or ``None`` without an answer."""
    return lambda record: getattr(getattr(record, name, None), part, None)


@dataclass(frozen=True)
class RelationRow:
    """A relation and the actor whose record holds it: one row."""

    actor: str
    relation: model.Relation


_ID, _ADDRESS = Column("id", "id", attrgetter("id")), Column("address", "address", attrgetter("id"))
_CITED = Column("sources", "cites", lambda record: record)
_MENTIONS = Column("mentions", "list", _mentions)

TABLES: dict[str, tuple[Column, ...]] = {
    "actors": (
        _ID,
        *_fields(
            model.Actor,
            "kind name full_name living role summary description website wikidata",
        ),
        _MENTIONS,
        _CITED,
        _ADDRESS,
    ),
    "relations": (
        Column("actor", "ref", attrgetter("actor"), "actors"),
        Column("relation", "word", attrgetter("relation.kind"), "relation_kinds"),
        Column("reverse", "reverse", attrgetter("relation.kind"), "relation_kinds"),
        Column("target", "ref", attrgetter("relation.target"), "actors"),
        Column("from", "date", attrgetter("relation.since")),
        Column("until", "date", attrgetter("relation.until")),
        Column("note", "text", attrgetter("relation.note")),
        Column("sources", "cites", attrgetter("relation")),
    ),
    "sources": (
        _ID,
        *_fields(model.Source, "nature type title title_note language"),
        Column("author", "list", _author),
        *_fields(
            model.Source,
            "container_title publisher authority number genre issued accessed URL DOI archive_url "
            "archive_date checked gist",
        ),
        Column("flaws", "integer", lambda source: len(source.flaws)),
        Column("article_paragraphs", "integer", _attribute_of("article", "paragraphs")),
        Column("article_name", "text", _attribute_of("article", "name")),
        _ADDRESS,
    ),
    "claims": (
        _ID,
        *_fields(model.Claim, "text status as_of"),
        Column("answer", "text", _attribute_of("answer", "text")),
        Column("answer_none_found", "day", _attribute_of("answer", "none_found")),
        Column("answer_asked", "day", lambda claim: _attribute_of("asked", "date")(claim.answer)),
        *_fields(model.Claim, "record"),
        Column("outcome", "text", _attribute_of("outcome", "text")),
        Column("outcome_none_found", "day", _attribute_of("outcome", "none_found")),
        *_fields(
            model.Claim,
            "subject kind asserted_by speaker_unclear accuses about stated_in echoed_in evidence",
        ),
        _CITED,
        Column("clashes_with", "refs", lambda claim: [c.other for c in claim.clashes], "claims"),
        _ADDRESS,
    ),
    "events": (
        _ID,
        *_fields(
            model.Event,
            "date until expected date_note kind layer title text actors court case follows",
        ),
        _MENTIONS,
        *_fields(model.Event, "landmark"),
        _CITED,
        _ADDRESS,
    ),
    "terms": (
        _ID,
        *_fields(model.Term, "name"),
        Column("variants", "lists", attrgetter("variants")),
        *_fields(model.Term, "definition needed see"),
        _ADDRESS,
    ),
    "changes": (
        _ID,
        *_fields(model.Change, "date kind what why pages claims"),
        Column("statuses", "list", _statuses),
        _ADDRESS,
    ),
}
