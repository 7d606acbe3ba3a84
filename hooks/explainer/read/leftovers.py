"""Finder of markup that would be printed as typed, or that other Markdown readers read otherwise.

In: a tree, and the text that it was read from. Out: faults with their offsets:
malformed citations, our own markup out of place, that of other dialects (footnotes,
tasks, formulas …), and lists, tables and headings that a CommonMark reader, such as
GitHub's, would see where Python-Markdown sees plain text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from explainer.read import citation
from explainer.read.foreign_marks import FOOTNOTES, LINE_MARKS
from explainer.read.tree import HEADINGS, Element, Fault, Node, Tree, text_content

_BLOCKS = frozenset({"p", "ul", "ol", "dl", "pre", "table", "blockquote"})
_EMPHASIS = frozenset({"em", "strong"})
_VERBATIM = frozenset({"code", "pre", "as-typed", "embed"})
_ITEM = re.compile(r"^((?:[ ]{0,3}>[ ]?)*)([ ]*)([-*+]|\d{1,9}[.)])([ ]+)")
_ANY_MARK = re.compile(
    r"[][{~$<>`^*]|!!!|==|//|:[a-z:]|\+\+|--|__|[-+–—]\u00a0|www\.|^\s*(?:\d+\)|#|\?\?|[•‣▪◦·])"
)
# The definition of a reference link that stands right under a paragraph, and so is part of it.
_REFERENCE_DEFINITION = re.compile(
    r"(?m)^(?![ ]{0,3}\[[^\]\n]+\]:).*\S.*\n[ ]{0,3}(\[(?![@^])[^\]\n]+\]:[ ]*\S+)"
)
_LIST = re.compile(r"^\s*(?:[-*+]|1\.)(?:[ ]|$)")
_ROW = re.compile(r"(?m)^[ ]*\|.*\|[ ]*$")
_MARKED_WORDS = re.compile(r"(\*{1,3}|`)(?=\S)(.+?)(?<=\S)\1")
_NESTED = "shows nothing inside an item, a quotation or a definition; expected it after them"
_UNFLANKED = (
    "is printed with its marks elsewhere: between a letter and a mark of punctuation they mean "
    "nothing; expected the punctuation outside them, or a space"
)
_NO_LINK = "a citation is no link, and takes no address; expected [words](page.md)"
_INDENT = "is indented by fewer than four spaces, and so stands outside the item above"


def find(tree: Tree, source: str, *, page: bool) -> Iterator[Fault]:
    """Yield a fault for each markup that ``tree`` would print as typed.

    ``source`` is the text of the tree, or one of the same length. ``page``: the text is a page's;
    in a record's only malformed citations are faults, since it has no other markup.
    """
    finder = _Finder(source, page=page)
    for block in tree.blocks:
        if not isinstance(block, str):
            yield from finder.visit(block, linked=False)
    if page:
        yield from finder.check_after_lists(tree.blocks)
        for defined in _REFERENCE_DEFINITION.finditer(source) if "]:" in source else ():
            message = f"«{defined[1]}» is words elsewhere; expected an empty line before it"
            yield Fault(defined.start(1), "empty-line", message)


class _Finder:
    """Walks a tree beside its source text; ``offset`` is how far in the source it has come."""

    def __init__(self, source: str, *, page: bool) -> None:
        self.source, self.page = source, page
        self.offset = 0
        self.columns: dict[int, int] = {}  # ``id`` of a list item → column of its first word
        self.within = -1  # the column of the item that holds the visited list
        # A line, the offset it was searched from, that at which it starts, its indent.
        self._last_search = ("", -1, -1, 0)

    def visit(self, element: Element, *, linked: bool) -> Iterator[Fault]:
        """Yield the faults of an element and of its descendants; ``linked``: it is inside a link."""
        self.offset = max(self.offset, element.offset)
        linked = linked or element.tag == "a"
        if element.tag in _VERBATIM:
            self._skip(element)
            return
        if self.page:
            if element.tag in HEADINGS:
                yield from self._check_heading()
            elif element.tag in ("ul", "ol"):
                yield from self._check_items(element)
            elif element.tag == "a" and element.text_content().startswith("^"):
                message = f"«[{element.text_content()}]»: {FOOTNOTES}"
                yield Fault(self.offset, "markdown-footnote", message)
            elif element.tag == "img":
                words = element.attributes.get("alt", "")
                if (plain := _MARKED_WORDS.sub(r"\2", words)) != words:
                    message = f"the words of a picture hold no marks; expected «{plain}»"
                    yield Fault(self.offset, "picture-words", message)
            elif element.tag == "blockquote":
                yield from self._check_quotation(element)
            elif element.tag == "dd":
                yield from self._check_terms(element)
            if element.tag in ("p", "li", "dd"):
                yield from self._check_table_head(element)
            yield from self._check_emphasis(element)
        block = element.tag in ("p", "li", "dd", "dt")
        before: Node = ""
        for i, child in enumerate(element.children):
            if isinstance(child, str):
                broken = not isinstance(before, str) and before.tag == "br"
                text = f"\n{child}" if broken else child
                if not isinstance(before, str) and before.tag == "cite" and child[:1] in ("(", "["):
                    yield Fault(max(before.offset, 0), "cite-form", _NO_LINK)
                yield from self._check_text(text, first=block and not i, linked=linked)
            else:
                self.within = self.columns.get(id(element), -1)
                if child.tag == "embed":
                    message = f"«!!! {child.attributes['kind']}» {_NESTED}"
                    at = child.offset if child.offset >= 0 else self.offset
                    yield Fault(at, "block-form", message)
                yield from self.visit(child, linked=linked)
            before = child
            if element.tag == "li" and not isinstance(child, str) and child.tag == "blockquote":
                yield from self._check_quotation_in_item(child)
        if self.page and element.tag in ("li", "dd", "blockquote"):
            yield from self.check_after_lists(element.children)

    def _skip(self, element: Element) -> None:
        words = element.text_content().strip("\n").split("\n")[-1]
        start = self.source.find(words, self.offset) if words else -1
        if start >= 0:
            self.offset = start + len(words)

    def _check_text(self, text: str, *, first: bool, linked: bool) -> Iterator[Fault]:
        """Yield the faults of a text node; ``first``: it starts its block."""
        for number, line in enumerate(text.split("\n")):
            start = first or number > 0
            if not (_ANY_MARK.search(line) or "@" in line or (start and _LIST.match(line))):
                continue
            for at, unparsed in citation.find_unparsed(line):
                message = f"«{unparsed}» is no citation; {citation.EXPECTED}"
                yield Fault(self._source_offset(line, unparsed, at), "cite-form", message)
            if self.page:
                yield from self._check_marks(line, start=start, under=number > 0, linked=linked)

    def _check_marks(self, line: str, *, start: bool, under: bool, linked: bool) -> Iterator[Fault]:
        reported: set[int] = set()  # offsets of reported marks: their ends are no faults
        for pattern, rule, message in LINE_MARKS:
            for match in pattern.finditer(line):
                if match.start() in reported:
                    continue
                if not match.start() and pattern.pattern.startswith("^") and not start:
                    continue
                words = match[0].strip()
                if linked and words.startswith(("http", "www.")):
                    continue
                at = self._source_offset(line, words, match.start())
                reported |= {*range(*match.span())}
                yield Fault(at, rule, message.format(words))
        if under and (item := _LIST.match(line)):
            words = item[0].strip()
            message = f"«{words}» begins no list here; expected an empty line before the list"
            yield Fault(self._source_offset(line, line.strip(), 0), "empty-line", message)

    def _source_offset(self, line: str, words: str, offset: int) -> int:
        """Return the offset in the source of ``words``, which stand at ``offset`` in ``line``."""
        if self._last_search[:2] != (line, self.offset):  # a line may hold hundreds of marks
            start = self.source.find(line.strip(), self.offset)
            self._last_search = (line, self.offset, start, len(line) - len(line.lstrip()))
        _, _, start, indent = self._last_search
        if start >= 0:
            return start + max(offset - indent, 0)
        return max(self.source.find(words, self.offset), self.offset)

    def _line_of(self, at: int) -> tuple[int, str]:
        """Return the offset of the start of the line that holds ``at``, and the line."""
        start = self.source.rfind("\n", 0, at) + 1
        end = self.source.find("\n", at)
        return start, self.source[start : end if end >= 0 else None].expandtabs(4)

    def _check_heading(self) -> Iterator[Fault]:
        start, line = self._line_of(self.offset)
        if re.match(r"#{1,6}[^# \t]|#{7}", line):
            message = (
                f"«{line}» is no heading elsewhere; expected two to six # and a space after them"
            )
            yield Fault(start, "heading-form", message)
        elif re.search(r"[^\s#\\]#+$", line):
            message = f"«{line}» would lose the # at its end; expected \\# there"
            yield Fault(start, "heading-form", message)

    def _check_emphasis(self, element: Element) -> Iterator[Fault]:
        """Yield a fault for emphasis whose marks flank no word: CommonMark 6.2 reads none there."""
        children = element.children
        for i, child in enumerate(children):
            if isinstance(child, str) or child.tag not in _EMPHASIS:
                continue
            before = children[i - 1] if i else ""
            after = children[i + 1] if i + 1 < len(children) else ""
            ends = (_edge(before, -1), _edge(child, 0)), (_edge(after, 0), _edge(child, -1))
            if any(out.isalnum() and not (held.isalnum() or held.isspace()) for out, held in ends):
                words = child.text_content()
                at = self._source_offset(words, words, 0)
                yield Fault(at, "markdown-other", f"«{words}» {_UNFLANKED}")

    def _check_quotation_in_item(self, element: Element) -> Iterator[Fault]:
        at = next((e.offset for e in element.walk() if e.offset >= 0), self.offset)
        start, line = self._line_of(at)
        if self.page and line.startswith(">"):
            message = "a quotation right under an item; expected an empty line between the two"
            yield Fault(start, "empty-line", message)

    def _check_terms(self, element: Element) -> Iterator[Fault]:
        """Yield a fault for each term right under a definition, which then is read as a term too."""
        for inner in (child for child in element.elements() if child.tag == "dl"):
            for term in [part for part in inner.elements() if part.tag == "dt"][-1:]:
                start, line = self._line_of(term.offset)
                if term.offset >= 0 and not line.startswith("    "):
                    message = (
                        "a term right under a definition; expected an empty line between the two"
                    )
                    yield Fault(start, "empty-line", message)

    def _check_quotation(self, element: Element) -> Iterator[Fault]:
        for child in element.elements():
            start, _ = self._line_of(child.offset)
            if child.offset > element.offset and self.source[:start].endswith("\n\n"):
                message = "this quotation is one of its own elsewhere; expected > on the empty line, or words between the two"
                yield Fault(start, "empty-line", message)

    def _check_table_head(self, element: Element) -> Iterator[Fault]:
        inline = [n for n in element.children if isinstance(n, str) or n.tag not in _BLOCKS]
        if row := _ROW.search(text_content(inline)):
            message = (
                "is no table: it needs a head, a line | --- | under it, an empty line before it"
            )
            line = row[0].strip()
            yield Fault(self._source_offset(line, line, 0), "table-head", f"«{line}» {message}")

    def _check_items(self, element: Element) -> Iterator[Fault]:
        """Yield the items that a CommonMark reader would nest otherwise, or put in another list."""
        inside, list_marker = -1, ""
        for item in element.elements():
            start, line = self._line_of(item.offset)
            mark = _ITEM.match(line)
            if item.offset < 0 or not mark or item.offset <= start + mark.end(3):
                continue
            indent = mark.end(2)
            marker = mark[1].strip() + ("1" if mark[3][0].isdigit() else mark[3])
            list_marker = list_marker or marker
            if 0 <= inside <= indent:
                message = (
                    "this item stands inside the one above elsewhere; expected four spaces before "
                    "it, or as many as above"
                )
                yield Fault(start + indent, "list-indent", message)
            elif marker != list_marker:
                message = "this item is of another list; expected words between the two lists"
                yield Fault(start + indent, "list-item", message)
            elif 0 <= self.within <= indent - 4:
                message = (
                    "these are words or code elsewhere; expected four spaces more than the item "
                    "that holds the list"
                )
                yield Fault(start + indent, "list-indent", message)
            else:
                inside = mark.end() if len(mark[4]) < 5 else mark.end(3) + 1
                self.columns[id(item)] = inside

    def check_after_lists(self, nodes: list[Node]) -> Iterator[Fault]:
        """Yield the paragraphs after a list whose indent says that they belong to its last item."""
        for before, node in pairwise(node for node in nodes if not isinstance(node, str)):
            if before.tag in ("ul", "ol") and node.tag == "p" and node.offset >= 0:
                _, line = self._line_of(node.offset)
                if line[:2] == "  " and len(line) - len(line.lstrip()) < 4:
                    message = f"this paragraph {_INDENT}; expected four"
                    yield Fault(node.offset, "list-indent", message)


def _edge(node: Node, end: int) -> str:
    """Return the first (``end`` 0) or last (-1) character of a node; of emphasis, of its content."""
    if not isinstance(node, str) and node.tag in _EMPHASIS and node.children:
        return _edge(node.children[end], end)
    return node[end : end + 1 or None] if isinstance(node, str) else "[]"[end]
