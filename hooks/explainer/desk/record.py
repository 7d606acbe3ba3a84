"""A new record to fill in: the command ``record``.

In: a kind and an id. Out: ``data/<kind>/<id>.yml`` from the template in ``contributing/records/``:
required fields are empty, in every language; optional ones are comments. A claim gets its record of
change too. Nothing is ever overwritten; the build reports what is still empty.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from explainer.check.freshness import today
from explainer.desk import console
from explainer.desk.console import CommandError
from explainer.desk.loading import parse_record_name
from explainer.model import wordbook
from explainer.model.fields import Text, schema_annotation
from explainer.model.kinds import KINDS, Kind
from explainer.model.schemas import schema_comment
from explainer.settings import Settings

TEMPLATES = "contributing/records"
_EMPTY = re.compile(r'(?<!\\)""')
_KEY = re.compile(r"^([A-Za-z_-]+):(?: +(?!#)(.*?))?(?: +(#.*))?$")


def write_drafts(settings: Settings, kind_name: str, id_: str) -> int:
    """Write the drafts and print the keys still to fill in; raise ``CommandError`` if nothing was written."""
    kind = parse_record_name(kind_name, id_)
    drafts = {f"data/{kind.folder}/{id_}.yml": (kind, {"id": id_})}
    if kind.folder == "claims":
        change = f"{today().isoformat()}-{id_}"
        values = {"id": change, "claims": f"[{id_}]", "statuses": f'{{{id_}: ""}}'}
        drafts[f"data/changes/{change}.yml"] = (KINDS["changes"], values)
    for file, (kind, _) in drafts.items():
        if (settings.root / file).exists():
            raise CommandError(f"{file} is there already; nothing was written")
        if not (settings.root / (template := f"{TEMPLATES}/{kind.singular}.yml")).is_file():
            raise CommandError(f"there is no template {template}; nothing was written")
    for kind, values in drafts.values():
        file, empty = write_draft(settings, kind, values)
        console.print_line(f"{file}: to fill in: {', '.join(empty)}")
    return 0


def write_draft(
    settings: Settings, kind: Kind, values: dict[str, str], notes: list[str] | None = None
) -> tuple[str, list[str]]:
    """Write a draft with some values, YAML by key; return its file and the keys still empty.

    With ``notes``, comment lines for its head, optional keys without a value are left out.
    """
    lines, empty = _draft_lines(settings, kind, values, only_required=notes is not None)
    file = f"data/{kind.folder}/{values['id']}.yml"
    path = settings.root / file
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("x", encoding="utf-8", newline="\n") as output:
        output.writelines(f"{line}\n" for line in [lines[0], *(notes or []), *lines[1:]])
    return file, empty


def _draft_lines(
    settings: Settings, kind: Kind, values: dict[str, str], *, only_required: bool = False
) -> tuple[list[str], list[str]]:
    """Return the lines of a draft, and the keys that are still to be filled in."""
    lines, empty = [schema_comment(kind.folder)], []
    fields = {info.alias or name: info for name, info in kind.shape.model_fields.items()}
    template = settings.root / TEMPLATES / f"{kind.singular}.yml"
    for key, block in _template_blocks(template):
        match = _KEY.match(block[0])
        example, comment = (match[2] or "", match[3] or "") if match else ("", "")
        comment = f"   {comment}" if comment else ""
        if key in values:
            is_list = values[key].startswith("\n")
            space, rest = "" if is_list else " ", "" if only_required else comment
            lines.append(f"{key}:{space}{values[key]}{rest}")
            if _EMPTY.search(values[key]):
                empty.append(key)
        elif not key:
            lines += [] if only_required else block
        elif not fields[key].is_required():
            lines += [] if only_required else [f"# {line}".rstrip() for line in block]
        elif key == "as_of" or (key, kind.folder) == ("date", "changes"):
            lines.append(f"{key}: {today().isoformat()}{comment}")
        elif fields[key].annotation is Text:
            lines.append(f"{key}:{comment}")
            lines += [f'  {language}: ""' for language in settings.languages]
            empty.append(key)
        else:
            vocabulary_words = _vocabulary_words(settings, fields[key].json_schema_extra)
            hint = vocabulary_words or example
            hint = f" · {hint}" if hint and comment else ""
            lines.append(f"{key}:{comment}{hint}")
            lines += [f"# {line}".rstrip() for line in block[1:]]
            empty.append(key)
    return lines, empty


def _vocabulary_words(settings: Settings, extra: Any) -> str:
    """Return the words that a field may hold, if a vocabulary lists them; else ``""``."""
    name = schema_annotation(extra, "x-vocabulary")
    if not name:
        return ""
    known = wordbook.read(settings.root, settings.languages)[0].vocabularies.table(name)
    return ", ".join(known)


def _template_blocks(template: Path) -> Iterator[tuple[str, list[str]]]:
    """Yield the keys of a template, each with its lines; ``""`` for lines of comment alone."""
    key, block = "", list[str]()
    for line in template.read_text("utf-8").splitlines():
        if line.startswith(("# yaml-language-server:", "# Copy to")):
            continue
        if line and not line.startswith(" "):
            if block:
                yield key, block
            match = _KEY.match(line)
            key, block = (match[1] if match else ""), []
        block.append(line)
    yield key, block
