"""The Atom feeds of a language (RFC 4287): of the log, of each claim and of each case.

In: the changes and events of a site. Out: ``atom.xml`` beside each page that has one, printed by
``templates/feed.xml.j2``. Entry ids are tag URIs (RFC 4151) made of the host, the day and the
record's id, so that they outlive a new address of the page. Times are those of the records, at
midnight UTC: a record knows its day only. An event to come has the latest day of the records: a
feed reader would show a future day above all else for ever.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from explainer import locales
from explainer.derive import subscriptions
from explainer.derive.history import History, Step, latest_day
from explainer.derive.subscriptions import CHANGES
from explainer.make.page import truncate
from explainer.make.site import Site
from explainer.model import records as model
from explainer.model.kinds import record_of_page
from explainer.output.files import write_file
from explainer.words import typography, wording

MAX_ENTRIES = 100  # the newest; the page and the downloads have them all


def write(site: Site, language: str, folder: Path) -> None:
    """Write the feeds of a language beside their pages."""
    feeds = _FeedMaker(site, language)
    for name in sorted(subscriptions.pages_with_feed(site.story, site.addresses)):
        path = subscriptions.feed_path(site.addresses, language, name)
        write_file(folder / path, feeds.document(name))


def make_feed(site: Site, language: str, name: str = CHANGES) -> bytes:
    """Return the feed of one page in one language, newest entry first."""
    return _FeedMaker(site, language).document(name)


class _FeedMaker:
    """Makes the feeds of one language."""

    def __init__(self, site: Site, language: str) -> None:
        self.site, self.language, self.story = site, language, site.story
        self.string = partial(site.string, language)
        self.history = History(site.story)
        self.latest = latest_day(site.story)
        self.events: dict[str, list[model.Event]] = defaultdict(list)
        for event in sorted(self.story.events.values(), key=lambda e: e.sort_key, reverse=True):
            self.events[event.case or ""].append(event)

    def names(self) -> dict[str, Any]:
        """Return the variables of the template that all feeds share."""
        site, language, settings = self.site, self.language, self.story.settings
        table = self.story.vocab.table

        def count(key: str, n: int) -> str:
            form = f"{key}_{locales.plural_category(n, language)}"
            return self.string(form, n=wording.format_number(n, language))

        return {
            "lang": language,
            "languages": settings.language_names,
            "host": urlsplit(settings.site_url).hostname,
            "root": settings.site_path,
            "site_name": self.correct_typography(settings.site_name(language)),
            "licence": settings.licence,
            "history": self.history,
            "changes": CHANGES,
            "timeline": subscriptions.TIMELINE,
            "t": self.string,
            "count": count,
            "words": lambda text: site.plain_text(text, language),
            "label": lambda name, id_: self.correct_typography(table(name)[id_].label[language]),
            "period": lambda start, end: self.correct_typography(
                wording.format_period(start, end, language)
            ),
            "clip": truncate,
            "url": lambda name, other=language: site.page_url(other, name),
            "title_of": self.page_title,
            "has": site.addresses.__contains__,
            "outcome": self.describe_step,
            "told": self.entry_day,
            "instant": _to_timestamp,
        }

    def document(self, name: str) -> bytes:
        """Return the feed of the page called ``name``."""
        entries = sorted(self._entries(name), key=lambda e: e[0], reverse=True)[:MAX_ENTRIES]
        path = subscriptions.feed_path(self.site.addresses, self.language, name)
        return self.site.templates.render_xml(
            "feed.xml", **self.names(), name=name, entries=entries,
            address=self.site.absolute_url(path),
            about=self.string("changes") if name == CHANGES else self.feed_title(name),
        )  # fmt: skip

    def _entries(self, name: str) -> Iterator[tuple[str, str, Any]]:
        """Yield the entries of a page's feed: (day, kind of entry, change, step or event).

        A claim's entries are the steps of its history; a case's are its events and its page's changes.
        """
        folder, id_ = record_of_page(name) or ("", "")
        if folder == "claims":
            for step in self.history.of_claim(id_):
                yield step.change.date, "step", step
            return
        changes = self.history.newest_first if name == CHANGES else self.history.page_changes(name)
        for change in changes:
            yield change.date, "change", change
        for event in self.events[id_] if id_ else ():
            yield self.entry_day(event), "event", event

    def entry_day(self, event: model.Event) -> str:
        """Return the day of an event; for one to come, the latest day of the records."""
        return min(event.date, self.latest or event.date)

    def describe_step(self, step: Step) -> str:
        """Return what a step changed in a claim's status, in the words of the page of changes."""
        status, date = self.status_label(step.status), self.as_of(step)
        new = self.string("status_as_of", status=status, date=date)
        if not step.old:
            return f"{self.string('step_published')} {new}"
        if step.changes_status:
            return f"{self.status_label(step.old)} {self.string('step_becomes')} {new}"
        return f"{self.string('step_same')} {new}"

    def as_of(self, step: Step) -> str:
        """Return the day as of which a claim had a status: its own day, if it still has it."""
        last = self.history.of_claim(step.claim)[0]
        day = self.story.claims[step.claim].as_of if last is step else step.change.date
        return wording.format_date(day, self.language)

    def status_label(self, id_: str) -> str:
        """Return a status with its sign, or ``""`` for none."""
        status = self.story.vocab.claim_statuses.get(id_)
        return f"{status.shape} {status.label[self.language]}" if status else ""

    def feed_title(self, name: str) -> str:
        """Return the title of a page's own feed: a claim's comes with its status."""
        title, status = self.page_title(name), self.site.pages[self.language][name].status
        status = self.correct_typography(status)
        title = title.rstrip(".") if status else title
        return self.string("title_with_status", title=title, status=status) if status else title

    def page_title(self, name: str) -> str:
        """Return the title of a page."""
        return self.correct_typography(self.site.pages[self.language][name].title)

    def correct_typography(self, words: str) -> str:
        """Return words with the language's typography."""
        return typography.typeset(words, self.language)


def _to_timestamp(day: str) -> str:
    """Return midnight of a day, or of the first day of a month or a year (RFC 3339)."""
    return f"{day}{'-01' * ((10 - len(day)) // 3)}T00:00:00Z"
