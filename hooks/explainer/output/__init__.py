"""Everything that a build writes: pages in their frame, and the files beside them.

In: a compiled site and a folder. Out: files in that folder. ``write_language`` runs once a language,
perhaps in a process of its own; ``write_shared`` once, after all languages.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

from explainer.check import theme
from explainer.make.page import Page
from explainer.make.site import Site
from explainer.make.templates import Frame
from explainer.make.view import View, ViewFactory
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
)  # fmt: skip
from explainer.output.copies import book, markdown
from explainer.output.files import write_file
from explainer.read.problems import Problem
from explainer.run import cache


@dataclass
class LanguageOutput:
    """The result of writing a language: problems, or the cache file names of its cards."""

    problems: list[Problem] = field(default_factory=list)
    cards: set[str] = field(default_factory=set)


def write_language(site: Site, code: str, folder: Path) -> LanguageOutput:
    """Write the pages, the feeds, the calendar and the cards of a language."""
    write_pages(site, code, folder)
    feed.write(site, code, folder)
    calendar.write(site, code, folder)
    book.write(site, code, folder)
    search.write(site, code, folder)
    return LanguageOutput(cards=cards.write(site, code, folder))


def write_pages(site: Site, code: str, folder: Path) -> None:
    """Write the pages of a language; a preview writes those that changed."""
    viewer, frame = ViewFactory(site), _make_frame(site)
    for name, page in site.pages[code].items():
        target = folder / site.addresses.url(code, name) / "index.html"
        if site.memory is None:
            view = _add_file_links(site, viewer.view(code, name))
            write_file(target, frame.render_page(view, page.html, page.headings))
            if view.extra["twin"]:
                copy = folder / site.addresses.markdown_url(code, name)
                write_file(copy, markdown.make_page(site, page, view))
        else:
            inputs = (page, viewer.settings, viewer.titles)
            render = partial(_render_framed, site, viewer, frame, page)
            markup = site.memory.run_step(("frame", code, name), inputs, render)
            site.memory.run_step(("file", target), markup, partial(write_file, target, markup))


def remove_stale_pages(site: Site, folder: Path) -> None:
    """Remove the pages that a preview wrote at addresses where no page stands any more."""
    assert site.memory is not None
    urls = (url for table in site.addresses.table.values() for url in table.values())
    targets = {folder / url / "index.html" for url in urls}
    written = [key for key in site.memory.results if isinstance(key, tuple) and key[0] == "file"]
    for key in written:
        if key[1] not in targets:
            key[1].unlink(missing_ok=True)
            del site.memory.results[key]


def _render_framed(site: Site, viewer: ViewFactory, frame: Frame, page: Page) -> str:
    view = _add_file_links(site, viewer.view(page.language, page.name))
    return frame.render_page(view, page.html, page.headings)


def write_shared(site: Site, outputs: list[LanguageOutput], folder: Path) -> None:
    """Write what serves every language."""
    viewer = ViewFactory(site)
    settings = site.story.settings
    frame = _make_frame(site)
    homes = {code: _add_file_links(site, viewer.home(code)) for code in settings.languages}
    not_found = frame.render_not_found(list(homes.values()), settings.site_path)
    write_file(folder / "404.html", not_found)
    redirects.write(site, frame, homes, folder)
    sitemap.write(site, viewer, folder)
    exports.write(site.downloads.values(), folder)
    cards.prune_cache(site, set().union(*(written.cards for written in outputs)))
    delivery.write(site, folder)
    offline.write(site, folder)  # after the files that it holds
    provenance.write(site, folder)  # last: it lists the digest of every file


def _make_frame(site: Site) -> Frame:
    root = site.story.settings.root
    return Frame(root / theme.FOLDER, cache.folder(root) / "templates")


def _add_file_links(site: Site, view: View) -> View:
    """Add to a view the addresses of the files beside its page."""
    settings, language, name = site.story.settings, view.language, view.name
    has_markdown = settings.options.get("markdown", False) and not settings.preview
    copy_url = site.absolute_url(site.addresses.markdown_url(language, name))
    view.extra |= {
        "search": settings.options.get("search", True),
        "manifest": delivery.manifest_path(site, language),
        "twin": copy_url if has_markdown else "",
        "preview": settings.preview,  # no policy there: its reloading script is inline
    }
    has_cards = settings.options.get("cards", True) and language in site.pages
    if has_cards and (card_page := cards.card_page(site, language, name)):
        view.extra["card"] = site.absolute_url(cards.card_path(site, language, card_page))
        view.extra["card_words"] = cards.card_title(site, language, card_page)
    return view
