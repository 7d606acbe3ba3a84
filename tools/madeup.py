"""A project made up to be measured: the records of ``corpus``, a menu, and this generator's rooms.

In: a folder and a number of actors and of as many sources. Out: a project there, its texts
confirmed, that is built like any other: four pages a pair and 18 more, in two languages. Nothing of
the project's own story is read but its vocabularies, its strings and its configuration. For
``bench.py`` and for tests.

    .venv/bin/python tools/madeup.py FOLDER 250
"""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path

import corpus

ROOT = Path(__file__).resolve().parent.parent
LINKED = ("hooks", "templates", "overrides")
COPIED = ("data/vocabularies.yml", "data/strings.yml")
# Each page, and the list that it holds.
PAGES = {
    "index.md": "",
    "method.md": "",
    "actors/index.md": "actors",
    "sources/index.md": "sources",
    "claims/index.md": "claims",
    "timeline.md": "timeline",
    "glossary.md": "",
    "changes.md": "",
    "data.md": "",
}
ANCHORS = ("accessibility", "privacy", "corrections", "licence", "statuses", "sources")
NO_FACT = "{: .no-fact }"


def pages(number: int) -> int:
    """Return how many pages the project of ``number`` actors and sources has at least."""
    return len(corpus.LANGUAGES) * (2 * number + len(PAGES))


def write(folder: Path, kind: str, id_: str, record: corpus.Record) -> None:
    """Write one record; YAML reads JSON."""
    path = folder / "data" / kind / f"{id_}.yml"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps({"id": id_, **record}, ensure_ascii=False), encoding="utf-8")


def page(name: str) -> str:
    """Return the Markdown of one page, which is the same in both languages."""
    slug = name.removesuffix(".md").removesuffix("index").rstrip("/")
    title = slug.title() or "Home"
    text = f'!!! listing "{PAGES[name]}"' if PAGES[name] else f"Made to be timed.\n{NO_FACT}"
    if name == "method.md":  # the theme links to these
        parts = (f"## {word.title()} {{#{word}}}\n\nMade.\n{NO_FACT}" for word in ANCHORS)
        text = "\n\n".join(parts)
    front = f"title: {title}\n" + (f"slug: {slug}\n" if slug else "")
    return f"---\n{front}description: {title}, made to be timed.\n---\n\n{text}\n"


def lay_out(folder: Path, number: int) -> None:
    """Write the records and pages of a story into an empty folder."""
    for id_, record in corpus.actors(number):
        write(folder, "actors", id_, record)
    for id_, record in corpus.sources(number):
        write(folder, "sources", id_, record)
    for language in corpus.LANGUAGES:
        for name in PAGES:
            path = folder / "docs" / language / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(page(name), encoding="utf-8")


def borrow(folder: Path, menu: Iterable[str] = PAGES) -> None:
    """Give a folder what else a project has: links to the generator, words, settings."""
    for name in LINKED:
        if (ROOT / name).is_dir():
            (folder / name).symlink_to(ROOT / name, target_is_directory=True)
    for name in COPIED:
        (folder / name).parent.mkdir(exist_ok=True)
        shutil.copy(ROOT / name, folder / name)
    config = (ROOT / "mkdocs.yml").read_text(encoding="utf-8")
    made = re.sub(r"(?ms)^nav:\n.*?(?=^\w)", f"nav: [{', '.join(menu)}]\n", config)
    (folder / "mkdocs.yml").write_text(made, encoding="utf-8")


def confirm(folder: Path) -> None:
    """Confirm every text, as `make reviewed` does; exit with its words if it cannot."""
    command = [sys.executable, "-m", "explainer", "reviewed", "--all"]
    env = {**os.environ, "PYTHONPATH": str(ROOT / "hooks")}
    done = subprocess.run(command, cwd=folder, env=env, capture_output=True, text=True, check=False)
    if done.returncode:
        sys.exit(f"the made-up story cannot be confirmed:\n{done.stdout}{done.stderr}")


def story(folder: Path, number: int) -> int:
    """Make the whole project in an empty folder; return how many pages it has at least."""
    lay_out(folder, number)
    borrow(folder)
    confirm(folder)
    return pages(number)


if __name__ == "__main__":
    place = Path(sys.argv[1])
    if place.exists() and any(place.iterdir()):
        sys.exit(f"{place} is not empty")
    if int(sys.argv[2]) < corpus.LEAST:
        sys.exit(f"expected {corpus.LEAST} or more: each record names five others")
    print(story(place, int(sys.argv[2])), "pages")
