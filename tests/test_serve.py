"""`make serve`: a saved file is seen, a mistake is told, and the next good save heals."""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path

import builds
import pytest

LIMIT = 60.0  # to give up, not to measure


class Served:
    """A preview in a process of its own."""

    def __init__(self, folder: Path) -> None:
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        self.folder = folder
        self.log = folder.parent / "serve.log"
        command = [
            sys.executable,
            "-m",
            "mkdocs",
            "serve",
            *builds.makefile_options("serve"),
            "-a",
            f"127.0.0.1:{self.port}",
        ]
        env = {k: v for k, v in os.environ.items() if k != "PYTHONPATH"}
        with self.log.open("w") as log:
            self.process = builds.start(
                command,
                cwd=folder,
                env={**env, "NO_MKDOCS_2_WARNING": "1"},
                stdout=log,
                stderr=subprocess.STDOUT,
            )

    def page(self, url: str) -> str:
        """Return a page, or nothing while there is none."""
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{self.port}/{url}", timeout=5) as answer:
                return str(answer.read().decode())
        except (urllib.error.URLError, TimeoutError, ConnectionError):
            return ""

    def wait(self, told: Callable[[], bool]) -> bool:
        """Wait until something is so."""
        end = time.monotonic() + LIMIT
        while time.monotonic() < end and self.process.poll() is None:
            if told():
                return True
            time.sleep(0.1)
        return False

    def shows(self, url: str, text: str) -> None:
        """Wait until a page says ``text``."""
        assert self.wait(lambda: text in self.page(url)), self.log.read_text(encoding="utf-8")

    def says(self, text: str) -> None:
        """Wait until the log says ``text``."""
        told = self.wait(lambda: text in self.log.read_text(encoding="utf-8"))
        assert told, self.log.read_text(encoding="utf-8")

    def write(self, name: str, text: str) -> None:
        """Write a file, as an editor does."""
        (self.folder / name).write_text(text, encoding="utf-8")

    def save(self, name: str, old: str, new: str) -> None:
        """Change a file, as an editor does."""
        path = self.folder / name
        text = path.read_text(encoding="utf-8")
        assert old in text
        path.write_text(text.replace(old, new), encoding="utf-8")


@pytest.fixture
def served_tiny(tmp_path: Path) -> Iterator[Served]:
    folder = builds.tiny_project(tmp_path / "project")
    for name in ("templates", "overrides"):  # copies, to be broken
        (folder / name).unlink()
        shutil.copytree(builds.ROOT / name, folder / name)
    made = Served(folder)
    yield made
    made.process.send_signal(signal.SIGINT)
    made.process.wait(timeout=30)


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
        ("templates/actor.md.j2", "\n{{ nothing.at.all }}", "'nothing' is undefined"),
        ("data/strings.yml", "\nmore: [", "data/strings.yml:"),
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
