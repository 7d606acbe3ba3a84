"""What every page of the real site must carry, and the lists that the issue asks for.

On the built pages: a partial that is left out, or a list emptied, is seen here.
"""

from __future__ import annotations

import json
import re

import facts
import pytest
from explainer import output as outputs
from explainer.check import coverage
from explainer.make.site import Site as Compiled
from explainer.words import typography, wording
from lxml import html


def names(compiled: Compiled) -> dict[str, tuple[str, str]]:
    """Return (language, name) of each page, by address."""
    return {
        compiled.addresses.url(language, name): (language, name)
        for language, pages in compiled.pages.items()
        for name in pages
    }


def test_every_page_carries_what_machines_and_readers_need(
    site: facts.Site, compiled: Compiled
) -> None:
    known = names(compiled)
    assert set(site.urls) == set(known)
    dates = {change.date for change in compiled.story.changes.values()}
    for page in site.pages:
        language, name = known[page.url]
        [linked] = page.select("//script[@type='application/ld+json']/text()")
        node = json.loads(linked)
        assert node["@id"] == page.tree.xpath("string(//link[@rel='canonical']/@href)")
        assert node["dateModified"] in dates, page.url
        for meta in ("citation_title", "DC.title", "DC.date", "citation_public_url"):
            [content] = page.select(f"//head/meta[@name='{meta}']/@content")
            assert content, (page.url, meta)
        feeds = page.select("//link[@type='application/atom+xml']/@href")
        assert len(feeds) == (
            2 if name.startswith("claims/") and node.get("mainEntity") else len(feeds)
        )
        for feed in feeds:
            found = site.resolve(page, feed)
            assert found is not None and site.exists(found[0])
        assert feeds[0].endswith(compiled.addresses.url(language, "changes.md") + "atom.xml")
        [block] = page.select("//main//details[contains(@class, 'citing')]")
        assert node["@id"] in block.text_content()
        assert block.xpath(".//pre")
        [changed] = page.select("//footer//a[contains(@href, '#')]"
                                "[starts-with(., 'Dernière modif') or starts-with(., 'Last chang')]")  # fmt: skip
        target = site.resolve(page, changed.get("href"))
        assert target is not None
        assert target[0] == compiled.addresses.url(language, "changes.md"), name
        assert target[1] in compiled.story.changes
        assert target[1] in site.page(target[0]).ids
        assert wording.format_date(
            node["dateModified"], language
        ) in changed.text_content().replace("\u00a0", " ")


def test_titles_and_cards_of_claims_say_their_status(site: facts.Site, compiled: Compiled) -> None:
    for language, pages in compiled.pages.items():
        for name, made in pages.items():
            if made.kind != "claim":
                continue
            page = site.page(compiled.addresses.url(language, name))
            label = typography.typeset(made.status, language)
            assert f"[{label}]" in page.title, name
            for words, after in (("og:title", "]"), ("og:image:alt", ", ")):  # «, as of …»
                assert f"[{label}{after}" in page.tree.xpath(
                    f"string(//meta[@property='{words}']/@content)"
                )
            told = page.tree.xpath("string(//head/meta[@name='description']/@content)")
            assert told.startswith(label), name
            assert (
                outputs.cards._card_words(compiled, language, made)[1]
                .partition("[")[2]
                .startswith(f"{label}, ")
            )


def table(page: facts.Page, anchor: str) -> html.HtmlElement:
    """Return the first table after a heading."""
    [found] = page.select(f"//*[@id='{anchor}']/following::table[1]")
    return found


@pytest.mark.parametrize("language", ["fr", "en"])
def test_the_report_of_coverage_says_what_is_counted(
    site: facts.Site, compiled: Compiled, language: str
) -> None:
    page = site.page(compiled.addresses.url(language, "method.md"))
    rows = [
        [re.sub(r"\D", "", cell.text_content()) for cell in row.xpath("td")[1:]]
        for row in page.select("//*[@id='coverage']/following::table[position() <= 2]/tbody/tr")
    ]
    counts, total = coverage.report(compiled.story)
    assert len(counts) == len(compiled.story.pages[language])
    assert rows == [
        [str(n) for n in (c.statements, c.sourced, c.embedded, c.no_fact, c.share)]
        for c in [total, *counts]
    ]
    assert total.sourced > 100


@pytest.mark.parametrize(
    ("language", "nothing"),
    [("fr", "Il n’y a rien à relire."), ("en", "There is nothing to review.")],
)
def test_the_list_of_reviews_shows(
    site: facts.Site, compiled: Compiled, language: str, nothing: str
) -> None:
    """A site that is published was confirmed; ``test_review`` shows the list of a preview."""
    page = site.page(compiled.addresses.url(language, "method.md"))
    after = page.select("//*[@id='translation-review']/following-sibling::p[position() <= 2]")
    words = [re.sub(r"\s", " ", paragraph.text_content()).strip() for paragraph in after]
    assert nothing in words


@pytest.mark.parametrize("language", ["fr", "en"])
def test_the_two_articles_stand_side_by_side(
    site: facts.Site, compiled: Compiled, language: str
) -> None:
    page = site.page(compiled.addresses.url(language, "two-articles.md"))
    shown = {found[0] for href in page.links if (found := site.resolve(page, href))}

    def there(id_: str) -> bool:
        return compiled.addresses.url(language, f"claims/{id_}.md") in shown

    pairs = {(c.id, clash.other) for c in compiled.story.claims.values() for clash in c.clashes}
    assert len(pairs) >= 4
    assert [pair for pair in pairs if not all(map(there, pair))] == []
    # Whatever the articles say, paragraph by paragraph, and each of their errors.
    said = {id_ for ids in compiled.index.paragraphs.values() for id_ in ids}
    assert len(said) >= 56
    assert [id_ for id_ in said if not there(id_)] == []


@pytest.mark.parametrize("language", ["fr", "en"])
def test_the_log_names_what_each_change_touched(
    site: facts.Site, compiled: Compiled, language: str
) -> None:
    page = site.page(compiled.addresses.url(language, "changes.md"))
    headings = [h.get("id") for h in page.select("//h2[@id]") if h.get("id") != "cite-this-page"]
    changes = sorted(compiled.story.changes.values(), key=lambda c: (c.date, c.id), reverse=True)
    assert [id_ for id_ in headings if id_ in compiled.story.changes] == [c.id for c in changes]
    text = page.tree.text_content()
    assert wording.format_number(len(changes[-1].statuses), language) in text
