"""What a host and a browser are told besides the pages.

In: a compiled site, its names, and the folder that holds its files. Out:
``_headers`` (the form that Netlify and Cloudflare Pages read), a web app
manifest for each language (https://www.w3.org/TR/appmanifest/) and its icon;
scripts and styles without the comments that explain them to contributors.
For other hosts the same rules are in PUBLISHING.md.
"""

from __future__ import annotations

import json
import re
import xml.etree.ElementTree as ET
from pathlib import Path

from PIL import Image, ImageDraw

from explainer.derive.address import relative_url
from explainer.make.site import Site
from explainer.make.view import Viewer
from explainer.output import search

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
_DRAWN = "assets/favicon.svg"
_FINGERPRINT = re.compile(r"[.-][0-9a-f]{8,64}\.[a-z0-9]+$")
# A line that is nothing but a comment; and, in a style, any comment.
_COMMENTS = {
    ".js": re.compile(r"(?m)^[ \t]*//.*\n"),
    ".css": re.compile(r"(?s)/\*.*?\*/[ \t]*\n?"),
}
_SVG = "{http://www.w3.org/2000/svg}"
_PAPER, _ACCENT = "#fbfaf7", "#0b4a5b"  # --paper and --accent of the light theme


def write(site: Site, viewer: Viewer, folder: Path) -> None:
    """Write the headers, the manifests and the icon; lighten scripts and styles."""
    for path in (folder / "assets").glob("*.*"):
        if path.suffix in _COMMENTS:
            path.write_text(_COMMENTS[path.suffix].sub("", path.read_text("utf-8")), "utf-8")
    if (folder / _DRAWN).is_file():
        drawn = icon((folder / _DRAWN).read_text("utf-8"))
        drawn.save(folder / ICON, "PNG", compress_level=9)
    for language in site.pages:
        text = json.dumps(manifest(site, viewer, folder, language), ensure_ascii=False, indent=1)
        (folder / manifest_path(site, language)).write_text(text + "\n", "utf-8")
    (folder / "_headers").write_text(headers(site, folder), "utf-8")


def headers(site: Site, folder: Path) -> str:
    """Return ``_headers``: for every file, then for files whose name changes with their bytes."""
    rules = {"/*": HEADERS}
    for language in site.pages:
        rules[f"/{manifest_path(site, language)}"] = {"Content-Type": "application/manifest+json"}
    for path in sorted((folder / "assets").glob("*")):
        if _FINGERPRINT.search(path.name):
            rules[f"/assets/{path.name}"] = {"Cache-Control": FOREVER}
    for path in sorted((folder / search.FOLDER).glob("*/")):
        rules[f"/{search.FOLDER}/{path.name}/*"] = {"Cache-Control": FOREVER}
    lines = []
    for path_, values in rules.items():
        lines += [path_, *(f"  {name}: {value}" for name, value in values.items()), ""]
    return "\n".join(lines)


def manifest_path(site: Site, language: str) -> str:
    """Return the address of a language's manifest, from the site's root."""
    return site.addresses.url(language, "index.md") + MANIFEST


def manifest(site: Site, viewer: Viewer, folder: Path, language: str) -> dict[str, object]:
    """Return the manifest of a language; its addresses are relative to its own."""
    home = site.addresses.url(language, "index.md")
    icons = []
    for path, kind, size in (
        (_DRAWN, "image/svg+xml", "any"),
        (ICON, "image/png", f"{ICON_SIZE}x{ICON_SIZE}"),
    ):
        if (folder / path).is_file():
            icons.append({"src": relative_url(home, path), "type": kind, "sizes": size})
    return {
        "name": viewer.site_names[language],
        "lang": language,
        "start_url": "./",
        # The other languages belong to the same site.
        "scope": relative_url(home, ""),
        "display": "minimal-ui",
        "background_color": _PAPER,
        "theme_color": _PAPER,
        "icons": icons,
    }


def icon(svg: str) -> Image.Image:
    """Return a drawing of straight paths and circles as a picture; raise for anything else.

    The colours are those of its own style, as shown in the light.
    """
    root = ET.fromstring(svg)
    colours = dict(reversed(re.findall(r"(\w+)\{fill:(#[0-9a-f]{6})\}", svg)))
    _, _, width, height = map(float, root.get("viewBox", "0 0 32 32").split())
    # Drawn twice too large, then reduced: smooth edges.
    scale = 2 * ICON_SIZE / max(width, height)
    image = Image.new("RGB", (2 * ICON_SIZE, 2 * ICON_SIZE), _PAPER)
    pen = ImageDraw.Draw(image)
    for element in root:
        tag = element.tag.removeprefix(_SVG)
        fill = element.get("fill") or colours.get(tag, _ACCENT)
        if tag == "path":
            points = [(x * scale, y * scale) for x, y in _polygon(element.get("d", ""))]
            pen.polygon(points, fill=fill)
        elif tag == "circle":
            x, y, r = (float(element.get(name, "0")) * scale for name in ("cx", "cy", "r"))
            pen.ellipse((x - r, y - r, x + r, y + r), fill=fill)
        elif tag not in ("style", "title"):
            raise ValueError(
                f"{_DRAWN}: a <{tag}> cannot be drawn; use a <path> of lines, or a <circle>"
            )
    return image.resize((ICON_SIZE, ICON_SIZE), Image.Resampling.BOX).quantize(16)


def _polygon(path: str) -> list[tuple[float, float]]:
    """Return the corners of an SVG path made of M, L, H, V and Z, absolute or relative."""
    corners: list[tuple[float, float]] = []
    x = y = 0.0
    for command, numbers in re.findall(r"([a-zA-Z])([^a-zA-Z]*)", path):
        values = [float(number) for number in re.findall(r"-?\d*\.?\d+", numbers)]
        own = command.islower()
        match command.upper():
            case "M" | "L":
                for dx, dy in zip(values[::2], values[1::2], strict=True):
                    x, y = (x + dx, y + dy) if own else (dx, dy)
                    corners.append((x, y))
            case "H" | "V":
                for value in values:
                    if command.upper() == "H":
                        x = x + value if own else value
                    else:
                        y = y + value if own else value
                    corners.append((x, y))
            case "Z":
                pass
            case _:
                raise ValueError(f"{_DRAWN}: the path command «{command}» cannot be drawn")
    return corners
