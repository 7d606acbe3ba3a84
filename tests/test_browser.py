"""The site in a real browser: it reads, navigates and switches language, and runs nothing foreign.

Served as a static host would. The theme's own behaviour has tests of its own.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Any
from urllib.parse import urlsplit

import builds
import facts
import pytest
import searching

PAGES = {
    "the home page": ("index.md", "fr"),
    "the home page in English": ("index.md", "en"),
    "a page of prose": ("case.md", "fr"),
    "the list of actors": ("actors/index.md", "en"),
    "the list of claims": ("claims/index.md", "fr"),
    "the timeline": ("timeline.md", "en"),
    "downloads": ("data.md", "fr"),
}


@pytest.fixture
def page(tab: Callable[..., Any]) -> Any:
    """A fresh page, with scripts."""
    return tab()


@pytest.fixture(scope="module")
def bare(browser: Any) -> Iterator[Any]:
    """A page without scripts: nothing of one test is left for the next."""
    page = browser.new_page(java_script_enabled=False)
    yield page
    page.close()


@pytest.mark.parametrize("what", PAGES)
def test_a_page_loads_whole_and_from_its_own_host_alone(
    page: Any, served: str, compiled: Any, what: str
) -> None:
    name, language = PAGES[what]
    wrong: list[str] = []
    page.on("console", lambda said: wrong.append(said.text) if said.type == "error" else None)
    page.on("pageerror", lambda error: wrong.append(str(error)))
    page.on("requestfailed", lambda request: wrong.append(f"failed: {request.url}"))
    page.on(
        "response",
        lambda got: wrong.append(f"{got.status}: {got.url}") if got.status >= 400 else None,
    )
    hosts: set[str] = set()
    page.on("request", lambda request: hosts.add(urlsplit(request.url).netloc))
    page.goto(served + compiled.addresses.url(language, name), wait_until="networkidle")
    assert wrong == []
    assert hosts == {urlsplit(served).netloc}
    assert page.locator("h1").is_visible()


@pytest.mark.parametrize("name", ["index.md", "case.md", "actors/index.md"])
def test_the_language_switches_without_a_script(
    bare: Any, served: str, compiled: Any, name: str
) -> None:
    addresses = compiled.addresses
    bare.goto(served + addresses.url("fr", name))
    assert bare.locator("html").get_attribute("lang") == "fr"
    bare.get_by_role("link", name="English", exact=True).first.click()
    bare.wait_for_url(served + addresses.url("en", name))
    assert bare.locator("html").get_attribute("lang") == "en"
    bare.get_by_role("link", name="Français", exact=True).first.click()
    bare.wait_for_url(served + addresses.url("fr", name))


def test_a_note_is_reached_and_left_without_a_script(bare: Any, served: str, compiled: Any) -> None:
    address = served + compiled.addresses.url("en", "case.md")
    bare.goto(address)
    call = bare.locator("a[role=doc-noteref]").first
    call.click()
    bare.wait_for_url(f"{address}#note-1")
    note = bare.locator("#note-1")
    assert note.is_visible()
    note.locator("a[role=doc-backlink]").first.click()
    bare.wait_for_url(f"{address}#ref-1-1")
    bare.goto(f"{address}#note-1")
    note.locator("a:not([role])").first.click()
    bare.wait_for_url("**/en/sources/**")


def test_a_source_leads_to_the_paragraph_that_cites_it(
    bare: Any, served: str, compiled: Any
) -> None:
    name = "case.md"
    source = compiled.index.sources_of[name][0]
    bare.goto(served + compiled.addresses.url("fr", f"sources/{source}.md"))
    bare.locator(f"main a[href$='#cite-{source}-1'][href*='affaire']").first.click()
    bare.wait_for_url(f"{served}{compiled.addresses.url('fr', name)}#cite-{source}-1")
    anchor = bare.locator(f"[id='cite-{source}-1']")
    assert anchor.count() == 1
    box = anchor.bounding_box()
    assert 0 <= box["y"] <= bare.viewport_size["height"]


def test_no_string_becomes_a_page_s_code_and_all_works_without(
    page: Any, served: str, compiled: Any
) -> None:
    """The policy is in force (trusted types), and neither search nor the theme needs more."""
    wrong: list[str] = []
    page.on("pageerror", lambda error: wrong.append(str(error)))
    page.goto(served + compiled.addresses.url("en", "case.md"))
    refused = page.evaluate(
        "(() => { try { document.body.innerHTML = '<b>x</b>' } catch (e) { return e.name } })()"
    )
    assert refused == "TypeError"
    before = page.evaluate("getComputedStyle(document.documentElement).backgroundColor")
    page.locator("[data-theme-switch]").click()
    assert page.evaluate("getComputedStyle(document.documentElement).backgroundColor") != before
    reader = searching.Reader(page, served)
    reader.open()
    assert reader.find("immunity")["found"]
    assert wrong == []


def test_nothing_that_a_record_says_runs(browser: Any, attacked: facts.Site) -> None:
    context = browser.new_context(bypass_csp=True)  # what the policy would stop must not be there
    context.route(re.compile("evil"), lambda route: route.abort())
    page = context.new_page()
    opened: list[str] = []
    page.on("dialog", lambda dialog: (opened.append(dialog.message), dialog.dismiss()))
    page.on(
        "request", lambda request: opened.append(request.url) if "evil" in request.url else None
    )
    for url in attacked.urls:
        page.goto((attacked.folder / url / "index.html").as_uri())
        assert page.evaluate("window.hacked") is None, url
    assert opened == []
    context.close()


def test_the_page_not_found_leads_home_in_both_languages(page: Any, served: str) -> None:
    page.goto(f"{served}404.html")
    links = page.locator("main a")
    found = {links.nth(i).get_attribute("href") for i in range(links.count())}
    assert {"/", "/en/"} <= found
    assert builds.SITE_URL.endswith("/")


def test_the_page_not_found_searches_in_each_language(page: Any, served: str) -> None:
    page.goto(f"{served}404.html")
    for language, word, name, root in (
        ("en", "immunity", "Search", f"{served}en/"),
        ("fr", "immunité", "Rechercher", served),
    ):
        page.get_by_role("button", name=name, exact=True).click()
        panel = page.locator(f"dialog[lang={language}]")
        panel.locator("input[type=search]").fill(word)
        panel.locator("ol a").first.wait_for()
        found = panel.locator("ol > li > a").evaluate_all("links => links.map(a => a.href)")
        assert all(href.startswith(root) for href in found)
        assert [href for href in found if href.startswith(f"{served}en/")] == (
            found if language == "en" else []
        )
        page.keyboard.press("Escape")
    # The key that opens it can be turned off beside either language (WCAG 2.1.4), and stays so.
    page.get_by_role("button", name="Search", exact=True).click()
    page.locator("dialog[lang=en] [type=checkbox]").uncheck()
    page.get_by_role("button", name="Close").click()
    page.locator("h1").click()
    assert not searching.Reader(page, served).takes("/")
    assert page.locator("dialog[open]").count() == 0
    page.goto(f"{served}404.html")
    assert page.locator("dialog [type=checkbox]:checked").count() == 0


def test_a_term_is_explained_near_its_word_without_anchors(
    page: Any, served: str, compiled: Any
) -> None:
    """As in a browser whose style sheets cannot anchor one thing to another."""

    def unanchored(route: Any) -> None:
        answer = route.fetch()
        body = answer.text().replace("@supports (position-area", "@supports (no-position-area")
        route.fulfill(response=answer, body=body)

    page.route("**/site.css", unanchored)
    page.add_init_script("CSS.supports = () => false")
    page.set_viewport_size({"width": 1280, "height": 800})
    page.goto(served + compiled.addresses.url("en", "case.md"))
    for i in range(page.locator(".term").count()):
        term = page.locator(".term").nth(i)
        term.locator("button").scroll_into_view_if_needed()
        term.locator("button").hover()
        word, tip = term.locator("button").bounding_box(), term.locator(".tip").bounding_box()
        assert tip["x"] >= 0 and tip["x"] + tip["width"] <= 1280
        below, above = tip["y"] - word["y"] - word["height"], word["y"] - tip["y"] - tip["height"]
        assert -1 <= max(below, above) <= 12


APART = """() => [...document.querySelectorAll('.joined')].flatMap((joined) => {
  const word = joined.querySelector('button').getBoundingClientRect();
  return [...joined.childNodes].filter((node) => {
    if (!word.width || node.nodeType === 1 && node.matches('.term')) return false;
    const range = document.createRange();
    range.selectNodeContents(node);
    const box = range.getBoundingClientRect();
    return box.bottom < word.top || box.top > word.bottom;
  }).map(() => joined.textContent);
})"""


@pytest.mark.parametrize("width", [320, 1280])
def test_no_line_begins_or_ends_with_what_touches_a_term(
    page: Any, served: str, compiled: Any, width: int
) -> None:
    """«l’» or a comma alone, on the other side of a button, which is a box to browsers."""
    page.set_viewport_size({"width": width, "height": 900})
    for name in ("index.md", "immunity.md", "since.md", "sources/index.md"):
        page.goto(served + compiled.addresses.url("fr", name))
        assert page.locator(".joined").count()
        assert page.evaluate(APART) == [], name
        assert page.evaluate("document.documentElement.scrollWidth") <= width
