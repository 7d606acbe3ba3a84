"""Files of a project: listing, reading, and checks of where they stand and how they are named.

In: folders. Out: paths, bytes, problems.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from explainer.model.fields import is_slug
from explainer.model.kinds import KINDS
from explainer.read import merge_conflicts
from explainer.read.problems import Problem, did_you_mean, expected_one_of, file_problem

# Extensions that the engine takes for pages.
_MARKDOWN = (".md", ".markdown", ".mdown", ".mkdn", ".mkd")
_SINGLE_FILES = {
    "availability.yml", "captures.yml", "published.yml", "reviews.yml", "status.yml", "strings.yml",
    "vocabularies.yml",
}  # fmt: skip
ASSETS = "assets"
# Files left by editors, merges and operating systems.
_LEFTOVER = re.compile(r"(?i)~$|^~\$|^#.*#$|\.(?:bak|orig|rej|swp|tmp|old)$|^thumbs\.db$")
_EDITOR_PREFIXES = (".#", "._")  # an editor's lock; what macOS writes on other systems' disks
TEXTS = {".css", ".html", ".j2", ".js", ".svg", ".txt", ".csl"}
_NAME = "expected lower-case ASCII words joined by hyphens"


def list_files(folder: Path, pattern: str, *, recursive: bool = False) -> list[Path]:
    """Return the sorted paths in a folder, without hidden files and broken links."""
    paths = folder.rglob(pattern) if recursive else folder.glob(pattern)
    return sorted(
        path
        for path in (paths if folder.is_dir() else ())
        if path.exists()
        and not any(part.startswith(".") for part in path.relative_to(folder).parts)
    )


def read_file(path: Path, file: str) -> tuple[bytes, list[Problem]]:
    """Return the bytes of a file and no problem, or ``b""`` and why it cannot be read."""
    if path.exists() and not path.is_file():
        kind = "a folder" if path.is_dir() else "no file"
        return b"", [file_problem(file, "file-unreadable", f"{kind}; expected a file of text")]
    try:
        raw = path.read_bytes()
    except OSError as error:
        why = f"cannot be read: {error.strerror or error}"
        return b"", [file_problem(file, "file-unreadable", why)]
    conflict = merge_conflicts.find_conflict(file, raw)
    return (b"", [conflict]) if conflict else (raw, [])


def check_placement(root: Path, languages: tuple[str, ...]) -> Iterator[Problem]:
    """Yield a problem for each file that is misplaced, misnamed or unreadable."""
    yield from _check_links(root)
    yield from _check_docs(root / "docs", root, languages)
    yield from _check_data(root / "data", root)
    for folder in ("templates", "overrides", f"docs/{ASSETS}"):
        for path in list_files(root / folder, "*", recursive=True):
            if path.suffix in TEXTS and path.is_file():
                yield from read_file(path, path.relative_to(root).as_posix())[1]


def _check_links(root: Path) -> Iterator[Problem]:
    """Yield the symbolic links to folders, and those that lead out of ``docs/`` and ``data/``."""
    homes = [(root / name).resolve() for name in ("docs", "data")]
    for name in ("docs", "data"):
        for path in sorted((root / name).rglob("*")):
            if not path.is_symlink() or not path.exists():
                continue
            file, end = path.relative_to(root).as_posix(), path.resolve()
            if not any(end.is_relative_to(home) for home in homes):
                message = "a link that leads out of docs/ and data/; expected the file itself"
                yield file_problem(file, "file-link", message)
            elif path.is_dir():
                yield file_problem(
                    file, "file-link", "a link to a folder; expected the folder itself"
                )


def _check_docs(docs: Path, root: Path, languages: tuple[str, ...]) -> Iterator[Problem]:
    """Yield the files of ``docs/`` that are no page of a language, are misnamed, or are leftovers."""
    for path in list_files(docs, "*", recursive=True):
        language, *rest = path.relative_to(docs).parts
        file = path.relative_to(root).as_posix()
        known = language in languages and bool(rest)
        if path.is_dir() and path.suffix not in _MARKDOWN:
            continue
        if language == ASSETS and rest and path.suffix.lower() not in _MARKDOWN:
            if _LEFTOVER.search(path.name):
                message = "left by an editor or a merge; take it out of docs/"
                yield file_problem(file, "file-leftover", message)
        elif path.suffix.lower() not in _MARKDOWN:
            message = (
                f"no page, and not in docs/{ASSETS}: nothing would show it; take it out of docs/"
            )
            yield file_problem(file, "page-place", message)
        elif not known or path.suffix != ".md":
            name = "/".join(rest) if rest else language
            folders = [language] if known else languages
            name = str(Path(name).with_suffix(".md"))
            expected = " and ".join(f"docs/{folder}/{name}" for folder in folders)
            yield file_problem(file, "page-place", f"no page stands here; expected {expected}")
        else:
            names = [*rest[:-1], path.stem]
            if wrong := next((name for name in names if not is_slug(name)), None):
                yield file_problem(file, "page-name", f"«{wrong}» is no name of a page; {_NAME}")


def _check_data(data: Path, root: Path) -> Iterator[Problem]:
    """Yield the files of ``data/`` that the build would not read."""
    for path in sorted(data.rglob(".*.yml")):
        if path.is_file() and not path.name.startswith(_EDITOR_PREFIXES):
            file = path.relative_to(root).as_posix()
            message = f"hidden by the dot it begins with, and not read; {_NAME}"
            yield file_problem(file, "record-place", message)
    for path in list_files(data, "*", recursive=True):
        file = path.relative_to(root).as_posix()
        if path.is_dir():
            if path.parent == data and path.name not in KINDS:
                hint = did_you_mean(path.name, KINDS) or expected_one_of(KINDS)
                yield file_problem(file, "record-place", f"no kind of record has this folder{hint}")
        elif path.suffix.lower() in {".yaml", ".json"} or (
            path.suffix != ".yml" and path.suffix.lower() == ".yml"
        ):
            yield file_problem(file, "record-place", "a record ends in .yml; rename the file")
        elif path.suffix == ".yml" and path.parent == data and path.name not in _SINGLE_FILES:
            kinds = expected_one_of(f"data/{folder}/{path.name}" for folder in KINDS)
            yield file_problem(file, "record-place", f"a record in no folder of its kind{kinds}")
        elif path.suffix == ".yml" and path.parent.parent not in (data, root):
            kind = path.relative_to(data).parts[0]
            message = f"the record is too deep; expected data/{kind}/{path.name}"
            yield file_problem(file, "record-place", message)
