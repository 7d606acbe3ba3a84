"""Drawings: what is drawn equals what is written, nothing touches, the same bytes every time."""

from __future__ import annotations

import gzip
import itertools
import random
import re
import xml.etree.ElementTree as ET
from collections.abc import Iterable
from dataclasses import replace
from typing import Any

import facts
import pytest
from builds import ROOT
from explainer.derive import disputes, index_building
from explainer.draw import (
    all_relations,
    bar_chart,
    event_marks,
    label_placement,
    svg,
    text_width,
    time_axis,
    time_scale,
)
from explainer.model import records as model
from explainer.model.story import Settings, Story, load
from explainer.words import typography, wording
from pydantic import ValidationError

LANGUAGES = ("fr", "en")
CONTEXT = {"languages": LANGUAGES}


@pytest.fixture(scope="module")
def story() -> Story:
    """The real story, as loaded."""
    return load(Settings(ROOT, LANGUAGES))[0]


def parsed(xml: str) -> ET.Element:
    """Return the drawing's tree; it is one line."""
    assert "\n" not in xml
    assert xml.startswith('<div class="drawing')
    return ET.fromstring(xml)


def drawn_axis(
    story: Story, events: Iterable[model.Event], language: str, *, told: bool = True
) -> ET.Element:
    return parsed(
        time_axis.draw_axis(story, events, language, lambda id_: f"#{id_}", is_whole_timeline=told)
    )


def arrangement(root: ET.Element, name: str) -> ET.Element:
    return next(one for one in root.findall("svg") if one.get("class") == name)


def marked(drawn: ET.Element) -> dict[str, ET.Element]:
    """Return the marks of an arrangement, by the address that they lead to."""
    return {a.get("href", ""): a for a in drawn.iter("a") if not a.get("aria-hidden")}


def target(mark: ET.Element) -> tuple[float, float]:
    rect = mark.find("rect")
    assert rect is not None
    assert (rect.get("width"), rect.get("height")) == ("24", "24")
    x, y = re.findall(r"-?[\d.]+", mark.get("transform", ""))
    return float(x) + float(rect.get("x", "")), float(y) + float(rect.get("y", ""))


# --- the time axis


def event(id_: str, date: str, until: str | None = None, **more: object) -> model.Event:
    fields = {"kind": "filing", "title": "t", "text": "x", "sources": ["s"], "layer": "before"}
    return model.Event.model_validate(
        fields | {"id": id_, "date": date, "until": until} | more, context=CONTEXT
    )


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_event_is_a_link_named_by_its_date_and_title(story: Story, language: str) -> None:
    """Where all are told, its heading has both: ``test_pages`` reads it on the page."""
    for name, told in itertools.product(("wide", "narrow"), (False, True)):
        root = drawn_axis(story, story.events.values(), language, told=told)
        found = marked(arrangement(root, name))
        assert set(found) == {f"#{id_}" for id_ in story.events}
        for id_, record in story.events.items():
            if told:
                assert found[f"#{id_}"].get("aria-labelledby") == id_
                continue
            when = wording.format_period(record.date, record.until, language)
            words = (
                f"{when}{svg.interface_string(story, language, 'colon')}"
                + text_width.plain_words(record.title, language)
            )
            assert found[f"#{id_}"].get("aria-label") == typography.typeset(words, language)


def test_marks_say_the_case_by_shape_and_a_decision_by_size(story: Story) -> None:
    order = event_marks.cases_in_order(story)
    of_case = {case: event_marks.shape_of_case(order, case)[0] for case in order}
    assert len(set(of_case.values())) == len(order) > 3
    assert event_marks.NO_CASE_SHAPE not in of_case.values()
    for record in story.events.values():
        mark = event_marks.mark_of_event(story, order, record)
        assert mark.shape == (of_case[record.case] if record.case else event_marks.NO_CASE_SHAPE)
        decides = story.vocab.event_kinds[record.kind].decides
        assert mark.size == (event_marks.LARGE_MARK_SIZE if decides else event_marks.MARK_SIZE)
    # Without colour, no two shapes are drawn alike.
    drawn = {
        shape: event_marks.draw_mark(event_marks.Mark(shape, 1, 14), 9, 9)
        for shape in event_marks.SHAPES
    }
    drawn[event_marks.NO_CASE_SHAPE] = event_marks.draw_mark(
        event_marks.Mark(event_marks.NO_CASE_SHAPE, 0, 14), 9, 9
    ).replace("mark-ring", "")
    assert len({re.sub(r' class="mark-\d"', "", one) for one in drawn.values()}) == len(drawn)


def test_the_key_names_every_case_that_is_drawn(story: Story) -> None:
    key = " ".join(drawn_axis(story, story.events.values(), "en").find("ul").itertext())  # type: ignore[union-attr]
    for case in event_marks.cases_in_order(story):
        assert text_width.plain_words(story.actors[case].name, "en") in key
    assert story.strings["axis_other"]["en"] in key


def test_where_there_is_no_case_none_is_spoken_of(story: Story) -> None:
    one = drawn_axis(story, [event("a", "2001-01-01")], "en").find("ul")
    assert list(one.itertext()) == [story.strings["axis_articles_other"]["en"]]  # type: ignore[union-attr]


def test_a_century_without_an_event_leaves_room_to_the_rest(story: Story) -> None:
    dates = ["1874", "2020-11-12", "2021-05-18", "2022-02-08"]
    events = [event(f"e{i}", date, landmark="x") for i, date in enumerate(dates)]
    scale = time_scale.Scale(events)
    assert scale.break_days
    assert scale.ticks == [1874, 2021, 2022]  # no year stands inside what is cut
    places = [scale.position(date) for date in dates]
    assert places == sorted(places)
    assert min(b - a for a, b in itertools.pairwise(places)) > 0.1
    _, narrow = drawn_axis(story, events, "en").findall("svg")
    assert float(narrow.get("height", "0")) < 600
    assert "146 years" in "".join(drawn_axis(story, events, "en").itertext())
    # To scale throughout: nothing is cut of ten years, nor where no spell is half of all.
    assert time_scale.Scale([event("a", "2001"), event("b", "2010")]).break_days is None
    assert (
        time_scale.Scale([event(f"e{y}", str(y)) for y in range(1900, 2020, 30)]).break_days is None
    )


def test_what_is_read_from_the_right_is_mirrored_and_its_words_are_not() -> None:
    drawn = '<path d="M0 1H5"/><text x="8" y="2">a</text><text x="-1.5" y="2">b</text>'
    assert svg.mirror_for_direction("fr", 100, drawn) == drawn
    assert svg.mirror_for_direction("ar", 100, drawn) == (
        '<g transform="translate(100 0) scale(-1 1)"><path d="M0 1H5"/>'
        '<text transform="scale(-1 1)" x="-8" y="2">a</text>'
        '<text transform="scale(-1 1)" x="1.5" y="2">b</text></g>'
    )


def test_the_axis_is_true_to_time(story: Story) -> None:
    events = [event("a", "2001-01-01"), event("b", "2006-01-01"), event("c", "2010-12-31")]
    root = drawn_axis(story, events, "en")
    for name, side in (("wide", 0), ("narrow", 1)):
        a, b, c = (target(mark)[side] for mark in marked(arrangement(root, name)).values())
        assert (b - a) / (c - a) == pytest.approx(0.5, abs=0.002)


def test_no_two_targets_overlap_nor_leave_the_drawing(story: Story) -> None:
    crowd = [event(f"e{i}", f"2001-01-{i + 1:02}") for i in range(28)]
    for events in (list(story.events.values()), [*crowd, event("z", "2009")]):
        root = drawn_axis(story, events, "fr")
        for name, width in (("wide", time_axis.WIDE), ("narrow", 10_000)):
            drawn = arrangement(root, name)
            places = [target(mark) for mark in marked(drawn).values()]
            for (x1, y1), (x2, y2) in itertools.combinations(places, 2):
                assert abs(x1 - x2) >= 23.9 or abs(y1 - y2) >= 23.9
            for x, y in places:
                assert 0 <= x <= width - 24
                assert -0.1 <= y <= float(drawn.get("height", "")) - 24


@pytest.mark.parametrize("seed", range(60))
def test_names_meet_neither_each_other_nor_a_line(seed: int) -> None:
    chance = random.Random(seed)
    places = sorted(chance.uniform(24, 856) for _ in range(chance.randint(1, 9)))
    widths = [chance.uniform(30, 190) for _ in places]
    found = label_placement.place_names(places, widths, time_axis.WIDE)
    spans = [
        (at - 6 - width, at - 6, at, row) if left else (at + 6, at + 6 + width, at, row)
        for at, width, (row, left) in zip(places, widths, found, strict=bool(found))
    ]
    for (a, b, _, row), (c, d, line, other) in itertools.permutations(spans, 2):
        assert row != other or b <= c or d <= a
        assert not (a < line < b and other > row)  # its line goes down past this row
    assert found == [] or max(row for row, _ in found) < len(places)


def test_names_take_few_rows() -> None:
    assert label_placement.place_names([100, 300, 500], [90, 90, 90], 880) == [(0, False)] * 3
    assert {row for row, _ in label_placement.place_names([120, 140, 500], [90, 90, 90], 880)} == {
        0
    }
    # What would cross is not named: the mark still is a link.
    assert label_placement.place_names([float(i) for i in range(11)], [90.0] * 11, 880) == []
    assert label_placement.place_names([50, 60], [830.0, 830.0], 880) == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_events_that_have_a_landmark_are_named_in_words(story: Story, language: str) -> None:
    named = [record for record in story.events.values() if record.landmark]
    assert 8 <= len(named) <= 10
    wide = arrangement(drawn_axis(story, named, language), "wide")
    texts = [a for a in wide.iter("a") if a.get("aria-hidden")]
    assert all((a.get("tabindex"), a.get("aria-hidden")) == ("-1", "true") for a in texts)
    words = {a.get("href"): " ".join(t.text or "" for t in a.findall("text")) for a in texts}
    assert words == {
        f"#{r.id}": text_width.plain_words(r.landmark, language) for r in named if r.landmark
    }


def test_the_articles_stand_where_they_appeared(story: Story) -> None:
    events = [event("a", "2020-01-01"), event("b", "2021-12-31")]
    wide = arrangement(drawn_axis(story, events, "en"), "wide")
    (line,) = [path for path in wide.iter("path") if path.get("class") == "articles"]
    x = float(re.findall(r"M([\d.]+)", line.get("d", ""))[0])
    assert x == pytest.approx(time_axis.WIDE / 2, abs=20)  # December 2020, the middle of two years
    assert story.strings["axis_articles_other"]["en"] in [text.text for text in wide.iter("text")]


def test_long_spells_are_dashed_and_told_where_all_events_are_drawn(story: Story) -> None:
    events = [event("a", "2000-01-01"), event("b", "2004-01-02"), event("c", "2004-12-31")]
    for told in (True, False):
        wide = arrangement(drawn_axis(story, events, "en", told=told), "wide")
        assert bool([p for p in wide.iter("path") if p.get("class") == "empty"]) is told
        assert ("48 months" in [text.text for text in wide.iter("text")]) is told


def test_of_too_many_events_only_landmarks_are_drawn(story: Story) -> None:
    events = [event(f"e{i}", f"{2000 + i % 20}-01-01") for i in range(time_axis.MAX_EVENTS + 1)]
    assert len(marked(arrangement(drawn_axis(story, events, "en"), "wide"))) == time_axis.MAX_EVENTS
    events[7] = event("e7", "2007-01-01", landmark="L")
    assert set(marked(arrangement(drawn_axis(story, events, "en"), "wide"))) == {"#e7"}


def test_no_events_no_axis(story: Story) -> None:
    assert time_axis.draw_axis(story, [], "en", str) == time_axis.draw_strip(story, [], "en") == ""


def test_a_strip_has_each_mark_and_nothing_to_hear(story: Story) -> None:
    (drawn,) = parsed(time_axis.draw_strip(story, story.events.values(), "en")).findall("svg")
    assert drawn.get("aria-hidden") == "true"
    assert len([e for e in drawn if "mark-" in e.get("class", "")]) == len(story.events)
    assert not list(drawn.iter("a"))


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
    events: list[model.Event], months: list[str]
) -> None:
    assert [f"{gap.months} months" for gap in time_scale.find_gaps(events)] == months


# --- charts


def figure(scale: str, *rows: tuple[float | None, bool], **more: object) -> model.Figure:
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
    return model.Figure.model_validate(fields | more, context=CONTEXT)


def bars(made: model.Figure) -> list[float]:
    drawn = [parsed(bar_chart.draw_chart(made, row)) for row in made.rows if row.value is not None]
    return [float(rect.get("width", "").rstrip("%")) for one in drawn for rect in one.iter("rect")]


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
def test_bars_are_to_scale(scale: str, values: tuple[float, ...], widths: list[float]) -> None:
    made = figure(scale, *((value, False) for value in values))
    assert bars(made) == pytest.approx(widths, abs=0.01)


def squares(drawn: ET.Element) -> tuple[int, int]:
    """Return how many squares are full and how many in outline, as they are drawn."""
    full = 0
    for path in drawn.findall("path"):
        side, gap = (float(x) for x in path.get("stroke-dasharray", "").split())
        lengths = [float(x) for x in re.findall(r"h([\d.]+)", path.get("d", ""))]
        assert all(length <= float(drawn.get("width", "")) for length in lengths)
        full += sum(round((length + gap) / (side + gap)) for length in lengths)
    return full, len(drawn.findall("rect"))


@pytest.mark.parametrize(
    ("value", "each", "about", "expected"),
    [
        (1400, 1, False, {(1400, 0)}),
        (1400, 1, True, {(1377, 23), (1365, 35), (1326, 74)}),
        (167_254_000, 444_719, False, {(376, 0)}),
        (1_770_000, 444_719, True, {(0, 4)}),
        (0, 1, False, {(0, 0)}),
    ],
)
def test_squares_can_be_counted_in_every_arrangement(
    value: float, each: float, about: bool, expected: set[tuple[int, int]]
) -> None:
    made = figure("units", (value, about), each=each)
    drawn = parsed(bar_chart.draw_chart(made, made.rows[0])).findall("svg")
    widths = {
        "full": bar_chart.FULL_WIDTH,
        "wide": bar_chart.WIDE_WIDTH,
        "narrow": bar_chart.NARROW_WIDTH,
    }
    classes = list(widths) if value / each > 100 else ["wide", "narrow"]
    assert [one.get("class") for one in drawn] == classes
    assert {squares(one) for one in drawn} == expected
    for one, width in zip(drawn, map(widths.__getitem__, classes), strict=True):
        assert float(one.get("width", "")) <= width
        assert one.get("aria-hidden") == "true"


def test_squares_of_one_figure_are_of_one_size() -> None:
    made = figure("units", (3, False), (900, False))
    sides = {
        path.get("stroke-width")
        for row in made.rows
        for path in parsed(bar_chart.draw_chart(made, row)).find("svg")  # type: ignore[union-attr]
    }
    assert len(sides) == 1


def test_too_many_squares_are_refused() -> None:
    with pytest.raises(ValidationError, match="more than 3,000 squares; expected a greater"):
        figure("units", (3001, False))
    assert figure("units", (3001, False), each=2)


def test_what_has_no_count_or_counts_something_else_is_not_drawn(story: Story) -> None:
    made = figure("linear", (None, False))
    assert bar_chart.draw_chart(made, made.rows[0]) == ""
    devices = story.figures["devices-or-people"]
    assert [bool(bar_chart.draw_chart(devices, row)) for row in devices.rows] == [True] + [
        False
    ] * 3


# --- who faces whom


def test_sides_come_from_kinds_that_oppose(story: Story) -> None:
    index = index_building.build_index(story)
    found = disputes.find_disputes(story, index)
    kinds = story.vocab.relation_kinds
    assert len(found) >= 4
    assert [list(kinds).index(one.kind) for one in found] == sorted(
        list(kinds).index(one.kind) for one in found
    )
    sides = all_relations.assign_sides(story, all_relations.list_relations(story))
    for one in found:
        assert kinds[one.kind].opposes == one.against
        acting = {sides[edge.other] for edge in one.left}
        assert len(acting) == 1
        assert {sides[edge.other] for edge in one.right} == {-acting.pop()}
        assert len(one.left + one.right + one.others) == len(
            index_building.build_index(story).edges[one.case]
        )


def test_a_case_of_one_side_is_no_dispute(story: Story) -> None:
    index = index_building.build_index(story)
    one, *others = disputes.find_disputes(story, index)
    for side in (one.left, one.right):
        index.edges[one.case] = side
        assert disputes.find_disputes(story, index) == others


def test_relations_become_sentences_and_none_is_lost(story: Story) -> None:
    links = all_relations.list_relations(story)
    told = all_relations.group_into_sentences(story, links)
    assert sum(len(others) for _, _, others in told) == len(links)
    shared = [one for one in told if len(one[2]) > 2]
    assert shared
    pairs = {(link.holder, link.target) for link in links}
    for first, _, others in told:
        for other, _ in others:
            assert {(first, other), (other, first)} & pairs


# --- all of them


def everything(story: Story, language: str) -> list[str]:
    made = [
        time_axis.draw_axis(
            story, story.events.values(), language, lambda id_: f'{id_}?"<&', is_whole_timeline=True
        ),
        time_axis.draw_strip(story, story.events.values(), "en"),
    ]
    return made + [
        bar_chart.draw_chart(figure, row)
        for figure in story.figures.values()
        for row in figure.rows
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
        for drawn in root.findall("svg"):
            if drawn.get("aria-hidden") == "true":
                assert not list(drawn.iter("a"))
                continue
            assert drawn.get("role") == "group"
            assert {drawn.get("aria-labelledby"), drawn.get("aria-describedby")} <= set(ids)


def test_words_and_addresses_are_escaped_and_set_in_the_page_s_language(story: Story) -> None:
    hard = model.Text(fr='L\'<b> & "c" ?')
    made = replace(story, tables=dict(story.tables))
    made.tables["events"] = {
        id_: record.model_copy(update={"title": hard, "landmark": hard})
        for id_, record in list(story.events.items())[:5]
    }
    axis = everything(made, "fr")[0]
    assert "<b>" not in axis
    root = parsed(axis)
    assert "L’<b> & «" in " ".join(root.itertext())
    assert {a.get("href", "")[-4:] for a in root.iter("a")} == {'?"<&'}


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
    made = text_width.wrap_lines(text, 12, limit)
    assert list(made) == lines_
    assert all(text_width.measure(line, 12) <= limit for line in made)


def test_widths_are_those_of_helvetica() -> None:
    # Adobe Core 14 AFM: H 722, e 556, l 222, v 500, t 278, i 222, c 500, a 556.
    units = 722 + 556 + 222 + 500 + 556 + 278 + 222 + 500 + 556
    assert text_width.measure("Helvetica", 1000) == pytest.approx(units * text_width.SAFETY_MARGIN)
    assert text_width.measure("É", 10) == text_width.measure("E", 10)
    assert text_width.measure("漢", 10) == pytest.approx(10 * text_width.SAFETY_MARGIN)


# --- on the site


@pytest.mark.parametrize("page", ["chronologie/", "en/timeline/"])
def test_the_list_tells_the_gaps_that_the_axis_has_and_the_same_marks(
    site: facts.Site, page: str
) -> None:
    tree = site.page(page).tree
    story, _ = load(Settings(ROOT, LANGUAGES))
    told = [x.text_content() for x in tree.xpath("//p[contains(@class, 'event-gap')]")]
    assert [int(re.findall(r"\d+", x)[0]) for x in told] == [
        gap.months for gap in time_scale.find_gaps(story.events.values())
    ]
    order = event_marks.cases_in_order(story)
    for article in tree.xpath("//article[@class='event']"):
        (id_,) = article.xpath(".//h3/@id")
        looks = article.xpath(".//*[@class='event-mark']/*/@class")
        mark = event_marks.mark_of_event(story, order, story.events[id_])
        assert looks == [f"mark-{mark.tone}" if mark.tone else "mark-ring"]


@pytest.mark.parametrize("page", ["chronologie/", "en/timeline/"])
def test_the_built_axis_leads_to_headings_of_its_page(site: facts.Site, page: str) -> None:
    built = site.page(page)
    links = built.tree.xpath("//div[contains(@class, 'drawing-axis')]//a/@href")
    assert len(links) > 80
    assert {str(link).removeprefix("#") for link in links} <= set(built.ids)


PAGES = ["", "acteurs/", "en/actors/nso-group/", "chronologie/", "depuis/", "en/claims/"]


@pytest.mark.parametrize("width", [320, 360, 768, 1280])
@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize("spaced", [False, True], ids=["", "spaced"])
def test_nothing_is_cut_small_or_hard_to_touch(
    kept_tab: Any, served: str, page: str, width: int, spaced: bool
) -> None:
    """With the text spacing of WCAG 1.4.12, and without."""
    kept_tab.set_viewport_size({"width": width, "height": 800})
    kept_tab.goto(served + page)
    if spaced:
        kept_tab.evaluate(_ADD, _SPACED)
    assert kept_tab.evaluate(_CUT) == []
    assert kept_tab.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0
    assert kept_tab.evaluate(_SMALL) == []


_SPACED = (
    "main * { line-height: 1.5 !important; letter-spacing: .12em !important;"
    " word-spacing: .16em !important } main p { margin-bottom: 2em !important }"
)
_ADD = """(rules) => {
  const added = new CSSStyleSheet();
  added.replaceSync(rules);
  document.adoptedStyleSheets.push(added);
}"""
_CUT = """() => {
  const bad = [], seen = [];
  for (const text of document.querySelectorAll('main svg text')) {
    const area = text.getBoundingClientRect();
    if (!area.width) continue;
    if (area.left < -1 || area.right > innerWidth + 1) bad.push(['cut', text.textContent]);
    for (const [other, words] of seen)
      if (area.left < other.right - 1 && other.left < area.right - 1
          && area.top + 3 < other.bottom - 3 && other.top + 3 < area.bottom - 3)
        bad.push([text.textContent, words]);
    seen.push([area, text.textContent]);
  }
  for (const box of document.querySelectorAll('.dispute p, .around, .tally li, .case-status')) {
    const edge = box.getBoundingClientRect();
    for (const word of box.querySelectorAll('a, strong')) {
      const area = word.getBoundingClientRect();
      if (area.width && (area.right > edge.right + 1 || area.left < edge.left - 1)) bad.push(['out', word.textContent]);
    }
  }
  return bad;
}"""
_SMALL = """() => [...document.querySelectorAll('main *')].filter(e =>
  [...e.childNodes].some(n => n.nodeType == 3 && n.data.trim()) && e.getClientRects().length
  && !e.closest('sup, .sr') && parseFloat(getComputedStyle(e).fontSize) < 14
  && !(innerWidth < 360 && e.closest('svg'))).map(e => e.outerHTML.slice(0, 80))"""


def luminance(colour: str) -> float:
    """Return the relative luminance of ``#rrggbb`` (WCAG 2.2)."""
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def style(name: str) -> str:
    return (ROOT / "overrides" / "assets" / name).read_text(encoding="utf-8")


def test_tones_stand_out_on_every_surface_of_their_theme() -> None:
    site_, drawings = style("site.css"), style("drawings.css")
    for theme in (r":root \{[^}]*\}", r':root\[data-theme="dark"\] \{[^}]*\}'):
        surfaces, tones = re.search(theme, site_), re.search(theme, drawings)
        assert surfaces
        assert tones
        papers = re.findall(r"--(?:paper|sheet|raised|wash): (#[0-9a-f]{3,6})", surfaces[0])
        papers = [c if len(c) == 7 else "#" + "".join(2 * x for x in c[1:]) for c in papers]
        found = re.findall(r"--tone-\d: (#[0-9a-f]{6})", tones[0])
        assert (len(papers), len(found)) == (4, 5)
        for tone, paper in itertools.product(found, papers):
            dark, light = sorted((luminance(tone), luminance(paper)))
            assert (light + 0.05) / (dark + 0.05) >= 4.5, (tone, paper)


def test_the_style_sheet_is_light() -> None:
    assert len(gzip.compress(style("drawings.css").encode(), 9)) <= 2400
