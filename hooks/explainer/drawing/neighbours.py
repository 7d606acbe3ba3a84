"""One actor's neighbours: those that a relation leads from, on the left, and to, on the right.

In: a story, its index, an actor. Out: one small block for the actor's page, or
«» without relations. What each relation is stands in words in the neighbour's
box, so that a line reads from left to right as a sentence and no key is needed.
The table under it has the same relations, and all of them: past ``MOST``, the
drawing says how many more. The cost grows with what is drawn, not with the site.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from explainer import index as derived
from explainer import wording
from explainer.story import Story

from . import lettering, svg
from .diagram import Box, Line, Words, draw
from .links import groups

WIDTH = 316
MOST = 24
SMALL = 10.5
_TURN = 18  # three columns have to stand on a telephone


@dataclass(frozen=True)
class _Neighbour:
    """What a neighbour's box says: the kinds of its relations, and its name."""

    name: str
    kinds: tuple[str, ...]
    before: bool

    def words(self, limit: float) -> list[Words]:
        """Return the lines: the name first where the line leaves, last where it arrives."""
        name = [Words(text) for text in lettering.wrap(self.name, svg.SIZE, limit)]
        kinds = [
            Words(text, "kind")
            for kind in self.kinds
            for text in lettering.wrap(kind, SMALL, limit)
        ]
        return [*name, *kinds] if self.before else [*kinds, *name]


def neighbourhood(
    story: Story, index: derived.Index, actor: str, language: str, href: Callable[[str], str]
) -> str:
    """Return the drawing as one line of XML; ``href`` gives the address of a page by its name."""
    edges = index.edges.get(actor, [])
    if not edges:
        return ""
    tones = {group: i for i, group in enumerate(groups(story))}
    kinds = story.vocab.relation_kinds
    name = lettering.words(story.actors[actor].name, language)
    found: dict[tuple[bool, str], list[str]] = {}
    lines: list[Line] = []
    for edge in edges[:MOST]:
        kind = kinds[edge.relation.kind]
        # A box a neighbour and a side: one that is on both sides is drawn on both.
        key = f"{'<' if edge.reverse else '>'} {edge.other}"
        said = found.setdefault((edge.reverse, edge.other), [])
        said.append(lettering.words(kind.label, language))
        ends = (key, "=") if edge.reverse else ("=", key)
        lines.append(Line(*ends, tones[kind.group]))
    boxes = {
        "=": Box(
            lambda limit: [
                Words(t, "self") for t in lettering.wrap(name, svg.SIZE, limit, bold=True)
            ]
        )
    }
    for (reverse, other), said in found.items():
        label = lettering.words(story.actors[other].name, language)
        neighbour = _Neighbour(label, tuple(dict.fromkeys(said)), reverse)
        key = f"{'<' if reverse else '>'} {other}"
        boxes[key] = Box(neighbour.words, href(f"actors/{other}.md"))
    block = svg.figure("neighbourhood")
    title = svg.say(story, language, "neighbourhood_title", name=name)
    description = svg.say(story, language, "neighbourhood_description")
    root = svg.drawing(block, "neighbourhood", title, description, role="group")
    width, height = draw(root, boxes, lines, WIDTH, _TURN)
    more = len(edges) - MOST
    if more > 0:
        count = f"neighbourhood_more_{wording.plural(more, language)}"
        words = svg.say(story, language, count, n=wording.number(more, language))
        svg.element(root, "text", words, x=1, y=height + 16)
        height += 22
    root.set("viewBox", f"0 0 {width} {height}")
    return svg.one_line(block)
