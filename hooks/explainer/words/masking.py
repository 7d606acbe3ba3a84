"""Masking of a source for citeproc: each value is replaced by one private-use character.

In: a source, and a style in the page's language. Out: an item of CSL-JSON, and the values that the
characters stand for, typeset in their own languages.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Any

from explainer.model import records as model
from explainer.read import locators
from explainer.words import csl, reference_tokens, typography
from explainer.words.reference_tokens import Token

_DOCKETED = ("legal_case", "document")
_NUMERO = re.compile(r"^(?:nos?\.\s*|nos\s+|n[°ºᵒ][sˢ]?\s*)", re.IGNORECASE)
# Numbers of decisions that stand without a word: an ECLI, «2020 WL 4016845», «[2019] UKSC 5».
_CITABLE = re.compile(r"ECLI:|\[?\d{4}\]? [A-Z]")


class MaskedSource:
    """Makes the masked item of a source, and gathers its ``values``."""

    def __init__(self, style: csl.TermSource, source: model.Source, values: list[Token]) -> None:
        self.style, self.source, self.values = style, source, values

    def make_item(self, keys: Sequence[str]) -> dict[str, Any]:
        """Return the masked item, with the variables among ``keys`` that the source has."""
        item = csl.make_item(self.source)
        masked: dict[str, Any] = {"type": item["type"]}
        for key in keys:
            if key not in item:
                continue
            if key in csl.NAMES:
                people = map(self._name_parts, getattr(self.source, key))
                masked[key] = [
                    {part: self._mask_name(text) for part, text in author} for author in people
                ]
            elif key in csl.DATES:
                # citeproc-py knows no ordinal day: the date comes ready, «1er décembre 2019».
                words = csl.format_date(csl.get_variable(self.source, key), self.style)
                masked[key] = {"literal": self._add_value(words, "")}
            elif key == "number" and _CITABLE.match(item[key]):
                masked["call-number"] = self._mask_number(key, item[key])
            elif key == "section" and not self.source.section and self.source.committee:
                masked[key] = self._mask_text(self.source.committee)
            elif key in csl.NUMBERS:
                masked[key] = self._mask_number(key, str(item[key]))
            elif key == "DOI":
                doi = self.source.doi_address.removeprefix("https://doi.org/")
                masked[key] = self._add_value(doi, None)
            else:
                masked[key] = self._mask_text(item[key])
        if self.source.title_note == "descriptive":
            masked["annote"] = "ours"  # the style tests it: a title of our own is not quoted
        return masked

    def _add_value(self, text: str, language: str | None) -> str:
        self.values.append(Token(text, (), language, is_value=True))
        return chr(reference_tokens.FIRST_VALUE + len(self.values) - 1)

    def _typeset(self, text: str, language: str) -> str:
        return typography.typeset(text, language).replace("'", "’")

    def _mask_text(self, name: str) -> str:
        """Return the character for a text, which is typeset and marked as its own language."""
        language = getattr(name, "language", "") or self.source.language
        is_page_language = language.partition("-")[0] == self.style.language.partition("-")[0]
        return self._add_value(self._typeset(name, language), "" if is_page_language else language)

    def _name_parts(self, author: model.Author) -> Iterator[tuple[str, str]]:
        """Yield the (CSL variable, text) parts of a name, particles as part of the family name."""
        if not author.is_person:
            yield "literal", author.display_name
            return
        parts = ("family", author.surname), ("given", author.given), ("suffix", author.suffix)
        yield from ((part, text) for part, text in parts if text)

    def _mask_name(self, text: str) -> str:
        """Return the character for the name of a person or an organization, in no language."""
        language = getattr(text, "language", "") or self.source.language
        return self._add_value(self._typeset(text, language), None)

    def _mask_number(self, key: str, text: str) -> str:
        if key == "edition" and text.isdigit():
            return text  # citeproc makes an ordinal of it
        if key == "number" and self.source.authority and self.source.type in _DOCKETED:
            text = _NUMERO.sub("", text)  # the style prints the word in each language
        counted = key in csl.LABELLED
        several = counted and locators.is_plural(text)
        text = locators.set_dashes(text) if several else text
        if not counted:  # «16-17010» is one
            several = re.search(r"\d\s*(?:,|&|and|et)\s*\d", text) is not None
        masked = self._add_value(self._typeset(text, self.source.language), None)
        return f"0{masked}0" if several else masked
