"""Texts of records and words of the site, printed once for all pages of a language.

In: a language's ``Words`` and texts as people wrote them. Out: ``Markup``, safe to
stand in a template. What is printed is kept by text, since a claim's words stand
on its page and in many lists.
"""

from __future__ import annotations

import html
from collections.abc import Callable, Iterable
from typing import Any

from markupsafe import Markup

from explainer.make import printing
from explainer.make.print_context import Words
from explainer.model.fields import Text
from explainer.read import markdown
from explainer.read.citation import AnyCitation, only_valid
from explainer.read.tree import Node, Tree
from explainer.run import tracked_tables
from explainer.words import typography, wording

OBJECT = typography.OBJECT
Said = Text | str  # in every language, or in the one that is printed


class Texts:
    """Prints the texts of one language; ``tree`` returns the one reading of a record's text."""

    def __init__(self, words: Words, tree: Callable[[str], Tree]) -> None:
        self.words, self.language = words, words.language
        self._tree = tree
        self._texts: dict[tuple[str, str], tuple[Markup, tracked_tables.Lookups | None]] = {}
        self._words: dict[str, Markup] = {}

    def _printed(self, how: str, text: Said, make: Callable[[list[Node]], str]) -> Markup:
        own = self._own(text)
        return tracked_tables.get_or_make(
            self._texts,
            (how, own),
            lambda: Markup(make(self._tree(own).blocks)),  # noqa: S704 (printing escapes)
        )

    def _own(self, text: Said) -> str:
        return text if isinstance(text, str) else text[self.language]

    def blocks(self, text: Said, terms: bool = True) -> Markup:
        """Return a record's text as paragraphs; ``terms``: those of the glossary are explained."""
        how = "blocks" if terms else "blocks without terms"
        return self._printed(
            how, text, lambda nodes: printing.blocks(nodes, self.words, terms=terms)
        )

    def sources(self, text: Said) -> list[str]:
        """Return the ids of the sources that a record's text cites."""
        cited = (one for element in self._tree(self._own(text)).walk() for one in element.citations)
        return [one.source for one in only_valid(cited)]

    def line(self, text: Said) -> Markup:
        """Return a record's text on one line: for cells and items of lists."""
        return self._printed("line", text, lambda nodes: printing.line(nodes, self.words))

    def label(self, text: Said) -> Markup:
        """Return a record's text as the words of a link or a heading: no link, no note, no term."""
        return self._printed("label", text, lambda nodes: printing.label(nodes, self.words))

    def calls(self, text: Said) -> Markup:
        """Return the calls of the notes that ``label`` leaves out."""
        return self._printed("calls", text, printing.calls)

    def plain(self, text: Said) -> str:
        """Return a record's text as words alone, set as the language prints them."""
        return str(self._printed("plain", text, lambda nodes: printing.plain(nodes, self.language)))

    def words_of(self, text: str) -> Markup:
        """Return plain words (a name, a date, an interface string) set, ordinals raised."""
        made = self._words.get(text)
        if made is None:
            made = self._words[text] = Markup(set_words(text, self.language))  # noqa: S704
        return made

    def string(self, text: str, values: dict[str, Any]) -> Markup:
        """Return an interface string filled in; values that are ``Markup`` stay elements."""
        if not values:
            return self.words_of(text)
        held = {key: value for key, value in values.items() if isinstance(value, Markup)}
        plain = {
            k: v if k not in held else f"{OBJECT}{i}{OBJECT}"
            for i, (k, v) in enumerate(values.items())
        }
        made = str(self.words_of(text.format(**plain)))
        for i, key in enumerate(values):
            if key in held:
                made = made.replace(f"{OBJECT}{i}{OBJECT}", held[key])
        return Markup(made)  # noqa: S704 (words are escaped, values are Markup)

    def listing(self, items: Iterable[str]) -> Markup:
        """Return «a, b et c»; items that are ``Markup`` stay elements."""
        escaped = [html.escape(x, quote=False) if not isinstance(x, Markup) else x for x in items]
        return Markup(wording.join_list(escaped, self.language))  # noqa: S704


def set_words(text: str, language: str) -> str:
    """Return plain words as HTML, set as ``language`` prints them, ordinals raised.

    A space at either end is set as beside a word: «: » is said between two.
    """
    if text[:1].isspace() or text[-1:].isspace():
        return set_words(f"{OBJECT}{text}{OBJECT}", language)[1:-1]
    parts = typography.split_ordinals(typography.typeset(text, language), language)
    shown = ((html.escape(part, quote=False), up) for part, up in parts if part)
    return "".join(f"<sup>{part}</sup>" if up else part for part, up in shown)


def foreign(text: str, language: str) -> Markup:
    """Return the words of a record's text in another language, set as that one prints them."""
    return Markup(set_words(markdown.record_plain_text(text), language))  # noqa: S704 (words are escaped)


def cite(cited: Iterable[AnyCitation]) -> Markup:
    """Return the call of one note for some citations, or ``""``."""
    return Markup(printing.cite(cited))  # noqa: S704 (ids and locators)
