"""The files of a project: which there are, what they hold, which stand where none is read.

In: folders. Out: paths, bytes, problems. Runs while the story is read.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from explainer.model.kinds import KINDS
from explainer.read.problems import Problem, expected_one_of, nearest

# Endings that the engine takes for pages.
_MARKDOWN = (".md", ".markdown", ".mdown", ".mkdn", ".mkd")
_SINGLE = {
    "availability.yml", "published.yml", "reviews.yml", "status.yml", "strings.yml",
    "vocabularies.yml",
}  # fmt: skip


def under(folder: Path, pattern: str, *, deep: bool = False) -> list[Path]:
    """Return what a folder holds; not what is hidden, as editors' locks, nor links to nowhere."""
    found = folder.rglob(pattern) if deep else folder.glob(pattern)
    return sorted(
        path
        for path in (found if folder.is_dir() else ())
        if path.exists()
        and not any(part.startswith(".") for part in path.relative_to(folder).parts)
    )


def contents(path: Path, file: str) -> tuple[bytes, list[Problem]]:
    """Return what a file holds, or why it cannot be read."""
    if path.exists() and not path.is_file():
        what = "a folder" if path.is_dir() else "no file"
        return b"", [Problem(file, 1, 1, "", f"{what}; expected a file of text")]
    try:
        return path.read_bytes(), []
    except OSError as error:
        return b"", [Problem(file, 1, 1, "", f"cannot be read: {error.strerror or error}")]


def lost(root: Path, languages: tuple[str, ...]) -> Iterator[Problem]:
    """Yield the pages that stand in no language, or whose name the build would not know."""
    docs = root / "docs"
    for path in under(docs, "*", deep=True):
        language, *rest = path.relative_to(docs).parts
        known = language in languages and bool(rest)
        if path.suffix in _MARKDOWN and path.is_file() and not (known and path.suffix == ".md"):
            name = "/".join(rest) if rest else language
            folders = [language] if known else languages
            name = str(Path(name).with_suffix(".md"))
            expected = " and ".join(f"docs/{folder}/{name}" for folder in folders)
            file = path.relative_to(root).as_posix()
            yield Problem(file, 1, 1, "", f"no page stands here; expected {expected}")


def strays(data: Path, root: Path) -> Iterator[Problem]:
    """Yield the files of ``data/`` that the build would not read."""
    for path in under(data, "*", deep=True):
        file = path.relative_to(root).as_posix()
        if path.is_dir():
            if path.parent == data and path.name not in KINDS:
                hint = nearest(path.name, KINDS) or expected_one_of(KINDS)
                yield Problem(file, 1, 1, "", f"no kind of record has this folder{hint}")
        elif path.suffix.lower() in {".yaml", ".json"} or (
            path.suffix != ".yml" and path.suffix.lower() == ".yml"
        ):
            yield Problem(file, 1, 1, "", "a record ends in .yml; rename the file")
        elif path.suffix == ".yml" and path.parent == data and path.name not in _SINGLE:
            kinds = expected_one_of(f"data/{folder}/{path.name}" for folder in KINDS)
            yield Problem(file, 1, 1, "", f"a record in no folder of its kind{kinds}")
        elif path.suffix == ".yml" and path.parent.parent not in (data, root):
            kind = path.relative_to(data).parts[0]
            yield Problem(
                file, 1, 1, "", f"the record is too deep; expected data/{kind}/{path.name}"
            )
