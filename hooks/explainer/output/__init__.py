"""Everything that a build writes: pages in their frame, and the files beside them.

In: a compiled site and a folder. Out: files in that folder. ``write_language``
runs once a language, maybe each in a process of its own; ``write_shared`` once,
after all of them.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

from explainer.check import theme
from explainer.make.page import Page
from explainer.make.site import Site
from explainer.make.templates import Frame
from explainer.make.view import View, Viewer
from explainer.output import (
    calendar,
    cards,
    delivery,
    exports,
    feed,
    offline,
    provenance,
    redirects,
    search,
    sitemap,
)
from explainer.output.copies import book, markdown
from explainer.output.files import put
from explainer.read.problems import Problem
from explainer.run import cache


@dataclass
class Written:
    """What writing a language gives back: problems, or the names under which its cards are kept."""

    problems: list[Problem] = field(default_factory=list)
    cards: set[str] = field(default_factory=set)


def write_language(site: Site, code: str, folder: Path) -> Written:
    """Write the pages, the feeds, the calendar and the cards of a language."""
    write_pages(site, code, folder)
    feed.write(site, code, folder)
    calendar.write(site, code, folder)
    book.write(site, code, folder)
    search.write(site, code, folder)
    return Written(cards=cards.write(site, code, folder))


def write_pages(site: Site, code: str, folder: Path) -> None:
    """Write the pages of a language; a preview writes those that changed since it last did."""
    viewer, frame = Viewer(site), _frame(site)
    for name, page in site.pages[code].items():
        target = folder / site.addresses.url(code, name) / "index.html"
        if site.memory is None:
            view = _shown(site, viewer.view(code, name))
            put(target, frame.page(view, page.html, page.headings))
            if view.extra["twin"]:
                put(folder / site.addresses.twin(code, name), markdown.page(site, page, view))
        else:
            told = (page, viewer.settings, viewer.titles)
            make = partial(_framed, site, viewer, frame, page)
            made = site.memory.run_step(("frame", code, name), told, make)
            site.memory.run_step(("file", target), made, partial(put, target, made))


def remove_stale_pages(site: Site, folder: Path) -> None:
    """Remove the pages that a preview wrote at addresses where no page stands any more."""
    assert site.memory is not None
    targets = {
        folder / url / "index.html"
        for table in site.addresses.table.values()
        for url in table.values()
    }
    written = [key for key in site.memory.results if isinstance(key, tuple) and key[0] == "file"]
    for key in written:
        if key[1] not in targets:
            key[1].unlink(missing_ok=True)
            del site.memory.results[key]


def _framed(site: Site, viewer: Viewer, frame: Frame, page: Page) -> str:
    view = _shown(site, viewer.view(page.language, page.name))
    return frame.page(view, page.html, page.headings)


def write_shared(site: Site, written: list[Written], folder: Path) -> None:
    """Write what serves every language."""
    viewer = Viewer(site)
    settings = site.story.settings
    frame = _frame(site)
    homes = {code: _shown(site, viewer.home(code)) for code in settings.languages}
    lost = frame.lost(list(homes.values()), settings.site_path)
    put(folder / "404.html", lost)
    redirects.write(site, frame, homes, folder)
    sitemap.write(site, viewer, folder)
    exports.write(site.downloads.values(), folder)
    cards.prune(site, set().union(*(one.cards for one in written)))
    delivery.write(site, folder)
    offline.write(site, folder)  # it holds all the others
    provenance.write(site, folder)  # last: it has the digest of each


def _frame(site: Site) -> Frame:
    root = site.story.settings.root
    return Frame(root / theme.FOLDER, cache.folder(root) / "templates")


def _shown(site: Site, view: View) -> View:
    """Add to a view what its page shows of the files beside it."""
    settings, language, name = site.story.settings, view.language, view.name
    twin = site.whole(site.addresses.twin(language, name))
    view.extra |= {
        "search": settings.options.get("search", True),
        "manifest": delivery.manifest_path(site, language),
        "twin": twin if settings.options.get("markdown", False) and not settings.preview else "",
        "preview": settings.preview,  # its reloading script is inline: no policy there
    }
    cards_too = settings.options.get("cards", True) and language in site.pages
    if cards_too and (card := cards.shown(site, language, name)):
        view.extra["card"] = site.whole(cards.path(site, language, card))
        view.extra["card_words"] = cards.title(site, language, card)
    return view
