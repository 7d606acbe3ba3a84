"""One actor's neighbours: those that a relation leads from and to, each in words.

In: a story, its index, an actor. Out: one small block for the actor's page, or
«» without relations, in two arrangements. Where there is room, lines come in
from the left and leave to the right; on a narrow screen all neighbours stand on
the right, and relations read from the actor's side. Either way a line reads
from left to right as a sentence, so that no key is needed. The table under it
has the same relations, and all of them: past ``MOST``, the drawing says how
many more. Every line touches the actor, so each side is a stack of boxes about
its middle: the cost grows with what is drawn, not with the site.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from itertools import accumulate
from typing import NamedTuple

from explainer.derive import index as derived
from explainer.draw import boxes, lettering, svg
from explainer.draw.all_relations import groups, said
from explainer.draw.boxes import GAP, SPACE, Box, Lines
from explainer.model.story import Story
from explainer.words import wording

WIDE, LESS, NARROW = 600, 440, 304  # pixels: of three columns, of two, on a narrow screen
MOST = 24  # relations
_MIDDLE, _SIDE, _NARROW_SIDE = 4, 5, 8  # relative widths of the actor's column and the others'


class _Relation(NamedTuple):
    """A relation with a neighbour: ``words`` as its holder has it, ``seen`` from the actor."""

    other: str
    tone: int
    past: bool
    incoming: bool
    words: str
    seen: str


def neighbourhood(
    story: Story, index: derived.Index, actor: str, language: str, href: Callable[[str], str]
) -> str:
    """Return the drawing as one line of XML; ``href`` gives the address of a page by its name."""
    edges = index.edges.get(actor, [])
    if not edges:
        return ""
    star = _Star(story, actor, edges[:MOST], language, href)
    name = lettering.words(story.actors[actor].name, language)
    title = svg.say(story, language, "neighbourhood_title", name=name)
    description = svg.say(story, language, "neighbourhood_description")
    note = ""
    if (more := len(edges) - MOST) > 0:
        form = f"neighbourhood_more_{wording.plural(more, language)}"
        note = svg.say(story, language, form, n=wording.number(more, language))
    drawn = []
    for id_, class_, (content, top, width, height) in (
        ("neighbourhood-wide", "wide", star.wide()),
        ("neighbourhood", "narrow", star.narrow()),
    ):
        if note:
            content += svg.text(note, 1, top + height + 18)
            height += 24
        looks = class_ + (" less" if width == LESS else "")
        view = f"0 {top} {width} {height}"
        attributes = f' font-size="{boxes.SIZE}" class="{looks}" viewBox="{view}"'
        drawn.append(
            svg.drawing(id_, title, description, content, role="group", attributes=attributes)
        )
    return svg.figure("neighbourhood", *drawn)


class _Star:
    """The actor and its neighbours; a picture is its content, top, width and height."""

    def __init__(
        self,
        story: Story,
        actor: str,
        edges: Sequence[derived.Edge],
        language: str,
        href: Callable[[str], str],
    ) -> None:
        tones = {group: tone for tone, group in enumerate(groups(story))}
        kinds = story.vocab.relation_kinds
        relations = [
            _Relation(
                edge.other,
                tones[kinds[edge.relation.kind].group],
                bool(edge.relation.until),
                edge.reverse,
                said(story, edge.relation, language),
                said(story, edge.relation, language, reverse=edge.reverse),
            )
            for edge in edges
        ]
        # Lines of a group leave together: with their boxes together too, few of them cross.
        self.relations = sorted(relations, key=lambda relation: relation.tone)
        self.boxes = {
            id_: Box(
                lettering.words(story.actors[id_].name, language),
                href(f"actors/{id_}.md"),
                shape=story.vocab.actor_kinds[story.actors[id_].kind].box,
            )
            for id_ in dict.fromkeys([actor, *(relation.other for relation in relations)])
        }
        self.actor = self.boxes[actor]._replace(href="", strong=True)

    def wide(self) -> tuple[str, int, int, int]:
        """Return the picture with incoming relations on the left, the others on the right.

        No column stands empty: an actor without relations on one side has the others' room.
        """
        before = [relation for relation in self.relations if relation.incoming]
        after = [relation for relation in self.relations if not relation.incoming]
        return self._picture(before, after, WIDE if before and after else LESS, _SIDE)

    def narrow(self) -> tuple[str, int, int, int]:
        """Return the picture with all neighbours on the right."""
        return self._picture([], self.relations, NARROW, _NARROW_SIDE)

    def _picture(
        self, before: list[_Relation], after: list[_Relation], width: int, share: int
    ) -> tuple[str, int, int, int]:
        sides = bool(before) + bool(after)
        room, shares = width - 2 - sides * GAP, sides * share + _MIDDLE
        side, middle = room * share // shares, room * _MIDDLE // shares
        x = 1 + (side + GAP if before else 0)  # of the actor; 1 pixel is free around the picture
        left = _Column(before, self.boxes, 1, side, incoming=True)
        right = _Column(after, self.boxes, x + middle + GAP, side, incoming=False)
        actor = boxes.fit(self.actor, middle, touches=max(len(left.tones), len(right.tones)))
        first = -actor.height // 2
        lines = Lines()
        for column in (left, right):
            touches = boxes.touches(actor, first, column.tones)
            for relation, end in column.ends:
                near = (x, x + middle, touches[relation.tone])
                far = (column.x, column.x + side, end)
                way = (far, near) if column is left else (near, far)
                lines.add(relation.tone, relation.past, way)
        stood = [(actor, x, first)]
        stood[:0] = [(box, left.x, top) for box, top in left.places]
        stood += [(box, right.x, top) for box, top in right.places]
        top = min(top for _, _, top in stood) - 1
        height = max(top + box.height for box, _, top in stood) + 1 - top
        drawn = "".join([boxes.draw(*place) for place in stood])
        return lines.draw() + drawn, top, width, height


class _Column:
    """The neighbours on one side of the actor, whose centre is at height 0.

    ``places`` are their boxes with their tops; ``ends`` are the relations with the height at
    which the line of each touches its box; ``tones`` are those of the lines, as they touch
    the actor from the top down.
    """

    def __init__(
        self,
        relations: list[_Relation],
        neighbours: dict[str, Box],
        x: int,
        width: int,
        *,
        incoming: bool,
    ) -> None:
        self.x = x
        of: dict[str, list[_Relation]] = {}
        for relation in relations:
            of.setdefault(relation.other, []).append(relation)
        fitted = []
        for id_, found in of.items():
            if incoming:
                words = dict.fromkeys(relation.words for relation in found)
                leaving = len({relation.tone for relation in found})
                fitted.append(boxes.fit(neighbours[id_], width, under=words, touches=leaving))
            else:
                words = dict.fromkeys(relation.seen for relation in found)
                fitted.append(boxes.fit(neighbours[id_], width, from_left=words))
        self.places = list(zip(fitted, _tops([box.height for box in fitted]), strict=True))
        self.ends: list[tuple[_Relation, int]] = []
        centres: dict[int, list[int]] = {}
        for (box, top), found in zip(self.places, of.values(), strict=True):
            if incoming:
                starts = boxes.touches(box, top, sorted({relation.tone for relation in found}))
                self.ends += [(relation, starts[relation.tone]) for relation in found]
            else:
                self.ends += [(relation, top + box.middles[relation.seen]) for relation in found]
            for relation in found:
                centres.setdefault(relation.tone, []).append(top + box.height // 2)
        means = {tone: sum(found) / len(found) for tone, found in centres.items()}
        self.tones = sorted(means, key=lambda tone: (means[tone], tone))


def _tops(heights: list[int]) -> list[int]:
    """Return the tops of boxes of even heights, one under the other, whose mean centre is 0."""
    tops = list(accumulate((height + SPACE for height in heights), initial=0))[: len(heights)]
    centres = [top + height // 2 for top, height in zip(tops, heights, strict=True)]
    shift = math.floor(0.5 - sum(centres) / max(len(centres), 1))
    return [top + shift for top in tops]
