"""The rooms that make the index of search, and the engine that reads it in a browser."""

from __future__ import annotations

import json
import shutil
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import builds
import facts
import pytest
import yaml
from explainer.build import compile_site
from explainer.make.site import Site
from explainer.output import delivery, search
from explainer.output.search import index, markup, site_documents
from explainer.output.search.documents import Document, Section
from explainer.output.search.words import WordReader, fold, tokens
from explainer.settings import Settings
from serving import at


def made(documents: list[Document], folder: Path, words: WordReader | None = None) -> Path:
    """Write an index of documents of one language into ``folder``."""
    search.make_index(documents, documents[0].language, words or WordReader(), folder)
    return folder


def document(text: str, language: str = "fr", **more: Any) -> Document:
    return Document(language, "x/", "page", "Essai", (Section("", "", text),), **more)


def words_of(folder: Path, language: str = "fr") -> dict[str, dict[int, list[int]]]:
    """Return each word of an index, and its documents at each level; check the form on the way."""
    head = json.loads((folder / f"{language}.json").read_text("utf-8"))
    found: dict[str, dict[int, list[int]]] = {}
    for n, start in enumerate(head["chunks"]):
        entries = json.loads((folder / head["folder"] / f"w{n}.json").read_text("utf-8"))
        after = head["chunks"][n + 1] if n + 1 < len(head["chunks"]) else None
        for word, _, *lists in entries:
            assert start <= word
            assert after is None or word < after
            assert not found or word > max(found)
            found[word] = {
                level: [sum(gaps[: i + 1]) for i in range(len(gaps))]
                for level, gaps in zip(lists[::2], lists[1::2], strict=True)
            }
    return found


@pytest.fixture
def lab(
    tab: Callable[..., Any], tmp_path: Path, site: facts.Site
) -> Iterator[Callable[..., list[str]]]:
    """Ask an index of our own documents; return the addresses found, best first."""
    shutil.copytree(site.folder / "assets", tmp_path / "assets")
    (tmp_path / "index.html").write_text("<!doctype html><title>x</title>", "utf-8")
    page = tab()
    with at(tmp_path) as base:
        page.goto(base)

        def ask(query: str, documents: list[Document], words: WordReader | None = None) -> Any:
            folder = Path(tempfile.mkdtemp(dir=tmp_path))
            made(documents, folder / "search", words)
            return page.evaluate(
                """async ([query, folder, language]) => {
                  const { load } = await import('/assets/search-engine.js');
                  const found = await (await load(`/${folder}/search/`, language))(query);
                  return Promise.all(found.map((one) => one.text()));
                }""",
                [query, folder.name, documents[0].language],
            )

        yield ask


SPELLINGS = [
    # written, typed
    ("un cœur", "coeur"), ("une main-d’œuvre", "main d'oeuvre"), ("ex æquo", "EX AEQUO"),
    ("Œdipe", "oedipe"), ("Søren", "soren"), ("Łódź", "lodz"), ("Straße", "strasse"),
    ("l’œil", "l'oeil"), ("les gens d’AT&T", "AT&T"), ("l’équipe R&D", "r&d"), ("AT&T", "att"),
    ("the U.S. view", "US"), ("un e-mail", "email"), ("une attaque zero-click", "zero click"),
    ("O’Brien", "o'brien"), ("1\u202f400 personnes", "1400"), ("1,400 people", "1 400"),
    ("$167,254,000", "167 254 000"), ("$167,254,000 ", "167"), ("1400", "1\u00a0400"),
    ("le 1er mai", "1 mai"), ("neuvième circuit", "9e circuit"), ("la 9ème fois", "neuvième"),
    ("NSO’s answer", "nso"), ("aujourd’hui", "aujourd'hui"), ("jusqu’à l’État", "etat"),
    ("cafe\u0301", "café"), ("logi\u00adciel", "logiciel"), ("1.77 million", "1.77"),
    ("les immunités", "immunite"), ("l’immunité", "immunités"), ("ordonnances", "ordonnan"),
]  # fmt: skip
PLAIN = WordReader("le la les un une de à the of", "deuxième troisième quatrième cinquième sixième septième huitième neuvième")  # fmt: skip


def test_spellings(lab: Callable[..., list[Any]]) -> None:
    """Each is found as it is typed, and by no other document."""
    documents = [
        Document("fr", f"{i}/", "page", "Essai", (Section("", "", text),))
        for i, (text, _) in enumerate(SPELLINGS)
    ]
    for i, (text, typed) in enumerate(SPELLINGS):
        others = [Document("fr", "other/", "page", "Autre", (Section("", "", "rien"),))]
        found = [one["address"] for one in lab(typed, [*others, documents[i]], PLAIN)]
        assert found == [f"{i}/"], (text, typed)


def test_names_with_signs_are_not_beginnings(lab: Callable[..., list[Any]]) -> None:
    assert lab("AT&T", [document("une attaque, at, t")]) == []
    assert lab("att", [document("une attaque")]) != []


@pytest.mark.parametrize(
    ("better", "worse", "query"),
    [
        ({"title": "Ordonnance"}, {"headings": "Ordonnance"}, "ordonnance"),
        ({"headings": "Ordonnance"}, {"text": "Une ordonnance."}, "ordonnance"),
        ({"title": "Ordonnance"}, {"title": "Ordonnance de la juge de la cour"}, "ordonnance"),
        ({"names": ("Ordonnance",)}, {"headings": "Ordonnance"}, "ordonnance"),
        ({"text": "Une ordonnance."}, {"text": "Ordonnancer."}, "ordonnance"),
        ({"text": "Une ordonnance."}, {"text": "Un ordre, ordonné."}, "ordonnance"),
        ({"text": "La cour suprême tranche."}, {"text": "Suprême, dit la cour."}, "cour suprême"),
        ({"text": "ordonnance " * 5}, {"text": "ordonnance " + "autre mot " * 300}, "ordonnance"),
        ({"kind": "page"}, {"kind": "source"}, "essai"),
    ],
)
def test_order(
    better: dict[str, Any], worse: dict[str, Any], query: str, lab: Callable[..., list[Any]]
) -> None:
    def made_of(url: str, said: dict[str, Any]) -> Document:
        part = Section("a", said.get("headings", ""), said.get("text", "Rien."))
        more = {"kind": "page", "title": "Essai", "names": ()} | said
        return Document("fr", url, more["kind"], more["title"], (part,), names=more["names"])

    documents = [made_of("worse/", worse), made_of("better/", better)]
    assert lab(query, documents, PLAIN)[0]["address"] == "better/"


def test_all_words_or_most(lab: Callable[..., list[Any]]) -> None:
    documents = [
        Document("fr", f"{i}/", "page", "Essai", (Section("", "", text),))
        for i, text in enumerate(["cour juge jury", "cour juge", "cour"])
    ]
    for query, found in [
        ("cour juge jury", ["0/"]),
        ("cour juge", ["0/", "1/"]),
        ("cour xyzzyq", ["0/", "1/", "2/"]),
        ("jury cour sursisx", ["0/"]),
    ]:
        assert sorted(one["address"] for one in lab(query, documents)) == found, query


def test_excerpts_are_sentences_that_hold_the_word(lab: Callable[..., list[Any]]) -> None:
    text = "Rien ici. En 2020, dans WhatsApp c. NSO, la juge J. Forrest tranche seule, dit-on, et sans attendre. Fin.\nAutre ligne."
    section = Section("ou", "Où", text)
    documents = [Document("fr", "x/", "page", "Essai", (Section("", "", "Début."), section))]
    [found] = lab("forrest", documents)
    assert "".join(found["excerpt"]) == text.partition("Rien ici. ")[2].partition(" Fin.")[0]
    assert found["excerpt"][1::2] == ["Forrest"]
    assert [one["id"] for one in found["sections"]] == ["ou"]


def test_names_and_keywords_are_never_shown(lab: Callable[..., list[Any]]) -> None:
    [found] = lab("zeta", [document("Une phrase.", names=("Zeta",), keywords=("Zeta",))])
    assert "Zeta" not in json.dumps(found)


def test_long_sentences_are_cut_around_the_word(lab: Callable[..., list[Any]]) -> None:
    [found] = lab("sursis", [document("mot " * 100 + "sursis" + " mot" * 100)])
    excerpt = "".join(found["excerpt"])
    assert "sursis" in excerpt
    assert excerpt[0] == excerpt[-1] == "…"
    assert len(excerpt.split()) <= 40


def test_both_sides_read_words_alike(
    lab: Callable[..., list[Any]], tab: Callable[..., Any]
) -> None:
    """words.py and search-engine.js, on the prose of the site and on hostile text."""
    prose = [path.read_text("utf-8") for path in (builds.ROOT / "docs").rglob("*.md")]
    texts = [*prose, *(text for pair in SPELLINGS for text in pair), "a\u0323\u0307 ǅ ﬁ ½ x_y İ d’, 3,5 12,345,6 «1'000'000»"]  # fmt: skip
    strings = yaml.safe_load((builds.ROOT / "templates" / "strings.yml").read_text("utf-8"))
    words = WordReader(*(strings[f"search_{name}"]["fr"] for name in ("skipped_words", "ordinals")))
    page = tab()
    script = (builds.ROOT / "overrides" / "assets" / "search-engine.js").read_text("utf-8")
    theirs = page.evaluate(
        """async ([script, texts, head]) => {
          const { reader, tokens } = await import(URL.createObjectURL(new Blob([script], { type: 'text/javascript' })));
          const read = reader(head);
          return texts.map((text) => tokens(text).map(([token]) => [...new Set(read(token))]));
        }""",
        [script, texts, {"skipped": sorted(words.skipped), "ordinals": words.ordinals}],
    )
    for text, found in zip(texts, theirs, strict=True):
        ours = [list(words.words_of(token)) for token in tokens(text)]
        assert ours == found


def test_every_word_is_in_one_file(tmp_path: Path) -> None:
    texts = [f"mot{i:05}" for i in range(9_000)]
    found = words_of(made([document(" ".join(texts[i::9])) for i in range(9)], tmp_path))
    assert found.keys() - {"essai"} == set(texts)
    assert len(list(tmp_path.glob("fr-*/w*.json"))) > 2
    assert found["mot00000"] == {0: [0]}
    assert found["essai"] == {index.TITLE_LEVEL: list(range(9))}


def test_no_file_grows_with_the_site(tmp_path: Path) -> None:
    """What a word of a query costs: its own list, and never much more than a file's worth.

    Common words that all begin alike: what made a first search too heavy once.
    """
    usual = [
        f"immun{a}{b}{c}{d}" for a in "bcdfg" for b in "aeiou" for c in "lmnrstvxz" for d in "ao"
    ]
    documents = [document(" ".join(usual[i % 7 :: 2])) for i in range(600)]
    folder = made(documents, tmp_path)
    longest = 600 * 3  # bytes of a word that is in every document
    sizes = [path.stat().st_size for path in folder.glob("fr-*/w*.json")]
    assert len(sizes) > 5
    assert max(sizes) <= 2 * index.MAX_WORD_FILE + longest
    # A document in a list costs two or three bytes, before the host compresses.
    assert sum(sizes) <= 3 * sum(len(usual[i % 7 :: 2]) for i in range(600)) + 40 * len(usual)
    texts = [path.stat().st_size for path in folder.glob("fr-*/t*.json")]
    assert max(texts) <= index.MAX_TEXT_FILE + 2_000


def test_a_list_of_everything_weighs_no_more_than_a_long_page(tmp_path: Path) -> None:
    folder = made([document("une phrase de plus. " * 50_000 + "sursis")], tmp_path)
    assert (
        max(path.stat().st_size for path in folder.glob("fr-*/t*.json")) < index.MAX_SHOWN + 1_000
    )
    assert "sursis" in words_of(folder)


def test_words_of_one_stem_stay_in_one_file(tmp_path: Path) -> None:
    ends = ("iser", "ise", "isons", "isant", "isait")
    texts = [f"immun{a}{b}{c}{end}" for a in "bcdfglmnpr" for b in "aeiou" for c in "bcdfglmnpr" for end in ends]  # fmt: skip
    folder = made([document(" ".join(texts))] * 40, tmp_path)
    head = json.loads((folder / "fr.json").read_text("utf-8"))
    place: dict[int, set[int]] = {}
    for n in range(len(head["chunks"])):
        for _, family, *_ in json.loads((folder / head["folder"] / f"w{n}.json").read_text()):
            if family:
                place.setdefault(family, set()).add(n)
    assert len(head["chunks"]) > 4
    assert len(place) > 400
    assert all(len(files) == 1 for files in place.values())


def test_a_language_without_stems(tmp_path: Path) -> None:
    assert words_of(made([document("mots mot", "xx")], tmp_path), "xx").keys() == {
        "essai",
        "mot",
        "mots",
    }


def test_queries_skip_what_the_index_skips(tmp_path: Path) -> None:
    words = WordReader("la où est-ce")
    assert words.skipped == {"la", "ou", "est-ce"}
    found = words_of(made([document("la 7 l lac où est-ce")], tmp_path, words))
    assert found.keys() == {"7", "lac", "essai"}


def test_stock_headings_name_nothing(tmp_path: Path) -> None:
    section = Section("role", "Rôle", "Un mot.")
    for stock in (True, False):
        found = words_of(
            made(
                [Document("fr", "x/", "actor", "Essai", (section,), stock_headings=stock)],
                tmp_path / str(stock),
            )
        )
        assert ("role" in found) is not stock


def test_no_webassembly(site: facts.Site) -> None:
    assert "wasm" not in delivery.POLICY
    assert {path.suffix for path in (site.folder / "search").rglob("*.*")} == {".json"}


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ("<p>L’immunité</p>", "L’immunité"),
        ("<p>a<sup class='cite'><a>1</a></sup>.</p>", "a."),
        ("<p>a <sup class='cite'><a>1</a></sup>.</p>", "a."),
        ("<p>le 1<sup>er</sup> mai</p>", "le 1er mai"),
        (
            "<p>un <span class='term'><button popovertarget='t'>sursis</button>"
            "<span class='tip' popover=''>Pause.</span></span></p>",
            "un sursis",
        ),
        ("<p>a</p><section class='notes'><h2 id='notes'>Notes</h2><p>b</p></section>", "a"),
        ("<nav><p>menu</p></nav><div>a<p>b</p>c</div>", "a\nb\nc"),
        ("<h1>L’essai</h1><p>a</p>", "a"),
        ("<table><thead><tr><th>n</th></tr></thead><tr><th>a</th><td>b</td></tr></table>", "a · b"),
        ("<p>a &lt; b &amp; c</p>", "a < b & c"),
        ("<p class='no-search'>a</p><button>b</button><p>c</p>", "c"),
        ("<dl><dt>Rôle</dt><dd>juge</dd></dl>", "juge"),
        ("<p>a<em aria-hidden='true'>●</em> b<span class='x sr'>c</span></p>", "a b"),
        ("<p>1\u202f400\u00a0téléphones</p>", "1\u202f400\u00a0téléphones"),
        ("<svg><a title='x&gt;y'>b</a></svg><p>c</p>", "c"),
        ("<div class='tip'><div>a</div>b</div><p>c</p>", "c"),
    ],
)
def test_reading_a_built_page(html: str, text: str) -> None:
    assert [(part.anchor, part.text) for part in markup.sections(html, frozenset())] == [("", text)]


def test_sections_of_a_built_page() -> None:
    html = "<p>a</p><h2 id='s'>Où <b>donc</b> ?</h2><p>b</p><h2 id='cited-by'>Cité</h2><p>c</p><h3 id='t'>d</h3>"
    assert markup.sections(html, frozenset({"cited-by"})) == (
        Section("", "", "a"),
        Section("s", "Où donc ?", "b"),
        Section("t", "d", ""),
    )


def test_a_record_says_only_its_own_words() -> None:
    html = (
        '<p><strong class="status x">Établi</strong> Confirmé.</p>'
        "<dl><dt>Site</dt><dd><a>u</a></dd><dt>Rôle</dt><dd>juge</dd></dl><p>NSO</p>"
    )
    read = markup.sections(html, frozenset(), frozenset({"Site"}))
    assert read == (Section("", "", "juge\nNSO"),)


def test_notes_and_pictures_are_not_read() -> None:
    page = '<p>a</p><svg><svg><text>b</text></svg></svg><p>c</p>\n<section class="notes"><p>d</p></section>'
    own = markup.without_notes(page)
    assert own == page.partition("\n")[0] + "\n"
    assert markup.sections(own, frozenset()) == (Section("", "", "a\nc"),)
    assert markup.without_notes("<p>a</p>") == "<p>a</p>"


@pytest.fixture(scope="session")
def story(tmp_path_factory: pytest.TempPathFactory) -> Site:
    folder = builds.tiny_project(tmp_path_factory.mktemp("search") / "project", code=False)
    languages = tuple(
        sorted(path.name for path in (folder / "docs").iterdir() if len(path.name) == 2)
    )
    compiled, problems = compile_site(Settings(folder, languages, builds.SITE_URL))
    assert compiled, problems
    return compiled


def saying(story: Site, text: str = "<p>Un mémoire, une immunité.</p>") -> Site:
    """Return the site with every page saying the same."""
    pages = {
        language: {name: replace(page, body=text.encode()) for name, page in named.items()}
        for language, named in story.pages.items()
    }
    return replace(story, pages=pages)


def written(story: Site, folder: Path) -> dict[str, bytes]:
    for language in story.pages:
        search.write(story, language, folder)
    return builds.files(folder / "search")


def digests(story: Site) -> list[str]:
    return [search.index_name(story, language) for language in story.pages]


def test_same_pages_same_index(story: Site, tmp_path: Path) -> None:
    made = []
    for name in ("one", "two"):
        shutil.rmtree(story.story.settings.root / ".cache" / "search", ignore_errors=True)
        made.append(written(saying(story), tmp_path / name))
    assert any(path.endswith("/t0.json") for path in made[0])
    assert made[0] == made[1]


def test_index_made_again_only_for_other_words(story: Site) -> None:
    before = digests(saying(story))
    assert digests(saying(story)) == before
    assert digests(saying(story, "<p>autre</p>")) != before


def test_cached_index_is_used(story: Site, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    one = written(saying(story, "<p>une fois</p>"), tmp_path / "one")
    monkeypatch.setattr(search, "make_index", lambda *_: pytest.fail("made again"))
    assert written(saying(story, "<p>une fois</p>"), tmp_path / "two") == one


def test_no_search_no_index(story: Site, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(story.story.settings.options, "search", False)
    assert written(saying(story), tmp_path) == {}
    assert not (tmp_path / "search").exists()


def test_events_and_terms_are_documents(story: Site) -> None:
    for language in story.pages:
        found = list(site_documents.iter_documents(story, language))
        for kind, records in (("event", "events"), ("term", "terms")):
            assert len([one for one in found if one.kind == kind]) == len(
                story.story.records(records)
            )
        assert all(one.names for one in found if one.kind == "event")
        assert "facet" not in {one.kind for one in found}  # they list what has its own documents


def test_folding() -> None:
    assert fold("Œuvre Ærø Łódź STRASSE Straße ﬁn") == "oeuvre aero lodz strasse strasse fin"
