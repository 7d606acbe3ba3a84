"""BibTeX and biblatex, as Zotero, this site and others write them; parsed by bibtexparser."""

from __future__ import annotations

import logging
import re
from collections.abc import Iterator

from bibtexparser.entrypoint import parse_string
from bibtexparser.model import DuplicateBlockKeyBlock, DuplicateFieldKeyBlock, Entry, Field
from pylatexenc.latex2text import LatexNodes2Text

from explainer.desk import incoming
from explainer.desk.incoming import CSL_TYPES, NAME_FIELDS, ImportedSource

# Entry type → CSL type; others depend on their fields.
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
logging.getLogger("bibtexparser").setLevel(logging.ERROR)  # its warnings are reported here
_LATEX = LatexNodes2Text(math_mode="text")
# Names keep their braces: «{Corbel and Sons}» is one name.
_LATEX_NAMES = LatexNodes2Text(math_mode="text", keep_braced_groups=True)
# Special characters that are often not escaped: «R&D», «5%», «$5 and $6».
_UNESCAPED = re.compile(r"(?<!\\)(?:[&%#]|\$(?=\d)(?![^$\s]*\$))")
# One part of a value such as «jb # " and Decks"».
_VALUE_PART = re.compile(r'\s*(?:"([^"]*)"|\{([^{}]*)\}|([^\s#"{}]+))\s*(?:#|$)')
_MISSING_COMMA = re.compile(r"[}\"]\s*([\w-]+)\s*=\s*[{\"\d]")
_MONTH = re.compile(r"([a-z]{3})[a-z]*\.?|(\d{1,2})")
# Fields that an entry inherits through `crossref` under another name.
_INHERITED_NAMES = {"title": "booktitle", "author": "editor"}


def read(text: str, file: str) -> Iterator[ImportedSource | str]:
    """Yield the entries of a text, or what is wrong with one."""
    library = parse_string(text)
    macros = "".join(f"{block.raw}\n" for block in library.strings)
    for block in library.failed_blocks:
        where = f"{file}:{(block.start_line or 0) + 1}"
        if isinstance(block, DuplicateBlockKeyBlock) and block.raw:
            for source in read(macros + block.raw, file):  # the draft gets another id
                if isinstance(source, ImportedSource):
                    source.origin = where
                yield source
            continue
        message = " ".join(str(block.error).split()) or "its braces do not close"
        if isinstance(block, DuplicateFieldKeyBlock):
            message = f"the field {', '.join(sorted(block.duplicate_keys))} is there twice"
        yield f"{where}: an entry that cannot be read: {message}"
    strings = {string.key.lower(): str(string.value) for string in library.strings}
    entries = {entry.key.lower(): entry for entry in library.entries}
    for entry in library.entries:
        yield _to_source(entry, file, strings, entries)


def _field_value(field: Field, strings: dict[str, str]) -> str | None:
    """Return a field's value with its macros replaced; ``None`` if a macro is not defined."""
    value = str(field.value)
    if field.enclosing != "no-enclosing":
        return value
    macros, text = strings | {month: month for month in _MONTHS}, ""
    for quoted, braced, name in _VALUE_PART.findall(value):
        if name and not name.isdigit() and name.lower() not in macros:
            return None
        text += quoted or braced or (macros.get(name.lower(), name))
    return text


def _field_values(
    entry: Entry, strings: dict[str, str], entries: dict[str, Entry], source: ImportedSource
) -> dict[str, str]:
    """Return the fields of an entry, with those that it inherits by ``crossref``."""
    values: dict[str, str] = {}
    for field in entry.fields:
        if (value := _field_value(field, strings)) is None:
            source.set_aside(field.key, f"{field.value}, a macro that is not in the file")
        else:
            values[field.key.lower()] = value
    parent = entries.get(values.get("crossref", "").lower())
    if parent is None or parent is entry:
        return values
    del values["crossref"]
    for name, value in _field_values(parent, strings, {}, ImportedSource(source.origin)).items():
        name = _INHERITED_NAMES.get(name, name) if entry.entry_type.lower() != "book" else name
        if name not in ("crossref", "booktitle") or "booktitle" not in values:
            values.setdefault(name, value)
    return values


def _to_source(
    entry: Entry, file: str, strings: dict[str, str], entries: dict[str, Entry]
) -> ImportedSource | str:
    source = ImportedSource(f"{file}:{(entry.start_line or 0) + 1}", entry.key)
    for field in entry.fields:
        missing_comma = _MISSING_COMMA.search(str(field.value))
        if missing_comma and field.enclosing == "no-enclosing":
            fault = f"no comma before {missing_comma[1]}"
            return f"{source.origin}: an entry that cannot be read: {fault}"
    values = _field_values(entry, strings, entries, source)
    subtype, kind = values.pop("entrysubtype", ""), entry.entry_type.lower()
    subtypes = [one for one in (subtype, f"article-{subtype}") if one in CSL_TYPES]
    kind = (subtypes or [_TYPES.get(kind, "webpage" if "url" in values else "document")])[0]
    source.set_field("type", kind)
    if entry.entry_type.lower() not in (*_TYPES, "misc"):
        source.set_aside("type", entry.entry_type)
    if subtitle := values.pop("subtitle", ""):
        values["title"] = f"{values.get('title', '')}: {subtitle}"
    if not values.get("date") and (year := values.pop("year", "")):
        values["date"] = _combine_date(year, values)
    if values.get("date", "").count("-"):
        values.pop("month", None)
    for name in ("year", *["type"] * (values.get("type") == "Report" and kind == "report")):
        values.pop(name, None)  # given by the date or the entry's type already
    published = values.pop("howpublished", "")
    for name, raw in values.items():
        _set_field(
            source, name, raw if name in _VERBATIM else raw.strip(), entry.entry_type.lower()
        )
    if address := re.search(r"https?://[^\s{}]+", published):
        source.set_field("URL", address[0])
        rest = re.sub(r"\\url|[{}]", "", published.replace(address[0], ""))
        source.set_aside("howpublished", published if re.search(r"\w", rest) else "")
    # This site's own entries repeat other fields here, for styles that print no others.
    elif published and not any(
        str(value) in _plain_text(published) for value in source.values.values()
    ):
        source.set_aside("howpublished", _plain_text(published))
    return source


def _set_field(source: ImportedSource, name: str, raw: str, entry_type: str) -> None:
    key = _FIELDS.get(name, name if name in NAME_FIELDS else "")
    if name == "number" and source.values["type"].startswith("article"):
        key = "issue"
    elif name == "chapter" and entry_type == "article":
        key = "section"  # of a newspaper
    elif name == "organization" and entry_type in ("online", "inproceedings"):
        key = "publisher"
    elif name == "institution" and entry_type in ("misc", "jurisdiction"):
        key = "authority"
    if key in NAME_FIELDS:
        # Decode first: splitting would lose an accent at the start of a name.
        decoded = str(_LATEX_NAMES.latex_to_text(_escape_latex(raw))).replace("\u00a0", " ")
        people = incoming.split_names(decoded)
        if people[-1:] == ["others"]:
            source.set_aside(name, people.pop())
        names = [incoming.parse_name(one) for one in people]
        bare = str.maketrans("", "", "{}")
        source.set_field(key, [{k: v.translate(bare) for k, v in one.items()} for one in names])
        return
    value = re.sub(r"^\\url\{(.*)\}$", r"\1", raw).replace("\\", "")
    value = value if name in _VERBATIM else _plain_text(raw)
    source.set_parsed_field(key, value, name)


def _combine_date(year: str, values: dict[str, str]) -> str:
    """Return the date of a year with its month and day, as far as they can be read."""
    month, day = values.get("month", "").strip().lower(), values.get("day", "").strip()
    month, _, day_in_month = month.replace("~", " ").partition(" ")  # «mar # "~5"»
    match = _MONTH.fullmatch(month)
    number = match and (match[2] or match[1] in _MONTHS and str(_MONTHS.index(match[1]) + 1))
    if not number:
        return year
    del values["month"]
    if (day := day or day_in_month.strip(" ,")).isdigit():
        values.pop("day", "")
        return f"{year}-{number}-{day}"
    return f"{year}-{number}"


def _escape_latex(raw: str) -> str:
    # Commands of this site's own entries that pylatexenc does not know.
    raw = raw.replace(r"\textbraceleft{}", r"\{").replace(r"\textbraceright{}", r"\}")
    return _UNESCAPED.sub(r"\\\g<0>", raw)


def _plain_text(raw: str) -> str:
    return incoming.plain_words(str(_LATEX.latex_to_text(_escape_latex(raw))).replace("ˆ", "^"))
