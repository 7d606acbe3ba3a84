"""Files of ``data/`` that commands write, one record a line: ``x-2020: {key: value, …}``.

In: a project's folder, a file's name, the model of a line. Out: (id, record) pairs, or problems;
and the file again. Git merges such files by keeping the lines of both branches
(``.gitattributes``), so that an id may have several lines, in any order.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from pydantic import BaseModel, RootModel

from explainer.model import project_files
from explainer.model.validation import validate
from explainer.read import yamlio
from explainer.read.problems import Problem


def read(
    root: Path, file: str, shape: type[RootModel[dict[str, Any]]], languages: tuple[str, ...]
) -> tuple[list[tuple[str, Any]], list[Problem]]:
    """Return the (id, record) pairs of a file under ``root``, in its order; and problems."""
    rows: list[tuple[str, Any]] = []
    problems: list[Problem] = []
    raw, found = project_files.read_file(root / file, file) if (root / file).exists() else (b"", [])
    problems += found
    for number, line in enumerate(raw.splitlines(), 1):
        if not line.strip() or line.startswith(b"#"):
            continue
        document, found = yamlio.read(file, line, line_offset=number - 1)
        parsed = None if found else validate(document, shape, languages, found)
        rows += parsed.root.items() if parsed else ()
        problems += found
    return rows, problems


def write(root: Path, file: str, head: str, rows: Iterable[tuple[str, BaseModel]]) -> None:
    """Write a file: the comment ``head``, then a line for each row."""
    lines = [f"{id_}: {_flow_mapping(record)}\n" for id_, record in rows]
    (root / file).write_text(head + "".join(lines), encoding="utf-8", newline="\n")


def _flow_mapping(record: BaseModel) -> str:
    """Return a record as a YAML flow mapping; JSON strings are valid YAML."""
    unquoted = {"state", "asked", "alive", "failing", "failures", "on", "status"}
    pairs = (
        f"{key}: {value if key in unquoted else json.dumps(value, ensure_ascii=False)}"
        for key, value in record.model_dump(exclude_defaults=True).items()
    )
    return f"{{{', '.join(pairs)}}}"
