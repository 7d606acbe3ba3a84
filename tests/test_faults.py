"""What machines do to a build: full disks, odd folders, damage. The old site stays whole."""

from __future__ import annotations

import os
import resource
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import builds
import facts
import pytest
from explainer import __main__ as command
from explainer import settings
from explainer.run import cache, fingerprint, staging

FAST = {"EXPLAINER_CARDS": "false", "EXPLAINER_SEARCH": "false"}


def stage(target: Path, keep: tuple[str, ...] = (), text: str = "new") -> staging.Stage:
    """Return a stage whose site waits to be published."""
    made = staging.Stage(target, keep)
    made.create()
    (made.site / "index.html").write_text(text, encoding="utf-8")
    return made


def old_site(target: Path) -> Path:
    """Lay out a site with what its publisher put there."""
    (target / ".git").mkdir(parents=True)
    for name in (".git/HEAD", ".nojekyll", "CNAME", "index.html", "gone.html"):
        (target / name).write_text(f"old {name}", encoding="utf-8")
    return target


def names(folder: Path) -> set[str]:
    return {path.name for path in folder.iterdir()}


# --- what is in the site, and is not the build's


def test_what_begins_with_a_dot_stays_and_what_is_to_be_kept(tmp_path: Path) -> None:
    target = old_site(tmp_path / "site")
    stage(target, ("CNAME",)).publish()
    assert names(target) == {".git", ".nojekyll", "CNAME", "index.html"}
    assert (target / "index.html").read_text("utf-8") == "new"
    assert (target / ".git" / "HEAD").read_text("utf-8") == "old .git/HEAD"
    assert names(tmp_path) == {"site"}


def test_what_the_build_made_anew_wins(tmp_path: Path) -> None:
    target = old_site(tmp_path / "site")
    made = stage(target)
    (made.site / ".nojekyll").write_text("new", encoding="utf-8")
    made.publish()
    assert (target / ".nojekyll").read_text("utf-8") == "new"


def test_a_folder_that_both_have_holds_what_both_put_there(tmp_path: Path) -> None:
    target = old_site(tmp_path / "site")
    for name in ("security.txt", "acme"):
        (target / ".well-known").mkdir(exist_ok=True)
        (target / ".well-known" / name).write_text("old", encoding="utf-8")
    made = stage(target)
    (made.site / ".well-known").mkdir()
    (made.site / ".well-known" / "security.txt").write_text("new", encoding="utf-8")
    made.publish()
    found = {path.name: path.read_text("utf-8") for path in (target / ".well-known").iterdir()}
    assert found == {"security.txt": "new", "acme": "old"}


@pytest.mark.parametrize("linked", ["old", "new"])
def test_a_folder_that_is_a_link_is_merged_with_none(tmp_path: Path, linked: str) -> None:
    target, elsewhere = old_site(tmp_path / "site"), tmp_path / "elsewhere"
    made = stage(target)
    places = {"old": target / ".well-known", "new": made.site / ".well-known"}
    for name, place in places.items():
        folder = elsewhere if name == linked else place
        folder.mkdir()
        (folder / name).write_text(name, encoding="utf-8")
    places[linked].symlink_to(elsewhere)
    made.publish()
    assert names(target / ".well-known") == {"new"}
    assert names(elsewhere) == {linked}


def test_a_file_in_the_site_s_place_is_told_and_stays(tmp_path: Path) -> None:
    (tmp_path / "site").write_text("mine", encoding="utf-8")
    with pytest.raises(NotADirectoryError, match="no folder; delete it"):
        stage(tmp_path / "site")
    assert names(tmp_path) == {"site"}


@pytest.mark.parametrize("killed", ["between the moves", "before what stays"])
def test_a_kill_loses_nothing_of_what_stays(tmp_path: Path, killed: str) -> None:
    target = old_site(tmp_path / "site")
    dead = subprocess.run(["/bin/sh", "-c", "echo $$"], capture_output=True, text=True, check=True)
    left = tmp_path / f".site-{dead.stdout.strip()}-x"
    left.mkdir()
    target.rename(left / "site")
    if killed == "before what stays":
        target.mkdir()
        (target / "index.html").write_text("new", encoding="utf-8")
    os.utime(left, (1, 1))
    staging.remove_abandoned(target, ("CNAME",))
    assert names(target) >= {".git", ".nojekyll", "CNAME", "index.html"}
    assert names(tmp_path) == {"site"}


def test_what_stays_is_no_change_of_the_site(tmp_path: Path) -> None:
    target = old_site(tmp_path / "site")
    before = fingerprint.digest_outputs(target, ("CNAME",))
    (target / ".git" / "HEAD").write_text("a commit", encoding="utf-8")
    (target / "CNAME").write_text("another", encoding="utf-8")
    assert fingerprint.digest_outputs(target, ("CNAME",)) == before
    (target / "index.html").write_text("touched", encoding="utf-8")
    assert fingerprint.digest_outputs(target, ("CNAME",)) != before


@pytest.mark.parametrize("keep", ["CNAME", "[a/b]", "[1]", "{a: b}"])
def test_names_to_keep_are_names(tiny_folder: Path, keep: str) -> None:
    config = tiny_folder / "mkdocs.yml"
    config.write_text(
        f"{config.read_text('utf-8')}extra:\n  explainer:\n    keep: {keep}\n", "utf-8"
    )
    with pytest.raises(
        settings.ConfigurationError, match="is no list of names at the top of the site"
    ):
        settings.read_settings(config)


def test_names_to_keep_are_read(tiny_folder: Path) -> None:
    config = tiny_folder / "mkdocs.yml"
    config.write_text(
        f"{config.read_text('utf-8')}extra:\n  explainer:\n    keep: [CNAME]\n", "utf-8"
    )
    assert settings.read_settings(config).keep == ("CNAME",)


# --- where the site stands


def test_a_site_that_is_a_link_stays_one(tmp_path: Path) -> None:
    real = old_site(tmp_path / "disk" / "www")
    link = tmp_path / "site"
    link.symlink_to(real)
    stage(link).publish()
    assert link.is_symlink()
    assert (real / "index.html").read_text("utf-8") == "new"
    assert names(tmp_path / "disk") == {"www"}
    assert names(tmp_path) == {"site", "disk"}


def test_a_move_that_fails_brings_the_old_site_back(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    target = old_site(tmp_path / "site")
    before = builds.files(target)
    made = stage(target)
    rename = Path.rename

    def refuse(path: Path, to: Path) -> Path:
        if path.name == "new":
            raise OSError(28, "No space left on device", str(path))
        return rename(path, to)

    monkeypatch.setattr(Path, "rename", refuse)
    with pytest.raises(OSError, match="No space left"):
        made.publish()
    assert builds.files(target) == before  # at once: nobody finds an empty place
    made.remove()
    assert builds.files(target) == before
    assert names(tmp_path) == {"site"}


def test_a_first_move_that_fails_is_told_as_it_was(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = stage(tmp_path / "site")
    rename = Path.rename

    def refuse(path: Path, to: Path) -> Path:
        if path.name == "new":
            raise OSError(28, "No space left on device", str(path))
        return rename(path, to)

    with monkeypatch.context() as patch:
        patch.setattr(Path, "rename", refuse)
        with pytest.raises(OSError, match="No space left"):
            made.publish()
    made.remove()
    assert names(tmp_path) == set()


def test_two_builds_that_publish_at_once_leave_one_whole_site(tmp_path: Path) -> None:
    target = old_site(tmp_path / "site")
    code = (
        "import sys; from pathlib import Path; sys.path[:0] = ['hooks', 'tests']\n"
        "import test_faults as t\n"
        "for i in range(200): t.stage(Path(sys.argv[1]), (), sys.argv[2] * 1000).publish()"
    )
    processes = [
        subprocess.Popen([sys.executable, "-c", code, str(target), letter], cwd=builds.ROOT)
        for letter in "abcd"
    ]
    assert [process.wait() for process in processes] == [0, 0, 0, 0]
    assert (target / "index.html").read_text("utf-8") in {letter * 1000 for letter in "abcd"}
    assert names(target) == {".git", ".nojekyll", "index.html"}
    assert names(tmp_path) == {"site"}


def test_a_mount_point_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    target = old_site(tmp_path / "site")
    monkeypatch.setattr(os.path, "ismount", lambda path: path == target)
    with pytest.raises(OSError, match="a mount point, which nothing can replace in one go"):
        stage(target)
    assert names(tmp_path) == {"site"}


def test_what_is_published_is_readable_whatever_the_mask(tmp_path: Path) -> None:
    before = os.umask(0o077)
    try:
        stage(tmp_path / "site").publish()
        assert os.umask(0o077) == 0o077  # given back
    finally:
        os.umask(before)
    assert (tmp_path / "site").stat().st_mode & 0o777 == 0o755
    assert (tmp_path / "site" / "index.html").stat().st_mode & 0o777 == 0o644


# --- whole builds that cannot end well


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """The tiny story, with an old site."""
    folder = builds.tiny_project(tmp_path / "project")
    old_site(folder / "site")
    return folder


def held(project: Path, said: str, **how: Any) -> None:
    """Build, and expect one line that says why not, the old site whole, and nothing beside it."""
    before = builds.files(project / "site") if (project / "site").is_dir() else None
    done = builds.run(project, project / "site", **FAST, **how)
    assert done.returncode == 1
    assert said in done.stderr
    assert "Traceback" not in done.stderr + done.stdout
    (line,) = [
        line for line in done.stderr.splitlines() if line.strip() and "(a warning)" not in line
    ]
    assert line.endswith("; the last good site is untouched")
    if before is not None:
        assert builds.files(project / "site") == before
    assert list(project.glob(".site-*")) == []


def test_a_site_that_is_a_file_is_told(project: Path) -> None:
    shutil.rmtree(project / "site")
    (project / "site").write_text("mine", encoding="utf-8")
    held(project, f"{project / 'site'}: no folder; delete it")
    assert (project / "site").read_text("utf-8") == "mine"


def test_a_cache_that_is_a_file_is_told(project: Path) -> None:
    shutil.rmtree(project / ".cache", ignore_errors=True)
    (project / ".cache").write_text("mine", encoding="utf-8")
    held(project, f"{project / '.cache'}: no folder; delete it")


def test_a_disk_that_holds_no_more_is_told(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PYTHONDONTWRITEBYTECODE", "1")  # cut short, it would break later imports
    most = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (6000, most[1]))  # what a process may write to a file
    try:
        held(project, "File too large", alone=True)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, most)


def test_a_folder_that_nobody_may_write_is_told(project: Path) -> None:
    code = (
        "import os, runpy, sys; real = os.mkdir\n"
        "def mkdir(path, *a, **k):\n"
        "    if '.site-' in str(path): raise OSError(30, 'Read-only file system', str(path))\n"
        "    return real(path, *a, **k)\n"
        "os.mkdir = mkdir; sys.argv = ['mkdocs', *sys.argv[1:]]\n"
        "runpy.run_module('mkdocs', run_name='__main__')"
    )
    command = [sys.executable, "-c", code, "build", "--strict"]
    env = os.environ | FAST | {"NO_MKDOCS_2_WARNING": "1", "SOURCE_DATE_EPOCH": builds.EPOCH}
    before = builds.files(project / "site")
    done = subprocess.run(
        command, cwd=project, env=env, capture_output=True, text=True, check=False
    )
    assert done.returncode == 1
    assert "Read-only file system; the last good site is untouched" in done.stderr
    assert "Traceback" not in done.stderr
    assert builds.files(project / "site") == before


# --- what is kept from build to build


def test_a_text_is_made_once_and_kept_while_it_is_used(tmp_path: Path) -> None:
    def run(*keys: str) -> list[str]:
        """Return the keys whose texts had to be made."""
        made: list[str] = []
        memo = cache.Memo(tmp_path / "memo")
        for key in keys:
            assert memo([key], lambda key=key: made.append(key) or key.upper()) == key.upper()  # type: ignore[misc]
        memo.save()
        return made

    assert run("a", "b", "a") == ["a", "b"]
    assert run("a") == []
    assert run("a", "b") == ["b"]  # nobody asked for it the last time
    (tmp_path / "memo").write_bytes(b"damaged" * 100)
    assert run("a") == ["a"]
    assert run("a") == []


@pytest.mark.parametrize(
    "damage", [lambda raw: raw[:-1], lambda raw: raw[:40] + b"x" + raw[41:], lambda raw: b""]
)
def test_a_file_kept_is_whole_or_not_there(tmp_path: Path, damage: object) -> None:
    path = tmp_path / "kept"
    assert cache.read_file(path) is None
    cache.write_file(path, b"0123456789")
    assert cache.read_file(path) == b"0123456789"
    path.write_bytes(damage(path.read_bytes()))  # type: ignore[operator]
    assert cache.read_file(path) is None


def test_a_file_that_cannot_be_kept_costs_only_time(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(path: Path, raw: bytes) -> int:
        with path.open("wb") as file:
            file.write(raw[:3])
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "write_bytes", full)
    cache.write_file(tmp_path / "kept", b"0123456789")
    assert names(tmp_path) == set()


def test_a_build_from_a_damaged_cache_is_the_same(tmp_path: Path, tiny: facts.Site) -> None:
    folder = builds.copy_of_built(tiny.folder.parent, tmp_path / "project")
    damaged = [path for path in sorted((folder / ".cache").rglob("*")) if path.is_file()]
    kinds = {path.relative_to(folder / ".cache").parts[0] for path in damaged}
    assert {"cards", "search", "templates", "references"} <= kinds
    for path in damaged:
        raw = bytearray(path.read_bytes())
        raw[len(raw) // 2] ^= 0xFF
        path.write_bytes(raw[: max(len(raw) - 7, 1)] if len(damaged) % 2 else raw)
    built = builds.build(folder, folder / "anew", confirmed=True)
    assert builds.files(built) == builds.files(tiny.folder)


# --- commands


def test_a_command_that_may_not_write_says_so_in_a_line(
    tiny_folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tiny_folder / "data/audits").write_text("x")
    assert command.main(["-C", str(tiny_folder), "audit-citations"]) == 1
    assert capsys.readouterr().err == f"{tiny_folder / 'data/audits'}: File exists\n"


def test_a_command_that_is_stopped_says_so_in_a_word(
    tiny_folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def stopped(_: object) -> int:
        raise KeyboardInterrupt

    monkeypatch.setattr(command, "check", stopped)
    assert command.main(["-C", str(tiny_folder), "check"]) == 130
    assert capsys.readouterr().err == "stopped\n"


def test_whoever_reads_a_command_may_go(tiny_folder: Path) -> None:
    reading, writing = os.pipe()
    os.close(reading)
    run = [sys.executable, "-m", "explainer", "-C", str(tiny_folder), "aged"]
    done = subprocess.run(
        run, cwd=builds.ROOT / "hooks", stdout=writing, stderr=subprocess.PIPE, check=False
    )
    os.close(writing)
    assert (done.returncode, done.stderr) == (1, b"")
