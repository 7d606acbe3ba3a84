"""BibTeX entries of sources and pages, for reference managers and LaTeX.

In: CSL variables. Out: BibTeX entries as text, in UTF-8. Types and fields are
those that classic BibTeX and biblatex share; ``date``, ``url``, ``urldate``,
``langid`` and a few more are biblatex's, and ignored by styles that do not know them.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any
from urllib.parse import quote

from explainer.model.source import surname
from explainer.words import wording

# CSL type → (entry type, field of the container). Types that BibTeX lacks are `misc`.
_TYPES = {
    "article-journal": ("article", "journal"),
    "article-magazine": ("article", "journal"),
    "article-newspaper": ("article", "journal"),
    "book": ("book", "series"),
    "chapter": ("incollection", "booktitle"),
    "entry-encyclopedia": ("incollection", "booktitle"),
    "paper-conference": ("inproceedings", "booktitle"),
    "report": ("techreport", "series"),
    "thesis": ("phdthesis", "series"),
}
_PUBLISHER = {"techreport": "institution", "phdthesis": "school"}
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_SPECIAL = {
    "\\": r"\textbackslash{}", "{": r"\textbraceleft{}", "}": r"\textbraceright{}",
    "~": r"\textasciitilde{}", "^": r"\textasciicircum{}",
    "&": r"\&", "%": r"\%", "$": r"\$", "#": r"\#", "_": r"\_",
}  # fmt: skip
_ESCAPE = re.compile(r"[\\{}~^&%$#_]")


def escape(text: str) -> str:
    """Return ``text`` on one line, with the special characters of LaTeX escaped."""
    return re.sub(r"\s+", " ", _ESCAPE.sub(lambda m: _SPECIAL[m[0]], text)).strip()


def format_entry(item: Mapping[str, Any]) -> str:
    """Return the entry of one CSL item (``id``, ``type``, ``title``, and what else is known)."""
    kind, container = _TYPES.get(item["type"], ("misc", ""))
    if container == "journal" and "container-title" not in item:
        kind, container = "misc", ""
    fields: dict[str, str] = {}
    for role in ("author", "editor", "translator"):
        if names := item.get(role):
            fields[role] = " and ".join(_format_name(name) for name in names)
    # The second pair of braces keeps capitals as they are, in every style.
    fields["title"] = f"{{{escape(item['title'])}}}"
    if kind == "misc":
        # The only field for container, publisher and number that standard styles print.
        _add(fields, "howpublished", _how_published(item))
        # For programs that read the entry back, as Zotero and Pandoc do.
        _add(fields, "booktitle", item.get("container-title"))
        _add(fields, "publisher", item.get("publisher"))
        _add(fields, "institution", item.get("authority"))
    else:
        _add(fields, container, item.get("container-title"))
        maker = item.get("publisher") or item.get("authority")
        _add(fields, _PUBLISHER.get(kind, "publisher"), maker)
        if maker != item.get("authority"):
            _add(fields, "organization", item.get("authority"))
    _add(fields, "series", item.get("collection-title"))
    _add(fields, "type", item.get("genre") or ("Report" if kind == "techreport" else None))
    for name, key in _COPIED_FIELDS.items():
        _add(fields, name, str(item.get(key, "")))
    _add(fields, "number", item.get("issue") if kind == "article" else item.get("number"))
    _add(fields, "pages", str(item.get("page", "")).replace("–", "-").replace("-", "--"))
    if kind in ("misc", "article") and item["type"] not in ("webpage", "article-journal"):
        # biblatex's field for what the entry's type does not say: «newspaper», «legal_case».
        fields["entrysubtype"] = item["type"].removeprefix("article-")
    fields |= _date_fields(item)
    if language := item.get("language"):
        fields["langid"] = wording.language_name(language, "en").lower()
    if doi := item.get("DOI"):
        fields["doi"] = doi  # verbatim in biblatex, like url
    if url := item.get("URL"):
        fields["url"] = quote(url, safe="%/:?#[]@!$&'()*+,;=~-._")
    if accessed := item.get("accessed"):
        fields["urldate"] = _format_edtf(accessed)
    _add(fields, "note", item.get("note"))
    # Months are words of BibTeX's own.
    braced = {name: value if name == "month" else f"{{{value}}}" for name, value in fields.items()}
    lines = [f"  {name} = {value}," for name, value in braced.items()]
    return "\n".join([f"@{kind}{{{item['id']},", *lines, "}"])


# Field of BibTeX or biblatex → CSL variable that is copied into it.
_COPIED_FIELDS = {
    "volume": "volume", "edition": "edition", "chapter": "chapter-number",
    "address": "publisher-place", "eventtitle": "event", "isbn": "ISBN", "issn": "ISSN",
}  # fmt: skip


def _how_published(item: Mapping[str, Any]) -> str:
    """Return ``howpublished`` of a document whose type BibTeX lacks: report, court, number, maker."""
    section = f"§ {item['section']}" if "section" in item else item.get("page")
    if item["type"] == "hearing":  # its committee, as Zotero does
        section = item.get("section")
    report = " ".join(
        str(part) for part in (item.get("volume"), item.get("container-title"), section) if part
    )
    keys = ("authority", "jurisdiction", "number", "publisher")
    return ", ".join([report] * bool(report) + [item[key] for key in keys if item.get(key)])


def _date_fields(item: Mapping[str, Any]) -> dict[str, str]:
    fields = {}
    if issued := item.get("issued"):
        first = issued["date-parts"][0]
        if first[0] > 0:
            fields["year"] = f"{first[0]:04}"
        if len(first) > 1 and len(issued["date-parts"]) == 1:
            fields["month"] = _MONTHS[first[1] - 1]
        fields["date"] = _format_edtf(issued)
    if original := item.get("original-date"):
        fields["origdate"] = _format_edtf(original)
    return fields


def _add(fields: dict[str, str], name: str, value: str | None) -> None:
    if value:
        fields[name] = escape(value)


def _format_name(name: Mapping[str, str]) -> str:
    if literal := name.get("literal"):
        return f"{{{escape(literal)}}}"  # else «and», a comma or its last word would split it
    particles = (escape(name.get(f"{kind}-particle", "")) for kind in _PARTICLES)
    family = surname(_name_part(name.get("family", "")), *particles)
    parts = (family, _name_part(name.get("suffix", "")), _name_part(name.get("given", "")))
    return ", ".join(part for part in parts if part)


_PARTICLES = ("dropping", "non-dropping")


def _name_part(text: str) -> str:
    """Return a part of a name, in braces if BibTeX would split it."""
    cut = "," in text or re.search(r"\band\b", text, re.IGNORECASE)
    return f"{{{escape(text)}}}" if cut else escape(text)


def _format_edtf(date: Mapping[str, Any]) -> str:
    """Return a date of CSL-JSON as biblatex reads it: ISO 8601-2, level 1."""
    ends = []
    for year, *rest in date["date-parts"]:
        season = [20 + date["season"]] if "season" in date and not rest else []
        # CSL has no year 0, which is 1 BC.
        whole = f"{year:04}" if year > 0 else "-" * (year < -1) + f"{-year - 1:04}"
        ends.append("-".join([whole, *(f"{part:02}" for part in rest or season)]))
    return "/".join(f"{end}~" if date.get("circa") else end for end in ends)
