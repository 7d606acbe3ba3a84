"""The work of a build grows as its pages do: counted, not timed.

Two made-up stories, one four times the other, with actors, sources, claims and
events. What is counted is the same on any machine: calls of functions, Python's
and C's, in compiling the story and making every page.
"""

from __future__ import annotations

import cProfile
import gzip
import math
from pathlib import Path
from urllib.parse import urljoin

import builds
import growing
import pytest
from explainer.derive.index import claim_sort_key
from explainer.make import assembly
from explainer.make.site import Site
from explainer.make.templates import Templates
from lxml import html

SIZES = (12, 48)
MOST = 1.1


def compiled(folder: Path, actors: int, claims: int) -> Site:
    growing.story(folder, actors, claims)
    return builds.compiled(folder)


def exponent(first: tuple[int, int], last: tuple[int, int]) -> float:
    return math.log(last[1] / first[1]) / math.log(last[0] / first[0])


@pytest.fixture(scope="module")
def counted(
    tmp_path_factory: pytest.TempPathFactory,
) -> dict[str, list[tuple[int, int]]]:
    """Of each size: (pages, calls), by what is called."""
    found: dict[str, list[tuple[int, int]]] = {"all": [], "assembled": [], "renders": []}
    for size in SIZES:
        folder = tmp_path_factory.mktemp("growth")
        profile = cProfile.Profile()
        site = profile.runcall(compiled, folder, size, size)
        made = sum(map(len, site.pages.values()))
        calls = {entry.code: entry.callcount for entry in profile.getstats()}  # type: ignore[attr-defined]
        found["all"].append((made, sum(calls.values())))
        for what, function in (("assembled", assembly.assemble), ("renders", Templates.render)):
            found[what].append((made, calls[function.__code__]))
    return found


@pytest.mark.parametrize("what", ["all", "assembled", "renders"])
def test_work_grows_as_pages_do(counted: dict[str, list[tuple[int, int]]], what: str) -> None:
    assert exponent(*counted[what]) <= MOST, counted[what]


def test_a_page_is_put_together_once(counted: dict[str, list[tuple[int, int]]]) -> None:
    assert all(made == count for made, count in counted["assembled"])


@pytest.fixture(scope="module")
def many(tmp_path_factory: pytest.TempPathFactory) -> Site:
    """A story of few actors and sources, with as many claims as need several pages a list."""
    return compiled(tmp_path_factory.mktemp("many"), 8, 900)


def test_no_list_of_claims_outgrows_its_budget(many: Site) -> None:
    """Of the 35 kB of a first view, 25 are left for a page's text."""
    weights = {
        many.addresses.url("fr", name): len(gzip.compress(page.html.encode(), 9))
        for name, page in many.pages["fr"].items()
        if page.kind in ("facet", "actor", "source") or name in many.story.pages["fr"]
    }
    heaviest = max(weights, key=lambda url: weights[url])
    assert weights[heaviest] <= 25_000, heaviest
    assert any(url.endswith("/2/") for url in weights)


def test_numbered_pages_hold_every_claim_once(many: Site) -> None:
    lists = [facet for facet in many.addresses.facets if facet.by == "article"]
    assert [facet.part for facet in lists] == [1, 2]
    # As every list of claims: by the day on which each was first said.
    stated = [
        c.id
        for c in sorted(many.story.claims.values(), key=lambda c: claim_sort_key(many.story, c))
        if any("article" in str(x) for x in c.stated_in)
    ]
    names = {url: name for name, url in many.addresses.table["fr"].items()}
    shown = []
    for facet in lists:
        page = many.pages["fr"][facet.name]
        here = f"https://x.org/{many.addresses.url('fr', facet.name)}"
        for item in html.fromstring(page.html).xpath("//li[.//*[contains(@class, 'status')]]"):
            target = urljoin(here, item.xpath("(.//a)[1]/@href")[0])
            shown.append(names[target.removeprefix("https://x.org/")][7:-3])
    assert shown == stated
    assert len(shown) == 300
    titles = [many.pages["fr"][facet.name].title for facet in lists]
    assert titles[1] == f"{titles[0]}, page 2"
