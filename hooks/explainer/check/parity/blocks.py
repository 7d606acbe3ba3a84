"""Comparison of the facts of a section in two languages, paragraph by paragraph.

In: a section of a page and that of its twin. Out: a problem for each fact that only one states.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from functools import partial

from explainer.check.parity import unmatched
from explainer.check.parity.differences import Item, Side
from explainer.check.parity.matching import Fact
from explainer.check.parity.text_facts import locate_fact, read_nodes
from explainer.read.page_parts import Heading, Passage, Section
from explainer.read.positions import Position
from explainer.read.problems import Location, Problem
from explainer.read.prose import ProsePage
from explainer.read.sections import describe_section


class _Block:
    """A passage or a heading of a page, with its facts."""

    def __init__(self, page: ProsePage, part: Passage | Heading) -> None:
        self.page, self.position, self.offset = page, part.position, part.offset
        self.kind = part.kind if isinstance(part, Passage) else "heading"
        self.parsed = read_nodes(part.nodes, page.language)

    def item(self, fact: Fact) -> Item:
        """Return one of its facts as an ``Item``, for messages."""
        return Item(fact.key, f"«{fact.text}»", partial(self._locate, fact))

    def _locate(self, fact: Fact) -> Location:
        at = locate_fact(self.parsed, fact, self.page.body, self.offset)
        return self.page.locate(self.page.position_at(at))


def _read_blocks(page: ProsePage, section: Section) -> list[_Block]:
    return [_Block(page, part) for part in (section.heading, *section.passages) if part]


def check(page: ProsePage, section: Section, twin: ProsePage, other: Section) -> Iterator[Problem]:
    """Compare block by block where both sections have as many, else the whole sections."""
    blocks, others = _read_blocks(page, section), _read_blocks(twin, other)
    name = describe_section(section.id)

    def compare(left: list[_Block], right: list[_Block], *at: Position) -> Iterator[Problem]:
        here, there = page.locate(at[0]), twin.locate(at[1])
        return unmatched.compare(
            Side(lambda _: here, name), Side(lambda _: there, name), left, right
        )

    if len(blocks) != len(others):
        yield from compare(blocks, others, section.position, other.position)
        return
    start = 0
    for end in range(1, len(blocks) + 1):
        following = slice(end - 1, end + 1)
        if end < len(blocks) and _are_list_neighbours(blocks[following], others[following]):
            continue
        # A list sorted in each language's own order is the same list; paragraphs are not.
        left, right = blocks[start:end], others[start:end]
        pairs = zip(left, right, strict=True)
        unequal = [pair for pair in pairs if unmatched.differ_in_facts(*pair)]
        sides = [_count_fact_sets(side) for side in zip(*unequal, strict=True)]
        if sides and sides[0] != sides[1]:
            for one, two in unequal:
                yield from compare([one], [two], one.position, two.position)
        else:
            yield from compare(left, right, left[0].position, right[0].position)
        start = end


def _are_list_neighbours(*pairs: list[_Block]) -> bool:
    """Tell whether every pair is two neighbouring items of a list, or rows of a table."""
    kinds = {block.kind for pair in pairs for block in pair}
    return len(kinds) == 1 and kinds <= {"item", "row"}


def _count_fact_sets(blocks: Iterable[_Block]) -> Counter[frozenset[object]]:
    return Counter(
        frozenset(fact.key for fact in block.parsed.facts if not fact.optional) for block in blocks
    )
