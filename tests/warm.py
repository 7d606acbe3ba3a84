"""What many tests would do again and again, done once: imports of the engine, readings of templates.

In: what a build is run with. Out: the same as from a process of its own, but for the second that
Python takes to import all that a build needs: the standard library's fork server has it there.
"""

from __future__ import annotations

import atexit
import functools
import multiprocessing
import os
import runpy
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import jinja2

PRELOADED = (
    "preloaded",
    "click",
    "mkdocs.commands.build",
    "mkdocs_static_i18n.plugin",
    "explainer.session",
)


@functools.cache
def _server() -> Any:
    made = multiprocessing.get_context("forkserver")
    made.set_forkserver_preload(list(PRELOADED))
    return made


def run(
    module: str, arguments: Sequence[str], *, cwd: Path, env: Mapping[str, str]
) -> subprocess.CompletedProcess[str]:
    """Run a module as ``python -m`` does, in a fork of a process that has the engine already."""
    with tempfile.TemporaryDirectory() as folder:
        said = [Path(folder) / name for name in ("out", "err")]
        child = _server().Process(target=_run, args=(module, arguments, cwd, dict(env), said))
        child.start()
        child.join()
        out, err = (path.read_text(encoding="utf-8") if path.exists() else "" for path in said)
    return subprocess.CompletedProcess([module, *arguments], child.exitcode, out, err)


def _run(
    module: str, arguments: Sequence[str], cwd: Path, env: dict[str, str], said: list[Path]
) -> None:
    for number, path in enumerate(said, 1):
        os.dup2(os.open(path, os.O_WRONLY | os.O_CREAT), number)
    os.chdir(cwd)
    os.environ.clear()
    os.environ.update(env)
    time.tzset()
    sys.argv = [module, *arguments]
    sys.path[:] = [path for path in sys.path if path != str(Path(__file__).parent)]
    try:
        runpy.run_module(module, run_name="__main__", alter_sys=True)
    finally:  # as at the end of any process, which this one has not
        threading._shutdown()  # type: ignore[attr-defined]
        atexit._run_exitfuncs()
        sys.stdout.flush()
        sys.stderr.flush()


def translate_templates_once() -> None:
    """Let Jinja translate the same template of all the tests' projects once: they are links."""
    stock, known = jinja2.Environment.compile, {}

    def compile_(self: Any, source: Any, name: Any = None, filename: Any = None, *more: Any) -> Any:
        if more or not isinstance(source, str):
            return stock(self, source, name, filename, *more)
        key = (name, source, self.autoescape, self.trim_blocks, self.lstrip_blocks)
        if key not in known:
            known[key] = stock(self, source, name, filename, raw=True)
        return self._compile(known[key], filename or "<template>")

    jinja2.Environment.compile = compile_  # type: ignore[method-assign]
