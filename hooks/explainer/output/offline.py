"""The whole site in one file, to read without a network.

In: the folder of the built site. Out: ``offline/<site>.zip``, whose pages open
from a folder (links to folders name their ``index.html``), and its SHA-256 in
the form that ``sha256sum --check`` reads. Runs last, if asked for; same site,
same bytes.
"""

from __future__ import annotations

import hashlib
import re
import shutil
from collections.abc import Iterator
from functools import partial
from itertools import chain
from pathlib import Path

from explainer.derive.address import offline_copy_path
from explainer.make.site import Site
from explainer.output import cards, search, zip_files
from explainer.output.copies import book
from explainer.output.files import put
from explainer.run import cache

FOLDER = "offline"
# What only a server or a robot uses; the search index, which a browser loads from a server alone.
_LEFT_OUT = frozenset({
    FOLDER, book.FOLDER, cards.FOLDER, search.FOLDER, "404.html", "_headers", "_redirects",
    ".well-known", "robots.txt", "sitemap.xml",
})  # fmt: skip
# An address of a page, and where a page at a former address leads.
_LINK = re.compile(
    r'(?<=\s)((?:href|src)="|content="0; url=)(?![a-zA-Z][a-zA-Z0-9+.-]*:|//|#)([^"#?]*)([^"]*)"'
)
# A browser refuses a manifest that comes from a folder, and says so in its console.
_MANIFEST = re.compile(r'<link rel="manifest"[^>]*>\n?')


def write(site: Site, folder: Path) -> None:
    """Write the copy and its checksum into ``folder``, if the build was asked for them."""
    settings, path = site.story.settings, offline_copy_path(site.story)
    if not path:
        return
    target, files = folder / path, sorted(_files(folder))
    packed = cache.read_or_make(
        _kept(settings.root, folder, files, target.stem), partial(pack, folder, files, target.stem)
    )
    put(target, packed)
    found = hashlib.sha256(packed).hexdigest()
    put(target.with_name(f"{target.name}.sha256"), f"{found}  {target.name}\n")


def pack(folder: Path, files: list[str], name: str) -> bytes:
    """Return the files, by their paths from ``folder``, as a ZIP that unfolds as ``name/``."""

    def read(file: str) -> bytes:
        data = (folder / file).read_bytes()
        return local(data.decode()).encode() if file.endswith(".html") else data

    return zip_files.packed((f"{name}/{file}", read(file)) for file in files)


def local(page: str) -> str:
    """Return a page whose relative links work without a server."""
    return _LINK.sub(_named, _MANIFEST.sub("", page))


def _named(match: re.Match[str]) -> str:
    start, target, rest = match.groups()
    last = target.rpartition("/")[2]
    if target and last in ("", ".", ".."):
        target = f"{target.removesuffix('/')}/index.html" if target != "./" else "index.html"
    return f'{start}{target}{rest}"'


def _files(folder: Path) -> Iterator[str]:
    for found in folder.rglob("*"):
        relative = found.relative_to(folder)
        left_out = relative.parts[0] in _LEFT_OUT or found.suffix == ".md"
        if not left_out and found.is_file():
            yield relative.as_posix()


def _kept(root: Path, folder: Path, files: list[str], name: str) -> Path:
    """Return where the cache keeps the copy of these files, the one that it keeps."""
    code = (Path(__file__).read_bytes(), Path(zip_files.__file__).read_bytes())
    read = (part for file in files for part in (file, (folder / file).read_bytes()))
    kept = cache.folder(root) / FOLDER / f"{cache.digest(chain(code, [name], read))[:24]}.zip"
    if not kept.exists():
        shutil.rmtree(kept.parent, ignore_errors=True)
    return kept
