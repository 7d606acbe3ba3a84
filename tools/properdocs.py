"""Build the site with ProperDocs as well, and tell every byte that differs.

In: the project. Out: exit 0 if both engines make the same site but for their
own name; else 1 and the list. Run by ``make test-properdocs``, which makes
``.cache/properdocs``, an environment with ProperDocs, from its lock.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PYTHON = ROOT / ".cache" / "properdocs" / "bin" / "python"
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


def main() -> None:
    """Compare both engines."""
    with tempfile.TemporaryDirectory() as work:
        ours = build(sys.executable, "mkdocs", Path(work) / "mkdocs")
        theirs = build(PYTHON, "properdocs", Path(work) / "properdocs")
    changed = sorted(
        name for name in ours.keys() | theirs.keys() if ours.get(name) != theirs.get(name)
    )
    for name in changed:
        which = (
            "both"
            if name in ours and name in theirs
            else "MkDocs"
            if name in ours
            else "ProperDocs"
        )
        print(f"{name}: differs" if which == "both" else f"{name}: only with {which}")
    print(f"{len(ours)} files with MkDocs, {len(theirs)} with ProperDocs, {len(changed)} differ")
    sys.exit(bool(changed))


if __name__ == "__main__":
    main()
