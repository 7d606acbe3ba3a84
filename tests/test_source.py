"""``make source``: drafts from Zotero's files, DOIs and pages, which lose nothing and guess nothing."""

from __future__ import annotations

import json
import random
import re
import shutil
from pathlib import Path
from typing import Any

import broken_cases
import builds
import pytest
import yaml
from elsewhere import Elsewhere, client
from explainer.build import compile_site
from explainer.desk import incoming, source
from explainer.desk.incoming import ImportedSource, bibtex, csljson, ris
from explainer.make.site import Site
from explainer.model.fields import MAX_SLUG, SLUG, Text
from explainer.model.source import Source
from explainer.words import csl

ZOTERO = builds.ROOT / "tests" / "zotero"
FORMS = ("items.json", "items.ris", "items.bib")
READERS = {"items.json": csljson.read, "items.ris": ris.read, "items.bib": bibtex.read}
LANGUAGES = ("en", "fr")


@pytest.fixture
def desk(tiny_folder: Path) -> Path:
    """The tiny story, with the templates of records."""
    shutil.copytree(builds.ROOT / "contributing", tiny_folder / "contributing")
    return tiny_folder


@pytest.fixture
def other(other: Elsewhere, no_proxy: None, monkeypatch: pytest.MonkeyPatch) -> Elsewhere:
    monkeypatch.setenv("DOI_RESOLVER", other.url + "/")
    return other


def take(folder: Path, given: object) -> int:
    return source.write_drafts(broken_cases.settings(folder), str(given), client())


def draft(folder: Path, id_: str) -> dict[str, Any]:
    text = (folder / "data" / "sources" / f"{id_}.yml").read_text("utf-8")
    return {key: value for key, value in yaml.safe_load(text).items() if value is not None}


def ids(folder: Path) -> set[str]:
    return {path.stem for path in (folder / "data" / "sources").glob("*.yml")}


def read(form: str) -> dict[str, ImportedSource]:
    made = list(READERS[form]((ZOTERO / form).read_text("utf-8-sig"), form))
    assert all(isinstance(one, ImportedSource) for one in made)
    for one in made:
        one.drop_invalid_fields(LANGUAGES)
    return {one.values["title"]: one for one in made}


# Files of Zotero

# What Zotero's BibTeX does not say, by its own translator: the day, a newspaper, a court.
_NOT_IN_BIBTEX = {
    "article-newspaper": "article-journal", "post-weblog": "webpage", "legal_case": "webpage",
}  # fmt: skip
_LOST = {"event", "authority", "number", "volume", "page", "section"}


@pytest.mark.parametrize("form", FORMS)
def test_twenty_items_of_ten_types_are_read(form: str) -> None:
    expected = yaml.safe_load((ZOTERO / "expected.yml").read_text("utf-8"))
    assert len(expected) == 20
    assert len({values["type"] for values in expected}) == 10
    made = read(form)
    assert list(made) == [values["title"] for values in expected]
    for values in expected:
        said = made[values["title"]].values
        if form != "items.bib":
            assert said == values
            continue
        kind = _NOT_IN_BIBTEX.get(values["type"], values["type"])
        assert said["type"] in (kind, "document" if "URL" not in values else kind)
        lost = set(values) - set(said)
        assert lost <= _LOST
        same = values.keys() - lost - {"type", "issued"}
        assert {key: said[key] for key in same} == {key: values[key] for key in same}
        assert values.get("issued", "").startswith(said.get("issued", ""))


@pytest.mark.parametrize("form", FORMS)
def test_what_no_key_holds_is_told(form: str) -> None:
    left = {title: dict(one.unplaced) for title, one in read(form).items()}
    names = {
        "items.json": ("abstract", "source"),
        "items.ris": ("AB", "KW", "DP"),
        "items.bib": ("abstract", "keywords"),
    }
    first = left["On cracks in granite: 100% of bays & decks"]
    assert tuple(first) == names[form]
    assert first[names[form][0]] == "We measure."
    assert left["The third bay"] == {"ISBN": "0-226-28705-3"}  # its last digit is wrong
    assert left["Deck notes"] == {}


@pytest.mark.parametrize("form", FORMS)
def test_drafts_filled_in_are_records(
    form: str, desk: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    before = ids(desk)
    assert take(desk, ZOTERO / form) == 0
    new = ids(desk) - before
    assert len(new) == 20
    said = capsys.readouterr().out.splitlines()
    assert all(": to fill in: nature, checked, gist" in line for line in said)
    told = broken_cases.compile_report(desk)
    assert {line.partition(":")[0] for line in told} == {f"data/sources/{id_}.yml" for id_ in new}
    for id_ in new:
        path = desk / "data" / "sources" / f"{id_}.yml"
        text = path.read_text("utf-8").replace('""', '"A document."')
        text = re.sub("^nature:.*", "nature: gazette", text, flags=re.MULTILINE)
        path.write_text(re.sub("^checked:.*", "checked: whole", text, flags=re.MULTILINE), "utf-8")
    assert broken_cases.compile_report(desk) == []
    # Once more, and nothing is written: those with a DOI or an address are told, ids are not reused.
    files = builds.files(desk)
    take(desk, ZOTERO / form)
    assert files.items() <= builds.files(desk).items()
    said = capsys.readouterr().out
    assert "here already as roe-cracks-granite-2018 (same DOI); not written" in said
    assert "here already as doe-cracked-bridge-2019 (same address); not written" in said
    assert "data/sources/muller-pont-muet-2017-2.yml: to fill in" in said


# The site's own exports


@pytest.fixture(scope="module")
def site() -> Site:
    """The real site, compiled."""
    made, problems = compile_site(broken_cases.settings(builds.ROOT))
    assert made is not None, problems
    return made


@pytest.mark.parametrize(
    ("name", "form"), [("sources.csl.json", "items.json"), ("sources.bib", "items.bib")]
)
def test_the_sites_own_exports_give_the_same_records(name: str, form: str, site: Site) -> None:
    ours = {"nature": "press", "checked": "whole", "gist": Text(en="g", fr="g")}
    read_back = list(READERS[form](site.downloads[f"data/{name}"].data.decode(), name))
    assert len(read_back) == len(site.story.sources)
    for one in read_back:
        assert isinstance(one, ImportedSource)
        one.drop_invalid_fields(LANGUAGES)
        assert one.unplaced == []
        made = Source.model_validate(
            {"id": one.id, **ours, **one.values}, context={"languages": LANGUAGES}
        )
        was = csl.make_item(site.story.sources[one.id])
        # The note is the site's own; that a title is in another language than its document is lost.
        for item in (again := csl.make_item(made), was):
            item.pop("note", None)
        assert json.dumps(again, sort_keys=True) == json.dumps(was, sort_keys=True)


@pytest.mark.parametrize("name", ["bridge.json", "pont.json"])
def test_the_example_of_contributing_is_what_happens(
    name: str, desk: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    items = [
        {
            "type": "article-journal", "title": "On cracks in granite", "abstract": "We measure.",
            "author": [{"family": "Roe", "given": "Jo"}], "language": "en",
            "issued": {"date-parts": [[2018, 5, 4]]},
        },
        {"type": "webpage", "title": "x", "URL": draft(desk, "courier-2019")["URL"]},
    ]  # fmt: skip
    monkeypatch.chdir(desk)
    Path(name).write_text(json.dumps(items), "utf-8")
    assert take(desk, name) == 0
    told = (builds.ROOT / "CONTRIBUTING.md").read_text("utf-8")
    assert f"$ make source FROM={name}\n{capsys.readouterr().out}```" in told
    made = (desk / "data/sources/roe-cracks-granite-2018.yml").read_text("utf-8").splitlines()
    shown = re.search(rf"```yaml\n(# From {name}.*?)```", told, re.DOTALL)
    assert shown is not None
    # The words that a project knows are its own.
    made = [re.sub(r"(source_natures · ).*", r"\1…", line) for line in made]
    kept = [line for line in made if line in shown[1].splitlines()]
    assert kept == shown[1].splitlines()


# What is in the way


def test_nothing_is_overwritten_and_doubles_are_told(
    desk: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    address = draft(desk, "courier-2019")["URL"].replace("https://", "http://www.")
    items = [
        {"id": "courier-2019", "type": "webpage", "title": "Another", "language": "en"},
        {"type": "webpage", "title": "x", "URL": f"{address}&utm_source=a#b"},
        {"type": "book", "title": "y", "DOI": "https://doi.org/10.1000/ABC"},
        {"type": "book", "title": "z", "DOI": "10.1000/abc"},
    ]  # fmt: skip
    file = tmp_path / "list"
    file.write_text(json.dumps(items), "utf-8")
    before = builds.files(desk)
    assert take(desk, file) == 0
    after = builds.files(desk)
    assert before.items() <= after.items()
    assert len(after) == len(before) + 2
    out = capsys.readouterr().out
    assert "data/sources/courier-2019-2.yml: to fill in" in out
    assert "item 2: here already as courier-2019 (same address)" in out
    assert "item 4: here already as y (same DOI)" in out


def test_an_id_is_cut_where_it_must_be(desk: Path, tmp_path: Path) -> None:
    title = " ".join(["unpronounceable" * 3, "interminability" * 3])
    items = [
        {"type": "book", "title": f"{title} {n}", "author": [{"family": "Roe", "given": "Jo"}]}
        for n in range(2)
    ]
    file = tmp_path / "list"
    file.write_text(json.dumps(items), "utf-8")
    before = ids(desk)
    assert take(desk, file) == 0
    first, second = sorted(ids(desk) - before, key=lambda id_: id_.endswith("-2"))
    assert max(len(first), len(second)) <= MAX_SLUG
    assert second == f"{first[: MAX_SLUG - 4].rstrip('-')}-2"
    assert SLUG.fullmatch(first)
    assert SLUG.fullmatch(second)


BROKEN = {
    "no file": (None, "cannot be read: No such file or directory; expected a file, a DOI or an address"),
    "no text": (b"\xff\xfe\x00", "it is not UTF-8; export it again"),
    "nothing": (b"", "no source in it; expected CSL-JSON, BibTeX or RIS"),
    "words": (b"Dear all, mail me @ home", "no source in it"),
    "an empty list": (b"[]", "no source in it"),
    "no JSON": (b'[{"title": "a"},\n {]', "FILE:2:3: no JSON: "),
    "no item": (b'["a"]', "FILE, item 1: no item of CSL-JSON"),
    "an entry that does not end": (b"@book{a,\n title={x\n\n@book{b, title={y}}", "FILE:1: an entry that cannot be read"),
    "a reference that does not end": (b"TY  - BOOK\nTI  - x\n", "FILE:1: a reference that does not end"),
}  # fmt: skip


@pytest.mark.parametrize("case", BROKEN)
def test_what_cannot_be_read_is_one_line(
    case: str, desk: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    data, says = BROKEN[case]
    file = tmp_path / "given.txt"
    if data is not None:
        file.write_bytes(data)
    assert take(desk, file) == 1
    [line] = capsys.readouterr().err.splitlines()
    assert line.startswith(str(file))
    assert says.replace("FILE", str(file)) in line
    assert ids(desk) - {"b"} == ids(builds.ROOT / "tests" / "tiny")


def test_a_broken_entry_hides_no_other(desk: Path, tmp_path: Path) -> None:
    file = tmp_path / "a.bib"
    file.write_bytes(BROKEN["an entry that does not end"][0] or b"")
    assert take(desk, file) == 1
    assert draft(desk, "b")["title"] == "y"


RIS = """TY  - JOUR
TI  - A title that
goes on
AU  - Roe, Jo
AU  -
DA  - Spring 2018
PY  - 2018
JO  - J. Br.
ER  -

TY  - PAT
TI  - No end
"""


def test_lines_go_on_and_a_reference_that_does_not_end_hides_no_other() -> None:
    first, wrong = ris.read(RIS, "a.ris")
    assert isinstance(first, ImportedSource)
    assert first.values == {
        "type": "article-journal", "title": "A title that goes on", "issued": "2018",
        "author": [{"family": "Roe", "given": "Jo"}], "container-title": "J. Br.",
    }  # fmt: skip
    assert first.unplaced == [("DA", "Spring 2018")]
    assert wrong == "a.ris:11: a reference that does not end; expected «ER  - »"


# What people and programs write: (form, text) → of each document its values or what is told of it.
# Those of a book called T are left out.
ENTRIES: dict[str, tuple[str, str, list[Any]]] = {
    "accents that begin names": ("items.bib", r"@book{a, title={T}, author={Jo Roe and \'{E}mile Zola and \v{S}koda, I.}}", [
        {"author": [{"family": "Roe", "given": "Jo"}, {"family": "Zola", "given": "Émile"}, {"family": "Škoda", "given": "I."}]}]),
    "names in braces": ("items.bib", "@book{a, title={T}, author={{Corbel and Sons} and {d'}Alembert, J.}}", [
        {"author": [{"literal": "Corbel and Sons"}, {"family": "d'Alembert", "given": "J."}]}]),
    "and others": ("items.bib", "@book{a, title={T}, author={Roe, Jo and others}}", [
        {"author": [{"family": "Roe", "given": "Jo"}], "left": {"author": "others"}}]),
    "signs that are not escaped": ("items.bib", "@book{a, title={T}, publisher={R&D #1}, number={5% of $6 and $7}, series={$x^2$ &lt;i&gt; <i>a</i>}}", [
        {"publisher": "R&D #1", "number": "5% of $6 and $7", "collection-title": "x^2 <i> a"}]),
    "braces and circumflexes": ("items.bib", r"@book{a, title={T}, publisher={a \textbraceleft{}b\textbraceright{} \textasciicircum{}}}", [
        {"publisher": "a {b} ^"}]),
    "macros": ("items.bib", '@string{b = "J. of Br"}\n@book{a, title={T}, publisher = b # "idges", series = nope}', [
        {"publisher": "J. of Bridges", "left": {"series": "nope, a macro that is not in the file"}}]),
    "months and days": ("items.bib", "@book{a, title={T}, year=2019, month=mar, day=4}\n@book{b, title={T}, year=2019, month={May--June}}\n"
        '@book{c, title={T}, year=2019, month = mar # "~5"}', [
        {"issued": "2019-03-04"}, {"issued": "2019", "left": {"month": "May–June"}}, {"issued": "2019-03-05"}]),
    "what it stands in": ("items.bib", "@inproceedings{a, title={T}, crossref={p}}\n@proceedings{p, title={Proc.}, year=2019, editor={Ed, Al}}", [
        {"type": "paper-conference", "container-title": "Proc.", "issued": "2019", "editor": [{"family": "Ed", "given": "Al"}]},
        {"title": "Proc.", "issued": "2019", "editor": [{"family": "Ed", "given": "Al"}]}]),
    "a key of two": ("items.bib", "@book{a, title={T}}\n@book{a, title={U}}", [{"title": "U"}, {}]),
    "a field of two": ("items.bib", "@book{a, title={T}, title={U}}", ["items.bib:1: an entry that cannot be read: the field title is there twice"]),
    "no comma": ("items.bib", "@book{a, title={T} year={2019}}", ["items.bib:1: an entry that cannot be read: no comma before year"]),
    "no end": ("items.bib", "@book{a, title={T", ["items.bib:1: an entry that cannot be read: its braces do not close"]),
    "an address in a command": ("items.bib", r"@book{a, title={T}, url={\url{https://x.example/a\_b}}}", [{"URL": "https://x.example/a_b"}]),
    "two addresses": ("items.bib", "@book{a, title={T}, howpublished={https://x.example and https://y.example}}", [
        {"URL": "https://x.example", "left": {"howpublished": "https://x.example and https://y.example"}}]),
    "tags with one space": ("items.ris", "TY - BOOK\nTI - T\nER - \n", [{}]),
    "an end without a start": ("items.ris", "TY  - BOOK\nTI  - T\nEP  - 5\nER  - \n", [{"left": {"EP": "5"}}]),
    "several numbers": ("items.ris", "TY  - BOOK\nTI  - T\nSN  - 978-0-226-28705-8 0-8044-2957-X\nER  - \n", [{"ISBN": "978-0-226-28705-8"}]),
    "marks of HTML": ("items.ris", "TY  - BOOK\nTI  - <i>T</i>\nPB  - R&amp;D\nER  - \n", [{"publisher": "R&D"}]),
    "nothing said": ("items.json", '{"type": "book", "title": "T", "DOI": null, "language": null, "author": null}', [{}]),
    "names of every shape": ("items.json", '{"type": "book", "title": "T", "author": ["Jo Roe", {"name": "Lab"}, {}, {"given": "Jo"}]}', [
        {"author": [{"family": "Roe", "given": "Jo"}, {"literal": "Lab"}, {"literal": "Jo"}]}]),
    "a wrapping": ("items.json", '{"items": [{"type": "book", "title": "T"}]}', ["items.json, item 1: no item of CSL-JSON; expected {…}"]),
}  # fmt: skip


@pytest.mark.parametrize("case", ENTRIES)
def test_what_others_write_is_read_or_told(case: str) -> None:
    form, text, expected = ENTRIES[case]
    found: list[Any] = []
    for one in READERS[form](text, form):
        if isinstance(one, ImportedSource):
            left = {"left": dict(one.unplaced)} if one.unplaced else {}
            book = {"type": "book", "title": "T"}.items()
            found.append({k: v for k, v in (one.values | left).items() if (k, v) not in book})
        else:
            found.append(one)
    assert found == expected


@pytest.mark.parametrize("form", FORMS)
def test_a_damaged_file_is_read_or_told(form: str) -> None:
    text, dice = (ZOTERO / form).read_text("utf-8-sig"), random.Random(12)
    seen = 0
    for _ in range(60):
        letters = list(text)
        for _ in range(dice.randint(1, 12)):
            at = dice.randrange(len(letters))
            letters[at] = dice.choice(["", "{", "}", "@", ",", "=", '"', "\\", "$", "[", "\n", "0"])
        for one in READERS[form]("".join(letters), form):
            seen += 1
            if isinstance(one, ImportedSource):
                one.drop_invalid_fields(LANGUAGES)
            else:
                assert one.startswith(form)
    assert seen


ODD = (None, 0, "", [], {}, ["a"], [1], [[2018]], {"date-parts": [["x"]]}, {"date-parts": None}, {"raw": 5},
       [{"family": 1}], [{"literal": None}], [["x"]], {"season": "x", "date-parts": [[2018]]})  # fmt: skip


@pytest.mark.parametrize(
    "key", ["type", "title", "author", "issued", "language", "DOI", "ISBN", "page", "note", "URL"]
)
def test_odd_values_of_json_are_left(key: str) -> None:
    for odd in ODD:
        [made] = csljson.read(json.dumps({"type": "book", "title": "x", key: odd}), "a.json")
        assert isinstance(made, ImportedSource)
        made.drop_invalid_fields(LANGUAGES)
        anything = {"id": "x", "nature": "x", "checked": "x", "language": "en", "title": "x"}
        gist = {"gist": Text(en="g", fr="g")}
        Source.model_validate(anything | gist | made.values, context={"languages": LANGUAGES})


def test_hostile_values_stay_text(desk: Path, tmp_path: Path) -> None:
    item = {
        "id": "../../x", "type": "webpage", "title": 'He said "no": # {a}\n- b \x07"', "language": "no",
        "URL": "javascript:alert(1)", "abstract": "a\nid: b\x1b[2J", "publisher": "=1+1",
        "author": [{"family": "O'Neil: {x}", "given": "A"}], "issued": {"date-parts": [["2019", "13"]]},
    }  # fmt: skip
    file = tmp_path / "a.json"
    file.write_text(json.dumps([item]), "utf-8")
    assert take(desk, file) == 0
    made = draft(desk, "o-neil-said")
    assert made["title"].startswith('He said "no": # {a}')
    assert made["author"] == [{"family": "O'Neil: {x}", "given": "A"}]
    assert made["language"] == "no"
    assert made["publisher"] == "=1+1"
    assert {"URL", "issued", "abstract"} & made.keys() == set()
    notes = (desk / "data/sources/o-neil-said.yml").read_text("utf-8")
    assert "# Not placed: issued: {'date-parts': [['2019', '13']]}" in notes
    assert "# Not placed: URL: javascript:alert(1)" in notes
    assert "# Not placed: abstract: a id: b[2J" in notes


@pytest.mark.parametrize(
    ("given", "made"),
    [
        ("en_GB", "en-GB"), ("eng", "en"), ("English", "en"), ("FR", "fr"), ("fre", "fr"),
        ("ngerman", "de"), ("american", "en-US"), ("zh-Hant", "zh-Hant"), ("xx-none", ""),
        ("Klingonish", ""), ("", ""),
    ],
)  # fmt: skip
def test_languages(given: str, made: str) -> None:
    assert incoming.parse_language(given) == made


@pytest.mark.parametrize(
    ("given", "made"),
    [
        ("2018/05/04/", "2018-05-04"), ("2018//", "2018"), ("2018/5/4", "2018-05-04"),
        ("2018-05-04T23:30:00+02:00", "2018-05-04"), ("2018/05//Spring", "2018-05"),
        ("2018-04/2018-06", "2018-04/2018-06"), ("2018~", "2018~"), ("2018-13", ""),
        ("last year", ""), ("4 May 2018", ""),
    ],
)  # fmt: skip
def test_dates(given: str, made: str) -> None:
    assert incoming.parse_date(given) == made


# DOIs and addresses


@pytest.mark.parametrize("given", ["10.1000/182", "doi:10.1000/182", "https://doi.org/10.1000/182"])
def test_a_doi_is_asked_for_csl(given: str, desk: Path, other: Elsewhere) -> None:
    assert take(desk, given) == 0
    made = draft(desk, "roe-cracks-2018")
    assert made["DOI"] == "10.1000/182"
    assert (made["type"], made["title"]) == ("article-journal", "On cracks")
    assert (made["container-title"], made["page"]) == ("Journal", "101-130")
    assert made["author"] == [{"family": "Roe", "given": "Jo"}]
    assert other.times("/robots.txt") == 0


@pytest.mark.parametrize(
    ("given", "says"),
    [
        ("10.1000/none", "10.1000/none: HTTP 404 Not Found; nothing was written"),
        ("URL/status/404", "/status/404: HTTP 404 Not Found; nothing was written"),
        ("http://127.0.0.1:1/x", "Connection refused; nothing was written"),
    ],
)
def test_what_does_not_answer_is_told(
    given: str, says: str, desk: Path, other: Elsewhere, capsys: pytest.CaptureFixture[str]
) -> None:
    assert take(desk, given.replace("URL", other.url)) == 1
    assert says in capsys.readouterr().err
    assert ids(desk) == ids(builds.ROOT / "tests" / "tiny")


def test_an_article_says_what_it_is(desk: Path, other: Elsewhere) -> None:
    assert take(desk, other.url + "/article") == 0
    made = draft(desk, "marbre-pont-muet-2019")
    assert made["type"] == "article-newspaper"
    assert made["title"] == "Le pont « muet » se fissure"
    assert made["author"] == [
        {"family": "Marbre", "given": "Jeanne", "non-dropping-particle": "de"},
        {"literal": "Agence du Fleuve"},
    ]
    assert (made["container-title"], made["language"]) == ("Le Courrier d'Aldmere", "fr")
    assert str(made["issued"]) == "2019-04-02"
    assert made["URL"] == other.url + "/2019/pont"


def test_a_paper_leads_to_its_pdf(desk: Path, other: Elsewhere) -> None:
    assert take(desk, other.url + "/paper") == 0
    made = draft(desk, "roe-arches-2018")
    assert (made["type"], made["DOI"]) == ("article-journal", "10.1000/xyz")
    assert (made["URL"], made["landing_url"]) == (other.url + "/paper.pdf", other.url + "/paper")
    assert (made["volume"], made["issue"], made["page"]) == ("12", "3", "101-130")
    assert made["author"][1] == {"family": "Dyke", "given": "Ann", "non-dropping-particle": "van"}
    assert (str(made["issued"]), made["language"]) == ("2018-05-04", "en")


@pytest.mark.parametrize(
    ("path", "keys"), [("/another", {"type", "title", "URL"}), ("/pdf", {"type", "URL"})]
)
def test_nothing_is_guessed_from_a_page_that_says_nothing(
    path: str, keys: set[str], desk: Path, other: Elsewhere, capsys: pytest.CaptureFixture[str]
) -> None:
    before = ids(desk)
    assert take(desk, other.url + path) == 0
    [new] = ids(desk) - before
    assert draft(desk, new).keys() - {"id", "gist"} == keys
    asked = capsys.readouterr().out
    assert ("title" in asked) is (path == "/pdf")
    assert "language" in asked
