"""The one reading of Markdown: what a text becomes, where its pieces stand, what is refused."""

from __future__ import annotations

import re
import time

import pytest
from explainer.read import markdown, prose, sections
from explainer.read.citation import MalformedCitation
from explainer.read.positions import Lines
from explainer.read.tree import Element, Node, Tree


def outline(tree: Tree) -> str:
    """Return a tree on one line: ``p(a em(b) cite[x])``."""
    return " ".join(map(_outline, tree.blocks))


def _outline(node: Node) -> str:
    if isinstance(node, str):
        return " ".join(node.split())
    if node.tag == "cite":
        return f"[{'; '.join(one.text if isinstance(one, MalformedCitation) else str(one) for one in node.citations)}]"
    if node.tag == "as-typed":
        return f"'{''.join(map(str, node.children))}'"
    given = "".join(f" {key}={value}" for key, value in sorted(node.attributes.items()))
    inside = " ".join(filter(None, map(_outline, node.children)))
    return f"{node.tag}{given}({inside})"


READ = {
    "words": ("One\ntwo.", "p(One two.)"),
    "paragraphs": ("One.\n\n\n  Two.", "p(One.) p(Two.)"),
    "emphasis": ("*a* **b** _c_ d_e_f", "p(em(a) strong(b) em(c) d_e_f)"),
    "emphasis in a word": ("a*b*c", "p(a em(b) c)"),
    "escapes": (r"\*a\* \[b] \< \# \-", "p('*' a '*' '[' b] '<' '#' '-')"),
    "an escaped mark of a French space": (r"Ah \!", "p(Ah !)"),
    "entities in an address": ("[a](x?b=1&section=2&copy=3&amp;c) <https://a.example/?b&reg=1>", "p(a href=x?b=1&section=2&copy=3&c(a) a href=https://a.example/?b&reg=1(https://a.example/?b&reg=1))"),
    "an entity that begins as another": ("&notit; &copy", "p(&notit; &copy)"),
    "a reference apart from its words": ("[a] [b]\n\n[b]: x.md\n[b]: y.md", "p([a] a href=x.md(b))"),
    "a comment before all": ("<!-- a\n\nb -->\n\nc", "p(c)"),
    "a tab at an end": ("a\t\nb", "p(a b)"),
    "entities": ("caf&eacute; &amp; &lt;b&gt; &#233; &unknown;", "p(café & <b> é &unknown;)"),
    "a less than": ("2 < 3 and 4 > 3", "p(2 < 3 and 4 > 3)"),
    "a hard break": ("a  \nb\\\nc", "p(a br() b br() c)"),
    "a link": ('[a *b*](x.md "t")', "p(a href=x.md title=t(a em(b)))"),
    "a link with parentheses": ("[a](x_(y).md)", "p(a href=x_(y).md(a))"),
    "a link with a space": ("[a](<x y.md>)", "p(a href=x y.md(a))"),
    "a link with brackets": ("[a [b]](x.md)", "p(a href=x.md(a [b]))"),
    "a link by reference": ("[a][b] [B]\n\n[b]: x.md 't'", "p(a href=x.md title=t(a) a href=x.md title=t(B))"),
    "a picture": ("![what it shows](a.svg)", "p(img alt=what it shows src=a.svg())"),
    "a picture in a link": ("[![a](b.svg)](c.md)", "p(a href=c.md(img alt=a src=b.svg()))"),
    "an address": ("<https://a.example/x_y>", "p(a href=https://a.example/x_y(https://a.example/x_y))"),
    "an address of mail": ("<a@b.example>", "p(a href=mailto:a@b.example(a@b.example))"),
    "citations": ("A fact [@a, ¶7; @b].", "p(A fact [@a, ¶7; @b] .)"),
    "a citation over two lines": ("A fact [@a;\n@b].", "p(A fact [@a; @b] .)"),
    "a malformed citation": ("A fact [@a, page 3].", "p(A fact [@a, page 3] .)"),
    "a citation in emphasis": ("*A fact [@a]*", "p(em(A fact [@a]))"),
    "an escaped citation": (r"\[@a]", "p('[' @a])"),
    "a reference right after its words": ("[a][b] [c][]\n\n[b]: x.md\n[c]: y.md", "p(a href=x.md(a) a href=y.md(c))"),
    "code": ("`a *b* [@c] &amp; <d>` e", "p(code(a *b* [@c] &amp; <d>) e)"),
    "code of two ticks": ("``a ` b``", "p(code(a ` b))"),
    "a mark of a heading after code": ("`a`# b", "p(code(a) # b)"),
    "a fence": ("```py\na <b>\n\n\tc\n```", "pre(code class=language-py(a <b> c))"),
    "a fence with options": ('```python title="x.py"\na\n```', "pre(code class=language-python(a))"),
    "a fence of tildes": ("~~~\n```\n~~~", "pre(code(```))"),
    "a fence of tildes alone": ("~~~\n*a*\n~~~", "pre(code(*a*))"),
    "a fence in an item": ("- a\n\n    ```\n    b\n    ```\n- c", "ul(li(p(a) pre(code(b))) li(p(c)))"),
    "indented code": ("a\n\n    b *c*\n", "p(a) pre(code(b *c*))"),
    "a comment": ("a <!-- [@b] --> c", "p(a c)"),
    "a comment in code": ("`<!-- a -->`", "p(code(<!-- a -->))"),
    "a list": ("- a\n- b", "ul(li(a) li(b))"),
    "a list in a list": ("- a\n    - b\n        1. c\n- d", "ul(li(a ul(li(b ol(li(c))))) li(d))"),
    "a loose list": ("- a\n\n    b\n\n- c", "ul(li(p(a) p(b)) li(p(c)))"),
    "a list from three": ("3. a\n4. b", "ol start=3(li(a) li(b))"),
    "a lazy line": ("- a\nb", "ul(li(a b))"),
    "a quotation": ("> a\n>\n> - b", "blockquote(p(a) ul(li(b)))"),
    "a table": (
        "| a | b | c |\n| :-- | :-: | --: |\n| `1` | 2 [@c] | 3 |",
        "table(thead(tr(th(a) th class=centred(b) th class=at-end(c))) "
        "tbody(tr(td(code(1)) td class=centred(2 [@c]) td class=at-end(3))))",
    ),
    "a pipe in a table": (
        "| a |\n| --- |\n| b \\| c `d\\|e` |",
        "table(thead(tr(th(a))) tbody(tr(td(b '|' c code(d|e)))))",
    ),
    "definitions": ("a\nb\n:   c\n:   d", "dl(dt(a) dt(b) dd(c) dd(d))"),
    "definitions in a definition": ("a\n\n:   b\n\n    c\n    :   d", "dl(dt(a) dd(p(b) dl(dt(c) dd(d))))"),
    "a heading": ("## How *wide*? {#width .x}\nText.", "h2 class=x id=width(How em(wide) ?) p(Text.)"),
    "a heading without an id": ("### A \\# B", "h3(A '#' B)"),
    "an embed": ('a\n\n!!! claim "b"\n\n!!! status', "p(a) embed id=b kind=claim() embed id= kind=status()"),
    "an embed in a fence": ('```\n!!! claim "b"\n```', 'pre(code(!!! claim "b"))'),
    "a mark of a paragraph": ("a\n{: .no-fact }", "p class=no-fact(a)"),
    "a mark of an item": ("- a\n  {: .no-fact }\n- b", "ul(li class=no-fact(a) li(b))"),
    "a mark of a table": (
        "| a | b |\n| --- | --- |\n| c | d |\n{: .no-fact }",
        "table class=no-fact(thead(tr(th(a) th(b))) tbody(tr(td(c) td(d))))",
    ),
    "a language": ("*a*{lang=fr} [b](c.md){hreflang=en}", "p(em lang=fr(a) a href=c.md hreflang=en(b))"),
    "a language of all": ("*a*{lang=fr}", "p(em lang=fr(a))"),
    "harmless HTML": ('H<sub>2</sub>O <abbr title="a">b</abbr><br>', "p(H sub(2) O abbr title=a(b) br())"),
    "tabs": ("-\ta\n\n\t\tb", "ul(li(a pre(code(b))))"),
    "spaces of no width": ("1\u202f400\u00a0€ [@a]", "p(1 400 € [@a])"),
    "a rule": ("a\n\n---\n\nb", "p(a) hr() p(b)"),
    "nothing": (" \n\n", ""),
}  # fmt: skip


@pytest.mark.parametrize(("text", "expected"), READ.values(), ids=list(READ))
def test_a_page_is_read(text: str, expected: str) -> None:
    tree = markdown.read(text)
    assert outline(tree) == expected
    assert tree.faults == []


RECORDS = {
    "marks": ("*a* **b** `c` [d](e.md) [@f]", "p(em(a) strong(b) code(c) a href=e.md(d) [@f])"),
    "a picture": ("![a](b.md)", "p(! a href=b.md(a))"),
    "HTML": ("<b>a</b> <!-- b -->", "p(<b>a</b> <!-- b -->)"),
    "a list": ("- a\n- b", "p(- a - b)"),
    "a heading": ("# a", "p(# a)"),
    "a table": ("a | b\n--- | ---\n1 | 2", "p(a | b --- | --- 1 | 2)"),
    "an indented line": ("a\n\n    b", "p(a) p(b)"),
    "a definition of a link": ("[a]: b.md", "p([a]: b.md)"),
    "a mark": ("a\n{: .no-fact }", "p(a {: .no-fact })"),
    "a language": ("*a*{lang=en} *b*{.c}", "p(em lang=en(a) em(b) {.c})"),
    "an embed": ('!!! claim "a"', 'p(!!! claim "a")'),
}


@pytest.mark.parametrize(("text", "expected"), RECORDS.values(), ids=list(RECORDS))
def test_a_record_holds_less(text: str, expected: str) -> None:
    tree = markdown.read(text, markdown.RECORD)
    assert outline(tree) == expected


# What nobody means as words in a record's text, and where it is told; what may be words is not.
IN_RECORDS = {
    "a dialogue": ("a [@b]:\n\n- c\n- d", []),
    "a heading": ("## a\n\nb", ["1:1 «## a»"]),
    "a table": ("| a | b |\n|---|---|\n| c | d |", ["2:1 «|---|---|»", "3:1 «| c | d |»"]),
    "a footnote": ("a[^1] b", ["1:2 «[^1]»"]),
    "an embed": ('a\n\n!!! claim "b"', ['3:1 «!!! claim "b"»']),
    "a mark": ("a\n{: .no-fact }", ["2:1 «{: .no-fact }»"]),
    "a link left open": ("a [b](c.md", ["1:5 «](c.md»"]),
    "emphasis left open": ("a **b", ["1:3 «**»"]),
    "marks in code": ("`[^1]` `**` [a](b.md) **c**", []),
    "escaped marks": (r"\- a \*\* \[^1]", []),
    "words": ("<b>a</b> - b + c #1 5. d {onload=x} {: x=y } a | b *c", []),
}  # fmt: skip


@pytest.mark.parametrize(("text", "expected"), IN_RECORDS.values(), ids=list(IN_RECORDS))
def test_marks_of_pages_are_told_in_records(text: str, expected: list[str]) -> None:
    lines, end = Lines(text), " is printed as it is: the text of a record holds "
    faults = markdown.read(text, markdown.RECORD).faults
    told = [
        f"{':'.join(map(str, lines.position(f.offset)))} {f.message.partition(end)[0]}"
        for f in faults
    ]
    assert told == expected


# What is refused on a page, and where.
REFUSED = {
    "a block of HTML": ("a\n\n<div>\nb\n</div>", ["3:1 the HTML «<div>» is not used here; expected Markdown"]),
    "a frame": ('a <iframe src="b"></iframe>', ['1:3 the HTML «<iframe src="b">» is not used here; expected Markdown']),
    "a link in HTML": ('a <a href="b">c</a>', ['1:3 the HTML «<a href="b">» is not used here; expected [words](page.md)']),
    "a handler": ('<b onclick="a">c</b>', ['1:1 the HTML «<b onclick="a">» has «onclick»; expected lang or title at most']),
    "HTML left open": ("a <b>c", ["1:3 the HTML «<b>» has no other end in this line of text"]),
    "a cited work": ("a <cite>b</cite>", ["1:3 the HTML «<cite>» is not used here; expected *words*"]),
    "a direction that is none": ('a <bdi dir="up">b</bdi>', ['1:3 the HTML «<bdi dir="up">» has «up», which no browser knows; expected ltr, rtl or auto']),
    "a day that is none": ('<time datetime="May">b</time>', ['1:1 the HTML «<time datetime="May">» has «May», which no browser knows; expected a date such as 2020-12-21']),
    "a declaration": ("a <!DOCTYPE b", ["1:3 the HTML «<!DOCTYPE» is not used here; expected Markdown"]),
    "an underlined heading": ("a\n\nTop\n===", ["3:1 an underlined heading; expected ## Top {#an-id}"]),
    "a rule under a paragraph": ("Top\n---", ["1:1 an underlined heading; expected ### Top {#an-id}"]),
    "a heading without a space": ("##a {#b}", ["1:1 «##a {#b}» is no heading elsewhere; expected two to six # and a space after them"]),
    "a heading with a no-break space": ("##\u00a0a", ["1:1 «##\u00a0a» is no heading elsewhere; expected two to six # and a space after them"]),
    "a heading of seven": ("####### a", ["1:1 «####### a» is no heading elsewhere; expected two to six # and a space after them"]),
    "an indented heading": ("a\n\n  ## b", ["3:3 «## b» is no heading; expected ## at the start of a line of its own"]),
    "a heading that ends in #": ("## C#", ["1:1 «## C#» would lose the # at its end; expected \\# there"]),
    "a list under words": ("a:\n- b [@c]\n- d", [
        "2:1 «-» begins no list here; expected an empty line before the list",
        "3:1 «-» begins no list here; expected an empty line before the list",
    ]),
    "a list by brackets": ("1) a", ["1:1 «1)» is no item of a list; expected 1. with a point"]),
    "a list three spaces in": ("1. a\n   - b", ["2:4 this item stands inside the one above elsewhere; expected four spaces before it, or as many as above"]),
    "two lists in one": ("- a\n\n1. b", ["3:1 this item is of another list; expected words between the two lists"]),
    "a paragraph two spaces in": ("- a\n\n  b", ["3:3 this paragraph is indented by fewer than four spaces, and so stands outside the item above; expected four"]),
    "a quotation under an item": ("- a\n> b", ["2:1 a quotation right under an item; expected an empty line between the two"]),
    "a fence in a quotation": ("> ```\n> a\n> ```", ["1:1 «> ```» opens no code in a quotation; expected the code after it"]),
    "a fence that is indented": ("a\n\n    ```\n    b\n    ```", ["3:5 the fence has four spaces before it and stands in no item of a list; expected it at the start of its line"]),
    "a list in a quotation": ("> - a\n>   - b", ["2:5 this item stands inside the one above elsewhere; expected four spaces before it, or as many as above"]),
    "a list after a quoted one": ("> - a\n- b", ["2:1 this item is of another list; expected words between the two lists"]),
    "two marks in one list": ("- a\n* b", ["2:1 this item is of another list; expected words between the two lists"]),
    "a list six spaces in": ("- a\n      - b", ["2:7 these are words or code elsewhere; expected four spaces more than the item that holds the list"]),
    "a list with a no-break space": ("-\u00a0a", ["1:1 «-» is no item of a list; expected - and a space"]),
    "a list with bullets": ("• a\n• b", ["1:1 «•» is no item of a list; expected - and a space", "2:1 «•» is no item of a list; expected - and a space"]),
    "a quotation further in under an item": ("- a\n    > b", ["2:5 «> b» is printed as it is; expected an empty line before the quotation"]),
    "two marks in one list, with tabs": ("-\ta\n*\tb", ["2:1 this item is of another list; expected words between the two lists"]),
    "a definition of a link under words": ("a [b]\n[b]: c.md\n[d]: e.md", ["2:1 «[b]: c.md» is words elsewhere; expected an empty line before it"]),
    "a term under a definition": ("a\n:   b\nc\n:   d", ["3:1 a term right under a definition; expected an empty line between the two"]),
    "two quotations": ("> a\n\n> b", ["3:1 this quotation is one of its own elsewhere; expected > on the empty line, or words between the two"]),
    "a rule in an item": ("- a\n    ---", ["2:5 «---» is printed as it is; expected an empty line before it, and after a list words"]),
    "a bar in code": ("| a |\n| --- |\n| `b|c` |", ["3:1 a bar in code parts two cells elsewhere; expected \\| for the character"]),
    "emphasis beside a letter": ("**Note:**a", ["1:3 «Note:» is printed with its marks elsewhere: between a letter and a mark of punctuation they mean nothing; expected the punctuation outside them, or a space"]),
    "emphasis before words": ("**Note:**a b", ["1:3 «Note:» is printed with its marks elsewhere: between a letter and a mark of punctuation they mean nothing; expected the punctuation outside them, or a space"]),
    "emphasis left open": ("a **b c", ["1:3 «**» has no other end in its block, and is printed; expected the other end, or \\ before it"]),
    "code left open": ("a `b c", ["1:3 «`» has no other end in its block, and is printed; expected the other end, or \\ before it"]),
    "a link with a bracket too many": ("[a ] b](c.md)", ["1:7 «](c.md)» is printed as it is, with the words before it; expected [words](page.md)"]),
    "a link apart from its words": ("[a] (b.md)", ["1:3 «] (b.md)» is printed as it is, with the words before it; expected [words](page.md)"]),
    "a link in a link": ("[a [b](c.md) d](e.md)", ["1:4 «[b](c.md)» is printed as it is: no such reference is defined; expected [words](page.md)"]),
    "a note in its place": ("a^[b]", ["1:2 «^[b]»: footnotes are not used here; expected a citation, [@id]"]),
    "a raised figure": ("x^2^", ["1:2 «^2^»: expected <sup>…</sup>"]),
    "a lowered figure": ("H~2~O", ["1:2 «~2~»: expected <sub>…</sub>"]),
    "one tilde": ("a ~b~", ["1:3 «~b~»: words are not struck through here; expected other words"]),
    "marked words": ("a ==b== ++c++", ["1:3 «==b==»: words are not marked so here; expected *words*", "1:9 «++c++»: words are not marked so here; expected *words*"]),
    "a link of a wiki": ("a [[b]]", ["1:3 «[[b]]» is printed as it is; expected Markdown"]),
    "a macro": ("{{ a }}", ["1:1 «{{ a }}» is printed as it is; expected Markdown"]),
    "a list of contents": ("[TOC]", ["1:1 «[TOC]» is printed as it is; expected Markdown"]),
    "a box that folds": ("??? note\n\n    a", ["1:1 «??? note» is printed as it is; expected a paragraph, or > before each line of a quotation"]),
    "a box of a forge": ("> [!NOTE]\n> a", ["1:3 «[!NOTE]» is printed as it is; expected a paragraph, or > before each line of a quotation"]),
    "a hidden character by its number": ("a &#x200b;", ["1:3 the text holds the character U+200B; take it out"]),
    "a mark of ours by its number": ("a &#xE000;b", ["1:3 the text holds the character U+E000; take it out"]),
    "a claim in an item": ('- !!! claim "b"', ["1:3 «!!! claim» shows nothing inside an item, a quotation or a definition; expected it after them"]),
    "a claim in a quotation": ('> !!! claim "b"', ["1:3 «!!! claim» shows nothing inside an item, a quotation or a definition; expected it after them"]),
    "a claim in a definition": ('a\n:   !!! claim "b"', ["2:5 «!!! claim» shows nothing inside an item, a quotation or a definition; expected it after them"]),
    "a claim in a line": ('a !!! claim "b"', ['1:3 «!!! claim "b"» shows nothing here; expected it alone on a line, outside tables']),
    "a claim in a cell": ('| a |\n| --- |\n| !!! status |', ["3:3 «!!! status» shows nothing here; expected it alone on a line, outside tables"]),
    "a status with an id": ('!!! status "a"', ['1:1 «!!! status "a"» is no block; expected !!! status, !!! claim "id", !!! figure "id" or !!! listing "name"']),
    "a claim without an id": ("!!! claim", ['1:1 «!!! claim» is no block; expected !!! status, !!! claim "id", !!! figure "id" or !!! listing "name"']),
    "a comment left open": ("a <!-- b\n\nc", ["1:3 the comment «<!--» is never closed; expected --> after it"]),
    "a comment left open after code": ("```\n<!-- a\n```\n\n<!-- b\n\nc", ["5:1 the comment «<!--» is never closed; expected --> after it"]),
    "a citation with an address": ("a [@b](c.md)", ["1:3 a citation is no link, and takes no address; expected [words](page.md)"]),
    "two ids": ("## a {#b} {#c}", ["1:6 «{#b}» marks nothing here; expected it on the line right after a block"]),
    "two hyphens": ("a -- b, c--d", ["1:3 «--» is printed as it is; expected –", "1:10 «--» is printed as it is; expected –"]),
    "a fence left open": ("a\n\n```\nb", ["3:1 the fence ``` is never closed; expected a line ``` after the code"]),
    "a fence after words": ("- ```\n  a\n  ```", ["1:3 «```» opens no code here; expected it on a line of its own", "3:3 the fence ``` is never closed; expected a line ``` after the code"]),
    "a table without a head": ("| a [@c] | b |\n| c | d |", ["1:1 «| a | b |» is no table: it needs a head, a line | --- | under it, an empty line before it"]),
    "a table right under an item": ("- a [@c]\n    | d | e |\n    |---|---|", [
        "2:5 «| d | e |» is no table: it needs a head, a line | --- | under it, an empty line before it"]),
    "a fence in a line": ("a ``` b", ["1:3 «```» has no other end in its block, and is printed; expected the other end, or \\ before it"]),
    "a row too long": (
        "| a |\n| --- |\n| b | c |",
        ["3:1 the row has 2 cells and its table 1; expected as many, or \\| for the character"],
    ),
    "marks in the words of a picture": (
        "![a *b*](c.svg)",
        ["1:2 the words of a picture hold no marks; expected «a b»"],
    ),
    "a footnote": ("a[^1]", ["1:2 «[^1]»: footnotes are not used here; expected a citation, [@id]"]),
    "a footnote with an address": ("a[^1]\n\n[^1]: https://a.example/", ["1:2 «[^1]»: footnotes are not used here; expected a citation, [@id]"]),
    "a task": ("- [x] a", ["1:3 «[x]»: tasks are not used here; expected an item of a list"]),
    "a strike": ("a ~~b~~", ["1:3 «~~b~~»: words are not struck through here; expected other words"]),
    "a formula": ("a $x^2$", ["1:3 «$x^2$»: formulas are not used here; expected words"]),
    "an emoji": ("a :smile:", ["1:3 «:smile:»: emoji have no names here; type the character"]),
    "a bare address": ("a https://b.example/c", ["1:3 «https://b.example/c» is no link here; expected <https://…>, or words"]),
    "a mark on the line": ("a. {: .no-fact }", ["1:4 «{: .no-fact }» marks nothing here; expected it on the line right after a block"]),
    "a mark after an empty line": ("a\n\n{: .no-fact }", ["3:1 «{: .no-fact }» marks nothing here; expected it on the line right after a block"]),
    "a mark after a rule": ("---\n{: .no-fact }", ["2:1 «{: .no-fact }» marks nothing here; expected it on the line right after a block"]),
    "a mark in a cell among others": (
        "| a | b |\n| --- | --- |\n| {: .c } | d |",
        ["3:3 «{: .c }» marks nothing here; expected it on the line right after a block"],
    ),
    "a mark left open": ("a\n{: .no-fact", ["2:1 «{: .no-fact» marks nothing here; expected it on the line right after a block"]),
    "an attribute": ("*a*{onclick=b}", ["1:1 the attribute «onclick» is not used here; expected an id, a class or lang"]),
    "an undefined reference": ("a [b][c]", ["1:3 «[b][c]» is printed as it is: no such reference is defined; expected [words](page.md)"]),
    "a wrong embed": ("a\n\n!!! claim b", ['3:1 «!!! claim b» is no block; expected !!! status, !!! claim "id", !!! figure "id" or !!! listing "name"']),
    "words glued to an embed": ('!!! status\nb', ["2:1 text right under a block or a definition; leave an empty line between them"]),
    "a control character": ("a\n\nb\x07", ["3:2 the text holds the character U+0007; take it out"]),
    "a mark of ours": ("a \ue000b", ["1:3 the text holds the character U+E000; take it out"]),
    "words before a key": ("a `[see @x]`, [see @a]", ["1:15 «[see @a]» is no citation; "]),
    "a suppressed author": ("a [-@b]", ["1:3 «[-@b]» is no citation; "]),
    "a prefix of one word": ("a [e.g.,@b]", ["1:3 «[e.g.,@b]» is no citation; "]),
}  # fmt: skip


@pytest.mark.parametrize(("text", "expected"), REFUSED.values(), ids=list(REFUSED))
def test_what_would_be_printed_otherwise_is_told_at_its_place(
    text: str, expected: list[str]
) -> None:
    lines = Lines(text)
    told = [
        (*lines.position(f.offset), f.message)
        for f in sorted(markdown.read(text).faults, key=lambda f: f.offset)
    ]
    said = [f"{line}:{column} {message}" for line, column, message in told]
    assert len(said) == len(expected), said
    for found, start in zip(said, expected, strict=True):
        assert found == start or (start.endswith("; ") and found.startswith(start))


# A page, and where each piece of it is: (what, line, column).
PLACED = {
    "headings": ("a\n\n## b {#c}\n\n### d", [("h2", 3, 4), ("h3", 5, 5)]),
    "citations": ("a [@b]\nc [@d] [@e]\n\n- [@f]", [("cite", 1, 3), ("cite", 2, 3), ("cite", 2, 8), ("cite", 4, 3)]),
    "the same citation twice": ("a [@b] [@b]\n\na [@b]", [("cite", 1, 3), ("cite", 1, 8), ("cite", 3, 3)]),
    "after the same in code": ("`[@b]` [@b]", [("cite", 1, 8)]),
    "after a comment": ("<!-- [@b] -->\n[@b]", [("cite", 2, 1)]),
    "after a fence": ("```\n[@b]\n```\n\n[@b]", [("cite", 5, 1)]),
    "links": ("[a](b.md)\n[c](d.md)", [("a", 1, 1), ("a", 2, 1)]),
    "a link in a nested list": ("- a\n    - [b](c.md)\n\n        [d](e.md)", [("a", 2, 7), ("a", 4, 9)]),
    "in a table": ("| a | b |\n| --- | --- |\n| [c](d.md) | [@e] |", [("a", 3, 3), ("cite", 3, 15)]),
    "after escapes": (r"\[a] \* [b](c.md)", [("a", 1, 9)]),
    "after unicode": ("é 😀 \u202f«a» [@b]", [("cite", 1, 10)]),
    "in definitions": ("a [@b]\n:   c\n    [@d]", [("cite", 1, 3), ("cite", 3, 5)]),
    "in quotations": ("> a\n> [@b]", [("cite", 2, 3)]),
    "a tab before": ("-\ta\tb [@c]", [("cite", 1, 7)]),
    "embeds": ('a\n\n!!! claim "b"\n\n!!! claim "b"', [("embed", 3, 1), ("embed", 5, 1)]),
    "pictures": ("a ![b](c.svg)", [("img", 1, 4)]),
}  # fmt: skip
TAGS = {"h2", "h3", "cite", "a", "embed", "img"}


@pytest.mark.parametrize(("text", "expected"), PLACED.values(), ids=list(PLACED))
def test_each_piece_knows_its_place(text: str, expected: list[tuple[str, int, int]]) -> None:
    lines = Lines(text)
    found = [e for e in markdown.read(text).walk() if e.tag in TAGS]
    assert [(e.tag, *lines.position(e.offset)) for e in found] == expected


def test_a_page_is_cut_at_its_headings() -> None:
    text = "a [@x]\n\n## b {#b}\n\nc `d`\n\n!!! status\n\n### e {#e}\n\n- [f](g.md)\n"
    first, second, third = sections.split_sections(markdown.read(text), text, 5)
    assert (first.id, first.next_id, first.text) == ("", "b", "a [@x]\n")
    assert (second.id, second.position.line, second.next_id) == ("b", 7, "e")
    assert [passage.text for passage in second.passages] == ["c d"]
    assert [embed.kind for embed in second.embeds] == ["status"]
    assert [code.text for code in second.codes] == ["d"]
    assert [(link.target, link.position.line, link.position.column) for link in third.links] == [
        ("g.md", 15, 7)
    ]
    assert [passage.kind for passage in third.passages] == ["item"]


def test_code_in_an_item_loses_its_indent_alone() -> None:
    tree = markdown.read("- a\n\n    ```\n    b\n      c\n    ```\n")
    (code,) = (element for element in tree.walk() if element.tag == "code")
    assert code.text_content() == "b\n  c\n"


PASSAGES = {
    "an item's paragraphs": ("- a\n\n    b", [("item", 1, "a"), ("paragraph", 3, "b")]),
    "a list in a list": ("- a\n    - b", [("item", 1, "a"), ("item", 2, "b")]),
    "a table": ("| a | b |\n| --- | --- |\n| 1 | 2 |", [("head", 1, "a | b"), ("row", 3, "1 | 2")]),
    "terms": ("a\n\n:   b\n\n    c", [("definition", 1, "a b"), ("paragraph", 5, "c")]),
    "a quotation": ("> a", [("paragraph", 1, "a")]),
    "nothing but code": ("`a`\n\n```\nb\n```", []),
    "nothing but a citation": ("[@a]", [("paragraph", 1, "")]),
    "a rule": ("---", []),
}


@pytest.mark.parametrize(("text", "expected"), PASSAGES.values(), ids=list(PASSAGES))
def test_passages_are_what_may_state_facts(text: str, expected: list[tuple[str, int, str]]) -> None:
    (section,) = sections.split_sections(markdown.read(text), text)
    assert [(p.kind, p.position.line, p.text) for p in section.passages] == expected


def test_letters_are_composed() -> None:
    page, _ = prose.read("a.md", "fr", "a.md", "---\ntitle: E\u0301\n---\ne\u0301\n".encode())
    assert (page.meta["title"], page.body) == ("\u00c9", "\u00e9\n")


def test_a_title_is_one_line() -> None:
    page, told = prose.read(
        "a.md", "en", "a.md", b'---\ntitle: "a\\n b"\ndescription: |\n  c\n  d\n---\n'
    )
    assert (page.meta, told) == ({"title": "a b", "description": "c d"}, ())


HUGE = {
    "brackets": "[" * 20_000,
    "brackets with letters": "[a" * 10_000,
    "citations": "[@a] " * 4_000,
    "stars": "*a " * 10_000,
    "ticks": "`a``" * 5_000,
    "quotations": "> " * 5_000 + "a",
    "tags": "<b>" * 4_000,
    "comments": "<!--" * 5_000,
    "fences": "```\n" * 5_001,
    "addresses": "[a](" * 2_000,
    "rows": "| a |\n| --- |\n" + "| b |\n" * 4_000,
}


@pytest.mark.parametrize("kind", [markdown.PAGE, markdown.RECORD])
@pytest.mark.parametrize("text", HUGE.values(), ids=list(HUGE))
def test_no_text_stops_the_reading(text: str, kind: markdown.Kind) -> None:
    start = time.process_time()
    tree = markdown.read(text, kind)
    sections.split_sections(tree, text)
    assert time.process_time() - start < 5
    assert all(isinstance(block, Element | str) for block in tree.blocks)


@pytest.mark.parametrize(
    "text",
    [
        "One two.",
        "One\ntwo",
        "One\n\ntwo",
        "  One\n  two\n\n\n three ",
        "# One",
        "- one\n- two",
        "1. one",
        "one\n---\ntwo",
        "one: two",
        "+ one",
        "===",
        "1986. One",
        ": ",
        " : ",
        "one\n\none",
        "\u00a0\n\none",
        "a,\n  b\n\n\n  c ",
        "«\u202fa\u202f», 5\u00a0% – b’s (c)\n",
        "",
    ],
)
def test_a_text_without_marks_is_read_as_markdown_reads_it(
    text: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    quick = markdown.read(text, markdown.RECORD)
    monkeypatch.setattr(markdown, "_MARKUP", re.compile(""))  # every text takes the long way
    assert markdown.read(text, markdown.RECORD) == quick


def test_a_record_s_text_has_no_markup_to_be_read_otherwise() -> None:
    assert markdown.read("a\n[b]: c.md").faults
    assert not markdown.read_record_text("a\n[b]: c.md").faults
