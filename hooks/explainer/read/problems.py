"""Problems: what is wrong in the project's files, told to its contributor.

In: a file, a place in it and words. Out: lines of the form
``file:line:column: field: what is wrong; what is expected; did you mean …``.
Runs in every stage that reads what people wrote; nothing is raised, problems
are gathered so that all of them are seen in one go.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable
from dataclasses import dataclass

_CONTROL = re.compile("[\\x00-\\x1f\\x7f-\\x9f\\u2028\\u2029]")


@dataclass(frozen=True, order=True)
class Problem:
    """One mistake, at one place.

    ``file`` is relative to the project; ``line`` and ``column`` count from 1;
    ``field`` is a path into a record such as ``relations[0].target``, or empty.
    """

    file: str
    line: int
    column: int
    field: str
    message: str

    def __str__(self) -> str:
        field = f"{self.field}: " if self.field else ""
        return _one_line(f"{self.file}:{self.line}:{self.column}: {field}{self.message}")


def _one_line(text: str) -> str:
    """Return ``text`` with what would break the line, or act on a terminal, written out."""
    return _CONTROL.sub(lambda m: repr(m[0])[1:-1], text)


def nearest(wrong: object, known: Iterable[str]) -> str:
    """Return ``"; did you mean «x»?"`` for the known name closest to ``wrong``, or ``""``."""
    close = difflib.get_close_matches(str(wrong), list(known), n=1, cutoff=0.6)
    return f"; did you mean «{close[0]}»?" if close else ""


def expected_one_of(known: Iterable[str], limit: int = 12) -> str:
    """Return ``"; expected one of a, b, c"``, cut after ``limit`` names; ``""`` for no name."""
    names = list(known)
    if not names:
        return ""
    rest = f" … ({len(names)} in all)" if len(names) > limit else ""
    return f"; expected one of {', '.join(names[:limit])}{rest}"


def report(problems: Iterable[Problem]) -> str:
    """Return every distinct problem, sorted by file and place, one a line."""
    return "\n".join(str(problem) for problem in sorted(set(problems)))
