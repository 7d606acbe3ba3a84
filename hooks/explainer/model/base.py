"""What every record is made of: strict models, an id.

In: nothing. Out: ``Strict``, ``Record``. ``records`` and ``source`` build on them.
"""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict, Field

from explainer.model.fields import Slug


class Strict(BaseModel):
    """Unknown keys are mistakes; values keep the type they were written in."""

    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)


class Record(Strict):
    """What every record has: an id, which is also its file's name."""

    id: Slug = Field(description="The file's name; never reused")
