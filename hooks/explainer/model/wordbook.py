"""The words of the interface and the vocabularies: the generator's, and the project's upon them.

In: a project's folder and its languages. Out: the strings and the vocabularies, what could be read
of them, with their documents, and problems. ``templates/strings.yml`` and
``templates/vocabularies.yml`` serve every project; its own ``data/strings.yml`` and
``data/vocabularies.yml``, if it has them, change a word, add one or another language. A word of a
language with a region (``fr-CA``) is that of the language where nobody wrote another.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError

from explainer import locales
from explainer.model import project_files, vocabulary
from explainer.model import records as model
from explainer.model.validation import validate
from explainer.read import yamlio
from explainer.read.problems import Problem, file_problem
from explainer.read.yaml_layers import LayeredDocument

M = TypeVar("M", bound=BaseModel)
GENERATOR, PROJECT = "templates", "data"


@dataclass
class Wordbook:
    """What was read; ``unread`` are the vocabularies any word of which may be meant.

    ``whole``: no mistake stops the reading of the strings before their end.
    """

    vocabularies: vocabulary.Vocabularies
    strings: dict[str, model.Text] = field(default_factory=dict)
    documents: dict[str, yamlio.Document] = field(default_factory=dict)
    unread: set[str] = field(default_factory=set)
    whole: bool = True


def read(root: Path, languages: tuple[str, ...]) -> tuple[Wordbook, list[Problem]]:
    """Read both files of the generator and both of the project at ``root``."""
    document, problems = _layered(root, "vocabularies.yml", languages)
    vocabularies = _validate(document, vocabulary.Vocabularies, languages, problems)
    words = (
        Wordbook(vocabularies, documents={"vocabularies": document})
        if vocabularies
        else _read_valid_words(document, languages)
    )
    if problems and any(part.value is None for part in (document.override, document.base)):
        words.unread |= set(vocabulary.TABLES)  # what cannot be read may hold any word
    texts, found = _layered(root, "strings.yml", languages)
    unread = bool(found)
    words.documents["strings"] = texts
    strings = _validate(texts, vocabulary.Strings, languages, found)
    problems += found
    # A file cut short by what stops its reading lacks more than it is told of.
    words.whole = bool(texts.value) and not unread
    if strings is not None:
        words.strings = dict(strings.root)
    else:
        for key, value in (texts.value or {}).items():
            try:
                words.strings |= vocabulary.Strings.model_validate(
                    {key: value}, context={"languages": languages, "trim": str}
                ).root
            except ValidationError:
                continue
    return words, problems


def _layered(
    root: Path, name: str, languages: tuple[str, ...]
) -> tuple[LayeredDocument, list[Problem]]:
    """Return the project's file upon what it takes of the generator's."""
    both: list[yamlio.Document] = []
    problems: list[Problem] = []
    for folder in (PROJECT, GENERATOR):
        path, file = root / folder / name, f"{folder}/{name}"
        raw: bytes = b""
        found: list[Problem] = []
        if path.exists():
            raw, found = project_files.read_file(path, file)
        elif folder == GENERATOR:
            found = [file_problem(file, "file-missing", "the file is missing")]
        document, more = _document(file, raw)
        problems += found or more
        if not isinstance(document.value, dict | None):
            problems.append(document.problem((), "yaml-mapping", "expected `key: value` lines"))
            document = yamlio.Document(file, document.text)
        both.append(document)
    over, under = both
    taken = lambda value: _apply_only(_in_languages(value, languages) or {}, over.value or {})  # noqa: E731
    return LayeredDocument(over, under, taken), problems


@lru_cache(maxsize=16)
def _document(file: str, raw: bytes) -> tuple[yamlio.Document, tuple[Problem, ...]]:
    document, problems = yamlio.read(file, raw)
    return document, tuple(problems)


def _validate(
    document: LayeredDocument, shape: type[M], languages: tuple[str, ...], problems: list[Problem]
) -> M | None:
    """Return the values as a ``shape``; ``None`` if some of them, or some of a file, cannot be."""
    unread = bool(problems)
    validated = validate(document, shape, languages, problems) if document.value else None
    return None if unread else validated


def _in_languages(value: Any, languages: tuple[str, ...]) -> Any:
    """Return the generator's values with the words of the site's languages alone."""
    if not isinstance(value, dict):
        return value
    if value and all(
        isinstance(text, str) and locales.is_known(key) for key, text in value.items()
    ):
        words = {
            code: value.get(code, value.get(locales.base_language(code))) for code in languages
        }
        return {code: text for code, text in words.items() if text is not None}
    selected = {key: _in_languages(inner, languages) for key, inner in value.items()}
    # A plural that none of these languages has.
    return {key: inner for key, inner in selected.items() if inner != {} or value[key] == {}}


def _apply_only(ours: Any, theirs: Any) -> Any:
    """Return the generator's values; of vocabularies under ``only:``, the words that are named."""
    only = theirs.get("only")
    for name in only if isinstance(only, list) else ():
        named = theirs.get(name)
        if isinstance(ours.get(name), dict) and isinstance(named, dict):
            ours[name] = {word: ours[name].get(word) for word in named}
    return ours


def _read_valid_words(document: LayeredDocument, languages: tuple[str, ...]) -> Wordbook:
    """Return what can be read: a mistake in one word hides neither the others nor who uses them."""
    values = document.value if isinstance(document.value, dict) else {}
    tables: dict[str, Any] = {}
    unread = set()
    for name, shape in vocabulary.TABLES.items():
        table = tables[name] = {}
        words = values.get(name)
        if not isinstance(words, dict) or not words:
            unread.add(name)
            continue
        for word, value in words.items():
            table[word] = _word_or_blank(shape, value, languages)
            if not model.SLUG.match(word):
                unread.add(name)
    vocabularies = vocabulary.Vocabularies.model_construct(None, **tables)
    return Wordbook(vocabularies, documents={"vocabularies": document}, unread=unread)


def _word_or_blank(shape: type[M], value: Any, languages: tuple[str, ...]) -> M:
    """Return a word of a vocabulary, or one that asks nothing, if it cannot be read."""
    try:
        return shape.model_validate(value, context={"languages": languages})
    except ValidationError:
        label = model.Text(dict.fromkeys(languages, ""))
        return shape.model_construct(None, label=label)
