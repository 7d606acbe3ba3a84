"""Whether a published site is what its commit makes: the command ``verify-site``.

In: its address, a clone of its repository. Out: the files that differ from what the commit named
by the site builds here, an exit status: 0 if none does, or if the site does not answer. The
commit's own code is run, so it is only built if this clone has it.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from pathlib import Path

from explainer.desk import console, watch
from explainer.desk.console import Refused
from explainer.settings import CONFIG_FILE, Settings
from explainer.watch import published_site
from explainer.words import markdown_table

LOCK = "requirements.lock"


def verify(chosen: Settings, url: str) -> int:
    """Build the commit that the site names, compare, and say what differs."""
    if not url.startswith(("http://", "https://")):
        raise Refused("expected its address, as in make verify-site URL=https://www.example.org/")
    client = watch.client(chosen, whole=True)
    url = url if url.endswith("/") else f"{url}/"
    named, why, answered = published_site.fetch_build_record(url, client)
    if named is None:
        console.say(
            why if answered else f"cannot tell: {url} did not answer ({why}); nothing was changed"
        )
        return 1 if answered else 0
    said = ", ".join(f"{key}={value}" for key, value in named.variables.items() if value)
    console.say(f"{url} says it was built from {named.commit}, with {said}.")
    with tempfile.TemporaryDirectory() as folder:
        source, site = Path(folder) / "source", Path(folder) / "site"
        if wrong := _unpacked(chosen.root, named.commit, source) or _built(
            chosen.root, source, site, {**named.variables, "EXPLAINER_COMMIT": named.commit}
        ):
            raise Refused(wrong)
        found = list(published_site.compare(site, url, client))
    verdicts = [verdict for _, verdict, _ in found]
    names = (
        published_site.SAME,
        published_site.DIFFERS,
        published_site.MISSING,
        published_site.UNKNOWN,
    )
    counts = ", ".join(f"{verdicts.count(name)} {name}" for name in names)
    console.say(f"{len(found)} files compared, byte by byte: {counts}.")
    if told := [markdown_table.format_row(*one) for one in found if one[1] != published_site.SAME]:
        console.say("\n".join([*markdown_table.format_head("file", "verdict", "why"), *told]))
    return 1 if {published_site.DIFFERS, published_site.MISSING} & set(verdicts) else 0


def _unpacked(root: Path, commit: str, folder: Path) -> str:
    """Lay out a commit of the project at ``root``; return why that cannot be, or ``""``."""
    command = ["git", "-C", str(root), "archive", "--format=tar", commit]
    try:
        done = subprocess.run(command, capture_output=True, check=False)  # noqa: S603
    except OSError as error:
        return f"git cannot be run: {error.strerror}"
    if done.returncode:
        return f"this clone has no commit {commit}; git fetch, then ask again"
    folder.mkdir()
    subprocess.run(["tar", "-x", "-C", str(folder)], input=done.stdout, check=True)  # noqa: S603, S607
    return ""


def _built(root: Path, source: Path, site: Path, variables: dict[str, str]) -> str:
    """Build, with the packages that the commit locks; return what went wrong, or ``""``."""
    python = sys.executable
    here, there = root / LOCK, source / LOCK
    if there.is_file() and not (here.is_file() and here.read_bytes() == there.read_bytes()):
        made = subprocess.run(  # noqa: S603
            ["/bin/sh", "tools/venv.sh", ".venv", LOCK], cwd=source, check=False
        )
        if made.returncode:
            return f"the packages of that commit's {LOCK} cannot be had"
        python = str(source / ".venv" / "bin" / "python")
    mine = {k: v for k, v in os.environ.items() if not k.startswith("EXPLAINER_")}
    mine |= {"NO_MKDOCS_2_WARNING": "1", "PYTHONPATH": "hooks"}
    done = subprocess.run(  # noqa: S603
        [python, "-m", "mkdocs", "build", "--strict", "-q", "-f", CONFIG_FILE, "-d", str(site)],
        cwd=source, env=mine | variables, capture_output=True, text=True, check=False,
    )  # fmt: skip
    return (
        f"that commit does not build here:\n{done.stderr}{done.stdout}" if done.returncode else ""
    )
