"""A site is whole at any moment: whatever stops a build, the old one or the new one stands."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import builds
import pytest
from explainer.run import staging

OLD, NEW = {"index.html": b"old", "a/b.html": b"old"}, {"index.html": b"new", "c.css": b"new"}
pytestmark = pytest.mark.filterwarnings("ignore:This process:DeprecationWarning")


def lay_out(folder: Path, files: dict[str, bytes]) -> Path:
    for name, data in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(data)
    return folder


def build(stage: staging.Stage) -> None:
    """Do what a build does: the engine copies a file, pages are written, the site is published."""
    stage.create()
    lay_out(stage.engine, {"c.css": NEW["c.css"]})
    stage.move_engine_files()
    lay_out(stage.site, {"index.html": NEW["index.html"]})
    stage.publish()


def stop_at(monkeypatch: pytest.MonkeyPatch, number: int, how: Callable[[], None]) -> None:
    """Let the ``number``-th change of the file system, from 0, be ``how``."""
    left = [number]

    def counted(function: Callable[..., object]) -> Callable[..., object]:
        def call(*args: object, **more: object) -> object:
            if left[0] == 0:
                left[0] -= 1
                how()
            left[0] -= 1
            return function(*args, **more)

        return call

    for name in ("mkdir", "rename", "chmod", "write_bytes"):
        monkeypatch.setattr(Path, name, counted(getattr(Path, name)))
    monkeypatch.setattr(shutil, "rmtree", counted(shutil.rmtree))


STEPS = range(16)


def test_there_are_no_more_steps(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    target = lay_out(tmp_path / "site", OLD)
    stop_at(monkeypatch, max(STEPS), lambda: pytest.fail("a step is not tried below"))
    build(staging.Stage(target))


def after(target: Path) -> dict[str, bytes]:
    """Return the site, once nothing else is left beside it."""
    assert [path.name for path in target.parent.iterdir()] == (
        [target.name] if target.exists() else []
    )
    return builds.files(target)


@pytest.mark.parametrize("old", [OLD, {}], ids=["again", "first"])
@pytest.mark.parametrize("step", STEPS)
def test_an_error_at_any_step_costs_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, step: int, old: dict[str, bytes]
) -> None:
    target = lay_out(tmp_path / "site", old)
    stage = staging.Stage(target)

    def fail() -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        stop_at(patch, step, fail)
        with suppress(KeyboardInterrupt):
            build(stage)
    stage.remove()  # as `events` does at the end of any build, of a published one too
    assert after(target) in (old, NEW)


@pytest.mark.skipif(not hasattr(os, "fork"), reason="no fork on this system")
@pytest.mark.parametrize("step", STEPS)
def test_a_death_at_any_step_is_mended_by_the_next_build(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, step: int
) -> None:
    target = lay_out(tmp_path / "site", OLD)
    child = os.fork()
    if not child:
        try:
            stop_at(monkeypatch, step, lambda: os._exit(9))
            build(staging.Stage(target))
        finally:
            os._exit(0)
    os.waitpid(child, 0)
    if target.exists():
        assert builds.files(target) in (OLD, NEW)  # before any other build
    monkeypatch.setattr(staging, "_STARTED", float("inf"))
    staging.remove_abandoned(target)
    assert after(target) in (OLD, NEW)


def test_a_site_that_is_not_published_is_nobody_else_s_to_read(tmp_path: Path) -> None:
    stage = staging.Stage(tmp_path / "site")
    stage.create()
    assert stage.folder.stat().st_mode & 0o077 == 0
    stage.remove()


def test_the_published_site_is_everybody_s_to_read(tmp_path: Path) -> None:
    before = os.umask(0o077)
    try:
        build(staging.Stage(tmp_path / "site"))
    finally:
        os.umask(before)
    assert (tmp_path / "site").stat().st_mode & 0o777 == 0o755
    assert after(tmp_path / "site") == NEW


def test_what_began_after_this_process_is_nobody_s_to_clear(tmp_path: Path) -> None:
    dead = subprocess.run(["/bin/sh", "-c", "echo $$"], capture_output=True, text=True, check=True)
    left = tmp_path / f".site-{dead.stdout.strip()}-x"
    left.mkdir()
    staging.remove_abandoned(tmp_path / "site")
    assert left.is_dir()
    os.utime(left, (1, 1))
    staging.remove_abandoned(tmp_path / "site")
    assert not left.exists()


def test_a_build_of_another_user_is_left_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    left = tmp_path / f".site-{os.getpid()}-x"
    left.mkdir()
    os.utime(left, (1, 1))

    def refuse(number: int, signal: int) -> None:
        raise PermissionError(1, "Operation not permitted")

    monkeypatch.setattr(os, "kill", refuse)
    staging.remove_abandoned(tmp_path / "site")
    assert left.is_dir()


def test_two_builds_at_once_do_not_clear_each_other_s(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    target = tmp_path / "site"
    one, two = staging.Stage(target), staging.Stage(target)
    one.create()
    monkeypatch.setattr(staging, "_STARTED", float("inf"))
    staging.remove_abandoned(target)  # its process lives
    assert one.site.is_dir()
    build(two)
    one.remove()
    assert after(target) == NEW
