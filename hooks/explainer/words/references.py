"""References: what a note and a source's page print of a source.

In: sources (CSL variables). Out: one HTML string a source and language, by the
Citation Style Language (https://docs.citationstyles.org) through citeproc-py
and the project's own style, ``templates/references.csl``. Also the sources as
CSL-JSON, for ``outputs``.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from citeproc import (
    Citation,
    CitationItem,
    CitationStylesBibliography,
    CitationStylesStyle,
    formatter,
)
from citeproc.source.json import CiteProcJSON

from explainer import locales
from explainer.model import records as model
from explainer.words import typography, wording

_LOCALES = {"fr": "fr-FR", "en": "en-US"}
_CSL = (
    "type",
    "title",
    "container_title",
    "publisher",
    "authority",
    "number",
    "genre",
    "language",
    "URL",
    "DOI",
    "note",
)
# American style puts a comma or a full stop inside the quotes (Chicago 6.9); citeproc-py does not.
_INSIDE = re.compile("(?<![?!])(\ue001?”)([,.])")
_OPEN, _CLOSE = "\ue000", "\ue001"  # private use: mark the title for its language


def csl(source: model.Source) -> dict[str, Any]:
    """Return a source as a CSL-JSON item, ready for Zotero or Pandoc."""
    item: dict[str, Any] = {"id": source.id}
    for name in _CSL:
        if value := getattr(source, name):
            item[name.replace("_", "-")] = value
    if source.author:
        item["author"] = [author.model_dump(exclude_none=True) for author in source.author]
    for name in ("issued", "accessed"):
        if value := getattr(source, name):
            item[name] = {"date-parts": [[int(part) for part in value.split("-")]]}
    if source.archive_url:
        item["archive"], item["archive_location"] = "Web archive", source.archive_url
    return item


def references(sources: Iterable[model.Source], language: str, style: Path) -> dict[str, str]:
    """Return the reference of each source, as HTML in the language of the page.

    A title in another language carries ``lang``. ``style`` is a CSL file.
    """
    chosen = list(sources)
    if not chosen:
        return {}
    locale = _LOCALES.get(language, language)
    loaded = CitationStylesStyle(str(style), locale=locale, validate=False)
    items = [_printable(source, language) for source in chosen]
    bibliography = CitationStylesBibliography(loaded, CiteProcJSON(items), formatter.html)
    for source in chosen:
        bibliography.register(Citation([CitationItem(source.id)]))
    out: dict[str, str] = {}
    for source, entry in zip(chosen, bibliography.bibliography(), strict=True):
        text = str(entry).replace("..", ".").replace("?.", "?").replace("!.", "!")
        if locale == "en-US":
            text = _INSIDE.sub(r"\2\1", text)
        foreign = locales.base(source.language) != locales.base(language)
        opening = f'<span lang="{source.language}">' if foreign else ""
        out[source.id] = text.replace(_OPEN, opening).replace(_CLOSE, "</span>" if foreign else "")
    return out


def _printable(source: model.Source, language: str) -> dict[str, Any]:
    item = csl(source)
    for key in ("URL", "note", "language", "archive", "archive_location"):
        item.pop(key, None)
    for key, value in item.items():
        if isinstance(value, str) and key not in ("id", "type"):
            # A title keeps the marks of its own language; what else it has are names and numbers.
            own = source.language if key in ("title", "container-title") else ""
            item[key] = html.escape(typography.correct(value, own), quote=False).replace("'", "’")
    item["title"] = f"{_OPEN}{item['title']}{_CLOSE}"
    for author in item.get("author", []):
        for key, value in author.items():
            author[key] = html.escape(value, quote=False)
    for key in ("issued", "accessed"):
        if value := getattr(source, key):
            # citeproc-py knows no ordinal day: the date comes ready, «1er décembre 2020».
            item[key] = {"literal": wording.date(value, language)}
    return item
