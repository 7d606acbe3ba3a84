"""Downloads, read back by frictionless and the standard library."""

from __future__ import annotations

import dataclasses
import hashlib
import json
import re
from pathlib import Path

import builds
import pytest
from explainer import output as outputs
from explainer.derive import subscriptions
from explainer.derive.address import relative_url
from explainer.derive.history import latest_day
from explainer.licence import DEFAULT, LICENCES
from explainer.make.site import Site
from explainer.output import exports, feed
from explainer.output.exports import tables
from explainer.output.exports.columns import TABLES
from explainer.read import markdown
from explainer.words import typography, wording
from reading import SITE, document, table

licence = LICENCES[DEFAULT]


def validated(folder: Path) -> list[str]:
    """Return the types of the errors that frictionless finds in a package."""
    import frictionless

    report = frictionless.validate(str(folder / "data" / "datapackage.json"))
    return [kind for (kind,) in report.flatten(["type"])]


def test_the_package_is_valid(story: Site, tmp_path: Path) -> None:
    exports.write(story.downloads.values(), tmp_path)
    assert validated(tmp_path) == []


@pytest.mark.parametrize(
    ("table", "old", "new", "error"),
    [
        ("relations", ",footbridge,", ",footbrigde,", "foreign-key"),
        ("relations", "2018-05-02", "2 May 2018", "constraint-error"),
        ("relations", "corbel,built", "corbel,broke", "constraint-error"),
        ("events", ",corbel;aldmere,", ",corbel and aldmere,", "constraint-error"),
    ],
)
def test_the_package_says_what_cells_may_hold(
    tiny_story: Site, tmp_path: Path, table: str, old: str, new: str, error: str
) -> None:
    exports.write(tiny_story.downloads.values(), tmp_path)
    file = tmp_path / "data" / f"{table}.csv"
    text = file.read_bytes().decode()
    assert old in text
    file.write_bytes(text.replace(old, new, 1).encode())
    found = validated(tmp_path)
    assert error in found
    assert {"byte-count", "hash-count"} & set(found)


def test_the_package_describes_every_file(story: Site) -> None:
    package = document(story, "datapackage.json")
    assert package["licenses"] == [
        {"name": "CC-BY-4.0", "title": licence.title, "path": licence.address}
    ]
    described = {f"data/{r['path']}": r for r in package["resources"]}
    assert {*described, "data/datapackage.json"} == set(story.downloads)
    for path, resource in described.items():
        data = story.downloads[path].data
        assert resource["bytes"] == len(data)
        assert resource["hash"] == f"sha256:{hashlib.sha256(data).hexdigest()}"
    for name in TABLES:
        fields = described[f"data/{name}.csv"]["schema"]["fields"]
        text = story.downloads[f"data/{name}.csv"].data.decode("utf-8-sig")
        head = text.split("\r\n")[0].split(",")
        assert [field["name"] for field in fields] == head
        for field in fields:
            # In both languages, or one word that is the same in both.
            assert field["title"], field["name"]
            assert " / " in field["description"], field["name"]


def test_every_record_is_there_in_both_forms(story: Site) -> None:
    for name in TABLES:
        rows, records = table(story, name), document(story, f"{name}.json")["records"]
        if name == "relations":
            held = [(a.id, r.target) for a in story.story.actors.values() for r in a.relations]
            assert [(r["actor"], r["target"]) for r in rows] == held
            assert [(r["actor"], r["target"]) for r in records] == held
        else:
            assert [r["id"] for r in rows] == list(story.story.records(name))
            assert [r["id"] for r in records] == list(story.story.records(name))


def test_json_states_its_licence_and_date(story: Site) -> None:
    day = document(story, "datapackage.json")["version"]
    assert re.fullmatch(r"\d{4}-\d{2}-\d{2}", day)
    for name in TABLES:
        made = document(story, f"{name}.json")
        assert (made["licence"]["name"], made["date"], made["site"]) == ("CC-BY-4.0", day, SITE)


def test_the_date_is_that_of_the_records(tiny_story: Site) -> None:
    held = tiny_story.story
    assert latest_day(held) == "2020-06-02"
    later = {id_: c.model_copy(update={"as_of": "2020-06-30"}) for id_, c in held.claims.items()}
    assert (
        latest_day(dataclasses.replace(held, tables=held.tables | {"claims": later}))
        == "2020-06-30"
    )


# (table, column, table of the ids in it)
POINTERS = [
    ("claims", "asserted_by", "actors"),
    ("claims", "accuses", "actors"),
    ("claims", "clashes_with", "claims"),
    ("claims", "stated_in", "sources"),
    ("claims", "evidence", "sources"),
    ("claims", "sources", "sources"),
    ("actors", "sources", "sources"),
    ("actors", "mentions", "sources"),
    ("relations", "sources", "sources"),
    ("events", "actors", "actors"),
    ("events", "follows", "events"),
    ("events", "sources", "sources"),
    ("terms", "see", "terms"),
    ("changes", "claims", "claims"),
]


@pytest.mark.parametrize(("name", "column", "target"), POINTERS)
def test_lists_of_ids_hold(stories: dict[str, Site], name: str, column: str, target: str) -> None:
    found = 0
    for site in stories.values():
        for row in table(site, name):
            for part in filter(None, row[column].split(";")):
                assert part.partition(",")[0] in site.story.records(target)
                found += 1
    assert found, "no story has any: the test shows nothing"


def test_a_claim_comes_with_what_makes_it_fair(tiny_story: Site) -> None:
    row = next(r for r in table(tiny_story, "claims") if r["id"] == "firm-at-fault")
    assert row["text_fr"] == "Corbel & Sons a lésiné sur le mortier."
    assert (row["status"], row["status_en"], row["status_fr"]) == (
        "contested",
        "Contested",
        "Discuté",
    )
    assert (row["as_of"], row["accuses"]) == ("2020-06-02", "corbel")
    assert row["answer_en"] == "The firm answers that the flood did it."
    assert row["stated_in"] == "courier-2019, ¶4-5"
    assert row["sources"] == "courier-2019, ¶4-5;corbel-letter"
    assert row["address_fr"] == f"{SITE}fr/affirmations/mortier/"


def test_csv_is_words_and_json_is_markdown(story: Site) -> None:
    languages = story.story.settings.languages
    for name in ("actors", "claims"):
        field = "description" if name == "actors" else "record"
        records = {r["id"]: r for r in document(story, f"{name}.json")["records"]}
        marked = 0
        for row in table(story, name):
            assert not [value for value in row.values() if re.search(r"\[@|\]\(|\{lang", value)]
            for language in languages:
                written = records[row["id"]].get(field, {}).get(language, "")
                assert row[f"{field}_{language}"] == markdown.record_plain_text(written)
                marked += "[@" in written
        assert marked


def test_columns_follow_the_site_s_languages(tiny_story: Site) -> None:
    names = list(table(tiny_story, "terms")[0])
    assert names[:3] == ["id", "name_en", "name_fr"]


def test_relations_read_from_both_ends(tiny_story: Site) -> None:
    row = next(r for r in table(tiny_story, "relations") if r["actor"] == "corbel")
    kind = tiny_story.story.vocab.relation_kinds["built"]
    assert (row["relation_en"], row["reverse_fr"]) == (kind.label["en"], kind.reverse["fr"])
    assert (row["from"], row["until"], row["note_fr"]) == ("2018-05-02", "2018-09", "en cinq mois")


def test_new_statuses_are_exported(tiny_story: Site) -> None:
    row, _ = table(tiny_story, "changes")
    assert "crack-is-4-mm=settled" in row["statuses"].split(";")
    record, _ = document(tiny_story, "changes.json")["records"]
    assert record["statuses"]["crack-is-4-mm"] == "settled"


def test_a_value_never_splits_in_two() -> None:
    assert tables.join_values(["Smith; Sons", "x"]).split(";") == ["Smith, Sons", "x"]


def test_what_is_for_maintainers_stays_out(stories: dict[str, Site]) -> None:
    notes = [s.note for s in stories["real"].story.sources.values() if s.note]
    assert notes
    for path, file in stories["real"].downloads.items():
        text = file.data.decode()
        assert not [note for note in notes if json.dumps(note, ensure_ascii=False) in text], path


def test_same_records_same_bytes(tiny_story: Site) -> None:
    again = exports.make_downloads(tiny_story.story, tiny_story.addresses)
    assert again == tiny_story.downloads


def test_the_page_lists_what_is_written(stories: dict[str, Site], tmp_path: Path) -> None:
    site = stories["real"]
    exports.write(site.downloads.values(), tmp_path)
    for language in site.pages:
        text = site.pages[language]["data.md"].html
        for path in site.downloads:
            data = (tmp_path / path).read_bytes()
            assert f"<code>{hashlib.sha256(data).hexdigest()}</code>" in text
            url = relative_url(site.addresses.url(language, "data.md"), path)
            assert f'<a href="{url}">' in text
            size = typography.typeset(wording.format_file_size(len(data), language), language)
            assert size in text


@pytest.mark.parametrize(
    ("count", "language", "shown"),
    [
        (940, "fr", "0,9 ko"),
        (9_500, "en", "9.5 kB"),
        (70_562, "fr", "71 ko"),
        (999_499, "en", "999 kB"),
        (2_500_000, "fr", "2,5 Mo"),
    ],
)
def test_sizes(count: int, language: str, shown: str) -> None:
    told = wording.format_file_size(count, language)
    assert " " not in told  # a number and its unit stay on one line
    assert re.sub(r"\s", " ", told) == shown


def test_the_built_site_has_them(
    tiny_story: Site, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(outputs.search, "write", lambda *_: None)  # tested on its own
    made = [outputs.write_language(tiny_story, code, tmp_path) for code in tiny_story.pages]
    outputs.write_shared(tiny_story, made, tmp_path)
    written = builds.files(tmp_path)
    for path, file in tiny_story.downloads.items():
        assert written[path] == file.data
    for language in tiny_story.pages:
        path = tiny_story.addresses.url(language, "changes.md") + subscriptions.FEED
        assert written[path] == feed.make_feed(tiny_story, language)
