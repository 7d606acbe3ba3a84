"""Pages in Markdown: they say what the pages say, and mean what they print.

Read back by markdown-it (CommonMark and tables); notes keep their marks, ``[^1]``.
"""

from __future__ import annotations

import re
from typing import Any

import builds
import facts
import pytest
import yaml
from explainer.make.site import Site
from explainer.make.view import ViewFactory
from explainer.output.copies import content, markdown
from lxml import html
from markdown_it import MarkdownIt

READER = MarkdownIt("commonmark").enable("table")
UNSEEN = " | ".join(
    f"//{tag}[contains(concat(' ', @class, ' '), ' {name} ')]"
    for tag, name in (("div", "drawing"), ("span", "tip"), ("span", "back"), ("span", "sr"))
)
UNSEEN += " | //svg | //*[@aria-hidden='true'] | //h2[@id='notes']"


@pytest.fixture(scope="module")
def story(tmp_path_factory: pytest.TempPathFactory) -> Site:
    return builds.compiled(
        builds.tiny_project(tmp_path_factory.mktemp("copies") / "project", code=False),
        site_url="https://example.org/story/",
    )


def twin(site: Site, language: str, name: str) -> tuple[dict[str, Any], str]:
    """Return what a twin says of itself, and its text."""
    view = ViewFactory(site).view(language, name)
    text = markdown.make_page(site, site.pages[language][name], view)
    _, front, body = text.split("---\n", 2)
    return yaml.safe_load(front), body


def words(tree: Any) -> str:
    """Return the words of a page without white space; names of fields have a colon in a twin."""
    return re.sub(r"[\s:]", "", tree.text_content())


def shown(markup: str) -> str:
    """Return the words that a page shows, notes called as in a twin."""
    tree = html.fromstring(f"<div>{markup}</div>")
    for note in tree.xpath("//section[@class='notes']//li"):
        note.text = f"[^{note.get('id').removeprefix('note-')}]{note.text or ''}"
    for call in tree.xpath("//sup[@class='cite']/a"):
        call.text = f"[^{call.text}]"
    for unseen in tree.xpath(UNSEEN):
        unseen.drop_tree()
    return words(tree)


def rendered(body: str) -> Any:
    return html.fromstring(f"<div>{READER.render(body)}</div>")


def notes(body: str, mark: str) -> set[str]:
    """Return the numbers of the notes that a twin defines (":") or calls ("")."""
    return set(re.findall(r"(?m)^\[\^(\d+)\]: " if mark else r"(?m)(?<!^)\[\^(\d+)\]", body))


def same_words(site: Site, every: int = 1) -> int:
    count = 0
    for language, pages in site.pages.items():
        for name, page in list(pages.items())[::every]:
            body = twin(site, language, name)[1]
            assert notes(body, ":") == notes(body, "")
            made = rendered(body)
            for title in made.xpath("//h1[1]"):
                title.drop_tree()
            assert words(made) == shown(page.html), (language, name)
            count += 1
    return count


def test_a_twin_says_what_its_page_says(story: Site) -> None:
    assert same_words(story) > 50


def test_twins_of_the_real_story_say_what_their_pages_say(compiled: Site) -> None:
    assert same_words(compiled, every=9) > 70


@pytest.mark.parametrize(
    ("language", "status", "answer"),
    [("en", "Contested", "**The answer**: "), ("fr", "Discuté", "**La réponse** : ")],
)
def test_a_claim_s_twin_has_its_status_its_dates_and_its_notes(
    story: Site, language: str, status: str, answer: str
) -> None:
    name = "claims/firm-at-fault.md"
    front, body = twin(story, language, name)
    other = "fr" if language == "en" else "en"
    root = "https://example.org/story/"
    assert (front["status"], front["as_of"], front["updated"]) == (
        status,
        "2020-06-02",
        "2020-06-02",
    )
    assert (front["language"], front["url"]) == (
        language,
        root + story.addresses.url(language, name),
    )
    assert front["translations"] == {other: root + story.addresses.url(other, name)[:-1] + ".md"}
    assert f"**{status}**" in body
    assert answer in body.replace("\u00a0", " ")
    assert notes(body, ":")
    assert "◆" not in body  # a shape tells a machine nothing


def test_links_of_a_twin_are_whole_and_lead_where_its_page_s_do(
    story: Site, tmp_path_factory: pytest.TempPathFactory
) -> None:
    known = {url for table in story.addresses.table.values() for url in table.values()}
    files = {*story.downloads, "timeline/calendar.ics", "fr/chronologie/calendar.ics"}
    count = 0
    for language, pages in story.pages.items():
        for name in pages:
            for link in rendered(twin(story, language, name)[1]).xpath("//a/@href"):
                assert re.match("https?://", link), (name, link)
                if link.startswith("https://example.org/story/"):
                    path = link.removeprefix("https://example.org/story/").partition("#")[0]
                    assert path in known | files or path.endswith("/atom.xml"), (name, link)
                    count += 1
    assert count > 300


@pytest.mark.parametrize(
    ("markup", "made"),
    [
        ("<p>1. May: <em>a</em>*b*_c_ [d] &lt;e&gt; `f` \\ &amp;amp;</p>",
         r"1\. May: *a*\*b\*\_c\_ \[d\] \<e> \`f\` \\ \&amp;"),
        ("<p># no heading</p><p>- no list</p><p>+1</p>", "\\# no heading\n\n\\- no list\n\n\\+1"),
        ("<p><strong> a </strong>b<em></em></p>", "**a** b"),
        ('<p><a href="../x/#y">a (b)</a> <a href="f (1).csv">c</a> <a href="#z">d</a></p>',
         "[a (b)](https://e.org/fr/x/#y) [c](https://e.org/fr/p/f%20%281%29.csv) [d](https://e.org/fr/p/#z)"),
        ("<ul><li>a<ul><li>b</li></ul></li><li><p>c</p><p>d</p></li></ul><ol><li>e</li></ol>",
         "- a\n  - b\n- c\n\n  d\n\n1. e"),
        ("<dl><dt>A</dt><dd>b</dd><dt>C</dt><dd>d</dd><dd>e</dd></dl>", "- **A**: b\n- **C**:\n  - d\n  - e"),
        ("<table><thead><tr><th>a|b</th></tr></thead><tbody><tr><td><p>c</p><p>d</p></td></tr></tbody></table>",
         "| a\\|b |\n| --- |\n| c d |"),
        ('<table><thead><tr><th>a</th><th class="centred">b</th><th class="at-end">c</th></tr></thead><tbody><tr><td>1</td><td class="centred">2</td><td class="at-end">3</td></tr></tbody></table>',
         "| a | b | c |\n| --- | :-: | --: |\n| 1 | 2 | 3 |"),
        ("<table><tbody><tr><td>c</td><td></td></tr></tbody></table>", "|  |  |\n| --- | --- |\n| c |  |"),
        ('<p>Ah!<a href="#z">b</a> c!<sup class="cite"><a>1</a></sup></p>', "Ah\\![b](https://e.org/fr/p/#z) c\\![^1]"),
        ("<p><strong>A:</strong>b c<em>«d»</em> <i>e</i><i>f</i> l’<em>«g»</em> <em>h,</em> i</p>",
         "<strong>A:</strong>b c<em>«d»</em> <i>e</i>*f* l’*«g»* *h,* i"),
        ("<p><del>a</del> ~~b~~ 10<sup>6</sup> 2<sup>e</sup></p>", r"~~a~~ \~\~b\~\~ 10<sup>6</sup> 2e"),
        ("<dl><dt>A</dt><dd><ul><li>b</li><li>c</li></ul></dd></dl>", "- **A**:\n  - b\n  - c"),
        ("<h1>#</h1>", "# \\#"),
        ("<h2>What is #</h2><h3>C#</h3>", "## What is \\#\n\n### C#"),
        ("<p><code>a``b</code></p>", "``` a``b ```"),
        ('<ol start="3"><li>a</li><li>b</li></ol>', "3. a\n4. b"),
        ('<table><caption>- c</caption><thead><tr><th colspan="2">a</th></tr></thead><tbody><tr><td>b</td><td>c</td></tr></tbody></table>',
         "\\- c\n\n| a |  |\n| --- | --- |\n| b | c |"),
        ("<pre><code>a\n```\n</code></pre>", "````\na\n```\n````"),
        ('<p><img src="../a.svg" alt="[x]"> <code>a`b</code><br>c</p>',
         r"![\[x\]](https://e.org/fr/a.svg) `` a`b `` c"),
        ('<p>a<sup class="cite" id="r"><span id="s"></span><a href="#note-1">1</a></sup> 1<sup>er</sup></p>',
         "a[^1] 1er"),
    ],
)  # fmt: skip
def test_forms(markup: str, made: str) -> None:
    writer = markdown._MarkdownWriter("fr/p/", "https://e.org/", ": ")
    assert "\n\n".join(writer.blocks(content.parse(markup))) == made


def test_pages_name_their_twins(tiny: facts.Site) -> None:
    for page in tiny.pages:
        [link] = page.select("//link[@rel='alternate'][@type='text/markdown']/@href")
        found = tiny.resolve(page, link)
        assert found is not None and found[0].endswith(".md")
        text = (tiny.folder / found[0]).read_text("utf-8")
        [canonical] = page.select("//link[@rel='canonical']/@href")
        assert f'url: "{canonical}"' in text
    assert len(list(tiny.folder.rglob("*.md"))) == len(tiny.pages)
