"""The search index of each language, in small files that overrides/assets/search-engine.js reads.

In: the built pages, and the events and terms, which have no page of their own. Out: ``search/``. Runs
after the pages of its language; indexes are cached in ``.cache/search/`` by their input.
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
from explainer.output.search.index import SearchIndex
from explainer.output.search.words import WordReader
from explainer.run import cache, fingerprint

FOLDER = "search"
_MAX_CACHED = 4  # indexes of a language in the cache, for switching between branches


def write(site: Site, language: str, folder: Path) -> None:
    """Write a language's part of ``search/`` into ``folder``, unless the settings turn search off."""
    settings = site.story.settings
    if not settings.options.get("search", True):
        return
    cached_indexes = cache.folder(settings.root) / FOLDER
    cached_indexes.mkdir(parents=True, exist_ok=True)
    index_folder = _cached_index(site, language, cached_indexes)
    shutil.copytree(
        index_folder, folder / FOLDER, copy_function=shutil.copyfile, dirs_exist_ok=True
    )


def make_index(
    documents: Iterable[Document], language: str, words: WordReader, folder: Path
) -> None:
    """Write the index of a language's documents into ``folder``: same documents, same bytes."""
    index = SearchIndex(language, words, folder)
    for document in documents:
        index.add(document)
    index.finish()


def index_name(site: Site, language: str) -> str:
    """Return a name for the index of a language's pages: same input, same name."""
    pages = (repr(page) for page in site_documents.iter_pages(site, language))
    digest = cache.digest(chain([cache.code_digest()], _word_lists(site, language), pages))
    return f"{language}-{digest[:16]}"


def _cached_index(site: Site, language: str, cached_indexes: Path) -> Path:
    """Return the cached folder with the index of a language, made now if there is none."""
    index_folder = cached_indexes / index_name(site, language)
    digest_file = index_folder.with_name(f"{index_folder.name}.sum")
    if cache.read_file(digest_file) != fingerprint.digest_outputs(index_folder).encode():
        shutil.rmtree(index_folder, ignore_errors=True)
        with tempfile.TemporaryDirectory(prefix=".new-", dir=cached_indexes) as work:
            documents = site_documents.iter_documents(site, language)
            words = WordReader(*_word_lists(site, language))
            make_index(documents, language, words, Path(work) / "index")
            (Path(work) / "index").rename(index_folder)
        cache.write_file(digest_file, fingerprint.digest_outputs(index_folder).encode())
        _prune_cache(cached_indexes, language, index_folder)
    index_folder.touch()
    return index_folder


def _word_lists(site: Site, language: str) -> tuple[str, str]:
    strings = site.story.strings
    return strings["search_skipped_words"][language], strings["search_ordinals"][language]


def _prune_cache(cached_indexes: Path, language: str, newest: Path) -> None:
    others = [path for path in cached_indexes.glob(f"{language}-*/") if path != newest]
    for old in sorted(others, key=lambda p: p.stat().st_mtime, reverse=True)[_MAX_CACHED - 1 :]:
        shutil.rmtree(old, ignore_errors=True)
        old.with_name(f"{old.name}.sum").unlink(missing_ok=True)
