"""Results that a preview keeps in memory from one save to the next.

In: a step's name, its inputs, and a function that does it. Out: its result, computed or reused. A
step runs again if its inputs changed, or if a look-up that it made in a tracked table
(``tracked_tables``) would now have another answer.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable
from dataclasses import dataclass, field
from typing import Any, TypeVar

from explainer.run import tracked_tables

T = TypeVar("T")


@dataclass
class _StepResult:
    inputs: Any
    lookups: tracked_tables.Lookups
    value: Any


@dataclass
class PreviewMemory:
    """Results by step; ``steps_run`` counts the steps that ran, those reused excepted."""

    results: dict[Hashable, _StepResult] = field(default_factory=dict)
    steps_run: int = 0

    def reuse_if_equal(self, name: Hashable, value: T) -> T:
        """Return the equal value of the last time if there is one: comparing the same object again is fast."""
        last = self.results.get(("equal", name))
        if last is not None and last.value == value:
            value_before: T = last.value
            return value_before
        self.results["equal", name] = _StepResult(None, {}, value)
        return value

    def run_step(self, name: Hashable, inputs: Any, run: Callable[[], T]) -> T:
        """Return the result of a step; run it if it is new, or if its inputs or look-ups changed."""
        last = self.results.get(name)
        if (
            last is not None
            and (last.inputs is inputs or last.inputs == inputs)
            and tracked_tables.are_current(last.lookups)
        ):
            value: T = last.value
            return value
        with tracked_tables.record_lookups() as lookups:
            value = run()
        self.results[name] = _StepResult(inputs, lookups, value)
        self.steps_run += 1
        return value
