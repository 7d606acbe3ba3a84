"""What Git knows of a project: what others have already, and what a file said before.

In: the project's folder. Out: what Git answers, ``None`` where it has no answer; no command
needs it but to be sure that nothing is lost.
"""

from __future__ import annotations

import subprocess
from functools import lru_cache
from pathlib import Path

from explainer.read import digests

# What Git keeps while a merge, a rebase or a pick waits for someone (gitrepository-layout(5)).
_UNFINISHED = ("MERGE_HEAD", "CHERRY_PICK_HEAD", "REVERT_HEAD", "rebase-merge", "rebase-apply")
# Where others have the project, the nearest to them first; without a remote, its own main branch.
_MERGED = (
    "upstream/HEAD", "upstream/main", "upstream/master", "origin/HEAD", "origin/main",
    "origin/master", "main", "master", "HEAD",
)  # fmt: skip


def ask(root: Path, *arguments: str) -> str | None:
    """Return what ``git`` says, run in ``root``; ``None`` if it fails or there is no Git."""
    command = ["git", "-C", str(root), *arguments]
    try:
        done = subprocess.run(command, capture_output=True, check=False)  # noqa: S603
    except OSError:
        return None
    return done.stdout.decode("utf-8", "replace") if done.returncode == 0 else None


def unfinished(root: Path) -> str:
    """Return what shows that a merge of the project at ``root`` is unfinished; ``""`` if none is."""
    for name in _UNFINISHED:
        path = ask(root, "rev-parse", "--git-path", name)
        if path is not None and (root / path.strip()).exists():
            return f"Git is in the middle of something ({name})"
    return ""


def merged(root: Path, key: str) -> bool:
    """Tell whether others already have a line of ``published.yml``; yes, if one cannot tell."""
    text = _published(root)
    return text is None or any(line.startswith(f"{key}: ") for line in text.splitlines())


def _published(root: Path) -> str | None:
    for name in _MERGED:
        if ask(root, "rev-parse", "--verify", "--quiet", f"{name}^{{commit}}") is not None:
            return ask(root, "show", f"{name}:./{digests.PUBLISHED_FILE}") or ""
    return None


def keeps(root: Path, file: str) -> bool:
    """Tell whether the last commit holds a file as it stands, so that it could be had back."""
    return ask(root, "cat-file", "-e", f"HEAD:./{file}") is not None and (
        ask(root, "diff", "--quiet", "HEAD", "--", file) is not None
    )


def versions(root: Path, file: str, most: int = 200) -> list[str]:
    """Return the commits in which a file changed, newest first."""
    return (ask(root, "log", "--format=%H", f"-n{most}", "--", file) or "").split()


@lru_cache(maxsize=1 << 10)
def before(root: Path, commit: str, file: str) -> str:
    """Return what a file said in a commit; ``""`` if it was not there."""
    return ask(root, "show", f"{commit}:./{file}") or ""
