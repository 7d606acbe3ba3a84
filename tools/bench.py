"""How build time and memory grow with the number of records.

In: sizes, as numbers of actors (and of as many sources and claims, and a tenth
as many events): 25, 250, 2500 unless others are given. Out: a table of cold
builds, of warm ones (nothing changed since), ms of processor time a page, peak
memory, the heaviest page and the growth exponent, beside plain MkDocs with
Material on as many pages. ``--claims`` adds a line: the first size with 2,500
claims more. Every record is made here (``madeup``). Run by ``make bench``.
Times are the processor's, which what else runs on the machine hardly changes;
seconds of a clock stand beside them.
"""

from __future__ import annotations

import gzip
import math
import os
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

from madeup import sentence, story

SIZES = (25, 250, 2500)
MORE = 2_500  # claims, on top of a small story: what a long-lived site may gather
PLAIN = """site_name: Plain
theme: {name: material, font: false}
plugins: [search]
nav: [index.md]
validation: {nav: {omitted_files: ignore}}
"""


@dataclass(frozen=True)
class Run:
    """One build: pages made, seconds of the clock and of the processor, peak memory in MB."""

    pages: int
    clock: float
    seconds: float
    memory: float

    @property
    def cost(self) -> float:
        """Milliseconds of the processor a page."""
        return 1000 * self.seconds / self.pages


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
    clock = time.perf_counter() - began
    if status:
        sys.exit(f"the build in {folder} failed")
    made = sum(1 for _ in (folder / "site").rglob("index.html"))
    if made < pages:
        sys.exit(f"{made} pages were made, {pages} expected")
    unit = 1 if sys.platform == "darwin" else 1024
    return Run(made, clock, usage.ru_utime + usage.ru_stime, usage.ru_maxrss * unit / 1e6)


def heaviest(folder: Path) -> str:
    """Return the heaviest page of a site and its weight in kB, compressed."""
    pages = (folder / "site").rglob("index.html")
    weight, path = max((len(gzip.compress(path.read_bytes(), 9)), path) for path in pages)
    return f"{weight / 1000:.1f} kB {path.parent.relative_to(folder / 'site')}/"


def exponent(runs: list[Run]) -> float:
    """Return the slope of log(seconds) over log(pages), by least squares."""
    points = [(math.log(run.pages), math.log(run.seconds)) for run in runs]
    x, y = (sum(column) / len(points) for column in zip(*points, strict=True))
    return sum((a - x) * (b - y) for a, b in points) / sum((a - x) ** 2 for a, _ in points)


def ours(size: int, claims: int | None = None) -> tuple[Run, Run, str]:
    """Build a made-up story cold, then warm; return both and its heaviest page."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        pages = story(folder, size, claims)
        return measure(folder, pages), measure(folder, pages), heaviest(folder)


def row(name: str, *runs: Run) -> str:
    """Return one line of the table."""
    cells = (f"{r.clock:8.2f} {r.seconds:7.2f} {r.cost:8.2f} {r.memory:6.0f}" for r in runs)
    return f"{name:>14} {runs[0].pages:7d} | " + " | ".join(cells)


def main(arguments: list[str]) -> None:
    """Print the table."""
    sizes = [int(word) for word in arguments if word != "--claims"] or list(SIZES)
    head = f"{'clock s':>8} {'CPU s':>7} {'ms/page':>8} {'MB':>6}"
    print(f"{'':>22} | {'cold':^32} | {'warm':^32} | {'plain Material':^32}")
    print(f"{'size':>14} {'pages':>7} | {head} | {head} | {head}")
    table: list[tuple[Run, Run, Run]] = []
    for size in sizes:
        cold, warm, heavy = ours(size)
        with tempfile.TemporaryDirectory() as name:
            theirs = measure(Path(name), plain(Path(name), cold.pages))
        table.append((cold, warm, theirs))
        print(row(str(size), *table[-1]), "|", heavy, flush=True)
    if "--claims" in arguments:
        cold, warm, heavy = ours(sizes[0], sizes[0] + MORE)
        print(row(f"{sizes[0]} +{MORE} cl.", cold, warm), "|", heavy, flush=True)
    if len(sizes) > 1:
        for name, runs in zip(("cold", "warm", "plain"), zip(*table, strict=True), strict=True):
            last = exponent(list(runs[-2:]))
            print(f"{name}: growth exponent {exponent(list(runs)):.2f} (last two sizes {last:.2f})")


if __name__ == "__main__":
    main(sys.argv[1:])
