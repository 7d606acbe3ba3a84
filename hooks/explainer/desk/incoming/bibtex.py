"""BibTeX and biblatex, as Zotero, this site and others write them; read by bibtexparser."""

from __future__ import annotations

import logging
import re
from collections.abc import Iterator

from bibtexparser.entrypoint import parse_string
from bibtexparser.model import Entry
from pylatexenc.latex2text import LatexNodes2Text

from explainer.desk import incoming
from explainer.desk.incoming import NAMES, TYPES, Found

# Entry type → CSL type; `misc` and the rest are told by what they hold.
_TYPES = {
    "article": "article-journal", "book": "book", "booklet": "book", "mvbook": "book",
    "collection": "book", "manual": "book", "proceedings": "book", "inbook": "chapter",
    "incollection": "chapter", "inreference": "entry-encyclopedia",
    "inproceedings": "paper-conference", "conference": "paper-conference",
    "techreport": "report", "report": "report", "phdthesis": "thesis", "mastersthesis": "thesis",
    "thesis": "thesis", "unpublished": "manuscript", "online": "webpage", "electronic": "webpage",
    "www": "webpage", "jurisdiction": "legal_case", "legislation": "legislation",
    "movie": "motion_picture", "video": "motion_picture", "audio": "broadcast",
    "software": "software", "dataset": "dataset", "letter": "personal_communication",
    "standard": "standard",
}  # fmt: skip
_FIELDS = {
    "title": "title", "journal": "container-title", "journaltitle": "container-title",
    "booktitle": "container-title", "series": "collection-title", "volume": "volume",
    "number": "number", "issue": "issue", "pages": "page", "edition": "edition",
    "chapter": "chapter-number", "publisher": "publisher", "school": "publisher",
    "institution": "publisher", "organization": "authority", "address": "publisher-place",
    "location": "publisher-place", "eventtitle": "event", "type": "genre", "note": "note",
    "url": "URL", "doi": "DOI", "isbn": "ISBN", "issn": "ISSN", "date": "issued",
    "origdate": "original-date", "urldate": "accessed", "langid": "language",
    "language": "language", "titleaddon": "container-title",
}  # fmt: skip
_VERBATIM = ("url", "doi", "isbn", "issn", "file", "urldate", "date", "origdate")
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
logging.getLogger("bibtexparser").setLevel(logging.ERROR)  # it warns of what is told here
_LATEX = LatexNodes2Text(math_mode="text")


def read(text: str, file: str) -> Iterator[Found | str]:
    """Yield the entries of a text, or what is wrong with one."""
    library = parse_string(text)
    for block in library.failed_blocks:
        words = " ".join(str(block.error).split())
        yield f"{file}:{(block.start_line or 0) + 1}: an entry that cannot be read: {words}"
    for entry in library.entries:
        yield _found(entry, file)


def _found(entry: Entry, file: str) -> Found:
    made = Found(f"{file}:{(entry.start_line or 0) + 1}", entry.key)
    given = {field.key.lower(): str(field.value) for field in entry.fields}
    subtype, kind = given.pop("entrysubtype", ""), entry.entry_type.lower()
    known = [one for one in (subtype, f"article-{subtype}") if one in TYPES]
    kind = (known or [_TYPES.get(kind, "webpage" if "url" in given else "document")])[0]
    made.put("type", kind)
    if entry.entry_type.lower() not in (*_TYPES, "misc"):
        made.leave("type", entry.entry_type)
    if subtitle := given.pop("subtitle", ""):
        given["title"] = f"{given.get('title', '')}: {subtitle}"
    if not given.get("date") and (year := given.pop("year", "")):
        month = given.pop("month", "").lower()[:3]
        number = str(_MONTHS.index(month) + 1) if month in _MONTHS else month
        given["date"] = f"{year}-{number}" if number.isdigit() else year
    for name in ("year", "month", *["type"] * (given.get("type") == "Report" and kind == "report")):
        given.pop(name, None)  # what the date or the entry's type says already
    held = given.pop("howpublished", "")
    for name, raw in given.items():
        _put(made, name, raw if name in _VERBATIM else raw.strip(), entry.entry_type.lower())
    if address := re.search(r"https?://[^\s{}]+", held):
        made.put("URL", address[0])
    # Of this site's own entries it says again what other fields hold, for styles that print no other.
    elif held and not any(str(value) in _said(held) for value in made.values.values()):
        made.leave("howpublished", _said(held))
    return made


def _put(made: Found, name: str, raw: str, entry: str) -> None:
    key = _FIELDS.get(name, name if name in NAMES else "")
    if name == "number" and made.values["type"].startswith("article"):
        key = "issue"
    elif name == "chapter" and entry == "article":
        key = "section"  # of a newspaper
    elif name == "organization" and entry in ("online", "inproceedings"):
        key = "publisher"
    elif name == "institution" and entry == "misc":
        key = "authority"
    if key in NAMES:
        names = [incoming.person(one) for one in incoming.people(raw)]
        made.put(key, [{part: _said(text) for part, text in one.items()} for one in names])
        return
    value = raw.replace("\\", "") if name in _VERBATIM else _said(raw)
    made.take(key, value, name)


def _said(raw: str) -> str:
    return " ".join(str(_LATEX.latex_to_text(raw)).split())
