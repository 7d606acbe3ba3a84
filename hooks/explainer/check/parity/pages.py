"""Twin pages: the same headings, embeds, citations, links, numbers and dates in each section.

In: a page in two languages. Out: a problem for each difference.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import partial

from explainer.check import coverage
from explainer.check.parity import attaching, code, facts, records
from explainer.check.parity.comparing import (
    ADVICE,
    Item,
    Place,
    Side,
    compare,
    internal,
    problem,
    surplus,
    tell,
)
from explainer.read import citation, prose, sections
from explainer.read.problems import Problem


def _at(page: prose.Prose, spot: prose.Spot) -> Place:
    return Place(page.file, spot.line, spot.column)


def check(page: prose.Prose, twin: prose.Prose) -> Iterator[Problem]:
    """Yield every difference between a page and its twin."""
    yield from _front(page, twin)
    ids = [[heading.id for heading in side.headings] for side in (page, twin)]
    if any("" in known or len(set(known)) < len(known) for known in ids):
        return  # told by `check_pages`; until then sections cannot be paired
    yield from _headings(page, twin)
    others = {(part.id, part.following): part for part in sections.cut(twin)}
    for part in sections.cut(page):
        # A section that lost its next heading holds the text of two: not comparable.
        if other := others.get((part.id, part.following)):
            paired = len(part.blocks) == len(other.blocks)
            yield from compare(_side(page, part, paired=paired), _side(twin, other, paired=paired))
            yield from _embeds(page, part, twin, other)
            yield from _blocks(page, part, twin, other)
            yield from _unsourced(page, part, twin, other)


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
            message = f"the heading #{heading.id} has level {heading.level} and {place} has level {other_heading.level}; {ADVICE}"
            yield page.problem(heading.spot, "", message)


def _side(page: prose.Prose, part: sections.Section, *, paired: bool) -> Side:
    """Return what a section has; ``paired``: its blocks are those of its twin, one by one."""
    lines = [block.spot.line for block in part.blocks] if paired else []

    def block(spot: prose.Spot) -> int:
        return bisect_right(lines, spot.line)

    def start(number: int) -> Place:
        return _at(page, part.blocks[number - 1].spot if number else part.spot)

    cites = [
        Item(cite.cited, f"[{cite.cited}]", partial(_at, page, cite.spot), block(cite.spot))
        for cite in part.cites
        if isinstance(cite.cited, citation.Citation)
    ]
    links = [
        Item(target, target, partial(_at, page, link.spot), block(link.spot))
        for link in part.links
        if not link.image and (target := internal(link.target))
    ]
    spans = [
        Item(span, f"`{span}`", partial(_at, page, _spot(part.text, offset, part.spot.line)))
        for span, offset in code.found(part.text)
    ]
    items = {"cites": cites, "links to": links, "has the code": spans}
    return Side(start, sections.name(part.id), items)


def _spot(text: str, offset: int, line: int, column: int = 1) -> prose.Spot:
    """Return the place of ``offset`` in a text that starts at ``line`` and ``column``."""
    lines = text.count("\n", 0, offset)
    start = text.rfind("\n", 0, offset) + 1
    return prose.Spot(line + lines, offset - start + (1 if lines else column))


def _embeds(
    page: prose.Prose, part: sections.Section, twin: prose.Prose, other: sections.Section
) -> Iterator[Problem]:
    name = sections.name(part.id)
    left = Side(
        lambda _: _at(page, part.spot), name, {"shows": [_embed(page, e) for e in part.embeds]}
    )
    right = Side(
        lambda _: _at(twin, other.spot), name, {"shows": [_embed(twin, e) for e in other.embeds]}
    )
    mine, its = left.items["shows"], right.items["shows"]
    here, there = surplus(mine, its), surplus(its, mine)
    yield from tell(left, right, "shows", here, there)
    if here or there:
        return
    for one, two in zip(mine, its, strict=True):
        if one.key != two.key:
            message = f"{left.name} shows {one.shown} where {two.locate()} shows {two.shown}; expected the same order in both"
            yield problem(one.locate(), message)
            return


def _embed(page: prose.Prose, embed: prose.Embed) -> Item:
    shown = f'!!! {embed.kind} "{embed.id}"' if embed.id else f"!!! {embed.kind}"
    return Item((embed.kind, embed.id), shown, partial(_at, page, embed.spot))


@dataclass(frozen=True)
class _Said:
    """A block's facts, and the file's place of each."""

    found: list[facts.Fact]
    page: prose.Prose
    spot: prose.Spot
    text: str
    kind: str

    def item(self, fact: facts.Fact) -> Item:
        """Return one of the facts, for messages."""
        return Item(fact.key, f"«{fact.text}»", partial(self._locate, fact))

    def _locate(self, fact: facts.Fact) -> Place:
        return _at(self.page, _spot(self.text, fact.offset, self.spot.line, self.spot.column))


def _said(page: prose.Prose, part: sections.Section) -> list[_Said]:
    units = [(block.spot, block.text, block.kind) for block in part.blocks]
    if part.heading:
        units.insert(0, (part.heading.spot, part.heading.text, "heading"))
    return [
        _Said(facts.facts(text, page.language), page, spot, text, kind)
        for whole, words, unit in units
        for spot, text, kind in _rows(whole, words, unit)
    ]


def _rows(spot: prose.Spot, text: str, kind: str) -> Iterator[tuple[prose.Spot, str, str]]:
    """Yield the rows of a table, which is a list of them; anything else as it is."""
    if kind != "table":
        yield spot, text, kind
        return
    for number, row in enumerate(text.split("\n")):
        yield prose.Spot(spot.line + number, 1 if number else spot.column), row, "row"


def _blocks(
    page: prose.Prose, part: sections.Section, twin: prose.Prose, other: sections.Section
) -> Iterator[Problem]:
    """Compare paragraph by paragraph where twins have as many, else the whole section."""
    mine, its = _said(page, part), _said(twin, other)
    name = sections.name(part.id)
    if len(mine) != len(its):
        yield from _facts(name, mine, its, _at(page, part.spot), _at(twin, other.spot))
        return
    start = 0
    for end in range(1, len(mine) + 1):
        if end < len(mine) and _listed(mine[end - 1 : end + 1], its[end - 1 : end + 1]):
            continue
        # A list sorted in each language's own order is the same list; paragraphs are not.
        left, right = mine[start:end], its[start:end]
        unequal = [pair for pair in zip(left, right, strict=True) if _differ(*pair)]
        if _shape(one for one, _ in unequal) != _shape(two for _, two in unequal):
            for one, two in unequal:
                yield from _facts(name, [one], [two], _at(page, one.spot), _at(twin, two.spot))
        else:
            here, there = _at(page, left[0].spot), _at(twin, right[0].spot)
            yield from _facts(name, left, right, here, there)
        start = end


def _differ(one: _Said, two: _Said) -> bool:
    languages = one.page.language, two.page.language
    return any(facts.difference(one.found, two.found, spelled=facts.spelled(*languages)))


def _listed(*pairs: list[_Said]) -> bool:
    """Return whether each pair is two neighbours of a list."""
    kinds = {said.kind for pair in pairs for said in pair}
    return len(kinds) == 1 and kinds <= {"item", "row"}


def _shape(said: Iterable[_Said]) -> Counter[frozenset[object]]:
    return Counter(frozenset(fact.key for fact in one.found if not fact.loose) for one in said)


def _facts(
    name: str, mine: list[_Said], its: list[_Said], here: Place, there: Place
) -> Iterator[Problem]:
    owners = {id(fact): said for said in (*mine, *its) for fact in said.found}
    left = [fact for said in mine for fact in said.found]
    right = [fact for said in its for fact in said.found]
    languages = {said.page.language for said in (*mine, *its)}
    only_left, only_right = facts.difference(left, right, spelled=facts.spelled(*languages))
    if not only_left and not only_right:
        only_left, only_right = _exchanged(mine, its) if mine and its else ([], [])
    yield from tell(
        Side(lambda _: here, name, {}),
        Side(lambda _: there, name, {}),
        "says",
        [owners[id(fact)].item(fact) for fact in only_left],
        [owners[id(fact)].item(fact) for fact in only_right],
    )


def _exchanged(mine: list[_Said], its: list[_Said]) -> tuple[list[facts.Fact], list[facts.Fact]]:
    """Return the facts that stand by another name in each language."""
    if sum(len(said.found) for said in mine) < 2:
        return [], []
    sides = []
    for side in (mine, its):
        text, moved, origin = "", [], {}
        for said in side:
            for fact in said.found:
                one = replace(fact, offset=fact.offset + len(text), end=fact.end + len(text))
                moved.append(one)
                origin[one] = fact
            text += said.text + "\n\n"
        sides.append((text, moved, origin))
    (left, here, first), (right, there, second) = sides
    languages = mine[0].page.language, its[0].page.language
    rows = mine[0].kind == its[0].kind == "row"
    only_left, only_right = attaching.exchanged(left, here, right, there, languages, rows=rows)
    return [first[fact] for fact in only_left], [second[fact] for fact in only_right]


def _unsourced(
    page: prose.Prose, part: sections.Section, twin: prose.Prose, other: sections.Section
) -> Iterator[Problem]:
    """Count the passages that state no fact: nothing else in them is compared."""
    mine, its = (
        [block for block in side.blocks if coverage.MARK in block.marks] for side in (part, other)
    )
    if len(mine) != len(its):
        here = _at(page, (mine[-1] if len(mine) > len(its) else part).spot)
        there = _at(twin, (its[-1] if len(its) > len(mine) else other).spot)
        message = (
            f"{sections.name(part.id)} has {len(mine)} {{: .{coverage.MARK} }} and {there} "
            f"has {len(its)}; {ADVICE}"
        )
        yield problem(here, message)


def _front(page: prose.Prose, twin: prose.Prose) -> Iterator[Problem]:
    for key in ("title", "description"):
        words = [side.meta.get(key) for side in (page, twin)]
        if page.front and twin.front and all(isinstance(text, str) for text in words):
            left = records.Field(page.front, (key,), str(words[0]), page.language, key)
            right = records.Field(twin.front, (key,), str(words[1]), twin.language, key)
            yield from records.fields(left, right)
