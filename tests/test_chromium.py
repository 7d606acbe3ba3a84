"""Finding a browser: one that starts, before any test, and one line that says what to install."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import builds
import chromium
import pytest

BROKEN = "#!/bin/sh\necho '{}: error while loading shared libraries: {}: cannot open shared object file' >&2\nexit 127\n"


def script(path: Path, text: str) -> Path:
    """Write a program."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    path.chmod(0o755)
    return path


@pytest.fixture
def machine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A machine whose programs are those of a folder, and whose user is not root."""
    monkeypatch.delenv("CHROMIUM", raising=False)
    monkeypatch.setenv("PATH", str(tmp_path / "bin"))
    monkeypatch.setenv("PLAYWRIGHT_BROWSERS_PATH", str(tmp_path / "playwright"))
    monkeypatch.setattr(os, "geteuid", lambda: 1000)
    monkeypatch.setattr(chromium, "MAC", ())
    chromium._own.cache_clear()
    yield tmp_path
    chromium._own.cache_clear()


def test_a_browser_that_cannot_start_hides_none_that_can(
    chromium: str, machine: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import chromium as finder

    script(Path(finder._own()), BROKEN.format("chrome", "libnspr4.so"))
    script(machine / "bin" / "chromium", BROKEN.format("chromium", "libnss3.so"))
    right = script(machine / "bin" / "google-chrome", f'#!/bin/sh\nexec "{chromium}" "$@"\n')
    monkeypatch.setenv("PATH", f"{machine / 'bin'}:/usr/bin:/bin")
    monkeypatch.setattr(finder, "NAMES", ("chromium", "google-chrome"))
    monkeypatch.setattr(finder, "_installers", lambda: pytest.fail("there is one that starts"))
    assert finder.find_or_install() == str(right)


def test_where_none_starts_one_line_says_why_and_what_to_do(
    machine: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    script(machine / "bin" / "chromium", BROKEN.format("chromium", "libnss3.so"))
    tried: list[list[str]] = []
    run = chromium._run

    def only_browsers(command: list[str], timeout: float = 300) -> str:
        if "install" in command:
            tried.append(command)
            return "no network"
        return run(command, timeout)

    monkeypatch.setattr(chromium, "_run", only_browsers)
    with pytest.raises(chromium.NoBrowser) as raised:
        chromium.find_or_install()
    (line,) = str(raised.value).splitlines()
    assert "sudo apt install chromium" in line
    assert "libnss3.so is missing" in line
    assert "no network" in line
    # Without root nor sudo, what needs neither is tried.
    assert [command[1:] for command in tried] == [["-m", "playwright", "install", "chromium"]]


def test_root_installs_the_package_that_brings_its_libraries(
    machine: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    script(machine / "bin" / "apt-get", "#!/bin/sh\n")
    assert len(chromium._installers()) == 1
    monkeypatch.setattr(os, "geteuid", lambda: 0)
    first, _ = chromium._installers()
    assert "apt-get install" in first[-1]
    assert "chromium" in first[-1]


def test_a_driver_that_cannot_start_is_one_line(
    machine: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    node = script(machine / "node", BROKEN.format("node", "libatomic.so.1"))
    monkeypatch.setenv("PLAYWRIGHT_NODEJS_PATH", str(node))
    with pytest.raises(chromium.NoBrowser) as raised:
        chromium.find_or_install()
    (line,) = str(raised.value).splitlines()
    assert "libatomic.so.1 is missing: install it (sudo apt install libatomic1)" in line


@pytest.mark.parametrize(
    ("given", "why"), [("/no/such/browser", "no such program"), ("bad", "libnss3.so is missing")]
)
def test_a_browser_that_is_given_settles_it(
    machine: Path, monkeypatch: pytest.MonkeyPatch, given: str, why: str
) -> None:
    script(machine / "bin" / "bad", BROKEN.format("bad", "libnss3.so"))
    monkeypatch.setenv("CHROMIUM", given)
    with pytest.raises(chromium.NoBrowser, match=f"CHROMIUM is set to {given}, .*{why}") as raised:
        chromium.find_or_install()
    assert "\n" not in str(raised.value)


@pytest.mark.parametrize("workers", [(), ("-n", "2")], ids=["alone", "with workers"])
def test_no_browser_is_told_before_any_test_and_once(
    tmp_path: Path, workers: tuple[str, ...]
) -> None:
    done = suite(tmp_path, *workers, "tests/test_browser.py", "tests/test_freshness.py")
    assert done.returncode == 1, done.stdout
    told = [line for line in (done.stdout + done.stderr).splitlines() if "/no/such/browser" in line]
    assert len(told) == 1
    assert "passed" not in done.stdout
    assert "Traceback" not in done.stdout + done.stderr


def suite(folder: Path, *options: str) -> subprocess.CompletedProcess[str]:
    """Run tests on a machine without a browser."""
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider"]
    return subprocess.run(
        [*command, f"--basetemp={folder / 'run'}", *options],
        cwd=builds.ROOT,
        env={**os.environ, "CHROMIUM": "/no/such/browser"},
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.mark.parametrize("options", [(), ("--quick", "-n", "1")], ids=["alone", "quick"])
def test_tests_that_need_no_browser_look_for_none(tmp_path: Path, options: tuple[str, ...]) -> None:
    done = suite(tmp_path, *options, "tests/test_freshness.py")
    assert done.returncode == 0, done.stdout + done.stderr
    assert "passed" in done.stdout
