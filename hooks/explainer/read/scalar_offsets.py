"""Mapping of an offset in the value of a YAML scalar to an offset in its file.

In: a file's text, the span of a scalar in it, and an offset into the scalar's value.
Out: an offset into the file. YAML folds lines, drops indents and knows escapes
(https://yaml.org/spec/1.2.2/, 7.3 and 8.1), but it only ever turns white space into
white space: so both texts are walked side by side, each run of white space as one.
"""

from __future__ import annotations

import re

_ESCAPE = re.compile(r"\\(?:x[0-9a-fA-F]{2}|u[0-9a-fA-F]{4}|U[0-9a-fA-F]{8}|\n|.)")
_SPACES = frozenset("t\tnvfr N_LP\n")  # after a backslash these mean white space


def file_offset(source: str, start: int, end: int, text: str, offset: int) -> int:
    """Return the offset in ``source`` of ``text[offset]``; ``source[start:end]`` is the scalar.

    ``text`` is its value, perhaps without white space at its ends. Returns ``start``
    if the two do not agree.
    """
    at, style = _find_content(source, start, end)
    at, position = _skip_white_space(source, at, end, style), 0
    position = len(text) - len(text.lstrip())
    while position < min(offset, len(text)):
        if text[position].isspace():
            while position < len(text) and text[position].isspace():
                position += 1
            if position > offset:  # inside the white space
                return at
            at = _skip_white_space(source, at, end, style)
            continue
        length = _character_length(source, at, style)
        if at >= end or (length == 1 and source[at] != text[position]):
            return start
        at, position = at + length, position + 1
        if style == '"' and source.startswith("\\\n", at):  # an escaped line break inside a word
            at = _skip_white_space(source, at, end, style)
    return at if at < end else start


def _find_content(source: str, start: int, end: int) -> tuple[int, str]:
    """Return where a scalar's content starts, and its style: ``"``, ``'``, ``|`` or ``""``, plain."""
    first = source[start : start + 1]
    if first in ("|", ">"):
        line = source.find("\n", start, end)
        return (line + 1 if line >= 0 else end), "|"
    return (start + 1, first) if first in ('"', "'") else (start, "")


def _skip_white_space(source: str, at: int, end: int, style: str) -> int:
    """Return the end of the white space at ``at``, escape sequences included."""
    while at < end:
        if source[at].isspace():
            at += 1
        elif style == '"' and source[at] == "\\" and source[at + 1 : at + 2] in _SPACES:
            at += 2
        else:
            break
    return at


def _character_length(source: str, at: int, style: str) -> int:
    """Return the length in the source of the character at ``at``: more than 1 for an escape."""
    if style == '"' and (match := _ESCAPE.match(source, at)):
        return len(match[0])
    return 2 if style == "'" and source.startswith("''", at) else 1
