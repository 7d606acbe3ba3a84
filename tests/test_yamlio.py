"""YAML with places: values as people mean them, and where each one stands."""

from __future__ import annotations

import time
from typing import Any

import pytest
import yaml
from explainer.read import decoding, yamlio


def read(text: str | bytes, **options: Any) -> tuple[yamlio.Document, list[str]]:
    raw = text if isinstance(text, bytes) else text.encode()
    document, problems = yamlio.read("x.yml", raw, **options)
    return document, [str(problem) for problem in problems]


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("a: 1", {"a": 1}),
        ("a: cule\u0301e", {"a": "cul\u00e9e"}),
        ("a: 1.5", {"a": 1.5}),
        ("a: true", {"a": True}),
        ("a: 'yes'", {"a": "yes"}),
        ("a: 'no'", {"a": "no"}),
        ("a:", {"a": None}),
        ("a: ~", {"a": None}),
        ("a: ''", {"a": ""}),
        ("a: 2020-12-21", {"a": "2020-12-21"}),  # a date stays text, partial or whole
        ("a: 2020-12", {"a": "2020-12"}),
        ("a: 2020", {"a": 2020}),
        ("a: .inf", {"a": ".inf"}),
        ("a: x", {"a": "x"}),
        ("a: [x, 1]", {"a": ["x", 1]}),
        ("a: {b: {c: d}}", {"a": {"b": {"c": "d"}}}),
        ("a: >-\n  one\n  two\n", {"a": "one two"}),
        ("a: |\n  one\n  two\n", {"a": "one\ntwo\n"}),
        ("a: «1 400»", {"a": "«1\u202f400»".replace("\u202f", " ")}),
        ("1: a", {"1": "a"}),
        ("# nothing", None),
        ("", None),
        ("- a\n- b", ["a", "b"]),
    ],
)
def test_values_are_what_people_mean(text: str, value: Any) -> None:
    document, problems = read(text)
    assert problems == []
    assert document.value == value


@pytest.mark.parametrize(
    "value",
    ["yes", "No", "on", "010", "0x1f", "0o17", "1e3", "1_000", "12:30", "12:30:45", "-0b1"],
)
def test_what_readers_of_yaml_read_each_in_their_way_is_told(value: str) -> None:
    _, problems = read(f"b:\n  a: {value}")
    assert problems == [
        f"x.yml:2:6: b.a: readers of YAML differ on «{value}»; expected true or false, a plain "
        "number, or the text between quotes [yaml-ambiguous]"
    ]
    assert read(f"a: '{value}'")[1] == read(f"a: {value} x")[1] == []


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("a: The bridge #1 of two", "1:15: a: «#1 of two» is a comment to YAML, and no reader sees it; expected quotes around the text, or a space after the # [text-quotes]"),
        ("a: b\nc:\n\u00a0\u00a0d: e", "3:1: the text holds the character U+00A0; take it out [file-character]"),
        ("a: b\u2028c", "1:5: the text holds the character U+2028; take it out [file-character]"),
        ('a: "b\nc: d\ne: f', "1:4: not YAML: found unexpected end of stream; the quote that opens here is never closed [yaml-syntax]"),
        ("a: b\nc:\u00a0d\ne: f", "2:1: not YAML: could not find expected ':'; expected `key: value`, with a plain space after the colon [yaml-syntax]"),
        ("a: @b", "1:4: not YAML: found character that cannot start any token; put a text that begins with «@» between quotes [yaml-syntax]"),
        ("a: *b*", "1:6: not YAML: did not find expected alphabetic or numeric character; put a text that begins with «*» between quotes [yaml-syntax]"),
        ("a: * b", "1:5: not YAML: did not find expected alphabetic or numeric character; put a text that begins with «*» between quotes [yaml-syntax]"),
        ("a: >b", "1:5: not YAML: did not find expected comment or line break; put a text that begins with «>» between quotes [yaml-syntax]"),
        ('a: "b" c', "1:8: not YAML: did not find expected key; put the whole text between quotes, of a kind that it does not hold [yaml-syntax]"),
        ('a: "C:\\d"', "1:7: not YAML: found unknown escape character; between double quotes a backslash is typed twice; between single ones, once [yaml-syntax]"),
    ],
)  # fmt: skip
def test_what_yaml_reads_otherwise_is_told_where_it_begins(text: str, said: str) -> None:
    assert read(text)[1] == [f"x.yml:{said}"]


@pytest.mark.parametrize("text", ["a: b # c", "a: b#c", "a: 'b #c'", "a: |\n  b #c", "#c\na: b #"])
def test_a_comment_and_a_sign_are_told_apart(text: str) -> None:
    assert read(text)[1] == []


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("a: {fr: Combien d'appareils ?, en: How many?}", "1:9: a.fr"),
        ("a:\n  - {b: [c, d?e]}", "2:13: a[0].b[1]"),
        ("a: [{b: c}, d?]", "1:13: a[1]"),
    ],
)
def test_a_question_mark_in_braces_stands_between_quotes(text: str, place: str) -> None:
    _, problems = read(text)
    assert problems[0] == (
        f"x.yml:{place}: some readers of YAML stop at a «?» inside {{ }} or [ ]; expected the text "
        "between quotes [yaml-ambiguous]"
    )
    with pytest.raises(yaml.YAMLError):
        yaml.safe_load(text)


@pytest.mark.parametrize("text", ["a: Combien ?", "a: {b: 'c?'}", "a: [b]\nc: d?", "a:\n- b?"])
def test_a_question_mark_elsewhere_is_a_mark_like_others(text: str) -> None:
    assert read(text)[1] == []
    yaml.safe_load(text)


TEXT = """\
id: x
name: {fr: Nom, en: Name}
relations:
  - kind: a
    target: b
  - {kind: c, target: d}
text: >-
  One line,
  then [@one; @two] another.
"""


@pytest.mark.parametrize(
    ("path", "place"),
    [
        ((), (1, 1)),
        (("id",), (1, 5)),
        (("name",), (2, 7)),
        (("name", "en"), (2, 21)),
        (("relations",), (4, 3)),
        (("relations", 0), (4, 5)),
        (("relations", 0, "target"), (5, 13)),
        (("relations", 1, "target"), (6, 23)),
        (("relations", 1, "nothing"), (6, 5)),  # the nearest parent
        (("nothing",), (1, 1)),
    ],
)
def test_every_value_has_its_place(path: yamlio.Path, place: tuple[int, int]) -> None:
    document, _ = read(TEXT)
    found = document.span(path)
    assert (found.line, found.column) == place


def test_places_are_looked_for_when_one_is_asked_for(monkeypatch: pytest.MonkeyPatch) -> None:
    parsed: list[str] = []
    parse = yamlio.yaml.parse
    monkeypatch.setattr(
        yamlio.yaml, "parse", lambda text, *more: parsed.append(text) or parse(text, *more)
    )
    document, problems = read("a: [b, {c: d}]\n")
    assert (len(parsed), problems) == (1, [])
    assert document.language_path(("a", 1), "c") == ("a", 1, "c")
    assert document.language_path(("a", 2), "c") == ("a", 2)
    assert len(parsed) == 1
    assert [document.span(("a", 1, "c")).column for _ in range(2)] == [12, 12]
    assert len(parsed) == 2


def test_keys_have_places_too() -> None:
    document, _ = read(TEXT)
    found = document.span(("relations", 0, "target"), key=True)
    assert (found.line, found.column) == (5, 5)


def test_a_problem_inside_a_text_points_to_its_words() -> None:
    document, _ = read(TEXT)
    said = document.value["text"]
    place = str(
        document.locate_offset(("text",), said, said.index("two")).problem("cite-form", "no")
    )
    assert place == "x.yml:9:16: text: no [cite-form]"
    # Words that the file does not hold: the place of the value.
    found = document.locate_offset(("text",), "other words", 6).problem("cite-form", "no")
    assert str(found) == "x.yml:7:7: text: no [cite-form]"


STYLES = {
    "plain": "k: alpha beta @gamma delta",
    "plain, folded": "k: alpha\n  beta\n\n\n   @gamma\n  delta",
    "single": "k: 'it''s alpha ''beta'' @gamma delta'",
    "single, folded": "k: 'it''s\n  alpha\n\n  ''beta'' @gamma delta'",
    "double": 'k: "\\u00e9\\x41 \\"beta\\" \\\\ @gamma delta"',
    "double, folded": 'k: "alpha\\\n  \\ beta\n\n  be\\\n  ta\\n\\t@gamma\n  delta"',
    "literal": "k: |\n  alpha\n    beta\n\n  @gamma delta\n",
    "literal, kept": "k: |2+\n   alpha\n  @gamma delta\n\n",
    "folded": "k: >-\n  alpha\n  beta\n\n    @gamma\n\n  delta",
    "in a list": "k: [ 'alpha', 'beta  @gamma delta' ]",
    "unicode": "k: 'é 😀 «\u202fbeta\u202f» @gamma delta'",
}


@pytest.mark.parametrize("source", STYLES.values(), ids=list(STYLES))
def test_every_character_of_a_text_is_found_in_its_file(source: str) -> None:
    document, problems = read(source)
    assert problems == []
    path: yamlio.Path = ("k", 1) if isinstance(document.value["k"], list) else ("k",)
    said = document.value["k"][1] if len(path) == 2 else document.value["k"]
    lines = source.split("\n")
    for text in (said, said.strip()):
        for offset, character in enumerate(text):
            where = document.locate_offset(path, text, offset)
            written = lines[where.line - 1][where.column - 1 :]
            if character == "@":
                assert written.startswith("@gamma")
            elif character.isalpha() and character not in "éA":
                assert written[0] == character


def test_front_matter_counts_the_lines_before_it() -> None:
    document, problems = read("title: x\nbad: [", line_offset=1)
    assert problems[0].startswith("x.yml:3:")
    assert document.value is None
    document, _ = read("title: x\n", line_offset=1)
    assert document.span(("title",)).line == 2


@pytest.mark.parametrize(
    ("path", "shown"),
    [
        (("a",), "a"),
        (("a", 0, "b"), "a[0].b"),
        (("a", "b", 2), "a.b[2]"),
        ((), ""),
    ],
)
def test_paths_read_as_people_write_them(path: yamlio.Path, shown: str) -> None:
    assert yamlio.format_path(path) == shown


def test_a_file_of_the_largest_size_is_read() -> None:
    text = b"a: b\n#"
    assert read(text + b"x" * (decoding.MAX_BYTES - len(text)))[1] == []
    assert read(text + b"x" * (decoding.MAX_BYTES - len(text) + 1))[1] == [
        "x.yml:1:1: the file has 257 KiB; expected 256 KiB at most [file-size]"
    ]


@pytest.mark.parametrize(
    "text",
    [
        "a: " + "[" * 5000 + "]" * 5000,
        "a: " + "{b: " * 5000 + "}" * 5000,
        "\n".join(f"{' ' * i}a:" for i in range(500)),
        "- " * 5000 + "a",
        "a: &a [*a]",
        "a: &x 1\nb: [" + "*x," * 10_000 + "]",
        "? " * 3000 + "a",
        "a: " + '"' + "\\x41" * 20_000 + '"',
        "%YAML 9.9\n---\na: b",
        "a: !!python/object:os.system x",
        "\x00",
        "a: \ud83d".encode("utf-8", "surrogatepass"),
    ],
    ids=range(12),
)
def test_what_is_made_to_hurt_is_told_and_soon(text: str | bytes) -> None:
    began = time.process_time()
    _, problems = read(text)
    assert len(problems) <= 1
    assert time.process_time() - began < 5  # never without end: depth and size are bounded


def test_nothing_is_run() -> None:
    document, problems = read("a: !!python/object/apply:os.getcwd []")
    assert document.value is None
    assert len(problems) == 1
