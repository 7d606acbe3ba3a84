"""What the sections of twin pages say, paragraph by paragraph.

In: a section in two languages. Out: a problem for each fact that one has and the other has not.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import partial

from explainer.check.parity import unmatched
from explainer.check.parity.differences import Item, Side
from explainer.check.parity.matching import Fact
from explainer.check.parity.text_facts import TextFacts, locate_fact, read_nodes
from explainer.read import prose, sections
from explainer.read.problems import Location, Problem


@dataclass(frozen=True)
class _Block:
    """A passage or a heading: what it says, and where."""

    reading: TextFacts
    page: prose.ProsePage
    position: prose.Position
    kind: str
    offset: int

    def item(self, fact: Fact) -> Item:
        """Return one of its facts, for messages."""
        return Item(fact.key, f"«{fact.text}»", partial(self._locate, fact))

    def _locate(self, fact: Fact) -> Location:
        at = locate_fact(self.reading, fact, self.page.body, self.offset)
        return self.page.locate(self.page.position_at(at))


def _read_blocks(page: prose.ProsePage, part: prose.Section) -> list[_Block]:
    blocks = [
        _Block(
            read_nodes(passage.nodes, page.language),
            page,
            passage.position,
            passage.kind,
            passage.offset,
        )
        for passage in part.passages
    ]
    if heading := part.heading:
        reading = read_nodes(heading.nodes, page.language)
        blocks.insert(0, _Block(reading, page, heading.position, "heading", heading.offset))
    return blocks


def check(
    page: prose.ProsePage, part: prose.Section, twin: prose.ProsePage, other: prose.Section
) -> Iterator[Problem]:
    """Compare paragraph by paragraph where twins have as many, else the whole section."""
    left_blocks, right_blocks = _read_blocks(page, part), _read_blocks(twin, other)

    def facts(
        left: list[_Block], right: list[_Block], here: prose.Position, there: prose.Position
    ) -> Iterator[Problem]:
        name = sections.describe_section(part.id)
        sides = Side(lambda _: page.locate(here), name), Side(lambda _: twin.locate(there), name)
        return unmatched.compare(*sides, left, right)

    if len(left_blocks) != len(right_blocks):
        yield from facts(left_blocks, right_blocks, part.position, other.position)
        return
    start = 0
    for end in range(1, len(left_blocks) + 1):
        if end < len(left_blocks) and _are_list_neighbours(
            left_blocks[end - 1 : end + 1], right_blocks[end - 1 : end + 1]
        ):
            continue
        # A list sorted in each language's own order is the same list; paragraphs are not.
        left, right = left_blocks[start:end], right_blocks[start:end]
        unequal = [
            pair for pair in zip(left, right, strict=True) if unmatched.differ_in_facts(*pair)
        ]
        if _count_fact_sets(one for one, _ in unequal) != _count_fact_sets(
            two for _, two in unequal
        ):
            for one, two in unequal:
                yield from facts([one], [two], one.position, two.position)
        else:
            yield from facts(left, right, left[0].position, right[0].position)
        start = end


def _are_list_neighbours(*pairs: list[_Block]) -> bool:
    """Return whether each pair is two neighbours of a list."""
    kinds = {block.kind for pair in pairs for block in pair}
    return len(kinds) == 1 and kinds <= {"item", "row"}


def _count_fact_sets(blocks: Iterable[_Block]) -> Counter[frozenset[object]]:
    return Counter(
        frozenset(fact.key for fact in block.reading.facts if not fact.optional) for block in blocks
    )
