"""The kinds of records, one row each, and the names of the pages that show records.

In: nothing. Out: ``KINDS``, by folder of ``data/``, and the only conversions between a record
and the name of its page. A new kind is its model, its row here, and its template
(``templates/<singular>.html.j2``) if its records have a page each.
"""

from __future__ import annotations

from dataclasses import dataclass

from explainer.model import records
from explainer.model.audit import Audit
from explainer.model.records import Record

OWN_PAGE = "own"


@dataclass(frozen=True)
class Kind:
    """One kind of record.

    ``shape`` is its model; ``singular`` names its template and its strings. ``page``: ``OWN_PAGE``
    if each record has a page; or the name of the page where its id is an anchor; or ``""`` if
    records are only shown where pages embed them. ``name_field`` and ``summary_field`` hold its
    name and a sentence about it; ``type_field`` is (vocabulary, field) of its type. ``card``: its
    pages have a picture to share.
    """

    folder: str
    shape: type[Record]
    singular: str
    page: str = ""
    name_field: str = ""
    summary_field: str = ""
    type_field: tuple[str, str] = ("", "")
    card: bool = False


# The columns are the fields of ``Kind``.
KINDS: dict[str, Kind] = {kind.folder: kind for kind in (
    Kind("actors", records.Actor, "actor", OWN_PAGE, "name", "summary", ("actor_kinds", "kind"), True),
    Kind("sources", records.Source, "source", OWN_PAGE, "title", "gist", ("source_natures", "nature")),
    Kind("claims", records.Claim, "claim", OWN_PAGE, "text", "text", ("claim_kinds", "kind"), True),
    Kind("events", records.Event, "event", "timeline.md", "title"),
    Kind("terms", records.Term, "term", "glossary.md", "name"),
    Kind("changes", records.Change, "change", "changes.md"),
    Kind("figures", records.Figure, "figure"),
    Kind("audits", Audit, "audit"),
)}  # fmt: skip


def kinds_with_pages() -> list[Kind]:
    """Return the kinds whose records have a page each."""
    return [kind for kind in KINDS.values() if kind.page == OWN_PAGE]


def kinds_with_anchors() -> list[Kind]:
    """Return the kinds whose records have an anchor each on a page."""
    return [kind for kind in KINDS.values() if kind.page not in (OWN_PAGE, "")]


def page_and_anchor(folder: str, id_: str) -> tuple[str, str]:
    """Return the name of the page that shows a record, and its anchor there; ``""`` for none."""
    kind = KINDS[folder]
    return (page_name(folder, id_), "") if kind.page == OWN_PAGE else (kind.page, id_)


def page_name(folder: str, id_: str) -> str:
    """Return the name of a record's own page: ``claims/x.md``."""
    return f"{folder}/{id_}.md"


def record_of_page(name: str) -> tuple[str, str] | None:
    """Return (folder, id) of the record whose own page is called ``name``; ``None`` for others."""
    folder, _, file = name.partition("/")
    is_record = folder in KINDS and KINDS[folder].page == OWN_PAGE and file.endswith(".md")
    return (folder, file.removesuffix(".md")) if is_record and file != "index.md" else None
