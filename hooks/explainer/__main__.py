"""The commands for contributors: ``python -m explainer check | review | reviewed | watch …``.

In: a project's folder, found by its ``mkdocs.yml``. Out: problems, the texts that await review, or
files rewritten. Imports no engine; ``source`` and the commands of ``watch/`` alone use the network.
"""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Callable
from pathlib import Path

from explainer.build import compile_site
from explainer.check import freshness
from explainer.desk import (
    aged,
    audit_citations,
    console,
    record,
    rename,
    review,
    rules,
    schemas,
    summary,
    verify_site,
    watch,
)
from explainer.read import problems
from explainer.settings import ConfigurationError, Settings, find_config, read_settings


def check(settings: Settings) -> int:
    """Print every problem of the project; return 1 if there is any."""
    _, found = compile_site(settings)
    if found:
        console.print_line(problems.format_report(found))
    return 1 if found else 0


def main(arguments: list[str] | None = None) -> int:
    """Run one command; return its exit status."""
    parser = argparse.ArgumentParser(
        prog="python -m explainer", description=__doc__.splitlines()[0] if __doc__ else ""
    )
    parser.add_argument("-C", dest="folder", type=Path, default=Path(), help="the project's folder")
    commands = parser.add_subparsers(dest="command", required=True)
    commands.add_parser("check", help="print every problem; exit 1 if there is any")
    commands.add_parser("review", help="print what awaits review: every language, what changed")
    summed = commands.add_parser("summary", help="print what a branch changes, as Markdown")
    summed.add_argument("--base", type=Path, required=True, help="the project before, in a folder")
    draft = commands.add_parser("record", help="write a new record, to be filled in")
    draft.add_argument("kind", help="actor, source, claim …")
    draft.add_argument("id", help="lower-case ASCII words joined by hyphens")
    renamed = commands.add_parser("rename", help="give a record or a page another id, everywhere")
    deleted = commands.add_parser("delete", help="take a record or a page away, if that can be")
    for moved in (renamed, deleted):
        moved.add_argument("kind", help="page, actor, source, claim …")
        moved.add_argument("id", help="its id; a page's name without .md")
    renamed.add_argument("new", help="lower-case ASCII words joined by hyphens, never used before")
    deleted.add_argument(
        "--to", default="", help="what all that points to it points to from now on"
    )
    taken = commands.add_parser("source", help="draft source records from elsewhere")
    taken.add_argument("given", help="a file (CSL-JSON, BibTeX, RIS), a DOI or an address")
    commands.add_parser("schemas", help="write the schemas that editors complete records with")
    watched = commands.add_parser("watch", help="ask whether the sources' addresses still answer")
    watched.add_argument("names", nargs="*", help="a source's id; without one, all of them")
    archived = commands.add_parser("archive", help="propose archived copies of sources")
    archived.add_argument("names", nargs="*", help="a source's id; without one, all without a copy")
    archived.add_argument("--second", default="", metavar="URL", help="another archive's TimeGate")
    archived.add_argument("--save", action="store_true", help="ask for a copy where none is")
    archived.add_argument("--write", action="store_true", help="put them into the records named")
    captured = commands.add_parser("capture", help="keep copies of sources, with their digests")
    captured.add_argument("names", nargs="*", help="a source's id; without one, all of them")
    captured.add_argument("--stamp", default="", metavar="URL", help="a time-stamp authority")
    verified = commands.add_parser(
        "verify", help="look for the words of citations in their sources"
    )
    verified.add_argument("names", nargs="*", help="a source's id; without one, all of them")
    verified.add_argument(
        "--text", action="append", default=[], metavar="FILE=SOURCE",
        help="read a source in a text on disk, an empty line between paragraphs; nobody is asked",
    )  # fmt: skip
    reworded = commands.add_parser("reword", help="keep a record of change that is not merged anew")
    reworded.add_argument("id", help="the record's id")
    audited = commands.add_parser("audit-citations", help="draw citations to be read again")
    audited.add_argument("--sample", type=int, default=20, metavar="N", help="how many; 20")
    audited.add_argument("--seed", type=int, help="draw as another time; else the day: 20261126")
    proved = commands.add_parser("verify-site", help="compare a published site with its commit")
    proved.add_argument("url", help="its address: https://www.example.org/")
    listed = commands.add_parser("aged", help="list what was said as of a day long past")
    listed.add_argument(
        "--days", type=int, default=freshness.MAX_DAYS, help="how old it may be; 90"
    )
    reviewed = commands.add_parser("reviewed", help="confirm that every language says the same")
    reviewed.add_argument("names", nargs="*", help="a record, a page, or one unit of them")
    reviewed.add_argument("--all", action="store_true", help="confirm everything")
    explained = commands.add_parser("rules", help="list what a build refuses, or explain one rule")
    explained.add_argument("id", nargs="?", default="", help="as a problem's line ends with it")
    explained.add_argument("--write", action="store_true", help="write contributing/rules.*.md")
    options = parser.parse_args(arguments)
    try:
        status = _run(options)
        sys.stdout.flush()
        return status
    except console.CommandError as error:
        messages = error.args
    except BrokenPipeError:  # the reader has closed the pipe, as `head` does
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 1
    except OSError as error:
        messages = (f"{error.filename or options.command}: {error.strerror or error}",)
    except KeyboardInterrupt:
        console.print_line("stopped", sys.stderr)
        return 130
    except ConfigurationError as error:
        messages = (problems.format_report(error.problems),)
    for message in messages:
        console.print_line(message, sys.stderr)
    return 1


def _run(options: argparse.Namespace) -> int:
    config = find_config(options.folder.resolve())
    if options.command == "rules":  # works without a readable configuration
        return (
            rules.write_reference(config.parent)
            if options.write
            else rules.print_rules(config.parent, options.id)
        )
    settings = read_settings(config)
    commands: dict[str, Callable[[], int]] = {
        "check": lambda: check(settings),
        "review": lambda: review.show_waiting(settings),
        "reviewed": lambda: review.confirm(settings, options.names, all_texts=options.all),
        "reword": lambda: review.reword(settings, options.id),
        "summary": lambda: summary.print_summary(settings, options.base.resolve()),
        "record": lambda: record.write_drafts(settings, options.kind, options.id),
        "rename": lambda: rename.rename(settings, options.kind, options.id, options.new),
        "delete": lambda: rename.delete(settings, options.kind, options.id, options.to),
        "source": lambda: _source(settings, options.given),
        "schemas": lambda: schemas.write_schemas(settings),
        "watch": lambda: watch.watch(settings, options.names),
        "archive": lambda: watch.archive(
            settings, options.names, options.second, save=options.save, write=options.write
        ),
        "capture": lambda: watch.capture(settings, options.names, options.stamp),
        "verify": lambda: watch.verify(settings, options.names, options.text),
        "verify-site": lambda: verify_site.verify(settings, options.url),
        "aged": lambda: aged.print_table(settings, options.days),
        "audit-citations": lambda: audit_citations.draw_sample(
            settings, options.sample, options.seed
        ),
    }
    return commands[options.command]()


def _source(settings: Settings, origin: str) -> int:
    from explainer.desk import source  # its packages are installed for this command only

    return source.write_drafts(settings, origin, watch.make_client(settings))


if __name__ == "__main__":
    sys.exit(main())
