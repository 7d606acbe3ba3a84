"""A preview, `make serve`, in a process of its own: what it shows and what it says.

In: a project's folder. Out: a ``Served``, to be stopped by who started it.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable
from pathlib import Path

import builds
from serving import free_port

LIMIT = 60.0  # to give up, not to measure
PAUSE = 0.02  # between two looks


class Served:
    """A preview in a process of its own."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.log = folder.parent / "serve.log"
        self._start()

    def _start(self) -> None:
        self.port = free_port()
        command = [
            sys.executable,
            "-m",
            "mkdocs",
            "serve",
            *builds.makefile_options("serve"),
            "-a",
            f"127.0.0.1:{self.port}",
        ]
        env = {k: v for k, v in os.environ.items() if k != "PYTHONPATH"}
        with self.log.open("w") as log:
            self.process = builds.start(
                command,
                cwd=self.folder,
                env={**env, "NO_MKDOCS_2_WARNING": "1"},
                stdout=log,
                stderr=subprocess.STDOUT,
            )

    def stop(self) -> None:
        """End it, as Ctrl-C does."""
        self.process.send_signal(signal.SIGINT)
        self.process.wait(timeout=LIMIT)

    def page(self, url: str) -> str:
        """Return a page, or nothing while there is none."""
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{self.port}/{url}", timeout=5) as answer:
                return str(answer.read().decode())
        except (urllib.error.URLError, TimeoutError, ConnectionError):
            return ""

    def wait(self, told: Callable[[], bool]) -> bool:
        """Wait until something is so."""
        end = time.monotonic() + LIMIT
        while time.monotonic() < end:
            if self.process.poll() is not None:
                if " is taken, " not in self.log.read_text(encoding="utf-8"):
                    return False
                self._start()
            if told():
                return True
            time.sleep(PAUSE)
        return False

    def shows(self, url: str, text: str) -> None:
        """Wait until a page says ``text``."""
        assert self.wait(lambda: text in self.page(url)), self.log.read_text(encoding="utf-8")

    def says(self, text: str) -> None:
        """Wait until the log says ``text``."""
        told = self.wait(lambda: text in self.log.read_text(encoding="utf-8"))
        assert told, self.log.read_text(encoding="utf-8")

    def write(self, name: str, text: str) -> None:
        """Write a file, as an editor does."""
        (self.folder / name).write_text(text, encoding="utf-8")

    def save(self, name: str, old: str, new: str) -> None:
        """Change a file, as an editor does."""
        path = self.folder / name
        text = path.read_text(encoding="utf-8")
        assert old in text
        path.write_text(text.replace(old, new), encoding="utf-8")
