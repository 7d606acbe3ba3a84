"""The columns of the downloaded tables: what each table says of a record.

In: nothing. Out: ``TABLES``, from a table's name to its columns, each with the
way to read it from a record. Runs in ``exports.tables`` (cells) and in
``exports.package`` (schemas): what a table holds is said here only.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from operator import attrgetter
from typing import Any, Literal

from explainer.model import records as model

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
LOCALIZED = frozenset({"text", "lists", "address", "reverse"})


@dataclass(frozen=True)
class Column:
    """One column, or one a language; ``read`` takes the record."""

    name: str
    kind: Kind
    read: Callable[[Any], Any]
    target: str = ""

    def fields(self, languages: tuple[str, ...]) -> list[tuple[str, str]]:
        """Return (field name, language or ``""``) of each column that this one stands for."""
        local = [(f"{self.name}_{language}", language) for language in languages]
        if self.kind == "word":
            return [(self.name, ""), *local]
        return local if self.kind in LOCALIZED else [(self.name, "")]


def _column(name: str, kind: Kind = "string", path: str = "", target: str = "") -> Column:
    return Column(name, kind, attrgetter(path or name), target)


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


def _part(name: str, part: str) -> Callable[[Any], Any]:
    """Return a reader of a part that may be missing: ``answer.text`` without an answer."""
    return lambda record: getattr(getattr(record, name, None), part, None)


@dataclass(frozen=True)
class Related:
    """A relation and the actor whose record holds it: a row of its own."""

    actor: str
    relation: model.Relation


_ID, _ADDRESS = _column("id", "id"), Column("address", "address", attrgetter("id"))
_CITED = Column("sources", "cites", lambda record: record)

TABLES: dict[str, tuple[Column, ...]] = {
    "actors": (
        _ID,
        _column("kind", "word", target="actor_kinds"),
        _column("name", "text"),
        _column("full_name", "text"),
        _column("living", "boolean"),
        _column("role", "text"),
        _column("summary", "text"),
        _column("description", "text"),
        _column("website", "url"),
        _column("wikidata"),
        Column("mentions", "list", _mentions),
        _CITED,
        _ADDRESS,
    ),
    "relations": (
        _column("actor", "ref", target="actors"),
        _column("relation", "word", "relation.kind", "relation_kinds"),
        _column("reverse", "reverse", "relation.kind", "relation_kinds"),
        _column("target", "ref", "relation.target", "actors"),
        _column("from", "date", "relation.since"),
        _column("until", "date", "relation.until"),
        _column("note", "text", "relation.note"),
        Column("sources", "cites", attrgetter("relation")),
    ),
    "sources": (
        _ID,
        _column("nature", "word", target="source_natures"),
        _column("type"),
        _column("title"),
        _column("title_note"),
        _column("language"),
        Column("author", "list", _author),
        _column("container_title"),
        _column("publisher"),
        _column("authority"),
        _column("number"),
        _column("genre"),
        _column("issued", "date"),
        _column("accessed", "date"),
        _column("url", "url", "URL"),
        _column("doi", "string", "DOI"),
        _column("archive_url", "url"),
        _column("archive_date", "date"),
        _column("checked", "word", target="source_checks"),
        _column("gist", "text"),
        Column("flaws", "integer", lambda source: len(source.flaws)),
        Column("article_paragraphs", "integer", _part("article", "paragraphs")),
        Column("article_name", "text", _part("article", "name")),
        _ADDRESS,
    ),
    "claims": (
        _ID,
        _column("text", "text"),
        _column("status", "word", target="claim_statuses"),
        _column("as_of", "day"),
        Column("answer", "text", _part("answer", "text")),
        Column("answer_none_found", "day", _part("answer", "none_found")),
        Column("answer_asked", "day", lambda claim: _part("asked", "date")(claim.answer)),
        _column("record", "text"),
        Column("outcome", "text", _part("outcome", "text")),
        Column("outcome_none_found", "day", _part("outcome", "none_found")),
        _column("subject", "word", target="claim_subjects"),
        _column("kind", "word", target="claim_kinds"),
        _column("asserted_by", "refs", target="actors"),
        _column("speaker_unclear", "boolean"),
        _column("accuses", "refs", target="actors"),
        _column("about", "refs", target="actors"),
        _column("stated_in", "list"),
        _column("echoed_in", "list"),
        _column("evidence", "list"),
        _CITED,
        Column("clashes_with", "refs", lambda claim: [c.other for c in claim.clashes], "claims"),
        _ADDRESS,
    ),
    "events": (
        _ID,
        _column("date", "date"),
        _column("until", "date"),
        _column("expected", "boolean"),
        _column("date_note", "text"),
        _column("kind", "word", target="event_kinds"),
        _column("layer", "word", target="event_layers"),
        _column("title", "text"),
        _column("text", "text"),
        _column("actors", "refs", target="actors"),
        _column("court", "ref", target="actors"),
        _column("case", "ref", target="actors"),
        _column("follows", "refs", target="events"),
        Column("mentions", "list", _mentions),
        _column("landmark", "text"),
        _CITED,
        _ADDRESS,
    ),
    "terms": (
        _ID,
        _column("name", "text"),
        _column("variants", "lists"),
        _column("definition", "text"),
        _column("needed"),
        _column("see", "refs", target="terms"),
        _ADDRESS,
    ),
    "changes": (
        _ID,
        _column("date", "day"),
        _column("kind", "word", target="change_kinds"),
        _column("what", "text"),
        _column("why", "text"),
        _column("pages", "list"),
        _column("claims", "refs", target="claims"),
        Column("statuses", "list", _statuses),
        _ADDRESS,
    ),
}
