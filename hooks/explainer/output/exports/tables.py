"""The records as tables: CSV for spreadsheets, JSON for programs.

In: a story and its addresses. Out: one table as CSV (RFC 4180, UTF-8 with a byte order mark, by which
Excel recognizes it; plain words, several values joined by ``;``, no cell that a spreadsheet would run
as a formula) or as JSON (the records as written, Markdown included, with their URLs). Ordered by id.
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable
from typing import Any

from pydantic import BaseModel

from explainer.derive import address, record_citations
from explainer.derive.history import latest_day
from explainer.model import kinds, vocabulary
from explainer.model import records as model
from explainer.model.story import Story
from explainer.output.exports.columns import TABLES, Column, RelationRow
from explainer.read import citation, markdown

SEPARATOR = ";"
# Fields that only serve to make the site.
_INTERNAL_FIELDS = {"slug"}
_HIDDEN_FIELDS = {"sources": _INTERNAL_FIELDS | {"note"}}


def list_rows(story: Story, table: str) -> list[Any]:
    """Return the records of a table; a row of ``relations`` is a ``RelationRow``."""
    if table == "relations":
        return [RelationRow(a.id, r) for a in story.actors.values() for r in a.relations]
    return list(story.records(table).values())


def as_csv(story: Story, addresses: address.Addresses, table: str) -> bytes:
    """Return a table as CSV."""
    columns, languages = TABLES[table], story.settings.languages
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(name for column in columns for name, _ in column.fields(languages))
    cells = _CellWriter(story, addresses, table)
    for record in list_rows(story, table):
        writer.writerow(
            escape_formula(cell) for column in columns for cell in cells.cells_for(column, record)
        )
    return out.getvalue().encode("utf-8-sig")


def escape_formula(cell: str) -> str:
    """Return a cell that no spreadsheet runs as a formula: such a cell starts with an apostrophe.

    https://owasp.org/www-community/attacks/CSV_Injection
    """
    return f"'{cell}" if cell.startswith(("=", "+", "-", "@", "\t", "\r")) else cell


def as_json(story: Story, addresses: address.Addresses, table: str) -> bytes:
    """Return a table as JSON: its name, its licence, and ``records``."""
    settings = story.settings
    document = {
        "name": table,
        "site": settings.site_url,
        "date": latest_day(story),
        "licence": settings.licence.data_package_entry,
        "languages": list(settings.languages),
        "records": [
            _json_record(story, addresses, table, record) for record in list_rows(story, table)
        ],
    }
    return dump(document)


def dump(document: Any) -> bytes:
    """Return a value as JSON text, one key a line, in the order given."""
    return (json.dumps(document, ensure_ascii=False, indent=1) + "\n").encode()


def record_urls(story: Story, addresses: address.Addresses, table: str, id_: str) -> dict[str, str]:
    """Return the URL of a record's page (or of its place on one), by language."""
    name, anchor = kinds.page_and_anchor(table, id_)
    if name not in addresses:
        return {}
    fragment = f"#{anchor}" if anchor else ""
    site = story.settings.site_url
    return {
        language: site + addresses.url(language, name) + fragment
        for language in story.settings.languages
    }


def _json_record(
    story: Story, addresses: address.Addresses, table: str, record: Any
) -> dict[str, Any]:
    if isinstance(record, RelationRow):
        return {"actor": record.actor, **_as_written(record.relation)}
    hidden = _HIDDEN_FIELDS.get(table, _INTERNAL_FIELDS)
    values = {key: value for key, value in _as_written(record).items() if key not in hidden}
    return {**values, "address": record_urls(story, addresses, table, record.id)}


def _as_written(record: BaseModel) -> dict[str, Any]:
    """Return a model as plain values, as its file has them, without absent ones."""
    return record.model_dump(by_alias=True, exclude_none=True)


class _CellWriter:
    """Writes the cells of one table."""

    def __init__(self, story: Story, addresses: address.Addresses, table: str) -> None:
        self.story = story
        self.addresses = addresses
        self.table = table
        self.languages = story.settings.languages

    def cells_for(self, column: Column, record: Any) -> list[str]:
        """Return the cells of a record for one column, one for each of the column's fields."""
        value = column.read(record)
        if column.kind == "address":
            urls = record_urls(self.story, self.addresses, self.table, value)
            return [urls.get(language, "") for language in self.languages]
        if column.kind in {"text", "lists"}:
            return [self._words(value, language) for language in self.languages]
        if column.kind in {"word", "reverse"}:
            return self._vocabulary(column, value)
        if column.kind == "cites":
            citations = record_citations.citations_of_record(value, self.story.settings.default)
            return [join_values(map(citation.format_bare, dict.fromkeys(citations)))]
        return [_cell_text(value)]

    def _words(self, value: Any, language: str) -> str:
        if isinstance(value, model.Text):
            return markdown.record_plain_text(value[language])
        return join_values(value.get(language, [])) if value else ""

    def _vocabulary(self, column: Column, key: str) -> list[str]:
        entry = self.story.vocab.table(column.target)[key]
        if column.kind == "reverse" and isinstance(entry, vocabulary.RelationKind):
            return [entry.reverse[language] for language in self.languages]
        return [key, *(entry.label[language] for language in self.languages)]


def join_values(values: Iterable[str]) -> str:
    """Return several values as one cell; semicolons in a value become commas."""
    return SEPARATOR.join(value.replace(SEPARATOR, ",") for value in values)


def _cell_text(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if not isinstance(value, list):
        return str(value)
    return join_values(
        citation.format_bare(x) if isinstance(x, citation.Citation) else str(x) for x in value
    )
