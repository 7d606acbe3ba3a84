"""Commands for contributors: ``python -m explainer check | review | reviewed``.

In: a project's folder, found by its ``mkdocs.yml``. Out: problems, the texts
that await review, or ``data/reviews.yml`` written anew. Knows no engine: of its
configuration file only the languages are read.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import Any, TextIO

import yaml

from explainer import build as compiler
from explainer.check import review
from explainer.model.story import Settings, Story, load
from explainer.read import digests, problems

CONFIG = "mkdocs.yml"


class _Loader(yaml.SafeLoader):
    """Reads the engine's file, whose own tags (``!ENV``) mean nothing here."""


def _ignored(loader: yaml.SafeLoader, suffix: str, node: yaml.Node) -> None:
    return None


_Loader.add_multi_constructor("!", _ignored)
_Loader.add_multi_constructor("tag:yaml.org,2002:python/", _ignored)


def settings(start: Path) -> Settings:
    """Return the settings of the project that ``start`` lies in; raise ``SystemExit`` if none."""
    for folder in (start, *start.parents):
        if (folder / CONFIG).is_file():
            return Settings(folder, _languages(folder / CONFIG), "https://example.org/")
    raise SystemExit(f"no {CONFIG} in {start} nor above it")


def _languages(path: Path) -> tuple[str, ...]:
    config = yaml.load(path.read_text(encoding="utf-8"), _Loader)  # noqa: S506 (a safe loader)
    plugins: Any = config.get("plugins") or []
    listed = (
        plugins.items()
        if isinstance(plugins, dict)
        else (pair for plugin in plugins if isinstance(plugin, dict) for pair in plugin.items())
    )
    languages: list[dict[str, Any]] = (dict(listed).get("i18n") or {}).get("languages") or []
    ordered = sorted(languages, key=lambda language: not language.get("default"))
    if not ordered and config.get("INHERIT"):  # as the engine reads it: what is not said here
        return _languages(path.parent / str(config["INHERIT"]))
    if not ordered:
        raise SystemExit(f"{path}: no languages; expected them under plugins: i18n: languages:")
    return tuple(str(language["locale"]) for language in ordered)


def check(chosen: Settings) -> int:
    """Print every problem of the project; return 1 if there is any."""
    _, found = compiler.compile_site(chosen)
    if found:
        _say(problems.report(found))
    return 1 if found else 0


def list_waiting(chosen: Settings) -> int:
    """Print what awaits review, one unit a line: its state, id and places."""
    for one in review.waiting(_readable(chosen)):
        state = one.state if one.state != review.ONE else "only " + ", ".join(one.changed)
        _say(f"{state:8} {one.unit.id}  {'  '.join(map(str, one.unit.places.values()))}")
    return 0


def confirm(chosen: Settings, names: list[str]) -> int:
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


def _say(line: str, stream: TextIO | None = None) -> None:
    (stream or sys.stdout).write(line + "\n")


def _readable(chosen: Settings) -> Story:
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
    chosen = parser.parse_args(arguments)
    project = settings(chosen.folder.resolve())
    if chosen.command == "check":
        return check(project)
    if chosen.command == "review":
        return list_waiting(project)
    if bool(chosen.names) == chosen.all:
        reviewed.error("expected names, or --all")
    return confirm(project, chosen.names)


if __name__ == "__main__":
    sys.exit(main())
