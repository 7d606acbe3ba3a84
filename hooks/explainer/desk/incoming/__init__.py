"""Sources that other programs describe, under the keys of our records.

In: CSL-JSON, BibTeX and RIS, as Zotero writes them, or the metadata of a page. Out: a ``Found``
for each document: what a record holds, and what was said that no key of a record holds.
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

TYPES = frozenset(get_args(CslType))
NAMES = ("author", "editor", "translator")
DATES = ("issued", "original-date", "accessed")
# Languages as biblatex names them (its manual, 3.9), where that is no English name of the CLDR.
_BIBLATEX = {
    "american": "en-US", "british": "en-GB", "canadian": "en-CA", "australian": "en-AU",
    "canadien": "fr-CA", "ngerman": "de", "austrian": "de-AT", "naustrian": "de-AT",
    "brazil": "pt-BR", "magyar": "hu", "farsi": "fa", "norsk": "nb",
}  # fmt: skip
_RIS_DATE = re.compile(r"(\d{4})(?:[-/](\d{1,2}))?(?:[-/](\d{1,2}))?(?:[T /].*)?")


@dataclass
class Found:
    """A document: where it is described, ``values`` by key of a record, and what is ``left``."""

    where: str
    id: str = ""
    values: dict[str, Any] = field(default_factory=dict)
    left: list[tuple[str, str]] = field(default_factory=list)

    def put(self, key: str, value: Any, name: str = "") -> None:
        """Keep a value that was given under ``name``; a second one for a key is left."""
        if not value:
            return
        if key in NAMES:
            self.values.setdefault(key, []).extend(value)
        elif key and self.values.setdefault(key, value) == value:
            return
        else:
            self.leave(name or key, value)

    def take(self, key: str, text: str, name: str) -> None:
        """Keep a text under a key, read as the key asks; what cannot be read so is left."""
        said = READ[key](text) if key in READ else text
        self.put(key if said else "", said or text, name)

    def leave(self, name: str, value: Any) -> None:
        """Note what no key of a record holds."""
        if value:
            self.left.append((name, " ".join(str(value).split())))

    def settle(self, languages: tuple[str, ...]) -> None:
        """Leave each value that a record would refuse."""
        anything = {"id": "x", "nature": "x", "type": "document", "title": "x", "language": "en"}
        text = Text(dict.fromkeys(languages, "x"))
        known = {**anything, "checked": "x", "gist": text, **self.values}
        try:
            Source.model_validate(known, context={"languages": languages})
        except ValidationError as wrong:
            for key in dict.fromkeys(str(error["loc"][0]) for error in wrong.errors()):
                if key in self.values:
                    self.leave(key, self.values.pop(key))


def person(text: str) -> dict[str, str]:
    """Return a name, ``Roe, Jo``, ``Jo Roe`` or, of a body, ``{The Town}`` or one word."""
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


def people(text: str) -> list[str]:
    """Return the names of a BibTeX field, each as it is written there."""
    return [str(name) for name in split_multiple_persons_names(text)]


def date(text: str) -> str:
    """Return a date (ISO 8601, EDTF, or with slashes, as RIS has it) as EDTF, or ``""``."""
    text = text.strip()
    if bibliographic.parse_edtf(text):
        return text
    match = _RIS_DATE.fullmatch(text)
    made = "-".join(part.zfill(2) for part in match.groups() if part) if match else ""
    return made if bibliographic.parse_edtf(made) else ""


def day(text: str) -> str:
    """Return a date without what follows the day: a time."""
    return date(text.partition("T")[0].partition(" ")[0])


def language(text: str) -> str:
    """Return the code of a language, given as one or by its English name; else ``""``."""
    text = text.strip().replace("_", "-")
    first, *rest = text.split("-", 1)
    aliases, names = get_global("language_aliases"), Locale("en").languages
    code = str(aliases.get(first.lower(), first.lower())).replace("_", "-")
    if code in names and re.fullmatch(bibliographic.LANGUAGE, "-".join([code, *rest])):
        return "-".join([code, *rest])
    known = {name.lower(): str(code) for code, name in names.items()} | _BIBLATEX
    return known.get(text.lower(), "")


def pages(first: str, last: str = "") -> str:
    """Return pages as a record has them: ``101-130``."""
    whole = f"{first}-{last}" if last and last != first else first
    return re.sub(r"\s*[-‒–—]+\s*", "-", whole.strip())


def doi(text: str) -> str:
    """Return a DOI without the address that resolves it."""
    return re.sub(
        r"^(?:https?://(?:dx\.)?doi\.org/|doi:)\s*", "", text.strip(), flags=re.IGNORECASE
    )


def words(text: str) -> str:
    """Return words on one line, without the marks of HTML that some programs leave in them."""
    return " ".join(patterns.decode_entities(_MARKUP.sub("", text)).split())


_MARKUP = re.compile(r"</?(?:i|b|em|strong|sub|sup|sc|scp|span)\b[^>]*>")


def first_of(text: str) -> str:
    """Return the first of several ISBN or ISSN, the latter with its hyphen."""
    text = text.strip()
    first = re.split(r"[\s,;]+(?=[\d-]{8,})", text)[0] if len(text) > 17 else text
    return re.sub(r"^(\d{4})(\d{3}[\dXx])$", r"\1-\2", first)


# How the text of a key is read, where it is not as it stands; ``""`` if it cannot be.
READ: dict[str, Callable[[str], str]] = {
    "issued": date, "original-date": date, "accessed": day, "language": language, "page": pages,
    "DOI": doi, "ISBN": first_of, "ISSN": first_of,
}  # fmt: skip
