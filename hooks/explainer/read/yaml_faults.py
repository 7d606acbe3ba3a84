"""What is told of a text that is no YAML, or that readers of YAML read each in their way.

In: a text, what the parser said. Out: messages.
"""

from __future__ import annotations

import re

import yaml

# Words and numbers of YAML 1.1 that are text in 1.2, or the reverse, or numbers of another value
# (https://yaml.org/spec/1.2.2/#103-core-schema); 12:30 counts in sixties in 1.1.
_DISPUTED = re.compile(
    r"(?i:yes|no|on|off)|[-+]?(?:0[0-9]+|0o[0-7]+|0b[01_]+|0x[0-9a-fA-F_]+|[0-9]+[eE][-+]?[0-9]+)"
    r"|[-+]?[0-9][0-9,]*(?:_[0-9_.]*)+|[-+]?[1-9][0-9]*(?::[0-5]?[0-9])+(?:\.[0-9]*)?"
)


def syntax(text: str, error: yaml.MarkedYAMLError) -> tuple[int, int, str]:
    """Return line and column, from 1, of what is no YAML in ``text``, and a message."""
    mark = error.problem_mark or error.context_mark
    line, column = (mark.line + 1, mark.column + 1) if mark else (1, 1)
    lines = text.splitlines() or [""]
    if line > len(lines):  # found wanting at the end of the file, which is after its last line
        line, column = len(lines), len(lines[-1]) + 1
    said = error.problem or error.context or "not YAML"
    if "\\t" in said or "tab" in said.lower() or "character that cannot start any token" in said:
        said += "; indent with spaces, never with a tab"
    elif "mapping values are not allowed" in said:
        said += "; put a text that contains «: » between quotes, or after >-"
    elif "expected ',' or" in said:
        said += "; inside { } or [ ], put a text that contains , [ ] { or } between quotes"
    return line, column, f"not YAML: {said}"


def disputed(text: str, *, flow: bool) -> str:
    """Return why readers of YAML differ on a text without quotes; ``""`` if they do not.

    ``flow``: it stands inside { } or [ ].
    """
    if flow and "?" in text:
        return (
            "some readers of YAML stop at a «?» inside { } or [ ]; expected the text between quotes"
        )
    if _DISPUTED.fullmatch(text):
        return (
            f"readers of YAML differ on «{text}»; expected true or false, a plain number, or "
            "the text between quotes"
        )
    return ""
