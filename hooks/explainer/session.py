"""One run of the engine's command, from its start to the published site.

In: what the engine says at each event (``hooks/events.py``). Out: the folder that
it is to write into, then the site in its place; or every problem on standard
error, and nothing touched. Knows no engine.
"""

from __future__ import annotations

import atexit
import gc
import signal
import sys
import threading
from collections.abc import Iterable
from pathlib import Path

from explainer import settings
from explainer.build import Build
from explainer.check import freshness
from explainer.make import template_errors
from explainer.preview import Preview
from explainer.read.problems import Problem, format_report
from explainer.run.staging import Stage, clear

# New objects after which Python looks for cycles among them: templates leave many. The old ones,
# all of which stay to the end, are never walked again (https://docs.python.org/3/library/gc.html).
_YOUNG, _NEVER = 20_000, 1_000_000


class Stopped(Exception):
    """What people wrote cannot be built; ``problems`` say why."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        super().__init__()
        self.problems = set(problems)


class Session:
    """A build or a preview: ``begin``, ``open``, ``finish`` and ``publish``; or ``failed``.

    ``same``: nothing changed since the site was published, so that there is nothing to write.
    """

    def __init__(self) -> None:
        self.previews = self.same = False
        self.stage: Stage | None = None
        self.build: Build | None = None
        self.preview: Preview | None = None

    def begin(self, command: str) -> None:
        """Get ready for the engine's ``command``: build or serve."""
        self.previews = command == "serve"
        if not self.previews:
            gc.set_threshold(_YOUNG, _NEVER)
        # What stops a build half-way (Ctrl+C, a host that shuts down) leaves nothing behind either.
        atexit.register(self.discard)
        if threading.current_thread() is threading.main_thread():
            signal.signal(signal.SIGTERM, lambda number, frame: sys.exit(128 + number))

    def open(self, config: Path, site: Path) -> Path:
        """Compile the project whose settings ``config`` holds, for a site that stands at ``site``.

        Return the folder for the engine's files; raise ``Stopped``, or ``OSError`` for a place
        where no site can be.
        """
        try:
            chosen = settings.read(config, preview=self.previews)
            if not self.previews:  # a preview's place is the system's folder for what is temporary
                clear(site, chosen.keep)
            stage = Stage(site, chosen.keep)
            preview = Preview(config, stage.target) if self.previews else None
            build = Build(chosen, stage.site, preview.memory if preview else None)
            self.same = not self.previews and build.unchanged(stage.target)
            found = [] if self.same else build.compile()
        except settings.ConfigurationError as wrong:
            found = wrong.problems
        if found:
            raise Stopped(found)
        if build.site and build.site.notices:  # a preview goes on; a build would have stopped
            _say(format_report(build.site.notices))
        for warning in build.warnings():
            _say(freshness.format_warning(warning))
        self.stage, self.build, self.preview = stage, build, preview
        stage.begin()
        if not self.same:
            build.start()
        return stage.engine

    def finish(self) -> Path:
        """Write what the engine does not, beside the site; return where the site stands."""
        assert self.stage
        assert self.build
        self.stage.take()
        if not self.same and (found := self.build.finish()):
            raise Stopped(found)
        return self.stage.target

    def publish(self) -> None:
        """Put the site in its place."""
        assert self.stage
        assert self.build
        if self.same:
            self.discard()
            return
        self.stage.publish()
        if not self.previews:
            self.build.published(self.stage.target)

    def failed(self, error: Exception) -> bool:
        """Throw the half-built site away; tell what it is, and return whether that is all to be said.

        Any other error is a bug, whose trace says more.
        """
        root = self.build.settings.root if self.build else None
        self.discard()
        if isinstance(error, Stopped):
            _say(format_report(error.problems))
            _say(f"{len(error.problems)} problem(s) found; the last good site is untouched")
        elif isinstance(error, OSError) and error.errno:  # a full disk, a folder that is not ours
            where = f"{error.filename}: " if error.filename else ""
            _say(f"{where}{error.strerror}; the last good site is untouched")
        elif root and (problem := template_errors.of_template(error, root)):
            _say(f"{problem}\na template failed; the last good site is untouched")
        else:
            return False
        return True

    def discard(self) -> None:
        """Leave nothing of what is half-built: the last good site was never touched."""
        if self.build is not None:
            self.build.give_up()
        if self.stage is not None:
            self.stage.remove()


def _say(words: str) -> None:
    print(words, file=sys.stderr)
