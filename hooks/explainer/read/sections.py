"""A hand-written page cut at its headings.

In: a ``Prose``. Out: its ``Section`` values: each with its text, blocks, links,
citations and embeds. ``parity`` compares them, ``review`` remembers them.
"""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass, field

from explainer.read import prose


@dataclass
class Section:
    """What stands between two headings; the text before the first one has the id ``""``."""

    id: str
    level: int
    spot: prose.Spot
    text: str
    following: str = ""
    heading: prose.Heading | None = None
    blocks: list[prose.Block] = field(default_factory=list)
    cites: list[prose.Cite] = field(default_factory=list)
    embeds: list[prose.Embed] = field(default_factory=list)
    links: list[prose.Link] = field(default_factory=list)


def cut(page: prose.Prose) -> list[Section]:
    """Return the sections of a page, in order; every line of its body is in one of them."""
    lines = page.body.split("\n")
    starts = [page.first_line, *(heading.spot.line for heading in page.headings)]
    ends = [*starts[1:], page.first_line + len(lines)]
    found: list[Section] = []
    for i, (start, end) in enumerate(zip(starts, ends, strict=True)):
        text = "\n".join(lines[start - page.first_line : end - page.first_line])
        heading = page.headings[i - 1] if i else None
        id_, level = (heading.id, heading.level) if heading else ("", 1)
        spot = heading.spot if heading else prose.Spot(start, 1)
        section = Section(id_, level, spot, text, heading=heading)
        if found:
            found[-1].following = id_
        found.append(section)

    def at(spot: prose.Spot) -> Section:
        return found[max(0, bisect_right(starts, spot.line) - 1)]

    for block in page.blocks:
        at(block.spot).blocks.append(block)
    for cite in page.cites:
        at(cite.spot).cites.append(cite)
    for embed in page.embeds:
        at(embed.spot).embeds.append(embed)
    for link in page.links:
        at(link.spot).links.append(link)
    return found


def name(id_: str) -> str:
    """Return a section's name in messages."""
    return f"the section #{id_}" if id_ else "the text before the first heading"
