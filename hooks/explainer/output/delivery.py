"""Files for hosts and browsers: headers, web app manifests, minified assets, security.txt.

In: a compiled site and the folder of its files. Out: ``_headers`` in the form that Netlify and
Cloudflare Pages read; a web app manifest for each language (https://www.w3.org/TR/appmanifest/);
scripts and styles without comments; ``.well-known/security.txt`` (RFC 9116) if ``mkdocs.yml`` names a
contact. PUBLISHING.md has the same rules for other hosts.
"""

from __future__ import annotations

import datetime
import json
import re
from pathlib import Path
from urllib.parse import urljoin

from explainer.check import theme
from explainer.check.freshness import today
from explainer.derive.address import relative_url
from explainer.make.site import Site
from explainer.output import search
from explainer.output.files import write_file
from explainer.words import typography

# The policy of overrides/partials/policy.html, with directives that only a header can have.
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; "
    "img-src 'self' data:; connect-src 'self'; manifest-src 'self'; base-uri 'none'; "
    "form-action 'none'; require-trusted-types-for 'script'; trusted-types 'none'; "
    "frame-ancestors 'none'"
)
HEADERS = {
    "Content-Security-Policy": POLICY,
    "Referrer-Policy": "no-referrer",
    "Permissions-Policy": (
        "accelerometer=(), browsing-topics=(), camera=(), display-capture=(), geolocation=(), "
        "gyroscope=(), magnetometer=(), microphone=(), midi=(), payment=(), usb=()"
    ),
    "X-Content-Type-Options": "nosniff",
    "Cross-Origin-Opener-Policy": "same-origin",
}
CACHE_FOREVER = "public, max-age=31536000, immutable"
MANIFEST, ICON, ICON_SIZE = "manifest.webmanifest", "assets/icon-512.png", 512
SECURITY_FILE = ".well-known/security.txt"
_SVG_ICON = "assets/favicon.svg"
_FINGERPRINTED = re.compile(r"[.-][0-9a-f]{8,64}\.[a-z0-9]+$")
# Lines that only hold a comment; in a style sheet, any comment.
_COMMENTS = {
    ".js": re.compile(r"(?m)^[ \t]*//.*\n"),
    ".css": re.compile(r"(?s)/\*.*?\*/[ \t]*\n?"),
}
# In a style sheet: a string; white space that separates nothing; other white space.
_SPACES = re.compile(r"""("[^"]*"|'[^']*')|\s*([{};,])\s*|\s+""")
_PAPER = "#fbfaf7"  # --paper of the light theme


def write(site: Site, folder: Path) -> None:
    """Write the theme's files, the headers and the manifests; minify scripts and styles."""
    for name, file in theme.theme_files(site.story.settings.root).items():
        write_file(folder / name, file.read_bytes())
    for path in (folder / "assets").glob("*.*"):
        minify(path)
    for language in site.story.settings.languages:
        text = json.dumps(make_manifest(site, folder, language), ensure_ascii=False, indent=1)
        write_file(folder / manifest_path(site, language), text + "\n")
    write_file(folder / "_headers", host_headers(site, folder))
    if site.story.settings.contact:
        write_file(folder / SECURITY_FILE, security_txt(site, today()))


def security_txt(site: Site, day: datetime.date) -> str:
    """Return ``security.txt``, valid for less than a year after ``day``, as RFC 9116 asks (2.5.5)."""
    settings = site.story.settings
    lines = [
        f"Contact: {settings.contact}",
        f"Expires: {day + datetime.timedelta(days=364)}T00:00:00Z",
        f"Preferred-Languages: {', '.join(settings.languages)}",
        f"Canonical: {urljoin(settings.site_url, f'/{SECURITY_FILE}')}",
    ]
    return "".join(f"{line}\n" for line in lines)


def minify(path: Path) -> None:
    """Remove the comments of a script or a style, and the needless white space of a style."""
    if path.suffix in _COMMENTS:
        text = _COMMENTS[path.suffix].sub("", path.read_text("utf-8"))
        if path.suffix == ".css":  # strings are kept
            text = _SPACES.sub(lambda match: match[1] or match[2] or " ", text).strip()
        path.write_text(text, "utf-8")


def host_headers(site: Site, folder: Path) -> str:
    """Return ``_headers``: rules for every file, then for files whose name changes with their content.

    Paths are those of the host: they begin with the site's folder, if it has one.
    """
    rules = {"/*": HEADERS}
    for language in site.story.settings.languages:
        rules[f"/{manifest_path(site, language)}"] = {"Content-Type": "application/manifest+json"}
    for path in sorted((folder / "assets").glob("*")):
        if _FINGERPRINTED.search(path.name):
            rules[f"/assets/{path.name}"] = {"Cache-Control": CACHE_FOREVER}
    for path in sorted((folder / search.FOLDER).glob("*/")):
        rules[f"/{search.FOLDER}/{path.name}/*"] = {"Cache-Control": CACHE_FOREVER}
    root, lines = site.story.settings.site_path.rstrip("/"), []
    for pattern, values in rules.items():
        lines += [root + pattern, *(f"  {name}: {value}" for name, value in values.items()), ""]
    return "\n".join(lines)


def manifest_path(site: Site, language: str) -> str:
    """Return the path of a language's manifest from the site's root."""
    return site.addresses.url(language, "index.md") + MANIFEST


def make_manifest(site: Site, folder: Path, language: str) -> dict[str, object]:
    """Return the manifest of a language; its addresses are relative to its own."""
    home = site.addresses.url(language, "index.md")
    square = f"{ICON_SIZE}x{ICON_SIZE}"
    icons = [
        {"src": relative_url(home, path), "type": kind, "sizes": size}
        for path, kind, size in ((_SVG_ICON, "image/svg+xml", "any"), (ICON, "image/png", square))
        if (folder / path).is_file()
    ]
    return {
        "name": typography.typeset(site.story.settings.site_name(language), language),
        "lang": language,
        "start_url": "./",
        # The other languages belong to the same site.
        "scope": relative_url(home, ""),
        "display": "minimal-ui",
        "background_color": _PAPER,
        "theme_color": _PAPER,
        "icons": icons,
    }
