"""Search, in a real browser, as a reader uses it; and the rooms that make its index."""

from __future__ import annotations

import gzip
import random
import re
import shutil
from collections.abc import Callable, Iterator
from itertools import accumulate
from pathlib import Path
from typing import Any
from urllib.parse import urljoin, urlsplit

import builds
import cbor2
import facts
import pytest
import yaml
from explainer.build import compile_site
from explainer.make.site import Site
from explainer.output import packing, reduction, search
from explainer.settings import Settings
from searching import Reader, sent, weighed

HERE = Path(__file__).parent
START = {"fr": "methode/", "en": "en/method/"}
BUDGET = 150_000  # bytes of a first search, as a host that compresses sends them


def queries(language: str) -> dict[str, Any]:
    return dict(yaml.safe_load((HERE / f"queries_{language}.yml").read_text("utf-8")))


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
    reader = visit(START[language])
    assert not [path for path in reader.paths() if path.startswith("search/") or "panel" in path]
    reader.asked.clear()
    reader.open()
    assert sorted(reader.paths()) == ["assets/search-panel.js", "assets/search.css"]
    reader.asked.clear()
    reader.page.keyboard.type("nso")
    reader.page.wait_for_selector("#search ol > li")
    assert f"search/wasm.{language}.pagefind" in reader.paths()
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
    assert "search/languages.json" in weights
    assert sum(weights.values()) <= BUDGET, weights


# The promise is for 10,000 pages (`make bench` keeps it whole); two small indexes tell how fast a
# first search grows. Their words go from the commonest to those of one page.
PROMISED, SIZES, USUAL, NAMES = 10_000, (300, 1_200), 300, 20_000
SYLLABLES = [a + b for a in "bcdfgklmnprstvz" for b in ("a", "i", "on", "er")]


def made_up(folder: Path, pages: int) -> list[str]:
    """Make an index of pages of invented words, by the project's own rooms; return what to ask."""
    chance = random.Random(1)
    syllables = [f"{a}{b}" for a in SYLLABLES for b in SYLLABLES]
    # Half of the commonest words stand in most pages: they weigh most.
    often = [f"immun{syllables[i]}" for i in range(USUAL)]
    names = [f"{chance.choice(syllables)}{chance.choice(syllables)}{i % 100}" for i in range(NAMES)]
    often_weights = list(accumulate(1 / (i + 5) for i in range(USUAL)))
    name_weights = list(accumulate(1 / (i + 20) for i in range(NAMES)))
    for i in range(pages):
        title = " ".join(chance.choices(names, cum_weights=name_weights, k=chance.randint(1, 9)))
        kind = chance.choice(["actor", "claim", "event", "page", "source", "term"])
        words = chance.choices(often, cum_weights=often_weights, k=chance.randint(40, 160))
        words += chance.choices(names, cum_weights=name_weights, k=60)
        entry = reduction.Entry("fr", f"{kind}s/{i}/", kind, title)
        chance.shuffle(words)
        search._put(
            folder / "pages" / entry.url / "index.html", reduction.words(entry, [" ".join(words)])
        )
    search.index(folder / "pages", folder / "search", {"fr": frozenset()})
    one, two, three, four, *_ = often
    rare = names[40:400:60]
    return [
        one, two, rare[0], rare[5], f"{one} {two}", f"{one} {two} {three}", f"{one} {rare[0]}",
        f"{three} {four} {rare[1]} {rare[2]}", " ".join(often[:6]), " ".join(rare),
    ]  # fmt: skip


def test_first_search_weighs_little_at_ten_thousand_pages(
    browser: Any, site: facts.Site, tmp_path: Path
) -> None:
    """Straight on from two small sizes: the index alone grows, results are six at most."""
    made: list[dict[str, dict[str, int]]] = []
    for pages in SIZES:
        folder = tmp_path / str(pages)
        folder.mkdir()
        asked = made_up(folder, pages)
        for part in ("assets", START["fr"]):
            shutil.copytree(site.folder / part, folder / part)
        made.append(weighed(browser, folder, START["fr"], asked))
    few, many = made
    forecast = {}
    for text, files in many.items():
        assert "search/wasm.fr.pagefind" in files
        indexes = [
            sum(weight for path, weight in one.items() if "/fragment/" not in path)
            for one in (few[text], files)
        ]
        grown = (indexes[1] - indexes[0]) / (SIZES[1] - SIZES[0])
        forecast[text] = sum(files.values()) + grown * (PROMISED - SIZES[1])
    assert max(forecast.values()) <= BUDGET, forecast


def test_module_is_small(site: facts.Site) -> None:
    weights = {
        name: sent(site.folder / "assets" / name)
        for name in ("search-panel.js", "search-engine.js", "search.css")
    }
    assert weights["search-panel.js"] <= 2_672
    assert weights["search-engine.js"] <= 3_840  # instead of 12,775, Pagefind's own
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


def test_one_escape_closes_even_with_words_in_the_field(visit: Callable[[str], Reader]) -> None:
    reader = visit(START["en"])
    reader.open()
    reader.page.keyboard.type("nso")
    reader.page.keyboard.press("Escape")
    reader.page.wait_for_selector("#search:not([open])", state="attached", timeout=2_000)


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
    reader.page.goto(f"{served}en/", wait_until="networkidle")
    reader.asked.clear()
    reader.page.keyboard.press("/")
    reader.page.wait_for_timeout(300)
    assert not [path for path in reader.paths() if "search-panel" in path]
    assert reader.page.evaluate("localStorage.length") == 0
    reader.page.keyboard.press("Control+k")
    reader.page.wait_for_selector("#search[open]")
    reader.page.locator("[data-search-key]").check()
    reader.page.keyboard.press("Escape")
    reader.page.wait_for_selector("#search:not([open])", state="attached")
    reader.page.keyboard.press("/")
    reader.page.wait_for_selector("#search[open]")


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


def test_failure_is_told(browser: Any, served: str) -> None:
    context = browser.new_context()
    page = context.new_page()
    page.route("**/search/wasm*", lambda route: route.abort())
    page.goto(urljoin(served, START["en"]))
    page.keyboard.press("Control+k")
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
    page = re.sub(r'<p data-pagefind-meta="sections".*?</p>', "", page)
    assert page.partition("</h1>")[2].removesuffix("</body></html>").strip() == text
    assert 'data-pagefind-filter="mark:p2"' in page


def test_reduction_marks_a_foreign_title() -> None:
    foreign = reduction.Entry("fr", "x/", "source", "An essay", title_language="en")
    assert 'data-pagefind-filter="lang:en"' in reduction.page(foreign, "<p>a</p>", frozenset())
    assert "lang:" not in reduction.page(ENTRY, "<p>a</p>", frozenset())


def test_reduction_leaves_out_what_a_status_means() -> None:
    markup = "<p><strong class='status x'>Établi</strong> Confirmé.</p><p>NSO</p>"
    claim = reduction.Entry("fr", "x/", "claim", "L’essai")
    assert "Confirmé" not in reduction.page(claim, markup, frozenset())
    assert "<p>NSO</p>" in reduction.page(claim, markup, frozenset())
    assert "Confirmé" in reduction.page(ENTRY, markup, frozenset())


def test_sections_of_a_page_are_names() -> None:
    markup = "<h2 id='a'>Vie privée</h2><p>a</p>"
    named = '<p data-pagefind-meta="sections" data-pagefind-ignore>Vie privée</p>'
    assert named in reduction.page(ENTRY, markup, frozenset())
    actor = reduction.Entry("fr", "x/", "actor", "L’essai")
    assert named not in reduction.page(actor, markup, frozenset())


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


def packed(folder: Path, words: list[Any], skip: frozenset[str] = frozenset()) -> Any:
    (folder / "old.pf_index").write_bytes(chunk(words))
    starts, chunks = packing._chunks(packing._words(folder, "old", skip))
    assert not (folder / "old.pf_index").exists()
    return starts, [
        cbor2.loads(gzip.decompress(data)[len(packing.SIGNATURE) :])[0] for data in chunks
    ]


def test_packing_keeps_every_word(tmp_path: Path) -> None:
    words = [[f"mot{i:05}", [[0, [-25, 1, 2, 3], []]], []] for i in range(5_000)]
    starts, chunks = packed(tmp_path, words)
    assert len(chunks) > 2
    kept = [word for part in chunks for word in part]
    assert [word[0] for word in kept] == [word[0] for word in words]
    assert [len(start) for start in starts[:2]] == [0, 8]
    for i, part in enumerate(chunks):
        assert starts[i] <= part[0][0]
        assert i + 1 == len(chunks) or part[-1][0] < starts[i + 1]


@pytest.mark.parametrize(
    ("places", "weight"),
    [([-25, 9], 24), ([-25, 9, 4], 48), ([-25, 9, -169, 3], 192), ([-25, *range(99)], 240), ([-5, 9], 24)],
)  # fmt: skip
def test_packing_keeps_how_much_a_word_counts(
    places: list[int], weight: int, tmp_path: Path
) -> None:
    pages = [[3, places, [-1, 0, 2, -2, 5]], [1, [], [-1, 4]]]
    _, [[[_, [one, two], [[_, [other]]]]]] = packed(tmp_path, [["a2", pages, [["â2", pages[:1]]]]])
    assert (one[0], one[1][0], one[2]) == (3, -weight - 1, [-1, 0, -2, 0])
    assert two == [1, [], [-1, 0]]
    assert other == one


def test_packing_gives_each_word_a_place_of_its_own(tmp_path: Path) -> None:
    words = [[word, [[0, [-25, 1], []]], []] for word in ("lac", "lacet")]
    _, [[one, two]] = packed(tmp_path, words)
    assert one[1][0][1][1] != two[1][0][1][1]


def test_packing_drops_what_queries_skip(tmp_path: Path) -> None:
    words = [[word, [[0, [-25, 1], []]], []] for word in ("7", "l", "la", "lac")]
    _, [kept] = packed(tmp_path, words, frozenset({"la"}))
    assert [word[0] for word in kept] == ["7", "lac"]


def test_skipped_words_are_spelt_as_the_index_spells_them(story: Site) -> None:
    assert {"a", "ou", "est-ce", "pourquoi"} <= search.skipped(story, "fr")


@pytest.mark.parametrize(
    "data",
    [b"another", packing.SIGNATURE + cbor2.dumps({}), packing.SIGNATURE + cbor2.dumps([[], []])],
)
def test_packing_refuses_another_format(data: bytes, tmp_path: Path) -> None:
    (tmp_path / "old.pf_index").write_bytes(gzip.compress(data))
    with pytest.raises(ValueError, match=r"old\.pf_index"):
        packing._words(tmp_path, "old", frozenset())


@pytest.mark.parametrize(
    ("count", "head"),
    [(0, b"\x80"), (23, b"\x97"), (24, b"\x98\x18"), (256, b"\x9a\x00\x00\x01\x00")],
)
def test_packing_writes_cbor(count: int, head: bytes) -> None:
    items = [cbor2.dumps(i) for i in range(count)]
    data = packing._array(items)
    assert data.startswith(head)
    assert cbor2.loads(data) == list(range(count))
