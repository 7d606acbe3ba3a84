"""Base models of the records.

In: nothing. Out: ``Strict``, for records and their parts, and ``Record``.
"""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict, Field

from explainer.model.fields import Slug


class Strict(BaseModel):
    """A model that refuses unknown keys and converts no types."""

    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)


class Record(Strict):
    """A record: a file of ``data/``, whose name is the id."""

    id: Slug = Field(description="The file's name; never reused")
