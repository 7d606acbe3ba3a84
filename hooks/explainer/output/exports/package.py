"""The description of the downloads: a Frictionless Data Package (https://specs.frictionlessdata.io).

In: a story and its files. Out: ``datapackage.json``: each file with its size and digest, each table with
its fields, types, foreign keys and descriptions in every language.
"""

from __future__ import annotations

from typing import Any, get_args

from explainer.derive import address
from explainer.derive.history import latest_day
from explainer.model import records as model
from explainer.model.story import Story
from explainer.output.exports import tables
from explainer.output.exports.columns import TABLES, Column

_SLUG_PATTERN = r"[a-z0-9]+(-[a-z0-9]+)*"
_DATE_PATTERN = r"-?\d{4}(-\d{2}(-\d{2})?)?~?"
_EDTF_PATTERN = rf"{_DATE_PATTERN}(/{_DATE_PATTERN})?"  # EDTF


def in_every_language(story: Story, key: str) -> str:
    """Return a string in every language, joined by « / »; ``""`` if there is no such string."""
    text = story.strings.get(key)
    return " / ".join(dict.fromkeys(text.values())) if text else ""


def make_package(story: Story, files: list[dict[str, Any]]) -> bytes:
    """Return the package; ``files`` are its resources."""
    settings = story.settings
    package: dict[str, Any] = {
        "profile": "data-package",
        "name": address.slugify(settings.name) or "data",
        "title": settings.name,
        "description": in_every_language(story, "data_package_is"),
        "licenses": [settings.licence.data_package_entry],
        "languages": list(settings.languages),
        "id": f"{settings.site_url}data/datapackage.json",
        "homepage": settings.site_url,
    }
    if day := latest_day(story):
        package |= {"version": day, "created": f"{day}T00:00:00Z"}
    package["resources"] = files
    return tables.dump({key: value for key, value in package.items() if value})


def table_schema(story: Story, table: str) -> dict[str, Any]:
    """Return the Table Schema of a table."""
    columns = TABLES[table]
    schema: dict[str, Any] = {
        "fields": [
            _field(story, table, column, name, language)
            for column in columns
            for name, language in column.fields(story.settings.languages)
        ]
    }
    if any(column.kind == "id" for column in columns):
        schema["primaryKey"] = ["id"]
    keys = [
        {"fields": [c.name], "reference": {"resource": c.target, "fields": ["id"]}}
        for c in columns
        if c.kind == "ref"
    ]
    return schema | ({"foreignKeys": keys} if keys else {})


def _field(story: Story, table: str, column: Column, name: str, language: str) -> dict[str, Any]:
    # A table's own string comes first: `column_claims_date_is` before `column_date_is`.
    title, description = (
        in_every_language(story, f"column_{table}_{column.name}{suffix}")
        or in_every_language(story, f"column_{column.name}{suffix}")
        for suffix in ("", "_is")
    )
    field: dict[str, Any] = {"name": name, "title": f"{title} ({language})" if language else title}
    field |= {"description": description} | _type(story, column, language)
    return {key: value for key, value in field.items() if value}


def _type(story: Story, column: Column, language: str) -> dict[str, Any]:
    if language:
        return {"type": "string"}
    if column.kind == "id":
        return {
            "type": "string",
            "constraints": {"required": True, "unique": True, "pattern": _SLUG_PATTERN},
        }
    if column.kind == "word":
        keys = list(story.vocab.table(column.target))
        return {"type": "string", "constraints": {"required": True, "enum": keys}}
    if column.kind == "refs":
        return {"type": "string", "constraints": {"pattern": f"{_SLUG_PATTERN}(;{_SLUG_PATTERN})*"}}
    if column.kind == "date":
        return {"type": "string", "constraints": {"pattern": _EDTF_PATTERN}}
    if column.name == "type":
        return {"type": "string", "constraints": {"enum": list(get_args(model.CslType))}}
    types = {"day": "date", "integer": "integer", "boolean": "boolean"}
    format_ = {"format": "uri"} if column.kind == "url" else {}
    return {"type": types.get(column.kind, "string"), **format_}
