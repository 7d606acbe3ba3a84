"""Addresses: where each page stands, in each language, and the way between two of them."""

from __future__ import annotations

import posixpath
from dataclasses import replace
from pathlib import Path

import broken_cases
import pytest
from explainer.derive import address, page_addresses
from explainer.make.view import relative_url
from explainer.model import story
from explainer.settings import Settings


@pytest.fixture
def addresses(tiny_folder: Path) -> address.Addresses:
    loaded, problems = story.load(broken_cases.settings(tiny_folder))
    assert problems == []
    made, problems = page_addresses.assign_addresses(loaded)
    assert problems == []
    return made


@pytest.mark.parametrize(
    ("name", "what"),
    [
        ("actors/index.md", "data/actors/index.yml"),
        ("sources/minutes-2019.md", "data/sources/minutes-2019.yml"),
        ("claims/by/status/contested.md", "claims/by/status/contested.md"),
    ],
)
def test_a_page_that_would_stand_for_another_is_told(
    tiny_folder: Path, name: str, what: str
) -> None:
    if what == "data/actors/index.yml":
        text = (tiny_folder / "data/actors/corbel.yml").read_text("utf-8")
        text = text.replace("id: corbel", "id: index").replace("corbel-and", "index-and")
        (tiny_folder / what).write_text(text.replace("corbel-et", "index-et"), "utf-8")
    for language in ("en", "fr"):
        page = tiny_folder / f"docs/{language}/{name}"
        page.parent.mkdir(parents=True, exist_ok=True)
        front = "---\ntitle: X\nslug: some-x\ndescription: X.\n---\n\nX.\n{: .no-fact }\n"
        page.exists() or page.write_text(front, "utf-8")
    _, found = page_addresses.assign_addresses(story.load(broken_cases.settings(tiny_folder))[0])
    message = f"this page would stand for {what}; give one of them another name"
    assert [one.message for one in found] == [message] * 2


@pytest.mark.parametrize(
    ("language", "name", "url"),
    [
        ("en", "index.md", ""),
        ("fr", "index.md", "fr/"),
        ("en", "cracks.md", "cracks/"),
        ("fr", "cracks.md", "fr/fissures/"),
        ("en", "actors/index.md", "actors/"),
        ("fr", "actors/index.md", "fr/acteurs/"),
        ("en", "actors/aldmere.md", "actors/aldmere/"),
        ("fr", "actors/aldmere.md", "fr/acteurs/aldmere/"),
        ("en", "actors/corbel.md", "actors/corbel-and-sons/"),
        ("fr", "actors/corbel.md", "fr/acteurs/corbel-et-fils/"),
        ("en", "sources/marlow-report.md", "sources/marlow-notes/"),
        ("fr", "claims/firm-at-fault.md", "fr/affirmations/mortier/"),
        ("en", "claims/by/status/contested.md", "claims/status/contested/"),
        ("fr", "claims/by/status/contested.md", "fr/affirmations/statut/discute/"),
        ("fr", "timeline/by/layer/later.md", "fr/chronologie/periode/apres-l-article/"),
    ],
)
def test_a_page_stands_at_its_localized_address(
    addresses: address.Addresses, language: str, name: str, url: str
) -> None:
    assert addresses.url(language, name) == url
    assert name in addresses


def test_both_languages_have_the_same_pages(addresses: address.Addresses) -> None:
    assert list(addresses.table["en"]) == list(addresses.table["fr"])
    every = [url for table in addresses.table.values() for url in table.values()]
    assert len(every) == len(set(every))


def test_no_address_leaves_the_site(addresses: address.Addresses) -> None:
    for table in addresses.table.values():
        for url in table.values():
            assert posixpath.normpath(f"/{url}").rstrip("/") == f"/{url}".rstrip("/")
            assert url == "" or url.endswith("/")


@pytest.mark.parametrize(
    ("text", "slug"),
    [
        ("Établi depuis", "etabli-depuis"),
        ("Came true?", "came-true"),
        ("Œuvre & cætera", "oeuvre-caetera"),
        ("l’été", "l-ete"),
        ("  ", ""),
        ("Straße", "strasse"),
        ("x" * 200, "x" * 80),
        ("x" * 79 + " yz", "x" * 79),
        ("●", ""),
    ],
)
def test_slugs_are_plain_words(text: str, slug: str) -> None:
    assert address.slugify(text) == slug


@pytest.mark.parametrize(
    ("name", "path"), [("Le pont", "offline/le-pont.zip"), ("●", "offline/site.zip")]
)
def test_the_offline_copy_has_the_site_s_name(name: str, path: str) -> None:
    settings = Settings(Path(), ("fr",), name=name, options={"offline": True})
    assert address.offline_copy_path(story.Story(settings)) == path
    assert address.offline_copy_path(story.Story(replace(settings, options={}))) == ""


@pytest.mark.parametrize(
    ("slug", "valid"),
    [
        ("a", True),
        ("a-b/c-2", True),
        ("", False),
        ("/a", False),
        ("a/", False),
        ("a//b", False),
        ("..", False),
        ("a/../b", False),
        ("A", False),
        ("é", False),
        ("a b", False),
        ("a_b", False),
        ("a.html", False),
        ("a" * 81, False),
        (None, False),
        (3, False),
        (["a"], False),
    ],
)
def test_page_slugs_are_checked(slug: object, valid: bool) -> None:
    assert address.is_page_slug(slug) is valid


@pytest.mark.parametrize(
    ("here", "there"),
    [
        ("index.md", "actors/x.md"),
        ("actors/x.md", "index.md"),
        ("actors/x.md", "actors/y.md"),
        ("actors/x.md", "actors/x.md"),
        ("actors/x.md", "sources/y.md#a"),
        ("claims/by/status/x.md", "claims/x.md"),
        ("claims/by/status/x.md", "timeline.md#e"),
        ("a.md", "b.md"),
    ],
)
def test_the_way_between_files_is_posix_s(here: str, there: str) -> None:
    path, mark, anchor = there.partition("#")
    expected = posixpath.relpath(path, posixpath.dirname(here) or ".") + mark + anchor
    assert address.relative_link(here, there) == expected


@pytest.mark.parametrize("here", ["", "a/", "a/b/", "en/", "en/a/b/c/"])
@pytest.mark.parametrize(
    "there", ["", "a/", "a/b/", "a/c/", "en/", "en/a/", "assets/site.css", "b", "a"]
)
def test_the_way_between_addresses_leads_there(here: str, there: str) -> None:
    way = relative_url(here, there)
    assert not way.startswith("/")
    landed = posixpath.normpath(posixpath.join("/", here, way))
    assert landed.strip("/") == there.strip("/")
    assert there.endswith("/") is way.endswith("/") or there == ""
    if there == "":
        assert way.endswith("/")
