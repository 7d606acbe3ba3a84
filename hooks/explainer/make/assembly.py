"""A page put together: notes numbered, addresses made, terms explained where first used.

In: the HTML of a page with its private-use marks, in reading order, and what the
page and its language know. Out: ``Assembled``: final HTML, the headings, the
pages that it links to. Everything that depends on the page and not on one text
happens here, in one pass over the marks.
"""

from __future__ import annotations

import html
import re
import sys
from collections import Counter
from dataclasses import dataclass, field

from explainer.derive.address import Addresses, relative_url
from explainer.derive.index import cite_anchor
from explainer.make import notes
from explainer.make.page import Assembled, Heading
from explainer.make.print_context import Words
from explainer.read import citation, private
from explainer.words import typography
from explainer.words.bibliography import Bibliography
from explainer.words.typography import OBJECT

_MARK = re.compile(
    f"[{private.CITE}{private.SHOWN}](?P<cited>[^{private.END}]*){private.END}"
    f"|{private.LINK}(?P<target>[^{private.END}]*){private.END}"
    f"|{private.TERM}(?P<term>[^{private.PART}]*){private.PART}(?P<words>[^{private.END}]*){private.END}"
    f"|{private.GLOSSED}(?P<glossed>[^{private.PART}]*){private.PART}"
    f"(?P<inside>[^{private.GLOSSED_END}]*){private.GLOSSED_END}"
)
_HEADING = re.compile(r'(?s)<h([2-6]) id="([^"]+)"[^>]*>(.*?)</h\1>')
_NOTE = re.compile(r'(?s)<sup class="cite".*?</sup>')
_TAG = re.compile(r"<[^>]+>")
_ID = re.compile(r' id="([^"]+)"')
# What touches a term: «l’», «(», « « » and its space; then «s», «,», « » », a call of a note.
_NEAR = 40  # characters that are looked at before one
_BEFORE = re.compile(r"(?:[^\s<>]*[^\s<>\w;]|«[\u00a0\u202f])\Z")
_AFTER = re.compile(
    r'\w*(?:[\u00a0\u202f]?[^\s\w<>&]|(?<=[’-])\w+|<sup class="cite".*?</sup>)*', re.DOTALL
)
_FRAME = frozenset({"content", "menu", "search", "cite-this-page"})  # ids of overrides/


@dataclass
class Shared:
    """What all pages of a language share: printed references and definitions of terms, as HTML."""

    words: Words
    addresses: Addresses
    references: dict[str, notes.Printed]
    definitions: dict[str, str]
    style: Bibliography = field(default_factory=Bibliography)

    @property
    def joint(self) -> str:
        """What stands between two references of a note, as the language sets it."""
        return typography.typeset(f"{OBJECT}{self.style.delimiter}{OBJECT}", self.words.language)[
            1:-1
        ]


def assemble(markup: str, name: str, shared: Shared) -> Assembled:
    """Return the page called ``name`` whose HTML with marks is ``markup``."""
    page = _Page(name, shared)
    body = _joined(page.fill(markup))
    body += notes.section(page.numbers, page.uses, shared, page.address)
    counted = Counter([*_FRAME, *_ID.findall(body)])
    twice = tuple(id_ for id_, count in counted.items() if count > 1)
    left = private.ANY.search(body)
    return Assembled(
        body.encode(),
        headings(body),
        frozenset(page.links),
        frozenset(map(sys.intern, counted.keys() - _FRAME)),  # most pages have the same
        twice,
        left[0] if left else "",
    )


def _joined(body: str) -> str:
    """Return a page whose terms stand between marks, each kept on a line with what touches it.

    A button is a box to browsers: lines would break between it and a comma or an article
    («l’»), no-break spaces or not (https://www.w3.org/TR/css-text-3/#line-break-details).
    """
    first, *others = body.split(private.TERM)
    parts = [first]
    for other in others:
        term, _, after = other.partition(private.END)
        before = match[0] if (match := _BEFORE.search(parts[-1][-_NEAR:])) else ""
        touching = match[0] if (match := _AFTER.match(after)) else ""
        if before or touching:
            parts[-1] = parts[-1].removesuffix(before)
            term = f'<span class="joined">{before}{term}{touching}</span>'
        parts += [term, after.removeprefix(touching)]
    return "".join(parts)


def headings(body: str) -> list[Heading]:
    """Return the headings of a page's HTML, those of lower levels inside those above them."""
    top: list[Heading] = []
    path: list[Heading] = []
    for level, id_, inside in _HEADING.findall(body):
        title = " ".join(_TAG.sub("", _NOTE.sub("", inside)).split(" "))
        one = Heading(int(level), id_, re.sub(r"[ \n\t]+", " ", title).strip())
        while path and path[-1].level >= one.level:
            path.pop()
        (path[-1].children if path else top).append(one)
        path.append(one)
    return top


class _Page:
    def __init__(self, name: str, shared: Shared) -> None:
        self.name, self.shared = name, shared
        self.language = shared.words.language
        self.table = shared.addresses.table[self.language]
        self.here = self.table[name]
        self.numbers: dict[str, int] = {}
        self.uses: Counter[str] = Counter()
        self.counts: Counter[str] = Counter()
        self.explained: set[str] = set()
        self.links: set[str] = set()
        self.known: dict[str, str] = {}

    def fill(self, markup: str) -> str:
        """Return HTML with every mark replaced."""
        return _MARK.sub(self._mark, markup)

    def _mark(self, m: re.Match[str]) -> str:
        match m.lastgroup:
            case "cited":
                return self._call(m["cited"], own=m[0][0] == private.CITE)
            case "target":
                return self.address(m["target"])
            case "words":
                return self._term(m["term"], m["words"])
            case _:
                return self._glossed(m["glossed"], m["inside"])

    def address(self, target: str) -> str:
        """Return the final relative address of a page, of an anchor or of a file."""
        if target not in self.known:
            self.known[target] = self._address(target)
        return self.known[target]

    def _address(self, target: str) -> str:
        path, mark, anchor = target.partition("#")
        if not path:
            return mark + anchor
        if path in self.table:
            self.links.add(path)
            if path == self.name and anchor:
                return mark + anchor
            return relative_url(self.here, self.table[path]) + mark + anchor
        # A file of docs/, or one that the build makes: written from the language's folder.
        return relative_url(self.here, path.removeprefix("../")) + mark + anchor

    def _call(self, group: str, *, own: bool) -> str:
        number = self.numbers.setdefault(group, len(self.numbers) + 1)
        self.uses[group] += 1
        anchors = ""
        if own:
            for one in citation.unpack(group):
                self.counts[one.source] += 1
                anchors += f'<span id="{cite_anchor(one.source, self.counts[one.source])}"></span>'
        return (
            f'<sup class="cite" id="ref-{number}-{self.uses[group]}">{anchors}'
            f'<a href="#note-{number}" role="doc-noteref">{number}</a></sup>'
        )

    def _term(self, term: str, words: str) -> str:
        if term in self.explained:
            return words
        return self._explained(term, words)

    def _glossed(self, term: str, inside: str) -> str:
        if term in self.explained or self.name == self.shared.words.glossary:
            address = self.address(f"{self.shared.words.glossary}#{term}")
            return f'<a href="{address}">{self.fill(inside)}</a>'
        return self._explained(term, self.fill(inside))

    def _explained(self, term: str, words: str) -> str:
        """Return words as a button that opens the term's definition, with a link to the glossary."""
        self.explained.add(term)
        tip, glossary = f"term-{len(self.explained)}", self.shared.words.glossary
        more = ""
        if glossary and glossary != self.name:
            shown = html.escape(self.shared.words.string("term_in_glossary"))
            more = f' <a href="{self.address(f"{glossary}#{term}")}">{shown}</a>'
        return (
            f'{private.TERM}<span class="term"><button type="button" popovertarget="{tip}" '
            f'aria-describedby="{tip}">{words}</button>'
            f'<span class="tip" id="{tip}" popover="">{self.shared.definitions[term]}{more}</span></span>'
            f"{private.END}"
        )
