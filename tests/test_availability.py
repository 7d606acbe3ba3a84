"""What is remembered of the sources' addresses: the file, and what readers see of it."""

from __future__ import annotations

import re
from pathlib import Path

import builds
import pytest
from explainer.model import availability
from explainer.model.availability import AddressState
from explainer.model.story import load
from lxml import html


def test_another_address_starts_anew(tiny_folder: Path) -> None:
    known = AddressState(state="gone", asked="2026-11-26", url="https://courier.example/old")
    availability.write(tiny_folder, {"courier-2019": known})
    story, _ = load(builds.settings(tiny_folder))
    assert story.address_state(story.sources["courier-2019"]) is None


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("<<<<<<< HEAD", "3:1: «<<<<<<<» marks a conflict of two branches"),
        ("x: {state: dead, asked: 2026-11-26, url: https://x.example}", "3:12: x.state: «dead» is unknown"),
        ("x: {state: alive, asked: 2026-13-26, url: https://x.example}", "3:26: x.asked: there is no such date"),
    ],
)  # fmt: skip
def test_a_mistake_in_the_file_is_told_with_its_line(
    line: str, told: str, tiny_folder: Path
) -> None:
    (tiny_folder / availability.FILE).write_text(f"# x\n\n{line}\n", "utf-8")
    _, found = load(builds.settings(tiny_folder))
    [said] = [str(one) for one in found if one.file == availability.FILE]
    assert said.startswith(f"{availability.FILE}:{told}")


def test_of_two_lines_on_one_source_the_one_asked_last_counts(tiny_folder: Path) -> None:
    url = "https://courier.example/2019/bridge?page=1&part=2"
    line = 'courier-2019: {{state: {}, asked: {}, url: "' + url + '"}}'
    newest, oldest = line.format("gone", "2026-12-03"), line.format("alive", "2026-11-26")
    for lines in ((newest, oldest), (oldest, newest)):
        (tiny_folder / availability.FILE).write_text("\n".join(lines), "utf-8")
        story, found = load(builds.settings(tiny_folder))
        assert [one for one in found if one.file == availability.FILE] == []
        known = story.address_state(story.sources["courier-2019"])
        assert known is not None
        assert known.state == "gone"


MINUTES = "https://aldmere.example/minutes/2019"
STATES = {
    "never asked": (None, "Not checked yet"),
    "alive": (AddressState(state="alive", asked="2026-11-26", alive="2026-11-26", url=MINUTES), "The document was there on November 26, 2026."),
    "moved": (
        AddressState(state="moved", asked="2026-11-26", alive="2026-11-26", to="https://new.example/x", url=MINUTES),
        "The document was there on November 26, 2026.",
    ),
    "cannot tell": (
        AddressState(state="unknown", asked="2026-11-26", alive="2026-10-01", why="HTTP 500", url=MINUTES),
        "The check of November 26, 2026 could not tell. The document was still there on October 1, 2026.",
    ),
    "gone": (
        AddressState(state="gone", asked="2026-11-26", why="HTTP 404", failing="2026-11-01", failures=3, url=MINUTES),
        "The address led nowhere when last checked, on November 26, 2026. We have never seen it there.",
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", STATES)
def test_a_source_page_says_whether_its_address_answers(name: str, tiny_folder: Path) -> None:
    known, said = STATES[name]
    url, copy = MINUTES, "https://archive.example/minutes-2019"
    if known is not None:
        availability.write(tiny_folder, {"minutes-2019": known})
    main = html.fromstring(builds.compiled(tiny_folder).pages["en"]["sources/minutes-2019.md"].html)
    fields = {dt.text_content(): dt.getnext() for dt in main.iter("dt")}
    assert " ".join(fields["Does the address answer?"].text_content().split()) == said
    names, links = list(fields), [link.get("href") for link in main.iter("a")]
    assert copy in links
    if name == "gone":
        assert names.index("Archived copy") < names.index("Original address, now dead")
        assert fields["Original address, now dead"].text_content() == url
        assert url not in links
        assert "Open the source" not in names
    else:
        assert names.index("Open the source") < names.index("Archived copy")
        assert url in links
    assert ("https://new.example/x" in links) is (name == "moved")


NOTES = {
    "never asked": ("", ""),
    "alive": ("(seen online on November 26, 2026)", "(vue en ligne le 26 novembre 2026)"),
    "cannot tell": ("(seen online on October 1, 2026)", "(vue en ligne le 1er octobre 2026)"),
    "gone": (
        "(no longer online; archived copy of January 1, 2020)",
        "(n’est plus en ligne ; copie archivée du 1er janvier 2020)",
    ),
}


@pytest.mark.parametrize("name", NOTES)
def test_a_note_says_when_its_source_was_last_online(name: str, tiny_folder: Path) -> None:
    known, _ = STATES[name]
    if known is not None:
        availability.write(tiny_folder, {"minutes-2019": known})
    pages = builds.compiled(tiny_folder).pages
    for language, said in zip(("en", "fr"), NOTES[name], strict=True):
        made = html.fromstring(f"<div>{pages[language]['index.md'].html}</div>")
        notes = [
            " ".join(li.text_content().split())
            for li in made.iter("li")
            if "note-" in li.get("id", "")
        ]
        assert "online" not in notes[0].replace(said, "")
        assert "en ligne" not in notes[0].replace(said, "")
        assert (said in notes[0]) and (said or "(" not in notes[0])
        assert not any("online" in note or "en ligne" in note for note in notes[1:])  # once a page


def test_a_note_says_that_what_is_gone_has_no_copy(tiny_folder: Path) -> None:
    url = "https://courier.example/2019/bridge?page=1&part=2"
    known = AddressState(state="gone", asked="2026-11-26", alive="2026-10-01", url=url)
    availability.write(tiny_folder, {"courier-2019": known})
    made = builds.compiled(tiny_folder).pages["en"]["claims/firm-at-fault.md"].html
    note = " ".join(
        html.fromstring(f"<div>{made}</div>").get_element_by_id("note-1").text_content().split()
    )
    assert "(no longer online)" in note
    assert "October" not in note


@pytest.mark.parametrize("state", ["unknown", "gone"])
def test_a_note_opens_the_copy_once_the_address_is_gone(state: str, tiny_folder: Path) -> None:
    for language in ("en", "fr"):
        path = tiny_folder / f"docs/{language}/index.md"
        text = path.read_text("utf-8")
        path.write_text(text.replace("@minutes-2019]", '@minutes-2019, "closed"]'), "utf-8")
    builds.confirm(tiny_folder)
    known, _ = STATES["gone" if state == "gone" else "cannot tell"]
    assert known is not None
    availability.write(tiny_folder, {"minutes-2019": known})
    made = html.fromstring(
        f"<div>{builds.compiled(tiny_folder).pages['en']['index.md'].html}</div>"
    )
    opened = [link.get("href") for link in made.iter("a") if ":~:text=" in link.get("href", "")]
    there = "https://archive.example/minutes-2019" if state == "gone" else MINUTES
    assert opened == [f"{there}#:~:text=closed"]


def test_the_list_counts_what_answers(tiny_folder: Path) -> None:
    def told(language: str) -> str:
        made = builds.compiled(tiny_folder).pages[language]["sources/index.md"].html
        return " ".join(html.fromstring(f"<div>{made}</div>").text_content().split())

    assert (
        "We have not checked yet whether the addresses of these sources answer. 1 source has an archived copy."
        in told("en")
    )
    assert (
        "Nous n’avons pas encore vérifié si les adresses de ces sources répondent. 1 source a une copie archivée."
        in told("fr")
    )
    record = tiny_folder / "data/sources/minutes-2019.yml"
    whole = record.read_text("utf-8")
    record.write_text(re.sub(r"(?m)^archive_.*\n", "", whole), "utf-8")
    assert told("en").count("answer. None of them has an archived copy.") == 1
    assert told("fr").count("répondent. Aucune n’a de copie archivée.") == 1
    record.write_text(whole, "utf-8")
    known = AddressState(
        state="gone", asked="2026-11-26", url="https://aldmere.example/minutes/2019"
    )
    availability.write(tiny_folder, {"minutes-2019": known})
    assert (
        "Addresses checked, as of November 26, 2026: 1 is dead and 1 not checked yet. 1 source has an archived copy."
        in told("en")
    )
    assert (
        "Adresses vérifiées, état au 26 novembre 2026 : 1 ne répond plus et 1 pas encore vérifiée."
        in told("fr")
    )
    both = {
        "minutes-2019": known,
        "courier-2019": known.model_copy(
            update={
                "state": "moved",
                "asked": "2026-12-01",
                "url": "https://courier.example/2019/bridge?page=1&part=2",
            }
        ),
    }
    availability.write(tiny_folder, both)
    assert "as of December 1, 2026: 1 answers and 1 is dead." in told("en")
