"""What a preview keeps in memory from one save to the next.

In: a step's name, what it depends on beside the tables, and how to do it. Out: its
result, done now or kept. A step is done again if what it asked of the tables
(``tracked_tables``), or what it was told, is no more the same.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable
from dataclasses import dataclass, field
from typing import Any, TypeVar

from explainer.run import tracked_tables

T = TypeVar("T")


@dataclass
class _Kept:
    told: Any
    asked: tracked_tables.Asked
    result: Any


@dataclass
class Memory:
    """Results by step; ``done`` counts the steps that were done, not kept."""

    kept: dict[Hashable, _Kept] = field(default_factory=dict)
    done: int = 0

    def told(self, name: Hashable, value: T) -> T:
        """Return ``value``, or what equals it from the last time: quick to compare then."""
        last = self.kept.get(("told", name))
        if last is not None and last.result == value:
            same: T = last.result
            return same
        self.kept["told", name] = _Kept(None, {}, value)
        return value

    def step(self, name: Hashable, told: Any, do: Callable[[], T]) -> T:
        """Return the result of a step; ``told`` is compared with what it was told before."""
        last = self.kept.get(name)
        if (
            last is not None
            and (last.told is told or last.told == told)
            and tracked_tables.holds(last.asked)
        ):
            result: T = last.result
            return result
        with tracked_tables.recording() as asked:
            result = do()
        self.kept[name] = _Kept(told, asked, result)
        self.done += 1
        return result
