"""Typography of the texts of a tree.

In: the blocks of a tree and their language. Out: for each text that changes, its
replacement; the tree itself is not modified. The texts are concatenated, one run for
each language, with separators between blocks, because a mark, a quote or a space
depends on its neighbours, whatever element they are in (``*mot* ;``, a quote across a
link, a mark after a note's number). The edits are then mapped back to the texts.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from dataclasses import dataclass, field
from itertools import accumulate

from explainer import locales
from explainer.read.patterns import INLINE_HTML
from explainer.read.tree import Element, Node
from explainer.words import typography
from explainer.words.typography import BREAK, LINE, OBJECT

# Elements that stand inside a line of text; every other one is a block of its own.
INLINE = frozenset({*INLINE_HTML, "a", "em", "span", "strong"}) - {"kbd", "samp"}
# Elements whose content is not typeset.
_OPAQUE = frozenset({"code", "kbd", "samp", "img"})
_OPAQUE_BLOCKS = frozenset({"pre", "embed", "hr"})
_BARE_ADDRESS = ("http://", "https://", "www.")

Place = tuple[list[Node], int]
"""A text: its parent's list of children, and its index there."""
Changes = dict[tuple[int, int], list[Node]]
"""(``id`` of a list of children, index of a text in it) → the nodes that replace the text."""


def find_changes(blocks: list[Node], language: str) -> Changes:
    """Return the replacement of each text of ``blocks`` that typography changes."""
    walk = _Walk()
    walk.pending.append((blocks, locales.base_language(language)))
    while walk.pending:
        children, spoken = walk.pending.pop()
        walk.language, walk.run = spoken, walk.runs[spoken]
        walk.add_nodes(children)
        walk.add_boundary("")
    changes: Changes = {}
    for spoken, run in walk.runs.items():
        _typeset_run(run, spoken, changes)
    return changes


@dataclass
class _Run:
    """The texts of one language in order; ``places`` has ``None`` for markers between them."""

    texts: list[str] = field(default_factory=list)
    places: list[Place | None] = field(default_factory=list)

    def add_marker(self, text: str) -> None:
        self.texts.append(text)
        self.places.append(None)


class _Walk:
    """Gathers the texts of a tree, in a run for each language."""

    def __init__(self) -> None:
        self.runs: dict[str, _Run] = defaultdict(_Run)
        self.pending: list[tuple[list[Node], str]] = []
        self.language = ""
        self.run = _Run()

    def add_nodes(self, children: list[Node]) -> None:
        """Add the texts of nodes and of their descendants."""
        for i, child in enumerate(children):
            if isinstance(child, str):
                if child:
                    self.run.texts.append(child)
                    self.run.places.append((children, i))
                continue
            tag = child.tag
            if (
                tag == "cite"
            ):  # a note's number: the punctuation after it belongs to the word before it
                continue
            if tag == "as-typed":
                self.run.add_marker(child.text_content())
            elif tag in _OPAQUE:
                self.run.add_marker(OBJECT)
            elif tag in INLINE:
                self._add_inline(child)
            else:
                self.add_boundary(tag)
                if tag not in _OPAQUE_BLOCKS and not self._set_apart(child, BREAK):
                    self.add_nodes(child.children)
                self.add_boundary(tag)

    def add_boundary(self, tag: str) -> None:
        """Add the marker of a line break or of the edge of a block."""
        self.run.add_marker(LINE if tag == "br" else BREAK)

    def _add_inline(self, child: Element) -> None:
        if self._set_apart(child, OBJECT):
            return
        if child.tag == "a" and child.text_content().startswith(_BARE_ADDRESS):
            self.run.add_marker(OBJECT)
            return
        self.add_nodes(child.children)

    def _set_apart(self, child: Element, seen_as: str) -> bool:
        """Return whether ``child`` is in another language; if so, leave it to that run."""
        language = child.attributes.get("lang")
        if not language or locales.base_language(language) == self.language:
            return False
        self.pending.append((child.children, locales.base_language(language)))
        self.run.add_marker(seen_as)
        return True


def _typeset_run(run: _Run, language: str, found: Changes) -> None:
    """Add the replacements of the texts of a run to ``found``."""
    text = "".join(run.texts)
    edits = typography.find_edits(text, language)
    raised = list(typography.find_ordinals(text, language))
    if not edits and not raised:
        return
    starts = list(accumulate(map(len, run.texts), initial=0))
    by_place: dict[tuple[int, int], tuple[Place, list[typography.Edit]]] = {}
    for start, end, new in edits:
        piece = bisect_right(starts, start) - 1
        while start < end:
            place, stop = run.places[piece], min(end, starts[piece + 1])
            if place is not None:
                entry = by_place.setdefault((id(place[0]), place[1]), (place, []))
                entry[1].append((start - starts[piece], stop - starts[piece], new))
                new = ""
            start, piece = stop, piece + 1
    for key, ((children, index), made) in by_place.items():
        found[key] = [typography.apply_edits(str(children[index]), made)]
    for start, *_ in raised:
        at = run.places[bisect_right(starts, start) - 1]
        if at is None:
            continue
        key = (id(at[0]), at[1])
        texts = found.get(key, [at[0][at[1]]])
        if len(texts) == 1 and isinstance(texts[0], str):
            found[key] = _raise_ordinals(texts[0], language)


def _raise_ordinals(text: str, language: str) -> list[Node]:
    """Return a text as nodes, with the endings of its ordinals in ``sup``."""
    return [
        Element("sup", {}, [part]) if up else part
        for part, up in typography.split_ordinals(text, language)
        if part
    ]
