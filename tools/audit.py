"""Audit the built site: Lighthouse on its kinds of page, the Nu checker on every page.

In: ``site/``, made by ``make build``. Out: a table, and exit 1 if a score is
under 100 or the checker finds an error. Needs Node.js and Java, which nothing
else here needs: it says so if one is missing. Both tools come from the npm
registry, at the versions below, into ``.cache/audit``.
"""

from __future__ import annotations

import functools
import gzip
import http.server
import json
import os
import shutil
import subprocess
import sys
import threading
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
SITE = ROOT / "site"
HOME = ROOT / ".cache" / "audit"
PACKAGES = ("lighthouse@13.5.0", "vnu-jar@26.9.27")
CATEGORIES = ("performance", "accessibility", "best-practices", "seo")
ZIPPED = {".html", ".css", ".js", ".json", ".svg", ".xml", ".txt", ".webmanifest"}
# One page of each kind, by what the menu of any story has; two languages each.
KINDS = ("index.md", "case.md", "actors/*", "sources/*", "timeline.md", "claims/index.md")


class Handler(http.server.SimpleHTTPRequestHandler):
    """Serves files as a good host does: compressed."""

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing of each request."""

    def do_GET(self) -> None:
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


def tools() -> tuple[str, Path]:
    """Install both tools once; return Lighthouse's command and the checker's jar."""
    for program, name in (("node", "Node.js"), ("npm", "npm"), ("java", "Java")):
        if shutil.which(program) is None:
            sys.exit(f"make audit needs {name}: install it and try again (nothing else here does)")
    stamp = HOME / "packages.txt"
    if not stamp.is_file() or stamp.read_text() != "\n".join(PACKAGES):
        command = ["npm", "install", "--silent", "--no-fund", "--no-audit", "--ignore-scripts"]
        subprocess.run([*command, "--prefix", str(HOME), *PACKAGES], check=True)
        stamp.write_text("\n".join(PACKAGES))
    modules = HOME / "node_modules"
    return str(modules / ".bin" / "lighthouse"), next(modules.glob("vnu-jar/**/vnu.jar"))


def pages() -> list[str]:
    """Return one address of each kind in each language, from the site's own sitemap."""
    sys.path.insert(0, str(ROOT / "hooks"))
    from explainer import address, story

    names = ("fr", "en")
    told, _ = story.load(story.Settings(ROOT, names))
    addresses, _ = address.assign(told)
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


def main() -> int:
    """Run both tools and print what they say."""
    if not (SITE / "index.html").is_file():
        sys.exit("there is no site/: run make build first")
    sys.path.insert(0, str(ROOT / "tests"))
    import chromium

    browser = chromium.find_or_install()
    command, jar = tools()
    handler = functools.partial(Handler, directory=str(SITE))
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    failed = False
    print("page".ljust(44), *(category.rjust(15) for category in CATEGORIES))
    for page in pages():
        scores = lighthouse(command, f"http://127.0.0.1:{server.server_address[1]}/{page}", browser)
        failed |= min(scores.values()) < 100
        print(f"/{page}".ljust(44), *(str(scores[category]).rjust(15) for category in CATEGORIES))
    errors = nu(jar)
    print(f"Nu checker: {len(errors)} error(s)", *errors[:20], sep="\n  ")
    return int(failed or bool(errors))


if __name__ == "__main__":
    sys.exit(main())
