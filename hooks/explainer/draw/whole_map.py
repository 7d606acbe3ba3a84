"""The map of relations: who sues whom, who owns whom, who signed, who judged, who documented.

In: a story, a language, the address of each page. Out: a block with a picture
for each group of relations, so that each answers one question. What a relation
is stands in words where its line arrives. Parties to a dispute face each other.
Each picture has two arrangements, and a style sheet shows one: in as many
columns as the relations ask for, or in two, on a narrow screen. The table
(``listings/map-table.md.j2``) has the same relations.
"""

from __future__ import annotations

import xml.etree.ElementTree as ET
from collections import Counter
from collections.abc import Callable

from explainer.draw import diagram, lettering, svg
from explainer.draw.diagram import Box, Line, columns, draw, width_for
from explainer.draw.links import Link, groups, relations, said, sides
from explainer.model.story import Story
from explainer.words import wording

NARROW, EACH = 304, 126  # the width of a narrow picture; of a column of a wide one
# What a reader can read at once: a picture of more columns is drawn in two.
MOST_COLUMNS = 5
# Above this, no arrangement can be read: the map keeps the actors with most relations.
MOST_ACTORS = 80


def relation_map(story: Story, language: str, href: Callable[[str], str]) -> str:
    """Return the map as one line of XML; ``href`` gives the address of a page by its name."""
    known = relations(story)
    links = shown(known)
    if not links:
        return ""
    block = svg.figure("map")
    svg.element(block, "p", svg.say(story, language, "map_description"))
    pen = _Pen(story, language, href, links)
    block.append(pen.key(links))
    panels = svg.element(block, "div", class_="panels")
    for group, tone in {group: i for i, group in enumerate(groups(story))}.items():
        if chosen := [link for link in links if link.group == group]:
            pen.panel(panels, group, tone, chosen)
    notes = []
    if story.status:
        day = wording.date(story.status.as_of, language)
        notes.append(svg.say(story, language, "as_of", date=day) + ".")
    if len(links) < len(known):
        most = wording.number(MOST_ACTORS, language)
        notes.append(svg.say(story, language, "map_more", n=most))
    if notes:
        svg.element(block, "p", " ".join(notes), class_="as-of")
    return svg.one_line(block)


def shown(links: list[Link]) -> list[Link]:
    """Return the relations that the map draws: all, unless there are too many actors."""
    counts = Counter(actor for link in links for actor in (link.holder, link.target))
    if len(counts) <= MOST_ACTORS:
        return links
    ranked = sorted(counts, key=lambda actor: (-counts[actor], actor))
    kept = set(ranked[:MOST_ACTORS])
    return [link for link in links if link.holder in kept and link.target in kept]


class _Pen:
    """What every picture of one map needs."""

    def __init__(
        self, story: Story, language: str, href: Callable[[str], str], links: list[Link]
    ) -> None:
        self.story, self.language, self.href = story, language, href
        self.sides = sides(story, links)
        self.facing = {link.kind for link in links if link.holder in self.sides} & {
            kind
            for holder, words in story.vocab.relation_kinds.items()
            if words.opposes
            for kind in (holder, words.opposes)
        }

    def panel(self, block: ET.Element, group: str, tone: int, links: list[Link]) -> None:
        """Add the picture of a group of relations, in both arrangements."""
        # Names of boxes begin with their rank, that boxes may stand in the order of the words.
        ends = [actor for link in links for actor in (link.holder, link.target)]
        rank = {actor: f"{i:03} {actor}" for i, actor in enumerate(dict.fromkeys(ends))}
        wide = [
            self.line(link, rank[link.holder], rank[link.target], tone, facing=True)
            for link in links
        ]
        narrow = [self.line(link, *self.apart(link, rank), tone, facing=False) for link in links]
        count = columns(wide)
        both = 2 < count <= MOST_COLUMNS
        place = "" if not both else "broad" if count > 3 else "wider"  # than half of the block
        panel = svg.element(block, "figure", class_=place)
        title = svg.say(self.story, self.language, f"group_{group}")
        svg.element(panel, "figcaption", title)
        if both:
            width = width_for(count, EACH)
            self.picture(panel, f"map-{group}-wide", title, links, wide, width, "wide")
        self.picture(
            panel, f"map-{group}", title, links, narrow, NARROW, "narrow" if both else "small"
        )

    def picture(
        self,
        panel: ET.Element,
        id_: str,
        title: str,
        links: list[Link],
        lines: list[Line],
        width: int,
        class_: str,
    ) -> None:
        """Add one arrangement of a group's lines."""
        count = f"count_relations_{wording.plural(len(links), self.language)}"
        number = wording.number(len(links), self.language)
        root = svg.drawing(
            panel,
            id_,
            title,
            svg.say(self.story, self.language, count, n=number),
            role="group",
            font_size=diagram.SIZE,
            class_=class_,
        )
        ports: dict[str, dict[str, str]] = {}
        actors: dict[str, str] = {}
        for link, line in zip(links, lines, strict=True):
            words = said(self.story, link.relation, self.language)
            ports.setdefault(line.end, {})[line.port] = words
            actors |= {line.start: link.holder, line.end: link.target}
        boxes = {
            name: self.box(actor, tuple(ports.get(name, {}).items()))
            for name, actor in actors.items()
        }
        width, height = draw(root, boxes, lines, width)
        root.set("viewBox", f"0 0 {width} {height}")

    def line(self, link: Link, start: str, end: str, tone: int, *, facing: bool) -> Line:
        """Return the line of a relation between two boxes."""
        over = link.relation.until or ""
        back = facing and link.kind in self.facing and self.sides.get(link.holder) == 1
        return Line(start, end, tone, f"{link.kind} {over}", bool(over), back)

    def apart(self, link: Link, rank: dict[str, str]) -> tuple[str, str]:
        """Return the names of both boxes where there are two columns.

        Parties stand before each of their cases, in the order of the words: nothing crosses.
        """
        order = list(self.story.vocab.relation_kinds).index(link.kind)
        near = f"{rank[link.target]} {order:03} " if link.kind in self.facing else ""
        return f"1 {near}{rank[link.holder]}", f"2 {rank[link.target]}"

    def box(self, actor: str, ports: tuple[tuple[str, str], ...]) -> Box:
        """Return an actor's box."""
        record = self.story.actors[actor]
        side = self.sides.get(actor, 0)
        return Box(
            lettering.words(record.name, self.language),
            self.href(f"actors/{actor}.md"),
            ports,
            shape=self.story.vocab.actor_kinds[record.kind].box,
            bar=side,
            strong=bool(side),
        )

    def key(self, links: list[Link]) -> ET.Element:
        """Return the key of shapes: what each stands for, in words."""
        key = svg.element(None, "ul", class_="key")
        actors = dict.fromkeys(actor for link in links for actor in (link.holder, link.target))
        used = {self.story.actors[actor].kind for actor in actors}
        words: dict[str, list[str]] = {}
        for kind, entry in self.story.vocab.actor_kinds.items():
            if kind in used:
                label = lettering.words(entry.label, self.language)
                words.setdefault(entry.box, []).append(label)
        for shape in filter(words.get, diagram.SHAPES):
            if shape != "plain":
                self.sample(key, Box("", shape=shape), ", ".join(words[shape]))
        if self.sides:
            party = svg.say(self.story, self.language, "map_party")
            self.sample(key, Box("", bar=-1), party)
        if any(link.relation.until for link in links):
            item = self.sample(key, None, svg.say(self.story, self.language, "map_past"))
            line = svg.element(item, "g", class_="past", stroke="currentColor")
            svg.element(line, "path", d="M0 8h28", class_="line", stroke_dasharray=diagram.PAST)
        return key

    @staticmethod
    def sample(key: ET.Element, box: Box | None, words: str) -> ET.Element:
        """Add an item to the key; return its small picture."""
        item = svg.element(key, "li")
        picture = svg.element(item, "svg", width=28, height=16, aria_hidden="true")
        if box:
            diagram.frame(picture, box, 28, 16)
        picture.tail = words
        return picture
