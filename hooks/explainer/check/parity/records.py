"""Texts of records, vocabularies and strings: the same facts in each language, field by field.

In: a story. Out: its localized texts, and a problem for each difference.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial

from explainer.check import records as check_records
from explainer.check.parity import attaching, code, facts
from explainer.check.parity.comparing import Item, Place, Side, compare, internal, tell
from explainer.make import recordtext
from explainer.model import records as model
from explainer.model.story import Story
from explainer.read import citation, prose, yamlio
from explainer.read.problems import Problem

_PLACEHOLDER = re.compile(r"\{([a-z_]+)\}")


@dataclass(frozen=True)
class TextUnit:
    """A localized text of a YAML file: where it stands and what it says."""

    folder: str
    id: str
    document: yamlio.Document
    path: yamlio.Path
    text: model.Text


@dataclass(frozen=True)
class Field:
    """One language's words of a YAML value, and their places."""

    document: yamlio.Document
    path: yamlio.Path
    words: str
    language: str
    name: str

    def start(self, block: int = 0) -> Place:
        """Return the place of the value, which is one block."""
        where = self.document.place(self.path)
        return Place(self.document.file, where.line, where.column, self.name)

    def find(self, snippet: str) -> Place:
        """Return the place of ``snippet``, which YAML may have folded over two lines."""
        where = self.document.place(self.path)
        words = r"\s+".join(re.escape(word) for word in snippet.split())
        raw = self.document.text
        found = re.compile(words).search(raw, where.start, max(where.end, where.start))
        if not found:
            return self.start()
        line = where.line + raw.count("\n", where.start, found.start())
        column = found.start() - (raw.rfind("\n", 0, found.start()) + 1) + 1
        return Place(self.document.file, line, column, self.name)


def texts(story: Story) -> Iterator[TextUnit]:
    """Yield every localized text of ``data/`` written once a language, addresses excepted."""
    for folder in model.RECORDS:
        for id_, record in story.records(folder).items():
            document = story.document(folder, id_)
            for path, text in check_records.texts(record):
                if path[-1] != "slug":
                    yield TextUnit(folder, id_, document, path, text)
    if story.status:
        document = story.document("status", "")
        for path, text in check_records.texts(story.status):
            yield TextUnit("status", "", document, path, text)
    if story.vocabularies:
        document = story.document("vocabularies", "")
        for table in type(story.vocabularies).model_fields:
            for key, entry in story.vocabularies.table(table).items():
                for path, text in check_records.texts(entry):
                    yield TextUnit("vocabularies", "", document, (table, key, *path), text)
    document = story.documents.get(("strings", ""), yamlio.Document("data/strings.yml", ""))
    for key, text in story.strings.items():
        yield TextUnit("strings", "", document, (key,), text)


def check(unit: TextUnit, default: str, language: str) -> Iterator[Problem]:
    """Yield every difference between two languages of one text."""
    left, right = unit.text[default], unit.text[language]
    if left == right:
        return
    here, there = (
        Field(
            unit.document,
            (*unit.path, code),
            unit.text[code],
            code,
            yamlio.dotted((*unit.path, code)),
        )
        for code in (default, language)
    )
    yield from fields(here, there)
    if unit.folder == "strings":
        sides = [
            Side(field.start, field.language, {"fills in": _placeholders(field)})
            for field in (here, there)
        ]
        yield from compare(*sides)


def _placeholders(field: Field) -> list[Item]:
    names = sorted(set(_PLACEHOLDER.findall(field.words)))
    return [Item(name, f"{{{name}}}", partial(field.find, f"{{{name}}}")) for name in names]


def fields(left: Field, right: Field) -> Iterator[Problem]:
    """Compare two texts: citations, links, numbers, amounts and dates."""
    sides = [Side(field.start, field.language, _field_items(field)) for field in (left, right)]
    yield from compare(*sides)
    texts = _words(left), _words(right)
    mine, its = facts.facts(texts[0], left.language), facts.facts(texts[1], right.language)
    languages = left.language, right.language
    only_left, only_right = facts.difference(mine, its, spelled=facts.spelled(*languages))
    if not only_left and not only_right:
        only_left, only_right = attaching.exchanged(texts[0], mine, texts[1], its, languages)
    if only_left or only_right:
        here = [
            Item(fact.key, f"«{fact.text}»", partial(left.find, fact.text)) for fact in only_left
        ]
        there = [
            Item(fact.key, f"«{fact.text}»", partial(right.find, fact.text)) for fact in only_right
        ]
        yield from tell(sides[0], sides[1], "says", here, there)


def _words(field: Field) -> str:
    return prose.mask(field.words) if "`" in field.words or "<!--" in field.words else field.words


def _field_items(field: Field) -> dict[str, list[Item]]:
    spans = [
        Item(span, f"`{span}`", partial(field.find, span)) for span, _ in code.found(field.words)
    ]
    if "[" not in field.words:
        return {"cites": [], "links to": [], "has the code": spans}
    cites = [
        Item(cited, f"[{cited}]", partial(field.find, cited.source))
        for bracket in citation.BRACKET.finditer(recordtext.mask(field.words))
        for cited in citation.parse(bracket[1])
        if isinstance(cited, citation.Citation)
    ]
    links = [
        Item(normalized, normalized, partial(field.find, target))
        for target in check_records.link_targets(field.words)
        if (normalized := internal(target))
    ]
    return {"cites": cites, "links to": links, "has the code": spans}
