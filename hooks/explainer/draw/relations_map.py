"""The map of relations: who sues whom, who owns whom, who signed, who judged, who documented.

In: a story, a language, the address of each page. Out: a block with a picture
for each group of relations, so that each answers one question. What a relation
is stands in words where its line arrives. Parties to a dispute face each other.
Each picture has two arrangements, and a style sheet shows one: in as many
columns as the relations ask for, or in two, on a narrow screen. The table
(``listings/map-table.md.j2``) has the same relations.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable

from explainer.draw import boxes, lettering, svg
from explainer.draw.all_relations import HeldRelation, actor_box, groups, relations, said, sides
from explainer.draw.boxes import Box
from explainer.draw.diagram import Line, column_count, diagram, width_for
from explainer.model.story import Story
from explainer.words import wording

NARROW, EACH = 304, 126  # pixels: the width of a narrow picture; of a column of a wide one
# What a reader can read at once: a picture of more columns is drawn in two.
MOST_COLUMNS = 5
# Above this, no arrangement can be read: the map keeps the actors with most relations.
MOST_ACTORS = 80
_SAMPLE = 28, 16  # width and height of a picture in the key


def relation_map(story: Story, language: str, href: Callable[[str], str]) -> str:
    """Return the block of HTML, or «» for a story without relations.

    ``href`` gives the final address of a page by its name (``actors/x.md``). Past
    ``MOST_ACTORS`` the map says what it leaves out; the table has all.
    """
    known = relations(story)
    links = shown(known)
    if not links:
        return ""
    pen = _Pen(story, language, href, links)
    panels = ""
    for tone, group in enumerate(groups(story)):
        if chosen := [link for link in links if link.group == group]:
            panels += pen.panel(group, tone, chosen)
    notes = []
    if story.status:
        day = wording.date(story.status.as_of, language)
        notes.append(svg.say(story, language, "as_of", date=day) + ".")
    if len(links) < len(known):
        most = wording.number(MOST_ACTORS, language)
        notes.append(svg.say(story, language, "map_more", n=most))
    description = svg.escaped(svg.say(story, language, "map_description"))
    return svg.figure(
        "map",
        f"<p>{description}</p>",
        pen.key(links),
        f'<div class="panels">{panels}</div>',
        f'<p class="as-of">{svg.escaped(" ".join(notes))}</p>' if notes else "",
    )


def shown(links: list[HeldRelation]) -> list[HeldRelation]:
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
        self, story: Story, language: str, href: Callable[[str], str], links: list[HeldRelation]
    ) -> None:
        self.story, self.language, self.href = story, language, href
        self.sides = sides(story, links)
        self.facing = {link.kind for link in links if link.holder in self.sides} & {
            kind
            for holder, words in story.vocab.relation_kinds.items()
            if words.opposes
            for kind in (holder, words.opposes)
        }

    def panel(self, group: str, tone: int, links: list[HeldRelation]) -> str:
        """Return the picture of a group of relations, in both arrangements."""
        # Names of boxes begin with their rank, that boxes may stand in the order of the words.
        ends = [actor for link in links for actor in (link.holder, link.target)]
        rank = {actor: f"{i:03} {actor}" for i, actor in enumerate(dict.fromkeys(ends))}
        wide = [
            self.line(link, rank[link.holder], rank[link.target], tone, facing=True)
            for link in links
        ]
        narrow = [self.line(link, *self.apart(link, rank), tone, facing=False) for link in links]
        count = column_count(wide)
        both = 2 < count <= MOST_COLUMNS
        place = "" if not both else "broad" if count > 3 else "wider"  # than half of the block
        title = svg.say(self.story, self.language, f"group_{group}")
        drawn = ""
        if both:
            width = width_for(count, EACH)
            drawn = self.picture(f"map-{group}-wide", title, links, wide, width, "wide")
        class_ = "narrow" if both else "small"
        drawn += self.picture(f"map-{group}", title, links, narrow, NARROW, class_)
        opening = f'<figure class="{place}">' if place else "<figure>"
        return f"{opening}<figcaption>{svg.escaped(title)}</figcaption>{drawn}</figure>"

    def picture(
        self,
        id_: str,
        title: str,
        links: list[HeldRelation],
        lines: list[Line],
        width: int,
        class_: str,
    ) -> str:
        """Return one arrangement of a group's lines."""
        description = svg.count(self.story, self.language, "count_relations", len(links))
        found = {}
        for link, line in zip(links, lines, strict=True):
            for name, actor in ((line.start, link.holder), (line.end, link.target)):
                side = self.sides.get(actor, 0)
                box = actor_box(self.story, actor, self.language, self.href)
                found[name] = box._replace(bar=side, strong=bool(side))
        content, width, height = diagram(found, lines, width)
        view = f"0 0 {width} {height}"
        return boxes.picture(id_, title, description, content, class_, view)

    def line(self, link: HeldRelation, start: str, end: str, tone: int, *, facing: bool) -> Line:
        """Return the line of a relation between two boxes."""
        words = said(self.story, link.relation, self.language)
        back = facing and link.kind in self.facing and self.sides.get(link.holder) == 1
        return Line(start, end, tone, words, bool(link.relation.until), back)

    def apart(self, link: HeldRelation, rank: dict[str, str]) -> tuple[str, str]:
        """Return the names of both boxes where there are two columns.

        Parties stand before each of their cases, in the order of the words: nothing crosses.
        """
        order = list(self.story.vocab.relation_kinds).index(link.kind)
        near = f"{rank[link.target]} {order:03} " if link.kind in self.facing else ""
        return f"1 {near}{rank[link.holder]}", f"2 {rank[link.target]}"

    def key(self, links: list[HeldRelation]) -> str:
        """Return the key of shapes: what each stands for, in words."""
        actors = dict.fromkeys(actor for link in links for actor in (link.holder, link.target))
        used = {self.story.actors[actor].kind for actor in actors}
        words: dict[str, list[str]] = {}
        for kind, entry in self.story.vocab.actor_kinds.items():
            if kind in used:
                label = lettering.words(entry.label, self.language)
                words.setdefault(entry.box, []).append(label)
        items = [
            _sample(boxes.frame(Box("", shape=shape), *_SAMPLE), ", ".join(words[shape]))
            for shape in boxes.SHAPES
            if shape in words and shape != "plain"
        ]
        if self.sides:
            party = boxes.frame(Box("", bar=-1), *_SAMPLE)
            items.append(_sample(party, svg.say(self.story, self.language, "map_party")))
        if any(link.relation.until for link in links):
            line = (
                f'<g class="past" stroke="currentColor"><path d="M0 8h{_SAMPLE[0]}" class="line"'
                f' stroke-dasharray="{boxes.PAST}"/></g>'
            )
            items.append(_sample(line, svg.say(self.story, self.language, "map_past")))
        return f'<ul class="key">{"".join(items)}</ul>'


def _sample(content: str, words: str) -> str:
    """Return an item of the key: a small picture and what it stands for."""
    width, height = _SAMPLE
    picture = f'<svg width="{width}" height="{height}" aria-hidden="true">{content}</svg>'
    return f"<li>{picture}{svg.escaped(words)}</li>"
