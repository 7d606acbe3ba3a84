"""The whole site in one archive, to read without a network.

In: the folder of the built site. Out: ``offline/<site>.zip``, whose pages work from a folder (links to
folders name their ``index.html``), and its SHA-256 in the form of ``sha256sum``. Runs last, if the
settings ask for it; same site, same bytes.
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
from explainer.output.files import write_file
from explainer.run import cache

FOLDER = "offline"
# Files for servers and robots; the search index, which a browser loads from a server only.
_LEFT_OUT = frozenset({
    FOLDER, book.FOLDER, cards.FOLDER, search.FOLDER, "404.html", "_headers", "_redirects",
    ".well-known", "robots.txt", "sitemap.xml",
})  # fmt: skip
# A link, and the target of a redirect.
_LINK = re.compile(
    r'(?<=\s)((?:href|src)="|content="0; url=)(?![a-zA-Z][a-zA-Z0-9+.-]*:|//|#)([^"#?]*)([^"]*)"'
)
# A browser refuses a manifest from a folder, with a message in its console.
_MANIFEST_LINK = re.compile(r'<link rel="manifest"[^>]*>\n?')


def write(site: Site, folder: Path) -> None:
    """Write the archive and its checksum into ``folder``, if the settings ask for them."""
    settings, path = site.story.settings, offline_copy_path(site.story)
    if not path:
        return
    target, files = folder / path, sorted(_files_to_pack(folder))
    archive = cache.read_or_make(
        _cached_archive(settings.root, folder, files, target.stem),
        partial(pack_site, folder, files, target.stem),
    )
    write_file(target, archive)
    digest = hashlib.sha256(archive).hexdigest()
    write_file(target.with_name(f"{target.name}.sha256"), f"{digest}  {target.name}\n")


def pack_site(folder: Path, files: list[str], name: str) -> bytes:
    """Return the files, by their paths from ``folder``, as a ZIP that unpacks as ``name/``."""

    def read(file: str) -> bytes:
        data = (folder / file).read_bytes()
        return make_local(data.decode()).encode() if file.endswith(".html") else data

    return zip_files.make_archive((f"{name}/{file}", read(file)) for file in files)


def make_local(page: str) -> str:
    """Return a page whose relative links work without a server."""
    return _LINK.sub(_name_index_file, _MANIFEST_LINK.sub("", page))


def _name_index_file(match: re.Match[str]) -> str:
    start, target, rest = match.groups()
    last = target.rpartition("/")[2]
    if target and last in ("", ".", ".."):
        target = f"{target.removesuffix('/')}/index.html" if target != "./" else "index.html"
    return f'{start}{target}{rest}"'


def _files_to_pack(folder: Path) -> Iterator[str]:
    for path in folder.rglob("*"):
        relative = path.relative_to(folder)
        left_out = relative.parts[0] in _LEFT_OUT or path.suffix == ".md"
        if not left_out and path.is_file():
            yield relative.as_posix()


def _cached_archive(root: Path, folder: Path, files: list[str], name: str) -> Path:
    """Return the cache file for an archive of these files; delete the archive of other files."""
    code = (Path(__file__).read_bytes(), Path(zip_files.__file__).read_bytes())
    contents = (part for file in files for part in (file, (folder / file).read_bytes()))
    digest = cache.digest(chain(code, [name], contents))[:24]
    archive = cache.folder(root) / FOLDER / f"{digest}.zip"
    if not archive.exists():
        shutil.rmtree(archive.parent, ignore_errors=True)
    return archive
