"""From Markdown to a page: notes, typography, harmless attributes.

A Python-Markdown extension. In: Markdown, and what ``PageContext`` says of the
page. Out: on the parsed tree, citations become numbered notes, text gets its
language's typography, terms are explained, attributes that could run code go.
The order of the passes is in ``Explainer.extendMarkdown``.
"""

from __future__ import annotations

import html
import re
import xml.etree.ElementTree as ET
from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from markdown import Markdown
from markdown.extensions import Extension
from markdown.inlinepatterns import InlineProcessor
from markdown.treeprocessors import Treeprocessor
from markdown.util import AtomicString

from . import citation, dressing, index, typography
from .address import relative
from .check_pages import SAFE_SCHEMES

PLACEHOLDER = "cite-group"
SKIP = frozenset({"code", "pre", "kbd", "samp", "script", "style", "svg", "math", "textarea"})
_STASH = re.compile("\x02|\x03")


@dataclass
class PageContext:
    """What the passes know of the page being rendered.

    ``references``: source id → HTML; ``strings``: key → text in the language;
    ``terms``: lower-case form → term id; ``definitions``: term id → text.
    """

    language: str
    name: str
    references: dict[str, str] = field(default_factory=dict)
    strings: Callable[[str], str] = lambda key: key
    terms: dict[str, str] = field(default_factory=dict)
    definitions: dict[str, str] = field(default_factory=dict)
    term_pattern: re.Pattern[str] | None = None
    foreign: frozenset[str] = frozenset()


class Explainer(Extension):
    """The extension; set ``context`` before each page is converted."""

    def __init__(self) -> None:
        super().__init__()
        self.context = PageContext("en", "")

    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802 (Markdown's name)
        """Register the passes: after inline patterns (20) and attributes (8), before toc (5)."""
        md.inlinePatterns.register(_CitationPattern(citation.BRACKET.pattern, md), "cite", 175)
        md.inlinePatterns.register(_ReferencePattern("\ue020([a-z0-9-]+)\ue021", md, self), "reference", 176)
        md.treeprocessors.register(_Harmless(md), "harmless", 7.9)
        md.treeprocessors.register(_Notes(md, self), "notes", 7.5)
        md.treeprocessors.register(_Terms(md, self), "terms", 7.2)
        md.treeprocessors.register(_Typography(md, self), "typography", 7.0)
        md.treeprocessors.register(dressing.Dressing(md, lambda: self.context), "dressing", 6.5)


class _CitationPattern(InlineProcessor):
    """``[@id, p. 1; @other]`` → a placeholder; numbering waits for the whole tree."""

    def handleMatch(  # type: ignore[override]  # noqa: N802
        self, m: re.Match[str], data: str
    ) -> tuple[ET.Element | None, int | None, int | None]:
        cited = [c for c in citation.parse(html.unescape(m[1])) if isinstance(c, citation.Citation)]
        if not cited:
            return None, None, None
        element = ET.Element(PLACEHOLDER)
        element.set("cited", "; ".join(map(str, cited)))
        return element, m.start(0), m.end(0)


class _ReferencePattern(InlineProcessor):
    """A mark that templates write → the whole reference of a source, in place."""

    def __init__(self, pattern: str, md: Markdown, extension: Explainer) -> None:
        super().__init__(pattern, md)
        self.extension = extension

    def handleMatch(  # type: ignore[override]  # noqa: N802
        self, m: re.Match[str], data: str
    ) -> tuple[ET.Element, int, int]:
        reference = self.extension.context.references.get(m[1], m[1])
        return _atomic(f'<span class="reference">{reference}</span>'), m.start(0), m.end(0)


class _Harmless(Treeprocessor):
    """Drops what attribute lists could smuggle in: handlers, styles, unsafe addresses."""

    def run(self, root: ET.Element) -> None:
        for element in root.iter():
            for name in list(element.attrib):
                value = html.unescape(element.attrib[name])
                plain = re.sub(r"[\x00-\x20\x7f\x02\x03]", "", value).lower()
                scheme = re.match(r"^([a-z][a-z0-9+.-]*):", plain)
                unsafe = scheme and scheme[1] not in SAFE_SCHEMES and not plain.startswith("mailto")
                if (
                    name.lower().startswith("on")
                    or name.lower() in {"style", "srcdoc", "formaction"}
                    or (name.lower() in {"href", "src", "action", "xlink:href"} and unsafe and not value.startswith("\x02"))
                ):
                    del element.attrib[name]


class _Notes(Treeprocessor):
    """Numbers the citations in reading order and lists them at the end of the page."""

    def __init__(self, md: Markdown, extension: Explainer) -> None:
        super().__init__(md)
        self.extension = extension

    def run(self, root: ET.Element) -> None:
        context = self.extension.context
        numbers: dict[str, int] = {}
        uses: dict[str, int] = defaultdict(int)
        counts: dict[str, int] = defaultdict(int)
        for element in root.iter(PLACEHOLDER):
            group = element.attrib.pop("cited")
            number = numbers.setdefault(group, len(numbers) + 1)
            uses[group] += 1
            cited = [c for c in citation.parse(group) if isinstance(c, citation.Citation)]
            element.tag = "sup"
            element.set("class", "cite")
            element.set("id", f"ref-{number}-{uses[group]}")
            for one in cited:
                counts[one.source] += 1
                anchor = ET.SubElement(element, "span")
                anchor.set("id", index.cite_anchor(one.source, counts[one.source]))
            link = ET.SubElement(element, "a")
            link.set("href", f"#note-{number}")
            link.set("role", "doc-noteref")
            link.text = AtomicString(str(number))
        # The space typed before the bracket goes: a note's number clings to its word.
        _cling(root)
        if numbers:
            root.append(self._section(context, numbers, uses))

    def _section(
        self, context: PageContext, numbers: dict[str, int], uses: dict[str, int]
    ) -> ET.Element:
        section = ET.Element("section", {"class": "notes", "role": "doc-endnotes", "aria-labelledby": "notes"})
        title = ET.SubElement(section, "h2", {"id": "notes"})
        title.text = AtomicString(context.strings("notes"))
        listed = ET.SubElement(section, "ol")
        for group, number in numbers.items():
            item = ET.SubElement(listed, "li", {"id": f"note-{number}"})
            for i, one in enumerate(c for c in citation.parse(group) if isinstance(c, citation.Citation)):
                if i:
                    _append_text(item, " ; " if context.language == "fr" else "; ")
                self._reference(context, item, one)
            for use in range(1, uses[group] + 1):
                _append_text(item, " ")
                back = ET.SubElement(item, "a", {"href": f"#ref-{number}-{use}", "role": "doc-backlink"})
                label = context.strings("back_to_text")
                back.set("aria-label", f"{label} {number}" + (f" ({use})" if uses[group] > 1 else ""))
                back.text = AtomicString("↩" if uses[group] == 1 else f"↩{use}")
        return section

    def _reference(self, context: PageContext, item: ET.Element, cited: citation.Citation) -> None:
        reference = context.references.get(cited.source, cited.source)
        if cited.locator:
            reference = reference.removesuffix(".") + f", {locator(cited.locator, context.language)}."
        # The whole reference is the link to the source's page: one target, with a name that says it all.
        link = _atomic(f"<a>{reference}</a>")
        link.set("href", relative(context.name, f"sources/{cited.source}.md"))
        item.append(link)


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


def _cling(root: ET.Element) -> None:
    for parent in root.iter():
        previous: ET.Element | None = None
        for child in parent:
            if child.tag == "sup" and child.get("class") == "cite":
                if previous is None:
                    parent.text = (parent.text or "").rstrip(" \n") or None
                else:
                    previous.tail = (previous.tail or "").rstrip(" \n") or None
            previous = child


class _Terms(Treeprocessor):
    """Explains the first use of each term, in place, without a script."""

    def __init__(self, md: Markdown, extension: Explainer) -> None:
        super().__init__(md)
        self.extension = extension

    def run(self, root: ET.Element) -> None:
        context = self.extension.context
        if context.term_pattern is None:
            return
        seen: set[str] = set()
        self._visit(root, context, seen)

    def _visit(self, element: ET.Element, context: PageContext, seen: set[str]) -> None:
        stop = {"h1", "h2", "h3", "h4", "h5", "h6", "a", "button", "sup", "th", "caption", "section", "dt", "label", "figcaption", "nav", *SKIP}
        if element.tag in stop or (element.get("class") or "").startswith("no-terms"):
            return
        if element.text:
            self._explain(element, None, context, seen)
        for child in list(element):
            self._visit(child, context, seen)
            if child.tail:
                self._explain(element, child, context, seen)

    def _explain(
        self, parent: ET.Element, after: ET.Element | None, context: PageContext, seen: set[str]
    ) -> None:
        text = (parent.text if after is None else after.tail) or ""
        if isinstance(text, AtomicString) or context.term_pattern is None:
            return
        for match in context.term_pattern.finditer(text):
            term = context.terms[re.sub(r"[\s’']+", lambda m: "'" if m[0] in "’'" else " ", match[0].casefold())]
            if term in seen:
                continue
            seen.add(term)
            place = 0 if after is None else list(parent).index(after) + 1
            made = self._term(match[0], term, context, len(seen))
            made.tail = text[match.end() :]
            parent.insert(place, made)
            if after is None:
                parent.text = text[: match.start()]
            else:
                after.tail = text[: match.start()]
            self._explain(parent, made, context, seen)
            return

    def _term(self, words: str, term: str, context: PageContext, number: int) -> ET.Element:
        span = ET.Element("span", {"class": "term"})
        button = ET.SubElement(span, "button", {"type": "button", "popovertarget": f"term-{number}", "aria-describedby": f"term-{number}"})
        button.text = words
        tip = ET.SubElement(span, "span", {"class": "tip", "role": "tooltip", "id": f"term-{number}", "popover": ""})
        tip.text = context.definitions[term]
        return span


class _Typography(Treeprocessor):
    """Sets each text node as its language prints it."""

    def __init__(self, md: Markdown, extension: Explainer) -> None:
        super().__init__(md)
        self.extension = extension

    def run(self, root: ET.Element) -> None:
        for parent, attribute, language in nodes(root, self.extension.context.language):
            text = getattr(parent, attribute)
            fixed = typography.correct(text, language)
            if fixed != text:
                setattr(parent, attribute, type(text)(fixed))
        if self.extension.context.language.startswith("fr"):
            _raise_ordinals(root, self.extension.context.language)


def nodes(root: ET.Element, language: str) -> Iterator[tuple[ET.Element, str, str]]:
    """Yield (element, "text" or "tail", language) for each text that may be set."""
    stack: list[tuple[ET.Element, str]] = [(root, language)]
    while stack:
        element, outer = stack.pop()
        inner = element.get("lang", outer)
        skipped = element.tag in SKIP or (
            element.tag == "a" and (element.text or "").startswith(("http://", "https://", "www."))
        )
        if element.text and not skipped:
            yield element, "text", inner
        for child in element:
            if not skipped:
                stack.append((child, inner))
            if child.tail and not skipped:
                yield child, "tail", inner


def _raise_ordinals(root: ET.Element, language: str) -> None:
    for element, attribute, own in list(nodes(root, language)):
        text = getattr(element, attribute)
        parts = typography.ordinals(text, own)
        if len(parts) == 1:
            continue
        raised: list[ET.Element] = []
        lead = ""
        for part, up in parts:
            if up:
                sup = ET.Element("sup")
                sup.text = AtomicString(part)
                raised.append(sup)
            elif raised:
                raised[-1].tail = part
            else:
                lead = part
        if attribute == "text":
            element.text = lead
            for i, sup in enumerate(raised):
                element.insert(i, sup)
        else:
            element.tail = lead
            parent = next((p for p in root.iter() if element in list(p)), None)
            if parent is None:
                continue
            place = list(parent).index(element) + 1
            for i, sup in enumerate(raised):
                parent.insert(place + i, sup)
