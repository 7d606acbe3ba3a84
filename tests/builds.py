"""Real builds, in processes of their own, as a contributor runs them.

In: a project's folder. Out: what the build printed, and its site. A process of
its own for each: a build that fails in strict mode leaves the engine's plugin
in disarray for the rest of its process.
"""

from __future__ import annotations

import dataclasses
import fcntl
import functools
import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import warm
from explainer import settings as settings_
from explainer.build import compile_site
from explainer.check import review
from explainer.make.site import Site
from explainer.model.story import load
from explainer.read import digests

ROOT = Path(__file__).resolve().parent.parent
TINY = ROOT / "tests" / "tiny"
EXAMPLE = ROOT / "examples" / "fig-tree"
# "Now": that of the commit under `make`; else fixed, so that a build that looks at the clock is seen.
EPOCH = os.environ.get("SOURCE_DATE_EPOCH") or "1800000000"
SITE_URL = "https://example.org/"
REPO_URL = "https://example.com/owner/project"
# The clock, language and seed of the builds that tests share: never those of who runs the tests.
HERE = {"TZ": "Pacific/Auckland", "LC_ALL": "C.UTF-8", "LANGUAGE": "", "PYTHONHASHSEED": "1"}
SHARED = ("hooks", "templates", "overrides")


def run(
    project: Path,
    target: Path,
    *,
    engine: str = "mkdocs",
    python: str = sys.executable,
    options: Sequence[str] = ("--strict",),
    alone: bool = False,
    **changes: str,
) -> subprocess.CompletedProcess[str]:
    """Build ``project`` into ``target``; ``changes`` are variables of the environment.

    ``alone``: in a process that has of this one what any child has, its limits for example.
    """
    env = {k: v for k, v in os.environ.items() if k not in {"PYTHONPATH", "PYTHONHASHSEED"}}
    env = {k: v for k, v in env.items() if not k.startswith("EXPLAINER_")}
    env |= {
        "NO_MKDOCS_2_WARNING": "1",
        "SOURCE_DATE_EPOCH": EPOCH,
        "SITE_URL": SITE_URL,
        "REPO_URL": REPO_URL,
        **changes,
    }
    given = ["build", *options, "-f", "mkdocs.yml", "-d", str(target)]
    # What only a new process can have: another interpreter, engine or seed of its hashes.
    alone = alone or python != sys.executable or engine != "mkdocs" or "PYTHONHASHSEED" in changes
    if not alone:
        return warm.run(engine, given, cwd=project, env=env)
    return subprocess.run(
        [python, "-m", engine, *given],
        cwd=project,
        env=env,
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )


def makefile_options(command: str) -> list[str]:
    """Return the options that the Makefile gives to the engine's ``command``."""
    text = (ROOT / "Makefile").read_text(encoding="utf-8")
    (given,) = re.findall(rf"-m mkdocs {command}(.*)", text)
    return str(given).partition("--dev-addr")[0].split()


def build(project: Path, target: Path, *, confirmed: bool = False, **changes: str) -> Path:
    """Build, and return the site's folder; fail with the build's own words.

    What a test changed in a copy is confirmed first, as its contributor would, unless the project
    is ``confirmed`` as it stands.
    """
    if not confirmed:
        confirm(project)
    done = run(project, target, **changes)
    assert done.returncode == 0, f"the build failed:\n{done.stderr}{done.stdout}"
    return target


def start(command: Sequence[str], **how: Any) -> subprocess.Popen[bytes]:
    """Start a process that Ctrl-C reaches, as in a terminal.

    Whoever ignores it (a job in a shell's background does) hands that down to all that it starts.
    """
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    try:
        return subprocess.Popen(command, **how)
    finally:
        signal.signal(signal.SIGINT, before)


def copy_of_built(project: Path, folder: Path) -> Path:
    """Copy a project with its site and its cache; what it links to stays linked."""
    return Path(shutil.copytree(project, folder, symlinks=True))


def copy_of_project(folder: Path) -> Path:
    """Copy what a build of the real story reads, and nothing that a build made."""
    folder.mkdir(parents=True)
    for name in (*SHARED, "data", "docs"):
        shutil.copytree(ROOT / name, folder / name, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "mkdocs.yml", folder)
    return folder


def tiny_project(folder: Path, *, code: bool = True) -> Path:
    """Lay out the tiny story as a project: its own data and prose, the generator's rooms.

    ``code=False`` leaves out what only a real build needs.
    """
    shutil.copytree(TINY, folder)
    shutil.copy(ROOT / "mkdocs.yml", folder / "base.yml")
    for name in SHARED if code else ("templates", "overrides"):
        (folder / name).symlink_to(ROOT / name, target_is_directory=True)
    for name, data in _confirmed().items():
        (folder / name).write_bytes(data)
    return folder


def example_project(folder: Path) -> Path:
    """Lay out the example in three languages as a project of its own, its texts confirmed."""
    shutil.copytree(EXAMPLE, folder)
    for name in SHARED:
        (folder / name).symlink_to(ROOT / name, target_is_directory=True)
    confirm(folder)
    return folder


@functools.cache
def _confirmed() -> dict[str, bytes]:
    """Return what `make reviewed` writes of the tiny story."""
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder) / "tiny"
        shutil.copytree(TINY, root)
        shutil.copy(ROOT / "mkdocs.yml", root / "base.yml")
        (root / "templates").symlink_to(ROOT / "templates", target_is_directory=True)
        confirm(root)
        return {
            name: (root / name).read_bytes()
            for name in (digests.REVIEWS_FILE, digests.PUBLISHED_FILE)
        }


def confirm(project: Path) -> None:
    """Confirm every text of a project and keep its records of change: `make reviewed`."""
    story, _ = load(settings(project))
    review.confirm(story, [])


def settings(project: Path, **changes: Any) -> settings_.Settings:
    """Return what the project's configuration says, with ``changes``."""
    chosen = settings_.read_settings(project / settings_.CONFIG_FILE)
    return dataclasses.replace(chosen, **{"repo_url": REPO_URL, **changes})


def compiled(project: Path, **changes: Any) -> Site:
    """Return the project's site with every page, made in this process; fail with its problems."""
    site, problems = compile_site(settings(project, **changes))
    assert site is not None, "\n".join(map(str, problems))
    return site


def files(folder: Path) -> dict[str, bytes]:
    """Return every file below ``folder`` and its bytes, by path."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


@contextmanager
def lock(path: Path) -> Iterator[None]:
    """Hold a lock that other processes of this test run respect."""
    with path.open("w") as handle:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield


def once(folder: Path, name: str, make: Callable[[Path], object]) -> Path:
    """Return ``folder/name``, made by the first process that asks for it."""
    target, done = folder / name, folder / f"{name}.done"
    with lock(folder / f"{name}.lock"):
        if not done.exists():
            make(target)
            done.touch()
    return target
