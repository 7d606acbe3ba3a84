"""Search: an index a language, in small files, read by overrides/assets/search-engine.js.

In: the built pages, and the events and terms, which have no page of their own. Out: ``search/``.
Runs after the pages of its language; an index whose input has not changed comes from
``.cache/search/``.
"""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterable
from itertools import chain
from pathlib import Path

from explainer.make.site import Site
from explainer.output.search import site_documents
from explainer.output.search.documents import Document
from explainer.output.search.index import Index
from explainer.output.search.words import Words
from explainer.run import cache, fingerprint

FOLDER = "search"
_KEPT = 4  # indexes of a language kept in the cache: the branches one goes back and forth between


def write(site: Site, language: str, folder: Path) -> None:
    """Write a language's part of ``search/`` into ``folder``; a site without search has none."""
    settings = site.story.settings
    if not settings.options.get("search", True):
        return
    kept_in = cache.folder(settings.root) / FOLDER
    kept_in.mkdir(parents=True, exist_ok=True)
    kept = _kept(site, language, kept_in)
    shutil.copytree(kept, folder / FOLDER, copy_function=shutil.copyfile, dirs_exist_ok=True)


def make(documents: Iterable[Document], language: str, words: Words, folder: Path) -> None:
    """Write the index of a language's documents into ``folder``: same documents, same bytes."""
    index = Index(language, words, folder)
    for document in documents:
        index.add(document)
    index.finish()


def digest(site: Site, language: str) -> str:
    """Return a name for the index of a language's pages: same input, same name."""
    pages = (repr(page) for page in site_documents.pages(site, language))
    found = cache.digest(chain([cache.code_digest()], _words(site, language), pages))
    return f"{language}-{found[:16]}"


def _kept(site: Site, language: str, kept_in: Path) -> Path:
    """Return the folder that holds the index of a language, made now if it was not kept."""
    kept = kept_in / digest(site, language)
    seal = kept.with_name(f"{kept.name}.sum")
    if cache.read_file(seal) != fingerprint.digest_outputs(kept).encode():
        shutil.rmtree(kept, ignore_errors=True)
        with tempfile.TemporaryDirectory(prefix=".new-", dir=kept_in) as work:
            documents = site_documents.documents(site, language)
            make(documents, language, Words(*_words(site, language)), Path(work) / "index")
            (Path(work) / "index").rename(kept)
        cache.write_file(seal, fingerprint.digest_outputs(kept).encode())
        _prune(kept_in, language, kept)
    kept.touch()
    return kept


def _words(site: Site, language: str) -> tuple[str, str]:
    strings = site.story.strings
    return strings["search_skipped_words"][language], strings["search_ordinals"][language]


def _prune(kept_in: Path, language: str, newest: Path) -> None:
    others = [path for path in kept_in.glob(f"{language}-*/") if path != newest]
    for old in sorted(others, key=lambda path: path.stat().st_mtime, reverse=True)[_KEPT - 1 :]:
        shutil.rmtree(old, ignore_errors=True)
        old.with_name(f"{old.name}.sum").unlink(missing_ok=True)
