"""What ``mkdocs.yml`` says is read once: what comes out, and every line of what cannot be used."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import builds
import pytest
from explainer import settings
from explainer.read import decoding
from explainer.settings import MenuEntry

LANGUAGES = """\
plugins:
  - search
  - i18n:
      languages:
        - {locale: fr, name: Français, site_name: Un récit}
        - {locale: en, name: English, default: true}
"""
ADDRESS = "site_url: https://x.example/a\n"
WHOLE = ADDRESS + LANGUAGES


def read(folder: Path, text: str, **others: str) -> settings.Settings:
    for name, more in others.items():
        (folder / f"{name}.yml").write_text(more, encoding="utf-8")
    path = folder / settings.CONFIG_FILE
    path.write_text(text, encoding="utf-8")
    return settings.read_settings(path)


GIVEN: dict[str, tuple[str, dict[str, Any]]] = {
    "the default language comes first": (WHOLE, {"languages": ("en", "fr"), "default": "en"}),
    "without a default, the first is": (
        ADDRESS + LANGUAGES.replace(", default: true", ""),
        {"languages": ("fr", "en"), "default": "fr"},
    ),
    "plugins as a table": (
        ADDRESS + "plugins:\n  i18n: {languages: [{locale: nl}]}\n",
        {"languages": ("nl",), "language_names": {"nl": ""}},
    ),
    "names of languages": (WHOLE, {"language_names": {"en": "English", "fr": "Français"}}),
    "an address ends in a slash": (WHOLE, {"site_url": "https://x.example/a/", "site_path": "/a/"}),
    "an address of a host": (
        LANGUAGES + "site_url: http://x.example\n",
        {"site_url": "http://x.example/", "site_path": "/"},
    ),
    "a repository": (
        WHOLE + "repo_url: https://h.example/o/p/\nedit_uri: edit/main/\n",
        {"repo_url": "https://h.example/o/p", "edit_uri": "edit/main/"},
    ),
    "nothing more": (WHOLE, {"repo_url": "", "edit_uri": "", "options": {}, "menu": ()}),
    "an empty menu": (WHOLE + "nav:\n", {"menu": (), "menu_line": 8}),
    "a menu": (
        WHOLE + "nav:\n  - index.md\n  - More:\n      - a.md\n      - B: b/index.md\n",
        {
            "menu": (
                MenuEntry("index.md", 9, 5),
                MenuEntry("a.md", 11, 9, "More"),
                MenuEntry("b/index.md", 12, 12, "More"),
            ),
            "menu_line": 8,
        },
    ),
    "options": (
        WHOLE + "extra: {explainer: {search: false, cards: true}}\n",
        {"options": {"search": False, "cards": True}},
    ),
    "options that are none": (WHOLE + "extra: [a]\n", {"options": {}}),
    "a variable": (
        LANGUAGES + "site_url: !ENV [NO_SUCH, 'https://d.example/']\nrepo_url: !ENV [REPO, x]\n",
        {"site_url": "https://d.example/", "repo_url": "https://set.example"},
    ),
    "tags of the engine": (
        WHOLE + "extra: !!python/name:a.b\ntheme: !relative x\n",
        {"languages": ("en", "fr")},
    ),
}


@pytest.mark.parametrize("case", GIVEN)
def test_what_is_given(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, case: str) -> None:
    monkeypatch.setenv("REPO", "https://set.example")
    monkeypatch.delenv("NO_SUCH", raising=False)
    text, expected = GIVEN[case]
    made = read(tmp_path, text)
    assert {key: getattr(made, key) for key in expected} == expected
    assert made.root == tmp_path
    assert not made.preview


def test_names_of_the_site(tmp_path: Path) -> None:
    made = read(tmp_path, WHOLE + "site_name: A story\n")
    assert (made.site_name("fr"), made.site_name("en")) == ("Un récit", "A story")


def test_a_preview_is_told_apart(tmp_path: Path) -> None:
    read(tmp_path, WHOLE)
    assert settings.read_settings(tmp_path / settings.CONFIG_FILE, preview=True).preview


def test_what_is_inherited_is_laid_under(tmp_path: Path) -> None:
    base = (
        LANGUAGES + "site_url: https://b.example/\nnav: [b.md]\nextra: {explainer: {a: 1, b: 1}}\n"
    )
    made = read(
        tmp_path,
        "INHERIT: base.yml\nsite_url: https://x.example/\nextra: {explainer: {b: 2}}\n",
        base=base,
    )
    assert made.site_url == "https://x.example/"
    assert made.languages == ("en", "fr")
    assert made.options == {"a": 1, "b": 2}
    assert (made.menu_file, made.menu) == ("base.yml", (MenuEntry("b.md", 8, 7),))


@pytest.mark.parametrize(
    ("uri", "hidden"),
    [("fr/actors/x.md", True), ("en/actors/x.md", True), ("fr/x.md", False), ("draft.md", True)],
)
def test_what_the_menu_may_leave_out(tmp_path: Path, uri: str, hidden: bool) -> None:
    made = read(tmp_path, WHOLE + "not_in_nav: |\n  /*/actors/*\n  draft.md\n")
    assert made.may_be_unlisted(uri) is hidden


FORM = "expected an address such as https://www.example.org/ (SITE_URL sets it) [config-address]"
NO_LANGUAGES = "plugins: no languages; expected them under i18n: languages: [config-languages]"
EACH = (
    "plugins: i18n: languages: expected a list of languages, each with a locale [config-languages]"
)
WRONG = {
    "nothing": ("", f"mkdocs.yml:1:1: {NO_LANGUAGES}"),
    "no plugin": (ADDRESS, f"mkdocs.yml:1:1: {NO_LANGUAGES}"),
    "plugins of another kind": (
        ADDRESS + "plugins: [i18n, search]\n",
        f"mkdocs.yml:2:1: {NO_LANGUAGES}",
    ),
    "no languages": (ADDRESS + "plugins: [{i18n: {}}]\n", f"mkdocs.yml:2:1: {NO_LANGUAGES}"),
    "languages without a locale": (
        ADDRESS + "plugins: [{i18n: {languages: [{name: English}]}}]\n",
        f"mkdocs.yml:2:1: {EACH}",
    ),
    "languages that are words": (
        ADDRESS + "plugins: [{i18n: {languages: [fr, en]}}]\n",
        f"mkdocs.yml:2:1: {EACH}",
    ),
    "no address": (LANGUAGES, f"mkdocs.yml:1:1: site_url: the site has no address; {FORM}"),
    "an empty address": (
        LANGUAGES + "site_url: ''\n",
        f"mkdocs.yml:7:1: site_url: the site has no address; {FORM}",
    ),
    "no web address": (
        "site_url: x.example\n" + LANGUAGES,
        f"mkdocs.yml:1:1: site_url: «x.example» is no web address; {FORM}",
    ),
    "another scheme": (
        "site_url: ftp://x.example/\n" + LANGUAGES,
        f"mkdocs.yml:1:1: site_url: «ftp://x.example/» is no web address; {FORM}",
    ),
    "no host": (
        "site_url: https:///a\n" + LANGUAGES,
        f"mkdocs.yml:1:1: site_url: «https:///a» is no web address; {FORM}",
    ),
    "a broken host": (
        "site_url: 'https://[a'\n" + LANGUAGES,
        f"mkdocs.yml:1:1: site_url: «https://[a» is no web address; {FORM}",
    ),
    "a space": (
        "site_url: https://x.example/a b\n" + LANGUAGES,
        f"mkdocs.yml:1:1: site_url: «https://x.example/a b» is no web address; {FORM}",
    ),
    "a query": (
        "site_url: https://x.example/?a=1\n" + LANGUAGES,
        f"mkdocs.yml:1:1: site_url: «https://x.example/?a=1» has a query or an anchor; {FORM}",
    ),
    "an anchor": (
        "site_url: https://x.example/#a\n" + LANGUAGES,
        f"mkdocs.yml:1:1: site_url: «https://x.example/#a» has a query or an anchor; {FORM}",
    ),
    "addresses of files": (
        WHOLE + "use_directory_urls: false\n",
        "mkdocs.yml:8:1: use_directory_urls: only true: every address of the site ends in a slash [config-value]",
    ),
    "no YAML": (
        "a: [\n",
        "mkdocs.yml:1:5: not YAML: expected the node content, but found '<stream end>' [yaml-syntax]",
    ),
    "a list": ("- a\n", "mkdocs.yml:1:1: expected `key: value` lines [yaml-mapping]"),
    "inherits from nothing": (
        "INHERIT: none.yml\n" + WHOLE,
        "mkdocs.yml:1:1: INHERIT: «none.yml» cannot be read [file-unreadable]",
    ),
    "inherits from itself": (
        WHOLE + "INHERIT: mkdocs.yml\n",
        "mkdocs.yml:8:1: INHERIT: «mkdocs.yml» inherits from this file in turn [config-inherit]",
    ),
}


@pytest.mark.parametrize(
    "given",
    ["mailto:security@example.org", "https://example.org/flaw", "tel:+1-201-555-0123", '""'],
)
def test_who_is_told_of_a_flaw_is_an_address_or_nobody(tmp_path: Path, given: str) -> None:
    text = f"{WHOLE}extra: {{explainer: {{security_contact: {given}}}}}\n"
    assert read(tmp_path, text).contact == given.strip('"')


@pytest.mark.parametrize(
    "given", ["security@example.org", "mailto:x", "http://example.org/", "[x]"]
)
def test_what_is_no_address_is_told(tmp_path: Path, given: str) -> None:
    text = f"{WHOLE}extra: {{explainer: {{security_contact: {given}}}}}\n"
    with pytest.raises(
        settings.ConfigurationError,
        match=r"mkdocs\.yml:8:1: extra: security_contact: «.*» is no ad",
    ):
        read(tmp_path, text)


@pytest.mark.parametrize("case", WRONG)
def test_what_cannot_be_used_is_told_in_its_place(tmp_path: Path, case: str) -> None:
    text, line = WRONG[case]
    with pytest.raises(settings.ConfigurationError) as caught:
        read(tmp_path, text)
    assert list(map(str, caught.value.problems)) == [line]


def test_a_mistake_that_is_inherited_is_told_in_its_own_file(tmp_path: Path) -> None:
    with pytest.raises(settings.ConfigurationError) as caught:
        read(tmp_path, "INHERIT: base.yml\n", base=LANGUAGES + "\nsite_url: x\n")
    assert str(caught.value).startswith("base.yml:8:1: site_url: «x» is no web address")


def test_bytes_that_are_no_text_are_told(tmp_path: Path) -> None:
    (tmp_path / settings.CONFIG_FILE).write_bytes(b"site_name: \xff\n")
    with pytest.raises(settings.ConfigurationError, match="is no UTF-8 text; save it as UTF-8"):
        settings.read_settings(tmp_path / settings.CONFIG_FILE)


def test_the_project_is_found_from_any_of_its_folders(tmp_path: Path) -> None:
    (tmp_path / "a" / "b").mkdir(parents=True)
    (tmp_path / settings.CONFIG_FILE).write_text(WHOLE, encoding="utf-8")
    assert settings.find_config(tmp_path / "a" / "b") == tmp_path / settings.CONFIG_FILE
    with pytest.raises(SystemExit, match="no mkdocs"):
        settings.find_config(Path("/"))


def test_both_stories_are_read(tiny_folder: Path) -> None:
    real, tiny = builds.settings(builds.ROOT), builds.settings(tiny_folder)
    assert (real.languages, tiny.languages) == (("fr", "en"), ("en", "fr"))
    assert len(real.menu) == 17
    assert tiny.menu[1] == MenuEntry("cracks.md", 23, 5)


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("x: 2020-13-45\n", "not YAML: month must be in 1..12; put the value between quotes"),
        ("a: &a [*a]\n", ""),
    ],
)
def test_odd_values_are_told_or_read_and_end(tmp_path: Path, line: str, told: str) -> None:
    path = tmp_path / "mkdocs.yml"
    path.write_text((builds.ROOT / "mkdocs.yml").read_text("utf-8") + line, "utf-8")
    if not told:
        assert settings.read_settings(path).name
        return
    with pytest.raises(settings.ConfigurationError) as wrong:
        settings.read_settings(path)
    assert [told in str(one) for one in wrong.value.problems] == [True]


def test_a_byte_that_is_no_text_is_told_after_a_mark_too() -> None:
    _, (problem,) = decoding.decode("x.md", b"\xef\xbb\xbf" + "éé".encode() + b"\xff")
    assert str(problem).startswith("x.md:1:3: byte 0xff is not UTF-8")
