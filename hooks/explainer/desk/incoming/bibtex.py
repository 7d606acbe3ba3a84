"""BibTeX and biblatex, as Zotero, this site and others write them; read by bibtexparser."""

from __future__ import annotations

import logging
import re
from collections.abc import Iterator

from bibtexparser.entrypoint import parse_string
from bibtexparser.model import DuplicateBlockKeyBlock, DuplicateFieldKeyBlock, Entry, Field
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
# Names keep their braces: «{Corbel and Sons}» is one.
_NAMES = LatexNodes2Text(math_mode="text", keep_braced_groups=True)
# What LaTeX reads as its own, and people and programs forget to escape: «R&D», «5%», «$5 and $6».
_UNESCAPED = re.compile(r"(?<!\\)(?:[&%#]|\$(?=\d)(?![^$\s]*\$))")
_PIECE = re.compile(
    r'\s*(?:"([^"]*)"|\{([^{}]*)\}|([^\s#"{}]+))\s*(?:#|$)'
)  # of «jb # " and Decks"»
_NO_COMMA = re.compile(r"[}\"]\s*([\w-]+)\s*=\s*[{\"\d]")
_MONTH = re.compile(r"([a-z]{3})[a-z]*\.?|(\d{1,2})")
# What an entry has of the one that it names in `crossref`, under another name.
_INHERITED = {"title": "booktitle", "author": "editor"}


def read(text: str, file: str) -> Iterator[Found | str]:
    """Yield the entries of a text, or what is wrong with one."""
    library = parse_string(text)
    macros = "".join(f"{block.raw}\n" for block in library.strings)
    for block in library.failed_blocks:
        where = f"{file}:{(block.start_line or 0) + 1}"
        if isinstance(block, DuplicateBlockKeyBlock) and block.raw:
            for one in read(macros + block.raw, file):  # its draft takes another id
                if isinstance(one, Found):
                    one.where = where
                yield one
            continue
        words = " ".join(str(block.error).split()) or "its braces do not close"
        if isinstance(block, DuplicateFieldKeyBlock):
            words = f"the field {', '.join(sorted(block.duplicate_keys))} is there twice"
        yield f"{where}: an entry that cannot be read: {words}"
    strings = {one.key.lower(): str(one.value) for one in library.strings}
    entries = {entry.key.lower(): entry for entry in library.entries}
    for entry in library.entries:
        yield _found(entry, file, strings, entries)


def _value(field: Field, strings: dict[str, str]) -> str | None:
    """Return a field's value with its macros replaced; ``None`` if it names one that is not there."""
    value = str(field.value)
    if field.enclosing != "no-enclosing":
        return value
    known, said = strings | {month: month for month in _MONTHS}, ""
    for quoted, braced, name in _PIECE.findall(value):
        if name and not name.isdigit() and name.lower() not in known:
            return None
        said += quoted or braced or (known.get(name.lower(), name))
    return said


def _given(
    entry: Entry, strings: dict[str, str], entries: dict[str, Entry], made: Found
) -> dict[str, str]:
    """Return the fields of an entry, with those of the one that it stands in."""
    given: dict[str, str] = {}
    for field in entry.fields:
        if (value := _value(field, strings)) is None:
            made.leave(field.key, f"{field.value}, a macro that is not in the file")
        else:
            given[field.key.lower()] = value
    holder = entries.get(given.get("crossref", "").lower())
    if holder is None or holder is entry:
        return given
    del given["crossref"]
    whole = Found(made.where)
    for name, value in _given(holder, strings, {}, whole).items():
        name = _INHERITED.get(name, name) if entry.entry_type.lower() != "book" else name
        if name not in ("crossref", "booktitle") or "booktitle" not in given:
            given.setdefault(name, value)
    return given


def _found(
    entry: Entry, file: str, strings: dict[str, str], entries: dict[str, Entry]
) -> Found | str:
    made = Found(f"{file}:{(entry.start_line or 0) + 1}", entry.key)
    for field in entry.fields:
        if lost := field.enclosing == "no-enclosing" and _NO_COMMA.search(str(field.value)):
            return f"{made.where}: an entry that cannot be read: no comma before {lost[1]}"
    given = _given(entry, strings, entries, made)
    subtype, kind = given.pop("entrysubtype", ""), entry.entry_type.lower()
    known = [one for one in (subtype, f"article-{subtype}") if one in TYPES]
    kind = (known or [_TYPES.get(kind, "webpage" if "url" in given else "document")])[0]
    made.put("type", kind)
    if entry.entry_type.lower() not in (*_TYPES, "misc"):
        made.leave("type", entry.entry_type)
    if subtitle := given.pop("subtitle", ""):
        given["title"] = f"{given.get('title', '')}: {subtitle}"
    if not given.get("date") and (year := given.pop("year", "")):
        given["date"] = _day(year, given)
    if given.get("date", "").count("-"):
        given.pop("month", None)
    for name in ("year", *["type"] * (given.get("type") == "Report" and kind == "report")):
        given.pop(name, None)  # what the date or the entry's type says already
    held = given.pop("howpublished", "")
    for name, raw in given.items():
        _put(made, name, raw if name in _VERBATIM else raw.strip(), entry.entry_type.lower())
    if address := re.search(r"https?://[^\s{}]+", held):
        made.put("URL", address[0])
        rest = re.sub(r"\\url|[{}]", "", held.replace(address[0], ""))
        made.leave("howpublished", held if re.search(r"\w", rest) else "")
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
    elif name == "institution" and entry in ("misc", "jurisdiction"):
        key = "authority"
    if key in NAMES:
        # First its letters: an accent that begins a name is lost where names are parted.
        whole = str(_NAMES.latex_to_text(_escaped(raw))).replace("\u00a0", " ")
        people = incoming.people(whole)
        if people[-1:] == ["others"]:
            made.leave(name, people.pop())
        names = [incoming.person(one) for one in people]
        bare = str.maketrans("", "", "{}")
        made.put(key, [{k: v.translate(bare) for k, v in one.items()} for one in names])
        return
    value = re.sub(r"^\\url\{(.*)\}$", r"\1", raw).replace("\\", "")
    value = value if name in _VERBATIM else _said(raw)
    made.take(key, value, name)


def _day(year: str, given: dict[str, str]) -> str:
    """Return the date of a year, a month and a day, of which it takes those that it can read."""
    month, day = given.get("month", "").strip().lower(), given.get("day", "").strip()
    month, _, within = month.replace("~", " ").partition(" ")  # «mar # "~5"»
    match = _MONTH.fullmatch(month)
    number = match and (match[2] or match[1] in _MONTHS and str(_MONTHS.index(match[1]) + 1))
    if not number:
        return year
    del given["month"]
    if (day := day or within.strip(" ,")).isdigit():
        given.pop("day", "")
        return f"{year}-{number}-{day}"
    return f"{year}-{number}"


def _escaped(raw: str) -> str:
    # Commands of this site's own entries that pylatexenc does not know.
    raw = raw.replace(r"\textbraceleft{}", r"\{").replace(r"\textbraceright{}", r"\}")
    return _UNESCAPED.sub(r"\\\g<0>", raw)


def _said(raw: str) -> str:
    return incoming.words(str(_LATEX.latex_to_text(_escaped(raw))).replace("ˆ", "^"))
