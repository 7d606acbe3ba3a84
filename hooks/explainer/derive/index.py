"""The index: reverse look-ups of the records, and the order of claims and events.

In: nothing; ``index_building`` fills it. Out: an ``Index``, whose look-ups are dictionaries:
relations in both directions, claims by and about an actor, events, the places that cite a source.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from explainer.model import records as model
from explainer.model.story import Story
from explainer.read import citation
from explainer.run.tracked_tables import TrackedTable


@dataclass(frozen=True)
class Edge:
    """One relation seen from an end, ``holder``; ``reverse``: that end is the relation's target."""

    holder: str
    other: str
    reverse: bool
    relation: model.Relation

    @property
    def words_key(self) -> str:
        """A key that edges with the same label share: their kind and direction."""
        return f"{self.relation.kind} {self.reverse}"


@dataclass(frozen=True)
class CitingPlace:
    """A place that cites a source: page name, anchor, section id, and the citations with a place."""

    name: str
    anchor: str
    section: str
    citations: tuple[citation.Citation, ...]


def _table_of_lists(name: str) -> Any:
    return TrackedTable(name, make=list)


class Index:
    """Look-ups by id; a missing key has an empty list.

    By the id of an actor: ``edges``, ``claims_by`` (it makes them), ``accusations`` (against
    it), ``claims_about``, ``events_of``. By that of a source: ``claims_from`` (stated in it),
    ``claims_shown_by`` (claims that cite it otherwise), ``cited_by``. By that of a claim:
    ``clashes``, ``embedded`` (names of the pages that embed it). By that of an event:
    ``followed_by``. By a page's name, with ``#`` and an anchor for a record without a page:
    ``sources_of``. By an article's id and a paragraph's number: ``paragraphs`` and ``echoes``,
    ids of claims. By a kind of record: ``ordered``, ids in order.
    """

    def __init__(self) -> None:
        self.edges: dict[str, list[Edge]] = _table_of_lists("edges")
        self.claims_by: dict[str, list[str]] = _table_of_lists("claims_by")
        self.accusations: dict[str, list[str]] = _table_of_lists("accusations")
        self.claims_about: dict[str, list[str]] = _table_of_lists("claims_about")
        self.claims_from: dict[str, list[str]] = _table_of_lists("claims_from")
        self.claims_shown_by: dict[str, list[str]] = _table_of_lists("claims_shown_by")
        self.events_of: dict[str, list[str]] = _table_of_lists("events_of")
        self.followed_by: dict[str, list[str]] = _table_of_lists("followed_by")
        self.clashes: dict[str, list[tuple[str, model.Text]]] = _table_of_lists("clashes")
        self.cited_by: dict[str, list[CitingPlace]] = _table_of_lists("cited_by")
        self.sources_of: dict[str, list[str]] = TrackedTable("sources_of")
        self.paragraphs: dict[tuple[str, int], list[str]] = _table_of_lists("paragraphs")
        self.echoes: dict[tuple[str, int], list[str]] = _table_of_lists("echoes")
        self.ordered: dict[str, list[str]] = _table_of_lists("ordered")
        self.embedded: dict[str, list[str]] = _table_of_lists("embedded")

    @property
    def chronology(self) -> list[str]:
        """The ids of the events, in the order of their dates."""
        return self.ordered["events"]


def claim_sort_key(story: Story, claim: model.Claim) -> tuple[str, int, str]:
    """Return the sort key of a claim: its first publication, its first paragraph, its id.

    The first publication is the earliest date of the sources that state it; a month or a year
    comes after the days in it.
    """
    stated = list(citation.only_valid(claim.stated_in))
    days = [story.sources[c.source].issued for c in stated if c.source in story.sources]
    first = min((day if len(day) == 10 else f"{day}~" for day in days if day), default="~")
    return first, min((n for c in stated for n in c.paragraphs), default=0), claim.id


def sort_events(events: Mapping[str, model.Event]) -> list[model.Event]:
    """Return events by date, then id; each before those that follow it (``follows``).

    A month or a year comes after the days in it, unless an event of such a day follows it.
    """
    placed: dict[str, model.Event] = {}

    def place(event: model.Event, waiting: tuple[str, ...]) -> None:
        if event.id in placed or event.id in waiting:
            return
        before = [events[id_] for id_ in event.follows if id_ in events]
        for earlier in sorted(before, key=lambda other: other.sort_key):
            if earlier.sort_key > event.sort_key and event.date.startswith(earlier.date):
                place(earlier, (*waiting, event.id))
        placed[event.id] = event

    for event in sorted(events.values(), key=lambda event: event.sort_key):
        place(event, ())
    return list(placed.values())


def cite_anchor(source: str, count: int) -> str:
    """Return the id, on its page, of the ``count``-th citation of a source."""
    return f"cite-{source}-{count}"
