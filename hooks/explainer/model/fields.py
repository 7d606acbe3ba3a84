"""Types of the fields of records: texts, dates, ids, addresses, citations.

In: plain values of YAML. Out: typed values, or errors worded for contributors.
``records`` and ``vocabulary`` use them.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Callable
from typing import Annotated, Any

from pydantic import (
    AfterValidator,
    BeforeValidator,
    Field,
    GetCoreSchemaHandler,
    GetJsonSchemaHandler,
    GetPydanticSchema,
    ValidationInfo,
    WithJsonSchema,
)
from pydantic_core import CoreSchema, PydanticCustomError, core_schema

from explainer.read import addresses, citation
from explainer.read.rules import Rule

SLUG = re.compile(r"^[a-z0-9]+(?:-[a-z0-9]+)*$")
_DATE = re.compile(r"^(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?$")
MAX_SLUG = 80
NOT_A_TEXT = "YAML reads no text here; put it between quotes"


def value_error(rule: Rule, message: str, **details: str) -> PydanticCustomError:
    """Return a validation error; ``details`` for ``validation``: ``at`` is the key that is wrong."""
    return PydanticCustomError(rule, "{message}", {"message": message, **details})


class Text(dict[str, str]):
    """Text shown to readers: ``text["fr"]``; one entry for each language of the site."""

    @classmethod
    def __get_pydantic_core_schema__(cls, _: Any, __: GetCoreSchemaHandler) -> CoreSchema:
        written = core_schema.plain_serializer_function_ser_schema(dict)
        return core_schema.with_info_plain_validator_function(cls._validate, serialization=written)

    @classmethod
    def __get_pydantic_json_schema__(
        cls, _: CoreSchema, __: GetJsonSchemaHandler
    ) -> dict[str, Any]:
        return {"x-text": True}  # `schemas` says which languages

    @classmethod
    def _validate(cls, value: Any, info: ValidationInfo) -> Text:
        languages: tuple[str, ...] = (info.context or {}).get("languages", ())
        # The spaces at the ends of an interface string are meant: «: », ", ".
        trim: Callable[[str], str] = (info.context or {}).get("trim", str.strip)
        if isinstance(value, Text):
            return value
        if isinstance(value, str):
            if not value.strip():
                raise value_error("value-empty", "the text is empty")
            return cls({language: trim(value) for language in languages})
        form = "{" + ", ".join(f"{language}: …" for language in languages) + "}"
        if isinstance(value, (bool, int, float)):
            raise value_error("text-quotes", NOT_A_TEXT)
        if not isinstance(value, dict):
            raise value_error("value-type", f"expected a text, or {form}")
        for language in languages:
            if language not in value:
                message = f"the {language} text is missing; expected {form}"
                raise value_error("text-language", message, language=language, form=form)
        for language, text in value.items():
            if language not in languages:
                message = f"unknown language «{language}»; expected {form}"
                raise value_error("language-unknown", message, at=language)
            if not isinstance(text, str):
                raise value_error("text-quotes", NOT_A_TEXT, at=language)
            if not text.strip():
                raise value_error("value-empty", f"the {language} text is empty", at=language)
        return cls({language: trim(value[language]) for language in languages})


_YEARS_AFTER = 1200  # years that a time axis may need after the last date, within Python's range


def _validate_partial_date(value: Any) -> str:
    text = str(value) if isinstance(value, (str, int)) and not isinstance(value, bool) else ""
    match = _DATE.match(text)
    form = "expected an ISO 8601 date: 2020, 2020-12 or 2020-12-21"
    if value is None:
        raise value_error("value-empty", f"nothing is written here; {form}")
    if not match:
        raise value_error("date-form", f"{value} is not a date; {form}")
    try:
        datetime.date(int(match[1]), int(match[2] or 1), int(match[3] or 1))
        datetime.date(int(match[1]) + _YEARS_AFTER, 1, 1)
    except ValueError as error:
        raise value_error("date-form", f"there is no such date as {text}; {form}") from error
    return text


class Day(str):
    """The date of something that a person did: checked, asked, searched, changed."""

    __slots__ = ()


def _validate_full_date(text: str) -> Day:
    if len(text) != 10:
        raise value_error("date-form", f"{text} has no day; expected 2020-12-21")
    return Day(text)


def _validate_web_address(value: str) -> str:
    if not re.match(r"^https?://[^\s/$.?#][^\s<>\"]*$", value):
        form = "expected one that starts with https:// or http://"
        raise value_error("web-address", f"«{value}» is no web address; {form}")
    if why := addresses.explain_misleading(value):
        raise value_error("web-address", f"«{value}» {why}")
    return value


def require_text(value: str) -> str:
    """Return ``value``; raise ``PydanticCustomError`` if it is empty or white space."""
    if not value.strip():
        raise value_error("value-empty", "the text is empty")
    return value


def is_slug(text: str) -> bool:
    """Tell whether a text has the form of an id, or of a segment of an address."""
    return bool(SLUG.fullmatch(text)) and len(text) <= MAX_SLUG


def _validate_slug(value: str) -> str:
    if not is_slug(value):
        form = "expected lower-case ASCII words joined by hyphens"
        raise value_error("slug-form", f"«{value}» is no id or address; {form}")
    return value


def _validate_slugs(value: Text) -> Text:
    for text in value.values():
        _validate_slug(text)
    return value


def number_as_text(value: Any) -> Any:
    """Return a whole number as a text, anything else unchanged: YAML reads «12» as a number."""
    return str(value) if isinstance(value, int) and not isinstance(value, bool) else value


# JSON Schemas of the types, for editors (`schemas`). YAML reads a year alone as a number.
_DATE_SCHEMA = {"type": ["string", "integer"], "pattern": _DATE.pattern}
_DAY_SCHEMA = {"type": "string", "pattern": r"^\d{4}-\d{2}-\d{2}$"}
_SLUG_SCHEMA = {"type": "string", "pattern": SLUG.pattern, "maxLength": MAX_SLUG}
_WEB_SCHEMA = {"type": "string", "format": "uri", "pattern": "^https?://"}

PartialDate = Annotated[str, BeforeValidator(_validate_partial_date), WithJsonSchema(_DATE_SCHEMA)]
FullDate = Annotated[PartialDate, AfterValidator(_validate_full_date), WithJsonSchema(_DAY_SCHEMA)]
WebAddress = Annotated[str, AfterValidator(_validate_web_address), WithJsonSchema(_WEB_SCHEMA)]
Slug = Annotated[
    str,
    BeforeValidator(number_as_text),
    AfterValidator(_validate_slug),
    WithJsonSchema(_SLUG_SCHEMA),
]
Slugs = Annotated[Text, AfterValidator(_validate_slugs)]
_CITED_SCHEMA = core_schema.no_info_after_validator_function(
    citation.parse_bare,
    core_schema.str_schema(min_length=1),
    serialization=core_schema.plain_serializer_function_ser_schema(citation.format_bare),
)
CitationText = Annotated[
    citation.AnyCitation,
    GetPydanticSchema(lambda *_: _CITED_SCHEMA),
    Field(
        description="A citation: source id, then a locator: «order-2020, p. 1»",
        json_schema_extra={"x-refers": "sources"},
    ),
]


def VocabularyWord(vocabulary: str) -> Any:  # noqa: N802 (reads as a type)
    """Return a pydantic field whose value is a word of ``vocabulary`` (see vocabularies.yml)."""
    return Field(json_schema_extra={"x-vocabulary": vocabulary})


def RecordId(folder: str, *default: Any, **more: Any) -> Any:  # noqa: N802
    """Return a pydantic field for one or several ids of ``data/<folder>/``."""
    return Field(*default, json_schema_extra={"x-refers": folder}, **more)


def schema_annotation(extra: object, name: str) -> str:
    """Return the annotation that ``VocabularyWord`` or ``RecordId`` gave a field, or ``""``."""
    return str(extra.get(name, "")) if isinstance(extra, dict) else ""
