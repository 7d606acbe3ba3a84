"""Facts on the HTML of the real site: what every page owes its reader."""

from __future__ import annotations

import dataclasses
import json
import re
from collections import Counter, defaultdict
from urllib.parse import urljoin
from xml.etree import ElementTree

import builds
import facts
import pytest
from explainer.make import view
from explainer.make.site import Site as Compiled
from explainer.words import typography

LANGUAGES = {"fr": "Français", "en": "English"}
WRITTEN = sorted(
    p.relative_to(builds.ROOT / "docs/fr").as_posix()
    for p in (builds.ROOT / "docs/fr").rglob("*.md")
)
RECORDS = sorted(
    f"{folder}/{path.stem}.md"
    for folder in ("actors", "sources", "claims")
    for path in (builds.ROOT / "data" / folder).glob("*.yml")
)
NAMES = [*WRITTEN, *RECORDS]
BOTH = [(name, language) for name in NAMES for language in LANGUAGES]
every_page = pytest.mark.parametrize(
    ("name", "language"), BOTH, ids=[f"{language}/{name}" for name, language in BOTH]
)


def page_of(site: facts.Site, compiled: Compiled, language: str, name: str) -> facts.Page:
    return site.page(compiled.addresses.url(language, name))


@every_page
def test_a_page_says_what_it_is(
    site: facts.Site, compiled: Compiled, name: str, language: str
) -> None:
    page = page_of(site, compiled, language, name)
    absolute = {
        one: urljoin(builds.SITE_URL, compiled.addresses.url(one, name)) for one in LANGUAGES
    }
    assert page.language == language
    assert page.title
    assert page.select("string(//head/meta[@name='description']/@content)")
    assert len(page.select("//h1")) == 1
    assert page.select("//head/link[@rel='canonical']/@href") == [absolute[language]]
    assert page.alternates == {**absolute, "x-default": absolute["fr"]}


@every_page
def test_the_switch_is_a_word_that_leads_to_the_twin(
    site: facts.Site, compiled: Compiled, name: str, language: str
) -> None:
    page = page_of(site, compiled, language, name)
    (other,) = (one for one in LANGUAGES if one != language)
    links = page.select(f"//body//a[@hreflang='{other}'][@lang='{other}']")
    switch = [a for a in links if (a.text_content() or "").strip() == LANGUAGES[other]]
    assert len(switch) >= 1
    for link in switch:
        assert site.resolve(page, link.get("href")) == (compiled.addresses.url(other, name), "")
        hidden = [a for a in (link, *link.iterancestors()) if a.get("hidden") is not None]
        assert hidden == []


@every_page
def test_nothing_is_left_over(
    site: facts.Site, compiled: Compiled, name: str, language: str
) -> None:
    page = page_of(site, compiled, language, name)
    assert [text for text in page.texts() if facts.LEFTOVERS.search(text)] == []


@every_page
def test_an_id_is_there_once(
    site: facts.Site, compiled: Compiled, name: str, language: str
) -> None:
    counted = Counter(page_of(site, compiled, language, name).ids)
    assert [id_ for id_, n in counted.items() if n > 1] == []


@every_page
def test_notes_and_calls_lead_to_each_other(
    site: facts.Site, compiled: Compiled, name: str, language: str
) -> None:
    page = page_of(site, compiled, language, name)
    calls = page.select("//a[@role='doc-noteref']")
    backs = page.select("//a[@role='doc-backlink']")
    notes = page.select("//section[@role='doc-endnotes']//li[@id]")
    called = {call.get("href") for call in calls}
    assert called == {f"#{note.get('id')}" for note in notes}
    holders = {f"#{call.getparent().get('id')}" for call in calls}
    assert {back.get("href") for back in backs} == holders
    assert len(backs) == len(calls)
    for note in notes:
        targets = [site.resolve(page, a.get("href")) for a in note.xpath(OWN_LINKS)]
        sources = compiled.addresses.table[language]["sources/index.md"]
        assert targets
        assert all(found and found[0].startswith(sources) for found in targets)
        # Words and pages open in the document itself.
        opened = {a.get("href").partition("#")[0] for a in note.xpath(".//a[@data-shown]")}
        assert opened <= {source.address for source in compiled.story.sources.values()}


@pytest.mark.parametrize("name", RECORDS)
@pytest.mark.parametrize("language", LANGUAGES)
def test_the_edit_link_opens_the_record(
    site: facts.Site, compiled: Compiled, name: str, language: str
) -> None:
    page = page_of(site, compiled, language, name)
    path = f"data/{name.removesuffix('.md')}.yml"
    assert (builds.ROOT / path).is_file()
    assert f"{builds.REPO_URL}/edit/main/{path}" in page.links


def test_every_edit_link_opens_the_file_of_its_own_page(
    tiny: facts.Site, tiny_compiled: Compiled
) -> None:
    start = f"{builds.REPO_URL}/edit/main/"
    for language, table in tiny_compiled.addresses.table.items():
        for name, address in table.items():
            found = [link for link in tiny.page(address).links if link.startswith(start)]
            written = f"docs/{language}/{name}"
            if not (builds.TINY / written).is_file():
                written = f"data/{name.removesuffix('.md')}.yml"
            # A filter is made of many files, and has none to edit.
            assert found == ([] if "/by/" in name else [start + written])
            assert "/by/" in name or (builds.TINY / written).is_file()


@pytest.mark.parametrize("name", WRITTEN)
@pytest.mark.parametrize("language", LANGUAGES)
def test_the_edit_link_opens_the_page(
    site: facts.Site, compiled: Compiled, name: str, language: str
) -> None:
    page = page_of(site, compiled, language, name)
    assert f"{builds.REPO_URL}/edit/main/docs/{language}/{name}" in page.links


@pytest.mark.parametrize(
    ("edit_uri", "expected"),
    [
        ("edit/main/", "https://host.example/o/p/edit/main/docs/en/index.md"),
        ("-/edit/dev", "https://host.example/o/p/-/edit/dev/docs/en/index.md"),
        ("https://edit.example/x/", "https://edit.example/x/docs/en/index.md"),
        ("?edit=", "https://host.example/o/p?edit=docs/en/index.md"),
        ("", ""),
    ],
)
def test_the_edit_link_follows_the_configuration(
    compiled: Compiled, edit_uri: str, expected: str
) -> None:
    viewer = view.ViewFactory(compiled)
    known = {"repo_url": "https://host.example/o/p", "edit_uri": edit_uri}
    viewer.settings = dataclasses.replace(compiled.story.settings, **known)
    assert viewer.view("en", "index.md").edit == expected


def test_a_page_that_has_no_file_has_no_edit_link(site: facts.Site, compiled: Compiled) -> None:
    facet = compiled.addresses.facets[0].name
    for language in LANGUAGES:
        links = page_of(site, compiled, language, facet).links
        assert [href for href in links if "/edit/" in href] == []


# --- the site as a whole


@pytest.mark.parametrize("language", LANGUAGES)
def test_titles_are_unique(site: facts.Site, language: str) -> None:
    counted = Counter(page.title for page in site.pages if page.language == language)
    assert [title for title, n in counted.items() if n > 1] == []


def test_every_page_has_its_file_and_every_file_its_page(
    site: facts.Site, compiled: Compiled
) -> None:
    known = {url for table in compiled.addresses.table.values() for url in table.values()}
    assert set(site.urls) == known


def test_the_sitemap_lists_every_page_with_its_twins(site: facts.Site) -> None:
    spaces = {
        "s": "http://www.sitemaps.org/schemas/sitemap/0.9",
        "x": "http://www.w3.org/1999/xhtml",
    }
    root = ElementTree.parse(site.folder / "sitemap.xml").getroot()
    listed: dict[str, dict[str, str]] = {}
    for entry in root.findall("s:url", spaces):
        location = entry.findtext("s:loc", "", spaces)
        links = entry.findall("x:link", spaces)
        listed[location] = {link.get("hreflang", ""): link.get("href", "") for link in links}
    assert set(listed) == {urljoin(builds.SITE_URL, url) for url in site.urls}
    for location, alternates in listed.items():
        assert set(alternates) == {*LANGUAGES, "x-default"}
        assert location in alternates.values()
        assert all(listed[other] == alternates for other in alternates.values())


def test_there_is_one_sitemap(site: facts.Site) -> None:
    assert [path.name for path in site.folder.glob("sitemap*")] == ["sitemap.xml"]


def test_robots_points_to_the_sitemap(site: facts.Site) -> None:
    text = (site.folder / "robots.txt").read_text(encoding="utf-8")
    assert f"Sitemap: {builds.SITE_URL}sitemap.xml" in text.splitlines()


def test_every_internal_link_and_fragment_leads_somewhere(site: facts.Site) -> None:
    ids = {page.url: set(page.ids) for page in site.pages}
    dead: list[str] = []
    for page in [*site.pages, site.not_found]:
        for href in page.links:
            found = site.resolve(page, href)
            if found is None:
                continue
            url, fragment = found
            if not site.exists(url) or (fragment and fragment not in ids.get(url, {fragment})):
                dead.append(f"{page.url}: {href}")
    assert dead == []


def test_no_page_loads_anything_from_another_host(site: facts.Site) -> None:
    found = [
        (page.url, value)
        for page in site.pages
        for value in page.select(
            "//script/@src | //img/@src | //link[@rel='stylesheet' or @rel='icon' or"
            " @rel='preload' or @rel='modulepreload' or @rel='manifest']/@href | //iframe/@src"
        )
        if site.resolve(page, value) is None
    ]
    assert found == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_interface_string_of_the_other_language(
    site: facts.Site, compiled: Compiled, language: str
) -> None:
    (other,) = (one for one in LANGUAGES if one != language)
    own = {typography.typeset(t[language], language) for t in compiled.story.strings.values()}
    foreign = {
        words
        for text in compiled.story.strings.values()
        if "{" not in (words := typography.typeset(text[other], other)) and words not in own
    }
    met: dict[str, set[str]] = defaultdict(set)
    for page in site.pages:
        if page.language == language:
            for text in foreign.intersection(page.texts(language=language)):
                met[text].add(page.url)
    assert dict(met) == {}


def test_embedded_metadata_is_json(site: facts.Site) -> None:
    for page in site.pages:
        for script in page.select("//script[@type='application/ld+json']"):
            json.loads(script.text)


# A plain space where French sets one that does not break, and a straight quote.
_FRENCH = re.compile(
    r"\w [;!?:»%](?![\w)/])|« |\b\d{1,2} (?:janvier|février|mars|avril|mai|juin"
    r"|juillet|août|septembre|octobre|novembre|décembre)\b|\w'\w"
)


def test_french_spaces_are_set_in_all_that_is_shown(site: facts.Site) -> None:
    """On the built pages: contents, footer and notes included, which no source file holds."""
    wrong = [
        (page.url, found[0], text.strip()[:80])
        for page in site.pages
        for text in page.texts(language="fr")
        if (found := _FRENCH.search(text))
    ]
    assert wrong[:20] == []


def test_no_colon_sticks_to_what_follows(site: facts.Site) -> None:
    stuck = re.compile(r"[^\W\d_]\s?:[A-ZÀ-Þ][a-zà-ÿ]")
    found = [
        (page.url, match[0])
        for page in site.pages
        for match in stuck.finditer(page.select("//main")[0].text_content())
        if "://" not in match[0]
    ]
    assert found[:20] == []


def test_the_page_not_found_serves_both_languages(site: facts.Site) -> None:
    page = site.not_found
    for language, words in LANGUAGES.items():
        assert page.select(f"//main//*[@lang='{language}']"), words
    homes = {site.resolve(page, href) for href in page.select("//main//a/@href")}
    assert {("", ""), ("en/", "")} <= homes
    relative = [h for h in page.links if not h.startswith(("/", "#", "http"))]
    assert relative == [], "a 404 page is served at any depth: its links start at the root"


# --- who cites a source

# Pages whose lists hold the citations of records: those are told by the records' own pages.
LISTINGS = {
    name
    for name in WRITTEN
    if "!!! listing" in (builds.ROOT / "docs/fr" / name).read_text(encoding="utf-8")
}
# What a note links on this site: not the way back, nor the place in the document itself.
OWN_LINKS = ".//a[not(@role)][not(@data-shown)]"


def listed(site: facts.Site, compiled: Compiled, language: str) -> dict[str, set[tuple[str, str]]]:
    """Return what each source's page links to, as (address, fragment), by the source's address."""
    table = compiled.addresses.table[language]
    pages = [site.page(table[f"sources/{id_}.md"]) for id_ in compiled.story.sources]
    return {
        page.url: {found for href in page.links if (found := site.resolve(page, href))}
        for page in pages
    }


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_source_lists_each_paragraph_that_cites_it(
    site: facts.Site, compiled: Compiled, language: str
) -> None:
    """From the pages alone: each call of a page of prose is linked from the source's page."""
    table, known = compiled.addresses.table[language], listed(site, compiled, language)
    anchors = 0
    for name in WRITTEN:
        page = site.page(table[name])
        for anchor in page.select("//sup[@class='cite']/span[@id]"):
            id_ = re.fullmatch(r"cite-(.+)-\d+", anchor.get("id"))
            assert id_ is not None
            assert (page.url, anchor.get("id")) in known[table[f"sources/{id_[1]}.md"]]
            anchors += 1
    assert anchors > 100


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_source_lists_each_page_that_cites_it(
    site: facts.Site, compiled: Compiled, language: str
) -> None:
    """Every note of a page of prose or of a record is known to the page of the source it names."""
    table, known = compiled.addresses.table[language], listed(site, compiled, language)
    missing = []
    for name in NAMES:
        page = site.page(table[name])
        # Lists show records' citations, and each claim, event and term has its own place.
        if name in LISTINGS:
            continue
        for href in page.select(
            "//section[@role='doc-endnotes']//a[not(@role)][not(@data-shown)]/@href"
        ):
            own, _ = site.resolve(page, href) or ("", "")
            if page.url not in {url for url, _ in known[own]} and not shown_there(page, own, site):
                missing.append(f"{own} does not list {page.url}")
    assert missing == []


def shown_there(page: facts.Page, source: str, site: facts.Site) -> bool:
    """Tell whether the page cites a source only inside the claims that it shows."""
    calls = {
        call.get("href") for call in page.select("//a[@role='doc-noteref'][not(ancestor::aside)]")
    }
    notes = {f"#{note.get('id')}": note for note in page.select("//li[starts-with(@id, 'note-')]")}
    cited = {
        (site.resolve(page, a.get("href")) or ("", ""))[0]
        for call in calls
        for a in notes[call].xpath(OWN_LINKS)
    }
    return source not in cited


def test_the_words_of_a_citing_place_are_those_of_its_section(
    site: facts.Site, compiled: Compiled
) -> None:
    """A link to a paragraph that cites says the title of the section where it leads."""
    wrong: list[str] = []
    for language in LANGUAGES:
        table = compiled.addresses.table[language]
        for id_ in compiled.story.sources:
            page = site.page(table[f"sources/{id_}.md"])
            for link in page.select("//a[contains(@href, '#cite-')]"):
                url, fragment = site.resolve(page, link.get("href")) or ("", "")
                target = site.page(url).select(f"//*[@id='{fragment}']")
                heading = (
                    target[0].xpath("preceding::*[self::h2 or self::h3 or self::h4][1]")
                    if target
                    else []
                )
                title = (
                    heading[0].text_content()
                    if heading
                    else site.page(url).select("//h1")[0].text_content()
                )
                # Several citations of one section are told apart by a number.
                said = re.sub(r"\s\(\d+\)$", "", link.text_content().strip())
                titles = {title.strip(), site.page(url).select("//h1")[0].text_content().strip()}
                if said not in titles:
                    wrong.append(f"{page.url}: «{said}» leads to «{title}» ({url}#{fragment})")
    assert wrong == []
