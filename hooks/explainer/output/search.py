"""The search index of every language, made by Pagefind (https://pagefind.app).

In: the built pages, and the events and terms, which have no page of their own.
Out: ``search/``: Pagefind's engine and an index a language. Runs last, after
the pages; an index whose input has not changed comes from ``.cache/search/``. A
preview makes one if there is none, and then keeps the last.
"""

from __future__ import annotations

import hashlib
import importlib.metadata
import shutil
import subprocess
import tempfile
import unicodedata
from collections.abc import Iterator
from pathlib import Path

import pagefind_bin

from explainer.derive.address import ANCHORED
from explainer.make import recordtext
from explainer.make.pages import Page
from explainer.make.site import Site
from explainer.model import records as model
from explainer.output import packing, reduction
from explainer.words import typography, wording

FOLDER = "search"
_APART = ("events", "terms")
_KEPT = 4  # indexes kept in the cache: the branches one goes back and forth between


def write(site: Site, folder: Path) -> None:
    """Write ``search/`` into ``folder``; a site built with ``search: false`` has none."""
    settings = site.story.settings
    if not settings.options.get("search", True):
        return
    cache = settings.root / ".cache" / FOLDER
    kept = cache / digest(site, folder)
    if settings.preview and not kept.is_dir():
        # To make it again at each save would take longer than all the rest.
        kept = max(_indexes(cache), key=lambda path: path.stat().st_mtime, default=kept)
    if not kept.is_dir():
        cache.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(prefix=".new-", dir=cache) as work:
            _make(site, folder, Path(work) / "pages", Path(work) / "index")
            (Path(work) / "index").rename(kept)
        _prune(cache, kept)
    kept.touch()
    shutil.copytree(kept, folder / FOLDER, copy_function=shutil.copyfile, dirs_exist_ok=True)


def digest(site: Site, folder: Path) -> str:
    """Return a name for the index of these pages: same input, same name."""
    found = hashlib.sha256(importlib.metadata.version("pagefind_bin").encode())
    for module in (reduction, packing):
        found.update(Path(str(module.__file__)).read_bytes())
    found.update(repr([sorted(skipped(site, language)) for language in site.pages]).encode())
    for entry, paragraphs in anchored(site):
        found.update(repr((entry, paragraphs)).encode())
    for entry, path, silent in pages(site, folder):
        found.update(repr((entry, sorted(silent))).encode())
        found.update(reduction.content(path.read_text("utf-8")).encode())
    return found.hexdigest()[:16]


def pages(site: Site, folder: Path) -> Iterator[tuple[reduction.Entry, Path, frozenset[str]]]:
    """Yield each page to be indexed, its file, and the headings whose text is left out.

    Pages that only list a part of another page are left out; so is what has an
    entry of its own: each event of the timeline, each term of the glossary.
    """
    apart = {ANCHORED[folder_]: frozenset(site.story.records(folder_)) for folder_ in _APART}
    for language, named in site.pages.items():
        for name, page in named.items():
            if page.kind == "facet":
                continue
            url = site.addresses.url(language, name)
            # A source keeps its own title, in its own language.
            source = site.story.sources.get(page.record) if page.kind == "source" else None
            own = source.language if source and source.language else language
            title = typography.correct(page.title, own)
            entry = reduction.Entry(
                language, url, page.kind, title, _label(site, page, language), own
            )
            silent = apart.get(name, frozenset()) if page.kind == "page" else reduction.LISTS
            yield entry, folder / url / "index.html", silent


def _label(site: Site, page: Page, language: str) -> str:
    """Return what a result says beside its title: an actor's role, a claim's status."""
    if page.kind == "actor":
        label = site.story.actors[page.record].role[language]
    elif page.kind == "claim":
        status = site.story.claims[page.record].status
        label = site.story.vocab.table("claim_statuses")[status].label[language]
    else:
        return ""
    return typography.correct(recordtext.plain(label), language)


def anchored(site: Site) -> Iterator[tuple[reduction.Entry, list[str]]]:
    """Yield what has an anchor and no page, with its words: events, then terms, by language."""
    for language in site.story.settings.languages:
        for folder, words in (("events", _event), ("terms", _term)):
            name = ANCHORED[folder]
            if name not in site.addresses:
                continue
            url = site.addresses.url(language, name)
            for id_, record in sorted(site.story.records(folder).items()):
                title, label, paragraphs = words(site, record, language)
                plain = [
                    typography.correct(recordtext.plain(text), language) for text in paragraphs
                ]
                title = typography.correct(recordtext.plain(title), language)
                yield reduction.Entry(language, f"{url}#{id_}", folder[:-1], title, label), plain


def _event(site: Site, event: model.Event, language: str) -> tuple[str, str, list[str]]:
    named = [recordtext.plain(site.story.actors[id_].name[language]) for id_ in event.actors]
    note = event.date_note[language] if event.date_note else ""
    text = [event.text[language], note, wording.listing(named, language)]
    return event.title[language], wording.period(event.date, event.until, language), text


def _term(site: Site, term: model.Term, language: str) -> tuple[str, str, list[str]]:
    forms = wording.listing(term.variants.get(language, []), language)
    return term.name[language], "", [term.definition[language], forms]


def _make(site: Site, folder: Path, source: Path, target: Path) -> None:
    """Write the reduced pages one by one, and let Pagefind read them from the disk."""
    for entry, path, silent in pages(site, folder):
        markup = reduction.content(path.read_text("utf-8"))
        _put(source / entry.url / "index.html", reduction.page(entry, markup, silent))
    for entry, paragraphs in anchored(site):
        _put(source / f"{entry.url}.html", reduction.words(entry, paragraphs))
    index(source, target, {language: skipped(site, language) for language in site.pages})


def index(source: Path, target: Path, skipped: dict[str, frozenset[str]]) -> None:
    """Write the packed index of the reduced pages in ``source`` into ``target``."""
    command = [pagefind_bin.get_executable(), "--site", source, "--output-path", target, "--silent"]
    subprocess.run(list(map(str, command)), check=True, stdin=subprocess.DEVNULL)  # noqa: S603 (its own program)
    packing.pack(target, skipped)


def skipped(site: Site, language: str) -> frozenset[str]:
    """Return the words that a query does without, spelt as Pagefind's index spells them."""
    words = site.story.strings["search_skipped_words"][language]
    plain = unicodedata.normalize("NFD", words)
    return frozenset("".join(c for c in plain if not unicodedata.combining(c)).split())


def _put(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, "utf-8")


def _indexes(cache: Path) -> list[Path]:
    return [path for path in cache.glob("*") if not path.name.startswith(".")]


def _prune(cache: Path, newest: Path) -> None:
    others = [path for path in _indexes(cache) if path != newest]
    for old in sorted(others, key=lambda path: path.stat().st_mtime, reverse=True)[_KEPT - 1 :]:
        shutil.rmtree(old, ignore_errors=True)
