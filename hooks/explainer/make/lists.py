"""Lists and look-ups that templates ask for by name.

In: a compiled site, a language and a page. Out: the extra names of a template's
scope. Nothing here is prose; words are in templates.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from functools import cache as once
from itertools import groupby
from operator import attrgetter
from typing import Any

from markupsafe import Markup

from explainer import draw
from explainer.check import coverage, review_queue
from explainer.derive import address, comparison, disputes, index, subscriptions
from explainer.draw import event_marks
from explainer.make import facets, links
from explainer.make.site import Site
from explainer.model.kinds import KINDS, kinds_with_anchors, record_of_page
from explainer.run import tracked_tables


class Lists:
    """The extra names, for the pages of one language; drawings link by marks that pages fill in."""

    def __init__(self, site: Site, language: str) -> None:
        self.story, self.derived, self.addresses = site.story, site.derived, site.addresses
        self.language = language
        self.members = facets.members(self.story, self.derived, self.addresses)
        self.table = facets.links(self.story, self.addresses, self.members, language)
        self.cases = event_marks.cases(self.story)
        self.feeds = subscriptions.pages_with_feed(self.story, self.addresses)
        self.calendar = subscriptions.calendar_path(self.story, self.addresses, language)
        self.expected = [event for event in self.in_order() if event.expected]

    def names(self, page: str) -> dict[str, Any]:
        """Return the names, for the scope of the page called ``page``."""
        compared = once(lambda: comparison.Comparison(self.story, self.derived))
        return {
            "facets": lambda section, by: self.table.get((section, by), []),
            "facet_records": lambda facet: self.members[facet.first],
            "facet_shown": self.facet_shown,
            "facet_parts": self.facet_parts,
            "comparison": compared,
            "coverage_report": lambda: coverage.report(self.story),
            "awaiting_review": self.awaiting_review,
            "chart": lambda figure, row: Markup(draw.chart(figure, row)),  # noqa: S704
            "axis": self.axis,
            "chronology": self.in_order,
            "landmarks": self.landmarks,
            "case_mark": self.case_mark,
            "feed": self.feed(page),
            "calendar": self.calendar,
            "expected": self.expected,
            "runs": runs,
            "cited_kinds": self.cited_kinds,
            "years": self.years,
            "tally": self.tally,
            "disputes": lambda: disputes.find_disputes(self.story, self.derived),
            "book": address.book_path(self.story, self.language),
            "offline_copy": lambda: address.offline_copy_path(self.story),
            "repository": self.story.settings.repo_url,
            # The events that end a long spell without any, with its unit and length.
            "gap_before": lambda: {
                g.before: g.lasts for g in draw.gaps(self.story.events.values())
            },
            "event_place": lambda id_: self.event_place(id_, page),
            "relations": lambda: draw.relations(self.story),
            "sides": lambda: draw.sides(self.story, draw.relations(self.story)),
            "sentences": lambda links: draw.sentences(self.story, links),
            "strip": lambda events: Markup(draw.strip(self.story, events, self.language)),  # noqa: S704
            "groups": lambda: draw.groups(self.story),
        }

    def awaiting_review(self) -> list[review_queue.Row]:
        """Return what awaits review: every text has its part in it."""
        tracked_tables.mark_always_stale()
        return review_queue.rows(self.story)

    def facet_shown(self, facet: address.Facet) -> list[Any]:
        """Return the records that one page of a long list shows."""
        start = (facet.part - 1) * address.MAX_CLAIMS_PER_PAGE
        return self.members[facet.first][start : start + address.MAX_CLAIMS_PER_PAGE]

    def facet_parts(self, facet: address.Facet) -> list[address.Facet]:
        """Return the pages of a list, in order."""
        count = -(-len(self.members[facet.first]) // address.MAX_CLAIMS_PER_PAGE)
        return [replace(facet, part=part) for part in range(1, count + 1)]

    def axis(self, events: list[Any], *, told: bool = False) -> Markup:
        """Return the time axis of some events; its links go to the timeline's anchors."""
        timeline = KINDS["events"].page
        link = lambda id_: links.link(f"{timeline}#{id_}")  # noqa: E731
        made = draw.axis(self.story, events, self.language, link, told=told)
        return Markup(made)  # noqa: S704 (drawings escape)

    def landmarks(self, actor: str = "") -> list[Any]:
        """Return the events that have a landmark, in order; with ``actor``, those it takes part in."""
        found = (self.story.events[id_] for id_ in self.derived.events_of[actor])
        return [event for event in (found if actor else self.in_order()) if event.landmark]

    def case_mark(self, event: Any) -> Markup:
        """Return the mark that stands for an event in every drawing."""
        return Markup(event_marks.icon(event_marks.of_event(self.story, self.cases, event)))  # noqa: S704

    def feed(self, page: str) -> str:
        """Return the path of the page's own feed, or ``""``."""
        return (
            subscriptions.feed_path(self.addresses, self.language, page)
            if page in self.feeds
            else ""
        )

    def years(self) -> list[tuple[str, str, list[str]]]:
        """Return (year, anchor, ids of its events), in order."""
        grouped = groupby(self.in_order(), key=lambda event: event.date[:4])
        return [(year, f"y{year}", [event.id for event in found]) for year, found in grouped]

    def cited_kinds(
        self, places: list[index.CitingPlace]
    ) -> list[tuple[str, list[index.CitingPlace]]]:
        """Return places that cite a source by what they are: pages that people wrote, then records.

        Each group with its name, a key of the strings; what has no such name is a page.
        """
        anchors = {kind.page: kind.folder for kind in kinds_with_anchors()}
        found: dict[str, list[index.CitingPlace]] = {name: [] for name in ("pages", *KINDS)}
        for place in places:
            at, folder = record_of_page(place.name), anchors.get(place.name, "")
            if at:
                folder = at[0]
            elif not (folder and place.anchor in self.story.records(folder)):
                folder = ""
            found[folder if folder in self.story.strings else "pages"].append(place)
        return [(name, held) for name, held in found.items() if held]

    def tally(self, ids: list[str]) -> list[tuple[str, list[str]]]:
        """Return (status, ids of the claims that have it), in the order of the vocabulary."""
        claims = [self.story.claims[id_] for id_ in ids]
        return [
            (status, found)
            for status in self.story.vocab.claim_statuses
            if (found := [claim.id for claim in claims if claim.status == status])
        ]

    def in_order(self) -> list[Any]:
        """Return every event, in order."""
        return [self.story.events[id_] for id_ in self.derived.chronology]

    def event_place(self, id_: str, page: str) -> Markup:
        """Return the link to an event: on this page if it is there in full, else on the timeline."""
        case = address.Facet("timeline", "case", self.story.events[id_].case or "").name
        timeline = KINDS["events"].page
        here = page in (case, timeline)
        return Markup(links.link(f"#{id_}" if here else f"{timeline}#{id_}"))  # noqa: S704


def runs(items: Iterable[Any], attribute: str) -> list[list[Any]]:
    """Return items in groups of neighbours that share a value of ``attribute``."""
    return [list(found) for _, found in groupby(items, key=attrgetter(attribute))]
