"""What others' programs read back of the sources: BibTeX, CSL-JSON, CSV, cards, pages of PDFs."""

from __future__ import annotations

import csv
import io
import json
import re
import warnings
from pathlib import Path
from typing import Any

import bibtexparser
import broken_cases
import builds
import pybtex.database
import pytest
from citeproc import (
    Citation,
    CitationItem,
    CitationStylesBibliography,
    CitationStylesStyle,
    formatter,
)
from citeproc.source.json import CiteProcJSON
from explainer.build import compile_site
from explainer.make.assembly import AssembledPage, AssemblyContext, assemble
from explainer.make.notes import PrintedReference
from explainer.make.site import Site
from explainer.make.view import ViewFactory
from explainer.output import glyphs
from explainer.output.exports import tables
from explainer.read import citation, private
from explainer.words import bibtex, csl
from lxml import html
from making import shared, words
from pybtex import format_from_string
from test_references import source


@pytest.fixture(scope="module")
def story() -> Site:
    """The real site, compiled."""
    site, problems = compile_site(broken_cases.settings(builds.ROOT))
    assert site is not None, problems
    return site


def read(*entries: str) -> Any:
    """Return what pybtex reads of entries; bibtexparser must read as many."""
    text = "\n\n".join(entries)
    library = bibtexparser.parse_string(text)
    assert not library.failed_blocks
    made = pybtex.database.parse_string(text, "bibtex").entries
    assert len(made) == len(library.entries) == len(entries)
    return made


def one(**given: Any) -> Any:
    return read(bibtex.format_entry(csl.make_item(source(**given))))["x"]


def plain(**given: Any) -> str:
    """Return what the standard style «plain» prints of a source."""
    text = bibtex.format_entry(csl.make_item(source(**given)))
    made = format_from_string(text, style="plain", output_backend="plaintext")
    return re.sub(r"\s+", " ", str(made)).strip()


def test_the_court_and_the_docket_reach_a_standard_style() -> None:
    given = {
        "type": "legal_case", "title": "Roe v. Aldmere", "authority": "County Court",
        "number": "No. 19-12", "issued": "2019-04-01",
    }  # fmt: skip
    assert plain(**given) == "[1] Roe v. Aldmere. County Court, No. 19-12, April 2019."
    law_report = given | {"volume": 17, "container-title": "F.4th", "page": 930}
    assert "17 F.4th 930, County Court, No. 19-12" in plain(**law_report)
    code = {"type": "legislation", "volume": 28, "container-title": "U.S.C.", "section": 1604}
    assert "28 U.S.C. § 1604" in plain(**code)
    report = {"type": "report", "authority": "Town of Aldmere", "issued": "2018"}
    assert "Report, Town of Aldmere, 2018" in plain(**report, author=[{"literal": "A"}])
    assert "The Lab" in plain(type="webpage", publisher="The Lab")


@pytest.mark.parametrize(
    ("author", "first", "particle", "last", "lineage"),
    [
        ({"family": "Masons Without Borders"}, "", "", "Masons Without Borders", ""),
        ({"literal": "Corbel and Sons, Ltd"}, "", "", "Corbel and Sons, Ltd", ""),
        ({"family": "Corbel and Sons"}, "", "", "Corbel and Sons", ""),
        ({"family": "Kent", "given": "Marlon L.", "suffix": "Jr."}, "Marlon L.", "", "Kent", "Jr."),
        ({"family": "Kent", "given": "Marlon L., Jr."}, "Marlon L., Jr.", "", "Kent", ""),
        (
            {"family": "Dyke", "given": "Ann", "non-dropping-particle": "van"},
            "Ann", "van", "Dyke", "",
        ),
        (
            {"family": "Ormesson", "given": "Jean", "non-dropping-particle": "d'"},
            "Jean", "", "d'Ormesson", "",
        ),
        ({"family": "Land And Sea", "given": "A"}, "A", "", "Land And Sea", ""),
    ],
)  # fmt: skip
def test_names_are_read_back_whole(
    author: dict[str, str], first: str, particle: str, last: str, lineage: str
) -> None:
    entry = one(type="book", author=[author, {"family": "Roe", "given": "Jo"}])
    person, other = entry.persons["author"]
    parts = (
        person.first_names + person.middle_names, person.prelast_names, person.last_names,
        person.lineage_names,
    )  # fmt: skip
    told = [" ".join(names).translate(str.maketrans("", "", "{}")) for names in parts]
    assert told == [first, particle, last, lineage]
    assert other.last_names == ["Roe"]


@pytest.mark.parametrize(
    ("given", "field", "value"),
    [
        ({"language": "en-US"}, "langid", "english"),
        ({"language": "he"}, "langid", "hebrew"),
        ({"issued": "2018~/2020-24"}, "date", "2018~/2020~"),
        ({"issued": "-0043"}, "date", "-0043"),
        ({"issued": "0000"}, "date", "0000"),
        ({"type": "hearing", "committee": "Ethics"}, "howpublished", "Ethics"),
        ({"issued": "2020-21"}, "date", "2020-21"),
        ({"original-date": "1867"}, "origdate", "1867"),
        ({"DOI": "10.1000/xyz_1"}, "doi", "10.1000/xyz_1"),
        ({"type": "article-journal", "container-title": "J", "issue": 2}, "number", "2"),
        ({"type": "article-journal", "container-title": "J", "page": "9-12"}, "pages", "9--12"),
        ({"type": "book", "publisher-place": "Aldmere"}, "address", "Aldmere"),
    ],
)
def test_fields_of_biblatex(given: dict[str, Any], field: str, value: str) -> None:
    entry = one(**given)
    assert entry.fields[field] == value
    assert "language" not in entry.fields  # biblatex would print its code


def test_every_source_of_the_site_is_read_back(story: Site) -> None:
    text = story.downloads["data/sources.bib"].data.decode()
    entries = pybtex.database.parse_string(text, "bibtex").entries
    assert list(entries) == list(story.story.sources)
    for id_, made in story.story.sources.items():
        held = entries[id_].fields.get("howpublished", "") + entries[id_].fields.get("number", "")
        for name in filter(None, (made.authority, made.number) * (made.type == "legal_case")):
            assert bibtex.escape(name) in held


def test_csl_json_is_read_back(story: Site) -> None:
    items = json.loads(story.downloads["data/sources.csl.json"].data)
    more = source(
        type="chapter", volume=2, edition="3", issued="2018~/2020", editor=[{"family": "Lab"}],
        committee="Ethics", event="Day", ISBN="978-0-226-28705-8", DOI="10.1000/182",
    )  # fmt: skip
    items.append(csl.make_item(more) | {"id": "more"})
    with warnings.catch_warnings():
        warnings.simplefilter("error")  # citeproc warns of a variable that CSL does not have
        made = CiteProcJSON(items)
    style = CitationStylesStyle("harvard-cite-them-right", validate=False)
    listed = CitationStylesBibliography(style, made, formatter.plain)
    for item in items:
        listed.register(Citation([CitationItem(item["id"])]))
    lines = [str(line) for line in listed.bibliography()]
    assert len(lines) == len(items)
    assert items[-1]["issued"] == {"date-parts": [[2018], [2020]], "circa": True}
    assert items[-1]["editor"] == [{"literal": "Lab"}]


# Spreadsheets


def test_a_spreadsheet_reads_accents_and_runs_nothing(tmp_path: Path) -> None:
    project = builds.tiny_project(tmp_path / "project", code=False)
    file = project / "data" / "sources" / "corbel-letter.yml"
    text = file.read_text(encoding="utf-8")
    text = text.replace('title: "Lettre au conseil d\'Aldmere"', 'title: "=1+1 été"')
    file.write_text(text + 'number: "@SUM(A1)"\npublisher: "-2 degrees"\n', encoding="utf-8")
    builds.confirm(project)
    site, problems = compile_site(broken_cases.settings(project))
    assert site is not None, problems
    data = site.downloads["data/sources.csv"].data
    assert data.startswith(b"\xef\xbb\xbf")  # without it Excel takes UTF-8 for Windows-1252
    rows = csv.DictReader(io.StringIO(data.decode("utf-8-sig"), newline=""))
    row = next(row for row in rows if row["id"] == "corbel-letter")
    assert row["title"] == "'=1+1 été"
    assert (row["number"], row["publisher"]) == ("'@SUM(A1)", "'-2 degrees")
    records = json.loads(site.downloads["data/sources.json"].data)["records"]
    assert next(r for r in records if r["id"] == "corbel-letter")["title"] == "=1+1 été"


@pytest.mark.parametrize("cell", ["", "a", "a=b", "4", "'a"])
def test_other_cells_stay(cell: str) -> None:
    assert tables.escape_formula(cell) == cell


# Cards


def test_letters_are_those_of_the_font() -> None:
    assert glyphs.to_font_letters("e\u0301a\u2011b\u202f!") == "éa-b\u00a0!"
    assert glyphs.missing_letters("Grüße, Łódź, Ελλάς, Россия, « é », ‑") == ""
    assert glyphs.missing_letters("1\u2009000\u2003a") == ""
    assert glyphs.missing_letters("x\u0302") == "\u0302"  # drawn beside its letter
    assert glyphs.missing_letters("🌉 עע") == "🌉ע"


def test_a_letter_that_the_font_lacks_is_told(tmp_path: Path) -> None:
    project = builds.tiny_project(tmp_path / "project", code=False)
    page = project / "docs" / "en" / "cracks.md"
    text = page.read_text(encoding="utf-8")
    page.write_text(text.replace("title: ", "title: 🌉 ", 1), encoding="utf-8")
    shared = project / "data" / "actors" / "aldmere.yml"  # a name that both languages share
    text = shared.read_text(encoding="utf-8")
    shared.write_text(text.replace("name: Aldmere", "name: 🌉", 1), encoding="utf-8")
    builds.confirm(project)
    site, problems = compile_site(broken_cases.settings(project))
    assert site is not None, problems
    warning, other = glyphs.warnings(site.story)
    assert str(other).startswith("data/actors/aldmere.yml:3:7: name: the card of «🌉»")
    assert str(warning).startswith("docs/en/cracks.md:2:8: title: the card of «🌉 ")
    assert "cannot show «🌉» (U+1F309)" in warning.message


def test_the_site_lacks_no_letter(story: Site) -> None:
    assert not list(glyphs.warnings(story.story))


# Pages of PDFs


def note(
    printed: PrintedReference, locator: str, said: str = "", language: str = "en"
) -> AssembledPage:
    known = words(language)
    made = shared(known)
    made = AssemblyContext(known, made.addresses, {"a": printed}, {}, made.style)
    group = citation.pack([citation.Citation("a", locator, said)])
    return assemble(f"<p>A{private.CITE}{group}{private.END}</p>", "case.md", made)


def test_a_page_of_a_pdf_opens_there() -> None:
    assert source(URL="https://x.example/a.PDF?b=c").is_pdf
    assert not source(URL="https://x.example/a.html").is_pdf
    assert not source().is_pdf
    printed = PrintedReference(
        f"“A{private.SEAM}”", address="https://x.example/a.pdf#b", first_page=3
    )
    made = note(printed, "pp. 4-5").html
    assert '“A,”</a> <a href="https://x.example/a.pdf#page=6"' in made
    assert ">pp.\u00a04–5<" in made
    assert re.search(r"</a>\.<span", made)
    for locator in ("§ 4", "p. xii", ""):
        assert "#page=" not in note(printed, locator).html
    assert "#page=" not in note(PrintedReference("A", address="https://x.example/a"), "p. 4").html


# The words that a statement rests on


@pytest.mark.parametrize(
    ("locator", "address", "pages", "expected"),
    [
        ("", "", 0, "“A,” “about ‘1,400’ – no.”"),
        ("§ 4", "", 0, "“A,” § 4, “about ‘1,400’ – no.”"),
        ("", "https://x.example/a", 0, "“A,” “about ‘1,400’ – no.”"),
        ("§ 4", "https://x.example/a#b", 0, "“A,” § 4, “about ‘1,400’ – no.”"),
        ("p. 4", "https://x.example/a.pdf", 1, "“A,” p. 4, “about ‘1,400’ – no.”"),
    ],
)
def test_words_are_quoted_and_open_there(
    locator: str, address: str, pages: int, expected: str
) -> None:
    printed = PrintedReference(f"“A{private.SEAM}”", False, address, pages, "en")
    made = note(printed, locator, "about “1,400” – no")
    shown = html.fromstring(made.html).xpath("//li")[0]
    for aside in shown.xpath(".//span[@class='back'] | .//span[@class='sr']"):
        aside.drop_tree()
    assert re.sub(r"\s+", " ", shown.text_content()).strip() == expected
    links = [link for link in shown.xpath(".//a/@href") if ":~:text=" in link]
    told = "about%20%E2%80%9C1%2C400%E2%80%9D%20%E2%80%93%20no"
    fragment = {"": "#", "§ 4": "#b", "p. 4": "#page=4"}[locator]
    assert links == ([f"{address.partition('#')[0]}{fragment}:~:text={told}"] if address else [])


def test_words_of_another_language_are_marked() -> None:
    printed = PrintedReference(f"« A »{private.SEAM}", False, "", 0, "en")
    made = note(printed, "p. 3", "a - b: <c>", "fr").html
    assert 'p.\u00a03</a>, «\u00a0<span lang="en">a - b: &lt;c&gt;</span>\u00a0».' in made
    assert "%2D" in PrintedReference("", address="https://x.example/").address_at(0, "a-b")


def test_words_stand_on_the_page_of_their_source(tmp_path: Path) -> None:
    project = builds.tiny_project(tmp_path / "project", code=False)
    for language in ("en", "fr"):
        page = project / "docs" / language / "cracks.md"
        text = page.read_text(encoding="utf-8")
        page.write_text(
            text.replace("[@courier-2019, ¶2]", '[@courier-2019, ¶2, "the crack; it grew"]'),
            encoding="utf-8",
        )
    builds.confirm(project)
    site, problems = compile_site(broken_cases.settings(project))
    assert site is not None, problems
    told = '(¶\u00a02, «\u00a0<span lang="en">the crack; it grew</span>\u00a0»)'
    assert told in site.pages["fr"]["sources/courier-2019.md"].html
    assert "#:~:text=the%20crack%3B%20it%20grew" in site.pages["en"]["cracks.md"].html
    # Both languages rest on the same words.
    page.write_text(page.read_text(encoding="utf-8").replace("it grew", "it shrank"), "utf-8")
    assert any("it grew" in line for line in broken_cases.compile_report(project))


# How to cite a page


@pytest.mark.parametrize(
    ("language", "title", "before", "shown", "after"),
    [
        ("en", 'Why did "it" crack?', "“", "Why did ‘it’ crack?", ",” "),
        ("en", 'A bridge called "it"', "“", "A bridge called ‘it", ",’” "),
        ("en", "The masons'", "“", "The masons’", ",” "),
        ("fr", 'Qui "a" craqué ?', "« ", "Qui “a” craqué ?", " », "),
    ],
)
def test_quotes_in_how_to_cite_a_page(
    tmp_path: Path, language: str, title: str, before: str, shown: str, after: str
) -> None:
    project = builds.tiny_project(tmp_path / "project", code=False)
    page = project / "docs" / language / "cracks.md"
    text = page.read_text(encoding="utf-8")
    page.write_text(
        re.sub(
            "title: .*", lambda _: f"title: '{title.replace(chr(39), chr(39) * 2)}'", text, count=1
        ),
        "utf-8",
    )
    builds.confirm(project)
    site, problems = compile_site(broken_cases.settings(project))
    assert site is not None, problems
    cite = ViewFactory(site).view(language, "cracks.md").extra["cite"]
    said = [re.sub(r"\s", " ", part) for part in (cite.before, cite.title, cite.after)]
    assert (said[0], said[1]) == (before, shown)
    assert said[2].startswith(after)


def test_every_place_of_a_source_is_said(story: Site) -> None:
    """Several places in one record, too: none is an empty bracket."""
    several = [
        (id_, at.citations)
        for id_, places in story.index.cited_by.items()
        for at in places
        if len(at.citations) > 1
    ]
    assert several
    for language, pages in story.pages.items():
        style = story.assembly_context(story.print_context(language)).style
        for id_, cited in several:
            said = pages[f"sources/{id_}.md"].html
            # A place that is quoted is not said again without its words.
            quoted = {one.locator for one in cited if one.quotation}
            kept = [one for one in cited if one.quotation or one.locator not in quoted]
            parts = []
            for one in kept:
                mark = "" if one is kept[-1] else ","
                if one.locator:
                    parts.append(
                        style.format_locators(one.locator) + ("," if one.quotation else mark)
                    )
                spoken = story.story.sources[id_].language
                parts += (
                    [style.format_quotation(one.quotation, spoken, language, mark)]
                    if one.quotation
                    else []
                )
            assert all(parts)
            assert f"({' '.join(parts)})" in said
        for page in pages.values():
            assert "()" not in page.html, page.name
