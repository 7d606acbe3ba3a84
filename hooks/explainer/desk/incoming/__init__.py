"""Source descriptions from other programs, translated to the fields of our records.

In: CSL-JSON, BibTeX and RIS as Zotero writes them, or the metadata of a page. Out: an
``ImportedSource`` for each document: what a record holds, and what no field can hold.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, get_args

from babel import Locale
from babel.core import get_global
from bibtexparser.middlewares.names import (
    InvalidNameError,
    parse_single_name_into_parts,
    split_multiple_persons_names,
)
from pydantic import ValidationError

from explainer.model import bibliographic
from explainer.model.fields import Text
from explainer.model.source import CslType, Source
from explainer.read import patterns

CSL_TYPES = frozenset(get_args(CslType))
NAME_FIELDS = ("author", "editor", "translator")
DATE_FIELDS = ("issued", "original-date", "accessed")
# Languages as biblatex names them (its manual, 3.9), where that is no English name of the CLDR.
_BIBLATEX = {
    "american": "en-US", "british": "en-GB", "canadian": "en-CA", "australian": "en-AU",
    "canadien": "fr-CA", "ngerman": "de", "austrian": "de-AT", "naustrian": "de-AT",
    "brazil": "pt-BR", "magyar": "hu", "farsi": "fa", "norsk": "nb",
}  # fmt: skip
_RIS_DATE = re.compile(r"(\d{4})(?:[-/](\d{1,2}))?(?:[-/](\d{1,2}))?(?:[T /].*)?")


@dataclass
class ImportedSource:
    """A document: ``origin``, where it is described; ``values`` by field; and what is ``unplaced``."""

    origin: str
    id: str = ""
    values: dict[str, Any] = field(default_factory=dict)
    unplaced: list[tuple[str, str]] = field(default_factory=list)

    def set_field(self, key: str, value: Any, name: str = "") -> None:
        """Set a field to the value given under ``name``; a second value for a field is set aside."""
        if not value:
            return
        if key in NAME_FIELDS:
            self.values.setdefault(key, []).extend(value)
        elif key and self.values.setdefault(key, value) == value:
            return
        else:
            self.set_aside(name or key, value)

    def set_parsed_field(self, key: str, text: str, name: str) -> None:
        """Parse a text for a field and set it; a text that cannot be parsed is set aside."""
        parsed = PARSERS[key](text) if key in PARSERS else text
        self.set_field(key if parsed else "", parsed or text, name)

    def set_aside(self, name: str, value: Any) -> None:
        """Note a value that no field can hold."""
        if value:
            self.unplaced.append((name, " ".join(str(value).split())))

    def drop_invalid_fields(self, languages: tuple[str, ...]) -> None:
        """Set aside each value that a record would refuse."""
        required = {"id": "x", "nature": "x", "type": "document", "title": "x", "language": "en"}
        text = Text(dict.fromkeys(languages, "x"))
        record = {**required, "checked": "x", "gist": text, **self.values}
        try:
            Source.model_validate(record, context={"languages": languages})
        except ValidationError as error:
            for key in dict.fromkeys(str(fault["loc"][0]) for fault in error.errors()):
                if key in self.values:
                    self.set_aside(key, self.values.pop(key))


def parse_name(text: str) -> dict[str, str]:
    """Return the parts of a name: ``Roe, Jo``, ``Jo Roe`` or, for a body, ``{The Town}`` or one word."""
    text = text.strip()
    try:
        parts = parse_single_name_into_parts(text)
    except InvalidNameError:
        return {"literal": text}
    if not parts.first:
        return {"literal": text.removeprefix("{").removesuffix("}")}
    name = {
        "family": " ".join(parts.last), "given": " ".join(parts.first),
        "non-dropping-particle": " ".join(parts.von), "suffix": " ".join(parts.jr),
    }  # fmt: skip
    return {key: value for key, value in name.items() if value}


def split_names(text: str) -> list[str]:
    """Return the names in a BibTeX field, as they are written there."""
    return [str(name) for name in split_multiple_persons_names(text)]


def parse_date(text: str) -> str:
    """Return a date (ISO 8601, EDTF, or with slashes as in RIS) as EDTF, or ``""``."""
    text = text.strip()
    if bibliographic.parse_edtf(text):
        return text
    match = _RIS_DATE.fullmatch(text)
    iso_date = "-".join(part.zfill(2) for part in match.groups() if part) if match else ""
    return iso_date if bibliographic.parse_edtf(iso_date) else ""


def parse_day(text: str) -> str:
    """Return a date without its time."""
    return parse_date(text.partition("T")[0].partition(" ")[0])


def parse_language(text: str) -> str:
    """Return the code of a language from a code or an English name; else ``""``."""
    text = text.strip().replace("_", "-")
    first, *rest = text.split("-", 1)
    aliases, names = get_global("language_aliases"), Locale("en").languages
    code = str(aliases.get(first.lower(), first.lower())).replace("_", "-")
    if code in names and re.fullmatch(bibliographic.LANGUAGE, "-".join([code, *rest])):
        return "-".join([code, *rest])
    codes_by_name = {name.lower(): str(code) for code, name in names.items()} | _BIBLATEX
    return codes_by_name.get(text.lower(), "")


def parse_pages(first: str, last: str = "") -> str:
    """Return a page range in the form of a record: ``101-130``."""
    range_ = f"{first}-{last}" if last and last != first else first
    return re.sub(r"\s*[-‒–—]+\s*", "-", range_.strip())


def parse_doi(text: str) -> str:
    """Return a DOI without the address of a resolver."""
    return re.sub(
        r"^(?:https?://(?:dx\.)?doi\.org/|doi:)\s*", "", text.strip(), flags=re.IGNORECASE
    )


def plain_words(text: str) -> str:
    """Return words on one line, without the HTML tags that some programs leave in them."""
    return " ".join(patterns.decode_entities(_HTML_TAG.sub("", text)).split())


_HTML_TAG = re.compile(r"</?(?:i|b|em|strong|sub|sup|sc|scp|span)\b[^>]*>")


def first_identifier(text: str) -> str:
    """Return the first of several ISBN or ISSN, an ISSN with its hyphen."""
    text = text.strip()
    first = re.split(r"[\s,;]+(?=[\d-]{8,})", text)[0] if len(text) > 17 else text
    return re.sub(r"^(\d{4})(\d{3}[\dXx])$", r"\1-\2", first)


# The parser of a field's text, if it has one; it returns ``""`` for a text that it cannot parse.
PARSERS: dict[str, Callable[[str], str]] = {
    "issued": parse_date, "original-date": parse_date, "accessed": parse_day,
    "language": parse_language, "page": parse_pages, "DOI": parse_doi, "ISBN": first_identifier,
    "ISSN": first_identifier,
}  # fmt: skip
