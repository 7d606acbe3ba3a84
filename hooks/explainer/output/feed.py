"""The feed of changes, one a language (Atom, RFC 4287).

In: the change records of a site. Out: ``atom.xml`` beside the page of changes.
Entry ids are tag URIs (RFC 4151) made of the host, the change's date and id,
so that they outlive a new address of the page. Times are those of the records,
at midnight UTC: a record knows its day only.
"""

from __future__ import annotations

import xml.etree.ElementTree as ET
from pathlib import Path
from urllib.parse import urljoin, urlsplit

from explainer import locales
from explainer.derive.address import CHANGES, FEED
from explainer.derive.history import History, Step
from explainer.make import pages
from explainer.make.metadata import feed_address
from explainer.make.site import Site
from explainer.model import licence
from explainer.model import records as model
from explainer.read import markdown
from explainer.words import typography, wording

_ATOM = "http://www.w3.org/2005/Atom"
_XHTML = "http://www.w3.org/1999/xhtml"
_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
ENTRIES = 100  # the newest; the page and the downloads have them all


def write(site: Site, language: str, folder: Path) -> None:
    """Write the feed of a language, if it can have one."""
    if feed_address(site, language):
        path = folder / site.addresses.url(language, CHANGES) / FEED
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(make(site, language))


def make(site: Site, language: str) -> bytes:
    """Return the feed of one language, newest change first."""
    name = typography.correct(site.story.settings.site_name(language), language)
    return _Feed(site, language).document(name)


class _Feed:
    """Builds one feed."""

    def __init__(self, site: Site, language: str) -> None:
        self.site = site
        self.language = language
        self.story = site.story
        self.history = History(site.story)

    def document(self, site_name: str) -> bytes:
        ET.register_namespace("", _ATOM)
        changes = self.history.newest_first
        address = feed_address(self.site, self.language)
        feed = ET.Element(f"{{{_ATOM}}}feed", {_LANG: self.language})
        _text(feed, "id", address)
        _text(feed, "title", f"{site_name} – {self._string('changes')}")
        _text(feed, "updated", _instant(changes[0].date))
        _text(_add(feed, "author"), "name", site_name)
        _text(feed, "rights", self._string("licence_text"))
        _link(feed, "self", address, "application/atom+xml", self.language)
        for language in self.story.settings.languages:
            rel = "alternate" if language == self.language else "related"
            _link(feed, rel, self._page(CHANGES, language), "text/html", language)
        _link(feed, "license", licence.ADDRESS)
        for change in changes[:ENTRIES]:
            self._entry(feed, change)
        ET.indent(feed, " ")
        body = ET.tostring(feed, encoding="unicode")
        return f'<?xml version="1.0" encoding="UTF-8"?>\n{body}\n'.encode()

    def _entry(self, feed: ET.Element, change: model.Change) -> None:
        entry = _add(feed, "entry")
        settings = self.story.settings
        host = urlsplit(settings.site_url).hostname
        path = f"{settings.site_path}{self.language}/changes/{change.id}"
        kind = self.story.vocab.change_kinds[change.kind].label[self.language]
        what = self._words(change.what)
        _text(entry, "id", f"tag:{host},{change.date}:{path}")
        _text(entry, "title", self._string("feed_title", kind=kind, what=pages.clip(what, 90)))
        _text(entry, "published", _instant(change.date))
        _text(entry, "updated", _instant(change.date))
        _link(entry, "alternate", f"{self._page(CHANGES)}#{change.id}", "text/html", self.language)
        _add(entry, "category", {"term": change.kind, "label": kind})
        _text(entry, "summary", what)
        content = _add(entry, "content", {"type": "xhtml"})
        # Without a prefix, which some readers do not know how to read.
        self._content(ET.SubElement(content, "div", {"xmlns": _XHTML}), change, what)

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
                anchor = self._anchor(_html(items, "li"), f"claims/{step.claim}.md")
                anchor.text = (anchor.text or "").rstrip(".")
                if step.status:
                    anchor.tail = self._string("colon") + self._step(step)

    def _step(self, step: Step) -> str:
        """Return what became of a claim's status, as the page of changes says it."""
        new = self._status(step.status)
        if not step.old:
            return f"{self._string('step_published')} {new}"
        if step.moved:
            return f"{self._status(step.old)} {self._string('step_becomes')} {new}"
        return f"{self._string('step_same')} {new}"

    def _status(self, id_: str) -> str:
        status = self.story.vocab.claim_statuses.get(id_)
        return f"{status.shape} {status.label[self.language]}" if status else ""

    def _anchor(self, parent: ET.Element, name: str) -> ET.Element:
        title = typography.correct(self.site.pages[self.language][name].title, self.language)
        anchor = _html(parent, "a", title)
        anchor.set("href", self._page(name))
        return anchor

    def _page(self, name: str, language: str = "") -> str:
        path = self.site.addresses.url(language or self.language, name)
        return urljoin(self.story.settings.site_url, path)

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
    return f"{day}T00:00:00Z"
