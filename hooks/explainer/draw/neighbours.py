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
from collections.abc import Callable
from itertools import accumulate
from typing import NamedTuple

from explainer.derive import index as derived
from explainer.draw import boxes, svg
from explainer.draw.all_relations import actor_box, groups, said
from explainer.draw.boxes import GAP, SPACE, Box, Lines
from explainer.model.story import Story

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
    """Return the block of HTML for an actor's id, or «» for one without relations.

    ``href`` gives the final address of a page by its name (``actors/x.md``). Raises
    ``KeyError`` for an actor that a relation names and the story does not have.
    """
    edges = index.edges.get(actor, [])
    if not edges:
        return ""
    relations = _relations(story, edges[:MOST], language)
    others = {
        id_: actor_box(story, id_, language, href)
        for id_ in dict.fromkeys(relation.other for relation in relations)
    }
    centre = actor_box(story, actor, language, href)._replace(href="", strong=True)
    before = [relation for relation in relations if relation.incoming]
    after = [relation for relation in relations if not relation.incoming]
    # No column stands empty: an actor without relations on one side has the others' room.
    wide = ("wide", WIDE) if before and after else ("wide less", LESS)
    title = svg.say(story, language, "neighbourhood_title", name=centre.name)
    description = svg.say(story, language, "neighbourhood_description")
    more = len(edges) - MOST
    note = svg.count(story, language, "neighbourhood_more", more) if more > 0 else ""
    drawn = ""
    for id_, (class_, width), left, right, share in (
        ("neighbourhood-wide", wide, before, after, _SIDE),
        ("neighbourhood", ("narrow", NARROW), [], relations, _NARROW_SIDE),
    ):
        content, top, height = _picture(centre, others, left, right, width, share)
        if note:
            content += svg.text(note, 1, top + height + 18)
            height += 24
        view = f"0 {top} {width} {height}"
        drawn += boxes.picture(id_, title, description, content, class_, view)
    return svg.figure("neighbourhood", drawn)


def _relations(story: Story, edges: list[derived.Edge], language: str) -> list[_Relation]:
    """Return the relations, those of a group together: their lines leave together, and few cross."""
    kinds = story.vocab.relation_kinds
    tones = {group: tone for tone, group in enumerate(groups(story))}
    found = [
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
    return sorted(found, key=lambda relation: relation.tone)


def _picture(
    actor: Box,
    others: dict[str, Box],
    before: list[_Relation],
    after: list[_Relation],
    width: int,
    share: int,
) -> tuple[str, int, int]:
    """Return the content of one arrangement, its top and its height; the actor's middle is at 0."""
    sides = bool(before) + bool(after)
    room, shares = width - 2 - sides * GAP, sides * share + _MIDDLE
    side, middle = room * share // shares, room * _MIDDLE // shares
    x = 1 + (side + GAP if before else 0)  # of the actor; 1 pixel is free around the picture
    left = _Column(before, others, 1, side, incoming=True)
    right = _Column(after, others, x + middle + GAP, side, incoming=False)
    fitted = boxes.fit(actor, middle, touches=max(len(left.tones), len(right.tones)))
    lines = Lines()
    for column in (left, right):
        touches = boxes.touches(fitted, -fitted.height // 2, column.tones)
        for relation, end in column.ends:
            near = (x, x + middle, touches[relation.tone])
            far = (column.x, column.x + side, end)
            way = (far, near) if column is left else (near, far)
            lines.add(relation.tone, relation.past, way)
    stood = [*left.places, (fitted, x, -fitted.height // 2), *right.places]
    top = min(top for _, _, top in stood) - 1
    height = max(top + box.height for box, _, top in stood) + 1 - top
    return lines.draw() + "".join([boxes.draw(*place) for place in stood]), top, height


class _Column:
    """The neighbours on one side of the actor.

    ``places`` are their boxes, each with its left and its top; ``ends`` the relations, each with
    the height at which its line touches its box; ``tones`` those of the lines, as they touch the
    actor from the top down.
    """

    def __init__(
        self, relations: list[_Relation], others: dict[str, Box], x: int, width: int, incoming: bool
    ) -> None:
        self.x = x
        of: dict[str, list[_Relation]] = {}
        for relation in relations:
            of.setdefault(relation.other, []).append(relation)
        fitted = []
        for id_, found in of.items():
            if incoming:
                words = dict.fromkeys(relation.words for relation in found)
                fitted.append(boxes.fit(others[id_], width, under=words))
            else:
                words = dict.fromkeys(relation.seen for relation in found)
                fitted.append(boxes.fit(others[id_], width, from_left=words))
        tops = _tops([box.height for box in fitted])
        self.places = [(box, x, top) for box, top in zip(fitted, tops, strict=True)]
        self.ends: list[tuple[_Relation, int]] = []
        heights: dict[int, list[int]] = {}
        for (box, _, top), found in zip(self.places, of.values(), strict=True):
            if incoming:
                starts = boxes.touches(box, top, sorted({relation.tone for relation in found}))
                self.ends += [(relation, starts[relation.tone]) for relation in found]
            else:
                self.ends += [(relation, top + box.middles[relation.seen]) for relation in found]
            for relation in found:
                heights.setdefault(relation.tone, []).append(top)
        means = {tone: sum(tops) / len(tops) for tone, tops in heights.items()}
        self.tones = sorted(means, key=lambda tone: (means[tone], tone))


def _tops(heights: list[int]) -> list[int]:
    """Return the tops of boxes of even heights, one under the other, whose mean centre is 0."""
    tops = list(accumulate((height + SPACE for height in heights), initial=0))[: len(heights)]
    centres = [top + height // 2 for top, height in zip(tops, heights, strict=True)]
    shift = math.floor(0.5 - sum(centres) / max(len(centres), 1))
    return [top + shift for top in tops]
