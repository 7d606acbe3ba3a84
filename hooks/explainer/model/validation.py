"""Validation of a YAML document against a model.

In: a ``yamlio.Document`` and a pydantic model. Out: an instance, or problems with locations.
"""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final, TypeVar, cast, get_args

from pydantic import BaseModel, ValidationError

from explainer.model import vocabulary
from explainer.read import yamlio
from explainer.read.problems import Problem, did_you_mean, expected_one_of
from explainer.read.rules import Rule

M = TypeVar("M", bound=BaseModel)


def validate(
    document: yamlio.Document, shape: type[M], languages: tuple[str, ...], problems: list[Problem]
) -> M | None:
    """Return the values of ``document`` as a ``shape``; or ``None``, and add problems."""
    if not isinstance(document.value, dict):
        problems.append(document.problem((), "yaml-mapping", "expected `key: value` lines"))
        return None
    try:
        trim = str if shape is vocabulary.Strings else str.strip
        context = {"languages": languages, "trim": trim}
        return shape.model_validate(document.value, context=context)
    except ValidationError as error:
        problems.extend(explain(document, shape, error))
        return None


_Record = tuple[yamlio.Document, M | None, tuple[Problem, ...]]
_cache: dict[tuple[str, type[BaseModel], tuple[str, ...]], tuple[bytes, _Record[Any]]] = {}


def read(file: str, raw: bytes, shape: type[M], languages: tuple[str, ...]) -> _Record[M]:
    """Return a file's document, its record or ``None``, and problems; cached by the bytes."""
    key, seal = (file, shape, languages), hashlib.sha256(raw).digest()
    if key not in _cache or _cache[key][0] != seal:
        _cache[key] = seal, _read(file, raw, shape, languages)
    return _cache[key][1]


def _read(file: str, raw: bytes, shape: type[M], languages: tuple[str, ...]) -> _Record[M]:
    document, problems = yamlio.read(file, raw)
    if document.value is None and problems:
        return document, None, tuple(problems)
    stem = Path(file).stem
    if isinstance(document.value, dict):
        id_ = str(document.value.get("id", stem))
        if id_ != stem:
            message = f"the id «{id_}» is unlike the file's name; expected «{stem}»"
            problems.append(document.problem(("id",), "record-id", message))
    record = validate(document, shape, languages, problems)
    named = record is not None and getattr(record, "id", stem) == stem
    return document, record if named else None, tuple(problems)


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

_LIMITS = {
    "greater_than": ("above", "gt"),
    "greater_than_equal": ("of at least", "ge"),
    "less_than": ("below", "lt"),
    "less_than_equal": ("of at most", "le"),
}
_EMPTY = "nothing is written here"
_MISSING_TEXT: Final = "text-language"


def explain(
    document: yamlio.Document, shape: type[BaseModel], error: ValidationError
) -> Iterator[Problem]:
    """Yield a problem for each of pydantic's errors, worded for contributors."""
    errors = error.errors(include_url=False, include_context=True)
    missing = Counter(item["ctx"]["language"] for item in errors if item["type"] == _MISSING_TEXT)
    untranslated = [language for language, count in missing.items() if count > _MAX_LISTED]
    for language in untranslated:
        yield _missing_language(
            document, language, [i for i in errors if i["type"] == _MISSING_TEXT]
        )
    for item in errors:
        if item["type"] == _MISSING_TEXT and item["ctx"]["language"] in untranslated:
            continue
        path = tuple(item["loc"])
        kind, context = item["type"], item.get("ctx", {})
        if kind == "missing":
            keys = _keys_at(shape, path[:-1])
            message = f"the key is missing; expected {', '.join(keys)}"
            yield document.problem(path, "key-missing", message)
        elif kind == "extra_forbidden":
            keys = _keys_at(shape, path[:-1])
            hint = did_you_mean(path[-1], keys) or expected_one_of(keys, 40)
            yield document.problem(path, "key-unknown", f"unknown key{hint}", key=True)
        elif kind in _TYPES:
            value = item.get("input")
            shown = "" if isinstance(value, (dict, list)) else f", found «{value}»"
            shown = f"{_TYPES[kind]}{shown}" if value is not None else f"{_EMPTY}; {_TYPES[kind]}"
            empty = value is None or "too_short" in kind
            yield document.problem(path, "value-empty" if empty else "value-type", shown)
        elif kind in _LIMITS:
            words, limit = _LIMITS[kind]
            message = f"expected a number {words} {context[limit]:g}, found «{item.get('input')}»"
            yield document.problem(path, "value-range", message)
        elif kind == "string_pattern_mismatch":
            message = f"«{item.get('input')}» has not the expected form {context.get('pattern')}"
            yield document.problem(path, "value-form", message)
        elif kind == "literal_error":
            names = re.findall(r"'([^']+)'", str(context.get("expected", "")))
            hint = did_you_mean(item.get("input"), names) or expected_one_of(names, 40)
            given = item.get("input")
            problem = _EMPTY if given is None else f"«{given}» is unknown"
            rule: Rule = "value-empty" if given is None else "value-choice"
            yield document.problem(path, rule, f"{problem}{hint}")
        elif kind == _MISSING_TEXT:
            yield document.missing_text(path, context["language"], item["msg"])
        else:  # an error of `fields.value_error`, whose type is the rule
            rule = cast(Rule, kind)
            if path and path[-1] == "[key]":  # the key itself is wrong
                yield document.problem(path[:-1], rule, item["msg"], key=True)
                continue
            at = (context["at"],) if "at" in context else ()
            yield document.problem((*path, *at), rule, item["msg"], key=bool(at))


_MAX_LISTED = 3  # missing texts of a language in a file that are reported one by one
_MAX_NAMED = 24  # fields that the one problem about more names


def _missing_language(document: yamlio.Document, language: str, errors: list[Any]) -> Problem:
    """Return the problem of a file that lacks most of its texts in a language."""
    missing = [item for item in errors if item["ctx"]["language"] == language]
    names = [yamlio.format_path(tuple(item["loc"])) for item in missing]
    listed = ", ".join(names[:_MAX_NAMED]) + (" …" if len(names) > _MAX_NAMED else "")
    message = (
        f"the {language} text is missing {len(names)} times ({listed}); "
        f"expected {missing[0]['ctx']['form']}"
    )
    return document.missing_text(tuple(missing[0]["loc"]), language, message)


def _keys_at(shape: Any, path: tuple[int | str, ...]) -> list[str]:
    """Return the keys of the model that ``path`` leads to from ``shape``."""
    for part in path:
        shape = _field_type(shape, part)
    if not (isinstance(shape, type) and issubclass(shape, BaseModel)):
        return []
    return [info.alias or name for name, info in shape.model_fields.items()]


def _field_type(shape: Any, part: int | str) -> Any:
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
