"""What a reader can follow: feeds of claims and cases, known days as a calendar.

On the tiny story, to which a case, its court and a hearing are added. The calendar is read back
by icalendar, the feeds by feedparser.
"""

from __future__ import annotations

import dataclasses
import datetime
import re
from pathlib import Path
from typing import Any

import builds
import feedparser
import icalendar
import pytest
from explainer.build import compile_site
from explainer.check import freshness
from explainer.derive import subscriptions
from explainer.derive.history import latest_day
from explainer.make.site import Site
from explainer.output import calendar, feed
from lxml import html

SITE = "https://example.org/story/"
DAY = "2031-03-12"
HEARING = f"""\
id: hearing
date: {DAY}
until: 2031-03-13
expected: true
kind: vote
layer: later
title: {{en: "The council; hears the firm, and the town", fr: Le conseil entend la maison}}
text:
  en: The date was set in summer, in session, in a very long [letter](sources/corbel-letter.md) [@corbel-letter].
  fr: La date a été fixée à l'été, en séance, dans une très longue [lettre](sources/corbel-letter.md) [@corbel-letter].
court: aldmere
case: corbel
sources: ["corbel-letter"]
"""


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = builds.tiny_project(tmp_path_factory.mktemp("following") / "project", code=False)
    (folder / "data/events/hearing.yml").write_text(HEARING, "utf-8")
    builds.confirm(folder)
    return folder


@pytest.fixture(scope="module")
def site(project: Path) -> Site:
    return builds.compiled(project, site_url=SITE)


def read(site: Site, language: str) -> list[Any]:
    return icalendar.Calendar.from_ical(calendar.make_calendar(site, language)).walk("VEVENT")


def entries(site: Site, language: str, name: str) -> Any:
    made = feedparser.parse(feed.make_feed(site, language, name))
    assert not made.bozo, made.get("bozo_exception")
    return made


def page(site: Site, language: str, name: str) -> Any:
    return html.fromstring(f"<div>{site.pages[language][name].html}</div>")


@pytest.mark.parametrize("language", ["en", "fr"])
def test_the_calendar_holds_each_known_day_and_no_other(site: Site, language: str) -> None:
    found = {str(event["UID"]).partition("@")[0]: event for event in read(site, language)}
    dated = {id_: e for id_, e in site.story.events.items() if len(e.date) == 10}
    assert set(found) == set(dated) < set(site.story.events)
    assert len({str(event["UID"]) for code in ("en", "fr") for event in read(site, code)}) == 6
    for id_, event in found.items():
        assert event.decoded("DTSTART").isoformat() == dated[id_].date
        assert str(event["URL"]) == f"{SITE}{site.addresses.url(language, 'timeline.md')}#{id_}"
    hearing = found["hearing"]
    assert hearing.decoded("DTEND") == datetime.date(2031, 3, 14)  # the day after the last
    assert (str(hearing["STATUS"]), str(found["closed-2019"]["STATUS"])) == (
        "TENTATIVE", "CONFIRMED",
    )  # fmt: skip
    title = {
        "en": "The council; hears the firm, and the town (expected)",
        "fr": "Le conseil entend la maison (date prévue)",
    }
    assert str(hearing["SUMMARY"]) == title[language]
    assert not str(found["closed-2019"]["SUMMARY"]).endswith(")")
    assert str(hearing["LOCATION"]) == "Aldmere"
    assert "[" not in str(hearing["DESCRIPTION"])


def test_a_year_of_a_calendar_has_four_digits() -> None:
    assert calendar._compact_date(datetime.date(943, 5, 1)) == "09430501"


def test_lines_of_the_calendar_are_short_and_whole(site: Site) -> None:
    data = calendar.make_calendar(site, "fr")
    assert data == calendar.make_calendar(site, "fr")
    assert all(len(line) <= 75 for line in data.split(b"\r\n"))
    assert b"\n" not in data.replace(b"\r\n", b"")
    for line in data.split(b"\r\n"):
        line.decode()  # no letter is cut in two
    assert any(line.startswith(b" ") for line in data.split(b"\r\n"))


@pytest.mark.parametrize("language", ["en", "fr"])
def test_a_claim_has_a_feed_of_its_own_history(site: Site, language: str) -> None:
    name = "claims/firm-at-fault.md"
    made = entries(site, language, name)
    label = site.story.vocab.claim_statuses["contested"].label[language]
    assert f"[{label}]" in made.feed.title
    assert [entry.updated[:10] for entry in made.entries] == ["2020-06-02", "2020-05-01"]
    assert re.search(r"(Settled becomes|Tranché devient) ◆", made.entries[0].title)
    link = f"{SITE}{site.addresses.url(language, name)}#history"
    assert {entry.link for entry in made.entries} == {link}
    # What the same change says of another claim is not here.
    assert "crack" not in made.entries[1].content[0].value


@pytest.mark.parametrize("language", ["en", "fr"])
def test_a_case_has_a_feed_of_its_events(site: Site, language: str) -> None:
    [entry] = entries(site, language, "actors/corbel.md").entries
    assert latest_day(site.story) < DAY  # told then: dated by its day, it would come first for ever
    assert entry.updated == entry.published == f"{latest_day(site.story)}T00:00:00Z"
    assert f",{DAY}:" in entry.id
    assert entry.link.endswith("#hearing")
    assert ("(expected)" if language == "en" else "(date prévue)") in entry.content[0].value
    assert "actors/aldmere.md" not in subscriptions.pages_with_feed(site.story, site.addresses)


@pytest.mark.parametrize("language", ["en", "fr"])
def test_pages_lead_to_what_follows_them(site: Site, language: str, tmp_path: Path) -> None:
    feed.write(site, language, tmp_path)
    calendar.write(site, language, tmp_path)
    written = set(builds.files(tmp_path))

    def linked(name: str) -> list[str]:
        here = site.addresses.url(language, name)
        links = page(site, language, name).xpath(
            "//a/@href[contains(., '.xml') or contains(., '.ics')]"
        )
        return [
            (tmp_path / here / link).resolve().relative_to(tmp_path).as_posix() for link in links
        ]

    place = lambda name: subscriptions.feed_path(site.addresses, language, name)  # noqa: E731
    ics = subscriptions.calendar_path(site.story, site.addresses, language)
    assert linked("claims/firm-at-fault.md") == [place("claims/firm-at-fault.md")]
    assert linked("actors/corbel.md")[-2:] == [place("actors/corbel.md"), ics]
    assert linked("changes.md") == [place("changes.md")]
    assert linked("timeline.md") == [ics]
    assert linked("actors/aldmere.md") == []
    assert {place(name) for name in subscriptions.pages_with_feed(site.story, site.addresses)} | {
        ics
    } == written


@pytest.mark.parametrize(
    ("language", "said"), [("en", "Next dates:"), ("fr", "Prochaines dates :")]
)
def test_what_is_expected_shows_that_it_has_not_come(site: Site, language: str, said: str) -> None:
    shown = page(site, language, "index.md").xpath("string(//aside[@class='case-status'])")
    assert said in shown.replace("\u00a0", " ")
    word = "(expected)" if language == "en" else "(date prévue)"
    [heading] = page(site, language, "timeline.md").xpath("//*[@id='hearing']")
    assert word in heading.text_content()
    assert word not in page(site, language, "timeline.md").xpath("string(//*[@id='closed-2019'])")


def test_no_calendar_without_a_day(site: Site, tmp_path: Path) -> None:
    undated = {"crack-2018": site.story.events["crack-2018"]}
    tables = site.story.tables | {"events": undated}
    empty = dataclasses.replace(site, story=dataclasses.replace(site.story, tables=tables))
    calendar.write(empty, "en", tmp_path)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(("now", "told"), [("2031-03-12", 0), ("2031-03-13", 1)])
def test_a_day_that_was_expected_and_is_past_is_told(site: Site, now: str, told: int) -> None:
    found = [str(p) for p in freshness.find_outdated(site.story, datetime.date.fromisoformat(now))]
    assert (
        sum(
            "data/events/hearing.yml:4:11: expected: 2031-03-12 is past" in x
            and "[event-past]" in x
            for x in found
        )
        == told
    )


def test_an_event_to_come_says_so(project: Path, tmp_path: Path) -> None:
    copy = builds.copy_of_built(project, tmp_path / "copy")
    record = copy / "data/events/hearing.yml"
    record.write_text(record.read_text("utf-8").replace("expected: true\n", ""), "utf-8")
    _, problems = compile_site(builds.settings(copy))
    assert [(p.file, p.line, p.column) for p in problems if "«expected: true»" in p.message] == [
        ("data/events/hearing.yml", 2, 7)
    ]
