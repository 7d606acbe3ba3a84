"""Find Chromium or Chrome, or install one; never go without in silence.

Out: the path of a browser. In order: the variable CHROMIUM, Playwright's own,
one of the system, Playwright's installer, the system's packages.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from builds import lock

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
MAC = (
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
)
HELP = (
    "no Chromium or Chrome was found and none could be installed: install one "
    "(apt install chromium, brew install --cask chromium), or set CHROMIUM to its path"
)


class NoBrowser(Exception):
    """Says in one line what to do."""


def find() -> str | None:
    """Return the path of a browser that is there, or ``None``."""
    if given := os.environ.get("CHROMIUM"):
        if shutil.which(given) is None:
            raise NoBrowser(f"CHROMIUM is set to {given}, which is no program; {HELP}")
        return given
    if own := _playwrights_own():
        return own
    for name in (*NAMES, *MAC):
        if path := shutil.which(name):
            return path
    return None


def _playwrights_own() -> str | None:
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        path = playwright.chromium.executable_path
    return path if Path(path).is_file() else None


def find_or_install() -> str:
    """Return the path of a browser; raise ``NoBrowser`` with one line."""
    with lock(Path(tempfile.gettempdir()) / f"explainer-browser-{os.getuid()}.lock"):
        if path := find():
            return path
        for command in _installers():
            if _runs(command) and (path := find()):
                return path
    raise NoBrowser(HELP)


def _installers() -> list[list[str]]:
    commands = [[sys.executable, "-m", "playwright", "install", "chromium"]]
    if apt := shutil.which("apt-get"):
        if os.geteuid() == 0:
            prefix = [apt]
        elif _runs(["sudo", "-n", "true"]):
            prefix = ["sudo", "-n", apt]
        else:
            return commands
        script = '"$@" update -q && "$@" install -q -y --no-install-recommends chromium'
        commands.append(["sh", "-c", script, "sh", *prefix])
    return commands


def _runs(command: list[str]) -> bool:
    try:
        return (
            subprocess.run(command, capture_output=True, timeout=600, check=False).returncode == 0
        )
    except (OSError, subprocess.TimeoutExpired):
        return False
