"""Typography: golden cases, each run again on its own result, and every text of the site."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any

import making
import pytest
import yaml
from explainer.make import printing
from explainer.make.site import Site
from explainer.read import markdown
from explainer.read.tree import Element, Node
from explainer.words import typography
from explainer.words.typography import tree_texts

CASES: dict[str, list[dict[str, Any]]] = yaml.safe_load(
    (Path(__file__).parent / "typography_cases.yml").read_text(encoding="utf-8")
)


def cases(*groups: str) -> list[Any]:
    """Return the cases of the groups, each with its language."""
    return [
        pytest.param(
            case.get("lang", group), case["in"], case["out"], id=f"{group}: {case['name']}"
        )
        for group in groups
        for case in CASES[group]
    ]


def visible(text: str) -> str:
    """Return ``text`` with its no-break spaces as the cases write them."""
    return text.replace("\u00a0", "~").replace("\u202f", "^")


def test_there_are_enough_cases() -> None:
    assert sum(len(group) for group in CASES.values()) >= 60


@pytest.mark.parametrize(("language", "given", "expected"), cases("fr", "en"))
def test_text(language: str, given: str, expected: str) -> None:
    once = typography.typeset(given, language)
    assert visible(once) == expected
    assert typography.typeset(once, language) == once


@pytest.mark.parametrize("language", ["fr-FR", "FR", "fr-CH"])
def test_regions_follow_their_language(language: str) -> None:
    assert typography.typeset("l'un", language) == "l’un"


@pytest.mark.parametrize("language", ["tlh", "x-own", ""])
def test_what_the_cldr_does_not_know_passes_unchanged(language: str) -> None:
    text = 'l\'un ; "deux" : 1 400... 2e'
    assert typography.typeset(text, language) == text
    assert typography.split_ordinals(text, language) == [(text, False)]


@pytest.mark.parametrize(("_", "given", "expected"), cases("ordinals"))
def test_ordinals(_: str, given: str, expected: str) -> None:
    parts = typography.split_ordinals(given, "fr")
    assert "".join(f"^{{{text}}}" if raised else text for text, raised in parts) == expected


@pytest.mark.parametrize(
    "text",
    [given for group in ("fr", "en") for _, given, _ in (case.values for case in cases(group))],
)
@pytest.mark.parametrize("language", ["fr", "en"])
def test_edits_are_in_order_and_apart(text: str, language: str) -> None:
    edits = typography.find_edits(text, language)
    assert all(start < end for start, end, _ in edits)
    assert all(a[1] <= b[0] for a, b in pairwise(edits))
    assert typography.apply_edits(text, edits) == typography.typeset(text, language)


@pytest.mark.parametrize(("language", "given", "expected"), cases("markdown"))
def test_page(language: str, given: str, expected: str) -> None:
    language = "fr" if language == "markdown" else language
    blocks = markdown.read(given).blocks
    printed = printing.print_blocks(blocks, making.words(language))
    assert visible(making.assembled(printed, name="index.md").html) == expected
    # Once more, on its own result.
    again = corrected(blocks, tree_texts.find_changes(blocks, language))
    assert not tree_texts.find_changes(again, language)


def corrected(nodes: list[Node], changes: tree_texts.Changes) -> list[Node]:
    """Return the nodes with ``changes`` made."""
    out: list[Node] = []
    for i, node in enumerate(nodes):
        if isinstance(node, str):
            # A raised ending is done: as an element that is no text, it is not looked at again.
            found = changes.get((id(nodes), i), [node])
            out += [one if isinstance(one, str) else Element("img") for one in found]
        else:
            inside = corrected(node.children, changes)
            out.append(Element(node.tag, node.attributes, inside, node.offset, node.citations))
    return out


def test_a_mark_after_a_note_belongs_to_the_word_before_it() -> None:
    made = making.made("« mot [@a] » ; puis [@b] ?", "fr").html
    words = re.sub(r"<sup.*?</sup>", "", made.partition("</p>")[0])
    assert visible(words) == "<p>«~mot~»^; puis^?"


def test_a_definition_that_opens_in_place_is_no_part_of_its_sentence() -> None:
    definitions = {"appeal": 'Dit "recours" : l\'appel ?'}
    made = making.made(
        'Le recours ; l\'autre "mot"', "fr", definitions=definitions, forms={"recours": "appeal"}
    )
    assert visible(re.sub(r"<[^>]+>", "|", made.html)) == (
        "|Le |||recours||Dit «~recours~»~: l’appel^?||^;| l’autre «~mot~»|"
    )


# Every text of the real pages.

ADDRESS = re.compile(r"https?:\S+|www\.\S+|\S+@\S+")
UNREAD = {"code", "pre", "kbd", "samp", "script", "style", "svg", "math", "textarea"}
INLINE = {
    "a",
    "abbr",
    "b",
    "button",
    "cite",
    "em",
    "i",
    "q",
    "small",
    "span",
    "strong",
    "sub",
    "sup",
}
WRONG = {
    "fr": re.compile(
        r"['\"]|\.\.\."
        r"|[^\s«(\[“][;!?](?=\s|$)(?<!\u202f[;!?])(?<![;!?…]{2})|[ \n\u00a0][;!?](?=\s|$)"
        r"|[^\s\u00a0]:(?=\s|$)|[ \n\u202f]:(?=\s|$)"
        r"|«[^\u00a0]|[^\u00a0]»"
        r"|\b[0-9]{1,3} [0-9]{3}\b|[0-9] %|\bn° [0-9]"
    ),
    "en": re.compile(r"['\"]|\.\.\.|[\s\u202f][;:!?](?=\s|$)|[\s(]”|“\s"),
}


def lines(element: Any, language: str) -> Iterator[str]:
    """Yield each line of text in a language under ``element``; what is not, as U+FFFC."""
    current: list[str] = []

    def visit(node: Any, spoken: str) -> Iterator[str]:
        spoken = (node.get("lang") or spoken).partition("-")[0]
        own = spoken == language
        address = node.tag == "a" and (node.text or "").startswith(("http", "www."))
        if node.get("class") == "cite":
            return
        if node.tag in UNREAD or address or not own and node.tag in INLINE:
            current.append("\ufffc")
            return
        apart = node.tag not in INLINE or node.get("popover") is not None
        held = list(current)
        if apart:
            current.clear()
        current.append(node.text or "" if own else "\ufffc")
        for child in node:
            yield from visit(child, spoken)
            current.append(child.tail or "" if own else "\ufffc")
        if apart:
            yield "".join(current)
            current[:] = held

    yield from visit(element, language)
    yield "".join(current)


@pytest.mark.parametrize("language", ["fr", "en"])
def test_every_text_of_the_site(compiled: Site, language: str) -> None:
    wrong: list[str] = []
    marks = 0
    for name, page in compiled.pages[language].items():
        tree = making.parsed(page.html)
        foreign = [node for node in tree.iter() if node.get("lang", language) in WRONG]
        for element in [tree, *(node for node in foreign if node.get("lang"))]:
            spoken = element.get("lang", language)
            for line in lines(element, spoken):
                line = ADDRESS.sub("\ufffc", line)
                marks += line.count("’")
                wrong += [
                    f"{name}: {line[max(0, m.start() - 30) : m.end() + 30]!r}"
                    for m in WRONG[spoken].finditer(line)
                ]
    assert marks > 100, "no text was read"
    assert not wrong, "\n".join(wrong[:20])


@pytest.mark.parametrize("language", ["fr", "en"])
def test_every_title_and_string_of_the_site(compiled: Site, language: str) -> None:
    texts = [page.title for page in compiled.pages[language].values() if page.kind != "source"]
    texts += [page.description for page in compiled.pages[language].values()]
    texts += [text[language] for text in compiled.story.strings.values()]
    for text in texts:
        once = typography.typeset(text, language)
        assert "'" not in ADDRESS.sub("", once)
        assert typography.typeset(once, language) == once
