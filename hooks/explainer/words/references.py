"""References to sources, as notes and the sources' pages print them.

In: sources, a language, a style of the Citation Style Language
(https://docs.citationstyles.org), ``templates/references.csl``. Out: a
``Bibliography``: each reference as nodes, and the style's punctuation. citeproc-py
only decides order and punctuation: each value is one private-use character while it
works (``masking``), so that the style's punctuation is not confused with a title's.
Sources with the same variables are laid out once.
"""

from __future__ import annotations

import html
import json
import re
import xml.etree.ElementTree as ET
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import pairwise
from pathlib import Path
from typing import Any

from citeproc import (
    Citation,
    CitationItem,
    CitationStylesBibliography,
    CitationStylesStyle,
    formatter,
)
from citeproc.source.json import CiteProcJSON

from explainer.model import records as model
from explainer.read import private
from explainer.read.tree import Element
from explainer.words import csl, nested_quotes, reference_tokens
from explainer.words.bibliography import STOPS, Bibliography, Reference, repeats_end
from explainer.words.masking import MaskedSource
from explainer.words.reference_tokens import Token

_LOCALES = {"fr": "fr-FR", "en": "en-US"}
# Label of a locator in a citation → the CSL term and its form.
_LABELS = {
    "¶": ("paragraph", "symbol"),
    "§": ("section", "symbol"),
    "p.": ("page", "short"),
    "art.": ("article-locator", "short"),
    "ch.": ("chapter", "short"),
    "n.": ("note", "short"),
    "at": ("timestamp", "short"),
}


Memo = Callable[[list[str | bytes], Callable[[], str]], str | bytes]
"""A cache: returns what was made of equal parts before, or calls the function."""


def make_bibliography(
    sources: Iterable[model.Source],
    language: str,
    style: Path,
    memo: Memo = lambda parts, make: make(),
) -> Bibliography:
    """Return the references of ``sources`` in ``language``; ``style`` is a CSL file.

    ``memo`` caches what citeproc lays out.
    """
    made = _Style(style, language, memo)
    listed = list(sources)
    titles = Counter(source.title for source in listed)
    return Bibliography(
        {source.id: made.make_reference(source, unique_title=titles[source.title] == 1) for source in listed},
        made.delimiter, made.before_locator, made.final_mark,
        {label: made.terms(*term) for label, term in _LABELS.items()},
        {source.id: csl.format_date(source.issued, made) for source in listed if source.issued},
        made.quotes, made.punctuation_inside,
    )  # fmt: skip


class _Style:
    """A style with its locale; ``shapes``: masked item as JSON → what citeproc laid out."""

    def __init__(self, path: Path, language: str, memo: Memo) -> None:
        locale = _LOCALES.get(language, language)
        self.language, self.memo, self.file = language, memo, path.read_bytes()
        self.style = CitationStylesStyle(str(path), locale=locale, validate=False)
        self.root = self.style.root
        self.root.formatter = formatter.html  # else terms are not found
        cited, listed = self.root.citation.layout, self.root.bibliography.layout
        self.final_mark = str(
            listed.attrib.pop("suffix", "")
        )  # put on afterwards, where it belongs
        self.delimiter = str(cited.get("delimiter", "; "))
        groups = cited.xpath_search("./cs:group")
        self.before_locator = str(groups[0].get("delimiter", ", ")) if groups else ", "
        self.punctuation_inside = self.root.get_locale_option("punctuation-in-quote") == "true"
        self.quotes = nested_quotes.Quotes(*(self.term(f"{which}-quote") for which in _QUOTES))
        self.shapes: dict[str, ET.Element] = {}

    def term(self, name: str, form: str | None = None) -> str:
        return html.unescape(str(self.root.get_single_term(name, form=form))).strip()

    def terms(self, name: str, form: str) -> tuple[str, str]:
        several = html.unescape(str(self.root.get_plural_term(name, form=form))).strip()
        return self.term(name, form), several

    def make_reference(self, source: model.Source, *, unique_title: bool = True) -> Reference:
        """Return a reference; ``unique_title``: no other source has its title, which then is its short form."""
        short = self._make_reference(source, ("title",)) if unique_title else None
        return replace(self._make_reference(source, csl.PRINTED), short=short)

    def _make_reference(self, source: model.Source, keys: Sequence[str]) -> Reference:
        values: list[Token] = []
        item = MaskedSource(self, source, values).make_item(keys)
        shape = json.dumps(item)
        laid_out = self.shapes.get(shape)
        if laid_out is None:
            xml = self.memo([self.language, self.file, shape], lambda: self._lay_out(item))
            laid_out = self.shapes[shape] = ET.fromstring(xml)
        tags: list[Element] = []
        pieces = list(reference_tokens.make_tokens(laid_out, values, (), tags))
        for before, token in pairwise(pieces):
            if token.is_value and before.text.rstrip().endswith(self.quotes.open):
                token.text = self.quotes.nest(token.text)
        if not pieces or pieces[-1].is_value:
            pieces.append(Token("", ()))
        pieces[-1].text += private.SEAM
        pieces = list(self._place_marks(pieces))
        words = "".join(token.text for token in pieces).partition(private.SEAM)[0]
        return Reference(reference_tokens.make_nodes(pieces, tags, 0), words.endswith(STOPS))

    def _lay_out(self, item: dict[str, Any]) -> str:
        items = CiteProcJSON([{**item, "id": "x"}])
        bibliography = CitationStylesBibliography(self.style, items, formatter.html)
        bibliography.register(Citation([CitationItem("x")]))
        lines = bibliography.bibliography()
        return f"<span>{lines[0] if lines else ''}</span>"

    def _place_marks(self, pieces: list[Token]) -> Iterator[Token]:
        """Yield the tokens with the style's punctuation on the right side of quotes, none doubled."""
        close = re.escape(self.quotes.close)
        opening = re.compile(f"((?:\\s*{close})*)([,.{private.SEAM}])")
        before = Token("", ())
        for token in pieces:
            if match := None if token.is_value else opening.match(token.text):
                closing, mark, rest = match[1], match[2], token.text[match.end() :]
                moves = self.punctuation_inside and before.is_value
                inner = nested_quotes.count_closing(before.text) if moves else 0
                body = before.text[: len(before.text) - inner]
                if repeats_end(mark, body) and (self.punctuation_inside or not closing):
                    mark = ""
                if inner:
                    yield replace(before, text=body)
                    yield Token(mark, token.path)
                    before, mark = replace(before, text=before.text[len(body) :]), ""
                token.text = (mark + closing if self.punctuation_inside else closing + mark) + rest
            yield before
            before = token
        yield before


_QUOTES = ("open", "close", "open-inner", "close-inner")
