"""Tokens of a reference: the style's own text, and the values of the source.

In: what citeproc laid out, with private-use characters for values, and the values. Out:
tokens in reading order, and nodes made of them.
"""

from __future__ import annotations

import html
import re
import xml.etree.ElementTree as ET
from collections.abc import Iterator
from dataclasses import dataclass

from explainer.read.tree import Element, Node

FIRST_VALUE = 0xE100  # private use: the first of the characters that stand for values
# A «0» on both sides tells citeproc that a value holds several numbers: its label is a plural.
_VALUE = re.compile("0?([\ue100-\uf8ff])0?")


@dataclass
class Token:
    """A run of text; ``path``: indexes of its formatting elements, outermost first.

    ``language``: ``""`` for the page's, another one, or ``None`` for text printed as typed.
    """

    text: str
    path: tuple[int, ...]
    language: str | None = ""
    is_value: bool = False


def make_tokens(
    element: ET.Element, values: list[Token], path: tuple[int, ...], tags: list[Element]
) -> Iterator[Token]:
    """Yield the tokens of what citeproc laid out; ``tags`` gathers the formatting elements."""
    yield from _split(element.text, values, path)
    for child in element:
        tags.append(Element(child.tag, dict(child.attrib)))
        yield from make_tokens(child, values, (*path, len(tags) - 1), tags)
        yield from _split(child.tail, values, path)


def _split(text: str | None, values: list[Token], path: tuple[int, ...]) -> Iterator[Token]:
    for i, part in enumerate(_VALUE.split(text or "")):
        if i % 2:
            value = values[ord(part) - FIRST_VALUE]
            yield Token(value.text, path, value.language, is_value=True)
        elif part:
            yield Token(html.unescape(part), path)


def make_nodes(pieces: list[Token], tags: list[Element], depth: int) -> list[Node]:
    """Return tokens as nodes, with formatting and ``lang``."""
    nodes: list[Node] = []
    at = 0
    while at < len(pieces):
        token = pieces[at]
        if len(token.path) > depth:
            end = at
            tag = token.path[depth]
            while end < len(pieces) and pieces[end].path[depth : depth + 1] == (tag,):
                end += 1
            one = tags[tag]
            inside = make_nodes(pieces[at:end], tags, depth + 1)
            nodes.append(Element(one.tag, dict(one.attributes), inside))
            at = end
            continue
        at += 1
        if not token.text:
            continue
        if token.language is None:
            nodes.append(Element("as-typed", {}, [token.text]))
        elif token.language:
            nodes.append(Element("span", {"lang": token.language}, [token.text]))
        else:
            nodes.append(token.text)
    return nodes
