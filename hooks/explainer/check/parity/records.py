"""Comparison of the texts of records, vocabularies and strings, field by field.

In: a story. Out: its localized texts, and a problem for each difference.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property, partial

from explainer import locales
from explainer.check import citations as texts_
from explainer.check.parity import code, unmatched
from explainer.check.parity.differences import Item, Side, compare, internal_target
from explainer.check.parity.matching import Fact
from explainer.check.parity.text_facts import TextFacts, locate_fact, read_nodes
from explainer.model import field_walk, vocabulary
from explainer.model import records as model
from explainer.model.story import Story
from explainer.read import markdown, yamlio
from explainer.read.citation import Citation
from explainer.read.problems import Location, Problem
from explainer.read.tree import Tree

_PLACEHOLDER = re.compile(r"\{([a-z_]+)\}")


@dataclass(frozen=True)
class TextUnit:
    """A localized text of a YAML file, with its path."""

    folder: str
    id: str
    document: yamlio.Document
    path: yamlio.Path
    text: model.Text

    def locate(self, language: str) -> Location:
        """Return the location of the text in a language."""
        return self.document.locate((*self.path, language))


@dataclass(frozen=True)
class LocalizedField:
    """One language's text of a YAML value, its tree, and its locations."""

    document: yamlio.Document
    path: yamlio.Path
    words: str
    language: str
    kind: str = ""

    @cached_property
    def tree(self) -> Tree:
        """The tree of the text."""
        return markdown.read_record_text(self.words)

    def locate_block(self, block: int = 0) -> Location:
        """Return the location of the value, which is one block."""
        return self.document.locate(self.path)

    def locate_offset(self, offset: int) -> Location:
        """Return the location of an offset into the text."""
        return self.document.locate_offset(self.path, self.words, offset)

    @cached_property
    def parsed(self) -> TextFacts:
        """The facts of the text."""
        return read_nodes(self.tree.inline_nodes(), self.language)

    def item(self, fact: Fact) -> Item:
        """Return one of its facts as an ``Item``, for messages."""
        locate = lambda: self.locate_offset(locate_fact(self.parsed, fact, self.words, 0))  # noqa: E731
        return Item(fact.key, f"«{fact.text}»", locate)


def localized_texts(story: Story) -> Iterator[TextUnit]:
    """Yield every localized text of ``data/`` and of the strings, slugs excepted."""
    for folder, id_, record in story.all_records():
        document = story.document(folder, id_)
        for path, text in field_walk.localized_texts(record):
            if path[-1] != "slug":
                yield TextUnit(folder, id_, document, path, text)
    if story.vocabularies:
        document = story.document("vocabularies", "")
        for table in vocabulary.TABLES:
            for key, entry in story.vocabularies.table(table).items():
                for path, text in field_walk.localized_texts(entry):
                    yield TextUnit("vocabularies", "", document, (table, key, *path), text)
    document = story.document("strings", "")
    for key, text in story.strings.items():
        yield TextUnit("strings", "", document, (key,), text)


def check(story: Story, unit: TextUnit, default: str, language: str) -> Iterator[Problem]:
    """Yield every difference between two languages of one text."""
    if unit.text[default] == unit.text[language]:
        return
    here, there = (
        LocalizedField(unit.document, (*unit.path, code), unit.text[code], code)
        for code in (default, language)
    )
    yield from compare_fields(here, there)
    if unit.folder == "strings":
        sides = [
            Side(field.locate_block, field.language, {"fills in": _placeholders(story, field)})
            for field in (here, there)
        ]
        yield from compare(*sides)


def _placeholders(story: Story, field: LocalizedField) -> list[Item]:
    names = set(_PLACEHOLDER.findall(field.words))
    stem, _, form = str(field.path[0]).rpartition("_")
    others = story.strings.get(f"{stem}_other")
    counted = form in vocabulary.PLURALS and others and "{n}" in others[field.language]
    if counted and locales.is_single_number(form, field.language):
        names.add("n")  # a plural form for a single number may say it in words: «two rows»
    return [
        Item(name, f"{{{name}}}", partial(field.locate_offset, field.words.find(f"{{{name}}}")))
        for name in sorted(names)
    ]


def compare_fields(left: LocalizedField, right: LocalizedField) -> Iterator[Problem]:
    """Compare two texts: citations, links, numbers, amounts and dates."""
    sides = [Side(field.locate_block, field.language, _items(field)) for field in (left, right)]
    yield from compare(*sides)
    yield from unmatched.compare(sides[0], sides[1], [left], [right])


def _items(field: LocalizedField) -> dict[str, list[Item]]:
    """Return verb → items of a text, its facts excepted."""
    codes = code.record_code(field.tree, field.words) if "`" in field.words else ()
    spans = [
        Item(span, f"`{span}`", partial(field.locate_offset, at))
        for span, at in code.comparable_parts(codes, field.words)
    ]
    if "[" not in field.words:
        return {"cites": [], "links to": [], "has the code": spans}
    cites = [
        Item(
            cited,
            f"[{cited}]",
            partial(field.locate_offset, field.words.find(cited.source, element.offset)),
        )
        for element in field.tree.walk()
        for cited in element.citations
        if isinstance(cited, Citation)
    ]
    links = [
        Item(normalized, normalized, partial(field.locate_offset, at))
        for target, at in texts_.link_targets(field.tree, field.words)
        if (normalized := internal_target(target))
    ]
    return {"cites": cites, "links to": links, "has the code": spans}
