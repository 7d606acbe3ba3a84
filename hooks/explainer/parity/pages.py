"""Twin pages: the same headings, embeds, citations, links, numbers and dates in each section.

In: a page in two languages. Out: a problem for each difference.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import partial

from explainer import citation, prose, sections
from explainer.problems import Problem

from . import facts, records
from .comparing import ADVICE, Item, Place, Side, compare, internal, problem, surplus, tell


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
    return Side(start, sections.name(part.id), {"cites": cites, "links to": links})


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

    def item(self, fact: facts.Fact) -> Item:
        """Return one of the facts, for messages."""
        return Item(fact.key, f"«{fact.text}»", partial(self._locate, fact))

    def _locate(self, fact: facts.Fact) -> Place:
        line = self.text.count("\n", 0, fact.offset)
        start = self.text.rfind("\n", 0, fact.offset) + 1
        column = fact.offset - start + (1 if line else self.spot.column)
        return _at(self.page, prose.Spot(self.spot.line + line, column))


def _said(page: prose.Prose, part: sections.Section) -> list[_Said]:
    units = [(block.spot, block.text) for block in part.blocks]
    if part.heading:
        units.insert(0, (part.heading.spot, part.heading.text))
    return [_Said(facts.facts(text, page.language), page, spot, text) for spot, text in units]


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
        if any(facts.difference(one.found, two.found))
    ]
    # A list sorted in each language's own order is the same list.
    if _shape(one for one, _ in unequal) == _shape(two for _, two in unequal):
        return
    for one, two in unequal:
        yield from _facts(name, [one], [two], _at(page, one.spot), _at(twin, two.spot))


def _shape(said: Iterable[_Said]) -> Counter[frozenset[object]]:
    return Counter(frozenset(fact.key for fact in one.found) for one in said)


def _facts(
    name: str, mine: list[_Said], its: list[_Said], here: Place, there: Place
) -> Iterator[Problem]:
    owners = {id(fact): said for said in (*mine, *its) for fact in said.found}
    left = [fact for said in mine for fact in said.found]
    right = [fact for said in its for fact in said.found]
    only_left, only_right = facts.difference(left, right)
    yield from tell(
        Side(lambda _: here, name, {}),
        Side(lambda _: there, name, {}),
        "says",
        [owners[id(fact)].item(fact) for fact in only_left],
        [owners[id(fact)].item(fact) for fact in only_right],
    )


def _front(page: prose.Prose, twin: prose.Prose) -> Iterator[Problem]:
    for key in ("title", "description"):
        words = [side.meta.get(key) for side in (page, twin)]
        if page.front and twin.front and all(isinstance(text, str) for text in words):
            left = records.Field(page.front, (key,), str(words[0]), page.language, key)
            right = records.Field(twin.front, (key,), str(words[1]), twin.language, key)
            yield from records.fields(left, right)
