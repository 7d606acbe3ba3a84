"""A page reduced to what search needs: its words, its headings, its kind.

In: the HTML of a built page, or the words of an event. Out: small HTML that
Pagefind reads (https://pagefind.app/docs/indexing/): notes, hidden tips,
menus and back-links left out, typographic signs turned into those that people
type. Runs only when the index has to be made again.
"""

from __future__ import annotations

import html
import re
from dataclasses import dataclass

from lxml import html as lxml_html

# Left out, with all they hold: repeated on every page, hidden, or without words of their own.
_TAGS = frozenset(
    {"aside", "dialog", "footer", "form", "nav", "noscript", "script", "select", "style", "svg"}
)
_CLASSES = frozenset({"tip", "cite", "notes", "event-steps", "no-search"})
_HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
_BLOCKS = frozenset(
    {"article", "blockquote", "caption", "dd", "details", "div", "dt", "figcaption", "li", "p"}
    | {"pre", "section", "summary", "tr"}
)
# Sections of a record's page that list other pages: what they list has its own result.
LISTS = frozenset(
    {"accusations", "cited-by", "claims", "events", "evidence", "mentions", "pages", "statements"}
)
# «1 400» is one number: held by ’ it stays one word, which a search for 1400 finds.
_THOUSANDS = re.compile(r"(?<=\d)[\u00a0\u202f](?=\d{3}(?!\d))")
# Pagefind splits words at ' but not at ’ (1.5.2); people type ' and plain spaces.
# «l'affaire» is two words, "the court's" too; apart, neither is also indexed as «laffaire».
_ELISION = re.compile(r"(?i)(?<![\w'])((?:[cdjlmnst]|(?:jus|lors|puis|quoi)?qu)')(?=\w)")
_POSSESSIVE = re.compile(r"(?<=\w)'s(?!\w)")
_TYPED = str.maketrans(
    {"’": "'", "\u00a0": " ", "\u202f": " ", "\u2011": "-", "\u00ad": None, "\ue000": "’"}
)


@dataclass(frozen=True)
class Entry:
    """One thing that can be found: ``url`` from the site's root, ``kind`` as in the filters."""

    language: str
    url: str
    kind: str
    title: str
    label: str = ""
    title_language: str = ""


def content(page: str) -> str:
    """Return the part of a built page that is its own: its ``<main>``, else its ``<body>``."""
    for tag in ("main", "body"):
        start, end = page.find(f"<{tag}"), page.rfind(f"</{tag}>")
        if 0 <= start < end:
            return page[page.index(">", start) + 1 : end]
    return page


def page(entry: Entry, markup: str, skipped: frozenset[str]) -> str:
    """Return the reduced page of ``entry``; ``skipped`` are heading ids left out with their text."""
    reducer = _Reducer(skipped, entry.kind)
    reducer.visit(lxml_html.fragment_fromstring(markup, create_parent="div"))
    reducer.flush()
    # Those of a record's page are the same on all: they name nothing.
    sections = reducer.sections if entry.kind == "page" else []
    return _document(entry, "".join(reducer.out), sections)


def words(entry: Entry, paragraphs: list[str]) -> str:
    """Return the reduced page of something that has no page of its own, from its paragraphs."""
    return _document(entry, "".join(f"<p>{_typed(text)}</p>\n" for text in paragraphs if text))


def _document(entry: Entry, body: str, sections: list[str] | None = None) -> str:
    # What the panel ranks by: the kind's first letter, and how many words the title has.
    mark = f"{entry.kind[0]}{min(9, len(_typed(entry.title).split()))}"
    # Metadata, and not text: an excerpt does not begin by saying the title again.
    named = [f'<h1 data-pagefind-meta="title" data-pagefind-ignore>{_typed(entry.title)}</h1>']
    if entry.label:
        # A date is a name for an event; a role or a status is only said beside the title.
        field = "date" if entry.kind == "event" else "note"
        named.append(
            f'<p data-pagefind-meta="{field}" data-pagefind-ignore>{_typed(entry.label)}</p>'
        )
    if sections:
        named.append(
            f'<p data-pagefind-meta="sections" data-pagefind-ignore>{" ".join(sections)}</p>'
        )
    if entry.title_language not in ("", entry.language):
        named.append(f'<i data-pagefind-filter="lang:{entry.title_language}"></i>')
    return (
        f'<!doctype html><html lang="{entry.language}"><head><meta charset="utf-8"></head>'
        f'<body data-pagefind-filter="mark:{mark}">{"".join(named)}\n{body}</body></html>'
    )


def _typed(text: str) -> str:
    text = _THOUSANDS.sub("\ue000", text).translate(_TYPED)
    text = _POSSESSIVE.sub(" 's", _ELISION.sub(r"\1 ", text))
    # A note's number, left out, may leave its space before the full stop.
    return html.escape(re.sub(r" +(?=[.,])", "", text), quote=False)


def _spaced(text: str) -> str:
    # Not str.split(): it would also split at the spaces inside numbers.
    return re.sub(r"[ \t\r\n]+", " ", text).strip()


class _Reducer:
    """Walks a page in reading order; what comes out is flat, whatever the theme nests."""

    def __init__(self, skipped: frozenset[str], kind: str) -> None:
        self.skipped = skipped
        self.kind = kind
        self.sections: list[str] = []
        self.out: list[str] = []
        self.run: list[str] = []
        self.silent = False

    def flush(self) -> None:
        text = _spaced("".join(self.run))
        self.run.clear()
        if text and not self.silent:
            self.out.append(f"<p>{_typed(text)}</p>\n")

    def visit(self, element: lxml_html.HtmlElement) -> None:
        tag = element.tag
        if not isinstance(tag, str) or _left_out(element):
            return
        # What a status means, which a claim's page says first, is not what the claim says.
        if self.kind == "claim" and tag == "p" and _has(element[:1], "status"):
            return
        if tag in _HEADINGS:
            self.flush()
            self.heading(element)
            return
        block = tag in _BLOCKS
        if block:
            self.flush()
        elif tag in ("td", "th", "br"):
            self.run.append(" ")
        self.run.append(element.text or "")
        for child in element:
            self.visit(child)
            self.run.append(child.tail or "")
        if block:
            self.flush()

    def heading(self, element: lxml_html.HtmlElement) -> None:
        if element.tag == "h1":  # the entry's title says it already
            return
        id_ = element.get("id", "")
        self.silent = id_ in self.skipped
        if not self.silent:
            text = _typed(_spaced(element.text_content()))
            self.sections.append(text)
            self.out.append(f'<{element.tag} id="{html.escape(id_)}">{text}</{element.tag}>\n')


def _has(elements: list[lxml_html.HtmlElement], name: str) -> bool:
    return any(name in (element.get("class") or "").split() for element in elements)


def _left_out(element: lxml_html.HtmlElement) -> bool:
    if element.tag == "button":
        return "popovertarget" not in element.attrib  # a term explained in place is text
    classes = _CLASSES.intersection((element.get("class") or "").split())
    return element.tag in _TAGS or bool(classes) or "data-pagefind-ignore" in element.attrib
