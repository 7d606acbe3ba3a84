"""Comparison of twin pages: front matter, headings, embeds, citations, links, facts.

In: a page in two languages. Out: a problem for each difference.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator
from functools import partial

from explainer.check import coverage
from explainer.check.parity import blocks, code, records
from explainer.check.parity.differences import ADVICE, Item, Side, compare, internal_target
from explainer.read.citation import Citation
from explainer.read.page_parts import Embed, Section
from explainer.read.positions import Position
from explainer.read.problems import Location, Problem
from explainer.read.prose import ProsePage
from explainer.read.sections import describe_section


def check(page: ProsePage, twin: ProsePage) -> Iterator[Problem]:
    """Yield every difference between a page and its twin."""
    yield from _compare_front_matter(page, twin)
    ids = [[heading.id for heading in side.headings] for side in (page, twin)]
    if any("" in known or len(set(known)) < len(known) for known in ids):
        return  # reported by `check.pages`; without ids sections cannot be paired
    yield from _compare_headings(page, twin)
    others = {(part.id, part.next_id): part for part in twin.sections}
    for part in page.sections:
        # If one language lacks the next heading, the section holds the text of two.
        if other := others.get((part.id, part.next_id)):
            paired = len(part.passages) == len(other.passages)
            sides = _side(page, part, paired=paired), _side(twin, other, paired=paired)
            yield from compare(*sides)
            yield from _compare_order(*sides)
            yield from blocks.check(page, part, twin, other)
            yield from _compare_no_fact(page, part, twin, other)


def _compare_headings(page: ProsePage, twin: ProsePage) -> Iterator[Problem]:
    for side, other in ((page, twin), (twin, page)):
        known = {heading.id: heading for heading in other.headings}
        before = Position(other.first_line, 1)
        for heading in side.headings:
            if twin_heading := known.get(heading.id):
                before = twin_heading.position
                continue
            message = (
                f"the heading #{heading.id} has no twin after {other.locate(before)}; "
                f"expected the same headings in both, here {'#' * heading.level} … {{#{heading.id}}}"
            )
            yield side.problem(heading.position, "same-headings", message)
    left = {heading.id for heading in page.headings}
    right = {heading.id for heading in twin.headings}
    shared = zip(
        (heading for heading in page.headings if heading.id in right),
        (heading for heading in twin.headings if heading.id in left),
        strict=True,
    )
    for heading, other_heading in shared:
        place = twin.locate(other_heading.position)
        if heading.id != other_heading.id:
            message = f"the heading #{heading.id} stands where {place} has #{other_heading.id}; expected the same order in both"
            yield page.problem(heading.position, "same-order", message)
            return
        if heading.level != other_heading.level:
            message = f"the heading #{heading.id} has level {heading.level} and {place} has level {other_heading.level}; {ADVICE}"
            yield page.problem(heading.position, "same-headings", message)


def _side(page: ProsePage, part: Section, *, paired: bool) -> Side:
    """Return the items of a section; ``paired``: its blocks match those of its twin one by one."""
    lines = [block.position.line for block in part.passages] if paired else []

    def block(spot: Position) -> int:
        return bisect_right(lines, spot.line)

    def start(number: int) -> Location:
        return page.locate(part.passages[number - 1].position if number else part.position)

    def item(key: object, display: str, position: Position) -> Item:
        return Item(key, display, partial(page.locate, position), block(position))

    cites = [
        item(cite.citation, f"[{cite.citation}]", cite.position)
        for cite in part.citations
        if isinstance(cite.citation, Citation)
    ]
    links = [
        item(target, target, link.position)
        for link in part.links
        if not link.image and (target := internal_target(link.target))
    ]
    spans = [
        Item(span, f"`{span}`", partial(page.locate, page.position_at(at)))
        for span, at in code.comparable_parts(part.codes, page.body)
    ]
    embeds = [_embed_item(page, embed) for embed in part.embeds]
    items = {"cites": cites, "links to": links, "has the code": spans, "shows": embeds}
    return Side(start, describe_section(part.id), items)


def _compare_order(left: Side, right: Side) -> Iterator[Problem]:
    """Yield a problem if two sections show the same embeds in another order."""
    shown, twin_shown = left.items["shows"], right.items["shows"]
    if Counter(item.key for item in shown) != Counter(item.key for item in twin_shown):
        return  # reported by `compare`
    for one, two in zip(shown, twin_shown, strict=True):
        if one.key != two.key:
            message = f"{left.label} shows {one.display} where {two.locate()} shows {two.display}; expected the same order in both"
            yield one.locate().problem("same-order", message)
            return


def _embed_item(page: ProsePage, embed: Embed) -> Item:
    display = f'!!! {embed.kind} "{embed.id}"' if embed.id else f"!!! {embed.kind}"
    return Item((embed.kind, embed.id), display, partial(page.locate, embed.position))


def _compare_no_fact(
    page: ProsePage, part: Section, twin: ProsePage, other: Section
) -> Iterator[Problem]:
    """Compare the numbers of passages marked no-fact, in which nothing else is compared."""
    marked = [passage for passage in part.passages if coverage.NO_FACT in passage.classes]
    twin_marked = [passage for passage in other.passages if coverage.NO_FACT in passage.classes]
    if len(marked) != len(twin_marked):
        here = page.locate((marked[-1] if len(marked) > len(twin_marked) else part).position)
        there = twin.locate((twin_marked[-1] if len(twin_marked) > len(marked) else other).position)
        message = (
            f"{describe_section(part.id)} has {len(marked)} {{: .{coverage.NO_FACT} }} and {there} "
            f"has {len(twin_marked)}; {ADVICE}"
        )
        yield here.problem("same-no-fact", message)


def _compare_front_matter(page: ProsePage, twin: ProsePage) -> Iterator[Problem]:
    for key in ("title", "description"):
        words = [side.meta.get(key) for side in (page, twin)]
        if page.front and twin.front and all(isinstance(text, str) for text in words):
            left, right = (
                records.LocalizedField(side.front, (key,), text, side.language)
                for side, text in zip((page, twin), map(str, words), strict=True)
                if side.front
            )
            yield from records.compare_fields(left, right)
