"""The text of nodes, its facts, and the names that the facts may belong to.

In: the nodes of a tree and their language. Out: a ``TextFacts``. Citations and code are no
text; parts in another language (``lang``) are read by that language's grammar.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import dataclass, field
from functools import cached_property

from babel import UnknownLocaleError

from explainer.check.parity.facts import find_facts
from explainer.check.parity.grammar import grammar_of
from explainer.check.parity.matching import Fact
from explainer.read.tree import Node

# Replaces a citation or code; longer than any gap across which facts are joined.
_PLACEHOLDER = "\0" * 17
# What the source may have between the words of a fact, and parts without facts.
_BETWEEN = r"(?:[\s*_\[\]\\|]|&#?\w+;|\{[^{}\n]*\}|</?\w[^<>\n]*>)*"
_PASSED = r"\[@[^\[\]]*\]|\]\([^()\s]*(?:\([^()]*\)[^()\s]*)*|(`+)(?!`).+?(?<!`)\1(?!`)"


@dataclass
class TextFacts:
    """A text with its facts; ``foreign``: (start, end, language) of parts in another language.

    ``names`` are (offset, name) of citations and of the targets of links.
    """

    language: str
    words: str = ""
    foreign: list[tuple[int, int, str]] = field(default_factory=list)
    names: list[tuple[int, str]] = field(default_factory=list)

    @cached_property
    def facts(self) -> list[Fact]:
        """The facts of the text, in order; offsets count in ``words``."""
        if not self.foreign:
            return find_facts(self.words, self.language)
        words, more = self.words, []
        for start, end, language in self.foreign:
            inside = "\0" * start + self.words[start:end]
            words = words[:start] + "\0" * (end - start) + words[end:]
            more += find_facts(inside, language)
        return sorted(find_facts(words, self.language) + more, key=lambda fact: fact.offset)

    def mask(self, facts: list[Fact]) -> str:
        """Return the text with some facts blanked: «May» of a date is no name."""
        words = self.words
        for fact in facts:
            words = words[: fact.offset] + "\0" * (fact.end - fact.offset) + words[fact.end :]
        return words


def read_nodes(nodes: list[Node], language: str) -> TextFacts:
    """Return the text and facts of nodes."""
    result = TextFacts(language)
    parts: list[str] = []
    _add_nodes(nodes, result, parts, 0)
    result.words = "".join(parts)
    return result


def _add_nodes(nodes: list[Node], result: TextFacts, parts: list[str], at: int) -> int:
    """Append the text of ``nodes`` to ``parts``, which have the length ``at``; return the new length."""
    for node in nodes:
        if isinstance(node, str):
            parts.append(node)
            at += len(node)
            continue
        start, attributes = at, node.attributes
        if node.tag in ("cite", "code"):
            result.names += [(at, str(cited)) for cited in node.citations]
            parts.append(_PLACEHOLDER)
            at += len(_PLACEHOLDER)
        elif node.tag == "br":
            parts.append("\n")
            at += 1
        else:
            apart = "\0" if node.tag in ("sup", "sub") and node.text_content()[:1].isdigit() else ""
            at = _add_nodes([apart, attributes.get("alt", ""), *node.children], result, parts, at)
        if node.tag == "a":
            result.names.append((start, attributes.get("href", "")))
        if title := attributes.get("title", ""):
            parts.append(f" ({title})")
            at += len(title) + 3
        language = attributes.get("lang", "")
        if language and language != result.language and _has_grammar(language):
            result.foreign.append((start, at, language))
    return at


def _has_grammar(language: str) -> bool:
    try:
        grammar_of(language)
    except (UnknownLocaleError, ValueError):
        return False
    return True


def locate_fact(reading: TextFacts, fact: Fact, source: str, start: int) -> int:
    """Return the offset of a fact in ``source``, of which the text was read from ``start`` on.

    It is searched by its words, past citations, targets and code; ``start`` if not found.
    """
    words = [re.escape(word) for word in re.split(r"[\s\u00a0\u202f\0]+", fact.text) if word]
    if not words:
        return start
    pattern = re.compile(rf"{_PASSED}|(?<!\w)(?P<fact>{_BETWEEN.join(words)})(?!\w)", re.DOTALL)
    same = [f.offset for f in reading.facts if f.text == fact.text]
    number = bisect_left(same, fact.offset)
    for match in pattern.finditer(source, start):
        if match["fact"]:
            if not number:
                return match.start("fact")
            number -= 1
    return start
