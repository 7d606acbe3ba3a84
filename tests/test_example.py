"""The example in three languages: built, checked and browsed, in its own right and from the right."""

from __future__ import annotations

import importlib
import re
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import axe
import builds
import facts
import pytest
import yaml
from explainer import settings
from explainer.read import digests
from serving import at

sys.path.insert(0, str(builds.ROOT / "tools"))
check_site: Any = importlib.import_module("check_site")

SHAPES = ("ar/", "ar/timeline/", "ar/tree-and-quay/", "ar/claims/", "ar/actors/murjan-works/")
# Standards and formats, whose names are the same in Arabic.
NAMES = {"Atom", "BibTeX", "BY", "CC", "CSL", "CSV", "CSL-JSON", "DOI", "iCalendar", "JSON", "MIT", "SHA-"}  # fmt: skip


@pytest.fixture(scope="module")
def address(example: facts.Site) -> Iterator[str]:
    with at(example.folder) as served:
        yield served


def words(page: facts.Page) -> str:
    """Return what a page says, its spaces plain."""
    return " ".join(page.tree.body.text_content().split())


def test_each_language_has_as_many_pages_and_none_a_fault(example: facts.Site) -> None:
    assert len(set(Counter(page.language for page in example.pages).values())) == 1
    assert {page.language for page in example.pages} == {"en", "fr", "ar"}
    assert [*check_site.links(example), *check_site.light_and_private(example)] == []


def test_it_is_as_large_as_it_says(example: facts.Site) -> None:
    kinds = Counter(url.split("/")[0] for url in example.urls if url.count("/") == 2)
    assert (kinds["actors"], kinds["sources"], kinds["claims"]) == (6, 8, 10)
    assert len(example.page("timeline/").select("//article[@class='event']")) == 6


def test_the_licence_is_that_of_the_settings(tmp_path: Path) -> None:
    project = builds.example_project(tmp_path / "project")
    config = project / "mkdocs.yml"
    text = config.read_text("utf-8")
    config.write_text(text.replace("licence: CC-BY-4.0", "licence: CC0-1.0"), "utf-8")
    site = facts.Site(builds.build(project, project / "site", confirmed=True), builds.SITE_URL)
    assert "Text and data: CC0 1.0." in words(site.page(""))
    assert "publicdomain/zero/1.0" in (site.folder / "data/datapackage.json").read_text("utf-8")
    assert "CC BY" not in "".join(words(page) for page in site.pages)
    config.write_text(text.replace("licence: CC-BY-4.0", "licence: CC-BY-4"), "utf-8")
    with pytest.raises(
        settings.ConfigurationError,
        match=r"licence: «CC-BY-4» is not known; did you mean «CC-BY-4\.0»",
    ):
        builds.settings(project)


def test_arabic_counts_by_its_six_forms(example: facts.Site) -> None:
    """Forms by hand, after the CLDR: two and none are words; 3 to 10, 11 to 99 and 100 differ."""
    strings = yaml.safe_load((builds.EXAMPLE / "data/strings.yml").read_text("utf-8"))
    forms = [
        strings[f"count_claims_{form}"]["ar"] for form in ("zero", "one", "two", "few", "many")
    ]
    assert forms == ["لا أقوال", "قول واحد", "قولان", "{n} أقوال", "{n} قولًا"]
    timeline = words(example.page("ar/timeline/"))
    assert "3 أشهر بلا حدث مسجّل" in timeline
    assert "146 سنة بلا حدث مسجّل" in timeline


def test_a_form_that_one_language_alone_has_is_confirmed_too(tmp_path: Path) -> None:
    project = builds.example_project(tmp_path / "project")
    assert "\nstrings#search_results_two: {" in (project / digests.REVIEWS_FILE).read_text("utf-8")


def test_lists_have_the_comma_of_their_language(example: facts.Site) -> None:
    assert "سلمى ورداني، التينة" in words(example.page("ar/timeline/"))
    assert "Salma Wardani, Le figuier" in words(example.page("fr/chronologie/"))


def test_no_word_of_another_language_is_left_in_arabic(example: facts.Site) -> None:
    left = Counter(
        word
        for page in example.pages
        if page.language == "ar"
        for text in untold(page)
        for word in re.findall(r"[A-Za-z][A-Za-z-]+", text)
    )
    assert set(left) - NAMES == set()


def untold(page: facts.Page) -> Iterator[str]:
    """Yield the texts of a page that say no language of their own; not references nor addresses."""
    apart = ("notes", "cite", "reference", "entries")
    for node in page.tree.body.iter():
        if not isinstance(node.tag, str):
            continue
        for text, owner in ((node.text, node), (node.tail, node.getparent())):
            around = [] if owner is None else [owner, *owner.iterancestors()]
            language = next((e.get("lang") for e in around if e.get("lang")), "")
            aside = any(e.tag in ("script", "style", "code", "td", "details", "dd") for e in around)
            aside = aside or any(set((e.get("class") or "").split()) & set(apart) for e in around)
            if text and language == "ar" and not aside:
                yield re.sub(r"https?:\S+|\S+\.(?:csv|json|bib|xml|ics)\b", "", text)


@pytest.mark.parametrize("width", [360, 1280])
@pytest.mark.parametrize("page", SHAPES)
def test_it_reads_from_the_right(kept_tab: Any, address: str, page: str, width: int) -> None:
    kept_tab.set_viewport_size({"width": width, "height": 900})
    kept_tab.goto(address + page)
    assert kept_tab.evaluate("document.documentElement.scrollWidth <= innerWidth")
    heading = kept_tab.locator("h1").evaluate("(h) => getComputedStyle(h).textAlign")
    assert heading in ("start", "right")
    tops = kept_tab.locator("main h2:visible").evaluate_all(
        """(all) => all.map((h) => { const r = document.createRange(); r.selectNodeContents(h);
          return [r.getBoundingClientRect().right, h.getBoundingClientRect().right]; })"""
    )
    assert all(abs(words - box) < 12 for words, box in tops)


def test_time_and_bars_begin_at_the_right(kept_tab: Any, address: str) -> None:
    kept_tab.set_viewport_size({"width": 1280, "height": 900})
    for page, way in (("ar/", -1), ("", 1)):
        kept_tab.goto(address + page)
        middles = """(all) => all.map((e) => { const b = e.getBoundingClientRect(); return b.left + b.width / 2; })"""
        marks = kept_tab.locator(
            ".drawing-axis > svg.wide > g a:not([aria-hidden]), .drawing-axis > svg.wide > a:not([aria-hidden])"
        )
        places = marks.evaluate_all(middles)
        assert len(places) == 4
        assert [way * x for x in places] == sorted(way * x for x in places)
        said = kept_tab.locator(".drawing-axis > svg.wide a[aria-hidden] text.title")
        assert said.count() == 4
        boxes = said.evaluate_all(
            "(all) => all.map((e) => { const b = e.getBoundingClientRect(); return [b.left, b.right, b.top]; })"
        )
        for i, (left, right, top) in enumerate(boxes):
            assert all(
                right <= other[0] or other[1] <= left or abs(top - other[2]) > 12
                for other in boxes[i + 1 :]
            )
        bar, row = (
            kept_tab.locator(".drawing-bar")
            .nth(1)
            .evaluate(
                """(d) => { const r = d.querySelector('rect').getBoundingClientRect(), f = d.getBoundingClientRect();
              return [[r.left, r.right], [f.left, f.right]]; }"""
            )
        )
        edge = 1 if way < 0 else 0
        assert abs(bar[edge] - row[edge]) < 6
        assert abs(bar[1 - edge] - row[1 - edge]) > 20
        sides = kept_tab.locator(".dispute .side").evaluate_all(middles)
        assert way * sides[0] < way * sides[1]


@pytest.mark.parametrize("url", ["ar/", "ar/claims/no-base/", "ar/timeline/"])
def test_axe_finds_nothing_in_arabic(examine: axe.Examiner, address: str, url: str) -> None:
    assert [str(fault) for fault in examine.lean(address, url)] == []
