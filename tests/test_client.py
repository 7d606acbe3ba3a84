"""How other sites are asked: slowly, within robots.txt, by names that DNS knows."""

from __future__ import annotations

import socket
from types import SimpleNamespace
from typing import Any

import pytest
from elsewhere import Elsewhere, client
from explainer.watch import client as client_
from explainer.watch.client import Client

pytestmark = pytest.mark.usefixtures("no_proxy")


@pytest.fixture
def slept(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """What a client's pauses are, in order: its clock moves by them alone."""
    pauses: list[float] = []
    known = SimpleNamespace(sleep=pauses.append, monotonic=lambda: sum(pauses))
    monkeypatch.setattr(client_, "time", known)
    return pauses


def test_the_pace_of_a_host_is_its_own_however_it_is_written() -> None:
    asking = client()
    assert asking._host_of("http://A.example/x") is asking._host_of("http://a.example/y")


def test_a_host_in_other_letters_is_asked_by_its_name_in_dns(
    other: Elsewhere, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = []
    known = socket.getaddrinfo

    def look_up(host: str, *more: Any, **named: Any) -> Any:
        asked.append(host)
        if host == "127.0.0.1":
            return known(host, *more, **named)
        raise socket.gaierror(socket.EAI_NONAME, "x")

    monkeypatch.setattr(socket, "getaddrinfo", look_up)
    for url in ("http://straße.invalid:8080/x", other.url + "/other-letters"):
        assert client().get(url).error == "no such host"
    assert {host for host in asked if host != "127.0.0.1"} == {
        "xn--strae-oqa.invalid", "xn--i1ajfdf.invalid",
    }  # fmt: skip
    unnamed = client().get("http://\u0323a.invalid/", robots=False)
    assert unnamed.error == "its host is no name"
    # Its own name may lead to such a host.
    assert Client("explainer/0.1 (+https://строй.рф/)", delay=0).get(other.url + "/page").status


ROBOTS = {
    "User-agent: *\nDisallow: /*age\n": True,
    "User-agent: *\nDisallow: /pa*e$\n": True,
    "User-agent: *\nDisallow: /pa$\n": False,
    "User-agent: *\nDisallow: /\nAllow: /page\n": False,
    "User-agent: other\nUser-agent: *\nDisallow: /%70age\n": True,
    "User-agent: *\nAllow: /\n\nUser-agent: explainer\nDisallow: /\n": True,
    "\ufeffUser-agent: *\nDisallow: /\n": True,
    "User-agent: *\rDisallow: /\r": True,
    "User-agent: *\nDisallow: //[x\nCrawl-delay: ²\nRequest-rate: ²/²\n": False,
    f"User-agent: *\nCrawl-delay: {'9' * 5000}\n": False,
    "User-agent: *\nDisallow: /x\n" + "Disallow: /y*z$\n" * 40_000 + "Disallow: /\n": False,
    "<html>Disallow: /</html>\0": False,
    "": False,
}


@pytest.mark.parametrize("text", ROBOTS, ids=lambda text: repr(text[:50]))
def test_robots_are_read_as_search_engines_do(text: str, other: Elsewhere) -> None:
    other.robots = (200, text)
    said = client().get(other.url + "/page").error
    assert said == ("robots.txt asks programs not to read it" if ROBOTS[text] else "")


def test_robots_are_respected(other: Elsewhere) -> None:
    other.robots = (200, "User-agent: explainer\nDisallow: /page\n\nUser-agent: *\nDisallow:\n")
    asking = client()
    assert asking.get(other.url + "/page").error == "robots.txt asks programs not to read it"
    assert asking.get(other.url + "/to/302/page").error == "robots.txt asks programs not to read it"
    assert asking.get(other.url + "/latin").status == 200
    assert (other.times("/page"), other.times("/robots.txt")) == (0, 1)


def test_robots_that_cannot_be_read_bar_everything(other: Elsewhere) -> None:
    other.robots = (503, "")
    answer = client().get(other.url + "/page")
    assert answer.error == "robots.txt could not be read: HTTP 503 Service Unavailable"
    assert other.times("/page") == 0


def test_a_host_is_asked_slowly_and_by_its_own_pace(other: Elsewhere, slept: list[float]) -> None:
    other.robots = (200, "User-agent: *\nCrawl-delay: 1\n")
    asking = client(delay=0.3)
    for path in ("/page", "/to/302/latin"):
        asking.get(other.url + path)
    assert other.asked == ["/robots.txt", "/page", "/to/302/latin", "/latin"]
    assert slept == pytest.approx([0, 0.3, 1, 1])  # the first before robots.txt was read


def test_retry_after_is_obeyed(other: Elsewhere, slept: list[float]) -> None:
    assert client().get(other.url + "/busy").status == 200
    assert other.times("/busy") == 2
    assert slept == [0, 0, 1]


def test_a_host_that_asks_for_longer_is_left_alone(other: Elsewhere, slept: list[float]) -> None:
    asking = client()
    assert asking.get(other.url + "/very-busy").status == 503
    assert "its host asks to wait" in asking.get(other.url + "/page").error
    assert other.times("/page") == 0
    assert not any(slept)


def test_a_429_without_a_time_ends_the_asking_of_its_host(other: Elsewhere) -> None:
    asking = client()
    asking.get(other.url + "/too-many")
    assert asking.get(other.url + "/page").error == "HTTP 429 Too Many Requests"
    assert other.times("/page") == 0
