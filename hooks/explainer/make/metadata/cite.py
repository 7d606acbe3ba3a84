"""How to cite a page: a sentence in its language, and a BibTeX entry.

In: the view of a page and the date of its last change. Out: a ``Cite``; its sentence is split around
the title, so that the theme can mark the title's language.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from explainer.make.metadata import naming
from explainer.model import records as model
from explainer.words import bibtex, nested_quotes, wording

if TYPE_CHECKING:
    from explainer.make.view import View

_TITLE_MARK = "\x00"


@dataclass(frozen=True)
class Cite:
    """``before`` + title + ``after`` is the sentence; ``bibtex`` is the entry."""

    before: str
    title: str
    title_language: str
    after: str
    bibtex: str


def cite(view: View, changed: str) -> Cite:
    """Return how to cite a page; the date is that of its last change, not of a visit."""
    key = "cite_sentence" if changed else "cite_sentence_undated"
    date = wording.format_date(changed, view.language) if changed else ""
    name = naming.cited_name(view, _TITLE_MARK)
    sentence = view.t(key, title=name, site=view.site_name, date=date, address=view.canonical)
    before, _, after = sentence.partition(_TITLE_MARK)
    title = naming.title_without_stop(view)
    if quotes := nested_quotes.BY_LANGUAGE.get(view.language):
        title = quotes.nest(title)
        inner = nested_quotes.count_closing(title) if after.startswith(f",{quotes.close}") else 0
        if inner:  # the comma stands inside the innermost quotes
            title, after = title[:-inner], f",{title[-inner:]}{after[1:]}"
    if isinstance(view.record, model.Claim):  # cited elsewhere, it keeps its translations
        after = " – ".join([after, *naming.describe_alternates(view)])
    return Cite(before, title, view.title_language, after, _bibtex_entry(view, changed))


def _bibtex_entry(view: View, changed: str) -> str:
    item: dict[str, Any] = {
        "id": "-".join([*view.name.removesuffix(".md").split("/"), view.language]),
        "type": "webpage",
        "title": naming.cited_name(view),
        "container-title": view.site_name,
        "language": view.language,
        "URL": view.canonical,
    }
    if isinstance(view.record, model.Claim):
        item["note"] = "; ".join(naming.describe_alternates(view))
    if changed:
        item["issued"] = {"date-parts": [[int(part) for part in changed.split("-")]]}
    return bibtex.format_entry(item)
