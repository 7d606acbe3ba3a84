"""One run of the engine's command: what is told when it stops, and what it keeps of memory."""

from __future__ import annotations

import errno
import gc
import signal
import weakref
from collections.abc import Iterator
from pathlib import Path

import builds
import jinja2
import pytest
from explainer.build import Build
from explainer.make.templates import Frame
from explainer.read.problems import Problem
from explainer.session import BuildStopped, Session

WRONG = Problem("data/actors/x.yml", 2, 7, "kind", "value-choice", "no such kind")


@pytest.fixture
def session(tiny_folder: Path, monkeypatch: pytest.MonkeyPatch) -> Session:
    one = Session()
    one.build = Build(builds.settings(tiny_folder), tiny_folder / "site")
    monkeypatch.setattr(one, "discard", lambda: None)
    return one


@pytest.mark.parametrize(
    ("error", "told"),
    [
        (
            BuildStopped([WRONG, WRONG]),
            f"{WRONG}\n1 problem(s) found; the last good site is untouched\n",
        ),
        (
            OSError(errno.ENOSPC, "No space left on device", "/x/site"),
            "/x/site: No space left on device; the last good site is untouched\n",
        ),
        (OSError("no number"), None),
        (ValueError("a bug"), None),
    ],
)
def test_what_stops_a_build_is_told_unless_it_is_a_bug(
    session: Session, capsys: pytest.CaptureFixture[str], error: Exception, told: str | None
) -> None:
    assert session.report_failure(error) is (told is not None)
    assert capsys.readouterr().err == (told or "")


def test_a_template_that_fails_is_told_at_its_line(
    session: Session, capsys: pytest.CaptureFixture[str]
) -> None:
    assert session.build
    frame = Frame(session.build.settings.root / "overrides")
    with pytest.raises(jinja2.UndefinedError) as caught:
        frame.render_page(None, "", [])
    assert session.report_failure(caught.value)
    said = capsys.readouterr().err
    assert said.startswith("overrides/")
    assert said.endswith("a template failed; the last good site is untouched\n")


class _Cycle:
    def __init__(self) -> None:
        self.me = self


@pytest.fixture
def begun(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr(signal, "signal", lambda *_: None)
    monkeypatch.setattr("atexit.register", lambda *_: None)
    before = gc.get_threshold()
    Session().begin("build")
    yield
    gc.set_threshold(*before)


@pytest.mark.usefixtures("begun")
def test_a_build_frees_young_cycles_and_walks_no_old_ones() -> None:
    gc.collect()
    old = weakref.ref(_Cycle())
    gc.collect(0)  # if it is there still, it is old now
    old_ones = gc.get_count()[2]
    one = _Cycle()
    young = weakref.ref(one)
    del one
    kept = [_Cycle() for _ in range(60_000)]
    assert young() is None
    assert gc.get_count()[2] == old_ones, "a walk over all that there is"
    assert len(kept) == 60_000
    assert old() is None


def test_a_template_is_looked_for_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "macros.html").write_text("{% macro m(x) %}<{{ x }}>{% endmacro %}", "utf-8")
    (tmp_path / "main.html").write_text(
        "{% from 'macros.html' import m %}{{ m(view) }}{{ page.content }}", "utf-8"
    )
    looked: list[str] = []
    load = jinja2.Environment._load_template

    def count(self: jinja2.Environment, name: str, globals_: object) -> jinja2.Template:
        looked.append(name)
        return load(self, name, globals_)  # type: ignore[arg-type]

    monkeypatch.setattr(jinja2.Environment, "_load_template", count)
    frame = Frame(tmp_path)
    assert [frame.render_page(n, "&", []) for n in (1, 2)] == ["<1>&amp;", "<2>&amp;"]
    assert sorted(looked) == ["macros.html", "main.html"]
