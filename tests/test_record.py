"""``make record``: a draft that says what it still needs, for every kind."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import broken_cases
import builds
import pytest
from explainer import __main__ as command
from explainer.check.freshness import today
from explainer.model.kinds import KINDS
from explainer.read import yamlio


def draft(folder: Path, kind: str, id_: str) -> int:
    return command.main(["-C", str(folder), "record", kind, id_])


@pytest.fixture
def desk(tiny_folder: Path) -> Path:
    """The tiny story, with the templates of records."""
    shutil.copytree(builds.ROOT / "contributing", tiny_folder / "contributing")
    return tiny_folder


@pytest.mark.parametrize("kind", KINDS.values(), ids=list(KINDS))
def test_a_draft_asks_for_every_required_key_in_every_language(
    desk: Path, kind: object, capsys: pytest.CaptureFixture[str]
) -> None:
    row = next(row for row in KINDS.values() if row is kind)
    assert draft(desk, row.singular, "new-one") == 0
    (said, *_) = capsys.readouterr().out.splitlines()
    file = f"data/{row.folder}/new-one.yml"
    asked = said.removeprefix(f"{file}: to fill in: ").split(", ")
    text = (desk / file).read_text("utf-8")
    assert text.startswith("# yaml-language-server: $schema=../../schemas/")
    document, problems = yamlio.read(file, text.encode())
    assert problems == []
    required = {
        info.alias or name for name, info in row.shape.model_fields.items() if info.is_required()
    }
    assert set(document.value) == required
    assert {*asked, "id", "as_of"} >= required - ({"date"} if row.folder == "changes" else set())
    # Nothing of the example can be published: what is empty is told, each key by its name.
    lines = [line for line in broken_cases.whole_report(desk) if line.startswith(file)]
    told = {re.split(r"[.\[:]", line.split(": ")[1])[0] for line in lines}
    assert told == set(asked)
    assert all("None" not in line for line in lines)


def test_a_claim_comes_with_its_record_of_change(
    desk: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert draft(desk, "claim", "crack-is-new") == 0
    change = f"data/changes/{today().isoformat()}-crack-is-new.yml"
    assert capsys.readouterr().out.splitlines()[1] == (
        f"{change}: to fill in: kind, statuses, what, why"
    )
    value = yamlio.read(change, (desk / change).read_bytes())[0].value
    assert value["claims"] == ["crack-is-new"]
    assert value["statuses"] == {"crack-is-new": ""}


def test_a_draft_filled_in_is_a_record(desk: Path) -> None:
    assert draft(desk, "term", "pier") == 0
    path = desk / "data/terms/pier.yml"
    words = iter(["pier", "pile", "It bears.", "Elle porte."])
    path.write_text(re.sub('""', lambda _: f'"{next(words)}"', path.read_text("utf-8")), "utf-8")
    assert broken_cases.compile_report(desk) == []


@pytest.mark.parametrize(
    ("kind", "id_", "says"),
    [
        ("claim", "crack-is-4-mm", "data/claims/crack-is-4-mm.yml is there already"),
        ("clam", "x", "no kind «clam»; did you mean «claim»?"),
        ("claim", "Not An Id", "«Not An Id» is no id"),
        ("claim", "../x", "«../x» is no id"),
    ],
)
def test_nothing_is_overwritten_nor_made_up(
    desk: Path, kind: str, id_: str, says: str, capsys: pytest.CaptureFixture[str]
) -> None:
    before = builds.files(desk)
    assert draft(desk, kind, id_) == 1
    assert says in capsys.readouterr().err
    assert builds.files(desk) == before


def test_a_claim_whose_record_of_change_is_there_is_not_written(desk: Path) -> None:
    path = desk / f"data/changes/{today().isoformat()}-crack-is-new.yml"
    path.write_text("# mine", "utf-8")
    before = builds.files(desk)
    assert draft(desk, "claim", "crack-is-new") == 1
    assert builds.files(desk) == before
