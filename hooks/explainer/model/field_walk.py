"""Walks over the fields of a record, with their paths in its file.

In: a record. Out: its fields; its localized texts, its citations, its references to other records.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from typing import Any, NamedTuple

from pydantic import BaseModel
from pydantic.fields import FieldInfo

from explainer.model.fields import Text, schema_annotation
from explainer.read.citation import AnyCitation
from explainer.read.yamlio import Path


class FieldValue(NamedTuple):
    """A field of ``holder`` (a record or a part of one) and its value."""

    path: Path
    holder: BaseModel
    info: FieldInfo
    value: Any

    def annotation(self, name: str) -> str:
        """Return the annotation ``x-…`` of the field in the model, or ``""``."""
        return schema_annotation(self.info.json_schema_extra, name)


def walk_fields(record: BaseModel, path: Path = ()) -> Iterator[FieldValue]:
    """Yield every field that has a value, and those of nested models and lists of models."""
    for name, key, info in _fields(type(record)):
        value = getattr(
            record, name, None
        )  # words of vocabularies may lack fields that are invalid
        if value is None or value == []:
            continue
        here = (*path, key)
        yield FieldValue(here, record, info, value)
        if isinstance(value, BaseModel):
            yield from walk_fields(value, here)
        elif isinstance(value, list):
            for i, item in enumerate(value):
                if isinstance(item, BaseModel):
                    yield from walk_fields(item, (*here, i))


@cache
def _fields(shape: type[BaseModel]) -> list[tuple[str, str, FieldInfo]]:
    """Return (attribute, key in the file, pydantic's description) of every field."""
    return [(name, info.alias or name, info) for name, info in shape.model_fields.items()]


def required_values(holder: BaseModel) -> list[Any]:
    """Return the values of the required fields of a record, or of a part of one."""
    shape = type(holder).model_fields
    return [getattr(holder, name) for name, info in shape.items() if info.is_required()]


def localized_texts(record: BaseModel) -> Iterator[tuple[Path, Text]]:
    """Yield (path, text) of every localized text of a record."""
    for at in walk_fields(record):
        if isinstance(at.value, Text):
            yield at.path, at.value


def listed_citations(record: BaseModel) -> Iterator[tuple[Path, AnyCitation]]:
    """Yield (path, citation) of every citation that stands in a list of a record."""
    for at in walk_fields(record):
        if isinstance(at.value, list):
            for i, item in enumerate(at.value):
                if isinstance(item, AnyCitation):
                    yield (*at.path, i), item


def record_references(record: BaseModel) -> Iterator[tuple[Path, str, str]]:
    """Yield (path, folder, id) of every id of another record, those of citations excepted."""
    for at in walk_fields(record):
        if folder := at.annotation("x-refers"):
            if isinstance(at.value, list):
                yield from (((*at.path, i), folder, id_) for i, id_ in enumerate(at.value))
            elif at.value:
                yield at.path, folder, at.value
