"""The record of an audit: a random sample of citations, and a verdict on each.

In: plain values of one YAML file, which ``make audit-citations`` writes for a person to fill in.
Out: an ``Audit``, or pydantic's errors.
"""

from __future__ import annotations

from math import sqrt
from typing import Literal

from pydantic import Field, model_validator

from explainer.model.base import Record, Strict
from explainer.model.fields import FullDate, value_error

_Z = 1.96  # the normal distribution's 97.5 %: intervals of 95 %
FAULTY = ("in-part", "does-not")


class Reading(Strict):
    """One citation of the sample: the statement it is cited for, the verdict, its reader and day."""

    cites: str = Field(min_length=1)
    where: str = Field(min_length=1)
    statement: str = Field(min_length=1)
    verdict: Literal["supports", "in-part", "does-not", "not-opened"] | None = None
    by: str | None = Field(None, min_length=1)
    on: FullDate | None = None
    note: str | None = None

    @model_validator(mode="after")
    def _require_signature(self) -> Reading:
        if self.verdict and not (self.by and self.on):
            message = "the verdict is not signed; expected `by:` and `on:` beside it"
            raise value_error("audit-unsigned", message)
        return self


class Audit(Record):
    """A sample of ``population`` citations; the same commit and ``seed`` give the same sample."""

    drawn: FullDate
    seed: int = Field(ge=0)
    population: int = Field(ge=1)
    readings: list[Reading] = Field(min_length=1)

    def verdicts(self, *wanted: str) -> int:
        """Return how many citations have one of the ``wanted`` verdicts; any verdict, if none given."""
        given = [verdict.verdict for verdict in self.readings if verdict.verdict]
        return sum(verdict in wanted for verdict in given) if wanted else len(given)

    @property
    def last(self) -> str:
        """The last day on which one was read, or ``""``."""
        return max((reading.on for reading in self.readings if reading.on), default="")

    @property
    def faulty(self) -> tuple[int, int, int] | None:
        """Percentage of faulty citations among those opened, and its 95 % confidence interval.

        ``None`` until all are read, or if none could be opened. Bounds are Wilson's score interval
        (E. B. Wilson, 1927), which holds for small samples and for rates near 0.
        """
        faulty = self.verdicts(*FAULTY)
        n = faulty + self.verdicts("supports")
        if self.verdicts() < len(self.readings) or not n:
            return None
        rate, square = faulty / n, _Z**2 / n
        middle = (rate + square / 2) / (1 + square)
        reach = _Z * sqrt(rate * (1 - rate) / n + square / (4 * n)) / (1 + square)
        low, high = (round(100 * bound) for bound in (middle - reach, middle + reach))
        return round(100 * rate), max(low, 0), min(high, 100)
