"""The record of a figure: numbers that differ, each with its source, drawn to one scale.

In: plain values of one YAML file. Out: a ``Figure``, or pydantic's errors.
"""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field, model_validator

from explainer.model.base import Record, Strict
from explainer.model.fields import CitationText, Text, value_error

MAX_SQUARES = 3000  # that a drawing can show one by one


class FigureRow(Strict):
    """One number of a figure, with its source."""

    label: Text
    value: Annotated[float, Field(ge=0, lt=1e15, strict=False)] | None = None
    shown: Text
    about: bool = False
    drawn: bool = Field(True, description="False: a number of something else, only told in words")
    sources: list[CitationText] = Field(min_length=1)


class Figure(Record):
    """Numbers that differ, drawn to one scale: bars, or squares that can be counted.

    ``each`` is what one square stands for, in the figure's unit.
    """

    title: Text
    unit: Text
    scale: Literal["linear", "log", "units"] = "linear"
    each: Annotated[float, Field(gt=0, strict=False)] = 1
    rows: list[FigureRow] = Field(min_length=1)
    why: Text

    @model_validator(mode="after")
    def _limit_squares(self) -> Figure:
        most = max((row.value or 0 for row in self.rows if row.drawn), default=0)
        if self.scale == "units" and most / self.each > MAX_SQUARES:
            raise value_error(
                "value-range", f"each: more than {MAX_SQUARES:,} squares; expected a greater number"
            )
        return self
