"""The documents that the search index is made from."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Section:
    """A part of a document, from one heading to the next; the first may have neither anchor nor heading.

    ``anchor`` is its fragment; ``text`` has one paragraph a line.
    """

    anchor: str
    heading: str
    text: str


@dataclass(frozen=True)
class Document:
    """One search result.

    ``url`` is from the site's root and may have a fragment; ``kind`` is one of the dialog's filters;
    ``title_language`` is set if it is not the document's. ``label`` is shown beside the title: a role, a
    status, a date. Searched and not shown: ``names``, ranked as the title (other names and forms, an
    event's date), and ``keywords``, ranked as headings. ``stock_headings``: all pages of this kind have
    the same headings, so they are shown and not searched.
    """

    language: str
    url: str
    kind: str
    title: str
    sections: tuple[Section, ...] = ()
    label: str = ""
    names: tuple[str, ...] = ()
    keywords: tuple[str, ...] = ()
    title_language: str = ""
    stock_headings: bool = False
