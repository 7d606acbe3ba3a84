"""What the site gives to machines: downloads, feeds, linked data, citations.

Each form is read back by a tool that shares nothing with the generator:
frictionless, PyLD, bibtexparser, feedparser, lxml. No network: the terms of
schema.org that pages may use are in ``schema-org.jsonld``.
"""

from __future__ import annotations

import csv
import dataclasses
import gzip
import hashlib
import io
import json
import re
import xml.etree.ElementTree as ET
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import bibtexparser
import builds
import feedparser
import jinja2
import pytest
from explainer import output as outputs
from explainer.derive import following
from explainer.derive.address import relative_url
from explainer.derive.history import History, latest_day
from explainer.licence import DEFAULT, LICENCES
from explainer.make.site import Site
from explainer.make.view import View, Viewer
from explainer.model import records as model
from explainer.model.story import Story
from explainer.output import downloads, exports, feed
from explainer.output.exports import tables
from explainer.output.exports.columns import TABLES
from explainer.read import markdown
from explainer.settings import Settings
from explainer.words import bibtex, typography, wording
from lxml import html
from pyld import jsonld

licence = LICENCES[DEFAULT]
SITE = "https://example.org/story/"
NAMES = {"fr": "Le récit", "en": "The story"}


def compiled(root: Path, site_url: str = SITE) -> Site:
    return builds.compiled(root, site_url=site_url, name="The story", site_names=NAMES)


def tiny_site(folder: Path, site_url: str = SITE) -> Site:
    return compiled(builds.tiny_project(folder, code=False), site_url)


@pytest.fixture(scope="module")
def stories(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Site]:
    """The real story (French first) and the tiny one (English first)."""
    tiny = tiny_site(tmp_path_factory.mktemp("tiny") / "project")
    return {"real": compiled(builds.ROOT), "tiny": tiny}


@pytest.fixture(params=["real", "tiny"])
def story(request: pytest.FixtureRequest, stories: dict[str, Site]) -> Site:
    return stories[request.param]


@pytest.fixture
def tiny_story(stories: dict[str, Site]) -> Site:
    return stories["tiny"]


def every_view(site: Site) -> Iterator[View]:
    made = Viewer(site)
    for language, pages in site.pages.items():
        for name in pages:
            yield made.view(language, name)


def table(site: Site, name: str) -> list[dict[str, str]]:
    text = site.downloads[f"data/{name}.csv"].data.decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text, newline="")))


def document(site: Site, name: str) -> Any:
    return json.loads(site.downloads[f"data/{name}"].data)


# --- downloads


def validated(folder: Path) -> list[str]:
    """Return the types of the errors that frictionless finds in a package."""
    import frictionless

    report = frictionless.validate(str(folder / "data" / "datapackage.json"))
    return [kind for (kind,) in report.flatten(["type"])]


def test_the_package_is_valid(story: Site, tmp_path: Path) -> None:
    downloads.write(story, tmp_path)
    assert validated(tmp_path) == []


@pytest.mark.parametrize(
    ("old", "new", "error"),
    [
        (",footbridge,", ",footbrigde,", "foreign-key"),
        ("2018-05-02", "2 May 2018", "constraint-error"),
        ("corbel,built", "corbel,broke", "constraint-error"),
    ],
)
def test_the_package_says_what_cells_may_hold(
    tiny_story: Site, tmp_path: Path, old: str, new: str, error: str
) -> None:
    downloads.write(tiny_story, tmp_path)
    file = tmp_path / "data" / "relations.csv"
    text = file.read_bytes().decode()
    assert old in text
    file.write_bytes(text.replace(old, new, 1).encode())
    found = validated(tmp_path)
    assert error in found
    assert {"byte-count", "hash-count"} & set(found)


def test_the_package_describes_every_file(story: Site) -> None:
    package = document(story, "datapackage.json")
    assert package["licenses"] == [
        {"name": "CC-BY-4.0", "title": licence.title, "path": licence.address}
    ]
    described = {f"data/{r['path']}": r for r in package["resources"]}
    assert {*described, "data/datapackage.json"} == set(story.downloads)
    for path, resource in described.items():
        data = story.downloads[path].data
        assert resource["bytes"] == len(data)
        assert resource["hash"] == f"sha256:{hashlib.sha256(data).hexdigest()}"
    for name in TABLES:
        fields = described[f"data/{name}.csv"]["schema"]["fields"]
        text = story.downloads[f"data/{name}.csv"].data.decode("utf-8-sig")
        head = text.split("\r\n")[0].split(",")
        assert [field["name"] for field in fields] == head
        for field in fields:
            # In both languages, or one word that is the same in both.
            assert field["title"], field["name"]
            assert " / " in field["description"], field["name"]


def test_every_record_is_there_in_both_forms(story: Site) -> None:
    for name in TABLES:
        rows, records = table(story, name), document(story, f"{name}.json")["records"]
        if name == "relations":
            held = [(a.id, r.target) for a in story.story.actors.values() for r in a.relations]
            assert [(r["actor"], r["target"]) for r in rows] == held
            assert [(r["actor"], r["target"]) for r in records] == held
        else:
            assert [r["id"] for r in rows] == list(story.story.records(name))
            assert [r["id"] for r in records] == list(story.story.records(name))


def test_json_states_its_licence_and_date(story: Site) -> None:
    day = document(story, "datapackage.json")["version"]
    assert re.fullmatch(r"\d{4}-\d{2}-\d{2}", day)
    for name in TABLES:
        made = document(story, f"{name}.json")
        assert (made["licence"]["name"], made["date"], made["site"]) == ("CC-BY-4.0", day, SITE)


def test_the_date_is_that_of_the_records(tiny_story: Site) -> None:
    held = tiny_story.story
    assert latest_day(held) == "2020-06-02"
    later = {id_: c.model_copy(update={"as_of": "2020-06-30"}) for id_, c in held.claims.items()}
    assert (
        latest_day(dataclasses.replace(held, tables=held.tables | {"claims": later}))
        == "2020-06-30"
    )


# (table, column, table of the ids in it)
POINTERS = [
    ("claims", "asserted_by", "actors"),
    ("claims", "accuses", "actors"),
    ("claims", "clashes_with", "claims"),
    ("claims", "stated_in", "sources"),
    ("claims", "evidence", "sources"),
    ("claims", "sources", "sources"),
    ("actors", "sources", "sources"),
    ("actors", "mentions", "sources"),
    ("relations", "sources", "sources"),
    ("events", "actors", "actors"),
    ("events", "follows", "events"),
    ("events", "sources", "sources"),
    ("terms", "see", "terms"),
    ("changes", "claims", "claims"),
]


@pytest.mark.parametrize(("name", "column", "target"), POINTERS)
def test_lists_of_ids_hold(stories: dict[str, Site], name: str, column: str, target: str) -> None:
    found = 0
    for site in stories.values():
        for row in table(site, name):
            for part in filter(None, row[column].split(";")):
                assert part.partition(",")[0] in site.story.records(target)
                found += 1
    assert found, "no story has any: the test shows nothing"


def test_a_claim_comes_with_what_makes_it_fair(tiny_story: Site) -> None:
    row = next(r for r in table(tiny_story, "claims") if r["id"] == "firm-at-fault")
    assert row["text_fr"] == "Corbel & Sons a lésiné sur le mortier."
    assert (row["status"], row["status_en"], row["status_fr"]) == (
        "contested",
        "Contested",
        "Discuté",
    )
    assert (row["as_of"], row["accuses"]) == ("2020-06-02", "corbel")
    assert row["answer_en"] == "The firm answers that the flood did it."
    assert row["stated_in"] == "courier-2019, ¶4-5"
    assert row["sources"] == "courier-2019, ¶4-5;corbel-letter"
    assert row["address_fr"] == f"{SITE}fr/affirmations/mortier/"


def test_csv_is_words_and_json_is_markdown(story: Site) -> None:
    languages = story.story.settings.languages
    for name in ("actors", "claims"):
        field = "description" if name == "actors" else "record"
        records = {r["id"]: r for r in document(story, f"{name}.json")["records"]}
        marked = 0
        for row in table(story, name):
            assert not [value for value in row.values() if re.search(r"\[@|\]\(|\{lang", value)]
            for language in languages:
                written = records[row["id"]].get(field, {}).get(language, "")
                assert row[f"{field}_{language}"] == markdown.words(written)
                marked += "[@" in written
        assert marked


def test_columns_follow_the_site_s_languages(tiny_story: Site) -> None:
    names = list(table(tiny_story, "terms")[0])
    assert names[:3] == ["id", "name_en", "name_fr"]


def test_relations_read_from_both_ends(tiny_story: Site) -> None:
    row = next(r for r in table(tiny_story, "relations") if r["actor"] == "corbel")
    kind = tiny_story.story.vocab.relation_kinds["built"]
    assert (row["relation_en"], row["reverse_fr"]) == (kind.label["en"], kind.reverse["fr"])
    assert (row["from"], row["until"], row["note_fr"]) == ("2018-05-02", "2018-09", "en cinq mois")


def test_new_statuses_are_exported(tiny_story: Site) -> None:
    row, _ = table(tiny_story, "changes")
    assert "crack-is-4-mm=settled" in row["statuses"].split(";")
    record, _ = document(tiny_story, "changes.json")["records"]
    assert record["statuses"]["crack-is-4-mm"] == "settled"


def test_a_value_never_splits_in_two() -> None:
    assert tables.join(["Smith; Sons", "x"]).split(";") == ["Smith, Sons", "x"]


def test_what_is_for_maintainers_stays_out(stories: dict[str, Site]) -> None:
    notes = [s.note for s in stories["real"].story.sources.values() if s.note]
    assert notes
    for path, file in stories["real"].downloads.items():
        text = file.data.decode()
        assert not [note for note in notes if json.dumps(note, ensure_ascii=False) in text], path


def test_same_records_same_bytes(tiny_story: Site) -> None:
    again = exports.make(tiny_story.story, tiny_story.addresses)
    assert again == tiny_story.downloads


def test_the_page_lists_what_is_written(stories: dict[str, Site], tmp_path: Path) -> None:
    site = stories["real"]
    downloads.write(site, tmp_path)
    for language in site.pages:
        text = site.pages[language]["data.md"].html
        for path in site.downloads:
            data = (tmp_path / path).read_bytes()
            assert f"<code>{hashlib.sha256(data).hexdigest()}</code>" in text
            url = relative_url(site.addresses.url(language, "data.md"), path)
            assert f'<a href="{url}">' in text
            size = typography.correct(wording.file_size(len(data), language), language)
            assert size in text


@pytest.mark.parametrize(
    ("count", "language", "shown"),
    [
        (940, "fr", "0,9 ko"),
        (9_500, "en", "9.5 kB"),
        (70_562, "fr", "71 ko"),
        (999_499, "en", "999 kB"),
        (2_500_000, "fr", "2,5 Mo"),
    ],
)
def test_sizes(count: int, language: str, shown: str) -> None:
    told = wording.file_size(count, language)
    assert " " not in told  # a number and its unit stay on one line
    assert re.sub(r"\s", " ", told) == shown


# --- references


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
    entry = bibtex.entry({"id": "x", "type": "webpage", "title": text})
    library = bibtexparser.parse_string(entry)
    assert not library.failed_blocks
    assert library.entries[0]["title"] == f"{{{escaped}}}"


@pytest.mark.parametrize(
    ("item", "line"),
    [
        ({"type": "article-newspaper"}, "@misc{x,"),  # an article of no journal is none for BibTeX
        ({"type": "article-newspaper", "container-title": "J"}, "  journal = {J},"),
        ({"type": "thesis", "publisher": "U"}, "  school = {U},"),
        (
            {"type": "webpage", "URL": "https://x.example/a{b}"},
            "  url = {https://x.example/a%7Bb%7D},",
        ),
        ({"type": "book", "issued": {"date-parts": [[2020, 12]]}}, "  date = {2020-12},"),
        ({"type": "book", "author": [{"literal": "A and B"}]}, "  author = {{A and B}},"),
    ],
)
def test_bibtex_entries(item: dict[str, Any], line: str) -> None:
    assert line in bibtex.entry({"id": "x", "title": "t", **item}).splitlines()


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


# --- feeds


def address_of(site: Site, language: str, name: str = "changes.md") -> str:
    return SITE + following.feed(site.addresses, language, name)


def parsed_feed(site: Site, language: str, name: str = "changes.md") -> Any:
    made = feedparser.parse(feed.make(site, language, name))
    assert not made.bozo, made.get("bozo_exception")
    return made


def test_each_language_has_its_feed(story: Site) -> None:
    for language in story.story.settings.languages:
        made = parsed_feed(story, language)
        address = address_of(story, language)
        assert made.version == "atom10"
        assert made.feed.language == language
        assert made.feed.id == address
        assert {(link.rel, link.href) for link in made.feed.links} >= {
            ("self", address),
            ("license", licence.address),
        }
        changes = sorted(story.story.changes.values(), key=lambda c: (c.date, c.id), reverse=True)
        assert [e.updated[:10] for e in made.entries] == [c.date for c in changes]
        assert made.feed.updated == made.entries[0].updated
        assert len({entry.id for entry in made.entries}) == len(changes)
        page = address.removesuffix(following.FEED)
        assert [e.link for e in made.entries] == [f"{page}#{c.id}" for c in changes]


@pytest.mark.parametrize(
    ("language", "title", "why", "status", "page"),
    [
        ("en", "The width of the crack.", "We had read 5 mm.", "Settled", "cracks"),
        ("fr", "La largeur de la fissure.", "Nous avions lu 5", "Tranché", "fissures"),
    ],
)
def test_an_entry_is_translated(
    tiny_story: Site, language: str, title: str, why: str, status: str, page: str
) -> None:
    entry = parsed_feed(tiny_story, language).entries[1]
    kind = tiny_story.story.vocab.change_kinds["correction"].label[language]
    assert re.sub(r"\s", " ", entry.title) == f"{kind}{' :' if language == 'fr' else ':'} {title}"
    assert entry.id == f"tag:example.org,2020-05-01:/story/{language}/changes/2020-05-01-width"
    content = re.sub(r"\s", " ", entry.content[0].value)
    assert why in content
    assert re.search(rf"{status}, (?:as of|au) [^<]*2020\. <a ", content)
    assert ("3 affirmations publiées" if language == "fr" else "3 claims published") in content
    links = html.fromstring(content).xpath("//a/@href")
    assert tiny_story.addresses.url(language, "cracks.md") in links[0]
    assert links[1] == SITE + tiny_story.addresses.url(language, "claims/crack-is-4-mm.md")


@pytest.mark.parametrize(
    ("language", "outcome"),
    [
        (
            "en",
            "Corbel & Sons skimped on the mortar: ● Settled becomes ◆ Contested, as of June 2, 2020. Français",
        ),
        (
            "fr",
            "Corbel & Sons a lésiné sur le mortier : ● Tranché devient ◆ Discuté, au 2 juin 2020. English",
        ),
    ],
)
def test_an_entry_of_statuses_alone_names_its_claims(
    tiny_story: Site, language: str, outcome: str
) -> None:
    entry = parsed_feed(tiny_story, language).entries[0]
    [item] = html.fromstring(f"<div>{entry.content[0].value}</div>").xpath("//li")
    assert re.sub(r"\s+", " ", item.text_content()).strip() == outcome
    page = html.fromstring(tiny_story.pages[language]["changes.md"].html)
    [change] = page.xpath("//h2[@id='2020-06-02-blame']/following-sibling::dl[1]/dd[last()]")
    told = " ".join(change.text_content().split())
    assert re.search(r"(Settled|Tranché) (becomes|devient) . (Contested|Discuté)", told)
    address = tiny_story.addresses.url(language, "claims/firm-at-fault.md")
    here = tiny_story.addresses.url(language, "changes.md")
    assert relative_url(here, address) in change.xpath(".//a/@href")


def test_ids_stay_when_the_page_moves(tiny_story: Site) -> None:
    before = parsed_feed(tiny_story, "fr").entries[0].id
    moved = dataclasses.replace(tiny_story.addresses, table={
        language: {**table_, "changes.md": f"{language}/elsewhere/"}
        for language, table_ in tiny_story.addresses.table.items()
    })  # fmt: skip
    after = parsed_feed(dataclasses.replace(tiny_story, addresses=moved), "fr")
    assert "elsewhere" in after.feed.id
    assert after.entries[0].id == before


def test_no_feed_without_an_address_or_a_change(tiny_story: Site, tmp_path: Path) -> None:
    nowhere = tiny_site(tmp_path / "project", site_url="")
    empty = dataclasses.replace(
        tiny_story,
        story=dataclasses.replace(
            tiny_story.story, tables=tiny_story.story.tables | {"changes": {}}
        ),
    )
    for site in (nowhere, empty):
        assert following.feeds(site.story, site.addresses) == frozenset()
        for language in site.pages:
            feed.write(site, language, tmp_path / "out")
    assert not (tmp_path / "out").exists()


# --- linked data

CONTEXT = json.loads((Path(__file__).parent / "schema-org.jsonld").read_text("utf-8"))


def local(url: str, options: Any) -> dict[str, Any]:
    assert url == "https://schema.org", "pages may rely on no other vocabulary"
    return {"contextUrl": None, "documentUrl": url, "document": CONTEXT}


def statements(node: Any) -> int:
    """Count what a node states: one for each value of each key, types included."""
    if isinstance(node, list):
        return sum(statements(item) for item in node)
    if not isinstance(node, dict):
        return 0
    own = [value for key, value in node.items() if key not in {"@context", "@id"}]
    return sum(len(v) if isinstance(v, list) else 1 for v in own) + sum(map(statements, own))


def test_every_page_s_json_ld_says_all_it_means(story: Site) -> None:
    for view in every_view(story):
        node = json.loads(view.extra["jsonld"])
        triples = jsonld.to_rdf(node, {"documentLoader": local})["@default"]
        # A term that schema.org lacks, or a relative id, would be dropped without a word.
        assert len({json.dumps(t, sort_keys=True) for t in triples}) == statements(node), view.name
        assert node["@id"] == view.canonical
        assert node["inLanguage"] == view.language
        assert node["license"] == licence.address
        assert node["isPartOf"]["@type"] == "WebSite"
        others = [a.absolute for a in view.alternates if a.language != view.language]
        assert [o["@id"] for o in node["workTranslation"]] == others
        assert view.extra["jsonld"].count("<") == 0
        assert not re.search(r"Review|[Rr]ating", " ".join(keys(node)))
        assert len(gzip.compress(view.extra["jsonld"].encode(), 9)) <= 1200, view.name


def keys(node: Any) -> Iterator[str]:
    if isinstance(node, list):
        for item in node:
            yield from keys(item)
    elif isinstance(node, dict):
        yield from node
        yield from filter(lambda value: isinstance(value, str), [node.get("@type", "")])
        for value in node.values():
            yield from keys(value)


def node(site: Site, language: str, name: str) -> dict[str, Any]:
    made: dict[str, Any] = json.loads(Viewer(site).view(language, name).extra["jsonld"])
    return made


def test_pages_cite_their_sources(story: Site) -> None:
    cited = 0
    for language in story.pages:
        for name in story.pages[language]:
            given = [c["@id"] for c in node(story, language, name).get("citation", [])]
            ids = story.derived.sources_of.get(name, [])
            default = story.story.settings.default
            urls = [SITE + story.addresses.url(default, f"sources/{id_}.md") for id_ in ids]
            assert given == [f"{url}#source" for url in urls]
            cited += len(given)
    assert cited


@pytest.mark.parametrize(
    ("name", "type_"),
    [
        ("cracks.md", "Article"),
        ("glossary.md", "WebPage"),
        ("claims/index.md", "CollectionPage"),
        ("claims/by/status/settled.md", "CollectionPage"),
        ("actors/corbel.md", "WebPage"),
    ],
)
def test_types_of_pages(tiny_story: Site, name: str, type_: str) -> None:
    assert node(tiny_story, "fr", name)["@type"] == type_


def test_an_actor_is_what_its_kind_says(story: Site) -> None:
    fits = {
        "organization": "Organization",
        "person": "Person",
        "place-of-law": "GovernmentOrganization",
        "work": "CreativeWork",
        "law": "Legislation",
        "product": "Product",
        "software": "SoftwareApplication",
    }
    for actor in story.story.actors.values():
        entities = [
            node(story, lang, f"actors/{actor.id}.md")["mainEntity"] for lang in story.pages
        ]
        entity = story.story.vocab.actor_kinds[actor.kind].entity
        assert {e["@type"] for e in entities} == {fits.get(entity, "Thing")}
        assert len({e["@id"] for e in entities}) == 1, "one thing, whatever the language"
        same = [f"https://www.wikidata.org/wiki/{actor.wikidata}"] if actor.wikidata else []
        same += [actor.website] if actor.website and actor.website_verified else []
        assert [e.get("sameAs", []) for e in entities] == [same, same]
        assert [e.get("url") for e in entities] == [actor.website, actor.website]


def test_nothing_is_the_same_as_what_was_not_verified(stories: dict[str, Site]) -> None:
    site = stories["real"]
    entity = {id_: node(site, "en", f"actors/{id_}.md")["mainEntity"] for id_ in site.story.actors}
    # Addresses that the dossier marks as not looked up, a page about a case, a section of an act.
    assert entity["microsoft"]["sameAs"] == ["https://www.wikidata.org/wiki/Q2283"]
    assert entity["microsoft"]["url"] == "https://www.microsoft.com"
    for id_ in ("nd-cal", "case-district", "fsia", "pegasus"):
        assert "sameAs" not in entity[id_], id_
    assert "url" not in entity["fsia"]
    assert "https://www.nsogroup.com" in entity["nso-group"]["sameAs"]
    assert entity["pegasus"]["@type"] == "SoftwareApplication"
    assert entity["iphone"]["@type"] == "Product"


def test_a_page_cites_what_its_embeds_cite(tiny_story: Site) -> None:
    def cited(name: str) -> set[str]:
        return {c["@id"] for c in node(tiny_story, "en", name)["citation"]}

    def ids(*sources: str) -> set[str]:
        urls = (tiny_story.addresses.url("en", f"sources/{source}.md") for source in sources)
        return {f"{SITE}{url}#source" for url in urls}

    # Those of the claim, of its answer and of the figure: the prose names none of the first two.
    assert ids("courier-2019", "corbel-letter") <= cited("index.md")
    rows = tiny_story.story.figures["width"].rows
    assert ids(*(c.source for row in rows for c in row.sources)) <= cited("cracks.md")


def test_a_claim_is_a_claim(tiny_story: Site) -> None:
    made = node(tiny_story, "fr", "claims/crack-is-4-mm.md")["mainEntity"]
    assert made["@type"] == "Claim"
    assert re.sub(r"\s", " ", made["text"]) == "La fissure est large de 4 mm."
    assert made["author"] == [
        {"@type": "Person", "@id": f"{SITE}actors/ines-marlow/#actor", "name": "Ines Marlow"}
    ]
    assert [a["@type"] for a in made["appearance"]] == ["Report", "NewsArticle"]
    assert made["appearance"][1]["url"].startswith("https://courier.example/")
    # Nobody's claim but the article's: no author is made up.
    assert "author" not in node(tiny_story, "fr", "claims/firm-at-fault.md")["mainEntity"]


def test_a_source_is_what_its_type_says(tiny_story: Site) -> None:
    made = node(tiny_story, "fr", "sources/courier-2019.md")["mainEntity"]
    assert (made["@type"], made["inLanguage"]) == ("NewsArticle", "en")
    assert made["author"] == [
        {"@type": "Person", "name": "Tom Quill", "givenName": "Tom", "familyName": "Quill"}
    ]
    assert made["isPartOf"]["name"] == "The Aldmere Courier"
    archived = node(tiny_story, "fr", "sources/minutes-2019.md")["mainEntity"]
    assert archived["archivedAt"] == "https://archive.example/minutes-2019"
    assert archived["creator"] == {"@type": "Organization", "name": "Town of Aldmere"}


def test_a_title_cannot_close_the_script(tiny_story: Site) -> None:
    text = Viewer(tiny_story).view("en", "sources/marlow-report.md").extra["jsonld"]
    assert "\\u003cleft>" in text
    assert "<left>" in json.loads(text)["mainEntity"]["name"]


def test_the_data_page_is_a_dataset(stories: dict[str, Site]) -> None:
    site = stories["real"]
    made = node(site, "en", "data.md")["mainEntity"]
    assert made["@type"] == "Dataset"
    assert [d["contentUrl"] for d in made["distribution"]] == [
        SITE + path for path in site.downloads
    ]


@pytest.mark.parametrize(
    ("name", "date", "corrections"),
    [
        ("cracks.md", "2020-05-01", 1),
        ("claims/crack-is-4-mm.md", "2020-05-01", 1),
        ("glossary.md", "", 0),
        # A claim changed on June 2: its page, and whatever embeds it, lists it or listed it.
        ("claims/firm-at-fault.md", "2020-06-02", 1),
        ("index.md", "2020-06-02", 0),
        ("claims/index.md", "2020-06-02", 0),
        ("claims/by/status/contested.md", "2020-06-02", 0),
        ("claims/by/status/settled.md", "2020-06-02", 0),
        ("claims/by/status/mistaken.md", "", 0),
        ("claims/by/article/courier-2019.md", "2020-06-02", 0),
        ("actors/corbel.md", "2020-06-02", 0),
        ("sources/courier-2019.md", "2020-06-02", 0),
        ("sources/minutes-2018.md", "", 0),
        ("changes.md", "2020-06-02", 0),
    ],
)
def test_dates_come_from_changes(tiny_story: Site, name: str, date: str, corrections: int) -> None:
    made = node(tiny_story, "en", name)
    assert made.get("dateModified", "") == date
    assert len(made.get("correction", [])) == corrections
    view = Viewer(tiny_story).view("en", name)
    footer = partial(view, "footer")
    [*links] = footer.xpath("//p[1]/a[starts-with(., 'Last changed')]")
    ids = {"2020-05-01": "2020-05-01-width", "2020-06-02": "2020-06-02-blame"}
    assert [x.get("href") for x in links] == (
        [view.to("changes.md") + f"#{ids[date]}"] if date else []
    )
    cited = re.sub(r"\s", " ", partial(view, "cite").xpath("string(//details/p)"))
    assert (wording.date(date, "en") in cited) if date else not re.search(r" 2020,", cited)


def test_the_sitemap_gives_the_same_dates(tiny_story: Site, tmp_path: Path) -> None:
    outputs.sitemap.write(tiny_story, Viewer(tiny_story), tmp_path)
    tree = ET.parse(tmp_path / "sitemap.xml")
    space = {"s": "http://www.sitemaps.org/schemas/sitemap/0.9"}
    given = {
        entry.findtext("s:loc", "", space): entry.findtext("s:lastmod", "", space)
        for entry in tree.iterfind(".//s:url", space)
    }
    assert given == {view.canonical: view.extra["changed"] for view in every_view(tiny_story)}
    assert {"", "2020-05-01", "2020-06-02"} == set(given.values())


def history(*changes: dict[str, Any]) -> History:
    words = {"what": "w", "why": "w", "kind": "update"}
    context = {"languages": ("en",)}
    made = [
        model.Change.model_validate({"id": f"c{i}", **words, **change}, context=context)
        for i, change in enumerate(changes)
    ]
    return History(Story(Settings(Path(), ("en",)), tables={"changes": {c.id: c for c in made}}))


FIRST = {"date": "2020-01-01", "statuses": {"a": "alleged", "b": "alleged"}}


@pytest.mark.parametrize(
    ("change", "touched", "dates"),
    [
        # (what a second record says, the claims it touches, last dates of page p, claims a and b)
        ({"pages": ["p.md"]}, [], ("2020-02-02", "2020-01-01", "2020-01-01")),
        ({"claims": ["a"]}, ["a"], ("2020-01-01", "2020-02-02", "2020-01-01")),
        ({"statuses": {"a": "settled"}}, ["a"], ("2020-01-01", "2020-02-02", "2020-01-01")),
        # The same status again is no change of it.
        (
            {"claims": ["b"], "statuses": {"a": "alleged"}},
            ["b"],
            ("2020-01-01", "2020-01-01", "2020-02-02"),
        ),
        ({"statuses": {"new": "alleged"}}, ["new"], ("2020-01-01", "2020-01-01", "2020-01-01")),
        # One that names nothing concerns every page.
        ({}, [], ("2020-02-02", "2020-02-02", "2020-02-02")),
    ],
)
def test_what_a_change_touches(
    change: dict[str, Any], touched: list[str], dates: tuple[str, str, str]
) -> None:
    made = history(FIRST, {"date": "2020-02-02", **change})
    second, first = made.newest_first
    assert made.steps(first) == []
    assert made.publishes(first) == 2
    assert [step.claim for step in made.steps(second)] == touched
    assert tuple(map(made.last, ("p.md", "claims/a.md", "claims/b.md"))) == dates


def test_the_past_of_a_claim() -> None:
    made = history(
        FIRST,
        {"date": "2020-02-02", "statuses": {"a": "settled"}},
        {"date": "2020-03-03", "claims": ["a"], "statuses": {"b": "alleged"}},
    )
    past = [(s.change.date, s.old, s.status, s.moved) for s in made.of_claim("a")]
    assert past == [
        ("2020-03-03", "settled", "settled", False),
        ("2020-02-02", "alleged", "settled", True),
        ("2020-01-01", "", "alleged", True),
    ]
    assert [s.change.date for s in made.of_claim("b")] == ["2020-01-01"]


def test_a_claim_shows_its_past(tiny_story: Site) -> None:
    page = html.fromstring(tiny_story.pages["fr"]["claims/firm-at-fault.md"].html)
    items = page.xpath("//h2[@id='history']/following-sibling::ul[1]/li")
    lines = [re.sub(r"\s+", " ", item.text_content()) for item in items]
    assert [line.partition(" :")[0] for line in lines] == ["2 juin 2020", "1er mai 2020"]
    assert "devient" in lines[0]
    assert "../../journal/#2020-06-02-blame" in items[0].xpath(".//a/@href")
    assert "La maison le conteste." in lines[0]


@pytest.mark.parametrize(
    ("name", "title", "description"),
    [
        (
            "claims/vote-in-march.md",
            "The council voted in March [Mistaken]",
            "Mistaken: It voted on April 1.",
        ),
        (
            "claims/crack-is-4-mm.md",
            "The crack is 4 mm wide [Settled]",
            "Settled: The crack is 4 mm wide.",
        ),
        ("actors/aldmere.md", "Aldmere", "A town of 900 people on the Wend."),
    ],
)
def test_a_claim_goes_nowhere_without_its_status(
    tiny_story: Site, name: str, title: str, description: str
) -> None:
    view = Viewer(tiny_story).view("en", name)
    assert re.sub(r"\s", " ", view.head_title) == title
    assert re.sub(r"\s", " ", view.description) == description
    words = outputs.cards._words(tiny_story, "en", tiny_story.pages["en"][name])
    kind = words[1].partition(", as of ")[0]
    assert kind == (f"Claim [{title.split('[')[1].rstrip(']')}" if "[" in title else "Actor")


def test_the_first_record_is_the_whole_site_s(stories: dict[str, Site]) -> None:
    dates = {view.extra["changed"] for view in every_view(stories["real"])}
    assert min(dates) >= min(change.date for change in stories["real"].story.changes.values())


# --- citations


def partial(view: View, name: str) -> html.HtmlElement:
    view.extra.setdefault("twin", "")  # a file beside the page, which a view alone does not have
    environment = jinja2.Environment(
        loader=jinja2.FileSystemLoader(builds.ROOT / "overrides"),
        undefined=jinja2.StrictUndefined,
        autoescape=True,  # as the site is
    )
    return html.fromstring(
        f"<div>{environment.get_template(f'partials/{name}.html').render(view=view)}</div>"
    )


@pytest.mark.parametrize(
    ("language", "name", "title"),
    [
        ("en", "cracks.md", None),
        (
            "en",
            "claims/firm-at-fault.md",
            "Claim: Corbel & Sons skimped on the mortar [status: Contested, as of June 2, 2020]",
        ),
        (
            "fr",
            "claims/firm-at-fault.md",
            "Affirmation : Corbel & Sons a lésiné sur le mortier [statut : Discuté, au 2 juin 2020]",
        ),
        ("fr", "sources/marlow-report.md", "Fiche de source : Notes on the <left> abutment & deck"),
    ],
)
def test_the_head_of_a_page(tiny_story: Site, language: str, name: str, title: str | None) -> None:
    view = Viewer(tiny_story).view(language, name)
    head = partial(view, "metadata")
    meta = {m.get("name"): re.sub(r"\s", " ", m.get("content")) for m in head.xpath("//meta")}
    expected = title or view.title
    assert meta["citation_title"] == meta["DC.title"] == expected
    assert meta["citation_language"] == meta["DC.language"] == language
    assert meta["citation_public_url"] == meta["DC.identifier"] == view.canonical
    assert meta["citation_publisher"] == NAMES[language]
    assert meta["DC.rights"] == licence.address
    # Zotero takes a `citation_title` without a type for a journal article.
    assert meta["DC.type"] == "webpage"
    changed = view.extra["changed"]
    assert meta.get("DC.date", "") == changed
    assert meta.get("citation_publication_date", "") == changed.replace("-", "/")
    links = head.xpath("//link[@rel='alternate']")
    assert {link.get("type") for link in links} == {"application/atom+xml"}
    names = ["changes.md", *([name] if name.startswith("claims/") else [])]
    assert [link.get("href") for link in links] == [
        address_of(tiny_story, language, one) for one in names
    ]
    [script] = head.xpath("//script[@type='application/ld+json']")
    assert json.loads(script.text) == json.loads(view.extra["jsonld"])


@pytest.mark.parametrize(
    ("language", "name", "sentence"),
    [
        ("en", "claims/crack-is-4-mm.md", "“Claim: The crack is 4 mm wide [status: Settled, as of May 1, 2020],” The story, May 1, 2020, {} – French version: https://example.org/story/fr/affirmations/crack-is-4-mm/"),
        ("fr", "claims/crack-is-4-mm.md", "« Affirmation : La fissure est large de 4 mm [statut : Tranché, au 1er mai 2020] », Le récit, 1er mai 2020, {} – version en anglais : https://example.org/story/claims/crack-is-4-mm/"),
        ("en", "actors/corbel.md", "“Corbel & Sons,” The story, June 2, 2020, {}"),
        ("fr", "sources/marlow-report.md", "« Fiche de source : Notes on the <left> abutment & deck », Le récit, 1er mai 2020, {}"),
    ],
)  # fmt: skip
def test_how_to_cite(tiny_story: Site, language: str, name: str, sentence: str) -> None:
    view = Viewer(tiny_story).view(language, name)
    block = partial(view, "cite")
    [words, _] = block.xpath("//details/p")
    assert re.sub(r"\s", " ", words.text_content()) == sentence.format(view.canonical)
    [title] = words.xpath("./cite")
    foreign = view.title_language != language
    assert title.get("lang") == (view.title_language if foreign else None)
    [entry] = bibtexparser.parse_string(block.xpath("string(//pre)")).entries
    assert entry["url"] == view.canonical
    assert entry["howpublished"] == NAMES[language]
    assert entry["langid"] == {"en": "english", "fr": "french"}[language]
    if view.extra["changed"]:
        assert entry["date"] == view.extra["changed"]
    assert not block.xpath("//script | //button")


def test_keys_of_pages_differ(tiny_story: Site) -> None:
    entries = "\n".join(view.extra["cite"].bibtex for view in every_view(tiny_story))
    library = bibtexparser.parse_string(entries)
    assert not library.failed_blocks  # a key used twice fails
    assert len(library.entries) == sum(map(len, tiny_story.pages.values()))


# --- in a real build


def test_the_built_site_has_them(
    tiny_story: Site, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(outputs.search, "write", lambda *_: None)  # tested on its own
    made = [outputs.write_language(tiny_story, code, tmp_path) for code in tiny_story.pages]
    outputs.write_shared(tiny_story, made, tmp_path)
    written = builds.files(tmp_path)
    for path, file in tiny_story.downloads.items():
        assert written[path] == file.data
    for language in tiny_story.pages:
        path = tiny_story.addresses.url(language, "changes.md") + following.FEED
        assert written[path] == feed.make(tiny_story, language)
