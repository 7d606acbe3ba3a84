"""The articles side by side, and the actors' pages: facts on the HTML of the real site."""

from __future__ import annotations

import re
from typing import Any

import builds
import facts
import pytest
import yaml
from explainer.derive import comparison, index
from explainer.make.site import Site as Compiled
from explainer.model import records as model
from explainer.model.story import Story

LANGUAGES = ("fr", "en")
CLAIMS: dict[str, dict[str, Any]] = {
    path.stem: yaml.safe_load(path.read_text(encoding="utf-8"))
    for path in (builds.ROOT / "data/claims").glob("*.yml")
}
ARTICLES = {
    path.stem: record
    for path in sorted((builds.ROOT / "data/sources").glob("*.yml"))
    if "article" in (record := yaml.safe_load(path.read_text(encoding="utf-8")))
}
WORDS = yaml.safe_load((builds.ROOT / "templates/vocabularies.yml").read_text(encoding="utf-8"))
NEED_RECORD = {k for k, v in WORDS["claim_statuses"].items() if v.get("needs_record")}
each_language = pytest.mark.parametrize("language", LANGUAGES)


def articles_of(texts: list[str]) -> set[str]:
    return {text.partition(",")[0] for text in texts} & set(ARTICLES)


def numbers(text: str) -> set[int]:
    """Return the paragraphs of «x-2020, ¶1, 3-5, "words"»."""
    found = re.findall(r"(\d+)(?:-(\d+))?", text.partition("¶")[2].partition('"')[0])
    return {n for a, b in found for n in range(int(a), int(b or a) + 1)}


class Page:
    """The page that compares the articles, by its sections."""

    def __init__(self, site: facts.Site, compiled: Compiled, language: str) -> None:
        self.site, self.table = site, compiled.addresses.table[language]
        self.page = site.page(self.table["two-articles.md"])
        self.names = {url: name for name, url in self.table.items()}

    def section(self, id_: str) -> list[Any]:
        """Return what stands between one heading of level 2 and the next."""
        out = []
        for element in self.page.select(f"//h2[@id='{id_}']/following-sibling::*"):
            if element.tag == "h2":
                break
            out.append(element)
        return out

    def linked(self, elements: list[Any]) -> set[str]:
        """Return the names of the pages that some elements link to."""
        hrefs = [href for element in elements for href in element.xpath(".//a/@href")]
        resolved = [self.site.resolve(self.page, href) for href in hrefs]
        return {self.names.get(found[0], "") for found in resolved if found}

    def claims(self, elements: list[Any]) -> set[str]:
        return {n[7:-3] for n in self.linked(elements) if n.startswith("claims/") and n[7:-3]}

    def places(self, element: Any) -> set[tuple[str, int]]:
        """Return (article, paragraph) of the links of an element."""
        out = set()
        for href in element.xpath(".//a/@href"):
            url, fragment = self.site.resolve(self.page, href) or ("", "")
            if match := re.fullmatch(r"p(\d+)", fragment):
                out.add((self.names[url][8:-3], int(match[1])))
        return out

    def rows(self, id_: str) -> list[list[Any]]:
        rows = [row for part in self.section(id_) for row in part.xpath(".//tbody/tr")]
        return [row.xpath("./td") for row in rows]


@pytest.fixture
def page(site: facts.Site, compiled: Compiled, language: str) -> Page:
    return Page(site, compiled, language)


@each_language
def test_what_both_articles_say_is_never_said_of_one_alone(page: Page) -> None:
    shared = {
        id_
        for id_, claim in CLAIMS.items()
        if articles_of(claim["stated_in"])
        and len(articles_of(claim["stated_in"] + claim.get("echoed_in", []))) > 1
    }
    assert len(shared) > 15
    assert shared <= page.claims(page.section("agree"))
    assert page.claims(page.section("complete")) & shared == set()


@each_language
def test_each_article_has_its_column_always_the_same(page: Page, language: str) -> None:
    order = [ARTICLES[id_]["article"]["name"][language].lower() for id_ in ARTICLES]
    for section, more in (("clash", 1), ("paragraphs", 0)):
        (table,) = [
            t for part in page.section(section) for t in part.xpath("descendant-or-self::table")
        ]
        heads = [" ".join(th.text_content().split()).lower() for th in table.xpath(".//th")]
        assert [head.replace("’", "'") for head in heads[:2]] == order
        assert len(heads) == 2 + more
        for row in page.rows(section):
            for article, cell in zip(ARTICLES, row, strict=False):
                assert {source for source, _ in page.places(cell)} <= {article}
                assert cell.get("data-label"), "on a phone, a cell says whose it is"


@each_language
def test_each_paragraph_that_claims_something_stands_in_its_column(page: Page) -> None:
    claimed = {
        (text.partition(",")[0], n)
        for claim in CLAIMS.values()
        for text in claim["stated_in"] + claim.get("echoed_in", [])
        if text.partition(",")[0] in ARTICLES
        for n in numbers(text)
    }
    shown = {p for row in page.rows("paragraphs") for cell in row for p in page.places(cell)}
    assert shown == claimed


@each_language
def test_every_error_and_every_flaw_is_told_with_its_paragraph(page: Page) -> None:
    told = [(page.places(row[0]), page.claims(row)) for row in page.rows("err")]
    for id_, claim in CLAIMS.items():
        for article in articles_of(claim["stated_in"]):
            if claim["status"] in NEED_RECORD:
                first = min(
                    n
                    for text in claim["stated_in"]
                    if text.startswith(article)
                    for n in numbers(text)
                )
                assert any((article, first) in places and id_ in ids for places, ids in told), id_
    for article, record in ARTICLES.items():
        flaws = [flaw for flaw in record["flaws"] if "where" in flaw]
        covered = [
            flaw
            for flaw in flaws
            if CLAIMS.get(flaw.get("claim", ""), {"status": ""})["status"] in NEED_RECORD
            and article in articles_of(CLAIMS[flaw["claim"]]["stated_in"])
        ]
        claims = [
            id_
            for id_, claim in CLAIMS.items()
            if claim["status"] in NEED_RECORD and article in articles_of(claim["stated_in"])
        ]
        tables = [
            t for part in page.section("err") for t in part.xpath("descendant-or-self::table")
        ]
        rows = tables[list(ARTICLES).index(article)].xpath(".//tbody/tr")
        assert len(rows) == len(claims) + len(flaws) - len(covered)
        assert all(row.xpath("./td[1]//a") for row in rows)


# --- what an actor's page lists

SHOWN = {
    "jamal-khashoggi": "khashoggi-killed-2018",
    "pegasus": "pegasus-flagship",
    "phyllis-hamilton": "hamilton-chief-judge",
    "tom-burt": "burt-explains-support",
}


def section_items(page: facts.Page, section: str) -> list[Any]:
    """Return the items of the lists of claims under a heading, folded or not."""
    inside = f"[preceding-sibling::h2[1]/@id='{section}']"
    return [
        *page.select(f"//ul{inside}/li"),
        *page.select(f"//details[contains(@class, 'fold')]{inside}/ul/li"),
    ]


@each_language
def test_an_actor_lists_the_claims_by_it_against_it_and_about_it_each_once(
    site: facts.Site, compiled: Compiled, language: str
) -> None:
    table = compiled.addresses.table[language]
    names = {url: name for name, url in table.items()}
    for actor in compiled.story.actors:
        page = site.page(table[f"actors/{actor}.md"])
        listed: dict[str, list[str]] = {}
        for section in ("statements", "accusations", "claims"):
            items = section_items(page, section)
            first = [item.xpath("(.//a)[1]/@href")[0] for item in items]
            listed[section] = [
                names[(site.resolve(page, href) or ("", ""))[0]][7:-3] for href in first
            ]
        expected = {
            section: {id_ for id_, claim in CLAIMS.items() if actor in claim.get(key, [])}
            for section, key in (
                ("statements", "asserted_by"),
                ("accusations", "accuses"),
                ("claims", "about"),
            )
        }
        assert {section: set(ids) for section, ids in listed.items()} == expected, actor
        every = [id_ for ids in listed.values() for id_ in ids]
        assert len(every) == len(set(every)), f"{actor}: a claim is listed twice"
        assert SHOWN.get(actor) in {None, *listed["claims"]}


@each_language
def test_under_each_accusation_stands_the_answer(
    site: facts.Site, compiled: Compiled, language: str
) -> None:
    strings = compiled.story.strings
    nothing = strings["no_answer_found"][language].partition("{")[0].strip()
    seen = 0
    for actor in compiled.story.actors:
        page = site.page(compiled.addresses.url(language, f"actors/{actor}.md"))
        for item in section_items(page, "accusations"):
            (answer,) = item.xpath("./p[strong]")[-1:]
            words = " ".join(answer.text_content().split())
            assert words.startswith(strings["answer"][language].replace("'", "’"))
            assert answer.xpath(".//a") or nothing in words
            seen += 1
    assert seen > 25


@each_language
def test_a_speaker_who_is_unclear_is_shown_as_such(
    site: facts.Site, compiled: Compiled, language: str
) -> None:
    unclear = [id_ for id_, claim in CLAIMS.items() if claim.get("speaker_unclear")]
    assert "hidden-bugs-leak" in unclear
    for id_ in unclear:
        page = site.page(compiled.addresses.url(language, f"claims/{id_}.md"))
        said = page.select("//main//dd[1]")[0].text_content()
        word = compiled.story.strings["speaker_unclear"][language].partition("{")[0].strip(" :")
        own = compiled.story.strings["article_in_own_voice"][language].rpartition("}")[2]
        assert word in said
        assert own not in said


def test_a_claim_has_an_address_in_each_language() -> None:
    for id_, claim in CLAIMS.items():
        assert claim["slug"]["fr"] != claim["slug"]["en"], id_
        assert all(len(slug) <= 44 for slug in claim["slug"].values()), id_


# --- the comparison itself, on a story of three claims


def claim(id_: str, stated: list[str], **more: Any) -> model.Claim:
    given = {
        "id": id_,
        "subject": "x",
        "text": "X.",
        "stated_in": stated,
        "kind": "fact",
        "status": "settled",
        "as_of": "2020-05-01",
        "accuses": [],
        **more,
    }
    return model.Claim.model_validate(given, context={"languages": ("en",)})


@pytest.fixture
def compared(compiled: Compiled) -> comparison.Comparison:
    story = Story(compiled.story.settings)
    story.vocabularies = compiled.story.vocabularies
    story.tables["sources"] = {id_: compiled.story.sources[id_] for id_ in ARTICLES}
    one, two = ARTICLES
    clash = {"with": "b", "note": {"en": "They clash."}}
    story.tables["claims"] = {
        c.id: c
        for c in (
            claim("a", [f"{one}, ¶2"], clashes=[clash]),
            claim("b", [f"{two}, ¶1"]),
            claim("c", [f"{two}, ¶3"], echoed_in=[f"{one}, ¶1"]),
            claim("d", [f"{two}, ¶2"]),
        )
    }
    derived = index.Index()
    for c in story.claims.values():
        for other in c.clashes:
            derived.clashes[c.id].append((other.other, other.note))
            derived.clashes[other.other].append((c.id, other.note))
    return comparison.Comparison(story, derived)


def test_rows_follow_the_first_article_and_tell_each_clash_once(
    compared: comparison.Comparison,
) -> None:
    rows = [[[(t.claim.id, t.how) for t in cell] for cell in row] for row in compared.rows()]
    assert rows == [
        [[("c", "echoed")], [("c", "stated")]],
        [[("a", "stated")], [("b", "clashing")]],
        [[], [("d", "stated")]],
    ]


def test_an_echo_is_shared_and_a_clash_is_no_matter_of_one_alone(
    compared: comparison.Comparison,
) -> None:
    shares = compared.shares()
    assert [c.id for c in shares.in_substance] == ["c"]
    assert [[c.id for c in claims] for claims in shares.only.values()] == [[], ["d"]]
    assert shares.agree == []
