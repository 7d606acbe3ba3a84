"""Citations as people write them: ``[@id, ¶7; @other, p. 3]``.

In: text. Out: ``Citation`` values and what is malformed in them. The form is
Pandoc's (https://pandoc.org/MANUAL.html#citation-syntax), less prefixes and
suffixes: a key, and after a comma one locator.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

KEY = r"[a-z0-9]+(?:-[a-z0-9]+)*"
_ONE = re.compile(rf"^@({KEY})(?:\s*,\s*(.*))?$", re.DOTALL)
_RANGE = r"\d+(?:\s*[-–]\s*\d+)?"
LOCATOR = re.compile(rf"^(¶¶?|pp?\.|§§?)\s*({_RANGE}(?:\s*,\s*{_RANGE})*)$")
EXPECTED = (
    "expected [@id], [@id, ¶7], [@id, p. 3], [@id, pp. 3-5] or [@id, § 1604], several with «;»"
)


# What begins like a citation and would be printed: «[see @id]», «[ @id ]», «[@id, p. 3» unclosed.
_LEFT = re.compile(
    r"(?<![\\\w])\[(?:[^\[\]@\n]*[\s,;(-])?@[a-z0-9][a-z0-9-]*[^\[\]\n]*(?:\](?![(\[])|(?![^\n\[]))"
)


def leftovers(words: str) -> Iterator[tuple[int, str]]:
    """Yield (offset, text) of what looks like a citation and is none, in words of a tree."""
    for match in _LEFT.finditer(words):
        if not match[0].startswith("[@]"):
            yield match.start(), match[0].strip()


@dataclass(frozen=True)
class Citation:
    """One source cited, with the place in it (``locator``, as normalized text, or empty)."""

    source: str
    locator: str = ""

    def __str__(self) -> str:
        return f"@{self.source}, {self.locator}" if self.locator else f"@{self.source}"

    @property
    def paragraphs(self) -> tuple[int, ...]:
        """The paragraph numbers of a ``¶`` locator; empty for other locators."""
        if not self.locator.startswith("¶"):
            return ()
        numbers: list[int] = []
        for first, last in re.findall(r"(\d+)(?:-(\d+))?", self.locator):
            numbers.extend(range(int(first), min(int(last or first), int(first) + 999) + 1))
        return tuple(numbers)


def pack(cited: Iterable[Citation]) -> str:
    """Return citations as one line that ``unpack`` reads back; ``""`` for none."""
    return "\x1e".join(f"{one.source}\x1f{one.locator}" for one in cited)


def unpack(packed: str) -> list[Citation]:
    """Return the citations of a line that ``pack`` made."""
    return [Citation(*one.split("\x1f")) for one in packed.split("\x1e")] if packed else []


@dataclass(frozen=True)
class Malformed:
    """A piece of a citation that cannot be read, and why."""

    text: str
    why: str


def normalize_locator(text: str) -> str | None:
    """Return ``"¶7-9"``, ``"p. 3"``, ``"pp. 3-5"``, ``"§ 1604"``; ``None`` if malformed."""
    match = LOCATOR.match(text.replace("\u00a0", " ").replace("\u202f", " ").strip())
    if not match:
        return None
    mark, numbers = match[1], re.sub(r"\s*[-–]\s*", "-", match[2])
    numbers = re.sub(r"\s*,\s*", ", ", numbers)
    return f"¶{numbers}" if mark.startswith("¶") else f"{mark} {numbers}"


def _disorder(locator: str) -> str | None:
    """Return what is wrong with the numbers of a locator: none is 0, none goes backwards."""
    for first, last in re.findall(r"(\d+)(?:-(\d+))?", locator):
        if not int(first[:9]):
            return f"there is no {locator}; expected a number from 1"
        if last and (len(last), last) <= (len(first), first):
            return f"{first}-{last} goes backwards; expected the lower number first"
    return None


def parse(inside: str) -> Iterator[Citation | Malformed]:
    """Yield the citations of one bracket's inside (``@a, ¶7; @b``), in order."""
    for part in inside.split(";"):
        text = part.strip()
        match = _ONE.match(text)
        if not match:
            yield Malformed(text or "[@]", f"malformed citation; {EXPECTED}")
            continue
        locator = match[2]
        if locator is None:
            yield Citation(match[1])
        elif (known := normalize_locator(locator)) is None:
            yield Malformed(text, f"malformed locator «{locator.strip()}»; {EXPECTED}")
        elif wrong := _disorder(known):
            yield Malformed(text, wrong)
        else:
            yield Citation(match[1], known)


def parse_bare(text: str) -> Citation | Malformed:
    """Return the citation of a record's list item: ``"order-2020, p. 1"``, no ``@`` needed."""
    stripped = text.strip()
    return next(parse(stripped if stripped.startswith("@") else f"@{stripped}"))
