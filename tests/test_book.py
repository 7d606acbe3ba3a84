"""The book of a language, read as a reader's program would: what it lists is there, links lead somewhere.

`make audit` has EPUBCheck read it too.
"""

from __future__ import annotations

import io
import posixpath
import xml.etree.ElementTree as ET
import zipfile
from pathlib import Path

import builds
import facts
import pytest
from explainer.make.site import Site
from explainer.output.copies import book
from lxml import html

SITE = "https://example.org/story/"
PICTURE = '<svg xmlns="http://www.w3.org/2000/svg" width="1" height="1"/>'
OPF = "{http://www.idpf.org/2007/opf}"
XHTML = "{http://www.w3.org/1999/xhtml}"
DC = "{http://purl.org/dc/elements/1.1/}"


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Site:
    project = builds.tiny_project(tmp_path_factory.mktemp("book") / "project", code=False)
    (project / "docs/assets").mkdir(exist_ok=True)
    (project / "docs/assets/dot.svg").write_text(PICTURE, "utf-8")
    for language, alt in (("en", "a dot"), ("fr", "un point")):
        page = project / "docs" / language / "cracks.md"
        text = f"\n![{alt}](../assets/dot.svg) [x](timeline.md) [y](actors/corbel.md#role)\n{{: .no-fact }}\n"
        page.write_text(page.read_text("utf-8") + text, "utf-8")
    builds.confirm(project)
    return builds.compiled(project, site_url=SITE, options={"book": True})


@pytest.fixture(params=["en", "fr"])
def language(request: pytest.FixtureRequest) -> str:
    return str(request.param)


def opened(site: Site, language: str) -> zipfile.ZipFile:
    return zipfile.ZipFile(io.BytesIO(book.make_book(site, language)))


def texts(volume: zipfile.ZipFile) -> dict[str, ET.Element]:
    """Return the pages of a book; one that is no XML fails here."""
    return {
        posixpath.basename(name): ET.fromstring(volume.read(name))
        for name in volume.namelist()
        if name.endswith(".xhtml")
    }


def test_what_it_is_stands_first_and_bare(site: Site, language: str) -> None:
    first = opened(site, language).infolist()[0]
    assert (first.filename, first.compress_type) == ("mimetype", zipfile.ZIP_STORED)
    assert book.make_book(site, language)[30:58] == b"mimetypeapplication/epub+zip"
    assert book.make_book(site, language) == book.make_book(site, language)


def test_the_package_lists_what_is_there(site: Site, language: str) -> None:
    volume = opened(site, language)
    container = ET.fromstring(volume.read("META-INF/container.xml"))
    [root] = container.iter("{urn:oasis:names:tc:opendocument:xmlns:container}rootfile")
    assert root.get("full-path") == "book/package.opf"
    package = ET.fromstring(volume.read("book/package.opf"))
    items = {item.get("id"): item for item in package.iter(f"{OPF}item")}
    listed = {f"book/{item.get('href')}" for item in items.values()}
    beside = {"mimetype", "META-INF/container.xml", "book/package.opf"}
    assert listed | beside == set(volume.namelist())
    kinds = {Path(str(item.get("href"))).suffix: item.get("media-type") for item in items.values()}
    assert kinds == {
        ".xhtml": "application/xhtml+xml", ".css": "text/css", ".svg": "image/svg+xml",
    }  # fmt: skip
    order = [ref.get("idref") for ref in package.iter(f"{OPF}itemref")]
    pages = {id_ for id_, item in items.items() if str(item.get("href")).endswith(".xhtml")}
    assert set(order) == pages and len(order) == len(pages)
    assert [item.get("properties") for item in items.values()].count("nav") == 1
    said = {str(child.tag).removeprefix(DC): child.text for child in package[0]}
    assert (said["language"], said["date"]) == (language, "2020-06-02")
    assert said["identifier"] == SITE + site.addresses.url(language, "index.md")


def test_every_page_of_the_menu_and_every_claim_is_a_chapter(site: Site, language: str) -> None:
    found = texts(opened(site, language))
    titles = [page.findtext(f".//{XHTML}h1") for page in found.values()]
    pages = site.pages[language]
    for entry in site.story.settings.menu:
        assert "".join(html.fromstring(f"<p>{pages[entry.name].title}</p>").itertext())[:9] in str(
            titles
        ).replace("’", "'")
    nav = found["nav.xhtml"]
    links = [a.get("href") for a in nav.iter(f"{XHTML}a")]
    assert sorted(links) == sorted(set(found) - {"nav.xhtml", "title.xhtml"})
    [under] = [li for li in nav.iter(f"{XHTML}li") if li.find(f"{XHTML}ol") is not None]
    assert len(under.findall(f".//{XHTML}ol/{XHTML}li")) == len(site.story.claims)


def test_links_lead_into_the_book_or_to_the_site(site: Site, language: str) -> None:
    volume = opened(site, language)
    found = texts(volume)
    ids = {name: [e.get("id") for e in page.iter() if e.get("id")] for name, page in found.items()}
    inside, outside = 0, set()
    for name, page in found.items():
        assert len(ids[name]) == len(set(ids[name]))
        for link in page.iter(f"{XHTML}a"):
            href = str(link.get("href"))
            if href.startswith("http"):
                outside.add(href)
                continue
            file, _, anchor = href.partition("#")
            assert not anchor or anchor in ids[file or name], (name, href)
            assert not file or file in found, (name, href)
            inside += 1
        for picture in page.iter(f"{XHTML}img"):
            assert volume.read(f"book/{picture.get('src')}").decode() == PICTURE
    assert inside > 50
    assert SITE + site.addresses.url(language, "actors/corbel.md") + "#role" in outside
    assert any(page.find(f".//{XHTML}img") is not None for page in found.values())


def test_notes_and_statuses_are_there_as_words(site: Site, language: str) -> None:
    found = texts(opened(site, language))
    [claim] = [
        page for page in found.values()
        if str(page.findtext(f".//{XHTML}h1")).startswith("Corbel & Sons ")
    ]  # fmt: skip
    words = "".join(claim.itertext())
    assert ("Contested" if language == "en" else "Discuté") in words
    assert "◆" not in words
    notes = [li for li in claim.iter(f"{XHTML}li") if str(li.get("id")).startswith("note-")]
    calls = [a for a in claim.iter(f"{XHTML}a") if a.get("role") == "doc-noteref"]
    assert {a.get("href") for a in calls} == {f"#{li.get('id')}" for li in notes} != set()
    assert all(li[-1].get("role") == "doc-backlink" for li in notes)
    assert {li[-1].text for li in notes} == {"↩\ufe0e"}
    for page in found.values():
        for element in page.iter():
            assert element.tag.removeprefix(XHTML) not in {"button", "details", "svg", "script"}
            assert not {"popover", "style", "aria-hidden"} & set(element.keys())


def test_it_is_made_and_linked_only_when_asked(
    site: Site, tiny: facts.Site, tmp_path: Path
) -> None:
    book.write(site, "fr", tmp_path)
    [made] = tmp_path.rglob("*.epub")
    assert made.relative_to(tmp_path).as_posix() == "book/la-passerelle-d-aldmere.fr.epub"
    page = html.fromstring(site.pages["fr"]["data.md"].html)
    [link] = page.xpath("//a[contains(@href, '.epub')]/@href")
    here = tmp_path / site.addresses.url("fr", "data.md") / link
    assert here.resolve() == made.resolve()
    assert not list(tiny.folder.rglob("*.epub"))
    assert not any(page.select("//a[contains(@href, '.epub')]") for page in tiny.pages)


def test_a_link_to_what_the_book_left_out_leads_to_the_site(site: Site) -> None:
    volume = book._Book(site, "en")
    here = site.addresses.url("en", "cracks.md")
    timeline = f"{SITE}{site.addresses.url('en', 'timeline.md')}"
    ids = frozenset({"width"})
    file = volume.chapters["timeline.md"].file
    assert volume._rewrite_link("../timeline/#closed-2019", here, ids) == f"{file}#closed-2019"
    assert (
        volume._rewrite_link("../timeline/#axis-wide-title", here, ids)
        == f"{timeline}#axis-wide-title"
    )
    assert volume._rewrite_link("#width", here, ids) == "#width"
    assert volume._rewrite_link("#gone", here, ids) == f"{SITE}{here}#gone"
