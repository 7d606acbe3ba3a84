"""From a tree to HTML that waits for its page.

In: the blocks of a text, its language, and what is shared by every page of that
language (``Words``). Out: HTML, escaped, set as its language prints it, in which
private-use marks (``read.private``) stand for what only a page can know: the
number of a note, a relative address, whether a term was explained already. A
text is printed once for all the pages that show it; ``assembly`` fills the marks.
"""

from __future__ import annotations

import html
import posixpath
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from explainer import locales
from explainer.read import citation, private
from explainer.read.addresses import is_safe, scheme_of
from explainer.read.tree import Element, Node
from explainer.words import typography, wording
from explainer.words.typography.pieces import Changes, changes

# WHATWG HTML 4.6.7: no window handle, no Referer, and a word for crawlers.
REL = "noopener noreferrer external"
_NO_TERMS = frozenset(
    [
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "a",
        "th",
        "caption",
        "dt",
        "code",
        "pre",
        "kbd",
        "samp",
        "sup",
        "sub",
        "figcaption",
        "label",
    ]
)
_VOID = frozenset({"br", "hr", "img"})
_BLOCKS = frozenset(
    [
        "p",
        "ul",
        "ol",
        "li",
        "dl",
        "dt",
        "dd",
        "table",
        "thead",
        "tbody",
        "tr",
        "blockquote",
        "pre",
        "hr",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
    ]
)
_KEPT = ("id", "class", "lang", "hreflang", "title", "alt", "start", "datetime", "dir")


@dataclass
class Words:
    """What printing needs to know of a language.

    ``terms``: lower-case form → term id, with ``term_pattern`` that finds them all;
    ``defined``: the ids of the glossary's terms;
    ``glossary``: the name of the page that explains the terms, or ``""``; ``hreflangs``:
    address of another site → language of what is there; ``string``: key → interface string.
    """

    language: str
    string: Callable[[str], str] = lambda key: key
    terms: dict[str, str] = field(default_factory=dict)
    defined: frozenset[str] = frozenset()
    term_pattern: re.Pattern[str] | None = None
    glossary: str = ""
    hreflangs: dict[str, str] = field(default_factory=dict)


def blocks(nodes: list[Node], words: Words, folder: str = "", *, terms: bool = True) -> str:
    """Return the HTML of whole blocks; links in them are written from ``folder``."""
    printer = _Printer(words, folder, changes(nodes, words.language))
    printer.nodes(nodes, terms=terms)
    return "".join(printer.out).strip()


def line(nodes: list[Node], words: Words, folder: str = "") -> str:
    """Return the HTML of blocks as one line, for cells and items of lists."""
    printer = _Printer(words, folder, changes(nodes, words.language))
    for i, child in enumerate(_inside(nodes, printer)):
        if i:
            printer.out.append(" ")
        printer.nodes(child, terms=True)
    return "".join(printer.out)


def label(nodes: list[Node], words: Words) -> str:
    """Return the HTML of blocks as one line without links, terms or citations: words of a link."""
    printer = _Printer(words, "", changes(nodes, words.language), linked=False)
    for i, child in enumerate(_inside(nodes, printer)):
        if i:
            printer.out.append(" ")
        printer.nodes(child, terms=False)
    return "".join(printer.out)


def calls(nodes: list[Node]) -> str:
    """Return the citations of blocks, without their words."""
    found = (e for n in nodes if not isinstance(n, str) for e in n.walk() if e.tag == "cite")
    return "".join(cite(_citations(element)) for element in found)


def plain(nodes: list[Node], language: str) -> str:
    """Return the words alone, set as ``language`` prints them, on one line."""
    texts = (node if isinstance(node, str) else node.words() for node in nodes)
    return typography.correct(" ".join(" ".join(texts).split()), language)


def cite(cited: Iterable[citation.Citation]) -> str:
    """Return the mark of a group of citations, or ``""`` for none."""
    group = citation.pack(cited)
    return f"{private.CITE}{group}{private.END}" if group else ""


def link(target: str) -> str:
    """Return the mark of an address: ``actors/x.md#anchor``, or a file (``../data/x.csv``)."""
    return f"{private.LINK}{html.escape(target)}{private.END}"


def outbound(href: str, inside: str, shown_words: str, words: Words, hreflang: str = "") -> str:
    """Return a link to another site: where it leads, and in which language, are said.

    ``inside`` is HTML, ``shown_words`` the same as plain words; ``href`` is not escaped.
    """
    try:
        host = (urlsplit(href).hostname or "").removeprefix("www.")
    except ValueError:  # an address that no browser could follow either
        host = ""
    if not host or scheme_of(href) not in ("http", "https"):
        return f'<a href="{html.escape(href)}">{inside}</a>'
    spoken = hreflang or words.hreflangs.get(href, "")
    notice, shown = words.string("new_site"), ""
    if spoken and locales.base(spoken) != locales.base(words.language):
        name = wording.language_name(spoken, words.language)
        notice = words.string("new_site_language").replace("{language}", name)
        shown = words.string("in_language").replace("{language}", name)
    place = "" if host in shown_words else host
    said = f' hreflang="{html.escape(spoken)}"' if spoken and (hreflang or shown) else ""
    # On paper an address that shows is not added again.
    known = "" if place else ' data-shown=""'
    # A space inside the span, so that the line under the link does not run on past its words.
    seen = ", ".join(html.escape(part) for part in (place, shown) if part)
    where = f'<span class="where"> {seen}</span>' if seen else ""
    attributes = f'href="{html.escape(href)}"{said} rel="{REL}" class="away"{known}'
    return f'<a {attributes}>{inside}{where}<span class="sr"> ({html.escape(notice)})</span></a>'


def term_key(words: str) -> str:
    """Return the form under which ``Words.terms`` knows ``words``."""
    return _LOOSE.sub(lambda m: "'" if m[0] in "’'" else " ", words.casefold())


_LOOSE = re.compile(r"[\s’']+")


def _citations(element: Element) -> list[citation.Citation]:
    return [one for one in element.cited if isinstance(one, citation.Citation)]


def _inside(nodes: list[Node], printer: _Printer) -> list[list[Node]]:
    """Return what each block holds; a text among blocks stands alone."""
    return [[node] if isinstance(node, str) else node.children for node in nodes]


class _Printer:
    def __init__(self, words: Words, folder: str, set_: Changes, *, linked: bool = True) -> None:
        self.words, self.folder, self.set, self.linked = words, folder, set_, linked
        self.out: list[str] = []
        self.late: list[str] | None = None  # citations of the link that is open: they follow it

    def nodes(self, children: list[Node], *, terms: bool) -> None:
        for i, child in enumerate(children):
            if isinstance(child, str):
                for piece in self.set.get((id(children), i), (child,)):
                    if isinstance(piece, str):
                        self._text(piece, terms=terms)
                    else:
                        self.element(piece, terms=False)
            else:
                self.element(child, terms=terms)

    def _text(self, text: str, *, terms: bool) -> None:
        pattern = self.words.term_pattern
        if not terms or pattern is None:
            self.out.append(html.escape(text, quote=False))
            return
        end = 0
        for match in pattern.finditer(text):
            term = self.words.terms[term_key(match[0])]
            shown = html.escape(match[0], quote=False)
            self.out += (
                html.escape(text[end : match.start()], quote=False),
                f"{private.TERM}{term}{private.PART}{shown}{private.END}",
            )
            end = match.end()
        self.out.append(html.escape(text[end:], quote=False))

    def element(self, element: Element, *, terms: bool) -> None:
        tag = element.tag
        if tag == "cite":
            if self.linked:
                (self.out if self.late is None else self.late).append(cite(_citations(element)))
            return
        if tag == "as-typed":
            self.out.append(html.escape("".join(map(str, element.children)), quote=False))
            return
        if tag == "embed":
            return
        if tag == "a":
            self._link(element, terms=terms)
            return
        if tag == "img":
            self._picture(element)
            return
        inner = terms and tag not in _NO_TERMS and "no-terms" not in element.classes
        spoken = element.attributes.get("lang", "")
        if spoken and locales.base(spoken) != locales.base(self.words.language):
            inner = False
        if tag == "table":
            _dress(element, self.words.language)
        self.out.append(f"<{tag}{self._attributes(element)}>")
        if tag in _VOID:
            return
        start = len(self.out)
        if tag in ("pre", "code", "kbd", "samp"):
            for child in element.children:
                if isinstance(child, str):
                    self.out.append(html.escape(child, quote=False))
                else:
                    self.element(child, terms=False)
        else:
            self.nodes(element.children, terms=inner)
        if tag in ("td", "dd") and is_note_alone("".join(self.out[start:])):
            self.out[start - 1] = bare(self.out[start - 1])
        self.out.append(f"</{tag}>\n" if tag in _BLOCKS else f"</{tag}>")

    def _attributes(self, element: Element) -> str:
        out = ""
        for key in _KEPT:
            value = element.attributes.get(key)
            if value is None:
                continue
            if key in ("title", "alt"):
                value = typography.correct(
                    value, element.attributes.get("lang", self.words.language)
                )
            out += self._spoken(value) if key == "lang" else f' {key}="{html.escape(value)}"'
        for key in ("scope", "data-label"):
            if value := element.attributes.get(key):
                out += f' {key}="{html.escape(value)}"'
        return out

    def _spoken(self, language: str) -> str:
        """Return the attributes of words that people marked as ``language``, even the page's own."""
        if not language:
            return ""
        return wording.spoken(language, self.words.language) or f' lang="{html.escape(language)}"'

    def _link(self, element: Element, *, terms: bool) -> None:
        outer, self.late = self.late, []
        own, self.out = self.out, []
        self.nodes(element.children, terms=False)
        inside, self.out = "".join(self.out), own
        calls_, self.late = self.late, outer
        self.out.append(self._linked(element, inside, outer is not None, terms=terms))
        (self.out if outer is None else outer).extend(calls_)

    def _linked(self, element: Element, inside: str, nested: bool, *, terms: bool) -> str:
        href = element.attributes.get("href", "")
        spoken = element.attributes.get("lang", "")
        if nested or not self.linked or not is_safe(href):
            return f"<span{self._spoken(spoken)}>{inside}</span>" if spoken else inside
        if scheme_of(href) in ("http", "https"):
            made = outbound(
                href, inside, element.words(), self.words, element.attributes.get("hreflang", "")
            )
            return self._with(made, element)
        target = self._target(href)
        path, _, anchor = target.partition("#")
        words = self.words
        if terms and path == words.glossary and anchor in words.defined:
            if spoken:
                inside = f"<span{self._spoken(spoken)}>{inside}</span>"
            return f"{private.GLOSSED}{anchor}{private.PART}{inside}{private.GLOSSED_END}"
        address = html.escape(href) if scheme_of(href) else link(target)
        return self._with(f'<a href="{address}">{inside}</a>', element)

    def _with(self, made: str, element: Element) -> str:
        """Return a link with the attributes that people gave it."""
        more = "".join(
            f' {key}="{html.escape(element.attributes[key])}"'
            for key in ("id", "title")
            if key in element.attributes
        )
        more += self._spoken(element.attributes.get("lang", ""))
        if own := element.attributes.get("class"):
            made = (
                made.replace('class="away"', f'class="{html.escape(own)} away"', 1)
                if "away" in made
                else made
            )
            more += "" if "class=" in made else f' class="{html.escape(own)}"'
        return f"<a{more}{made[2:]}" if more else made

    def _target(self, href: str) -> str:
        path, mark, anchor = href.partition("#")
        name = posixpath.normpath(posixpath.join(self.folder, path)) if path else ""
        return name + mark + anchor

    def _picture(self, element: Element) -> None:
        source = element.attributes.get("src", "")
        alternative = typography.correct(
            element.attributes.get("alt", "") or source, self.words.language
        )
        words = html.escape(alternative, quote=False)
        if not source or not is_safe(source):
            self.out.append(f"<span>{words}</span>")
        elif scheme_of(source) or source.startswith(("//", "\\")):
            # A picture of another host would tell it who reads: a link to it instead.
            self.out.append(outbound(source, words, alternative, self.words))
        else:
            attributes = self._attributes(element)
            self.out.append(f'<img src="{link(self._target(source))}"{attributes}>')


_NOTE_ALONE = re.compile(f"\\s*[{private.CITE}{private.SHOWN}][^{private.END}]*{private.END}\\s*")


def is_note_alone(inside: str) -> bool:
    """Tell whether a cell holds nothing but a note's number, which then needs no raising."""
    return bool(_NOTE_ALONE.fullmatch(inside))


def bare(opening: str) -> str:
    """Return the opening tag of a cell with the class that says so."""
    if 'class="' in opening:
        return opening.replace('class="', 'class="bare ', 1)
    return f'{opening[:-1]} class="bare">'


def _dress(table: Element, language: str) -> None:
    """Name each cell of a table after its column, for screens too narrow to show columns."""
    heads = [e for e in table.walk() if e.tag == "th"]
    for head in heads:
        head.attributes["scope"] = "col"
    labels = [typography.correct(" ".join(head.words().split()), language) for head in heads]
    for row in (e for e in table.walk() if e.tag == "tr"):
        cells = [cell for cell in row.elements() if cell.tag == "td"]
        for text, cell in zip(labels, cells, strict=False):
            if text and cell.children:
                cell.attributes["data-label"] = text
