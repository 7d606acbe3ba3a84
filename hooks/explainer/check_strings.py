"""What interface strings must hold for templates to be filled in.

In: a story, the folders of templates. Out: problems: a string that a template
asks for and nobody wrote, a brace without its pair. Runs beside ``check_records``.
"""

from __future__ import annotations

import re
import string
from collections.abc import Iterator
from pathlib import Path

from .problems import Problem, nearest
from .story import Story

_ASKED = re.compile(r"\b(?:view\.)?(t|count)\(\s*\"([a-z0-9_]+)\"\s*[,)]")
FOLDERS = ("templates", "overrides")


def check(story: Story) -> Iterator[Problem]:
    """Yield every problem of ``data/strings.yml``, by the templates under the project's root."""
    document = story.document("strings", "")
    for key, text in story.strings.items():
        for language, words in text.items():
            path = (key, language) if (key, language) in document.values else (key,)
            try:
                list(string.Formatter().parse(words))
            except ValueError:
                yield document.problem(path, "a brace without its pair; expected {name}, or none")
    for key, template in asked(story.settings.root).items():
        if key not in story.strings:
            hint = nearest(key, story.strings)
            yield Problem(
                document.file, 1, 1, key, f"the key is missing; {template} needs it{hint}"
            )


def asked(root: Path) -> dict[str, str]:
    """Return the keys that templates ask for, and a template that does, by its path."""
    found: dict[str, str] = {}
    for folder in FOLDERS:
        for path in sorted((root / folder).rglob("*")):
            if path.suffix not in {".j2", ".html"}:
                continue
            for match in _ASKED.finditer(path.read_text(encoding="utf-8")):
                keys = (
                    [f"{match[2]}_{n}" for n in ("one", "other")]
                    if match[1] == "count"
                    else [match[2]]
                )
                for key in keys:
                    found.setdefault(key, path.relative_to(root).as_posix())
    return found
