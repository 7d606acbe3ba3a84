"""A fresh machine: any Python, any folder, any user; what is missing is told in one line."""

from __future__ import annotations

import math
import os
import re
import shutil
import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from importlib.metadata import PackageNotFoundError, distribution
from pathlib import Path

import builds
import conftest
import facts
import pytest
from explainer.run import port

TOOLS = ("sh", "cat", "cmp", "cp", "dirname", "grep", "id", "tr")
# A Python that says its version and which modules it has, and makes nothing.
PYTHON = """#!/bin/sh
case "$*" in
*ensurepip*) exit {bare} ;;
*"sys.exit(1); print"*) [ {minor} -ge 11 ] && echo 3.{minor} ;;
*version_info*) echo "(3, {minor})" ;;
*--version*) echo "Python 3.{minor}.0" ;;
*) exit 1 ;;
esac
"""


def machine(folder: Path, pythons: dict[str, tuple[int, bool]]) -> dict[str, str]:
    """Lay out a machine's programs: the shell's and these Pythons; return its environment."""
    programs = folder / "bin"
    programs.mkdir()
    for name in TOOLS:
        (programs / name).symlink_to(str(shutil.which(name)))
    for name, (minor, whole) in pythons.items():
        (programs / name).write_text(PYTHON.format(minor=minor, bare=int(not whole)))
        (programs / name).chmod(0o755)
    return {"PATH": str(programs), "HOME": str(folder)}


def sh(
    name: str, *given: str, cwd: Path, env: dict[str, str], timeout: float = 120
) -> subprocess.CompletedProcess[str]:
    """Run one of tools/."""
    return subprocess.run(
        ["/bin/sh", str(builds.ROOT / "tools" / name), *given],
        cwd=cwd, env=env, capture_output=True, text=True, check=False, timeout=timeout,
    )  # fmt: skip


# --- any Python


@pytest.mark.parametrize(
    ("pythons", "variables", "without", "found"),
    [
        ({"python3": (12, True), "python3.14": (14, True)}, {}, "", "python3"),
        ({"python3": (9, True), "python3.11": (11, True)}, {}, "", "python3.11"),
        ({"python3.13": (13, True), "python3.15": (15, True)}, {}, "", "python3.15"),
        ({"python3": (11, False), "python3.12": (12, True)}, {}, "", "python3.12"),
        ({"python": (11, True)}, {}, "", "python"),
        ({"python3": (12, True), "py": (13, True)}, {"BASE_PYTHON": "py"}, "", "py"),
        ({"python3": (11, True), "python3.13": (13, True)}, {}, "3.11", "python3.13"),
    ],
)
def test_any_python_is_found(
    tmp_path: Path,
    pythons: dict[str, tuple[int, bool]],
    variables: dict[str, str],
    without: str,
    found: str,
) -> None:
    env = machine(tmp_path, pythons) | variables
    done = sh("python.sh", *([without] if without else []), cwd=tmp_path, env=env)
    assert done.stdout.strip() == str(tmp_path / "bin" / found), done.stderr


def test_one_that_pyenv_keeps_is_found(tmp_path: Path) -> None:
    env = machine(tmp_path, {"python3": (10, True)})
    kept = tmp_path / ".pyenv" / "versions" / "3.13.2" / "bin" / "python3.13"
    kept.parent.mkdir(parents=True)
    kept.write_text(PYTHON.format(minor=13, bare=0))
    kept.chmod(0o755)
    assert sh("python.sh", cwd=tmp_path, env=env).stdout.strip() == str(kept)


@pytest.mark.parametrize(
    ("pythons", "variables", "told"),
    [
        ({}, {}, "Python 3.11 or later is needed: install it (sudo apt install python3 python3-"),
        ({"python3": (10, True)}, {}, "Python 3.11 or later is needed"),
        ({"python3.12": (12, False)}, {}, "python3.12 has no venv module: install it (sudo apt"),
        ({"python3": (12, True)}, {"BASE_PYTHON": "py"}, "BASE_PYTHON is py, which is no Python"),
        (
            {"python3": (12, True), "py": (10, True)},
            {"BASE_PYTHON": "py"},
            "BASE_PYTHON is py, which is no Python 3.11 or later",
        ),
    ],
)
def test_what_to_install_is_told_in_one_line(
    tmp_path: Path, pythons: dict[str, tuple[int, bool]], variables: dict[str, str], told: str
) -> None:
    env = machine(tmp_path, pythons) | variables
    shutil.copy(builds.ROOT / "requirements.lock", tmp_path)
    done = sh("venv.sh", ".venv", "requirements.lock", cwd=tmp_path, env=env)
    assert done.returncode == 1
    (line,) = done.stderr.splitlines()
    assert told in line


def test_windows_itself_is_told_to_use_its_linux(tmp_path: Path) -> None:
    env = machine(tmp_path, {"python3": (12, True)})
    (tmp_path / "bin/uname").write_text("#!/bin/sh\necho MINGW64_NT-10.0-26100\n")
    (tmp_path / "bin/uname").chmod(0o755)
    done = sh("venv.sh", ".venv", "requirements.lock", cwd=tmp_path, env=env)
    assert done.returncode == 1
    assert done.stderr.count("\n") == 1
    assert done.stderr.startswith("Windows itself is not supported: do this in WSL 2")


def made(folder: Path, *, lock: str) -> Path:
    """Lay out an environment that holds a lock, as venv.sh leaves it, around this Python."""
    home = folder / ".venv"
    (home / "bin").mkdir(parents=True)
    (home / "bin" / "python").write_text(f'#!/bin/sh\nexec "{sys.executable}" "$@"\n')
    (home / "bin" / "python").chmod(0o755)
    (home / "requirements.lock").write_text(lock)
    return home


def test_an_environment_is_kept_until_a_lock_or_its_python_changes(tmp_path: Path) -> None:
    env = machine(tmp_path, {"other": (99, False)})
    (tmp_path / "requirements.lock").write_text("one")
    made(tmp_path, lock="one")
    done = sh("venv.sh", ".venv", "requirements.lock", cwd=tmp_path, env=env)
    assert (done.returncode, done.stderr) == (0, "")
    # From here on it would be made anew, and cannot be: no Python here has venv.
    other = sh(
        "venv.sh", ".venv", "requirements.lock", cwd=tmp_path, env=env | {"BASE_PYTHON": "other"}
    )
    assert "other has no venv module" in other.stderr
    (tmp_path / "requirements.lock").write_text("two")
    changed = sh("venv.sh", ".venv", "requirements.lock", cwd=tmp_path, env=env)
    assert "Python 3.11 or later is needed" in changed.stderr


# --- what is fetched


def test_without_a_network_one_line_says_that_it_is_needed(tmp_path: Path) -> None:
    (tmp_path / "requirements.lock").write_text(
        "markdown==3.11.3 --hash=sha256:" + "0" * 64 + "\n", encoding="utf-8"
    )
    env = {
        "PATH": os.environ["PATH"],
        "HOME": str(tmp_path),
        "BASE_PYTHON": sys.executable,
        "PIP_CONFIG_FILE": os.devnull,
        "PIP_NO_CACHE_DIR": "1",
        "PIP_INDEX_URL": "http://127.0.0.1:9/simple",  # where nothing listens
    }
    done = sh("venv.sh", ".venv", "requirements.lock", cwd=tmp_path, env=env, timeout=300)
    assert done.returncode == 1
    setting_up, fetching, told = done.stderr.splitlines()
    assert setting_up.startswith("Setting up .venv with Python 3.")
    assert "50 MB, then 200 MB on disk" in fetching
    assert "the network is needed, this once" in told
    assert not (tmp_path / ".venv" / "requirements.lock").exists()


def megabytes(lock: str) -> float:
    """Return what the packages of a lock take on disk, in blocks of 4 kB, by their own lists."""
    names = re.findall(r"(?m)^([a-z0-9][\w.-]*)==", (builds.ROOT / lock).read_text("utf-8"))
    sizes = []
    for name in names:
        try:
            files = distribution(name).files or ()
        except PackageNotFoundError:  # for another system
            continue
        sizes += [file.size or 0 for file in files]
    return sum(4096 * math.ceil(size / 4096) for size in sizes) / 1e6


def test_what_is_told_of_the_size_is_so() -> None:
    site, development = megabytes("requirements.lock"), megabytes("requirements-dev.lock")
    script = (builds.ROOT / "tools" / "venv.sh").read_text(encoding="utf-8")
    first, more = (int(size) for size in re.findall(r"(\d+) MB on disk", script)[:2])
    assert site + 20 == pytest.approx(first, rel=0.2)  # with pip
    assert development - site == pytest.approx(more, rel=0.2)


# --- any folder, any user


def project(folder: Path) -> Path:
    """Lay out the tiny story as a checkout: the commands too, and an environment that is ready."""
    builds.tiny_project(folder)
    # Copies: another user may enter this folder, not always the one that the tests run in.
    shutil.copytree(builds.ROOT / "tools", folder / "tools")
    for name in ("Makefile", "requirements.lock", "requirements-dev.lock"):
        shutil.copy(builds.ROOT / name, folder)
    home = made(folder, lock=(folder / "requirements.lock").read_text("utf-8"))
    shutil.copy(folder / "requirements-dev.lock", home)
    return folder


def make(
    target: str, folder: Path, *, user: int | None = None, **env: str
) -> subprocess.CompletedProcess[str]:
    """Run a target of the Makefile, under a mask that hides files from others."""
    return subprocess.run(
        ["make", "--silent", target],
        cwd=folder,
        env={"PATH": os.environ["PATH"], "PIP_NO_INDEX": "1", **env},
        user=user,
        umask=0o077,
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.mark.parametrize("place", ["an odd place/l'été $x", "zip", "shallow"])
def test_a_build_holds_anywhere(tmp_path: Path, place: str, tiny: facts.Site) -> None:
    """Without git, from a zip, from a shallow clone; no locale, no home to write in."""
    origin = project(tmp_path / "origin")
    folder = tmp_path / place
    if place == "shallow":
        for command in (
            ["init", "-q", "-b", "main"],
            ["add", "."],
            ["-c", "user.name=x", "-c", "user.email=x@example.org", "commit", "-qm", "x"],
        ):
            subprocess.run(["git", *command], cwd=origin, check=True)
        command = ["git", "clone", "-q", "--depth", "1", origin.as_uri(), str(folder)]
        subprocess.run(command, check=True)
    elif place == "zip":  # which keeps neither git nor what may be run
        shutil.copytree(origin, tmp_path / "whole")
        archive = shutil.make_archive(str(tmp_path / "project"), "zip", tmp_path / "whole")
        shutil.unpack_archive(archive, folder)
        (folder / ".venv" / "bin" / "python").chmod(0o755)
    else:
        folder.parent.mkdir()
        origin.rename(folder)
    home = tmp_path / "home"
    home.mkdir(mode=0o500)
    done = make("build", folder, HOME=str(home), SOURCE_DATE_EPOCH=builds.EPOCH, SITE_URL=builds.SITE_URL, REPO_URL=builds.REPO_URL)  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert done.stdout == "The site is in site/.\n"
    assert "Traceback" not in done.stderr
    made = builds.files(folder / "site")
    # What names the commit is there where there is one.
    named = {name: made.pop(name, None) for name in ("build.json", "SHA256SUMS")}
    assert all(named.values()) if place == "shallow" else not any(named.values())
    assert made == builds.files(tiny.folder)
    hidden = [p for p in (folder / "site", *(folder / "site").rglob("*")) if unreadable(p)]
    assert hidden == [], "a web server could not read it"


def unreadable(path: Path) -> bool:
    """Tell whether others may not read a file, or enter a folder."""
    wanted = 0o555 if path.is_dir() else 0o444
    return path.stat().st_mode & wanted != wanted


@pytest.fixture
def open_folder() -> Iterator[Path]:
    """A folder that every user can enter."""
    with tempfile.TemporaryDirectory() as name:
        Path(name).chmod(0o755)
        yield Path(name)


@pytest.mark.parametrize("what", ["", "site", ".cache", ".venv"])
def test_a_checkout_of_another_user_is_one_line(open_folder: Path, what: str) -> None:
    folder = project(open_folder / "project")
    for name in ("site", ".cache"):
        (folder / name).mkdir()
    for name in ("", "site", ".cache", ".venv"):
        (folder / name).chmod(0o555 if name == what else 0o777)
    # Root may write anywhere: it asks as nobody.
    user = 65534 if os.geteuid() == 0 else None
    done = make("build", folder, user=user, HOME=str(open_folder))
    (folder / what).chmod(0o755)
    assert done.returncode != 0
    told = [line for line in done.stderr.splitlines() if not line.startswith("make:")]
    assert len(told) == 1, done.stderr
    assert told[0].startswith(f"{what or folder} cannot be written by ")


# --- a second Python


def test_without_a_second_python_one_line_says_so(tmp_path: Path) -> None:
    env = machine(tmp_path, {"python3": (sys.version_info.minor, True)})
    (tmp_path / "tools").symlink_to(builds.ROOT / "tools")
    made(tmp_path, lock="")
    done = sh("other_python.sh", cwd=tmp_path, env=env)
    assert done.returncode == 0, done.stderr
    (line,) = done.stdout.splitlines()
    assert "no second Python" in line


def test_a_second_python_that_cannot_be_set_up_stops_nothing(tmp_path: Path) -> None:
    env = machine(tmp_path, {"python3.99": (99, True)})
    (tmp_path / "tools").symlink_to(builds.ROOT / "tools")
    made(tmp_path, lock="")
    done = sh("other_python.sh", cwd=tmp_path, env=env)
    assert done.returncode == 0, done.stderr
    (line,) = done.stdout.splitlines()
    assert "Python 3.99.0 could not be set up" in line


@pytest.mark.parametrize(
    ("fixtures", "quick"),
    [
        (set(), True),
        ({"tiny", "run_folder", "tmp_path_factory"}, True),
        ({"stories", "tmp_path_factory"}, False),
        ({"site", "run_folder", "tmp_path_factory"}, False),
        ({"browser", "chromium"}, False),
        ({"tiny", "tmp_path", "tmp_path_factory"}, False),
    ],
)
def test_the_quick_part_needs_no_browser_and_no_large_build(
    fixtures: set[str], quick: bool
) -> None:
    assert conftest.is_quick(fixtures) == quick


# --- a preview


def test_a_taken_port_is_told_before_the_build(tmp_path: Path) -> None:
    folder = builds.tiny_project(tmp_path / "project")
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        number = taken.getsockname()[1]
        command = [sys.executable, "-m", "mkdocs", "serve", "-a", f"127.0.0.1:{number}"]
        done = subprocess.run(
            [*command, *builds.makefile_options("serve")],
            cwd=folder,
            env={**os.environ, "NO_MKDOCS_2_WARNING": "1"},
            capture_output=True,
            text=True,
            check=False,
            timeout=60,
        )
    assert done.returncode == 1
    assert "Traceback" not in done.stderr
    assert done.stdout.strip() == (
        f"127.0.0.1:{number} is taken, perhaps by another preview: "
        f"name another, make serve HOST=127.0.0.1:{number + 1}"
    )
    assert "Documentation built" not in done.stderr


@pytest.mark.parametrize(
    ("host", "number", "told"),
    [
        ("192.0.2.1", 8000, "192.0.2.1:8000 is no address of this machine: name another, make serve HOST=127.0.0.1:8000"),
        ("127.0.0.1", 99999, "make serve HOST=127.0.0.1:8000"),
        ("::1", 99999, "make serve HOST=[::1]:8000"),
    ],
)  # fmt: skip
def test_an_address_that_cannot_be_had_is_told(host: str, number: int, told: str) -> None:
    assert told in (port.explain_unavailable(host, number) or "")


def test_a_free_port_is_no_problem() -> None:
    assert port.explain_unavailable("127.0.0.1", 0) is None


def test_the_port_is_told_where_one_looks() -> None:
    for name in ("README.md", "Makefile"):
        assert "HOST=127.0.0.1:8001" in (builds.ROOT / name).read_text(encoding="utf-8")
