"""What Git knows of a project: what is merged, and earlier versions of files.

In: the project's folder. Out: Git's answers, ``None`` where it has none. Commands need them only to
be sure that nothing is lost.
"""

from __future__ import annotations

import subprocess
from functools import lru_cache
from pathlib import Path

from explainer.read import digests

# Files in .git during a merge, a rebase or a cherry-pick (gitrepository-layout(5)).
_UNFINISHED_MARKERS = (
    "MERGE_HEAD", "CHERRY_PICK_HEAD", "REVERT_HEAD", "rebase-merge", "rebase-apply",
)  # fmt: skip
# The main branch, preferably of the upstream project; without a remote, the local one.
_MAIN_BRANCHES = (
    "upstream/HEAD", "upstream/main", "upstream/master", "origin/HEAD", "origin/main",
    "origin/master", "main", "master", "HEAD",
)  # fmt: skip


def run_git(root: Path, *arguments: str) -> str | None:
    """Return the output of ``git`` run in ``root``; ``None`` if it fails or is not installed."""
    command = ["git", "-C", str(root), *arguments]
    try:
        process = subprocess.run(command, capture_output=True, check=False)  # noqa: S603
    except OSError:
        return None
    return process.stdout.decode("utf-8", "replace") if process.returncode == 0 else None


def unfinished_operation(root: Path) -> str:
    """Return what shows that a merge, rebase or cherry-pick is unfinished; ``""`` if none is."""
    for name in _UNFINISHED_MARKERS:
        path = run_git(root, "rev-parse", "--git-path", name)
        if path is not None and (root / path.strip()).exists():
            return f"Git is in the middle of something ({name})"
    return ""


def is_merged(root: Path, key: str) -> bool:
    """Tell whether the main branch has a line of ``published.yml`` with this key; yes if unknown."""
    text = _merged_published(root)
    return text is None or any(line.startswith(f"{key}: ") for line in text.splitlines())


def _merged_published(root: Path) -> str | None:
    for name in _MAIN_BRANCHES:
        if run_git(root, "rev-parse", "--verify", "--quiet", f"{name}^{{commit}}") is not None:
            return run_git(root, "show", f"{name}:./{digests.PUBLISHED_FILE}") or ""
    return None


def is_committed(root: Path, file: str) -> bool:
    """Tell whether the last commit holds a file as it is now, so that it can be restored."""
    return run_git(root, "cat-file", "-e", f"HEAD:./{file}") is not None and (
        run_git(root, "diff", "--quiet", "HEAD", "--", file) is not None
    )


def list_commits(root: Path, file: str, limit: int = 200) -> list[str]:
    """Return the commits that changed a file, newest first."""
    return (run_git(root, "log", "--format=%H", f"-n{limit}", "--", file) or "").split()


@lru_cache(maxsize=1 << 10)
def file_at_commit(root: Path, commit: str, file: str) -> str:
    """Return a file's text in a commit; ``""`` if it was not there."""
    return run_git(root, "show", f"{commit}:./{file}") or ""
