"""How long a build and a preview take, what memory and weight, and how that grows with the pages.

In: sizes, as numbers of actors and of as many sources of a made-up story (``madeup``): 25, 250, 2500
unless others are given. Out, as medians of several runs: for each size, from nothing and with nothing
changed, seconds, milliseconds a page (of the clock and of the processor) and the memory of the largest
process, in MB; then the growth exponents, and the same of the project's own site, with the seconds
until a mistake is told and from saving a file to its preview. Weights are kB as sent: the heaviest
first view of any page, the heaviest first search. Run by ``make bench``, on a machine that does
nothing else.
"""

from __future__ import annotations

import argparse
import gzip
import math
import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from statistics import median

import corpus
import madeup

ROOT = madeup.ROOT
sys.path[:0] = [str(ROOT / "tests"), str(ROOT / "hooks")]

import chromium  # noqa: E402
import facts  # noqa: E402
import previews  # noqa: E402
import searching  # noqa: E402

SIZES = (25, 250, 2500)
ADDRESS = "https://example.org/"
COMMAND = [sys.executable, "-m", "mkdocs", "build", "-q", "--strict", "-d", "site"]
PARTS = ("hooks", "templates", "overrides", "data", "docs", "mkdocs.yml", "base.yml")
ASKED = "//link[@rel='stylesheet' or @rel='icon' or @rel='manifest']/@href | //script/@src"
MARK = "zz"  # begins a word that nothing holds
HERE = "\0"


@dataclass(frozen=True)
class Run:
    """One build: seconds of the clock and of the processor, MB of its largest process."""

    clock: float
    processor: float
    memory: float

    def line(self, pages: int) -> str:
        """Return the cells of one table."""
        each = (1000 * self.clock / pages, 1000 * self.processor / pages)
        return f"{self.clock:8.2f} {each[0]:8.2f} {each[1]:8.2f} {self.memory:6.0f}"


HEAD = f"{'s':>8} {'ms/page':>8} {'CPU':>8} {'MB':>6}"


def build(folder: Path, *, fails: bool = False) -> Run:
    """Build a project in a process of its own, and measure that and all that it starts."""
    env = {"SOURCE_DATE_EPOCH": "1800000000", **os.environ}
    env |= {"NO_MKDOCS_2_WARNING": "1", "SITE_URL": ADDRESS}
    env.pop("PYTHONPATH", None)
    with tempfile.TemporaryFile() as said:
        began = time.perf_counter()
        process = subprocess.Popen(COMMAND, cwd=folder, env=env, stdout=said, stderr=said)
        _, status, usage = os.wait4(process.pid, 0)
        clock = time.perf_counter() - began
        process.returncode = os.waitstatus_to_exitcode(status)
        if bool(process.returncode) != fails:
            said.seek(0)
            sys.exit(
                f"the build in {folder} {'passed' if fails else 'failed'}\n{said.read().decode()}"
            )
    unit = 1 if sys.platform == "darwin" else 1024
    return Run(clock, usage.ru_utime + usage.ru_stime, usage.ru_maxrss * unit / 1e6)


def middle(runs: list[Run]) -> Run:
    """Return the median of each figure."""
    return Run(
        median(run.clock for run in runs),
        median(run.processor for run in runs),
        median(run.memory for run in runs),
    )


def timed(folder: Path, times: int) -> tuple[Run, Run]:
    """Build from nothing, then with nothing changed, ``times`` each; return the medians."""
    cold, same = [], []
    for _ in range(times):
        for kept in ("site", ".cache"):
            shutil.rmtree(folder / kept, ignore_errors=True)
        cold.append(build(folder))
        same.append(build(folder))
    return middle(cold), middle(same)


def exponent(before: tuple[int, float], after: tuple[int, float]) -> float:
    """Return the slope of log(cost) over log(pages) between two sizes."""
    return math.log(after[1] / before[1]) / math.log(after[0] / before[0])


def views(site: facts.Site) -> Iterator[float]:
    """Yield the kB of each page's first view: itself, its styles, scripts and icon."""
    sizes: dict[str, int] = {}
    for url in site.urls:
        page = facts.Page(url, site.folder / url / "index.html")  # not kept: there are thousands
        files = {found[0] for one in page.select(ASKED) if (found := site.resolve(page, str(one)))}
        for file in files - sizes.keys():
            sizes[file] = len(gzip.compress((site.folder / file).read_bytes(), 9))
        own = len(gzip.compress(page.source.encode(), 9))
        yield (own + sum(sizes[file] for file in files)) / 1000


def searches(folder: Path, start: str) -> float:
    """Return the kB of the heaviest first search for words of the corpus."""
    from playwright.sync_api import sync_playwright

    _, record = next(corpus.actors(corpus.LEAST))  # the first record's words are in any size
    words = re.findall(r"\w{5,}", record["summary"]["fr"])[:6]
    texts = [record["name"]["fr"], *words, " ".join(words[:3]), " ".join(words)]
    program = chromium.find_or_install()
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=program, args=["--no-sandbox", "--disable-gpu"]
        )
        asked = searching.weighed(browser, folder, start, texts)
        browser.close()
    return max(sum(files.values()) for files in asked.values()) / 1000


def measure(size: int, times: int) -> tuple[int, Run, Run]:
    """Measure a made-up story, and print a line; return its pages and both medians."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        least = madeup.story(folder, size)
        cold, same = timed(folder, times)
        site = facts.Site(folder / "site", ADDRESS)
        pages = len(site.urls)
        if pages < least:
            sys.exit(f"{pages} pages were made, {least} expected")
        weights = f"{max(views(site)):6.1f} {searches(site.folder, 'method/'):7.1f}"
    print(f"{size:6} {pages:7} | {cold.line(pages)} | {same.line(pages)} | {weights}", flush=True)
    return pages, cold, same


# --- the project's own site


@dataclass(frozen=True)
class Edit:
    """Texts by file, and the address that will show them; a new word goes wherever ``HERE`` is."""

    files: dict[Path, str]
    url: str

    def save(self, word: str) -> str:
        """Write the files, as an editor does; return the address."""
        for file, text in self.files.items():
            path = Path(str(file).replace(HERE, word))
            path.write_text(text.replace(HERE, word), encoding="utf-8")
        return self.url.replace(HERE, word)


def edit(site: Path, files: list[Path], after: str = "") -> Edit:
    """Return an edit of three words that a page shows just as a file has them."""
    shown = {
        path.parent.relative_to(site).as_posix(): path.read_text(encoding="utf-8")
        for path in sorted(site.rglob("index.html"))
    }
    for file in files:
        text = file.read_text(encoding="utf-8")
        for found in re.finditer(r"(?<= )([^\W\d_]+ [^\W\d_]+) ([^\W\d_]+)\b(?! *:)", text):
            if found.start() < text.find(after, 1):
                continue
            for url, source in shown.items():
                if f" {found[0]}" in source.partition("<main")[2]:
                    new = f"{text[: found.end(1)]} {HERE}{text[found.end(1) :]}"
                    return Edit({file: new}, "" if url == "." else f"{url}/")
    sys.exit(f"no page shows three words just as {files[0].parent} has them")


def edits(folder: Path) -> dict[str, Edit]:
    """Return an edit of each kind of file."""
    site = folder / "site"
    texts = {
        path: path.read_text(encoding="utf-8")
        for name in ("overrides/base.html", "overrides/assets/site.css", "templates/strings.yml")
        for path in [folder / name]
    }
    (base, body), (style, rules), (strings, words) = texts.items()
    skip = re.compile(r"(?m)^(skip_to_content: .*: \w+)( .*: \w+)( .*)$")
    front = f"title: New\nslug: {HERE}\ndescription: Made to be timed."
    new = f"---\n{front}\n---\n\nMade {HERE}.\n{madeup.NO_FACT}\n"
    return {
        "prose": edit(site, sorted(folder.glob("docs/??/*.md")), "\n---\n"),
        "record": edit(site, sorted(folder.glob("data/actors/*.yml"))),
        "string": Edit({strings: skip.sub(rf"\1 {HERE}\2 {HERE}\3", words)}, ""),
        "template": Edit({base: body.replace("</body>", f"<!-- {HERE} --></body>")}, ""),
        "style": Edit({style: f"{rules}\n.{HERE} {{ color: red; }}"}, "assets/site.css"),
        "page": Edit({one / f"{HERE}.md": new for one in folder.glob("docs/??")}, f"{HERE}/"),
    }


def previewed(folder: Path, times: int) -> Iterator[tuple[str, float]]:
    """Yield, for each kind of edit, the median of seconds from saving to the preview's new text."""
    kinds = edits(folder)
    preview = previews.Served(folder)
    try:
        preview.shows("", "<main")
        for kind, change in kinds.items():
            seconds = []
            for i in range(times):
                word = f"{MARK}{kind}{chr(ord('a') + i)}"
                began = time.perf_counter()
                preview.shows(change.save(word), word)
                seconds.append(time.perf_counter() - began)
            yield kind, median(seconds)
    finally:
        preview.stop()


def own(project: Path, times: int) -> None:
    """Measure a project's own site, in a copy, and print it."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name) / "project"
        folder.mkdir()
        for part in filter(lambda part: (project / part).exists(), PARTS):
            if (project / part).is_dir():
                shutil.copytree(project / part, folder / part)
            else:
                shutil.copy(project / part, folder)
        cold, same = timed(folder, times)
        weights = sorted(views(facts.Site(folder / "site", ADDRESS)))
        pages = len(weights)
        print(
            f"{'site':>6} {pages:7} | {cold.line(pages)} | {same.line(pages)} | {weights[-1]:6.1f}"
        )
        print(f"site: median first view {median(weights):.1f} kB")
        record = next(iter(sorted(folder.glob("data/actors/*.yml"))))
        text = record.read_text(encoding="utf-8")
        record.write_text(f"{text}\n{MARK}: 1\n", encoding="utf-8")
        told = middle([build(folder, fails=True) for _ in range(times)])
        record.write_text(text, encoding="utf-8")
        print(f"site: a mistake is told in {told.clock:.2f} s")
        for kind, seconds in previewed(folder, times):
            print(f"site: {kind} from save to screen {seconds:.2f} s", flush=True)


def main(arguments: list[str]) -> None:
    """Print the tables."""
    asked = argparse.ArgumentParser(description=str(__doc__).partition("\n")[0])
    asked.add_argument("sizes", nargs="*", type=int, default=SIZES, help="actors, and sources")
    asked.add_argument("--runs", type=int, default=3, help="of each measure (3)")
    asked.add_argument("--project", type=Path, default=ROOT, help="whose site is measured")
    given = asked.parse_args(arguments)
    if min(given.sizes) < corpus.LEAST:
        asked.error(f"expected sizes of {corpus.LEAST} or more: each record names five others")
    print(f"{'':14} | {'cold':^33} | {'nothing changed':^33} | {'kB':^14}")
    print(f"{'size':>6} {'pages':>7} | {HEAD} | {HEAD} | {'view':>6} {'search':>7}")
    made = [measure(size, given.runs) for size in given.sizes]
    for before, after in pairwise(made):
        slopes = [
            f"{exponent((before[0], getattr(b, what)), (after[0], getattr(a, what))):.2f}"
            for b, a in zip(before[1:], after[1:], strict=True)
            for what in ("clock", "processor")
        ]
        told = "cold {} (CPU {}), nothing changed {} (CPU {})".format(*slopes)
        print(f"exponent from {before[0]} to {after[0]} pages: {told}")
    own(given.project, given.runs)


if __name__ == "__main__":
    main(sys.argv[1:])
