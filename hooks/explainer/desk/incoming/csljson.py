"""CSL-JSON, as Zotero exports it and as DOIs resolve to it (https://docs.citationstyles.org)."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any

from explainer.desk import incoming
from explainer.desk.incoming import CSL_TYPES, DATE_FIELDS, NAME_FIELDS, ImportedSource
from explainer.words import csl

# CSL types and variables that records call otherwise.
_TYPES = {
    "classic": "book", "collection": "book", "entry": "entry-encyclopedia",
    "entry-dictionary": "entry-encyclopedia", "review-book": "review", "song": "broadcast",
    # Crossref's own words, in what its DOIs resolve to:
    "journal-article": "article-journal", "book-chapter": "chapter", "posted-content": "article",
    "proceedings-article": "paper-conference", "dissertation": "thesis", "monograph": "book",
}  # fmt: skip
_SAME_NAME = ("title", "container-title", "collection-title", "publisher", "publisher-place",
         "authority", "committee", "jurisdiction", "event", "genre", "note", "URL", *csl.NUMBERS)  # fmt: skip
_RENAMED = {"event-title": "event", "event-place": "publisher-place"}
_NAME_PARTS = (
    "family", "given", "dropping-particle", "non-dropping-particle", "suffix", "literal",
)  # fmt: skip
_IGNORED = ("id", "type", "citation-key")


def read(text: str, file: str) -> Iterator[ImportedSource | str]:
    """Yield the items of a text, or what is wrong with it."""
    try:
        items = json.loads(text)
    except json.JSONDecodeError as error:
        yield f"{file}:{error.lineno}:{error.colno}: no JSON: {error.msg}"
        return
    items = items if isinstance(items, list) else [items]
    for number, item in enumerate(items, 1):
        if isinstance(item, dict) and not item.keys().isdisjoint(("type", "title")):
            yield to_source(item, f"{file}, item {number}" if len(items) > 1 else file)
        else:
            yield f"{file}, item {number}: no item of CSL-JSON; expected {{…}}"


def to_source(item: Mapping[str, Any], origin: str) -> ImportedSource:
    """Return an item as a source."""
    source = ImportedSource(origin, str(item.get("id", "")))
    kind = str(item.get("type", ""))
    kind = _TYPES.get(kind, kind)
    source.set_field("type", kind if kind in CSL_TYPES else "document")
    if kind not in CSL_TYPES:
        source.set_aside("type", kind)
    for name, value in item.items():
        if value is None:
            continue
        value = value[0] if name not in NAME_FIELDS and isinstance(value, list) and value else value
        key = _RENAMED.get(name, name)
        if key == "section" and kind == "hearing":
            key = "committee"
        if key == "chapter-number" and kind in ("bill", "hearing", "legislation"):
            key = ""  # Zotero uses it for the session of a parliament
        if name in NAME_FIELDS and isinstance(value, list):
            source.set_field(name, list(filter(None, map(_parse_name, value))))
        elif name in DATE_FIELDS and isinstance(value, dict):
            source.set_field(name if (date_ := _parse_date(value)) else "", date_ or value, name)
        elif name in ("language", "DOI", "ISBN", "ISSN", "page"):
            source.set_parsed_field(name, str(value), name)
        elif name == "archive_location" and str(value).startswith(("http://", "https://")):
            source.set_field("archive_url", value)
            source.unplaced = [(k, v) for k, v in source.unplaced if k != "archive"]
        elif key in _SAME_NAME and isinstance(value, (str, int)):
            source.set_field(key, incoming.plain_words(str(value)))
        elif name not in _IGNORED:
            source.set_aside(name, value)
    return source


def _parse_name(name: Any) -> dict[str, str]:
    if not isinstance(name, dict):
        return incoming.parse_name(name) if isinstance(name, str) else {}
    parts = {part: str(name[part]) for part in _NAME_PARTS if name.get(part)}
    if "literal" not in parts and ("family" in parts) != ("given" in parts) or not parts:
        body = parts.get("family") or parts.get("given") or str(name.get("name") or "")
        return {"literal": body} if body else {}
    given, comma, suffix = parts.get("given", "").partition(",")
    if comma and "suffix" not in parts:  # Zotero has no field for it: «Marlon L., Jr.»
        parts |= {"given": given.strip(), "suffix": suffix.strip()}
    return parts


def _parse_date(value: Mapping[str, Any]) -> str:
    ends = []
    try:
        for year, *rest in ([int(n) for n in end if n] for end in value.get("date-parts") or []):
            season = [20 + int(value["season"])] if value.get("season") and not rest else []
            # CSL has no year 0, EDTF has.
            year_text = f"{year:04}" if year > 0 else f"{year + 1:05}" if year < -1 else "0000"
            ends.append("-".join([year_text, *(f"{n:02}" for n in rest or season)]))
    except (TypeError, ValueError):
        return ""
    if not ends:
        text = value.get("raw") or value.get("literal")
        return incoming.parse_date(str(text)) if text else ""
    return incoming.parse_date("/".join(f"{end}~" if value.get("circa") else end for end in ends))
