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
from collections.abc import Iterable

from explainer import locales
from explainer.make import cells, links, tags
from explainer.make.print_context import Words, term_key
from explainer.read import citation, private
from explainer.read.addresses import is_safe, scheme_of
from explainer.read.tree import VERBATIM, Element, Node
from explainer.words import typography, wording
from explainer.words.typography.tree_texts import Changes, find_changes

_HEADINGS = frozenset({"h2", "h3", "h4", "h5", "h6"})
_NO_TERMS = _HEADINGS | {
    "h1", "a", "th", "caption", "dt", "code", "pre", "kbd", "samp", "sup", "sub", "figcaption",
    "label",
}  # fmt: skip
_BLOCKS = _HEADINGS | {
    "p", "ul", "ol", "li", "dl", "dt", "dd", "table", "thead", "tbody", "tr", "blockquote", "pre",
    "hr",
}  # fmt: skip
_KEPT = (
    "id", "class", "lang", "hreflang", "title", "alt", "start", "datetime", "dir", "scope",
    "data-label",
)  # fmt: skip
_CELLS = ("td", "dd")


def blocks(nodes: list[Node], words: Words, folder: str = "", *, terms: bool = True) -> str:
    """Return the HTML of whole blocks; links in them are written from ``folder``."""
    printer = _Printer(words, folder, find_changes(nodes, words.language))
    printer.nodes(nodes, terms=terms)
    return "".join(printer.out).strip()


def line(nodes: list[Node], words: Words) -> str:
    """Return the HTML of blocks as one line, for cells and items of lists."""
    return _Printer(words, "", find_changes(nodes, words.language)).line(nodes, terms=True)


def label(nodes: list[Node], words: Words) -> str:
    """Return the HTML of blocks as one line without links, terms or citations: words of a link."""
    printer = _Printer(words, "", find_changes(nodes, words.language), linked=False)
    return printer.line(nodes, terms=False)


def calls(nodes: list[Node]) -> str:
    """Return the citations of blocks, without their words."""
    found = (e for n in nodes if not isinstance(n, str) for e in n.walk() if e.tag == "cite")
    return "".join(cite(element.citations) for element in found)


def plain(nodes: list[Node], language: str) -> str:
    """Return the words alone, set as ``language`` prints them, on one line."""
    texts = (node if isinstance(node, str) else node.text_content() for node in nodes)
    return typography.typeset(" ".join(" ".join(texts).split()), language)


def cite(cited: Iterable[citation.AnyCitation]) -> str:
    """Return the mark of a group of citations, or ``""`` for none."""
    group = citation.pack(citation.only_valid(cited))
    return f"{private.CITE}{group}{private.END}" if group else ""


class _Printer:
    def __init__(self, words: Words, folder: str, set_: Changes, *, linked: bool = True) -> None:
        self.words, self.folder, self.set, self.linked = words, folder, set_, linked
        self.out: list[str] = []
        self.late: list[str] | None = None  # citations of the link that is open: they follow it

    def line(self, nodes: list[Node], *, terms: bool) -> str:
        """Return what each block holds, a space between two; a text among blocks stands alone."""
        lines = []
        for node in nodes:
            self.nodes([node] if isinstance(node, str) else node.children, terms=terms)
            lines.append("".join(self.out))
            self.out.clear()
        return " ".join(lines)

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
                (self.out if self.late is None else self.late).append(cite(element.citations))
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
        if spoken and locales.base_language(spoken) != locales.base_language(self.words.language):
            inner = False
        if tag == "table":
            cells.dress(element, self.words.language)
        attributes = self._attributes(element)
        if tag in tags.VOID:
            self.out.append(tags.opening(tag, attributes))
            return
        inside = self._inside(element, terms=inner)
        made = (cells if tag in _CELLS else tags).whole(tag, attributes, inside)
        self.out.append(f"{made}\n" if tag in _BLOCKS else made)

    def _inside(self, element: Element, *, terms: bool) -> str:
        own, self.out = self.out, []
        if element.tag in VERBATIM:
            for child in element.children:
                if isinstance(child, str):
                    self.out.append(html.escape(child, quote=False))
                else:
                    self.element(child, terms=False)
        else:
            self.nodes(element.children, terms=terms)
        inside, self.out = "".join(self.out), own
        return inside

    def _attributes(self, element: Element) -> tags.Attributes:
        out: tags.Attributes = {}
        for key in _KEPT:
            value = element.attributes.get(key)
            if value is None:
                continue
            if key == "lang":
                out |= self._spoken(value)
                continue
            if key in ("title", "alt"):
                spoken = element.attributes.get("lang", self.words.language)
                value = typography.typeset(value, spoken)
            out[key] = value
        return out

    def _spoken(self, language: str) -> tags.Attributes:
        """Return the attributes of words that people marked as ``language``, even the page's own."""
        if not language:
            return {}
        return wording.language_attributes(language, self.words.language) or {"lang": language}

    def _link(self, element: Element, *, terms: bool) -> None:
        outer, self.late = self.late, []
        own, self.out = self.out, []
        self.nodes(element.children, terms=False)
        inside, self.out = "".join(self.out), own
        calls_, self.late = self.late, outer
        self.out.append(self._linked(element, inside, outer is not None, terms=terms))
        (self.out if outer is None else outer).extend(calls_)

    def _linked(self, element: Element, inside: str, nested: bool, *, terms: bool) -> str:
        given = element.attributes
        href, spoken = given.get("href", ""), given.get("lang", "")
        if nested or not self.linked or not is_safe(href):
            return tags.whole("span", self._spoken(spoken), inside) if spoken else inside
        own = {key: given[key] for key in ("id", "title") if key in given} | self._spoken(spoken)
        if given.get("class"):
            own["class"] = given["class"]
        if scheme_of(href) in ("http", "https"):
            hreflang = given.get("hreflang", "")
            return links.outbound(href, inside, element.text_content(), self.words, hreflang, own)
        target = self._target(href)
        path, _, anchor = target.partition("#")
        words = self.words
        if terms and path == words.glossary and anchor in words.defined:
            if spoken:
                inside = tags.whole("span", self._spoken(spoken), inside)
            return f"{private.GLOSSED}{anchor}{private.PART}{inside}{private.GLOSSED_END}"
        address = href if scheme_of(href) else links.mark(target)
        return tags.whole("a", {**own, "href": address}, inside)

    def _target(self, href: str) -> str:
        path, mark, anchor = href.partition("#")
        name = posixpath.normpath(posixpath.join(self.folder, path)) if path else ""
        return name + mark + anchor

    def _picture(self, element: Element) -> None:
        source = element.attributes.get("src", "")
        alternative = typography.typeset(
            element.attributes.get("alt", "") or source, self.words.language
        )
        words = html.escape(alternative, quote=False)
        if not source or not is_safe(source):
            self.out.append(f"<span>{words}</span>")
        elif scheme_of(source) or source.startswith(("//", "\\")):
            # A picture of another host would tell it who reads: a link to it instead.
            self.out.append(links.outbound(source, words, alternative, self.words))
        else:
            address = {"src": links.mark(self._target(source))}
            self.out.append(tags.opening("img", address | self._attributes(element)))
