"""A new record, to be filled in: the command ``record``.

In: a kind and an id. Out: ``data/<kind>/<id>.yml``, made from the template of
``contributing/records/``: what is required stands there, empty, in every language; what is
optional is a comment. For a claim, its record of change too. Nothing is ever overwritten; what
is still empty is told by the build, as any mistake.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from explainer.check.freshness import today
from explainer.desk import console
from explainer.desk.console import Refused
from explainer.model import wordbook
from explainer.model.fields import Text, is_slug, schema_annotation
from explainer.model.kinds import KINDS, Kind
from explainer.model.schemas import schema_comment
from explainer.read.problems import did_you_mean, expected_one_of
from explainer.settings import Settings

TEMPLATES = "contributing/records"
_EMPTY = re.compile(r'(?<!\\)""')
_KEY = re.compile(r"^([A-Za-z_-]+):(?: +(?!#)(.*?))?(?: +(#.*))?$")


def write(chosen: Settings, word: str, id_: str) -> int:
    """Write a draft and say which keys it still needs; raise ``Refused`` if nothing was written."""
    kind = next((kind for kind in KINDS.values() if word in (kind.singular, kind.folder)), None)
    if kind is None:
        words = [kind.singular for kind in KINDS.values()]
        raise Refused(f"no kind «{word}»{did_you_mean(word, words) or expected_one_of(words)}")
    if not is_slug(id_):
        raise Refused(f"«{id_}» is no id; expected lower-case ASCII words joined by hyphens")
    drafts = {f"data/{kind.folder}/{id_}.yml": (kind, {"id": id_})}
    if kind.folder == "claims":
        change = f"{today().isoformat()}-{id_}"
        given = {"id": change, "claims": f"[{id_}]", "statuses": f'{{{id_}: ""}}'}
        drafts[f"data/changes/{change}.yml"] = (KINDS["changes"], given)
    for file, (kind, _) in drafts.items():
        if (chosen.root / file).exists():
            raise Refused(f"{file} is there already; nothing was written")
        if not (chosen.root / (template := f"{TEMPLATES}/{kind.singular}.yml")).is_file():
            raise Refused(f"there is no template {template}; nothing was written")
    for kind, given in drafts.values():
        file, empty = put(chosen, kind, given)
        console.say(f"{file}: to fill in: {', '.join(empty)}")
    return 0


def put(
    chosen: Settings, kind: Kind, given: dict[str, str], notes: list[str] | None = None
) -> tuple[str, list[str]]:
    """Write a draft with what is given, as YAML by key; return its file and the keys still empty.

    With ``notes``, lines of comment for its head, what is optional and not given is left out.
    """
    lines, empty = _draft(chosen, kind, given, short=notes is not None)
    file = f"data/{kind.folder}/{given['id']}.yml"
    path = chosen.root / file
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("x", encoding="utf-8", newline="\n") as out:
        out.writelines(f"{line}\n" for line in [lines[0], *(notes or []), *lines[1:]])
    return file, empty


def _draft(
    chosen: Settings, kind: Kind, given: dict[str, str], *, short: bool = False
) -> tuple[list[str], list[str]]:
    """Return the lines of a draft, and the keys that are still to be filled in."""
    lines, empty = [schema_comment(kind.folder)], []
    fields = {info.alias or name: info for name, info in kind.shape.model_fields.items()}
    template = chosen.root / TEMPLATES / f"{kind.singular}.yml"
    for key, block in _blocks(template):
        match = _KEY.match(block[0])
        example, comment = (match[2] or "", match[3] or "") if match else ("", "")
        comment = f"   {comment}" if comment else ""
        if key in given:
            list_ = given[key].startswith("\n")
            lines.append(f"{key}:{'' if list_ else ' '}{given[key]}{'' if short else comment}")
            if _EMPTY.search(given[key]):
                empty.append(key)
        elif not key:
            lines += [] if short else block
        elif not fields[key].is_required():
            lines += [] if short else [f"# {line}".rstrip() for line in block]
        elif key == "as_of" or (key, kind.folder) == ("date", "changes"):
            lines.append(f"{key}: {today().isoformat()}{comment}")
        elif fields[key].annotation is Text:
            lines.append(f"{key}:{comment}")
            lines += [f'  {language}: ""' for language in chosen.languages]
            empty.append(key)
        else:
            words = _words(chosen, fields[key].json_schema_extra)
            shown = f" · {words or example}" if (words or example) and comment else ""
            lines.append(f"{key}:{comment}{shown}")
            lines += [f"# {line}".rstrip() for line in block[1:]]
            empty.append(key)
    return lines, empty


def _words(chosen: Settings, extra: Any) -> str:
    """Return the words of the project that a field may hold, if it holds one of a vocabulary."""
    name = schema_annotation(extra, "x-vocabulary")
    if not name:
        return ""
    known = wordbook.read(chosen.root, chosen.languages)[0].vocabularies.table(name)
    return ", ".join(known)


def _blocks(template: Path) -> Iterator[tuple[str, list[str]]]:
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
