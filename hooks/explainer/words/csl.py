"""Sources as CSL-JSON items, and their dates in words.

In: sources. Out: items that Zotero, Pandoc and citeproc read
(https://docs.citationstyles.org), for ``references``, for the downloads and for
BibTeX.
"""

from __future__ import annotations

from typing import Any, Protocol

from explainer.model import records as model
from explainer.model.bibliographic import SEASONS, parse_edtf
from explainer.words import wording

NAMES = ("author", "editor", "translator")
DATES = ("issued", "original-date", "accessed")
NUMBERS = ("volume", "issue", "page", "edition", "chapter-number", "section", "number")
LABELLED = ("volume", "issue", "page", "chapter-number", "section")  # a label stands before them
_TEXTS = (
    "title", "container-title", "collection-title", "publisher", "publisher-place", "authority",
    "jurisdiction", "event", "genre",
)  # fmt: skip
_VERBATIM = ("language", "URL", "DOI", "ISBN", "ISSN", "note")
# The variables that a reference prints; the others are for other programs.
PRINTED = (*NAMES, *(name for name in _TEXTS if name != "genre"), *NUMBERS, *DATES, "DOI")


def make_item(source: model.Source) -> dict[str, Any]:
    """Return a source as a CSL-JSON item."""
    item: dict[str, Any] = {"id": source.id, "type": source.type}
    for name in (*_TEXTS, *NUMBERS, *_VERBATIM):
        if value := get_variable(source, name):
            item[name] = value
    if source.committee:  # as Zotero does: CSL has no variable for it
        item.setdefault("section", source.committee)
    for name in NAMES:
        if people := getattr(source, name):
            item[name] = [_make_name(author) for author in people]
    for name in DATES:
        if value := get_variable(source, name):
            item[name] = make_date(value)
    if source.archive_url:
        item["archive"], item["archive_location"] = "Web archive", source.archive_url
    return item


def _make_name(author: model.Author) -> dict[str, Any]:
    """Return a CSL-JSON name; an organization's is ``literal``."""
    if author.is_person:
        return author.model_dump(exclude_none=True, by_alias=True)
    return {"literal": author.display_name}


def get_variable(source: model.Source, name: str) -> str:
    """Return the value of a CSL variable in a record, or ``""``."""
    value: str | None = getattr(source, name.replace("-", "_"))
    return value or ""


def make_date(text: str) -> dict[str, Any]:
    """Return an EDTF date as a date of CSL-JSON."""
    ends = parse_edtf(text) or []
    date: dict[str, Any] = {}
    parts = []
    for numbers, _ in ends:
        if len(numbers) == 2 and numbers[1] in SEASONS:
            if len(ends) == 1:  # CSL-JSON has one season for a whole range
                date["season"] = numbers[1] - SEASONS[0] + 1
            numbers = numbers[:1]
        # EDTF has a year 0 (1 BC); CSL-JSON counts as historians do.
        parts.append([numbers[0] - 1 if numbers[0] <= 0 else numbers[0], *numbers[1:]])
    date = {"date-parts": parts} | date
    return date | ({"circa": True} if any(about for _, about in ends) else {})


class TermSource(Protocol):
    """A CSL style with its locale, which has terms in a language."""

    language: str

    def term(self, name: str, form: str | None = None) -> str:
        """Return a term of CSL."""


def format_date(text: str, terms: TermSource) -> str:
    """Return an EDTF date in words: «printemps 2020», "c. 1867", "December 2019 – February 2020"."""
    ends = parse_edtf(text) or []
    if len(ends) == 2 and not any(about or _is_vague(numbers) for numbers, about in ends):
        start, end = text.split("/")
        return wording.format_period(start, end, terms.language)
    return " – ".join(_format_end(numbers, about, terms) for numbers, about in ends)


def _is_vague(numbers: list[int]) -> bool:
    return numbers[0] <= 0 or len(numbers) == 2 and numbers[1] in SEASONS


def _format_end(numbers: list[int], about: bool, terms: TermSource) -> str:
    year = str(numbers[0]) if numbers[0] > 0 else f"{1 - numbers[0]} {terms.term('bc')}"
    if len(numbers) == 1 or numbers[0] <= 0:
        words = year
    elif numbers[1] in SEASONS:
        words = f"{terms.term(f'season-{numbers[1] - SEASONS[0] + 1:02}')} {year}"
    else:
        iso = "-".join(f"{n:0{4 if i == 0 else 2}}" for i, n in enumerate(numbers))
        words = wording.format_date(iso, terms.language)
    return f"{terms.term('circa')} {words}" if about else words
