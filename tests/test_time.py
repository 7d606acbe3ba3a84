"""Every reader takes time in proportion to what it reads, whatever that is."""

from __future__ import annotations

import html
import time
from collections.abc import Callable

import pytest
from explainer.check import coverage
from explainer.check.parity import facts
from explainer.output.search import markup
from explainer.read import addresses, citation, markdown, merge_conflicts, prose, yamlio
from explainer.words import bibtex, typography

# What is repeated: marks that look for their other end, and what a pattern may try in many ways.
INPUTS = {
    "brackets": "[", "closing brackets": "]", "pairs": "[]", "pictures": "![", "links": "[a](",
    "half links": "](", "nested links": "[a](b", "guillemets": "«", "closing ones": "»",
    "quotations": "« » ", "quotes": '" ', "apostrophes": "'a ", "spaces": " ", "words": "a ",
    "fixed spaces": "\u00a0", "ticks": "`", "ticks and spaces": "` ", "ticks of two sizes": "``` ` ",
    "comments": "<!--", "ends of comments": "-->", "comments on lines": "<!--\n", "less than": "<",
    "tags": "<b>", "open tags": "<a ", "attributes": '<a x="', "closing tags": "</b>", "stars": "*",
    "stars and words": "*a ", "double stars": "**a ", "underscores": "_a ", "both": "*_",
    "braces": "{", "lists of attributes": "*a*{.b ", "ampersands": "&", "entities": "&#1",
    "backslashes": "\\", "escapes": "\\[", "citations": "[@a;", "sources": "@a ", "addresses": "http://a",
    "mails": "a@b.", "quotation marks": "> ", "headings": "## a\n", "dashes": "- ", "items": "- a\n",
    "numbers": "1. ", "digits": "1", "ordinals": "1er ", "ranges": "1–", "amounts": "1 % ",
    "cells": "| a ", "rows": "| a | b |\n| - | - |\n", "fences": "```\n", "open fences": "```a\n~~~\n",
    "definitions": "a\n:   b\n", "embeds": '!!! claim "a"\n', "rules": "a\n---\n", "tabs": "\t",
    "newlines": "\n", "references": "[a]: b\n", "footnotes": "[^1] ", "formulas": "$a^", "struck": "~~a",
    "emoji": ":a:", "points": "...", "months": "may 1 ", "unseen": "\u200b", "numbers in words": "two hundred ",
    "conflicts": "<<<<<<< \n", "accents": "e\u0301",
}  # fmt: skip


def read_page(text: str) -> None:
    page, _ = prose.read.__wrapped__("f", "en", "n.md", f"---\ntitle: a\n---\n{text}".encode())
    for passage in page.passages:
        facts.find_facts(passage.text, "en")
    coverage.count_passages(page)


def read_yaml(text: str) -> None:
    for quoted in (f"a: {text}", f"a: >-\n  {text}", f'a: "{text}', f"a: [{text}"):
        document, _ = yamlio.read("f", quoted.encode())
        if isinstance(document.value, dict) and isinstance(said := document.value.get("a"), str):
            document.locate_offset(("a",), said, len(said))


def read_words(text: str) -> None:
    for language in ("fr", "en"):
        facts.find_facts(text, language)
        typography.typeset(text, language)


READERS: dict[str, Callable[[str], object]] = {
    "a page": read_page,
    "a record": lambda text: markdown.read(text, markdown.RECORD).text_content(),
    "YAML": read_yaml,
    "words": read_words,
    "citations": lambda text: (list(citation.parse(text)), list(citation.find_unparsed(text))),
    "an address": lambda text: addresses.explain_misleading(f"https://{text}"),
    "conflicts": lambda text: merge_conflicts.find_conflict("f", text.encode()),
    "BibTeX": bibtex.escape,
    "a page as made": lambda text: markup.sections(f"<main><h1>a</h1><p>{html.escape(text)}</p></main>", frozenset()),
}  # fmt: skip
ENOUGH = 0.03  # seconds below which a ratio says nothing
MOST = 8  # times the time for 4 times the input; a square would take 16


def seconds(reader: Callable[[str], object], text: str) -> float:
    """Return the processor's time of one reading."""
    start = time.process_time()
    reader(text)
    return time.process_time() - start


def grown(text: str, size: int, *, blocks: bool) -> str:
    """Return ``size`` characters of a text repeated; in blocks of 500, if asked."""
    if blocks:
        return "\n\n".join([grown(text, 500, blocks=False)] * (size // 502))
    return (text * (size // len(text) + 1))[:size]


@pytest.mark.parametrize("name", READERS)
@pytest.mark.parametrize("blocks", [False, True], ids=["in one", "in blocks"])
def test_time_grows_as_the_input(name: str, blocks: bool) -> None:
    reader, slow = READERS[name], {}
    for called, text in INPUTS.items():
        small, large = (grown(text, size, blocks=blocks) for size in (4_000, 16_000))
        taken = seconds(reader, small), seconds(reader, large)
        for _ in range(9):  # the machine may be busy: each at its best
            if taken[1] <= ENOUGH or taken[1] <= MOST * taken[0]:
                break
            taken = min(taken[0], seconds(reader, small)), min(taken[1], seconds(reader, large))
        if taken[1] > ENOUGH and taken[1] > MOST * taken[0]:
            slow[called] = taken
    assert slow == {}


def test_what_would_take_long_is_told() -> None:
    for text in ("a" * 20_001, "a *b* " * 1_001, "a\n" * 1_002):
        (fault,) = markdown.read(f"Words.\n\n{text}").faults
        assert fault.offset == 8
        assert "without an empty line; expected shorter blocks" in fault.message
    assert markdown.read("a " * 9_000 + "\n\n" + "a *b* " * 900).faults == []


@pytest.mark.parametrize(
    "text", ["1. " * 900, "> " * 200 + "a", "a\n:   b\n" * 400, "**a *b " * 200]
)
def test_what_nests_too_deep_is_told(text: str) -> None:
    tree = markdown.read(text)
    assert (
        any("more than a reader follows" in fault.message for fault in tree.faults)
        or text[0] == "*"
    )
    assert markdown.read("- a\n\n    > b").faults == []  # the reader is as before
    assert [block.tag for block in markdown.read("- a").blocks if not isinstance(block, str)] == [
        "ul"
    ]
