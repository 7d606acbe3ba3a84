"""Conversion of Python-Markdown's element tree into a ``tree.Tree``.

In: the element tree, with place marks in it; the fenced code and the stash that stand outside it.
Out: nodes whose text and attributes are plain text, without marks.
"""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from typing import cast

from explainer.read import citation, patterns, private
from explainer.read.fences import PLACEHOLDER, Fence
from explainer.read.html_pairs import join_texts, pair_tags
from explainer.read.positions import PlaceMarker, unescape_code
from explainer.read.rules import Rule
from explainer.read.tree import Element, Fault, Node, Tree, text_content

# Placeholders in a text: an escaped character, «&», an item of Markdown's stash, a fence.
_STASHED = re.compile(
    f"\x02(?:([0-9]+)|(amp)|wzxhzdk:([0-9]+))\x03|{private.FENCE}([0-9]+){private.END}"
)

# Elements that take the offset of what they hold if their own is unknown.
_CONTAINERS = frozenset({
    "li", "tr", "dl", "ul", "ol", "table", "thead", "tbody", "blockquote", "pre",
})  # fmt: skip
TOO_DEEP = (
    "lists, quotations or marks inside one another, more than a reader follows; take some out"
)
_FOUR_SPACES = (
    "the fence has four spaces before it and stands in no item of a list; expected it at the start "
    "of its line"
)
_MAX_DEPTH = 30  # elements inside one another: lists in a dozen lists


class Conversion:
    """Turns Python-Markdown's tree into ours."""

    def __init__(
        self, tree: Tree, planted: PlaceMarker, fences: list[Fence], stash: list[str]
    ) -> None:
        self.tree, self.marker, self.fences, self.stash = tree, planted, fences, stash
        self.offset = 0
        self.depth = 0
        self.refused: list[str] = []  # opening tags that were reported: their ends are not

    def report(self, at: int, rule: Rule, message: str) -> None:
        """Add a fault."""
        self.tree.faults.append(Fault(max(at, 0), rule, message))

    def convert_children(self, parent: ET.Element, text: str | None) -> list[Node]:
        """Return the nodes of a container (the document, a list item, a cell …).

        ``text`` is the text before its first child element.
        """
        if self.depth > _MAX_DEPTH:
            self.report(self.offset, "block-deep", TOO_DEEP)
            return []
        self.depth += 1
        nodes: list[Node] = self._convert_text(text)
        for child in parent:
            nodes += self._convert_element(child)
            if child.tail:
                nodes += self._convert_text(child.tail)
        if any(not isinstance(node, str) and node.tag == "tag" for node in nodes):
            nodes = pair_tags(nodes, self.refused, self.report)
        self.depth -= 1
        return join_texts(nodes)

    def _convert_element(self, child: ET.Element) -> list[Node]:
        tag = str(child.tag)
        at = self.marker.element_offsets.get(id(child), -1)
        if at >= 0:
            self.offset = at
        if tag == "refused":
            line = child.get("line")
            place = self.marker.source.find(line, self.offset) if line else at
            rule = cast(Rule, child.get("rule"))
            self.report(place if place >= 0 else self.offset, rule, child.get("message", ""))
            return []
        if tag == "cite-group":
            return [self._convert_citations(child)]
        if tag == "tag":
            number = private.strip_place_marks(child.get("mark", ""))[1]
            at = self._mark_offset(number, self.offset)
            raw = self._restore_attribute(child.get("raw", ""))
            return [Element("tag", {"raw": raw}, offset=at)]
        if tag == "p" and child.text and (fence := PLACEHOLDER.fullmatch(child.text.strip())):
            return [self._convert_fence(int(fence[1]))]
        attributes: dict[str, str] = {}
        mark, text = -1, child.text
        for key, value in child.attrib.items():
            attributes[key], number = private.strip_place_marks(self._restore_attribute(value))
            mark = max(mark, number)
        if text and tag == "a":
            text, number = private.strip_place_marks(text)
            mark = max(mark, number)
        element = Element(tag, attributes, offset=self._mark_offset(mark, at))
        if tag in ("a", "img") and mark < 0:
            target = attributes.get("href") or attributes.get("src") or ""
            element.offset = self._find_from_here(target)
        before = self.offset
        if tag == "code" and (held := PLACEHOLDER.search(text or "")):
            self.report(self.fences[int(held[1])].start, "code-fence", _FOUR_SPACES)
        elif tag == "code":
            element.children = [unescape_code(private.strip_place_marks(text or "")[0])]
        elif tag == "embed":
            pass
        else:
            element.children = self.convert_children(child, text)
        if tag in ("td", "th"):  # where a bar in code is escaped
            for code in (e for e in element.walk() if e.tag == "code"):
                code.children = [code.text_content().replace("\\|", "|")]
        if at < 0 and tag in _CONTAINERS:
            element.offset = next((one.offset for one in element.walk() if one.offset >= 0), before)
        return [element]

    def _mark_offset(self, number: int, default: int) -> int:
        """Return the offset of a place mark, which becomes the current one; ``default`` for -1."""
        if number < 0:
            return default
        self.offset = max(self.offset, self.marker.mark_offsets[number])
        return self.marker.mark_offsets[number]

    def _find_from_here(self, words: str) -> int:
        """Return the offset of ``words`` at or after the current one; for what has no place mark."""
        return max(self.marker.source.find(words, self.offset), self.offset)

    def _convert_citations(self, child: ET.Element) -> Element:
        inside = private.strip_place_marks(self._restore_attribute(child.get("cited", "")))[0]
        number = private.strip_place_marks(child.get("mark", ""))[1]
        at = self._mark_offset(number, self._find_from_here(f"[{inside}]"))
        return Element("cite", offset=at, citations=tuple(citation.parse(inside)))

    def _convert_fence(self, number: int) -> Element:
        fence = self.fences[number]
        given = {"class": f"language-{fence.language}"} if fence.language else {}
        code = Element("code", given, [fence.code + "\n" if fence.code else ""], fence.start)
        return Element("pre", {}, [code], fence.start)

    def _restore_attribute(self, text: str) -> str:
        """Return an attribute's value with the placeholders replaced by what they stand for."""
        if "\x02" not in text:
            return self._decode_entities(text)
        return text_content(self._convert_text(text))

    def _decode_entities(self, text: str) -> str:
        """Return a text with its entities decoded; report a character that no text may hold."""
        if "&" not in text:
            return text
        decoded = patterns.decode_entities(text)
        if unwanted := private.UNWANTED.search(private.strip_place_marks(decoded)[0]):
            message = private.describe_unwanted(unwanted)
            self.report(self._find_from_here(text), "file-character", message)
            return text
        return decoded

    def _convert_text(self, text: str | None) -> list[Node]:
        """Return a text as nodes, with the placeholders replaced by what they stand for."""
        if not text:
            return []
        if "\x02" not in text and private.FENCE not in text:
            return [private.strip_place_marks(text)[0]]
        nodes: list[Node] = []
        end = 0
        for match in _STASHED.finditer(text):
            if match.start() > end:
                nodes.append(private.strip_place_marks(text[end : match.start()])[0])
            end = match.end()
            if match[1]:  # typography leaves an escaped character alone, except «!»
                char = chr(int(match[1]))
                nodes.append(char if char == "!" else Element("as-typed", {}, [char], self.offset))
            elif match[2]:
                nodes.append("&")
            elif match[3]:
                nodes.append(self._decode_entities(self.stash[int(match[3])]))
            else:
                nodes.append(self._convert_fence(int(match[4])))
        if end < len(text):
            nodes.append(private.strip_place_marks(text[end:])[0])
        return nodes
