"""Golden Markdown: the pages that the tiny story's records make, in both languages.

A difference shows as a diff. When it is meant: `make golden`, then read it in git.
"""

from __future__ import annotations

import difflib
import re

import broken_cases
import builds
import pytest
from explainer.build import compile_site

GOLDEN = builds.ROOT / "tests" / "golden"
DRAWING = re.compile(r"(?s)<svg\b.*?</svg>")  # drawings have golden files and tests of their own


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """The Markdown of every page that holds something made from a record, by path."""
    folder = builds.tiny_project(tmp_path_factory.mktemp("golden") / "project", code=False)
    site, problems = compile_site(broken_cases.settings(folder))
    assert site is not None, problems
    return {
        f"{language}/{name}": DRAWING.sub("<svg>…</svg>", page.markdown)
        for language, pages in site.pages.items()
        for name, page in pages.items()
    }


def test_pages_are_as_they_were(made: dict[str, str], request: pytest.FixtureRequest) -> None:
    if request.config.getoption("--rewrite-golden"):
        for path in GOLDEN.rglob("*.md"):
            path.unlink()
        for name, text in made.items():
            (GOLDEN / name).parent.mkdir(parents=True, exist_ok=True)
            (GOLDEN / name).write_text(text, encoding="utf-8")
        return
    known = {
        path.relative_to(GOLDEN).as_posix(): path.read_text(encoding="utf-8")
        for path in GOLDEN.rglob("*.md")
    }
    assert sorted(made) == sorted(known), "pages came or went: make golden, then read it in git"
    changed = "".join(diff(name, known[name], text) for name, text in made.items())
    assert not changed, f"pages changed: make golden, then read it in git\n{changed}"


def diff(name: str, before: str, after: str) -> str:
    lines = [text.splitlines(keepends=True) for text in (before, after)]
    return "".join(difflib.unified_diff(*lines, f"golden/{name}", f"made/{name}"))


def test_a_difference_is_shown() -> None:
    assert "-b\n+c\n" in diff("x.md", "a\nb\n", "a\nc\n")
