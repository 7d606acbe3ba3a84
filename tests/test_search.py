"""Search, in a real browser, as a reader uses it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urljoin, urlsplit

import facts
import pytest
import yaml
from searching import Reader, sent

HERE = Path(__file__).parent
START = {"fr": "methode/", "en": "en/method/"}
BUDGET = 80_000  # bytes of a first search, as a host that compresses sends them


def queries(language: str) -> dict[str, Any]:
    return dict(yaml.safe_load((HERE / "affair" / f"queries_{language}.yml").read_text("utf-8")))


@pytest.fixture(scope="module")
def kept_reader(browser: Any, served: str) -> Iterator[Reader]:
    """A reader who never closes the tab; what the cache answers is asked for all the same."""
    page = browser.new_page()
    reader = Reader(page, served)
    page.on("request", lambda request: reader.asked.append(request.url))
    page.on("pageerror", lambda error: reader.errors.append(str(error)))
    page.on("console", lambda said: said.type == "error" and reader.errors.append(said.text))
    yield reader
    page.close()


@pytest.fixture
def visit(kept_reader: Reader) -> Iterator[Callable[..., Reader]]:
    """Open a page as nobody who was here before; fail if a script fails."""

    def go(path: str, until: str = "load") -> Reader:
        kept_reader.page.goto("about:blank")
        kept_reader.asked.clear()
        kept_reader.page.goto(urljoin(kept_reader.base, path), wait_until=until)
        return kept_reader

    kept_reader.errors.clear()
    yield go
    kept_reader.page.evaluate("[localStorage, sessionStorage].forEach((kept) => kept.clear())")
    assert kept_reader.errors == []


# --- what is found


@pytest.mark.parametrize("language", START)
def test_enough_queries(language: str) -> None:
    assert len(queries(language)["first"]) >= 40


@pytest.mark.parametrize("language", START)
def test_queries(language: str, visit: Callable[[str], Reader], served: str) -> None:
    reader = visit(START[language])
    reader.open()
    wrong = []
    for text, address in queries(language)["first"].items():
        found = reader.find(str(text))["found"]
        first = found[0].removeprefix(served) if found else None
        if first != address:
            wrong.append(f"{text}: {first}, not {address}")
        wrong += [
            f"{text}: {url}, in the other language"
            for url in found
            if not own(url, served, language)
        ]
    assert wrong == []


def own(url: str, served: str, language: str) -> bool:
    return url.removeprefix(served).startswith("en/") == (language == "en")


@pytest.mark.parametrize("language", START)
def test_sections(language: str, visit: Callable[[str], Reader], served: str) -> None:
    reader = visit(START[language])
    reader.open()
    for text, address in queries(language)["sections"].items():
        reader.find(text)
        section = reader.page.locator("#search ol > li").first.locator("ul a").first
        assert section.evaluate("(link) => link.href") == served + address, text


@pytest.mark.parametrize("language", START)
def test_nothing_found_says_so(language: str, visit: Callable[[str], Reader]) -> None:
    reader = visit(START[language])
    reader.open()
    for text in queries(language)["none"]:
        answer = reader.find(text)
        assert answer["found"] == [], text
        assert text.replace("'", "’") in answer["told"] or text in answer["told"]


def test_other_spelling_same_results(visit: Callable[[str], Reader]) -> None:
    reader = visit(START["fr"])
    reader.open()
    for one, other in [
        ("l'immunité", "l’immunité"),
        ("WhatsApp c. NSO", "WhatsApp contre NSO"),
        ("1 400", "1\u202f400"),
        ("mémoire", "MÉMOIRES"),
        ("le juge", "juge"),
    ]:
        assert reader.find(one)["found"] == reader.find(other)["found"] != []


# --- what is loaded


@pytest.mark.parametrize("language", START)
def test_loaded_on_demand(language: str, visit: Callable[[str], Reader], served: str) -> None:
    reader = visit(START[language], "networkidle")
    assert not [path for path in reader.paths() if path.startswith("search/") or "panel" in path]
    reader.asked.clear()
    reader.open()
    assert sorted(reader.paths()) == ["assets/search-panel.js", "assets/search.css"]
    reader.asked.clear()
    reader.page.keyboard.type("nso")
    reader.page.wait_for_selector("#search ol > li")
    assert f"search/{language}.json" in reader.paths()
    assert "assets/search-engine.js" in reader.paths()
    assert {urlsplit(url).netloc for url in reader.asked} == {urlsplit(served).netloc}
    other = "en" if language == "fr" else "fr"
    assert not [path for path in reader.paths() if re.match(rf"search/.*\b{other}[-_.]", path)]


@pytest.mark.parametrize(
    ("language", "text"),
    [("fr", "immunite"), ("fr", "WhatsApp c. NSO"), ("fr", "dommages-intérêts punitifs"),
     ("fr", "ordonnance du 16 juillet 2020"), ("en", "amicus"), ("en", "what did the court decide"),
     ("fr", "juge hamilton ordonnance juillet 2020 immunité"),
     ("fr", "21 décembre 2020 mémoire amicus Microsoft Google Cisco immunité souveraine"),
     ("en", "order of July 16, 2020 Judge Hamilton immunity motion to dismiss denied in part")],
)  # fmt: skip
def test_first_search_weighs_little(
    language: str, text: str, visit: Callable[[str], Reader], site: facts.Site
) -> None:
    reader = visit(START[language])
    reader.asked.clear()
    reader.open()
    assert reader.find(text)["found"]
    weights = {path: sent(site.folder / path) for path in reader.paths()}
    assert f"search/{language}.json" in weights
    assert sum(weights.values()) <= BUDGET, weights


def test_module_is_small(site: facts.Site) -> None:
    weights = {
        name: sent(site.folder / "assets" / name)
        for name in ("search-panel.js", "search-engine.js", "search.css")
    }
    assert weights["search-panel.js"] <= 2_672
    assert weights["search-engine.js"] <= 3_840
    assert weights["search.css"] <= 1_000


# --- how it is used


def test_keyboard(visit: Callable[[str], Reader]) -> None:
    reader = visit(START["fr"])
    keys = reader.page.keyboard
    reader.open()
    assert reader.focus() == "search"
    keys.type("a/b")
    assert reader.page.input_value("#search input[type=search]") == "a/b"
    reader = visit(START["fr"])  # where no search for «a/b» is under way
    keys = reader.page.keyboard
    reader.open()
    assert reader.find("immunite")["found"]
    links = reader.page.locator("#search ol a")
    keys.press("ArrowDown")
    assert links.nth(0).evaluate("(link) => link === document.activeElement")
    keys.press("ArrowDown")
    assert links.nth(1).evaluate("(link) => link === document.activeElement")
    keys.press("ArrowUp")
    keys.press("ArrowUp")
    assert reader.focus() == "search"
    order = []
    for _ in range(3):
        keys.press("Tab")
        order.append(reader.focus())
    assert order == ["button", "radio", "A"]
    keys.press("Escape")
    reader.page.wait_for_selector("#search:not([open])", state="attached")


def test_one_escape_closes_even_with_words_in_the_field(visit: Callable[[str], Reader]) -> None:
    reader = visit(START["en"])
    reader.open()
    reader.page.keyboard.type("nso")
    reader.page.keyboard.press("Escape")
    reader.page.wait_for_selector("#search:not([open])", state="attached")


@pytest.mark.parametrize("key", ["/", "Control+k", "Control+/"])
def test_keys_open_it(visit: Callable[[str], Reader], key: str) -> None:
    reader = visit(START["en"])
    reader.page.keyboard.press("k")
    reader.page.keyboard.press(key)
    reader.page.wait_for_selector("#search[open]")


def test_the_key_alone_can_be_turned_off(visit: Callable[[str], Reader], served: str) -> None:
    """WCAG 2.1.4; RGAA 12.10. Kept until the tab is closed, and nothing else is."""
    reader = visit(START["en"])
    reader.open()
    reader.page.locator("[data-search-key]").uncheck()
    reader.page.goto(f"{served}en/")
    reader.asked.clear()
    assert not reader.takes("/")
    assert not [path for path in reader.paths() if "search-panel" in path]
    assert reader.page.evaluate("localStorage.length") == 0
    reader.page.keyboard.press("Control+k")
    reader.page.wait_for_selector("#search[open]")
    reader.page.locator("[data-search-key]").check()
    reader.page.keyboard.press("Escape")
    reader.page.wait_for_selector("#search:not([open])", state="attached")
    # The box keeps the focus until the next frame, and a key in a field is the field's.
    reader.page.wait_for_function("!document.activeElement.closest('dialog')")
    reader.page.keyboard.press("/")
    reader.page.wait_for_selector("#search[open]")


def test_escape_gives_the_focus_back(visit: Callable[[str], Reader]) -> None:
    reader = visit(START["en"])
    button = reader.page.locator("[data-search-open]")
    button.click()
    reader.page.wait_for_selector("#search[open]")
    reader.page.keyboard.press("Escape")
    reader.page.wait_for_function("document.activeElement.matches('[data-search-open]')")


def test_enter_goes_to_the_first_result(visit: Callable[[str], Reader], served: str) -> None:
    reader = visit(START["en"])
    reader.open()
    reader.page.keyboard.type("certiorari")
    reader.page.wait_for_selector("#search ol > li")
    reader.page.keyboard.press("Enter")
    reader.page.wait_for_url(f"{served}en/glossary/#certiorari")


def test_enter_before_the_results_waits_for_them(
    visit: Callable[[str], Reader], served: str
) -> None:
    reader = visit(START["en"])
    reader.open()
    reader.page.keyboard.type("certiorari")
    reader.page.keyboard.press("Enter")
    reader.page.wait_for_url(f"{served}en/glossary/#certiorari")


@pytest.mark.parametrize("kind", ["page", "actor", "claim", "event", "term", "source"])
def test_filter_by_kind(kind: str, visit: Callable[[str], Reader]) -> None:
    reader = visit(START["en"])
    reader.open()
    reader.find("immunity")
    choice = reader.page.locator(f"#search [value={kind}]")
    promised = choice.evaluate(
        "(choice) => choice.nextElementSibling.nextElementSibling.textContent"
    )
    choice.check()
    word = choice.get_attribute("data-word")
    reader.page.wait_for_function(
        "(word) => [...document.querySelectorAll('#search ol > li > small')]"
        ".every((small) => small.textContent.startsWith(word))",
        arg=word,
    )
    told = reader.page.locator("#search [role=status]")
    reader.page.wait_for_function(
        "(n) => document.querySelector('#search [role=status]').textContent.startsWith(n)",
        arg=f"{promised} ",
    )
    assert told.text_content().split()[0] == promised
    assert reader.page.locator("#search ol > li").count() == min(6, int(promised))


def test_results_show_page_section_excerpt(
    visit: Callable[[str], Reader], site: facts.Site
) -> None:
    reader = visit(START["fr"])
    reader.open()
    reader.find("l'immunité")
    first = reader.page.locator("#search ol > li").first
    assert first.locator("> a").text_content() == "L’immunité"
    marked = first.locator("mark").all_text_contents()
    assert any("immunité" in words for words in marked)
    excerpt = first.locator("p").text_content()
    assert "'" not in excerpt
    assert not re.search(r"\b[ldqn]’ ", excerpt)
    section = first.locator("ul a").first
    address, _, anchor = section.evaluate("(link) => link.pathname + link.hash").partition("#")
    target = (site.folder / address.lstrip("/") / "index.html").read_text("utf-8")
    assert f'id="{anchor}"' in target


def test_more_results(visit: Callable[[str], Reader]) -> None:
    reader = visit(START["fr"])
    reader.open()
    reader.find("nso")
    links = reader.page.locator("#search ol > li > a")
    before = links.count()
    reader.page.locator("[data-search-more]").click()
    reader.page.wait_for_function(
        "(n) => document.querySelectorAll('#search ol > li').length > n", arg=before
    )
    assert links.nth(before).evaluate("(link) => link === document.activeElement")


def test_titles_in_another_language_say_so(visit: Callable[[str], Reader]) -> None:
    reader = visit(START["fr"])
    reader.open()
    reader.find("lawsuit")
    assert reader.page.locator("#search ol > li > a").first.get_attribute("lang") == "en"


def test_failure_is_told(tab: Callable[..., Any], served: str) -> None:
    page = tab()
    page.route("**/search/*.json", lambda route: route.abort())
    page.goto(urljoin(served, START["en"]))
    page.keyboard.press("Control+k")
    page.wait_for_selector("#search[open]")
    page.keyboard.type("nso")
    failed = page.locator("#search").get_attribute("data-failed")
    page.wait_for_function(
        "(words) => document.querySelector('#search [role=status]').textContent === words",
        arg=failed,
    )


def test_without_a_server_no_button(tab: Callable[..., Any], site: facts.Site) -> None:
    page = tab()
    page.goto((site.folder / "index.html").as_uri())
    assert page.locator("[data-search-open]").is_hidden()
