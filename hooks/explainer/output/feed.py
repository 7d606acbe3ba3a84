"""The feeds of a language: of the log, of each claim and of each case (Atom, RFC 4287).

In: the changes and events of a site. Out: ``atom.xml`` beside each page that has one.
Entry ids are tag URIs (RFC 4151) made of the host, the day and the record's id,
so that they outlive a new address of the page. Times are those of the records,
at midnight UTC: a record knows its day only.
"""

from __future__ import annotations

import xml.etree.ElementTree as ET
from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from urllib.parse import urlsplit

from explainer import locales
from explainer.derive import following
from explainer.derive.address import absolute
from explainer.derive.following import CHANGES
from explainer.derive.history import History, Step
from explainer.make import pages
from explainer.make.site import Site
from explainer.model import records as model
from explainer.model.kinds import record_of
from explainer.read import markdown
from explainer.words import typography, wording

_ATOM = "http://www.w3.org/2005/Atom"
_XHTML = "http://www.w3.org/1999/xhtml"
_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
ENTRIES = 100  # the newest; the page and the downloads have them all


@dataclass(frozen=True)
class _Entry:
    """One entry: ``path`` names it for ever, ``at`` is its place, ``fill`` writes its content."""

    path: str
    day: str
    title: str
    at: str
    summary: str
    category: tuple[str, str] | None
    fill: Callable[[ET.Element], None]


def write(site: Site, language: str, folder: Path) -> None:
    """Write the feeds of a language, beside their pages."""
    made = _Feeds(site, language)
    for name in sorted(following.feeds(site.story, site.addresses)):
        path = folder / following.feed(site.addresses, language, name)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(made.document(name))


def make(site: Site, language: str, name: str = CHANGES) -> bytes:
    """Return the feed of one page in one language, newest entry first."""
    return _Feeds(site, language).document(name)


class _Feeds:
    """Builds the feeds of one language."""

    def __init__(self, site: Site, language: str) -> None:
        ET.register_namespace("", _ATOM)
        self.site = site
        self.language = language
        self.story = site.story
        self.history = History(site.story)
        self.vocab = site.story.vocab
        self.events: dict[str, list[model.Event]] = defaultdict(list)
        for event in sorted(self.story.events.values(), key=lambda event: event.rank, reverse=True):
            self.events[event.case or ""].append(event)

    def document(self, name: str) -> bytes:
        """Return the feed of the page called ``name``."""
        settings, language = self.story.settings, self.language
        site_name = typography.correct(settings.site_name(language), language)
        entries = list(islice(self._entries(name), ENTRIES))
        address = absolute(settings.site_url, following.feed(self.site.addresses, language, name))
        about = self._string("changes") if name == CHANGES else self._about(name)
        feed = ET.Element(f"{{{_ATOM}}}feed", {_LANG: language})
        _text(feed, "id", address)
        _text(feed, "title", f"{site_name} – {about}")
        _text(feed, "updated", _instant(max(entry.day for entry in entries)))
        _text(_add(feed, "author"), "name", site_name)
        _text(
            feed, "rights", self._string("licence_text", licence=self.story.settings.licence.short)
        )
        _link(feed, "self", address, "application/atom+xml", language)
        for other in settings.languages:
            rel = "alternate" if other == language else "related"
            _link(feed, rel, self._page(name, other), "text/html", other)
        _link(feed, "license", self.story.settings.licence.address)
        for entry in entries:
            self._entry(feed, entry)
        ET.indent(feed, " ")
        body = ET.tostring(feed, encoding="unicode")
        return f'<?xml version="1.0" encoding="UTF-8"?>\n{body}\n'.encode()

    def _entries(self, name: str) -> Iterator[_Entry]:
        """Yield the entries of a page's feed, newest first.

        A claim's are the steps of its history; a case's, its events and the changes of its page.
        """
        if name == CHANGES:
            yield from map(self._of_change, self.history.newest_first)
            return
        folder, id_ = record_of(name) or ("", "")
        if folder == "claims":
            yield from map(self._of_step, self.history.of_claim(id_))
            return
        entries = [*map(self._of_change, self.history.changes(name))]
        entries += map(self._of_event, self.events[id_])
        yield from sorted(entries, key=lambda entry: entry.day, reverse=True)

    def _of_change(self, change: model.Change) -> _Entry:
        kind, what = self._kind(change), self._words(change.what)
        title = self._string("feed_title", kind=kind, what=pages.clip(what, 90))
        return _Entry(
            f"changes/{change.id}", change.date, title, f"{CHANGES}#{change.id}", what,
            (change.kind, kind), lambda div: self._content(div, change, what),
        )  # fmt: skip

    def _of_step(self, step: Step) -> _Entry:
        change, told = step.change, self._step(step)
        told = told[:1].upper() + told[1:]
        # What a change says of others is not this claim's: its template leaves it out too.
        own = bool(step.old) or step.claim in change.claims
        what = self._words(change.what) if own else told

        def fill(div: ET.Element) -> None:
            for text in dict.fromkeys((told, what)):
                _html(div, "p", text)
            if own:
                _html(div, "p", self._string("feed_why", why=self._words(change.why)))

        return _Entry(
            f"claims/{step.claim}/{change.id}", change.date, told,
            f"claims/{step.claim}.md#history", what,
            (change.kind, self._kind(change)) if own else None, fill,
        )  # fmt: skip

    def _of_event(self, event: model.Event) -> _Entry:
        text, title = self._words(event.text), self._words(event.title)
        language = self.language
        kind = typography.correct(self.vocab.event_kinds[event.kind].label[language], language)
        when = typography.correct(wording.period(event.date, event.until, language), language)
        if event.expected:
            when = f"{when} ({self._string('expected')})"

        def fill(div: ET.Element) -> None:
            _html(div, "p", when)
            _html(div, "p", text)

        return _Entry(
            f"events/{event.id}", event.date, title, f"{following.TIMELINE}#{event.id}", text,
            (event.kind, kind), fill,
        )  # fmt: skip

    def _entry(self, feed: ET.Element, made: _Entry) -> None:
        entry, settings = _add(feed, "entry"), self.story.settings
        host = urlsplit(settings.site_url).hostname
        path = f"{settings.site_path}{self.language}/{made.path}"
        _text(entry, "id", f"tag:{host},{made.day}:{path}")
        _text(entry, "title", made.title)
        _text(entry, "published", _instant(made.day))
        _text(entry, "updated", _instant(made.day))
        name, mark, anchor = made.at.partition("#")
        for other in settings.languages:
            rel = "alternate" if other == self.language else "related"
            _link(entry, rel, self._page(name, other) + mark + anchor, "text/html", other)
        if made.category:
            term, label = made.category
            _add(entry, "category", {"term": term, "label": label})
        _text(entry, "summary", made.summary)
        content = _add(entry, "content", {"type": "xhtml"})
        # Without a prefix, which some readers do not know how to read.
        made.fill(ET.SubElement(content, "div", {"xmlns": _XHTML}))

    def _kind(self, change: model.Change) -> str:
        return self.vocab.change_kinds[change.kind].label[self.language]

    def _content(self, div: ET.Element, change: model.Change, what: str) -> None:
        _html(div, "p", what)
        _html(div, "p", self._string("feed_why", why=self._words(change.why)))
        names = [name for name in change.pages if name in self.site.addresses]
        if names:
            _html(div, "p", self._string("pages_affected"))
            items = _html(div, "ul")
            for name in names:
                self._anchor(_html(items, "li"), name)
        if published := self.history.publishes(change):
            form = locales.plural(published, self.language)
            number = wording.number(published, self.language)
            _html(div, "p", self._string(f"published_claims_{form}", n=number))
        if steps := self.history.steps(change):
            _html(div, "p", self._string("claims"))
            items = _html(div, "ul")
            for step in steps:
                anchor = self._anchor(item := _html(items, "li"), f"claims/{step.claim}.md")
                anchor.text = (anchor.text or "").rstrip(".")
                if step.status:
                    anchor.tail = f"{self._string('colon')}{self._step(step)}. "
                self._twins(item, f"claims/{step.claim}.md")

    def _step(self, step: Step) -> str:
        """Return what became of a claim's status, as the page of changes says it."""
        status, date = self._status(step.status), self._as_of(step)
        new = self._string("status_as_of", status=status, date=date)
        if not step.old:
            return f"{self._string('step_published')} {new}"
        if step.moved:
            return f"{self._status(step.old)} {self._string('step_becomes')} {new}"
        return f"{self._string('step_same')} {new}"

    def _as_of(self, step: Step) -> str:
        """Return the day as of which a claim had the status: its own, if it still has it."""
        last = self.history.of_claim(step.claim)[0]
        day = self.story.claims[step.claim].as_of if last is step else step.change.date
        return wording.date(day, self.language)

    def _twins(self, item: ET.Element, name: str) -> None:
        """Link to the page in the other languages, each by its own name."""
        for other, called in self.story.settings.languages_names.items():
            if other != self.language:
                anchor = _html(item, "a", called)
                for key, value in (
                    ("href", self._page(name, other)),
                    ("hreflang", other),
                    ("lang", other),
                ):
                    anchor.set(key, value)
                anchor.tail = " "

    def _status(self, id_: str) -> str:
        status = self.story.vocab.claim_statuses.get(id_)
        return f"{status.shape} {status.label[self.language]}" if status else ""

    def _anchor(self, parent: ET.Element, name: str) -> ET.Element:
        anchor = _html(parent, "a", self._title(name))
        anchor.set("href", self._page(name))
        return anchor

    def _about(self, name: str) -> str:
        """Return what a page's own feed is about: a claim goes nowhere without its status."""
        title, status = self._title(name), self.site.pages[self.language][name].status
        status = typography.correct(status, self.language)
        title = title.rstrip(".") if status else title
        return self._string("title_with_status", title=title, status=status) if status else title

    def _title(self, name: str) -> str:
        return typography.correct(self.site.pages[self.language][name].title, self.language)

    def _page(self, name: str, language: str = "") -> str:
        path = self.site.addresses.url(language or self.language, name)
        return absolute(self.story.settings.site_url, path)

    def _words(self, text: model.Text) -> str:
        return typography.correct(markdown.words(text[self.language]), self.language)

    def _string(self, key: str, **values: str) -> str:
        return self.site.string(self.language, key, **values)


def _add(parent: ET.Element, tag: str, attributes: dict[str, str] | None = None) -> ET.Element:
    return ET.SubElement(parent, f"{{{_ATOM}}}{tag}", attributes or {})


def _text(parent: ET.Element, tag: str, text: str) -> None:
    _add(parent, tag).text = text


def _link(parent: ET.Element, rel: str, href: str, kind: str = "", language: str = "") -> None:
    attributes = {"rel": rel, "href": href, "type": kind, "hreflang": language}
    _add(parent, "link", {name: value for name, value in attributes.items() if value})


def _html(parent: ET.Element, tag: str, text: str = "") -> ET.Element:
    element = ET.SubElement(parent, tag)
    element.text = text or None
    return element


def _instant(day: str) -> str:
    """Return the time of a day; of a month or a year, that of its first day (RFC 3339)."""
    return f"{day}{'-01' * ((10 - len(day)) // 3)}T00:00:00Z"
