"""The only reader of Markdown: from a text to its tree.

In: the text of a page (``PAGE``) or of a record's field (``RECORD``). Out: a
``Tree``: blocks, links, citations, embeds, each with its offset, and a fault for
each thing that a tree cannot hold or that would be printed as typed. Python-Markdown
(https://python-markdown.github.io) reads, with the modules beside this one as its
extension. Checks and pages both use the tree, so that what is checked is what is
printed. A record's field holds paragraphs, emphasis, links, citations and code; any
other markup is plain text there.
"""

from __future__ import annotations

import re
import string
from collections.abc import Iterable
from functools import cache
from typing import Literal

from markdown import Markdown
from markdown.extensions.def_list import DefListExtension
from markdown.inlinepatterns import LinkInlineProcessor, ReferenceInlineProcessor

from explainer.read import attributes, leftovers, patterns, private, record_marks
from explainer.read.blocks import Embeds, Tables, Underlined
from explainer.read.conversion import TOO_DEEP, Conversion
from explainer.read.fences import Fence, set_aside
from explainer.read.positions import PlaceMarker
from explainer.read.tree import Element, Fault, Node, Tree

Kind = Literal["page", "record"]
PAGE: Kind = "page"
RECORD: Kind = "record"
MAX_BLOCK_CHARACTERS, MAX_BLOCK_MARKS, MAX_BLOCK_LINES = (
    20_000,
    2_000,
    1_000,
)  # without an empty line
_BLOCK = re.compile(r"\S[^\n]*(?:\n[^\n]*\S[^\n]*)*")
_MARK = re.compile(r"[\\`*_\[\]<&!]")
_TOO_LONG = (
    f"more than {MAX_BLOCK_CHARACTERS:,} characters, {MAX_BLOCK_MARKS:,} marks or {MAX_BLOCK_LINES:,} lines without "
    "an empty line; expected shorter blocks"
)


def read(text: str, kind: Kind = PAGE) -> Tree:
    """Return the tree of ``text``; mistakes in it become faults of the tree, never exceptions."""
    return _reader(kind).read(text)


# A record's text without any of these is plain paragraphs: no pattern of Markdown or of
# `leftovers` can match. Half of all texts are names and plain sentences.
_MARKUP = re.compile(
    r"(?m)^[ ]*(?:#{1,6}|[-*+]|\d{1,2}\.)[ ]|[\\`*_\[\]<>&{}@^~$!|\x02\x03\t]|  \n|//"
)


def _paragraphs(text: str, source: str) -> list[Node]:
    """Return the paragraphs of a text without markup, as Markdown would read them."""
    blocks: list[Node] = []
    cursor = 0
    for part in re.split(r"\n[ ]*\n", text):
        words = part.strip("\n")
        if first := words.strip().split("\n", 1)[0].strip():
            at = source.find(first, cursor)
            cursor = at + len(first)
            blocks.append(Element("p", {}, [words.lstrip()], at))
    return blocks


_record_trees: dict[str, Tree] = {}


def read_record_text(text: str) -> Tree:
    """Return the tree of a record's text; the same object for the same text."""
    tree = _record_trees.get(text)
    if tree is None:
        tree = _record_trees[text] = read(text, RECORD)
    return tree


def forget_record_texts(texts: Iterable[str]) -> None:
    """Drop the trees of records' texts that ``read_record_text`` keeps, to free their memory."""
    for text in texts:
        _record_trees.pop(text, None)


def record_plain_text(text: str) -> str:
    """Return a record's text without markup, on one line; for metadata and exports."""
    return read_record_text(text).text_content()


def _is_too_long(block: str) -> bool:
    """Tell whether a block would take too long: Python-Markdown copies all of it for each mark."""
    return (
        len(block) > MAX_BLOCK_CHARACTERS
        or len(block) > MAX_BLOCK_LINES
        and (block.count("\n") > MAX_BLOCK_LINES or len(_MARK.findall(block)) > MAX_BLOCK_MARKS)
    )


@cache
def _reader(kind: Kind) -> _Reader:
    return _Reader(kind)


class _Reader:
    """A Python-Markdown converter for texts of one kind; used for many, since it is slow to make."""

    def __init__(self, kind: Kind) -> None:
        self.kind = kind
        md = self.md = Markdown(extensions=[DefListExtension()])
        md.preprocessors.deregister("html_block")
        md.treeprocessors.deregister("prettify")
        md.treeprocessors.deregister("unescape")
        md.references = patterns.References()
        md.ESCAPED_CHARS = list(string.punctuation)  # as in CommonMark 6.1
        self.planting = PlaceMarker(md)
        md.treeprocessors.register(self.planting, "places", 30)
        for name in ("html", "autolink", "automail"):
            md.inlinePatterns.deregister(name)
        md.inlinePatterns.register(patterns.Citations(md), "citations", 175)
        block_processors = md.parser.blockprocessors
        block_processors.deregister("setextheader")
        if kind == PAGE:
            # Ordered lists start with their first number.
            block_processors["olist"].LAZY_OL = False  # type: ignore[attr-defined]
            md.inlinePatterns.register(patterns.Breaks(md), "breaks", 185)
            md.inlinePatterns.register(patterns.Addresses(md), "addresses", 120)
            md.inlinePatterns.register(patterns.Tags(md), "tags", 90)
            block_processors.register(Embeds(md.parser), "embeds", 95)
            block_processors.register(Tables(md.parser), "table", 75)
            block_processors.register(Underlined(md.parser), "underlined", 60)
        else:
            for name in ("image_link", "link", "reference", "image_reference", "short_reference",
                         "short_image_ref", "linebreak"):  # fmt: skip
                md.inlinePatterns.deregister(name)
            md.inlinePatterns.register(
                patterns.Links(md), "link", 160
            )  # after «!» too: records have no pictures
            for name in ("indent", "defindent", "code", "hashheader", "hr", "olist", "ulist",
                         "quote", "reference", "deflist"):  # fmt: skip
                block_processors.deregister(name)

        brackets = patterns.Brackets()
        for pattern in md.inlinePatterns:
            if isinstance(pattern, LinkInlineProcessor):
                brackets.install(pattern)
            if isinstance(pattern, ReferenceInlineProcessor):
                pattern.RE_LINK = re.compile(r"\[([^\]]*)\]")  # type: ignore[misc]  # right after its words (CommonMark 6.3)

    def read(self, text: str) -> Tree:
        """Return the tree of ``text``."""
        tree = Tree()
        if private.UNWANTED.search(text):
            unwanted = private.UNWANTED.finditer(text)
            tree.faults += [
                Fault(match.start(), "file-character", private.describe_unwanted(match))
                for match in unwanted
            ]
            text = private.UNWANTED.sub(" ", text)
        fences: list[Fence] = []
        source = text
        if self.kind == PAGE:
            text, source, fences, faults = set_aside(text)
            tree.faults += faults
        else:  # an indented line is no code here
            text = re.sub(r"(?m)^[ \t]+", "", text)
            if not _MARKUP.search(text):
                tree.blocks = _paragraphs(text, source)
                return tree
        if long := [
            Fault(match.start(), "block-long", _TOO_LONG)
            for match in _BLOCK.finditer(text)
            if _is_too_long(match[0])
        ]:
            tree.faults += long
            return tree
        try:
            self._read(tree, text, source, fences)
        except RecursionError:
            _reader.cache_clear()  # its converter was interrupted
            tree.blocks = []
            tree.faults.append(Fault(0, "block-deep", TOO_DEEP))
        return tree

    def _read(self, tree: Tree, text: str, source: str, fences: list[Fence]) -> None:
        md = self.md
        md.reset()
        self.planting.start(source, fences)
        # Lines of spaces, as blanked comments are, must not be code, nor tabs at an end line breaks.
        lines = ["" if line.isspace() else line.rstrip("\t") for line in text.split("\n")]
        for step in md.preprocessors:
            lines = step.run(lines)
        root = md.parser.parseDocument(lines).getroot()
        assert root is not None
        for process in md.treeprocessors:
            process.run(root)
        stash = md.htmlStash.rawHtmlBlocks
        conversion = Conversion(tree, self.planting, fences, [str(raw) for raw in stash])
        tree.blocks = conversion.convert_children(root, root.text)
        attributes.attach_lists(tree.blocks, conversion.report, languages_only=self.kind == RECORD)
        tree.faults += leftovers.find(tree, self.planting.source, page=self.kind == PAGE)
        if self.kind == RECORD:
            tree.faults += record_marks.find(tree, source)
