"""Detection of Git's conflict markers.

In: the bytes of a text file. Out: a problem, or ``None``. A marker stands at the start
of a line (https://git-scm.com/docs/git-merge#_how_conflicts_are_presented); «=======»
is not counted as one, since it underlines headings too.
"""

from __future__ import annotations

import re

from explainer.read.problems import Problem

_MARK = re.compile(rb"(?m)^(?:<{7}|>{7})(?:[ \r\n]|\Z)")


def find_conflict(file: str, raw: bytes) -> Problem | None:
    """Return a problem for the first conflict marker in ``raw``, the bytes of ``file``."""
    if b"<<<<<<<" not in raw and b">>>>>>>" not in raw or not (mark := _MARK.search(raw)):
        return None
    line = raw.count(b"\n", 0, mark.start()) + 1
    message = f"«{mark[0][:7].decode()}» marks a conflict of two branches; keep one side, or both"
    return Problem(file, line, 1, "", "file-conflict", message)
