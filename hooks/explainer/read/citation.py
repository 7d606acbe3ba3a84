"""Parser of citations: ``[@id, ¶7; @other, p. 3]``.

In: text. Out: ``Citation`` and ``MalformedCitation`` values. The form is
Pandoc's (https://pandoc.org/MANUAL.html#citation-syntax), less prefixes and
suffixes: a key, then after commas one locator (a page, a paragraph, an article or
a section of a law, a chapter, a note, a time) and a quotation from the source.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from urllib.parse import quote, unquote

from explainer.read import locators

KEY = r"[a-z0-9]+(?:-[a-z0-9]+)*"
_CITATION = re.compile(rf"^@({KEY})(?:\s*,\s*(.*))?$", re.DOTALL)
MAX_QUOTED_WORDS = 12
# The quotation that ends a citation; a «;» inside it separates no citations.
_QUOTED = re.compile(r'(?:^|,)\s*"([^"]*)"\s*$')
EXPECTED = (
    "expected [@id], [@id, ¶7], [@id, p. 3], [@id, pp. 3-5], [@id, § 1605(a)(2)], [@id, art. 5], "
    "[@id, ch. 2], [@id, n. 4] or [@id, at 12:34], several with «;», and last words of the source: "
    '[@id, p. 3, "about 1,400"]'
)


# What looks like a citation and would be printed as typed: «[see @id]», «[ @id ]», «[@id, p. 3».
_UNPARSED = re.compile(
    r"(?<![\\\w])\[(?:[^\[\]@\n]*[\s,;(-])?@[a-z0-9][a-z0-9-]*[^\[\]\n]*(?:\](?![(\[])|(?![^\n\[]))"
)


def find_unparsed(words: str) -> Iterator[tuple[int, str]]:
    """Yield (offset, text) of what looks like a citation and is none, in a text of a tree."""
    for match in _UNPARSED.finditer(words):
        if not match[0].startswith("[@]"):
            yield match.start(), match[0].strip()


@dataclass(frozen=True)
class Citation:
    """One source cited: its id, the normalized locator (or ``""``), the quotation (or ``""``).

    The quotation is the source's own words that the statement rests on, in the source's language.
    """

    source: str
    locator: str = ""
    quotation: str = ""

    def __str__(self) -> str:
        place = f", {self.locator}" * bool(self.locator)
        return f"@{self.source}{place}" + f', "{self.quotation}"' * bool(self.quotation)

    @property
    def page(self) -> int:
        """The first page of a ``p.`` locator in arabic numbers; 0 for other locators."""
        parts = locators.parse_locator(self.locator)
        pages = [part.numbers for part in parts if part.label == "p."]
        match = re.match(r"\d+", pages[0]) if pages else None
        return int(match[0]) if match else 0

    @property
    def paragraphs(self) -> tuple[int, ...]:
        """The paragraph numbers of a ``¶`` locator; empty for other locators."""
        if not self.locator.startswith("¶"):
            return ()
        numbers: list[int] = []
        for first, last in re.findall(r"(\d+)(?:-(\d+))?", self.locator):
            numbers.extend(range(int(first), min(int(last or first), int(first) + 999) + 1))
        return tuple(numbers)


def pack(citations: Iterable[Citation]) -> str:
    """Return citations as one line that ``unpack`` reads back; ``""`` for none."""
    # A quotation may hold characters that HTML gives a meaning.
    parts = ((c.source, c.locator, quote(c.quotation, safe=" ")) for c in citations)
    return "\x1e".join(map("\x1f".join, parts))


def unpack(packed: str) -> list[Citation]:
    """Return the citations of a line made by ``pack``."""
    parts = (part.split("\x1f") for part in packed.split("\x1e") if part)
    return [Citation(source, locator, unquote(quotation)) for source, locator, quotation in parts]


@dataclass(frozen=True)
class MalformedCitation:
    """Text that stands where a citation should, and why it cannot be read."""

    text: str
    reason: str


AnyCitation = Citation | MalformedCitation


def only_valid(citations: Iterable[object]) -> Iterator[Citation]:
    """Yield the ``Citation`` values among others; the checks report the malformed ones."""
    return (citation for citation in citations if isinstance(citation, Citation))


def _split_citations(inside: str) -> list[str]:
    """Return the text split at each «;» outside quotes, which are paired from the end."""
    pieces = inside.split('"')
    last = len(pieces) - 1
    apart = (p if (last - n) % 2 else p.replace(";", "\x1e") for n, p in enumerate(pieces))
    return '"'.join(apart).split("\x1e")


def parse(inside: str) -> Iterator[AnyCitation]:
    """Yield the citations inside one pair of brackets (``@a, ¶7; @b, "words"``), in order."""
    for part in _split_citations(inside):
        text = part.strip()
        match = _CITATION.match(text)
        if not match:
            yield MalformedCitation(text or "[@]", f"malformed citation; {EXPECTED}")
            continue
        locator, words = match[2], ""
        if locator is not None and (quoted := _QUOTED.search(locator)):
            words = " ".join(quoted[1].split())
            if not 0 < len(words.split()) <= MAX_QUOTED_WORDS:
                reason = f"expected 1 to {MAX_QUOTED_WORDS} words of the source in quotes"
                yield MalformedCitation(text, reason)
                continue
            locator = locator[: quoted.start()] if quoted.start() else None
        if locator is None:
            yield Citation(match[1], "", words)
        elif (normalized := locators.normalize(locator)) is None:
            yield MalformedCitation(text, f"malformed locator «{locator.strip()}»; {EXPECTED}")
        elif disorder := locators.explain_disorder(normalized):
            yield MalformedCitation(text, disorder)
        else:
            yield Citation(match[1], normalized, words)


def format_bare(citation: AnyCitation) -> str:
    """Return a citation as lists in records hold it: ``order-2020, p. 1``."""
    return str(citation).removeprefix("@")


def parse_bare(text: str) -> AnyCitation:
    """Parse an item of a record's list of citations: ``order-2020, p. 1``; the ``@`` is optional."""
    stripped = text.strip()
    return next(parse(stripped if stripped.startswith("@") else f"@{stripped}"))
