"""Another affair, begun by the command: it builds at once, and nothing of this one is left in it."""

from __future__ import annotations

import hashlib
import importlib
import re
import shlex
import subprocess
import sys
from pathlib import Path
from typing import Any

import builds
import facts
import pytest

sys.path.insert(0, str(builds.ROOT / "tools"))
affair: Any = importlib.import_module("affair")
check_site: Any = importlib.import_module("check_site")

# Words of the affair that this repository tells.
OURS = re.compile(
    r"(?i)\b(nso|whatsapp|facebook|microsoft|pegasus|spyware|espions?|immunity|immunité|amicus"
    r"|two articles|deux articles|december 2020|décembre 2020)\b"
)
KNOWN = ["en", "fr"]


def built(folder: Path) -> facts.Site:
    """Build an affair by the engine, as its own `make build` does; return its site."""
    return facts.Site(builds.build(folder, folder / "site", confirmed=True), builds.SITE_URL)


@pytest.fixture(scope="module", params=["fr,en", "en"])
def begun(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder: Path = tmp_path_factory.mktemp("affair") / "new"
    assert affair.main([str(folder), request.param]) == 0
    return folder


def test_it_builds_at_once_without_a_fault(begun: Path) -> None:
    site = built(begun)
    languages = {page.language for page in site.pages}
    assert languages == {path.name for path in (begun / "docs").iterdir()}
    assert len(site.urls) >= 18 * len(languages)
    assert [*check_site.links(site), *check_site.light_and_private(site)] == []
    for path in (begun / "site").rglob("*"):
        if path.suffix in {".html", ".json", ".xml", ".txt", ".csv", ".css", ".js"}:
            assert not OURS.search(path.read_text("utf-8")), path


def test_nothing_of_this_affair_is_in_its_data(begun: Path) -> None:
    told = {".yml", ".md", ".html", ".j2", ".js", ".css", ".json", ".py"}
    for name in (
        "data", "docs", "mkdocs.yml", "README.md", "templates", "overrides", "hooks", "schemas",
        "contributing", "CONTRIBUTING.md", "PUBLISHING.md", "ARCHITECTURE.md",
    ):  # fmt: skip
        for path in [begun / name, *(begun / name).rglob("*")]:
            if path.is_file() and path.suffix in told:
                assert not OURS.search(path.read_text("utf-8")), path


def test_a_repository_without_a_file_is_a_place_to_begin(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    folder = tmp_path / "l'horloge de la ville"
    subprocess.run(["git", "init", "-q", str(folder)], check=True)
    assert affair.main([f"~/{folder.name}", "fr, en"]) == 0
    said = capsys.readouterr().out
    assert f"cd {shlex.quote(str(folder))} && " in said
    assert builds.compiled(folder).story.settings.languages == ("fr", "en")


def test_a_whole_example_is_laid_out_in_the_languages_chosen(tmp_path: Path) -> None:
    folder = tmp_path / "new"
    assert affair.main([str(folder), "ar,en", "--example", "fig-tree"]) == 0
    site = builds.compiled(folder)
    assert list(site.pages) == ["ar", "en"]
    assert site.story.settings.name == "تينة الرصيف"
    assert "fr" not in site.story.claims["no-base"].text
    assert (folder / ".github/workflows/site.yml").is_file()


def test_its_makefile_has_the_targets_that_work_there(begun: Path) -> None:
    told = subprocess.run(
        ["make", "help"], cwd=begun, capture_output=True, text=True, check=True
    ).stdout  # fmt: skip
    named = set(re.findall(r"(?m)^  make ([a-z-]+)", told))
    assert {"serve", "build", "check-site", "reviewed", "schemas", "links"} <= named
    assert not named & set(affair.OURS)
    asked = re.findall(r"(?:tools|tests)/[a-z_]+\.[a-z]+", (begun / "Makefile").read_text("utf-8"))
    assert asked
    assert [name for name in asked if not (begun / name).is_file()] == []


@pytest.mark.parametrize(
    ("there", "languages", "told"),
    [
        (True, "fr,en", "is there already; expected the path of a new folder"),
        (False, "de", "LANGS: no «de»; expected some of en,fr"),
        (False, "fr,fr", "LANGS: expected languages once each, such as en,fr"),
    ],
)
def test_what_cannot_be_begun_writes_nothing(
    tmp_path: Path, there: bool, languages: str, told: str
) -> None:
    folder = tmp_path / "new"
    if there:
        folder.mkdir()
        (folder / "mine.txt").write_text("x")
    before = sorted(tmp_path.rglob("*"))
    with pytest.raises(SystemExit, match=re.escape(told)):
        affair.main([str(folder), languages])
    assert sorted(tmp_path.rglob("*")) == before


def test_a_place_that_cannot_be_written_is_one_line(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    with pytest.raises(SystemExit, match="file/new cannot be written: Not a directory"):
        affair.main([str(tmp_path / "file/new"), "fr"])


@pytest.mark.parametrize(
    ("text", "chosen", "left"),
    [
        ("a: {fr: un, en: one}\n", ["en"], "a: {en: one}\n"),
        ("a: {fr: un, en: one}\n", ["fr"], "a: {fr: un}\n"),
        ("a: {fr: un, en: one}\n", ["en", "fr"], "a: {fr: un, en: one}\n"),
        ("a:\n  en: one\n  fr: un  # why\nb: 2\n", ["en"], "a:\n  en: one\nb: 2\n"),
        ("a:\n  en: one\n  fr: un\nb: 2\n", ["fr"], "a:\n  fr: un\nb: 2\n"),
        ("a:\n  fr: >-\n    un\n    deux\n  en: >-\n    one\nb: 2\n", ["fr"], "a:\n  fr: >-\n    un\n    deux\nb: 2\n"),
        ("- {fr: un, en: one}\n- {x: {en: one, fr: un}}\n", ["en"], "- {en: one}\n- {x: {en: one}}\n"),
        ("id: en\nname: fr\n", ["fr"], "id: en\nname: fr\n"),
    ],
)  # fmt: skip
def test_texts_of_other_languages_are_taken_out(text: str, chosen: list[str], left: str) -> None:
    assert affair.only(text, chosen, KNOWN) == left


@pytest.mark.parametrize(
    ("right", "wrong", "told"),
    [
        ('href="timeline/"', 'href="timelin/"', " → timelin/: this link leads nowhere"),
        ("</main>", '<img alt="" src="https://a.example/x.png"></main>', ": asks another host for https://a.example/x.png"),
        ('http-equiv="Content-Security-Policy"', 'name="x"', ": no Content-Security-Policy"),
    ],
)  # fmt: skip
def test_faults_of_a_site_are_told(
    tiny: facts.Site, tmp_path: Path, right: str, wrong: str, told: str
) -> None:
    folder = builds.copy_of_built(tiny.folder, tmp_path / "site")
    page = folder / "index.html"
    assert right in page.read_text("utf-8")
    page.write_text(page.read_text("utf-8").replace(right, wrong), "utf-8")
    site = facts.Site(folder, builds.SITE_URL)
    assert told in [*check_site.links(site), *check_site.light_and_private(site)]


def test_where_a_site_stands_is_read_from_it(tmp_path: Path, begun: Path) -> None:
    """In a folder of its host, whatever is set when it is checked."""
    site = builds.build(begun, tmp_path / "site", confirmed=True, SITE_URL="https://a.example/b/c")
    assert check_site.address(site) == "https://a.example/b/c/"
    assert check_site.main([str(site), "--no-browser"]) == 0


def test_a_heavy_page_is_told(tiny: facts.Site, tmp_path: Path) -> None:
    folder = builds.copy_of_built(tiny.folder, tmp_path / "site")
    noise = hashlib.shake_256(b"noise").hexdigest(60_000)
    page = folder / "index.html"
    page.write_text(page.read_text("utf-8") + f"<!--{noise}-->", "utf-8")
    found = list(check_site.light_and_private(facts.Site(folder, builds.SITE_URL)))
    assert len(found) == 1
    assert "its first view is " in found[0]


def test_axe_sees_the_shortest_and_the_longest_of_each_language(tiny: facts.Site) -> None:
    chosen = check_site.sample(tiny)
    assert {tiny.page(url).language for url in chosen} == {"en", "fr"}
    assert len(set(chosen)) == len(chosen)
    longest = max(tiny.pages, key=lambda page: page.path.stat().st_size)
    assert longest.url in chosen
