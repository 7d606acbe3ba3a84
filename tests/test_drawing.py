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
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace

import facts
import pytest
from builds import ROOT
from explainer import draw as drawing
from explainer.derive import address, index
from explainer.draw import (
    all_relations,
    bar_chart,
    boxes,
    lane_places,
    layered,
    lettering,
    neighbours,
    relations_map,
    svg,
    time_axis,
    time_scale,
)
from explainer.draw.all_relations import said
from explainer.make import lists
from explainer.model import records as model
from explainer.model.story import Settings, Story, load
from explainer.words import typography, wording
from pictures import (
    Area,
    Picture,
    arrangements,
    arrows,
    check,
    parsed,
    pictures,
    plain,
    sentences,
    text_area,
)

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


def changed(actor: model.Actor, **fields: object) -> model.Actor:
    return model.Actor.model_validate(actor.model_dump(by_alias=True) | fields, context=CONTEXT)


def href(name: str) -> str:
    return f"../{name.removesuffix('.md')}/"


def drawn_axis(story: Story, events: Iterable[model.Event], language: str) -> ET.Element:
    return parsed(drawing.axis(story, events, language, lambda id_: f"#{id_}"))


# --- the map


def tone(story: Story, relation: model.Relation) -> str:
    """Return the look of a relation's line."""
    group = story.vocab.relation_kinds[relation.kind].group
    look = f"tone-{all_relations.groups(story).index(group) + 1}"
    return f"{look} past{boxes.PAST}" if relation.until else look


def name(story: Story, actor: str, language: str) -> str:
    return plain([lettering.words(story.actors[actor].name, language)])


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_map_says_every_relation_in_both_arrangements(story: Story, language: str) -> None:
    known = drawing.relations(story)
    assert len(known) == sum(len(actor.relations) for actor in story.actors.values()) > 40
    ids = {actor for link in known for actor in (link.holder, link.target)}
    for shown in arrangements(drawing.relation_map(story, language, href)):
        # A picture a group, and each draws the relations of its group.
        for group, drawn in zip(dict.fromkeys(link.group for link in known), shown, strict=True):
            check(drawn)
            assert sentences(drawn) == sorted(
                (
                    name(story, link.holder, language),
                    plain([said(story, link.relation, language)]),
                    name(story, link.target, language),
                    tone(story, link.relation),
                )
                for link in known
                if link.group == group
            )
        assert {b.href for d in shown for b in d.boxes} == {f"../actors/{id_}/" for id_ in ids}
        for drawn in shown:
            hrefs = [box.href for box in drawn.boxes]
            if drawn.root.get("class") == "wide":  # each actor once
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
    assert all_relations.sides(made, drawing.relations(made)) == {"a": -1, "b": 1, "c": 1}
    wide = pictures(drawing.relation_map(made, "en", href))[0]
    check(wide)
    left = {box.href[10:11]: box.area.left for box in wide.boxes}
    assert left["a"] < left["x"] < left["b"] == left["c"]
    both = invented(story, {"a": [("plaintiff-in", "x"), ("defendant-in", "x")]})
    assert all_relations.sides(both, drawing.relations(both)) == {}


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_is_over_is_dashed_and_says_since_when(story: Story, language: str) -> None:
    made = invented(story, {"a": [("owner-of", "b")], "c": [("owner-of", "b")]})
    over = {"kind": "owner-of", "target": "b", "until": "2020", "sources": ["x"]}
    made.actors["c"] = changed(made.actors["c"], relations=[over])
    xml = drawing.relation_map(made, language, href)
    past = [line for line in sentences(pictures(xml)[0]) if line[-1] == "tone-4 past4 3"]
    assert [(start, "2020" in words) for start, words, *_ in past] == [("Theccompany", True)]
    assert story.strings["map_past"][language] in "".join(parsed(xml).itertext())


def test_the_map_says_as_of_when(story: Story) -> None:
    assert story.status
    root = parsed(drawing.relation_map(story, "en", href))
    assert root.findtext("p") == svg.say(story, "en", "map_description")
    assert story.status.as_of[:4] in (root.findtext("p[@class='as-of']") or "")
    made = invented(story, {"a": [("owner-of", "b")]})
    assert parsed(drawing.relation_map(made, "en", href)).find("p[@class='as-of']") is None


@pytest.mark.parametrize("language", LANGUAGES)
def test_map_key_names_every_shape_in_use(story: Story, language: str) -> None:
    key = parsed(drawing.relation_map(story, language, href)).find("ul")
    assert key is not None
    words = "".join(key.itertext())
    for link in drawing.relations(story):
        for actor in (link.holder, link.target):
            kind = story.vocab.actor_kinds[story.actors[actor].kind]
            assert (lettering.words(kind.label, language) in words) == (kind.box != "plain")
    shapes = {b"".join(map(ET.tostring, sample)) for sample in key.findall("li/svg")}
    assert len(shapes) == len(key.findall("li"))


def test_shapes_differ_without_colour() -> None:
    frames = {boxes.frame(boxes.Box("", shape=shape), 100, 40) for shape in boxes.SHAPES}
    assert len(frames) == len(boxes.SHAPES)


def test_boxes_have_the_shape_of_their_actor_and_parties_a_bar(story: Story) -> None:
    sides = all_relations.sides(story, drawing.relations(story))
    derived = index.build(story)
    stars = (drawing.neighbourhood(story, derived, id_, "en", href) for id_ in derived.edges)
    for xml, bars_ in [(drawing.relation_map(story, "en", href), sides), *((x, {}) for x in stars)]:
        for holder in parsed(xml).findall(".//svg/a"):
            actor = story.actors[holder.get("href", "").split("/")[2]]
            shape = story.vocab.actor_kinds[actor.kind].box
            box = boxes.Box("", shape=shape, bar=bars_.get(actor.id, 0))
            rect = holder.find("rect")
            assert rect is not None
            size = (int(rect.get(side, 0)) for side in ("width", "height"))
            frame = ET.fromstring(f"<a>{boxes.frame(box, *size)}</a>")
            assert [x.attrib for x in frame] == [x.attrib for x in holder if x.tag != "text"]


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
        assert sum(len(sentences(d)) for d in shown) == sum(map(len, relations.values()))
        for drawn in shown:
            check(drawn)


def test_a_line_turned_round_keeps_its_arrowhead_at_its_target(story: Story) -> None:
    # A circle of three, or the picture would have two columns and nothing to turn.
    ring = {"a": [("controls", "b")], "b": [("controls", "c")], "c": [("controls", "a")]}
    wide = pictures(drawing.relation_map(invented(story, ring), "en", href))[0]
    heads = [p.get("d", "") for p in wide.root.iter("path") if p.get("fill") == "currentColor"]
    # Two at the left edge of their box, one at the right edge of the first.
    assert sorted(re.findall(r"l(-?7)-4", "".join(heads))) == ["-7", "-7", "7"]
    assert [start[3] + end[3] for start, _, end, _ in sentences(wide)] == ["ab", "bc", "ca"]


def test_a_map_too_large_to_read_says_what_it_leaves_out(story: Story) -> None:
    relations = {f"n{i:03}": [("owner-of", f"n{i + 1:03}")] for i in range(300)}
    made = invented(story, relations)
    root = parsed(drawing.relation_map(made, "en", href))
    drawn = {a.get("href") for a in root.iter("a")}
    assert 2 < len(drawn) <= relations_map.MOST_ACTORS
    assert str(relations_map.MOST_ACTORS) in (root.findtext("p[@class='as-of']") or "")
    assert len(drawing.relations(made)) == 300


# --- one actor's neighbours


def read_star(
    story: Story, derived: index.Index, actor: str, language: str = "en"
) -> list[Picture]:
    """Return both arrangements, each checked against the relations of the index."""
    edges = derived.edges[actor][: neighbours.MOST]
    edges.sort(key=lambda edge: tone(story, edge.relation)[:6])  # as its words stand in a box
    found = pictures(drawing.neighbourhood(story, derived, actor, language, href))
    for drawn, narrow in zip(found, (False, True), strict=True):
        check(drawn)
        read = []
        for edge in edges:
            ends = [name(story, actor, language), name(story, edge.other, language)]
            words = said(story, edge.relation, language, reverse=edge.reverse and narrow)
            if edge.reverse and not narrow:
                ends.reverse()  # the box at the start says all that its lines say
                same = [e.relation for e in edges if e.reverse and e.other == edge.other]
                words = " ".join(dict.fromkeys(said(story, r, language) for r in same))
            read.append((ends[0], plain([words]), ends[1], tone(story, edge.relation)))
        assert sentences(drawn) == sorted(read)
        check_star(drawn)
    return found


def check_star(drawn: Picture) -> None:
    """Columns stand about the actor's middle, tightly; lines touch it in the middle, by tone."""
    (actor,) = (box.area for box in drawn.boxes if not box.href)
    others = [box.area for box in drawn.boxes if box.href]
    assert actor.top + actor.bottom == 0
    for x in {area.left for area in others}:
        column = [area for area in others if area.left == x]
        assert all(b.top - a.bottom == boxes.SPACE for a, b in itertools.pairwise(column))
        assert abs(sum(area.top + area.bottom for area in column) / 2 / len(column)) <= 1
        assert column[0].right - x > actor.right - actor.left
    areas = [actor, *others]
    assert (drawn.page.left, drawn.page.top) == (0, min(area.top for area in areas) - 1)
    assert min(area.left for area in areas) == 1
    assert 1 <= drawn.page.right - max(area.right for area in areas) <= 3
    bottom = max(area.bottom for area in areas) + 1
    assert drawn.page.bottom == bottom + (24 if drawn.free else 0)
    # The lines of each tone touch a box at a place of their own, a single one at its name.
    places: dict[tuple[str, bool], dict[str, float]] = defaultdict(dict)
    for arrow in arrows(drawn):
        places[arrow.start.area.what, False].setdefault(arrow.look[:6], arrow.leaves)
        if not arrow.end.href:
            places[arrow.end.area.what, True].setdefault(arrow.look[:6], arrow.arrives)
    for (what, _), heights in places.items():
        (box,) = (box for box in drawn.boxes if box.area.what == what)
        ys = sorted(heights.values())
        about = box.name_y if len(ys) == 1 else (box.area.top + box.area.bottom) / 2
        assert abs(sum(ys) / len(ys) - about) <= 0.5
        assert all(b - a == boxes.STEP for a, b in itertools.pairwise(ys))


@pytest.mark.parametrize("language", LANGUAGES)
def test_neighbourhoods_equal_the_table_and_nothing_overlaps(story: Story, language: str) -> None:
    derived = index.build(story)
    lines = 0
    for actor in story.actors:
        xml = drawing.neighbourhood(story, derived, actor, language, href)
        if not derived.edges.get(actor):
            assert xml == ""
            continue
        assert len(derived.edges[actor]) <= neighbours.MOST
        others = {f"../actors/{edge.other}/" for edge in derived.edges[actor]}
        for drawn in read_star(story, derived, actor, language):
            assert {box.href for box in drawn.boxes} == {"", *others}
            lines += len(drawn.lines)
        assert len(gzip.compress(xml.encode(), 9)) <= 2048
    assert lines == 4 * len(drawing.relations(story))


STARS = {
    "none comes in": {"a": [("owner-of", "b")]},
    "none goes out": {"b": [("owner-of", "a")]},
    "both": {"a": [("owner-of", "b")], "c": [("listed", "a")]},
    "both, the same words": {"a": [("partner-of", "b")], "b": [("partner-of", "a")]},
    "more groups than the name is high": {
        "a": [(k, k) for k in ("owner-of", "listed", "documented", "filed-in", "heard-by")]
    },
    "two groups around a third": {
        "a": [("documented", "b"), ("plaintiff-in", "b"), ("controls", "c")]
    },
    "two groups around a third, coming in": {
        "b": [("documented", "a"), ("plaintiff-in", "a")],
        "c": [("controls", "a")],
    },
}


@pytest.mark.parametrize(("case", "relations"), STARS.items(), ids=STARS.keys())
def test_stars_fill_their_width_and_no_lines_cross(
    story: Story, case: str, relations: dict[str, list[tuple[str, str]]]
) -> None:
    made = invented(story, relations)
    wide, narrow = read_star(made, index.build(made), "a")
    looks = ("wide", 600) if case.startswith("both") else ("wide less", 440)
    assert (wide.root.get("class"), wide.page.right) == looks
    assert (narrow.root.get("class"), narrow.page.right) == ("narrow", 304)
    for drawn in (wide, narrow):
        for (one, _), (other, _) in itertools.combinations(drawn.lines, 2):
            if one[0][0] == other[0][0]:
                assert (one[0][1] - other[0][1]) * (one[-1][1] - other[-1][1]) >= 0
        for box in drawn.boxes:  # what several lines say is there once
            assert len(box.kinds) == len({words for words, *_ in box.kinds})


@pytest.mark.parametrize(("count", "form"), [(24, ""), (25, "one"), (500, "other")])
def test_many_neighbours_are_counted_not_drawn(story: Story, count: int, form: str) -> None:
    made = invented(story, {f"n{i:03}": [("controls", "hub")] for i in range(count)})
    for drawn in read_star(made, index.build(made), "hub"):
        assert len(drawn.lines) == neighbours.MOST
        texts = [story.strings[f"neighbourhood_more_{form}"]["en"]] if form else []
        more = str(count - neighbours.MOST)
        assert [free.what for free in drawn.free] == [text.format(n=more) for text in texts]


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
    fields = {"kind": "filing", "title": "t", "text": "x", "sources": ["s"], "layer": layer}
    fields |= {"id": id_, "date": date, "until": until}
    return model.Event.model_validate(fields, context=CONTEXT)


def marks(root: ET.Element) -> list[ET.Element]:
    lanes = [lane for lane in root.iter("g") if lane.get("class") == "marks"]
    return sorted((text for lane in lanes for text in lane.iter("text")), key=at)


def at(element: ET.Element) -> float:
    return float(element.get("x", "").rstrip("%"))


@pytest.mark.parametrize("language", LANGUAGES)
def test_axis_marks_every_event_with_the_shape_of_its_layer(story: Story, language: str) -> None:
    root = drawn_axis(story, story.events.values(), language)
    shapes = ["".join(mark.itertext())[-1] for mark in marks(root)]
    for layer, words in story.vocab.event_layers.items():
        expected = sum(event.layer == layer for event in story.events.values())
        assert shapes.count(words.shape) == expected
        label = f"{words.shape} {lettering.words(words.label, language)}"
        assert label in [text.text for text in root.iter("text")]


def test_axis_is_true_to_time(story: Story) -> None:
    events = [event("a", "2001-01-01"), event("b", "2006-01-01"), event("c", "2010-12-31")]
    root = drawn_axis(story, events, "en")
    assert [at(mark) for mark in marks(root)] == pytest.approx([0, 50, 100], abs=0.1)


def test_marks_of_one_lane_never_touch_on_a_narrow_screen(story: Story) -> None:
    root = drawn_axis(story, story.events.values(), "fr")
    for lane in (group for group in root.iter("g") if group.get("class") == "marks"):
        placed = [
            (at(mark) / 100 * time_scale.NARROW, float(row.get("transform", "")[12:-1]))
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
    root = drawn_axis(story, events, "en")
    links = {a.findtext("text"): a.get("href") for a in root.iter("a")}
    texts = {text.text for text in root.iter("text")}
    assert set(years) <= texts
    assert links == {year: target for year, target in years.items() if target}


@pytest.mark.parametrize("span", [1, 5, 10, 40, 400])
def test_year_targets_are_large_and_figures_do_not_touch(story: Story, span: int) -> None:
    events = [event(f"e{year}", f"{year:04}") for year in range(1600, 1600 + span)]
    root = drawn_axis(story, events, "en")
    for rect in root.iter("rect"):
        assert float(rect.get("width", "").rstrip("%")) / 100 * time_scale.NARROW >= 24
        assert float(rect.get("height", 0)) >= 24
    assert lettering.width("2000", svg.SIZE) < time_scale.YEAR_WIDTH


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
    root = drawn_axis(story, events, "en")
    found = [t.text for t in root.iter("text") if (t.text or "").endswith(("month", "months"))]
    assert found == months
    assert [f"{gap.months} months" for gap in time_scale.gaps(events)] == months


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_mark_says_its_date_and_title(story: Story, language: str) -> None:
    root = drawn_axis(story, story.events.values(), language)
    said = {mark.findtext("title") for mark in marks(root)}
    assert len(said) == len(story.events)
    for record in story.events.values():
        title = lettering.words(record.title, language)
        when = wording.period(record.date, record.until, language)
        words = f"{when}{svg.say(story, language, 'colon')}{title}"
        assert typography.correct(words, language) in said


@pytest.mark.parametrize("language", LANGUAGES)
def test_events_that_have_a_landmark_are_named_and_led_to(story: Story, language: str) -> None:
    root = drawn_axis(story, story.events.values(), language)
    named = {r.id: r.landmark for r in story.events.values() if r.landmark}
    links = {a.get("href"): a for a in root.iter("a") if not (a.findtext("text") or "").isdigit()}
    assert set(links) == {f"#{id_}" for id_ in named}
    assert len(links) > 5
    for id_, text in named.items():
        assert links[f"#{id_}"].findtext("text") == lettering.words(text, language)


@pytest.mark.parametrize("seed", range(60))
def test_names_meet_neither_each_other_nor_a_line(seed: int) -> None:
    chance = random.Random(seed)
    places = sorted(chance.uniform(0, time_scale.NARROW) for _ in range(chance.randint(1, 12)))
    widths = [chance.uniform(10, 150) for _ in places]
    placed = [
        (at, width, name)
        for at, width, name in zip(places, widths, lane_places.names(places, widths), strict=True)
        if name
    ]
    spans = [
        (at - width - 4, at - 4, at, n.row) if n.left else (at + 4, at + width + 4, at, n.row)
        for at, width, n in placed
    ]
    for (a, b, _, row), (c, d, line, other) in itertools.permutations(spans, 2):
        assert a >= 0 and b <= time_scale.NARROW
        assert row != other or b <= c or d <= a
        assert not (a < line < b and row < other)  # a line goes down through every lower row


def test_a_name_stands_over_what_it_covers() -> None:
    found = lane_places.names([200.0, 210.0, 220.0], [80.0, 80.0, 60.0])
    assert found == [
        lane_places.Name(0, True),
        lane_places.Name(1, True),
        lane_places.Name(0, False),
    ]
    assert lane_places.names([10.0, 12.0], [100.0, 100.0])[0] is None


def test_a_named_mark_stands_over_its_neighbours() -> None:
    assert lane_places.rows([0, 1, 2, 50], [True, False, False, True], 10) == [2, 0, 1, 0]


def test_no_events_no_axis(story: Story) -> None:
    assert drawing.axis(story, [], "en", str) == ""


# --- all of them


def everything(story: Story, language: str, href: Callable[[str], str] = href) -> Iterator[str]:
    derived = index.build(story)
    yield drawing.relation_map(story, language, href)
    yield drawing.axis(story, story.events.values(), language, href)
    for figure in story.figures.values():
        yield drawing.chart(story, figure, language)
    for actor in story.actors:
        yield drawing.neighbourhood(story, derived, actor, language, href)


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
        for drawn in root.findall(".//svg[title]"):
            role = "group" if list(drawn.iter("a")) else "img"
            assert drawn.get("role") == role
            assert drawn.findtext("title")
            assert drawn.findtext("desc")
            assert {drawn.get("aria-labelledby"), drawn.get("aria-describedby")} <= set(ids)


def test_words_and_addresses_are_escaped_and_set_in_the_page_s_language(story: Story) -> None:
    hard = 'L\'<b> & "c" ?'
    strings = {
        key: {language: f"{hard}\n{text}" for language, text in texts.items()}
        for key, texts in story.strings.items()
    }
    vocab = story.vocab.model_copy(deep=True)
    for kind in (*vocab.relation_kinds.values(), *vocab.actor_kinds.values()):
        kind.label.update(fr=hard)
    made = replace(story, strings=strings, vocabularies=vocab, tables=dict(story.tables))
    made.tables["actors"] = {id_: changed(actor, name=hard) for id_, actor in story.actors.items()}
    made.tables["events"] = {
        id_: record.model_copy(
            update={"title": model.Text(fr=hard), "landmark": model.Text(fr=hard)}
        )
        for id_, record in story.events.items()
    }
    for xml in filter(None, everything(made, "fr", lambda name: f'{name}?"<&')):
        assert "<b>" not in xml
        root = parsed(xml)
        assert "L’<b> & «" in " ".join(root.itertext())
        assert {a.get("href", "")[-4:] for a in root.iter("a")} <= {'?"<&'}


def test_same_input_same_bytes_whatever_the_process() -> None:
    code = (
        "import sys; sys.path[:0] = ['tests', 'hooks']\n"
        "import hashlib, test_drawing as t\n"
        "junk = [object() for _ in range(int(sys.argv[1]))]\n"
        "story = t.load(t.Settings(t.ROOT, t.LANGUAGES))[0]\n"
        "story.tables['actors'] = dict(sorted(story.actors.items(), reverse=sys.argv[1] != '0'))\n"
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
    assert list(made) == lines_
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
    found = lists.members(story, derived, addresses)
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


def test_the_seventh_group_has_the_first_tone_again() -> None:
    lines = boxes.Lines()
    lines.add(6, False, [(0, 50, 20), (90, 140, 20)])
    assert 'class="tone-1"' in lines.draw()


def test_tones_stand_out_on_the_light_and_the_dark_page() -> None:
    tones = re.findall(r"\.tone-\d \{ color: (#[0-9a-f]{6})", style("drawings.css"))
    papers = set(re.findall(r"--paper: (#[0-9a-f]{6})", style("site.css")))
    assert len(tones) == 6
    assert len(papers) >= 2
    for tone, paper in itertools.product(tones, papers):
        dark, light = sorted((luminance(tone), luminance(paper)))
        assert (light + 0.05) / (dark + 0.05) >= 3, (tone, paper)


def style(name: str) -> str:
    return (ROOT / "overrides" / "assets" / name).read_text(encoding="utf-8")


def test_the_style_sheet_is_light() -> None:
    assert len(gzip.compress(style("drawings.css").encode(), 9)) <= 1536
