"""How to cite a page: a sentence in its language, and a BibTeX entry.

In: the view of a page and the date of its last change. Out: a ``Cite``. The
sentence comes cut around the title, so that the theme can mark its language.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from explainer.make.metadata import naming
from explainer.model import records as model
from explainer.words import bibtex, nested_quotes, wording

if TYPE_CHECKING:
    from explainer.make.view import View

_TITLE = "\x00"


@dataclass(frozen=True)
class Cite:
    """``before`` + title + ``after`` is the sentence; ``bibtex`` the entry."""

    before: str
    title: str
    title_language: str
    after: str
    bibtex: str


def cite(view: View, changed: str) -> Cite:
    """Return how to cite a page; the date is that of its last change, not of a visit."""
    key = "cite_sentence" if changed else "cite_sentence_undated"
    date = wording.format_date(changed, view.language) if changed else ""
    around = naming.name(view, _TITLE)
    sentence = view.t(key, title=around, site=view.site_name, date=date, address=view.canonical)
    before, _, after = sentence.partition(_TITLE)
    title = naming.short(view)
    if own := nested_quotes.BY_LANGUAGE.get(view.language):
        title = own.nest(title)
        inner = nested_quotes.count_closing(title) if after.startswith(f",{own.close}") else 0
        if inner:  # the comma stands inside the innermost quotes
            title, after = title[:-inner], f",{title[-inner:]}{after[1:]}"
    if isinstance(view.record, model.Claim):  # it leaves with all that it stands with here
        after = " – ".join([after, *naming.twins(view)])
    return Cite(before, title, view.title_language, after, _entry(view, changed))


def _entry(view: View, changed: str) -> str:
    item: dict[str, Any] = {
        "id": "-".join([*view.name.removesuffix(".md").split("/"), view.language]),
        "type": "webpage",
        "title": naming.name(view),
        "container-title": view.site_name,
        "language": view.language,
        "URL": view.canonical,
    }
    if isinstance(view.record, model.Claim):
        item["note"] = "; ".join(naming.twins(view))
    if changed:
        item["issued"] = {"date-parts": [[int(part) for part in changed.split("-")]]}
    return bibtex.format_entry(item)
