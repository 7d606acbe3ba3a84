"""What a host and a browser are told besides the pages.

In: a compiled site, its names, and the folder that holds its files. Out:
``_headers`` (the form that Netlify and Cloudflare Pages read), a web app
manifest for each language (https://www.w3.org/TR/appmanifest/);
scripts and styles without the comments that explain them to contributors; and
``.well-known/security.txt`` (RFC 9116), if somebody is named who can be told of a flaw.
For other hosts the same rules are in PUBLISHING.md.
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
from explainer.output.files import put
from explainer.words import typography

# The policy of overrides/partials/policy.html, and what a page cannot say of itself.
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
FOREVER = "public, max-age=31536000, immutable"
MANIFEST, ICON, ICON_SIZE = "manifest.webmanifest", "assets/icon-512.png", 512
SECURITY = ".well-known/security.txt"
_DRAWN = "assets/favicon.svg"
_FINGERPRINT = re.compile(r"[.-][0-9a-f]{8,64}\.[a-z0-9]+$")
# A line that is nothing but a comment; and, in a style, any comment.
_COMMENTS = {
    ".js": re.compile(r"(?m)^[ \t]*//.*\n"),
    ".css": re.compile(r"(?s)/\*.*?\*/[ \t]*\n?"),
}
# A string of a style; white space around what it need not part; any other.
_SPACES = re.compile(r"""("[^"]*"|'[^']*')|\s*([{};,])\s*|\s+""")
_PAPER = "#fbfaf7"  # --paper of the light theme


def write(site: Site, folder: Path) -> None:
    """Write the theme's files, the headers, the manifests; lighten scripts and styles."""
    for name, file in theme.theme_files(site.story.settings.root).items():
        put(folder / name, file.read_bytes())
    for path in (folder / "assets").glob("*.*"):
        lighten(path)
    for language in site.story.settings.languages:
        text = json.dumps(manifest(site, folder, language), ensure_ascii=False, indent=1)
        put(folder / manifest_path(site, language), text + "\n")
    put(folder / "_headers", headers(site, folder))
    if site.story.settings.contact:
        put(folder / SECURITY, security(site, today()))


def security(site: Site, day: datetime.date) -> str:
    """Return ``security.txt``: good for less than a year after ``day``, as the RFC asks (2.5.5)."""
    settings = site.story.settings
    lines = [
        f"Contact: {settings.contact}",
        f"Expires: {day + datetime.timedelta(days=364)}T00:00:00Z",
        f"Preferred-Languages: {', '.join(settings.languages)}",
        f"Canonical: {urljoin(settings.site_url, f'/{SECURITY}')}",
    ]
    return "".join(f"{line}\n" for line in lines)


def lighten(path: Path) -> None:
    """Take out of a script or a style what serves contributors: comments, and a style's spaces."""
    if path.suffix in _COMMENTS:
        text = _COMMENTS[path.suffix].sub("", path.read_text("utf-8"))
        if path.suffix == ".css":  # strings stay as they are
            text = _SPACES.sub(lambda found: found[1] or found[2] or " ", text).strip()
        path.write_text(text, "utf-8")


def headers(site: Site, folder: Path) -> str:
    """Return ``_headers``: for every file, then for files whose name changes with their bytes.

    Its paths are those of the host: they begin with the folder of the site, if it has one.
    """
    rules = {"/*": HEADERS}
    for language in site.story.settings.languages:
        rules[f"/{manifest_path(site, language)}"] = {"Content-Type": "application/manifest+json"}
    for path in sorted((folder / "assets").glob("*")):
        if _FINGERPRINT.search(path.name):
            rules[f"/assets/{path.name}"] = {"Cache-Control": FOREVER}
    for path in sorted((folder / search.FOLDER).glob("*/")):
        rules[f"/{search.FOLDER}/{path.name}/*"] = {"Cache-Control": FOREVER}
    root, lines = site.story.settings.site_path.rstrip("/"), []
    for path_, values in rules.items():
        lines += [root + path_, *(f"  {name}: {value}" for name, value in values.items()), ""]
    return "\n".join(lines)


def manifest_path(site: Site, language: str) -> str:
    """Return the address of a language's manifest, from the site's root."""
    return site.addresses.url(language, "index.md") + MANIFEST


def manifest(site: Site, folder: Path, language: str) -> dict[str, object]:
    """Return the manifest of a language; its addresses are relative to its own."""
    home = site.addresses.url(language, "index.md")
    square = f"{ICON_SIZE}x{ICON_SIZE}"
    icons = [
        {"src": relative_url(home, path), "type": kind, "sizes": size}
        for path, kind, size in ((_DRAWN, "image/svg+xml", "any"), (ICON, "image/png", square))
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
