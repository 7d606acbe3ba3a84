"""Finder of markup in the text of a record that only a page may hold: it would be printed as typed.

In: the tree of a record's text, and that text. Out: faults with their offsets, for what nobody
means as plain text: headings, tables, footnotes, blocks, marks without a closing one. A line that
begins with a dash is not among them: it may be a dialogue.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from explainer.read.tree import Element, Fault, Tree

_MARK = re.compile(
    r"(?m)^[ ]*#{1,6}[ ].*|(?<=\n)[ ]*\|.*\|[ ]*$"
    r"|\[\^[^\]\s]+\]|^[ ]*!!! +[a-z].*|\{: ?[.#][\w-]+[^}]*\}|(?<=[^\\])\]\([^)\n]*|\*\*"
)
_ANY_MARK = re.compile(r"[]#|^!{*]")  # each markup has one of them; most texts have none
_MESSAGE = (
    "is printed as it is: the text of a record holds paragraphs, emphasis, links, citations and "
    "code; expected words, or \\ before a sign"
)


def find(tree: Tree, source: str) -> Iterator[Fault]:
    """Yield a fault for each markup of pages in ``tree``; ``source`` is its text."""
    at = 0
    for block in tree.blocks:
        if isinstance(block, Element):
            at = max(at, block.offset)
            # Code, links and emphasis count as one character each: they hold no such markup.
            words = "".join(
                child if isinstance(child, str) else "\ufffc" for child in block.children
            )
            for match in _MARK.finditer(words) if _ANY_MARK.search(words) else ():
                mark = match[0].strip().partition("\ufffc")[0]
                at = max(source.find(mark, at), at)
                yield Fault(at, "markdown-other", f"«{mark.strip()}» {_MESSAGE}")
