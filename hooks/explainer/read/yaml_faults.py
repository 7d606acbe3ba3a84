"""Messages about invalid YAML, and about YAML that different readers read differently.

In: a text, or the parser's error. Out: messages.
"""

from __future__ import annotations

import re

import yaml

# Words and numbers of YAML 1.1 that are text in 1.2, or the reverse, or numbers of another value
# (https://yaml.org/spec/1.2.2/#103-core-schema); 12:30 counts in sixties in 1.1.
_AMBIGUOUS = re.compile(
    r"(?i:yes|no|on|off)|[-+]?(?:0[0-9]+|0o[0-7]+|0b[01_]+|0x[0-9a-fA-F_]+|[0-9]+[eE][-+]?[0-9]+)"
    r"|[-+]?[0-9][0-9,]*(?:_[0-9_.]*)+|[-+]?[1-9][0-9]*(?::[0-5]?[0-9])+(?:\.[0-9]*)?"
)

# Errors that the parser finds long after their cause → how to correct them.
_UNFINISHED = {
    "found unexpected end of stream": "; the quote that opens here is never closed",
    "could not find expected ':'": "; expected `key: value`, with a plain space after the colon",
}
_BAD_START = (
    "did not find expected alphabetic or numeric character",
    "did not find expected comment or line break",
    "block sequence entries are not allowed in this context",  # a list begins on the next line
)
# A text that YAML cuts short: of «the bridge #1» it reads «the bridge». (Comments have a space after #.)
CUT_COMMENT = re.compile(r"(?<![ \t])[ \t]+(#[^\s#!-].*)")
CUT_MESSAGE = (
    "«{}» is a comment to YAML, and no reader sees it; expected quotes around the text, or a space "
    "after the #"
)
# Spaces at the start of a line that YAML takes for no indent.
ODD_INDENT = re.compile("(?m)^ *([\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000])")


def explain_syntax_error(text: str, error: yaml.MarkedYAMLError) -> tuple[int, int, str]:
    """Return line and column, from 1, of a syntax error in ``text``, and a message."""
    reason = error.problem or error.context or "not YAML"
    unfinished = (
        reason in _UNFINISHED and error.context_mark
    )  # found where something ends that is wrong from its start
    mark = unfinished or error.problem_mark or error.context_mark
    line, column = (mark.line + 1, mark.column + 1) if mark else (1, 1)
    lines = text.splitlines() or [""]
    if line > len(lines):  # the end of the file is after its last line
        line, column = len(lines), len(lines[-1]) + 1
    before, at = lines[line - 1][: column - 1], lines[line - 1][column - 1 : column]
    starts = before[-1:] if before[-1:] in ("*", "|", ">") else at
    if "cannot start any token" in reason and at != "\t" or reason in _BAD_START:
        reason += f"; put a text that begins with «{starts}» between quotes"
    elif "\\t" in reason or "tab" in reason.lower() or "cannot start any token" in reason:
        reason += "; indent with spaces, never with a tab"
    elif reason in _UNFINISHED:
        reason += _UNFINISHED[reason]
    elif "did not find expected key" in reason and before.rstrip().endswith(("'", '"')):
        reason += "; put the whole text between quotes, of a kind that it does not hold"
    elif "unknown escape" in reason:
        reason += "; between double quotes a backslash is typed twice; between single ones, once"
    elif "mapping values are not allowed" in reason:
        reason += "; put a text that contains «: » between quotes, or after >-"
    elif "expected ',' or" in reason:
        reason += "; inside { } or [ ], put a text that contains , [ ] { or } between quotes"
    return line, column, f"not YAML: {reason}"


def explain_ambiguity(text: str, *, flow: bool) -> str:
    """Return why YAML readers differ on an unquoted scalar; ``""`` if they do not.

    ``flow``: it stands inside { } or [ ].
    """
    if flow and "?" in text:
        return (
            "some readers of YAML stop at a «?» inside { } or [ ]; expected the text between quotes"
        )
    if _AMBIGUOUS.fullmatch(text):
        wanted = "expected true or false, a plain number, or the text between quotes"
        return f"readers of YAML differ on «{text}»; {wanted}"
    return ""
