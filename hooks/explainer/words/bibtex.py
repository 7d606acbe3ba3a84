"""BibTeX: the sources, and each page, for reference managers and LaTeX.

In: CSL variables. Out: BibTeX entries as text, in UTF-8. Types and fields are
those that classic BibTeX and biblatex share; ``date``, ``url`` and ``urldate``
are biblatex's, and ignored by styles that do not know them.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any
from urllib.parse import quote

# CSL type → (entry type, field of the container). Types that BibTeX lacks are `misc`.
_TYPES = {
    "article-journal": ("article", "journal"),
    "article-magazine": ("article", "journal"),
    "article-newspaper": ("article", "journal"),
    "book": ("book", "series"),
    "chapter": ("incollection", "booktitle"),
    "paper-conference": ("inproceedings", "booktitle"),
    "report": ("techreport", "series"),
    "thesis": ("phdthesis", "series"),
    "manuscript": ("unpublished", "howpublished"),
}
_PUBLISHER = {"techreport": "institution", "phdthesis": "school", "book": "publisher"}
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_SPECIAL = {
    "\\": r"\textbackslash{}", "{": r"\textbraceleft{}", "}": r"\textbraceright{}",
    "~": r"\textasciitilde{}", "^": r"\textasciicircum{}",
    "&": r"\&", "%": r"\%", "$": r"\$", "#": r"\#", "_": r"\_",
}  # fmt: skip
_ESCAPE = re.compile(r"[\\{}~^&%$#_]")


def escape(text: str) -> str:
    """Return ``text`` with what LaTeX would read as commands escaped, on one line."""
    return re.sub(r"\s+", " ", _ESCAPE.sub(lambda m: _SPECIAL[m[0]], text)).strip()


def entry(item: Mapping[str, Any]) -> str:
    """Return the entry of one CSL item (``id``, ``type``, ``title``, and what else is known)."""
    kind, container = _TYPES.get(item["type"], ("misc", "howpublished"))
    if container == "journal" and "container-title" not in item:
        kind, container = "misc", "howpublished"
    fields: dict[str, str] = {}
    if names := item.get("author"):
        fields["author"] = " and ".join(_name(name) for name in names)
    # The second pair of braces keeps capitals as they are, in every style.
    fields["title"] = f"{{{escape(item['title'])}}}"
    _put(fields, container, item.get("container-title"))
    _put(fields, _PUBLISHER.get(kind, "publisher"), item.get("publisher"))
    _put(fields, "organization", item.get("authority"))
    _put(fields, "number", item.get("number"))
    _put(fields, "type", item.get("genre"))
    if parts := _date(item, "issued"):
        fields["year"] = f"{parts[0]:04}"
        fields |= {"month": _MONTHS[parts[1] - 1]} if len(parts) > 1 else {}
        fields["date"] = _iso(parts)
    _put(fields, "language", item.get("language"))
    if doi := item.get("DOI"):
        fields["doi"] = doi  # read as it is, like an address
    if url := item.get("URL"):
        fields["url"] = quote(url, safe="%/:?#[]@!$&'()*+,;=~-._")
    if parts := _date(item, "accessed"):
        fields["urldate"] = _iso(parts)
    _put(fields, "note", item.get("note"))
    lines = [f"  {name} = {_value(name, value)}," for name, value in fields.items()]
    return "\n".join([f"@{kind}{{{item['id']},", *lines, "}"])


def _value(name: str, value: str) -> str:
    return value if name == "month" else f"{{{value}}}"  # months are BibTeX's own words


def _put(fields: dict[str, str], name: str, value: str | None) -> None:
    if value:
        fields[name] = escape(value)


def _name(name: Mapping[str, str]) -> str:
    if literal := name.get("literal"):
        return f"{{{escape(literal)}}}"  # else «and», or a comma, would cut it
    return ", ".join(escape(name[part]) for part in ("family", "given") if name.get(part))


def _date(item: Mapping[str, Any], name: str) -> list[int]:
    value: list[int] = item[name]["date-parts"][0] if name in item else []
    return value


def _iso(parts: list[int]) -> str:
    return "-".join([f"{parts[0]:04}", *(f"{part:02}" for part in parts[1:])])
