"""CSL-JSON, as Zotero exports it and as DOIs resolve to it (https://docs.citationstyles.org)."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any

from explainer.desk import incoming
from explainer.desk.incoming import DATES, NAMES, TYPES, Found
from explainer.words import csl

# Types and variables of CSL that our records have under another name.
_TYPES = {
    "classic": "book", "collection": "book", "entry": "entry-encyclopedia",
    "entry-dictionary": "entry-encyclopedia", "review-book": "review", "song": "broadcast",
    # Crossref's own words, in what its DOIs resolve to:
    "journal-article": "article-journal", "book-chapter": "chapter", "posted-content": "article",
    "proceedings-article": "paper-conference", "dissertation": "thesis", "monograph": "book",
}  # fmt: skip
_SAME = ("title", "container-title", "collection-title", "publisher", "publisher-place",
         "authority", "committee", "jurisdiction", "event", "genre", "note", "URL", *csl.NUMBERS)  # fmt: skip
_RENAMED = {"event-title": "event", "event-place": "publisher-place"}
_UNSAID = ("id", "type", "citation-key")


def read(text: str, file: str) -> Iterator[Found | str]:
    """Yield the items of a text, or what is wrong with it."""
    try:
        items = json.loads(text)
    except json.JSONDecodeError as wrong:
        yield f"{file}:{wrong.lineno}:{wrong.colno}: no JSON: {wrong.msg}"
        return
    items = items if isinstance(items, list) else [items]
    for number, item in enumerate(items, 1):
        if isinstance(item, dict) and not item.keys().isdisjoint(("type", "title")):
            yield found(item, f"{file}, item {number}" if len(items) > 1 else file)
        else:
            yield f"{file}, item {number}: no item of CSL-JSON; expected {{…}}"


def found(item: Mapping[str, Any], where: str) -> Found:
    """Return what an item says."""
    made = Found(where, str(item.get("id", "")))
    kind = str(item.get("type", ""))
    kind = _TYPES.get(kind, kind)
    made.put("type", kind if kind in TYPES else "document")
    if kind not in TYPES:
        made.leave("type", kind)
    for name, value in item.items():
        if value is None:
            continue
        value = value[0] if name not in NAMES and isinstance(value, list) and value else value
        key = _RENAMED.get(name, name)
        if key == "section" and kind == "hearing":
            key = "committee"
        if key == "chapter-number" and kind in ("bill", "hearing", "legislation"):
            key = ""  # Zotero's session of a parliament
        if name in NAMES and isinstance(value, list):
            made.put(name, list(filter(None, map(_name, value))))
        elif name in DATES and isinstance(value, dict):
            made.put(name if (said := _date(value)) else "", said or value, name)
        elif name in ("language", "DOI", "ISBN", "ISSN", "page"):
            made.take(name, str(value), name)
        elif name == "archive_location" and str(value).startswith(("http://", "https://")):
            made.put("archive_url", value)
            made.left = [(said, what) for said, what in made.left if said != "archive"]
        elif key in _SAME and isinstance(value, (str, int)):
            made.put(key, incoming.words(str(value)))
        elif name not in _UNSAID:
            made.leave(name, value)
    return made


def _name(name: Any) -> dict[str, str]:
    if not isinstance(name, dict):
        return incoming.person(name) if isinstance(name, str) else {}
    known = ("family", "given", "dropping-particle", "non-dropping-particle", "suffix", "literal")
    made = {part: str(name[part]) for part in known if name.get(part)}
    if "literal" not in made and ("family" in made) != ("given" in made) or not made:
        body = made.get("family") or made.get("given") or str(name.get("name") or "")
        return {"literal": body} if body else {}
    given, comma, suffix = made.get("given", "").partition(",")
    if comma and "suffix" not in made:  # Zotero has no field for it: «Marlon L., Jr.»
        made |= {"given": given.strip(), "suffix": suffix.strip()}
    return made


def _date(value: Mapping[str, Any]) -> str:
    ends = []
    try:
        for year, *rest in ([int(n) for n in end if n] for end in value.get("date-parts") or []):
            season = [20 + int(value["season"])] if value.get("season") and not rest else []
            # CSL has no year 0, EDTF has.
            whole = f"{year:04}" if year > 0 else f"{year + 1:05}" if year < -1 else "0000"
            ends.append("-".join([whole, *(f"{n:02}" for n in rest or season)]))
    except (TypeError, ValueError):
        return ""
    if not ends:
        said = value.get("raw") or value.get("literal")
        return incoming.date(str(said)) if said else ""
    return incoming.date("/".join(f"{end}~" if value.get("circa") else end for end in ends))
