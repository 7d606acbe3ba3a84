"""Texts of records: whatever is typed, the page stays whole and the words stay readable."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import making
import pytest
from explainer.make import cells, links, printed_texts, printing
from explainer.read.tree import Tree
from markupsafe import Markup

WORDS = making.words()
INLINE = {"em", "strong", "a", "code", "br", "sup", "span", "p"}
ATTRIBUTES = {"href", "lang", "class", "id", "role", "rel", "hreflang", "title", "data-shown"}


def line(tree: Tree) -> str:
    return printing.print_line(tree.blocks, WORDS)


def label(tree: Tree) -> str:
    return printing.print_label(tree.blocks, WORDS)


# What templates put around a record's text: (name, how it is made, where its words must be).
AROUND: list[tuple[str, Callable[[Tree], str], str]] = [
    (
        "blocks",
        lambda t: f"<div>{printing.print_blocks(t.blocks, WORDS)}</div><b>last</b>",
        "./div",
    ),
    ("item", lambda t: f"<ul><li>{line(t)}</li><li>last</li></ul>", "./ul/li[1]"),
    (
        "cell",
        lambda t: f"<table><tr>{cells.cell(Markup(line(t)))}<td>last</td></tr></table>",
        ".//td[1]",
    ),
    (
        "definition",
        lambda t: f"<dl>{cells.cell(Markup(line(t)), tag='dd')}</dl><b>last</b>",
        ".//dd",
    ),
    ("heading", lambda t: f'<h2 id="id">{label(t)}</h2><b>last</b>', "./h2"),
    ("strong", lambda t: f"<strong>{label(t)}</strong><b>last</b>", "./strong"),
    (
        "link",
        lambda t: f'<a href="{links.escaped_address_mark("y.md")}">{label(t)}</a><b>last</b>',
        "./a",
    ),
    (
        "plain",
        lambda t: f"<b>{Markup.escape(printing.print_plain(t.blocks, 'en'))}</b><b>last</b>",
        "./b[1]",
    ),
]

# What may be typed → the words that must be readable, typography aside.
HOSTILE = {
    "script": ("<script>alert(1)</script>", "<script>alert(1)</script>"),
    "script in capitals": (
        "<SCRIPT SRC=//e.org/x.js></SCRIPT>",
        "<SCRIPT SRC=//e.org/x.js></SCRIPT>",
    ),
    "script that never ends": ("<script>alert(1)", "<script>alert(1)"),
    "image with a handler": ("<img src=x onerror=alert(1)>", "<img src=x onerror=alert(1)>"),
    "svg": ("<svg/onload=alert(1)>", "<svg/onload=alert(1)>"),
    "frame": ("<iframe src=javascript:alert(1)>", "<iframe src=javascript:alert(1)>"),
    "comment": ("a <!-- b", "a <!-- b"),
    "closing tags": ("</p></div></aside></body>", "</p></div></aside></body>"),
    "markdown in HTML": ("<div markdown=1>\n\n# a\n\n</div>", "<div markdown=1> # a </div>"),
    "block of HTML": ("a\n\n<div>\nb\n</div>\n\nc", "a <div> b </div> c"),
    "processing": (
        "<?php a ?> <![CDATA[b]]> <!DOCTYPE c>",
        "<?php a ?> <![CDATA[b]]> <!DOCTYPE c>",
    ),
    "escaped tag": (r"\<script>alert(1)</script>", "<script>alert(1)</script>"),
    "twice escaped tag": (r"\\<script>a</script>", r"\<script>a</script>"),
    "tag as entities": ("&lt;script&gt;a&#60;/script&#x3e;", "<script>a</script>"),
    "script link": ("[a](javascript:alert(1))", "a"),
    "script link in capitals": ("[a](JaVaScRiPt:alert(1))", "a"),
    "script link as an entity": ("[a](&#106;avascript:alert(1))", "a"),
    "script link as a hexadecimal entity": ("[a](&#x6A;avascript:alert(1))", "a"),
    "script link with an entity colon": ("[a](javascript&colon;alert(1))", "a"),
    "script link with a tab": ("[a](java\tscript:alert(1))", "a"),
    "script link with a tab entity": ("[a](java&Tab;script:alert(1))", "a"),
    "script link with a control character": ("[a](\x01javascript:alert(1))", "a"),
    "script link after a space": ("[a]( javascript:alert(1))", "a"),
    "script link in angle brackets": ("[a](<javascript:alert(1)>)", "a"),
    "script link with a title": ('[a](javascript:alert(1) "t")', "a"),
    "script link with code": ("[a](`java`script:alert(1))", "a"),
    "script link with escapes": (r"[a](java\script:alert(1))", "a"),
    "data link": ("[a](data:text/html,<script>b</script>)", "a"),
    "title that breaks out": ('[a](y.md "t\\" onclick=alert(1) x=\\"")', "a"),
    "script reference": ("[a][b]\n\n[b]: javascript:alert(1)", "[a][b] [b]: javascript:alert(1)"),
    "reference definition": ("[b]: https://e.org 'c'", "[b]: https://e.org 'c'"),
    "reference on two lines": ("[b\nc]:\nhttps://e.org", "[b c]: https://e.org"),
    "footnote": ("[^1]: note", "[^1]: note"),
    "abbreviation": ("*[HTML]: words", "*[HTML]: words"),
    "script autolink": ("<javascript:alert(1)>", "<javascript:alert(1)>"),
    "script autolink with an authority": (
        "<javascript://%0aalert(1)>",
        "<javascript://%0aalert(1)>",
    ),
    "web autolink": ("<https://e.org>", "<https://e.org>"),
    "mail autolink": ("<a@e.org>", "<a@e.org>"),
    "image of another host": ("![a](https://e.org/x.png)", "!a"),
    "image of this site": ("![a](x.png)", "!a"),
    "image by reference": ("![a][b]", "![a][b]"),
    "image in a link": ("[![word](https://e.org/x.png)](y.md)", "![word](https://e.org/x.png)"),
    "attributes": ("*a*{onclick=alert(1)}", "a{onclick=alert(1)}"),
    "attributes with a colon": ("*a*{: style='x' }", "a{: style='x' }"),
    "attributes of a link": ("[a](y.md){target=_blank .b #c}", "a{target=_blank .b #c}"),
    "attributes of a block": ("a\n{: style='x' #b }", "a {: style='x' #b }"),
    "attributes of a heading": ("a {#b onclick=c}", "a {#b onclick=c}"),
    "attributes after a language": ("*a*{lang=en onclick=b}", "a{lang=en onclick=b}"),
    "attributes of code": ("`a`{onclick=b}", "a{onclick=b}"),
    "heading": ("# a", "# a"),
    "heading without a space": ("a\n##b", "a ##b"),
    "indented heading": ("  ### a ###", "### a ###"),
    "heading underlined": ("a\n===", "a ==="),
    "heading underlined once": ("a\n=", "a ="),
    "heading underlined by hyphens": ("a\n-", "a -"),
    "rule": ("a\n\n---\n\nb", "a --- b"),
    "rule of stars": ("a\n\n* * *\n\nb", "a * * * b"),
    "rule of underscores": ("a\n\n_ _ _\n\nb", "a _ _ _ b"),
    "bullets": ("- a\n- b", "- a - b"),
    "other bullets": ("* a\n+ b", "* a + b"),
    "numbers": ("1. a\n2. b", "1. a 2. b"),
    "a year that ends a sentence": ("2020. Puis", "2020. Puis"),
    "quotation": ("> a\n> b", "> a > b"),
    "definition": ("a\n:   b", "a: b"),
    "definition first": (":   b", ": b"),
    "admonition": ('!!! claim "a"\n    b', '!!! claim "a" b'),
    "other blocks": ("??? a\n/// b", "??? a /// b"),
    "indented code": ("a\n\n    b <i>\n\n\tc", "a b <i> c"),
    "fence": ("```py\na <b>\n```", "py a <b>"),
    "fence of tildes": ("~~~\na\n~~~", "~~~ a ~~~"),
    "fence with attributes": ("``` {.a onclick=b}\nc\n```", "{.a onclick=b} c"),
    "fence that never ends": ("```\na <b>\n\nc", "``` a <b> c"),
    "fence across paragraphs": ("```\na\n\n<b>\n```", "``` a <b> ```"),
    "code": ("`a <b> {c} | [d] *e* &amp; \\`", "a <b> {c} | [d] *e* &amp; \\"),
    "code in code": ("`` a ` <b> `` c", "a ` <b> c"),
    "code that is escaped": (r"\`<script>a</script>`", "`<script>a</script>`"),
    "code across paragraphs": ("`a\n\n<script>b</script>\n\nc`", "`a <script>b</script> c`"),
    "code of unequal runs": ("``a` <b> ``` c", "``a` <b> ``` c"),
    "code at the start of a line": ("`a\n<div>\nb`", "a <div> b"),
    "table": ("a | b\n--- | ---\n1 | 2", "a | b --- | --- 1 | 2"),
    "pipes": ("a | b \\| c", "a | b | c"),
    "contents": ("[TOC]", "[TOC]"),
    "bracket that closes": ("a] b", "a] b"),
    "bracket that opens": ("a [b", "a [b"),
    "bracket across paragraphs": ("a [b\n\nc] d", "a [b c] d"),
    "deep brackets": ("[[[[[[a]]]]]]", "[[[[[[a]]]]]]"),
    "link end": ("a](https://e.org) b", "a](https://e.org) b"),
    "link in a link": ("a [b](c.md) d", "a b d"),
    "backslash at the end": ("a \\", "a \\"),
    "backslashes": (r"a \ b \\ c", r"a \ b \ c"),
    "hash at the end": ("le langage C#", "le langage C#"),
    "marks of templates": ("\ue020a\ue021 \ue022b\ue023 {{ c }} {% d %}", "a b {{ c }} {% d %}"),
    "marks of the engine": ("\x02wzxhzdk:0\x03 \x02a\x03", "wzxhzdk:0 a"),
    "stars and underscores": ("a * b _ c ** d", "a * b _ c ** d"),
}


def shown(around: Callable[[Tree], str], text: str) -> Any:
    """Return the tree of a page that shows ``text`` as a template does."""
    return making.parsed(making.assembled(around(making.record(text)), WORDS).html)


def read(tree: Any, path: str) -> str:
    """Return the words at ``path``, typography undone, without what is said of links."""
    (found,) = tree.xpath(path)
    for notice in found.xpath(".//a/span[@class='where' or @class='sr']"):
        notice.drop_tree()
    return plain(" ".join(found.itertext()) if path == "./div" else found.text_content())


def plain(text: str) -> str:
    straight = {0x2019: "'", 0x2018: "'", 0x201C: '"', 0x201D: '"', 0xA0: " ", 0x2026: "..."}
    return " ".join(text.translate(straight).split())


@pytest.mark.parametrize(("around", "make", "path"), AROUND, ids=[a[0] for a in AROUND])
@pytest.mark.parametrize("case", HOSTILE)
def test_hostile_text_is_harmless_and_readable(
    case: str, around: str, make: Callable[[Tree], str], path: str
) -> None:
    text, readable = HOSTILE[case]
    tree, reference = shown(make, text), shown(make, "plain words")
    assert read(tree, path).replace(" ", "") == readable.replace(" ", ""), "words were lost"
    # The page has the same shape as with plain words, but for what a record may hold.
    shape = [e.tag for e in tree.iter() if e.tag not in INLINE]
    assert shape == [e.tag for e in reference.iter() if e.tag not in INLINE]
    for element in tree.iter():
        assert set(element.attrib) <= ATTRIBUTES, dict(element.attrib)
        address = re.sub(r"[\x00-\x20]", "", element.get("href", "")).lower()
        scheme = re.match(r"[a-z][a-z0-9+.-]*:", address)
        assert not scheme or scheme[0] in ("http:", "https:", "mailto:")
    assert not tree.xpath("//a//a")
    assert tree.text_content().endswith("last"), "the template was broken"
    if around in ("heading", "strong", "plain"):
        assert not tree.xpath("//a | //sup")


@pytest.mark.parametrize("text", [text for text, _ in HOSTILE.values()], ids=list(HOSTILE))
def test_a_line_is_one_line(text: str) -> None:
    tree = making.record(text)
    for made in (line(tree), label(tree)):
        inside = making.parsed(making.assembled(made, WORDS).html)
        assert {e.tag for e in inside.iter()} <= INLINE - {"p"} | {"div"}


PRINTED = {
    "*a* **b** _c_": "<p><em>a</em> <strong>b</strong> <em>c</em></p>",
    "*a*{lang=en} `b`": '<p><em lang="en">a</em> <code>b</code></p>',
    "`a`{lang=fr}": '<p><code lang="fr">a</code></p>',
    "**a**{lang=pt-BR}": '<p><strong lang="pt-BR">a</strong></p>',
    "[a *b*](case.md#c)": '<p><a href="../../case/#c">a <em>b</em></a></p>',
    "[a](actors/y.md) [b](timeline.md)": '<p><a href="../y/">a</a> <a href="../../timeline/">b</a></p>',
    "[a](mailto:b@x.org)": '<p><a href="mailto:b@x.org">a</a></p>',
    "[a `]` b](case.md)": '<p><a href="../../case/">a <code>]</code> b</a></p>',
    "a\n\nb": "<p>a</p>\n<p>b</p>",
    "\\*a\\* \\[b\\]": "<p>*a* [b]</p>",
    "AT&amp;T & co": "<p>AT&amp;T &amp; co</p>",
    "[a] (b)": "<p>[a] (b)</p>",
}


@pytest.mark.parametrize(("text", "expected"), PRINTED.items(), ids=list(PRINTED))
def test_what_a_record_may_hold(text: str, expected: str) -> None:
    blocks = printing.print_blocks(making.record(text).blocks, WORDS)
    assert making.assembled(blocks, WORDS).html == expected


@pytest.mark.parametrize("text", ["a\r\n\r\nb", "\ue000a\ue007", "\x02wzxhzdk:0\x03", "\U000f0000"])
def test_a_character_that_could_pass_for_a_mark_of_the_build_is_told(text: str) -> None:
    assert "the text holds the character U+" in making.record(text).faults[0].message
    assert not re.search("[\x00-\x09\x0b-\x1f\ue000-\uf8ff\U000f0000]", line(making.record(text)))


@pytest.mark.parametrize("text", ["[a](https://x.org/y.md)", "[a](https://x.org/y.md){lang=nl}"])
def test_a_link_to_another_site_keeps_its_address_and_language(text: str) -> None:
    (link,) = making.parsed(line(making.record(text))).xpath("//a")
    assert (link.get("href"), link.text) == ("https://x.org/y.md", "a")
    assert link.get("lang") == ("nl" if "lang" in text else None)


@pytest.mark.parametrize("text", ["One [@a, ¶7; @b]: two", "[@a]: two", "One\n[@a]: two"])
def test_citations_pass_also_before_a_colon(text: str) -> None:
    tree = shown(line, text)
    assert len(tree.xpath("//sup[@class='cite']")) == 1
    assert "two" in tree.text_content()


def test_a_label_leaves_its_calls_to_follow_it() -> None:
    tree = making.record("One *of [@a] them* [@b].")
    assert label(tree) == "One <em>of them</em>."
    called = making.parsed(making.assembled(printing.print_note_calls(tree.blocks), WORDS).html)
    assert called.xpath("//sup/a/@href") == ["#note-1", "#note-2"]


@pytest.mark.parametrize(
    "unit",
    [
        "mot ",
        "`",
        "` ``",
        "[",
        "]",
        "[a](",
        "](",
        "<",
        "{lang=en}",
        "\\",
        "\n",
        "# a\n",
        "| ",
        "![",
        "[@",
        "mot <b> ",
        "[a](b.md) ",
        "*a* ",
        "`a` ",
        "&amp; ",
        "'a' \"b\" ; ",
    ],
)
def test_long_text_is_kept_whole(unit: str) -> None:
    text = unit * 600  # what is longer by far is told: test_time
    tree = making.record(text + "<b>")
    made = making.parsed(printing.print_blocks(tree.blocks, WORDS)).text_content()
    assert made.endswith("<b>")
    assert made.count("mot") == text.count("mot")
    assert made.count("a") >= text.count("a") - 2 * text.count("&amp")


@pytest.mark.parametrize("text", [text for text, _ in HOSTILE.values()], ids=list(HOSTILE))
def test_plain_words_of_the_site_are_shown_as_they_are(text: str) -> None:
    """Titles, names, labels: no Markdown, whatever they hold."""
    tree = making.parsed(printed_texts.print_words(text, "tlh"))
    control = re.compile(r"[\x00-\x08\x0b-\x1f]")
    assert control.sub("", tree.text_content()).split() == control.sub("", text).split()
    assert [e.tag for e in tree.iter()] == ["div"]


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ("A *b* **c** _d_ `e`.", "A b c d e."),
        ("A [b](c.md) [@d, ¶7] e [@f].", "A b e."),
        ("A [b (c)](d_(e).md) f", "A b (c) f"),
        ("*A*{lang=en} {b}", "A {b}"),
        ("snake_case and 2 * 3", "snake_case and 2 * 3"),
        (r"\*a\* \[b\] AT&amp;T", "*a* [b] AT&T"),
        ("  a\n\n b  ", "a b"),
    ],
)
def test_plain_words(given: str, expected: str) -> None:
    assert making.record(given).text_content() == expected
    assert printing.print_plain(making.record(given).blocks, "en") == expected
