"""Texts of records and interface strings, printed once for all pages of a language.

In: a language's ``PrintContext`` and texts as people wrote them. Out: ``Markup``, safe in a template.
Printed texts are kept, since a claim's words stand on its page and in many lists.
"""

from __future__ import annotations

import html
from collections.abc import Callable, Iterable
from typing import Any

from markupsafe import Markup

from explainer.make import printing, tags
from explainer.make.print_context import PrintContext
from explainer.model.fields import Text
from explainer.read import markdown
from explainer.read.citation import AnyCitation, only_valid
from explainer.read.tree import Node, Tree
from explainer.run import tracked_tables
from explainer.words import typography, wording

OBJECT = typography.OBJECT
AnyText = Text | str  # in every language, or in the one that is printed


class TextPrinter:
    """Prints the texts of one language; ``tree`` returns the parsed tree of a record's text."""

    def __init__(self, words: PrintContext, tree: Callable[[str], Tree]) -> None:
        self.context, self.language = words, words.language
        self._tree = tree
        self._printed_texts: dict[
            tuple[str, str], tuple[Markup, tracked_tables.Lookups | None]
        ] = {}
        self._printed_words: dict[str, Markup] = {}

    def _printed(self, how: str, text: AnyText, make: Callable[[list[Node]], str]) -> Markup:
        text_ = self._in_language(text)
        return tracked_tables.get_or_make(
            self._printed_texts,
            (how, text_),
            lambda: tags.safe(make(self._tree(text_).blocks)),
        )

    def _in_language(self, text: AnyText) -> str:
        return text if isinstance(text, str) else text[self.language]

    def blocks(self, text: AnyText, terms: bool = True) -> Markup:
        """Return a record's text as paragraphs; ``terms``: explain those of the glossary."""
        how = "blocks" if terms else "blocks without terms"
        print_ = lambda nodes: printing.print_blocks(nodes, self.context, terms=terms)  # noqa: E731
        return self._printed(how, text, print_)

    def cited_sources(self, text: AnyText) -> list[str]:
        """Return the ids of the sources that a record's text cites."""
        cited = (
            one
            for element in self._tree(self._in_language(text)).walk()
            for one in element.citations
        )
        return [one.source for one in only_valid(cited)]

    def line(self, text: AnyText) -> Markup:
        """Return a record's text on one line, for cells and list items."""
        return self._printed("line", text, lambda nodes: printing.print_line(nodes, self.context))

    def label(self, text: AnyText) -> Markup:
        """Return a record's text as the words of a link or a heading: no link, no note, no term."""
        return self._printed("label", text, lambda nodes: printing.print_label(nodes, self.context))

    def note_calls(self, text: AnyText) -> Markup:
        """Return the note calls that ``label`` leaves out."""
        return self._printed("calls", text, printing.print_note_calls)

    def plain(self, text: AnyText) -> str:
        """Return a record's text as plain words, with the language's typography."""
        printed = self._printed("plain", text, lambda n: printing.print_plain(n, self.language))
        return str(printed)

    def words(self, text: str) -> Markup:
        """Return plain words (a name, a date, an interface string) with typography and raised ordinals."""
        markup = self._printed_words.get(text)
        if markup is None:
            markup = self._printed_words[text] = tags.safe(print_words(text, self.language))
        return markup

    def string(self, text: str, values: dict[str, Any]) -> Markup:
        """Return an interface string with its values; values that are ``Markup`` stay elements."""
        if not values:
            return self.words(text)
        elements = {key: value for key, value in values.items() if isinstance(value, Markup)}
        plain = {
            k: v if k not in elements else f"{OBJECT}{i}{OBJECT}"
            for i, (k, v) in enumerate(values.items())
        }
        markup = str(self.words(text.format(**plain)))
        for i, key in enumerate(values):
            if key in elements:
                markup = markup.replace(f"{OBJECT}{i}{OBJECT}", elements[key])
        return tags.safe(markup)

    def listing(self, items: Iterable[str]) -> Markup:
        """Return a list in words, «a, b et c»; items that are ``Markup`` stay elements."""
        escaped = [html.escape(x, quote=False) if not isinstance(x, Markup) else x for x in items]
        return tags.safe(wording.join_list(escaped, self.language))


def print_words(text: str, language: str) -> str:
    """Return plain words as HTML, with the language's typography and raised ordinals.

    A space at either end is treated as one between two words: «: » stands between two.
    """
    if text[:1].isspace() or text[-1:].isspace():
        return print_words(f"{OBJECT}{text}{OBJECT}", language)[1:-1]
    parts = typography.split_ordinals(typography.typeset(text, language), language)
    escaped = ((html.escape(part, quote=False), is_ordinal) for part, is_ordinal in parts if part)
    return "".join(f"<sup>{part}</sup>" if is_ordinal else part for part, is_ordinal in escaped)


def print_foreign(text: str, language: str) -> Markup:
    """Return a record's text in another language, with that language's typography."""
    return tags.safe(print_words(markdown.record_plain_text(text), language))


def print_note_call(cited: Iterable[AnyCitation]) -> Markup:
    """Return the call of one note for some citations, or ``""`` for none."""
    return tags.safe(printing.note_call(cited))
