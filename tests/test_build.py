"""Whole builds: another story, the same bytes anywhere, both commands as a stranger runs them."""

from __future__ import annotations

import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import builds
import facts
import pytest
import yaml
from explainer.make.site import Site as Compiled
from explainer.read import digests, markdown

# --- the tiny story: nothing of the generator belongs to the real one


def test_another_story_builds_with_another_default_language(tiny: facts.Site) -> None:
    assert tiny.page("").language == "en"
    assert tiny.page("fr/").language == "fr"
    assert tiny.page("fr/acteurs/corbel-et-fils/").language == "fr"
    assert tiny.page("actors/corbel-and-sons/").alternates == {
        "en": f"{builds.SITE_URL}actors/corbel-and-sons/",
        "fr": f"{builds.SITE_URL}fr/acteurs/corbel-et-fils/",
        "x-default": f"{builds.SITE_URL}actors/corbel-and-sons/",
    }


def test_the_other_story_says_nothing_of_the_real_one(tiny: facts.Site, compiled: Compiled) -> None:
    names = {
        markdown.record_plain_text(name)
        for actor in compiled.story.actors.values()
        for name in actor.name.values()
    }
    # Common nouns, and hosts that any site may name.
    names -= {"GitHub", "Google", "Apple", "Meta"}
    words = re.compile("|".join(rf"\b{re.escape(name)}\b" for name in sorted(names)))
    found = {
        (path.relative_to(tiny.folder).as_posix(), match[0])
        for path in tiny.folder.rglob("*")
        if path.suffix in {".html", ".json", ".xml", ".csv", ".bib", ".txt", ".ics"}
        for match in words.finditer(path.read_text(encoding="utf-8"))
    }
    assert found == set()


def test_nothing_is_left_over_in_the_other_story(tiny: facts.Site) -> None:
    found = [
        (page.url, text)
        for page in tiny.pages
        for text in page.texts()
        if facts.LEFTOVERS.search(text)
    ]
    assert found == []


def test_code_is_left_alone(tiny: facts.Site) -> None:
    page = tiny.page("cracks/")
    assert [code.text_content() for code in page.select("//p/code")] == [
        "[@marlow-report]",
        "[@nobody]",
    ]
    assert "[nowhere](nowhere.md)" in page.select("//pre")[0].text_content()


def test_a_relation_is_shown_from_both_ends(tiny: facts.Site) -> None:
    builder = tiny.page("actors/corbel-and-sons/").select("//main")[0].text_content()
    built = tiny.page("actors/footbridge/").select("//main")[0].text_content()
    assert re.search(r"built\W", builder)
    assert "built by" in built
    assert "Corbel & Sons" in built
    assert "inspected by" in built


def test_a_title_in_another_language_says_so(tiny: facts.Site) -> None:
    english = tiny.page("sources/corbel-letter/")
    french = tiny.page("fr/sources/corbel-letter/")
    assert english.select("//h1//*[@lang='fr'] | //h1[@lang='fr']")
    assert not french.select("//h1//*[@lang] | //h1[@lang]")


def test_a_title_that_looks_like_html_is_text(tiny: facts.Site) -> None:
    title = tiny.page("sources/marlow-notes/").select("//h1")[0].text_content()
    assert title.strip() == "Notes on the <left> abutment & deck"


# --- the same bytes


# Another clock, language and seed than those of ``conftest``'s builds.
THERE = {"TZ": "America/Caracas", "LC_ALL": "C", "LANGUAGE": "fr", "PYTHONHASHSEED": "4242"}


@pytest.mark.parametrize("which", ["tiny", "site"])
def test_two_builds_in_two_places_give_the_same_bytes(
    which: str, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    """Cold, in two folders, under other clocks, languages and seeds; then the second again, warm."""
    here: facts.Site = request.getfixturevalue(which)
    lay_out = builds.tiny_project if which == "tiny" else builds.copy_of_project
    there = lay_out(tmp_path / "a longer place" / "deep" / "é")
    one = builds.files(here.folder)
    two = builds.build(there, tmp_path / "two" / "deeper", confirmed=True, **THERE)
    warm = builds.build(there, tmp_path / "warm", confirmed=True, **builds.HERE)
    assert differences(one, builds.files(two)) == []
    assert differences(one, builds.files(warm)) == []


EDITS = {
    "a name": ("data/actors/aldmere.yml", "name: Aldmere", "name: Oldmere"),
    "a title": ("data/sources/minutes-2018.yml", "February 2018", "Candlemas 2018"),
    "a definition": ("data/terms/deck.yml", "that one walks on", "that one strolls on"),
    "a form of a term": ("data/terms/deck.yml", "en: [deck]", "en: [crack]"),
    "a string": ("templates/strings.yml", "notes: {fr: Notes, en: Notes}", "notes: {fr: N, en: M}"),
    "a word": ("data/vocabularies.yml", "reverse: {en: built by", "reverse: {en: made by"),
    "a status": ("data/vocabularies.yml", "label: {en: Contested", "label: {en: Debated"),
    "a slug": ("data/actors/footbridge.yml", "{en: footbridge,", "{en: the-footbridge,"),
    "a title of a page": ("docs/en/cracks.md", "title: The cracks", "title: Cracks"),
    "a heading": ("docs/en/cracks.md", "## How wide?", "## What width?"),
    "a template": (
        "templates/actor.html.j2",
        'id="role"',
        'id="the-role"',
    ),
    "the style of references": ("templates/references.csl", '<text variable="authority"/>\n', "\n"),
}


@pytest.mark.parametrize("edit", EDITS)
def test_a_warm_build_sees_every_change(edit: str, tmp_path: Path, tiny: facts.Site) -> None:
    """What is kept from one build to the next never hides a change."""
    name, old, new = EDITS[edit]
    warm = builds.copy_of_built(tiny.folder.parent, tmp_path / "warm")
    for folder in (warm, cold := builds.tiny_project(tmp_path / "cold")):
        (folder / "templates").unlink()
        shutil.copytree(builds.ROOT / "templates", folder / "templates")
        path = folder / name
        text = path.read_text(encoding="utf-8")
        assert old in text
        path.write_text(text.replace(old, new), encoding="utf-8")
    made = builds.files(builds.build(warm, warm / "site"))
    assert differences(made, builds.files(builds.build(cold, cold / "site"))) == []
    assert differences(made, builds.files(tiny.folder)) != []


def differences(one: dict[str, bytes], two: dict[str, bytes]) -> list[str]:
    """Return the names that differ between two sites."""
    return sorted(name for name in one.keys() | two.keys() if one.get(name) != two.get(name))


def test_differences_are_seen() -> None:
    assert differences({"a": b"1", "b": b"2"}, {"a": b"1", "b": b"3", "c": b""}) == ["b", "c"]


def test_a_second_build_replaces_the_first_whole(tmp_path: Path, tiny: facts.Site) -> None:
    folder = builds.copy_of_built(tiny.folder.parent, tmp_path / "project")
    (folder / "site" / "stale.html").write_text("x", encoding="utf-8")
    builds.build(folder, folder / "site")
    assert builds.files(folder / "site") == builds.files(tiny.folder)
    assert list(folder.glob(".site-*")) == []


def test_the_configured_folder_is_the_default(tmp_path: Path) -> None:
    folder = builds.tiny_project(tmp_path / "project")
    (folder / "mkdocs.yml").write_text(
        (folder / "mkdocs.yml").read_text(encoding="utf-8") + "site_dir: public\n", encoding="utf-8"
    )
    env = {"PATH": "/usr/bin:/bin", "NO_MKDOCS_2_WARNING": "1", "SOURCE_DATE_EPOCH": builds.EPOCH}
    command = [sys.executable, "-m", "mkdocs", "build", *builds.makefile_options("build")]
    done = subprocess.run(command, cwd=folder, env=env, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert (folder / "public" / "index.html").is_file()


def test_a_site_in_a_folder_of_its_host_stands(tmp_path: Path) -> None:
    """As on a project's GitHub Pages: https://host.example/project/."""
    folder = builds.tiny_project(tmp_path / "project")
    address = "https://host.example/some/project/"
    built = builds.build(folder, folder / "site", SITE_URL=address)
    site = facts.Site(built, address)
    for page in [*site.pages, site.not_found]:
        for href in page.links:
            found = site.resolve(page, href)
            assert found is None or site.exists(found[0]), (page.url, href)
    assert site.page("").alternates["fr"] == f"{address}fr/"


# --- the commands


def test_every_target_of_the_makefile_is_told() -> None:
    text = (builds.ROOT / "Makefile").read_text(encoding="utf-8")
    told = set(re.findall(r"(?m)^([a-z-]+):.*## ", text))
    phony = {name for names in re.findall(r"(?m)^\.PHONY: (.*)$", text) for name in names.split()}
    assert told == {name for name in phony if not name.startswith(".")}
    assert told >= {
        "serve",
        "build",
        "test",
        "check",
        "format",
        "links",
        "golden",
        "bench",
        "audit",
    }
    assert told >= {"clean", "help", "schemas", "lock", "test-forks", "review", "reviewed"}


@pytest.mark.parametrize("name", ["README", "CONTRIBUTING", "ARCHITECTURE", "PUBLISHING"])
def test_every_target_that_is_named_exists(name: str) -> None:
    makefile = (builds.ROOT / "Makefile").read_text(encoding="utf-8")
    targets = set(re.findall(r"(?m)^([a-z-]+):", makefile))
    text = (builds.ROOT / f"{name}.md").read_text(encoding="utf-8")
    named = set(re.findall(r"(?:`|&& |^)make ([a-z-]+)", text, re.MULTILINE))
    named |= set(re.findall(r"(?m)^[A-Z_]+=\S+ .*\bmake ([a-z-]+)$", text))
    assert named or name == "ARCHITECTURE"
    assert named <= targets


def test_make_reviewed_takes_names_or_confirms_all() -> None:
    for names, end in (("", "--all"), ("NAMES=case.md claims/x#text", "case.md claims/x#text")):
        command = ["make", "--dry-run", "reviewed", *([names] if names else [])]
        done = subprocess.run(command, cwd=builds.ROOT, capture_output=True, text=True, check=True)
        assert f"-m explainer reviewed {end}\n" in done.stdout


@pytest.mark.parametrize(
    ("advice", "runs"),
    [
        (digests.COMMAND, "-m explainer reviewed --all"),
        (digests.review_command("case.md", "claims/x"), "-m explainer reviewed case.md claims/x"),
        ("make review", "-m explainer review"),
    ],
)
def test_what_the_build_advises_can_be_run(advice: str, runs: str) -> None:
    command = [*shlex.split(advice), "--dry-run"]
    done = subprocess.run(command, cwd=builds.ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert any(line.endswith(runs) for line in done.stdout.splitlines())


def test_locks_hold_hashes_and_name_no_registry() -> None:
    for path in builds.ROOT.glob("requirements*.lock"):
        text = path.read_text(encoding="utf-8")
        assert re.search(r"(?m)^[a-z0-9][\w.-]*==", text), path.name
        blocks = re.split(r"(?m)^(?=[a-z0-9])", text)[1:]
        assert [block.split()[0] for block in blocks if "--hash=sha256:" not in block] == []
        assert not re.search(r"https?://|--find-links|--index-url|file:|/work|/tmp", text), (
            path.name
        )


def test_the_development_lock_holds_the_site_s() -> None:
    pins = {}
    for name in (
        "requirements",
        "requirements-dev",
        "requirements-properdocs",
        "requirements-mkdocs-ng",
    ):
        text = (builds.ROOT / f"{name}.lock").read_text(encoding="utf-8")
        pins[name] = set(re.findall(r"(?m)^([a-z0-9][\w.-]*==\S+)", text))
    assert pins["requirements"] <= pins["requirements-dev"]
    assert pins["requirements"] <= pins["requirements-properdocs"]


def test_every_dependency_asked_for_is_locked() -> None:
    names = [path.stem for path in builds.ROOT.glob("requirements*.in")]
    assert len(names) > 3
    for name in names:
        asked = re.findall(
            r"(?m)^([A-Za-z][\w.-]*)", (builds.ROOT / f"{name}.in").read_text(encoding="utf-8")
        )
        lock = (builds.ROOT / f"{name}.lock").read_text(encoding="utf-8")
        assert [one for one in asked if f"\n{one.lower()}==" not in lock] == []


def test_the_workflow_runs_what_the_readme_says() -> None:
    path = builds.ROOT / ".github" / "workflows" / "site.yml"
    workflow = yaml.safe_load(path.read_text(encoding="utf-8"))
    text = path.read_text(encoding="utf-8")
    assert ".ci/run" in text
    assert "make test-forks" in text
    assert "make build" in text
    jobs = workflow["jobs"]
    assert set(jobs["publish"]["needs"]) >= {"test", "forks", "build"}


def test_ci_runs_the_two_commands_and_another_python() -> None:
    text = (builds.ROOT / ".ci" / "run").read_text(encoding="utf-8")
    assert "set -eu" in text
    assert re.findall(r"(?m)^make ([\w-]+)$", text) == ["check", "test", "test-other-python"]


@pytest.mark.parametrize(
    "name",
    [
        "mkdocs.yml",
        "Makefile",
        "pyproject.toml",
        ".ci/run",
        *(p.relative_to(builds.ROOT).as_posix() for p in sorted(builds.ROOT.glob("tools/*.*"))),
        *(p.relative_to(builds.ROOT).as_posix() for p in sorted(builds.ROOT.glob("*.md"))),
    ],
)
def test_no_file_names_a_workplace(name: str) -> None:
    path = builds.ROOT / name
    if path.is_file():
        assert not re.search(r"/work/|/tmp/|/opt/|/root/", path.read_text(encoding="utf-8"))
