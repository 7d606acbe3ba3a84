"""No fault that axe-core can find: every rule, best practices and target size included.

Pages share templates: the few examined here hold every piece that any page has (``skeleton``),
hand-written or made from a record, in both themes and at both widths, with and without scripts.
``make audit`` examines every page in every look.
"""

from __future__ import annotations

import json
import re
from collections import defaultdict
from pathlib import Path
from typing import Any

import axe
import builds
import facts
import pytest
import skeleton
from lxml import html

GROUPS = 8  # so that every process has its share


def holding(site: facts.Site, path: str) -> list[str]:
    """Return the addresses of a few pages that hold every piece of what an XPath finds once a page."""
    every = [*site.pages, site.not_found]
    return skeleton.cover({page.url: skeleton.pieces(page.select(path)[0]) for page in every})


@pytest.fixture(scope="session")
def chosen(run_folder: Path, site: facts.Site) -> list[str]:
    """The addresses of the pages to examine, found once a run."""

    def write(path: Path) -> None:
        path.write_text(json.dumps(holding(site, "/html")), "utf-8")

    return list(json.loads(builds.once(run_folder, "examined.json", write).read_text("utf-8")))


@pytest.mark.parametrize("group", range(GROUPS))
def test_no_piece_of_any_page_has_a_fault(
    examine: axe.Examiner, served: str, chosen: list[str], group: int
) -> None:
    mine = chosen[group::GROUPS]
    assert mine
    assert [fault for url in mine for fault in examine.lean(served, url)] == []


def test_no_header_without_scripts_has_a_fault(browser: Any, served: str, site: facts.Site) -> None:
    """Without scripts only the header differs, whatever the theme and the width."""
    mine = holding(site, "/html/body/header")
    with axe.examiner(browser, scripts=False) as examine:
        found = [fault for url in mine for fault in examine.lean(served, url, axe.LOOKS[:1])]
    assert found == []
    style = (builds.ROOT / "overrides/assets/site.css").read_text("utf-8")
    assert re.findall(r"\[data-js\] [\S]+", style) == ["[data-js] .tools"]


# Words of any length may make a page too wide: each is laid out in the place of one before it. (All
# are there before the first is: while one waits for the next, a browser would paint it.)
WIDE = """async (urls) => {
  const pages = await Promise.all(urls.map(async (url) =>
    [url, new DOMParser().parseFromString(await (await fetch(url)).text(), 'text/html')]));
  const found = [];
  for (const [url, { body, images }] of pages) {
    for (const image of images) image.src = new URL(image.getAttribute('src'), url);
    document.body.replaceWith(body);
    if (document.images.length) await Promise.all([...document.images].map((image) => image.decode()));
    const wide = document.documentElement.scrollWidth - innerWidth;
    if (wide > 0) found.push([url, wide]);
  }
  return found;
}"""


@pytest.mark.parametrize("width", sorted({look.width for look in axe.LOOKS}))
def test_no_page_is_wider_than_its_screen(
    browser: Any, served: str, site: facts.Site, width: int
) -> None:
    styled: dict[tuple[str, ...], list[str]] = defaultdict(list)
    for page in site.pages:
        styles = [
            site.resolve(page, str(href)) for href in page.select("//link[@rel='stylesheet']/@href")
        ]
        styled[tuple(found[0] for found in styles if found)].append(page.url)
    assert () not in styled
    # The site's policy refuses what this test does to lay out many pages in one.
    page = browser.new_page(viewport={"width": width, "height": 800}, bypass_csp=True)
    for urls in styled.values():
        page.goto(served + urls[0])
        assert page.evaluate(WIDE, [served + url for url in urls]) == []
        page.evaluate("document.querySelector('h1').textContent = 'w'.repeat(400)")
        page.evaluate("document.querySelector('h1').style.overflowWrap = 'normal'")
        assert page.evaluate("document.documentElement.scrollWidth") > width  # it is seen
    page.close()


# --- what is chosen


BASE = '<html lang="fr"><body><main><h1>a</h1><ul><li>b</li><li>c <a href="/x">def</a></li></ul>'


def pieces(markup: str) -> frozenset[skeleton.Piece]:
    return skeleton.pieces(html.document_fromstring(markup))


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("a</h1>", "other words</h1>"),
        ("<li>b</li>", "<li>b</li><li>d</li><li>e</li>"),
        ('href="/x"', 'href="https://elsewhere.example/y"'),
        ("<h1>", '<h1 id="y">'),
    ],
)
def test_words_and_repeats_are_the_same_case(old: str, new: str) -> None:
    assert old in BASE
    assert pieces(BASE.replace(old, new)) == pieces(BASE)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("<main>", '<main class="x">'),
        ("<main>", '<main role="region">'),
        ("<li>b", '<li aria-current="page">b'),
        ("<li>b", "<li>"),
        ("<ul>", "<ul><div>"),
        ("</h1>", "</h1><h3>x</h3>"),
        ("</h1>", '</h1><img src="x.svg">'),
        ("<a ", '<a tabindex="1" '),
        ("<a ", '<a aria-label="" '),
        ("<a ", '<a lang="xx" '),
        ("<a ", '<a onclick="" '),
        (">def<", ">d<"),
        ("</a>", '</a><a href="/y">ghi</a>'),
        ("<html", '<html class="x"'),
    ],
)
def test_what_axe_may_judge_otherwise_is_another_case(old: str, new: str) -> None:
    assert old in BASE
    assert pieces(BASE.replace(old, new)) - pieces(BASE)


@pytest.mark.parametrize(
    ("sound", "spoilt"),
    [
        ('<p id="i">a</p><p aria-labelledby="i">', '<p id="i">a</p><p aria-labelledby="j">'),
        ('<p id="i">a</p><p id="j">', '<p id="i">a</p><p id="i">'),
        ('<nav aria-label="a"></nav><nav aria-label="b">', '<nav aria-label="a"></nav><nav aria-label="a">'),
        ('<img src="a.svg" alt="a">', '<img src="a.svg" alt="">'),
        ('<img src="a.svg" alt="a">', '<img src="https://a.example/a.svg" alt="a">'),
    ],
)  # fmt: skip
def test_what_words_and_addresses_spoil_is_another_case(sound: str, spoilt: str) -> None:
    assert pieces(spoilt) - pieces(sound)


def test_few_pages_hold_every_piece(site: facts.Site, chosen: list[str]) -> None:
    every = [*site.pages, site.not_found]
    held = {page.url: skeleton.pieces(page.tree) for page in every}
    assert set().union(*(held[url] for url in chosen)) == set().union(*held.values())
    assert len(chosen) < len(every) / 5


def test_what_is_superfluous_is_not_chosen() -> None:
    pages = {
        "a": frozenset({("1",), ("2",), ("3",)}),
        "b": frozenset({("1",), ("2",), ("4",), ("5",)}),
        "c": frozenset({("3",), ("6",)}),
    }
    assert skeleton.cover(pages) == ["b", "c"]


LINK = "<a href='/' style='text-decoration:none;color:#222'>word</a>"
LISTED = f"<li>{LINK}</li>"
PALE = "<p class=pale style='color:#aaa'>pale</p>"
DARK = "@media (prefers-color-scheme: dark) { body { background: #000 !important } }"


@pytest.mark.parametrize(
    ("second", "faults"),
    [
        (f"<ul>{LISTED * 9}</ul>", None),
        (f"<ul>{LISTED * 9}</ul>{PALE * 3}", ["color-contrast"]),  # once, of three
        ("<ul style='background:#222'><li>word</li></ul>", ["color-contrast"]),
        (f"<ul><li style='opacity:.3'>{LINK}</li></ul>", ["color-contrast"]),
        (f"<ul><li>{LINK.replace('#222', '#aaa')}</li></ul>", ["color-contrast"]),
        ("<ul><li><b style='font-size:40px; color:#888'>word</b></li></ul>", []),
        ("<ul><li><b style='color:#888'>word</b></li></ul>", ["color-contrast"]),
        (f"<p>words {LINK}</p>", ["link-in-text-block"]),
        (f"<style>{DARK}</style><ul>{LISTED * 9}</ul>", ["color-contrast"]),
    ],
)  # fmt: skip
def test_colours_of_known_places_are_not_judged_again_and_others_are(
    kept_tab: Any, second: str, faults: list[str] | None
) -> None:
    known: list[int] = []
    kept_tab.emulate_media(color_scheme="dark")
    kept_tab.set_content(
        f"<body style='background:#fff'><main><ul>{LISTED * 9}</ul><p>words</p></main>"
    )
    assert axe.colours(kept_tab, known) == []
    kept_tab.set_content(f"<body style='background:#fff'><main>{second}</main>")
    assert [rule for rule, *_ in axe.colours(kept_tab, known)] == (faults or [])
    assert bool(kept_tab.evaluate("fresh.length")) == (faults is not None)
    kept_tab.emulate_media(color_scheme="light")


def test_a_fault_is_found(kept_tab: Any) -> None:
    """The examination itself: a page with known faults does not pass."""
    kept_tab.set_content(
        '<html lang="fr"><title>x</title><main><h1>x</h1><img src="data:,">'
        '<p style="color:#aaa;background:#fff">pale</p>'
        '<button style="width:9px;height:9px;padding:0">a</button>'
        '<button style="width:9px;height:9px;padding:0">b</button></main></html>'
    )
    found = {rule for rule, *_ in axe.run(kept_tab)}
    assert {"image-alt", "color-contrast", "target-size"} <= found
