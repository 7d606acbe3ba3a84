"""What one language changed and another did not, and statuses that changed in silence."""

from __future__ import annotations

import re
from pathlib import Path

import broken_cases
import builds
import facts
import pytest
from explainer import __main__ as command
from explainer.build import compile_site
from explainer.check import published, review, review_queue
from explainer.model import story
from explainer.read import digests, problems

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
    return [(one.unit.id, one.state, one.changed) for one in review.pending_units(read)]


def test_what_was_confirmed_awaits_nothing(confirmed: Path) -> None:
    assert waiting(confirmed) == []
    assert broken_cases.compile_report(confirmed) == []


def test_a_field_changed_in_one_language_stops_the_build(confirmed: Path) -> None:
    change(confirmed, CLAIM, "The crack is 4 mm wide.", "The crack is 4 mm broad.")
    assert broken_cases.compile_report(confirmed) == [
        f"{CLAIM}:3:12: text.en: the text changed and {CLAIM}:3:42 did not since both were "
        "confirmed; bring it in line if it no longer says the same, then run: "
        'make reviewed NAMES="claims/crack-is-4-mm#text" [review-one-language]'
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
        "since both were confirmed; bring it in line if it no longer says the same, then run: "
        f'make reviewed NAMES="{unit}" [review-one-language]'
    ]


def test_a_preview_shows_the_page_and_says_what_is_left(confirmed: Path) -> None:
    change(confirmed, CLAIM, "4 mm wide", "5 mm wide")
    settings = broken_cases.settings(confirmed)
    made, found = compile_site(story.Settings(settings.root, settings.languages, preview=True))
    assert found == []
    assert made is not None
    assert "5 mm wide" in made.pages["en"]["claims/crack-is-4-mm.md"].title
    # The number; that only one language changed goes without saying.
    assert ["says «5" in notice.message for notice in made.notices] == [True, False]
    assert "claims/crack-is-4-mm (text); mend the rest" in made.notices[1].message


def asked(what: str, first: str = "") -> list[str]:
    """Return the one line that asks for a confirmation, once the ``first`` is done."""
    return [
        f"{digests.REVIEWS_FILE}:1:1: new or changed, and not confirmed to say the same in every "
        f"language: {what}; {first}read them side by side, then run: make reviewed [review-unconfirmed]"
    ]


def test_a_text_changed_in_both_languages_waits_for_its_confirmation(confirmed: Path) -> None:
    change(confirmed, CLAIM, "4 mm wide", "4 mm broad")
    change(confirmed, CLAIM, "est large", "fait")
    assert waiting(confirmed) == [("claims/crack-is-4-mm#text", review.BOTH, ("en", "fr"))]
    assert broken_cases.whole_report(confirmed) == asked("claims/crack-is-4-mm (text)")
    run(confirmed, "reviewed", "--all")
    assert broken_cases.whole_report(confirmed) == []


OUTCOME = """outcome:
  text: {en: "Mended [@marlow-report].", fr: "Réparée [@marlow-report]."}
asserted_by:"""


def test_a_new_text_waits_for_its_confirmation(confirmed: Path) -> None:
    change(confirmed, CLAIM, "asserted_by:", OUTCOME)
    assert waiting(confirmed) == [("claims/crack-is-4-mm#outcome.text", review.NEW, ())]
    assert broken_cases.whole_report(confirmed) == asked("claims/crack-is-4-mm (outcome.text)")


def test_a_heading_renamed_in_both_languages_hides_no_change_in_one(confirmed: Path) -> None:
    for language in ("en", "fr"):
        for name in ("cracks", "index"):
            path = confirmed / f"docs/{language}/{name}.md"
            path.write_text(path.read_text("utf-8").replace("#width", "#breadth"), "utf-8")
    change(confirmed, DOCS.format("fr"), "La maison et", "La maison, hélas, et")
    assert ("cracks.md#breadth", review.NEW, ()) in waiting(confirmed)
    (line,) = broken_cases.whole_report(confirmed)
    assert "cracks.md (breadth)" in line


def test_a_line_taken_from_the_file_hides_no_change(confirmed: Path) -> None:
    path = confirmed / digests.REVIEWS_FILE
    lines = path.read_text("utf-8").splitlines(keepends=True)
    path.write_text("".join(x for x in lines if not x.startswith("claims/crack-is-4-mm#text")))
    change(confirmed, CLAIM, "4 mm wide", "4 mm broad")
    assert broken_cases.whole_report(confirmed) == asked("claims/crack-is-4-mm (text)")


def test_a_story_that_never_confirmed_is_told_the_one_command(confirmed: Path) -> None:
    (confirmed / digests.REVIEWS_FILE).unlink()
    (line,) = broken_cases.whole_report(confirmed)
    assert f"in all: make review); read them side by side, then run: {digests.COMMAND}" in line
    assert line.count(", ") < 40


def test_what_is_wrong_and_what_is_not_confirmed_are_told_together(confirmed: Path) -> None:
    change(confirmed, CLAIM, "4 mm wide", "4 mm broad")
    change(confirmed, CLAIM, "est large", "fait")
    change(confirmed, "data/terms/deck.yml", "{en: deck, fr: tablier}", "{en: deck}")
    lines = broken_cases.whole_report(confirmed)
    assert set(asked("claims/crack-is-4-mm (text)", "mend the rest, ")) < set(lines)
    assert len(lines) == 2


def test_a_preview_lists_what_is_not_confirmed(confirmed: Path) -> None:
    change(confirmed, CLAIM, "4 mm wide", "4 mm broad")
    change(confirmed, CLAIM, "est large", "fait")
    change(confirmed, DOCS.format("fr"), "La maison et", "La maison ainsi que")
    change(confirmed, DOCS.format("en"), "The firm and", "The firm as well as")
    for language in ("en", "fr"):
        page = confirmed / f"docs/{language}/glossary.md"
        page.write_text(page.read_text("utf-8") + '\n!!! listing "review"\n', "utf-8")
    run(confirmed, "reviewed", "glossary.md")
    settings = broken_cases.settings(confirmed)
    made, found = compile_site(story.Settings(settings.root, settings.languages, preview=True))
    assert (found, made is not None) == ([], True)
    assert made is not None
    assert [str(notice) for notice in made.notices] == asked(
        "claims/crack-is-4-mm (text), cracks.md (width)"
    )
    listed = made.pages["en"]["glossary.md"].html
    # The passages by name: a field of a record, a section of a page.
    assert re.search(r'href="[^"]*claims/crack-is-4-mm/">The crack is 4.mm broad\.', listed)
    assert "<code>text</code></td>" in listed
    assert 'cracks/#width">How wide?</a></td>' in listed


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
    ids = {unit.id for unit in review.all_units(read)}
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
    before = (confirmed / digests.REVIEWS_FILE).read_bytes()
    assert run(confirmed, "reviewed", "claims/nothing") == 1
    assert "no text «claims/nothing»" in capsys.readouterr().err
    assert (confirmed / digests.REVIEWS_FILE).read_bytes() == before


def test_reviewed_wants_names_or_all(confirmed: Path) -> None:
    assert run(confirmed, "reviewed") == 1
    assert run(confirmed, "reviewed", "cracks.md", "--all") == 1


def test_reviewed_reads_no_broken_record(
    confirmed: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    change(confirmed, CLAIM, "kind: fact", "kimd: fact")
    assert run(confirmed, "reviewed", "--all") == 1
    assert "unknown key" in capsys.readouterr().err


def test_check_prints_every_problem(confirmed: Path, capsys: pytest.CaptureFixture[str]) -> None:
    capsys.readouterr()
    assert (run(confirmed, "check"), capsys.readouterr().out) == (0, "")
    change(confirmed, CLAIM, "4 mm wide", "4 mm broad")
    assert run(confirmed, "check") == 1
    assert capsys.readouterr().out.startswith(f"{CLAIM}:3:12: text.en: ")


def test_the_file_is_sorted_and_the_same_whoever_writes_it(confirmed: Path) -> None:
    path = confirmed / digests.REVIEWS_FILE
    first = path.read_bytes()
    units = [line for line in path.read_text("utf-8").splitlines() if not line.startswith("#")]
    assert units == sorted(units)
    assert len(units) > 50
    path.write_text("".join(f"{line}\n" for line in reversed(units)), "utf-8")
    run(confirmed, "reviewed", "--all")
    assert path.read_bytes() == first


def test_what_no_longer_exists_leaves_the_file(confirmed: Path) -> None:
    with (confirmed / digests.REVIEWS_FILE).open("a", encoding="utf-8") as file:
        file.write("claims/gone#text: {en: 00000000, fr: 00000000}\n")
    assert broken_cases.compile_report(confirmed) == []
    run(confirmed, "reviewed", "cracks.md")
    assert "claims/gone" not in (confirmed / digests.REVIEWS_FILE).read_text("utf-8")


@pytest.mark.parametrize(
    ("line", "says"),
    [
        (
            "<<<<<<< HEAD",
            "a merge is unfinished; delete the lines <<<<<<<, ======= and >>>>>>>, and keep all "
            "others, in any order [file-conflict]",
        ),
        ("cracks.md#width: {en: 1}", "not a line of this file; run: make reviewed [digest-line]"),
    ],
)
def test_a_damaged_file_is_told_and_mended(confirmed: Path, line: str, says: str) -> None:
    path = confirmed / digests.REVIEWS_FILE
    whole = path.read_bytes()
    path.write_bytes(whole + line.encode() + b"\n")
    number = whole.count(b"\n") + 1
    _, found = digests.read(confirmed)
    assert problems.format_report(found) == f"{digests.REVIEWS_FILE}:{number}:1: {says}"
    run(confirmed, "reviewed", "cracks.md")
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
    assert review_queue.rows(read) == [
        review_queue.Row("claims/crack-is-4-mm.md", CLAIM, True, False, one, ("en",), 1, ("text",)),
        review_queue.Row(
            "glossary.md#deck",
            "data/terms/deck.yml",
            False,
            False,
            one,
            ("en",),
            1,
            ("definition",),
        ),
        review_queue.Row("cracks.md", "docs/en/cracks.md", True, True, one, ("fr",), 1, ("width",)),
    ]
    monkeypatch.setattr(review_queue, "MAX_ROWS", 1)
    assert [row.file for row in review_queue.rows(read)] == [CLAIM, "data/terms/", "docs/en/"]


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
        "`statuses: {crack-is-4-mm: contested}`, an as_of that is not before its date, and then: "
        "make reviewed [status-recorded]"
    ]
    assert broken_cases.compile_report(confirmed) == said
    run(confirmed, "reviewed", "--all")  # confirms words, never a status
    assert broken_cases.compile_report(confirmed) == said


def test_a_record_of_the_change_lets_it_pass(confirmed: Path) -> None:
    change(confirmed, CLAIM, "status: settled", "status: contested")
    (confirmed / "data/changes/2020-06-01-crack.yml").write_text(CHANGE, "utf-8")
    assert broken_cases.compile_report(confirmed) == [
        f"{CLAIM}:8:8: as_of: 2020-05-01 is before the day on which the status became «contested» "
        "(data/changes/2020-06-01-crack.yml:5:27); expected 2020-06-01 or later [status-as-of]"
    ]
    change(confirmed, CLAIM, "as_of: 2020-05-01", "as_of: 2020-06-01")
    assert broken_cases.whole_report(confirmed) == asked("changes/2020-06-01-crack (what, why)")
    run(confirmed, "reviewed", "changes/2020-06-01-crack")
    assert broken_cases.whole_report(confirmed) == []


def test_the_same_status_again_asks_for_no_later_date(confirmed: Path) -> None:
    again = CHANGE.replace("contested", "settled")
    (confirmed / "data/changes/2020-06-01-crack.yml").write_text(again, "utf-8")
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
    text = (confirmed / CLAIM).read_text("utf-8").replace("crack-is-4-mm", "crack-is-long")
    (confirmed / "data/claims/crack-is-long.yml").write_text(text, "utf-8")
    assert broken_cases.compile_report(confirmed) == [
        "data/claims/crack-is-long.yml:7:9: status: no record of change gives this claim's status; "
        "expected `statuses: {crack-is-long: settled}` in one, such as "
        "data/changes/2020-05-01-crack-is-long.yml, an as_of that is not before its date, and "
        "then: make reviewed [status-recorded]"
    ]


# --- what was published stays

KEPT = f"{digests.PUBLISHED_FILE}:3"
TOLD = (
    "this record of change is published ({0}) and its «{1}» is no longer what it was; expected it "
    "as it was, and a new record in data/changes/ that says what changes now "
    "(not merged yet? make reword ID=2020-05-01-width) [published-edited]"
)


def test_a_status_changed_in_the_claim_and_in_an_old_record_stops_the_build(
    confirmed: Path,
) -> None:
    change(confirmed, CLAIM, "status: settled", "status: contested")
    change(confirmed, RECORD, "  crack-is-4-mm: settled\n", "  crack-is-4-mm: contested\n")
    said = [f"{RECORD}:7:3: statuses: {TOLD.format(KEPT, 'statuses')}"]
    assert broken_cases.whole_report(confirmed) == said
    run(confirmed, "reviewed", "--all")  # only adds
    assert broken_cases.whole_report(confirmed) == said


@pytest.mark.parametrize(
    ("old", "new", "place", "key"),
    [
        ("date: 2020-05-01", "date: 2020-05-02", "2:7: date", "date"),
        ("We had read 5 mm.", "We had read 6 mm.", "11:6: why", "why"),
        ("  vote-in-march: mistaken\n", "", "7:3: statuses", "statuses"),
        ("kind: correction\n", "kind: update\n", "3:7: kind", "kind"),
        ("pages: [cracks.md]\n", "", "1:1", "pages"),
    ],
)
def test_no_key_of_a_published_record_changes(
    confirmed: Path, old: str, new: str, place: str, key: str
) -> None:
    change(confirmed, RECORD, old, new)
    expected = f"{RECORD}:{place}: {TOLD.format(KEPT, key)}"
    read, _ = story.load(broken_cases.settings(confirmed))
    assert expected in [str(problem) for problem in published.check(read)]
    assert broken_cases.whole_report(confirmed) != []


def test_a_published_record_that_is_gone_stops_the_build(confirmed: Path) -> None:
    (confirmed / "data/changes/2020-06-02-blame.yml").unlink()
    assert (
        f"{digests.PUBLISHED_FILE}:4:1: the record of change «2020-06-02-blame» was published and "
        "data/changes/2020-06-02-blame.yml is gone; expected it back as it was: what changes now "
        "is a record of its own [published-gone]"
    ) in broken_cases.whole_report(confirmed)


def test_a_claim_deleted_with_its_line_stops_the_build(confirmed: Path) -> None:
    """And without it: nothing that was published vanishes in silence."""
    (confirmed / "data/claims/vote-in-march.yml").unlink()
    assert broken_cases.whole_report(confirmed) == [
        f"{RECORD}:9:3: statuses.vote-in-march: the claim «vote-in-march» was published and its "
        "page stays; expected data/claims/vote-in-march.yml, brought back with the status "
        "«withdrawn» and a new record of change that gives it [claim-vanished]",
        "data/sources/courier-2019.yml:14:93: flaws[0].claim: no claim «vote-in-march» [ref-unknown]",
    ]
    (confirmed / "data/sources/courier-2019.yml").write_text(
        (confirmed / "data/sources/courier-2019.yml")
        .read_text("utf-8")
        .replace(", claim: vote-in-march", ""),
        "utf-8",
    )
    change(confirmed, RECORD, "  vote-in-march: mistaken\n", "")
    said = [f"{RECORD}:7:3: statuses: {TOLD.format(KEPT, 'statuses')}"]
    assert broken_cases.whole_report(confirmed) == said
    run(confirmed, "reviewed", "--all")
    assert broken_cases.whole_report(confirmed) == said


def test_a_claim_is_withdrawn_by_a_record_and_keeps_its_page(confirmed: Path) -> None:
    path = "data/claims/vote-in-march.yml"
    change(confirmed, path, "status: mistaken", "status: withdrawn")
    change(confirmed, path, "as_of: 2020-05-01", "as_of: 2020-07-01")
    record = CHANGE.replace("2020-06-01-crack", "2020-07-01-vote").replace(
        "2020-06-01", "2020-07-01"
    )
    record = record.replace("crack-is-4-mm: contested", "vote-in-march: withdrawn")
    record = record.replace("crack-is-4-mm", "vote-in-march")
    (confirmed / "data/changes/2020-07-01-vote.yml").write_text(record, "utf-8")
    assert run(confirmed, "reviewed", "--all") == 0
    made, found = compile_site(broken_cases.settings(confirmed))
    assert found == []
    assert made is not None
    page = made.pages["en"]["claims/vote-in-march.md"].html
    assert "Withdrawn" in page.partition("<h2")[0]
    assert "July 1, 2020" in page.partition('id="history"')[2].replace("\u00a0", " ")
    assert "vote-in-march/" in made.pages["en"]["claims/crack-is-4-mm.md"].html


def test_who_only_adds_needs_one_command(confirmed: Path) -> None:
    text = (confirmed / CLAIM).read_text("utf-8").replace("crack-is-4-mm", "crack-is-long")
    (confirmed / "data/claims/crack-is-long.yml").write_text(text, "utf-8")
    record = CHANGE.replace("crack-is-4-mm: contested", "crack-is-long: settled")
    record = record.replace("[crack-is-4-mm]", "[crack-is-long]").replace("06-01", "05-01")
    (confirmed / "data/changes/2020-05-01-crack.yml").write_text(record, "utf-8")
    assert broken_cases.whole_report(confirmed) == asked(
        "claims/crack-is-long (text), changes/2020-05-01-crack (what, why)"
    )
    before = (confirmed / digests.PUBLISHED_FILE).read_text("utf-8").splitlines()
    assert run(confirmed, "reviewed", "--all") == 0
    assert broken_cases.whole_report(confirmed) == []
    after = (confirmed / digests.PUBLISHED_FILE).read_text("utf-8").splitlines()
    assert len(after) == len(before) + 2  # the record of change, the claim's address
    assert set(before) < set(after)


def test_a_record_of_change_that_is_not_kept_stops_the_build(confirmed: Path) -> None:
    path = confirmed / digests.PUBLISHED_FILE
    lines = path.read_text("utf-8").splitlines(keepends=True)
    path.write_text("".join(line for line in lines if not line.startswith("2020-")), "utf-8")
    assert broken_cases.whole_report(confirmed) == asked(
        "changes/2020-05-01-width, changes/2020-06-02-blame"
    )


def test_spaces_in_a_published_record_are_no_change(confirmed: Path) -> None:
    change(confirmed, RECORD, "what: {en: The width", "what: {en:   The width")
    assert broken_cases.whole_report(confirmed) == []


def test_two_branches_that_add_merge_line_by_line(confirmed: Path) -> None:
    path = confirmed / digests.PUBLISHED_FILE
    whole = path.read_bytes()
    head, *lines = whole.splitlines(keepends=True)
    path.write_bytes(b"".join([head, b"<<<<<<< HEAD\n", lines[-1], b"=======\n", *lines[:-1]]))
    assert any(f"{digests.PUBLISHED_FILE}:2:1" in x for x in broken_cases.whole_report(confirmed))
    run(confirmed, "reviewed", "cracks.md")
    assert path.read_bytes() == whole
    assert broken_cases.whole_report(confirmed) == []


def test_a_build_stops_for_what_is_not_confirmed_and_touches_nothing(
    tmp_path: Path, tiny: facts.Site
) -> None:
    folder = builds.copy_of_built(tiny.folder.parent, tmp_path / "project")
    before = builds.files(folder / "site")
    change(folder, CLAIM, "4 mm wide", "4 mm broad")
    change(folder, CLAIM, "est large", "fait")
    done = builds.run(folder, folder / "site")
    assert done.returncode == 1
    assert asked("claims/crack-is-4-mm (text)")[0] in done.stderr.splitlines()
    assert builds.files(folder / "site") == before
