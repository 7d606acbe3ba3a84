"""What the theme is told of a page: addresses, languages, menu, metadata.

In: a compiled site, a language and a page's name. Out: a ``View`` of plain
values. The theme's templates use nothing else of the generator.
"""

from __future__ import annotations

import posixpath
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from itertools import groupby
from typing import Any
from urllib.parse import urljoin

from markupsafe import Markup

from explainer import locales
from explainer.derive.address import absolute, relative_url
from explainer.make import metadata
from explainer.make.pages import Page
from explainer.make.site import Site
from explainer.model.kinds import record_of
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


@dataclass(frozen=True)
class Group:
    """Links of the menu that belong together; ``title`` is ``""`` where the menu is one list."""

    title: str
    items: list[Item]


# What takes the whole column: there is no list of contents beside it.
_WHOLE = (b'class="drawing drawing-axis', b'class="lanes', b'<table class="wide')


# What the style sheet of drawings is for.
_DRAWN = (b'class="drawing', b'class="lanes', b'class="tally', b'class="event-mark')


@dataclass
class View:
    """All that the theme knows of one page.

    ``head_title`` is its title where it stands alone; ``drawn``: it holds drawings; ``whole``:
    one of them takes the whole column.
    """

    language: str
    name: str
    kind: str
    title: str
    title_language: str
    head_title: str
    description: str
    site_name: str
    url: str
    canonical: str
    alternates: list[Alternate]
    default_absolute: str
    menu: list[Item]
    groups: list[Group]
    whole: bool
    drawn: bool
    trail: list[Item]
    home: str
    edit: str
    last_change: str
    t: Callable[..., str]
    to: Callable[[str], str]
    asset: Callable[[str], str]
    has: Callable[[str], bool]
    locale: Callable[[str], str] = locales.with_region
    plurals: Callable[[str], Iterable[str]] = lambda language: sorted(locales.plurals(language))
    spoken: Callable[..., Markup] = lambda *languages: Markup(wording.spoken(*languages))  # noqa: S704
    record: Any = None
    extra: dict[str, Any] = field(default_factory=dict)


class Viewer:
    """Makes the views of one build."""

    def __init__(self, site: Site) -> None:
        self.site = site
        self.settings = site.story.settings
        self.menu = [entry.name for entry in self.settings.menu]
        self.metadata = metadata.Metadata(site)
        self.titles = {
            (language, name): typography.correct(str(page.meta["title"]), language)
            for language, named in site.story.pages.items()
            for name, page in named.items()
        }

    def href(self, language: str, from_url: str, name: str, to_language: str = "") -> str:
        """Return the link from an address to a page, relative so that any host and folder serves."""
        target = self.site.addresses.url(to_language or language, name)
        return relative_url(from_url, target)

    def view(self, language: str, name: str) -> View:
        """Return the view of one page."""
        return self._view(self.site.pages[language][name])

    def has(self, target: str) -> bool:
        """Tell whether there is a page, and the anchor on it that ``page.md#anchor`` names.

        The frame links to what a story may lack: it asks here, so that no link of it is dead.
        """
        name, _, anchor = target.partition("#")
        known = name in self.site.addresses
        return known and (not anchor or anchor in self.site.links.anchors.get(name, ()))

    def home(self, language: str) -> View:
        """Return the view of a language's home page, whose pages another process may make."""
        written = self.site.story.pages[language]["index.md"]
        title, description = str(written.meta["title"]), str(written.meta["description"])
        return self._view(Page(language, written.name, title, description, b"", "", "page"))

    def _view(self, page: Page) -> View:
        language, name = page.language, page.name
        url = self.site.addresses.url(language, name)
        story = self.site.story
        at = record_of(page.name)
        record = story.records(at[0]).get(at[1]) if at and page.record else None
        foreign = page.kind == "source" and record is not None
        title_language = record.title_language if foreign and record is not None else language
        made = View(
            language=language,
            name=name,
            kind=page.kind,
            title=typography.correct(page.title, title_language),
            title_language=title_language,
            head_title=self._head_title(page, title_language),
            description=typography.correct(page.description, language),
            site_name=typography.correct(self.settings.site_name(language), language),
            url=url,
            canonical=absolute(self.settings.site_url, url),
            alternates=self._alternates(language, name, url),
            default_absolute=absolute(
                self.settings.site_url, self.site.addresses.url(self.settings.default, name)
            ),
            menu=(menu := [self._item(language, url, name, entry) for entry in self.menu]),
            groups=self._groups(language, menu),
            drawn=any(mark in page.body for mark in _DRAWN),
            whole=any(mark in page.body for mark in _WHOLE),
            trail=self._trail(language, url, name),
            home=self.href(language, url, "index.md"),
            edit=self._edit(page),
            last_change="",
            t=lambda key, **values: self.site.string(language, key, **values),
            to=lambda target: self.href(language, url, target),
            asset=lambda path: relative_url(url, path),
            has=self.has,
            record=record,
        )
        made.extra.update(self.metadata.of(made))
        if changed := made.extra.get("changed"):
            words = wording.date(changed, language)
            made.last_change = self.site.string(language, "last_change", date=words)
        return made

    def _edit(self, page: Page) -> str:
        """Return where to edit the page, by the configured ``edit_uri``; «» if it has no file."""
        repository, path = self.settings.repo_url, self.settings.edit_uri
        if not (page.edit and repository and path):
            return ""
        if not path.startswith(("?", "#")):
            return urljoin(f"{repository}/", f"{path.rstrip('/')}/{page.edit}")
        return f"{repository}{path}{page.edit}"

    def _head_title(self, page: Page, language: str) -> str:
        """Return the title as it goes out of the page: that of a claim with its status."""
        title = typography.correct(page.title, language)
        if not page.status:
            return title
        status = typography.correct(page.status, page.language)
        return self.site.string(
            page.language, "title_with_status", title=title.rstrip("."), status=status
        )

    def _alternates(self, language: str, name: str, url: str) -> list[Alternate]:
        out = []
        for other in self.settings.languages:
            target = self.site.addresses.url(other, name)
            label = self.settings.languages_names.get(other, other)
            out.append(
                Alternate(
                    other,
                    label,
                    relative_url(url, target),
                    absolute(self.settings.site_url, target),
                    other == language,
                )
            )
        return out

    def _item(self, language: str, url: str, name: str, entry: str) -> Item:
        home = entry == "index.md"
        title = self.site.string(language, "home") if home else self.titles[language, entry]
        section = posixpath.dirname(entry)
        inside = bool(section) and name.startswith(f"{section}/")
        inside = inside or (not section and name.startswith(f"{entry.removesuffix('.md')}/"))
        return Item(title, self.href(language, url, entry), entry == name, inside)

    def _groups(self, language: str, menu: list[Item]) -> list[Group]:
        """Return the links of the menu by the sections of ``nav:``, in its order."""
        both = zip(self.settings.menu, menu, strict=True)
        return [
            Group(
                typography.correct(self.settings.group_title(group, language), language),
                [item for _, item in found],
            )
            for group, found in groupby(both, key=lambda pair: pair[0].group)
        ]

    def _trail(self, language: str, url: str, name: str) -> list[Item]:
        if name == "index.md":
            return []
        home = Item(self.site.string(language, "home"), self.href(language, url, "index.md"), False)
        section = name.split("/")[0]
        for parent in (f"{section}/index.md", f"{section}.md"):
            if parent in self.site.addresses and parent != name:
                title = self.titles[language, parent]
                return [home, Item(title, self.href(language, url, parent), False)]
        return [home]
