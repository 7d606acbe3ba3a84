"""Copies of one's own: WARC files, their digests and stamps, and what they still prove."""

from __future__ import annotations

import datetime
import hashlib
import socket
import subprocess
from email.message import Message
from pathlib import Path

import builds
import elsewhere
import pytest
from elsewhere import Elsewhere, client, with_addresses
from explainer import __main__ as command
from explainer.model import captures as kept
from explainer.model.captures import FILE
from explainer.model.story import Story, load
from explainer.watch import captures, quotations
from explainer.watch.responses import Response
from lxml import html
from warcio.archiveiterator import ArchiveIterator

NOW = datetime.datetime(2026, 11, 26, 10, 11, 12, tzinfo=datetime.UTC)


pytestmark = pytest.mark.usefixtures("no_proxy")


def at(project: Path, url: str) -> Story:
    """Return the tiny story, whose article is at ``url`` and is cited with its words."""
    source = project / "data/sources/courier-2019.yml"
    text = source.read_text("utf-8")
    source.write_text(
        text.replace('"Who cracked our bridge?"', "'Who cracked our \"bridge\"?'"), "utf-8"
    )
    claim = project / "data/claims/crack-is-4-mm.yml"
    text = claim.read_text("utf-8").replace(
        '"minutes-2019, p. 3"', "'courier-2019, ¶2, \"crack of 4 mm\"'"
    )
    claim.write_text(text, "utf-8")
    return with_addresses(project, {"courier-2019": url})


def test_a_copy_is_kept_with_its_digest(other: Elsewhere, tiny_folder: Path) -> None:
    story = at(tiny_folder, other.url + "/page")
    [line] = captures.capture_sources(story, client(), NOW, ["courier-2019"])
    path = tiny_folder / "captures/courier-2019-20261126101112.warc.gz"
    digest = hashlib.sha256(path.read_bytes()).hexdigest()
    assert line == f"courier-2019: captures/{path.name} (SHA-256 {digest})"
    with path.open("rb") as file:
        about, response = [
            (r.rec_type, r.rec_headers, r.http_headers, r.content_stream().read())
            for r in ArchiveIterator(file, check_digests="raise")
        ]
    assert about[0] == "warcinfo"
    kind, headers, http, body = response
    assert (kind, headers.get_header("WARC-Target-URI")) == ("response", other.url + "/page")
    assert headers.get_header("WARC-Date") == "2026-11-26T10:11:12Z"
    assert http.get_statuscode() == "200"
    assert body == elsewhere.PAGE.encode()
    known, problems = kept.read(tiny_folder, ("fr", "en"))
    assert problems == []
    assert [(one.on, one.sha256) for one in known["courier-2019"]] == [("2026-11-26", digest)]
    # Another day, another copy: what was kept stays.
    list(captures.capture_sources(story, client(), NOW + datetime.timedelta(1), ["courier-2019"]))
    lines = (tiny_folder / FILE).read_text("utf-8").splitlines()
    assert [line.split(":")[0] for line in lines[2:]] == ["courier-2019"] * 2
    assert digest in lines[2]


KEPT = {
    "/status/404": "not kept: HTTP 404 Not Found",
    "/another": "not kept: the document's title is not on the page",
    "/slow": "not kept: no answer in 0.5 s",
}


@pytest.mark.parametrize("path", KEPT)
def test_only_the_document_is_kept(path: str, other: Elsewhere, tiny_folder: Path) -> None:
    story = at(tiny_folder, other.url + path)
    asking = elsewhere.hurried(other.url) if "0.5 s" in KEPT[path] else client()
    lines = list(captures.capture_sources(story, asking, NOW, ["courier-2019"]))
    assert lines[0].startswith(f"courier-2019: {KEPT[path]}") or "cannot tell" in lines[0]
    assert not (tiny_folder / "captures").exists()


def test_a_status_that_has_no_name_is_kept_as_a_number(tiny_folder: Path) -> None:
    url, headers = "https://courier.example/page", Message()
    headers["Content-Type"] = "text/html"
    asked = client()
    asked.get = lambda *_, **__: Response(url, 299, headers=headers, body=elsewhere.PAGE.encode())  # type: ignore[method-assign]
    list(captures.capture_sources(at(tiny_folder, url), asked, NOW, ["courier-2019"]))
    (path,) = (tiny_folder / "captures").glob("*.gz")
    with path.open("rb") as file:
        _, response = [record.http_headers for record in ArchiveIterator(file)]
    assert response.statusline == "299"


def test_what_is_too_large_is_not_kept_in_part(other: Elsewhere, tiny_folder: Path) -> None:
    story = at(tiny_folder, other.url + "/report")
    [line] = captures.capture_sources(story, client(max_bytes=100), NOW, ["courier-2019"])
    assert line == "courier-2019: not kept: larger than 100 bytes"
    assert not (tiny_folder / "captures").exists()


def test_words_stand_in_our_own_copy_once_the_page_is_gone(
    other: Elsewhere, tiny_folder: Path
) -> None:
    list(
        captures.capture_sources(
            at(tiny_folder, other.url + "/page"), client(), NOW, ["courier-2019"]
        )
    )
    story = at(tiny_folder, other.url + "/status/404")
    [(verdict, row)] = [
        r for r in quotations.verify_quotations(story, client(), ["courier-2019"]) if r[0]
    ]
    assert verdict == "stands"
    assert row.endswith("| our own copy |")
    # A copy that is no longer what its digest says proves nothing.
    (path,) = (tiny_folder / "captures").glob("*.gz")
    path.write_bytes(path.read_bytes()[:-1])
    [(verdict, row)] = [
        r for r in quotations.verify_quotations(story, client(), ["courier-2019"]) if r[0]
    ]
    assert (verdict, "HTTP 404 Not Found" in row) == ("cannot tell", True)


def test_a_source_page_says_which_copy_we_keep(other: Elsewhere, tiny_folder: Path) -> None:
    story = at(tiny_folder, other.url + "/page")
    list(captures.capture_sources(story, client(), NOW, ["courier-2019"]))
    builds.confirm(tiny_folder)
    made = builds.compiled(tiny_folder).pages
    digest = story.settings.root / FILE
    assert digest.is_file()
    for language, said in (
        ("en", "Made on November 26, 2026, kept and not published. SHA-256 digest: "),
        ("fr", "Faite le 26 novembre 2026, gardée sans être publiée. Empreinte SHA-256 : "),
    ):
        main = html.fromstring(f"<div>{made[language]['sources/courier-2019.md'].html}</div>")
        told = " ".join(main.text_content().split())
        assert said + kept.read(tiny_folder, ("en",))[0]["courier-2019"][0].sha256 in told


def authority(folder: Path) -> None:
    """Make the key and the certificate of a time-stamp authority, with OpenSSL."""
    (folder / "tsa.cnf").write_text(
        "[tsa]\ndefault_tsa = t\n[t]\nserial = serial\nsigner_cert = tsa.pem\nsigner_key = tsa.key\n"
        "signer_digest = sha256\ndefault_policy = 1.2.3.4\ndigests = sha256\n"
        "[req]\ndistinguished_name = d\nx509_extensions = x\nprompt = no\n[d]\nCN = tsa.example\n"
        "[x]\nextendedKeyUsage = critical,timeStamping\n"
    )
    (folder / "serial").write_text("01\n")
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-keyout", "tsa.key",
         "-out", "tsa.pem", "-days", "9000", "-config", "tsa.cnf"],
        cwd=folder, check=True, capture_output=True,
    )  # fmt: skip


def test_a_copy_can_be_stamped(other: Elsewhere, tiny_folder: Path, tmp_path: Path) -> None:
    authority(tmp_path)
    other.stamps = tmp_path
    story = at(tiny_folder, other.url + "/page")
    lines = list(
        captures.capture_sources(story, client(), NOW, ["courier-2019"], other.url + "/tsa")
    )
    assert [line for line in lines if "not stamped" in line] == []
    [known] = kept.read(tiny_folder, ("en",))[0]["courier-2019"]
    assert known.by == "127.0.0.1"
    assert known.stamped.endswith("Z")
    # A stamp that was made for another file is none of this one.
    later = NOW + datetime.timedelta(1)
    lines = list(
        captures.capture_sources(story, client(), later, ["courier-2019"], other.url + "/old-tsa")
    )
    assert "courier-2019: not stamped: the stamp is for something else" in lines
    # Anybody can check it, with the authority's certificate alone.
    path = tiny_folder / "captures" / known.file
    command_ = [
        "openssl",
        "ts",
        "-verify",
        "-data",
        str(path),
        "-in",
        f"{path}.tsr",
        "-CAfile",
        "tsa.pem",
    ]
    done = subprocess.run(command_, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert "Verification: OK" in done.stdout + done.stderr


@pytest.mark.parametrize(
    ("path", "why"), [("/page", "what came is no time stamp"), ("/status/503", "HTTP 503")]
)
def test_a_stamp_that_does_not_come_loses_no_copy(
    path: str, why: str, other: Elsewhere, tiny_folder: Path
) -> None:
    story = at(tiny_folder, other.url + "/page")
    lines = list(captures.capture_sources(story, client(), NOW, ["courier-2019"], other.url + path))
    assert lines[0].startswith(f"courier-2019: not stamped: {why}")
    [known] = kept.read(tiny_folder, ("en",))[0]["courier-2019"]
    assert (known.stamped, known.by) == ("", "")
    assert list((tiny_folder / "captures").glob("*.tsr")) == []


def test_without_a_network_nothing_changes(
    tiny_folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    before = builds.files(tiny_folder)

    def fail(*_: object, **__: object) -> None:
        raise socket.gaierror(socket.EAI_AGAIN, "x")

    monkeypatch.setattr(socket, "getaddrinfo", fail)
    assert command.main(["-C", str(tiny_folder), "capture"]) == 0
    said = capsys.readouterr().out
    assert said.startswith("cannot tell for any of 2 sources")
    assert said.count("\n") == 1
    assert builds.files(tiny_folder) == before


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("x: {on: 2026-11-26, url: https://x.example, file: ../x, sha256: aa}", "x.file: «../x» has not"),
        ("x: {on: 2026-11-26, url: https://x.example, file: x.warc.gz, sha256: aa}", "x.sha256: «aa» has not"),
    ],
)  # fmt: skip
def test_a_mistake_in_the_file_is_told(line: str, told: str, tiny_folder: Path) -> None:
    (tiny_folder / FILE).write_text(line + "\n", "utf-8")
    _, found = load(builds.settings(tiny_folder))
    assert [str(one) for one in found if str(one).startswith(f"{FILE}:1:") and told in str(one)]
