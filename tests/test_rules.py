"""Rules have names: each is explained in both languages, and broken by its own example alone.

``test_errors`` makes every example, in the table of mistakes, and compares each line.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import get_args

import broken_cases
import builds
import pytest
from explainer import __main__ as command
from explainer.desk import rules
from explainer.read.problems import _DEPENDENT, Problem, drop_dependent
from explainer.read.rules import Rule

IDS = get_args(Rule)
TABLE = rules.read_rules(builds.ROOT)
CASES = {case["rule"]: case for case in broken_cases.cases() if "rule" in case}


def test_every_rule_is_explained_and_every_explanation_is_of_a_rule() -> None:
    assert sorted(TABLE.rules) == sorted(IDS)
    assert [id_ for id_ in IDS if not re.fullmatch(r"[a-z]+(-[a-z0-9]+)+", id_)] == []


@pytest.mark.parametrize("id_", IDS)
def test_a_rule_is_broken_by_its_example_alone(id_: str) -> None:
    rule = TABLE.rules[id_]
    if "test" in rule:  # the line is not known to the letter
        file, _, name = rule["test"].partition("::")
        text = (builds.ROOT / "tests" / file).read_text("utf-8")
        body = text.partition(f"def {name}(")[2].partition("\ndef ")[0]
        assert f"[{id_}]" in body
        return
    says = CASES[id_]["says"]
    assert says
    assert [line for line in says if not line.endswith(f" [{id_}]")] == []


@pytest.mark.parametrize("id_", IDS)
def test_an_explanation_says_why_and_how_in_both_languages(id_: str) -> None:
    rule = TABLE.rules[id_]
    texts = [rule[language] for language in TABLE.words["title"]]
    assert len(set(texts)) == len(texts) == 2
    for text in texts:
        assert re.fullmatch(r"[^\n]{40,}\.", text)
    assert set(rule.get("requires", ())) <= set(IDS)


def test_models_name_the_rule_of_each_error() -> None:
    """What pydantic passes on is a text that no type holds to: ``fields.wrong`` alone makes it."""
    raised = {
        path.name: re.findall(r"PydanticCustomError\(|raise (?:Value|Assertion)Error", text)
        for path in sorted((builds.ROOT / "hooks/explainer/model").glob("*.py"))
        if (text := path.read_text("utf-8"))
    }
    assert {name: found for name, found in raised.items() if found} == {
        "fields.py": ["PydanticCustomError("]
    }


def test_what_is_held_is_a_group_of_rules() -> None:
    assert set(_DEPENDENT) <= {id_.partition("-")[0] for id_ in IDS}


def test_a_problem_is_one_line_whatever_it_names() -> None:
    problem = Problem("a\nb.md", 1, 1, "c\x1b", "link-page", "no «d\te»")
    assert str(problem) == r"a\nb.md:1:1: c\x1b: no «d\te» [link-page]"


def test_what_may_follow_from_another_mistake_is_told_without_it() -> None:
    def problem(file: str, field: str, rule: Rule) -> Problem:
        return Problem(file, 1, 1, field, rule, "")

    link = problem("docs/en/a.md", "", "link-page")
    twin = problem("docs/fr/a.md", "", "same-links")
    bare = problem("docs/fr/a.md", "", "statement-uncited")
    read = problem("docs/en/a.md", "", "review-one-language")
    text = problem("data/claims/x.yml", "text.en", "cite-unknown")
    same = problem("data/claims/x.yml", "text", "same-citations")
    other = problem("data/claims/x.yml", "record.en", "same-facts")
    assert drop_dependent([twin, link, bare, read]) == [link]
    assert drop_dependent([read, twin, bare]) == [twin, bare]
    assert drop_dependent([read]) == [read]
    assert drop_dependent([same, text, other]) == [text, other]


@pytest.mark.parametrize("language", TABLE.words["title"])
def test_the_reference_is_up_to_date(language: str) -> None:
    kept = (builds.ROOT / rules.FOLDER / f"rules.{language}.md").read_text("utf-8")
    assert kept == TABLE.make_page(language), "run: make rules WRITE=1"
    guide = (builds.ROOT / "CONTRIBUTING.md").read_text("utf-8")
    assert f"(contributing/rules.{language}.md)" in guide


def test_the_command_lists_and_explains(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = builds.tiny_project(tmp_path / "project", code=False)
    (folder / "contributing").symlink_to(builds.ROOT / "contributing")
    (folder / "mkdocs.yml").write_text(
        "a: [\n", "utf-8"
    )  # what it says of is explained all the same
    assert command.main(["-C", str(folder), "rules"]) == 0
    listed = capsys.readouterr().out
    assert [id_ for id_ in IDS if f"\n  {id_} " not in listed] == []
    assert command.main(["-C", str(folder), "rules", "cite-unknown"]) == 0
    said = capsys.readouterr().out
    rule = TABLE.rules["cite-unknown"]
    for words in (rule["en"], rule["fr"], rule["file"], f"-{rule['bad']}\n+{rule['good']}\n"):
        assert words in said
    assert command.main(["-C", str(folder), "rules", "cite-unkown"]) == 1
    assert capsys.readouterr().err == "no rule «cite-unkown»; did you mean «cite-unknown»?\n"


def test_a_project_without_explanations_says_so(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = builds.tiny_project(tmp_path / "project", code=False)
    assert command.main(["-C", str(folder), "rules"]) == 1
    assert capsys.readouterr().err == "there is no contributing/rules.yml\n"
