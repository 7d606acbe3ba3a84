"""The sections of a made page, without what search does not need.

In: the HTML of a page, as this project's templates write it. Out: sections of plain paragraphs,
without notes, hidden definitions, menus, drawings and the names of fields.
"""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET

from explainer.output.copies import content
from explainer.output.search.documents import Section

# Left out with their content: repeated on every page, hidden, or without text.
_IGNORED_TAGS = frozenset({
    "aside", "caption", "dialog", "dt", "footer", "form", "h1", "nav", "noscript", "script",
    "select", "style", "thead",
})  # fmt: skip
_IGNORED_CLASSES = frozenset({"tip", "caption", "cite", "notes", "event-steps", "no-search", "sr"})
_HEADINGS = frozenset({"h2", "h3", "h4", "h5", "h6"})
_BLOCKS = frozenset({
    "article", "blockquote", "br", "dd", "details", "div", "figcaption", "figure", "li", "p", "pre",
    "section", "summary", "table", "tr",
})  # fmt: skip
# Sections of a record's page that list other pages, which are results themselves.
LIST_ANCHORS = frozenset({
    "accusations", "cited-by", "claims", "events", "evidence", "mentions", "pages", "relations",
    "statements",
})  # fmt: skip


def without_notes(page: str) -> str:
    """Return a page's own HTML without its notes, which are long and not searched."""
    return page.partition('<section class="notes"')[0]


def sections(
    markup: str, ignored_anchors: frozenset[str], ignored_fields: frozenset[str] = frozenset()
) -> tuple[Section, ...]:
    """Return the sections of ``markup`` that say something, without those of ``ignored_anchors``.

    ``ignored_fields`` are the names of a record's fields that are left out.
    """
    reader = _SectionReader(ignored_anchors, ignored_fields)
    reader.read(content.parse(markup))
    reader.end_section()
    return tuple(reader.sections)


class _SectionReader:
    """Goes through a page's elements in order and collects flat sections."""

    def __init__(self, ignored_anchors: frozenset[str], ignored_fields: frozenset[str]) -> None:
        self.ignored_anchors, self.ignored_fields = ignored_anchors, ignored_fields
        self.sections: list[Section] = []
        self.anchor = self.heading = ""
        self.paragraphs: list[str] = []
        self.text: list[str] = []

    def read(self, element: ET.Element) -> None:
        """Read the content of an element."""
        text = self.text
        if element.text:
            text.append(element.text)
        field_name = ""
        for child in element:
            tag = child.tag
            if tag == "svg":
                pass
            elif tag in _HEADINGS:
                self.end_section()
                self.anchor = child.get("id", "")
                self.read(child)
                self.heading = self._take_text()
            elif tag == "dt":
                self.end_paragraph()
                field_name = child.text or ""
            elif not (self._is_ignored(child) or tag == "dd" and field_name in self.ignored_fields):
                if tag in _BLOCKS:
                    self.end_paragraph()
                self.read(child)
                if tag in _BLOCKS:
                    self.end_paragraph()
                elif tag in ("td", "th"):
                    text.append(" · ")
            elif tag in _BLOCKS or tag in _IGNORED_TAGS:
                self.end_paragraph()
            if child.tail:
                text.append(child.tail)

    def _is_ignored(self, element: ET.Element) -> bool:
        tag, attributes = element.tag, element.attrib
        if tag == "button":
            return "popovertarget" not in attributes  # a term explained in place is text
        if tag in _IGNORED_TAGS or attributes.get("aria-hidden") == "true":
            return True
        if "class" in attributes and not _IGNORED_CLASSES.isdisjoint(attributes["class"].split()):
            return True
        # The explanation of a status on a claim's page is not part of the claim.
        if self.ignored_fields and tag == "p" and len(element):
            return element[0].tag == "strong" and "status" in content.classes(element[0])
        return False

    def end_paragraph(self) -> None:
        """Add the text so far as a paragraph."""
        if text := self._take_text().rstrip("· "):
            self.paragraphs.append(text)

    def end_section(self) -> None:
        """Add the paragraphs so far as a section."""
        self.end_paragraph()
        if self.anchor not in self.ignored_anchors and (self.heading or self.paragraphs):
            self.sections.append(Section(self.anchor, self.heading, "\n".join(self.paragraphs)))
        self.anchor = self.heading = ""
        self.paragraphs.clear()

    def _take_text(self) -> str:
        """Return the text so far on one line, and start anew."""
        text = "".join(self.text)
        self.text.clear()
        # Not str.split(): it would also split at the spaces inside numbers. What a note's number
        # leaves before a full stop goes too.
        return re.sub(r" +(?=[.,])", "", re.sub(r"[ \t\r\n]+", " ", text)).strip(" ")
