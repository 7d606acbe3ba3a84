"""Archived copies: which is proposed, which is asked for, what is written, what readers see."""

from __future__ import annotations

from pathlib import Path

import builds
import pytest
from elsewhere import Elsewhere, client, with_addresses
from explainer import __main__ as commands
from explainer.build import compile_site
from explainer.model.story import load
from explainer.watch import archives
from lxml import html

pytestmark = pytest.mark.usefixtures("no_proxy")


COPIES = {
    "/several": "a copy of 2019-03-06 (published 2019-03-04; the record has no `accessed:`)",
    "/redirect": "a copy of 2019-03-06",
    "/none": "no copy in this archive",
    "/excluded": "no copy: the archive may not show this address",
    "/error": "cannot tell: HTTP 503",
    "/html": "cannot tell: what the archive sent is no list of copies",
    "/odd": "no copy in this archive",
    "/deep": "cannot tell: what the archive sent is no list of copies",
    "/object": "cannot tell: what the archive sent is no list of copies",
}


@pytest.mark.parametrize("path", COPIES)
def test_the_copy_nearest_to_the_day_is_proposed(
    path: str, other: Elsewhere, tiny_folder: Path
) -> None:
    story = with_addresses(tiny_folder, {"courier-2019": "https://courier.example" + path})
    before = builds.files(tiny_folder / "data")
    lines = list(
        archives.propose_copies(story, client(), archives=archives.Archives(other.url + "/cdx"))
    )
    assert lines[0].startswith(f"data/sources/courier-2019.yml: {COPIES[path]}")
    if "a copy" in lines[0]:
        copy = "https://web.archive.org/web/20190306101112/https://courier.example/several"
        assert lines[1:] == [f"archive_url: {copy}", "archive_date: 2019-03-06"]
    else:
        assert lines[1:] == []
    assert builds.files(tiny_folder / "data") == before


def test_a_person_has_a_copy_written(other: Elsewhere, tiny_folder: Path) -> None:
    story = with_addresses(tiny_folder, {"courier-2019": "https://courier.example/several"})
    ways = archives.Archives(other.url + "/cdx")
    list(archives.propose_copies(story, client(), ["courier-2019"], write=True, archives=ways))
    again, _ = load(builds.settings(tiny_folder))
    assert again.sources["courier-2019"].archive_date == "2019-03-06"
    (line,) = archives.propose_copies(again, client(), ["courier-2019"], write=True, archives=ways)
    assert line.startswith("each of these sources has a copy")


def test_writing_asks_for_names(tiny_folder: Path) -> None:
    assert commands.main(["-C", str(tiny_folder), "archive", "--write"]) == 1


SECOND = {
    "/none": "a copy of 2019-03-05",
    "/error": "a copy of 2019-03-05",
    "/nowhere": "no copy in this archive; in the second: no copy in this archive",
    "/down": "no copy in this archive; in the second: cannot tell: HTTP 503",
    "/undated": "no copy in this archive; in the second: cannot tell: what the archive sent is no copy",
    "/bare": "no copy in this archive; in the second: cannot tell: what the archive sent is no copy",
}


@pytest.mark.parametrize("path", SECOND)
def test_a_second_archive_is_asked_where_the_first_has_none(
    path: str, other: Elsewhere, tiny_folder: Path
) -> None:
    story = with_addresses(tiny_folder, {"courier-2019": "https://courier.example" + path})
    ways = archives.Archives(other.url + "/cdx", timegate_url=other.url + "/timegate/")
    lines = list(archives.propose_copies(story, client(), archives=ways))
    assert lines[0].startswith(f"data/sources/courier-2019.yml: {SECOND[path]}")
    if "a copy of" in lines[0]:
        assert (
            lines[1] == f"archive_url: {other.url}/memento/20190305/https://courier.example{path}"
        )
        assert other.headers["Accept-Datetime"] == "Mon, 04 Mar 2019 12:00:00 GMT"
    # Not where the first has one.
    story = with_addresses(tiny_folder, {"courier-2019": "https://courier.example/several"})
    before = len(other.asked)
    assert "a copy of 2019-03-06" in next(archives.propose_copies(story, client(), archives=ways))
    assert other.asked[before:] == ["/cdx"]


ASKED = {
    "/none": "a copy of 2026-11-26",
    "/located": "a copy of 2026-11-26",
    "/nowhere": "no copy in this archive; asked to make one: it does not say where its copy is",
    "/undated": "no copy in this archive; asked to make one: it does not say where its copy is",
    "/down": "no copy in this archive; asked to make one: HTTP 503 Service Unavailable",
    "/barred": "no copy in this archive; asked to make one: it may not",
    "/excluded": "no copy: the archive may not show this address",
    "/error": "cannot tell: HTTP 503",
}


@pytest.mark.parametrize("path", ASKED)
def test_a_copy_is_asked_for_only_where_none_is_and_on_request(
    path: str, other: Elsewhere, tiny_folder: Path
) -> None:
    story = with_addresses(tiny_folder, {"courier-2019": "https://courier.example" + path})
    before = builds.files(tiny_folder / "data")
    list(archives.propose_copies(story, client(), archives=archives.Archives(other.url + "/cdx")))
    assert not [asked for asked in other.asked if asked.startswith("/save/")]
    ways = archives.Archives(other.url + "/cdx", save_url=other.url + "/save/")
    lines = list(archives.propose_copies(story, client(), archives=ways))
    assert lines[0].startswith(f"data/sources/courier-2019.yml: {ASKED[path]}")
    if "a copy of" in lines[0]:
        copy = f"{other.url}/web/20261126101112/https://courier.example{path}"
        assert lines[1:] == [f"archive_url: {copy}", "archive_date: 2026-11-26"]
    assert bool([1 for asked in other.asked if asked.startswith("/save/")]) is (
        path not in ("/excluded", "/error")
    )
    assert builds.files(tiny_folder / "data") == before


def test_a_document_that_can_have_no_copy_says_so(other: Elsewhere, tiny_folder: Path) -> None:
    path = tiny_folder / "data/sources/courier-2019.yml"
    why = "no_archive: {en: The court forbids it., fr: Le greffe l'interdit.}\n"
    path.write_text(path.read_text("utf-8") + why, "utf-8")
    builds.confirm(tiny_folder)
    pages = builds.compiled(tiny_folder).pages

    def told(language: str, name: str) -> str:
        made = html.fromstring(f"<div>{pages[language][name].html}</div>")
        return " ".join(made.text_content().split())

    assert "None can be had: The court forbids it." in told("en", "sources/courier-2019.md")
    assert "Aucune n’est possible : Le greffe l’interdit." in told("fr", "sources/courier-2019.md")
    assert "1 source has an archived copy. 1 source can have none." in told(
        "en", "sources/index.md"
    )
    story, _ = load(builds.settings(tiny_folder))
    ways = archives.Archives(other.url + "/cdx", save_url=other.url + "/save/")
    (line,) = archives.propose_copies(story, client(), archives=ways)
    assert line.startswith("each of these sources has a copy, says why it has none")
    copied = "archive_url: https://archive.example/x\narchive_date: 2020-01-01\n"
    path.write_text(path.read_text("utf-8") + copied, "utf-8")
    _, found = compile_site(builds.settings(tiny_folder))
    assert [
        one for one in map(str, found) if "no_archive: there is a copy in `archive_url:`" in one
    ]
