"""What the pages promise to readers, asserted on the prose itself."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from explainer.read import markdown, prose
from explainer.words import typography, wording

ROOT = Path(__file__).parents[2]
QUESTIONS = [
    "where-it-stands",
    "who",
    "against-whom",
    "for-what",
    "what-was-decided",
    "what-is-disputed",
    "khashoggi",
]
PICTURES = ["steps", "damages", "parties"]


@pytest.fixture(params=["fr", "en"])
def home(request) -> prose.ProsePage:
    path = ROOT / "docs" / request.param / "index.md"
    page, problems = prose.read(str(path), request.param, "index.md", path.read_bytes())
    assert not problems
    return page


def test_home_answers_seven_questions_each_with_a_source(home):
    ids = [heading.id for heading in home.headings]
    assert ids == [QUESTIONS[0], *PICTURES, *QUESTIONS[1:], "ways-in"]
    cited = {cite.section for cite in home.citations}
    told = {embed.section for embed in home.embeds if embed.kind == "status"}
    assert set(QUESTIONS) <= cited | told


def test_home_answers_hold_in_250_words(home, compiled):
    answers = [block.text for block in home.passages if block.section in QUESTIONS]
    status = compiled.story.status
    answers += [text[home.language] for text in (status.stage, status.text, status.next_step)]
    words = re.findall(r"\d[\d ]*\d|[\w’'-]+", markdown.record_plain_text(" ".join(answers)))
    assert 100 < len(words) <= 250


def test_where_it_stands_is_answered_by_the_record_alone(home):
    here = [embed.kind for embed in home.embeds if embed.section == QUESTIONS[0]]
    assert here == ["status"]
    assert not [block for block in home.passages if block.section == QUESTIONS[0]]


@pytest.mark.parametrize("name", ["index", "case", "since", "timeline"])
@pytest.mark.parametrize("language", ["fr", "en"])
def test_the_status_stands_where_a_reader_looks_for_it(language, name, compiled):
    path = ROOT / "docs" / language / f"{name}.md"
    page, _ = prose.read(str(path), language, f"{name}.md", path.read_bytes())
    shown = [embed for embed in page.embeds if embed.kind == "status"]
    assert len(shown) == 1
    # What the record says is not typed beside it, where it would grow old unseen.
    day = wording.format_date(compiled.story.status.as_of, language)
    beside = " ".join(b.text for b in page.passages if b.section == shown[0].section)
    assert day not in typography.typeset(beside, language).replace("\u00a0", " ")
