"""Work in a second process.

In: a function without arguments whose result can be pickled. Out: its result when asked for;
``None`` if it failed, and then the caller does the work itself. The process is a fork of this
one, so it holds the compiled site already. Forking is safe on Linux and without other threads
only (a preview has some), and useful with a second core only.
"""

from __future__ import annotations

import os
import pickle
import signal
import sys
import tempfile
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Generic, TypeVar

Result = TypeVar("Result")


def can_fork() -> bool:
    """Tell whether a fork is safe here, and a second core available."""
    if sys.platform != "linux" or threading.active_count() > 1:
        return False
    return len(os.sched_getaffinity(0)) > 1


class Worker(Generic[Result]):
    """One piece of work: started at once; ``result`` waits for it, ``stop`` ends it."""

    def __init__(self, work: Callable[[], Result], folder: Path) -> None:
        handle, name = tempfile.mkstemp(prefix=".worker-", dir=folder)
        os.close(handle)
        self.result_file = Path(name)
        self.pid = os.fork()
        if not self.pid:
            status = 1
            try:
                self.result_file.write_bytes(pickle.dumps(work()))
                status = 0
            finally:  # whatever happens, the child must not go on with the parent's build
                os._exit(status)

    def result(self) -> Result | None:
        """Wait for the process, and return its result; ``None`` if it failed."""
        if not self.pid:
            return None
        _, status = os.waitpid(self.pid, 0)
        self.pid = 0
        raw = self.result_file.read_bytes() if status == 0 else b""
        self.result_file.unlink(missing_ok=True)
        # Written by our own child, in our own folder, a moment ago.
        return pickle.loads(raw) if raw else None  # noqa: S301

    def stop(self) -> None:
        """Kill the process."""
        if self.pid:
            os.kill(self.pid, signal.SIGKILL)
            self.result()
