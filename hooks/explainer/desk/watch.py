"""What asks other sites about the sources: the commands ``watch``, ``archive`` and ``verify``.

In: a project's settings, ids of sources. Out: lines on the terminal, files of
``data/`` written anew, an exit status.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from pathlib import Path

from explainer.desk import console, loading
from explainer.desk.console import Refused
from explainer.model.story import Story
from explainer.read import problems
from explainer.settings import Settings
from explainer.watch import archives, captures, quotations, sources
from explainer.watch.client import MAX_BYTES, Client

LARGE = 64 << 20  # bytes of a document that is read whole: reports and judgments are long


def watch(chosen: Settings, names: list[str]) -> int:
    """Ask the addresses of sources, all or those named, and write down what came."""
    # Not the day of SOURCE_DATE_EPOCH: others are asked today.
    return _told(sources.watch(_story(chosen, names), client(chosen), _now().date(), names))


def archive(chosen: Settings, names: list[str], second: str, *, save: bool, write: bool) -> int:
    """Propose archived copies of sources, all or those named; write those that a person names."""
    if write and not names:
        raise Refused("expected the names of the records whose copy you have seen")
    story, asked = _story(chosen, names), client(chosen)
    asked.timeout = 180 if save else asked.timeout  # a copy takes its time to be made
    ways = archives.Archives(timegate_url=second, save_url=archives.SAVE_URL if save else "")
    return _told(archives.propose(story, asked, names, write=write, archives=ways))


def capture(chosen: Settings, names: list[str], stamp: str) -> int:
    """Keep copies of sources, all or those named, stamped by an authority if one is given."""
    story, asked = _story(chosen, names), client(chosen, most=LARGE)
    return _told(captures.capture(story, asked, _now(), names, stamp))


def verify(chosen: Settings, names: list[str], given: list[str]) -> int:
    """Say whether the words of citations stand in their sources; return 1 if some do not."""
    files = {id_: file for file, _, id_ in (one.rpartition("=") for one in given)}
    if not all(files.values()) or len(files) < len(given):
        raise Refused("expected --text FILE=SOURCE, one a source")
    story = _story(chosen, [*names, *files])
    try:
        texts = {id_: Path(file).read_text(encoding="utf-8") for id_, file in files.items()}
    except (OSError, UnicodeDecodeError) as error:
        raise Refused(f"a text cannot be read: {error}") from None
    missing = 0
    for verdict, line in quotations.verify(story, client(chosen, most=LARGE), names, texts):
        missing += verdict == quotations.MISSING
        console.say(line)
    return 1 if missing else 0


def _told(lines: Iterable[str]) -> int:
    for line in lines:
        console.say(line)
    return 0


def _now() -> datetime.datetime:
    return datetime.datetime.now(datetime.UTC)


def _story(chosen: Settings, names: list[str]) -> Story:
    """Return the story; raise ``Refused`` if it cannot be read, or has no source of a name."""
    story = loading.readable(chosen)
    if unknown := [name for name in names if name not in story.sources]:
        raise Refused(
            *(f"no source «{n}»{problems.did_you_mean(n, story.sources)}" for n in unknown)
        )
    return story


def client(chosen: Settings, *, whole: bool = False, most: int = MAX_BYTES) -> Client:
    """Return what asks other sites, by a name that leads to this one.

    ``whole``: it asks one's own, without a pause, and reads files to their end; of others' it
    reads ``most`` bytes.
    """
    about = chosen.repo_url or chosen.site_url
    agent = f"explainer/0.1 (+{about})" if about else "explainer/0.1"
    return (
        Client(agent, delay=0, timeout=60, max_bytes=1 << 30)
        if whole
        else Client(agent, max_bytes=most)
    )
