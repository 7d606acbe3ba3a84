"""What a change touches, and the dates that pages and the sitemap say."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from pathlib import Path
from typing import Any

import pytest
from explainer import output as outputs
from explainer.derive.history import History
from explainer.make.site import Site
from explainer.make.view import ViewFactory
from explainer.model import records as model
from explainer.model.story import Story
from explainer.settings import Settings
from explainer.words import wording
from lxml import html
from reading import (
    every_view,
    node,
    partial,
)


@pytest.mark.parametrize(
    ("name", "date", "corrections"),
    [
        ("cracks.md", "2020-05-01", 1),
        ("claims/crack-is-4-mm.md", "2020-05-01", 1),
        ("glossary.md", "", 0),
        # A claim changed on June 2: its page, and whatever embeds it, lists it or listed it.
        ("claims/firm-at-fault.md", "2020-06-02", 1),
        ("index.md", "2020-06-02", 0),
        ("claims/index.md", "2020-06-02", 0),
        ("claims/by/status/contested.md", "2020-06-02", 0),
        ("claims/by/status/settled.md", "2020-06-02", 0),
        ("claims/by/status/mistaken.md", "", 0),
        ("claims/by/article/courier-2019.md", "2020-06-02", 0),
        ("actors/corbel.md", "2020-06-02", 0),
        ("sources/courier-2019.md", "2020-06-02", 0),
        ("sources/minutes-2018.md", "", 0),
        ("changes.md", "2020-06-02", 0),
    ],
)
def test_dates_come_from_changes(tiny_story: Site, name: str, date: str, corrections: int) -> None:
    made = node(tiny_story, "en", name)
    assert made.get("dateModified", "") == date
    assert len(made.get("correction", [])) == corrections
    view = ViewFactory(tiny_story).view("en", name)
    footer = partial(view, "footer")
    [*links] = footer.xpath("//p[1]/a[starts-with(., 'Last changed')]")
    ids = {"2020-05-01": "2020-05-01-width", "2020-06-02": "2020-06-02-blame"}
    assert [x.get("href") for x in links] == (
        [view.to("changes.md") + f"#{ids[date]}"] if date else []
    )
    cited = re.sub(r"\s", " ", partial(view, "cite").xpath("string(//details/p)"))
    assert (wording.format_date(date, "en") in cited) if date else not re.search(r" 2020,", cited)


def test_the_sitemap_gives_the_same_dates(tiny_story: Site, tmp_path: Path) -> None:
    outputs.sitemap.write(tiny_story, ViewFactory(tiny_story), tmp_path)
    tree = ET.parse(tmp_path / "sitemap.xml")
    space = {"s": "http://www.sitemaps.org/schemas/sitemap/0.9"}
    given = {
        entry.findtext("s:loc", "", space): entry.findtext("s:lastmod", "", space)
        for entry in tree.iterfind(".//s:url", space)
    }
    assert given == {view.canonical: view.extra["changed"] for view in every_view(tiny_story)}
    assert {"", "2020-05-01", "2020-06-02"} == set(given.values())


def history(*changes: dict[str, Any]) -> History:
    words = {"what": "w", "why": "w", "kind": "update"}
    context = {"languages": ("en",)}
    made = [
        model.Change.model_validate({"id": f"c{i}", **words, **change}, context=context)
        for i, change in enumerate(changes)
    ]
    return History(Story(Settings(Path(), ("en",)), tables={"changes": {c.id: c for c in made}}))


FIRST = {"date": "2020-01-01", "statuses": {"a": "alleged", "b": "alleged"}}


@pytest.mark.parametrize(
    ("change", "touched", "dates"),
    [
        # (what a second record says, the claims it touches, last dates of page p, claims a and b)
        ({"pages": ["p.md"]}, [], ("2020-02-02", "2020-01-01", "2020-01-01")),
        ({"claims": ["a"]}, ["a"], ("2020-01-01", "2020-02-02", "2020-01-01")),
        ({"statuses": {"a": "settled"}}, ["a"], ("2020-01-01", "2020-02-02", "2020-01-01")),
        # The same status again is no change of it.
        (
            {"claims": ["b"], "statuses": {"a": "alleged"}},
            ["b"],
            ("2020-01-01", "2020-01-01", "2020-02-02"),
        ),
        ({"statuses": {"new": "alleged"}}, ["new"], ("2020-01-01", "2020-01-01", "2020-01-01")),
        # One that names nothing concerns every page.
        ({}, [], ("2020-02-02", "2020-02-02", "2020-02-02")),
    ],
)
def test_what_a_change_touches(
    change: dict[str, Any], touched: list[str], dates: tuple[str, str, str]
) -> None:
    made = history(FIRST, {"date": "2020-02-02", **change})
    second, first = made.newest_first
    assert made.steps(first) == []
    assert made.publishes(first) == 2
    assert [step.claim for step in made.steps(second)] == touched
    assert tuple(map(made.latest_date, ("p.md", "claims/a.md", "claims/b.md"))) == dates


def test_the_past_of_a_claim() -> None:
    made = history(
        FIRST,
        {"date": "2020-02-02", "statuses": {"a": "settled"}},
        {"date": "2020-03-03", "claims": ["a"], "statuses": {"b": "alleged"}},
    )
    past = [(s.change.date, s.old, s.status, s.changes_status) for s in made.of_claim("a")]
    assert past == [
        ("2020-03-03", "settled", "settled", False),
        ("2020-02-02", "alleged", "settled", True),
        ("2020-01-01", "", "alleged", True),
    ]
    assert [s.change.date for s in made.of_claim("b")] == ["2020-01-01"]


def test_a_claim_shows_its_past(tiny_story: Site) -> None:
    page = html.fromstring(tiny_story.pages["fr"]["claims/firm-at-fault.md"].html)
    items = page.xpath("//h2[@id='history']/following-sibling::ul[1]/li")
    lines = [re.sub(r"\s+", " ", item.text_content()) for item in items]
    assert [line.partition(" :")[0] for line in lines] == ["2 juin 2020", "1er mai 2020"]
    assert "devient" in lines[0]
    assert "../../journal/#2020-06-02-blame" in items[0].xpath(".//a/@href")
    assert "La maison le conteste." in lines[0]


@pytest.mark.parametrize(
    ("name", "title", "description"),
    [
        (
            "claims/vote-in-march.md",
            "The council voted in March [Mistaken]",
            "Mistaken: It voted on April 1.",
        ),
        (
            "claims/crack-is-4-mm.md",
            "The crack is 4 mm wide [Settled]",
            "Settled: The crack is 4 mm wide.",
        ),
        ("actors/aldmere.md", "Aldmere", "A town of 900 people on the Wend."),
    ],
)
def test_a_claim_goes_nowhere_without_its_status(
    tiny_story: Site, name: str, title: str, description: str
) -> None:
    view = ViewFactory(tiny_story).view("en", name)
    assert re.sub(r"\s", " ", view.head_title) == title
    assert re.sub(r"\s", " ", view.description) == description
    words = outputs.cards._card_words(tiny_story, "en", tiny_story.pages["en"][name])
    kind = words[1].partition(", as of ")[0]
    assert kind == (f"Claim [{title.split('[')[1].rstrip(']')}" if "[" in title else "Actor")


def test_the_first_record_is_the_whole_site_s(stories: dict[str, Site]) -> None:
    dates = {view.extra["changed"] for view in every_view(stories["real"])}
    assert min(dates) >= min(change.date for change in stories["real"].story.changes.values())
