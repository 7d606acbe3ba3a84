"""What the theme is told of a page: addresses, languages, menu, metadata.

In: a compiled site, a language and a page's name. Out: a ``View`` of plain
values. The theme's templates use nothing else of the generator.
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
from explainer.make import metadata
from explainer.make.page import Page
from explainer.make.site import Site
from explainer.model.kinds import record_of_page
from explainer.model.source import Source
from explainer.words import typography, wording


@dataclass(frozen=True)
class Alternate:
    """The page in one language: ``href`` from this page, ``absolute`` for machines."""

    language: str
    label: str
    href: str
    absolute: str
    current: bool


@dataclass(frozen=True)
class Item:
    """A link of the menu or of the breadcrumb."""

    title: str
    href: str
    current: bool
    inside: bool = False


# What takes the whole column: there is no list of contents beside it.
_WHOLE = (b'class="drawing drawing-axis', b'class="lanes', b'<table class="wide')
# What the style sheet of drawings is for.
_DRAWN = (b'class="drawing', b'class="lanes', b'class="tally', b'class="event-mark')


class View:
    """All that the theme knows of one page.

    ``head_title`` is its title where it stands alone; ``drawn``: it holds drawings; ``whole``:
    one of them takes the whole column; ``groups``: the menu by the sections of ``nav:``, each with
    its title, ``""`` where the menu is one list.
    """

    locale = staticmethod(locales.with_likely_region)

    def __init__(self, viewer: Viewer, page: Page) -> None:
        self._viewer, self.site = viewer, viewer.site
        self.language, self.name, self.kind = page.language, page.name, page.kind
        settings, story = viewer.settings, viewer.site.story
        at = record_of_page(page.name)
        self.record: Any = story.records(at[0]).get(at[1]) if at and page.record else None
        own = self.record.title_language if isinstance(self.record, Source) else page.language
        self.title_language = own
        self.title = typography.typeset(page.title, self.title_language)
        self.head_title = self._head_title(page)
        self.description = typography.typeset(page.description, page.language)
        self.site_name = typography.typeset(settings.site_name(page.language), page.language)
        self.url = viewer.site.addresses.url(page.language, page.name)
        self.canonical = self.site.whole(self.url)
        self.alternates = [self._alternate(other) for other in settings.languages]
        self.default_absolute = self.site.where(settings.default, page.name)
        self.menu = [self._item(entry.name) for entry in settings.menu]
        self.groups = [
            (
                typography.typeset(settings.group_title(group, page.language), page.language),
                [item for _, item in found],
            )
            for group, found in groupby(
                zip(settings.menu, self.menu, strict=True), key=lambda pair: pair[0].group
            )
        ]
        self.drawn = any(mark in page.body for mark in _DRAWN)
        self.whole = any(mark in page.body for mark in _WHOLE)
        self.trail = self._trail()
        self.home = self.to("index.md")
        self.edit = self._edit(page)
        self.has = viewer.has
        self.extra: dict[str, Any] = viewer.metadata.of(self)
        changed = self.extra["changed"]
        words = wording.format_date(changed, page.language) if changed else ""
        self.last_change = self.t("last_change", date=words) if changed else ""

    def t(self, key: str, **values: Any) -> str:
        """Return an interface string."""
        return self.site.string(self.language, key, **values)

    def to(self, name: str) -> str:
        """Return the link to a page, relative so that any host and folder serves."""
        return relative_url(self.url, self.site.addresses.url(self.language, name))

    def asset(self, path: str) -> str:
        """Return the link to a file, by its path from the site's root."""
        return relative_url(self.url, path)

    def plurals(self, language: str) -> list[str]:
        """Return the forms of plural of a language (CLDR)."""
        return sorted(locales.plural_categories(language))

    def spoken(self, language: str, around: str = "") -> Markup:
        """Return the attributes that tell the language of words, around which is another."""
        return Markup(wording.language_attributes_html(language, around))  # noqa: S704

    def _edit(self, page: Page) -> str:
        """Return where to edit the page, by the configured ``edit_uri``; «» if it has no file."""
        repository, path = self._viewer.settings.repo_url, self._viewer.settings.edit_uri
        if not (page.edit and repository and path):
            return ""
        if not path.startswith(("?", "#")):
            return urljoin(f"{repository}/", f"{path.rstrip('/')}/{page.edit}")
        return f"{repository}{path}{page.edit}"

    def _head_title(self, page: Page) -> str:
        """Return the title as it goes out of the page: that of a claim with its status."""
        if not page.status:
            return self.title
        status = typography.typeset(page.status, page.language)
        return self.t("title_with_status", title=self.title.rstrip("."), status=status)

    def _alternate(self, other: str) -> Alternate:
        target, called = self.site.addresses.url(other, self.name), self._viewer.settings
        return Alternate(
            other,
            called.language_names.get(other, other),
            relative_url(self.url, target),
            self.site.whole(target),
            other == self.language,
        )

    def _item(self, entry: str) -> Item:
        """Return a link of the menu: to the home page by a word of its own."""
        home = entry == "index.md"
        title = self.t("home") if home else self._viewer.titles[self.language, entry]
        section = posixpath.dirname(entry) or entry.removesuffix(".md")
        return Item(title, self.to(entry), entry == self.name, self.name.startswith(f"{section}/"))

    def _trail(self) -> list[Item]:
        if self.name == "index.md":
            return []
        section = self.name.split("/")[0]
        parents = (f"{section}/index.md", f"{section}.md")
        found = [one for one in parents if one in self.site.addresses and one != self.name]
        return [
            Item(self.t("home"), self.to("index.md"), False),
            *(Item(self._viewer.titles[self.language, p], self.to(p), False) for p in found[:1]),
        ]


class Viewer:
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
        """Return the view of a language's home page, whose pages another process may make."""
        meta = self.site.story.pages[language]["index.md"].meta
        title, description = str(meta["title"]), str(meta["description"])
        stub = Page(
            b"", language=language, name="index.md", title=title, description=description,
            kind="page",
        )  # fmt: skip
        return View(self, stub)

    def has(self, target: str) -> bool:
        """Tell whether there is a page, and the anchor on it that ``page.md#anchor`` names.

        The frame links to what a story may lack: it asks here, so that no link of it is dead.
        """
        name, _, anchor = target.partition("#")
        known = name in self.site.addresses
        return known and (not anchor or anchor in self.site.links.anchors.get(name, ()))
