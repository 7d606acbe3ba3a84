"""How build time and memory grow with the number of records.

In: sizes, as numbers of actors (and of as many sources): 25, 250, 2500 unless
others are given. Out: a table of cold builds, ms a page, peak memory and the
growth exponent, beside plain MkDocs with Material on as many pages. Every record
is made here; nothing of the project's own story is read. Run by ``make bench``.
"""

from __future__ import annotations

import json
import math
import os
import shutil
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
SIZES = (25, 250, 2500)
WORDS = [
    "river",
    "bridge",
    "council",
    "letter",
    "winter",
    "stone",
    "timber",
    "flood",
    "crossing",
    "mason",
    "ledger",
    "bank",
]
LANGUAGES = ("fr", "en")
PLAIN = """site_name: Plain
theme: {name: material, font: false}
plugins: [search]
nav: [index.md]
validation: {nav: {omitted_files: ignore}}
"""


@dataclass(frozen=True)
class Run:
    """One cold build: pages made, seconds, peak memory in MB."""

    pages: int
    seconds: float
    memory: float

    @property
    def cost(self) -> float:
        """Milliseconds a page."""
        return 1000 * self.seconds / self.pages


def sentence(seed: int, length: int) -> str:
    """Return made-up words, the same for the same seed."""
    words = [WORDS[(seed * 7 + i * i + i) % len(WORDS)] for i in range(length)]
    return " ".join(words).capitalize() + "."


def actor(i: int, count: int) -> dict[str, object]:
    """Return the record of one actor: two relations, six citations."""
    cited = [f"s{(i + step) % count}" for step in range(4)]
    text = [
        f"{sentence(i, 18)[:-1]} [@{cited[0]}, p. {i % 90 + 1}]. {sentence(i + 1, 14)}",
        f"{sentence(i + 2, 22)[:-1]} [@{cited[1]}; @{cited[2]}, pp. 3-5].",
    ]
    others = sorted({(i + 1) % count, (i + 7) % count} - {i})
    return {
        "id": f"a{i}",
        "kind": "company" if i % 3 else "person",
        "name": f"Actor {i}",
        "role": {language: sentence(i, 5)[:-1].lower() for language in LANGUAGES},
        "summary": dict.fromkeys(LANGUAGES, f"{text[0]}"),
        "description": {language: "\n\n".join(text) for language in LANGUAGES},
        "website": f"https://a{i}.example/",
        "relations": [
            {"kind": "partner-of", "target": f"a{n}", "from": "2019-05", "sources": [cited[3]]}
            for n in others
        ],
    }


def source(i: int) -> dict[str, object]:
    """Return the record of one source."""
    return {
        "id": f"s{i}",
        "nature": "press",
        "type": "article-newspaper",
        "title": f"{sentence(i, 8)[:-1]} ({i})",
        "language": "en",
        "author": [{"family": WORDS[i % len(WORDS)].capitalize(), "given": "A."}],
        "container-title": "The Ledger",
        "issued": f"20{10 + i % 15}-0{i % 9 + 1}-1{i % 9}",
        "URL": f"https://s{i}.example/page",
        "checked": "text",
        "gist": {language: sentence(i, 12) for language in LANGUAGES},
    }


def page(title: str, slug: str, body: str) -> str:
    """Return a page of prose."""
    address = f"slug: {slug}\n" if slug else ""
    return f"---\ntitle: {title}\n{address}description: {title}, made to be timed.\n---\n\n{body}\n"


def story(folder: Path, count: int) -> int:
    """Lay out a project of ``count`` actors and sources; return how many pages it makes."""
    for name in ("hooks", "templates", "overrides"):
        (folder / name).symlink_to(ROOT / name, target_is_directory=True)
    for name in ("actors", "sources"):
        (folder / "data" / name).mkdir(parents=True)
    for name in ("vocabularies.yml", "strings.yml"):
        shutil.copy(ROOT / "data" / name, folder / "data")
    for i in range(count):
        for kind, record in (("actors", actor(i, count)), ("sources", source(i))):
            path = folder / "data" / kind / f"{record['id']}.yml"
            path.write_text(json.dumps(record, ensure_ascii=False), encoding="utf-8")
    for language in LANGUAGES:
        docs = folder / "docs" / language
        texts = {
            "index.md": page("Home", "", "Made to be timed.\n{: .no-fact }"),
            "method.md": page("Method", "method", methods()),
            "actors/index.md": page("Actors", "actors", '!!! listing "actors"'),
            "sources/index.md": page("Sources", "sources", '!!! listing "sources"'),
        }
        for anchored in ("timeline", "glossary", "changes", "data", "case", "targets"):
            texts[f"{anchored}.md"] = page(anchored.title(), anchored, "Nothing.\n{: .no-fact }")
        texts["claims/index.md"] = page("Claims", "claims", "Nothing.\n{: .no-fact }")
        for name, text in texts.items():
            (docs / name).parent.mkdir(parents=True, exist_ok=True)
            (docs / name).write_text(text, encoding="utf-8")
    assets = ROOT / "docs" / "assets"
    if assets.is_dir():
        (folder / "docs" / "assets").symlink_to(assets, target_is_directory=True)
    shutil.copy(ROOT / "mkdocs.yml", folder / "base.yml")
    (folder / "mkdocs.yml").write_text("INHERIT: base.yml\nnav: [index.md]\n", encoding="utf-8")
    confirm = [sys.executable, "-m", "explainer", "-C", str(folder), "reviewed", "--all"]
    env = {**os.environ, "PYTHONPATH": str(ROOT / "hooks")}
    subprocess.run(confirm, env=env, check=True, stdout=subprocess.DEVNULL)
    return 4 * count + len(LANGUAGES) * len(texts)


def methods() -> str:
    """Return a page with the anchors that the theme links to."""
    names = ("accessibility", "privacy", "corrections", "licence", "statuses", "sources")
    return "\n\n".join(f"## {name.title()} {{#{name}}}\n\nMade.\n{{: .no-fact }}" for name in names)


def plain(folder: Path, pages: int) -> int:
    """Lay out as many pages of plain Markdown, with links and notes typed by hand."""
    (folder / "docs").mkdir()
    (folder / "mkdocs.yml").write_text(PLAIN, encoding="utf-8")
    (folder / "docs" / "index.md").write_text("# Home\n\nMade to be timed.\n", encoding="utf-8")
    for i in range(pages - 1):
        rows = "".join(
            f"| {sentence(i + n, 2)} | [Page](p{(i + n) % (pages - 1)}.md) |\n" for n in (1, 7)
        )
        notes = "\n".join(f"{n}. {sentence(i + n, 12)}" for n in range(1, 5))
        text = f"# Page {i}\n\n{sentence(i, 18)} {sentence(i + 1, 14)}\n\n{sentence(i + 2, 22)}\n"
        table = f"\n## Relations\n\n| a | b |\n| --- | --- |\n{rows}\n## Notes\n\n{notes}\n"
        (folder / "docs" / f"p{i}.md").write_text(text + table, encoding="utf-8")
    return pages


def measure(folder: Path, pages: int) -> Run:
    """Build a project cold, in a process of its own."""
    command = [sys.executable, "-m", "mkdocs", "build", "-q", "-d", str(folder / "site")]
    env = {"SOURCE_DATE_EPOCH": "1800000000", **os.environ, "NO_MKDOCS_2_WARNING": "1"}
    env.pop("PYTHONPATH", None)
    began = time.perf_counter()
    process = subprocess.Popen(command, cwd=folder, env=env)
    _, status, usage = os.wait4(process.pid, 0)
    seconds = time.perf_counter() - began
    if status:
        sys.exit(f"the build in {folder} failed")
    made = sum(1 for _ in (folder / "site").rglob("index.html"))
    if made < pages:
        sys.exit(f"{made} pages were made, {pages} expected")
    unit = 1 if sys.platform == "darwin" else 1024
    return Run(made, seconds, usage.ru_maxrss * unit / 1e6)


def exponent(runs: list[Run]) -> float:
    """Return the slope of log(seconds) over log(pages), by least squares."""
    points = [(math.log(run.pages), math.log(run.seconds)) for run in runs]
    x, y = (sum(column) / len(points) for column in zip(*points, strict=True))
    return sum((a - x) * (b - y) for a, b in points) / sum((a - x) ** 2 for a, _ in points)


def main(sizes: list[int]) -> None:
    """Print the table."""
    print(f"{'records':>8} {'pages':>7} | {'this project':^28} | {'plain Material':^28}")
    print(
        f"{'':>8} {'':>7} | {'s':>8} {'ms/page':>9} {'MB':>8}  | {'s':>8} {'ms/page':>9} {'MB':>8}"
    )
    ours: list[Run] = []
    theirs: list[Run] = []
    for size in sizes:
        with tempfile.TemporaryDirectory() as one, tempfile.TemporaryDirectory() as two:
            ours.append(measure(Path(one), story(Path(one), size)))
            theirs.append(measure(Path(two), plain(Path(two), ours[-1].pages)))
        cells = " | ".join(
            f"{run.seconds:8.2f} {run.cost:9.2f} {run.memory:8.0f} "
            for run in (ours[-1], theirs[-1])
        )
        print(f"{2 * size:8d} {ours[-1].pages:7d} | {cells}", flush=True)
    if len(sizes) > 1:
        for name, runs in (("this project", ours), ("plain Material", theirs)):
            last = exponent(runs[-2:])
            print(f"{name}: growth exponent {exponent(runs):.2f} (last two sizes {last:.2f})")


if __name__ == "__main__":
    main([int(size) for size in sys.argv[1:]] or list(SIZES))
