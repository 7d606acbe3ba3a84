"""Commands for contributors: ``python -m explainer check | review | reviewed | watch …``.

In: a project's folder, found by its ``mkdocs.yml``. Out: problems, the texts that await
review, or files of ``data/`` written anew. Knows no engine; ``watch``, ``archive`` and
``verify`` alone ask other sites.
"""

from __future__ import annotations

import argparse
import datetime
import sys
from pathlib import Path
from typing import TextIO

from explainer import build as compiler
from explainer import settings
from explainer.check import review
from explainer.model.story import Story, load
from explainer.read import digests, problems
from explainer.watch import archives, quoted, sources
from explainer.watch.client import Client


def check(chosen: settings.Settings) -> int:
    """Print every problem of the project; return 1 if there is any."""
    _, found = compiler.compile_site(chosen)
    if found:
        _say(problems.report(found))
    return 1 if found else 0


def list_waiting(chosen: settings.Settings) -> int:
    """Print what awaits review, one unit a line: its state, id and places."""
    for one in review.waiting(_readable(chosen)):
        state = one.state if one.state != review.ONE else "only " + ", ".join(one.changed)
        _say(f"{state:8} {one.unit.id}  {'  '.join(map(str, one.unit.places.values()))}")
    return 0


def confirm(chosen: settings.Settings, names: list[str]) -> int:
    """Confirm units and print them; return 1 if a name stands for nothing."""
    written, unknown = review.confirm(_readable(chosen), names)
    for name in unknown:
        _say(
            f"no text «{name}»; expected a record such as claims/an-id, a page such as index.md",
            sys.stderr,
        )
    for id_ in written:
        _say(id_)
    return 1 if unknown else 0


def watch(chosen: settings.Settings, names: list[str], client: Client) -> int:
    """Ask the addresses of sources, all or those named, and write down what came."""
    story = _with_sources(chosen, names)
    # Not the day of SOURCE_DATE_EPOCH: others are asked today.
    for line in sources.watch(story, client, datetime.datetime.now(datetime.UTC).date(), names):
        _say(line)
    return 0


def archive(
    chosen: settings.Settings, names: list[str], client: Client, *, write: bool = False
) -> int:
    """Propose archived copies of sources, all or those named; write those that a person names."""
    for line in archives.propose(_with_sources(chosen, names), client, names, write=write):
        _say(line)
    return 0


def verify(chosen: settings.Settings, names: list[str], client: Client, given: list[str]) -> int:
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
        _say(line)
    return 1 if missing else 0


def _with_sources(chosen: settings.Settings, names: list[str]) -> Story:
    """Return the story; raise ``SystemExit`` if it cannot be read, or has no source of a name."""
    story = _readable(chosen)
    unknown = [name for name in names if name not in story.sources]
    if unknown:
        hints = (f"no source «{n}»{problems.nearest(n, story.sources)}" for n in unknown)
        raise SystemExit("\n".join(hints))
    return story


def _client(chosen: settings.Settings) -> Client:
    """Return what asks other sites, by a name that leads to this one."""
    about = chosen.repo_url or chosen.site_url
    return Client(f"explainer/0.1 (+{about})" if about else "explainer/0.1")


def _say(line: str, stream: TextIO | None = None) -> None:
    (stream or sys.stdout).write(line + "\n")


def _readable(chosen: settings.Settings) -> Story:
    story, found = load(chosen)
    if wrong := [
        problem for problem in found if problem.file not in (digests.NAME, digests.PUBLISHED)
    ]:
        raise SystemExit(problems.report(wrong))
    return story


def main(arguments: list[str] | None = None) -> int:
    """Run one command; return its exit status."""
    parser = argparse.ArgumentParser(
        prog="python -m explainer", description=__doc__.splitlines()[0] if __doc__ else ""
    )
    parser.add_argument("-C", dest="folder", type=Path, default=Path(), help="the project's folder")
    commands = parser.add_subparsers(dest="command", required=True)
    commands.add_parser("check", help="print every problem; exit 1 if there is any")
    commands.add_parser("review", help="list what awaits review")
    reviewed = commands.add_parser("reviewed", help="confirm that every language says the same")
    reviewed.add_argument("names", nargs="*", help="a record, a page, or one unit of them")
    reviewed.add_argument("--all", action="store_true", help="confirm everything")
    watched = commands.add_parser("watch", help="ask whether the sources' addresses still answer")
    watched.add_argument("names", nargs="*", help="a source's id; without one, all of them")
    archived = commands.add_parser("archive", help="propose archived copies of sources")
    archived.add_argument("names", nargs="*", help="a source's id; without one, all without a copy")
    archived.add_argument("--write", action="store_true", help="put them into the records named")
    verified = commands.add_parser(
        "verify", help="look for the words of citations in their sources"
    )
    verified.add_argument("names", nargs="*", help="a source's id; without one, all of them")
    verified.add_argument(
        "--text", action="append", default=[], metavar="FILE=SOURCE",
        help="read a source in a text on disk, an empty line between paragraphs; nobody is asked",
    )  # fmt: skip
    chosen = parser.parse_args(arguments)
    try:
        project = settings.read(settings.find(chosen.folder.resolve()))
    except settings.Wrong as wrong:
        raise SystemExit(problems.report(wrong.problems)) from None
    if chosen.command == "check":
        return check(project)
    if chosen.command == "review":
        return list_waiting(project)
    if chosen.command == "watch":
        return watch(project, chosen.names, _client(project))
    if chosen.command == "archive":
        if chosen.write and not chosen.names:
            archived.error("expected the names of the records whose copy you have seen")
        return archive(project, chosen.names, _client(project), write=chosen.write)
    if chosen.command == "verify":
        return verify(project, chosen.names, _client(project), chosen.text)
    if bool(chosen.names) == chosen.all:
        reviewed.error("expected names, or --all")
    return confirm(project, chosen.names)


if __name__ == "__main__":
    sys.exit(main())
