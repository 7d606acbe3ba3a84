"""Two people at once: branches of the tiny story, merged by Git itself."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import broken_cases
import pytest
from branches import commit, git
from explainer import __main__ as command
from explainer.read import digests

CLAIM, PAGE = "data/claims/crack-is-4-mm.yml", "docs/{}/cracks.md"
CHANGE = """id: {date}-{claim}
date: {date}
kind: correction
claims: [{claim}]
statuses: {{{claim}: {status}}}
what: {{en: The crack of {claim}., fr: La fissure de {claim}.}}
why: {{en: A reader wrote., fr: Une lectrice a écrit.}}
"""


def change(folder: Path, file: str, old: str, new: str) -> None:
    path = folder / file
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new), "utf-8")


def change_section(folder: Path, **said: str) -> None:
    """Add words to the section #width, or to what precedes it, in both languages."""
    for language in ("en", "fr"):
        for old, new in said.items():
            path = PAGE.format(language)
            text = (folder / path).read_text("utf-8")
            lines = text.splitlines(keepends=True)
            at = next(i for i, line in enumerate(lines) if "{#width}" in line)
            at = at - 1 if old == "before" else len(lines)
            for paragraph in reversed(new.split()):
                lines.insert(at, f"\n{paragraph}\n{{: .no-fact }}\n")
            (folder / path).write_text("".join(lines), "utf-8")


def add_all(folder: Path, name: str) -> None:
    """Add a claim, a source and a record of change that go together."""
    source = f"minutes-of-{name}"
    known = (folder / "data/sources/minutes-2019.yml").read_text("utf-8")
    (folder / f"data/sources/{source}.yml").write_text(
        known.replace("minutes-2019", source), "utf-8"
    )
    text = (folder / CLAIM).read_text("utf-8").replace("crack-is-4-mm", name)
    text = text.replace("minutes-2019", source)
    (folder / f"data/claims/{name}.yml").write_text(text, "utf-8")
    (folder / f"data/changes/2020-05-01-{name}.yml").write_text(
        CHANGE.format(claim=name, date="2020-05-01", status="settled"), "utf-8"
    )


def branches(folder: Path, first: Callable[[], None], second: Callable[[], None]) -> None:
    """Make two branches from main, each with one of the edits; stand on the first."""
    for name, edit in (("second", second), ("first", first)):
        git(folder, "checkout", "-q", "-b", name, "main")
        edit()
        assert broken_cases.compile_report(folder) == []
        commit(folder)
        assert broken_cases.whole_report(folder) == []


def test_two_branches_that_add_merge_without_a_conflict(repository: Path) -> None:
    branches(
        repository,
        lambda: add_all(repository, "crack-is-long"),
        lambda: add_all(repository, "crack-is-old"),
    )
    git(repository, "merge", "-q", "second")
    assert broken_cases.whole_report(repository) == []
    kept = (repository / digests.PUBLISHED_FILE).read_text("utf-8")
    assert kept.count("2020-05-01-crack-is-") == 2


def test_two_branches_that_add_are_rebased_without_a_conflict(repository: Path) -> None:
    branches(
        repository,
        lambda: add_all(repository, "crack-is-long"),
        lambda: add_all(repository, "crack-is-old"),
    )
    git(repository, "rebase", "-q", "second")
    assert broken_cases.whole_report(repository) == []


def test_two_edits_of_neighbouring_sections_merge_and_need_no_second_reading(
    repository: Path,
) -> None:
    change_section(repository, after="Alpha. Beta. Gamma. Delta.")
    commit(repository)
    branches(
        repository,
        lambda: change_section(repository, before="Before."),
        lambda: change_section(repository, after="After."),
    )
    git(repository, "merge", "-q", "second")
    assert broken_cases.whole_report(repository) == []
    lines = (repository / digests.REVIEWS_FILE).read_text("utf-8").splitlines()
    assert sum(line.startswith("cracks.md") for line in lines) > 2  # both sides' lines
    assert command.main(["-C", str(repository), "reviewed", "--all"]) == 0
    lines = (repository / digests.REVIEWS_FILE).read_text("utf-8").splitlines()
    assert sum(line.startswith("cracks.md") for line in lines) == 2


def test_one_section_edited_twice_asks_to_reread_it_alone(repository: Path) -> None:
    change_section(repository, after="Alpha. Beta. Gamma. Delta.")
    commit(repository)

    def last() -> None:
        change_section(repository, after="After.")

    def one() -> None:
        for language in ("en", "fr"):
            change(repository, PAGE.format(language), "\nAlpha.\n", "\nAlpha, beta.\n")

    branches(repository, one, last)
    git(repository, "merge", "-q", "second")
    (said,) = broken_cases.whole_report(repository)
    assert said.endswith(
        "the section #width was edited on two branches, and reads as neither confirmed it; read it "
        'again beside docs/fr/cracks.md:9:1, then run: make reviewed NAMES="cracks.md#width" [review-merged]'
    )
    assert command.main(["-C", str(repository), "reviewed", "cracks.md#width"]) == 0
    assert broken_cases.whole_report(repository) == []


def edit_claim(folder: Path, words: str) -> None:
    change(folder, CLAIM, "4 mm wide", f"4 mm {words}")
    change(folder, CLAIM, "est large", f"est {words}")


@pytest.mark.parametrize(("kept", "asks"), [("ours", 0), ("theirs", 0), ("neither", 1)])
def test_a_conflict_settled_for_a_side_was_read_on_that_side(
    repository: Path, kept: str, asks: int, capsys: pytest.CaptureFixture[str]
) -> None:
    branches(
        repository,
        lambda: edit_claim(repository, "broad"),
        lambda: edit_claim(repository, "across"),
    )
    assert f"CONFLICT (content): Merge conflict in {CLAIM}" in git(
        repository, "merge", "-q", "second", status=1
    )
    before = (repository / digests.REVIEWS_FILE).read_bytes()
    assert b"<<<" not in before
    git(repository, "checkout", "--ours" if kept != "theirs" else "--theirs", CLAIM)
    if kept == "neither":
        change(repository, CLAIM, "4 mm broad", "4 mm broad across")
    lines = broken_cases.whole_report(repository)
    assert len(lines) == asks
    assert all(CLAIM in line and "edited on two branches" in line for line in lines)
    # What a merge brought is not confirmed in one go before someone has finished it.
    capsys.readouterr()
    assert command.main(["-C", str(repository), "reviewed", "--all"]) == 1
    assert "MERGE_HEAD" in capsys.readouterr().err
    assert (repository / digests.REVIEWS_FILE).read_bytes() == before
    assert command.main(["-C", str(repository), "reviewed", "claims/crack-is-4-mm"]) == 0
    git(repository, "add", "-A")
    git(repository, "commit", "-qm", "Merge")
    assert broken_cases.whole_report(repository) == []
    assert command.main(["-C", str(repository), "reviewed", "--all"]) == 0


def test_reviewed_shows_what_it_is_about_to_confirm(
    repository: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    edit_claim(repository, "broad")
    before = (repository / digests.REVIEWS_FILE).read_bytes()
    monkeypatch.setattr("sys.stdin.isatty", lambda: True)
    monkeypatch.setattr("sys.stdout.isatty", lambda: True)
    monkeypatch.setattr("builtins.input", lambda _: "n")
    capsys.readouterr()
    assert command.main(["-C", str(repository), "reviewed", "--all"]) == 1
    shown = f"both     claims/crack-is-4-mm#text  {CLAIM}:3:12  {CLAIM}:3:42\n"
    assert capsys.readouterr().out == shown
    assert (repository / digests.REVIEWS_FILE).read_bytes() == before
    monkeypatch.setattr("builtins.input", lambda _: "oui")
    assert command.main(["-C", str(repository), "reviewed", "--all"]) == 0
    assert capsys.readouterr().out == f"{shown}claims/crack-is-4-mm#text\n"


def test_a_conflict_without_git_is_seen_in_the_texts(
    tiny_folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    page = tiny_folder / PAGE.format("en")
    text = page.read_text("utf-8")
    page.write_text(f"{text}\n<<<<<<< HEAD\nOne.\n=======\nTwo.\n>>>>>>> second\n", "utf-8")
    line = text.count("\n") + 2
    assert command.main(["-C", str(tiny_folder), "reviewed", "--all"]) == 1
    told = f"docs/en/cracks.md:{line}:1: «<<<<<<<» marks a conflict"
    assert told in capsys.readouterr().err


def test_one_record_of_change_written_by_two_is_for_a_person_to_settle(
    repository: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = "data/changes/2020-07-01-crack-is-4-mm.yml"

    def write(why: str) -> None:
        record = CHANGE.format(claim="crack-is-4-mm", date="2020-07-01", status="contested")
        (repository / path).write_text(record.replace("A reader", why), "utf-8")
        change(repository, CLAIM, "status: settled", "status: contested")
        change(repository, CLAIM, "as_of: 2020-05-01", "as_of: 2020-07-01")

    branches(repository, lambda: write("A mason"), lambda: write("A diver"))
    git(repository, "merge", "-q", "second", status=1)
    git(repository, "checkout", "--ours", path)
    lines = broken_cases.whole_report(repository)
    (said,) = [line for line in lines if line.startswith(digests.PUBLISHED_FILE)]
    assert "«2020-07-01-crack-is-4-mm» is on line" in said
    assert "keep the line of the one merged first" in said
    assert command.main(["-C", str(repository), "reviewed", "cracks.md"]) == 1
    assert "two branches published it" in capsys.readouterr().err


def test_two_records_that_give_one_status_on_one_day_are_told(repository: Path) -> None:
    def settle(name: str) -> None:
        record = CHANGE.format(claim="crack-is-4-mm", date="2020-07-01", status="contested")
        record = record.replace("id: 2020-07-01-crack-is-4-mm", f"id: 2020-07-01-{name}")
        (repository / f"data/changes/2020-07-01-{name}.yml").write_text(record, "utf-8")
        change(repository, CLAIM, "status: settled", "status: contested")
        change(repository, CLAIM, "as_of: 2020-05-01", "as_of: 2020-07-01")

    branches(repository, lambda: settle("crack"), lambda: settle("width"))
    git(repository, "merge", "-q", "second")
    assert broken_cases.whole_report(repository) == [
        "data/changes/2020-07-01-width.yml:5:27: statuses.crack-is-4-mm: «2020-07-01-crack» gives "
        "this claim the same status on the same day (data/changes/2020-07-01-crack.yml:5:27); "
        "take it out of the record that is not merged yet [status-twice]"
    ]


# --- a week's tasks: what a build tells at once

ACCUSES = """id: firm-paid-no-one
subject: blame
text: {en: The firm paid no one., fr: La maison n'a payé personne.}
stated_in: ["courier-2019, ¶4"]
kind: charge
status: contested
as_of: 2020-06-02
accuses: [corbel]
"""


def test_a_new_accusing_claim_is_told_in_one_round(repository: Path) -> None:
    """Its answer, its record of change, a page without a menu entry, and the reading."""
    (repository / "data/claims/firm-paid-no-one.yml").write_text(ACCUSES, "utf-8")
    for language in ("en", "fr"):
        page = f"---\ntitle: A {language}\nslug: new\ndescription: D {language}.\n---\n\nSo.\n{{: .no-fact }}\n"
        (repository / f"docs/{language}/new.md").write_text(page, "utf-8")
    lines = broken_cases.whole_report(repository)
    assert "answer" in " ".join(lines)
    assert any("no record of change gives this claim's status" in line for line in lines)
    assert any("the menu has no «new.md»" in line for line in lines)
    (waits,) = [line for line in lines if line.startswith(f"{digests.REVIEWS_FILE}:1:1")]
    assert "claims/firm-paid-no-one (text), new.md; mend the rest, read" in waits
    assert len(lines) == 4


# --- rewording one's own record of change


def reword(folder: Path, id_: str) -> int:
    return command.main(["-C", str(folder), "reword", id_])


def test_ones_own_record_of_change_is_reworded_until_it_is_merged(
    repository: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    git(repository, "checkout", "-q", "-b", "mine")
    add_all(repository, "crack-is-long")
    commit(repository)
    file, id_ = "data/changes/2020-05-01-crack-is-long.yml", "2020-05-01-crack-is-long"
    for language, old, new in (("en", "The crack", "A crack"), ("fr", "La fissure", "Une fissure")):
        change(repository, file, f"{language}: {old}", f"{language}: {new}")
    told = broken_cases.whole_report(repository)
    assert any(
        line.endswith(f"(not merged yet? make reword ID={id_}) [published-edited]") for line in told
    )
    assert reword(repository, id_) == 0
    assert broken_cases.whole_report(repository) == []
    git(repository, "add", "-A")
    git(repository, "commit", "-qm", "Reworded")
    # Once others have it, it stays.
    git(repository, "checkout", "-q", "main")
    git(repository, "merge", "-q", "mine")
    change(repository, file, "en: A crack", "en: Any crack")
    before = (repository / digests.PUBLISHED_FILE).read_bytes()
    capsys.readouterr()
    assert reword(repository, id_) == 1
    assert f"«{id_}» was published, or Git cannot tell" in capsys.readouterr().err
    assert reword(repository, "2020-05-01-crack-is-lon") == 1
    assert f"did you mean «{id_}»?" in capsys.readouterr().err
    assert (repository / digests.PUBLISHED_FILE).read_bytes() == before


def test_without_git_no_record_of_change_is_reworded(tiny_folder: Path) -> None:
    before = (tiny_folder / digests.PUBLISHED_FILE).read_bytes()
    change(tiny_folder, "data/changes/2020-06-02-blame.yml", "disputes it", "denies it")
    assert reword(tiny_folder, "2020-06-02-blame") == 1
    assert (tiny_folder / digests.PUBLISHED_FILE).read_bytes() == before
