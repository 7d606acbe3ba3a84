"""References as notes and lists print them, and the style's marks between them.

In: nothing; ``references`` makes them. Out: ``Bibliography``, which also formats quotations and
locators.
"""

from __future__ import annotations

import html
from dataclasses import dataclass, field

from explainer.read import locators
from explainer.read.tree import Node
from explainer.words import nested_quotes, typography

STOPS = (".", "?", "!", "…")


@dataclass(frozen=True)
class Reference:
    """A reference without its final mark.

    In ``nodes``, ``private.SEAM`` marks where a comma or a full stop after it goes: inside
    its last quotes or after them, depending on the language. ``ends_with_stop``: no full stop
    is needed. ``short``: its title alone, for later mentions.
    """

    nodes: list[Node]
    ends_with_stop: bool
    short: Reference | None = None


@dataclass(frozen=True)
class Bibliography:
    """The references of a language by source id, and the style's punctuation.

    ``delimiter`` stands between two references of a note, ``before_locator`` before a locator,
    ``final_mark`` after the last; ``labels``: label of a locator → its forms for one and several.
    """

    references: dict[str, Reference] = field(default_factory=dict)
    delimiter: str = "; "
    before_locator: str = ", "
    final_mark: str = "."
    labels: dict[str, tuple[str, str]] = field(default_factory=dict)
    dates: dict[str, str] = field(default_factory=dict)  # id of a source → when it was published
    quotes: nested_quotes.Quotes = nested_quotes.BY_LANGUAGE["en"]
    punctuation_inside: bool = True

    def format_quotation(
        self, words: str, source_language: str, language: str, mark: str = ""
    ) -> str:
        """Return words of a source as HTML, in the quotes of ``language``, then ``mark``.

        ``source_language`` is the language that they are in.
        """
        same_language = source_language.partition("-")[0] == language.partition("-")[0]
        text = self.quotes.nest(typography.typeset(words, source_language).replace("'", "’"))
        if mark and repeats_end(mark, text):
            mark = "" if self.punctuation_inside else mark
        shown = html.escape(text, quote=False)
        shown = shown if same_language else f'<span lang="{source_language}">{shown}</span>'
        space = typography.NBSP if self.quotes.open == "«" else ""
        ends = (mark, "") if self.punctuation_inside else ("", mark)
        return f"{self.quotes.open}{space}{shown}{ends[0]}{space}{self.quotes.close}{ends[1]}"

    def format_locators(self, *given: str) -> str:
        """Return locators in print: «¶ 7–9», «pp. 3–5, § 4», with no-break spaces."""
        parts = []
        for part in (part for locator in given for part in locators.parse_locator(locator)):
            label = self.labels.get(part.label, (part.label, part.label))[part.is_plural]
            numbers = part.numbers if part.label == "at" else locators.format_numbers(part)
            parts.append(f"{label}\u00a0{numbers}")
        return ", ".join(parts)


def repeats_end(mark: str, text: str) -> bool:
    """Tell whether ``mark`` would repeat the mark that ``text`` ends with."""
    return text.endswith(mark) or mark == "." and text.endswith(STOPS)
