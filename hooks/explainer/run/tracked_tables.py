"""Tables that remember who asked what, so that only what depends on a change is made again.

In: look-ups made while ``recording``. Out: what was asked of each table, and the
answer; ``holds`` tells whether the same tables, made anew from changed files,
would still answer so. A page is a function of the answers that it got.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, Generic, TypeVar

_MISSING = object()
_ALL = object()  # stands for the whole table: who walks it depends on every row

Asked = dict[tuple[str, Any], Any]
"""From (table's name, key) to the answer."""
K = TypeVar("K")
V = TypeVar("V")

_asked: Asked | None = None
_latest: dict[str, Table[Any, Any]] = {}


class Table(dict[K, V], Generic[K, V]):
    """A dictionary known by its name; with ``make``, a missing row is made when it is asked for."""

    def __init__(
        self, name: str, rows: dict[K, V] | None = None, make: Callable[[], V] | None = None
    ) -> None:
        super().__init__(rows or {})
        self.name, self.make = name, make
        _latest[name] = self

    def __missing__(self, key: K) -> V:
        if self.make is None:
            raise KeyError(key)
        if _asked is not None:  # a look that adds a row would change what others see
            return self.make()
        made = self[key] = self.make()
        return made

    def __getitem__(self, key: K) -> V:
        value = super().__getitem__(key)
        if _asked is not None:
            _asked.setdefault((self.name, key), value)
        return value

    def get(self, key: K, default: Any = None) -> Any:
        """Return the row, or ``default``."""
        value = super().get(key, _MISSING)
        if _asked is not None:
            _asked.setdefault((self.name, key), value)
        return default if value is _MISSING else value

    def __contains__(self, key: object) -> bool:
        found = super().__contains__(key)
        if _asked is not None:
            _asked.setdefault((self.name, key), super().get(key, _MISSING))  # type: ignore[arg-type]
        return found

    def __iter__(self) -> Iterator[K]:
        self._whole()
        return super().__iter__()

    def keys(self) -> Any:
        """Return the keys."""
        self._whole()
        return super().keys()

    def values(self) -> Any:
        """Return the rows."""
        self._whole()
        return super().values()

    def items(self) -> Any:
        """Return the keys and the rows."""
        self._whole()
        return super().items()

    def __len__(self) -> int:
        self._whole()
        return super().__len__()

    def _whole(self) -> None:
        if _asked is not None and (self.name, _ALL) not in _asked:
            _asked[self.name, _ALL] = dict(dict.items(self))


@contextmanager
def recording() -> Iterator[Asked]:
    """Gather what is asked of every table inside the block."""
    global _asked
    before, _asked = _asked, {}
    try:
        yield _asked
    finally:
        if before is not None:
            before.update(_asked)
        _asked = before


def kept(known: dict[K, tuple[V, Asked | None]], key: K, make: Callable[[], V]) -> V:
    """Return what is made once under ``key``; whoever takes it later has asked what it asked."""
    found = known.get(key)
    if found is None or found[1] is None and _asked is not None:
        if _asked is None:
            found = make(), None
        else:
            with recording() as asked:
                found = make(), asked
        known[key] = found
    elif _asked is not None:
        _asked.update(found[1] or {})
    return found[0]


def holds(asked: Asked) -> bool:
    """Tell whether the tables, as they were last made, answer all this alike."""
    for (name, key), value in asked.items():
        table = _latest.get(name)
        if table is None:
            return False
        if key is _ALL:
            now: Any = dict(dict.items(table))
        else:
            now = dict.get(table, key, _MISSING)
            if now is value:  # nearly always
                continue
            if now is _MISSING and table.make is not None:
                now = table.make()
        if now != value:
            return False
    return True


def never() -> None:
    """Mark what is being recorded as never the same again."""
    if _asked is not None:
        _asked["", object()] = _MISSING
