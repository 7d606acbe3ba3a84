"""What the theme's templates know of a page: addresses, languages, menu, metadata.

In: a compiled site, a language and a page's name. Out: a ``View`` of plain values, the only object
that the theme uses.
"""

from __future__ import annotations

import posixpath
from dataclasses import dataclass
from itertools import groupby
from typing import Any
from urllib.parse import urljoin

from markupsafe import Markup

from explainer import locales
from explainer.derive.address import relative_url
from explainer.make import metadata, tags
from explainer.make.page import Page
from explainer.make.site import Site
from explainer.model.kinds import record_of_page
from explainer.words import typography, wording


@dataclass(frozen=True)
class Alternate:
    """The page in one language: ``href`` relative to this page, ``absolute`` for machines."""

    language: str
    label: str
    href: str
    absolute: str
    current: bool


@dataclass(frozen=True)
class NavLink:
    """A link of the menu or of the breadcrumb; ``inside``: the current page is in its section."""

    title: str
    href: str
    current: bool
    inside: bool = False


# Drawings that take the whole column, so that no table of contents stands beside them.
_FULL_WIDTH_MARKS = (b'class="drawing drawing-axis', b'class="lanes', b'<table class="wide')
# Content that needs the style sheet of drawings.
_DRAWING_MARKS = (b'class="drawing', b'class="lanes', b'class="tally', b'class="event-mark')


class View:
    """All that the theme knows of one page.

    ``head_title`` is its title where it stands alone; ``drawn``: it holds drawings; ``whole``: one of
    them takes the whole column; ``groups``: the menu by the groups of ``nav:``, each with its title,
    ``""`` if the menu is one list.
    """

    locale = staticmethod(locales.with_likely_region)

    def __init__(self, factory: ViewFactory, page: Page) -> None:
        self._factory, self.site = factory, factory.site
        self.language, self.name, self.kind = page.language, page.name, page.kind
        settings, story = factory.settings, self.site.story
        folder, id_ = record_of_page(page.name) or ("", "")
        record: Any = story.records(folder).get(id_) if page.record else None
        self.record = record
        self.title_language = record.title_language if page.kind == "source" else page.language
        self.title = typography.typeset(page.title, self.title_language)
        self.head_title = self._head_title(page)
        self.description = typography.typeset(page.description, page.language)
        self.site_name = typography.typeset(settings.site_name(page.language), page.language)
        self.url = factory.site.addresses.url(page.language, page.name)
        self.canonical = self.site.absolute_url(self.url)
        self.alternates = [self._alternate(other) for other in settings.languages]
        self.default_absolute = self.site.page_url(settings.default, page.name)
        self.menu = [self._item(entry.name) for entry in settings.menu]
        entries = zip(settings.menu, self.menu, strict=True)
        self.groups = [
            (
                typography.typeset(settings.group_title(group, page.language), page.language),
                [item for _, item in items],
            )
            for group, items in groupby(entries, key=lambda pair: pair[0].group)
        ]
        self.drawn = any(mark in page.body for mark in _DRAWING_MARKS)
        self.whole = any(mark in page.body for mark in _FULL_WIDTH_MARKS)
        self.trail = self._trail()
        self.home = self.to("index.md")
        self.edit = self._edit(page)
        self.has = factory.has
        self.extra: dict[str, Any] = factory.metadata.for_view(self)
        changed = self.extra["changed"]
        day = wording.format_date(changed, page.language) if changed else ""
        self.last_change = self.t("last_change", date=day) if day else ""

    def t(self, key: str, **values: Any) -> str:
        """Return an interface string."""
        return self.site.string(self.language, key, **values)

    def to(self, name: str) -> str:
        """Return the relative link to a page."""
        return relative_url(self.url, self.site.addresses.url(self.language, name))

    def asset(self, path: str) -> str:
        """Return the relative link to a file, by its path from the site's root."""
        return relative_url(self.url, path)

    def plurals(self, language: str) -> list[str]:
        """Return the plural categories of a language (CLDR)."""
        return sorted(locales.plural_categories(language))

    def spoken(self, language: str, around: str = "") -> Markup:
        """Return the ``lang`` attributes of words in ``language`` inside text in ``around``."""
        return tags.safe(wording.language_attributes_html(language, around))

    def _edit(self, page: Page) -> str:
        """Return the URL at which the page is edited, by ``edit_uri``; ``""`` if it has no file."""
        repository, edit_uri = self._factory.settings.repo_url, self._factory.settings.edit_uri
        if not (page.edit and repository and edit_uri):
            return ""
        if not edit_uri.startswith(("?", "#")):
            return urljoin(f"{repository}/", f"{edit_uri.rstrip('/')}/{page.edit}")
        return f"{repository}{edit_uri}{page.edit}"

    def _head_title(self, page: Page) -> str:
        """Return the title for use outside the page: a claim's comes with its status."""
        if not page.status:
            return self.title
        status = typography.typeset(page.status, page.language)
        return self.t("title_with_status", title=self.title.rstrip("."), status=status)

    def _alternate(self, other: str) -> Alternate:
        target, settings = self.site.addresses.url(other, self.name), self._factory.settings
        return Alternate(
            other,
            settings.language_names.get(other, other),
            relative_url(self.url, target),
            self.site.absolute_url(target),
            other == self.language,
        )

    def _item(self, entry: str) -> NavLink:
        """Return a link of the menu; the home page has a word of its own."""
        is_home = entry == "index.md"
        title = self.t("home") if is_home else self._factory.titles[self.language, entry]
        section = posixpath.dirname(entry) or entry.removesuffix(".md")
        inside = self.name.startswith(f"{section}/")
        return NavLink(title, self.to(entry), entry == self.name, inside)

    def _trail(self) -> list[NavLink]:
        if self.name == "index.md":
            return []
        section = self.name.split("/")[0]
        parents = (f"{section}/index.md", f"{section}.md")
        names = [name for name in parents if name in self.site.addresses and name != self.name]
        titles = {name: self._factory.titles[self.language, name] for name in names[:1]}
        trail = {"index.md": self.t("home"), **titles}
        return [NavLink(title, self.to(name), False) for name, title in trail.items()]


class ViewFactory:
    """Makes the views of one build."""

    def __init__(self, site: Site) -> None:
        self.site = site
        self.settings = site.story.settings
        self.metadata = metadata.Metadata(site)
        self.titles = {
            (language, name): typography.typeset(str(page.meta["title"]), language)
            for language, named in site.story.pages.items()
            for name, page in named.items()
        }

    def view(self, language: str, name: str) -> View:
        """Return the view of one page."""
        return View(self, self.site.pages[language][name])

    def home(self, language: str) -> View:
        """Return the view of a language's home page, though another process may make its pages."""
        meta = self.site.story.pages[language]["index.md"].meta
        title, description = str(meta["title"]), str(meta["description"])
        page = Page(
            b"", language=language, name="index.md", title=title, description=description,
            kind="page",
        )  # fmt: skip
        return View(self, page)

    def has(self, target: str) -> bool:
        """Tell whether a page exists, and the anchor on it that ``page.md#anchor`` names.

        The frame asks before it links to a page that a story may lack.
        """
        name, _, anchor = target.partition("#")
        exists = name in self.site.addresses
        return exists and (not anchor or anchor in self.site.links.anchors.get(name, ()))
