"""The pages that are pictures of the affair: order, counts, groups, folds, on the built site."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import builds
import facts
import pytest
from explainer import settings
from explainer.check import menu
from explainer.derive import index
from explainer.make.site import Site as Compiled
from explainer.read import markdown
from explainer.words import typography

LANGUAGES = pytest.mark.parametrize("language", ["fr", "en"])


def page_of(site: facts.Site, compiled: Compiled, language: str, name: str) -> facts.Page:
    return site.page(compiled.addresses.url(language, name))


def counts(page: facts.Page) -> dict[str, int]:
    """Return the tally of a page: the words of a status, and how many claims have it."""
    return {
        item.xpath("string(a)"): int(item.xpath("string(strong)"))
        for item in page.select("//div[@class='tally']/ul/li")
    }


def labels(compiled: Compiled, language: str) -> dict[str, str]:
    words = compiled.story.vocab.claim_statuses
    return {key: status.label[language].replace("'", "’") for key, status in words.items()}


# --- the menu


@LANGUAGES
def test_the_menu_has_the_groups_of_the_configuration(
    site: facts.Site, compiled: Compiled, language: str
) -> None:
    shown = page_of(site, compiled, language, "case.md").select("//nav[@id='menu']")[0]
    titles = {
        "fr": ["L’histoire", "Vérifier", "Le site"],
        "en": ["The story", "Check", "The site"],
    }
    assert [p.text_content() for p in shown.xpath("./p")] == titles[language]
    lists = shown.xpath("./ul")
    assert [ul.get("aria-labelledby") for ul in lists] == [p.get("id") for p in shown.xpath("./p")]
    assert sum(len(ul.xpath("./li/a")) for ul in lists) == len(compiled.story.settings.menu)
    home = compiled.story.strings["home"][language]
    assert lists[0].xpath("string(./li[1]/a)") == home


def test_a_flat_menu_is_one_list_without_a_title(tiny: facts.Site) -> None:
    shown = tiny.page("").select("//nav[@id='menu']")[0]
    assert (len(shown.xpath("./ul")), len(shown.xpath("./p"))) == (1, 0)


def configured(folder: Path, nav: str, translations: str = "") -> settings.Settings:
    languages = "{locale: en, default: true}, {locale: fr" + translations + "}"
    (folder / "mkdocs.yml").write_text(
        "site_url: https://example.org/\n"
        f"plugins: [i18n: {{languages: [{languages}]}}]\nnav:\n{nav}",
        encoding="utf-8",
    )
    return settings.read_settings(folder / "mkdocs.yml")


def test_groups_of_the_menu_are_read_and_named(tmp_path: Path) -> None:
    nav = "  - One:\n      - a.md\n      - Titled: b.md\n      - In:\n          - c.md\n  - d.md\n"
    made = configured(tmp_path, nav, ", nav_translations: {One: Un}")
    assert [(entry.name, entry.group) for entry in made.menu] == [
        ("a.md", "One"),
        ("b.md", "One"),
        ("c.md", "One"),
        ("d.md", ""),
    ]
    assert (made.group_title("One", "fr"), made.group_title("One", "en")) == ("Un", "One")


def test_a_group_that_a_language_cannot_name_is_told(tmp_path: Path) -> None:
    made = configured(tmp_path, "  - One:\n      - a.md\n      - b.md\n  - c.md\n")
    known: Any = {"a.md", "b.md", "c.md"}
    (told,) = map(str, menu.check_entries(made, known))
    assert told == (
        "mkdocs.yml:5:9: nav: the group «One» has no title in «fr»;"
        " expected it under i18n: languages: nav_translations: [menu-title]"
    )
    named = configured(tmp_path, "  - One:\n      - a.md\n", ", nav_translations: {One: Un}")
    assert not list(menu.check_entries(named, known))


# --- home


@LANGUAGES
def test_home_has_the_state_first_then_pictures(
    site: facts.Site, compiled: Compiled, language: str
) -> None:
    page = page_of(site, compiled, language, "index.md")
    prose = page.select("//div[@class='prose']")[0]
    seen = [child.get("class") or child.tag for child in prose.iterchildren()]
    assert seen.index("case-status") < seen.index("drawing drawing-axis")
    assert seen.index("drawing drawing-axis") < seen.index("figure") < seen.index("lanes disputes")
    landmarks = [e.id for e in compiled.story.events.values() if e.landmark]
    for arrangement in page.select("//div[contains(@class, 'drawing-axis')]/*[@role='group']"):
        marks = arrangement.xpath(".//*[@aria-label]/@href")
        assert {str(x).partition("#")[2] for x in marks} == set(landmarks)
    cases = {
        str(x) for x in page.select("//div[@class='dispute']/p[@class='middle']/strong/a/text()")
    }
    assert len(cases) == 2
    # One sentence says it all, with its sources; it names the denial of what it tells.
    first = prose.xpath("./p[1]")[0]
    assert len(first.xpath(".//sup[@class='cite']")) == 1
    assert re.search("nié|denied", first.text_content())


@LANGUAGES
def test_marks_of_the_timeline_are_named_by_the_date_and_title_under_them(
    site: facts.Site, compiled: Compiled, language: str
) -> None:
    page = page_of(site, compiled, language, "timeline.md")
    marks = page.select("//div[contains(@class, 'drawing-axis')]//a[@aria-labelledby]")
    assert len(marks) == 2 * len(compiled.story.events)
    for mark in marks:
        (heading,) = page.select(f"//*[@id='{mark.get('aria-labelledby')}']")
        assert mark.get("href") == f"#{heading.get('id')}"
        event = compiled.story.events[heading.get("id")]
        assert heading.xpath(".//time/@datetime") == [event.date]
        title = markdown.record_plain_text(event.title[language])
        assert typography.typeset(title, language).replace("'", "’") in heading.text_content()


# --- tallies and folds


@LANGUAGES
def test_tallies_count_the_claims_that_they_lead_to(
    site: facts.Site, compiled: Compiled, language: str
) -> None:
    story, named = compiled.story, labels(compiled, language)
    every = Counter(claim.status for claim in story.claims.values())
    page = page_of(site, compiled, language, "claims/index.md")
    assert counts(page) == {named[s]: n for s, n in every.items()}
    for link in page.select("//div[@class='tally']/ul/li/a"):
        there = site.resolve(page, link.get("href"))
        assert there
        listed = site.page(there[0].removesuffix("index.html"))
        n = int(link.getnext().text_content())
        assert len(listed.select("//div[@class='prose']/ul[1]/li")) == n
    accused = Counter(story.claims[id_].status for id_ in compiled.index.accusations["nso-group"])
    page = page_of(site, compiled, language, "actors/nso-group.md")
    assert counts(page) == {named[s]: n for s, n in accused.items()}
    for item in page.select("//div[@class='tally']/ul/li"):
        (summary,) = page.select(f"//summary[@id='{item.xpath('string(a/@href)')[1:]}']")
        folded = summary.getparent().xpath("./ul/li")
        assert len(folded) == int(item.xpath("string(strong)"))
        assert all(len(one.xpath("./p")) == 2 for one in folded)


@LANGUAGES
def test_an_accused_party_says_first_where_it_stands(
    site: facts.Site, compiled: Compiled, language: str
) -> None:
    page = page_of(site, compiled, language, "actors/nso-group.md")
    order = [str(x) for x in page.select("//aside[@class='case-status']/@class | //h2/@id")]
    assert order[:2] == ["case-status", "accusations"]
    opened = page.select("//details[@class='fold group'][@open]")
    assert len(opened) == 1
    for other in ("citizen-lab", "microsoft", "whatsapp"):
        page = page_of(site, compiled, language, f"actors/{other}.md")
        assert not page.select("//aside[@class='case-status']"), other


# --- the order of the affair


def test_claims_are_listed_from_the_first_said_to_the_last(compiled: Compiled) -> None:
    story, derived = compiled.story, compiled.index
    keys = [index.claim_sort_key(story, story.claims[id_]) for id_ in derived.ordered["claims"]]
    assert keys == sorted(keys)
    assert len(keys) == len(story.claims)
    rank = {id_: i for i, id_ in enumerate(derived.ordered["claims"])}
    for table in (derived.claims_by, derived.accusations, derived.claims_about):
        for ids in table.values():
            assert [rank[id_] for id_ in ids] == sorted(rank[id_] for id_ in ids)
    names = derived.accusations["nso-group"]
    assert names != sorted(names)


def test_relations_are_listed_by_kind_then_as_they_began(compiled: Compiled) -> None:
    kinds = list(compiled.story.vocab.relation_kinds)
    for edges in compiled.index.edges.values():
        keys = [(kinds.index(e.relation.kind), e.relation.since or "~") for e in edges]
        assert keys == sorted(keys)


# --- the timeline, sources


@LANGUAGES
def test_the_timeline_is_cut_by_years_and_has_no_list_of_contents(
    site: facts.Site, compiled: Compiled, language: str
) -> None:
    page = page_of(site, compiled, language, "timeline.md")
    assert not page.select("//nav[@class='toc']")
    years = [str(x) for x in page.select("//div[@class='prose']/h2/@id")]
    events = compiled.story.events.values()
    assert years == [f"y{year}" for year in sorted({event.date[:4] for event in events})]
    links = page.select("//nav[@class='years']/a")
    assert [a.get("href") for a in links] == [f"#{year}" for year in years]
    told = [int(re.findall(r"\((\d+)\)", a.text_content())[0]) for a in links]
    assert told == [sum(e.date[:4] == year[1:] for e in events) for year in years]


@LANGUAGES
def test_who_cites_a_source_is_grouped_by_what_it_is(
    site: facts.Site, compiled: Compiled, language: str
) -> None:
    page = page_of(site, compiled, language, "sources/order-2020.md")
    ids = [str(x) for x in page.select("//h3[starts-with(@id, 'cited-by-')]/@id")]
    assert (
        ids
        == [f"cited-by-{x}" for x in ("pages", "actors", "sources", "claims", "events")][: len(ids)]
    )
    assert len(ids) >= 4
    for folder in ("actors", "claims"):
        links = page.select(f"//h3[@id='cited-by-{folder}']/following-sibling::ul[1]/li/a[1]/@href")
        assert links
        place = compiled.addresses.url(language, f"{folder}/index.md").split("/")[-2]
        assert all(place in str(link) for link in links)


# --- in a browser


def test_one_can_go_past_the_map_and_a_fold_opens_by_keyboard(
    tab: Callable[..., Any], served: str
) -> None:
    page = tab()
    page.goto(f"{served}en/actors/")
    page.locator("a[href='#map-end']").press("Enter")
    page.keyboard.press("Tab")
    assert page.evaluate(
        "document.querySelector('#map-end').compareDocumentPosition(document.activeElement)"
        " & Node.DOCUMENT_POSITION_FOLLOWING"
    )
    page.goto(f"{served}en/actors/nso-group/")
    inside = page.locator("#accusations-reported + ul > li").first
    assert not inside.is_visible()
    page.locator("#accusations-reported").press("Enter")
    inside.wait_for(state="visible")


@LANGUAGES
def test_the_articles_begin_with_the_worst_and_fold_what_is_long(
    site: facts.Site, compiled: Compiled, language: str
) -> None:
    page = page_of(site, compiled, language, "two-articles.md")
    first, second = page.select("//div[@class='prose']/h2[@id]/@id")[:2]
    assert (first, second) == ("worst", "clash")
    worst = page.select("//h2[@id='worst']/following-sibling::*[1][self::ol]/li")
    assert len(worst) == 5
    assert all(item.xpath(".//sup[@class='cite']") for item in worst)
    for table in page.select("//div[@class='prose']//table"):
        assert "wide" in table.get("class")
        assert len(table.xpath("./tbody/tr")) <= 10 or table.xpath(
            "./ancestor::details[not(@open)]"
        )
    for items in page.select("//div[@class='prose']//ul[li/strong]"):
        assert len(items) <= 8 or items.xpath("./ancestor::details[not(@open)]")


def test_checksums_fold(site: facts.Site, compiled: Compiled) -> None:
    page = page_of(site, compiled, "en", "data.md")
    sums = page.select("//code[string-length() = 64]")
    assert sums
    assert all(one.xpath("./ancestor::details[not(@open)]/summary") for one in sums)


@LANGUAGES
def test_notes_say_what_kind_of_source_speaks(
    site: facts.Site, compiled: Compiled, language: str
) -> None:
    page = page_of(site, compiled, language, "index.md")
    said = {"fr": "cabinet d’avocats des demandeurs", "en": "the plaintiffs’ law firm"}[language]
    lawyers = compiled.addresses.url(language, "sources/davispolk-sj.md")
    notes = [
        link
        for link in page.select("//section[@class='notes']//li/a")
        if site.resolve(page, link.get("href")) == (lawyers, "")
    ]
    assert len(notes) > 1
    assert [f"({said})" in link.text_content() for link in notes] == [True] + [False] * (
        len(notes) - 1
    )


def test_underlines_of_terms_are_longhands() -> None:
    """Safari drops the shorthand with a style and a colour."""
    css = (builds.ROOT / "overrides/assets/site.css").read_text(encoding="utf-8")
    assert "text-decoration-style: dotted" in css
    assert not re.search(r"text-decoration: [^;]*(?:dotted|dashed|wavy)", css)
    assert "@media (prefers-contrast: more)" in css
