"""From a parsed tree to HTML with marks for what only a page knows.

In: the blocks of a text and the ``PrintContext`` of its language. Out: escaped HTML with the
language's typography, in which private-use marks (``read.private``) stand for what depends on the
page: the number of a note, a relative address, whether a term was explained already. A text is
printed once for all the pages that show it; ``assembly`` replaces the marks.
"""

from __future__ import annotations

import html
import posixpath
from collections.abc import Iterable
from dataclasses import dataclass, field

from explainer import locales
from explainer.make import cells, links, tags
from explainer.make.print_context import PrintContext, term_key
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
_COPIED_ATTRIBUTES = (
    "id", "class", "lang", "hreflang", "title", "alt", "start", "datetime", "dir", "scope",
    "data-label",
)  # fmt: skip
_CELLS = ("td", "dd")


def print_blocks(
    nodes: list[Node], context: PrintContext, folder: str = "", *, terms: bool = True
) -> str:
    """Return the HTML of whole blocks; links in them are relative to ``folder``."""
    printer = _Printer(context, folder, find_changes(nodes, context.language))
    printer.print_nodes(nodes, terms=terms)
    return "".join(printer.out).strip()


def print_line(nodes: list[Node], context: PrintContext) -> str:
    """Return the HTML of blocks on one line, for cells and list items."""
    changes = find_changes(nodes, context.language)
    return _Printer(context, "", changes).print_line(nodes, terms=True)


def print_label(nodes: list[Node], context: PrintContext) -> str:
    """Return the HTML of blocks on one line without links, terms or citations, for the words of a link."""
    printer = _Printer(context, "", find_changes(nodes, context.language), has_links=False)
    return printer.print_line(nodes, terms=False)


def print_note_calls(nodes: list[Node]) -> str:
    """Return the note calls of blocks, without their words."""
    citing = (e for n in nodes if not isinstance(n, str) for e in n.walk() if e.tag == "cite")
    return "".join(note_call(element.citations) for element in citing)


def print_plain(nodes: list[Node], language: str) -> str:
    """Return the plain words of blocks on one line, with the typography of ``language``."""
    texts = (node if isinstance(node, str) else node.text_content() for node in nodes)
    return typography.typeset(" ".join(" ".join(texts).split()), language)


def note_call(cited: Iterable[citation.AnyCitation]) -> str:
    """Return the mark of a note call for a group of citations, or ``""`` for none."""
    group = citation.pack(citation.only_valid(cited))
    return f"{private.CITE}{group}{private.END}" if group else ""


@dataclass
class _Printer:
    """Prints the blocks of one text into ``out``; ``has_links``: links and note calls too."""

    context: PrintContext
    folder: str
    typography: Changes
    has_links: bool = True
    out: list[str] = field(default_factory=list)
    calls_after_link: list[str] | None = None  # the note calls inside a link follow it

    def print_line(self, nodes: list[Node], *, terms: bool) -> str:
        """Return the contents of each block, separated by a space; text between blocks counts as one."""
        lines = []
        for node in nodes:
            self.print_nodes([node] if isinstance(node, str) else node.children, terms=terms)
            lines.append("".join(self.out))
            self.out.clear()
        return " ".join(lines)

    def print_nodes(self, children: list[Node], *, terms: bool) -> None:
        for i, child in enumerate(children):
            if isinstance(child, str):
                for piece in self.typography.get((id(children), i), (child,)):
                    if isinstance(piece, str):
                        self._print_text(piece, terms=terms)
                    else:
                        self.print_element(piece, terms=False)
            else:
                self.print_element(child, terms=terms)

    def _print_text(self, text: str, *, terms: bool) -> None:
        pattern = self.context.term_pattern
        if not terms or pattern is None:
            self.out.append(html.escape(text, quote=False))
            return
        end = 0
        for match in pattern.finditer(text):
            term = self.context.term_forms[term_key(match[0])]
            escaped = html.escape(match[0], quote=False)
            self.out += (
                html.escape(text[end : match.start()], quote=False),
                f"{private.TERM}{term}{private.PART}{escaped}{private.END}",
            )
            end = match.end()
        self.out.append(html.escape(text[end:], quote=False))

    def print_element(self, element: Element, *, terms: bool) -> None:
        tag = element.tag
        if tag == "cite":
            if self.has_links:
                out = self.out if self.calls_after_link is None else self.calls_after_link
                out.append(note_call(element.citations))
            return
        if tag == "as-typed":
            self.out.append(html.escape("".join(map(str, element.children)), quote=False))
            return
        if tag == "embed":
            return
        if tag == "a":
            self._print_link(element, terms=terms)
            return
        if tag == "img":
            self._print_image(element)
            return
        inner_terms = terms and tag not in _NO_TERMS and "no-terms" not in element.classes
        language = element.attributes.get("lang") or self.context.language
        if locales.base_language(language) != locales.base_language(self.context.language):
            inner_terms = False
        if tag == "table":
            cells.label_cells(element, self.context.language)
        attributes = self._attributes(element)
        if tag in tags.VOID:
            self.out.append(tags.opening_tag(tag, attributes))
            return
        inside = self._print_children(element, terms=inner_terms)
        markup = (cells.element if tag in _CELLS else tags.element)(tag, attributes, inside)
        self.out.append(f"{markup}\n" if tag in _BLOCKS else markup)

    def _print_children(self, element: Element, *, terms: bool) -> str:
        outer_out, self.out = self.out, []
        if element.tag in VERBATIM:
            for child in element.children:
                if isinstance(child, str):
                    self.out.append(html.escape(child, quote=False))
                else:
                    self.print_element(child, terms=False)
        else:
            self.print_nodes(element.children, terms=terms)
        inside, self.out = "".join(self.out), outer_out
        return inside

    def _attributes(self, element: Element) -> tags.Attributes:
        out: tags.Attributes = {}
        for key in _COPIED_ATTRIBUTES:
            value = element.attributes.get(key)
            if value is None:
                continue
            if key == "lang":
                out |= self._lang(value)
                continue
            if key in ("title", "alt"):
                language = element.attributes.get("lang", self.context.language)
                value = typography.typeset(value, language)
            out[key] = value
        return out

    def _lang(self, language: str) -> tags.Attributes:
        """Return the attributes of words that people marked as ``language``, even if it is the page's own."""
        if not language:
            return {}
        return wording.language_attributes(language, self.context.language) or {"lang": language}

    def _print_link(self, element: Element, *, terms: bool) -> None:
        outer_calls, self.calls_after_link = self.calls_after_link, []
        outer_out, self.out = self.out, []
        self.print_nodes(element.children, terms=False)
        inside, self.out = "".join(self.out), outer_out
        calls_, self.calls_after_link = self.calls_after_link, outer_calls
        self.out.append(self._link_markup(element, inside, outer_calls is not None, terms=terms))
        (self.out if outer_calls is None else outer_calls).extend(calls_)

    def _link_markup(self, element: Element, inside: str, is_nested: bool, *, terms: bool) -> str:
        attributes = element.attributes
        href, language = attributes.get("href", ""), attributes.get("lang", "")
        if is_nested or not self.has_links or not is_safe(href):
            return tags.element("span", self._lang(language), inside) if language else inside
        kept: tags.Attributes = {k: attributes[k] for k in ("id", "title") if k in attributes}
        kept |= self._lang(language)
        if attributes.get("class"):
            kept["class"] = attributes["class"]
        if scheme_of(href) in ("http", "https"):
            hreflang = attributes.get("hreflang", "")
            return links.external_link(
                href, inside, element.text_content(), self.context, hreflang, kept
            )
        target = self._resolve_target(href)
        path, _, anchor = target.partition("#")
        context = self.context
        if terms and path == context.glossary and anchor in context.term_ids:
            if language:
                inside = tags.element("span", self._lang(language), inside)
            return f"{private.GLOSSED}{anchor}{private.PART}{inside}{private.GLOSSED_END}"
        address = href if scheme_of(href) else links.address_mark(target)
        return tags.element("a", {**kept, "href": address}, inside)

    def _resolve_target(self, href: str) -> str:
        path, mark, anchor = href.partition("#")
        name = posixpath.normpath(posixpath.join(self.folder, path)) if path else ""
        return name + mark + anchor

    def _print_image(self, element: Element) -> None:
        source = element.attributes.get("src", "")
        alt = typography.typeset(element.attributes.get("alt", "") or source, self.context.language)
        escaped_alt = html.escape(alt, quote=False)
        if not source or not is_safe(source):
            self.out.append(f"<span>{escaped_alt}</span>")
        elif scheme_of(source) or source.startswith(("//", "\\")):
            # Loading a picture from another host would tell it who reads: link to it instead.
            self.out.append(links.external_link(source, escaped_alt, alt, self.context))
        else:
            address = {"src": links.address_mark(self._resolve_target(source))}
            self.out.append(tags.opening_tag("img", address | self._attributes(element)))
