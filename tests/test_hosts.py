"""The recipes of PUBLISHING.md, and ``_headers``: what readers get from a host, at its root or below.

The recipes run in nginx and Caddy themselves, where the machine has them; where it has not, the
report says that they were not tried.
"""

from __future__ import annotations

import gzip
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

import builds
import facts
import hosts
import pytest
from explainer.output import delivery


@dataclass
class Hosted:
    """A site that a real server serves: its address there, and its folder."""

    address: str
    path: str
    folder: Path

    def get(self, url: str) -> hosts.Answer:
        """Ask for an address from the site's root."""
        return hosts.get(self.address + self.path.lstrip("/") + url)


@pytest.fixture(scope="module")
def below(run_folder: Path) -> facts.Site:
    """The tiny story, built for a folder of its host."""
    address = f"https://{hosts.HOST}/project/"

    def make(folder: Path) -> None:
        project = builds.tiny_project(folder / "story")
        builds.build(project, folder / "www" / "project", SITE_URL=address)

    return facts.Site(builds.once(run_folder, "tiny-below", make) / "www" / "project", address)


@pytest.fixture(scope="module", params=["nginx", "caddy"])
def server(request: pytest.FixtureRequest) -> str:
    """The name of a server that the machine has."""
    name = str(request.param)
    if hosts.program(name) is None:
        pytest.skip(f"{name} is not installed: its recipe was not tried (apt install {name})")
    return name


@pytest.fixture(scope="module", params=["", "project"], ids=["root", "folder"])
def hosted(
    request: pytest.FixtureRequest,
    server: str,
    tiny: facts.Site,
    below: facts.Site,
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[Hosted]:
    """The tiny story behind a server, at its root and in a folder."""
    folder = str(request.param)
    site = below if folder else tiny
    work = tmp_path_factory.mktemp("server") / "work"
    root = site.folder.parent if folder else site.folder
    with hosts.serving(server, root, work, folder) as address:
        yield Hosted(address, f"/{folder}/" if folder else "/", site.folder)


def first(hosted: Hosted, pattern: str) -> str:
    """Return the address of the first file that a pattern finds."""
    path = min(hosted.folder.glob(pattern))
    return path.relative_to(hosted.folder).as_posix()


# what is asked for, its type; whether it is worth compressing
FILES = {
    "a page": ("index.html", "text/html; charset=utf-8", True),
    "a feed": ("**/atom.xml", "text/xml; charset=utf-8", True),
    "the sitemap": ("sitemap.xml", "text/xml; charset=utf-8", True),
    "a calendar": ("**/calendar.ics", "text/calendar; charset=utf-8", True),
    "a twin": ("**/index.md", "text/markdown; charset=utf-8", True),
    "a table": ("data/*.csv", "text/csv; charset=utf-8", True),
    "references": ("data/*.bib", "text/x-bibtex; charset=utf-8", True),
    "a description": ("data/*.json", "application/json", True),
    "a manifest": ("manifest.webmanifest", "application/manifest+json", False),  # it is tiny
    "styles": ("assets/site.css", "text/css; charset=utf-8", True),
    "a picture": ("cards/**/*.png", "image/png", False),
}


@pytest.mark.parametrize("what", FILES)
def test_files_have_their_type_and_are_compressed(hosted: Hosted, what: str) -> None:
    pattern, kind, compressed = FILES[what]
    url = first(hosted, pattern)
    answer = hosted.get(url.removesuffix("index.html"))
    assert answer.status == 200
    assert answer.headers["content-type"] == kind
    assert answer.headers["cache-control"] == "no-cache"
    if compressed:
        assert answer.headers["content-encoding"] == "gzip"
        assert "Accept-Encoding" in answer.headers["vary"]
        assert gzip.decompress(answer.body) == (hosted.folder / url).read_bytes()


def test_search_files_are_kept_for_ever_and_missing_ones_are_not(hosted: Hosted) -> None:
    url = first(hosted, "search/*-*/*.json")
    there = hosted.get(url)
    assert (there.status, there.headers["cache-control"]) == (200, delivery.CACHE_FOREVER)
    gone = hosted.get(url.replace(".json", "-none.json"))
    assert (gone.status, gone.headers["cache-control"]) == (404, "no-cache")


@pytest.mark.parametrize(
    "url", ["no/such/page/", "data/none.csv", "none.webmanifest", "search/en-0/none"]
)
def test_what_is_missing_shows_the_site_s_own_page(hosted: Hosted, url: str) -> None:
    answer = hosted.get(url)
    assert answer.status == 404
    assert answer.headers["content-type"] == "text/html; charset=utf-8"
    assert answer.headers["content-encoding"] == "gzip"
    assert gzip.decompress(answer.body) == (hosted.folder / "404.html").read_bytes()


@pytest.mark.parametrize("url", ["", "no/such/page/", "assets/site.css"])
def test_every_answer_has_the_headers(hosted: Hosted, url: str) -> None:
    answer = hosted.get(url)
    assert {name: answer.headers[name.lower()] for name in delivery.HEADERS} == delivery.HEADERS


def test_a_folder_without_its_slash_leads_to_the_site(hosted: Hosted) -> None:
    if hosted.path != "/":
        asked = hosts.get(hosted.address + hosted.path.strip("/"))
        assert urlsplit(asked.headers["location"]).path == hosted.path


def test_the_recipes_say_what_headers_says() -> None:
    """Also where neither server is installed."""
    for name in ("nginx", "caddy"):
        text = hosts.recipe(name)
        for header, value in delivery.HEADERS.items():
            assert f'{header} "{value}"' in text or f"{header} {value}" in text, (name, header)
        assert delivery.CACHE_FOREVER in text
        assert "…" not in text


def test_headers_of_a_site_in_a_folder_begin_with_it(tiny: facts.Site, below: facts.Site) -> None:
    at_root = (tiny.folder / "_headers").read_text("utf-8").splitlines()
    in_folder = (below.folder / "_headers").read_text("utf-8").splitlines()
    assert [line for line in at_root if line.startswith("/")] != []
    # The folders of the search index are called after what they hold.
    at_root, in_folder = (
        [re.sub(r"(?<=/search/)\w\w-\w+", "x", one) for one in lines]
        for lines in (at_root, in_folder)
    )
    assert in_folder == [f"/project{line}" if line.startswith("/") else line for line in at_root]
