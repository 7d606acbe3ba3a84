"""Problems: what is wrong in the project's files, told to its contributor.

In: a file, a place in it and words. Out: lines of the form
``file:line:column: field: what is wrong; what is expected; did you mean … [rule]``.
Runs in every stage that reads what people wrote; nothing is raised, problems
are gathered so that all of them are seen in one go.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby
from typing import NamedTuple

from explainer.read.rules import Rule

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
        return _one_line(
            f"{self.file}:{self.line}:{self.column}: {field}{self.message} [{self.rule}]"
        )


@dataclass(frozen=True)
class Location:
    """A place in a file, from 1; ``field`` is a record's, or empty."""

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
    """What is wrong, where its place is for another to say."""

    rule: Rule
    message: str


def file_problem(file: str, rule: Rule, message: str) -> Problem:
    """Return a problem of a whole file."""
    return Problem(file, 1, 1, "", rule, message)


# What may follow from another mistake: told only where nothing else is wrong with the page or with
# the field of the record, in the order of these numbers. By the first word of the rule.
_DEPENDENT = {"statement": 1, "same": 1, "status": 1, "published": 1, "schema": 1, "review": 2}


def dependency_rank(problem: Problem) -> int:
    """Return when a problem is told: 0 at once, else in the order of ``_DEPENDENT``."""
    return _DEPENDENT.get(problem.rule.partition("-")[0], 0)


def drop_dependent(problems: Iterable[Problem]) -> list[Problem]:
    """Return problems without those that may follow from others among them."""
    subjects: set[tuple[str, str]] = set()
    remaining: list[Problem] = []
    for _, group in groupby(sorted(problems, key=dependency_rank), key=dependency_rank):
        new = [problem for problem in group if _subject(problem) not in subjects]
        subjects |= {_subject(problem) for problem in new}
        remaining += new
    return remaining


def _subject(problem: Problem) -> tuple[str, str]:
    """Return what a problem is about: a page and its twins, or a record and one of its fields."""
    file = re.sub(r"^docs/[^/]+/", "docs/*/", problem.file)
    field = re.split(r"[.\[]", problem.field)[0] if file.startswith("data/") else ""
    return file, field


def _one_line(text: str) -> str:
    """Return ``text`` with what would break the line, or act on a terminal, written out."""
    return _CONTROL.sub(lambda m: repr(m[0])[1:-1], text)


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
    """Return every distinct problem, sorted by file and place, one a line."""
    return "\n".join(str(problem) for problem in sorted(set(problems)))
