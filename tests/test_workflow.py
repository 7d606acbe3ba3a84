"""What runs on a forge: nothing more than it needs, and nothing that another may change."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sysconfig
from pathlib import Path
from typing import Any

import builds
import pytest
import yaml
from branches import ENV, git

WORKFLOWS = builds.ROOT / ".github" / "workflows"
EXAMPLE = builds.ROOT / "examples" / "affair" / WORKFLOWS.relative_to(builds.ROOT)


def test_zizmor_finds_nothing() -> None:
    command = [
        str(Path(sysconfig.get_path("scripts")) / "zizmor"),
        "--offline",
        str(WORKFLOWS),
        str(EXAMPLE),
    ]
    told = subprocess.run(command, capture_output=True, text=True, check=False)
    assert told.returncode == 0, told.stdout + told.stderr
    assert "No findings" in told.stdout + told.stderr


def jobs(name: str, where: Path = WORKFLOWS) -> dict[str, dict[str, Any]]:
    loaded = yaml.safe_load((where / name).read_text(encoding="utf-8"))
    found: dict[str, dict[str, Any]] = loaded["jobs"]
    return found


def test_the_job_that_may_write_runs_nothing_of_ours() -> None:
    writing = {
        name for name, job in jobs("site.yml").items() if "write" in job["permissions"].values()
    }
    assert writing == {"publish"}
    assert not any("run" in step for step in jobs("site.yml")["publish"]["steps"])


def test_what_writes_under_a_pull_request_runs_nothing_of_it() -> None:
    """It takes no code: no checkout, no action at all, and no command but the shell's and gh's."""
    (job,) = jobs("comment.yml").values()
    assert job["permissions"] == {"actions": "read", "pull-requests": "write"}
    (step,) = job["steps"]
    assert set(step) == {"name", "run"}
    assert not re.search(r"\b(?:git|make|python\d?|sh|bash|eval|source)\b", step["run"])
    # What the pull request chose (its branch's name, its title) is in no script.
    assert "${{" not in step["run"]


def test_a_build_comes_before_any_test_and_stops_there() -> None:
    found = jobs("site.yml")
    assert found["test"]["needs"] == found["forks"]["needs"] == "build"
    assert "if" not in found["build"]
    (pattern,) = json.loads((builds.ROOT / ".github/problems.json").read_text("utf-8"))[
        "problemMatcher"
    ][0]["pattern"]
    told = "docs/fr/case.md:12:3: text.fr: no source «x»; did you mean «y»? [cite-unknown]"
    match = re.match(pattern["regexp"], told)
    assert match
    assert [match[pattern[key]] for key in ("file", "line", "column", "message", "code")] == [
        "docs/fr/case.md", "12", "3", "text.fr: no source «x»; did you mean «y»?", "cite-unknown",
    ]  # fmt: skip


def test_each_system_that_readme_names_has_a_job() -> None:
    said = (builds.ROOT / "README.md").read_text("utf-8").split("## The two commands")[1]
    assert said.strip().startswith("On Linux or macOS, with Python 3.11 or later, git and make;")
    on = {job["runs-on"] for job in jobs("site.yml").values()}
    assert on == {"ubuntu-latest", "macos-latest"}
    # A text is the same bytes on each of them.
    attributes = (builds.ROOT / ".gitattributes").read_text("utf-8").splitlines()
    assert "* text=auto eol=lf" in attributes


def script(name: str, job: str, step: str, where: Path = WORKFLOWS) -> str:
    (found,) = [one for one in jobs(name, where)[job]["steps"] if one.get("name") == step]
    return str(found["run"])


def run(text: str, folder: Path, tools: Path, **more: str) -> str:
    """Run a step as a forge does, with made-up tools before all others."""
    env = {
        **ENV, "RUNNER_TEMP": str(folder.parent), "PATH": f"{tools}:{os.environ['PATH']}",
        "GITHUB_STEP_SUMMARY": str(folder.parent / "shown"), **more,
    }  # fmt: skip
    command = ["bash", "-eo", "pipefail", "-c", text]
    done = subprocess.run(command, cwd=folder, env=env, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.fixture
def tools(tmp_path: Path) -> Path:
    folder = tmp_path / "tools"
    folder.mkdir()
    return folder


def tool(folder: Path, name: str, text: str) -> None:
    (folder / name).write_text(f"#!/bin/sh\n{text}", "utf-8")
    (folder / name).chmod(0o755)


@pytest.mark.parametrize(("where", "job"), [(WORKFLOWS, "build"), (EXAMPLE, "check")])
def test_a_pull_request_is_compared_with_what_it_would_be_merged_into(
    tmp_path: Path, tools: Path, where: Path, job: str
) -> None:
    project = tmp_path / "project"
    project.mkdir()
    git(project, "init", "-q", "-b", "main")
    for branch, name, word in (("main", "text", "old"), ("theirs", "text", "new"),
                               ("main", "other", "later")):  # fmt: skip
        git(project, "checkout", "-q", "-B", branch, *(["main"] if name == "other" else []))
        (project / name).write_text(word, "utf-8")
        git(project, "add", "-A")
        git(project, "commit", "-qm", word)
    git(project, "merge", "-q", "--no-ff", "theirs")
    tool(tools, "make", 'for one; do case $one in BASE=*) cat "${one#BASE=}"/*;; esac; done\n')
    run(script("site.yml", job, "Say what the pull request changes", where), project, tools)
    assert (tmp_path / "summary" / "summary.md").read_text("utf-8") == "laterold"
    assert (tmp_path / "shown").read_text("utf-8") == "laterold"


GH = r"""
echo "$@" >> "$RUNNER_TEMP/asked"
case "$*" in
*pulls*) cat "$RUNNER_TEMP/pulls" ;;
"run download"*) [ -f "$RUNNER_TEMP/made" ] && mkdir "$RUNNER_TEMP/summary" && cp -P "$RUNNER_TEMP/made" "$RUNNER_TEMP/summary/summary.md" ;;
*comments?per_page*) cat "$RUNNER_TEMP/known" ;;
esac
"""


@pytest.mark.parametrize("known", ["", "77"], ids=["first", "again"])
def test_the_summary_is_written_once_and_then_rewritten(
    tmp_path: Path, tools: Path, known: str
) -> None:
    tool(tools, "gh", GH)
    folder = tmp_path / "somewhere"
    folder.mkdir()
    for name, text in (("pulls", "12\n"), ("known", known), ("made", "é" * 40_000)):
        (tmp_path / name).write_text(text, "utf-8")
    text = script("comment.yml", "comment", "Write the summary under the pull request")
    given = {"GH_REPO": "a/b", "RUN": "5", "SHA": "abc", "MARK": "<!-- x -->"}
    run(text, folder, tools, **given)
    last = (tmp_path / "asked").read_text("utf-8").splitlines()[-1]
    where = "PATCH repos/a/b/issues/comments/77" if known else "POST repos/a/b/issues/12/comments"
    assert where in last
    body = (tmp_path / "body.md").read_bytes().decode("utf-8")  # no half of a character
    assert body.startswith("<!-- x -->\n\né")
    assert len(body) < 65_536


def test_nothing_is_written_where_there_is_no_summary_or_no_pull_request(
    tmp_path: Path, tools: Path
) -> None:
    tool(tools, "gh", GH)
    folder = tmp_path / "somewhere"
    folder.mkdir()
    text = script("comment.yml", "comment", "Write the summary under the pull request")
    given = {"GH_REPO": "a/b", "RUN": "5", "SHA": "abc", "MARK": "<!-- x -->"}
    (tmp_path / "pulls").write_text("", "utf-8")
    assert "No open pull request" in run(text, folder, tools, **given)
    (tmp_path / "pulls").write_text("12\n", "utf-8")
    assert "There is no summary" in run(text, folder, tools, **given)
    # A link in the artifact would show a file of the machine that writes.
    (tmp_path / "made").symlink_to(tmp_path / "pulls")
    with pytest.raises(AssertionError):
        run(text, folder, tools, **given)
    assert not (tmp_path / "body.md").exists()
