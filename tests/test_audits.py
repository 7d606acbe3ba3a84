"""Citations drawn by lot and read again: the sheet, what it may hold, what readers see of it."""

from __future__ import annotations

import datetime
from pathlib import Path

import builds
import pytest
import yaml
from explainer import __main__ as command
from explainer.build import compile_site
from explainer.derive import record_citations
from explainer.model.audit import Audit, Reading
from explainer.model.story import load
from explainer.read.citation import Citation
from lxml import html


def draw(project: Path, *options: str) -> Path:
    """Draw, and return the sheet."""
    assert command.main(["-C", str(project), "audit-citations", *options]) == 0
    (sheet,) = (project / "data/audits").glob("*.yml")
    return sheet


def test_every_citation_can_be_drawn_with_what_it_supports(tiny_folder: Path) -> None:
    cracks = tiny_folder / "docs/en/cracks.md"
    text = cracks.read_text("utf-8") + "\n*In emphasis [@marlow-report, p. 9]* and out of it.\n"
    cracks.write_text(text, "utf-8")
    story, _ = load(builds.settings(tiny_folder))
    found = list(record_citations.all_citations(story, "en"))
    cited: dict[str, set[Citation]] = {}
    for folder, id_, record in story.all_records():
        cited.setdefault(f"{folder}/{id_}".rstrip("/"), set()).update(
            record_citations.citations_of_record(record, "en")
        )
    for name, page in story.pages["en"].items():
        cited[name] = {one for one in page.tree.citations() if isinstance(one, Citation)}
    drawn: dict[str, set[Citation]] = {}
    for one in found:
        drawn.setdefault(one.owner, set()).add(one.citation)
    assert drawn == {owner: held for owner, held in cited.items() if held}
    said = {(one.place, str(one.citation)): one.statement for one in found}
    assert said["claims/firm-at-fault#answer.text", "@corbel-letter"] == (
        "Corbel & Sons skimped on the mortar. · The firm answers that the flood did it [*]."
    )
    assert said["claims/firm-at-fault#stated_in", "@courier-2019, ¶4-5"] == (
        "Corbel & Sons skimped on the mortar."
    )
    assert said["figures/width#rows[0].sources", "@marlow-report, p. 1"].endswith("Marlow 4 mm")
    assert said["cracks.md#width", "@marlow-report, p. 9"] == "In emphasis [*] and out of it."
    # Two in one bracket: the mark of each is where it is cited.
    assert said["index.md", "@minutes-2019"] == (
        "In 2018 Aldmere ordered a footbridge; within a year it was closed [*]."
    )


def test_a_sheet_is_drawn_by_its_seed_and_shows_no_verdict(
    tiny_folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    sheet = draw(tiny_folder, "--sample", "5", "--seed", "7")
    day = datetime.datetime.now(datetime.UTC).date()
    assert abs((datetime.date.fromisoformat(sheet.stem) - day).days) <= 1
    first = sheet.read_text("utf-8")
    assert "; fill in each verdict" in capsys.readouterr().out
    assert "contested" not in first  # the status of a claim would be a hint
    known = yaml.safe_load(first)
    assert [known["seed"], len(known["readings"])] == [7, 5]
    assert all(one["verdict"] is None for one in known["readings"])
    # Nothing is overwritten.
    assert command.main(["-C", str(tiny_folder), "audit-citations"]) == 1
    assert "is there already; nothing was written" in capsys.readouterr().err
    assert sheet.read_text("utf-8") == first
    sheet.unlink()
    assert draw(tiny_folder, "--sample", "5", "--seed", "7").read_text("utf-8") == first
    sheet.unlink()
    other = yaml.safe_load(draw(tiny_folder, "--sample", "5", "--seed", "8").read_text("utf-8"))
    assert other["readings"] != known["readings"]
    sheet.unlink()
    whole = yaml.safe_load(draw(tiny_folder, "--sample", "9999").read_text("utf-8"))
    assert len(whole["readings"]) == whole["population"]
    assert [
        one for one in compile_site(builds.settings(tiny_folder))[1] if "audits" in one.file
    ] == []


@pytest.mark.parametrize("wrong", [("--sample", "0"), ("--seed", "-1"), ("--sample", "x")])
def test_a_sample_is_a_number(
    wrong: tuple[str, str], tiny_folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    try:
        status: object = command.main(["-C", str(tiny_folder), "audit-citations", *wrong])
    except SystemExit as stopped:  # what is no number at all is argparse's to tell
        status = stopped.code
    assert status == (2 if "x" in wrong else 1)
    assert "expected a sample" in (said := capsys.readouterr().err) or "invalid int" in said
    assert not (tiny_folder / "data/audits").exists()


def audit(**verdicts: int) -> Audit:
    readings = [
        Reading(cites="@x", where="y", statement="z", verdict=verdict, by="Ann", on="2020-06-02")  # type: ignore[arg-type]
        for verdict, times in verdicts.items()
        for _ in range(times)
    ]
    return Audit(id="a", drawn="2020-06-01", seed=1, population=100, readings=readings)


# Bounds: Wilson's score interval of 95 %, from `scipy.stats.binomtest(k, n).proportion_ci(method="wilson")`.
RATES = [
    ({"supports": 20}, (0, 0, 16)),
    ({"supports": 18, "in-part": 1, "does-not": 1}, (10, 3, 30)),
    ({"supports": 9, "does-not": 1, "not-opened": 10}, (10, 2, 40)),
    ({"does-not": 20}, (100, 84, 100)),
    ({"not-opened": 20}, None),
]


@pytest.mark.parametrize(("verdicts", "rate"), RATES)
def test_the_rate_of_faulty_citations(verdicts: dict[str, int], rate: object) -> None:
    assert audit(**verdicts).faulty == rate


def filled(sheet: Path, *verdicts: str) -> None:
    """Fill in the first verdicts of a sheet."""
    text = sheet.read_text("utf-8")
    for verdict in verdicts:
        text = text.replace(
            "verdict:\n    by:\n    on:",
            f"verdict: {verdict}\n    by: Ann\n    on: {sheet.stem}",
            1,
        )
    sheet.write_text(text, "utf-8")


def test_readers_see_the_rate_once_the_whole_sample_is_read(tiny_folder: Path) -> None:
    for language in ("en", "fr"):
        page = tiny_folder / f"docs/{language}/cracks.md"
        page.write_text(page.read_text("utf-8") + '\n!!! listing "audits"\n', "utf-8")
    builds.confirm(tiny_folder)

    def told(language: str = "en") -> str:
        made = builds.compiled(tiny_folder).pages[language]["cracks.md"].html
        return " ".join(html.fromstring(f"<div>{made}</div>").text_content().split())

    assert "No citation has been read again in this way yet." in told()
    assert "Aucune citation n’a encore été relue de cette façon." in told("fr")
    sheet = draw(tiny_folder, "--sample", "4", "--seed", "7")
    assert "No citation has been read again in this way yet." in told()
    filled(sheet, "supports", "does-not")
    assert "Still being read" in told()
    assert "%" not in told()
    filled(sheet, "supports", "not-opened")
    assert "4 citations of" in told()
    assert "33% (between 6% and 79%)" in told()
    assert "33 % (entre 6 et 79 %)" in told("fr")


WRONG = {
    "verdict: true": "readings[0].verdict: «True» is unknown",
    "verdict: support\n    by: Ann\n    on: 2020-06-01": "did you mean «supports»",
    "verdict: supports\n    by:\n    on:": "readings[0]: the verdict is not signed",
    "verdict: supports\n    by: Ann\n    on: 2999-01-01": "readings[0].on: 2999-01-01 has not come yet",
    "verdict: supports\n    by: Ann\n    on: 2020": "readings[0].on: 2020 has no day",
}


@pytest.mark.parametrize("lines", WRONG)
def test_a_sheet_filled_in_wrongly_is_told(lines: str, tiny_folder: Path) -> None:
    sheet = draw(tiny_folder, "--sample", "2")
    text = sheet.read_text("utf-8").replace("verdict:\n    by:\n    on:", lines, 1)
    sheet.write_text(text, "utf-8")
    _, found = compile_site(builds.settings(tiny_folder))
    assert [one for one in map(str, found) if "data/audits/" in one and WRONG[lines] in one]
