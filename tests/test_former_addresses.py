"""Addresses last: what was published leads on, or the build says how to mend it."""

from __future__ import annotations

from pathlib import Path

import broken_cases
import builds
import lxml.html
import pytest
from explainer import __main__ as command
from explainer.derive import former_addresses, page_addresses
from explainer.model.story import load
from explainer.read import digests

PAGES = ("docs/en/cracks.md", "docs/fr/cracks.md")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """The tiny story, to break and to build."""
    return builds.tiny_project(tmp_path / "project")


def change(folder: Path, file: str, old: str, new: str) -> None:
    path = folder / file
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new), "utf-8")


def move(folder: Path) -> None:
    """Give a page, an actor and a whole section other addresses."""
    change(folder, PAGES[0], "slug: cracks", "slug: the-cracks")
    change(folder, "data/actors/corbel.yml", "en: corbel-and-sons", "en: corbel")
    change(folder, "docs/fr/sources/index.md", "slug: sources", "slug: documents")


def add_line(folder: Path, line: str) -> None:
    path = folder / digests.PUBLISHED_FILE
    path.write_text(path.read_text("utf-8") + line + "\n", "utf-8")


def number(folder: Path, start: str) -> int:
    lines = (folder / digests.PUBLISHED_FILE).read_text("utf-8").splitlines()
    return next(n for n, line in enumerate(lines, 1) if line.startswith(start))


def leads_to(folder: Path, site: Path, address: str) -> Path:
    """Return the file that the page at a former address sends its reader to, by itself and by link."""
    page = lxml.html.parse(str(site / address / "index.html")).getroot()
    (refresh,) = page.xpath("//meta[@http-equiv='refresh']/@content")
    (link,) = page.xpath("//main//a/@href")
    assert refresh == f"0; url={link}"
    (whole,) = page.xpath("//link[@rel='canonical']/@href")
    found = (site / address / link / "index.html").resolve()
    assert builds.SITE_URL + found.parent.relative_to(site).as_posix() + "/" == whole
    return found.parent.relative_to(site)


def test_a_new_address_is_kept_and_the_old_one_leads_to_it(folder: Path) -> None:
    move(folder)
    (waits,) = broken_cases.whole_report(folder)
    assert "cracks.md (its address)" in waits
    assert command.main(["-C", str(folder), "reviewed", "cracks.md"]) == 0
    assert broken_cases.whole_report(folder) == []
    site = builds.build(folder, folder / "site")
    moved = {
        "cracks/": "the-cracks/",
        "actors/corbel-and-sons/": "actors/corbel/",
        "fr/sources/minutes-2018/": "fr/documents/minutes-2018/",
        "timeline/actor/corbel-and-sons/": "timeline/actor/corbel/",
    }
    for old, new in moved.items():
        assert leads_to(folder, site, old) == Path(new)
    lines = (site / "_redirects").read_text("utf-8").splitlines()
    assert {f"/{old} /{new} 301" for old, new in moved.items()} <= set(lines)
    # Nothing else points to a former address, and none is on the map.
    assert "/cracks/" not in (site / "sitemap.xml").read_text("utf-8")


def test_a_site_that_never_moved_a_page_has_no_list_of_moves(tiny: object) -> None:
    assert not (Path(str(tiny.folder)) / "_redirects").exists()  # type: ignore[attr-defined]


def test_an_address_that_comes_back_is_a_page_again(folder: Path) -> None:
    move(folder)
    assert command.main(["-C", str(folder), "reviewed", "--all"]) == 0
    change(folder, PAGES[0], "slug: the-cracks", "slug: cracks")
    assert broken_cases.whole_report(folder) == []
    site = builds.build(folder, folder / "site", confirmed=True)
    assert leads_to(folder, site, "the-cracks/") == Path("cracks")


@pytest.mark.parametrize(
    ("file", "owner", "address", "named"),
    [
        ("data/actors/aldmere.yml", "actors/aldmere", "actors/aldmere/", "KIND=actor ID=aldmere"),
        (
            "data/sources/minutes-2018.yml",
            "sources/minutes-2018",
            "sources/minutes-2018/",
            "KIND=source ID=minutes-2018",
        ),
        (
            "data/events/closed-2019.yml",
            "events/closed-2019",
            "timeline/#closed-2019",
            "KIND=event ID=closed-2019",
        ),
        ("docs/{}/cracks.md", "cracks.md", "cracks/", "KIND=page ID=cracks"),
    ],
)
def test_an_address_that_leads_nowhere_is_told_with_what_mends_it(
    folder: Path, file: str, owner: str, address: str, named: str
) -> None:
    for language in ("en", "fr"):
        (folder / file.format(language)).unlink(missing_ok=True)
    told = [x for x in broken_cases.whole_report(folder) if x.startswith(digests.PUBLISHED_FILE)]
    assert told == [
        f"{digests.PUBLISHED_FILE}:{number(folder, f'{owner}: ')}:1: «{owner}» was published at "
        f"/{address} and is gone; expected it back, or where that leads: make rename {named} NEW=… "
        f"if it has another name now, else make delete {named} [published-address]"
    ]


def test_lists_by_a_value_go_with_their_page(folder: Path) -> None:
    """Where there is no timeline and never was one, they lead home; else what it leads to counts."""
    for language in ("en", "fr"):
        (folder / f"docs/{language}/timeline.md").unlink()
    add_line(folder, "timeline/by/who/none.md: {en: timeline/none/, fr: fr/chronologie/none/}")

    def told() -> list[str]:
        return [
            x for x in broken_cases.compile_report(folder) if x.startswith(digests.PUBLISHED_FILE)
        ]

    (line,) = told()
    assert "«timeline.md» was published" in line
    path = folder / digests.PUBLISHED_FILE
    kept = path.read_text("utf-8")
    never = "".join(x for x in kept.splitlines(True) if not x.startswith("timeline.md: "))
    for text, end in ((kept + "timeline.md: {leads-to: cracks.md}\n", "cracks/"), (never, "")):
        path.write_text(text, "utf-8")
        assert told() == []
        story = load(builds.settings(folder))[0]
        moved = former_addresses.find_redirects(story, page_addresses.assign_addresses(story)[0])
        assert moved["timeline/none/"] == ("en", end)


def test_where_what_is_gone_leads_is_followed_to_the_end(folder: Path) -> None:
    for name, end in (("first", "second"), ("second", "aldmere")):
        add_line(folder, f"actors/{name}: {{en: actors/{name}/, fr: fr/acteurs/{name}/}}")
        add_line(folder, f"actors/{name}: {{leads-to: actors/{end}}}")
    add_line(folder, "actors/third: {en: actors/third/, fr: fr/acteurs/third/}")
    add_line(folder, "actors/third: {leads-to: actors/index.md}")
    add_line(folder, "claims/by/who/first.md: {en: claims/by/who/first/}")
    # Two branches moved one page: Git keeps the lines of both.
    add_line(folder, "cracks.md: {en: cracks-of-a/, fr: fr/fissures/}")
    add_line(folder, "cracks.md: {en: cracks-of-b/, fr: fr/fissures-b/}")
    assert broken_cases.whole_report(folder) == []
    site = builds.build(folder, folder / "site", confirmed=True)
    assert leads_to(folder, site, "actors/first/") == Path("actors/aldmere")
    assert leads_to(folder, site, "fr/acteurs/second/") == Path("fr/acteurs/aldmere")
    assert leads_to(folder, site, "actors/third/") == Path("actors")
    assert leads_to(folder, site, "claims/by/who/first/") == Path("claims")
    for old in ("cracks-of-a/", "cracks-of-b/"):
        assert leads_to(folder, site, old) == Path("cracks")


def test_a_name_that_leads_elsewhere_is_never_used_again(folder: Path) -> None:
    add_line(folder, "actors/mason: {en: actors/mason/, fr: fr/acteurs/mason/}")
    add_line(folder, "actors/mason: {leads-to: actors/corbel}")
    text = (folder / "data/actors/aldmere.yml").read_text("utf-8")
    text = text.replace("id: aldmere", "id: mason").partition("relations:")[0]
    (folder / "data/actors/mason.yml").write_text(text, "utf-8")
    first, *_ = broken_cases.whole_report(folder)
    line = number(folder, "actors/mason")
    assert first == (
        "data/actors/mason.yml:1:5: id: this name was used before, and leads to «actors/corbel» "
        f"({digests.PUBLISHED_FILE}:{line}); expected one never used [published-name]"
    )


@pytest.mark.parametrize("ends", [("nobody",), ("second", "first")], ids=["nowhere", "a circle"])
def test_what_leads_nowhere_in_the_end_is_told(folder: Path, ends: tuple[str, ...]) -> None:
    for name, end in zip(("first", "second"), ends, strict=False):
        add_line(folder, f"actors/{name}: {{en: actors/{name}/, fr: fr/acteurs/{name}/}}")
        add_line(folder, f"actors/{name}: {{leads-to: actors/{end}}}")
    lines = broken_cases.whole_report(folder)
    assert len(lines) == len(ends)
    assert all("which leads nowhere; expected a page or a record" in line for line in lines)
