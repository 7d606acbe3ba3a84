"""The sections of a made page: what it says, without what search does not need.

In: the HTML of a page, as this project's own templates write it. Out: sections of plain
paragraphs; notes, hidden tips, menus, drawings and the names of fields are left out.
"""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET

from explainer.output.copies import content
from explainer.output.search.documents import Section

# Left out, with all they hold: repeated on every page, hidden, or without words of their own.
_TAGS = frozenset({
    "aside", "caption", "dialog", "dt", "footer", "form", "h1", "nav", "noscript", "script",
    "select", "style", "thead",
})  # fmt: skip
_CLASSES = frozenset({"tip", "caption", "cite", "notes", "event-steps", "no-search", "sr"})
_HEADINGS = frozenset({"h2", "h3", "h4", "h5", "h6"})
_BLOCKS = frozenset({
    "article", "blockquote", "br", "dd", "details", "div", "figcaption", "figure", "li", "p", "pre",
    "section", "summary", "table", "tr",
})  # fmt: skip
# Sections of a record's page that list other pages: what they list has its own result.
LISTS = frozenset({
    "accusations", "cited-by", "claims", "events", "evidence", "mentions", "pages", "relations",
    "statements",
})  # fmt: skip


def searched(page: str) -> str:
    """Return a page's own HTML without its notes, which no search reads and are long."""
    return page.partition('<section class="notes"')[0]


def sections(
    markup: str, silent: frozenset[str], fields: frozenset[str] = frozenset()
) -> tuple[Section, ...]:
    """Return the sections of ``markup`` that say something; ``silent`` are anchors left out.

    Of a record, ``fields`` are the names of those left out.
    """
    reader = _Reader(silent, fields)
    reader.read(content.parsed(markup))
    reader.end_section()
    return tuple(reader.sections)


class _Reader:
    """Goes through a page's elements in order; what comes out is flat, whatever they nest."""

    def __init__(self, silent: frozenset[str], fields: frozenset[str]) -> None:
        self.silent, self.fields = silent, fields
        self.sections: list[Section] = []
        self.anchor = self.heading = ""
        self.paragraphs: list[str] = []
        self.text: list[str] = []

    def read(self, element: ET.Element) -> None:
        """Take in what an element holds."""
        text = self.text
        if element.text:
            text.append(element.text)
        named = ""
        for child in element:
            tag = child.tag
            if tag == "svg":
                pass
            elif tag in _HEADINGS:
                self.end_section()
                self.anchor = child.get("id", "")
                self.read(child)
                self.heading = self._said()
            elif tag == "dt":
                self.end_paragraph()
                named = child.text or ""
            elif not (self._left_out(child) or tag == "dd" and named in self.fields):
                if tag in _BLOCKS:
                    self.end_paragraph()
                self.read(child)
                if tag in _BLOCKS:
                    self.end_paragraph()
                elif tag in ("td", "th"):
                    text.append(" · ")
            elif tag in _BLOCKS or tag in _TAGS:
                self.end_paragraph()
            if child.tail:
                text.append(child.tail)

    def _left_out(self, element: ET.Element) -> bool:
        tag, given = element.tag, element.attrib
        if tag == "button":
            return "popovertarget" not in given  # a term explained in place is text
        if tag in _TAGS or given.get("aria-hidden") == "true":
            return True
        if "class" in given and not _CLASSES.isdisjoint(given["class"].split()):
            return True
        # What a status means, which a claim's page says first, is not what the claim says.
        if self.fields and tag == "p" and len(element):
            return element[0].tag == "strong" and "status" in content.classes(element[0])
        return False

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
        text = "".join(self.text)
        self.text.clear()
        # Not str.split(): it would also split at the spaces inside numbers. What a note's number
        # leaves before a full stop goes too.
        return re.sub(r" +(?=[.,])", "", re.sub(r"[ \t\r\n]+", " ", text)).strip(" ")
