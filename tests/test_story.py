"""Reading a project once: records by id, pages by language, and what cannot be read."""

from __future__ import annotations

import string
from pathlib import Path

import broken_cases
import builds
import pytest
import yaml
from explainer.build import compile_site
from explainer.check import strings as check_strings
from explainer.derive import index, index_building
from explainer.model import records as model
from explainer.model import story
from explainer.settings import Settings


@pytest.fixture
def loaded(tiny_folder: Path) -> story.Story:
    made, problems = story.load(broken_cases.settings(tiny_folder))
    assert problems == []
    return made


def test_records_are_read_by_kind_and_id(loaded: story.Story) -> None:
    assert list(loaded.actors) == ["aldmere", "corbel", "footbridge", "ines-marlow"]
    assert len(loaded.sources) == 5
    assert loaded.claims["firm-at-fault"].accuses == ["corbel"]
    assert loaded.status is not None
    assert loaded.status.stage["fr"] == "Fermée"


def test_a_claim_is_first_said_on_the_first_day_that_is_known(loaded: story.Story) -> None:
    claim = loaded.claims["crack-is-4-mm"]  # in a report of January 2019, then in an article
    assert index.claim_sort_key(loaded, claim)[0] == "2019-01-20"
    for source, issued, first in (
        ("marlow-report", None, "2019-03-04"),
        ("courier-2019", "2019-03", "2019-03~"),
        ("courier-2019", None, "~"),
    ):
        known = loaded.sources[source].model_copy(update={"issued": issued})
        loaded.tables["sources"] = {**loaded.sources, source: known}
        assert index.claim_sort_key(loaded, claim)[0] == first


def test_one_text_serves_both_languages(loaded: story.Story) -> None:
    assert loaded.actors["aldmere"].name == {"en": "Aldmere", "fr": "Aldmere"}


def test_the_default_language_comes_first(loaded: story.Story) -> None:
    assert loaded.settings.default == "en"
    assert list(loaded.pages) == ["en", "fr"]
    assert list(loaded.pages["en"]) == list(loaded.pages["fr"])


def test_articles_come_by_date(loaded: story.Story) -> None:
    assert list(loaded.articles) == ["courier-2019"]


def test_strings_keep_the_spaces_at_their_ends(tiny_folder: Path) -> None:
    (tiny_folder / "data/strings.yml").write_text('colon: {fr: " : ", en: ": "}\n', "utf-8")
    made, _ = story.load(broken_cases.settings(tiny_folder))
    assert made.strings["colon"] == {"fr": " : ", "en": ": "}


def test_records_lose_the_line_at_their_end(loaded: story.Story) -> None:
    assert not loaded.actors["footbridge"].description["en"].endswith("\n")


def test_nothing_is_kept_from_one_reading_to_the_next(tiny_folder: Path) -> None:
    first, _ = story.load(broken_cases.settings(tiny_folder))
    (tiny_folder / "data" / "terms" / "deck.yml").unlink()
    second, _ = story.load(broken_cases.settings(tiny_folder))
    assert "deck" in first.terms
    assert "deck" not in second.terms


def test_a_record_that_cannot_be_read_still_has_its_id(tiny_folder: Path) -> None:
    (tiny_folder / "data" / "actors" / "corbel.yml").write_text("a: [", encoding="utf-8")
    made, problems = story.load(broken_cases.settings(tiny_folder))
    assert len(problems) == 1
    assert "corbel" in made.ids("actors")
    assert "corbel" not in made.actors


def test_a_project_without_anything_is_told_and_not_more(tmp_path: Path) -> None:
    site, problems = compile_site(Settings(tmp_path, ("fr", "en")))
    assert site is None
    assert [str(problem) for problem in sorted(problems)] == [
        "templates/strings.yml:1:1: the file is missing [file-missing]",
        "templates/vocabularies.yml:1:1: the file is missing [file-missing]",
    ]


@pytest.mark.parametrize(
    ("address", "path"),
    [
        ("", "/"),
        ("https://x.example", "/"),
        ("https://x.example/", "/"),
        ("https://x.example/a/b", "/a/b/"),
        ("https://x.example/a/b/", "/a/b/"),
    ],
)
def test_the_path_of_the_site_has_both_slashes(address: str, path: str) -> None:
    assert Settings(Path("."), ("fr",), address).site_path == path


# --- what is derived and never typed twice


@pytest.fixture
def derived(loaded: story.Story) -> index.Index:
    return index_building.build_index(loaded)


def test_a_relation_is_known_at_both_ends(derived: index.Index) -> None:
    (own,) = derived.edges["corbel"]
    assert (own.other, own.reverse) == ("footbridge", False)
    seen = {(edge.other, edge.reverse) for edge in derived.edges["footbridge"]}
    assert seen == {("aldmere", True), ("corbel", True), ("ines-marlow", True)}


def test_claims_are_known_by_who_makes_them_whom_they_accuse_and_where(
    derived: index.Index,
) -> None:
    assert derived.claims_by == {"ines-marlow": ["crack-is-4-mm"]}
    assert derived.accusations == {"corbel": ["firm-at-fault"]}
    assert derived.claims_about == {"aldmere": ["vote-in-march"], "footbridge": ["crack-is-4-mm"]}
    assert derived.paragraphs["courier-2019", 4] == ["firm-at-fault"]
    assert derived.paragraphs["courier-2019", 5] == ["firm-at-fault"]
    assert ("courier-2019", 1) not in derived.paragraphs


def test_a_clash_is_known_on_both_sides(derived: index.Index) -> None:
    assert [other for other, _ in derived.clashes["vote-in-march"]] == ["crack-is-4-mm"]
    assert [other for other, _ in derived.clashes["crack-is-4-mm"]] == ["vote-in-march"]


def test_events_are_in_order_and_follow_each_other(derived: index.Index) -> None:
    assert derived.chronology == ["built-2018", "crack-2018", "closed-2019"]
    assert derived.followed_by == {"built-2018": ["crack-2018"], "crack-2018": ["closed-2019"]}
    assert derived.events_of["aldmere"] == ["built-2018", "closed-2019"]


def test_a_month_or_a_year_comes_after_the_days_that_it_holds() -> None:
    dates = ["2024-12-20", "2025-05-06", "2025-05", "2025-06-01", "2025", "2026-01-01"]
    events = [
        model.Event.model_construct(id=f"e{9 - i}", date=date) for i, date in enumerate(dates)
    ]
    assert sorted(events, key=lambda event: event.sort_key) == events


def test_a_source_knows_every_place_that_cites_it(derived: index.Index) -> None:
    places = {
        (at.name, at.anchor, ", ".join(c.locator for c in at.citations))
        for at in derived.cited_by["marlow-report"]
    }
    assert places == {
        ("cracks.md", "cite-marlow-report-1", "p. 1"),
        ("cracks.md", "cite-marlow-report-2", "p. 1"),
        ("cracks.md", "width", "p. 1"),  # the figure that is shown there
        ("actors/footbridge.md", "", ""),
        ("actors/ines-marlow.md", "", "p. 1"),
        ("claims/crack-is-4-mm.md", "", "p. 1"),
        ("timeline.md", "crack-2018", ""),
    }


def test_a_source_knows_where_the_status_is_shown(derived: index.Index) -> None:
    shown = {at.name for at in derived.cited_by["minutes-2019"]}
    assert "index.md" in shown


def test_every_blank_of_the_strings_is_known_to_be_filled_in() -> None:
    given = yaml.safe_load((builds.ROOT / "templates" / "strings.yml").read_text(encoding="utf-8"))
    _, filled = check_strings.scan_templates(builds.ROOT)
    used = {
        key: {name for _, name, _, _ in string.Formatter().parse(" ".join(words)) if name}
        for key, value in given.items()
        for words in [value.values() if isinstance(value, dict) else [value]]
    }
    unknown = {key: used[key] - check_strings.allowed_blanks(key, filled) for key in used}
    assert {key: names for key, names in unknown.items() if names} == {}
