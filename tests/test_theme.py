"""The reader's page: what it weighs, what it allows, and that it works by hand.

Weight and policy are read from files; the rest in Chromium, with and without
scripts, under the page's own Content-Security-Policy.
"""

from __future__ import annotations

import gzip
import re
from collections.abc import Callable, Iterator
from typing import Any

import facts
import making
import pytest
from explainer.make import links
from explainer.make.site import Site
from explainer.make.view import ViewFactory
from lxml import html

KINDS = {
    "home": "",
    "prose": "en/case/",
    "timeline": "chronologie/",
    "claims": "en/claims/",
    "claim": "affirmations/1400-personnes/",
    "actor": "acteurs/nso-group/",
    "source": "en/sources/brief/",
    "glossary": "glossaire/",
    "articles": "deux-articles/",
}
WORDS = {
    "new_site": "elsewhere",
    "new_site_language": "elsewhere, in {language}",
    "in_language": "in {language}",
}


def packed(data: bytes) -> int:
    return len(gzip.compress(data, 9))


# --- weight and policy, from files


ASKED = "//link[@rel='stylesheet' or @rel='icon' or @rel='manifest']/@href | //script/@src"


def test_first_view_of_any_page_weighs_35_kb_and_6_requests_at_most(site: facts.Site) -> None:
    sizes: dict[str, int] = {}
    heavy = []
    for page in [*site.pages, site.not_found]:
        paths = [str(path) for path in page.select(ASKED)]
        files = {found[0] for path in paths if (found := site.resolve(page, path))}
        for file in files - sizes.keys():
            sizes[file] = packed((site.folder / file).read_bytes())
        weight = packed(page.source.encode()) + sum(sizes[file] for file in files)
        if weight > 35_000 or len(files) + 1 > 6:
            heavy.append((page.url, weight, len(files) + 1))
    assert heavy == []


def test_style_and_script_keep_their_share(site: facts.Site) -> None:
    assert packed((site.folder / "assets/site.css").read_bytes()) <= 8_000
    assert packed((site.folder / "assets/site.js").read_bytes()) <= 2_048


def test_no_page_has_inline_code_and_each_forbids_it(site: facts.Site) -> None:
    for page in [*site.pages, site.not_found]:
        policy = page.select("//meta[@http-equiv='Content-Security-Policy']/@content")
        assert len(policy) == 1, page.url
        assert "default-src 'none'" in str(policy[0])
        assert "unsafe-inline" not in str(policy[0])
        assert "'unsafe-eval'" not in str(policy[0])
        assert not page.select("//style | //*[@style]"), page.url
        assert not page.select("//script[not(@src)][@type != 'application/ld+json']"), page.url
        assert not page.select("//script[not(@src)][not(@type)]"), page.url
        assert not page.select("//@*[starts-with(name(), 'on')]"), page.url


def test_sizes_of_type_follow_the_reader(site: facts.Site) -> None:
    css = (site.folder / "assets/site.css").read_text("utf-8")
    screen = css.split("@media print")[0]
    sizes = re.findall(r"font(?:-size)?:[^;}]*?([\d.]+[a-z%]+)(?=[ /;}])", screen)
    assert len(sizes) > 20
    assert {re.sub(r"[\d.]+", "", size) for size in sizes} == {"rem"}


# --- one table, one link


def test_a_table_names_its_cells() -> None:
    tree = making.page("| Kind | *With* |\n| --- | --- |\n| owns | |\n| a | b |")
    assert [th.get("scope") for th in tree.iter("th")] == ["col", "col"]
    assert [td.get("data-label") for td in tree.iter("td")] == ["Kind", None, "Kind", "With"]


def test_a_table_of_a_template_has_its_caption_and_names_its_cells(tiny_compiled: Site) -> None:
    for pages in tiny_compiled.pages.values():
        for page in pages.values():
            if "<table" not in page.html:
                continue
            for table in html.fromstring(page.html).iter("table"):
                assert table[0].tag == "caption", page.name
                heads = [" ".join(th.text_content().split()) for th in table.iter("th")]
                for row in table.xpath("tbody/tr"):
                    said = [
                        (td.text_content().strip(), td.get("data-label")) for td in row.iter("td")
                    ]
                    assert [
                        head if words else None
                        for (words, _), head in zip(said, heads, strict=False)
                    ] == [" ".join(label.split()) if label else None for _, label in said], (
                        page.name
                    )


@pytest.mark.parametrize(
    ("text", "words", "rel"),
    [
        ("[page](y.md)", "page", None),
        ("[the paper](https://www.a.org/p)", "the paper a.org (elsewhere)", links.REL),
        ("<https://a.org/p>", "https://a.org/p (elsewhere)", links.REL),
        (
            "[paper](https://a.org/p){hreflang=fr}",
            "paper a.org, in French (elsewhere, in French)",
            links.REL,
        ),
        ("[paper](https://a.org){hreflang=en}", "paper a.org (elsewhere)", links.REL),
        ("[broken](https://[a)", "broken", None),
    ],
)
def test_a_link_says_where_it_leads(text: str, words: str, rel: str | None) -> None:
    (link,) = making.page(text, string=lambda key: WORDS.get(key, key)).iter("a")
    assert link.text_content() == words
    assert link.get("rel") == rel


# --- in a browser


class Tabs:
    """Tabs that tests share, one for each kind of browser, and what they said that nobody wants."""

    def __init__(self, browser: Any, served: str) -> None:
        self.browser, self.served = browser, served
        self.kept: dict[tuple[bool, bool], Any] = {}
        self.said: list[str] = []

    def open(
        self, url: str, *, width: int = 1280, scripts: bool = True, touch: bool = False
    ) -> Any:
        if (page := self.kept.get((scripts, touch))) is None:
            page = self.browser.new_page(
                java_script_enabled=scripts, has_touch=touch, is_mobile=touch
            )
            page.on("console", lambda message: self.said.append(message.text))
            page.on("pageerror", lambda error: self.said.append(str(error)))
            page.on("request", self._asked)
            self.kept[scripts, touch] = page
        page.goto("about:blank")
        page.set_viewport_size({"width": width, "height": 800})
        page.goto(self.served + url)
        return page

    def _asked(self, request: Any) -> None:
        if not request.url.startswith((self.served, "about:blank")):
            self.said.append(f"asked {request.url}")


@pytest.fixture(scope="module")
def tabs(browser: Any, served: str) -> Iterator[Tabs]:
    made = Tabs(browser, served)
    yield made
    for page in made.kept.values():
        page.close()


@pytest.fixture
def opened(tabs: Tabs) -> Iterator[Callable[..., Any]]:
    """Open a page; at the end, nothing may have been refused by its policy or failed."""
    tabs.said.clear()
    yield tabs.open
    for page in tabs.kept.values():
        page.evaluate("localStorage.clear()")
        page.emulate_media(media="screen")
        page.mouse.move(0, 0)
    assert tabs.said == []


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no-scripts"])
def test_the_menu_opens_and_closes_by_hand(opened: Callable[..., Any], scripts: bool) -> None:
    page = opened("en/case/", width=360, scripts=scripts, touch=True)
    menu = page.locator("#menu")
    assert not menu.is_visible()
    page.locator(".menu-open").tap()
    menu.wait_for(state="visible")
    assert menu.locator("li").count() == 17
    page.keyboard.press("Escape")
    menu.wait_for(state="hidden")


def test_the_keyboard_reaches_menu_contents_and_text_in_order(opened: Callable[..., Any]) -> None:
    page = opened("en/case/")
    places = []
    for _ in range(60):
        page.keyboard.press("Tab")
        places.append(
            page.evaluate(
                "(e => e.checkVisibility() ? (e.closest('nav, .prose, header, body').className"
                " || e.closest('nav, .prose, header, body').tagName) : 'HIDDEN')"
                "(document.activeElement)"
            )
        )
    order = list(dict.fromkeys(places))
    assert order[-5:] == ["languages", "menu", "path", "toc", "prose"]
    assert "HIDDEN" not in order


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no-scripts"])
def test_a_term_is_explained_on_hover_focus_and_touch(
    opened: Callable[..., Any], scripts: bool
) -> None:
    page = opened("en/case/", scripts=scripts)
    word, tip = page.locator(".term button").first, page.locator(".term .tip").first
    assert not tip.is_visible()
    word.hover()
    tip.wait_for(state="visible")
    page.mouse.move(2, 2)
    tip.wait_for(state="hidden")
    phone = opened("en/case/", width=360, scripts=scripts, touch=True)
    phone.locator(".term button").first.tap()
    phone.locator(".term .tip").first.wait_for(state="visible")
    box = phone.locator(".term .tip").first.bounding_box()
    assert box["x"] >= 0
    assert box["x"] + box["width"] <= 360
    phone.locator("h1").tap()
    phone.locator(".term .tip").first.wait_for(state="hidden")


def test_escape_sends_an_explanation_away(opened: Callable[..., Any]) -> None:
    page = opened("en/case/")
    page.locator(".term button").first.hover()
    page.locator(".term .tip").first.wait_for(state="visible")
    page.keyboard.press("Escape")
    page.locator(".term .tip").first.wait_for(state="hidden")


def test_a_note_shows_on_hover_and_on_the_first_tap(opened: Callable[..., Any]) -> None:
    page = opened("en/case/")
    call = page.locator("sup.cite a").first
    words = page.locator("#note-1 > a").first.inner_text()
    call.hover()
    page.locator(".tip.note").wait_for(state="visible")
    assert words in page.locator(".tip.note").inner_text()
    assert "↩" not in page.locator(".tip.note").inner_text()
    page.keyboard.press("Escape")
    page.locator(".tip.note").wait_for(state="hidden")
    phone = opened("en/case/", width=360, touch=True)
    phone.locator("sup.cite a").first.tap()
    phone.locator(".tip.note").wait_for(state="visible")
    assert phone.url.endswith("en/case/")
    phone.locator("sup.cite a").first.tap()
    phone.wait_for_url("**#note-1")


def test_a_note_is_one_click_away_without_scripts(opened: Callable[..., Any]) -> None:
    page = opened("en/case/", scripts=False)
    page.locator("sup.cite a").first.click()
    page.wait_for_url("**#note-1")


def test_the_theme_is_remembered_and_forgotten(opened: Callable[..., Any]) -> None:
    page = opened("en/case/")
    switch = page.locator("[data-theme-switch]")
    before = page.evaluate("getComputedStyle(document.documentElement).backgroundColor")
    switch.click()
    page.reload()
    assert page.evaluate("document.documentElement.dataset.theme") == "dark"
    assert page.evaluate("getComputedStyle(document.documentElement).backgroundColor") != before
    assert page.evaluate("Object.keys(localStorage)") == ["theme"]
    switch.click()
    assert page.evaluate("localStorage.length") == 0


WIDTHS = [320, 640, 768, 1024, 1280]


@pytest.fixture(scope="module")
def wide(browser: Any, served: str) -> dict[int, list[str]]:
    """The pages that are wider than their screen, by its width."""
    page = browser.new_page()
    found: dict[int, list[str]] = {width: [] for width in WIDTHS}
    for url in [*KINDS.values(), "methode/", "acteurs/", "donnees/", "sources/", "404.html"]:
        page.goto(served + url)
        for width in WIDTHS:
            page.set_viewport_size({"width": width, "height": 800})
            if page.evaluate("document.documentElement.scrollWidth") > width:
                found[width].append(url)
    page.close()
    return found


@pytest.mark.parametrize("width", WIDTHS)
def test_no_page_scrolls_sideways(wide: dict[int, list[str]], width: int) -> None:
    assert wide[width] == []


def test_forced_colours_keep_what_is_told_by_colour(tab: Callable[..., Any], served: str) -> None:
    page = tab()
    page.emulate_media(forced_colors="active")
    page.goto(served + "en/claims/status/established/")
    current = page.locator(".filters .current").first
    assert current.evaluate("e => getComputedStyle(e).outlineStyle") == "solid"
    entry = page.locator(".menu [aria-current]").first
    assert entry.evaluate("e => getComputedStyle(e).outlineStyle") == "solid"


_SHOWN = """selector => {
  const looks = (e, what) => getComputedStyle(e).getPropertyValue(what);
  const probe = document.body.appendChild(document.createElement('p'));
  const named = (name) => { probe.style.color = name; return looks(probe, 'color'); };
  return [looks(document.querySelector(selector), 'fill'), named('CanvasText'), looks(document.body, 'color')];
}"""


@pytest.mark.parametrize("look", [{"forced_colors": "active"}, {"contrast": "more"}])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_drawings_follow_forced_colours_and_more_contrast(
    tab: Callable[..., Any], served: str, look: dict[str, str], scheme: str
) -> None:
    page = tab()
    page.emulate_media(color_scheme=scheme, **look)
    page.goto(served + "en/timeline/")
    fill, canvas_text, ink = page.evaluate(_SHOWN, ".drawing .year")
    assert fill == (canvas_text if "forced_colors" in look else ink)


def test_on_paper_the_axis_is_whole_and_fields_stand_beside_their_names(
    tab: Callable[..., Any], served: str
) -> None:
    page = tab()
    page.set_viewport_size({"width": 642, "height": 980})
    page.emulate_media(media="print")
    page.goto(served + "en/timeline/")
    wide = page.locator(".drawing-axis > svg.wide").bounding_box()
    assert wide and wide["width"] <= 642
    assert not page.locator(".drawing-axis > svg.narrow").is_visible()
    date, title = page.locator(".event time").first, page.locator(".event p").first
    left, right = date.bounding_box(), title.bounding_box()
    assert left["x"] + left["width"] <= right["x"]
    page.goto(served + "en/sources/brief/")
    name, value = page.locator("dt").first.bounding_box(), page.locator("dd").first.bounding_box()
    assert abs(name["y"] - value["y"]) < 8
    assert name["x"] + name["width"] <= value["x"]


@pytest.mark.parametrize(("motion", "moving"), [("reduce", False), ("no-preference", True)])
def test_nothing_moves_for_who_asked_for_stillness(
    tab: Callable[..., Any], served: str, motion: str, moving: bool
) -> None:
    page = tab()
    page.emulate_media(reduced_motion=motion)
    page.goto(served + "en/case/")
    lasting = page.evaluate(
        "[...document.querySelectorAll('*')].filter(e => /[1-9]/.test("
        "getComputedStyle(e).transitionDuration + getComputedStyle(e).animationDuration)).length"
    )
    assert bool(lasting) == moving


@pytest.mark.parametrize("url", ["", "en/claims/", "acteurs/nso-group/"])
def test_focus_is_seen_on_every_stop(opened: Callable[..., Any], url: str) -> None:
    page = opened(url)
    unseen = []
    for _ in range(40):
        page.keyboard.press("Tab")
        seen = page.evaluate(
            "(e => { const s = getComputedStyle(e), r = e.querySelector('rect');"
            " return e === document.body || (s.outlineStyle !== 'none' && parseFloat(s.outlineWidth) >= 2)"
            " || (r && parseFloat(getComputedStyle(r).strokeWidth) > 2); })(document.activeElement)"
        )
        if not seen:
            unseen.append(page.evaluate("document.activeElement.outerHTML.slice(0, 120)"))
    assert unseen == []


def test_nothing_moves_when_the_buttons_show(opened: Callable[..., Any]) -> None:
    page = opened("en/case/", width=412)
    late = page.locator("h1").bounding_box()
    page.locator("[data-theme-switch]").evaluate("e => { e.hidden = true; }")
    assert page.locator("h1").bounding_box() == late


def test_paper_has_notes_addresses_and_dates(opened: Callable[..., Any]) -> None:
    page = opened("en/actors/apple/")
    page.emulate_media(media="print")
    for gone in ("nav.menu", ".tools", ".pager"):
        assert not page.locator(gone).first.is_visible()
    assert page.locator(".printed").is_visible()
    shown = page.locator(".prose a[href^='http']").evaluate_all(
        "all => all.map(e => [e.textContent.includes(e.hostname.replace('www.', '') + '/')"
        " || e.textContent.startsWith('http'), getComputedStyle(e, '::after').content])"
    )
    # Once each: in the words of the link, or after them.
    assert {("http" in after) != said for said, after in shown} == {True}
    assert len({said for said, _ in shown}) == 2


def test_the_frame_links_to_nothing_that_a_story_lacks(tiny_compiled: Site) -> None:
    viewer = ViewFactory(tiny_compiled)
    assert not viewer.has("method.md")
    assert not viewer.has("method.md#licence")
    assert viewer.has("glossary.md")
    assert viewer.has(f"glossary.md#{next(iter(tiny_compiled.story.terms))}")
    assert not viewer.has("glossary.md#nowhere")
