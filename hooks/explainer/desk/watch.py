"""The commands that ask other sites about sources: ``watch``, ``archive``, ``capture`` and ``verify``.

In: a project's settings, ids of sources. Out: lines on the terminal, files of ``data/`` rewritten, an
exit status.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from explainer.desk import console, loading
from explainer.desk.console import CommandError
from explainer.model.story import Story
from explainer.read import problems
from explainer.settings import Settings
from explainer.watch import archives, captures, quotations, sources
from explainer.watch.client import Client

_MAX_DOCUMENT_BYTES = 64 << 20  # of a document that is read whole: reports and judgments are long


def watch(settings: Settings, names: list[str]) -> int:
    """Ask whether the addresses of sources, all or those named, still answer, and record it."""
    # Not the day of SOURCE_DATE_EPOCH: others are asked today.
    story, client = _load_story(settings, names), make_client(settings)
    return _print_lines(sources.watch_sources(story, client, _now().date(), names))


def archive(
    settings: Settings, names: list[str], timegate_url: str, *, save: bool, write: bool
) -> int:
    """Propose archived copies of sources, all or those named; with ``write``, write those named."""
    if write and not names:
        raise CommandError("expected the names of the records whose copy you have seen")
    story, client = _load_story(settings, names), make_client(settings)
    client.timeout = 180 if save else client.timeout  # a copy takes its time to be made
    asked = archives.Archives(timegate_url=timegate_url, save_url=archives.SAVE_URL * save)
    return _print_lines(archives.propose_copies(story, client, names, write=write, archives=asked))


def capture(settings: Settings, names: list[str], authority: str) -> int:
    """Keep copies of sources, all or those named, time-stamped by an authority if one is given."""
    story = _load_story(settings, names)
    client = make_client(settings, max_bytes=_MAX_DOCUMENT_BYTES)
    return _print_lines(captures.capture_sources(story, client, _now(), names, authority))


def verify(settings: Settings, names: list[str], local_texts: list[str]) -> int:
    """Check whether quoted words stand in their sources; return 1 if some do not."""
    files = {id_: file for file, _, id_ in (one.rpartition("=") for one in local_texts)}
    if not all(files.values()) or len(files) < len(local_texts):
        raise CommandError("expected --text FILE=SOURCE, one a source")
    story = _load_story(settings, [*names, *files])
    try:
        texts = {id_: Path(file).read_text(encoding="utf-8") for id_, file in files.items()}
    except (OSError, UnicodeDecodeError) as error:
        raise CommandError(f"a text cannot be read: {error}") from None
    missing = 0
    client = make_client(settings, max_bytes=_MAX_DOCUMENT_BYTES)
    for verdict, line in quotations.verify_quotations(story, client, names, texts):
        missing += verdict == quotations.MISSING
        console.print_line(line)
    return 1 if missing else 0


def _print_lines(lines: Iterable[str]) -> int:
    for line in lines:
        console.print_line(line)
    return 0


def _now() -> datetime.datetime:
    return datetime.datetime.now(datetime.UTC)


def _load_story(settings: Settings, names: list[str]) -> Story:
    """Return the story; raise ``CommandError`` if it cannot be read, or lacks a source named."""
    story = loading.load_readable(settings)
    if unknown := [name for name in names if name not in story.sources]:
        hints = {name: problems.did_you_mean(name, story.sources) for name in unknown}
        raise CommandError(*(f"no source «{name}»{hint}" for name, hint in hints.items()))
    return story


def make_client(settings: Settings, **options: Any) -> Client:
    """Return a client whose user agent leads to this site; ``options`` are those of ``Client``."""
    home = settings.repo_url or settings.site_url
    return Client(f"explainer/0.1 (+{home})" if home else "explainer/0.1", **options)
