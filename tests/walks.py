"""The main walks of a reader in Firefox and in WebKit: ``make test-engines``, no part of ``make test``.

On the real site, served as a static host would. What is observed is what the page shows: where
things are, how they look, where one is.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Protocol

import engines
import pytest
from explainer.make.site import Site

ENGINES = {"firefox": engines.Firefox, "webkit": engines.WebKit}
# Of a phone, as narrow as the engine's window can be; of a screen.
NARROW, WIDE = (0, 740), (1280, 900)
SEEN = """(selector) => {
  const found = document.querySelector(selector);
  if (!found || !found.checkVisibility({ visibilityProperty: true })) return null;
  const box = found.getBoundingClientRect();
  return box.width > 0 && box.bottom > 0 && box.top < innerHeight && box.right > 0 && box.left < innerWidth
    ? [box.left, box.top, box.right, box.bottom] : null;
}"""
PAGES = ("index.md", "case.md", "timeline.md", "claims/index.md", "actors/index.md", "glossary.md")


class Go(Protocol):
    """Opens a page by its name."""

    def __call__(
        self, name: str, language: str = "en", size: tuple[int, int] = WIDE
    ) -> engines.Engine: ...


@pytest.fixture(scope="module", params=ENGINES)
def engine(request: pytest.FixtureRequest) -> Iterator[engines.Engine]:
    opened = ENGINES[request.param]()
    yield opened
    opened.close()


@pytest.fixture
def at(engine: engines.Engine, served: str, compiled: Site) -> Iterator[Go]:
    """Open a page by its name, in a window of a size, with nothing kept."""

    def go(name: str, language: str = "en", size: tuple[int, int] = WIDE) -> engines.Engine:
        engine.size(size[0] or engine.narrow, size[1])
        engine.open(served + compiled.addresses.url(language, name))
        return engine

    yield go
    engine.run("() => localStorage.clear()")


def path(engine: engines.Engine) -> str:
    return str(engine.run("() => location.pathname.slice(1) + location.hash"))


@pytest.mark.parametrize("size", [NARROW, WIDE], ids=["narrow", "wide"])
@pytest.mark.parametrize("name", PAGES)
def test_a_page_stands_and_nothing_runs_out_of_it(at: Go, name: str, size: tuple[int, int]) -> None:
    page = at(name, size=size)
    assert page.run("() => innerWidth") == (size[0] or page.narrow)
    assert page.run(SEEN, "h1")
    assert page.run("() => document.styleSheets[0].cssRules.length") > 50
    wide, room = page.run(
        "() => [document.scrollingElement.scrollWidth, document.documentElement.clientWidth]"
    )
    assert wide <= room


def test_a_note_is_reached_and_left(at: Go, compiled: Site) -> None:
    page, url = at("case.md"), compiled.addresses.url("en", "case.md")
    page.click("sup.cite a")
    page.wait("() => location.hash === '#note-1'")
    assert page.run(SEEN, "#note-1")
    page.click("#note-1 [role=doc-backlink]")
    page.wait("() => location.hash === '#ref-1-1'")
    assert page.run(SEEN, "#ref-1-1")
    assert path(page) == f"{url}#ref-1-1"


@pytest.mark.parametrize("size", [NARROW, WIDE], ids=["narrow", "wide"])
def test_a_term_is_marked_and_explained_beside_it(at: Go, size: tuple[int, int]) -> None:
    page = at("case.md", size=size)
    button, tip = "main .term button", "main .term .tip"
    line = page.run(
        "(s) => { const style = getComputedStyle(document.querySelector(s)); "
        "return [style.textDecorationLine, style.textDecorationStyle] }",
        button,
    )
    assert line == ["underline", "dotted"]
    assert not page.run(SEEN, tip)
    page.click(button)
    left, top, right, bottom = page.wait(SEEN, tip)
    width, height = page.run("() => [innerWidth, innerHeight]")
    assert left > -1 and right < width + 1 and top > -1 and bottom < height + 1
    _, high, _, low = page.run(SEEN, button)
    if size == WIDE:  # on a phone it may be a sheet at the foot of the screen
        assert min(abs(top - low), abs(high - bottom)) < 60
    page.keys("Escape")
    page.wait(f"(s) => !({SEEN})(s)", tip)


@pytest.mark.parametrize("language", ["fr", "en"])
def test_search_finds_and_leads_there(at: Go, language: str) -> None:
    page = at("method.md", language)
    page.click("[data-search-open]")
    page.wait("() => document.querySelector('#search[open] input') === document.activeElement")
    page.keys("certiorari")
    page.wait("() => document.querySelector('#search ol > li a')?.textContent")
    page.keys("Enter")
    page.wait("() => location.hash === '#certiorari'")
    assert page.run("() => document.documentElement.lang") == language
    assert page.run(SEEN, "#certiorari")


def test_the_theme_is_chosen_and_kept(at: Go) -> None:
    colour = "() => getComputedStyle(document.documentElement).backgroundColor"
    page = at("index.md")
    before = page.run(colour)
    page.click("[data-theme-switch]")
    page.wait(f"(was) => ({colour})() !== was", before)
    after = page.run(colour)
    assert at("case.md").run(colour) == after
    page.click("[data-theme-switch]")
    page.wait(f"(was) => ({colour})() === was", before)


def test_the_menu_of_a_phone_opens_leads_and_closes(at: Go, compiled: Site) -> None:
    page = at("case.md", size=NARROW)
    assert not page.run(SEEN, "#menu a")
    page.click(".menu-open")
    page.wait(SEEN, "#menu a")
    page.keys("Escape")
    page.wait(f"(s) => !({SEEN})(s)", "#menu a")
    page.click(".menu-open")
    page.wait(SEEN, "#menu a")
    page.click("#menu a[href$='timeline/']")
    page.wait(
        "() => location.pathname.endsWith('/timeline/') && document.readyState === 'complete'"
    )
    assert path(page) == compiled.addresses.url("en", "timeline.md")


def test_the_language_switches_to_the_same_page(at: Go, compiled: Site) -> None:
    page = at("case.md", "fr")
    page.click("header a[hreflang=en], header a[lang=en]")
    page.wait("() => document.documentElement.lang === 'en' && document.readyState === 'complete'")
    assert path(page) == compiled.addresses.url("en", "case.md")


def test_the_keyboard_reaches_the_content_first(at: Go) -> None:
    page = at("case.md")
    page.keys("Tab")
    page.wait("() => document.activeElement.className === 'skip'")
    assert page.run(SEEN, ".skip")
    page.keys("Enter")
    page.wait("() => location.hash === '#content'")
    assert page.run("() => document.activeElement.id") == "content"


def test_a_fold_opens(at: Go) -> None:
    page = at("actors/nso-group.md")
    shut = "main details.group:not([open])"
    assert page.run("(s) => document.querySelectorAll(s).length", shut) > 1
    inside = f"{shut} li"
    assert not page.run(SEEN, inside)
    id_ = page.run("(s) => document.querySelector(s).querySelector('summary').id", shut)
    page.click(f"#{id_}")
    page.wait("(id) => document.getElementById(id).parentElement.open", id_)
    assert page.run(
        "(id) => document.getElementById(id).parentElement.querySelector('li').checkVisibility()",
        id_,
    )
