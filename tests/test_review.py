"""What one language changed and another did not, and statuses that changed in silence."""

from __future__ import annotations

from pathlib import Path

import broken_cases
import pytest
from explainer import __main__ as command
from explainer import digests, problems, review, story
from explainer.compile import compile_site

CLAIM, DOCS = "data/claims/crack-is-4-mm.yml", "docs/{}/cracks.md"
DECK = "The part that one walks on."


def change(folder: Path, file: str, old: str, new: str) -> None:
    path = folder / file
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new), "utf-8")


def run(folder: Path, *arguments: str) -> int:
    return command.main(["-C", str(folder), *arguments])


@pytest.fixture
def confirmed(tiny_folder: Path) -> Path:
    """The tiny story, every text confirmed."""
    assert run(tiny_folder, "reviewed", "--all") == 0
    return tiny_folder


def waiting(folder: Path) -> list[tuple[str, str, tuple[str, ...]]]:
    read, found = story.load(broken_cases.settings(folder))
    assert found == []
    return [(one.unit.id, one.state, one.changed) for one in review.waiting(read)]


def test_what_was_confirmed_awaits_nothing(confirmed: Path) -> None:
    assert waiting(confirmed) == []
    assert broken_cases.compile_report(confirmed) == []


def test_a_field_changed_in_one_language_stops_the_build(confirmed: Path) -> None:
    change(confirmed, CLAIM, "The crack is 4 mm wide.", "The crack is 4 mm broad.")
    assert broken_cases.compile_report(confirmed) == [
        f"{CLAIM}:3:12: text.en: the text changed and {CLAIM}:3:42 did not since both were "
        "confirmed; bring it in line, or confirm that it still says the same: "
        "python -m explainer reviewed claims/crack-is-4-mm#text"
    ]


@pytest.mark.parametrize(
    ("language", "other", "old", "unit", "line", "what"),
    [
        ("fr", "en", "La maison et", "cracks.md#width", 9, "the section #width"),
        ("en", "fr", "The deck has none", "cracks.md", 1, "the text before the first heading"),
        ("fr", "en", "Où sont les fissures", "cracks.md", 1, "the text before the first heading"),
        ("fr", "en", "Quelle largeur", "cracks.md#width", 9, "the section #width"),
    ],
)
def test_a_page_changed_in_one_language_stops_the_build(
    confirmed: Path, language: str, other: str, old: str, unit: str, line: int, what: str
) -> None:
    change(confirmed, DOCS.format(language), old, f"Donc {old}")
    assert broken_cases.compile_report(confirmed) == [
        f"{DOCS.format(language)}:{line}:1: {what} changed and {DOCS.format(other)}:{line}:1 did not "
        "since both were confirmed; bring it in line, or confirm that it still says the same: "
        f"python -m explainer reviewed {unit}"
    ]


def test_a_preview_shows_the_page_and_says_what_is_left(confirmed: Path) -> None:
    change(confirmed, CLAIM, "4 mm wide", "5 mm wide")
    settings = broken_cases.settings(confirmed)
    made, found = compile_site(story.Settings(settings.root, settings.languages, preview=True))
    assert found == []
    assert made is not None
    assert "5 mm wide" in made.pages["en"]["claims/crack-is-4-mm.md"].title
    (notice,) = made.notices  # the number; that only one language changed goes without saying
    assert "says «5»" in notice.message


def test_a_text_changed_in_both_languages_waits_and_stops_nothing(confirmed: Path) -> None:
    change(confirmed, CLAIM, "4 mm wide", "4 mm broad")
    change(confirmed, CLAIM, "est large", "fait")
    assert broken_cases.compile_report(confirmed) == []
    assert waiting(confirmed) == [("claims/crack-is-4-mm#text", review.BOTH, ("en", "fr"))]


OUTCOME = """outcome:
  text: {en: "Mended [@marlow-report].", fr: "Réparée [@marlow-report]."}
asserted_by:"""


def test_a_new_text_waits_and_stops_nothing(confirmed: Path) -> None:
    change(confirmed, CLAIM, "asserted_by:", OUTCOME)
    assert broken_cases.compile_report(confirmed) == []
    assert waiting(confirmed) == [("claims/crack-is-4-mm#outcome.text", review.NEW, ())]


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("text: {en: The crack is 4 mm wide.,", "text: {en:   The  crack is 4 mm wide. ,"),
        ("fr: La fissure est", "fr: La fissure\u00a0est"),
    ],
)
def test_spaces_are_no_change(confirmed: Path, old: str, new: str) -> None:
    change(confirmed, CLAIM, old, new)
    assert waiting(confirmed) == []


def test_one_text_for_all_languages_needs_no_review(confirmed: Path) -> None:
    read, _ = story.load(broken_cases.settings(confirmed))
    ids = {unit.id for unit in review.units(read)}
    assert "actors/aldmere#role" in ids
    assert "actors/aldmere#name" not in ids


def test_a_relation_added_at_the_top_changes_no_other(confirmed: Path) -> None:
    note = "\n    note: {en: At once., fr: Aussitôt.}"
    path = "data/actors/aldmere.yml"
    change(confirmed, path, "    target: footbridge", "    target: footbridge" + note)
    run(confirmed, "reviewed", "--all")
    other = "relations:\n  - kind: ordered\n    target: corbel\n    note: {en: Late., fr: Tard.}\n"
    change(confirmed, path, "relations:\n", other)
    assert waiting(confirmed) == [("actors/aldmere#relations[ordered/corbel].note", review.NEW, ())]


# --- the commands


@pytest.mark.parametrize(
    "name", ["claims/crack-is-4-mm", "claims/crack-is-4-mm#text", CLAIM, f"./{CLAIM}"]
)
def test_reviewed_confirms_a_record_by_any_of_its_names(
    confirmed: Path, name: str, capsys: pytest.CaptureFixture[str]
) -> None:
    change(confirmed, CLAIM, "4 mm wide", "4 mm broad")
    change(confirmed, "data/terms/deck.yml", DECK, f"So {DECK}")
    capsys.readouterr()
    assert run(confirmed, "reviewed", name) == 0
    assert capsys.readouterr().out == "claims/crack-is-4-mm#text\n"
    assert all("crack" not in line for line in broken_cases.compile_report(confirmed))
    assert len(broken_cases.compile_report(confirmed)) > 0


@pytest.mark.parametrize("name", ["cracks.md", "docs/fr/cracks.md", "cracks.md#width"])
def test_reviewed_confirms_a_page_by_any_of_its_names(confirmed: Path, name: str) -> None:
    change(confirmed, DOCS.format("fr"), "La maison et", "La maison ainsi que")
    assert run(confirmed, "reviewed", name) == 0
    assert broken_cases.compile_report(confirmed) == []


def test_reviewed_knows_no_unknown_name(
    confirmed: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    before = (confirmed / digests.NAME).read_bytes()
    assert run(confirmed, "reviewed", "claims/nothing") == 1
    assert "no text «claims/nothing»" in capsys.readouterr().err
    assert (confirmed / digests.NAME).read_bytes() == before


def test_reviewed_wants_names_or_all(confirmed: Path) -> None:
    with pytest.raises(SystemExit):
        run(confirmed, "reviewed")


def test_reviewed_reads_no_broken_record(confirmed: Path) -> None:
    change(confirmed, CLAIM, "kind: fact", "kimd: fact")
    with pytest.raises(SystemExit, match="unknown key"):
        run(confirmed, "reviewed", "--all")


def test_review_lists_what_waits(confirmed: Path, capsys: pytest.CaptureFixture[str]) -> None:
    change(confirmed, CLAIM, "4 mm wide", "4 mm broad")
    capsys.readouterr()
    assert run(confirmed, "review") == 0
    assert capsys.readouterr().out == (
        f"only en  claims/crack-is-4-mm#text  {CLAIM}:3:12  {CLAIM}:3:42\n"
    )


def test_check_prints_every_problem(confirmed: Path, capsys: pytest.CaptureFixture[str]) -> None:
    capsys.readouterr()
    assert (run(confirmed, "check"), capsys.readouterr().out) == (0, "")
    change(confirmed, CLAIM, "4 mm wide", "4 mm broad")
    assert run(confirmed, "check") == 1
    assert capsys.readouterr().out.startswith(f"{CLAIM}:3:12: text.en: ")


def test_the_file_is_sorted_and_the_same_whoever_writes_it(confirmed: Path) -> None:
    path = confirmed / digests.NAME
    first = path.read_bytes()
    units = [line for line in path.read_text("utf-8").splitlines() if not line.startswith("#")]
    assert units == sorted(units)
    assert len(units) > 50
    path.write_text("".join(f"{line}\n" for line in reversed(units)), "utf-8")
    run(confirmed, "reviewed", "--all")
    assert path.read_bytes() == first


def test_what_no_longer_exists_leaves_the_file(confirmed: Path) -> None:
    with (confirmed / digests.NAME).open("a", encoding="utf-8") as file:
        file.write("claims/gone#text: {en: 00000000, fr: 00000000}\n")
    assert broken_cases.compile_report(confirmed) == []
    run(confirmed, "reviewed", "cracks.md")
    assert "claims/gone" not in (confirmed / digests.NAME).read_text("utf-8")


@pytest.mark.parametrize(
    ("line", "says"),
    [
        (
            "<<<<<<< HEAD",
            "not a line of this file (a merge conflict?); run: python -m explainer reviewed --all",
        ),
        (
            "cracks.md#width: {en: 1}",
            "not a line of this file (a merge conflict?); run: python -m explainer reviewed --all",
        ),
        (
            "cracks.md: {en: 00000000, fr: 00000000}",
            "«cracks.md» is there twice; run: python -m explainer reviewed cracks.md",
        ),
    ],
)
def test_a_damaged_file_is_told_and_mended(confirmed: Path, line: str, says: str) -> None:
    path = confirmed / digests.NAME
    whole = path.read_bytes()
    path.write_bytes(whole + line.encode() + b"\n")
    number = whole.count(b"\n") + 1
    _, found = digests.read(confirmed)
    assert problems.report(found) == f"{digests.NAME}:{number}:1: {says}"
    run(confirmed, "reviewed", "--all")
    assert path.read_bytes() == whole


# --- the list of what awaits review


def test_the_list_goes_file_by_file_then_folder_by_folder(
    confirmed: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    change(confirmed, DOCS.format("fr"), "La maison et", "La maison ainsi que")
    change(confirmed, CLAIM, "4 mm wide", "4 mm broad")
    change(confirmed, "data/terms/deck.yml", DECK, f"So {DECK}")
    read, _ = story.load(broken_cases.settings(confirmed))
    one = review.ONE
    assert review.rows(read) == [
        review.Row("claims/crack-is-4-mm.md", CLAIM, True, one, ("en",), 1),
        review.Row("glossary.md#deck", "data/terms/deck.yml", False, one, ("en",), 1),
        review.Row("cracks.md", "docs/en/cracks.md", True, one, ("fr",), 1),
    ]
    monkeypatch.setattr(review, "MAX_ROWS", 1)
    assert [row.file for row in review.rows(read)] == [CLAIM, "data/terms/", "docs/en/"]


# --- statuses


CHANGE = """id: 2020-06-01-crack
date: 2020-06-01
kind: correction
claims: [crack-is-4-mm]
statuses: {crack-is-4-mm: contested}
what: {en: The crack., fr: La fissure.}
why: {en: A letter., fr: Une lettre.}
"""
RECORD = "data/changes/2020-05-01-width.yml"


def test_a_status_changed_without_its_record_stops_the_build(confirmed: Path) -> None:
    change(confirmed, CLAIM, "status: settled", "status: contested")
    said = [
        f"{CLAIM}:7:9: status: the status «contested» is not the last recorded, «settled» "
        f"({RECORD}:7:18); expected a record of change, such as "
        "data/changes/2020-05-01-crack-is-4-mm.yml, dated 2020-05-01 or later, with "
        "`statuses: {crack-is-4-mm: contested}`"
    ]
    assert broken_cases.compile_report(confirmed) == said
    run(confirmed, "reviewed", "--all")  # confirms words, never a status
    assert broken_cases.compile_report(confirmed) == said


def test_a_record_of_the_change_lets_it_pass(confirmed: Path) -> None:
    change(confirmed, CLAIM, "status: settled", "status: contested")
    (confirmed / "data/changes/2020-06-01-crack.yml").write_text(CHANGE, "utf-8")
    assert broken_cases.compile_report(confirmed) == []


def test_a_record_older_than_the_last_does_not(confirmed: Path) -> None:
    change(confirmed, CLAIM, "status: settled", "status: contested")
    old = CHANGE.replace("2020-06-01", "2020-04-30")
    (confirmed / "data/changes/2020-04-30-crack.yml").write_text(old, "utf-8")
    assert len(broken_cases.compile_report(confirmed)) == 1


def test_a_record_without_the_change_stops_the_build(confirmed: Path) -> None:
    (confirmed / "data/changes/2020-06-01-crack.yml").write_text(CHANGE, "utf-8")
    (line,) = broken_cases.compile_report(confirmed)
    assert line.startswith(f"{CLAIM}:7:9: status: the status «settled» is not the last recorded")


def test_a_claim_of_no_record_stops_the_build(confirmed: Path) -> None:
    change(confirmed, RECORD, "  crack-is-4-mm: settled\n", "")
    assert broken_cases.compile_report(confirmed) == [
        f"{CLAIM}:7:9: status: no record of change gives this claim's status; expected "
        "`statuses: {crack-is-4-mm: settled}` in one, such as "
        "data/changes/2020-05-01-crack-is-4-mm.yml"
    ]
