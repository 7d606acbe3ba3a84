"""The head of a page, and how to cite it."""

from __future__ import annotations

import json
import re

import bibtexparser
import pytest
from explainer.licence import DEFAULT, LICENCES
from explainer.make.site import Site
from explainer.make.view import ViewFactory
from reading import NAMES, address_of, every_view, partial

licence = LICENCES[DEFAULT]


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
    view = ViewFactory(tiny_story).view(language, name)
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
    view = ViewFactory(tiny_story).view(language, name)
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
