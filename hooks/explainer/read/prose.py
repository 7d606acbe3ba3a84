"""Markdown as people wrote it: what a page holds, and where.

In: one file of ``docs/<language>/``. Out: a ``Prose`` (front matter, headings,
links, citations, embeds, blocks), each with its line and column. Runs before
anything is rendered, so that mistakes are told by their place in the source.
Code, comments and blocks of HTML are blanked first: nothing in them counts.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property

from explainer.read import citation, yamlio
from explainer.read.problems import Problem

_FENCE = re.compile(
    r"(?ms)^(?P<mark> {0,3}(?:`{3,}|~{3,}))[^\n]*\n.*?(?:^(?P=mark)[`~]*[ \t]*$|\Z)"
)
_CODE = re.compile(r"(?s)(?<![`\\])(?P<mark>`+)(?!`)(?:(?!\n[ \t]*\n).)+?(?<!`)(?P=mark)(?!`)")
_COMMENT = re.compile(r"(?s)<!--.*?-->")
_HTML = re.compile(
    r"(?ims)^ {0,3}<(address|article|aside|blockquote|details|div|dl|fieldset|figure|footer|form"
    r"|header|main|nav|ol|p|pre|script|section|style|table|textarea|ul)"
    r"(?![^>]*\smarkdown\b)(?=[\s>])[^>]*>.*?(?:</\1\s*>|\Z)"
)
_HEADING = re.compile(r"(?m)^(#{1,6})[ \t]+(.*?)[ \t]*(?:\{[ \t]*#([^\s}]+)[^}\n]*\})?[ \t]*$")
_LINK = re.compile(
    r"(?<!\\)(!?)\[((?:[^\[\]\\]|\\.|\[[^\[\]]*\])*)\]\((<[^<>\n]*>|[^\s()]*(?:\([^\s()]*\)[^\s()]*)*)(?:\s+[\"'][^\"'\n]*[\"'])?\)"
)
_REFERENCE = re.compile(r"(?m)^ {0,3}\[[^\]\n]+\]:[ \t]*(\S+)")
_AUTOLINK = re.compile(r"<((?:https?|mailto|javascript|data|file|ftp)[^\s<>]*)>", re.IGNORECASE)
_EMBED = re.compile(r'(?m)^!!! +([a-z][a-z-]*)(?: +"([^"\n]*)")?[ \t]*$')
_FRONT = re.compile(r"(?s)\A---[ \t]*\n(.*?)\n(?:---|\.\.\.)[ \t]*(?:\n|\Z)")
_ITEM = re.compile(r"^[ \t]*(?:[-*+]|\d+[.)]) +")
_DEFINITION = re.compile(r"^ {0,3}:[ \t]+\S")
PICTURE = "expected ![what it shows](../assets/name.svg)"
_MARK = re.compile(r"\{:([^}\n]*)\}")


@dataclass(frozen=True)
class Spot:
    """A place in a file, from 1."""

    line: int
    column: int


@dataclass(frozen=True)
class Heading:
    """A heading: its level, text, id (``""`` if none is written) and place."""

    level: int
    text: str
    id: str
    spot: Spot


@dataclass(frozen=True)
class Link:
    """A link or image: target as written, and its place."""

    target: str
    text: str
    image: bool
    spot: Spot


@dataclass(frozen=True)
class Cite:
    """A citation, or a malformed one, the id of the section it is in, and its place."""

    cited: citation.Citation | citation.Malformed
    section: str
    spot: Spot


@dataclass(frozen=True)
class Embed:
    """A block such as ``!!! claim "id"``."""

    kind: str
    id: str
    section: str
    spot: Spot


@dataclass(frozen=True)
class Block:
    """A paragraph, list item, table row or definition: one unit of statement; or a table's head."""

    kind: str
    text: str
    section: str
    marks: frozenset[str]
    spot: Spot


@dataclass
class Prose:
    """One page as written. ``name`` is its path inside the language's folder."""

    file: str
    language: str
    name: str
    meta: dict[str, object] = field(default_factory=dict)
    front: yamlio.Document | None = None
    body: str = ""
    first_line: int = 1

    def spot(self, offset: int) -> Spot:
        """Return the place in the file of ``offset`` into the body."""
        line = self.body.count("\n", 0, offset)
        return Spot(line + self.first_line, offset - (self.body.rfind("\n", 0, offset) + 1) + 1)

    def problem(self, spot: Spot, field_name: str, message: str) -> Problem:
        """Return a problem at a place of this page."""
        return Problem(self.file, spot.line, spot.column, field_name, message)

    def meta_problem(self, key: str, message: str) -> Problem:
        """Return a problem about a key of the front matter (or its absence)."""
        if self.front is None:
            return Problem(self.file, 1, 1, key, message)
        place = self.front.place((key,))
        return Problem(self.file, place.line, place.column, key, message)

    @cached_property
    def masked(self) -> str:
        """The body with code and comments blanked, every offset kept."""
        return mask(self.body)

    @cached_property
    def headings(self) -> list[Heading]:
        """The headings, in order."""
        return [
            Heading(len(m[1]), m[2], m[3] or "", self.spot(m.start()))
            for m in _HEADING.finditer(self.masked)
        ]

    def _section(self, line: int) -> str:
        section = ""
        for heading in self.headings:
            if heading.spot.line > line:
                break
            section = heading.id
        return section

    @cached_property
    def links(self) -> list[Link]:
        """Links, images, reference definitions and autolinks, in order."""
        found: list[tuple[int, Link]] = []
        for m in _LINK.finditer(self.masked):
            target = m[3].strip("<>")
            found.append((m.start(), Link(target, m[2], bool(m[1]), self.spot(m.start(3)))))
            for inner in _LINK.finditer(m[2]):
                spot = self.spot(m.start(2) + inner.start(3))
                link = Link(inner[3].strip("<>"), inner[2], bool(inner[1]), spot)
                found.append((m.start(2) + inner.start(), link))
        for pattern in (_REFERENCE, _AUTOLINK):
            found += [
                (m.start(), Link(m[1].strip("<>"), "", False, self.spot(m.start(1))))
                for m in pattern.finditer(self.masked)
            ]
        return [link for _, link in sorted(found, key=lambda pair: pair[0])]

    @cached_property
    def cites(self) -> list[Cite]:
        """Every citation, in order."""
        found: list[Cite] = []
        for m in citation.BRACKET.finditer(self.masked):
            spot = self.spot(m.start())
            section = self._section(spot.line)
            found.extend(Cite(cited, section, spot) for cited in citation.parse(m[1]))
        return found

    @cached_property
    def embeds(self) -> list[Embed]:
        """Every block embed, in order."""
        found: list[Embed] = []
        for m in _EMBED.finditer(self.masked):
            spot = self.spot(m.start())
            found.append(Embed(m[1], m[2] or "", self._section(spot.line), spot))
        return found

    @cached_property
    def blocks(self) -> list[Block]:
        """Paragraphs, list items, table rows, definitions; not headings, embeds, code, comments."""
        return list(self._blocks())

    def _blocks(self) -> Iterator[Block]:
        offset = 0
        for chunk in re.split(r"(\n[ \t]*\n)", self.masked):
            start, offset = offset, offset + len(chunk)
            if not chunk.strip():
                continue
            first = chunk.lstrip("\n")
            start += len(chunk) - len(first)
            if _EMBED.match(first) or _REFERENCE.match(first):
                continue
            for kind, part_start, text in _split(first):
                marks = frozenset(re.findall(r"\.([a-z-]+)", " ".join(_MARK.findall(text))))
                words = re.sub(r"\{:[^}\n]*\}", "", text).strip()
                if not words:
                    continue
                spot = self.spot(start + part_start + len(text) - len(text.lstrip()))
                yield Block(kind, words, self._section(spot.line), marks, spot)


def _split(chunk: str) -> Iterator[tuple[str, int, str]]:
    """Yield (kind, offset, text) for each unit of one blank-line-separated chunk."""
    lines = chunk.splitlines(keepends=True)
    if len(lines) > 1 and "|" in lines[0] and re.match(r"^[\s|:-]+$", lines[1].strip() or "x"):
        yield from _rows(lines)
        return
    offset, start, current, kind = 0, 0, "", "paragraph"
    for line in lines:
        if _HEADING.match(line):
            if current.strip():
                yield kind, start, current
            current, kind, start = "", "paragraph", offset + len(line)
        elif _ITEM.match(line):
            if current.strip():
                yield kind, start, current
            current, kind, start = line, "item", offset
        elif _DEFINITION.match(line) and kind == "paragraph":
            current, kind = current + line, "definition"  # with the term above it
        elif _DEFINITION.match(line):
            if current.strip():
                yield kind, start, current
            current, kind, start = line, "definition", offset
        else:
            current += line
        offset += len(line)
    if current.strip():
        yield kind, start, current


def _rows(lines: list[str]) -> Iterator[tuple[str, int, str]]:
    """Yield the head and the rows of a table; a mark on a line of its own is that of each."""
    marks = "".join(line for line in lines if not _MARK.sub("", line).strip())
    yield "head", 0, lines[0]
    offset = len(lines[0]) + len(lines[1])
    for line in lines[2:]:
        if _MARK.sub("", line).strip():
            yield "row", offset, line + marks
        offset += len(line)


def mask(text: str) -> str:
    """Return ``text`` with code, comments and HTML blocks turned into spaces.

    Length and lines are unchanged. An HTML block with the attribute ``markdown`` is no such.
    """
    for pattern in (_FENCE, _COMMENT, _HTML):
        text = pattern.sub(_blank, text)
    return _CODE.sub(_blank, _indented(text))


def _blank(match: re.Match[str]) -> str:
    return re.sub(r"[^\n]", " ", match[0])


def _indented(text: str) -> str:
    """Blank the blocks indented by four spaces or more that no list or definition holds."""
    if "\n    " not in text and "\n\t" not in text:
        return text
    lines, held, after_blank, code = text.split("\n"), False, True, False
    for number, line in enumerate(lines):
        if not line.strip():
            after_blank = True
            continue
        if line.startswith(("    ", "\t")):
            code = not held and (code or after_blank)
            if code:
                lines[number] = " " * len(line)
        else:
            code = False
            starts = _ITEM.match(line) or _DEFINITION.match(line)
            held = bool(starts) or (held and not after_blank)
        after_blank = False
    return "\n".join(lines)


def read(file: str, language: str, name: str, raw: bytes) -> tuple[Prose, list[Problem]]:
    """Read one page. ``file`` is its path from the project's root, for messages."""
    page = Prose(file, language, name)
    text, problems = yamlio.decode(file, raw)
    if problems:
        return page, problems
    page.body = text
    if match := _FRONT.match(text):
        page.front, problems = yamlio.read(file, match[1].encode(), line_offset=1)
        page.body = text[match.end() :]
        page.first_line = text.count("\n", 0, match.end()) + 1
        if isinstance(page.front.value, dict):
            page.meta = page.front.value
        elif not problems:
            problems = [Problem(file, 2, 1, "", "the front matter is no list of `key: value`")]
    return page, problems
