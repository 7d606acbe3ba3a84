"""A page put together: notes, terms, harmless attributes, pictures and links."""

from __future__ import annotations

import re
import shutil
from pathlib import Path
from typing import Any

import builds
import pytest
from explainer.build import compile_site
from explainer.make import links, print_context, printing
from explainer.make.site import Site
from explainer.read import addresses, citation, markdown, private
from lxml import html
from making import assembled, made, page, parsed


def calls(tree: Any) -> list[tuple[str, str, str]]:
    """Return (id, number, target) of each call, in reading order."""
    return [
        (sup.get("id"), link.text, link.get("href"))
        for sup in tree.xpath("//sup[@class='cite']")
        for link in sup.xpath("a")
    ]


def notes(tree: Any) -> list[str]:
    """Return the words of each note, without the ways back."""
    found = []
    for item in tree.xpath("//section[@role='doc-endnotes']/ol/li"):
        for back in item.xpath(".//a[@role='doc-backlink']"):
            back.text = ""
        found.append(re.sub(r"[\s↩\ufe0e]+$", "", item.text_content()))
    return found


def backs(tree: Any, number: int) -> list[str]:
    """Return where the ways back of a note lead."""
    return list(tree.xpath(f"//li[@id='note-{number}']//a[@role='doc-backlink']/@href"))


# Notes


def test_notes_are_numbered_in_reading_order() -> None:
    tree = page("One [@b]. Two [@a].\n\n- three [@c, p. 3]\n- four [@a]\n")
    assert calls(tree) == [
        ("ref-1-1", "1", "#note-1"),
        ("ref-2-1", "2", "#note-2"),
        ("ref-3-1", "3", "#note-3"),
        ("ref-2-2", "2", "#note-2"),
    ]
    assert notes(tree) == ['Bèta & "c", 2021.', "Alpha, 2020.", "Gamma, p.\u00a03."]


def test_a_repeated_citation_has_one_note_and_as_many_ways_back() -> None:
    tree = page("One [@a, ¶7]. Two [@a, ¶ 7]. Three [@a].")
    assert len(notes(tree)) == 2
    assert backs(tree, 1) == ["#ref-1-1", "#ref-1-2"]
    assert backs(tree, 2) == ["#ref-2-1"]
    labels = tree.xpath("//li[@id='note-1']//a[@role='doc-backlink']/@aria-label")
    assert len(set(labels)) == 2, "each way back has a name of its own"


def test_ways_back_are_numbered_where_there_are_several() -> None:
    tree = page("One [@a, ¶7]. Two [@a, ¶ 7]. Three [@a].")
    shown = [
        [back.text for back in item.xpath(".//a[@role='doc-backlink']")]
        for item in tree.xpath("//li")
    ]
    assert shown == [["1", "2"], ["↩\ufe0e"]]


def test_every_link_of_notes_has_its_target() -> None:
    tree = page("One [@a; @b]. Two [@b]. [@a; @b]")
    ids = set(tree.xpath("//@id"))
    assert {href.removeprefix("#") for href in tree.xpath("//a/@href") if href[0] == "#"} <= ids
    assert len(ids) == len(tree.xpath("//@id"))


def test_several_sources_in_one_bracket_are_one_note() -> None:
    tree = page("One [@a, p. 1; @b; @c, pp. 3-5].", "fr")
    assert [number for _, number, _ in calls(tree)] == ["1"]
    assert notes(tree) == [
        'Alpha, 2020, p.\u00a01\u202f; Bèta & "c", 2021\u202f; Gamma, p.\u00a03–5.'
    ]
    assert tree.xpath("//li[@id='note-1']/a[not(@role)]/@href") == [
        "../../sources/a/",
        "../../sources/b/",
        "../../sources/c/",
    ]


def test_a_source_is_given_in_full_with_its_kind_once_then_by_its_title() -> None:
    tree = page("One [@d, p. 1]. Two [@a; @d]. Three [@d, p. 2; @a]. Four [@a, p. 4].")
    assert notes(tree) == [
        "Delta, “Why? Ask!” 2022 (a letter), p.\u00a01.",
        "Alpha, 2020; “Why? Ask!”",
        "“Why? Ask!,” p.\u00a02; Alpha, 2020.",
        "Alpha, 2020, p.\u00a04.",
    ]


@pytest.mark.parametrize(
    ("cited", "said", "links"),
    [
        ("@a, ¶5; @a, ¶7", "Alpha, 2020, ¶\u00a05, ¶\u00a07.", 1),
        (
            "@a, ¶5; @b; @a, ¶7",
            'Alpha, 2020, ¶\u00a05; Bèta & "c", 2021; Alpha, 2020, ¶\u00a07.',
            3,
        ),
        ('@a, p. 1, "words"; @a, p. 2', "Alpha, 2020, p.\u00a01, “words,” p.\u00a02.", 1),
        ('@a, p. 1; @a, p. 2, "words"', "Alpha, 2020, p.\u00a01, p.\u00a02, “words.”", 1),
    ],
)
def test_places_of_one_source_follow_one_reference(cited: str, said: str, links: int) -> None:
    tree = page(f"One [{cited}].")
    assert notes(tree) == [said]
    assert len(tree.xpath("//li[@id='note-1']/a[not(@role)]")) == links


def test_every_citation_has_the_anchor_that_source_pages_lead_to() -> None:
    tree = page("One [@a; @b]. Two [@b, p. 2].")
    assert tree.xpath("//sup//span/@id") == ["cite-a-1", "cite-b-1", "cite-b-2"]


@pytest.mark.parametrize(
    ("text", "path"),
    [
        ("- one [@a]", "//ul/li/sup"),
        ("1. one [@a]", "//ol/li/sup"),
        ("| h |\n| --- |\n| one [@a] |", "//td/sup"),
        ("term\n:   one [@a]", "//dd/sup"),
        ("> one [@a]", "//blockquote//sup"),
        ("*one [@a]*", "//em/sup"),
        ("<b>one [@a]</b>", "//b/sup"),
    ],
)
def test_a_note_clings_to_its_word_wherever_it_is(text: str, path: str) -> None:
    tree = page(text)
    (call,) = tree.xpath(path)
    assert call.get("class") == "cite"
    assert (call.getparent().text or "").endswith("one")
    assert notes(tree) == ["Alpha, 2020."]


@pytest.mark.parametrize("text", ["*one* [@a]", "[one](y.md) [@a]", "`one` [@a]", "one\n[@a]"])
def test_no_space_is_left_before_a_number(text: str) -> None:
    (call,) = page(text).xpath("//sup[@class='cite']")
    before = call.getprevious()
    assert (before.tail if before is not None else call.getparent().text) in (None, "one")


@pytest.mark.parametrize("text", ["`[@a]`", "```\n[@a]\n```", "    [@a]", "\\[@a]"])
def test_code_cites_nothing(text: str) -> None:
    tree = page(text)
    assert not calls(tree)
    assert "[@a]" in tree.text_content()
    assert not tree.xpath("//section")


def test_a_page_without_citations_has_no_notes() -> None:
    assert not page("Nothing, @a or [a].").xpath("//section|//h2")


def test_a_malformed_citation_calls_no_note() -> None:
    (wrong,) = markdown.read("One [@Not a key].").citations()
    assert isinstance(wrong, citation.MalformedCitation), "the build stops"
    assert not page("One [@Not a key].").xpath("//sup | //section")


def test_an_unknown_source_is_shown_by_its_id() -> None:
    assert notes(page("One [@unknown].")) == ["unknown."]


def test_a_heading_keeps_its_note_out_of_the_contents() -> None:
    text = made("## L'un *deux* [@a] {#x}\n\n### Trois {#y}\n\n## A & b {#z}", "fr")
    assert calls(html.fromstring(text.html)) == [("ref-1-1", "1", "#note-1")]
    shown = [(h.level, h.url, h.title, [c.id for c in h.children]) for h in text.headings]
    assert shown == [
        (2, "#x", "L’un deux", ["y"]),
        (2, "#z", "A &amp; b", []),
        (2, "#notes", "notes", []),
    ]


def test_a_citation_in_a_link_is_called_after_it() -> None:
    tree = page("See [the page [@a] *and [@b]* more](y.md), here.")
    (paragraph,) = tree.xpath("./p")
    assert not paragraph.xpath(".//a//a")
    assert [child.tag for child in paragraph] == ["a", "sup", "sup"]
    assert re.sub(r"\s+", " ", paragraph.text_content()) == "See the page and more12, here."
    assert calls(tree) == [("ref-1-1", "1", "#note-1"), ("ref-2-1", "2", "#note-2")]


def test_a_cell_that_holds_a_note_alone_does_not_raise_it() -> None:
    tree = page("| h | i | j |\n| --- | --- | --- |\n| [@a] | b [@a] | {.c} |\n\nterm\n:   [@b]")
    assert [cell.get("class") for cell in tree.iter("td", "dd")] == ["bare", None, None, "bare"]


def test_a_citation_that_a_page_only_shows_has_no_anchor() -> None:
    """Source pages lead to the record that cites, not to each page that embeds it."""
    cited = printing.note_call([citation.Citation("a")])
    shown = cited.replace(private.CITE, private.SHOWN)
    tree = parsed(assembled(f"<p>{shown}{cited}{shown}</p>").html)
    assert [number for _, number, _ in calls(tree)] == ["1", "1", "1"]
    assert tree.xpath("//sup/span/@id") == ["cite-a-1"]


# Terms


FORMS = {"immunité": "immunity", "immunité fonctionnelle": "conduct", "l'appel": "appeal"}
DEFINITIONS = {
    "immunity": "Ne pas être jugé.",
    "conduct": "Pour l’État.",
    "appeal": "Rejuger.",
}


def with_terms(text: str, **more: Any) -> Any:
    return page(text, "fr", definitions=DEFINITIONS, forms=FORMS, **more)


def explained(tree: Any) -> list[tuple[str, str]]:
    return [
        (term.xpath("string(button)"), term.xpath("string(span)"))
        for term in tree.xpath("//span[@class='term']")
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("L'immunité, puis l'immunité.", [("immunité", "Ne pas être jugé.")]),
        (
            "IMMUNITÉ\nfonctionnelle et immunité",
            [("IMMUNITÉ\nfonctionnelle", "Pour l’État."), ("immunité", "Ne pas être jugé.")],
        ),
        (
            "*a* l’appel, immunité **b** immunité fonctionnelle",
            [
                ("l’appel", "Rejuger."),
                ("immunité", "Ne pas être jugé."),
                ("immunité fonctionnelle", "Pour l’État."),
            ],
        ),
        ("des immunités, l'auto-immunité", []),
        ("## immunité {#x}\n\n[immunité](y.md) `immunité` *immunité*{lang=en}", []),
        ("*immunité*{lang=fr-CA}", [("immunité", "Ne pas être jugé.")]),
        ("immunité\n{: .no-terms }", []),
        ("| immunité |\n| --- |\n| immunité |", [("immunité", "Ne pas être jugé.")]),
    ],
)
def test_terms_are_explained_at_their_first_use(text: str, expected: list[tuple[str, str]]) -> None:
    assert explained(with_terms(text)) == expected


def test_a_term_keeps_the_words_around_it() -> None:
    tree = with_terms("Avant immunité entre l'appel après.")
    for tip in tree.xpath("//span[@popover]"):
        tip.text = ""
    assert tree.text_content() == "Avant immunité entre l’appel après."


def test_words_around_a_term_stay_words() -> None:
    text = made("a < b & immunité c < d & e", "fr", definitions=DEFINITIONS, forms=FORMS).html
    assert text.startswith("<p>a &lt; b &amp; <span") and text.endswith(
        "</span></span> c &lt; d &amp; e</p>"
    )


@pytest.mark.parametrize(
    ("text", "before", "after"),
    [
        ("Sur l'immunité, oui.", "l’", ","),
        ("a (immunité) b", "(", ")"),
        ("a « immunité » b", "«\u00a0", "\u00a0»"),
        ("a immunité : b", "", "\u00a0:"),
        ("immunité [@a].", "", "1."),
        ("a/immunité... b", "a/", "…"),
        ("l'auto « l'immunité ».", "l’", "\u00a0»."),
    ],
)
def test_what_touches_a_term_stays_with_it(text: str, before: str, after: str) -> None:
    (joined,) = with_terms(text).xpath("//span[@class='joined']")
    (term,) = joined.xpath("span[@class='term']")
    assert (joined.text or "") == before
    following = [found for found in joined.itertext() if found not in set(term.itertext())]
    assert "".join(following) == before + after


@pytest.mark.parametrize(
    "text", ["a immunité b", "immunité", "a *immunité* b", "« a » immunité « b »"]
)
def test_a_term_that_nothing_touches_stands_alone(text: str) -> None:
    assert not with_terms(text).xpath("//span[@class='joined']")


@pytest.mark.parametrize("language", ["fr", "en"])
def test_no_space_parts_a_comma_from_the_word_that_a_note_follows(language: str) -> None:
    markup = made("a [@a] , b [@a] .", language).html
    assert html.fromstring(f"<div>{markup}</div>").xpath("string(//p)") == "a1, b1."


def test_a_term_opens_its_own_definition() -> None:
    tree = with_terms("immunité, l'appel")
    for term in tree.xpath("//span[@class='term']"):
        assert term.xpath("button/@popovertarget") == term.xpath("span/@id")
        assert term.xpath("button/@aria-describedby") == term.xpath("span/@id")
    assert len(set(tree.xpath("//@id"))) == 2


@pytest.mark.parametrize(
    ("text", "expected", "links"),
    [
        (
            "[la *règle*](../glossary.md#immunity), immunité, [idem](../glossary.md#immunity)",
            [("la règle", "Ne pas être jugé. term_in_glossary")],
            ["idem"],
        ),
        ("immunité, [idem](../glossary.md#immunity)", [("immunité", "Ne pas être jugé. term_in_glossary")], ["idem"]),
        ("[x](../glossary.md#other) [y](../glossary.md) [z](glossary.md#appeal)", [], ["x", "y", "z"]),
        ("## [x](../glossary.md#appeal)", [], ["x"]),
        ("[x](../glossary.md#appeal)\n{: .no-terms }", [], ["x"]),
    ],
)  # fmt: skip
def test_the_first_link_to_a_term_explains_it(
    text: str, expected: list[tuple[str, str]], links: list[str]
) -> None:
    tree = with_terms(text, name="actors/x.md", glossary="glossary.md")
    assert explained(tree) == expected
    outside = tree.xpath("//a[not(ancestor::span[@class='term'])]")
    assert [link.text_content() for link in outside] == links
    for link in tree.xpath("//span[@class='term']//a"):
        assert link.get("href") == "../../glossary/#immunity"
    assert not tree.xpath("//button//a | //a//button")


def test_the_glossary_does_not_explain_its_own_links() -> None:
    tree = with_terms(
        "[x](glossary.md#appeal) [y](#appeal)", name="glossary.md", glossary="glossary.md"
    )
    assert explained(tree) == []


def test_a_definition_is_not_explained_in_turn() -> None:
    forms = {"conduite": "conduct", "immunité": "immunity"}
    definitions = {"conduct": "Une immunité.", "immunity": "Ne pas être jugé."}
    for text in ("conduite", "[conduite](../glossary.md#conduct)"):
        tree = page(text, "fr", definitions=definitions, forms=forms, glossary="glossary.md")
        assert [words for words, _ in explained(tree)] == ["conduite"]


def test_no_terms_no_pattern() -> None:
    assert print_context.compile_term_pattern([]) is None


# Harmless attributes, images, links


@pytest.mark.parametrize(
    "attributes",
    [
        "onclick=alert(1)",
        'onclick="alert(1)"',
        "ONCLICK=alert(1)",
        'style="position:fixed"',
        "srcset=https://e.org/x.png",
        "formaction=https://e.org",
        'href="javascript:alert(1)"',
        'href="&#106;avascript:alert(1)"',
        'href="java&#9;script:alert(1)"',
        'href="vbscript:x"',
        "href=data:text/html,x",
        'title="<b onclick=x>"',
    ],
)
def test_attribute_lists_cannot_harm(attributes: str) -> None:
    for text in (f"*a*{{{attributes}}}", f"[a](y.md){{{attributes}}}", f"a\n{{: {attributes} }}"):
        tree = page(text)
        for element in tree.iter():
            names = {name.lower() for name in element.attrib}
            assert not names & {"onclick", "style", "srcset", "formaction"}, element.attrib
            assert not re.search(r"(?i)script:|data:", element.get("href", ""))
        assert "a" in tree.text_content()


@pytest.mark.parametrize(
    ("text", "opening"),
    [
        ("[*b*{.z} c](y.md){#i .own}", '<a id="i" class="own" href="../y/">'),
        ("[a way away](y.md){.own}", '<a class="own" href="../y/">'),
        ("[a](mailto:b@a.org){.own}", '<a class="own" href="mailto:b@a.org">'),
        (
            "[*b*{.z} a.org](https://a.org/p 'x\"y'){.own}",
            f'<a title="x&quot;y" href="https://a.org/p" rel="{links.REL}" class="own away" data-shown="">',
        ),
        ("*a*{lang=ar dir=rtl}", '<em lang="ar" dir="rtl">'),
        ("| h |\n| --- |\n| [@a] {.own} |", '<td class="bare own" data-label="h">'),
        ("| h |\n| --: |\n| 1 |", '<td class="at-end" data-label="h">1</td>'),
        ("| h |\n| :-: |\n| [@a] |", '<td class="bare centred" data-label="h">'),
    ],
)
def test_an_element_keeps_every_attribute_once(text: str, opening: str) -> None:
    assert opening in made(text).html


def test_harmless_attributes_stay() -> None:
    for address, shown in (("y.md", "../y/"), ("https://x.org", "https://x.org")):
        (link,) = page(f'[a]({address} "t"){{#i .c lang=fr}}').xpath("//a")
        assert link.get("href") == shown
        assert (link.get("title"), link.get("id"), link.get("lang")) == ("t", "i", "fr")
        assert link.get("class").split()[0] == "c"


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ("https://x.org", True),
        ("HTTP://x.org", True),
        ("mailto:a@x.org", True),
        ("a.md#b", True),
        ("#b", True),
        ("?q=javascript:", True),
        ("a/b:c", True),
        ("", True),
        ("javascript:x", False),
        ("JaVaScRiPt:x", False),
        (" javascript:x", False),
        ("java\tscript:x", False),
        ("java\nscript:x", False),
        ("\x01javascript:x", False),
        ("&#106;avascript:x", False),
        ("&#x6A;avascript:x", False),
        ("javascript&colon;x", False),
        ("java&Tab;script:x", False),
        ("data:text/html,x", False),
        ("vbscript:x", False),
        ("file:///etc", False),
        ("blob:x", False),
        ("view-source:x", False),
    ],
)
def test_safe_addresses(given: str, expected: bool) -> None:
    assert addresses.is_safe(given) is expected


@pytest.mark.parametrize(
    ("text", "path"),
    [
        ("![a cat](https://e.org/x.png)", "//a[@href='https://e.org/x.png']"),
        ("![a cat](//e.org/x.png)", "//a[@href='//e.org/x.png']"),
        ("![a cat](\\\\\\\\e.org/x.png)", "//a"),
        ("![a cat](data:image/png;base64,AA)", "//span"),
        ("![a cat](javascript:x)", "//span"),
    ],
)
def test_an_image_of_another_host_loads_nothing_and_keeps_its_words(text: str, path: str) -> None:
    tree = page(text)
    assert not tree.xpath("//img")
    assert tree.xpath(path)[0].text_content().startswith("a cat")


@pytest.mark.parametrize("more", ["", "{src=https://e.org/x.png}", "{srcset=https://e.org/x.png}"])
def test_an_image_of_this_site_stays(more: str) -> None:
    (image,) = page(f"![a cat](../assets/x.png){more}").xpath("//img")
    assert dict(image.attrib) == {"src": "../../assets/x.png", "alt": "a cat"}


def test_links_are_never_nested() -> None:
    tree = page("[a <https://x.org> b](y.md)")
    assert not tree.xpath("//a//a")
    assert "https://x.org" in tree.text_content()


SPOKEN = {"https://x.org/fr?a=1&b=2": "fr", "https://x.org/en_a": "en"}


@pytest.mark.parametrize(
    ("text", "hreflang"),
    [
        ("[a](https://x.org/fr?a=1&b=2)", "fr"),
        ("[a](https://x.org/fr?a=1&amp;b=2)", "fr"),
        ("<https://x.org/fr?a=1&b=2>", "fr"),
        ("[a](https://x.org/en_a)", None),
        ("[a](https://x.org/other)", None),
    ],
)
def test_outbound_links(text: str, hreflang: str | None) -> None:
    (link,) = page(text, hreflangs=SPOKEN).xpath("//a")
    assert set(link.get("rel").split()) == {"external", "noopener", "noreferrer"}
    assert link.get("hreflang") == hreflang


@pytest.mark.parametrize("text", ["[a](y.md)", "[a](#b)", "[a](mailto:a@x.org)"])
def test_links_that_stay_are_not_marked(text: str) -> None:
    (link,) = page(text, hreflangs=SPOKEN).xpath("//a")
    assert link.get("rel") is None and link.get("hreflang") is None


def test_the_story_says_the_language_of_its_sources(tiny_compiled: Site) -> None:
    known = {s.id: s for s in tiny_compiled.story.sources.values()}
    for language, others in (("en", "fr"), ("fr", "en")):
        foreign = tiny_compiled.print_context(language).hreflangs
        assert set(foreign.values()) <= {others}
        for source in known.values():
            for url in filter(None, (source.URL, source.archive_url)):
                assert foreign.get(url) == (others if source.language == others else None)
    assert len(tiny_compiled.print_context("fr").hreflangs) >= 2


# The last check


def test_a_mark_that_nothing_replaces_is_told(tiny_folder: Path) -> None:
    path = tiny_folder / "templates" / "actor.html.j2"
    (tiny_folder / "templates").unlink()
    shutil.copytree(builds.ROOT / "templates", tiny_folder / "templates")
    path.write_text(path.read_text("utf-8") + "<p>\ue00a</p>\n", encoding="utf-8")
    _, problems = compile_site(builds.settings(tiny_folder))
    assert len(problems) == 4
    assert str(min(problems)) == (
        "data/actors/aldmere.yml:1:1: a mark of the build, U+E00A, is left on the page"
        " «actors/aldmere.md» [build-mark]"
    )
