"""The sections of a built page: what its ``<main>`` says, without what search does not need.

In: the HTML of a page, as this project's own templates write it. Out: sections of plain
paragraphs; notes, hidden tips, menus, drawings and the names of fields are left out.
"""

from __future__ import annotations

import html
import re

from explainer.output.search.documents import Section

_TAG = re.compile(r"""(?s)<!--.*?-->|<(/?)([a-zA-Z][a-zA-Z0-9]*)((?:[^>"']|"[^"]*"|'[^']*')*)>""")
# Left out, with all they hold: repeated on every page, hidden, or without words of their own.
_TAGS = frozenset(
    {
        "aside",
        "caption",
        "dialog",
        "dt",
        "footer",
        "form",
        "h1",
        "nav",
        "noscript",
        "script",
        "select",
    }
    | {"style", "svg", "thead"}
)
_LEFT_OUT = re.compile(
    r"""aria-hidden=["']true|class=["'](?:[^"']* )?(?:tip|caption|cite|notes|event-steps|no-search|sr)["' ]"""
)
_FIELD = re.compile(r"(?s)<dt>([^<]*)</dt>\s*<dd>.*?</dd>")
# What a status means, which a claim's page says first, is not what the claim says.
_STATUS = re.compile(r"(?s)<p>\s*<strong class=.status .*?</p>")
_ID = re.compile(r"""\bid=["']?([^"'\s>]+)""")
_DRAWING = re.compile(r"(?s)<svg\b.*?</svg>")
_HEADINGS = frozenset({"h2", "h3", "h4", "h5", "h6"})
_BLOCKS = frozenset(
    {"article", "blockquote", "br", "dd", "details", "div", "figcaption", "figure"}
    | {"li", "p", "pre", "section", "summary", "table", "tr"}
)
_CELLS = frozenset({"td", "th"})
_ENDING = _HEADINGS | _BLOCKS | _CELLS
# Sections of a record's page that list other pages: what they list has its own result.
LISTS = frozenset(
    {"accusations", "cited-by", "claims", "events", "evidence", "mentions", "pages", "relations"}
    | {"statements"}
)


def searched(page: str) -> str:
    """Return a page's own HTML without what no search reads and is long: its notes, its pictures."""
    end = page.find('<section class="notes"')
    return _DRAWING.sub("", page[:end] if end >= 0 else page)


def own_words(markup: str, fields: frozenset[str]) -> str:
    """Return a record's page without the sense of its status and without the named ``fields``."""
    markup = _STATUS.sub("", markup)
    return _FIELD.sub(lambda found: "" if html.unescape(found[1]) in fields else found[0], markup)


def sections(markup: str, silent: frozenset[str]) -> tuple[Section, ...]:
    """Return the sections of ``markup`` that say something; ``silent`` are anchors left out."""
    reader = _Reader(silent)
    last = 0
    for tag in _TAG.finditer(markup):
        if not reader.inside:
            reader.text.append(markup[last : tag.start()])
        last = tag.end()
        # Most tags end what stands within a line, and say nothing.
        name = (tag[2] or "").lower()
        if name and (reader.inside or not tag[1] or name in _ENDING):
            reader.tag(name, bool(tag[1]), tag[3])
    reader.end_section()
    return tuple(reader.sections)


class _Reader:
    """Goes through a page's tags in order; what comes out is flat, whatever they nest."""

    def __init__(self, silent: frozenset[str]) -> None:
        self.silent = silent
        self.sections: list[Section] = []
        self.anchor = self.heading = ""
        self.paragraphs: list[str] = []
        self.text: list[str] = []
        self.inside = ""  # the element that is left out, and how many of its name are open
        self.depth = 0

    def tag(self, name: str, closing: bool, attributes: str) -> None:
        """Take in one tag; the text before it is in ``text`` already."""
        if self.inside:
            if name == self.inside:
                self.depth += -1 if closing else 1
                self.inside = self.inside if self.depth else ""
        elif name in _HEADINGS:
            if closing:
                self.heading = self._said()
            else:
                self.end_section()
                found = _ID.search(attributes)
                self.anchor = html.unescape(found[1]) if found else ""
        elif not closing and _left_out(name, attributes):
            if name in _BLOCKS or name in _TAGS:
                self.end_paragraph()
            self.inside, self.depth = name, 1
        elif name in _BLOCKS:
            self.end_paragraph()
        elif name in _CELLS and closing:
            self.text.append(" · ")

    def end_paragraph(self) -> None:
        """Keep the text so far as one paragraph."""
        if text := self._said().rstrip("· "):
            self.paragraphs.append(text)

    def end_section(self) -> None:
        """Keep the paragraphs so far as one section."""
        self.end_paragraph()
        if self.anchor not in self.silent and (self.heading or self.paragraphs):
            self.sections.append(Section(self.anchor, self.heading, "\n".join(self.paragraphs)))
        self.anchor = self.heading = ""
        self.paragraphs.clear()

    def _said(self) -> str:
        text = html.unescape("".join(self.text))
        self.text.clear()
        # Not str.split(): it would also split at the spaces inside numbers. What a note's number
        # leaves before a full stop goes too.
        return re.sub(r" +(?=[.,])", "", re.sub(r"[ \t\r\n]+", " ", text)).strip(" ")


def _left_out(name: str, attributes: str) -> bool:
    if name == "button":
        return "popovertarget" not in attributes  # a term explained in place is text
    return name in _TAGS or bool(attributes and _LEFT_OUT.search(attributes))
