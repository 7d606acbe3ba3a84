"""Citations become notes, numbered in reading order and listed at the end.

In: ``[@id, p. 1; @other]`` in Markdown, and the references of the page's
context. Out: in place, a number that leads to the note; at the end of the page,
each note once, with a way back to every place that calls it.
"""

from __future__ import annotations

import html
import re
import xml.etree.ElementTree as ET
from collections import Counter

from markdown import Markdown
from markdown.inlinepatterns import InlineProcessor
from markdown.treeprocessors import Treeprocessor
from markdown.util import AtomicString

from explainer.derive import index
from explainer.derive.address import relative
from explainer.make.rendering.context import HasContext, PageContext
from explainer.read import citation
from explainer.words import typography

BACK = "↩\ufe0e"  # the selector keeps phones from drawing it as a picture
PLACEHOLDER = "cite-group"
_HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})


def register_patterns(md: Markdown, extension: HasContext) -> None:
    """Register what reads citations: after code (190) and escapes (180), before links (160)."""
    md.inlinePatterns.register(_ReferencePattern(md, extension), "reference-mark", 176)
    md.inlinePatterns.register(_CitationPattern(citation.BRACKET.pattern, md), "cite", 175)


class _CitationPattern(InlineProcessor):
    """``[@id, p. 1; @other]`` → a placeholder; numbering waits for the whole tree."""

    needs = ("[@",)

    def handleMatch(  # type: ignore[override]  # noqa: N802
        self, m: re.Match[str], data: str
    ) -> tuple[ET.Element | None, int | None, int | None]:
        """Return the element, and where what it replaces starts and ends."""
        cited = _cited(html.unescape(m[1]))
        if not cited:
            return None, None, None
        element = ET.Element(PLACEHOLDER)
        element.set("cited", "; ".join(map(str, cited)))
        if citation.SHOWN in m[1]:
            element.set("shown", "")
        start = m.start(0)
        # The space typed before the bracket goes: a note's number clings to its word.
        while start and data[start - 1] in " \n\u00a0\u202f":
            start -= 1
        return element, start, m.end(0)


class _ReferencePattern(InlineProcessor):
    """A mark that templates write → the whole reference of a source, in place."""

    needs = ("\ue020",)

    def __init__(self, md: Markdown, extension: HasContext) -> None:
        super().__init__("\ue020([a-z0-9-]+)\ue021", md)
        self.extension = extension

    def handleMatch(  # type: ignore[override]  # noqa: N802
        self, m: re.Match[str], data: str
    ) -> tuple[ET.Element, int, int]:
        """Return the element, and where what it replaces starts and ends."""
        reference = self.extension.context.references.get(m[1], m[1])
        return _atomic(f'<span class="reference">{reference}</span>'), m.start(0), m.end(0)


class Notes(Treeprocessor):
    """Numbers the citations in reading order and lists them at the end of the page."""

    def __init__(self, md: Markdown, extension: HasContext) -> None:
        super().__init__(md)
        self.extension = extension

    def run(self, root: ET.Element) -> None:
        """Turn every placeholder under ``root`` into a call, and append the notes."""
        calls = list(root.iter(PLACEHOLDER))
        if not calls:
            return
        context = self.extension.context
        uses: Counter[str] = Counter()
        counts: Counter[str] = Counter()
        numbers: dict[str, int] = {}
        for call in calls:
            group = call.attrib.pop("cited")
            own = call.attrib.pop("shown", None) is None
            number = numbers.setdefault(group, len(numbers) + 1)
            uses[group] += 1
            call.tag = "sup"
            call.set("class", "cite")
            call.set("id", f"ref-{number}-{uses[group]}")
            for one in _cited(group) if own else ():  # `index` counts what the page itself cites
                counts[one.source] += 1
                ET.SubElement(
                    call, "span", {"id": index.cite_anchor(one.source, counts[one.source])}
                )
            link = ET.SubElement(call, "a", {"href": f"#note-{number}", "role": "doc-noteref"})
            link.text = AtomicString(str(number))
        _out_of_links(root)
        _name_headings(root, context.language)
        root.append(_section(context, numbers, uses))


def _cited(group: str) -> list[citation.Citation]:
    return [c for c in citation.parse(group) if isinstance(c, citation.Citation)]


def _is_call(element: ET.Element) -> bool:
    return element.tag == "sup" and element.get("class") == "cite"


def _out_of_links(root: ET.Element) -> None:
    """Move each call out of the link it was typed in: HTML allows no link in a link."""
    for parent in list(root.iter()):
        for link in [child for child in parent if child.tag == "a" and len(child)]:
            held = [(at, call) for at in link.iter() for call in at if _is_call(call)]
            for holder, call in held:
                _remove(holder, call)
            for _, call in reversed(held):
                call.tail, link.tail = link.tail, None
                parent.insert(list(parent).index(link) + 1, call)


def _remove(parent: ET.Element, child: ET.Element) -> None:
    """Remove an element, and leave the text that follows it."""
    if child.tail:
        place = list(parent).index(child)
        if place:
            parent[place - 1].tail = (parent[place - 1].tail or "") + child.tail
        else:
            parent.text = (parent.text or "") + child.tail
        child.tail = None
    parent.remove(child)


def _name_headings(root: ET.Element, language: str) -> None:
    """Keep the numbers of notes out of the names that headings have in the table of contents."""
    for heading in root.iter():
        if heading.tag in _HEADINGS and heading.find(".//sup[@class='cite']") is not None:
            words = typography.correct("".join(_words(heading)), language)
            heading.set("data-toc-label", html.escape(" ".join(words.split()), quote=False))


def _words(element: ET.Element) -> list[str]:
    found = [element.text or ""]
    for child in element:
        found += [] if _is_call(child) else _words(child)
        found.append(child.tail or "")
    return found


def _section(context: PageContext, numbers: dict[str, int], uses: Counter[str]) -> ET.Element:
    section = ET.Element(
        "section", {"class": "notes", "role": "doc-endnotes", "aria-labelledby": "notes"}
    )
    ET.SubElement(section, "h2", {"id": "notes"}).text = AtomicString(context.strings("notes"))
    listed = ET.SubElement(section, "ol")
    label = context.strings("back_to_text")
    for group, number in numbers.items():
        item = ET.SubElement(listed, "li", {"id": f"note-{number}"})
        cited = _cited(group)
        for i, one in enumerate(cited):
            if i:
                _append_text(item, "; ")  # the typographic pass adds the French space
            item.append(_reference(context, one, last=i == len(cited) - 1))
        several = uses[group] > 1
        # The name holds the number that shows (WCAG 2.5.3, label in name).
        back = ET.SubElement(item, "span", {"class": "back"})
        back.text = AtomicString(f" {BACK}" if several else " ")
        for use in range(1, uses[group] + 1):
            attributes = {
                "href": f"#ref-{number}-{use}",
                "role": "doc-backlink",
                "aria-label": f"{label} {number}" + (f", {use}" if several else ""),
            }
            link = ET.SubElement(back, "a", attributes)
            link.text = AtomicString(str(use) if several else BACK)
            link.tail = AtomicString(" ")
    return section


def _reference(context: PageContext, cited: citation.Citation, *, last: bool) -> ET.Element:
    """Return the whole reference as one link to the source's page: its name says it all."""
    reference = context.references.get(cited.source, cited.source).removesuffix(".")
    if cited.locator:
        reference += f", {locator(cited.locator, context.language)}"
    if last and not reference.endswith(("?", "!")):
        reference += "."
    link = _atomic(f"<a>{reference}</a>")
    link.set("href", relative(context.name, f"sources/{cited.source}.md"))
    return link


def _atomic(xml: str) -> ET.Element:
    """Parse a small piece of our own XML; its text is not read as Markdown again."""
    element = ET.fromstring(xml)
    for part in element.iter():
        part.text = AtomicString(part.text) if part.text else part.text
        part.tail = AtomicString(part.tail) if part.tail else part.tail
    return element


def locator(text: str, language: str) -> str:
    """Return a locator in print: «¶ 7–9», «p. 3», with the spaces that do not break."""
    text = re.sub(r"(?<=\d)-(?=\d)", "–", text)
    return re.sub(r"^(¶|pp?\.|§§?)\s*", "\\1\u00a0", text)


def _append_text(parent: ET.Element, text: str) -> None:
    if len(parent):
        parent[-1].tail = AtomicString((parent[-1].tail or "") + text)
    else:
        parent.text = AtomicString((parent.text or "") + text)
