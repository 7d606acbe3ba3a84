"""Linked data, read back by PyLD; no network: the terms of schema.org that pages may use are in
``schema-org.jsonld``."""

from __future__ import annotations

import gzip
import json
import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import builds
import pytest
from explainer.licence import DEFAULT, LICENCES
from explainer.make.metadata.jsonld import dump
from explainer.make.site import Site
from explainer.make.view import ViewFactory
from pyld import jsonld
from reading import SITE, every_view, node

licence = LICENCES[DEFAULT]

CONTEXT = json.loads((builds.ROOT / "tests" / "schema-org.jsonld").read_text("utf-8"))


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


def test_what_is_empty_is_left_out_however_deep() -> None:
    node = {"a": [{"b": "", "c": 0}, ""], "d": {"e": []}, "f": False}
    assert json.loads(dump(node)) == {"a": [{"c": 0}], "f": False}


def keys(node: Any) -> Iterator[str]:
    if isinstance(node, list):
        for item in node:
            yield from keys(item)
    elif isinstance(node, dict):
        yield from node
        yield from filter(lambda value: isinstance(value, str), [node.get("@type", "")])
        for value in node.values():
            yield from keys(value)


def test_pages_cite_their_sources(story: Site) -> None:
    cited = 0
    for language in story.pages:
        for name in story.pages[language]:
            given = [c["@id"] for c in node(story, language, name).get("citation", [])]
            ids = story.index.sources_of.get(name, [])
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


def test_what_cannot_speak_is_no_author(tiny_story: Site) -> None:
    claims = tiny_story.story.claims
    said = claims["crack-is-4-mm"].model_copy(update={"asserted_by": ["footbridge"]})
    tables = tiny_story.story.tables | {"claims": {**claims, said.id: said}}
    site = replace(tiny_story, story=replace(tiny_story.story, tables=tables))
    assert "author" not in node(site, "en", "claims/crack-is-4-mm.md")["mainEntity"]


def test_a_page_names_its_corrections_in_its_language(tiny_story: Site) -> None:
    made = node(tiny_story, "fr", "claims/firm-at-fault.md")
    assert made["correction"] == [f"{SITE}fr/journal/#2020-06-02-blame"]


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
    text = ViewFactory(tiny_story).view("en", "sources/marlow-report.md").extra["jsonld"]
    assert "\\u003cleft>" in text
    assert "<left>" in json.loads(text)["mainEntity"]["name"]


def test_the_data_page_is_a_dataset(stories: dict[str, Site]) -> None:
    site = stories["real"]
    made = node(site, "en", "data.md")["mainEntity"]
    assert made["@type"] == "Dataset"
    assert [d["contentUrl"] for d in made["distribution"]] == [
        SITE + path for path in site.downloads
    ]
