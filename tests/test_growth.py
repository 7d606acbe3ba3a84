"""The work of a build grows as its pages do: counted, not timed.

Two made-up stories, one four times the other, with actors, sources, claims and
events. What is counted is the same on any machine: calls of functions, Python's
and C's, in compiling every page and converting it.
"""

from __future__ import annotations

import cProfile
import gzip
import math
from pathlib import Path

import builds
import growing
import pytest
from explainer.build import compile_site
from explainer.make import conversion, pages, views
from explainer.make.site import Site
from explainer.settings import Settings

SIZES = (12, 48)
MOST = 1.1


EXTENSIONS = ("attr_list", "def_list", "md_in_html", "tables", "toc")


def compiled(folder: Path, actors: int, claims: int) -> Site:
    growing.story(folder, actors, claims)
    site, found = compile_site(
        Settings(folder, ("fr", "en"), builds.SITE_URL, extensions=EXTENSIONS)
    )
    assert site is not None, found[:3]
    return site


def converted(site: Site, names: set[str] | None = None) -> dict[str, str]:
    """The HTML of every page, or of those named, by its address."""
    made = {}
    for language, named in site.pages.items():
        converter = conversion.Converter(site, language)
        for name in named if names is None else names:
            made[site.addresses.url(language, name)] = converter.convert(name).html
    return made


def exponent(first: tuple[int, int], last: tuple[int, int]) -> float:
    return math.log(last[1] / first[1]) / math.log(last[0] / first[0])


@pytest.fixture(scope="module")
def counted(
    tmp_path_factory: pytest.TempPathFactory,
) -> dict[str, list[tuple[int, int]]]:
    """Of each size: (pages, calls), by what is called."""
    found: dict[str, list[tuple[int, int]]] = {"all": [], "conversions": [], "renders": []}
    for size in SIZES:
        folder = tmp_path_factory.mktemp("growth")
        profile = cProfile.Profile()
        site = profile.runcall(compiled, folder, size, size)
        made = profile.runcall(converted, site)
        calls = {entry.code: entry.callcount for entry in profile.getstats()}  # type: ignore[attr-defined]
        found["all"].append((len(made), sum(calls.values())))
        for what, function in (
            ("conversions", conversion.Converter._convert),
            ("renders", pages.Templates.render),
        ):
            found[what].append((len(made), calls[function.__code__]))
    return found


@pytest.mark.parametrize("what", ["all", "conversions", "renders"])
def test_work_grows_as_pages_do(counted: dict[str, list[tuple[int, int]]], what: str) -> None:
    assert exponent(*counted[what]) <= MOST, counted[what]


def test_a_page_is_converted_once(counted: dict[str, list[tuple[int, int]]]) -> None:
    assert all(made == count for made, count in counted["conversions"])


@pytest.fixture(scope="module")
def many(tmp_path_factory: pytest.TempPathFactory) -> Site:
    """A story of few actors and sources, with as many claims as need several pages a list."""
    return compiled(tmp_path_factory.mktemp("many"), 8, 900)


def test_no_list_of_claims_outgrows_its_budget(many: Site) -> None:
    """Of the 35 kB of a first view, 25 are left for a page's text."""
    lists = {
        name
        for name, page in many.pages["fr"].items()
        if page.kind in ("facet", "actor", "source") or name in many.story.pages["fr"]
    }
    made = converted(many, lists)
    weights = {url: len(gzip.compress(html.encode(), 9)) for url, html in made.items()}
    heaviest = max(weights, key=lambda url: weights[url])
    assert weights[heaviest] <= 25_000, heaviest
    assert any(url.endswith("/2/") for url in weights)


def test_numbered_pages_hold_every_claim_once(many: Site) -> None:
    lists = [facet for facet in many.addresses.facets if facet.by == "article"]
    assert [facet.part for facet in lists] == [1, 2]
    members = views.members(many.story, many.derived, many.addresses)
    shown = [
        line.partition("](")[2].partition(".md)")[0].rpartition("/")[2]
        for facet in lists
        for line in many.pages["fr"][facet.name].markdown.splitlines()
        if line.startswith("- [")
    ]
    assert shown == [claim.id for claim in members[lists[0].name]]
    assert len(shown) == 300
    titles = [many.pages["fr"][facet.name].title for facet in lists]
    assert titles[1] == f"{titles[0]}, page 2"
