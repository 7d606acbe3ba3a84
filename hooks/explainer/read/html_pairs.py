"""Pairing of the HTML tags of a line of text.

In: nodes, with tags among them. Out: nodes, in which each pair of tags is an element.
"""

from __future__ import annotations

from explainer.read import patterns
from explainer.read.attributes import Report
from explainer.read.tree import Element, Node

_MAX_DEPTH = 9  # tags inside one another
_NO_END = "has no other end in this line of text"


def pair_tags(nodes: list[Node], refused: list[str], report: Report) -> list[Node]:
    """Return ``nodes`` with each pair of tags turned into an element; report all other tags.

    ``refused`` gathers the names of opening tags that were reported: their ends are not.
    """
    out: list[Node] = []
    opened: list[tuple[Element, list[Node]]] = []
    into = out
    for node in nodes:
        if isinstance(node, str) or node.tag != "tag":
            into.append(node)
            continue
        raw = node.attributes["raw"]
        tag, closing, attributes, fault = patterns.read_tag(raw)
        if not fault and not closing and tag != "br" and len(opened) < _MAX_DEPTH:
            element = Element(tag, attributes, offset=node.offset)
            into.append(element)
            opened.append((element, into))
            into = element.children
        elif not fault and closing and opened and opened[-1][0].tag == tag:
            element, into = opened.pop()
            element.children = join_texts(element.children)
        elif not fault and tag == "br":
            into.append(Element("br", offset=node.offset))
        elif closing and tag in refused:
            refused.remove(tag)  # its opening was reported
        else:
            refused += [] if closing else [tag]
            report(node.offset, "markdown-html", f"the HTML «{raw}» {fault or _NO_END}")
    for element, _ in opened:
        report(element.offset, "markdown-html", f"the HTML «<{element.tag}>» {_NO_END}")
    return out


def join_texts(nodes: list[Node]) -> list[Node]:
    """Return the nodes with adjacent texts joined, and no space before a citation.

    The number of a note stands right after its word.
    """
    out: list[Node] = []
    for node in nodes:
        if isinstance(node, str):
            if out and isinstance(out[-1], str):
                out[-1] += node
            elif node:
                out.append(node)
        else:
            if node.tag == "cite" and out and isinstance(out[-1], str):
                out[-1] = out[-1].rstrip(" \n\u00a0\u202f")
                if not out[-1]:
                    out.pop()
            out.append(node)
    return out
