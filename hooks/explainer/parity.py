"""Twins say the same: pages section by section, records field by field.

In: a story. Out: a problem for each heading, embed, citation, link, number,
amount or date that one language has and another has not, with both places.
Words are free; facts are not. Every language is held against the default one.
Runs after ``check_pages``, once a build.
"""

from __future__ import annotations

import posixpath
import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial

from . import check_records, citation, facts_in_text, model, prose, sections, yamlio
from .problems import Problem
from .story import Story

_ADVICE = "make both say the same"
_SCHEME = re.compile(r"^[a-zA-Z][a-zA-Z0-9+.-]*:")
_PLACEHOLDER = re.compile(r"\{([a-z_]+)\}")


@dataclass(frozen=True)
class Place:
    """A place in a file; ``field`` is a record's field, or empty."""

    file: str
    line: int
    column: int
    field: str = ""

    def __str__(self) -> str:
        return f"{self.file}:{self.line}:{self.column}"


@dataclass(frozen=True)
class Item:
    """One thing a text has: what is compared, how it is shown, where it stands.

    Places are looked for only when something differs.
    """

    key: object
    shown: str
    locate: Callable[[], Place]


@dataclass
class Side:
    """One language's text: its start, its name in messages, and what it has by verb."""

    start: Callable[[], Place]
    name: str
    items: dict[str, list[Item]]


def check(story: Story) -> Iterator[Problem]:
    """Yield every difference between the languages of the story."""
    default, *others = story.settings.languages
    for language in others:
        for name, page in story.pages[default].items():
            if twin := story.pages[language].get(name):
                yield from _pages(page, twin)
        for unit in texts(story):
            yield from _texts(unit, default, language)


# --- comparing


def _compare(left: Side, right: Side) -> Iterator[Problem]:
    """Compare what the two sides have the same number of times."""
    for verb, items in left.items.items():
        others = right.items[verb]
        if [item.key for item in items] != [item.key for item in others]:
            here, there = _surplus(items, others), _surplus(others, items)
            yield from _tell(left, right, verb, here, there)


def _surplus(items: list[Item], others: list[Item]) -> list[Item]:
    """Return the items that ``others`` has not, or not as often: the last ones of each."""
    spare = Counter(item.key for item in others)
    found = []
    for item in items:
        spare[item.key] -= 1
        if spare[item.key] < 0:
            found.append(item)
    return found


def _tell(
    left: Side, right: Side, verb: str, here: Sequence[Item], there: Sequence[Item]
) -> Iterator[Problem]:
    """Say what differs; a thing changed in one language is one difference, told once."""
    paired = len(here) if len(here) == len(there) else 0
    for one, two in zip(here[:paired], there[:paired], strict=True):
        message = f"{left.name} {verb} {one.shown} and {two.locate()} {verb} {two.shown}; {_ADVICE}"
        yield _problem(one.locate(), message)
    for side, other, items in ((left, right, here[paired:]), (right, left, there[paired:])):
        for item in items:
            more = any(known.key == item.key for known in other.items.get(verb, ()))
            rest = "does so less often" if more else "does not"
            message = f"{side.name} {verb} {item.shown} and {other.start()} {rest}; {_ADVICE}"
            yield _problem(item.locate(), message)


def _problem(place: Place, message: str) -> Problem:
    return Problem(place.file, place.line, place.column, place.field, message)


# --- pages


def _at(page: prose.Prose, spot: prose.Spot) -> Place:
    return Place(page.file, spot.line, spot.column)


def _pages(page: prose.Prose, twin: prose.Prose) -> Iterator[Problem]:
    yield from _front(page, twin)
    ids = [[heading.id for heading in side.headings] for side in (page, twin)]
    if any("" in known or len(set(known)) < len(known) for known in ids):
        return  # told by `check_pages`; until then sections cannot be paired
    yield from _headings(page, twin)
    others = {(part.id, part.following): part for part in sections.cut(twin)}
    for part in sections.cut(page):
        # A section that lost its next heading holds the text of two: not comparable.
        if other := others.get((part.id, part.following)):
            yield from _compare(_side(page, part), _side(twin, other))
            yield from _embeds(page, part, twin, other)
            yield from _blocks(page, part, twin, other)


def _headings(page: prose.Prose, twin: prose.Prose) -> Iterator[Problem]:
    for side, other in ((page, twin), (twin, page)):
        known = {heading.id: heading for heading in other.headings}
        before = prose.Spot(other.first_line, 1)
        for heading in side.headings:
            if found := known.get(heading.id):
                before = found.spot
                continue
            message = (
                f"the heading #{heading.id} has no twin after {_at(other, before)}; "
                f"expected the same headings in both, here {'#' * heading.level} … {{#{heading.id}}}"
            )
            yield side.problem(heading.spot, "", message)
    left = {heading.id for heading in page.headings}
    right = {heading.id for heading in twin.headings}
    shared = zip(
        (heading for heading in page.headings if heading.id in right),
        (heading for heading in twin.headings if heading.id in left),
        strict=True,
    )
    for heading, other_heading in shared:
        place = _at(twin, other_heading.spot)
        if heading.id != other_heading.id:
            message = f"the heading #{heading.id} stands where {place} has #{other_heading.id}; expected the same order in both"
            yield page.problem(heading.spot, "", message)
            return
        if heading.level != other_heading.level:
            message = f"the heading #{heading.id} has level {heading.level} and {place} has level {other_heading.level}; {_ADVICE}"
            yield page.problem(heading.spot, "", message)


def _side(page: prose.Prose, part: sections.Section) -> Side:
    cites = [
        Item(cite.cited, f"[{cite.cited}]", partial(_at, page, cite.spot))
        for cite in part.cites
        if isinstance(cite.cited, citation.Citation)
    ]
    links = [
        Item(target, target, partial(_at, page, link.spot))
        for link in part.links
        if not link.image and (target := _internal(link.target))
    ]
    items = {"cites": cites, "links to": links}
    return Side(partial(_at, page, part.spot), sections.name(part.id), items)


def _internal(target: str) -> str:
    """Return the link's normalized target if it is a page of the site, else ``""``."""
    if _SCHEME.match(target) or target.startswith("/"):
        return ""
    path, mark, anchor = target.partition("#")
    path = posixpath.normpath(path) if path else ""
    return path + mark + anchor if path.endswith(".md") or not path else ""


def _embeds(
    page: prose.Prose, part: sections.Section, twin: prose.Prose, other: sections.Section
) -> Iterator[Problem]:
    left, right = _side(page, part), _side(twin, other)
    mine = [_embed(page, embed) for embed in part.embeds]
    its = [_embed(twin, embed) for embed in other.embeds]
    here, there = _surplus(mine, its), _surplus(its, mine)
    left.items, right.items = {"shows": mine}, {"shows": its}
    yield from _tell(left, right, "shows", here, there)
    if here or there:
        return
    for one, two in zip(mine, its, strict=True):
        if one.key != two.key:
            message = f"{left.name} shows {one.shown} where {two.locate()} shows {two.shown}; expected the same order in both"
            yield _problem(one.locate(), message)
            return


def _embed(page: prose.Prose, embed: prose.Embed) -> Item:
    shown = f'!!! {embed.kind} "{embed.id}"' if embed.id else f"!!! {embed.kind}"
    return Item((embed.kind, embed.id), shown, partial(_at, page, embed.spot))


# --- numbers, amounts and dates


@dataclass(frozen=True)
class _Said:
    """A block's facts, and the file's place of each."""

    facts: list[facts_in_text.Fact]
    page: prose.Prose
    spot: prose.Spot
    text: str

    def item(self, fact: facts_in_text.Fact) -> Item:
        """Return one of the facts, for messages."""
        return Item(fact.key, f"«{fact.text}»", partial(self._locate, fact))

    def _locate(self, fact: facts_in_text.Fact) -> Place:
        line = self.text.count("\n", 0, fact.offset)
        start = self.text.rfind("\n", 0, fact.offset) + 1
        column = fact.offset - start + (1 if line else self.spot.column)
        return _at(self.page, prose.Spot(self.spot.line + line, column))


def _said(page: prose.Prose, part: sections.Section) -> list[_Said]:
    units = [(block.spot, block.text) for block in part.blocks]
    if part.heading:
        units.insert(0, (part.heading.spot, part.heading.text))
    return [
        _Said(facts_in_text.facts(text, page.language), page, spot, text) for spot, text in units
    ]


def _blocks(
    page: prose.Prose, part: sections.Section, twin: prose.Prose, other: sections.Section
) -> Iterator[Problem]:
    """Compare paragraph by paragraph where twins have as many, else the whole section."""
    mine, its = _said(page, part), _said(twin, other)
    name = sections.name(part.id)
    if len(mine) != len(its):
        yield from _facts(name, mine, its, _at(page, part.spot), _at(twin, other.spot))
        return
    unequal = [
        (one, two)
        for one, two in zip(mine, its, strict=True)
        if any(facts_in_text.difference(one.facts, two.facts))
    ]
    # A list sorted in each language's own order is the same list.
    if _shape(one for one, _ in unequal) == _shape(two for _, two in unequal):
        return
    for one, two in unequal:
        yield from _facts(name, [one], [two], _at(page, one.spot), _at(twin, two.spot))


def _shape(said: Iterable[_Said]) -> Counter[frozenset[object]]:
    return Counter(frozenset(fact.key for fact in one.facts) for one in said)


def _facts(
    name: str, mine: list[_Said], its: list[_Said], here: Place, there: Place
) -> Iterator[Problem]:
    owners = {id(fact): said for said in (*mine, *its) for fact in said.facts}
    left = [fact for said in mine for fact in said.facts]
    right = [fact for said in its for fact in said.facts]
    only_left, only_right = facts_in_text.difference(left, right)
    yield from _tell(
        Side(lambda: here, name, {}),
        Side(lambda: there, name, {}),
        "says",
        [owners[id(fact)].item(fact) for fact in only_left],
        [owners[id(fact)].item(fact) for fact in only_right],
    )


def _front(page: prose.Prose, twin: prose.Prose) -> Iterator[Problem]:
    for key in ("title", "description"):
        words = [side.meta.get(key) for side in (page, twin)]
        if page.front and twin.front and all(isinstance(text, str) for text in words):
            left = _Field(page.front, (key,), str(words[0]), page.language, key)
            right = _Field(twin.front, (key,), str(words[1]), twin.language, key)
            yield from _fields(left, right)


# --- records


@dataclass(frozen=True)
class TextUnit:
    """A localized text of a YAML file: where it stands and what it says."""

    folder: str
    id: str
    document: yamlio.Document
    path: yamlio.Path
    text: model.Text


@dataclass(frozen=True)
class _Field:
    document: yamlio.Document
    path: yamlio.Path
    words: str
    language: str
    name: str

    def start(self) -> Place:
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


def _texts(unit: TextUnit, default: str, language: str) -> Iterator[Problem]:
    left, right = unit.text[default], unit.text[language]
    if left == right:
        return
    here, there = (
        _Field(unit.document, (*unit.path, code), unit.text[code], code, yamlio.dotted((*unit.path, code)))
        for code in (default, language)
    )
    yield from _fields(here, there)
    if unit.folder == "strings":
        sides = [
            Side(field.start, field.language, {"fills in": _placeholders(field)})
            for field in (here, there)
        ]
        yield from _compare(*sides)


def _placeholders(field: _Field) -> list[Item]:
    names = sorted(set(_PLACEHOLDER.findall(field.words)))
    return [Item(name, f"{{{name}}}", partial(field.find, f"{{{name}}}")) for name in names]


def _fields(left: _Field, right: _Field) -> Iterator[Problem]:
    """Compare two texts: citations, links, numbers, amounts and dates."""
    sides = [Side(field.start, field.language, _field_items(field)) for field in (left, right)]
    yield from _compare(*sides)
    only_left, only_right = facts_in_text.difference(
        facts_in_text.facts(_words(left), left.language),
        facts_in_text.facts(_words(right), right.language),
    )
    if only_left or only_right:
        here = [Item(fact.key, f"«{fact.text}»", partial(left.find, fact.text)) for fact in only_left]
        there = [Item(fact.key, f"«{fact.text}»", partial(right.find, fact.text)) for fact in only_right]
        yield from _tell(sides[0], sides[1], "says", here, there)


def _words(field: _Field) -> str:
    return prose.mask(field.words) if "`" in field.words or "<!--" in field.words else field.words


def _field_items(field: _Field) -> dict[str, list[Item]]:
    cites, links = [], []
    if "[" in field.words:
        for bracket in citation.BRACKET.finditer(field.words):
            for cited in citation.parse(bracket[1]):
                if isinstance(cited, citation.Citation):
                    cites.append(Item(cited, f"[{cited}]", partial(field.find, cited.source)))
        for target in check_records.link_targets(field.words):
            if normalized := _internal(target):
                links.append(Item(normalized, normalized, partial(field.find, target)))
    return {"cites": cites, "links to": links}
