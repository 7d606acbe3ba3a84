"""JSON Schemas of the records, with which editors complete and validate.

In: the models, and the vocabularies of a project. Out: one schema a kind of record
(``schemas/*.json``, which ``make schemas`` writes and the first line of each record
names), and the ids of the records, for completion (``schemas/ids.json``, which a build
and a preview write). Only a build checks that an id exists: the list may be out of date.
"""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any

from explainer.model import records as model
from explainer.model.kinds import KINDS
from explainer.model.story import Story
from explainer.model.vocabulary import Vocabularies
from explainer.read import yamlio

FOLDER, IDS, SOURCES = "schemas", "ids.json", "sources.bib"
COMMAND = "make schemas"
_DIALECT = "http://json-schema.org/draft-07/schema#"  # what editors of YAML read best

HELP = Path(__file__).with_name("help.yml")


@cache
def key_descriptions() -> dict[str, dict[str, str]]:
    """Return the descriptions of the keys: ``Model.key`` or ``key`` → language → text."""
    document, problems = yamlio.read(HELP.name, HELP.read_bytes())
    assert not problems
    table: dict[str, dict[str, str]] = document.value
    return table


def record_schema(
    shape: type[model.Strict], vocabularies: Vocabularies, languages: list[str]
) -> Any:
    """Return the JSON Schema of one kind of record."""
    schema = shape.model_json_schema(by_alias=True, mode="validation")
    definitions = schema.pop("$defs", {})
    for name, part in ((shape.__name__, schema), *definitions.items()):
        part.pop("title", None)
        for key, field in part.get("properties", {}).items():
            part["properties"][key] = _field(field, f"{name}.{key}", vocabularies, languages)
    text = {
        "description": "One text if every language reads it alike, else one a language",
        "anyOf": [
            {"type": "string", "minLength": 1},
            {
                "type": "object",
                "properties": {code: {"type": "string", "minLength": 1} for code in languages},
                "required": languages,
                "additionalProperties": False,
            },
        ],
    }
    definitions = {"Text": text, **definitions}
    return {"$schema": _DIALECT, "title": shape.__name__, **schema, "$defs": definitions}


def _field(
    field: dict[str, Any], path: str, vocabularies: Vocabularies, languages: list[str]
) -> dict[str, Any]:
    """Return the schema of one key: texts by reference, vocabularies written out."""
    out: dict[str, Any] = _resolve(field)
    out.pop("title", None)
    if name := out.pop("x-vocabulary", None):
        table = vocabularies.table(name)
        out["enum"] = list(table)
        out["enumDescriptions"] = [" / ".join(entry.label.values()) for entry in table.values()]
    texts = key_descriptions()
    if description := texts.get(path) or texts.get(path.partition(".")[2]):
        translations = [description[language] for language in languages if language in description]
        out["description"] = " / ".join(translations) or description["en"]
    target = out["items"] if out.get("type") == "array" else out
    folder = out.pop("x-refers", "") or target.pop("x-refers", "")
    if folder:
        annotations = ("description", "title")
        constraints = {key: target.pop(key) for key in list(target) if key not in annotations}
        target["anyOf"] = [constraints, {"$ref": f"{IDS}#/$defs/{folder}"}]
    if "$ref" in out and len(out) > 1:  # draft 7 ignores everything beside a reference
        out = {"allOf": [{"$ref": out.pop("$ref")}], **out}
    return out


def _resolve(schema: Any) -> Any:
    """Return ``schema`` with localized texts as references, and without the alternative null."""
    if not isinstance(schema, dict):
        return schema
    schema = dict(schema)
    if schema.pop("x-text", False):
        schema["$ref"] = "#/$defs/Text"
    if schema.get("default", 0) in (None, [], {}):
        del schema["default"]
    alternatives = [part for part in schema.get("anyOf", ()) if part != {"type": "null"}]
    if len(alternatives) == 1:
        del schema["anyOf"]
        schema = {**alternatives[0], **schema}
        return _resolve(schema)
    return {key: _resolve(value) for key, value in schema.items()}


def ids_json(story: Story) -> str:
    """Return the content of ``ids.json``: the ids of each folder of ``data/``, with names.

    The file is not in Git, where each new record would conflict with any other.
    """
    definitions = {}
    for folder, kind in KINDS.items():
        records = story.records(folder).values()
        names = {record.id: _display_name(record, kind.name_field) for record in records}
        # An enumeration must not be empty (JSON Schema validation, 6.1.2).
        enum = {"enum": list(names), "enumDescriptions": list(names.values())} if names else {}
        definitions[folder] = {"type": "string", **enum}
    schema = {"$schema": _DIALECT, "$defs": definitions}
    return json.dumps(schema, ensure_ascii=False, indent=1) + "\n"


def _display_name(record: Any, field: str) -> str:
    value = getattr(record, field, "") if field else record.id
    return " / ".join(dict.fromkeys(value.values())) if isinstance(value, dict) else str(value)


def schema_comment(folder: str) -> str:
    """Return the first line of the records of a folder: a comment that names their schema."""
    return f"# yaml-language-server: $schema=../../{FOLDER}/{KINDS[folder].shape.__name__.lower()}.json"


def write_ids(story: Story) -> None:
    """Write ``ids.json``, if the project has schemas."""
    write_if_changed(story.settings.root, IDS, ids_json(story))


def write_if_changed(root: Path, name: str, content: str) -> None:
    """Write a file of ``schemas/``, if the project has that folder and the content is new."""
    path = root / FOLDER / name
    if path.parent.is_dir() and not (path.is_file() and path.read_text("utf-8") == content):
        path.write_text(content, encoding="utf-8", newline="\n")


def all_schemas(vocabularies: Vocabularies, languages: tuple[str, ...]) -> dict[str, str]:
    """Return file name → JSON of every schema of a project."""
    shapes: list[type[model.Strict]] = [*(kind.shape for kind in KINDS.values()), model.Status]
    return {
        f"{shape.__name__.lower()}.json": json.dumps(
            record_schema(shape, vocabularies, list(languages)), ensure_ascii=False, indent=2
        )
        + "\n"
        for shape in shapes
    }
