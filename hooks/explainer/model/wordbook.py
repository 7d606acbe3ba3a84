"""Interface strings and vocabularies: the generator's, overridden by the project's.

In: a project's folder and its languages. Out: a ``Wordbook``, with what could be read of both, and
problems. ``templates/strings.yml`` and
``templates/vocabularies.yml`` serve every project; its own ``data/strings.yml`` and
``data/vocabularies.yml``, if it has them, change a word, add one or another language. A word of a
language with a region (``fr-CA``) is that of the language where nobody wrote another.
"""

from __future__ import annotations

from contextlib import suppress
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
    """Strings and vocabularies by name, and the documents of the files.

    ``unread``: the vocabularies that could not be read whole, so that an unknown word may be right.
    ``whole``: the files of strings were read to their ends.
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
    words = Wordbook(vocabularies) if vocabularies else _read_valid_words(document, languages)
    words.documents["vocabularies"] = document
    if problems and any(part.value is None for part in (document.override, document.base)):
        words.unread |= set(vocabulary.TABLES)  # an unreadable file may hold any word
    texts, found = _layered(root, "strings.yml", languages)
    unread = bool(found)
    words.documents["strings"] = texts
    strings = _validate(texts, vocabulary.Strings, languages, found)
    problems += found
    # A file that is read in part lacks more strings than the problems say.
    words.whole = bool(texts.value) and not unread
    if strings is not None:
        words.strings = dict(strings.root)
    else:
        context = {"languages": languages, "trim": str}
        for key, value in (texts.value or {}).items():
            with suppress(ValidationError):
                strings = vocabulary.Strings.model_validate({key: value}, context=context)
                words.strings |= strings.root
    return words, problems


def _layered(
    root: Path, name: str, languages: tuple[str, ...]
) -> tuple[LayeredDocument, list[Problem]]:
    """Return the project's file merged over what it uses of the generator's, and problems."""
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
    project, generator = both
    selected = _in_languages(generator.value, languages) or {}
    return LayeredDocument(project, generator, _apply_only(selected, project.value or {})), problems


@lru_cache(maxsize=16)
def _document(file: str, raw: bytes) -> tuple[yamlio.Document, tuple[Problem, ...]]:
    document, problems = yamlio.read(file, raw)
    return document, tuple(problems)


def _validate(
    document: LayeredDocument, shape: type[M], languages: tuple[str, ...], problems: list[Problem]
) -> M | None:
    """Return the values as a ``shape``; ``None`` if they are invalid or were read in part only."""
    unread = bool(problems)
    validated = validate(document, shape, languages, problems) if document.value else None
    return None if unread else validated


def _in_languages(value: Any, languages: tuple[str, ...]) -> Any:
    """Return the generator's values without the texts of other languages than the site's."""
    if not isinstance(value, dict):
        return value
    items = value.items()
    if value and all(isinstance(text, str) and locales.is_known(key) for key, text in items):
        words = ((c, value.get(c, value.get(locales.base_language(c)))) for c in languages)
        return {code: text for code, text in words if text is not None}
    selected = {key: _in_languages(inner, languages) for key, inner in value.items()}
    # Without plural forms that no language of the site has.
    return {key: inner for key, inner in selected.items() if inner != {} or value[key] == {}}


def _apply_only(generator: Any, project: Any) -> Any:
    """Return the generator's values; of the vocabularies under ``only:``, the project's words alone."""
    only = project.get("only")
    for name in only if isinstance(only, list) else ():
        named = project.get(name)
        if isinstance(generator.get(name), dict) and isinstance(named, dict):
            generator[name] = {word: generator[name].get(word) for word in named}
    return generator


def _read_valid_words(document: LayeredDocument, languages: tuple[str, ...]) -> Wordbook:
    """Return the words that are valid, and a blank one for each that is not."""
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
    return Wordbook(vocabularies, unread=unread)


def _word_or_blank(shape: type[M], value: Any, languages: tuple[str, ...]) -> M:
    """Return a word of a vocabulary; if it is invalid, one without label and requirements."""
    try:
        return shape.model_validate(value, context={"languages": languages})
    except ValidationError:
        label = model.Text(dict.fromkeys(languages, ""))
        return shape.model_construct(None, label=label)
