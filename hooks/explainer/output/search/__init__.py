"""Search: an index a language, in small files, read by docs/assets/search-engine.js.

In: the built pages, and the events and terms, which have no page of their own. Out: ``search/``.
Runs last, after the pages; an index whose input has not changed comes from ``.cache/search/``.
The languages share the cores.
"""

from __future__ import annotations

import hashlib
import shutil
import tempfile
from collections.abc import Iterable
from functools import partial
from pathlib import Path

from explainer.make.site import Site
from explainer.output.search import built
from explainer.output.search.documents import Document
from explainer.output.search.index import Index
from explainer.output.search.words import Words
from explainer.run import aside, cache

FOLDER = "search"
_KEPT = 4  # indexes of a language kept in the cache: the branches one goes back and forth between
_WORTH_A_FORK = 200  # pages of a language


def write(site: Site, folder: Path) -> None:
    """Write ``search/`` into ``folder``; a site built with ``search: false`` has none."""
    settings = site.story.settings
    if not settings.options.get("search", True):
        return
    kept_in = settings.root / ".cache" / FOLDER
    kept_in.mkdir(parents=True, exist_ok=True)
    works = [partial(_kept, site, language, folder, kept_in) for language in site.pages]
    started = []
    for language, work in list(zip(site.pages, works, strict=True))[1:]:
        worth = len(site.pages[language]) >= _WORTH_A_FORK and aside.possible()
        started.append(aside.Aside(work, kept_in) if worth else None)
    made = [works[0]()]
    for work, other in zip(works[1:], started, strict=True):
        made.append((other.result() if other else None) or work())
    for kept in made:
        shutil.copytree(kept, folder / FOLDER, copy_function=shutil.copyfile, dirs_exist_ok=True)


def make(documents: Iterable[Document], language: str, words: Words, folder: Path) -> None:
    """Write the index of a language's documents into ``folder``: same documents, same bytes."""
    index = Index(language, words, folder)
    for document in documents:
        index.add(document)
    index.finish()


def digest(site: Site, language: str, folder: Path) -> str:
    """Return a name for the index of a language's pages: same input, same name."""
    found = hashlib.sha256(cache.code_digest().encode())
    found.update(repr(_words(site, language)).encode())
    for page in built.pages(site, language, folder):
        found.update(repr(page).encode())
    return f"{language}-{found.hexdigest()[:16]}"


def _kept(site: Site, language: str, folder: Path, kept_in: Path) -> Path:
    """Return the folder that holds the index of a language, made now if it was not kept."""
    kept = kept_in / digest(site, language, folder)
    if not kept.is_dir():
        with tempfile.TemporaryDirectory(prefix=".new-", dir=kept_in) as work:
            documents = built.documents(site, language, folder)
            make(documents, language, Words(*_words(site, language)), Path(work) / "index")
            (Path(work) / "index").rename(kept)
        _prune(kept_in, language, kept)
    kept.touch()
    return kept


def _words(site: Site, language: str) -> tuple[str, str]:
    strings = site.story.strings
    return strings["search_skipped_words"][language], strings["search_ordinals"][language]


def _prune(kept_in: Path, language: str, newest: Path) -> None:
    others = [path for path in kept_in.glob(f"{language}-*") if path != newest]
    for old in sorted(others, key=lambda path: path.stat().st_mtime, reverse=True)[_KEPT - 1 :]:
        shutil.rmtree(old, ignore_errors=True)
