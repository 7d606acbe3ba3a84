"""Problems: mistakes in the project's files, reported to the contributor.

In: a file, a place in it and a message. Out: lines of the form
``file:line:column: field: what is wrong; what is expected; did you mean … [rule]``.
Nothing is raised for a mistake: each stage gathers problems, so that all are reported at once.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby
from typing import NamedTuple

from explainer.read.rules import Rule

# What would break the line, or act on a terminal.
_CONTROL = re.compile("[\\x00-\\x1f\\x7f-\\x9f\\u2028\\u2029]")


@dataclass(frozen=True, order=True)
class Problem:
    """One mistake, at one place.

    ``file`` is relative to the project; ``line`` and ``column`` count from 1;
    ``field`` is a path into a record such as ``relations[0].target``, or empty; ``rule`` is the
    id of what is broken, which ``python -m explainer rules`` explains.
    """

    file: str
    line: int
    column: int
    field: str
    rule: Rule
    message: str

    def __str__(self) -> str:
        field = f"{self.field}: " if self.field else ""
        line = f"{self.file}:{self.line}:{self.column}: {field}{self.message} [{self.rule}]"
        return _CONTROL.sub(lambda match: repr(match[0])[1:-1], line)


@dataclass(frozen=True)
class Location:
    """Line and column in a file, from 1; ``field`` is that of a record, or empty."""

    file: str
    line: int
    column: int
    field: str = ""

    def __str__(self) -> str:
        return f"{self.file}:{self.line}:{self.column}"

    def problem(self, rule: Rule, message: str) -> Problem:
        """Return a problem at this place."""
        return Problem(self.file, self.line, self.column, self.field, rule, message)


class Violation(NamedTuple):
    """A broken rule whose location the caller knows."""

    rule: Rule
    message: str


def file_problem(file: str, rule: Rule, message: str) -> Problem:
    """Return a problem with a whole file."""
    return Problem(file, 1, 1, "", rule, message)


# Groups of rules (the first word of an id) whose problems may only follow from others: reported
# where nothing of a lower rank is wrong with the same page, or the same field of a record.
_DEPENDENT = {"statement": 1, "same": 1, "status": 1, "published": 1, "schema": 1, "review": 2}


def dependency_rank(problem: Problem) -> int:
    """Return 0 for a problem that stands alone, else its rank in ``_DEPENDENT``."""
    return _DEPENDENT.get(problem.rule.partition("-")[0], 0)


def drop_dependent(problems: Iterable[Problem]) -> list[Problem]:
    """Return the problems without those that may only follow from others among them."""
    subjects: set[tuple[str, str]] = set()
    remaining: list[Problem] = []
    for _, group in groupby(sorted(problems, key=dependency_rank), key=dependency_rank):
        new = [problem for problem in group if _subject(problem) not in subjects]
        subjects |= {_subject(problem) for problem in new}
        remaining += new
    return remaining


def _subject(problem: Problem) -> tuple[str, str]:
    """Return the subject of a problem: a page in all languages, or a field of a record."""
    file = re.sub(r"^docs/[^/]+/", "docs/*/", problem.file)
    field = re.split(r"[.\[]", problem.field)[0] if file.startswith("data/") else ""
    return file, field


def did_you_mean(wrong: object, known: Iterable[str]) -> str:
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


def format_report(problems: Iterable[Problem]) -> str:
    """Return the distinct problems, sorted by file and place, one a line."""
    return "\n".join(str(problem) for problem in sorted(set(problems)))
