"""Find a Chromium or Chrome that starts, or install one; never go without in silence.

Out: the path of a browser, started once as the tests start it. In order: the
variable CHROMIUM, which settles it; Playwright's own; those of the system; then what
can be installed, by the system's packages or, without root, by Playwright.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
MAC = (
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
)
ARGUMENTS = ("--no-sandbox", "--disable-dev-shm-usage")
HELP = (
    "install one (sudo apt install chromium, brew install --cask chromium), "
    "or set CHROMIUM to the path of one that starts"
)
# Prints the path of Playwright's own browser, which need not be there.
_OWN = """
from playwright.sync_api import sync_playwright
with sync_playwright() as playwright:
    print(playwright.chromium.executable_path)
"""
_START = f"""
import sys
from playwright.sync_api import sync_playwright
with sync_playwright() as playwright:
    playwright.chromium.launch(executable_path=sys.argv[1], args={list(ARGUMENTS)}).close()
"""


class NoBrowser(Exception):
    """Says in one line what to do."""


def find_or_install() -> str:
    """Return the path of a browser that starts; raise ``NoBrowser`` with one line."""
    if given := os.environ.get("CHROMIUM"):
        path = shutil.which(given)
        why = _start(path) if path else "no such program"
        if path is None or why:
            raise NoBrowser(f"CHROMIUM is set to {given}, which does not start ({why}): {HELP}")
        return path
    _own()
    failed: dict[str, str] = {}
    if path := _first_that_starts(failed):
        return path
    for install in _installers():
        told = " ".join(install).removeprefix("sh -c ")
        say(f"Tests need a browser, and none starts. Trying: {told}")
        if why := _run(install, timeout=900):
            failed[told] = why
        elif path := _first_that_starts(failed):
            return path
    told = "; ".join(f"{what}: {why}" for what, why in failed.items())
    raise NoBrowser(f"tests need Chromium or Chrome, and none starts here: {HELP} (tried {told})")


def say(line: str) -> None:
    """Tell what takes a while, past whatever captures the output of tests."""
    print(line, file=sys.__stderr__, flush=True)


def _first_that_starts(failed: dict[str, str]) -> str | None:
    for path in _present():
        failed[path] = _start(path)
        if not failed[path]:
            return path
    return None


def _present() -> Iterator[str]:
    own = _own()
    if Path(own).is_file():
        yield own
    for name in (*NAMES, *MAC):
        if path := shutil.which(name):
            yield path


@cache
def _own() -> str:
    """Return where Playwright's own browser would be; raise if Playwright itself cannot start."""
    asked = [sys.executable, "-c", _OWN]
    why = _run(asked)
    if "libatomic" in why:
        for install in _apt("libatomic1"):
            say(f"Tests drive a browser by Playwright, and {why}. Trying: {install[-1]}")
            why = _run(install) or _run(asked)
    if why:
        cure = ": install it (sudo apt install libatomic1)" if "libatomic" in why else ""
        raise NoBrowser(
            f"tests drive a browser by Playwright, which does not start here: {why}{cure}"
        )
    return subprocess.run(asked, capture_output=True, text=True, check=True).stdout.strip()


def _start(path: str) -> str:
    """Start a browser as tests do; return why it fails, or nothing."""
    return _run([sys.executable, "-c", _START, path], timeout=120)


def _installers() -> list[list[str]]:
    """Return the commands that may bring a browser: first the one that brings its libraries too."""
    return [*_apt("chromium"), [sys.executable, "-m", "playwright", "install", "chromium"]]


def _apt(package: str) -> list[list[str]]:
    """Return the command that installs a Debian package, or none if this user has no right to."""
    sudo = "" if os.geteuid() == 0 else "sudo -n "
    if shutil.which("apt-get") is None or (sudo and _run(["sudo", "-n", "true"])):
        return []
    options = "-q -y --no-install-recommends"
    script = f"{sudo}apt-get update -q && {sudo}apt-get install {options} {package}"
    return [["sh", "-c", script]]


def _run(command: list[str], timeout: float = 300) -> str:
    """Run a command; return in a few words why it failed, or nothing."""
    try:
        done = subprocess.run(
            command, capture_output=True, text=True, timeout=timeout, errors="replace", check=False
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        return str(error)
    if done.returncode == 0:
        return ""
    said = done.stderr + done.stdout
    if missing := re.search(r"loading shared libraries: ([^:\s]+)", said):
        return f"{missing[1]} is missing"
    lines = [line.strip() for line in said.splitlines() if line.strip()]
    return lines[-1][:200] if lines else f"it ended with {done.returncode}"
