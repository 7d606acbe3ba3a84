"""Terms explained where they are first used, without a script.

In: the parsed tree, the forms of every term and their definitions. Out: the
first use of each term as a button that opens its definition, with a link to the
glossary in it. A link to a term that someone typed is such a use, too; a later
one stays a link. Not in headings, other links, tables' heads, notes, code, nor
in text of another language.
"""

from __future__ import annotations

import posixpath
import re
import xml.etree.ElementTree as ET
from collections import defaultdict
from collections.abc import Iterable

from markdown import Markdown
from markdown.treeprocessors import Treeprocessor
from markdown.util import AtomicString

from explainer.derive.address import relative
from explainer.make.rendering.context import HasContext, PageContext

_STOP = frozenset(
    {
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "a",
        "button",
        "sup",
        "th",
        "caption",
        "section",
        "dt",
        "label",
        "figcaption",
        "nav",
        "code",
        "pre",
        "kbd",
        "samp",
        "script",
        "style",
        "svg",
        "math",
        "textarea",
    }
)
_NOTHING = re.compile(r"(?!)")
_LOOSE = re.compile(r"[\s’']+")


def pattern(forms: Iterable[str]) -> re.Pattern[str] | None:
    """Return what finds every form, the longest first, whole words, any case; or ``None``.

    The pattern starts with the set of first letters, so that the engine skips
    the rest of the text without trying each form.
    """
    by_first: dict[str, list[str]] = defaultdict(list)
    for form in sorted(forms, key=len, reverse=True):
        by_first[form[0].casefold()].append(form[1:])
    if not by_first:
        return None
    branches = []
    for first, rests in sorted(by_first.items()):
        either = re.escape(first) + re.escape(first.upper()) if len(first.upper()) == 1 else first
        words = "|".join(
            re.escape(rest).replace("\\ ", r"\s+").replace("'", "['’]") for rest in rests
        )
        branches.append((either, f"(?<=[{either}])(?:{words})"))
    letters = "".join(either for either, _ in branches)
    rest = "|".join(branch for _, branch in branches)
    return re.compile(rf"[{letters}](?<![\w-].)(?i:{rest})(?![\w-])")


def key(words: str) -> str:
    """Return the form under which ``PageContext.terms`` knows ``words``."""
    return _LOOSE.sub(lambda m: "'" if m[0] in "’'" else " ", words.casefold())


class Terms(Treeprocessor):
    """Explains the first use of each term, in place."""

    def __init__(self, md: Markdown, extension: HasContext) -> None:
        super().__init__(md)
        self.extension = extension

    def run(self, root: ET.Element) -> None:
        """Explain terms in every text under ``root``, in reading order."""
        context = self.extension.context
        if context.term_pattern is not None or context.glossary:
            self._visit(root, context, context.term_pattern or _NOTHING, set())

    def _visit(
        self, element: ET.Element, context: PageContext, forms: re.Pattern[str], seen: set[str]
    ) -> None:
        if element.tag == "a":
            self._link(element, context, seen)
            return
        if element.tag in _STOP:
            return
        if element.attrib and (
            element.get("class", "").startswith(("no-terms", "term"))
            or element.get("lang", context.language) != context.language
        ):
            return
        if element.text:
            self._explain(element, None, context, forms, seen)
        for child in list(element):
            self._visit(child, context, forms, seen)
            if child.tail:
                self._explain(element, child, context, forms, seen)

    def _link(self, link: ET.Element, context: PageContext, seen: set[str]) -> None:
        """Turn the first link to a term into its explanation, in place, and keep its words."""
        term = _linked(link.get("href", ""), context)
        if not term or term in seen:
            return
        seen.add(term)
        text, children, spoken = link.text, list(link), link.get("lang")
        for child in children:
            link.remove(child)
        link.tag, link.text = "span", None
        link.attrib = {}
        button = _term(link, term, context, len(seen))
        button.text = text
        button.extend(children)
        if spoken:
            button.set("lang", spoken)

    def _explain(
        self,
        parent: ET.Element,
        after: ET.Element | None,
        context: PageContext,
        forms: re.Pattern[str],
        seen: set[str],
    ) -> None:
        text = (parent.text if after is None else after.tail) or ""
        if isinstance(text, AtomicString):
            return
        place = 0 if after is None else list(parent).index(after) + 1
        end, last = 0, after
        for match in forms.finditer(text):
            term = context.terms[key(match[0])]
            if term in seen:
                continue
            seen.add(term)
            made = ET.Element("span")
            button = _term(made, term, context, len(seen))
            button.text = match[0]
            parent.insert(place, made)
            place += 1
            if last is None:
                parent.text = text[end : match.start()]
            else:
                last.tail = text[end : match.start()]
            end, last = match.end(), made
        if end and last is not None:
            last.tail = text[end:]


def _linked(href: str, context: PageContext) -> str:
    """Return the id of the term that a link leads to in the glossary, or «»."""
    path, _, anchor = href.partition("#")
    if not path or not context.glossary or anchor not in context.definitions:
        return ""
    name = posixpath.normpath(posixpath.join(posixpath.dirname(context.name), path))
    return anchor if name == context.glossary != context.name else ""


def _term(span: ET.Element, term: str, context: PageContext, number: int) -> ET.Element:
    """Fill ``span`` with an empty button and what it opens; return the button."""
    tip = f"term-{number}"
    span.set("class", "term")
    described = {"type": "button", "popovertarget": tip, "aria-describedby": tip}
    button = ET.SubElement(span, "button", described)
    held = ET.SubElement(span, "span", {"class": "tip", "id": tip, "popover": ""})
    held.text = context.definitions[term]
    if context.glossary and context.glossary != context.name:
        held.text += " "
        href = f"{relative(context.name, context.glossary)}#{term}"
        ET.SubElement(held, "a", {"href": href}).text = context.strings("term_in_glossary")
    return button
