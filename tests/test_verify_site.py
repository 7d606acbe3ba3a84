"""A published site against the commit that it names: built again, compared byte by byte."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import subprocess
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any

import builds
import pytest
from explainer import __main__ as command


class _Quiet(SimpleHTTPRequestHandler):
    def log_message(self, format: str, *args: object) -> None:
        """Say nothing."""


def git(folder: Path, *words: str) -> str:
    who = ["-c", "user.name=x", "-c", "user.email=x@x.example", "-c", "commit.gpgsign=false"]
    env = {**os.environ, "GIT_CONFIG_GLOBAL": os.devnull}
    done = subprocess.run(
        ["git", *who, *words], cwd=folder, env=env, capture_output=True, text=True, check=True
    )
    return done.stdout.strip()


@pytest.fixture(scope="module")
def published(tmp_path_factory: pytest.TempPathFactory) -> Any:
    """Yield (project, its site, the site's address): a commit, built and served on loopback."""
    folder = tmp_path_factory.mktemp("published")
    project, site = builds.tiny_project(folder / "project"), folder / "site"
    git(project, "init", "-q")
    git(project, "add", "-A")
    git(project, "commit", "-qm", "x")
    site.mkdir()
    handler = partial(_Quiet, directory=str(site))
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
        url = f"http://127.0.0.1:{server.server_port}/"
        commit = git(project, "rev-parse", "HEAD")
        builds.build(
            project, folder / "made", confirmed=True, SITE_URL=url, EXPLAINER_COMMIT=commit
        )
        shutil.copytree(folder / "made", site, dirs_exist_ok=True)
        yield project, site, url
        server.shutdown()


@pytest.fixture(autouse=True)
def no_proxy(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NO_PROXY", "*")
    for name in ("EXPLAINER_SEARCH", "EXPLAINER_CARDS"):
        monkeypatch.delenv(name, raising=False)


def verified(project: Path, url: str, capsys: pytest.CaptureFixture[str]) -> tuple[int, str]:
    status = command.main(["-C", str(project), "verify-site", url])
    said = capsys.readouterr()
    return status, said.out + said.err


def test_a_site_names_its_commit_and_the_digest_of_each_file(published: Any) -> None:
    project, site, url = published
    told = json.loads((site / "build.json").read_text("utf-8"))
    assert told["commit"] == git(project, "rev-parse", "HEAD")
    assert told["SITE_URL"] == url
    sums = dict(
        reversed(line.split("  ", 1))
        for line in (site / "SHA256SUMS").read_text("utf-8").splitlines()
    )
    files = builds.files(site)
    assert set(sums) == set(files) - {"SHA256SUMS"}
    assert all(hashlib.sha256(files[name]).hexdigest() == sums[name] for name in sums)


def test_a_site_that_names_no_commit_has_neither(tmp_path: Path) -> None:
    site = builds.build(builds.tiny_project(tmp_path / "project"), tmp_path / "site")
    assert not (site / "build.json").exists()
    assert not (site / "SHA256SUMS").exists()


def test_what_its_commit_makes_is_the_same(
    published: Any, capsys: pytest.CaptureFixture[str]
) -> None:
    project, site, url = published
    # The host consumes this one; what is not committed here plays no part.
    (site / "_headers").rename(site.parent / "_headers")
    (project / "data" / "status.yml").rename(project / "data" / "status.bak")
    status, said = verified(project, url.rstrip("/"), capsys)
    (project / "data" / "status.bak").rename(project / "data" / "status.yml")
    (site.parent / "_headers").rename(site / "_headers")
    count = len(builds.files(site))
    assert f"{count} files compared, byte by byte: {count} same, 0 differs, 0 missing" in said
    assert status == 0


def test_each_file_that_differs_is_named(
    published: Any, capsys: pytest.CaptureFixture[str]
) -> None:
    project, site, url = published
    page, gone = site / "fr" / "index.html", site / "robots.txt"
    before, kept = page.read_bytes(), gone.read_bytes()
    try:
        page.write_bytes(before.replace(b"</body>", b"<script src=//x.example></script></body>"))
        gone.unlink()
        status, said = verified(project, url, capsys)
    finally:
        page.write_bytes(before)
        gone.write_bytes(kept)
    assert status == 1
    assert "1 differs, 1 missing" in said
    at = before.index(b"</body>") + 2
    assert (
        f"| fr/index.html | differs | {len(before) + 33} bytes for {len(before)}, other from byte {at} on |"
        in said
    )
    assert "| robots.txt | missing | HTTP 404" in said


WRONG = {
    "none": (None, "the site names no commit"),
    "no JSON": (b"<h1>Hello</h1>", "is no record of a build"),
    "an option": (b'{"commit": "--output=x", "SITE_URL": ""}', "is no record of a build"),
    "a variable": (b'{"commit": "%s", "PATH": "/tmp"}' % (b"a" * 40), "is no record of a build"),
    "another site": (
        b'{"commit": "%s", "SITE_URL": "https://x.example/"}' % (b"a" * 40),
        "it says that it was built for https://x.example/",
    ),
    "unknown here": (b"a" * 40, "this clone has no commit"),
}


@pytest.mark.parametrize("name", WRONG)
def test_what_names_no_commit_of_ours_is_not_built(
    name: str, published: Any, capsys: pytest.CaptureFixture[str]
) -> None:
    project, site, url = published
    given, said = WRONG[name]
    path = site / "build.json"
    before = path.read_bytes()
    try:
        if given is None:
            path.unlink()
        elif name == "unknown here":
            path.write_bytes(before.replace(json.loads(before)["commit"].encode(), given))
        else:
            path.write_bytes(given)
        status, told = verified(project, url, capsys)
    finally:
        path.write_bytes(before)
    assert status == 1
    assert said in told
    assert "compared" not in told


def test_an_address_that_is_none_is_told(
    tiny_folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for url in ("", "example.org"):  # what `make verify-site` gives without URL, or with half of it
        status, said = verified(tiny_folder, url, capsys)
        assert (status, said.count("\n")) == (1, 1)
        assert "as in make verify-site URL=https://" in said


def test_a_site_that_does_not_answer_cannot_be_told(
    published: Any, capsys: pytest.CaptureFixture[str]
) -> None:
    project, _, _ = published
    status, said = verified(project, "http://127.0.0.1:9/", capsys)
    assert status == 0
    assert said.startswith("cannot tell: http://127.0.0.1:9/ did not answer")
    assert said.count("\n") == 1


def test_a_commit_is_its_whole_name(tmp_path: Path) -> None:
    project = builds.tiny_project(tmp_path / "project")
    done = builds.run(project, tmp_path / "site", EXPLAINER_COMMIT="main")
    assert done.returncode == 1
    assert (
        "EXPLAINER_COMMIT: «main» is no commit; expected its whole name"
        in done.stderr + done.stdout
    )
