"""``make rename`` and ``make delete``: the whole of it, or nothing."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import broken_cases
import builds
import pytest
from branches import commit, git
from explainer import __main__ as command
from explainer.model import availability, captures
from explainer.read import digests

WRITTEN = {digests.REVIEWS_FILE, digests.PUBLISHED_FILE}


def run(folder: Path, *arguments: str) -> int:
    return command.main(["-C", str(folder), *arguments])


def state(folder: Path) -> dict[str, bytes]:
    return {name: raw for name, raw in builds.files(folder).items() if not name.startswith(".")}


def pointers(folder: Path, pattern: str) -> list[str]:
    """Return the files of a project that still name what is gone."""
    return [
        name
        for name, raw in state(folder).items()
        if name.startswith(("data/", "docs/", "mkdocs.yml"))
        and name not in WRITTEN
        and re.search(pattern, raw.decode())
    ]


RENAMED = [
    ("actor", "corbel", "actors/corbel", r"\bcorbel(?!-letter|\.example|-and|-et)\b"),
    ("source", "minutes-2018", "sources/minutes-2018", r"\bminutes-2018\b"),
    ("source", "courier-2019", "sources/courier-2019", r"\bcourier-2019\b"),
    ("claim", "crack-is-4-mm", "claims/crack-is-4-mm", r"\bcrack-is-4-mm\b"),
    ("event", "closed-2019", "events/closed-2019", r"\bclosed-2019\b"),
    ("term", "abutment", "terms/abutment", r"id: abutment|#abutment\b"),
    ("figure", "width", "figures/width", r'figure "width"|id: width'),
    ("page", "cracks", "cracks.md", r"cracks\.md"),
]


@pytest.mark.parametrize(("kind", "id_", "name", "left"), RENAMED, ids=[r[1] for r in RENAMED])
def test_a_rename_does_the_whole_and_nothing_waits_for_a_reading(
    repository: Path, kind: str, id_: str, name: str, left: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert pointers(repository, left)
    before = state(repository)
    assert run(repository, "rename", kind, id_, "quite-another") == 0
    assert broken_cases.whole_report(repository) == []
    assert pointers(repository, left) == []
    told = capsys.readouterr().out
    after = state(repository)
    for file in {file for file in {*before, *after} if before.get(file) != after.get(file)}:
        assert file in WRITTEN or file in told
    kept = (repository / digests.PUBLISHED_FILE).read_text("utf-8")
    new = "quite-another.md" if kind == "page" else f"{name.partition('/')[0]}/quite-another"
    assert (f"\n{name}: {{leads-to: {new}}}\n" in kept) == (kind != "figure")


def test_what_was_heard_of_a_source_goes_with_it(repository: Path) -> None:
    heard = availability.AddressState(
        state="alive", asked="2026-11-26", alive="2026-11-26", url="https://x.example/"
    )
    availability.write(repository, {"courier-2019": heard, "minutes-2018": heard})
    assert run(repository, "rename", "source", "courier-2019", "quite-another") == 0
    assert availability.read(repository, ("en", "fr")) == (
        {"minutes-2018": heard, "quite-another": heard},
        [],
    )


def test_copies_of_a_source_go_with_it(repository: Path) -> None:
    kept = captures.Capture(
        on="2026-11-26", file="a.warc.gz", sha256="0" * 64, url="https://x.example/"
    )
    captures.add(repository, ("en", "fr"), {"courier-2019": kept, "minutes-2018": kept})
    assert run(repository, "rename", "source", "courier-2019", "quite-another") == 0
    assert captures.read(repository, ("en", "fr")) == (
        {"minutes-2018": [kept], "quite-another": [kept]}, [],
    )  # fmt: skip


def test_only_what_was_confirmed_stays_confirmed(repository: Path) -> None:
    path = repository / "data/actors/corbel.yml"
    text = path.read_text("utf-8")
    path.write_text(text.replace("The firm that built", "The house that built"), "utf-8")
    assert run(repository, "rename", "actor", "corbel", "builder") == 0
    (line,) = broken_cases.whole_report(repository)
    assert line.startswith("data/actors/builder.yml:")
    assert "summary.en" in line


def test_what_nobody_else_has_leaves_no_trace(repository: Path) -> None:
    git(repository, "checkout", "-q", "-b", "mine")
    text = (repository / "data/sources/minutes-2018.yml").read_text("utf-8")
    (repository / "data/sources/mine.yml").write_text(text.replace("minutes-2018", "mine"), "utf-8")
    commit(repository)
    assert "sources/mine:" in (repository / digests.PUBLISHED_FILE).read_text("utf-8")
    assert run(repository, "rename", "source", "mine", "mine-2018") == 0
    assert broken_cases.whole_report(repository) == []
    kept = (repository / digests.PUBLISHED_FILE).read_text("utf-8")
    assert "sources/mine:" not in kept
    assert "sources/mine-2018:" in kept


def test_what_cannot_be_read_is_kept_as_it_is(repository: Path) -> None:
    """A conflict elsewhere, a draft: neither a confirmation nor what was heard of a source is lost."""
    marks = "<<<<<<< HEAD\n{}=======\n>>>>>>> other\n"
    heard = "state: alive, asked: 2026-11-26, alive: 2026-11-26, url: 'https://a.example/'"
    known = repository / availability.FILE
    known.write_text(marks.format(f"minutes-2018: {{{heard}}}\nmarlow-report: {{{heard}}}\n"))
    for file in ("data/claims/crack-is-4-mm.yml", "data/changes/2020-05-01-width.yml"):
        path = repository / file
        path.write_text(marks.format(path.read_text("utf-8")), "utf-8")
    lines = {n: (repository / n).read_text("utf-8").splitlines() for n in WRITTEN}
    assert run(repository, "rename", "source", "minutes-2018", "minutes") == 0
    for name, before in lines.items():
        now = (repository / name).read_text("utf-8").splitlines()
        mine = {line for line in before if line.startswith("sources/minutes-2018#")}
        changed = {line for line in before if line not in now} - mine
        # Texts that cite it read otherwise now, and were confirmed as they do.
        assert {line.split(": ")[0] for line in changed} <= {x.split(": ")[0] for x in now}
    assert known.read_text("utf-8") == marks.format(
        f"minutes: {{{heard}}}\nmarlow-report: {{{heard}}}\n"
    )


def test_a_draft_gets_another_id(tiny_folder: Path) -> None:
    (tiny_folder / "data/actors/draft.yml").write_text("id: draft\nkind:\nname:\n", "utf-8")
    assert run(tiny_folder, "rename", "actor", "draft", "another") == 0
    assert "id: another\n" in (tiny_folder / "data/actors/another.yml").read_text("utf-8")
    assert not (tiny_folder / "data/actors/draft.yml").exists()


@pytest.mark.parametrize("said", ["report", "marlow-report"])
def test_a_rename_by_hand_is_finished(repository: Path, said: str) -> None:
    """The build names the command; it mends what still points to the old name."""
    old, new = (repository / f"data/sources/{id_}.yml" for id_ in ("marlow-report", "report"))
    new.write_text(old.read_text("utf-8").replace("id: marlow-report", f"id: {said}"), "utf-8")
    old.unlink()
    told = " ".join(broken_cases.whole_report(repository))
    assert ("make rename KIND=source ID=marlow-report NEW=…" in told) is (said == "report")
    assert run(repository, "rename", "source", "marlow-report", "report") == 0
    assert broken_cases.whole_report(repository) == []
    assert pointers(repository, r"\bmarlow-report\b") == []


REFUSED = [
    (("rename", "actor", "corbl", "x"), "did you mean «corbel»?"),
    (("rename", "actr", "corbel", "x"), "no kind «actr»; did you mean «actor»?"),
    (("rename", "actor", "corbel", "Not An Id"), "«Not An Id» is no id"),
    (("rename", "actor", "corbel", "../x"), "«../x» is no id"),
    (("rename", "actor", "corbel", "aldmere"), "data/actors/aldmere.yml is there already"),
    (("rename", "page", "timeline", "days"), "is found by its name: records of events"),
    (("rename", "page", "claims/index", "claims/all"), "the pages of its folder"),
    (("rename", "page", "cracks", "law/cracks"), "expected a name in the folder of «cracks»"),
    (("rename", "change", "2020-05-01-width", "x"), "a record of change that was published"),
    (("delete", "claim", "crack-is-4-mm"), "«crack-is-4-mm» was published, and its page stays"),
    (("delete", "change", "2020-05-01-width"), "was published; a record of change stays"),
    (("delete", "page", "cracks"), "expected the page that its address leads to from now on"),
    (("delete", "actor", "corbel", "--to", "nobody"), "TO: no actor or page «nobody»"),
    (("delete", "actor", "corbel", "--to", "corbel"), "TO: «corbel» is what is to go"),
    (("delete", "term", "deck"), "data/terms/abutment.yml:8:7: points to terms/deck"),
    # What would be worse afterwards is not done.
    (("delete", "term", "deck", "--to", "abutment"), "«abutment» refers to itself"),
]


@pytest.mark.parametrize(("asked", "says"), REFUSED, ids=[" ".join(a) for a, _ in REFUSED])
def test_what_cannot_be_done_is_refused_with_its_reason_and_nothing_is_written(
    repository: Path, asked: tuple[str, ...], says: str, capsys: pytest.CaptureFixture[str]
) -> None:
    before = state(repository)
    assert run(repository, *asked) == 1
    said = capsys.readouterr().err
    assert says in said
    assert said.endswith("nothing was written\n")
    assert state(repository) == before


def test_a_record_that_nothing_points_to_goes_and_its_address_leads_to_its_kind(
    repository: Path,
) -> None:
    text = (repository / "data/sources/minutes-2018.yml").read_text("utf-8")
    (repository / "data/sources/twice.yml").write_text(
        text.replace("minutes-2018", "twice"), "utf-8"
    )
    assert run(repository, "delete", "source", "twice") == 1  # Git could not give it back
    commit(repository)
    assert run(repository, "delete", "source", "twice") == 0
    assert not (repository / "data/sources/twice.yml").exists()
    assert broken_cases.whole_report(repository) == []
    kept = (repository / digests.PUBLISHED_FILE).read_text("utf-8")
    assert "sources/twice: {leads-to: sources/index.md}" in kept
    assert "sources/twice" not in (repository / digests.REVIEWS_FILE).read_text("utf-8")


def test_a_record_that_is_there_twice_goes_and_all_points_to_the_other(repository: Path) -> None:
    text = (repository / "data/sources/minutes-2019.yml").read_text("utf-8")
    (repository / "data/sources/twice.yml").write_text(
        text.replace("minutes-2019", "twice"), "utf-8"
    )
    path = repository / "data/actors/footbridge.yml"
    path.write_text(path.read_text("utf-8").replace("@minutes-2019", "@twice"), "utf-8")
    commit(repository)
    assert run(repository, "delete", "source", "twice", "--to", "minutes-2019") == 0
    assert "@minutes-2019" in path.read_text("utf-8")
    # Whoever cites another document has to be read again.
    (line,) = broken_cases.whole_report(repository)
    assert "actors/footbridge (description)" in line


def test_a_page_goes_in_every_language_with_its_place_in_the_menu(repository: Path) -> None:
    for language in ("en", "fr"):
        shutil.copy(
            repository / f"docs/{language}/cracks.md", repository / f"docs/{language}/more.md"
        )
        path = repository / f"docs/{language}/more.md"
        path.write_text(re.sub("slug: .*", "slug: more", path.read_text("utf-8")), "utf-8")
    menu = repository / "mkdocs.yml"
    menu.write_text(menu.read_text("utf-8").replace("- cracks.md\n", "- cracks.md\n  - more.md\n"))
    commit(repository)
    assert run(repository, "delete", "page", "more", "--to", "cracks") == 0
    assert broken_cases.whole_report(repository) == []
    assert "more.md" not in menu.read_text("utf-8")
    assert "more.md: {leads-to: cracks.md}" in (repository / digests.PUBLISHED_FILE).read_text(
        "utf-8"
    )


def test_without_git_nothing_is_deleted(tiny_folder: Path) -> None:
    assert run(tiny_folder, "delete", "figure", "width", "--to", "width") == 1
    assert (tiny_folder / "data/figures/width.yml").exists()
