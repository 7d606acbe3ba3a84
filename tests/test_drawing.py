"""Drawings: what is drawn equals what is written, nothing touches, the same bytes every time."""

from __future__ import annotations

import gzip
import itertools
import os
import random
import re
import subprocess
import sys
import xml.etree.ElementTree as ET
from collections.abc import Iterator
from dataclasses import dataclass

import facts
import pytest
from builds import ROOT
from explainer import draw as drawing
from explainer.derive import address, index
from explainer.draw import (
    bar_chart,
    diagram,
    layered,
    lettering,
    links,
    neighbours,
    svg,
    time_axis,
    whole_map,
)
from explainer.make import views
from explainer.model import records as model
from explainer.model.story import Settings, Story, load
from explainer.words import typography, wording

LANGUAGES = ("fr", "en")
CONTEXT = {"languages": LANGUAGES}


@pytest.fixture(scope="module")
def story() -> Story:
    """The real story, as loaded."""
    return load(Settings(ROOT, LANGUAGES))[0]


def invented(story: Story, relations: dict[str, list[tuple[str, str]]]) -> Story:
    """Return a story of actors with the given relations (kind, target), in real vocabularies."""
    made = Story(story.settings, vocabularies=story.vocabularies, strings=story.strings)
    made.pages = {language: {} for language in LANGUAGES}
    names = {*relations, *(target for found in relations.values() for _, target in found)}
    for name in sorted(names):
        fields = {
            "id": name,
            "kind": "company",
            "name": f"The {name.replace('-', ' ')} company",
            "role": "x",
            "summary": "x",
            "description": "x",
            "relations": [
                {"kind": kind, "target": target, "sources": ["x"]}
                for kind, target in relations.get(name, [])
            ],
        }
        made.actors[name] = model.Actor.model_validate(fields, context=CONTEXT)
    return made


def href(name: str) -> str:
    return f"../{name.removesuffix('.md')}/"


def parsed(xml: str) -> ET.Element:
    """Return the drawing's tree; it must be one line, as a raw block in Markdown has to be."""
    assert "\n" not in xml
    assert xml.startswith('<div class="drawing')
    return ET.fromstring(xml)


def edges(root: ET.Element) -> int:
    return sum(path.get("d", "").count("M") for path in root.findall(".//path[@class='line']"))


@dataclass(frozen=True)
class Area:
    """A rectangle of a drawing, and what it is."""

    what: str
    left: float
    top: float
    right: float
    bottom: float

    def touches(self, other: Area) -> bool:
        return (
            self.left < other.right
            and other.left < self.right
            and self.top < other.bottom
            and other.top < self.bottom
        )

    def holds(self, other: Area) -> bool:
        return (
            self.left <= other.left
            and self.right >= other.right
            and self.top <= other.top
            and self.bottom >= other.bottom
        )


def moved(element: ET.Element) -> tuple[float, float]:
    match = re.fullmatch(r"translate\((-?[\d.]+) (-?[\d.]+)\)", element.get("transform", ""))
    return (float(match[1]), float(match[2])) if match else (0.0, 0.0)


def text_area(text: ET.Element, dx: float, dy: float, size: float = svg.SIZE) -> Area:
    words = text.text or ""
    bold = text.get("class") in {"self", "title"}
    x, y = float(text.get("x", 0)) + dx, float(text.get("y", 0)) + dy
    wide = lettering.width(words, size, bold=bold)
    if text.get("text-anchor") == "end":
        x -= wide
    return Area(words, x, y - 9, x + wide, y + 2.5)


def areas(root: ET.Element) -> tuple[list[Area], list[tuple[Area, Area]], list[Area]]:
    """Return the boxes, each text with its box, and the free texts of one picture."""
    boxes: list[Area] = []
    inside: list[tuple[Area, Area]] = []
    free: list[Area] = []

    def walk(parent: ET.Element, dx: float, dy: float) -> None:
        for child in parent:
            x, y = moved(child)
            x, y = x + dx, y + dy
            rect = child.find("rect")
            if rect is not None:
                width, height = float(rect.get("width", 0)), float(rect.get("height", 0))
                name = "".join(child.itertext())
                boxes.append(Area(name, x, y, x + width, y + height))
                inside.extend(
                    (text_area(t, x, y, diagram.SIZE), boxes[-1]) for t in child.findall("text")
                )
            elif child.tag == "g":
                walk(child, x, y)
            elif child.tag == "text":
                free.append(text_area(child, dx, dy, diagram.SIZE))

    walk(root, 0, 0)
    return boxes, inside, free


def lines(root: ET.Element) -> Iterator[list[tuple[float, float]]]:
    """Yield points along each line of a picture, a few pixels apart."""

    def walk(parent: ET.Element, dx: float, dy: float) -> Iterator[list[tuple[float, float]]]:
        for child in parent:
            x, y = moved(child)
            if child.get("class") == "line":
                for one in child.get("d", "").split("M")[1:]:
                    yield list(points(one, dx, dy))
            else:
                yield from walk(child, dx + x, dy + y)

    return walk(root, 0, 0)


def points(path: str, dx: float, dy: float) -> Iterator[tuple[float, float]]:
    start, *parts = re.findall(r"[hc]?[^hc]+", path)
    x, y = (float(number) for number in start.split())
    for part in parts:
        n = [float(number) for number in part[1:].split()]
        a, b, c, d, e, f = n if part[0] == "c" else (n[0] / 2, 0, n[0] / 2, 0, n[0], 0)
        for t in (k / 40 for k in range(41)):
            near = 3 * (1 - t) ** 2 * t, 3 * (1 - t) * t**2, t**3
            yield (
                x + near[0] * a + near[1] * c + near[2] * e + dx,
                y + near[0] * b + near[1] * d + near[2] * f + dy,
            )
        x, y = x + e, y + f


def check_picture(root: ET.Element) -> None:
    """Nothing overlaps, nothing is cut, no line passes through words, every target is large."""
    boxes, inside, free = areas(root)
    assert boxes
    _, _, width, height = (float(number) for number in root.get("viewBox", "").split())
    for one, other in itertools.combinations([*boxes, *free], 2):
        assert not one.touches(other), (one, other)
    for text, box in inside:
        assert box.holds(text), (text, box)
    for (one, _), (other, _) in itertools.combinations(inside, 2):
        assert not one.touches(other), (one, other)
    page = Area("page", 0, 0, width, height)
    assert all(page.holds(area) for area in [*boxes, *free])
    assert all(b.bottom - b.top >= 24 and b.right - b.left >= 24 for b in boxes)
    for line in lines(root):
        for x, y in line:
            dot = Area("line", x - 0.5, y - 0.5, x + 0.5, y + 0.5)
            hit = [area for area in [*boxes, *free] if area.touches(dot)]
            assert not hit, (hit, dot)


def pictures(xml: str) -> list[ET.Element]:
    return parsed(xml).findall(".//svg[@viewBox]")


def arrangements(xml: str) -> tuple[list[ET.Element], list[ET.Element]]:
    """Return the pictures that a wide screen shows, and those that a narrow one shows."""
    found = pictures(xml)
    wide = [p for p in found if "narrow" not in p.get("class", "")]
    return wide, [p for p in found if "wide" not in p.get("class", "").split()]


# --- the map


@pytest.mark.parametrize("language", LANGUAGES)
def test_map_draws_every_relation_in_both_arrangements(story: Story, language: str) -> None:
    known = sum(len(actor.relations) for actor in story.actors.values())
    assert known > 40
    assert known == len(drawing.relations(story))
    for shown in arrangements(drawing.relation_map(story, language, href)):
        assert sum(map(edges, shown)) == known
        # A picture a group, and each draws the relations of its group.
        groups = [link.group for link in drawing.relations(story)]
        assert [edges(p) for p in shown] == [groups.count(g) for g in dict.fromkeys(groups)]


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_line_says_in_words_what_it_is(story: Story, language: str) -> None:
    """Each tip of a line is at the words of a kind, in the box of a target of that kind."""
    for shown in arrangements(drawing.relation_map(story, language, href)):
        read: set[tuple[str, str]] = set()
        for picture in shown:
            for holder in picture.iter("a"):
                said = [t.text or "" for t in holder.findall("text") if t.get("class") == "kind"]
                read.add((holder.get("href", ""), " ".join(said)))
        for link in drawing.relations(story):
            words = links.said(story, link.relation, language)
            target = f"../actors/{link.target}/"
            assert any(to == target and words in text for to, text in read), (link, words)


def test_lines_arrive_at_words(story: Story) -> None:
    for picture in pictures(drawing.relation_map(story, "fr", href)):
        rows = []
        for holder in picture.iter("a"):
            x, y = moved(holder)
            rect = holder.find("rect")
            assert rect is not None
            right = x + float(rect.get("width", 0))
            kinds = [t for t in holder.findall("text") if t.get("class") == "kind"]
            rows += [
                (right if t.get("text-anchor") else x, y + float(t.get("y", 0)) - diagram.BASELINE)
                for t in kinds
            ]
        heads = [p.get("d", "") for p in picture.iter("path") if p.get("fill") == "currentColor"]
        tips = re.findall(r"M([\d.]+) ([\d.]+)l", "".join(heads))
        assert tips
        for x, y in tips:
            assert any(
                abs(float(x) - at) < 1 and top - 1 <= float(y) <= top + diagram.LEADING + 1
                for at, top in rows
            ), (x, y)


@pytest.mark.parametrize("language", LANGUAGES)
def test_nothing_overlaps_on_the_map(story: Story, language: str) -> None:
    for picture in pictures(drawing.relation_map(story, language, href)):
        check_picture(picture)


def test_map_links_every_actor_that_has_a_relation(story: Story) -> None:
    linked = {x for link in drawing.relations(story) for x in (link.holder, link.target)}
    wide, narrow = arrangements(drawing.relation_map(story, "en", href))
    for shown in (wide, narrow):
        found = {a.get("href") for picture in shown for a in picture.iter("a")}
        assert found == {f"../actors/{x}/" for x in linked}
    for picture in wide:
        if picture.get("class") == "wide":  # each actor once
            hrefs = [a.get("href") for a in picture.iter("a")]
            assert len(hrefs) == len(set(hrefs))


def test_opponents_face_each_other(story: Story) -> None:
    made = invented(
        story,
        {
            "a": [("plaintiff-in", "x"), ("appellee-in", "y")],
            "b": [("defendant-in", "x"), ("appellant-in", "y")],
            "c": [("defendant-in", "x")],
        },
    )
    assert links.sides(made, drawing.relations(made)) == {"a": -1, "b": 1, "c": 1}
    wide = pictures(drawing.relation_map(made, "en", href))[0]
    check_picture(wide)
    left = {a.get("href"): moved(a)[0] for a in wide.iter("a")}
    assert left["../actors/a/"] < left["../actors/x/"] < left["../actors/b/"]
    assert left["../actors/b/"] == left["../actors/c/"]
    both = invented(story, {"a": [("plaintiff-in", "x"), ("defendant-in", "x")]})
    assert links.sides(both, drawing.relations(both)) == {}


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_is_over_is_dashed_and_says_since_when(story: Story, language: str) -> None:
    made = invented(story, {"a": [("owner-of", "b")], "c": [("owner-of", "b")]})
    over = {"kind": "owner-of", "target": "b", "until": "2020", "sources": ["x"]}
    fields = made.actors["c"].model_dump(by_alias=True) | {"relations": [over]}
    made.actors["c"] = model.Actor.model_validate(fields, context=CONTEXT)
    root = parsed(drawing.relation_map(made, language, href))
    past = root.findall(".//figure//g[@class='tone-4 past']/path[@class='line']")
    assert [p.get("d", "").count("M") for p in past] == [1]
    assert all(p.get("stroke-dasharray") for p in past)
    said = " ".join(t.text or "" for t in root.iter("text"))
    assert "2020" in said
    assert story.strings["map_past"][language] in "".join(root.itertext())


def test_the_map_says_as_of_when(story: Story) -> None:
    assert story.status
    root = parsed(drawing.relation_map(story, "en", href))
    assert story.status.as_of[:4] in (root.find("p[@class='as-of']").text or "")  # type: ignore[union-attr]
    made = invented(story, {"a": [("owner-of", "b")]})
    assert parsed(drawing.relation_map(made, "en", href)).find("p[@class='as-of']") is None


@pytest.mark.parametrize("language", LANGUAGES)
def test_map_key_names_every_shape_in_use(story: Story, language: str) -> None:
    key = parsed(drawing.relation_map(story, language, href)).find("ul")
    assert key is not None
    said = "".join(key.itertext())
    for link in drawing.relations(story):
        for actor in (link.holder, link.target):
            kind = story.vocab.actor_kinds[story.actors[actor].kind]
            assert (lettering.words(kind.label, language) in said) == (kind.box != "plain")
    shapes = [ET.tostring(item.find("svg") or item) for item in key.findall("li")]
    assert len(set(shapes)) == len(shapes)


def test_shapes_differ_without_colour() -> None:
    frames = set()
    for shape in diagram.SHAPES:
        holder = ET.Element("g")
        diagram.frame(holder, diagram.Box("", shape=shape), 100, 40)
        frames.add(ET.tostring(holder))
    assert len(frames) == len(diagram.SHAPES)


def test_map_is_light(story: Story) -> None:
    for language in LANGUAGES:
        xml = drawing.relation_map(story, language, lambda name: f"../../{href(name)}")
        # Of the 35 kB of a first view; a story's map grows with its relations.
        assert len(gzip.compress(xml.encode(), 9)) <= 92 * len(drawing.relations(story))


def test_map_without_relations_is_nothing(story: Story) -> None:
    assert drawing.relation_map(invented(story, {"a": []}), "en", href) == ""


HARD = {
    "a circle": {"a": [("controls", "b")], "b": [("controls", "c")], "c": [("controls", "a")]},
    "both ways": {"a": [("owner-of", "b")], "b": [("partner-of", "a")]},
    "twice the same pair": {"a": [("owner-of", "b"), ("controls", "b")]},
    "two parts": {"a": [("owner-of", "b")], "c": [("owner-of", "d")]},
    "a long chain": {f"n{i}": [("controls", f"n{i + 1}")] for i in range(9)},
    "over the whole": {
        **{f"n{i}": [("controls", f"n{i + 1}")] for i in range(5)},
        "n0": [("controls", "n1"), ("owner-of", "n6"), ("owner-of", "n4"), ("owner-of", "n3")],
    },
    "a hub": {f"n{i}": [("amicus-in", "hub"), ("partner-of", "n1")] for i in range(2, 40)},
    "a long word": {"a": [("owner-of", "rindfleischetikettierungsaufgabenuebertragung")]},
}


@pytest.mark.parametrize("relations", HARD.values(), ids=HARD.keys())
def test_hard_graphs_are_drawn_whole(
    story: Story, relations: dict[str, list[tuple[str, str]]]
) -> None:
    made = invented(story, relations)
    for shown in arrangements(drawing.relation_map(made, "en", href)):
        assert sum(map(edges, shown)) == sum(map(len, relations.values()))
        for picture in shown:
            check_picture(picture)


def test_a_line_turned_round_keeps_its_arrowhead_at_its_target(story: Story) -> None:
    # A circle of three, or the picture would have two columns and nothing to turn.
    ring = {"a": [("controls", "b")], "b": [("controls", "c")], "c": [("controls", "a")]}
    wide = pictures(drawing.relation_map(invented(story, ring), "en", href))[0]
    heads = [p.get("d", "") for p in wide.iter("path") if p.get("fill") == "currentColor"]
    # Two at the left edge of their box, one at the right edge of the first.
    assert sorted(re.findall(r"l(-?7)-4", "".join(heads))) == ["-7", "-7", "7"]


def test_a_map_too_large_to_read_says_what_it_leaves_out(story: Story) -> None:
    relations = {f"n{i:03}": [("owner-of", f"n{i + 1:03}")] for i in range(300)}
    made = invented(story, relations)
    root = parsed(drawing.relation_map(made, "en", href))
    drawn = {a.get("href") for a in root.iter("a")}
    assert 2 < len(drawn) <= whole_map.MOST_ACTORS
    assert str(whole_map.MOST_ACTORS) in (root.findtext("p[@class='as-of']") or "")
    assert len(drawing.relations(made)) == 300


# --- one actor's neighbours


@pytest.mark.parametrize("language", LANGUAGES)
def test_neighbourhoods_equal_the_table_and_nothing_overlaps(story: Story, language: str) -> None:
    derived = index.build(story)
    drawn = 0
    for actor in story.actors:
        xml = drawing.neighbourhood(story, derived, actor, language, href)
        if not derived.edges.get(actor):
            assert xml == ""
            continue
        wide, narrow = pictures(xml)
        drawn += edges(wide)
        others = {f"../actors/{edge.other}/" for edge in derived.edges[actor]}
        for picture in (wide, narrow):
            assert edges(picture) == len(derived.edges[actor]) <= neighbours.MOST
            assert {a.get("href") for a in picture.iter("a")} == others
            check_picture(picture)
        assert len(gzip.compress(xml.encode(), 9)) <= 2048
    assert drawn == 2 * len(drawing.relations(story))


@pytest.mark.parametrize(("count", "said"), [(24, ""), (25, "1"), (500, "476")])
def test_many_neighbours_are_counted_not_drawn(story: Story, count: int, said: str) -> None:
    made = invented(story, {f"n{i:03}": [("controls", "hub")] for i in range(count)})
    xml = drawing.neighbourhood(made, index.build(made), "hub", "en", href)
    for picture in pictures(xml):
        assert edges(picture) == neighbours.MOST
        last = picture.findall("text")
        assert [re.findall(r"\d+", text.text or "") for text in last] == ([[said]] if said else [])
        check_picture(picture)


def test_a_neighbour_reads_as_a_sentence_from_left_to_right(story: Story) -> None:
    made = invented(story, {"a": [("owner-of", "b")], "b": [("controls", "c")]})
    xml = drawing.neighbourhood(made, index.build(made), "b", "en", href)
    wide, narrow = pictures(xml)
    boxes = sorted(areas(wide)[0], key=lambda area: area.left)
    assert [box.what.replace(" ", "") for box in boxes] == [
        "Theacompanyownerof",
        "Thebcompany",
        "controlsTheccompany",
    ]
    boxes = sorted(areas(narrow)[0], key=lambda area: (area.left, area.top))
    assert sorted(box.what.replace(" ", "") for box in boxes) == [
        "Thebcompany",
        "controlsTheccompany",
        "ownedbyTheacompany",
    ]


# --- charts


def figure(scale: str, *rows: tuple[float | None, bool]) -> model.Figure:
    fields = {
        "id": "x",
        "title": "T",
        "unit": "u",
        "scale": scale,
        "why": "w",
        "rows": [
            {"label": f"L{i}", "value": value, "shown": f"S{i}", "about": about, "sources": ["s"]}
            for i, (value, about) in enumerate(rows)
        ],
    }
    return model.Figure.model_validate(fields, context=CONTEXT)


def bars(root: ET.Element) -> list[float]:
    return [float(rect.get("width", "").rstrip("%")) for rect in root.iter("rect")]


@pytest.mark.parametrize(
    ("scale", "values", "widths"),
    [
        ("linear", (1, 2, 4), [25, 50, 100]),
        ("linear", (0, 5), [100]),
        ("linear", (0,), []),
        ("log", (10, 100, 1000), [33.33, 66.67, 100]),
        ("log", (1, 10), [50, 100]),
        ("log", (20, 2000), [100 * 0.30103 / 2.30103, 100]),
        ("log", (0, 10), [100]),
    ],
)
def test_bars_are_to_scale(
    story: Story, scale: str, values: tuple[float, ...], widths: list[float]
) -> None:
    made = figure(scale, *((value, False) for value in values))
    root = parsed(drawing.chart(story, made, "en"))
    assert bars(root) == pytest.approx(widths, abs=0.01)
    texts = [text.text for text in root.iter("text")]
    assert all(f"S{i}" in texts and f"L{i}" in texts for i in range(len(values)))


def test_an_approximate_value_has_another_shape_and_a_word(story: Story) -> None:
    root = parsed(drawing.chart(story, figure("linear", (1, True), (2, False)), "en"))
    about, sure = root.iter("rect")
    assert (about.get("stroke-dasharray"), sure.get("stroke-dasharray")) == ("4 3", None)
    note = story.strings["figure_about"]["en"]
    assert note in [text.text for text in root.iter("text")]
    plain = drawing.chart(story, figure("linear", (2, False)), "en")
    assert note not in plain


def test_words_without_a_number_have_no_bar_and_say_why(story: Story) -> None:
    root = parsed(drawing.chart(story, figure("linear", (4, False), (None, False)), "en"))
    assert bars(root) == [100]
    texts = [text.text for text in root.iter("text")]
    assert {"L1", "S1", story.strings["figure_none"]["en"]} <= set(texts)
    alone = parsed(drawing.chart(story, figure("log", (None, False)), "en"))
    assert bars(alone) == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_charts_fit_a_narrow_screen_and_lines_do_not_touch(story: Story, language: str) -> None:
    assert story.figures
    for record in story.figures.values():
        root = parsed(drawing.chart(story, record, language))
        (picture,) = root.findall("svg")
        texts = [text_area(text, 0, 0) for text in picture.findall("text")]
        assert max(text.right for text in texts) <= bar_chart.LINE
        assert max(text.bottom for text in texts) <= float(picture.get("height", 0))
        tops = [float(rect.get("y", 0)) for rect in picture.findall("rect")]
        everything = [
            *texts,
            *(Area("bar", 0, top, bar_chart.LINE, top + bar_chart.BAR) for top in tops),
        ]
        for one, other in itertools.combinations(everything, 2):
            assert not one.touches(other), (one, other)


# --- the time axis


def event(id_: str, date: str, layer: str = "before", until: str | None = None) -> model.Event:
    fields = {
        "id": id_,
        "date": date,
        "kind": "filing",
        "layer": layer,
        "title": "t",
        "text": "x",
        "sources": ["s"],
        "until": until,
    }
    return model.Event.model_validate(fields, context=CONTEXT)


def marks(root: ET.Element) -> list[ET.Element]:
    lanes = [lane for lane in root.iter("g") if lane.get("class") == "marks"]
    return sorted((text for lane in lanes for text in lane.iter("text")), key=at)


def at(element: ET.Element) -> float:
    return float(element.get("x", "").rstrip("%"))


@pytest.mark.parametrize("language", LANGUAGES)
def test_axis_marks_every_event_with_the_shape_of_its_layer(story: Story, language: str) -> None:
    root = parsed(drawing.axis(story, story.events.values(), language, lambda id_: f"#{id_}"))
    shapes = ["".join(mark.itertext())[-1] for mark in marks(root)]
    for layer, words in story.vocab.event_layers.items():
        expected = sum(event.layer == layer for event in story.events.values())
        assert shapes.count(words.shape) == expected
        label = f"{words.shape} {lettering.words(words.label, language)}"
        assert label in [text.text for text in root.iter("text")]


def test_axis_is_true_to_time(story: Story) -> None:
    events = [event("a", "2001-01-01"), event("b", "2006-01-01"), event("c", "2010-12-31")]
    root = parsed(drawing.axis(story, events, "en", lambda id_: f"#{id_}"))
    assert [at(mark) for mark in marks(root)] == pytest.approx([0, 50, 100], abs=0.1)


def test_marks_of_one_lane_never_touch_on_a_narrow_screen(story: Story) -> None:
    root = parsed(drawing.axis(story, story.events.values(), "fr", lambda id_: f"#{id_}"))
    for lane in (group for group in root.iter("g") if group.get("class") == "marks"):
        placed = [
            (at(mark) / 100 * time_axis.NARROW, float(row.get("transform", "")[12:-1]))
            for row in lane
            for mark in row
        ]
        for (x1, y1), (x2, y2) in itertools.combinations(placed, 2):
            assert abs(x1 - x2) >= time_axis.MARK - 0.1 or abs(y1 - y2) >= time_axis.MARK - 2


@pytest.mark.parametrize(
    ("dates", "years"),
    [
        (("2019-05", "2021"), {"2019": "#e0", "2020": None, "2021": "#e1"}),
        (("1990", "2020"), {"1990": "#e0", "1995": None, "2000": None, "2020": "#e1"}),
    ],
)
def test_years_lead_to_their_first_event(
    story: Story, dates: tuple[str, ...], years: dict[str, str | None]
) -> None:
    events = [event(f"e{i}", date) for i, date in enumerate(dates)]
    root = parsed(drawing.axis(story, events, "en", lambda id_: f"#{id_}"))
    links = {a.findtext("text"): a.get("href") for a in root.iter("a")}
    texts = {text.text for text in root.iter("text")}
    assert set(years) <= texts
    assert links == {year: target for year, target in years.items() if target}


@pytest.mark.parametrize("span", [1, 5, 10, 40, 400])
def test_year_targets_are_large_and_figures_do_not_touch(story: Story, span: int) -> None:
    events = [event(f"e{year}", f"{year:04}") for year in range(1600, 1600 + span)]
    root = parsed(drawing.axis(story, events, "en", lambda id_: f"#{id_}"))
    for rect in root.iter("rect"):
        assert float(rect.get("width", "").rstrip("%")) / 100 * time_axis.NARROW >= 24
        assert float(rect.get("height", 0)) >= 24
    assert lettering.width("2000", svg.SIZE) < time_axis._YEAR


@pytest.mark.parametrize(
    ("events", "months"),
    [
        (
            [event("a", "2000-01-01"), event("b", "2001-01-02"), event("c", "2002-12-31")],
            ["12 months", "23 months"],
        ),
        ([event("a", "2000-01-01", until="2001-12-01"), event("b", "2001-12-20")], []),
        ([event("a", "2000"), event("b", "2000")], []),
    ],
)
def test_long_spells_without_an_event_are_counted_in_months(
    story: Story, events: list[model.Event], months: list[str]
) -> None:
    root = parsed(drawing.axis(story, events, "en", lambda id_: f"#{id_}"))
    found = [t.text for t in root.iter("text") if (t.text or "").endswith(("month", "months"))]
    assert found == months
    assert [f"{gap.months} months" for gap in time_axis.gaps(events)] == months


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_mark_says_its_date_and_title(story: Story, language: str) -> None:
    root = parsed(drawing.axis(story, story.events.values(), language, lambda id_: f"#{id_}"))
    said = {mark.findtext("title") for mark in marks(root)}
    assert len(said) == len(story.events)
    for record in story.events.values():
        title = lettering.words(record.title, language)
        when = wording.period(record.date, record.until, language)
        words = f"{when}{svg.say(story, language, 'colon')}{title}"
        assert typography.correct(words, language) in said


@pytest.mark.parametrize("language", LANGUAGES)
def test_events_that_have_a_landmark_are_named_and_led_to(story: Story, language: str) -> None:
    root = parsed(drawing.axis(story, story.events.values(), language, lambda id_: f"#{id_}"))
    named = {r.id: r.landmark for r in story.events.values() if r.landmark}
    links = {a.get("href"): a for a in root.iter("a") if not (a.findtext("text") or "").isdigit()}
    assert set(links) == {f"#{id_}" for id_ in named}
    assert len(links) > 5
    for id_, text in named.items():
        assert links[f"#{id_}"].findtext("text") == lettering.words(text, language)


@pytest.mark.parametrize("seed", range(60))
def test_names_meet_neither_each_other_nor_a_line(seed: int) -> None:
    chance = random.Random(seed)
    places = sorted(chance.uniform(0, time_axis.NARROW) for _ in range(chance.randint(1, 12)))
    widths = [chance.uniform(10, 150) for _ in places]
    placed = [
        (at, width, name)
        for at, width, name in zip(places, widths, time_axis.names(places, widths), strict=True)
        if name
    ]
    boxes = [
        (at - width - 4, at - 4, at, n.row) if n.left else (at + 4, at + width + 4, at, n.row)
        for at, width, n in placed
    ]
    for (a, b, _, row), (c, d, line, other) in itertools.permutations(boxes, 2):
        assert a >= 0 and b <= time_axis.NARROW
        assert row != other or b <= c or d <= a
        assert not (a < line < b and row < other)  # a line goes down through every lower row


def test_a_name_stands_over_what_it_covers() -> None:
    found = time_axis.names([200.0, 210.0, 220.0], [80.0, 80.0, 60.0])
    assert found == [time_axis.Name(0, True), time_axis.Name(1, True), time_axis.Name(0, False)]
    assert time_axis.names([10.0, 12.0], [100.0, 100.0])[0] is None


def test_a_named_mark_stands_over_its_neighbours() -> None:
    assert time_axis.rows([0, 1, 2, 50], [True, False, False, True], 10) == [2, 0, 1, 0]


def test_no_events_no_axis(story: Story) -> None:
    assert drawing.axis(story, [], "en", str) == ""


# --- all of them


def everything(story: Story, language: str) -> list[str]:
    derived = index.build(story)
    return [
        drawing.relation_map(story, language, href),
        drawing.axis(story, story.events.values(), language, lambda id_: f"#{id_}"),
        *(drawing.chart(story, record, language) for record in story.figures.values()),
        *(drawing.neighbourhood(story, derived, x, language, href) for x in story.actors),
    ]


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_strict_policy_and_a_screen_reader_have_nothing_to_say(
    story: Story, language: str
) -> None:
    for xml in filter(None, everything(story, language)):
        root = parsed(xml)
        ids = [element.get("id") for element in root.iter() if element.get("id")]
        assert len(ids) == len(set(ids))
        for element in root.iter():
            assert element.tag not in {"style", "script", "foreignObject"}
            assert not [k for k in element.attrib if k == "style" or k.startswith("on")]
        for picture in pictures(xml) or root.findall("svg"):
            role = "group" if list(picture.iter("a")) else "img"
            assert picture.get("role") == role
            assert picture.findtext("title")
            assert picture.findtext("desc")
            assert {picture.get("aria-labelledby"), picture.get("aria-describedby")} <= set(ids)


def test_names_are_set_in_the_page_s_language_and_escaped(story: Story) -> None:
    made = invented(story, {"a": [("owner-of", "b")]})
    fields = made.actors["b"].model_dump(by_alias=True) | {"name": 'L\'<b> & "c" ?'}
    made.actors["b"] = model.Actor.model_validate(fields, context=CONTEXT)
    xml = drawing.relation_map(made, "fr", href)
    assert "<b>" not in xml
    words = " ".join(pictures(xml)[0].itertext())
    assert "L’" in words
    assert "«" in words


def test_same_input_same_bytes_whatever_the_process() -> None:
    code = (
        "import sys; sys.path[:0] = ['tests', 'hooks']\n"
        "import hashlib, test_drawing as t\n"
        "junk = [object() for _ in range(int(sys.argv[1]))]\n"
        "story = t.load(t.Settings(t.ROOT, t.LANGUAGES))[0]\n"
        "story.actors = dict(sorted(story.actors.items(), reverse=sys.argv[1] != '0'))\n"
        "text = t.drawing.relation_map(story, 'fr', t.href)\n"
        "print(hashlib.sha256(text.encode()).hexdigest())\n"
    )
    seen = {
        subprocess.run(
            [sys.executable, "-c", code, junk],
            cwd=ROOT,
            env=os.environ | {"PYTHONHASHSEED": seed},
            check=True,
            capture_output=True,
            text=True,
        ).stdout
        for junk, seed in (("0", "1"), ("4321", "2"), ("77777", "3"))
    }
    assert len(seen) == 1


# --- the rooms underneath


@pytest.mark.parametrize(
    ("text", "limit", "lines_"),
    [
        ("a b", 100, ["a b"]),
        ("aaaa bbbb", 40, ["aaaa", "bbbb"]),
        ("aaaaaaaa", 30, ["aaaa", "aaaa"]),
        ("le 21\u00a0décembre", 78, ["le", "21\u00a0décembre"]),
        ("le 21\u00a0décembre", 60, ["le 21", "décembre"]),
        ("", 50, []),
    ],
)
def test_wrap(text: str, limit: float, lines_: list[str]) -> None:
    made = lettering.wrap(text, 12, limit)
    assert made == lines_
    assert all(lettering.width(line, 12) <= limit for line in made)


def test_widths_are_those_of_helvetica() -> None:
    # Adobe Core 14 AFM: H 722, e 556, l 222, v 500, t 278, i 222, c 500, a 556.
    units = 722 + 556 + 222 + 500 + 556 + 278 + 222 + 500 + 556
    assert lettering.width("Helvetica", 1000) == pytest.approx(units * lettering.MARGIN)
    assert lettering.width("É", 10) == lettering.width("E", 10)
    assert lettering.width("漢", 10) == pytest.approx(10 * lettering.MARGIN)


def test_orient_leaves_no_circle() -> None:
    pairs = [("a", "b"), ("b", "c"), ("c", "a"), ("c", "d"), ("d", "b"), ("a", "a")]
    made = layered.orient(pairs)
    assert {frozenset(pair) for pair in made} == {frozenset(p) for p in pairs if p[0] != p[1]}
    left = set(made)
    while left:
        free = {pair for pair in left if pair[0] not in {end for _, end in left}}
        assert free, left
        left -= free


@pytest.mark.parametrize(
    ("wanted", "expected"),
    [
        ([0, 100], [0, 100]),
        ([0, 0], [-10, 10]),
        ([50, 0, 0], [-10 / 3, 50 / 3, 110 / 3]),
        ([0], [0]),
    ],
)
def test_boxes_are_kept_apart_by_least_squares(wanted: list[float], expected: list[float]) -> None:
    sizes = [16] * len(wanted)
    assert layered._apart(wanted, sizes, 4) == pytest.approx(expected)


# --- on the site


@pytest.mark.parametrize(("home", "page"), [("", "acteurs/"), ("en/", "en/actors/")])
def test_the_built_map_has_as_many_lines_as_its_table_has_rows(
    site: facts.Site, home: str, page: str
) -> None:
    tree = site.page(page).tree
    rows = tree.xpath("//*[@id='map-table']/following::table[1]/tbody/tr")
    drawn = tree.xpath("//div[@class='drawing drawing-map']//*[local-name()='svg'][@viewbox]")
    for unseen in ("wide", "narrow"):
        shown = [picture for picture in drawn if picture.get("class") != unseen]
        assert len(shown) < len(drawn)
        paths = [
            path
            for picture in shown
            for path in picture.xpath(".//*[local-name()='path'][@class='line']/@d")
        ]
        assert sum(path.count("M") for path in paths) == len(rows) > 40
    assert not tree.xpath("//p//*[local-name()='svg'][@viewbox]")
    # The home page leads to the map.
    assert any(str(x).endswith("#map") for x in site.page(home).tree.xpath("//a/@href"))


@pytest.mark.parametrize("language", LANGUAGES)
def test_filters_hold_all_that_a_page_of_an_actor_lists(site: facts.Site, language: str) -> None:
    story, _ = load(Settings(ROOT, ("fr", "en")))
    addresses, _ = address.assign(story)
    derived = index.build(story)
    found = views.members(story, derived, addresses)
    cases = {event.case for event in story.events.values() if event.case}
    others = {actor: ids for actor, ids in derived.events_of.items() if actor not in cases}
    for actor, events in others.items():
        listed = found[address.Facet("timeline", "who", actor).name]
        assert [event.id for event in listed] == events
    for case in cases:
        name = address.Facet("timeline", "case", case).name
        built = site.page(addresses.url(language, name))
        headings = [str(x) for x in built.tree.xpath("//article/h2/@id")]
        assert headings == [event.id for event in found[name]] != []
        assert [str(x) for x in built.tree.xpath("//article/h2/a/@href")] == [
            f"#{id_}" for id_ in headings
        ]
    filters = site.page(addresses.url(language, "timeline.md")).tree.xpath(
        "//nav[@class='filters']//a"
    )
    kinds = len(story.vocab.event_layers)
    assert len(filters) == kinds + len(cases) + len(others)


@pytest.mark.parametrize("page", ["chronologie/", "en/timeline/"])
def test_the_list_tells_its_long_gaps_and_one_set_of_shapes(site: facts.Site, page: str) -> None:
    tree = site.page(page).tree
    told = [
        re.findall(r"\d+", x.text_content())
        for x in tree.xpath("//p[contains(@class, 'event-gap')]")
    ]
    drawn = [
        re.findall(r"\d+", text)
        for text in tree.xpath("//*[local-name()='svg']//*[local-name()='text']/text()")
        if re.search(r"\d\s(mois|months?)$", str(text))
    ]
    assert told == drawn != []
    for article in tree.xpath("//article[@class='event']"):
        assert article.get("data-shape") == article.xpath("string(.//em[@class='shape'])")


@pytest.mark.parametrize("page", ["chronologie/", "en/timeline/"])
def test_the_built_axis_leads_to_headings_of_its_page(site: facts.Site, page: str) -> None:
    built = site.page(page)
    links = built.tree.xpath("//div[contains(@class, 'drawing-axis')]//a/@href")
    assert len(links) > 5
    assert {str(link).removeprefix("#") for link in links} <= set(built.ids)


@pytest.mark.parametrize("width", [360, 1280])
@pytest.mark.parametrize(
    "page", ["acteurs/", "en/actors/nso-group/", "chronologie/", "depuis/", "en/actors/"]
)
def test_a_browser_finds_nothing_cut_or_overlapping(
    browser: object, served: str, page: str, width: int
) -> None:
    opened = browser.new_page(viewport={"width": width, "height": 800})  # type: ignore[attr-defined]
    try:
        opened.goto(served + page)
        assert opened.evaluate(_CUT) == []
        assert opened.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0
    finally:
        opened.close()


_CUT = """() => {
  const bad = [], seen = [];
  for (const text of document.querySelectorAll('.drawing svg text')) {
    if (text.closest('.marks')) continue;
    const area = text.getBoundingClientRect();
    if (!area.width) continue;
    if (area.left < 0 || area.right > innerWidth) bad.push(['cut', text.textContent]);
    const holder = text.parentElement;
    const box = holder.matches('a, g') && holder.querySelector(':scope > rect:not(.target)');
    const edge = box && box.getBoundingClientRect();
    if (edge && (area.right > edge.right || area.left < edge.left)) bad.push(['out', text.textContent]);
    for (const [other, words] of seen)
      if (area.left < other.right - 1 && other.left < area.right - 1
          && area.top + 3 < other.bottom - 3 && other.top + 3 < area.bottom - 3)
        bad.push([text.textContent, words]);
    seen.push([area, text.textContent]);
  }
  if (!seen.length) bad.push('nothing drawn');
  return bad;
}"""


def luminance(colour: str) -> float:
    """Return the relative luminance of ``#rrggbb`` (WCAG 2.2)."""
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def test_tones_stand_out_on_the_light_and_the_dark_page() -> None:
    tones = re.findall(r"\.tone-\d \{ color: (#[0-9a-f]{6})", style("drawings.css"))
    papers = set(re.findall(r"--paper: (#[0-9a-f]{6})", style("site.css")))
    assert len(tones) == 6
    assert len(papers) >= 2
    for tone, paper in itertools.product(tones, papers):
        dark, light = sorted((luminance(tone), luminance(paper)))
        assert (light + 0.05) / (dark + 0.05) >= 3, (tone, paper)


def style(name: str) -> str:
    return (ROOT / "docs" / "assets" / name).read_text(encoding="utf-8")


def test_the_style_sheet_is_light() -> None:
    assert len(gzip.compress(style("drawings.css").encode(), 9)) <= 1536
