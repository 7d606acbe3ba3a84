"""Work done beside the build: its result, its failure, and where it is not tried."""

from __future__ import annotations

import os
import threading
from pathlib import Path
from typing import Any

import builds
import pytest
from explainer import build
from explainer.read import markdown
from explainer.run import worker

forks = pytest.mark.skipif(not hasattr(os, "fork"), reason="no fork on this system")


# Tests may run beside threads of pytest's; what is forked here needs no lock of theirs.
pytestmark = pytest.mark.filterwarnings("ignore:This process:DeprecationWarning")


@forks
def test_a_result_comes_back_and_leaves_no_file(tmp_path: Path) -> None:
    started = worker.Worker(lambda: {"a": b"b" * 1_000_000}, tmp_path)
    assert started.result() == {"a": b"b" * 1_000_000}
    assert started.result() is None
    assert not list(tmp_path.iterdir())


@forks
def test_a_failure_is_no_result(tmp_path: Path) -> None:
    def fail() -> None:
        raise ValueError

    assert worker.Worker(fail, tmp_path).result() is None
    assert not list(tmp_path.iterdir())


@forks
def test_a_result_that_the_disk_does_not_hold_is_none(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def write_half(path: Path, data: bytes) -> None:
        with path.open("wb") as file:
            file.write(data[: len(data) // 2])
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "write_bytes", write_half)
    assert worker.Worker(lambda: "a" * 100, tmp_path).result() is None
    assert not list(tmp_path.iterdir())


@forks
def test_what_is_given_up_ends_and_leaves_no_file(tmp_path: Path) -> None:
    started = worker.Worker(threading.Event().wait, tmp_path)
    child = started.pid
    started.stop()
    assert not list(tmp_path.iterdir())
    with pytest.raises(ProcessLookupError):
        os.kill(child, 0)


def test_it_is_not_tried_on_one_core_nor_beside_threads(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.platform", "linux")
    monkeypatch.setattr("threading.active_count", lambda: 1)
    monkeypatch.setattr("os.sched_getaffinity", lambda _: {0, 1}, raising=False)
    assert worker.can_fork()
    monkeypatch.setattr("threading.active_count", lambda: 2)
    assert not worker.can_fork()
    monkeypatch.setattr("threading.active_count", lambda: 1)
    monkeypatch.setattr("os.sched_getaffinity", lambda _: {0}, raising=False)
    assert not worker.can_fork()
    monkeypatch.setattr("os.sched_getaffinity", lambda _: {0, 1}, raising=False)
    monkeypatch.setattr("sys.platform", "darwin")
    assert not worker.can_fork()


@forks
def test_a_language_made_aside_is_that_of_the_build(
    tiny_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    written = {}
    for forked in (True, False):
        monkeypatch.setattr(worker, "can_fork", lambda forked=forked: forked)
        monkeypatch.setattr(build, "_MIN_PAGES_TO_FORK", 0)
        folder = tiny_folder / f"site-{forked}"
        folder.mkdir()
        settings = builds.settings(tiny_folder, options={"search": False, "cards": False})
        one = build.Build(settings, folder)
        assert one.compile() == []
        one.cache_folder.mkdir(exist_ok=True)
        one.start_workers()
        assert list(one.workers) == (["fr"] if forked else [])
        # What is large and no page needs is let go: the downloads, what others print.
        assert one.site is not None
        assert {file.data for file in one.site.downloads.values()} == {b""}
        french = one.site.story.claims["crack-is-4-mm"].text["fr"]
        assert (french in markdown._record_trees) != forked
        assert one.finish() == []
        assert list(one.site.pages) == (["en"] if forked else ["en", "fr"])
        written[forked] = builds.files(folder)
    assert written[True] == written[False]
    assert "fr/fissures/index.html" in written[True]


@forks
@pytest.mark.parametrize("raises", [True, False], ids=["an error", "killed"])
def test_what_another_core_could_not_do_is_done_here(
    tiny_folder: Path, monkeypatch: pytest.MonkeyPatch, raises: bool
) -> None:
    monkeypatch.setattr(worker, "can_fork", lambda: True)
    monkeypatch.setattr(build, "_MIN_PAGES_TO_FORK", 0)
    parent, make = os.getpid(), build.make_pages

    def fail_aside(site: Any, code: str) -> Any:
        if os.getpid() != parent:
            if raises:
                raise MemoryError
            os.kill(os.getpid(), 9)
        return make(site, code)

    monkeypatch.setattr(build, "make_pages", fail_aside)
    folder = tiny_folder / "site"
    folder.mkdir()
    settings = builds.settings(tiny_folder, options={"search": False, "cards": False})
    one = build.Build(settings, folder)
    assert one.compile() == []
    one.start_workers()
    assert one.finish() == []
    assert (folder / "fr/fissures/index.html").is_file()
