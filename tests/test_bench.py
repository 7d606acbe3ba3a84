"""`make bench`: its corpus stays the one that others were timed on, and a small run of it works."""

from __future__ import annotations

import hashlib
import re
import subprocess
import sys
from pathlib import Path

import builds
import pytest

TOOLS = builds.ROOT / "tools"
sys.path.insert(0, str(TOOLS))

import bench  # noqa: E402
import corpus  # noqa: E402
import madeup  # noqa: E402

# Of the records and pages, by numbers of actors and sources. Published figures were measured on
# these bytes: another digest is another corpus, and its figures cannot be compared.
DIGESTS = {
    7: "259bb060f1e36d5be551489ce8d6134969a15d73f55b0fed61c0ce95de928a17",
    40: "fc5e44bbc0dc75677e7cad8eb0b4979fbfc25d83c2ff5bc4351c3c6f63538188",
}


def digest(folder: Path) -> str:
    files = builds.files(folder)
    lines = [f"{hashlib.sha256(data).hexdigest()}  {name}\n" for name, data in files.items()]
    return hashlib.sha256("".join(lines).encode()).hexdigest()


@pytest.mark.parametrize("number", DIGESTS)
def test_the_corpus_is_the_same_byte_for_byte(number: int, tmp_path: Path) -> None:
    madeup.lay_out(tmp_path, number)
    assert digest(tmp_path) == DIGESTS[number]


def test_the_made_up_menu_has_every_page(tmp_path: Path) -> None:
    madeup.lay_out(tmp_path, corpus.LEAST)
    madeup.borrow(tmp_path)
    config = (tmp_path / "mkdocs.yml").read_text("utf-8")
    [menu] = re.findall(r"(?m)^nav: \[(.*)\]$", config)
    written = {path.relative_to(tmp_path / "docs/fr") for path in tmp_path.glob("docs/fr/**/*.md")}
    assert set(map(Path, menu.split(", "))) == written


@pytest.mark.parametrize(("before", "after", "slope"), [
    ((100, 2.0), (1000, 20.0), 1.0), ((100, 2.0), (1000, 2.0), 0.0), ((10, 1.0), (20, 4.0), 2.0),
])  # fmt: skip
def test_exponents(before: tuple[int, float], after: tuple[int, float], slope: float) -> None:
    assert bench.exponent(before, after) == pytest.approx(slope)


def test_a_figure_is_the_median_of_its_runs() -> None:
    runs = [bench.Run(9, 1, 50), bench.Run(1, 2, 70), bench.Run(2, 3, 60)]
    assert bench.middle(runs) == bench.Run(2, 2, 60)


def test_a_small_run_prints_every_figure(tmp_path: Path) -> None:
    project = builds.tiny_project(tmp_path / "tiny")
    command = [
        sys.executable,
        str(TOOLS / "bench.py"),
        "7",
        "--runs",
        "1",
        "--project",
        str(project),
    ]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    figures = r"\d+\.\d\d +\d+\.\d\d +\d+\.\d\d +\d+"
    lines = done.stdout.splitlines()
    rows = [line for line in lines if re.fullmatch(
        rf" *(7|site) +\d+ \| +{figures} \| +{figures} \| +\d+\.\d *( \d+\.\d)?", line)]  # fmt: skip
    assert [row.split("|")[0].split() for row in rows] == [["7", "46"], ["site", "64"]]
    told = [line.partition(": ")[2] for line in lines if line.startswith("site: ")]
    assert [re.sub(r"[\d.]+", "N", line) for line in told] == [
        "median first view N kB",
        "a mistake is told in N s",
        *(f"{kind} from save to screen N s" for kind in ("prose", "record", "string", "template", "style", "page")),
    ]  # fmt: skip


def test_a_size_that_is_too_small_is_told() -> None:
    command = [sys.executable, str(TOOLS / "bench.py"), "6"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 2
    assert "expected sizes of 7 or more" in done.stderr
