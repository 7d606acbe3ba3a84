"""Work done in another process, on another core.

In: a function of no argument, whose result can be pickled. Out: its result,
when it is asked for; ``None`` if it could not be had, and then the caller does
the work itself: nothing depends on it but time. The work runs in a fork of this
process, which holds the compiled site already. Only where a fork is safe and
useful: Linux, a second core, no other thread (a preview has some).
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

Made = TypeVar("Made")


def possible() -> bool:
    """Tell whether a fork is safe here, and another core there to use."""
    if sys.platform != "linux" or threading.active_count() > 1:
        return False
    return len(os.sched_getaffinity(0)) > 1


class Worker(Generic[Made]):
    """One piece of work: started at once, fetched with ``result``, or given up with ``stop``."""

    def __init__(self, work: Callable[[], Made], folder: Path) -> None:
        handle, name = tempfile.mkstemp(prefix=".worker-", dir=folder)
        os.close(handle)
        self.path = Path(name)
        self.child = os.fork()
        if not self.child:
            status = 1
            try:
                self.path.write_bytes(pickle.dumps(work()))
                status = 0
            finally:  # whatever happens, the child never goes on with the parent's build
                os._exit(status)

    def result(self) -> Made | None:
        """Wait for the work, and return what it made, or ``None``."""
        if not self.child:
            return None
        _, status = os.waitpid(self.child, 0)
        self.child = 0
        raw = self.path.read_bytes() if status == 0 else b""
        self.path.unlink(missing_ok=True)
        # Written by our own child, in our own folder, a moment ago.
        return pickle.loads(raw) if raw else None  # noqa: S301

    def stop(self) -> None:
        """Give the work up."""
        if self.child:
            os.kill(self.child, signal.SIGKILL)
            self.result()
