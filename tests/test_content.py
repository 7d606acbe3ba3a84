"""What the pages promise to readers, asserted on the prose itself."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from explainer import prose, recordtext

ROOT = Path(__file__).parent.parent
QUESTIONS = [
    "who",
    "against-whom",
    "for-what",
    "what-was-decided",
    "what-is-disputed",
    "where-it-stands",
]


@pytest.fixture(params=["fr", "en"])
def home(request) -> prose.Prose:
    path = ROOT / "docs" / request.param / "index.md"
    page, problems = prose.read(str(path), request.param, "index.md", path.read_bytes())
    assert not problems
    return page


def test_home_answers_six_questions_each_with_a_source(home):
    assert [heading.id for heading in home.headings][:6] == QUESTIONS
    cited = {cite.section for cite in home.cites}
    assert set(QUESTIONS) <= cited


def test_home_answers_hold_in_250_words(home):
    answers = [block.text for block in home.blocks if block.section in QUESTIONS]
    words = re.findall(r"[\w’'-]+", recordtext.plain(" ".join(answers)))
    assert 100 < len(words) <= 250


def test_home_shows_the_status_from_its_record_and_types_it_nowhere(home):
    assert [embed.kind for embed in home.embeds].count("status") == 1


@pytest.mark.parametrize("name", ["index", "case", "since", "timeline"])
@pytest.mark.parametrize("language", ["fr", "en"])
def test_the_status_stands_where_a_reader_looks_for_it(language, name):
    path = ROOT / "docs" / language / f"{name}.md"
    page, _ = prose.read(str(path), language, f"{name}.md", path.read_bytes())
    assert "status" in [embed.kind for embed in page.embeds]
