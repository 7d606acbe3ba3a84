"""Assembly of a page: notes numbered, addresses made relative, terms explained where first used.

In: the HTML of a page with private-use marks, in reading order, and what its language shares.
Out: ``AssembledPage``: final HTML, its headings, the pages that it links to. Everything that depends
on the page and not on one text happens here, in one pass over the marks.
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
from explainer.make.page import AssembledPage, Heading
from explainer.make.print_context import PrintContext
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
# Text that touches a term: before it «l’», «(», « « » and its space; after it «s», «,», « » », a note call.
_LOOK_BEHIND = 40  # characters before a term that are searched
_BEFORE = re.compile(r"(?:[^\s<>]*[^\s<>\w;]|«[\u00a0\u202f])\Z")
_AFTER = re.compile(
    r'\w*(?:[\u00a0\u202f]?[^\s\w<>&]|(?<=[’-])\w+|<sup class="cite".*?</sup>)*', re.DOTALL
)
_FRAME_IDS = frozenset({"content", "menu", "search", "cite-this-page"})  # ids of overrides/


@dataclass
class AssemblyContext:
    """What all pages of a language share: printed references, and definitions of terms as HTML."""

    print_context: PrintContext
    addresses: Addresses
    references: dict[str, notes.PrintedReference]
    definitions: dict[str, str]
    style: Bibliography = field(default_factory=Bibliography)

    @property
    def reference_separator(self) -> str:
        """The separator of two references in a note, with the language's typography."""
        between = f"{OBJECT}{self.style.delimiter}{OBJECT}"
        return typography.typeset(between, self.print_context.language)[1:-1]


def assemble(markup: str, name: str, context: AssemblyContext) -> AssembledPage:
    """Return the page called ``name`` whose HTML with marks is ``markup``."""
    assembler = _Assembler(name, context)
    body = _keep_terms_together(assembler.fill(markup))
    body += notes.print_section(
        assembler.numbers, assembler.call_counts, context, assembler.address
    )
    id_counts = Counter([*_FRAME_IDS, *_ID.findall(body)])
    duplicate_ids = tuple(id_ for id_, count in id_counts.items() if count > 1)
    unreplaced = private.ANY.search(body)
    return AssembledPage(
        body.encode(),
        extract_headings(body),
        frozenset(assembler.links),
        frozenset(map(sys.intern, id_counts.keys() - _FRAME_IDS)),  # most pages have the same
        duplicate_ids,
        unreplaced[0] if unreplaced else "",
    )


def _keep_terms_together(body: str) -> str:
    """Return HTML in which each explained term stays on one line with the text that touches it.

    A button is a box to browsers: lines would break between it and a comma or an article («l’»),
    no-break spaces or not (https://www.w3.org/TR/css-text-3/#line-break-details).
    """
    first, *pieces = body.split(private.TERM)
    parts = [first]
    for piece in pieces:
        term, _, after = piece.partition(private.END)
        before = match[0] if (match := _BEFORE.search(parts[-1][-_LOOK_BEHIND:])) else ""
        touching = match[0] if (match := _AFTER.match(after)) else ""
        if before or touching:
            parts[-1] = parts[-1].removesuffix(before)
            term = f'<span class="joined">{before}{term}{touching}</span>'
        parts += [term, after.removeprefix(touching)]
    return "".join(parts)


def extract_headings(body: str) -> list[Heading]:
    """Return the headings of a page's HTML as a tree."""
    top: list[Heading] = []
    path: list[Heading] = []
    for level, id_, inside in _HEADING.findall(body):
        title = " ".join(_TAG.sub("", _NOTE.sub("", inside)).split(" "))
        heading = Heading(int(level), id_, re.sub(r"[ \n\t]+", " ", title).strip())
        while path and path[-1].level >= heading.level:
            path.pop()
        (path[-1].children if path else top).append(heading)
        path.append(heading)
    return top


class _Assembler:
    def __init__(self, name: str, context: AssemblyContext) -> None:
        self.name, self.context = name, context
        self.language = context.print_context.language
        self.table = context.addresses.table[self.language]
        self.page_url = self.table[name]
        self.numbers: dict[str, int] = {}
        self.call_counts: Counter[str] = Counter()
        self.citation_counts: Counter[str] = Counter()
        self.explained: set[str] = set()
        self.links: set[str] = set()
        self.addresses: dict[str, str] = {}

    def fill(self, markup: str) -> str:
        """Return HTML with every mark replaced."""
        return _MARK.sub(self._replace_mark, markup)

    def _replace_mark(self, m: re.Match[str]) -> str:
        match m.lastgroup:
            case "cited":
                return self._note_call(m["cited"], makes_anchors=m[0][0] == private.CITE)
            case "target":
                return self.address(m["target"])
            case "words":
                return self._explain_once(m["term"], m["words"])
            case _:
                return self._glossary_link(m["glossed"], m["inside"])

    def address(self, target: str) -> str:
        """Return the relative address of a page, an anchor or a file."""
        if target not in self.addresses:
            self.addresses[target] = self._address(target)
        return self.addresses[target]

    def _address(self, target: str) -> str:
        path, mark, anchor = target.partition("#")
        if not path:
            return mark + anchor
        if path in self.table:
            self.links.add(path)
            if path == self.name and anchor:
                return mark + anchor
            return relative_url(self.page_url, self.table[path]) + mark + anchor
        # A file of docs/, or one that the build makes: written from the language's folder.
        return relative_url(self.page_url, path.removeprefix("../")) + mark + anchor

    def _note_call(self, group: str, *, makes_anchors: bool) -> str:
        number = self.numbers.setdefault(group, len(self.numbers) + 1)
        self.call_counts[group] += 1
        anchors = ""
        if makes_anchors:
            for cited in citation.unpack(group):
                self.citation_counts[cited.source] += 1
                anchor = cite_anchor(cited.source, self.citation_counts[cited.source])
                anchors += f'<span id="{anchor}"></span>'
        return (
            f'<sup class="cite" id="ref-{number}-{self.call_counts[group]}">{anchors}'
            f'<a href="#note-{number}" role="doc-noteref">{number}</a></sup>'
        )

    def _explain_once(self, term: str, words: str) -> str:
        if term in self.explained:
            return words
        return self._explain(term, words)

    def _glossary_link(self, term: str, inside: str) -> str:
        if term in self.explained or self.name == self.context.print_context.glossary:
            address = self.address(f"{self.context.print_context.glossary}#{term}")
            return f'<a href="{address}">{self.fill(inside)}</a>'
        return self._explain(term, self.fill(inside))

    def _explain(self, term: str, words: str) -> str:
        """Return words as a button that opens the term's definition, with a link to the glossary."""
        self.explained.add(term)
        tip_id, glossary = f"term-{len(self.explained)}", self.context.print_context.glossary
        glossary_link = ""
        if glossary and glossary != self.name:
            link_text = html.escape(self.context.print_context.string("term_in_glossary"))
            glossary_link = f' <a href="{self.address(f"{glossary}#{term}")}">{link_text}</a>'
        return (
            f'{private.TERM}<span class="term"><button type="button" popovertarget="{tip_id}" '
            f'aria-describedby="{tip_id}">{words}</button>'
            f'<span class="tip" id="{tip_id}" popover="">{self.context.definitions[term]}{glossary_link}</span></span>'
            f"{private.END}"
        )
