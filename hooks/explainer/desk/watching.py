"""What asks other sites about the sources: the commands ``watch``, ``archive`` and ``verify``.

In: a project's settings, ids of sources, what asks. Out: lines on the terminal, files of
``data/`` written anew, an exit status.
"""

from __future__ import annotations

import datetime
from pathlib import Path

from explainer.desk import reading, saying
from explainer.model.story import Story
from explainer.read import problems
from explainer.settings import Settings
from explainer.watch import archives, captures, quoted, sources
from explainer.watch.client import MAX_BYTES, Client


def watch(chosen: Settings, names: list[str], client: Client) -> int:
    """Ask the addresses of sources, all or those named, and write down what came."""
    story = _with_sources(chosen, names)
    # Not the day of SOURCE_DATE_EPOCH: others are asked today.
    for line in sources.watch(story, client, datetime.datetime.now(datetime.UTC).date(), names):
        saying.say(line)
    return 0


def archive(
    chosen: Settings, names: list[str], client: Client, ways: archives.Ways, *, write: bool = False
) -> int:
    """Propose archived copies of sources, all or those named; write those that a person names."""
    story = _with_sources(chosen, names)
    for line in archives.propose(story, client, names, write=write, ways=ways):
        saying.say(line)
    return 0


def capture(chosen: Settings, names: list[str], client: Client, stamp: str) -> int:
    """Keep copies of sources, all or those named, stamped by an authority if one is given."""
    story = _with_sources(chosen, names)
    now = datetime.datetime.now(datetime.UTC)
    for line in captures.capture(story, client, now, names, stamp):
        saying.say(line)
    return 0


def verify(chosen: Settings, names: list[str], client: Client, given: list[str]) -> int:
    """Say whether the words of citations stand in their sources; return 1 if some do not."""
    files = {id_: file for file, _, id_ in (one.rpartition("=") for one in given)}
    if not all(files.values()) or len(files) < len(given):
        raise SystemExit("expected --text FILE=SOURCE, one a source")
    story = _with_sources(chosen, [*names, *files])
    try:
        texts = {id_: Path(file).read_text(encoding="utf-8") for id_, file in files.items()}
    except (OSError, UnicodeDecodeError) as error:
        raise SystemExit(f"a text cannot be read: {error}") from None
    missing = 0
    for verdict, line in quoted.verify(story, client, names, texts):
        missing += verdict == quoted.MISSING
        saying.say(line)
    return 1 if missing else 0


def _with_sources(chosen: Settings, names: list[str]) -> Story:
    """Return the story; raise ``SystemExit`` if it cannot be read, or has no source of a name."""
    story = reading.readable(chosen)
    unknown = [name for name in names if name not in story.sources]
    if unknown:
        hints = (f"no source «{n}»{problems.nearest(n, story.sources)}" for n in unknown)
        raise SystemExit("\n".join(hints))
    return story


def client(chosen: Settings, *, whole: bool = False, most: int = MAX_BYTES) -> Client:
    """Return what asks other sites, by a name that leads to this one.

    ``whole``: it asks one's own, without a pause, and reads files to their end; of others' it
    reads ``most`` bytes.
    """
    about = chosen.repo_url or chosen.site_url
    agent = f"explainer/0.1 (+{about})" if about else "explainer/0.1"
    return Client(agent, delay=0, timeout=60, most=1 << 30) if whole else Client(agent, most=most)
