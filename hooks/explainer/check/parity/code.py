"""Code in a text, which readers are to copy, and so must be the same in each language.

In: the code of a tree and the text that it was read from. Out: the content of each
span, and the numerals of each block, whose words (comments, names) may differ.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from explainer.read.page_parts import Code
from explainer.read.tree import Tree

_NUMERAL = re.compile(r"\d+(?:[.,]\d+)*")


def record_code(tree: Tree, text: str) -> Iterator[Code]:
    """Yield the spans of code of a record's text."""
    at = 0
    for element in tree.walk():
        at = max(at, element.offset)
        if element.tag == "code":
            at = max(text.find(element.text_content(), at), at)
            yield Code(element.text_content(), False, at)


def comparable_parts(spans: Iterable[Code], text: str) -> Iterator[tuple[str, int]]:
    """Yield each span of code, and each numeral of a block, with its offset in ``text``."""
    for code in spans:
        if not code.block:
            yield code.text.strip(), code.offset
            continue
        at = code.offset
        if text.startswith(("`", "~"), at):  # past the fence, which may name a version
            at = text.find("\n", at)
        for numeral in _NUMERAL.finditer(code.text):
            at = max(text.find(numeral[0], at), at)
            yield numeral[0], at
            at += len(numeral[0])
