"""A reviewer's hour: the words that wait, in every language, and what a branch changes."""

from __future__ import annotations

import re
from pathlib import Path

import broken_cases
import lxml.html
import pytest
from branches import commit, git
from explainer import __main__ as command
from explainer.desk import review_texts

CLAIM, PAGE = "data/claims/crack-is-4-mm.yml", "docs/{}/cracks.md"


def change(folder: Path, file: str, old: str, new: str) -> None:
    path = folder / file
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new), "utf-8")


def said(folder: Path, capsys: pytest.CaptureFixture[str], *arguments: str) -> str:
    capsys.readouterr()
    assert command.main(["-C", str(folder), *arguments]) == 0
    return capsys.readouterr().out


def cells(block: str) -> list[str]:
    """Return the columns of a block, as HTML: what a forge would show."""
    (table,) = re.findall(r"(?s)<table>.*</table>", block)
    assert "\n\n" not in table  # Markdown would begin there
    shown = lxml.html.fromstring(table).xpath("//td")
    return ["".join(lxml.html.tostring(x, encoding="unicode") for x in cell) for cell in shown]


def test_both_languages_stand_beside_each_other_with_the_words_that_changed(
    repository: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Since they were confirmed, which is not since the last commit."""
    change(repository, CLAIM, "4 mm wide", "4 mm broad")
    git(repository, "commit", "-qam", "A word")
    change(repository, CLAIM, "4 mm broad", "4 mm across")
    text = said(repository, capsys, "review")
    assert text.startswith("#### claims/crack-is-4-mm#text: changed in en alone\n")
    assert f"English<br><sub>{CLAIM}:3</sub>" in text
    english, french = cells(text)
    assert english == "<del>wide</del><ins>across</ins>."
    assert french == ""  # nothing marked
    assert "La fissure est large de 4 mm." in text


def test_a_section_of_a_page_is_shown_as_typed(
    repository: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    change(repository, PAGE.format("en"), "nothing in code", "no thing in <b>code</b> | *x*")
    text = said(repository, capsys, "review")
    assert "#### cracks.md#width: changed in en alone" in text
    assert "<del>nothing</del><ins>no thing</ins> in <ins>&lt;b&gt;</ins>code<ins>&lt;" in text
    # A source in brackets is nobody's account.
    assert re.search(r"@\w", text) is None
    assert "[<span>@</span>courier-2019, ¶2]" in text


def test_new_texts_are_shown_whole_and_without_history_nothing_is_marked(
    tiny_folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    change(tiny_folder, CLAIM, "4 mm wide", "4 mm broad")
    text = (tiny_folder / "data/terms/deck.yml").read_text("utf-8").replace("id: deck", "id: board")
    (tiny_folder / "data/terms/board.yml").write_text(text, "utf-8")
    shown = said(tiny_folder, capsys, "review")
    assert "#### terms/board#definition: new" in shown
    assert "What was confirmed is not in Git's history here: en." in shown
    assert "<del>" not in shown
    assert "4 mm broad" in shown
    assert "- terms/board: its address is new" in shown


@pytest.mark.parametrize(
    ("old", "new", "shown"),
    [
        ("a b c", "a b c", "a b c"),
        ("a b c", "a c", "a <del>b </del>c"),
        ("one", "two", "<del>one</del><ins>two</ins>"),
        ("It's it", "It's  it", "It&#x27;s  it"),
        ("", "a", "<ins>a</ins>"),
        ("a\n\nb", "a\n\nc", "a<br><br><del>b</del><ins>c</ins>"),
        ("x", "<script>@all", "<del>x</del><ins>&lt;script&gt;<span>@</span>all</ins>"),
    ],
)
def test_words_that_changed(old: str, new: str, shown: str) -> None:
    assert review_texts.mark_changes(old, new) == shown


@pytest.fixture
def base(repository: Path, tmp_path: Path) -> Path:
    """What the branch is to be merged into, in a folder of its own."""
    git(repository, "checkout", "-q", "-b", "branch")
    git(repository, "worktree", "add", "-q", str(tmp_path / "base"), "main")
    for name in ("templates", "overrides"):  # a link in the tiny story
        assert (tmp_path / "base" / name).is_symlink()
    return tmp_path / "base"


def test_a_branch_is_summed_up(
    repository: Path, base: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    change(repository, CLAIM, "status: settled", "status: contested")
    change(repository, PAGE.format("en"), "differ", "do not agree")
    text = (repository / "data/sources/minutes-2019.yml").read_text("utf-8")
    (repository / "data/sources/more.yml").write_text(text.replace("minutes-2019", "more"), "utf-8")
    (repository / "data/figures/width.yml").unlink()
    text = said(repository, capsys, "summary", "--base", str(base))
    told = broken_cases.whole_report(repository)
    assert text.startswith(f"{len(told)} line(s) to mend before the site is built:\n\n```text\n")
    assert all(line in text for line in told)
    assert "| pages |  | `cracks.md` |  |" in text
    assert "| sources | `more` |  |  |" in text
    assert "| claims |  | `crack-is-4-mm` |  |" in text
    assert "| figures |  |  | `width` |" in text
    assert "| actors |" not in text
    assert "- `crack-is-4-mm`: settled → **contested**" in text
    assert "#### cracks.md#width: changed in en alone" in text
    assert "<del>differ</del><ins>do not agree</ins>" in text


def test_a_branch_that_builds_says_so(
    repository: Path, base: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    change(repository, CLAIM, "4 mm wide", "4 mm broad")
    change(repository, CLAIM, "fissure est large", "fissure a une largeur")
    commit(repository)
    text = said(repository, capsys, "summary", "--base", str(base))
    assert text.startswith("The site is built.\n")
    assert "| claims |  | `crack-is-4-mm` |  |" in text
    assert "To be read" not in text


def test_a_summary_fits_in_a_comment(
    repository: Path, base: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for language in ("en", "fr"):
        path = repository / PAGE.format(language)
        more = "".join(
            f"\n## H {n} {{#h-{n}}}\n\n{'so ' * 900}\n{{: .no-fact }}\n" for n in range(40)
        )
        path.write_text(path.read_text("utf-8") + more, "utf-8")
    text = said(repository, capsys, "summary", "--base", str(base))
    assert len(text) < 65_536
    assert "- cracks.md#h-39: new" in text


def test_a_summary_without_the_project_before_says_so(
    tiny_folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    run = ["-C", str(tiny_folder), "summary"]
    assert command.main([*run, "--base", str(tmp_path / "none")]) == 1
    said = capsys.readouterr().err
    assert (
        said == f"no mkdocs.yml in {tmp_path / 'none'}; expected a folder with the project before\n"
    )
    with pytest.raises(SystemExit) as stopped:
        command.main(run)
    assert stopped.value.code == 2
    assert "the following arguments are required: --base" in capsys.readouterr().err
