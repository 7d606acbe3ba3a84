"""A preview makes again what an edit touches, nothing else; and says so, or what is wrong."""

from __future__ import annotations

import json
import re
import shutil
from pathlib import Path

import builds
import pytest
from explainer import build
from explainer.output import exports
from explainer.preview import Preview
from explainer.run import tracked_tables
from explainer.run.preview_memory import PreviewMemory
from explainer.run.tracked_tables import TrackedTable

LOG = {"changes/index.html", "fr/journal/index.html"}


class Previewed:
    """A preview of the tiny story, and what each save changed on disk."""

    def __init__(self, folder: Path) -> None:
        self.project = builds.tiny_project(folder / "project")
        for name in ("templates", "overrides"):  # copies, to be changed
            (self.project / name).unlink()
            shutil.copytree(builds.ROOT / name, self.project / name)
        self.site = folder / "site"
        self.preview = Preview(self.project / "mkdocs.yml", self.site)
        self.said = self.preview.update()

    def save(self, name: str, old: str, new: str) -> set[str]:
        """Change a file, update, and return the files of the site that changed."""
        path = self.project / name
        text = path.read_text("utf-8")
        assert old in text
        path.write_text(text.replace(old, new), "utf-8")
        before = builds.files(self.site)
        self.said = self.preview.update()
        after = builds.files(self.site)
        return {name for name in after if before.get(name) != after[name]}


@pytest.fixture
def shown(tmp_path: Path) -> Previewed:
    return Previewed(tmp_path)


def pages(changed: set[str]) -> set[str]:
    return {name for name in changed if name.endswith(".html")}


def test_the_first_update_makes_every_page(shown: Previewed) -> None:
    assert not shown.preview.problems
    assert "page(s) made or written again" in shown.said
    assert (shown.site / "fr/fissures/index.html").is_file()


def test_prose_touches_its_page_alone(shown: Previewed, monkeypatch: pytest.MonkeyPatch) -> None:
    shown.save("docs/fr/cracks.md", "n'en a pas", "n'en a plus")
    # The downloads, made once, are not made again.
    monkeypatch.setattr(exports, "make_downloads", lambda *_: pytest.fail("made again"))
    shown.save("docs/fr/cracks.md", "n'en a plus", "n'en a pas")
    changed = shown.save("docs/fr/cracks.md", "n'en a pas", "n'en porte pas")
    # The log lists what awaits review.
    assert pages(changed) - LOG == {"fr/fissures/index.html"}
    assert "n’en porte pas" in (shown.site / "fr/fissures/index.html").read_text("utf-8")


def test_a_record_touches_the_pages_that_show_it(shown: Previewed) -> None:
    saved = shown.save("data/actors/aldmere.yml", "900 people", "901 people")
    assert {name for name in saved if name.startswith("data/actors.")} == {
        "data/actors.csv", "data/actors.json",
    }  # fmt: skip
    changed = pages(saved)
    assert {"actors/aldmere/index.html"} <= changed
    assert "fr/fissures/index.html" not in changed
    assert "glossary/index.html" not in changed
    # A name stands wherever the actor does.
    text = (shown.project / "data/actors/aldmere.yml").read_text("utf-8")
    name = next(line for line in text.splitlines() if line.startswith("name:"))
    more = pages(
        shown.save("data/actors/aldmere.yml", name, "name: {en: Aldmere Town, fr: Aldmere}")
    )
    assert "actors/index.html" in more
    assert len(more) > len(changed)


def test_a_string_a_template_and_the_frame_touch_every_page_that_has_them(shown: Previewed) -> None:
    count = len(list(shown.site.rglob("index.html")))
    strings = (shown.project / "templates/strings.yml").read_text("utf-8")
    old = next(x for x in strings.splitlines() if x.startswith("skip_to_content:"))
    changed = pages(shown.save("templates/strings.yml", old, old.replace("en: ", "en: Please ")))
    assert len(changed - LOG | {"changes/index.html"}) == count / 2  # the English pages
    changed = pages(shown.save("templates/actor.html.j2", '<h2 id="role">', '<h2 id="role">Its '))
    assert changed
    changed -= LOG
    assert all("/" in name and ("actors" in name or "acteurs" in name) for name in changed)
    changed = pages(shown.save("overrides/partials/footer.html", "<footer", "<footer data-x"))
    assert len(changed) == count


EDITS = {
    "a link on two pages": (
        "data/events/crack-2018.yml",
        'it [@marlow-report].", fr: "Une promeneuse la',
        'it on [a site](https://example.org/) [@marlow-report].", '
        'fr: "Une promeneuse la [voit](https://example.org/) puis la',
    ),
    "a string of links": ("templates/strings.yml", "en: Opens another site}", "en: Leaves us}"),
    "a string of notes": ("templates/strings.yml", "notes: {fr: Notes,", "notes: {fr: Renvois,"),
    "a string of one page": ("templates/strings.yml", "fr: Citée par,", "fr: Citée dans,"),
    "a macro": ("templates/macros.html.j2", '<strong class="status', '<strong class="a status'),
    "an icon": ("overrides/partials/icons/menu.html", "<svg", "<svg data-x"),
    "a word": ("data/vocabularies.yml", "en: Contested, fr: Discuté", "en: Moot, fr: Contesté"),
    "a page's title": ("docs/en/cracks.md", "title: The cracks", "title: All the cracks"),
    "a heading": ("docs/fr/cracks.md", "## Quelle largeur ?", "## De quelle largeur ?"),
    "a page called as a record": ("docs/en/cracks.md", "title: All the cracks", "title: Aldmere"),
    "a name": ("data/actors/aldmere.yml", "name: Aldmere\n", "name: Aldmere-on-Sea\n"),
    "a setting": ("mkdocs.yml", "La passerelle d'Aldmere", "Le pont d'Aldmere"),
}


def test_after_each_edit_it_shows_what_a_new_one_would(shown: Previewed, tmp_path: Path) -> None:
    for what, (name, old, new) in EDITS.items():
        shown.save(name, old, new)
        assert not shown.preview.problems, (what, shown.said)
        other = tmp_path / "other"
        Preview(shown.project / "mkdocs.yml", other).update()
        made, expected = (
            {n: data for n, data in builds.files(folder).items() if n.endswith(".html")}
            for folder in (shown.site, other)
        )
        assert [n for n in expected if made.get(n) != expected[n]] == [], what
        shutil.rmtree(other)


@pytest.mark.parametrize("what", ["a string of one page", "a heading"])
def test_what_few_pages_show_makes_few(shown: Previewed, what: str) -> None:
    done = shown.preview.memory.steps_run
    shown.save(*EDITS[what])
    assert 0 < shown.preview.memory.steps_run - done < done / 4


def test_a_picture_is_shown_as_soon_as_it_is_there_and_no_longer(shown: Previewed) -> None:
    picture = shown.project / "docs/assets/new.svg"
    picture.parent.mkdir(exist_ok=True)
    picture.write_text("<svg/>", "utf-8")
    shown.preview.update()
    assert (shown.site / "assets/new.svg").read_text("utf-8") == "<svg/>"
    picture.unlink()
    shown.preview.update()
    assert not (shown.site / "assets/new.svg").exists()


def test_a_page_that_moves_stands_at_one_address(shown: Previewed) -> None:
    addresses = [shown.site / f"actors/{slug}/index.html" for slug in ("footbridge", "span")]
    for old, new in (addresses, addresses[::-1]):
        shown.save(
            "data/actors/footbridge.yml", f"en: {old.parent.name},", f"en: {new.parent.name},"
        )
        assert new.is_file()
        assert not old.exists()


def test_a_style_is_copied_and_nothing_made(shown: Previewed) -> None:
    changed = shown.save("overrides/assets/site.css", "p, ul,", "/* why */\np, ul, address,")
    assert changed == {"assets/site.css"}
    assert "why" not in (shown.site / "assets/site.css").read_text("utf-8")
    assert shown.said.startswith("1 file(s) copied")


def test_a_style_is_judged_as_by_a_build(shown: Previewed, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(build, "Build", None)  # a style alone needs none
    assert shown.save("overrides/assets/site.css", "p, ul,", "p, ul, address,")
    assert shown.save("overrides/assets/site.css", "p, ul,", "<<<<<<< ours\np, ul,") == set()
    assert shown.said.startswith("overrides/assets/site.css:")
    monkeypatch.undo()
    # Whatever was saved beside it, or before it was mended, is made.
    (shown.project / "docs/en/cracks.md").touch()
    changed = shown.save("overrides/assets/site.css", "<<<<<<< ours\n", "")
    assert "page(s) made or written again" in shown.said
    assert changed == set()
    (shown.project / "overrides/assets/search.css").unlink()
    shown.save("overrides/assets/site.css", "p, ul,", "p,")
    assert "no file «overrides/assets/search.css»" in shown.said


@pytest.mark.parametrize(
    ("name", "old", "new", "told"),
    [
        (
            "data/actors/aldmere.yml",
            "kind: town",
            "kind: towne",
            "data/actors/aldmere.yml:2:7: kind",
        ),
        ("docs/en/cracks.md", "\n## ", "\n[x](nowhere.md) [@no-such]\n\n## ", "docs/en/cracks.md:"),
        ("overrides/main.html", "{%", "{% if %}{%", "overrides/main.html:"),
        ("templates/actor.html.j2", "<dl>", "{{ nothing.at.all }}<dl>", "templates/actor.html.j2:"),
        ("mkdocs.yml", "  - cracks.md", "  - craks.md", "mkdocs.yml:"),
    ],
)
def test_a_mistake_keeps_the_last_good_pages_under_a_banner(
    shown: Previewed, name: str, old: str, new: str, told: str
) -> None:
    page = b"<html><body class='x'><p>Words</p></body></html>"
    assert shown.preview.add_banner(page) == page
    assert shown.save(name, old, new) == set()
    assert shown.said.startswith(told)
    assert told.encode() in shown.preview.add_banner(page)
    assert shown.preview.add_banner(page).index(b'role="alert"') > page.index(b"<body")
    shown.save(name, new, old)
    assert shown.preview.add_banner(page) == page


def test_a_step_is_done_again_when_an_answer_changes() -> None:
    memory, done = PreviewMemory(), []

    def look(rows: dict[str, int]) -> int:
        table = TrackedTable("rows", rows)

        def step() -> int:
            done.append(1)
            return table["a"]

        return memory.run_step("step", "told", step)

    assert look({"a": 1, "b": 2}) == 1
    assert look({"a": 1, "b": 3}) == 1
    assert len(done) == 1  # it never asked for b
    assert look({"a": 5}) == 5
    assert len(done) == 2
    assert memory.run_step("step", "other", lambda: 7) == 7


@pytest.mark.parametrize("recorded", [True, False])
def test_what_is_made_once_is_asked_by_all_who_take_it(recorded: bool) -> None:
    """A text is printed once for all the pages that show it: each depends on its strings."""
    strings = TrackedTable("strings-of-a-text", {"new_site": "Opens another site"})
    known: dict[str, tuple[str, tracked_tables.Lookups | None]] = {}
    made = []

    def printed() -> str:
        made.append(strings["new_site"])
        return made[-1]

    if not recorded:
        assert tracked_tables.get_or_make(known, "text", printed) == "Opens another site"
    asked = []
    for _ in range(3):
        with tracked_tables.record_lookups() as one:
            assert tracked_tables.get_or_make(known, "text", printed) == "Opens another site"
        asked.append(one)
    assert len(made) == (1 if recorded else 2)
    assert all(map(tracked_tables.are_current, asked))
    TrackedTable("strings-of-a-text", {"new_site": "Leaves us"})
    assert not any(map(tracked_tables.are_current, asked))


@pytest.mark.parametrize("way", ["values", "items", "keys", "iter", "len", "get", "in", "missing"])
def test_every_way_to_ask_a_table_is_remembered(way: str) -> None:
    table = TrackedTable("asked", {"a": 1}, make=int)
    with tracked_tables.record_lookups() as asked:
        {
            "values": lambda: list(table.values()),
            "items": lambda: list(table.items()),
            "keys": lambda: list(table.keys()),
            "iter": lambda: list(table),
            "len": lambda: len(table),
            "get": lambda: table.get("b"),
            "in": lambda: "b" in table,
            "missing": lambda: table["b"],
        }[way]()
    assert tracked_tables.are_current(asked)
    TrackedTable("asked", {"a": 1, "b": 2}, make=int)
    assert not tracked_tables.are_current(asked)


def test_what_editors_complete_with_is_kept_up_to_date(shown: Previewed) -> None:
    """Ids in records, sources in prose; the file that an extension for editors is told of."""
    told = json.loads((builds.ROOT / ".vscode/settings.json").read_text("utf-8"))
    bibliography = shown.project / told["PandocCiter.DefaultBib"]
    bibliography.parent.mkdir()
    text = (shown.project / "data/sources/minutes-2018.yml").read_text("utf-8")
    (shown.project / "data/sources/new-one.yml").write_text(
        text.replace("minutes-2018", "new-one"), "utf-8"
    )
    shown.preview.update()
    assert {"minutes-2018", "new-one"} <= set(re.findall(r"@\w+\{(.+),", bibliography.read_text()))
    assert "new-one" in (bibliography.parent / "ids.json").read_text("utf-8")
    # A mistake leaves what was there.
    shown.save("data/sources/new-one.yml", "nature:", "natur:")
    assert shown.preview.problems
    assert "{new-one," in bibliography.read_text("utf-8")
