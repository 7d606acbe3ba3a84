"""A contributor's week: what each task asks for is told by one build, and the next one passes.

Each round mends all that it was told, in the words of the lines, and then confirms.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import broken_cases
import builds
import pytest
from explainer import __main__ as command

Edit = Callable[[Path], None]
CLAIM, NEW = "data/claims/crack-is-4-mm.yml", "data/claims/firm-paid-no-one.yml"
CHANGE = """id: {id}
date: {id:.10}
kind: correction
statuses: {{{claim}: {status}}}
what: {{en: New., fr: Nouveau.}}
why: {{en: A reader wrote., fr: On a écrit.}}
"""
ACTOR = """id: mason
kind: resident
name: Ada Mason
role: {en: mason, fr: maçonne}
summary: {en: "Built it [@minutes-2020, p. 1].", fr: "L'a construit [@minutes-2020, p. 1]."}
description: {en: "Built it [@minutes-2020, p. 1].", fr: "L'a construit [@minutes-2020, p. 1]."}
"""
ACCUSES = """id: firm-paid-no-one
subject: blame
text: {en: The firm paid no one., fr: La maison n'a payé personne.}
stated_in: ["courier-2019, ¶4"]
kind: charge
status: contested
as_of: 2020-06-02
accuses: [corbel]
"""
ANSWER = """answer:
  text:
    en: The firm denies it [@corbel-letter].
    fr: La maison le nie [@corbel-letter].
"""
PAGE = """---
title: T {0}
slug: new-{0}
description: D {0}.
---

So [@courier-2019, ¶4].
"""


def write(file: str, text: str) -> Edit:
    def edit(folder: Path) -> None:
        (folder / file).write_text(text, "utf-8")

    return edit


def change(file: str, old: str, new: str) -> Edit:
    def edit(folder: Path) -> None:
        text = (folder / file).read_text("utf-8")
        assert old in text
        (folder / file).write_text(text.replace(old, new), "utf-8")

    return edit


def add_source(folder: Path) -> None:
    text = (folder / "data/sources/minutes-2019.yml").read_text("utf-8")
    write("data/sources/minutes-2020.yml", text.replace("minutes-2019", "minutes-2020"))(folder)


def add_page(folder: Path) -> None:
    for language in ("en", "fr"):
        write(f"docs/{language}/new.md", PAGE.format(language))(folder)


def add_to_menu(folder: Path) -> None:
    text = (folder / "mkdocs.yml").read_text("utf-8")
    line = re.search(r"^ *- (?:.*: )?cracks\.md\n", text, re.MULTILINE)
    assert line
    change("mkdocs.yml", line[0], line[0] + line[0].replace("cracks.md", "new.md"))(folder)


def record(id_: str, claim: str, status: str) -> Edit:
    return write(f"data/changes/{id_}.yml", CHANGE.format(id=id_, claim=claim, status=status))


def given(status: str) -> tuple[int, Edit, dict[str, Edit]]:
    """Return the task of giving a claim another status."""
    return (
        4,  # the claim, the record of change, both files of digests
        change(CLAIM, "status: settled", f"status: {status}"),
        {
            "not the last recorded": record("2020-07-01-crack", "crack-is-4-mm", status),
            "an as_of that is not before": change(CLAIM, "as_of: 2020-05-01", "as_of: 2020-07-01"),
        },
    )


# The task: files that it touches, the first edit, and what mends a line that matches.
TASKS: dict[str, tuple[int, Edit, dict[str, Edit]]] = {
    "an actor and its source": (
        4,
        write("data/actors/mason.yml", ACTOR),
        {
            "no source «minutes-2020»": add_source,
        },
    ),
    "an accusing claim": (
        4,
        write(NEW, ACCUSES),
        {
            "answer": change(NEW, "accuses: [corbel]\n", "accuses: [corbel]\n" + ANSWER),
            "no record of change": record("2020-06-02-paid", "firm-paid-no-one", "contested"),
        },
    ),
    "a page": (5, add_page, {"the menu has no": add_to_menu}),
    "a status": given("contested"),
    "a withdrawal": given("withdrawn"),
    "a typo in one language": (2, change(CLAIM, "4 mm wide", "4 mm broad"), {}),
}


@pytest.mark.parametrize("task", TASKS)
def test_a_task_takes_two_builds(tiny_folder: Path, task: str) -> None:
    touched, start, mends = TASKS[task]
    before = builds.files(tiny_folder)
    start(tiny_folder)
    lines = broken_cases.whole_report(tiny_folder)
    assert any("make reviewed" in line for line in lines)
    for told, mend in mends.items():
        assert any(told in line for line in lines), lines
        mend(tiny_folder)
    assert command.main(["-C", str(tiny_folder), "reviewed", "--all"]) == 0
    assert broken_cases.whole_report(tiny_folder) == []
    after = builds.files(tiny_folder)
    changed = {file for file, raw in after.items() if before.get(file) != raw}
    assert len({file for file in changed if not file.startswith(".cache/")}) == touched
