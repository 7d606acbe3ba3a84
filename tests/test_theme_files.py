"""The theme's own files: an affair may replace one, and none may be missing."""

from __future__ import annotations

from pathlib import Path

import pytest
from explainer.check import theme


@pytest.fixture
def root(tmp_path: Path) -> Path:
    for name, text in {
        "overrides/base.html": "<link href=\"{{ view.asset('assets/site.css') }}\">\n",
        "overrides/404.html": 'x\n <script src="{{ root }}assets/site.js"></script>\n',
        "overrides/assets/site.css": "p {}",
        "overrides/assets/site.js": "",
    }.items():
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")
    return tmp_path


def test_all_there(root: Path) -> None:
    assert not list(theme.check(root))
    assert list(theme.theme_files(root)) == ["assets/site.css", "assets/site.js"]


@pytest.mark.parametrize(
    ("gone", "told"),
    [
        (
            "site.css",
            "overrides/base.html:1:28: no file «overrides/assets/site.css» "
            "(nor «docs/assets/site.css»); did you mean «overrides/assets/site.js»? [theme-file]",
        ),
        (
            "site.js",
            "overrides/404.html:2:25: no file «overrides/assets/site.js» "
            "(nor «docs/assets/site.js»); did you mean «overrides/assets/site.css»? [theme-file]",
        ),
    ],
)
def test_missing_file_is_told_with_its_place(root: Path, gone: str, told: str) -> None:
    (root / "overrides/assets" / gone).unlink()
    assert [str(problem) for problem in theme.check(root)] == [told]


def test_an_affair_replaces_a_file(root: Path) -> None:
    (root / "docs/assets").mkdir(parents=True)
    (root / "docs/assets/site.css").write_text("a {}", "utf-8")
    assert list(theme.theme_files(root)) == ["assets/site.js"]
    (root / "overrides/assets/site.css").unlink()
    assert not list(theme.check(root))
