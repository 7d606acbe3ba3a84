"""Citations as people write them: ``[@id, ¶7; @other, p. 3]``.

In: text. Out: ``Citation`` values and what is malformed in them. The form is
Pandoc's (https://pandoc.org/MANUAL.html#citation-syntax), less prefixes and
suffixes: a key, and after a comma one locator: a page, a paragraph, an article or
a section of a law, a chapter, a note, a time.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from urllib.parse import quote, unquote

KEY = r"[a-z0-9]+(?:-[a-z0-9]+)*"
_ONE = re.compile(rf"^@({KEY})(?:\s*,\s*(.*))?$", re.DOTALL)
MOST_WORDS = 12
_CAPITALS = str.maketrans("ivxlc", "IVXLC")
# The words of the source that end a citation; a «;» inside them parts no citations.
_WORDS = re.compile(r'(?:^|,)\s*"([^"]*)"\s*$')
_ROMAN = r"(?=[ivxlc])c{0,3}(?:xc|xl|l?x{0,3})(?:ix|iv|v?i{0,3})(?![A-Za-z])"
# One number of a place: 7, 1605A, 1605(a)(2), 240.10b, xii, III, A4, L. 121, 5 bis.
_NUMBER = (
    r"(?:(?:[A-Z]\.\s?|[A-Za-z])?\d+(?:\.\d+)*[A-Za-z]{0,2}(?:\([0-9A-Za-z]{1,4}\))*"
    rf"(?:\s(?:bis|ter|quater|quinquies)\b)?|{_ROMAN}|{_ROMAN.translate(_CAPITALS)})"
)
_RANGE = rf"{_NUMBER}(?:\s*[-–]\s*{_NUMBER})*"
_TIME = r"\d{1,3}:[0-5]\d(?::[0-5]\d)?"
_MARK = r"¶¶?|pp?\.|§§?|[Aa]rts?\.|ch(?:ap)?s?\.|nn?\."
_PART = re.compile(
    rf"(?:({_MARK})\s*({_RANGE}(?:\s*,\s*{_RANGE})*)|(at)\s+({_TIME}))(?:\s+|$)", re.ASCII
)
# What a mark may be typed as → what it is kept as, for one number and for several.
_MARKS = {
    "¶": ("¶", "¶"), "§": ("§", "§§"), "p.": ("p.", "pp."), "art.": ("art.", "arts."),
    "ch.": ("ch.", "chs."), "n.": ("n.", "nn."), "at": ("at", "at"),
}  # fmt: skip
_TYPED = {
    "¶¶": "¶", "§§": "§", "pp.": "p.", "arts.": "art.", "chs.": "ch.", "chap.": "ch.",
    "chaps.": "ch.", "nn.": "n.",
}  # fmt: skip
EXPECTED = (
    "expected [@id], [@id, ¶7], [@id, p. 3], [@id, pp. 3-5], [@id, § 1605(a)(2)], [@id, art. 5], "
    "[@id, ch. 2], [@id, n. 4] or [@id, at 12:34], several with «;», and last words of the source: "
    '[@id, p. 3, "about 1,400"]'
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
    """One source cited, with the place in it (``locator``, as normalized text, or empty).

    ``words`` are those of the source that the statement rests on, in its language, or empty.
    """

    source: str
    locator: str = ""
    words: str = ""

    def __str__(self) -> str:
        place = f", {self.locator}" * bool(self.locator)
        return f"@{self.source}{place}" + f', "{self.words}"' * bool(self.words)

    @property
    def page(self) -> int:
        """The first page of a ``p.`` locator in arabic numbers; 0 for other locators."""
        found = [part.numbers for part in parts(self.locator) if part.label == "p."]
        match = re.match(r"\d+", found[0]) if found else None
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


def pack(cited: Iterable[Citation]) -> str:
    """Return citations as one line that ``unpack`` reads back; ``""`` for none."""
    # Words may hold what HTML would read as its own.
    return "\x1e".join(f"{o.source}\x1f{o.locator}\x1f{quote(o.words, safe=' ')}" for o in cited)


def unpack(packed: str) -> list[Citation]:
    """Return the citations of a line that ``pack`` made."""
    parts_ = (one.split("\x1f") for one in packed.split("\x1e")) if packed else ()
    return [Citation(source, locator, unquote(words)) for source, locator, words in parts_]


@dataclass(frozen=True)
class Malformed:
    """A piece of a citation that cannot be read, and why."""

    text: str
    why: str


@dataclass(frozen=True)
class Part:
    """One place: its mark as for one number (``p.``, ``§`` …), its numbers, whether several."""

    label: str
    numbers: str
    several: bool

    def __str__(self) -> str:
        mark = _MARKS[self.label][self.several]
        return f"¶{self.numbers}" if mark == "¶" else f"{mark} {self.numbers}"


@lru_cache(maxsize=1 << 12)
def parts(locator: str) -> list[Part]:
    """Return the places of a locator, as ``p. 3 n. 4`` has two; none if it is malformed."""
    text = re.sub(r"[\s\u00a0\u202f]+", " ", locator).strip()
    found: list[Part] = []
    end = 0
    while end < len(text):
        match = _PART.match(text, end)
        if not match:
            return []
        end = match.end()
        typed = (match[1] or match[3]).lower()
        numbers = re.sub(r"\s*[-–]\s*", "-", match[2] or match[4])
        numbers = re.sub(r"\s*,\s*", ", ", numbers)
        numbers = re.sub(r"([A-Z]\.)\s?", r"\1 ", numbers)
        label = _TYPED.get(typed, typed)
        more = "," in numbers or label != "at" and several(numbers, _plain(label))
        found.append(Part(label, numbers, more))
    return found


def _plain(label: str) -> bool:
    """Tell whether a hyphen after this mark always joins two numbers: not in «art. 121-1»."""
    return label not in ("art.", "§")


def several(numbers: str, plain: bool = True) -> bool:
    """Tell whether ``numbers`` names more than one: a list or a range."""
    return bool(re.search(r"\d\w*\s*[,&]\s*\w", numbers)) or bool(_ranges(numbers, plain))


def _ranges(numbers: str, plain: bool) -> list[re.Match[str]]:
    """Return the ranges of numbers; «121-1» and «240.10b-5» are one number, of a code."""
    found = []
    for match in re.finditer(
        r"(?<![\w.-])((?:[A-Z]\. ?)?[\w.()]+)[-–]([\w.()]+)(?![\w-])", numbers
    ):
        first, last = (int(n[0]) if (n := re.search(r"\d+", match[i])) else 0 for i in (1, 2))
        coded = (
            re.match(r"[A-Z]\. ?\d", match[1])
            or not plain
            and (last <= first > 0 or re.match(r"[A-Z]\d", match[1]))
        )
        if not coded:
            found.append(match)
    return found


def dashes(numbers: str, plain: bool = True) -> str:
    """Return numbers with the dash that ranges are printed with: «3–5»."""
    for match in reversed(_ranges(numbers, plain)):
        numbers = f"{numbers[: match.end(1)]}–{numbers[match.start(2) :]}"
    return numbers


def dashed(part: Part) -> str:
    """Return the numbers of a place in print."""
    return dashes(part.numbers, _plain(part.label)) if part.several else part.numbers


def normalize_locator(text: str) -> str | None:
    """Return ``"¶7-9"``, ``"p. 3"``, ``"pp. 3-5"``, ``"§ 1604"``; ``None`` if malformed.

    The mark agrees with the number, whatever was typed.
    """
    return " ".join(map(str, parts(text))) or None


def _disorder(locator: str) -> str | None:
    """Return what is wrong with the numbers of a locator: none is 0, none goes backwards."""
    for part in parts(locator):
        if re.search(r"(?<![\w.:(-])0+(?![\w.:])", part.numbers):
            return f"there is no {locator}; expected a number from 1"
        for match in _ranges(part.numbers, _plain(part.label)):
            first, last = match[1], match[2]
            if first.isdigit() and last.isdigit() and (len(last), last) <= (len(first), first):
                return f"{first}-{last} goes backwards; expected the lower number first"
    return None


def _between(inside: str) -> list[str]:
    """Return what «;» parts, but for those inside words in quotes: counted from the end, once."""
    pieces = inside.split('"')
    last = len(pieces) - 1
    apart = (p if (last - n) % 2 else p.replace(";", "\x1e") for n, p in enumerate(pieces))
    return '"'.join(apart).split("\x1e")


def parse(inside: str) -> Iterator[Citation | Malformed]:
    """Yield the citations of one bracket's inside (``@a, ¶7; @b, "words"``), in order."""
    for part in _between(inside):
        text = part.strip()
        match = _ONE.match(text)
        if not match:
            yield Malformed(text or "[@]", f"malformed citation; {EXPECTED}")
            continue
        locator, words = match[2], ""
        if locator is not None and (said := _WORDS.search(locator)):
            words = " ".join(said[1].split())
            if not 0 < len(words.split()) <= MOST_WORDS:
                yield Malformed(text, f"expected 1 to {MOST_WORDS} words of the source in quotes")
                continue
            locator = locator[: said.start()] if said.start() else None
        if locator is None:
            yield Citation(match[1], "", words)
        elif (known := normalize_locator(locator)) is None:
            yield Malformed(text, f"malformed locator «{locator.strip()}»; {EXPECTED}")
        elif wrong := _disorder(known):
            yield Malformed(text, wrong)
        else:
            yield Citation(match[1], known, words)


def bare(cited: Citation | Malformed) -> str:
    """Return a citation as records write it: ``order-2020, p. 1``."""
    return str(cited).removeprefix("@")


def parse_bare(text: str) -> Citation | Malformed:
    """Return the citation of a record's list item: ``"order-2020, p. 1"``, no ``@`` needed."""
    stripped = text.strip()
    return next(parse(stripped if stripped.startswith("@") else f"@{stripped}"))
