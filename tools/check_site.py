"""Check a built site as its readers meet it, whatever it tells: ``make check-site``.

In: the folder of the built site, which says where it is to stand; ``--no-browser`` leaves axe out.
Out: a line for each fault, and exit 1 if there is any: a link that leads nowhere in
the site, a first view over 35 kB (gzip -9), something asked of another host, a page
without a policy, and axe's faults on a sample, in both themes and at two widths.
"""

from __future__ import annotations

import argparse
import functools
import gzip
import sys
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "tests"))
import facts  # noqa: E402
import serving  # noqa: E402

FIRST_VIEW = 35_000  # bytes
SAMPLE = 12  # pages a language that axe sees: the shortest, the longest, and some between
ASKED = "//link[@rel='stylesheet']/@href | //script/@src | //img/@src"


def address(folder: Path) -> str:
    """Return the address that a site was built for, by its home page; ``""`` without one."""
    home = folder / "index.html"
    found = home.is_file() and facts.Page("", home).select("//link[@rel='canonical']/@href")
    return str(found[0]) if found else ""


def links(site: facts.Site) -> Iterator[str]:
    """Yield the links that lead nowhere."""
    for told in site.broken()[0]:
        yield f"{told}: this link leads nowhere"


def light_and_private(site: facts.Site) -> Iterator[str]:
    """Yield the pages that weigh too much, ask another host or have no policy."""
    packed = functools.cache(lambda path: len(gzip.compress(path.read_bytes(), 9)))
    host = urlsplit(site.address).netloc
    for page in site.pages:
        weight = packed(page.path)
        for asked in sorted({str(value) for value in page.tree.xpath(ASKED)}):
            if urlsplit(asked).netloc not in {"", host}:
                yield f"{page.url}: asks another host for {asked}"
            elif resolved := site.resolve(page, asked):
                path = site.folder / resolved[0]
                weight += packed(path) if path.is_file() else 0
        if weight > FIRST_VIEW:
            yield f"{page.url}: its first view is {weight} bytes; expected {FIRST_VIEW} at most"
        if not page.select("//meta[@http-equiv='Content-Security-Policy']"):
            yield f"{page.url}: no Content-Security-Policy"


def sample(site: facts.Site) -> list[str]:
    """Return the addresses of the pages that axe sees, of each language as many."""
    chosen: list[str] = []
    languages = {page.language for page in site.pages}
    for language in sorted(languages):
        pages = [page for page in site.pages if page.language == language]
        pages.sort(key=lambda page: (page.path.stat().st_size, page.url))
        step = max(1, (len(pages) - 1) // (SAMPLE - 1))
        chosen += [page.url for page in {id(p): p for p in [*pages[::step], pages[-1]]}.values()]
    return chosen


def accessible(site: facts.Site, urls: list[str]) -> Iterator[str]:
    """Yield axe's faults on these pages, in every look."""
    import axe
    import chromium
    from playwright.sync_api import sync_playwright

    browser = chromium.find_or_install()
    with serving.at(site.folder) as base, sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=browser, args=list(chromium.ARGUMENTS))
        with axe.examiner(opened) as examine:
            for url in urls:
                for fault in examine.lean(base, url):
                    yield ": ".join(map(str, fault))
        opened.close()


def main(arguments: list[str] | None = None) -> int:
    """Check; print every fault; return 1 if there is one."""
    parser = argparse.ArgumentParser(prog="make check-site")
    parser.add_argument("folder", type=Path, nargs="?", default=ROOT / "site")
    parser.add_argument("--no-browser", action="store_true", help="leave accessibility out")
    given = parser.parse_args(arguments)
    site = facts.Site(given.folder, address(given.folder))
    if not site.urls:
        sys.exit(f"no page in {given.folder}: run make build first")
    seen = [] if given.no_browser else sample(site)
    faults = [*links(site), *light_and_private(site), *(accessible(site, seen) if seen else ())]
    print(*faults, sep="\n" if faults else "", end="\n" if faults else "")
    print(f"{len(site.urls)} pages, {len(seen)} of them seen by axe: {len(faults)} fault(s)")
    return int(bool(faults))


if __name__ == "__main__":
    sys.exit(main())
