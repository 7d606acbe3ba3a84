"""What Git leaves in a file where two branches disagree, and nobody has decided.

In: the bytes of a file of text. Out: a problem, or none. A mark stands at the start
of a line (https://git-scm.com/docs/git-merge#_how_conflicts_are_presented); the
«=======» between the two sides is no mark: it underlines a heading too.
"""

from __future__ import annotations

import re

from explainer.read.problems import Problem

_MARK = re.compile(rb"(?m)^(?:<{7}|>{7})(?:[ \r\n]|\Z)")


def find_conflict(file: str, raw: bytes) -> Problem | None:
    """Return the problem of the first mark in ``raw``, the bytes of ``file``."""
    if b"<<<<<<<" not in raw and b">>>>>>>" not in raw or not (mark := _MARK.search(raw)):
        return None
    line = raw.count(b"\n", 0, mark.start()) + 1
    message = f"«{mark[0][:7].decode()}» marks a conflict of two branches; keep one side, or both"
    return Problem(file, line, 1, "", "file-conflict", message)
