"""Block processors for Python-Markdown: embeds, tables, and underlined headings (refused).

In: blocks of lines. Out: elements ``embed`` (``!!! claim "id"``) and, for what is refused,
elements ``refused`` that hold the rule and the message; ``conversion`` turns those into faults.
"""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from collections.abc import Sequence

from markdown.blockparser import BlockParser
from markdown.blockprocessors import BlockProcessor
from markdown.extensions.tables import TableProcessor
from markdown.util import AtomicString

from explainer.read.rules import Rule

EMBED_FORM = 'expected !!! status, !!! claim "id", !!! figure "id" or !!! listing "name"'
_BAR = re.compile(r"(?<!\\)\|")
_MARK = re.compile(r"(?m)^[ \t]*!!!.*$")
_EMBED = re.compile(r'!!! +([a-z][a-z-]*)(?: +"([^"\n]*)")?[ \t]*')
_UNDERLINE = re.compile(r"(?m)^(?![ ]{0,3}[#>|])[^\n]*\S[^\n]*\n[ ]{0,3}(=+|-+)[ ]*$")
_GLUED = "text right under a block or a definition; leave an empty line between them"


def _refuse(parent: ET.Element, rule: Rule, message: str, line: str = "") -> ET.Element:
    """Add a ``refused`` element; ``line`` is the text to search for its place."""
    attributes = {"rule": rule, "message": message} | ({"line": line} if line else {})
    element = ET.SubElement(parent, "refused", attributes)
    element.text = AtomicString("")
    return element


class Embeds(BlockProcessor):
    """Lines that begin with ``!!!``, wherever they stand in a block."""

    def test(self, parent: ET.Element, block: str) -> bool:
        """Tell whether the block has such a line."""
        return "!!!" in block and bool(_MARK.search(block))

    def run(self, parent: ET.Element, blocks: list[str]) -> None:
        """Make an element of the first such line, and leave the rest to be read."""
        block = blocks.pop(0)
        match = _MARK.search(block)
        assert match
        if before := block[: match.start()].rstrip("\n"):
            self.parser.parseBlocks(parent, [before])
        line = match[0].strip()
        embed = _EMBED.fullmatch(line)
        if embed and (embed[1] == "status") == bool(embed[2]):
            embed = None  # there is one status, so it has no id; every other kind has one
        if embed:
            attributes = {"kind": embed[1], "id": embed[2] or ""}
            element = ET.SubElement(parent, "embed", attributes)
        else:
            element = _refuse(parent, "block-form", f"«{line}» is no block; {EMBED_FORM}")
        element.text = AtomicString(line)
        after = block[match.end() :].lstrip("\n")
        if after:
            if embed and not _MARK.match(after):
                _refuse(parent, "empty-line", _GLUED, after.split("\n", 1)[0].strip())
            blocks.insert(0, after)


_ALIGNED = {"center": "centred", "right": "at-end"}


class Tables(TableProcessor):
    """Tables; a row with more cells than the head is refused, since it would lose them.

    Alignment becomes a class: the pages' policy forbids ``style``, and HTML has no ``align``.
    """

    def __init__(self, parser: BlockParser) -> None:
        super().__init__(parser, {"use_align_attribute": True})

    def test(self, parent: ET.Element, block: str) -> bool:
        """Tell whether the block is a table: only one whose first line holds a bar can be."""
        return "|" in block.partition("\n")[0] and super().test(parent, block)

    def _build_row(self, row: str, parent: ET.Element, align: Sequence[str | None]) -> None:
        cells: list[str] = self._split_row(row)  # type: ignore[attr-defined]
        count = len(cells)
        if count > len(align):
            message = (
                f"the row has {count} cells and its table {len(align)}; expected as many, "
                "or \\| for the character"
            )
            _refuse(parent, "table-cells", message, row.strip())
        elif any(_BAR.search(cell) for cell in cells):
            message = "a bar in code parts two cells elsewhere; expected \\| for the character"
            _refuse(parent, "table-cells", message, row.strip())
        super()._build_row(row, parent, align)  # type: ignore[misc]
        for cell in parent[-1]:
            if name := _ALIGNED.get(cell.attrib.pop("align", "")):
                cell.set("class", name)


class Underlined(BlockProcessor):
    """Headings underlined with ``===`` or ``---``: refused, and read as paragraphs."""

    def test(self, parent: ET.Element, block: str) -> bool:
        """Tell whether a line of the block is underlined."""
        return ("---" in block or "===" in block or "\n-" in block or "\n=" in block) and bool(
            _UNDERLINE.search(block)
        )

    def run(self, parent: ET.Element, blocks: list[str]) -> bool:
        """Remove the underline, and add a ``refused`` element."""
        block = blocks.pop(0)
        match = _UNDERLINE.search(block)
        assert match
        heading = match[0].split("\n", 1)[0].strip()
        mark = "##" if match[1][0] == "=" else "###"
        form = heading if "{#" in heading else f"{heading} {{#an-id}}"
        message = f"an underlined heading; expected {mark} {form}"
        before, after = block[: match.start(1)].rstrip("\n "), block[match.end() :].lstrip("\n")
        _refuse(parent, "heading-form", message, heading)
        if after:
            blocks.insert(0, after)
        blocks.insert(0, before)
        return True
