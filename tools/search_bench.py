"""What search costs at 10,000 pages of one language: the build, and a reader's first search.

In: nothing. Out: ms and MB of making the index, and for queries of common and of rare words the
kB that a first search fetches (as a host that compresses sends them: scripts, index, texts of the
first results) and the ms until its results are there. Exit 1 if a first search is over its
budget. The words are invented (seeded): half of the commonest stand in most pages and begin
alike, which weighs most. Run by ``make bench-search``.
"""

from __future__ import annotations

import random
import resource
import shutil
import sys
import tempfile
import time
from itertools import accumulate
from pathlib import Path
from urllib.parse import urlsplit

ROOT = Path(__file__).parent.parent
sys.path[:0] = [str(ROOT / "hooks"), str(ROOT / "tests")]

import chromium  # noqa: E402
from explainer.output import search  # noqa: E402
from explainer.output.search.documents import Document, Section  # noqa: E402
from explainer.output.search.words import WordReader  # noqa: E402
from searching import sent  # noqa: E402
from serving import at  # noqa: E402

# The number of pages that the promise names; their words, from the commonest to those of one page.
PAGES, USUAL, NAMES = 10_000, 300, 20_000
BUDGET = 150_000  # bytes
SCRIPTS = ("search-panel.js", "search-engine.js", "search.css")
SYLLABLES = [a + b for a in "bcdfgklmnprstvz" for b in ("a", "i", "on", "er")]
KINDS = ["actor", "claim", "event", "page", "source", "term"]
ASK = """async (query) => {
  const { load } = await import('/assets/search-engine.js');
  const search = await load('/search/', 'fr'), start = performance.now();
  const found = await search(query), texts = await Promise.all(found.slice(0, 6).map((one) => one.text()));
  const first = performance.now() - start, again = performance.now();
  await search(query);
  return { n: found.length, shown: texts.length, first, again: performance.now() - again };
}"""


def documents(chance: random.Random) -> tuple[list[Document], list[str]]:
    """Return the pages, and words to ask for: six common ones, then six rarer ones."""
    syllables = [f"{a}{b}" for a in SYLLABLES for b in SYLLABLES]
    often = [f"immun{syllables[i]}" for i in range(USUAL)]
    names = [f"{chance.choice(syllables)}{chance.choice(syllables)}{i % 100}" for i in range(NAMES)]
    often_weights = list(accumulate(1 / (i + 5) for i in range(USUAL)))
    name_weights = list(accumulate(1 / (i + 20) for i in range(NAMES)))
    made = []
    for i in range(PAGES):
        title = " ".join(chance.choices(names, cum_weights=name_weights, k=chance.randint(1, 9)))
        words = chance.choices(often, cum_weights=often_weights, k=chance.randint(40, 160))
        words += chance.choices(names, cum_weights=name_weights, k=60)
        chance.shuffle(words)
        kind = KINDS[i * len(KINDS) // PAGES]
        text = Section("", "", f"{' '.join(words).capitalize()}.")
        made.append(Document("fr", f"{kind}s/{i}/", kind, title, (text,)))
    return made, [*often[:6], *names[40:400:60]]


def main() -> int:
    """Measure, print, and return 1 if a first search is too heavy."""
    from playwright.sync_api import sync_playwright

    path_of_browser = chromium.find_or_install()
    pages, words = documents(random.Random(1))
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "assets").mkdir()
        for script in SCRIPTS:
            shutil.copy(ROOT / "overrides" / "assets" / script, folder / "assets")
        (folder / "index.html").write_text("<!doctype html><title>x</title>", "utf-8")
        before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        cpu, clock = time.process_time(), time.perf_counter()
        search.make_index(pages, "fr", WordReader(), folder / "search")
        cpu, clock = time.process_time() - cpu, time.perf_counter() - clock
        grown = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 1024
        files = [path for path in (folder / "search").rglob("*") if path.is_file()]
        print(f"{PAGES} pages: {1000 * cpu / PAGES:.2f} ms of the processor a page,", end=" ")
        print(f"{1000 * clock / PAGES:.2f} of the clock, {grown:.0f} MB more,", end=" ")
        print(f"{len(files)} files, {sum(p.stat().st_size for p in files) / 1e6:.1f} MB")
        common, rare = words[:6], words[6:]
        queries = [
            common[0], common[1], rare[0], rare[5], " ".join(common[:2]), " ".join(common[:3]),
            f"{common[0]} {rare[0]}", f"{common[2]} {common[3]} {rare[1]} {rare[2]}",
            " ".join(common), " ".join(rare), common[0][:3],
        ]  # fmt: skip
        heaviest = 0
        scripts = sum(sent(folder / "assets" / script) for script in SCRIPTS)
        with at(folder) as base, sync_playwright() as play:
            browser = play.chromium.launch(executable_path=path_of_browser, args=["--no-sandbox"])
            for query in queries:
                context = browser.new_context()
                page = context.new_page()
                page.goto(base)
                asked: set[str] = set()
                page.on("request", lambda request, asked=asked: asked.add(request.url))
                found = page.evaluate(ASK, query)
                paths = [urlsplit(url).path for url in asked if "/search/" in url]
                weight = scripts + sum(sent(folder / path.lstrip("/")) for path in paths)
                heaviest = max(heaviest, weight)
                print(f"{weight / 1000:6.1f} kB  {found['first']:5.0f} ms first", end="  ")
                print(f"{found['again']:5.0f} ms again  {found['n']:6} found  {query}")
                context.close()
            browser.close()
    return int(heaviest > BUDGET)


if __name__ == "__main__":
    sys.exit(main())
