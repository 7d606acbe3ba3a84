"""What search is made from: documents, whoever hands them over."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Section:
    """A part of a document, from one heading to the next; the first may have neither.

    ``anchor`` is the fragment of its address; ``text`` has one paragraph a line.
    """

    anchor: str
    heading: str
    text: str


@dataclass(frozen=True)
class Document:
    """One thing that can be found.

    ``url`` is from the site's root and may end in a fragment; ``kind`` is one of the dialog's
    filters; ``title_language`` is that of the title, if it is not the document's. ``label`` is
    shown beside the title: a role, a status, a date. Searched and never shown: ``names``, which
    count as a title does (other names and forms, the date of an event), and ``keywords``, which
    count as a heading does. ``stock_headings``: the headings are the same on all pages of this
    kind, so they are shown and not searched.
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
