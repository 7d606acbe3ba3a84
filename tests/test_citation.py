"""Citations as people write them."""

from __future__ import annotations

import pytest
from explainer.check import coverage
from explainer.derive import record_citations
from explainer.make import print_context, printing
from explainer.model import records as model
from explainer.read import citation, markdown, private, prose
from explainer.read.citation import Citation, MalformedCitation


@pytest.mark.parametrize(
    ("inside", "cited"),
    [
        ("@a", [Citation("a")]),
        ("@a-b-2", [Citation("a-b-2")]),
        ("@a, ¶7", [Citation("a", "¶7")]),
        ("@a,¶ 7", [Citation("a", "¶7")]),
        ("@a, ¶7-9", [Citation("a", "¶7-9")]),
        ("@a, ¶7–9", [Citation("a", "¶7-9")]),
        ("@a, ¶¶7, 9", [Citation("a", "¶7, 9")]),
        ("@a, p. 3", [Citation("a", "p. 3")]),
        ("@a, p.3", [Citation("a", "p. 3")]),
        ("@a, p.\u00a03", [Citation("a", "p. 3")]),
        ("@a, pp. 3-5, 8", [Citation("a", "pp. 3-5, 8")]),
        ("@a, § 1604", [Citation("a", "§ 1604")]),
        ("@a, §§ 1604-1605", [Citation("a", "§§ 1604-1605")]),
        ("@a, § 1605A", [Citation("a", "§ 1605A")]),
        ("@a, § 1605(a)(2)", [Citation("a", "§ 1605(a)(2)")]),
        ("@a, § 240.10b-5", [Citation("a", "§ 240.10b-5")]),
        ("@a, p. xii", [Citation("a", "p. xii")]),
        ("@a, p. xii-xv", [Citation("a", "pp. xii-xv")]),
        ("@a, art. 5", [Citation("a", "art. 5")]),
        ("@a, art. 5-7", [Citation("a", "arts. 5-7")]),
        ("@a, art. 121-1", [Citation("a", "art. 121-1")]),  # one article of a French code
        ("@a, art. L. 121-1", [Citation("a", "art. L. 121-1")]),
        ("@a, § L. 121-1", [Citation("a", "§ L. 121-1")]),
        ("@a, ch. 2", [Citation("a", "ch. 2")]),
        ("@a, chap. 2", [Citation("a", "ch. 2")]),
        ("@a, n. 4", [Citation("a", "n. 4")]),
        ("@a, p. 3 n. 4", [Citation("a", "p. 3 n. 4")]),
        ("@a, ¶¶ 3-5", [Citation("a", "¶3-5")]),
        ("@a, at 12:34", [Citation("a", "at 12:34")]),
        ("@a, p. A4", [Citation("a", "p. A4")]),
        ("@a, p. A1-A4", [Citation("a", "pp. A1-A4")]),
        ("@a, p. xii, xv", [Citation("a", "pp. xii, xv")]),
        ("@a, § 1605(a)(2), 1606", [Citation("a", "§§ 1605(a)(2), 1606")]),
        ("@a, art. III", [Citation("a", "art. III")]),
        ("@a, art. 5 bis", [Citation("a", "art. 5 bis")]),
        ("@a, art. 5-1", [Citation("a", "art. 5-1")]),
        ("@a, art. L121-1", [Citation("a", "art. L121-1")]),
        ('@a, "about 1,400"', [Citation("a", "", "about 1,400")]),
        ('@a, p. 3, "a; b"; @b', [Citation("a", "p. 3", "a; b"), Citation("b")]),
        ('@a,"a\n b"', [Citation("a", "", "a b")]),
        # The mark agrees with the number.
        ("@a, p. 3-5", [Citation("a", "pp. 3-5")]),
        ("@a, pp. 3", [Citation("a", "p. 3")]),
        ("@a, § 3, 5", [Citation("a", "§§ 3, 5")]),
        ("@a; @b, p. 1", [Citation("a"), Citation("b", "p. 1")]),
        ("@a ;@b", [Citation("a"), Citation("b")]),
        ("@a;\n@b", [Citation("a"), Citation("b")]),
    ],
)
def test_citations_are_read(inside: str, cited: list[Citation]) -> None:
    assert list(citation.parse(inside)) == cited


@pytest.mark.parametrize(
    ("inside", "wrong"),
    [
        ("@", "@"),
        ("@A", "@A"),
        ("@a b", "@a b"),
        ("@a;", "[@]"),
        ("see @a", "see @a"),
        ("@a-", "@a-"),
        ("@a, 3", "@a, 3"),
        ("@a, page 3", "@a, page 3"),
        ("@a, p. y", "@a, p. y"),
        ("@a, p. 3-", "@a, p. 3-"),
        ('@a, ""', '@a, ""'),
        ('@a, "a', '@a, "a'),
        ('@a "b"', '@a "b"'),
        ('@a, "b", p. 3', '@a, "b", p. 3'),
        (f'@a, "{"w " * 13}"', f'@a, "{"w " * 13}"'),
        ("@a, p. mix", "@a, p. mix"),  # a word, and no roman number
        ("@a, at noon", "@a, at noon"),
        ("@a, at 12:99", "@a, at 12:99"),
        ("@a, p. \u0663", "@a, p. \u0663"),
        ("@a, pp. 9-7", "@a, pp. 9-7"),
        ("@a, p. 0", "@a, p. 0"),
        ("@a, ¶", "@a, ¶"),
        ("@a, p. 3, § 4", "@a, p. 3, § 4"),
        ("@a,", "@a,"),
        ("@a, pp. 3-3", "@a, pp. 3-3"),
        ("@a, pp. 10-9", "@a, pp. 10-9"),
        ("@a, ¶0", "@a, ¶0"),
    ],
)
def test_malformed_citations_are_told_apart(inside: str, wrong: str) -> None:
    found = [one for one in citation.parse(inside) if isinstance(one, MalformedCitation)]
    assert [one.text for one in found] == [wrong]
    assert "expected" in found[0].reason


@pytest.mark.parametrize(
    ("locator", "numbers"),
    [
        ("", ()),
        ("p. 3", ()),
        ("¶7", (7,)),
        ("¶7-9", (7, 8, 9)),
        ("¶2, 5-6", (2, 5, 6)),
        ("¶9-7", ()),
        ("¶1-999999999", tuple(range(1, 1001))),  # bounded, whatever is typed
    ],
)
def test_paragraphs_are_counted(locator: str, numbers: tuple[int, ...]) -> None:
    assert Citation("a", locator).paragraphs == numbers


@pytest.mark.parametrize("text", ["a, ¶7", "@a, ¶7", "  a , ¶ 7 "])
def test_a_list_item_needs_no_at_sign(text: str) -> None:
    assert citation.parse_bare(text) == Citation("a", "¶7")


@pytest.mark.parametrize(
    "cited",
    [
        Citation("a"),
        Citation("a-b", "¶7-9"),
        Citation("a", "p. 3 nn. 4-5"),
        Citation("a", "p. 3", "a; b"),
    ],
)
def test_a_citation_reads_back(cited: Citation) -> None:
    assert citation.parse_bare(str(cited)) == cited
    assert citation.unpack(citation.pack([cited, cited])) == [cited, cited]


@pytest.mark.parametrize(
    ("text", "groups"),
    [
        ("x [@a] y [@b; @c, p. 1].", [("@a",), ("@b", "@c, p. 1")]),
        ("[a](b.md) [@ ]", [("@",)]),
        ("[x@y.org] [see @a] [@a", []),
        ("[[@a]]", [("@a",)]),
    ],
)
def test_brackets_are_found(text: str, groups: list[tuple[str, ...]]) -> None:
    tree = markdown.read_record_text(text)
    found = [tuple(map(said, e.citations)) for e in tree.walk() if e.tag == "cite"]
    assert found == groups


def said(cited: Citation | MalformedCitation) -> str:
    return cited.text if isinstance(cited, MalformedCitation) else str(cited)


@pytest.mark.parametrize(
    ("text", "cited"),
    [
        (r"A fact \[@a].", []),
        (r"A fact \\[@a].", ["a"]),
        (r"\[@a] and [@b].", ["b"]),
        ("[@a]", ["a"]),
    ],
)
def test_an_escaped_citation_is_words_everywhere(text: str, cited: list[str]) -> None:
    """To coverage, parity and indexes, which read prose and records, as to rendering."""
    page, _ = prose.read("docs/en/x.md", "en", "x.md", text.encode())
    assert [c.citation.source for c in page.citations if isinstance(c.citation, Citation)] == cited
    assert coverage.count_passages(page).sourced == bool(cited)
    term = model.Term(id="t", name=model.Text(en="t"), definition=model.Text(en=text))
    assert [c.source for c in record_citations.citations_of_record(term, "en")] == cited
    assert ("[@a]" in markdown.record_plain_text(text)) == ("a" not in cited)
    html = printing.print_blocks(page.tree.blocks, print_context.PrintContext("en"))
    assert html.count(private.CITE) == len(cited)
    assert ("[@a]" in html) == ("a" not in cited)
