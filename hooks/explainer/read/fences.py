"""Fenced code and HTML comments, taken out of a text before Markdown reads it.

In: a text. Out: the text with comments blanked (they are never published) and each
fence replaced by a placeholder line. The form of fences is that of CommonMark 4.5
(https://spec.commonmark.org), of whose info string only the first word counts.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from explainer.read import private
from explainer.read.tree import Fault

_OPEN = re.compile(r"^(?P<indent>[ \t]*)(?P<mark>`{3,}(?=[^`]*$)|~{3,})[ \t]*(?P<info>.*)$")
# Code spans are passed over, so that `<!--` in one stays.
_COMMENT = re.compile(
    r"(?s)(?<![`\\])(`+)(?!`)(?:(?!\n[ \t]*\n).)+?(?<!`)\1(?!`)|<!--.*?(?:-->|\Z)"
)
_QUOTED = re.compile(r"^[ \t]*>[> \t]*(?:`{3,}[^`]*|~{3,}.*)$")
PLACEHOLDER = re.compile(f"{private.FENCE}([0-9]+){private.END}")


@dataclass(frozen=True)
class Fence:
    """A fenced block: its code, its language (or ``""``), its first and last offset."""

    code: str
    language: str
    start: int
    end: int


def set_aside(text: str) -> tuple[str, str, list[Fence], list[Fault]]:
    """Return the text to parse, the text to search for offsets, the fences, and faults.

    The second has the length of ``text``: comments and fences are blanked in it.
    """
    fences: list[Fence] = []
    faults: list[Fault] = []
    if "```" not in text and "~~~" not in text:
        plain = _without_comments(text)
        return plain, plain, fences, _unclosed(text)
    lines, lines_read, at = text.split("\n"), [], 0
    number, starts, quoted = 0, list[int](), False
    for line in lines:
        starts.append(at)
        at += len(line) + 1
    inside_comment = _comment_lines(text, starts)
    blank = list(lines)
    while number < len(lines):
        opening = None if inside_comment[number] else _OPEN.match(lines[number])
        if not opening:
            lines_read.append(lines[number])
            if _QUOTED.match(lines[number]):
                quoted = not quoted
                message = f"«{lines[number].strip()}» opens no code in a quotation; expected the code after it"
                faults += [Fault(starts[number], "code-fence", message)] * quoted
            number += 1
            continue
        mark, indent = opening["mark"], opening["indent"]
        closing = re.compile(rf"^[ \t]*{re.escape(mark[0])}{{{len(mark)},}}[ \t]*$")
        end = next((i for i in range(number + 1, len(lines)) if closing.match(lines[i])), None)
        if end is None:
            message = f"the fence {mark} is never closed; expected a line {mark} after the code"
            faults.append(Fault(starts[number] + len(indent), "code-fence", message))
            end = len(lines) - 1
            code = lines[number + 1 :]
        else:
            code = lines[number + 1 : end]
        width = len(indent)
        code = [line[width:] if not line[:width].strip() else line.lstrip() for line in code]
        language = re.match(r"[\w+#.-]*", opening["info"].lstrip("{. "))
        where = starts[number] + width
        language_name = language[0] if language else ""
        fences.append(Fence("\n".join(code), language_name, where, starts[end] + len(lines[end])))
        for i in range(number, end + 1):
            blank[i] = " " * len(lines[i])
        lines_read += ["", f"{indent}{private.FENCE}{len(fences) - 1}{private.END}", ""]
        number = end + 1
    blanked = "\n".join(blank)
    faults += _unclosed(blanked)
    return _without_comments("\n".join(lines_read)), _without_comments(blanked), fences, faults


def _unclosed(text: str) -> list[Fault]:
    """Return a fault for a comment that is never closed: the rest of the text would be lost."""
    comments = [m for m in _COMMENT.finditer(text) if not m[1]] if "<!--" in text else []
    message = "the comment «<!--» is never closed; expected --> after it"
    open_ = (m for m in comments if not m[0].endswith("-->"))
    return [Fault(m.start(), "markdown-html", message) for m in open_]


def _without_comments(text: str) -> str:
    if "<!--" not in text:
        return text
    return _COMMENT.sub(lambda m: m[0] if m[1] else re.sub(r"[^\n]", " ", m[0]), text)


def _comment_lines(text: str, starts: list[int]) -> list[bool]:
    """Return for each line whether it starts inside a comment."""
    spans = [m.span() for m in _COMMENT.finditer(text) if not m[1]] if "<!--" in text else []
    return [any(start < at < end for start, end in spans) for at in starts]
