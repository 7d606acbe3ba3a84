"""Sections of a page: its tree split at the headings.

In: a ``Tree`` and the text it was read from. Out: ``Section`` values, each with
its passages, links, citations, embeds and code, and the text of its lines.
Coverage counts the passages; parity compares sections; review stores their digests.
"""

from __future__ import annotations

import re
from itertools import pairwise

from explainer.read.page_parts import Code, Embed, Heading, Link, PageCitation, Passage, Section
from explainer.read.positions import Lines, Position, find_target
from explainer.read.tree import HEADINGS, Element, Node, Tree

# Blocks that are neither a passage nor part of one.
_OPAQUE = frozenset({"pre", "hr", "embed"})
_CONTAINERS = frozenset({"ul", "ol", "table", "thead", "tbody", "blockquote"})
_BLOCKS = frozenset({"p", "dl", "li", "tr", *HEADINGS, *_OPAQUE, *_CONTAINERS})


def split_sections(tree: Tree, text: str, first_line: int = 1) -> list[Section]:
    """Return the sections of ``text``, in order; every line of it is in one of them.

    ``first_line`` is the number of its first line in its file.
    """
    cutter = _SectionBuilder(text, first_line)
    cutter.add_blocks(tree.blocks, "paragraph", frozenset())
    lines = text.split("\n")
    sections = cutter.sections
    starts = [section.position.line - first_line for section in sections]
    for section, start, end in zip(sections, starts, [*starts[1:], len(lines)], strict=True):
        section.text = "\n".join(lines[start:end])
    for before, after in pairwise(sections):
        before.next_id = after.id
    return sections


def describe_section(id_: str) -> str:
    """Return the name of a section in messages."""
    return f"the section #{id_}" if id_ else "the text before the first heading"


def _with_language(element: Element) -> list[Node]:
    """Return the children of an element; inside a span of its language, if it has one."""
    language = element.attributes.get("lang")
    if not language or any(child.tag in _BLOCKS for child in element.elements()):
        return element.children
    return [Element("span", {"lang": language}, element.children, element.offset)]


class _SectionBuilder:
    """Walks a tree in reading order, and fills the sections."""

    def __init__(self, text: str, first_line: int) -> None:
        self.text, self.lines = text, Lines(text, first_line)
        self.sections = [Section("", Position(first_line, 1))]
        self.offset = 0

    def start_of_line(self, at: int) -> Position:
        """Return the position of the first character of the line of ``at`` that is no space."""
        line, _ = self.lines.position(at)
        start = self.lines.starts[line - self.lines.first_line]
        words = re.compile(r"[ \t]*").match(self.text, start)
        assert words
        return Position(line, words.end() - start + 1)

    def add_blocks(self, nodes: list[Node], kind: str, marks: frozenset[str], at: int = -1) -> None:
        """Add what a block holds: inline nodes, and blocks among them.

        The first passage is of ``kind`` and has the classes ``marks``; others are paragraphs.
        """
        line: list[Node] = []
        for node in nodes:
            if isinstance(node, str) or node.tag not in _BLOCKS:
                line.append(node)
                continue
            if self.add_passage(line, kind, marks, at):
                kind, marks, at = "paragraph", frozenset(), -1
            line = []
            if node.tag == "p":
                if self.add_passage(_with_language(node), kind, marks | node.classes, node.offset):
                    kind, marks, at = "paragraph", frozenset(), -1
            else:
                self.add_block(node)
        self.add_passage(line, kind, marks, at)

    def add_block(self, element: Element) -> None:
        """Add one block."""
        if element.tag in HEADINGS:
            self.add_heading(element)
        elif element.tag == "embed":
            self.add_embed(element)
        elif element.tag == "pre":
            code = element.text_content().removesuffix("\n")
            self.sections[-1].codes.append(Code(code, True, max(element.offset, self.offset)))
        elif element.tag == "dl":
            self.add_definitions(element)
        elif element.tag == "table":
            self.add_table(element)
        elif element.tag in _CONTAINERS:
            self.add_blocks(element.children, "paragraph", frozenset())
        elif element.tag == "li":
            self.add_blocks(_with_language(element), "item", element.classes, element.offset)

    def add_heading(self, element: Element) -> None:
        at = max(element.offset, self.offset)
        line, _ = self.lines.position(at)
        level, id_ = int(element.tag[1]), element.attributes.get("id", "")
        words = " ".join(element.text_content().split())
        heading = Heading(level, words, id_, Position(line, 1), _with_language(element), at)
        self.sections.append(Section(id_, heading.position, heading=heading))
        self.gather_inline(element.children)

    def add_embed(self, element: Element) -> None:
        at = max(element.offset, self.offset)
        section, attributes = self.sections[-1], element.attributes
        embed = Embed(attributes["kind"], attributes["id"], section.id, self.lines.position(at))
        section.embeds.append(embed)

    def add_definitions(self, element: Element) -> None:
        """Add a definition list; a term is part of the passage of its first definition."""
        terms: list[Node] = []
        at = -1
        for part in element.elements():
            if part.tag == "dt":
                at = part.offset if at < 0 else at
                terms += [*_with_language(part), "\n"]
                continue
            first: list[Node] = []
            rest: list[Node] = []
            for node in part.children:
                block = not isinstance(node, str) and node.tag in _BLOCKS
                (rest if rest or block else first).append(node)
            marks = part.classes
            if not any(not isinstance(n, str) or n.strip() for n in first) and rest:
                head = rest[0]
                if not isinstance(head, str) and head.tag == "p":
                    first, marks, rest = head.children, marks | head.classes, rest[1:]
            self.add_passage([*terms, *first], "definition", marks, at if terms else part.offset)
            self.add_blocks(rest, "paragraph", frozenset())
            terms, at = [], -1
        if terms:
            self.add_passage(terms, "definition", frozenset(), at)

    def add_table(self, element: Element) -> None:
        """Add a table: a passage for each row, which has the table's classes too."""
        for part in element.elements():
            for row in part.elements():
                cells = list(row.elements())
                nodes: list[Node] = []
                for cell in cells:
                    nodes += [*([" | "] if nodes else []), *_with_language(cell)]
                kind = "head" if part.tag == "thead" else "row"
                self.add_passage(nodes, kind, element.classes | row.classes, row.offset)

    def add_passage(self, nodes: list[Node], kind: str, marks: frozenset[str], at: int) -> bool:
        """Add a passage if ``nodes`` hold text besides code; return whether they hold anything."""
        first = self.gather_inline(nodes)
        if at < 0:
            at = first
        content = [n for n in nodes if isinstance(n, str) or n.tag not in ("code", "br")]
        if not any(n.strip(" |\n\t\u00a0") if isinstance(n, str) else True for n in content):
            return any(not isinstance(n, str) for n in nodes)
        at = max(at, 0)
        section = self.sections[-1]
        section.passages.append(Passage(kind, nodes, section.id, marks, self.start_of_line(at), at))
        return True

    def gather_inline(self, nodes: list[Node]) -> int:
        """Add the links, citations and code of inline nodes; return their first known offset."""
        first, section = -1, self.sections[-1]
        for node in nodes:
            for element in node.walk() if not isinstance(node, str) else ():
                if element.offset >= 0:
                    self.offset = max(self.offset, element.offset)
                    first = element.offset if first < 0 else first
                if element.tag == "cite":
                    spot = self.lines.position(max(element.offset, 0))
                    found = [PageCitation(one, section.id, spot) for one in element.citations]
                    section.citations += found
                elif element.tag in ("a", "img"):
                    section.links.append(self.make_link(element))
                elif element.tag == "code":
                    code = element.text_content()  # which has no place mark of its own
                    self.offset = max(self.text.find(code, self.offset), self.offset)
                    section.codes.append(Code(code, False, self.offset))
        return first if first >= 0 else self.offset

    def make_link(self, element: Element) -> Link:
        image = element.tag == "img"
        target = element.attributes.get("src" if image else "href", "")
        words = element.attributes.get("alt", "") if image else element.text_content()
        at = find_target(self.text, element, target)
        return Link(target, words, image, self.lines.position(at))
