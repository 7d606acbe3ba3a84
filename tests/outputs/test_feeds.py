"""Feeds, read back by feedparser."""

from __future__ import annotations

import dataclasses
import re
from pathlib import Path
from typing import Any

import feedparser
import pytest
from explainer.derive import subscriptions
from explainer.derive.address import relative_url
from explainer.licence import DEFAULT, LICENCES
from explainer.make.site import Site
from explainer.output import feed
from lxml import html
from reading import SITE, address_of

licence = LICENCES[DEFAULT]


def parsed_feed(site: Site, language: str, name: str = "changes.md") -> Any:
    made = feedparser.parse(feed.make_feed(site, language, name))
    assert not made.bozo, made.get("bozo_exception")
    return made


def test_each_language_has_its_feed(story: Site) -> None:
    for language in story.story.settings.languages:
        made = parsed_feed(story, language)
        address = address_of(story, language)
        assert made.version == "atom10"
        assert made.feed.language == language
        assert made.feed.id == address
        assert {(link.rel, link.href) for link in made.feed.links} >= {
            ("self", address),
            ("license", licence.address),
        }
        changes = sorted(story.story.changes.values(), key=lambda c: (c.date, c.id), reverse=True)
        assert [e.updated[:10] for e in made.entries] == [c.date for c in changes]
        assert made.feed.updated == made.entries[0].updated
        assert len({entry.id for entry in made.entries}) == len(changes)
        page = address.removesuffix(subscriptions.FEED)
        assert [e.link for e in made.entries] == [f"{page}#{c.id}" for c in changes]


@pytest.mark.parametrize(
    ("language", "title", "why", "status", "page"),
    [
        ("en", "The width of the crack.", "We had read 5 mm.", "Settled", "cracks"),
        ("fr", "La largeur de la fissure.", "Nous avions lu 5", "Tranché", "fissures"),
    ],
)
def test_an_entry_is_translated(
    tiny_story: Site, language: str, title: str, why: str, status: str, page: str
) -> None:
    entry = parsed_feed(tiny_story, language).entries[1]
    kind = tiny_story.story.vocab.change_kinds["correction"].label[language]
    assert re.sub(r"\s", " ", entry.title) == f"{kind}{' :' if language == 'fr' else ':'} {title}"
    assert entry.id == f"tag:example.org,2020-05-01:/story/{language}/changes/2020-05-01-width"
    content = re.sub(r"\s", " ", entry.content[0].value)
    assert why in content
    assert re.search(rf"{status}, (?:as of|au) [^<]*2020\. <a ", content)
    assert ("3 affirmations publiées" if language == "fr" else "3 claims published") in content
    links = html.fromstring(content).xpath("//a/@href")
    assert tiny_story.addresses.url(language, "cracks.md") in links[0]
    assert links[1] == SITE + tiny_story.addresses.url(language, "claims/crack-is-4-mm.md")


@pytest.mark.parametrize(
    ("language", "outcome"),
    [
        (
            "en",
            "Corbel & Sons skimped on the mortar: ● Settled becomes ◆ Contested, as of June 2, 2020. Français",
        ),
        (
            "fr",
            "Corbel & Sons a lésiné sur le mortier : ● Tranché devient ◆ Discuté, au 2 juin 2020. English",
        ),
    ],
)
def test_an_entry_of_statuses_alone_names_its_claims(
    tiny_story: Site, language: str, outcome: str
) -> None:
    entry = parsed_feed(tiny_story, language).entries[0]
    [item] = html.fromstring(f"<div>{entry.content[0].value}</div>").xpath("//li")
    assert re.sub(r"\s+", " ", item.text_content()).strip() == outcome
    page = html.fromstring(tiny_story.pages[language]["changes.md"].html)
    [change] = page.xpath("//h2[@id='2020-06-02-blame']/following-sibling::dl[1]/dd[last()]")
    told = " ".join(change.text_content().split())
    assert re.search(r"(Settled|Tranché) (becomes|devient) . (Contested|Discuté)", told)
    address = tiny_story.addresses.url(language, "claims/firm-at-fault.md")
    here = tiny_story.addresses.url(language, "changes.md")
    assert relative_url(here, address) in change.xpath(".//a/@href")


def test_ids_stay_when_the_page_moves(tiny_story: Site) -> None:
    before = parsed_feed(tiny_story, "fr").entries[0].id
    moved = dataclasses.replace(tiny_story.addresses, table={
        language: {**table_, "changes.md": f"{language}/elsewhere/"}
        for language, table_ in tiny_story.addresses.table.items()
    })  # fmt: skip
    after = parsed_feed(dataclasses.replace(tiny_story, addresses=moved), "fr")
    assert "elsewhere" in after.feed.id
    assert after.entries[0].id == before


def test_no_feed_without_a_change(tiny_story: Site, tmp_path: Path) -> None:
    site = dataclasses.replace(
        tiny_story,
        story=dataclasses.replace(
            tiny_story.story, tables=tiny_story.story.tables | {"changes": {}}
        ),
    )
    assert subscriptions.pages_with_feed(site.story, site.addresses) == frozenset()
    for language in site.pages:
        feed.write(site, language, tmp_path / "out")
    assert not (tmp_path / "out").exists()
