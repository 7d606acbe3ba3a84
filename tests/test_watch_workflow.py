"""The scheduled workflow: its own steps, run in clones, with a made-up `gh`."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from pathlib import Path
from typing import Any

import builds
import pytest
import yaml
from explainer.model import availability
from explainer.model.availability import AddressState

PATH = builds.ROOT / ".github" / "workflows" / "sources.yml"
WORKFLOW: dict[Any, Any] = yaml.safe_load(PATH.read_text("utf-8"))
STEPS: dict[str, str] = {
    step["name"]: step["run"] for step in WORKFLOW["jobs"]["watch"]["steps"] if "name" in step
}
GH = """#!/bin/sh
echo "gh $1 $2 $3" >> "$RUNNER_TEMP/asked"
case "$2" in list) cat "$RUNNER_TEMP/number";; esac
"""


def run(script: str, folder: Path, **more: str) -> str:
    env = {
        **os.environ, "GITHUB_REF_NAME": "main", "RUNNER_TEMP": str(folder.parent),
        "REPO_URL": "https://host.example/x", "TITLE": WORKFLOW["jobs"]["watch"]["env"]["TITLE"],
        "GIT_CONFIG_GLOBAL": os.devnull, "GIT_AUTHOR_NAME": "x", "GIT_AUTHOR_EMAIL": "x@x.example",
        "GIT_COMMITTER_NAME": "x", "GIT_COMMITTER_EMAIL": "x@x.example", **more,
    }  # fmt: skip
    done = subprocess.run(
        ["bash", "-eo", "pipefail", "-c", script], cwd=folder, env=env, capture_output=True, text=True, check=False
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    return done.stdout


def seen(day: str, url: str = "https://x.example/") -> AddressState:
    return AddressState(state="alive", asked=day, alive=day, url=url)


@pytest.fixture
def origin(tmp_path: Path) -> Path:
    """A repository on its host, with one source known on main."""
    run("git init -q --bare -b main origin && git clone -q origin people", tmp_path)
    people = tmp_path / "people"
    (people / "data").mkdir()
    availability.write(people, {"a": seen("2026-11-01"), "z": seen("2026-11-01")})
    shutil.copy(builds.ROOT / ".gitattributes", people)
    run("git checkout -qb main; git add -A && git commit -qm x && git push -q origin main", people)
    return tmp_path / "origin"


def a_run(origin: Path, name: str, heard: dict[str, AddressState]) -> dict[str, AddressState]:
    """Run the steps of one week in a fresh clone; return what it began from."""
    clone = origin.parent / name
    run(f"git clone -q origin {name}", origin.parent)
    run(STEPS["Go on from what the last run heard"], clone)
    before, problems = availability.read(clone, ("en",))
    assert problems == []
    availability.write(clone, before | heard)
    run(STEPS["Keep what was heard"], clone)
    return before


def test_what_was_heard_lives_on_a_branch_and_takes_up_what_people_merge(origin: Path) -> None:
    first, second = seen("2026-11-04"), seen("2026-11-11")
    assert a_run(origin, "one", {"a": first}) == {"a": seen("2026-11-01"), "z": seen("2026-11-01")}
    people = origin.parent / "people"
    assert availability.read(people, ("en",))[0]["a"] == seen("2026-11-01")  # main stays as it is
    availability.write(
        people, {"a": seen("2026-11-02"), "b": seen("2026-11-02"), "z": seen("2026-11-05")}
    )
    run("git commit -qam y && git push -q origin main", people)
    known = {"a": first, "b": seen("2026-11-02"), "z": seen("2026-11-05")}
    assert a_run(origin, "two", {"b": second}) == known
    run("git pull -q --no-rebase origin sources-watch && git push -q origin main", people)
    assert availability.read(people, ("en",))[0] == known | {"b": second}
    assert a_run(origin, "three", {}) == known | {"b": second}


def test_a_run_that_heard_nothing_changes_nothing(origin: Path) -> None:
    a_run(origin, "one", {})
    log = run("git log --oneline sources-watch", origin)
    assert log.count("\n") == 1


@pytest.mark.parametrize(("number", "asked"), [("", "gh issue create"), ("7\n", "gh issue edit 7")])
def test_there_is_one_issue(number: str, asked: str, tmp_path: Path) -> None:
    (tmp_path / "number").write_text(number)
    (tmp_path / "table.md").write_text("4 sources asked\n" + "x" * 90_000)
    (tmp_path / "bin").mkdir()
    (tmp_path / "bin" / "gh").write_text(GH)
    (tmp_path / "bin" / "gh").chmod(0o755)
    path = f"{tmp_path / 'bin'}{os.pathsep}{os.environ['PATH']}"
    run(STEPS["Open or refresh the issue"], tmp_path / "bin", PATH=path)
    lines = (tmp_path / "asked").read_text().splitlines()
    assert lines[0].startswith("gh issue list")
    assert lines[1].startswith(asked)
    body = (tmp_path / "body.md").read_text()
    assert body.startswith("4 sources asked")
    assert "https://host.example/x/compare/main...sources-watch" in body
    assert len(body) < 65_536  # what an issue may hold


MAKE = """#!/bin/sh
echo "told by $*"
[ -z "$LONG" ] || head -c 90000 /dev/zero | tr '\\0' x
case "$*" in *verify*) exit 2;; *watch*) exit "${WATCHED:-0}";; esac
"""


@pytest.mark.parametrize("url", ["", "https://x.example/"])
def test_each_table_is_told_whatever_the_others_say(url: str, tmp_path: Path) -> None:
    (tmp_path / "url").write_text(url)
    (tmp_path / "bin").mkdir()
    (tmp_path / "bin" / "make").write_text(MAKE)
    (tmp_path / "bin" / "make").chmod(0o755)
    path = f"{tmp_path / 'bin'}{os.pathsep}{os.environ['PATH']}"
    run(STEPS["Ask, and write the tables"], tmp_path / "bin", PATH=path)
    table = (tmp_path / "table.md").read_text()
    assert re.findall("^## (.*)$", table, re.MULTILINE) == [
        "Addresses", "Words cited", "Statements that have aged", *["The published site"] * bool(url)
    ]  # fmt: skip
    assert ("verify-site URL=https://x.example/" in table) is bool(url)
    run(STEPS["Ask, and write the tables"], tmp_path / "bin", PATH=path, LONG="1")
    assert 50_000 * bool(url) < len((tmp_path / "table.md").read_text()) < 60_000
    with pytest.raises(AssertionError):  # what could not be kept is told as a failure
        run(STEPS["Ask, and write the tables"], tmp_path / "bin", PATH=path, WATCHED="2")


def test_without_an_address_the_site_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "bin").mkdir()
    (tmp_path / "bin" / "gh").write_text("#!/bin/sh\nexit 1\n")
    (tmp_path / "bin" / "gh").chmod(0o755)
    path = f"{tmp_path / 'bin'}{os.pathsep}{os.environ['PATH']}"
    step = STEPS["Look up where the site is published"]
    run(step, tmp_path / "bin", PATH=path, GITHUB_REPOSITORY="x/y")
    assert (tmp_path / "url").read_text() == ""


def test_it_stands_in_nobodys_way() -> None:
    assert set(WORKFLOW[True]) == {"schedule", "workflow_dispatch"}  # YAML reads `on` as true
    assert WORKFLOW["permissions"] == {}
    uses = [step["uses"] for step in WORKFLOW["jobs"]["watch"]["steps"] if "uses" in step]
    site = PATH.with_name("site.yml").read_text("utf-8")
    assert set(uses) <= set(re.findall(r"uses: (\S+)", site))
