"""One run of the engine's command, from its start to the published site.

In: the engine's events (``hooks/events.py``). Out: the folder that the engine is to write into,
then the site in its place; or every problem on standard error, and nothing touched. Imports no
engine.
"""

from __future__ import annotations

import atexit
import gc
import signal
import sys
import threading
from collections.abc import Iterable
from pathlib import Path

from explainer.build import Build
from explainer.check import freshness
from explainer.make import template_errors
from explainer.preview import Preview
from explainer.read.problems import Problem, format_report
from explainer.run.staging import Stage, remove_abandoned
from explainer.settings import ConfigurationError, read_settings

# New objects after which Python looks for cycles among them: templates leave many. The old ones,
# all of which stay to the end, are never walked again (https://docs.python.org/3/library/gc.html).
_YOUNG, _NEVER = 20_000, 1_000_000


class BuildStopped(Exception):
    """The build cannot go on; ``problems`` say why."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        super().__init__()
        self.problems = set(problems)


class Session:
    """A build or a preview: ``begin``, ``prepare``, ``finish`` and ``publish``; or ``report_failure``.

    ``is_unchanged``: nothing changed since the site was published, so there is nothing to write.
    """

    def __init__(self) -> None:
        self.is_preview = self.is_unchanged = False
        self.stage: Stage | None = None
        self.build: Build | None = None
        self.preview: Preview | None = None

    def begin(self, command: str) -> None:
        """Get ready for the engine's ``command``, ``build`` or ``serve``."""
        self.is_preview = command == "serve"
        if not self.is_preview:
            gc.set_threshold(_YOUNG, _NEVER)
        # Nothing is left behind after an interruption (Ctrl+C, a shutdown) either.
        atexit.register(self.discard)
        if threading.current_thread() is threading.main_thread():
            signal.signal(signal.SIGTERM, lambda number, frame: sys.exit(128 + number))

    def prepare(self, config: Path, site: Path) -> Path:
        """Compile the project whose settings file is ``config``, for a site that stands at ``site``.

        Return the folder for the engine's files. Raise ``BuildStopped`` with every problem, or ``OSError``
        for a place where no site can be.
        """
        try:
            settings = read_settings(config, preview=self.is_preview)
            if not self.is_preview:  # a preview is built in the system's temporary folder
                remove_abandoned(site, settings.keep)
            stage = Stage(site, settings.keep)
            preview = Preview(config, stage.target) if self.is_preview else None
            build = Build(settings, stage.site, preview.memory if preview else None)
            self.is_unchanged = not self.is_preview and build.is_unchanged(stage.target)
            problems = [] if self.is_unchanged else build.compile()
        except ConfigurationError as error:
            problems = error.problems
        if problems:
            raise BuildStopped(problems)
        if build.site and build.site.notices:  # a preview goes on; a build would have stopped
            _print_error(format_report(build.site.notices))
        for warning in build.warnings():
            _print_error(freshness.format_warning(warning))
        self.stage, self.build, self.preview = stage, build, preview
        stage.create()
        if not self.is_unchanged:
            build.start_workers()
        return stage.engine

    def finish(self) -> Path:
        """Write all that the engine does not write into the stage; return where the site stands."""
        assert self.stage
        assert self.build
        self.stage.move_engine_files()
        if not self.is_unchanged and (problems := self.build.finish()):
            raise BuildStopped(problems)
        return self.stage.target

    def publish(self) -> None:
        """Put the staged site in its place."""
        assert self.stage
        assert self.build
        if self.is_unchanged:
            self.discard()
            return
        self.stage.publish()
        if not self.is_preview:
            self.build.remember_published(self.stage.target)

    def report_failure(self, error: Exception) -> bool:
        """Discard the half-built site and report a known error; return whether it was one.

        Any other error is a bug: its traceback says more.
        """
        root = self.build.settings.root if self.build else None
        self.discard()
        if isinstance(error, BuildStopped):
            _print_error(format_report(error.problems))
            _print_error(f"{len(error.problems)} problem(s) found; the last good site is untouched")
        elif isinstance(error, OSError) and error.errno:  # a full disk, a folder that is not ours
            where = f"{error.filename}: " if error.filename else ""
            _print_error(f"{where}{error.strerror}; the last good site is untouched")
        elif root and (problem := template_errors.find_problem(error, root)):
            _print_error(f"{problem}\na template failed; the last good site is untouched")
        else:
            return False
        return True

    def discard(self) -> None:
        """Stop the workers and remove the stage; the last good site was never touched."""
        if self.build is not None:
            self.build.cancel()
        if self.stage is not None:
            self.stage.remove()


def _print_error(words: str) -> None:
    print(words, file=sys.stderr)
