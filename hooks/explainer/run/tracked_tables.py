"""Dictionaries that record which rows were looked up, so that only what depends on a change is redone.

In: look-ups made inside ``record_lookups``. Out: the answer to each, by table and key;
``are_current`` tells whether the same tables, rebuilt from changed files, would still give these
answers. A page is a function of the answers that it got.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, Generic, TypeVar

_MISSING = object()
_ALL_ROWS = object()  # stands for the whole table: iterating depends on every row

Lookups = dict[tuple[str, Any], Any]
"""From (table's name, key) to the answer."""
K = TypeVar("K")
V = TypeVar("V")

_recorded: Lookups | None = None
_tables: dict[str, TrackedTable[Any, Any]] = {}


class TrackedTable(dict[K, V], Generic[K, V]):
    """A dictionary with a name; ``make``, if given, makes the row of a missing key when it is looked up.

    A table made later under the same name replaces the earlier one for ``are_current``.
    """

    def __init__(
        self, name: str, rows: dict[K, V] | None = None, make: Callable[[], V] | None = None
    ) -> None:
        super().__init__(rows or {})
        self.name, self.make = name, make
        _tables[name] = self

    def __missing__(self, key: K) -> V:
        if self.make is None:
            raise KeyError(key)
        if _recorded is not None:  # a look-up must not add a row that others then see
            return self.make()
        made = self[key] = self.make()
        return made

    def __getitem__(self, key: K) -> V:
        value = super().__getitem__(key)
        if _recorded is not None:
            _recorded.setdefault((self.name, key), value)
        return value

    def get(self, key: K, default: Any = None) -> Any:
        """Return the row, or ``default``; the look-up is recorded."""
        value = super().get(key, _MISSING)
        if _recorded is not None:
            _recorded.setdefault((self.name, key), value)
        return default if value is _MISSING else value

    def __contains__(self, key: object) -> bool:
        found = super().__contains__(key)
        if _recorded is not None:
            _recorded.setdefault((self.name, key), super().get(key, _MISSING))  # type: ignore[arg-type]
        return found

    def __iter__(self) -> Iterator[K]:
        self._record_all_rows()
        return super().__iter__()

    def keys(self) -> Any:
        """Return the keys; the whole table is recorded."""
        self._record_all_rows()
        return super().keys()

    def values(self) -> Any:
        """Return the rows; the whole table is recorded."""
        self._record_all_rows()
        return super().values()

    def items(self) -> Any:
        """Return the keys and the rows; the whole table is recorded."""
        self._record_all_rows()
        return super().items()

    def __len__(self) -> int:
        self._record_all_rows()
        return super().__len__()

    def _record_all_rows(self) -> None:
        if _recorded is not None and (self.name, _ALL_ROWS) not in _recorded:
            _recorded[self.name, _ALL_ROWS] = dict(dict.items(self))


@contextmanager
def record_lookups() -> Iterator[Lookups]:
    """Record every look-up in any table inside the block; an outer recording gets them too."""
    global _recorded
    before, _recorded = _recorded, {}
    try:
        yield _recorded
    finally:
        if before is not None:
            before.update(_recorded)
        _recorded = before


def get_or_make(results: dict[K, tuple[V, Lookups | None]], key: K, make: Callable[[], V]) -> V:
    """Return a value made once under ``key``; its look-ups are recorded for each caller that gets it."""
    entry = results.get(key)
    if entry is None or entry[1] is None and _recorded is not None:
        if _recorded is None:
            entry = make(), None
        else:
            with record_lookups() as lookups:
                entry = make(), lookups
        results[key] = entry
    elif _recorded is not None:
        _recorded.update(entry[1] or {})
    return entry[0]


def are_current(lookups: Lookups) -> bool:
    """Tell whether the current tables give the same answers to all these look-ups."""
    for (name, key), value in lookups.items():
        table = _tables.get(name)
        if table is None:
            return False
        if key is _ALL_ROWS:
            current: Any = dict(dict.items(table))
        else:
            current = dict.get(table, key, _MISSING)
            if current is value:  # nearly always
                continue
            if current is _MISSING and table.make is not None:
                current = table.make()
        if current != value:
            return False
    return True


def mark_always_stale() -> None:
    """Make the recording in progress one that ``are_current`` always refuses."""
    if _recorded is not None:
        _recorded["", object()] = _MISSING
