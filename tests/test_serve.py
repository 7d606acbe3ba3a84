"""`make serve`: a saved file is seen, a mistake is told, and the next good save heals."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import builds
import pytest
from previews import Served


@pytest.fixture
def served_tiny(tmp_path: Path) -> Iterator[Served]:
    folder = builds.tiny_project(tmp_path / "project")
    for name in ("templates", "overrides"):  # copies, to be broken
        (folder / name).unlink()
        shutil.copytree(builds.ROOT / name, folder / name)
    made = Served(folder)
    yield made
    made.stop()


def test_a_saved_file_is_seen_and_a_mistake_heals(served_tiny: Served) -> None:
    served_tiny.shows("actors/aldmere/", "A town of 900 people")
    # a record
    served_tiny.save("data/actors/aldmere.yml", "900 people", "901 people")
    served_tiny.shows("actors/aldmere/", "901 people")
    # a page, in the other language
    served_tiny.save("docs/fr/cracks.md", "n'en a pas", "n'en porte pas")
    served_tiny.shows("fr/fissures/", "n’en porte pas")
    # a mistake: told with its place
    served_tiny.save("data/actors/aldmere.yml", "kind: town", "kind: towne")
    served_tiny.says("data/actors/aldmere.yml:2:7: kind: «towne» is not in actor_kinds")
    assert served_tiny.process.poll() is None, "the preview stopped at a mistake"
    # and its cure
    served_tiny.save("data/actors/aldmere.yml", "kind: towne", "kind: firm")
    served_tiny.shows("actors/aldmere/", "<dd>Firm")
    assert "Traceback" not in served_tiny.log.read_text(encoding="utf-8")
    assert list(served_tiny.folder.glob(".site-*")) == []
    assert not (served_tiny.folder / "site").exists()


PAGE = "---\ntitle: {}\nslug: {}\ndescription: A page.\n---\n\nRails are low.\n"
GOOD = "The preview shows the last good pages."


def test_a_new_page_twins_first_and_the_menu_later(served_tiny: Served) -> None:
    served_tiny.shows("", "Aldmere")
    # one twin alone: told, and the last good pages stay
    served_tiny.write("docs/en/rails.md", PAGE.format("The rails", "rails"))
    served_tiny.says("docs/en/rails.md:1:1: the page has no twin; expected docs/fr/rails.md")
    served_tiny.says(GOOD)
    served_tiny.shows("", "Aldmere")
    # both: shown, and the menu is told
    served_tiny.write("docs/fr/rails.md", PAGE.format("Le parapet", "parapet"))
    served_tiny.shows("fr/parapet/", "Rails are low")
    served_tiny.says("1: nav: the menu has no «rails.md»; expected it under nav:")
    # a slip in the menu, then the cure
    served_tiny.save("mkdocs.yml", "  - cracks.md\n", "  - cracks.md\n  - rals.md\n")
    served_tiny.says("nav: no page «rals.md»")
    served_tiny.shows("rails/", "Rails are low")
    served_tiny.save("mkdocs.yml", "  - rals.md\n", "  - rails.md\n")
    served_tiny.shows("", 'href="rails/"')
    assert "Traceback" not in served_tiny.log.read_text(encoding="utf-8")


def test_a_broken_template_or_string_costs_a_preview_nothing(served_tiny: Served) -> None:
    served_tiny.shows("", "Aldmere")
    breaks = [
        ("overrides/main.html", "\n{% if %}", "overrides/main.html:"),
        ("templates/actor.html.j2", "\n{{ nothing.at.all }}", "'nothing' is undefined"),
        ("templates/strings.yml", "\nmore: [", "templates/strings.yml:"),
    ]
    for name, added, said in breaks:
        text = (served_tiny.folder / name).read_text(encoding="utf-8")
        served_tiny.write(name, text + added)
        served_tiny.says(said)
        served_tiny.shows("actors/aldmere/", "A town of 900 people")
        served_tiny.write(name, text)
    served_tiny.save("data/actors/aldmere.yml", "900 people", "902 people")
    served_tiny.shows("actors/aldmere/", "902 people")
    assert "Traceback" not in served_tiny.log.read_text(encoding="utf-8")
