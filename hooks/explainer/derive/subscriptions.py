"""Feeds and calendars: which pages have a feed, which events a calendar holds.

In: a story and its addresses. Out: names of pages, paths from the site's root. Ids of both
are globally unique (RFC 4287, 4.2.6; RFC 5545, 3.8.4.7): the site's host is in them.
"""

from __future__ import annotations

from explainer.derive.address import Addresses
from explainer.model import records as model
from explainer.model.kinds import KINDS, page_name
from explainer.model.story import Story

CHANGES, TIMELINE = KINDS["changes"].page, KINDS["events"].page
FEED, CALENDAR = "atom.xml", "calendar.ics"


def pages_with_feed(story: Story, addresses: Addresses) -> frozenset[str]:
    """Return the names of the pages with a feed: the log of changes, changed claims, cases."""
    if CHANGES not in addresses:
        return frozenset()
    changes = list(story.changes.values())
    claims = {id_ for change in changes for id_ in (*change.claims, *change.statuses)}
    cases = {event.case for event in story.events.values() if event.case}
    names = [CHANGES] if changes else []
    names += [page_name("claims", id_) for id_ in claims] + [
        page_name("actors", id_) for id_ in cases
    ]
    return frozenset(name for name in names if name in addresses)


def feed_path(addresses: Addresses, language: str, name: str) -> str:
    """Return the path of the feed of a page that has one."""
    return addresses.url(language, name) + FEED


def calendar_events(story: Story) -> list[model.Event]:
    """Return the events whose day is known, in order: a calendar can hold no others."""
    events = [event for event in story.events.values() if len(event.date) == 10]
    return sorted(events, key=lambda event: event.sort_key)


def calendar_path(story: Story, addresses: Addresses, language: str) -> str:
    """Return the path of a language's calendar, or ``""`` if there is none."""
    if not (TIMELINE in addresses and calendar_events(story)):
        return ""
    return addresses.url(language, TIMELINE) + CALENDAR
