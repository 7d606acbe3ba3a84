"""The engine's adapter: what happens at each event of a build, in order.

The only file that knows the engine. The work is in ``explainer.build``: it
compiles in the first ``on_config``, makes the pages in processes of its own and
writes them at the end. Of MkDocs remain the command, the plugins and the copying
of the files of ``docs/`` that are no pages; static-i18n asks for one home page a
language, which stays empty here. Under static-i18n a build runs once a language
on one config object: what is compiled in the first ``on_config`` serves all.
"""

from __future__ import annotations

import atexit
import gc
import logging
import os
import signal
import sys
import threading
import traceback
from pathlib import Path
from typing import Any

import jinja2
from click import ClickException
from explainer import build, preview, settings
from explainer.check import freshness
from explainer.make import faults
from explainer.read import problems
from explainer.run import port, staging
from mkdocs import utils
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import Abort, PluginError
from mkdocs.plugins import event_priority
from mkdocs.structure.files import Files

# i18n puts another in its place while it builds its languages, and leaves it there if one fails.
_clean_directory = utils.clean_directory


class _Warnings(logging.Handler):
    """Counts what strict mode would stop for, so that nothing is published before it stops."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.count = 0

    def emit(self, record: logging.LogRecord) -> None:
        self.count += 1


class _Run:
    """One build of the engine: ours, what the engine warned of, and where the site goes."""

    def __init__(self, chosen: settings.Settings, config: MkDocsConfig) -> None:
        self.stage = staging.Stage(Path(config.site_dir), chosen.keep)
        self.target = self.stage.target
        path = Path(str(config.config_file_path))
        self.preview = preview.Preview(path, self.target) if chosen.preview else None
        memory = self.preview.memory if self.preview else None
        self.build = build.Build(chosen, self.stage.site, memory)
        self.warnings = _Warnings()
        self.same = False  # nothing changed since the site was published

    def discard(self) -> None:
        logging.getLogger("mkdocs").removeHandler(self.warnings)
        self.build.give_up()
        self.stage.remove()


_command = "build"
_run: _Run | None = None


def on_startup(*, command: str, dirty: bool) -> None:
    """Remember the command; a build that goes well says nothing, a preview tells its address."""
    global _command
    _command = command
    if command == "build":
        gc.disable()  # it would walk all that a build holds, again and again, to free nothing
    if command == "build" and logging.getLogger("mkdocs").level == logging.INFO:
        logging.getLogger("mkdocs").setLevel(logging.WARNING)
    logging.getLogger("mkdocs.plugins.mkdocs_static_i18n").setLevel(logging.WARNING)  # its routine
    # What stops a build half-way (Ctrl+C, a host that shuts down) leaves nothing behind either.
    atexit.register(_discard)
    if threading.current_thread() is threading.main_thread():
        signal.signal(signal.SIGTERM, lambda number, frame: sys.exit(128 + number))


def on_config(config: MkDocsConfig) -> MkDocsConfig:
    """Compile the whole site, or stop with every problem and touch nothing."""
    global _run
    if _nested(config):
        return config
    utils.clean_directory = _clean_directory
    if _command == "serve" and _run is None and (told := port.problem(*config.dev_addr)):
        raise Abort(told)
    try:
        path = Path(str(config.config_file_path))
        chosen = settings.read(path, preview=_command == "serve")
        if _command != "serve":  # a preview's place is the system's folder for what is temporary
            staging.clear(Path(config.site_dir), chosen.keep)
        run = _Run(chosen, config)
        run.same = _command != "serve" and run.build.unchanged(run.target)
        found = [] if run.same else run.build.compile()
    except settings.Wrong as wrong:
        _stop(wrong.problems)
    if found:
        run.discard()
        _stop(found)
    if run.build.site and run.build.site.notices:  # a preview goes on; a build would have stopped
        print(problems.report(run.build.site.notices), file=sys.stderr)
    for warning in run.build.warnings():
        print(freshness.announce(warning), file=sys.stderr)
    _run = run
    logger = logging.getLogger("mkdocs")
    logger.addHandler(run.warnings)
    if config.strict and logger.level > logging.WARNING:
        logger.setLevel(logging.WARNING)  # --quiet hides warnings from strict mode as well
    # Built beside its place and moved there at the very end: a build that fails costs nothing.
    config.site_dir = str(run.stage.engine)
    run.stage.begin()
    config.nav, config.edit_uri, config.theme.static_templates = None, None, set()
    config.theme.dirs = [str(run.stage.engine)]  # no page asks for anything of the theme's own
    if _command != "serve" and not run.same:
        run.build.start()
    return config


def _stop(found: list[problems.Problem]) -> Any:
    print(problems.report(found), file=sys.stderr)
    raise PluginError(f"{len(set(found))} problem(s) found; the last good site is untouched")


@event_priority(-110)
def on_files(files: Files, config: MkDocsConfig) -> Files:
    """Leave the engine the files to copy, and the home pages that i18n asks for."""
    docs = os.path.abspath(config.docs_dir)
    for file in list(files):
        path = str(file.abs_src_path)
        home = file.src_uri.count("/") == 1 and file.src_uri.endswith("/index.md")
        ours = path.startswith(docs) and os.path.exists(path)
        if not ours or file.is_documentation_page() and not home:
            files.remove(file)
        elif home:
            file.content_string = ""
    return files


def on_env(env: jinja2.Environment, *, config: MkDocsConfig, files: Files) -> jinja2.Environment:
    """Give the engine an empty frame: it writes no page that comes out empty."""
    env.loader = jinja2.DictLoader({"main.html": ""})
    return env


@event_priority(-110)
def on_post_build(config: MkDocsConfig) -> None:
    """After the last language: write the site, then put it in its place."""
    if _run is None or _nested(config):
        return
    run = _run
    run.stage.take()
    if not run.same and (found := run.build.finish()):
        _stop(found)
    logging.getLogger("mkdocs").removeHandler(run.warnings)
    config.site_dir = str(run.target)
    if run.same or config.strict and run.warnings.count:
        _discard()  # where there are warnings, the engine stops on its own, and says why
        return
    run.stage.publish()
    if _command != "serve":
        run.build.published(run.target)


def on_build_error(error: Exception) -> None:
    """Throw the half-built site away; the last good one was never touched."""
    utils.clean_directory = _clean_directory
    _discard()
    if isinstance(error, OSError) and error.errno:  # a full disk, a folder that nobody may write
        where = f"{error.filename}: " if error.filename else ""
        print(f"{where}{error.strerror}; the last good site is untouched", file=sys.stderr)
        raise Abort("the site was not built") from error
    if _run is None or isinstance(error, ClickException):  # told already
        return
    if problem := faults.of_template(error, _run.build.settings.root):
        print(problem, file=sys.stderr)
        raise Abort("a template failed; the last good site is untouched") from error


def on_serve(server: Any, *, config: MkDocsConfig, builder: Any) -> Any:
    """Let our preview make what an edit touches; the engine serves it, and reloads browsers.

    The engine would build everything again, and hang every request after a mistake.
    """
    shown = _run.preview if _run else None
    assert shown is not None
    inject = server._inject_js_into_html

    def update() -> None:
        try:
            print(shown.update(), file=sys.stderr)
        except Exception:  # noqa: BLE001 (whatever it is, the next save may mend it)
            traceback.print_exc()

    server.builder = update
    server.build_delay = 0.05  # seconds that the engine waits for more saves
    server._inject_js_into_html = lambda page, epoch: shown.banner(inject(page, epoch))
    for emitter in server.observer.emitters:  # it looks at the files every half a second
        emitter._timeout = 0.15
    return server


def _nested(config: MkDocsConfig) -> bool:
    """Tell whether i18n is at work on one of its languages, inside the first build."""
    return bool(getattr(config.plugins.get("i18n"), "building", False))


def _discard() -> None:
    if _run is not None:
        _run.discard()
