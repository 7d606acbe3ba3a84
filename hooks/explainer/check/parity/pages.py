"""Twin pages: the same headings, embeds, citations, links, numbers and dates in each section.

In: a page in two languages. Out: a problem for each difference.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import partial

from explainer.check import coverage
from explainer.check.parity import attaching, code, records
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
from explainer.check.parity.facts import spelled
from explainer.check.parity.matching import Fact, difference
from explainer.check.parity.reading import Reading, place, read
from explainer.read import citation, markdown, prose, sections
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
    others = {(part.id, part.following): part for part in twin.sections}
    for part in page.sections:
        # A section that lost its next heading holds the text of two: not comparable.
        if other := others.get((part.id, part.following)):
            paired = len(part.passages) == len(other.passages)
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
            yield side.problem(heading.spot, "same-headings", message)
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
            yield page.problem(heading.spot, "same-order", message)
            return
        if heading.level != other_heading.level:
            message = f"the heading #{heading.id} has level {heading.level} and {place} has level {other_heading.level}; {ADVICE}"
            yield page.problem(heading.spot, "same-headings", message)


def _side(page: prose.Prose, part: prose.Section, *, paired: bool) -> Side:
    """Return what a section has; ``paired``: its blocks are those of its twin, one by one."""
    lines = [block.spot.line for block in part.passages] if paired else []

    def block(spot: prose.Spot) -> int:
        return bisect_right(lines, spot.line)

    def start(number: int) -> Place:
        return _at(page, part.passages[number - 1].spot if number else part.spot)

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
        Item(span, f"`{span}`", lambda at=at: _at(page, page.spot(at)))  # type: ignore[misc]
        for span, at in code.found(part.codes, page.body)
    ]
    items = {"cites": cites, "links to": links, "has the code": spans}
    return Side(start, sections.name(part.id), items)


def _embeds(
    page: prose.Prose, part: prose.Section, twin: prose.Prose, other: prose.Section
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
            yield problem(one.locate(), "same-order", message)
            return


def _embed(page: prose.Prose, embed: prose.Embed) -> Item:
    shown = f'!!! {embed.kind} "{embed.id}"' if embed.id else f"!!! {embed.kind}"
    return Item((embed.kind, embed.id), shown, partial(_at, page, embed.spot))


@dataclass(frozen=True)
class _Said:
    """A passage or a heading: what it says, and where."""

    reading: Reading
    page: prose.Prose
    spot: prose.Spot
    kind: str
    at: int

    def item(self, fact: Fact) -> Item:
        """Return one of its facts, for messages."""
        return Item(fact.key, f"«{fact.text}»", partial(self._locate, fact))

    def _locate(self, fact: Fact) -> Place:
        body = self.page.body
        return _at(self.page, self.page.spot(place(self.reading, fact, body, self.at)))


def _said(page: prose.Prose, part: prose.Section) -> list[_Said]:
    found = [
        _Said(read(one.nodes, page.language), page, one.spot, one.kind, one.at)
        for one in part.passages
    ]
    if heading := part.heading:
        reading = read(heading.nodes, page.language)
        found.insert(0, _Said(reading, page, heading.spot, "heading", heading.at))
    return found


def _blocks(
    page: prose.Prose, part: prose.Section, twin: prose.Prose, other: prose.Section
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
    return any(difference(one.reading.facts, two.reading.facts, spelled=spelled(*languages)))


def _listed(*pairs: list[_Said]) -> bool:
    """Return whether each pair is two neighbours of a list."""
    kinds = {said.kind for pair in pairs for said in pair}
    return len(kinds) == 1 and kinds <= {"item", "row"}


def _shape(said: Iterable[_Said]) -> Counter[frozenset[object]]:
    return Counter(
        frozenset(fact.key for fact in one.reading.facts if not fact.loose) for one in said
    )


def _facts(
    name: str, mine: list[_Said], its: list[_Said], here: Place, there: Place
) -> Iterator[Problem]:
    owners = {id(fact): said for said in (*mine, *its) for fact in said.reading.facts}
    left = [fact for said in mine for fact in said.reading.facts]
    right = [fact for said in its for fact in said.reading.facts]
    languages = {said.page.language for said in (*mine, *its)}
    only_left, only_right = difference(left, right, spelled=spelled(*languages))
    if not only_left and not only_right:
        only_left, only_right = _exchanged(mine, its) if mine and its else ([], [])
    yield from tell(
        Side(lambda _: here, name, {}),
        Side(lambda _: there, name, {}),
        "says",
        [owners[id(fact)].item(fact) for fact in only_left],
        [owners[id(fact)].item(fact) for fact in only_right],
    )


def _exchanged(mine: list[_Said], its: list[_Said]) -> tuple[list[Fact], list[Fact]]:
    """Return the facts that stand by another name in each language."""
    if sum(len(said.reading.facts) for said in mine) < 2:
        return [], []
    left, first = _together(mine)
    right, second = _together(its)
    rows = mine[0].kind == its[0].kind == "row"
    only_left, only_right = attaching.exchanged(left, right, rows=rows)
    return [first[fact] for fact in only_left], [second[fact] for fact in only_right]


def _together(said: list[_Said]) -> tuple[Reading, dict[Fact, Fact]]:
    """Return passages as one reading, and the passages' own facts by its facts."""
    if len(said) == 1:
        return said[0].reading, {fact: fact for fact in said[0].reading.facts}
    whole, origin = Reading(said[0].page.language), dict[Fact, Fact]()
    facts: list[Fact] = []
    for one in said:
        part = one.reading.moved(len(whole.words))
        origin.update(zip(part.facts, one.reading.facts, strict=True))
        facts += part.facts
        whole.names += part.names
        whole.words += part.words + "\n\n"
    whole.__dict__["facts"] = facts
    return whole, origin


def _unsourced(
    page: prose.Prose, part: prose.Section, twin: prose.Prose, other: prose.Section
) -> Iterator[Problem]:
    """Count the passages that state no fact: nothing else in them is compared."""
    mine, its = (
        [block for block in side.passages if coverage.MARK in block.marks] for side in (part, other)
    )
    if len(mine) != len(its):
        here = _at(page, (mine[-1] if len(mine) > len(its) else part).spot)
        there = _at(twin, (its[-1] if len(its) > len(mine) else other).spot)
        message = (
            f"{sections.name(part.id)} has {len(mine)} {{: .{coverage.MARK} }} and {there} "
            f"has {len(its)}; {ADVICE}"
        )
        yield problem(here, "same-no-fact", message)


def _front(page: prose.Prose, twin: prose.Prose) -> Iterator[Problem]:
    for key in ("title", "description"):
        words = [side.meta.get(key) for side in (page, twin)]
        if page.front and twin.front and all(isinstance(text, str) for text in words):
            left, right = (
                records.Field(side.front, (key,), text, markdown.record(text), side.language)
                for side, text in zip((page, twin), map(str, words), strict=True)
                if side.front
            )
            yield from records.fields(left, right)
