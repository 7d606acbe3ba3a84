"""Each page shows the words of checked texts, of templates and of strings, and nothing else."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import facts
import making
import pytest
from babel import Locale
from explainer.make.site import Site
from explainer.read import markdown
from explainer.read.tree import Element, Node
from explainer.words import typography, wording

BOTH = pytest.mark.parametrize("which", ["compiled", "tiny_compiled"])
MARKS = re.compile(r"\{:|\[@|\[\^|!!!|[\ue000-\uf8ff\U000f0000-\U0010ffff]")
# What a page adds to its texts: notes, definitions that open in place, what is said of links.
ADDED = "descendant::*[@class='notes' or @class='cite' or @class='tip' or @class='where' or @class='sr']"


@pytest.fixture
def story(which: str, request: pytest.FixtureRequest) -> Site:
    made: Site = request.getfixturevalue(which)
    return made


def pages(site: Site) -> Iterator[tuple[str, Any]]:
    """Yield each page with the tree of its HTML."""
    for named in site.pages.values():
        for page in named.values():
            yield page, making.parsed(page.html)


@BOTH
def test_no_mark_of_a_source_is_left_in_a_text(story: Site) -> None:
    found = []
    for page, tree in pages(story):
        for element in tree.xpath("//code | //pre"):
            element.drop_tree()
        said = [tree.text_content(), *map(str, tree.xpath("//@title | //@alt | //@aria-label"))]
        found += [(page.language, page.name, m[0]) for text in said for m in MARKS.finditer(text)]
        assert not facts.LEFTOVERS.search(page.title + page.description)
    assert found == []


def letters(text: str) -> str:
    return "".join(c for c in text if c.isalnum())


def shown(nodes: list[Node], language: str) -> Iterator[str]:
    """Yield the letters of each text of a tree, as its language prints them; ``\\0`` for an embed."""
    for node in nodes:
        if isinstance(node, str):
            yield letters("".join(part for part, _ in typography.split_ordinals(node, language)))
        elif node.tag == "embed":
            yield "\0"
        elif node.tag not in ("cite", "img"):
            spoken = node.attributes.get("lang", language)
            if node.tag in ("code", "pre", "as-typed"):
                yield letters(node.text_content())
            else:
                yield from shown(node.children, spoken)


@BOTH
def test_a_hand_written_page_shows_its_own_words_in_order_and_no_other(story: Site) -> None:
    counted = 0
    for language, written in story.story.pages.items():
        for name, prose in written.items():
            tree = making.parsed(story.pages[language][name].html)
            for element in tree.xpath(ADDED):
                element.drop_tree()
            text = letters(tree.text_content())
            parts = "".join(shown(prose.tree.blocks, language)).split("\0")
            counted += len(letters("".join(parts)))
            if len(parts) == 1:
                assert text == parts[0], (language, name)
            # What embeds show stands between, and only there.
            assert text.startswith(parts[0]), (language, name)
            assert text.endswith(parts[-1]), (language, name)
            end = 0
            for part in parts:
                found = text.find(part, end)
                assert found >= 0, (language, name, part)
                end = found + len(part)
    assert counted > (50_000 if len(story.pages["fr"]) > 100 else 500)


def values(node: Any) -> Iterator[str]:
    """Yield every scalar and key of a YAML document."""
    if isinstance(node, dict):
        yield from map(str, node)
        for child in node.values():
            yield from values(child)
    elif isinstance(node, list):
        for child in node:
            yield from values(child)
    elif node is not None:
        yield str(node)


def words(text: str) -> set[str]:
    """Return the words of a text, without those that hold a digit."""
    return {w for w in re.findall(r"[^\W_]+", text.casefold()) if not re.search(r"\d", w)}


@BOTH
def test_each_word_comes_from_a_text_a_string_or_a_template(story: Site) -> None:
    known: set[str] = set()
    for document in story.story.documents.values():
        for value in values(document.value):
            known |= words(markdown.record_plain_text(value)) | words(
                value if "://" in value else ""
            )
            for one in markdown.read(value).citations() if "[@" in value else ():
                known |= words(getattr(one, "quotation", ""))
    for written in story.story.pages.values():
        for prose in written.values():
            known |= words(" ".join(f"{prose.meta['title']} {prose.tree.text_content()}".split()))
    known |= {word for name in story.addresses.names for word in words(name)}
    for language in story.pages:
        locale = Locale(language)
        for form in ("wide", "abbreviated"):
            known |= {w for month in locale.months["format"][form].values() for w in words(month)}
        known |= {w for name in locale.languages.values() for w in words(name)}
    for language in story.pages:
        for made in story.assembly_context(story.print_context(language)).references.values():
            known |= words(making.parsed(made).text_content())
    known |= words(wording.format_file_size(1, "fr") + wording.format_file_size(1_000, "fr"))
    known |= words(
        "er e pp wikidata org csv json bib ics datapackage csl sha kb mb ko mo git"
    ) | set("abcdef")
    strange: dict[str, str] = {}
    for page, tree in pages(story):
        for element in tree.xpath("//svg | //code"):
            element.drop_tree()
        text = " ".join(tree.itertext())
        strange |= dict.fromkeys(words(text) - known, f"{page.language}/{page.name}")
    assert strange == {}


def test_words_that_no_text_holds_are_seen() -> None:
    assert words("L’un &amp; x27 None 3.5") == {"l", "un", "amp", "none"}
    assert list(shown([Element("p", {}, ["Le 2ème ", Element("cite"), "mot"])], "fr")) == [
        "Le2e",
        "mot",
    ]
