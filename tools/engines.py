"""Build the site with the forks of MkDocs as well, and tell every byte that differs.

In: the project. Out: exit 0 if every engine makes the same site but for its own
name; else 1 and the list, fork by fork. Run by ``make test-forks``, which makes
``.cache/properdocs`` and ``.cache/mkdocs-ng``, an environment each, from their locks.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
# The environment of each fork, and the name of its command.
FORKS = {"properdocs": "properdocs", "mkdocs-ng": "mkdocs"}
# The one line in which a page may name the engine that made it.
GENERATOR = re.compile(rb'<meta name="generator"[^>]*>')


def build(python: Path | str, engine: str, target: Path) -> dict[str, bytes]:
    """Build strictly, and return every file of the site but for the engine's name."""
    command = [str(python), "-m", engine, "build", "--strict", "-f", "mkdocs.yml"]
    env = {"SOURCE_DATE_EPOCH": "1800000000", **os.environ, "NO_MKDOCS_2_WARNING": "1"}
    done = subprocess.run([*command, "-d", str(target)], cwd=ROOT, env=env, check=False)
    if done.returncode:
        sys.exit(f"{engine} build --strict failed ({done.returncode})")
    return {
        path.relative_to(target).as_posix(): GENERATOR.sub(b"", path.read_bytes())
        for path in sorted(target.rglob("*"))
        if path.is_file()
    }


def compare(fork: str, ours: dict[str, bytes], work: Path) -> int:
    """Tell what a fork makes otherwise; return how many files differ."""
    python = ROOT / ".cache" / fork / "bin" / "python"
    theirs = build(python, FORKS[fork], work / fork)
    changed = sorted(name for name in {*ours, *theirs} if ours.get(name) != theirs.get(name))
    for name in changed:
        which = (
            "differs"
            if name in ours and name in theirs
            else f"only with {fork if name in theirs else 'MkDocs'}"
        )
        print(f"{name}: {which}")
    print(f"{len(ours)} files with MkDocs, {len(theirs)} with {fork}, {len(changed)} differ")
    return len(changed)


def main() -> None:
    """Compare every fork."""
    with tempfile.TemporaryDirectory() as work:
        ours = build(sys.executable, "mkdocs", Path(work) / "mkdocs")
        sys.exit(sum(compare(fork, ours, Path(work)) for fork in FORKS) > 0)


if __name__ == "__main__":
    main()
