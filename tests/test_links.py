"""Links of the built sites: every page, file and fragment that a page names is there."""

from __future__ import annotations

import shutil
from pathlib import Path

import builds
import facts
import pytest


def test_no_link_of_the_site_is_broken(site: facts.Site) -> None:
    found, seen = site.broken()
    assert found == []
    assert seen > 20 * len(site.urls), "too few links were seen to be believed"


def test_no_link_of_the_tiny_site_is_broken(tiny: facts.Site) -> None:
    assert tiny.broken()[0] == []


@pytest.mark.parametrize(
    ("right", "wrong", "found"),
    [
        ('href="cracks/#width"', 'href="cracks/#widht"', "cracks/#widht"),
        ('href="cracks/#width"', 'href="crack/"', "crack/"),
        ('href="cracks/#width"', 'href="assets/"', "assets/"),
        ('href="cracks/#width"', 'href="/no/such/page/"', "/no/such/page/"),
        ('href="cracks/#width"', f'href="{builds.SITE_URL}crakcs/"', "https://example.org/crakcs/"),
        (f'hreflang="fr" href="{builds.SITE_URL}fr/"', f'hreflang="fr" href="{builds.SITE_URL}rf/"', "https://example.org/rf/"),
        ("</main>", '<img src="assets/none.png" alt=""></main>', "assets/none.png"),
        ("</main>", '<a href="#nobody">x</a></main>', "#nobody"),
        ("</main>", '<img src="assets/favicon.svg#nothing" alt=""></main>', "assets/favicon.svg#nothing"),
    ],
)  # fmt: skip
def test_a_broken_link_is_found(
    tiny: facts.Site, tmp_path: Path, right: str, wrong: str, found: str
) -> None:
    shutil.copytree(tiny.folder, tmp_path / "site")
    home = tmp_path / "site" / "index.html"
    text = home.read_text(encoding="utf-8")
    assert right in text
    home.write_text(text.replace(right, wrong, 1), encoding="utf-8")
    told, _ = facts.Site(tmp_path / "site", builds.SITE_URL).broken()
    assert told == [f" → {found}"]
