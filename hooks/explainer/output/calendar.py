"""The days of the affair, one calendar a language (iCalendar, RFC 5545).

In: the events of a site. Out: ``calendar.ics`` beside the timeline: what happened on a known
day, and what is expected on one (a hearing, a deadline), as days that last all day and leave
their reader free. Who subscribes gets what is added later. Times are those of the records, so
that the same records give the same bytes.
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
from explainer.output.files import put
from explainer.words import typography

_LINE = 75  # octets, the line's end not counted (RFC 5545, 3.1)


def write(site: Site, language: str, folder: Path) -> None:
    """Write the calendar of a language, if it can have one."""
    if path := subscriptions.calendar_path(site.story, site.addresses, language):
        put(folder / path, make(site, language))


def make(site: Site, language: str) -> bytes:
    """Return the calendar of one language, in the order of the days."""
    settings = site.story.settings
    name = typography.typeset(settings.site_name(language), language)
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        f"PRODID:-//{urlsplit(settings.site_url).hostname}//calendar//{language.upper()}",
        f"NAME:{_escaped(name)}",
        f"X-WR-CALNAME:{_escaped(name)}",  # RFC 7986 has NAME; older readers know this one
        "REFRESH-INTERVAL;VALUE=DURATION:P1D",
    ]
    latest = latest_day(site.story)
    for event in subscriptions.calendar_events(site.story):
        lines += ["BEGIN:VEVENT", *_event(site, language, event, latest), "END:VEVENT"]
    lines.append("END:VCALENDAR")
    return "".join(f"{folded}\r\n" for line in lines for folded in _folded(line)).encode()


def _event(site: Site, language: str, event: model.Event, latest: str) -> Iterator[str]:
    story, settings = site.story, site.story.settings
    place = f"{site.addresses.url(language, subscriptions.TIMELINE)}#{event.id}"
    first = datetime.date.fromisoformat(event.date)
    until = event.until or ""
    last = datetime.date.fromisoformat(until) if len(until) == 10 else first
    stamp = (latest or event.date).replace("-", "")
    yield f"UID:{event.id}@{urlsplit(settings.site_url).hostname}{settings.site_path}{language}"
    yield f"DTSTAMP:{stamp}T000000Z"
    yield f"DTSTART;VALUE=DATE:{_day(first)}"
    yield f"DTEND;VALUE=DATE:{_day(last + datetime.timedelta(days=1))}"  # the day after (3.6.1)
    title = site.plain(event.title, language)
    if event.expected:
        title = f"{title} ({site.string(language, 'expected')})"
    yield f"SUMMARY;LANGUAGE={language}:{_escaped(title)}"
    yield f"DESCRIPTION;LANGUAGE={language}:{_escaped(site.plain(event.text, language))}"
    if event.court:
        court = site.plain(story.actors[event.court].name, language)
        yield f"LOCATION;LANGUAGE={language}:{_escaped(court)}"
    kind = typography.typeset(story.vocab.event_kinds[event.kind].label[language], language)
    yield f"CATEGORIES;LANGUAGE={language}:{_escaped(kind)}"
    yield f"URL:{site.whole(place)}"
    yield f"STATUS:{'TENTATIVE' if event.expected else 'CONFIRMED'}"
    yield "TRANSP:TRANSPARENT"


def _day(day: datetime.date) -> str:
    """Return a day as four digits of its year, two of its month, two of its day."""
    return day.isoformat().replace("-", "")  # %Y of the year 943 has three


def _escaped(text: str) -> str:
    """Return a value of type TEXT (RFC 5545, 3.3.11)."""
    return re.sub(r"([\\;,])", r"\\\1", text).replace("\n", "\\n")


def _folded(line: str) -> Iterator[str]:
    """Yield a line in pieces of 75 octets at most; all but the first begin with a space (3.1)."""
    piece, size = "", 0
    for letter in line:
        octets = len(letter.encode())
        if size + octets > _LINE:
            yield piece
            piece, size = " ", 1
        piece, size = piece + letter, size + octets
    yield piece
