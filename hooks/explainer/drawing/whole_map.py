"""The map of relations: who sues whom, who owns whom, who signed, who judged, who documented.

In: a story, a language, the address of each page. Out: a block with two
arrangements of the same lines and one key: all in one picture where there is
room for it, and group by group, in two columns, on a narrow screen. A style
sheet shows one of them, so that a reader and a screen reader meet each name
once. The table beside it (``listings/map.md.j2``) has the same relations.
"""

from __future__ import annotations

import xml.etree.ElementTree as ET
from collections import Counter
from collections.abc import Callable

from explainer import wording
from explainer.story import Story
from explainer.typography import NBSP

from . import lettering, svg
from .diagram import Box, Line, dashes, draw, filled, head, name_words
from .links import Link, groups, relations, signs

WIDE, NARROW = 640, 316
# Above this, no arrangement can be read: the map keeps the actors with most relations.
MOST_ACTORS = 80
_TITLE = 26


def relation_map(story: Story, language: str, href: Callable[[str], str]) -> str:
    """Return the map as one line of XML; ``href`` gives the address of a page by its name."""
    known = relations(story)
    links = shown(known)
    if not links:
        return ""
    block = svg.figure("map")
    marks = signs(links)
    tones = {group: i for i, group in enumerate(groups(story))}
    title = svg.say(story, language, "map_title")
    description = svg.say(story, language, "map_description")
    lines = [
        Line(link.holder, link.target, tones[link.group], marks.get(link.kind, ""))
        for link in links
    ]

    def box(actor: str) -> Box:
        name = lettering.words(story.actors[actor].name, language)
        return Box(name_words(name), href(f"actors/{actor}.md"))

    root = svg.drawing(block, "map-wide", title, description, role="group", class_="wide")
    boxes = {actor: box(actor) for link in links for actor in (link.holder, link.target)}
    width, height = draw(root, boxes, lines, WIDE)
    root.set("viewBox", f"0 0 {width} {height}")

    root = svg.drawing(block, "map-narrow", title, description, role="group", class_="narrow")
    top = 0
    for group, tone in tones.items():
        chosen = [
            Line(f"1 {line.start}", f"2 {line.end}", tone, line.sign)
            for line in lines
            if line.group == tone
        ]
        if not chosen:
            continue
        part = svg.element(root, "g", transform=f"translate(0 {top + _TITLE})")
        words = svg.say(story, language, f"group_{group}")
        svg.element(part, "text", words, class_="title", y=-8)
        ends = {name: box(name[2:]) for line in chosen for name in (line.start, line.end)}
        top += _TITLE + draw(part, ends, chosen, NARROW)[1] + 8
    root.set("viewBox", f"0 0 {NARROW} {top}")
    block.append(_key(story, language, links, marks, tones))
    if len(links) < len(known):
        most = wording.number(MOST_ACTORS, language)
        svg.element(block, "p", svg.say(story, language, "map_more", n=most))
    return svg.one_line(block)


def shown(links: list[Link]) -> list[Link]:
    """Return the relations that the map draws: all, unless there are too many actors."""
    counts = Counter(actor for link in links for actor in (link.holder, link.target))
    if len(counts) <= MOST_ACTORS:
        return links
    ranked = sorted(counts, key=lambda actor: (-counts[actor], actor))
    kept = set(ranked[:MOST_ACTORS])
    return [link for link in links if link.holder in kept and link.target in kept]


def _key(
    story: Story, language: str, links: list[Link], marks: dict[str, str], tones: dict[str, int]
) -> ET.Element:
    """Return the key: for each group its line, and for each of its kinds a letter."""
    key = svg.element(None, "ul", class_="key")
    for group, tone in tones.items():
        kinds = dict.fromkeys(link.kind for link in links if link.group == group)
        if not kinds:
            continue
        item = svg.element(key, "li")
        sample = svg.element(
            item,
            "svg",
            class_=f"tone-{tone + 1}",
            width=44,
            height=12,
            aria_hidden="true",
            fill="none",
            stroke="currentColor",
        )
        svg.element(sample, "path", class_="line", d="M0 6h36", stroke_dasharray=dashes(tone))
        fill = "currentColor" if filled(tone) else ""
        svg.element(sample, "path", d=head(tone, 43, 6), fill=fill)
        name = svg.element(item, "b", svg.say(story, language, f"group_{group}"))
        name.tail = " "
        for kind in kinds:
            label = lettering.words(story.vocab.relation_kinds[kind].label, language)
            words = svg.element(item, "span", "" if kind in marks else label)
            if kind in marks:
                svg.element(words, "i", marks[kind]).tail = f"{NBSP}{label}"
            words.tail = " "
    return key
