"""A week of two contributors in real Git: clones, branches, rebases, merges; a site at its end."""

from __future__ import annotations

import shutil
from pathlib import Path

import broken_cases
import builds
import lxml.html
import pytest
from branches import commit, git
from explainer import __main__ as command
from explainer.read import digests

CLAIM = "data/claims/crack-is-4-mm.yml"
NEW = """id: {id}
subject: {subject}
text: {{en: The firm knew of {n} cracks., fr: La maison connaissait {n} fissures.}}
stated_in: ["courier-2019, ¶4"]
kind: fact
status: settled
as_of: 2020-07-01
accuses: []
about: [corbel]
"""
CHANGE = """id: {id}
date: {id:.10}
kind: correction
statuses: {{{claim}: {status}}}
what: {{en: {en}, fr: {fr}}}
why: {{en: A reader wrote., fr: Une lectrice a écrit.}}
"""


class Person:
    """A contributor: a clone, and what is run there."""

    def __init__(self, origin: Path, name: str) -> None:
        self.folder = origin.parent / name
        git(origin.parent, "clone", "-q", str(origin), name)
        for room in builds.SHARED:  # links in the tiny story
            (self.folder / room).exists() or (self.folder / room).symlink_to(builds.ROOT / room)

    def run(self, *arguments: str) -> int:
        return command.main(["-C", str(self.folder), *arguments])

    def git(self, *arguments: str, status: int = 0) -> str:
        return git(self.folder, *arguments, status=status)

    def start(self, branch: str) -> None:
        self.git("fetch", "-q")
        self.git("checkout", "-q", "-b", branch, "origin/main")

    def write(self, file: str, text: str) -> None:
        (self.folder / file).write_text(text, "utf-8")

    def change(self, file: str, old: str, new: str) -> None:
        text = (self.folder / file).read_text("utf-8")
        assert old in text
        self.write(file, text.replace(old, new))

    def told(self) -> list[str]:
        """Return what one build says."""
        return broken_cases.whole_report(self.folder)

    def green(self) -> None:
        """Read what waits and confirm it: the next build passes."""
        waits = self.told()
        assert all("make reviewed" in line for line in waits), waits
        commit(self.folder)
        assert self.told() == []

    def merge(self, branch: str) -> None:
        """Bring a branch up to date with main, as its pull request asks, and merge it."""
        self.git("fetch", "-q")
        self.git("rebase", "-q", "origin/main")
        assert self.told() == []
        self.git("push", "-q", "origin", f"{branch}:main")

    def claim(self, id_: str, n: int) -> None:
        subject = (self.folder / CLAIM).read_text("utf-8").split("subject: ")[1].split()[0]
        self.write(f"data/claims/{id_}.yml", NEW.format(id=id_, n=n, subject=subject))
        self.record(f"2020-07-01-{id_}", id_, "settled")

    def record(self, id_: str, claim: str, status: str, en: str = "It is new.") -> None:
        text = CHANGE.format(id=id_, claim=claim, status=status, en=en, fr="C'est nouveau.")
        self.write(f"data/changes/{id_}.yml", text)


@pytest.fixture
def people(tmp_path: Path) -> tuple[Person, Person]:
    """Two people who have the tiny story from one place."""
    folder = builds.tiny_project(tmp_path / "first")
    for name in (".gitattributes", ".gitignore"):
        shutil.copy(builds.ROOT / name, folder)
    git(folder, "init", "-q", "-b", "main")
    commit(folder)
    git(tmp_path, "clone", "-q", "--bare", str(folder), "origin")
    return Person(tmp_path / "origin", "ada"), Person(tmp_path / "origin", "ben")


def test_a_week(people: tuple[Person, Person], capsys: pytest.CaptureFixture[str]) -> None:
    ada, ben = people
    # Monday: both add a claim with its record of change; neither has a conflict.
    for person, id_, n in ((ada, "firm-knew-of-two", 2), (ben, "firm-knew-of-three", 3)):
        person.start("monday")
        person.claim(id_, n)
        person.green()
    ben.merge("monday")
    ada.merge("monday")

    # Tuesday: Ben gives the firm another id, while Ada writes a claim about the old one.
    ben.start("tuesday")
    assert ben.run("rename", "actor", "corbel", "corbel-and-sons") == 0
    ben.green()
    ada.start("tuesday")
    ada.claim("firm-knew-of-four", 4)
    ada.green()
    ben.merge("tuesday")
    ada.git("fetch", "-q")
    ada.git("rebase", "-q", "origin/main")
    (line,) = ada.told()
    assert line.endswith(
        "no actor «corbel»; it is «corbel-and-sons» now, and «make rename KIND=actor ID=corbel "
        "NEW=corbel-and-sons» says so everywhere [ref-unknown]"
    )
    assert ada.run("rename", "actor", "corbel", "corbel-and-sons") == 0  # finishes it
    ada.green()
    ada.merge("tuesday")

    # Wednesday: both edit one text; whoever comes second is asked to read it, and it alone.
    for person, old, new in (
        (ada, "is 4 mm wide", "was 4 mm wide"),
        (ben, "wide.", "wide in 2018."),
    ):
        person.start("wednesday")
        person.change(CLAIM, old, new)
        other = ("est large", "était large") if person is ada else ("de 4 mm.", "de 4 mm en 2018.")
        person.change(CLAIM, *other)
        person.green()
    ben.merge("wednesday")
    ada.git("fetch", "-q")
    ada.git("rebase", "-q", "origin/main", status=1)
    text = (ada.folder / CLAIM).read_text("utf-8")
    _, theirs = text.split("<<<<<<<")[1].split("=======")
    assert ada.run("reviewed", "--all") == 1  # nothing is confirmed in the middle of it
    kept = text.split("<<<<<<<")[0] + theirs.split("\n", 1)[1].split(">>>>>>>")[0]
    kept += text.split(">>>>>>>")[1].split("\n", 1)[1]
    ada.write(CLAIM, kept.replace("wide.", "wide in 2018.").replace("4 mm.", "4 mm en 2018."))
    (line,) = ada.told()
    assert "edited on two branches" in line
    assert 'NAMES="claims/crack-is-4-mm#text"' in line
    assert ada.run("reviewed", "claims/crack-is-4-mm#text") == 0
    ada.git("add", "-A")
    ada.git("-c", "core.editor=true", "rebase", "--continue")
    ada.merge("wednesday")

    # Thursday: a status changes; its record is reworded until it is merged, and not after.
    ada.start("thursday")
    ada.change("data/claims/firm-knew-of-two.yml", "status: settled", "status: contested")
    (told, *_) = ada.told()
    assert "expected a record of change" in told
    id_ = "2020-07-02-firm-knew-of-two"
    ada.record(id_, "firm-knew-of-two", "contested")
    ada.change("data/claims/firm-knew-of-two.yml", "as_of: 2020-07-01", "as_of: 2020-07-02")
    ada.green()
    ada.change(f"data/changes/{id_}.yml", "It is new.", "The firm denies it.")
    ada.change(f"data/changes/{id_}.yml", "C'est nouveau.", "La maison le nie.")
    assert ada.run("reword", id_) == 0
    ada.green()
    ada.merge("thursday")
    ben.start("thursday")
    ben.change(f"data/changes/{id_}.yml", "The firm denies it.", "No.")
    assert ben.run("reword", id_) == 1
    ben.git("checkout", "-q", ".")

    # Friday: a claim is withdrawn, a page moves, and goes again; no address is lost.
    assert ben.run("delete", "claim", "firm-knew-of-three") == 1
    ben.change("data/claims/firm-knew-of-three.yml", "status: settled", "status: withdrawn")
    ben.change("data/claims/firm-knew-of-three.yml", "as_of: 2020-07-01", "as_of: 2020-07-03")
    ben.record("2020-07-03-firm-knew-of-three", "firm-knew-of-three", "withdrawn")
    ben.change("docs/en/cracks.md", "slug: cracks", "slug: the-cracks")
    ben.green()
    assert ben.run("rename", "page", "cracks", "the-cracks") == 0
    ben.green()
    ben.merge("thursday")

    ada.start("weekend")
    capsys.readouterr()
    assert ada.run("review") == 0
    assert capsys.readouterr().out == ""
    site = builds.build(ada.folder, ada.folder / "site", confirmed=True)
    for old, new in {
        "cracks/": "the-cracks/",
        "fr/fissures/": "fr/fissures/",
        "actors/corbel-and-sons/": "actors/corbel-and-sons/",  # its slug never changed
    }.items():
        page = lxml.html.parse(str(site / old / "index.html")).getroot()
        moved = page.xpath("//meta[@http-equiv='refresh']/@content")
        assert moved == ([] if old == new else [f"0; url=../{new}"])
        assert (site / new / "index.html").is_file()
    history = lxml.html.parse(str(site / "claims/firm-knew-of-three/index.html")).getroot()
    past = history.xpath("//h2[@id='history']/following-sibling::ul[1]/li")
    assert len(past) == 2  # published, withdrawn
    kept_ = (ada.folder / digests.PUBLISHED_FILE).read_text("utf-8")
    assert kept_.count("actors/corbel: {leads-to: actors/corbel-and-sons}") == 1
