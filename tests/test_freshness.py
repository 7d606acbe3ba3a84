"""The status line grows old: the publisher is told, nobody is stopped."""

from __future__ import annotations

import datetime

import pytest
from explainer.check import freshness
from explainer.model import records as model
from explainer.model.story import Story
from explainer.read import yamlio
from explainer.read.problems import Problem
from explainer.settings import Settings


def story(as_of: str, tmp_path) -> Story:
    text = model.Text(fr="x", en="x")
    made = Story(Settings(tmp_path, ("fr", "en")))
    made.status = model.Status(as_of=as_of, stage=text, text=text, next_step=text)
    document, _ = yamlio.read("data/status.yml", f"# a comment\nas_of: {as_of}\n".encode())
    made.documents["status", ""] = document
    return made


@pytest.mark.parametrize(
    ("now", "expected"),
    [("2026-11-21", 0), ("2027-02-19", 0), ("2027-02-20", 1)],
    ids=["same day", "90 days later", "91 days later"],
)
def test_warns_after_ninety_days(now, expected, tmp_path):
    found = list(
        freshness.find_outdated(story("2026-11-21", tmp_path), datetime.date.fromisoformat(now))
    )
    assert len(found) == expected
    for problem in found:
        assert str(problem).startswith("data/status.yml:2:8: as_of: ")
        assert "91 days ago" in problem.message


def test_today_is_the_day_of_the_commit_when_the_build_must_be_repeatable():
    assert freshness.today({"SOURCE_DATE_EPOCH": "86399"}) == datetime.date(1970, 1, 1)


def test_on_github_the_warning_is_an_annotation():
    problem = Problem("data/status.yml", 2, 8, "as_of", "status-old", "old")
    line = freshness.format_warning(problem, {"GITHUB_ACTIONS": "true"})
    assert line == "::warning file=data/status.yml,line=2,col=8::old [status-old]"
    assert (
        freshness.format_warning(problem, {})
        == "data/status.yml:2:8: as_of: old [status-old] (a warning)"
    )
