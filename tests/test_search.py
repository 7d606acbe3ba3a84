"""Search, in a real browser, as a reader uses it; and the rooms that make its index."""

from __future__ import annotations

import gzip
import re
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urljoin, urlsplit

import builds
import cbor2
import facts
import pytest
import yaml
from explainer.compile import Site, compile_site
from explainer.outputs import packing, reduction, search
from explainer.story import Settings

HERE = Path(__file__).parent
START = {"fr": "methode/", "en": "en/method/"}
BUDGET = 150_000  # bytes of a first search, as a host that compresses sends them
COMPRESSED = {".pf_meta", ".pf_index", ".pf_fragment", ".pagefind"}

FIND = """async (text) => {
  const panel = document.getElementById('search'), input = panel.querySelector('input');
  const status = panel.querySelector('[role=status]');
  status.textContent = '';
  input.value = text;
  input.dispatchEvent(new Event('input', { bubbles: true }));
  for (let i = 0; i < 500 && ['', panel.dataset.loading].includes(status.textContent); i++)
    await new Promise((resolve) => setTimeout(resolve, 10));
  return {
    told: status.textContent,
    found: [...panel.querySelectorAll('ol > li > a')].map((link) => link.href),
  };
}"""


def queries(language: str) -> dict[str, Any]:
    return dict(yaml.safe_load((HERE / f"queries_{language}.yml").read_text("utf-8")))


@dataclass
class Reader:
    """A page in the browser, and all that it asked for."""

    page: Any
    base: str
    asked: list[str] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)

    def paths(self) -> list[str]:
        return [url.removeprefix(self.base).partition("?")[0] for url in self.asked]

    def open(self) -> None:
        self.page.keyboard.press("/")
        self.page.wait_for_selector("#search[open]")

    def find(self, text: str) -> dict[str, Any]:
        found: dict[str, Any] = self.page.evaluate(FIND, text)
        return found

    def focus(self) -> str:
        return str(
            self.page.evaluate(
                "(() => { const a = document.activeElement; return a.id || a.type || a.tagName })()"
            )
        )


@pytest.fixture
def visit(browser: Any, served: str) -> Iterator[Callable[[str], Reader]]:
    """Open a page with an empty cache; fail if a script fails."""
    opened = []

    def go(path: str) -> Reader:
        context = browser.new_context()
        reader = Reader(context.new_page(), served)
        opened.append((context, reader))
        reader.page.on("request", lambda request: reader.asked.append(request.url))
        reader.page.on("pageerror", lambda error: reader.errors.append(str(error)))
        reader.page.on(
            "console",
            lambda said: reader.errors.append(said.text) if said.type == "error" else None,
        )
        reader.page.goto(urljoin(served, path), wait_until="networkidle")
        return reader

    yield go
    for context, _ in opened:
        context.close()
    assert [error for _, reader in opened for error in reader.errors] == []


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
    reader = visit(START[language])
    assert not [path for path in reader.paths() if path.startswith("search/") or "panel" in path]
    reader.asked.clear()
    reader.open()
    assert sorted(reader.paths()) == ["assets/search-panel.js", "assets/search.css"]
    reader.asked.clear()
    reader.page.keyboard.type("nso")
    reader.page.wait_for_selector("#search ol > li")
    assert f"search/wasm.{language}.pagefind" in reader.paths()
    assert {urlsplit(url).netloc for url in reader.asked} == {urlsplit(served).netloc}
    other = "en" if language == "fr" else "fr"
    assert not [path for path in reader.paths() if re.match(rf"search/.*\b{other}[-_.]", path)]


@pytest.mark.parametrize(
    ("language", "text"),
    [("fr", "immunite"), ("fr", "WhatsApp c. NSO"), ("fr", "dommages-intérêts punitifs"),
     ("fr", "ordonnance du 16 juillet 2020"), ("en", "amicus"), ("en", "what did the court decide")],
)  # fmt: skip
def test_first_search_weighs_little(
    language: str, text: str, visit: Callable[[str], Reader], site: facts.Site
) -> None:
    reader = visit(START[language])
    reader.asked.clear()
    reader.open()
    assert reader.find(text)["found"]
    weights = {path: sent(site.folder / path) for path in reader.paths()}
    assert "search/pagefind.js" in weights
    assert sum(weights.values()) <= BUDGET, weights


def sent(path: Path) -> int:
    data = path.read_bytes()
    return len(data) if path.suffix in COMPRESSED else len(gzip.compress(data, 9))


def test_module_is_small(site: facts.Site) -> None:
    weights = {
        name: sent(site.folder / "assets" / name)
        for name in ("search.js", "search-panel.js", "search.css")
    }
    assert weights["search.js"] <= 400
    assert weights["search.js"] + weights["search-panel.js"] <= 3_072
    assert weights["search.css"] <= 1_000


# --- how it is used


def test_keyboard(visit: Callable[[str], Reader]) -> None:
    reader = visit(START["fr"])
    keys = reader.page.keyboard
    reader.open()
    assert reader.focus() == "search"
    keys.type("a/b")
    assert reader.page.input_value("#search input[type=search]") == "a/b"
    reader.page.fill("#search input[type=search]", "")
    keys.type("immunite")
    reader.page.wait_for_selector("#search ol > li")
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


def test_escape_gives_the_focus_back(visit: Callable[[str], Reader]) -> None:
    reader = visit(START["en"])
    button = reader.page.locator("[data-search-open]")
    button.click()
    reader.page.wait_for_selector("#search[open]")
    reader.page.keyboard.press("Escape")
    reader.page.wait_for_selector("#search:not([open])", state="attached")
    assert button.evaluate("(element) => element === document.activeElement")


def test_enter_goes_to_the_first_result(visit: Callable[[str], Reader], served: str) -> None:
    reader = visit(START["en"])
    reader.open()
    reader.page.keyboard.type("certiorari")
    reader.page.wait_for_selector("#search ol > li")
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


def test_failure_is_told(browser: Any, served: str) -> None:
    context = browser.new_context()
    page = context.new_page()
    page.route("**/search/wasm*", lambda route: route.abort())
    page.goto(urljoin(served, START["en"]))
    page.keyboard.press("/")
    page.wait_for_selector("#search[open]")
    page.keyboard.type("nso")
    failed = page.locator("#search").get_attribute("data-failed")
    page.wait_for_function(
        "(words) => document.querySelector('#search [role=status]').textContent === words",
        arg=failed,
    )
    context.close()


def test_without_a_server_no_button(browser: Any, site: facts.Site) -> None:
    context = browser.new_context()
    page = context.new_page()
    page.goto((site.folder / "index.html").as_uri())
    assert page.locator("[data-search-open]").is_hidden()
    context.close()


# --- the rooms behind


ENTRY = reduction.Entry("fr", "x/", "page", "L’essai")


@pytest.mark.parametrize(
    ("markup", "text"),
    [
        ("<p>L’immunité de l’État</p>", "<p>L' immunité de l' État</p>"),
        ("<p>aujourd’hui, jusqu’à</p>", "<p>aujourd'hui, jusqu' à</p>"),
        ("<p>NSO’s answer</p>", "<p>NSO 's answer</p>"),
        ("<p>1\u202f400\u00a0téléphones ; 12\u202f34</p>", "<p>1’400 téléphones ; 12 34</p>"),
        ("<p>a<sup class='cite'><a>1</a></sup>.</p>", "<p>a.</p>"),
        ("<p>a <sup class='cite'><a>1</a></sup>.</p>", "<p>a.</p>"),
        ("<p>le 1<sup>er</sup> mai</p>", "<p>le 1er mai</p>"),
        (
            "<p>un <span class='term'><button popovertarget='t'>sursis</button>"
            "<span class='tip' popover>Pause.</span></span></p>",
            "<p>un sursis</p>",
        ),
        ("<p>a</p><section class='notes'><h2 id='notes'>Notes</h2><p>b</p></section>", "<p>a</p>"),
        ("<nav><p>menu</p></nav><div>a<p>b</p>c</div>", "<p>a</p>\n<p>b</p>\n<p>c</p>"),
        ("<h1>L’essai</h1><h2 id='s'>Où ?</h2><p>a</p>", '<h2 id="s">Où ?</h2>\n<p>a</p>'),
        ("<h2 id='cited-by'>Cité</h2><p>a</p><h2 id='t'>b</h2>", '<h2 id="t">b</h2>'),
        ("<table><tr><th>a</th><td>b</td></tr></table>", "<p>a b</p>"),
        ("<p>a &lt; b &amp; c</p>", "<p>a &lt; b &amp; c</p>"),
        ("<p data-pagefind-ignore>a</p><button>b</button><p>c</p>", "<p>c</p>"),
    ],
)
def test_reduction(markup: str, text: str) -> None:
    page = reduction.page(ENTRY, markup, reduction.LISTS)
    assert page.partition("</h1>")[2].removesuffix("</body></html>").strip() == text
    assert 'data-pagefind-filter="mark:p2"' in page


def test_reduction_marks_a_foreign_title() -> None:
    foreign = reduction.Entry("fr", "x/", "source", "An essay", title_language="en")
    assert 'data-pagefind-filter="lang:en"' in reduction.page(foreign, "<p>a</p>", frozenset())
    assert "lang:" not in reduction.page(ENTRY, "<p>a</p>", frozenset())


def test_content_is_the_main_element() -> None:
    page = "<body><nav>a</nav><main id=c><p>b</p></main><footer>c</footer></body>"
    assert reduction.content(page) == "<p>b</p>"
    assert reduction.content("<body class=x><p>b</p></body>") == "<p>b</p>"
    assert reduction.content("<p>b</p>") == "<p>b</p>"


@pytest.fixture(scope="session")
def story(tmp_path_factory: pytest.TempPathFactory) -> Site:
    folder = builds.tiny_project(tmp_path_factory.mktemp("search") / "project", code=False)
    languages = tuple(
        sorted(path.name for path in (folder / "docs").iterdir() if len(path.name) == 2)
    )
    compiled, problems = compile_site(Settings(folder, languages, builds.SITE_URL))
    assert compiled, problems
    return compiled


def pages_of(story: Site, folder: Path, text: str = "<p>Un mémoire, une immunité.</p>") -> Path:
    for _, path, _ in search.pages(story, folder):
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(f"<body><main>{text}</main></body>", "utf-8")
    return folder


def test_same_pages_same_index(story: Site, tmp_path: Path) -> None:
    made = []
    for name in ("one", "two", "three", "four"):  # Pagefind's own order of filters is by chance
        folder = pages_of(story, tmp_path / name)
        shutil.rmtree(story.story.settings.root / ".cache" / "search", ignore_errors=True)
        search.write(story, folder)
        made.append(builds.files(folder / "search"))
    assert any(path.endswith(".pf_fragment") for path in made[0])
    assert all(files == made[0] for files in made)


def test_index_made_again_only_for_other_words(story: Site, tmp_path: Path) -> None:
    folder = pages_of(story, tmp_path / "site")
    before = search.digest(story, folder)
    assert search.digest(story, pages_of(story, tmp_path / "elsewhere")) == before
    around = "<p>Un mémoire, une immunité.</p></main><footer>autre</footer><main>"
    assert search.digest(story, pages_of(story, tmp_path / "around", around)) != before
    assert search.digest(story, pages_of(story, tmp_path / "other", "<p>autre</p>")) != before


def test_cached_index_is_used(story: Site, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    search.write(story, pages_of(story, tmp_path / "one", "<p>une fois</p>"))
    monkeypatch.setattr(search, "_make", lambda *_: pytest.fail("made again"))
    search.write(story, pages_of(story, tmp_path / "two", "<p>une fois</p>"))
    assert builds.files(tmp_path / "one" / "search") == builds.files(tmp_path / "two" / "search")


def test_no_search_no_index(story: Site, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(story.story.settings.options, "search", False)
    search.write(story, pages_of(story, tmp_path))
    assert not (tmp_path / "search").exists()


def chunk(words: list[Any]) -> bytes:
    return gzip.compress(packing.SIGNATURE + cbor2.dumps([words]))


def test_packing_keeps_every_word(tmp_path: Path) -> None:
    words = [[f"mot{i:05}", [[0, [-25, 1, 2, 3], []]], []] for i in range(5_000)]
    (tmp_path / "old.pf_index").write_bytes(chunk(words))
    made = packing._chunk(tmp_path, "fr", "old", frozenset())
    assert len(made) > 2
    kept = [packing._read(tmp_path / f"{name}.pf_index")[0] for _, _, name in made]
    assert [word for part in kept for word in part] == words
    assert [(part[0][0], part[-1][0]) for part in kept] == [
        (first, last) for first, last, _ in made
    ]
    assert not (tmp_path / "old.pf_index").exists()


def test_packing_drops_what_queries_skip(tmp_path: Path) -> None:
    words = [[word, [[0, [-25, 1], []]], []] for word in ("7", "l", "la", "lac")]
    (tmp_path / "old.pf_index").write_bytes(chunk(words))
    [[_, _, name]] = packing._chunk(tmp_path, "fr", "old", frozenset({"la"}))
    assert packing._read(tmp_path / f"{name}.pf_index") == [[words[0], words[3]]]


def test_skipped_words_are_spelt_as_the_index_spells_them(story: Site) -> None:
    assert {"a", "ou", "est-ce"} <= search.skipped(story, "fr")


def test_packing_shortens_only_words_of_thousands_of_pages(tmp_path: Path) -> None:
    often = [[1, [-25, 10, 20, 30, 40, -169, 50], [-1, 0]] for _ in range(6_000)]
    words = [["rare", [[1, [-25, 10, 20, 30, 40], []]], []], ["souvent", often, []]]
    (tmp_path / "old.pf_index").write_bytes(chunk(words))
    made = packing._chunk(tmp_path, "fr", "old", frozenset())
    kept = [w for _, _, name in made for w in packing._read(tmp_path / f"{name}.pf_index")[0]]
    assert kept[0] == words[0]
    assert kept[1][1][0] == [1, [-25, 10, 20], [-1, 0]]
    assert len(kept[1][1]) == 6_000


@pytest.mark.parametrize(
    "data",
    [b"another", packing.SIGNATURE + cbor2.dumps({}), packing.SIGNATURE + cbor2.dumps([[], []])],
)
def test_packing_refuses_another_format(data: bytes, tmp_path: Path) -> None:
    (tmp_path / "old.pf_index").write_bytes(gzip.compress(data))
    with pytest.raises(ValueError, match=r"old\.pf_index"):
        packing._chunk(tmp_path, "fr", "old", frozenset())


@pytest.mark.parametrize(
    ("count", "head"), [(0, b"\x80"), (23, b"\x97"), (24, b"\x98\x18"), (256, b"\x99\x01\x00")]
)
def test_packing_writes_cbor(count: int, head: bytes) -> None:
    items = [cbor2.dumps(i) for i in range(count)]
    data = packing._array(items)
    assert data.startswith(head)
    assert cbor2.loads(data) == list(range(count))
