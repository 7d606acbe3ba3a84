"""Sets every text of a page as its language prints it.

In: the parsed tree and the page's language. Out: the same tree, its texts set.
The texts of a page are laid end to end, one run for each language, blocks apart
from each other: a mark, a quote or a space is judged by its neighbours whatever
element they stand in (``*mot* ;``, a quote across a link, a mark after a note's
number). Only then are the few changes taken back to the nodes they belong to.
"""

from __future__ import annotations

import html
import re
import xml.etree.ElementTree as ET
from bisect import bisect_right
from collections import defaultdict
from dataclasses import dataclass, field
from itertools import accumulate
from typing import Any

from markdown import Markdown
from markdown.treeprocessors import Treeprocessor
from markdown.util import AtomicString

from explainer.make.rendering.context import HasContext
from explainer.words import typography
from explainer.words.typography import BREAK, LINE, OBJECT

# Elements that stand inside a line of text; every other one is a block of its own.
INLINE = frozenset(
    {
        "a",
        "abbr",
        "b",
        "bdi",
        "bdo",
        "big",
        "button",
        "cite",
        "data",
        "del",
        "dfn",
        "em",
        "font",
        "i",
        "ins",
        "label",
        "mark",
        "q",
        "s",
        "small",
        "span",
        "strong",
        "sub",
        "sup",
        "time",
        "tt",
        "u",
        "var",
        "wbr",
    }
)
# Elements shown as they are: not text, or text that means what it is letter by letter.
OPAQUE = frozenset(
    {
        "audio",
        "canvas",
        "code",
        "iframe",
        "img",
        "input",
        "kbd",
        "math",
        "meter",
        "object",
        "output",
        "progress",
        "samp",
        "select",
        "svg",
        "video",
    }
)
OPAQUE_BLOCKS = frozenset({"pre", "script", "style", "template", "textarea"})
_READ_ALOUD = ("title", "alt", "aria-label")
_WORTH_SETTING = re.compile(r"['\";:!?«»]")
_BARE_ADDRESS = ("http://", "https://", "www.", "\x02amp\x03")
# What Python-Markdown has set aside: raw HTML and entities, escaped characters.
_STASHED = re.compile("\x02(?:wzxhzdk:([0-9]+)|([0-9]+)|amp|klzzwxh:[0-9]+)\x03")
_TAG = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9-]*)((?:[^>\"']|\"[^\"]*\"|'[^']*')*)>")
_LANG = re.compile(r"""\blang\s*=\s*["']?([a-zA-Z-]+)""")
# Characters that may safely come out of an entity before every pass has run.
_FREED = frozenset("'\"«»“”‘’…–—;:!?%€§¶° \u00a0\u2009\u202f")

Place = tuple[ET.Element, "ET.Element | None", int]
"""An element, its parent if the text is its tail, and the offset of a piece in that text."""


def base(language: str) -> str:
    """Return the language itself, without region or script."""
    return language.partition("-")[0].lower()


@dataclass
class _Run:
    """Texts of one language laid end to end; ``places`` has ``None`` for what is no text."""

    texts: list[str] = field(default_factory=list)
    places: list[Place | None] = field(default_factory=list)

    def mark(self, what: str) -> None:
        self.texts.append(what)
        self.places.append(None)


class Typography(Treeprocessor):
    """The pass."""

    def __init__(self, md: Markdown, extension: HasContext) -> None:
        super().__init__(md)
        self.extension = extension

    def run(self, root: ET.Element) -> None:
        """Set every text under ``root``."""
        walk = _Walk(self.md.htmlStash.rawHtmlBlocks)
        walk.later.append((root, base(self.extension.context.language)))
        while walk.later:
            element, language = walk.later.pop()
            walk.language, walk.into = language, walk.runs[language]
            walk.inside(element)
            walk.edge("")
        for language, run in walk.runs.items():
            _set(run, language)


class _Walk:
    """Lays the texts of a tree end to end."""

    def __init__(self, stash: list[Any]) -> None:
        self.stash = stash
        self.runs: dict[str, _Run] = defaultdict(_Run)
        self.later: list[tuple[ET.Element, str]] = []
        # Raw tags now open that matter: name, and if they change language, that around them.
        self.raw: list[tuple[str, str]] = []
        self.language = ""
        self.into = _Run()

    def inside(self, element: ET.Element) -> None:
        """Add what ``element`` holds."""
        if element.text and element.text != "\n":
            self.text(element, None, element.text)
        for child in element:
            tag = child.tag
            inline = tag in INLINE
            block = not inline and tag not in OPAQUE
            if block:
                self.edge(tag)
            if child.attrib:
                self.attributes(child)
            if inline or block and tag not in OPAQUE_BLOCKS:
                if not child.attrib or not self.aside(child, inline):
                    self.inside(child)
            elif not block:
                self.into.mark(OBJECT)
            if block:
                self.edge(tag)
            tail = child.tail
            if tail and (tail != "\n" or not block):
                self.text(child, element, tail)

    def edge(self, tag: str) -> None:
        """Mark where a line or a block begins or ends."""
        if self.raw and tag != "br":
            self._close(0)
        self.into.mark(LINE if tag == "br" else BREAK)

    def aside(self, child: ET.Element, inline: bool) -> bool:
        """Tell whether ``child`` is no part of the line it stands in; remember it if it has text."""
        attributes = child.attrib
        language = attributes.get("lang")
        other = base(language) if language else self.language
        if other != self.language:
            # Another language: set by its own rules, and seen from here as one object.
            self.later.append((child, other))
            self.into.mark(OBJECT if inline else BREAK)
            return True
        if not inline:
            return False
        if child.tag == "sup" and attributes.get("class") == "cite":
            return True  # a note's number: the mark after it is that of the word before it
        if "popover" in attributes or attributes.get("role") == "tooltip":
            self.later.append((child, self.language))
            return True
        if child.tag == "a" and child.text and child.text.startswith(_BARE_ADDRESS):
            self.into.mark(OBJECT)
            return True
        return False

    def attributes(self, element: ET.Element) -> None:
        """Set what attributes say to readers."""
        for name in _READ_ALOUD:
            value = element.attrib.get(name)
            if value and "\x02" not in value and _WORTH_SETTING.search(value):
                language = element.attrib.get("lang", self.language)
                element.set(name, typography.correct(value, language))

    def text(self, element: ET.Element, parent: ET.Element | None, text: str) -> None:
        """Add one text, in pieces if something in it has been set aside."""
        if "\x02" not in text:
            self._piece(element, parent, 0, text)
            return
        freed = _STASHED.sub(self._free, text)
        if freed != text:
            text = _put(element, parent, freed)
        end = 0
        for match in _STASHED.finditer(text):
            self._piece(element, parent, end, text[end : match.start()])
            self._stashed(match)
            end = match.end()
        self._piece(element, parent, end, text[end:])

    def _piece(self, element: ET.Element, parent: ET.Element | None, at: int, text: str) -> None:
        if self.raw and not all(around for _, around in self.raw):
            self.into.mark(OBJECT if text else "")
        elif text:
            self.into.texts.append(text)
            self.into.places.append((element, parent, at))

    def _turn(self, language: str) -> None:
        self.language, self.into = language, self.runs[language]
        self.into.mark(BREAK)

    def _close(self, place: int) -> None:
        """Close the raw tags from ``place`` on, back to the language around them."""
        while len(self.raw) > place:
            around = self.raw.pop()[1]
            if around:
                self.into.mark(BREAK)
                self.language, self.into = around, self.runs[around]

    def _free(self, match: re.Match[str]) -> str:
        """Return the character that was typed as an entity or escaped, if it is typographic."""
        if match[2]:
            return "!" if match[2] == "33" else match[0]
        entity = self._raw(match[1])
        char = html.unescape(entity) if entity.startswith("&") else ""
        return char if char in _FREED and len(char) == 1 else match[0]

    def _raw(self, number: str | None) -> str:
        stashed = self.stash[int(number)] if number and int(number) < len(self.stash) else ""
        return stashed if isinstance(stashed, str) else ""

    def _stashed(self, match: re.Match[str]) -> None:
        """Add what stands for something set aside: a character, an object, or nothing."""
        if match[2]:
            self.into.mark(chr(int(match[2])))
            return
        raw = self._raw(match[1])
        tag = _TAG.fullmatch(raw)
        if tag is None:
            if not raw.startswith("<!--"):
                self.into.mark(OBJECT)
            return
        closing, name, rest = tag[1], tag[2].lower(), tag[3]
        lang = _LANG.search(rest)
        if closing:
            opened = [i for i, (known, _) in enumerate(self.raw) if known == name]
            if opened:
                self._close(opened[-1])
            elif name not in INLINE and name not in OPAQUE:
                self.into.mark(BREAK)
        elif name in ("img", "input"):
            self.into.mark(OBJECT)
        elif name in OPAQUE or name in OPAQUE_BLOCKS:
            self.into.mark(OBJECT)
            self.raw.append((name, ""))
        elif lang and base(lang[1]) != self.language:
            self.into.mark(OBJECT)
            self.raw.append((name, self.language))
            self._turn(base(lang[1]))
        elif name not in INLINE:
            self.into.mark(LINE if name == "br" else BREAK)


def _set(run: _Run, language: str) -> None:
    """Find what must change in a run of texts, and change it in the tree."""
    text = "".join(run.texts)
    edits = typography.edits(text, language)
    raised = list(typography.find_ordinals(text, language))
    if not edits and not raised:
        return
    starts = list(accumulate(map(len, run.texts), initial=0))
    changes: dict[tuple[int, bool], tuple[Place, list[typography.Edit]]] = {}
    for start, end, new in edits:
        piece = bisect_right(starts, start) - 1
        while start < end:
            place, stop = run.places[piece], min(end, starts[piece + 1])
            if place is not None:
                local = place[2] - starts[piece]
                kept = changes.setdefault((id(place[0]), place[1] is None), (place, []))
                kept[1].append((start + local, stop + local, new))
                new = ""
            start, piece = stop, piece + 1
    for (element, parent, _), made in changes.values():
        _put(element, parent, typography.apply(_get(element, parent), made))
    touched: dict[tuple[int, bool], Place] = {}
    for start, *_ in raised:
        at = run.places[bisect_right(starts, start) - 1]
        if at is not None and (at[1] is not None or at[0].tag not in ("sup", "sub")):
            touched[id(at[0]), at[1] is None] = at
    for element, parent, _ in touched.values():
        _raise(element, parent, language)


def _get(element: ET.Element, parent: ET.Element | None) -> str:
    return (element.text if parent is None else element.tail) or ""


def _put(element: ET.Element, parent: ET.Element | None, text: str) -> str:
    """Write a text back, atomic if it was (no later pass reads it as Markdown)."""
    text = type(_get(element, parent))(text)
    if parent is None:
        element.text = text
    else:
        element.tail = text
    return text


def _raise(element: ET.Element, parent: ET.Element | None, language: str) -> None:
    """Raise the endings of ordinals in one text."""
    parts = typography.ordinals(_get(element, parent), language)
    _put(element, parent, parts[0][0])
    raised: list[ET.Element] = []
    for part, up in parts[1:]:
        if up:
            raised.append(ET.Element("sup"))
            raised[-1].text = AtomicString(part)
        else:
            raised[-1].tail = part
    if parent is None:
        element[:0] = raised
    else:
        place = list(parent).index(element) + 1
        parent[place:place] = raised
