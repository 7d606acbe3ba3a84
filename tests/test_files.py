"""Files that stand where none is read, or hold what Git left; settings and days that cannot be."""

from __future__ import annotations

import datetime
import os
import re
import subprocess
import sys
from pathlib import Path

import broken_cases
import builds
import pytest
from explainer import settings
from explainer.read import addresses, markdown, merge_conflicts
from explainer.run import fingerprint


def place(folder: Path, name: str, text: str = "x\n") -> None:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")


NO_PAGE = (
    "no page, and not in docs/assets: nothing would show it; take it out of docs/ [page-place]"
)
LEFT = "left by an editor or a merge; take it out of docs/ [file-leftover]"
HIDDEN = (
    "hidden by the dot it begins with, and not read; expected lower-case ASCII words joined by "
    "hyphens [record-place]"
)
STRAY = {
    "docs/todo.txt": NO_PAGE,
    "docs/robots.txt": NO_PAGE,
    "docs/CNAME": NO_PAGE,
    "docs/en/cracks.md~": NO_PAGE,
    "docs/en/cracks.md.bak": NO_PAGE,
    "docs/en/cracks.md.orig": NO_PAGE,
    "docs/en/notes.docx": NO_PAGE,
    "docs/en/~$notes.docx": NO_PAGE,
    "docs/en/old.mdx": NO_PAGE,
    "docs/en/picture.png": NO_PAGE,
    "docs/fr/drafts/brouillon.txt": NO_PAGE,
    "docs/assets": NO_PAGE,  # a file of that name
    "docs/assets/site.css~": LEFT,
    "docs/assets/logo.svg.orig": LEFT,
    "docs/assets/~$logo.svg": LEFT,
    "docs/en/Lab.MD": "no page stands here; expected docs/en/Lab.md [page-place]",
    "docs/en/lab.markdown": "no page stands here; expected docs/en/lab.md [page-place]",
    "docs/assets/readme.md": "no page stands here; expected docs/en/readme.md and "
    "docs/fr/readme.md [page-place]",
    "data/actors/..evil.yml": HIDDEN,
    "data/.evil.yml": HIDDEN,
}


def test_a_name_in_no_coding_is_told(tiny_folder: Path) -> None:
    (tiny_folder / "docs/en" / os.fsdecode(b"\xff.md")).write_text("x")
    told = broken_cases.compile_report(tiny_folder)
    assert any("is no name of a page" in line for line in told)
    assert fingerprint.digest_inputs(tiny_folder, [])


@pytest.mark.parametrize("file", STRAY)
def test_a_stray_file_is_told(tiny_folder: Path, file: str) -> None:
    place(tiny_folder, file)
    assert broken_cases.compile_report(tiny_folder) == [f"{file}:1:1: {STRAY[file]}"]


@pytest.mark.parametrize(
    "file",
    [
        "docs/.DS_Store",
        "docs/en/.draft.md",
        "docs/en/.cracks.md.swp",
        "docs/en/.#cracks.md",
        "docs/en/._cracks.md",
        "data/actors/.aldmere.yml.swp",
        "docs/assets/sub/logo.svg",
        "docs/assets/report.pdf",
    ],
)
def test_what_is_hidden_or_an_asset_is_no_mistake(tiny_folder: Path, file: str) -> None:
    place(tiny_folder, file)
    assert broken_cases.compile_report(tiny_folder) == []


@pytest.mark.parametrize("name", ["my page", "Cracks", "a_b", "été", "a:b", "a--b", "x" * 81])
def test_a_name_that_no_file_of_digests_holds_is_told(tiny_folder: Path, name: str) -> None:
    text = (tiny_folder / "docs/en/cracks.md").read_text("utf-8")
    place(tiny_folder, f"docs/en/{name}.md", text.replace("slug: cracks", "slug: lab"))
    said = broken_cases.compile_report(tiny_folder)
    expected = f"«{name}» is no name of a page; expected lower-case ASCII words joined by hyphens"
    assert f"docs/en/{name}.md:1:1: {expected} [page-name]" in said


# --- links


def test_links_that_lead_out_are_told(tiny_folder: Path, tmp_path: Path) -> None:
    place(tmp_path, "secret.txt")
    place(tmp_path, "secrets/a.svg")
    assets = tiny_folder / "docs" / "assets"
    assets.mkdir(exist_ok=True)
    (assets / "secret.svg").symlink_to(tmp_path / "secret.txt")
    (assets / "all").symlink_to(tmp_path / "secrets", target_is_directory=True)
    (tiny_folder / "data/terms/other.yml").symlink_to(tmp_path / "secret.txt")
    (tiny_folder / "docs/en/loop").symlink_to(tiny_folder / "docs/en", target_is_directory=True)
    said = broken_cases.compile_report(tiny_folder)
    out = "a link that leads out of docs/ and data/; expected the file itself [file-link]"
    assert f"docs/assets/secret.svg:1:1: {out}" in said
    assert f"docs/assets/all:1:1: {out}" in said
    assert f"data/terms/other.yml:1:1: {out}" in said
    assert "docs/en/loop:1:1: a link to a folder; expected the folder itself [file-link]" in said


def test_a_link_inside_is_a_file(tiny_folder: Path) -> None:
    place(tiny_folder, "docs/assets/a.svg")
    (tiny_folder / "docs/assets/b.svg").symlink_to("a.svg")
    (tiny_folder / "docs/assets/nowhere.svg").symlink_to("nothing")
    assert broken_cases.compile_report(tiny_folder) == []


# --- what Git leaves


CONFLICT = "a\n<<<<<<< HEAD\nb\n=======\nc\n>>>>>>> other\n"


@pytest.mark.parametrize(
    "file",
    [
        "docs/en/cracks.md",
        "data/actors/aldmere.yml",
        "data/strings.yml",
        "data/vocabularies.yml",
        "templates/strings.yml",
        "data/status.yml",
        "data/availability.yml",
        "data/captures.yml",
        "docs/assets/site.css",
        "templates/x.html.j2",
        "overrides/x.html",
    ],
)
def test_a_conflict_stops_the_build_and_what_confirms(tiny_folder: Path, file: str) -> None:
    if (folder := tiny_folder / file.partition("/")[0]).is_symlink():
        folder.unlink()  # it leads to the generator's own
    place(tiny_folder, file, CONFLICT)
    expected = (
        f"{file}:2:1: «<<<<<<<» marks a conflict of two branches; keep one side, or both"
        " [file-conflict]"
    )
    assert expected in broken_cases.compile_report(tiny_folder)
    command = [sys.executable, "-m", "explainer", "-C", str(tiny_folder), "reviewed", "--all"]
    done = subprocess.run(
        command, cwd=builds.ROOT / "hooks", capture_output=True, text=True, check=False
    )
    assert done.returncode == 1
    assert expected in done.stderr.splitlines()


def test_a_conflict_of_the_settings_is_told(tiny_folder: Path) -> None:
    place(tiny_folder, "mkdocs.yml", CONFLICT)
    with pytest.raises(
        settings.ConfigurationError, match=r"mkdocs\.yml:2:1: «<<<<<<<» marks a conflict"
    ):
        settings.read_settings(tiny_folder / "mkdocs.yml")


def test_a_heading_or_a_quotation_is_no_conflict() -> None:
    assert (
        merge_conflicts.find_conflict(
            "x", b"A\n=======\n<<<<<<<< b\n> > > > > > > c\n  <<<<<<< d\n"
        )
        is None
    )


# --- settings and the clock


@pytest.mark.parametrize(
    ("address", "said"),
    [
        ("", "the site has no address"),
        ("  ", "the site has no address"),
        ("example.org", "«example.org» is no web address"),
        ("ftp://example.org/", "is no web address"),
        ("https://", "is no web address"),
        ("https://a b.org/", "is no web address"),
        ("https://a.org/?x=1", "has a query or an anchor"),
        ("https://a.org/#x", "has a query or an anchor"),
        ("https://a.org/?", "has a query or an anchor"),
        ("https://a.org/b//", "has an empty folder, «.» or «..» in its path"),
        ("https://a.org/b/../c/", "has an empty folder, «.» or «..» in its path"),
        ("https://me@a.org/", "has a user before its host"),
        ("https://a.org\u202e/", "the text holds the character U+202E"),
    ],
)
def test_an_address_of_the_site_that_is_none_is_told(
    tiny_folder: Path, monkeypatch: pytest.MonkeyPatch, address: str, said: str
) -> None:
    monkeypatch.setenv("SITE_URL", address)
    with pytest.raises(settings.ConfigurationError) as wrong:
        settings.read_settings(tiny_folder / "mkdocs.yml")
    (problem,) = map(str, wrong.value.problems)
    assert re.match(r"base\.yml:\d+:1: site_url: ", problem)
    assert said in problem


def test_flat_addresses_are_told(tiny_folder: Path) -> None:
    base = tiny_folder / "base.yml"
    text = base.read_text("utf-8").replace("use_directory_urls: true", "use_directory_urls: false")
    base.write_text(text, "utf-8")
    with pytest.raises(settings.ConfigurationError, match="use_directory_urls: only true"):
        settings.read_settings(tiny_folder / "mkdocs.yml")


@pytest.mark.parametrize("given", ["yesterday", "1.5", "-1", "1e9", " 1", "9" * 12, "9" * 40, "²"])
def test_a_time_that_is_none_is_told(
    tiny_folder: Path, monkeypatch: pytest.MonkeyPatch, given: str
) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", given)
    with pytest.raises(
        settings.ConfigurationError, match=r"SOURCE_DATE_EPOCH: «.*» is no time; expected a whole"
    ):
        settings.read_settings(tiny_folder / "mkdocs.yml")


@pytest.mark.parametrize("given", ["", "0", "1800000000"])
def test_a_time_is_read(tiny_folder: Path, monkeypatch: pytest.MonkeyPatch, given: str) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", given)
    assert settings.read_settings(tiny_folder / "mkdocs.yml").languages == ("en", "fr")


def test_a_time_that_is_none_is_one_line_of_a_build(tmp_path: Path) -> None:
    folder = builds.tiny_project(tmp_path / "project")
    done = builds.run(folder, folder / "site", SOURCE_DATE_EPOCH="now")
    assert done.returncode == 1
    assert "SOURCE_DATE_EPOCH: «now» is no time" in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize(
    ("file", "key"),
    [
        ("data/changes/2020-06-02-blame.yml", "date"),
        ("data/claims/firm-at-fault.yml", "as_of"),
        ("data/status.yml", "as_of"),
    ],
)
def test_a_day_that_has_not_come_is_told(
    tiny_folder: Path, monkeypatch: pytest.MonkeyPatch, file: str, key: str
) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1800000000")  # 2027-01-15
    path = tiny_folder / file
    text = path.read_text("utf-8")
    for day, told in (
        ("2099-01-01", True),
        ("2027-01-16", datetime.datetime.now(datetime.UTC).year > 2098),
    ):
        path.write_text(re.sub(rf"(?m)^{key}: .*$", f"{key}: {day}", text), "utf-8")
        said = [line for line in broken_cases.compile_report(tiny_folder) if "has not come" in line]
        line = text[: text.index(f"{key}: ")].count("\n") + 1
        message = f"{key}: {day} has not come yet; expected a day until 2027-01-15 [date-future]"
        assert said == [f"{file}:{line}:{len(key) + 3}: {message}"] * told


# --- addresses, and characters that nobody sees


@pytest.mark.parametrize(
    ("address", "said"),
    [
        ("https://me@example.org/", "has a user before its host"),
        ("https://example.org:443@evil.example/", "has a user before its host"),
        ("https://p\u0430ypal.com/", "mixes letters that look alike"),
        ("https://www.xn--pypal-4ve.com/", "mixes letters that look alike"),
        ("https://example.org\\\\.evil.example/", "has a backslash"),
        ("https://example.org/a b", "has « »; expected %20"),
        ("https://example.org/\u202egpj", "holds the character U+202E"),
        ("https://exam\u200bple.org/", "holds the character U+200B"),
        ("https://[example.org/", "is no web address"),
        ("https://example.org/a@b", None),
        ("https://\u4f8b\u3048.jp/", None),
        ("https://caf\u00e9.example/", None),
        ("https://\u043f\u0440\u0438\u043c\u0435\u0440.com/", None),
    ],
)
def test_an_address_that_leads_elsewhere_is_told(
    tiny_folder: Path, address: str, said: str | None
) -> None:
    assert (said or "") in (addresses.explain_misleading(address.replace("\\\\", "\\")) or "")
    assert bool(addresses.explain_misleading(address.replace("\\\\", "\\"))) == bool(said)
    source = tiny_folder / "data/sources/minutes-2018.yml"
    text = re.sub(r"(?m)^URL: .*\n", "", source.read_text("utf-8"))
    source.write_text(f'{text}URL: "{address}"\n', "utf-8")
    page = tiny_folder / "docs/en/cracks.md"
    page.write_text(f"{page.read_text('utf-8')}\n[a](<{address}>)\n{{: .no-fact }}\n", "utf-8")
    told = broken_cases.compile_report(tiny_folder)
    if said:
        assert any("data/sources/minutes-2018.yml" in line for line in told)
        assert any("docs/en/cracks.md" in line for line in told)
    else:
        assert not [line for line in told if address in line]


UNSEEN = [
    *"\u200b\u200e\u202e\u2066\u2069\u2060\ufeff\u061c\u00ad\u2800\u3164\x85\U000e0041",
    "a\u200d",
]


@pytest.mark.parametrize("char", UNSEEN, ids=ascii)
def test_a_character_that_nobody_sees_is_told(tiny_folder: Path, char: str) -> None:
    for file, old in (
        ("docs/en/cracks.md", "\n## "),
        ("data/actors/aldmere.yml", "en: "),
        ("data/vocabularies.yml", "en: "),
    ):
        path = tiny_folder / file
        text = path.read_text("utf-8")
        assert old in text
        new = f"\na{char}b\n{old}" if file.startswith("docs") else f"{old}a{char}b "
        path.write_text(text.replace(old, new, 1), "utf-8")
        said = broken_cases.compile_report(tiny_folder)
        seen = f"the text holds the character U+{ord(char[-1]):04X}; take it out [file-character]"
        form = rf"{file}:\d+:\d+: .*{re.escape(seen)}"
        assert [line for line in said if re.fullmatch(form, line)], said
        path.write_text(text, "utf-8")


def test_what_other_scripts_need_is_no_mistake() -> None:
    for text in (
        "\u0646\u0645\u06cc\u200c\u062e\u0648\u0627\u0647\u0645",
        "\U0001f468\u200d\U0001f469",
        "a\u00a0b\u202fc\u2009d",
    ):
        assert not markdown.read(text).faults


# --- ids


@pytest.mark.parametrize(
    ("added", "said"),
    [
        ("*a*{#menu}", "the id «menu» is one that the build gives"),
        ("Words.\n{: #content .no-fact }", "the id «content» is one that the build gives"),
        ("[a](index.md){#note-1}", "the id «note-1» is one that the build gives"),
        ("*a*{#b} *c*{#b}", "the id «b» is there twice, first on line"),
        ("*a*{#width}", "the id «width» is there twice, first on line"),
        ("*a*{#A_b}", "the id «A_b» is not made of lower-case ASCII words and hyphens"),
    ],
)
def test_the_id_of_any_element_is_held_to_what_headings_are(
    tiny_folder: Path, added: str, said: str
) -> None:
    page = tiny_folder / "docs/en/cracks.md"
    page.write_text(f"{page.read_text('utf-8')}\n{added}\n", "utf-8")
    line = page.read_text("utf-8").count("\n") - added.count("\n")
    found = broken_cases.compile_report(tiny_folder)
    assert [one for one in found if one.startswith(f"docs/en/cracks.md:{line}:") and said in one]


def test_a_word_of_a_vocabulary_whose_id_the_frame_has_is_told(tiny_folder: Path) -> None:
    for path in (tiny_folder / "data").rglob("*.yml"):
        text = path.read_text("utf-8")
        path.write_text(re.sub(r"(?m)^(  |subject: |kind: )works\b", r"\1search", text), "utf-8")
    builds.confirm(tiny_folder)
    found = broken_cases.compile_report(tiny_folder)
    message = "«search» would be the id of two elements of the page; rename one of them [id-taken]"
    assert f"docs/en/claims/index.md:1:1: {message}" in found
