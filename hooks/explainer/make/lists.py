"""The lists and look-ups that templates use by name.

In: a compiled site, a language and a page. Out: more variables for templates. No prose: words are
in the templates.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from functools import cache as once
from itertools import groupby
from operator import attrgetter
from typing import Any

from markupsafe import Markup

from explainer.check import coverage, review_queue
from explainer.derive import address, comparison, disputes, index, subscriptions
from explainer.draw import all_relations, bar_chart, event_marks, time_axis, time_scale
from explainer.make import facets, links, tags
from explainer.make.site import Site
from explainer.model.kinds import KINDS, kinds_with_anchors, record_of_page
from explainer.run import tracked_tables


class ListScope:
    """The variables for the pages of one language; links in drawings are marks that pages fill in."""

    def __init__(self, site: Site, language: str) -> None:
        self.story, self.index, self.addresses = site.story, site.index, site.addresses
        self.language = language
        members = self.facet_members = facets.group_by_facet(self.story, self.index, self.addresses)
        self.facet_links = facets.build_links(self.story, self.addresses, members, language)
        self.cases = event_marks.cases_in_order(self.story)
        self.feeds = subscriptions.pages_with_feed(self.story, self.addresses)
        self.calendar = subscriptions.calendar_path(self.story, self.addresses, language)
        self.expected = [event for event in self.events_in_order() if event.expected]

    def names(self, page: str) -> dict[str, Any]:
        """Return the variables for the page called ``page``."""
        make_comparison = once(lambda: comparison.Comparison(self.story, self.index))
        return {
            "facets": lambda section, by: self.facet_links.get((section, by), []),
            "facet_records": lambda facet: self.facet_members[facet.first],
            "facet_shown": self.facet_shown,
            "facet_parts": self.facet_parts,
            "comparison": make_comparison,
            "coverage_report": lambda: coverage.report(self.story),
            "awaiting_review": self.awaiting_review,
            "chart": lambda figure, row: tags.safe(bar_chart.draw_chart(figure, row)),
            "axis": self.axis,
            "chronology": self.events_in_order,
            "landmarks": self.landmarks,
            "case_mark": self.case_mark,
            "feed": self.feed(page),
            "calendar": self.calendar,
            "expected": self.expected,
            "runs": group_runs,
            "cited_kinds": self.cited_kinds,
            "years": self.years,
            "tally": self.tally,
            "disputes": lambda: disputes.find_disputes(self.story, self.index),
            "book": address.book_path(self.story, self.language),
            "offline_copy": lambda: address.offline_copy_path(self.story),
            "repository": self.story.settings.repo_url,
            # The events that end a long gap, with its unit and length.
            "gap_before": lambda: {
                g.next_event: g.duration for g in time_scale.find_gaps(self.story.events.values())
            },
            "event_place": lambda id_: self.event_place(id_, page),
            "relations": lambda: all_relations.list_relations(self.story),
            "sides": lambda: all_relations.assign_sides(
                self.story, all_relations.list_relations(self.story)
            ),
            "sentences": lambda links: all_relations.group_into_sentences(self.story, links),
            "strip": lambda events: tags.safe(
                time_axis.draw_strip(self.story, events, self.language)
            ),
            "groups": lambda: all_relations.list_groups(self.story),
        }

    def awaiting_review(self) -> list[review_queue.Row]:
        """Return the texts that await review; any text may change them, so the page is always remade."""
        tracked_tables.mark_always_stale()
        return review_queue.rows(self.story)

    def facet_shown(self, facet: address.Facet) -> list[Any]:
        """Return the records on one page of a long list."""
        start = (facet.part - 1) * address.MAX_CLAIMS
        return self.facet_members[facet.first][start : start + address.MAX_CLAIMS]

    def facet_parts(self, facet: address.Facet) -> list[address.Facet]:
        """Return the pages of a list, in order."""
        count = -(-len(self.facet_members[facet.first]) // address.MAX_CLAIMS)
        return [replace(facet, part=part) for part in range(1, count + 1)]

    def axis(self, events: list[Any], *, is_whole_timeline: bool = False) -> Markup:
        """Return the time axis of some events; its links lead to the timeline's anchors."""
        timeline = KINDS["events"].page
        link = lambda id_: links.escaped_address_mark(f"{timeline}#{id_}")  # noqa: E731
        options = {"is_whole_timeline": is_whole_timeline}
        return tags.safe(time_axis.draw_axis(self.story, events, self.language, link, **options))

    def landmarks(self, actor: str = "") -> list[Any]:
        """Return the events with a landmark, in order; with ``actor``, only those that it takes part in."""
        events = (self.story.events[id_] for id_ in self.index.events_of[actor])
        return [event for event in (events if actor else self.events_in_order()) if event.landmark]

    def case_mark(self, event: Any) -> Markup:
        """Return the mark of an event."""
        mark = event_marks.mark_of_event(self.story, self.cases, event)
        return tags.safe(event_marks.draw_icon(mark))

    def feed(self, page: str) -> str:
        """Return the path of the page's own feed, or ``""``."""
        if page not in self.feeds:
            return ""
        return subscriptions.feed_path(self.addresses, self.language, page)

    def years(self) -> list[tuple[str, str, list[str]]]:
        """Return (year, anchor, ids of its events), in order."""
        groups = groupby(self.events_in_order(), key=lambda event: event.date[:4])
        return [(year, f"y{year}", [event.id for event in events]) for year, events in groups]

    def cited_kinds(
        self, places: list[index.CitingPlace]
    ) -> list[tuple[str, list[index.CitingPlace]]]:
        """Return the places that cite a source, grouped by kind: hand-written pages, then records.

        Each group has a key of the interface strings; a kind without such a string counts as a page.
        """
        anchored_kinds = {kind.page: kind.folder for kind in kinds_with_anchors()}
        groups: dict[str, list[index.CitingPlace]] = {name: [] for name in ("pages", *KINDS)}
        for place in places:
            record, folder = record_of_page(place.name), anchored_kinds.get(place.name, "")
            if record:
                folder = record[0]
            elif not (folder and place.anchor in self.story.records(folder)):
                folder = ""
            groups[folder if folder in self.story.strings else "pages"].append(place)
        return [(name, members) for name, members in groups.items() if members]

    def tally(self, ids: list[str]) -> list[tuple[str, list[str]]]:
        """Return (status, ids of the claims that have it), in the order of the vocabulary."""
        claims = [self.story.claims[id_] for id_ in ids]
        return [
            (status, ids_)
            for status in self.story.vocab.claim_statuses
            if (ids_ := [claim.id for claim in claims if claim.status == status])
        ]

    def events_in_order(self) -> list[Any]:
        """Return every event, in order."""
        return [self.story.events[id_] for id_ in self.index.chronology]

    def event_place(self, id_: str, page: str) -> Markup:
        """Return the link to an event: on this page if it is shown in full here, else on the timeline."""
        case = address.Facet("timeline", "case", self.story.events[id_].case or "").name
        timeline = KINDS["events"].page
        is_here = page in (case, timeline)
        return tags.safe(links.escaped_address_mark(f"#{id_}" if is_here else f"{timeline}#{id_}"))


def group_runs(items: Iterable[Any], attribute: str) -> list[list[Any]]:
    """Return items in groups of neighbours with the same value of ``attribute``."""
    return [list(run) for _, run in groupby(items, key=attrgetter(attribute))]
