"""Who was asked for an answer, and who was told of an error: what records say, what readers see."""

from __future__ import annotations

from pathlib import Path

import builds
import pytest
from explainer.build import compile_site
from lxml import html

ASKED = (
    "{date: %s, how: {en: by letter, fr: par lettre}, "
    "outcome: {en: No reply came., fr: Rien n'est venu.}}"
)


def claim(project: Path, id_: str, lines: str, without: str = "") -> None:
    """Add lines to a claim of the tiny story, in place of the key ``without``."""
    path = project / f"data/claims/{id_}.yml"
    text = path.read_text("utf-8")
    kept = text[: text.index(f"{without}:")] if without else text
    path.write_text(kept + lines + "\n", "utf-8")


def words(project: Path, name: str, language: str = "en") -> str:
    made = builds.compiled(project).pages[language][name].html
    return " ".join(html.fromstring(f"<div>{made}</div>").text_content().split())


@pytest.mark.parametrize("name", ["claims/firm-at-fault.md", "actors/corbel.md", "index.md"])
def test_a_fruitless_search_says_whether_anybody_was_asked(name: str, tiny_folder: Path) -> None:
    claim(tiny_folder, "firm-at-fault", "answer: {none_found: 2020-06-01}", "answer")
    builds.confirm(tiny_folder)
    assert "No answer found as of June 1, 2020. We have not asked for one." in words(
        tiny_folder, name
    )
    claim(
        tiny_folder,
        "firm-at-fault",
        f"answer: {{none_found: 2020-06-01, asked: {ASKED % '2020-05-03'}}}",
        "answer",
    )
    builds.confirm(tiny_folder)
    said = words(tiny_folder, name)
    assert "as of June 1, 2020. Asked on May 3, 2020, by letter: No reply came." in said
    assert "We have not asked" not in said
    assert "Réponse demandée le 3 mai 2020, par lettre : Rien n’est venu." in words(
        tiny_folder, name, "fr"
    )


def test_an_answer_that_was_found_says_so_only_if_it_was_asked_for(tiny_folder: Path) -> None:
    assert "asked" not in words(tiny_folder, "claims/firm-at-fault.md")
    claim(tiny_folder, "firm-at-fault", f"  asked: {ASKED % '2020-05-03'}")
    builds.confirm(tiny_folder)
    assert "the flood did it2. Asked on May 3, 2020" in words(
        tiny_folder, "claims/firm-at-fault.md"
    )


def test_a_publisher_told_of_an_error_stands_beside_it(tiny_folder: Path) -> None:
    claim(tiny_folder, "vote-in-march", f"told: {ASKED % '2020-04-30'}")
    path = tiny_folder / "data/sources/courier-2019.yml"
    flaw = "{en: It names no mason., fr: Il ne nomme aucun maçon.}"
    text = path.read_text("utf-8").replace(flaw, f"{flaw}, told: {ASKED % '2020-04-29'}")
    path.write_text(text, "utf-8")
    builds.confirm(tiny_folder)
    said = "Its publisher was told On April 30, 2020, by letter: No reply came."
    assert said in words(tiny_folder, "claims/vote-in-march.md")
    said = "It names no mason. Its publisher was told: On April 29, 2020, by letter"
    assert said in words(tiny_folder, "sources/courier-2019.md")


def test_the_method_page_counts_them(tiny_folder: Path) -> None:
    for language in ("en", "fr"):
        page = tiny_folder / f"docs/{language}/cracks.md"
        page.write_text(page.read_text("utf-8") + '\n!!! listing "asked"\n', "utf-8")
    builds.confirm(tiny_folder)

    def counted(language: str = "en") -> list[str]:
        made = builds.compiled(tiny_folder).pages[language]["cracks.md"].html
        tree = html.fromstring(f"<div>{made}</div>")
        return [" ".join(dd.text_content().split()) for dd in tree.iter("dd")][-5:]

    nobody = "We have not asked anyone yet."
    assert counted() == ["1", "0", nobody, "2", "We have not written to any publisher yet."]
    assert counted("fr")[2] == "Nous n’avons encore demandé à personne."
    claim(tiny_folder, "firm-at-fault", f"  asked: {ASKED % '2020-05-03'}")
    claim(tiny_folder, "vote-in-march", f"told: {ASKED % '2020-04-30'}")
    builds.confirm(tiny_folder)
    assert counted() == ["1", "0", "1", "2", "1"]


WRONG = {
    "after the status was checked": (
        "firm-at-fault", "  asked: " + ASKED % "2020-06-03", "answer.asked.date: 2020-06-03 is after `as_of:`"
    ),
    "before the claim": (
        "firm-at-fault", "  asked: " + ASKED % "2018-01-01", "answer.asked.date: 2018-01-01 is before the claim itself"
    ),
    "told before the article": (
        "vote-in-march", "told: " + ASKED % "2018-01-01", "told.date: 2018-01-01 is before the claim itself"
    ),
    "a claim that corrects nothing": (
        "crack-is-4-mm", "told: " + ASKED % "2020-04-30", "told: the claim corrects none of the articles"
    ),
    "half an account": (
        "firm-at-fault", "  asked: {date: 2020-05-03}", "answer.asked.how: the key is missing; expected date, how, outcome"
    ),
    "one language": (
        "firm-at-fault", "  asked: {date: 2020-05-03, how: {en: by letter}, outcome: x}", "the fr text is missing"
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", WRONG)
def test_what_cannot_be_is_told(name: str, tiny_folder: Path) -> None:
    id_, lines, said = WRONG[name]
    claim(tiny_folder, id_, lines)
    _, found = compile_site(builds.settings(tiny_folder))
    assert [str(one) for one in found if said in str(one) and f"claims/{id_}.yml:" in str(one)]


def test_a_day_to_come_is_told_at_its_place_in_a_list(tiny_folder: Path) -> None:
    path = tiny_folder / "data/sources/courier-2019.yml"
    flaw = "{en: It names no mason., fr: Il ne nomme aucun maçon.}"
    text = path.read_text("utf-8").replace(flaw, f"{flaw}, told: {ASKED % '2999-01-01'}")
    path.write_text(text, "utf-8")
    _, found = compile_site(builds.settings(tiny_folder))
    assert [one for one in map(str, found) if "flaws[1].told.date: 2999-01-01 has not come" in one]
