"""What a record holds, field by field: texts and citations, with their paths.

In: a record. Out: pairs of a path into its file and a value.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from typing import Any

from pydantic import BaseModel

from explainer.model.fields import Text
from explainer.read.citation import Citation, Malformed
from explainer.read.tree import Cited
from explainer.read.yamlio import Path


def walk(record: BaseModel, path: Path = ()) -> Iterator[tuple[Path, Any]]:
    """Yield (path, value) of every field, models and lists of models opened."""
    for name, key in _fields(type(record)):
        value = getattr(record, name, None)  # a word of a vocabulary may have been read in part
        here = (*path, key)
        yield here, value
        if isinstance(value, BaseModel):
            yield from walk(value, here)
        elif isinstance(value, list):
            for i, item in enumerate(value):
                if isinstance(item, BaseModel):
                    yield from walk(item, (*here, i))


@cache
def _fields(shape: type[BaseModel]) -> list[tuple[str, str]]:
    """Return (attribute, key in the file) of every field."""
    return [(name, field.alias or name) for name, field in shape.model_fields.items()]


def texts(record: BaseModel) -> Iterator[tuple[Path, Text]]:
    """Yield (path, text) of every localized text of a record."""
    for path, value in walk(record):
        if isinstance(value, Text):
            yield path, value


def listed(record: BaseModel) -> Iterator[tuple[Path, Cited]]:
    """Yield (path, citation) of every citation that stands in a list of a record."""
    for path, value in walk(record):
        if isinstance(value, list):
            for i, item in enumerate(value):
                if isinstance(item, Citation | Malformed):
                    yield (*path, i), item
