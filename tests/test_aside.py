"""Work done beside the build: its result, its failure, and where it is not tried."""

from __future__ import annotations

import os
import threading
from pathlib import Path

import pytest
from explainer.build import compile_site
from explainer.make import conversion
from explainer.model.story import Settings
from explainer.run import aside
from explainer.run.cache import Cache

forks = pytest.mark.skipif(not hasattr(os, "fork"), reason="no fork on this system")


# Tests may run beside threads of pytest's; what is forked here needs no lock of theirs.
pytestmark = pytest.mark.filterwarnings("ignore:This process:DeprecationWarning")


@forks
def test_a_result_comes_back_and_leaves_no_file(tmp_path: Path) -> None:
    started = aside.Aside(lambda: {"a": b"b" * 1_000_000}, tmp_path)
    assert started.result() == {"a": b"b" * 1_000_000}
    assert started.result() is None
    assert not list(tmp_path.iterdir())


@forks
def test_a_failure_is_no_result(tmp_path: Path) -> None:
    def fail() -> None:
        raise ValueError

    assert aside.Aside(fail, tmp_path).result() is None
    assert not list(tmp_path.iterdir())


@forks
def test_what_is_given_up_ends_and_leaves_no_file(tmp_path: Path) -> None:
    started = aside.Aside(threading.Event().wait, tmp_path)
    child = started.child
    started.stop()
    assert not list(tmp_path.iterdir())
    with pytest.raises(ProcessLookupError):
        os.kill(child, 0)


def test_it_is_not_tried_on_one_core_nor_beside_threads(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.platform", "linux")
    monkeypatch.setattr("threading.active_count", lambda: 1)
    monkeypatch.setattr("os.sched_getaffinity", lambda _: {0, 1}, raising=False)
    assert aside.possible()
    monkeypatch.setattr("threading.active_count", lambda: 2)
    assert not aside.possible()
    monkeypatch.setattr("threading.active_count", lambda: 1)
    monkeypatch.setattr("os.sched_getaffinity", lambda _: {0}, raising=False)
    assert not aside.possible()
    monkeypatch.setattr("os.sched_getaffinity", lambda _: {0, 1}, raising=False)
    monkeypatch.setattr("sys.platform", "darwin")
    assert not aside.possible()


def test_pages_converted_aside_are_those_of_the_build(tiny_folder: Path) -> None:
    site, found = compile_site(Settings(tiny_folder, ("en", "fr")))
    assert site is not None, found
    kept = Cache(tiny_folder)
    converter = conversion.Converter(site, "fr", kept)
    names = converter.missing()
    assert sorted(names) == sorted(site.pages["fr"])
    kept.made.update(converter.converted(names))
    assert converter.missing() == []
    plain = conversion.Converter(site, "fr")
    assert all(converter.convert(name) == plain.convert(name) for name in names)
