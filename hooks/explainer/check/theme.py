"""The files of the theme (styles, scripts, icons), in ``overrides/assets/``, and their check.

In: the project's root. Out: the files; a problem for each file that a template of
``overrides/`` uses and that is missing.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from explainer.read.positions import Lines
from explainer.read.problems import Problem, did_you_mean

FOLDER = "overrides"
_ASSET = re.compile(r"""["'}](assets/[\w./-]+\.\w+)["']""")


def theme_files(root: Path) -> dict[str, Path]:
    """Return the theme's styles, scripts and icons by their path in the site.

    A file of the same path in ``docs/`` replaces the theme's.
    """
    files = {}
    for path in sorted((root / FOLDER / "assets").rglob("*")):
        name = path.relative_to(root / FOLDER).as_posix()
        if path.is_file() and not (root / "docs" / name).is_file():
            files[name] = path
    return files


def check(root: Path) -> Iterator[Problem]:
    """Yield a problem for each file that a template uses and that is missing."""
    files = theme_files(root)
    for path in sorted((root / FOLDER).rglob("*.html")):
        text = path.read_text("utf-8")
        for match in _ASSET.finditer(text):
            name = match[1]
            if name in files or (root / "docs" / name).is_file():
                continue
            file = path.relative_to(root).as_posix()
            hint = did_you_mean(name, files).replace("«", f"«{FOLDER}/")
            message = f"no file «{FOLDER}/{name}» (nor «docs/{name}»){hint}"
            yield Problem(file, *Lines(text).position(match.start(1)), "", "theme-file", message)
