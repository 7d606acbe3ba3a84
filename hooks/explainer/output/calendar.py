"""The calendar of a language (iCalendar, RFC 5545).

In: the events of a site. Out: ``calendar.ics`` beside the timeline: the events of a known day, past or
expected (a hearing, a deadline), as whole days that do not block their reader's time. Subscribers
get later additions. Times come from the records, so that the same records give the same bytes.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

from explainer.derive import subscriptions
from explainer.derive.history import latest_day
from explainer.make.site import Site
from explainer.model import records as model
from explainer.output.files import write_file
from explainer.words import typography

_MAX_LINE_OCTETS = 75  # octets, the line's end not counted (RFC 5545, 3.1)


def write(site: Site, language: str, folder: Path) -> None:
    """Write the calendar of a language, if it has one."""
    if path := subscriptions.calendar_path(site.story, site.addresses, language):
        write_file(folder / path, make_calendar(site, language))


def make_calendar(site: Site, language: str) -> bytes:
    """Return the calendar of one language, in the order of the days."""
    settings = site.story.settings
    name = typography.typeset(settings.site_name(language), language)
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        f"PRODID:-//{urlsplit(settings.site_url).hostname}//calendar//{language.upper()}",
        f"NAME:{_escape_text(name)}",
        f"X-WR-CALNAME:{_escape_text(name)}",  # RFC 7986 has NAME; older readers know this one
        "REFRESH-INTERVAL;VALUE=DURATION:P1D",
    ]
    latest = latest_day(site.story)
    for event in subscriptions.calendar_events(site.story):
        lines += ["BEGIN:VEVENT", *_event_lines(site, language, event, latest), "END:VEVENT"]
    lines.append("END:VCALENDAR")
    return "".join(f"{folded}\r\n" for line in lines for folded in _fold_line(line)).encode()


def _event_lines(site: Site, language: str, event: model.Event, latest: str) -> Iterator[str]:
    story, settings = site.story, site.story.settings
    address = f"{site.addresses.url(language, subscriptions.TIMELINE)}#{event.id}"
    first = datetime.date.fromisoformat(event.date)
    until = event.until or ""
    last = datetime.date.fromisoformat(until) if len(until) == 10 else first
    stamp = (latest or event.date).replace("-", "")
    yield f"UID:{event.id}@{urlsplit(settings.site_url).hostname}{settings.site_path}{language}"
    yield f"DTSTAMP:{stamp}T000000Z"
    yield f"DTSTART;VALUE=DATE:{_compact_date(first)}"
    yield f"DTEND;VALUE=DATE:{_compact_date(last + datetime.timedelta(days=1))}"  # the day after (3.6.1)
    title = site.plain_text(event.title, language)
    if event.expected:
        title = f"{title} ({site.string(language, 'expected')})"
    yield f"SUMMARY;LANGUAGE={language}:{_escape_text(title)}"
    yield f"DESCRIPTION;LANGUAGE={language}:{_escape_text(site.plain_text(event.text, language))}"
    if event.court:
        court = site.plain_text(story.actors[event.court].name, language)
        yield f"LOCATION;LANGUAGE={language}:{_escape_text(court)}"
    kind = typography.typeset(story.vocab.event_kinds[event.kind].label[language], language)
    yield f"CATEGORIES;LANGUAGE={language}:{_escape_text(kind)}"
    yield f"URL:{site.absolute_url(address)}"
    yield f"STATUS:{'TENTATIVE' if event.expected else 'CONFIRMED'}"
    yield "TRANSP:TRANSPARENT"


def _compact_date(day: datetime.date) -> str:
    """Return a day as YYYYMMDD."""
    return day.isoformat().replace("-", "")  # %Y of the year 943 has three


def _escape_text(text: str) -> str:
    """Return a value of type TEXT (RFC 5545, 3.3.11)."""
    return re.sub(r"([\\;,])", r"\\\1", text).replace("\n", "\\n")


def _fold_line(line: str) -> Iterator[str]:
    """Yield a line in pieces of 75 octets at most; all but the first begin with a space (3.1)."""
    piece, size = "", 0
    for letter in line:
        octets = len(letter.encode())
        if size + octets > _MAX_LINE_OCTETS:
            yield piece
            piece, size = " ", 1
        piece, size = piece + letter, size + octets
    yield piece
