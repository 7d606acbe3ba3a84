"""The search index of every language, made by Pagefind (https://pagefind.app).

In: the built pages, and the events of the timeline, which have no page of
their own. Out: ``search/``: a loader, and an index a language. Runs last,
after the pages; an index whose input has not changed comes from
``.cache/search/``.
"""

from __future__ import annotations

import hashlib
import importlib.metadata
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pagefind_bin

from .. import recordtext, typography, wording
from ..address import ANCHORED
from ..compile import Site
from . import packing, reduction

FOLDER = "search"
KINDS = ("page", "actor", "source", "claim", "event")
_KEPT = 4  # indexes kept in the cache: the branches one goes back and forth between


def write(site: Site, folder: Path) -> None:
    """Write ``search/`` into ``folder``; a site built with ``search: false`` has none."""
    settings = site.story.settings
    if not settings.options.get("search", True):
        return
    cache = settings.root / ".cache" / FOLDER
    kept = cache / digest(site, folder)
    if not kept.is_dir():
        cache.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(prefix=".new-", dir=cache) as work:
            _make(site, folder, Path(work) / "pages", Path(work) / "index")
            (Path(work) / "index").rename(kept)
        _prune(cache, kept)
    kept.touch()
    shutil.copytree(kept, folder / FOLDER, copy_function=shutil.copyfile)


def digest(site: Site, folder: Path) -> str:
    """Return a name for the index of these pages: same input, same name."""
    found = hashlib.sha256(importlib.metadata.version("pagefind_bin").encode())
    for module in (reduction, packing):
        found.update(Path(str(module.__file__)).read_bytes())
    for entry, paragraphs in events(site):
        found.update(repr((entry, paragraphs)).encode())
    for entry, path, skipped in pages(site, folder):
        found.update(repr((entry, sorted(skipped))).encode())
        found.update(reduction.content(path.read_text("utf-8")).encode())
    return found.hexdigest()[:16]


def pages(site: Site, folder: Path) -> Iterator[tuple[reduction.Entry, Path, frozenset[str]]]:
    """Yield each page to be indexed, its file, and the headings whose text is left out.

    Pages that only list a part of another page are left out; so is, on the
    timeline, each event, which is an entry of its own.
    """
    anchored = {ANCHORED["events"]: frozenset(site.story.events)}
    for language, named in site.pages.items():
        for name, page in named.items():
            if page.kind == "facet":
                continue
            url = site.addresses.url(language, name)
            # A source keeps its own title, in its own language.
            source = site.story.sources.get(page.record) if page.kind == "source" else None
            own = source.language if source and source.language else language
            title = typography.correct(page.title, own)
            entry = reduction.Entry(language, url, page.kind, title, title_language=own)
            skipped = anchored.get(name, frozenset()) if page.kind == "page" else reduction.BACKLINKS
            yield entry, folder / url / "index.html", skipped


def events(site: Site) -> Iterator[tuple[reduction.Entry, list[str]]]:
    """Yield each event of each language, with its words; its address is an anchor."""
    name = ANCHORED["events"]
    if name not in site.addresses:
        return
    story = site.story
    for language in story.settings.languages:
        url = site.addresses.url(language, name)
        for id_ in site.derived.chronology:
            event = story.events[id_]
            date = wording.date(event.date, language)
            paragraphs = [recordtext.plain(event.text[language])]
            if event.date_note:
                paragraphs.append(recordtext.plain(event.date_note[language]))
            named = [story.actors[actor].name[language] for actor in event.actors]
            paragraphs.append(wording.listing([recordtext.plain(n) for n in named], language))
            title = recordtext.plain(event.title[language])
            yield reduction.Entry(language, f"{url}#{id_}", "event", title, date), paragraphs


def _make(site: Site, folder: Path, source: Path, target: Path) -> None:
    """Write the reduced pages one by one, and let Pagefind read them from the disk."""
    for entry, path, skipped in pages(site, folder):
        markup = reduction.content(path.read_text("utf-8"))
        _put(source / entry.url / "index.html", reduction.page(entry, markup, skipped))
    for entry, paragraphs in events(site):
        _put(source / f"{entry.url}.html", reduction.words(entry, paragraphs))
    command = [pagefind_bin.get_executable(), "--site", source, "--output-path", target, "--silent"]
    subprocess.run(list(map(str, command)), check=True, cwd=source, stdin=subprocess.DEVNULL)
    packing.pack(target)


def _put(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, "utf-8")


def _prune(cache: Path, newest: Path) -> None:
    others = [path for path in cache.iterdir() if path != newest and not path.name.startswith(".")]
    for old in sorted(others, key=lambda path: path.stat().st_mtime, reverse=True)[_KEPT - 1 :]:
        shutil.rmtree(old, ignore_errors=True)
