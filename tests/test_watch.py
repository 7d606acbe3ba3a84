"""Sources that last: verdicts on addresses, their memory, the words of a page."""

from __future__ import annotations

import datetime
import socket
from email.message import Message
from pathlib import Path
from typing import Any

import builds
import elsewhere
import pytest
from elsewhere import Elsewhere, with_addresses
from explainer import __main__ as commands
from explainer.model import availability, records
from explainer.model.availability import AddressState
from explainer.model.fields import Text
from explainer.model.story import load
from explainer.watch import archives, captures, document, sources, verdicts
from explainer.watch import client as client_
from explainer.watch.client import Client
from explainer.watch.verdicts import Verdict

DAY = datetime.date(2026, 11, 26)
AGENT = "explainer/0.1 (+https://example.org/)"


pytestmark = pytest.mark.usefixtures("no_proxy")


def client(**how: float) -> Client:
    return elsewhere.client(AGENT, **how)


def source(url: str, **more: Any) -> records.Source:
    given = {
        "title": elsewhere.TITLE,
        "id": "x",
        "nature": "press",
        "type": "webpage",
        "language": "en",
    }
    known = {"checked": "whole", "gist": Text(en="x", fr="x"), "URL": url, **given, **more}
    return records.Source.model_validate(known, context={"languages": ("fr", "en")})


VERDICTS = {
    "/page": ("alive", ""),
    "/latin": ("alive", ""),
    "/pdf": ("alive", ""),
    "/to/302/page": ("alive", ""),
    "/to/301/page": ("moved", "/page"),
    "/to/308/to/301/page": ("moved", "/page"),
    "/to/301/to/302/page": ("moved", "/to/302/page"),
    "/to/302/to/301/page": ("alive", ""),
    "/status/404": ("missing", "HTTP 404 Not Found"),
    "/status/410": ("missing", "HTTP 410 Gone"),
    "/to/301/status/404": ("missing", "HTTP 404 Not Found"),
    "/status/401": ("unknown", "HTTP 401 Unauthorized"),
    "/status/402": ("unknown", "HTTP 402 Payment Required"),
    "/status/403": ("unknown", "HTTP 403 Forbidden"),
    "/status/500": ("unknown", "HTTP 500 Internal Server Error"),
    "/status/599": ("unknown", "HTTP 599"),
    "/slow": ("unknown", "no answer in 0.5 s"),
    "/dripping": ("unknown", "no answer in 0.5 s"),
    "/silent": ("unknown", "Remote end closed connection without response"),
    "/garbage": ("unknown", "what came is not HTTP"),
    "/soft-404": ("unknown", "the page calls itself not found"),
    "/another": ("unknown", "the document's title is not on the page"),
    "/empty": ("unknown", "the page is empty"),
    "/to/302/": ("unknown", "it leads to a home page, {url}/"),
    "/to/301/": ("unknown", "it leads to a home page, {url}/"),
    "/to/302/file": ("unknown", "it leads to no web address: file:///etc/passwd"),
    "/to/301/" + "to/301/" * 12 + "page": ("unknown", "more than 10 redirections"),
    "/no-host": ("unknown", "it leads to no web address: http://[x/page"),
    "/no-port": ("unknown", "it leads to no web address: http://127.0.0.1:99999/page"),
    "/again": ("unknown", "more than 10 redirections"),
    "/unasked-gzip": ("alive", ""),
    "/cut-gzip": ("unknown", "what came was cut short"),
    "/no-gzip": ("unknown", "what came is not what its headers say"),
    "/brotli": ("unknown", "it came as br, which was not asked for"),
    "/cut": ("unknown", "what came was cut short"),
    "/cut-chunk": ("unknown", "what came was cut short"),
    "/old": ("alive", ""),
    "/untyped": ("alive", ""),
    "/utf-16": ("alive", ""),
    "/undefined": ("alive", ""),
    "/latin-1": ("alive", ""),
    "/marked": ("alive", ""),
    "/refresh": ("unknown", "the page leads on by itself, to /page"),
    "/plus-la": ("unknown", "the page calls itself not found"),
    "/no-more": ("unknown", "the page calls itself not found"),
    "/open": ("alive", ""),
    "/late": ("unknown", "HTTP 503 Service Unavailable"),
    "/dripping-head": ("unknown", "no answer in 0.5 s"),
    "/busy": ("alive", ""),
    "/too-many": ("unknown", "HTTP 429 Too Many Requests"),
}


@pytest.mark.parametrize("path", VERDICTS)
def test_each_answer_has_its_verdict(path: str, other: Elsewhere) -> None:
    state, said = VERDICTS[path]
    asked = source(other.url + path)
    asking = elsewhere.hurried(other.url, AGENT) if "0.5 s" in said else client()
    verdict = verdicts.judge(asked, asking.get(asked.URL or ""))
    assert verdict.state == state
    if state == "moved":
        assert verdict == Verdict("moved", new_url=other.url + said)
    else:
        assert verdict.why == said.format(url=other.url)
    assert other.agents == {AGENT}


def test_a_host_that_refuses_or_has_no_name(monkeypatch: pytest.MonkeyPatch) -> None:
    with socket.socket() as taken:  # a port that nobody listens at
        taken.bind(("127.0.0.1", 0))
        url = f"http://127.0.0.1:{taken.getsockname()[1]}/x"
        verdict = verdicts.judge(source(url), client().get(url))
    assert (verdict.state, "refused" in verdict.why) == ("unknown", True)

    for number, state in ((socket.EAI_NONAME, "missing"), (socket.EAI_AGAIN, "unknown")):

        def fail(*_: object, number: int = number, **__: object) -> None:
            raise socket.gaierror(number, "x")

        monkeypatch.setattr(socket, "getaddrinfo", fail)
        url = "http://nowhere.example/x"
        assert verdicts.judge(source(url), client().get(url)).state == state


@pytest.mark.parametrize(("end", "state"), [("", "unknown"), ("?id=1", "alive")])
def test_a_home_page_asked_for_something_may_be_the_document(end: str, state: str) -> None:
    headers = Message()
    headers["Content-Type"] = "text/html; charset=utf-8"
    answer = client_.Response(
        f"https://x.example/{end}", 200, headers=headers, body=elsewhere.PAGE.encode()
    )
    assert verdicts.judge(source("https://x.example/a"), answer).state == state


def test_a_document_about_what_is_not_found_is_there() -> None:
    title = "404: how a page is not found"
    headers = Message()
    headers["Content-Type"] = "text/html; charset=utf-8"
    body = f"<title>{title}</title><h1>{title}</h1>".encode()
    answer = client_.Response("https://x.example/a", 200, headers=headers, body=body)
    for ours, state in ((title, "alive"), ("How a page is", "unknown")):
        assert verdicts.judge(source("https://x.example/a", title=ours), answer).state == state


def test_a_title_that_is_ours_is_not_asked_of_the_page(other: Elsewhere) -> None:
    for note, state in (("slug", "alive"), ("descriptive", "alive"), (None, "unknown")):
        asked = source(other.url + "/another", title_note=note)
        assert verdicts.judge(asked, client().get(asked.URL or "")).state == state


@pytest.mark.parametrize(
    ("words", "state"),
    [([], "alive"), (["a crack of 4 mm"], "alive"), (["crack", "a flood"], "alive"), (["a flood"], "unknown")],
)  # fmt: skip
def test_a_page_without_any_word_cited_is_no_longer_the_document(
    words: list[str], state: str, other: Elsewhere, tiny_folder: Path
) -> None:
    path = tiny_folder / "data/claims/crack-is-4-mm.yml"
    cited = ", ".join(f"'courier-2019, ¶2, \"{one}\"'" for one in words)
    text = path.read_text("utf-8").replace('"minutes-2019, p. 3"', cited)
    path.write_text(text, "utf-8")
    path = tiny_folder / "data/sources/courier-2019.yml"
    title = "'Who cracked our \"bridge\"?'"
    text = path.read_text("utf-8").replace('"Who cracked our bridge?"', title)
    path.write_text(text, "utf-8")
    story = with_addresses(tiny_folder, {"courier-2019": other.url + "/page"})
    list(sources.watch_sources(story, client(), DAY, ["courier-2019"]))
    known = availability.read(tiny_folder, ("en",))[0]["courier-2019"]
    assert known.state == state
    assert known.why == ("none of the words cited is on the page" if state == "unknown" else "")


MISSING, UNKNOWN, ALIVE = (
    Verdict("missing", "HTTP 404"),
    Verdict("unknown", "HTTP 500"),
    Verdict("alive"),
)
HISTORIES: dict[str, tuple[list[tuple[int, Verdict]], str, int]] = {
    "one failure": ([(0, MISSING)], "unknown", 1),
    "three in a week": ([(0, MISSING), (3, MISSING), (6, MISSING)], "unknown", 3),
    "three over seven days": ([(0, MISSING), (3, MISSING), (7, MISSING)], "gone", 3),
    "two over a month": ([(0, MISSING), (30, MISSING)], "unknown", 2),
    "many on two days": ([(0, MISSING)] * 3 + [(8, MISSING)] * 3, "unknown", 2),
    "alive between": ([(0, MISSING), (3, ALIVE), (5, MISSING), (8, MISSING)], "unknown", 2),
    "not to be told between": ([(0, MISSING), (3, UNKNOWN), (5, MISSING), (8, MISSING)], "gone", 3),
    "not to be told for ever": ([(day, UNKNOWN) for day in range(0, 90, 7)], "unknown", 0),
    "gone, then not to be told": (
        [(0, MISSING), (3, MISSING), (7, MISSING), (9, UNKNOWN)], "gone", 3,
    ),
    "gone, then back": ([(0, MISSING), (3, MISSING), (7, MISSING), (9, ALIVE)], "alive", 0),
    "a time-out, then a failure on the same day": (
        [(0, UNKNOWN), (0, MISSING), (4, MISSING), (8, MISSING)], "gone", 3,
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", HISTORIES)
def test_gone_only_after_three_failures_over_seven_days(name: str) -> None:
    said, state, failures = HISTORIES[name]
    asked, known = source("https://courier.example/x"), None
    for after, verdict in said:
        known = verdicts.update_record(asked, known, verdict, DAY + datetime.timedelta(after))
    assert known is not None
    assert (known.state, known.failures) == (state, failures)
    assert known.asked == (DAY + datetime.timedelta(said[-1][0])).isoformat()


def test_what_was_heard_is_kept_a_line_a_source(other: Elsewhere, tiny_folder: Path) -> None:
    urls = {"courier-2019": other.url + "/status/404", "minutes-2018": other.url + "/pdf"}
    urls |= {"minutes-2019": other.url + "/to/301/pdf", "marlow-report": other.url + "/silent"}
    story = with_addresses(tiny_folder, urls)
    lines = list(sources.watch_sources(story, client(), DAY))
    assert lines[0] == "4 sources asked: 1 alive, 1 moved, 0 gone, 2 cannot tell."
    assert (
        sum(
            "| cannot tell | HTTP 404 Not Found (failure 1, since 2026-11-26) |" in x for x in lines
        )
        == 1
    )
    written = (tiny_folder / availability.FILE).read_text("utf-8").splitlines()
    assert [line.split(":")[0] for line in written[2:]] == sorted(urls)
    assert (
        written[4]
        == f'minutes-2018: {{state: alive, asked: 2026-11-26, alive: 2026-11-26, url: "{other.url}/pdf"}}'
    )
    again, found = load(builds.settings(tiny_folder))
    assert [one for one in found if one.file == availability.FILE] == []
    assert again.address_state(again.sources["minutes-2019"]) == AddressState(
        state="moved", asked="2026-11-26", alive="2026-11-26", to=other.url + "/pdf",
        url=urls["minutes-2019"],
    )  # fmt: skip
    # The same day again, one source alone: the others stay as they are, no failure is counted twice.
    list(sources.watch_sources(again, client(), DAY, ["courier-2019"]))
    assert (tiny_folder / availability.FILE).read_text("utf-8").splitlines() == written


def test_without_a_network_nothing_changes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Over a whole story's records, as its contributor runs it."""
    project = builds.example_project(tmp_path / "project")
    known = AddressState(
        state="alive", asked="2026-11-26", alive="2026-11-26", url="https://x.example/"
    )
    availability.write(project, {"gazette-2021": known})
    before = builds.files(project)
    site = ["verify-site", "https://site.example/"]
    every = (["watch"], ["archive", "--save"], ["capture"], site)
    for number, tried in ((socket.EAI_AGAIN, every), (socket.EAI_NONAME, every[:1])):

        def fail(*_: object, number: int = number, **__: object) -> None:
            raise socket.gaierror(number, "x")

        monkeypatch.setattr(socket, "getaddrinfo", fail)
        for command in tried:
            assert commands.main(["-C", str(project), *command]) == 0
            said = capsys.readouterr().out
            assert said.count("\n") == 1
            assert said.startswith("cannot tell")
            assert said.endswith("nothing was changed\n")
    assert builds.files(project) == before


def test_where_nothing_can_be_asked_it_is_said(tiny_folder: Path) -> None:
    story = with_addresses(tiny_folder, {})
    none = "none of these sources has an address; nothing was changed"
    assert list(sources.watch_sources(story, client(), DAY, ["minutes-2018"])) == [none]
    now = datetime.datetime.now(datetime.UTC)
    assert list(captures.capture_sources(story, client(), now, ["minutes-2018"])) == [none]
    (line,) = archives.propose_copies(story, client(), ["minutes-2018"])
    assert line.startswith("each of these sources has a copy")


def test_a_name_that_is_no_source_is_told(
    tiny_folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert commands.main(["-C", str(tiny_folder), "watch", "courier-2018"]) == 1
    said = capsys.readouterr().err
    assert said.startswith("no source «courier-2018»; did you mean «courier-2019»")


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("crack of 4 mm - long", True),
        ("our 'bridge'", True),
        ("cracked our « bridge »", True),
        ("Crack of", False),
        ("crack of 5 mm", False),
        ("The Courier", False),  # its title is no text
    ],
)
def test_words_stand_in_a_page_but_for_spaces_quotes_and_hyphens(
    words: str, found: bool, other: Elsewhere
) -> None:
    answer = client().get(other.url + "/page")
    told = document.parse(answer.headers, answer.body)
    assert told.titles == ["The Courier"]
    assert document.contains(told.text, words) is found
