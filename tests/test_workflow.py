"""What runs on a forge: nothing more than it needs, and nothing that another may change."""

from __future__ import annotations

import subprocess
import sysconfig
from pathlib import Path

import builds
import yaml

WORKFLOWS = builds.ROOT / ".github" / "workflows"
EXAMPLE = builds.ROOT / "examples" / "affair" / WORKFLOWS.relative_to(builds.ROOT)


def test_zizmor_finds_nothing() -> None:
    command = [
        str(Path(sysconfig.get_path("scripts")) / "zizmor"),
        "--offline",
        str(WORKFLOWS),
        str(EXAMPLE),
    ]
    told = subprocess.run(command, capture_output=True, text=True, check=False)
    assert told.returncode == 0, told.stdout + told.stderr
    assert "No findings" in told.stdout + told.stderr


def test_the_job_that_may_write_runs_nothing_of_ours() -> None:
    jobs = yaml.safe_load((WORKFLOWS / "site.yml").read_text(encoding="utf-8"))["jobs"]
    writing = {name for name, job in jobs.items() if "write" in job["permissions"].values()}
    assert writing == {"publish"}
    assert not any("run" in step for step in jobs["publish"]["steps"])
