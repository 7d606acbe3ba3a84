"""The tiny story under Git, as people who work on it have it.

In: a folder. Out: what Git says there; commits of what was confirmed.
"""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

from explainer import __main__ as command

ME = {"NAME": "A B", "EMAIL": "a@example.org"}
ENV = {
    **os.environ,
    **{f"GIT_{who}_{key}": value for who in ("AUTHOR", "COMMITTER") for key, value in ME.items()},
    "GIT_CONFIG_GLOBAL": os.devnull,
    "GIT_CONFIG_NOSYSTEM": "1",
}


def git(folder: Path, *arguments: str, status: int = 0) -> str:
    """Run Git in ``folder`` and return what it says; fail unless it ends with ``status``."""
    done = subprocess.run(
        ["git", "-C", str(folder), *arguments], env=ENV, capture_output=True, text=True, check=False
    )
    assert done.returncode == status, done.stdout + done.stderr
    return done.stdout


def commit(folder: Path) -> None:
    """Confirm what waits, and commit, as a contributor does."""
    assert command.main(["-C", str(folder), "reviewed", "--all"]) == 0
    git(folder, "add", "-A")
    git(folder, "commit", "-qm", "A change")
