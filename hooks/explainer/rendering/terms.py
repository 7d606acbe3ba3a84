"""Terms explained where they are first used, without a script.

In: the parsed tree, the forms of every term and their definitions. Out: the
first use of each term as a button that opens its definition. Not in headings,
links, tables' heads, notes, code, nor in text of another language.
"""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from collections import defaultdict
from collections.abc import Iterable

from markdown import Markdown
from markdown.treeprocessors import Treeprocessor
from markdown.util import AtomicString

from .context import HasContext, PageContext

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
        if context.term_pattern is not None:
            self._visit(root, context, context.term_pattern, set())

    def _visit(
        self, element: ET.Element, context: PageContext, forms: re.Pattern[str], seen: set[str]
    ) -> None:
        if element.tag in _STOP:
            return
        if element.attrib and (
            element.get("class", "").startswith("no-terms")
            or element.get("lang", context.language) != context.language
        ):
            return
        if element.text:
            self._explain(element, None, context, forms, seen)
        for child in list(element):
            self._visit(child, context, forms, seen)
            if child.tail:
                self._explain(element, child, context, forms, seen)

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
            made = _term(match[0], context.definitions[term], len(seen))
            parent.insert(place, made)
            place += 1
            if last is None:
                parent.text = text[end : match.start()]
            else:
                last.tail = text[end : match.start()]
            end, last = match.end(), made
        if end and last is not None:
            last.tail = text[end:]


def _term(words: str, definition: str, number: int) -> ET.Element:
    tip = f"term-{number}"
    span = ET.Element("span", {"class": "term"})
    button = ET.SubElement(
        span, "button", {"type": "button", "popovertarget": tip, "aria-describedby": tip}
    )
    button.text = words
    held = {"class": "tip", "role": "tooltip", "id": tip, "popover": ""}
    ET.SubElement(span, "span", held).text = definition
    return span
