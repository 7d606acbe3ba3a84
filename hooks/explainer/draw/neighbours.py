"""One actor's neighbours: those that a relation leads from and to, each in words.

In: a story, its index, an actor. Out: one small block for the actor's page, or
«» without relations, in two arrangements. Where there is room, lines come in
from the left and leave to the right; on a narrow screen all neighbours stand on
the right, and relations read from the actor's side. Either way a line reads
from left to right as a sentence, so that no key is needed. The table under it
has the same relations, and all of them: past ``MOST``, the drawing says how
many more. The cost grows with what is drawn, not with the site.
"""

from __future__ import annotations

import xml.etree.ElementTree as ET
from collections.abc import Callable

from explainer.derive import index as derived
from explainer.draw import diagram, lettering, svg
from explainer.draw.diagram import Box, Line, draw
from explainer.draw.links import groups, said
from explainer.model.story import Story
from explainer.words import wording

WIDE, LESS, NARROW = 600, 440, 304  # of three columns, of two, on a narrow screen
MOST = 24
_SHARES = (5, 4, 5)  # of the width: before, the actor, after


def neighbourhood(
    story: Story, index: derived.Index, actor: str, language: str, href: Callable[[str], str]
) -> str:
    """Return the drawing as one line of XML; ``href`` gives the address of a page by its name."""
    edges = index.edges.get(actor, [])
    if not edges:
        return ""
    block = svg.figure("neighbourhood")
    name = lettering.words(story.actors[actor].name, language)
    title = svg.say(story, language, "neighbourhood_title", name=name)
    description = svg.say(story, language, "neighbourhood_description")
    pen = _Pen(story, actor, language, href)
    for id_, class_, width in (
        ("neighbourhood-wide", "wide", WIDE),
        ("neighbourhood", "narrow", NARROW),
    ):
        root = svg.drawing(
            block, id_, title, description, role="group", font_size=diagram.SIZE, class_=class_
        )
        width, height = pen.draw(root, edges[:MOST], width)
        more = len(edges) - MOST
        if more > 0:
            count = f"neighbourhood_more_{wording.plural(more, language)}"
            words = svg.say(story, language, count, n=wording.number(more, language))
            svg.element(root, "text", words, x=1, y=height + 18)
            height += 24
        if width == LESS:
            root.set("class", "wide less")
        root.set("viewBox", f"0 0 {width} {height}")
    return svg.one_line(block)


class _Pen:
    """What both arrangements of one actor's neighbours need."""

    def __init__(self, story: Story, actor: str, language: str, href: Callable[[str], str]) -> None:
        self.story, self.actor, self.language, self.href = story, actor, language, href
        self.tones = {group: i for i, group in enumerate(groups(story))}

    def draw(self, root: ET.Element, edges: list[derived.Edge], width: int) -> tuple[int, int]:
        """Draw one arrangement; return its width and its height."""
        three = width == WIDE
        left, right = ("<", "=", ">"), ("=", ">")
        found: dict[str, dict[str, None]] = {}
        lines: list[Line] = []
        for edge in edges:
            before = three and edge.reverse
            key = f"{'<' if before else '>'} {edge.other}"
            relation = edge.relation
            words = said(self.story, relation, self.language, reverse=edge.reverse and not three)
            found.setdefault(key, {})[words] = None
            tone = self.tones[self.story.vocab.relation_kinds[relation.kind].group]
            ends, port = ((key, "="), "") if before else (("=", key), words)
            lines.append(Line(*ends, tone, port, bool(relation.until)))
        # No column stands empty: an actor without relations on one side has the others' room.
        sides = {key[0] for key in found} | {"="}
        order = [side for side in (left if three else right) if side in sides]
        share = dict(zip("<=>", _SHARES, strict=True)) if three else {"=": 4, ">": 8}
        record = self.story.actors[self.actor]
        shapes = self.story.vocab.actor_kinds
        boxes = {
            "=": Box(
                lettering.words(record.name, self.language),
                shape=shapes[record.kind].box,
                strong=True,
                column=order.index("="),
            )
        }
        for key, said_ in found.items():
            other = self.story.actors[key[2:]]
            before = key[0] == "<"
            boxes[key] = Box(
                lettering.words(other.name, self.language),
                self.href(f"actors/{other.id}.md"),
                () if before else tuple((words, words) for words in said_),
                tuple(said_) if before else (),
                shape=shapes[other.kind].box,
                column=order.index(key[0]),
            )
        width = LESS if three and len(order) == 2 else width
        return draw(root, boxes, lines, width, [share[side] for side in order])
