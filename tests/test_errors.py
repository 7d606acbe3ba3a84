"""Mistakes: each is told in one line, all at once, and costs nothing that was there before."""

from __future__ import annotations

import os
import re
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import broken_cases
import builds
import facts
import hostile
import pytest

CASES = broken_cases.cases()
BROKEN = builds.ROOT / "tests" / "broken"


@pytest.mark.parametrize("case", CASES, ids=[case["name"] for case in CASES])
def test_one_mistake_gives_exactly_its_lines(tiny_folder: Path, case: dict[str, Any]) -> None:
    broken_cases.break_(tiny_folder, case)
    expected = broken_cases.expected(tiny_folder, case)
    whole = case.get("rule") == "review-unconfirmed"
    report = broken_cases.whole_report if whole else broken_cases.compile_report
    assert report(tiny_folder) == expected


def test_the_tiny_story_has_no_mistake(tiny_folder: Path) -> None:
    assert broken_cases.compile_report(tiny_folder) == []


def test_every_case_has_a_name_of_its_own() -> None:
    names = [case["name"] for case in CASES]
    assert len(names) == len(set(names))


def test_every_line_has_a_place_and_says_something() -> None:
    form = re.compile(
        r"^(?:(?:data|docs|overrides|templates)/[^:]+|mkdocs\.yml):\d+:\d+: \S.{8,} \[[a-z0-9-]+\]$"
    )
    lines = [line for case in CASES for line in case["says"]]
    assert [line for line in lines if not form.match(line.replace("{line}", "1"))] == []


def test_a_pathological_project_gives_its_whole_list(tiny_folder: Path) -> None:
    shutil.copytree(BROKEN / "pathological", tiny_folder, dirs_exist_ok=True)
    expected = (BROKEN / "pathological.txt").read_text(encoding="utf-8").splitlines()
    assert broken_cases.whole_report(tiny_folder) == expected
    assert len(expected) > 60


@pytest.fixture
def project(tmp_path: Path, tiny: facts.Site) -> Path:
    """A copy of the tiny story as built: there is a last good site."""
    return builds.copy_of_built(tiny.folder.parent, tmp_path / "project")


def around(project: Path) -> dict[str, bytes]:
    """Return what stands beside the site, but for caches."""
    left = {k: v for k, v in builds.files(project.parent).items() if "/.cache/" not in k}
    return {k: v for k, v in left.items() if "__pycache__" not in k and "/site/" not in k}


def test_a_build_that_finds_problems_stops_and_touches_nothing(project: Path) -> None:
    shutil.copytree(BROKEN / "pathological", project, dirs_exist_ok=True)
    site, beside = builds.files(project / "site"), around(project)
    done = builds.run(project, project / "site")
    expected = (BROKEN / "pathological.txt").read_text(encoding="utf-8").splitlines()
    said = done.stderr.splitlines()
    assert done.returncode == 1
    assert [line for line in expected if line not in said] == []
    assert f"{len(expected)} problem(s) found; the last good site is untouched" in done.stderr
    assert "Traceback" not in done.stderr + done.stdout
    assert builds.files(project / "site") == site
    assert around(project) == beside
    assert list(project.glob(".site-*")) == []


def test_a_first_build_that_finds_problems_leaves_no_site(tmp_path: Path) -> None:
    folder = builds.tiny_project(tmp_path / "project")
    (folder / "data" / "terms" / "deck.yml").unlink()
    done = builds.run(folder, folder / "site")
    assert done.returncode == 1
    assert "data/terms/abutment.yml:8:7: see[0]: no term «deck» [ref-unknown]" in done.stderr
    assert sorted(path.name for path in folder.glob("*site*")) == []


def test_a_menu_that_names_no_page_stops_and_touches_nothing(project: Path) -> None:
    config = project / "mkdocs.yml"
    text = config.read_text(encoding="utf-8")
    config.write_text(text.replace("  - cracks.md\n", "  - crakcs.md\n"), encoding="utf-8")
    line = text.splitlines().index("  - cracks.md") + 1
    site = builds.files(project / "site")
    done = builds.run(project, project / "site")
    assert done.returncode == 1
    expected = (
        f"mkdocs.yml:{line}:5: nav: no page «crakcs.md»; did you mean «cracks.md»? [menu-page]"
    )
    assert expected in done.stderr.splitlines()
    assert "Traceback" not in done.stderr
    assert builds.files(project / "site") == site
    assert list(project.glob(".site-*")) == []


def test_a_page_that_the_menu_leaves_out_stops_and_touches_nothing(project: Path) -> None:
    config = project / "mkdocs.yml"
    text = config.read_text(encoding="utf-8")
    config.write_text(text.replace("  - cracks.md\n", ""), encoding="utf-8")
    line = text.splitlines().index("nav:") + 1
    site = builds.files(project / "site")
    done = builds.run(project, project / "site", options=builds.makefile_options("build"))
    assert done.returncode == 1
    expected = (
        "the menu has no «cracks.md»; expected it under nav:, or under not_in_nav: [menu-omits]"
    )
    assert f"mkdocs.yml:{line}:1: nav: {expected}" in done.stderr.splitlines()
    assert builds.files(project / "site") == site


def test_what_editors_leave_about_is_no_mistake(project: Path) -> None:
    site = builds.files(project / "site")
    for folder in ("data/actors", "data/sources", "docs/en", "docs/fr", "docs/fr/claims"):
        for name in (".#x", "x"):  # a lock of Emacs; a link whose target went away
            for suffix in (".yml", ".md", ".png"):
                (project / folder / f"{name}{suffix}").symlink_to("someone@somewhere:1")
    done = builds.run(project, project / "site")
    assert done.returncode == 0, done.stderr
    assert builds.files(project / "site") == site


def test_what_cannot_be_read_is_told(tiny_folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tiny_folder / "data" / "actors" / "x.yml").mkdir()
    (tiny_folder / "docs" / "en" / "y.md").mkdir()
    read = Path.read_bytes

    def refuse(path: Path) -> bytes:
        if path.name == "footbridge.yml":
            raise PermissionError(13, "Permission denied")
        return read(path)

    monkeypatch.setattr(Path, "read_bytes", refuse)
    said = broken_cases.compile_report(tiny_folder)
    assert "data/actors/x.yml:1:1: a folder; expected a file of text [file-unreadable]" in said
    assert "docs/en/y.md:1:1: a folder; expected a file of text [file-unreadable]" in said
    assert (
        "data/actors/footbridge.yml:1:1: cannot be read: Permission denied [file-unreadable]"
        in said
    )


def test_a_configuration_without_languages_is_told_in_one_line(project: Path) -> None:
    config = project / "mkdocs.yml"
    text = config.read_text(encoding="utf-8")
    start, end = text.index("plugins:"), text.index("nav:")
    config.write_text(f"{text[:start]}plugins: []\n{text[end:]}", encoding="utf-8")
    done = builds.run(project, project / "site")
    assert done.returncode == 1
    assert "plugins: no languages; expected them under i18n: languages:" in done.stderr
    assert "Traceback" not in done.stderr


def test_a_build_clears_what_a_killed_one_left(project: Path) -> None:
    site = builds.files(project / "site")
    dead = subprocess.run(["/bin/sh", "-c", "echo $$"], capture_output=True, text=True, check=True)
    left = [f".site-{dead.stdout.strip()}-abc", ".site-abc", f".site-{os.getpid()}-live"]
    for name in left:
        (project / name).mkdir()
        os.utime(project / name, (1, 1))
    old = project / f".site-{dead.stdout.strip()}-old-x"
    old.mkdir()
    (project / "site").rename(old / "site")
    os.utime(old, (1, 1))
    (project / "data" / "terms" / "deck.yml").rename(project / "deck.yml")
    assert builds.run(project, project / "site").returncode == 1
    assert builds.files(project / "site") == site  # found again
    (project / "deck.yml").rename(project / "data" / "terms" / "deck.yml")
    assert builds.run(project, project / "site").returncode == 0
    assert [path.name for path in project.glob(".site-*")] == [f".site-{os.getpid()}-live"]


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_build_that_is_stopped_leaves_nothing(project: Path, number: signal.Signals) -> None:
    site = builds.files(project / "site")
    command = [sys.executable, "-m", "mkdocs", "build", "--strict"]
    with builds.start(command, cwd=project, stderr=subprocess.DEVNULL) as process:
        while not list(project.glob(".site-*")):
            assert process.poll() is None
            time.sleep(0.002)
        process.send_signal(number)
    assert process.returncode != 0
    assert list(project.glob(".site-*")) == []
    assert builds.files(project / "site") == site


def test_a_warning_of_the_engine_stops_and_touches_nothing(project: Path) -> None:
    config = project / "mkdocs.yml"
    text = config.read_text(encoding="utf-8")
    config.write_text(f"{text}no_such_setting: 1\n", encoding="utf-8")
    site = builds.files(project / "site")
    done = builds.run(project, project / "site")
    assert done.returncode == 1
    assert "no_such_setting" in done.stderr
    assert "Traceback" not in done.stderr
    assert builds.files(project / "site") == site
    assert list(project.glob(".site-*")) == []


@pytest.mark.parametrize("options", [builds.makefile_options("build"), ["--strict", "-q"]])
def test_make_build_stops_for_a_warning(project: Path, options: list[str]) -> None:
    config = project / "mkdocs.yml"
    text = config.read_text(encoding="utf-8")
    config.write_text(f"{text}extra_templates: [nowhere.html]\n", encoding="utf-8")
    site = builds.files(project / "site")
    done = builds.run(project, project / "site", options=options)
    assert done.returncode == 1
    assert "nowhere.html" in done.stderr
    assert builds.files(project / "site") == site
    assert list(project.glob(".site-*")) == []


def test_make_build_says_nothing_when_all_is_well(project: Path) -> None:
    when = {"SOURCE_DATE_EPOCH": "1590000000"}  # nothing is old yet
    given = builds.makefile_options("build")
    done = builds.run(project, project / "site", options=given, **when)
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")


def test_a_template_that_fails_half_way_touches_nothing(project: Path) -> None:
    (project / "overrides").unlink()
    shutil.copytree(builds.ROOT / "overrides", project / "overrides")
    main = project / "overrides" / "main.html"
    main.write_text("\n{{ nothing.at.all }}", encoding="utf-8")
    site = builds.files(project / "site")
    done = builds.run(project, project / "site")
    assert done.returncode == 1
    assert (
        "overrides/main.html:2:1: 'nothing' is undefined [template-error]"
        in done.stderr.splitlines()
    )
    assert "Traceback" not in done.stderr
    assert builds.files(project / "site") == site
    assert list(project.glob(".site-*")) == []


@pytest.mark.parametrize(
    ("added", "said"),
    [
        ("{{ nothing.at.all }}", "'nothing' is undefined"),
        ("{% if %}", "Expected an expression, got 'end of statement block'"),
        ('{% include "nowhere.j2" %}', "no template «nowhere.j2»"),
        ("{{ 1 // 0 }}", "ZeroDivisionError: integer division or modulo by zero"),
        ('{{ word("claim_statuses", "x") }}', "no «x» here"),
    ],
)
def test_a_mistake_in_a_template_is_told_at_its_line(
    tiny_folder: Path, added: str, said: str
) -> None:
    (tiny_folder / "templates").unlink()
    shutil.copytree(builds.ROOT / "templates", tiny_folder / "templates")
    path = tiny_folder / "templates" / "actor.html.j2"
    text = path.read_text(encoding="utf-8")
    line = text.count("\n") + 1
    path.write_text(f"{text}{added}\n", encoding="utf-8")
    expected = [f"templates/actor.html.j2:{line}:1: {said} [template-error]"]
    assert broken_cases.compile_report(tiny_folder) == expected


# --- records that mean harm


def test_the_attack_reaches_the_pages_as_words(attacked: facts.Site) -> None:
    seen = [page.url for page in attacked.pages if "window.hacked" in page.source]
    assert len(seen) > len(attacked.urls) / 2


def test_no_record_puts_anything_that_runs_on_a_page(attacked: facts.Site) -> None:
    found = [(page.url, what) for page in attacked.pages for what in dangers(page)]
    assert found == []


def dangers(page: facts.Page) -> list[str]:
    """Return what on a page could run, hide or load something that a record wrote."""
    out: list[str] = []
    for element in page.tree.iter():
        if not isinstance(element.tag, str):
            continue
        kind = element.get("type", "")
        runs = element.tag == "script" and (not kind or "javascript" in kind or kind == "module")
        if runs and "hacked" in (element.text or ""):
            out.append("a script")
        if element.tag == "style" and "display:none}" in (element.text or "").replace(" ", ""):
            out.append("a style sheet")
        if element.tag in {"iframe", "object", "embed", "base", "form"} and "evil" in str(
            element.attrib
        ):
            out.append(f"<{element.tag}>")
        for name, value in element.attrib.items():
            plain = re.sub(r"[\x00-\x20]", "", str(value)).lower()
            if name.startswith("on") or (name == "style" and "display:none" in plain):
                out.append(f"{name}={value}")
            if name in {"href", "src", "action", "formaction", "data", "poster", "srcdoc"} and (
                re.match(r"(javascript|data:text|vbscript)", plain)
                or plain in {"x", "evil.example"}
            ):
                out.append(f"{name}={value}")
    return out


def test_the_danger_finder_finds_dangers(tmp_path: Path) -> None:
    path = tmp_path / "index.html"
    path.write_text(f"<!doctype html><title>x</title><p>{hostile.ATTACK}", encoding="utf-8")
    found = dangers(facts.Page("", path))
    assert {"a script", "a style sheet", "<iframe>"} <= set(found)
    assert any(what.startswith("onerror") for what in found)
    assert any(what.startswith("href=javascript") for what in found)


def test_a_hostile_build_writes_nothing_outside_the_site(tmp_path: Path) -> None:
    folder = builds.tiny_project(tmp_path / "a" / "b" / "project")
    hostile.arm(folder)
    before = around(folder)
    builds.build(folder, folder / "site")
    assert around(folder) == before


@pytest.mark.parametrize(
    "slug",
    ["../x", "..", "a/../../x", "/etc/x", "a\\\\..\\\\x", "a%2f..%2fx", "", ".", "index.html"],
)
def test_no_slug_leaves_its_folder(tiny_folder: Path, slug: str) -> None:
    record = tiny_folder / "data" / "actors" / "corbel.yml"
    text = record.read_text(encoding="utf-8")
    given = "slug: {en: corbel-and-sons, fr: corbel-et-fils}"
    record.write_text(text.replace(given, f'slug: {{en: "{slug}", fr: corbel-et-fils}}'), "utf-8")
    said = broken_cases.compile_report(tiny_folder)
    assert len(said) == 1
    assert said[0].startswith("data/actors/corbel.yml:4:")
