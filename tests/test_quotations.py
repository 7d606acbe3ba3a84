"""Whether the words that citations carry stand in their sources: on disk, live, archived."""

from __future__ import annotations

import re
import socket
from pathlib import Path

import builds
import pytest
from elsewhere import Elsewhere, client
from explainer import __main__ as commands
from explainer.model.story import Story, load
from explainer.watch import quotations
from explainer.watch.client import Client

TEXT = "Who cracked our bridge?\n\nThe crack is  4\u00a0mm\nwide \u2013 “no more”.\n  \nThe firm is at fault.\n"


pytestmark = pytest.mark.usefixtures("no_proxy")


def citing(project: Path, *words: str, place: str = "", url: str = "", copy: str = "") -> Story:
    """Return the tiny story, where a claim cites the article with these words."""
    claim = project / "data/claims/crack-is-4-mm.yml"
    lines = [x for x in claim.read_text("utf-8").splitlines() if not x.startswith("evidence")]
    cited = "".join(f"  - 'courier-2019{place}, \"{one}\"'\n" for one in words)
    claim.write_text("\n".join(lines) + "\nevidence:\n" + cited, "utf-8")
    source = project / "data/sources/courier-2019.yml"
    lines = [x for x in source.read_text("utf-8").splitlines() if not x.startswith("URL:")]
    more = f"\nURL: {url}" * bool(url) + f"\narchive_url: {copy}\narchive_date: 2020-01-01" * bool(
        copy
    )
    source.write_text("\n".join(lines) + more + "\n", "utf-8")
    story, found = load(builds.settings(project))
    assert [str(one) for one in found if one.file.startswith(("data/claims", "data/sources"))] == []
    return story


def told(story: Story, texts: dict[str, str] | None = None) -> dict[str, tuple[str, str]]:
    """Return the verdict and the whole row of each citation, by its words."""
    rows = list(quotations.verify_quotations(story, client(), texts=texts))
    return {line.split(" | ")[1][1:-1]: (verdict, line) for verdict, line in rows if verdict}


ON_DISK = {
    "crack is 4 mm wide": (", ¶2", "stands", ""),
    "4 mm wide—‘no more’": (", ¶2", "stands", ""),
    "4 mm wide no more": (", ¶2", "does not stand", ""),
    "4 mm wide - « no more ».": (", ¶2", "stands", ""),
    "Crack is 4 mm": (", ¶2", "does not stand", ""),
    "crack was 4 mm": (", ¶2", "does not stand", ""),
    "firm is at fault": (", ¶1-2", "does not stand", "there, but at ¶3"),
    "The firm": ("", "stands", ""),
    "Who cracked": (", ¶1", "stands", ""),
    "no more”. The firm": ("", "does not stand", ""),  # no paragraph holds it
}


@pytest.mark.parametrize("words", ON_DISK)
def test_words_stand_in_their_paragraph_of_a_text_on_disk(words: str, tiny_folder: Path) -> None:
    place, verdict, why = ON_DISK[words]
    story = citing(tiny_folder, words, place=place)
    found, line = told(story, {"courier-2019": TEXT})[words]
    assert found == verdict
    assert why in line
    assert "| claims/crack-is-4-mm |" in line


PAGES = {
    ("/page", ""): ("stands", "the live page"),
    ("/status/404", "/page"): ("stands", "the archived copy"),
    ("/status/404", "/silent"): ("cannot tell", "HTTP 404 Not Found"),
    ("/changed", "/page"): ("stands", "but not in the live page | the archived copy"),
    ("/another", ""): ("cannot tell", "the document's title is not on the page"),
    ("/pdf", ""): ("cannot tell", "the PDF is damaged"),
    ("/scan", ""): ("cannot tell", "the PDF holds no text; it may be a scan"),
    ("/report", ""): ("stands", "the live page"),
    ("/status/404", "/report"): ("stands", "the archived copy"),
    ("", ""): ("cannot tell", "the source has no address"),
}


@pytest.mark.parametrize("paths", PAGES)
def test_words_stand_in_the_live_page_or_its_copy(
    paths: tuple[str, str], other: Elsewhere, tiny_folder: Path
) -> None:
    verdict, where = PAGES[paths]
    url, copy = (other.url + path if path else "" for path in paths)
    source = tiny_folder / "data/sources/courier-2019.yml"
    text = source.read_text("utf-8").replace(
        '"Who cracked our bridge?"', "'Who cracked our \"bridge\"?'"
    )
    source.write_text(text, "utf-8")
    story = citing(tiny_folder, "crack of 4 mm - long", "crack of 5 mm", url=url, copy=copy)
    found = told(story)
    assert found["crack of 4 mm - long"][0] == verdict
    assert where in found["crack of 4 mm - long"][1]
    assert found["crack of 5 mm"][0] == ("does not stand" if verdict == "stands" else verdict)


@pytest.mark.parametrize(
    ("words", "verdict"),
    [("and nothing else", "stands"), ("and noth-ing else", "stands"), ("and nothingelse", "does not stand")],
)  # fmt: skip
def test_a_hyphen_that_ends_a_line_of_a_pdf_may_be_none(
    words: str, verdict: str, other: Elsewhere, tiny_folder: Path
) -> None:
    story = citing(tiny_folder, words, url=other.url + "/report")
    assert told(story)[words][0] == verdict


def test_the_command_reads_a_text_and_asks_nobody(
    tiny_folder: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    def never(*_: object, **__: object) -> None:
        raise AssertionError("asked")

    monkeypatch.setattr(Client, "get", never)
    citing(tiny_folder, "crack is 4 mm", url="https://courier.example/x")
    (tmp_path / "a=b.txt").write_text(TEXT, "utf-8")
    run = ["-C", str(tiny_folder), "verify", "--text"]
    assert commands.main([*run, f"{tmp_path}/a=b.txt=courier-2019"]) == 0
    assert capsys.readouterr().out.startswith("1 citations carry words: 1 stands, 0 does not stand")
    (tmp_path / "a=b.txt").write_text("Something else.", "utf-8")
    assert commands.main([*run, f"{tmp_path}/a=b.txt=courier-2019"]) == 1
    for wrong in (
        "courier-2019",
        "=courier-2019",
        f"{tmp_path}/none.txt=courier-2019",
        "x=courier",
    ):
        assert commands.main([*run, wrong]) == 1
        said = capsys.readouterr().err
        assert re.search(r"expected --text|cannot be read|no source «courier»", said)


def test_without_a_network_nothing_can_be_told(
    tiny_folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    citing(
        tiny_folder, "crack is 4 mm", url="https://courier.example/x", copy="https://a.example/x"
    )
    before = builds.files(tiny_folder)

    def fail(*_: object, **__: object) -> None:
        raise socket.gaierror(socket.EAI_AGAIN, "x")

    monkeypatch.setattr(socket, "getaddrinfo", fail)
    assert commands.main(["-C", str(tiny_folder), "verify"]) == 0
    assert capsys.readouterr().out == (
        "cannot tell for any of 1 citations that carry words: no host answered (no network?); "
        "nothing was changed\n"
    )
    assert builds.files(tiny_folder) == before


def test_without_words_there_is_nothing_to_verify(tiny_folder: Path) -> None:
    story, _ = load(builds.settings(tiny_folder))
    assert list(quotations.verify_quotations(story, client())) == [
        ("", "no citation of these sources carries words")
    ]
