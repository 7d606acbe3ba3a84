"""Every passage of fact has a source, and the report counts them."""

from __future__ import annotations

from pathlib import Path

import broken_cases
import pytest
from explainer.check import coverage
from explainer.model.story import Story
from explainer.read import prose
from explainer.settings import Settings

TAIL = "or `{: .no-fact }` on the line after it if it states no fact"


def page(body: str, language: str = "en") -> prose.ProsePage:
    read, problems = prose.read(f"docs/{language}/x.md", language, "x.md", body.encode())
    assert not problems
    return read


def story(body: str) -> Story:
    made = Story(Settings(Path(), ("en",)))
    made.pages = {"en": {"x.md": page(body)}}
    return made


@pytest.mark.parametrize(
    ("body", "lines"),
    [
        ("A fact [@a].\n", []),
        ("A fact.\n", [1]),
        ("A fact [@a].\n\nAnother.\n", [3]),
        ("No fact.\n{: .no-fact }\n", []),
        ("No fact.\n{: .lead .no-fact }\n", []),
        ("No fact.\n{: .lead }\n", [1]),
        ("No fact.\n{: .no-facts }\n", [1]),
        ("- One [@a].\n- Two.\n- Three [@a, p. 3].\n", [2]),
        ("- One [@a].\n- Two.\n  {: .no-fact }\n", []),
        ("1. One.\n2. Two [@a].\n", [1]),
        ("| a | b |\n| --- | --- |\n| 1 | 2 |\n", [3]),
        ("| a | b |\n| --- | --- |\n| 1 | 2 [@a] |\n| 3 | 4 |\n| 5 | 6 [@b] |\n", [4]),
        ("| a [@a] | b |\n| --- | --- |\n| 1 | 2 |\n", [3]),
        ("| a | b |\n| --- | --- |\n| 1 | 2 |\n| 3 | 4 |\n{: .no-fact }\n", []),
        ("Word\n:   A fact [@a].\n", []),
        ("Word\n:   A fact.\n", [1]),
        ("Word\n:   A fact [@a].\n:   Another.\n", [3]),
        ("Word\n:   A fact.\n:   Another [@a].\n", [1]),
        ("Word\n:   A fact [@a].\n\nOther\n:   A fact.\n", [4]),
        ("Word\n:   A fact [@a].\n\n:   Another.\n", [4]),
        ("| a | b |\n| --- | --- |\n| 1 | 2 [@a] |\n", []),
        ("## Title {#t}\n\nA fact.\n", [3]),
        ("## Title {#t}\nA fact.\n", [2]),
        ('!!! claim "x"\n', []),
        ('!!! claim "x"\nA fact.\n', [2]),
        ('!!! claim "x"\n\nA fact.\n', [3]),
        ("[x]: https://example.org/\nA fact.\n", [2]),
        ("A fact, `[@a]`.\n", [1]),
        ("A fact <!-- [@a] -->.\n", [1]),
        ("```\nNo fact.\n```\n", []),
        ("A fact [@].\n", [1]),
    ],
)
def test_a_passage_without_source_is_told_by_its_line(body: str, lines: list[int]) -> None:
    assert [problem.line for problem in coverage.check(story(body))] == lines


def test_the_message_says_what_to_do() -> None:
    (problem,) = coverage.check(
        story("This is a rather long sentence of fact without any source.\n")
    )
    assert str(problem) == (
        "docs/en/x.md:1:1: the paragraph «This is a rather long sentence of fact …» cites no source; "
        f"expected a citation such as [@id, p. 3], {TAIL} [statement-uncited]"
    )


def test_the_build_stops_in_either_language(tiny_folder: Path) -> None:
    for language in ("en", "fr"):
        path = tiny_folder / "docs" / language / "cracks.md"
        path.write_text(path.read_text("utf-8") + "\nMortar.\n", "utf-8")
    report = broken_cases.compile_report(tiny_folder)
    assert [line.partition(": the paragraph «Mortar.»")[0] for line in report] == [
        "docs/en/cracks.md:22:1",
        "docs/fr/cracks.md:22:1",
    ]


def test_the_report_counts_each_kind_of_passage() -> None:
    body = 'A [@a].\n\n- B [@a].\n- C.\n  {: .no-fact }\n- D.\n\n!!! claim "x"\n\n!!! listing "y"\n'
    counts, total = coverage.report(story(body))
    assert counts == [coverage.PassageCount("x.md", sourced=2, embedded=1, unmarked=1, no_fact=1)]
    assert (total.statements, total.passages, total.share) == (4, 5, 20)


def test_a_share_is_rounded_to_the_nearest() -> None:
    body = "A [@a].\n\nB.\n{: .no-fact }\n\nC.\n{: .no-fact }\n"
    assert coverage.count_passages(page(body)).share == 67


def test_the_report_counts_the_default_language() -> None:
    made = story("A [@a].\n")
    made.settings = Settings(Path(), ("en", "fr"))
    made.pages["fr"] = {"x.md": page("A [@a].\n\nB [@a].\n", "fr")}
    assert coverage.report(made)[1].sourced == 1


@pytest.mark.parametrize("embed", ['claim "x"', 'figure "x"', 'drawing "x"', "status"])
def test_an_embed_brings_its_sources(embed: str) -> None:
    assert coverage.count_passages(page(f"!!! {embed}\n")).embedded == 1


def test_a_listing_brings_none() -> None:
    assert coverage.count_passages(page('!!! listing "x"\n')).passages == 0


def test_an_empty_page_has_no_share() -> None:
    assert coverage.count_passages(page("")).share == 0
