"""The story: every record and page of a project, read once.

In: the project's folder. Out: a ``Story`` (records by id, vocabularies,
strings, pages as written) and the problems of reading. Runs at the start of a
build; nothing is kept from one build to the next.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeVar, get_args
from urllib.parse import urlsplit

from pydantic import BaseModel, ValidationError

from explainer.model import records as model
from explainer.model import vocabulary
from explainer.read import digests, prose, yamlio
from explainer.read.problems import Problem, expected_one_of, nearest

M = TypeVar("M", bound=BaseModel)
# Endings that the engine takes for pages.
_MARKDOWN = (".md", ".markdown", ".mdown", ".mkdn", ".mkd")


@dataclass(frozen=True)
class Settings:
    """What the engine's configuration says: folders, languages (default first), address."""

    root: Path
    languages: tuple[str, ...]
    site_url: str = ""
    repo_url: str = ""
    edit_uri: str = ""  # from the repository's address to the project's root: edit/main/
    name: str = ""
    languages_names: dict[str, str] = field(default_factory=dict)
    preview: bool = False  # what only a publication must not have is told, and stops nothing
    options: dict[str, bool] = field(default_factory=dict)
    extensions: tuple[Any, ...] = ("attr_list", "def_list", "md_in_html", "tables", "toc")
    extension_configs: dict[str, Any] = field(default_factory=dict)

    @property
    def site_path(self) -> str:
        """The path of the site on its host, with slashes at both ends."""
        return (urlsplit(self.site_url).path.rstrip("/") or "") + "/"

    @property
    def default(self) -> str:
        """The language served at the root of the site."""
        return self.languages[0]


@dataclass
class Story:
    """Everything that people wrote, typed; ``documents`` keeps the places, by (folder, id).

    ``unread`` holds the files of the pages that could not be read, or not whole;
    ``unread_vocabularies`` the names of those, any word of which may be meant.
    """

    settings: Settings
    actors: dict[str, model.Actor] = field(default_factory=dict)
    sources: dict[str, model.Source] = field(default_factory=dict)
    claims: dict[str, model.Claim] = field(default_factory=dict)
    events: dict[str, model.Event] = field(default_factory=dict)
    terms: dict[str, model.Term] = field(default_factory=dict)
    changes: dict[str, model.Change] = field(default_factory=dict)
    figures: dict[str, model.Figure] = field(default_factory=dict)
    status: model.Status | None = None
    vocabularies: vocabulary.Vocabularies | None = None
    strings: dict[str, model.Text] = field(default_factory=dict)
    pages: dict[str, dict[str, prose.Prose]] = field(default_factory=dict)
    documents: dict[tuple[str, str], yamlio.Document] = field(default_factory=dict)
    reviews: digests.Reviews = field(default_factory=digests.Reviews)
    unread: set[str] = field(default_factory=set)
    strings_read: bool = True
    unread_vocabularies: set[str] = field(default_factory=set)
    _ids: dict[str, dict[str, None]] = field(default_factory=dict)

    @property
    def vocab(self) -> vocabulary.Vocabularies:
        """The vocabularies: what could be read of them."""
        assert self.vocabularies is not None
        return self.vocabularies

    def records(self, folder: str) -> dict[str, Any]:
        """Return the records of ``data/<folder>/`` by id."""
        table: dict[str, Any] = getattr(self, folder)
        return table

    def ids(self, folder: str) -> dict[str, None]:
        """Return the ids that ``data/<folder>/`` has a file for, readable or not."""
        if not self._ids:
            for kind, id_ in self.documents:
                self._ids.setdefault(kind, {})[id_] = None
        return self._ids.get(folder, {})

    def document(self, folder: str, id_: str) -> yamlio.Document:
        """Return the file of a record, for the places of problems."""
        return self.documents[folder, id_]

    @property
    def articles(self) -> dict[str, model.Source]:
        """The sources that the site derives from, in the order of their dates."""
        chosen = [source for source in self.sources.values() if source.article]
        return {s.id: s for s in sorted(chosen, key=lambda s: (s.issued or "", s.id))}


def load(settings: Settings) -> tuple[Story, list[Problem]]:
    """Read the whole project under ``settings.root``; never raises for what people wrote."""
    story = Story(settings)
    problems: list[Problem] = []
    data = settings.root / "data"
    _vocabularies(story, data / "vocabularies.yml", problems)
    _strings(story, data / "strings.yml", problems)
    if (data / "status.yml").exists():
        story.status = _one(story, data / "status.yml", model.Status, problems)
    for folder, shape in model.RECORDS.items():
        for path in _files(data / folder, "*.yml"):
            _record(story, folder, shape, path, problems)
    problems.extend(_strays(data, settings.root))
    story.reviews, found = digests.read(settings.root)
    problems.extend(found)
    for language in settings.languages:
        story.pages[language] = {}
        base = settings.root / "docs" / language
        for path in _files(base, "*.md", deep=True):
            name = path.relative_to(base).as_posix()
            file = path.relative_to(settings.root).as_posix()
            raw, found = _bytes(path, file)
            page, more = prose.read(file, language, name, raw)
            found = found or more
            story.pages[language][name] = page
            problems.extend(found)
            if found:
                story.unread.add(file)
    problems.extend(_lost(settings))
    return story, problems


_SINGLE = {"vocabularies.yml", "strings.yml", "status.yml", "reviews.yml", "published.yml"}


def _files(folder: Path, pattern: str, *, deep: bool = False) -> list[Path]:
    """Return what a folder holds; not what is hidden, as editors' locks, nor links to nowhere."""
    found = folder.rglob(pattern) if deep else folder.glob(pattern)
    return sorted(
        path
        for path in (found if folder.is_dir() else ())
        if path.exists()
        and not any(part.startswith(".") for part in path.relative_to(folder).parts)
    )


def _bytes(path: Path, file: str) -> tuple[bytes, list[Problem]]:
    """Return what a file holds, or why it cannot be read."""
    if path.exists() and not path.is_file():
        what = "a folder" if path.is_dir() else "no file"
        return b"", [Problem(file, 1, 1, "", f"{what}; expected a file of text")]
    try:
        return path.read_bytes(), []
    except OSError as error:
        return b"", [Problem(file, 1, 1, "", f"cannot be read: {error.strerror or error}")]


def _lost(settings: Settings) -> Iterator[Problem]:
    """Yield the pages that stand in no language, or whose name the build would not know."""
    docs = settings.root / "docs"
    for path in _files(docs, "*", deep=True):
        language, *rest = path.relative_to(docs).parts
        known = language in settings.languages and bool(rest)
        if path.suffix in _MARKDOWN and path.is_file() and not (known and path.suffix == ".md"):
            name = "/".join(rest) if rest else language
            folders = [language] if known else settings.languages
            name = str(Path(name).with_suffix(".md"))
            expected = " and ".join(f"docs/{folder}/{name}" for folder in folders)
            file = path.relative_to(settings.root).as_posix()
            yield Problem(file, 1, 1, "", f"no page stands here; expected {expected}")


def _strays(data: Path, root: Path) -> Iterator[Problem]:
    for path in _files(data, "*", deep=True):
        file = path.relative_to(root).as_posix()
        if path.is_dir():
            if path.parent == data and path.name not in model.RECORDS:
                hint = nearest(path.name, model.RECORDS) or expected_one_of(model.RECORDS)
                yield Problem(file, 1, 1, "", f"no kind of record has this folder{hint}")
        elif path.suffix.lower() in {".yaml", ".json"} or (
            path.suffix != ".yml" and path.suffix.lower() == ".yml"
        ):
            yield Problem(file, 1, 1, "", "a record ends in .yml; rename the file")
        elif path.suffix == ".yml" and path.parent == data and path.name not in _SINGLE:
            kinds = expected_one_of(f"data/{folder}/{path.name}" for folder in model.RECORDS)
            yield Problem(file, 1, 1, "", f"a record in no folder of its kind{kinds}")
        elif path.suffix == ".yml" and path.parent.parent not in (data, root):
            kind = path.relative_to(data).parts[0]
            yield Problem(
                file, 1, 1, "", f"the record is too deep; expected data/{kind}/{path.name}"
            )


def _one(story: Story, path: Path, shape: type[M], problems: list[Problem]) -> M | None:
    file = path.relative_to(story.settings.root).as_posix()
    if not path.exists():
        problems.append(Problem(file, 1, 1, "", "the file is missing"))
        return None
    raw, found = _bytes(path, file)
    document, more = yamlio.read(file, raw)
    found = found or more
    problems.extend(found)
    story.documents[path.stem, ""] = document
    if found and document.value is None:
        return None
    typed = _typed(story, document, shape, problems)
    return None if found else typed


def _vocabularies(story: Story, path: Path, problems: list[Problem]) -> None:
    """Read the vocabularies; a mistake in one hides neither the others nor who uses them."""
    story.vocabularies = _one(story, path, vocabulary.Vocabularies, problems)
    if story.vocabularies is not None:
        return
    document = story.documents.setdefault(("vocabularies", ""), _nothing(story, path))
    given = document.value if isinstance(document.value, dict) else {}
    tables: dict[str, dict[str, Any]] = {}
    for name, info in vocabulary.Vocabularies.model_fields.items():
        table = tables[name] = {}
        words = given.get(name)
        if not isinstance(words, dict) or not words:
            story.unread_vocabularies.add(name)
            continue
        shape = get_args(info.annotation)[1]
        for word, value in words.items():
            table[word] = _or_blank(story, shape, value)
            if not model.SLUG.match(word):
                story.unread_vocabularies.add(name)
    story.vocabularies = vocabulary.Vocabularies.model_construct(None, **tables)


def _or_blank(story: Story, shape: type[M], value: Any) -> M:
    """Return a word of a vocabulary, or one that asks nothing, if it cannot be read."""
    languages = story.settings.languages
    try:
        return shape.model_validate(value, context={"languages": languages})
    except ValidationError:
        label = model.Text(dict.fromkeys(languages, ""))
        return shape.model_construct(None, label=label)


def _strings(story: Story, path: Path, problems: list[Problem]) -> None:
    """Read the interface strings, those that can be."""
    before = len(problems)
    strings = _one(story, path, vocabulary.Strings, problems)
    document = story.documents.setdefault(("strings", ""), _nothing(story, path))
    given = document.value if isinstance(document.value, dict) else {}
    # A file cut short by what stops its reading, or made anew, lacks more than it is told of.
    story.strings_read = bool(given) and not (strings is None and _cut(document, problems[before:]))
    if strings is not None:
        story.strings = strings.root
        if not story.strings:
            problems.append(document.problem((), "the file is empty; expected the strings"))
        return
    for key, value in given.items():
        try:
            read = vocabulary.Strings.model_validate(
                {key: value}, context={"languages": story.settings.languages, "trim": str}
            )
        except ValidationError:
            continue
        story.strings |= read.root


def _cut(document: yamlio.Document, problems: list[Problem]) -> bool:
    """Tell whether the file's own text, not one of its values, is at fault."""
    return any("is there twice" in found.message for found in problems)


def _nothing(story: Story, path: Path) -> yamlio.Document:
    return yamlio.Document(path.relative_to(story.settings.root).as_posix(), "")


def _record(
    story: Story, folder: str, shape: type[model.Record], path: Path, problems: list[Problem]
) -> None:
    file = path.relative_to(story.settings.root).as_posix()
    raw, found = _bytes(path, file)
    document, more = yamlio.read(file, raw)
    found = found or more
    problems.extend(found)
    # A record that cannot be read still exists: others may refer to it without a second message.
    story.documents[folder, path.stem] = document
    if document.value is None and found:
        return
    if isinstance(document.value, dict):
        given = str(document.value.get("id", path.stem))
        if given != path.stem:
            message = f"the id «{given}» is unlike the file's name; expected «{path.stem}»"
            problems.append(document.problem(("id",), message))
    record = _typed(story, document, shape, problems)
    if record is not None and record.id == path.stem:
        story.records(folder)[record.id] = record


def _typed(
    story: Story, document: yamlio.Document, shape: type[M], problems: list[Problem]
) -> M | None:
    if not isinstance(document.value, dict):
        problems.append(document.problem((), "expected `key: value` lines"))
        return None
    try:
        trim = str if shape is vocabulary.Strings else str.strip
        context = {"languages": story.settings.languages, "trim": trim}
        return shape.model_validate(document.value, context=context)
    except ValidationError as error:
        problems.extend(_explain(document, shape, error))
        return None


_TYPES = {
    "string_type": "expected a text",
    "int_type": "expected a whole number",
    "float_type": "expected a number",
    "float_parsing": "expected a number",
    "bool_type": "expected true or false",
    "list_type": "expected a list",
    "dict_type": "expected `key: value` lines",
    "model_type": "expected `key: value` lines",
    "too_short": "the list is empty; expected at least one item, or no key at all",
    "string_too_short": "the text is empty",
}


def _explain(
    document: yamlio.Document, shape: type[BaseModel], error: ValidationError
) -> Iterable[Problem]:
    for item in error.errors(include_url=False, include_context=True):
        path = tuple(item["loc"])
        kind, context = item["type"], item.get("ctx", {})
        if kind == "missing":
            known = _keys_at(shape, path[:-1])
            yield document.problem(path, f"the key is missing; expected {', '.join(known)}")
        elif kind == "extra_forbidden":
            known = _keys_at(shape, path[:-1])
            hint = nearest(path[-1], known) or expected_one_of(known, 40)
            yield document.problem(path, f"unknown key{hint}", key=True)
        elif kind in _TYPES:
            value = item.get("input")
            shown = "" if isinstance(value, (dict, list)) else f", found «{value}»"
            yield document.problem(path, _TYPES[kind] + shown)
        elif kind in ("greater_than", "greater_than_equal"):
            least = "above" if kind == "greater_than" else "of at least"
            limit = context.get("gt", context.get("ge"))
            yield document.problem(
                path, f"expected a number {least} {limit:g}, found «{item.get('input')}»"
            )
        elif kind in ("less_than", "less_than_equal"):
            most = "below" if kind == "less_than" else "of at most"
            limit = context.get("lt", context.get("le"))
            yield document.problem(
                path, f"expected a number {most} {limit:g}, found «{item.get('input')}»"
            )
        elif kind == "string_pattern_mismatch":
            message = f"«{item.get('input')}» has not the expected form {context.get('pattern')}"
            yield document.problem(path, message)
        elif kind == "literal_error":
            names = re.findall(r"'([^']+)'", str(context.get("expected", "")))
            hint = nearest(item.get("input"), names) or expected_one_of(names, 40)
            yield document.problem(path, f"«{item.get('input')}» is unknown{hint}")
        else:
            if path and path[-1] == "[key]":  # the key itself is wrong
                yield document.problem(path[:-1], item["msg"], key=True)
                continue
            at = (context["at"],) if "at" in context else ()
            yield document.problem((*path, *at), item["msg"], key=bool(at))


def _keys_at(shape: Any, path: tuple[int | str, ...]) -> list[str]:
    """Return the keys that the model reached by ``path`` knows."""
    for part in path:
        shape = _inner(shape, part)
    if not (isinstance(shape, type) and issubclass(shape, BaseModel)):
        return []
    return [info.alias or name for name, info in shape.model_fields.items()]


def _inner(shape: Any, part: int | str) -> Any:
    if isinstance(part, int) or not (isinstance(shape, type) and issubclass(shape, BaseModel)):
        models = [a for a in get_args(shape) if a is not type(None)]
        return models[-1] if models else shape
    for name, info in shape.model_fields.items():
        if part in (info.alias, name):
            inner = info.annotation
            while get_args(inner) and type(None) in get_args(inner):
                inner = next(a for a in get_args(inner) if a is not type(None))
            return inner
    return shape
