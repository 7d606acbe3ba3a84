"""BibTeX and CSL-JSON of the sources, read back by bibtexparser."""

from __future__ import annotations

from typing import Any

import bibtexparser
import pytest
from explainer.make.site import Site
from explainer.words import bibtex
from reading import document


def test_bibtex_has_every_source(story: Site) -> None:
    library = bibtexparser.parse_string(story.downloads["data/sources.bib"].data.decode())
    assert not library.failed_blocks
    assert [entry.key for entry in library.entries] == list(story.story.sources)
    for entry in library.entries:
        source = story.story.sources[entry.key]
        assert entry["date"] == source.issued if source.issued else "date" not in entry
        assert ("url" in entry) == bool(source.URL)
        assert ("author" in entry) == bool(source.author)


def test_bibtex_of_the_tiny_story(tiny_story: Site) -> None:
    library = bibtexparser.parse_string(tiny_story.downloads["data/sources.bib"].data.decode())
    courier = library.entries_dict["courier-2019"]
    assert courier.entry_type == "article"
    assert (courier["journal"], courier["author"]) == ("The Aldmere Courier", "Quill, Tom")
    assert (courier["year"], courier["month"], courier["langid"]) == ("2019", "mar", "english")
    assert courier["url"] == "https://courier.example/2019/bridge?page=1&part=2"
    # An organization's name, whole whatever it holds; capitals kept; `&` escaped.
    assert library.entries_dict["corbel-letter"]["author"] == r"{Corbel \& Sons}"
    assert (
        library.entries_dict["marlow-report"]["title"] == r"{Notes on the <left> abutment \& deck}"
    )
    assert library.entries_dict["marlow-report"].entry_type == "techreport"


@pytest.mark.parametrize(
    ("text", "escaped"),
    [
        ("100 % & more", r"100 \% \& more"),
        ("a_b #1 $5 ~ ^", r"a\_b \#1 \$5 \textasciitilde{} \textasciicircum{}"),
        ("{x}", r"\textbraceleft{}x\textbraceright{}"),
        ("a\\b", r"a\textbackslash{}b"),
        ("two\u00a0words\n here", "two words here"),
    ],
)
def test_bibtex_escapes(text: str, escaped: str) -> None:
    assert bibtex.escape(text) == escaped
    entry = bibtex.format_entry({"id": "x", "type": "webpage", "title": text})
    library = bibtexparser.parse_string(entry)
    assert not library.failed_blocks
    assert library.entries[0]["title"] == f"{{{escaped}}}"


@pytest.mark.parametrize(
    ("item", "line"),
    [
        ({"type": "article-newspaper"}, "@misc{x,"),  # an article of no journal is none for BibTeX
        ({"type": "article-newspaper", "container-title": "J"}, "  journal = {J},"),
        ({"type": "thesis", "publisher": "U"}, "  school = {U},"),
        ({"type": "report"}, "  type = {Report},"),
        ({"type": "report", "genre": "Audit"}, "  type = {Audit},"),
        (
            {"type": "webpage", "URL": "https://x.example/a{b}"},
            "  url = {https://x.example/a%7Bb%7D},",
        ),
        ({"type": "book", "issued": {"date-parts": [[2020, 12]]}}, "  date = {2020-12},"),
        ({"type": "book", "author": [{"literal": "A and B"}]}, "  author = {{A and B}},"),
    ],
)
def test_bibtex_entries(item: dict[str, Any], line: str) -> None:
    assert line in bibtex.format_entry({"id": "x", "title": "t", **item}).splitlines()


@pytest.mark.parametrize("type_", ["webpage", "article-journal"])
def test_a_kind_that_bibtex_knows_needs_no_other_word(type_: str) -> None:
    item = {"id": "x", "title": "t", "type": type_, "container-title": "J"}
    assert "entrysubtype" not in bibtex.format_entry(item)
    assert "entrysubtype = {newspaper}" in bibtex.format_entry(item | {"type": "article-newspaper"})


@pytest.mark.parametrize("type_", ["book", "webpage"])
def test_a_type_is_given_to_reports_alone(type_: str) -> None:
    assert " type = " not in bibtex.format_entry({"id": "x", "title": "t", "type": type_})


def test_csl_json_has_every_source(story: Site) -> None:
    items = document(story, "sources.csl.json")
    assert [item["id"] for item in items] == list(story.story.sources)
    for item in items:
        source = story.story.sources[item["id"]]
        assert (item["type"], item["title"], item["language"]) == (
            source.type,
            source.title,
            source.language,
        )
        if source.issued:
            assert item["issued"]["date-parts"][0] == [int(p) for p in source.issued.split("-")]
        # Who takes a title elsewhere learns that it is not the document's own.
        assert ("note" in item) == bool(source.title_note)
