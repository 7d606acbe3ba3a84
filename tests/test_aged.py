"""Statements that speak for a day long past: which are found, in what order, where they stand."""

from __future__ import annotations

import dataclasses
import datetime
from pathlib import Path

import builds
import pytest
from explainer import __main__ as command
from explainer.desk import aged
from explainer.model.story import load

DAY = datetime.date(2021, 1, 1)


def told(project: Path, days: int = 90, day: datetime.date = DAY) -> list[list[str]]:
    """Return the rows of the table: day, age, place, words."""
    story, _ = load(builds.settings(project))
    lines = list(aged.make_table(story, day, days))
    rows = [[cell.strip() for cell in line.strip("| ").split(" | ")] for line in lines[4:]]
    assert lines[0] == f"{len(rows)} statements speak for a day more than {days} days ago."
    return rows


def sentence(project: Path, language: str, words: str) -> None:
    page = project / f"docs/{language}/cracks.md"
    page.write_text(page.read_text("utf-8") + f"\n{words} [@minutes-2019].\n", "utf-8")


def test_the_days_of_records_are_listed_oldest_first(tiny_folder: Path) -> None:
    rows = told(tiny_folder)
    assert [row[0] for row in rows] == sorted(row[0] for row in rows)
    places = {row[2]: row for row in rows}
    row = places["data/claims/crack-is-4-mm.yml:8"]
    assert row[:2] == ["2020-05-01", "245"]
    assert "as_of, checked" in row[3]
    assert [row for row in rows if row[2].startswith("data/status.yml") and "next step" in row[3]]
    # Younger than that, nothing is told.
    assert told(tiny_folder, day=datetime.date(2020, 5, 2)) == []


def test_a_next_step_whose_day_has_come_speaks_for_that_day(tiny_folder: Path) -> None:
    path = tiny_folder / "data/status.yml"
    lines = [line for line in path.read_text("utf-8").splitlines() if "next_step" not in line]
    given = "{en: 'A hearing on May 9, 2020.', fr: 'Une audience le 9 mai 2020.'}"
    path.write_text("\n".join([*lines, f"next_step: {given}"]) + "\n", "utf-8")
    [row] = [row for row in told(tiny_folder) if "next step" in row[3]]
    assert row[0] == "2020-05-09"
    assert told(tiny_folder, day=datetime.date(2020, 5, 9), days=0)[-1][0] < "2020-05-09"


SENTENCES = {
    "As of June 3, 2019, the council had not met": "2019-06-03",
    "We found no decision until July 4, 2019": "2019-07-04",
    "No answer was found to the letter of June 3, 2018": "2020-05-01",  # the letter's day, not ours
    "No answer was found": "2020-05-01",  # the day of the page's own last change
    "Whether it was mended is not known today": "2020-05-01",
    "On June 3, 2019, the council met": None,
    "The deck is known to all": None,
}


@pytest.mark.parametrize("words", SENTENCES)
def test_sentences_that_speak_for_a_day(words: str, tiny_folder: Path) -> None:
    story, _ = load(builds.settings(tiny_folder))
    first = story.settings.default
    sentence(tiny_folder, first, f"A short one. {words}")
    rows = [row for row in told(tiny_folder) if words in row[3]]
    if SENTENCES[words] is None:
        assert rows == []
    else:
        [row] = rows
        page = (tiny_folder / f"docs/{first}/cracks.md").read_text("utf-8").splitlines()
        line = next(n for n, text in enumerate(page, 1) if words in text)
        assert row[0] == SENTENCES[words]
        assert row[2] == f"docs/{first}/cracks.md:{line}"
        assert "A short one" not in row[3]


def test_what_has_no_day_at_all_is_not_listed(tiny_folder: Path) -> None:
    story, _ = load(builds.settings(tiny_folder))
    sentence(tiny_folder, story.settings.default, "Whether it was mended is not known today")
    story, _ = load(builds.settings(tiny_folder))
    undated = {"claims": {}, "changes": {}}
    story = dataclasses.replace(story, tables=story.tables | undated, status=None)
    [line] = aged.make_table(story, DAY, 0)
    assert line == "0 statements speak for a day more than 0 days ago."


def test_french_too() -> None:
    """On the real site, whose first language it is: every sentence that gives its day is found."""
    story, _ = load(builds.settings(builds.ROOT))
    rows = list(aged.make_table(story, datetime.date(2030, 1, 1), 0))
    pages = [row for row in rows if "docs/fr/" in row and "2026-11-21" in row]
    assert any("Ces points restent ouverts au 21 novembre 2026" in row for row in pages)
    assert any("Nous avons cherché jusqu'au 21 novembre 2026" in row for row in pages)
    assert any("| next step: " in row and "data/status.yml" in row for row in rows)


def test_the_command_changes_nothing_and_never_fails(
    tiny_folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    before = builds.files(tiny_folder / "data")
    assert command.main(["-C", str(tiny_folder), "aged", "--days", "1"]) == 0
    assert "statements speak for a day more than 1 days ago" in capsys.readouterr().out
    assert builds.files(tiny_folder / "data") == before
