"""Text of records, made safe for the page that shows it.

In: the Markdown of a record's field. Out: Markdown that can hold emphasis,
links, citations, code and paragraphs, but no HTML, no image, no attribute but
``lang``, no heading, list, block or definition. What is not allowed is shown as
it was typed: the character that would begin it becomes an entity, which no rule
of Markdown reads. Links, written from the language's root, are turned to the
page that shows them. Every step takes time in proportion to the text.
"""

from __future__ import annotations

import html
import posixpath
import re
from functools import lru_cache

from explainer.derive import address

# Marks that `rendering.safety` reads: code whose every character is already an entity.
CODE_OPEN, CODE_CLOSE = "\ue022", "\ue023"
_CODE_SPAN = re.compile(f"{CODE_OPEN}[^{CODE_CLOSE}]*{CODE_CLOSE}")
# Control characters, and the private ones that templates and passes use as marks.
_UNWANTED = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\u2028\u2029\ue000-\uf8ff\ufffc]")
_BLANK_LINE = re.compile(r"(\n[ \t]*\n)")
_TICKS = re.compile(r"`+")
_TOKEN = re.compile(
    r"\\(?P<escaped>.)"
    rf"|(?<=[*_)\]{CODE_CLOSE}])(?P<lang>\{{lang=[a-zA-Z]{{2,3}}(?:-[a-zA-Z0-9]{{1,8}})*\}})"
    r"|(?P<char>!(?=\[)|[<{|`\[\]\\])",
    re.DOTALL,
)
# What begins a block at the start of a line; only its first character need change.
_LINE_START = re.compile(
    r"(?m)^[ \t]*(?:(?P<number>\d+)(?P<dot>[.)])(?=\s|$)"
    r"|(?P<mark>#|>|[-+*](?=\s|$)|[=-](?=[=-]*[ \t]*$)|:(?=\s|$)|!!!|\?\?\?|///|~~~"
    r"|[*_-](?=[ \t*_-]+$)))|^[ \t]+"
)
_LINK = re.compile(r"(?<=\]\()([^\s():]+?\.md(?:#[^\s()]*)?)(?=[\s)])")
_DEEPEST = 3  # a citation in the text of a link in brackets


def entity(char: str) -> str:
    """Return a character as the entity that shows it."""
    return f"&#{ord(char)};"


# A claim's words stand on its page and in lists: a text is read once for all pages of a folder.
_remembered = lru_cache(maxsize=1 << 16)


def safe(text: str, page: str) -> str:
    """Return ``text`` as harmless Markdown for the page named ``page``."""
    return _safe(text, posixpath.dirname(page))


@_remembered
def _safe(text: str, folder: str) -> str:
    text = _UNWANTED.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))
    paragraphs = _BLANK_LINE.split(text)  # with what is between them
    text = "".join(_characters(_code_spans(paragraph)) for paragraph in paragraphs)
    text = _LINE_START.sub(_line_start, text)
    return _LINK.sub(lambda m: address.relative(f"{folder}/" if folder else "", m[1]), text)


def inline(text: str, page: str) -> str:
    """Return ``safe`` text on one line, for headings, table cells and list items."""
    return _inline(text, posixpath.dirname(page))


@_remembered
def _inline(text: str, folder: str) -> str:
    line = re.sub(r"\s+", " ", _safe(text.strip(), folder)).strip()
    words = line.rstrip("#")  # a heading drops the hashes it ends with
    return words + entity("#") * (len(line) - len(words))


def literal(text: str) -> str:
    """Return plain words as Markdown that shows them as they are: titles, names, labels."""
    text = re.sub(r"\s+", " ", _UNWANTED.sub("", text)).strip()
    text = re.sub(r"[\\`*_{}\[\]<>|#&!~^]", lambda m: entity(m[0]), text)
    return _LINE_START.sub(_line_start, text)


def _code_spans(text: str) -> str:
    """Mark off the code of one paragraph, by one walk over its backticks.

    A run of backticks is closed by the next run of the same length; one that
    comes after a backslash opens nothing (CommonMark 6.1).
    """
    runs = [match.span() for match in _TICKS.finditer(text)]
    closers: dict[int, int] = {}
    following: list[int | None] = [None] * len(runs)
    for number in range(len(runs) - 1, -1, -1):
        length = runs[number][1] - runs[number][0]
        following[number] = closers.get(length)
        closers[length] = number
    out, end, number = [], 0, 0
    while number < len(runs):
        closer, (start, inside) = following[number], runs[number]
        before = text[end:start]
        escaped = (len(before) - len(before.rstrip("\\"))) % 2
        if closer is None or escaped:
            number += 1
            continue
        out += [before, _code(text[inside : runs[closer][0]])]
        end, number = runs[closer][1], closer + 1
    return "".join([*out, text[end:]])


def mask(text: str) -> str:
    """Return ``text`` with its code blanked: nothing in it counts as a citation or a link."""
    paragraphs = (_code_spans(paragraph) for paragraph in _BLANK_LINE.split(text))
    return _CODE_SPAN.sub(" ", "".join(paragraphs))


def _code(inside: str) -> str:
    """Return code as marks and entities, which no rule of Markdown reads."""
    words = re.sub(r"\s", " ", inside.strip()) or " "
    return CODE_OPEN + "".join(c if c.isalnum() else entity(c) for c in words) + CODE_CLOSE


def _characters(text: str) -> str:
    """Show HTML, attributes, tables, images and brackets without a partner as typed."""
    out: list[str] = []
    opened: list[int | None] = []  # where each open bracket is in ``out``; ``None``: shown as typed
    end = 0
    for match in _TOKEN.finditer(text):
        out.append(text[end : match.start()])
        end = match.end()
        if escaped := match["escaped"]:
            backslash = entity("\\") if escaped in f"\n{CODE_OPEN}" else "\\"
            out.append(entity(escaped) if escaped in "<{|`" else backslash + escaped)
        elif match["lang"]:
            out.append(match[0])
        elif match[0] == "[":
            deep = len(opened) >= _DEEPEST
            opened.append(None if deep else len(out))
            out.append(entity("[") if deep else "[")
        elif match[0] == "]":
            place = opened.pop() if opened else None
            out.append(entity("]") if place is None else "]")
            if place is not None and "".join(out[place:]) == "[TOC]":  # a mark of the engine
                out[place] = entity("[")
            if text.startswith(":", end):  # «[x]: …» would define a reference, and vanish
                out.append(entity(":"))
                end += 1
        else:
            out.append(entity(match[0]))
    for place in opened:
        if place is not None:
            out[place] = entity("[")
    return "".join([*out, text[end:]])


def _line_start(match: re.Match[str]) -> str:
    """Show what would begin a block; an indented line, which would be code, loses its indent."""
    if match["number"]:
        return match["number"] + entity(match["dot"])
    if match["mark"]:
        return entity(match["mark"][0]) + match["mark"][1:]
    return ""


_MD_LINK = re.compile(r"!?\[((?:[^\[\]]|\[[^\[\]]*\])*)\]\([^()]*(?:\([^()]*\)[^()]*)*\)")
_CITE = re.compile(r"\s*(?<!(?<!\\)\\)\[@[^\[\]]*\]")
_ATTRIBUTES = re.compile(r"(?<=[*_)\]`])\{[^{}\n]*\}")
_EMPHASIS = re.compile(r"(?<![\w\\])[*_]{1,3}(?=\S)|(?<=[^\s\\])[*_]{1,3}(?!\w)|(?<!\\)`+")
_ESCAPED = re.compile(r"\\([!-/:-@\[-`{-~])")


@_remembered
def plain(text: str) -> str:
    """Return the words alone: no citation, no link, no mark; for metadata and exports."""
    text = _CITE.sub("", text)
    text = _ATTRIBUTES.sub("", text)
    text = _MD_LINK.sub(r"\1", text)
    text = _EMPHASIS.sub("", text)
    text = html.unescape(_ESCAPED.sub(r"\1", text))
    return re.sub(r"\s+", " ", text).strip()
