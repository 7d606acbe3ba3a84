"""Golden pages: the ``<main>`` of every page of the tiny story, in both languages.

A difference shows as a diff. When it is meant: `make golden`, then read it in git.
"""

from __future__ import annotations

import difflib
import re

import builds
import pytest
from explainer import output
from explainer.make.site import Site
from explainer.make.view import ViewFactory

GOLDEN = builds.ROOT / "tests" / "golden"
DRAWING = re.compile(r"(?s)<svg\b.*?</svg>")  # drawings have golden files and tests of their own
MAIN = re.compile(r"(?s)<main\b[^>]*>(.*)</main>")
# What begins a line of a golden file: every block, so that a diff shows little more than a change.
BLOCK = re.compile(
    r"(?<!\s)\s*(?=<(?:article|aside|caption|dd|details|div|dl|dt|figure|h[1-6]|hr|li|nav|ol|p|pre"
    r"|section|summary|table|tbody|td|th|thead|tr|ul)\b"
    r"|</(?:article|aside|details|div|dl|figure|nav|ol|section|table|tbody|thead|tr|ul)>)"
)


def pretty(html: str) -> str:
    """Return HTML with each block on a line of its own, and no other change."""
    return BLOCK.sub("\n", re.sub(r"\n\s*", "\n", html)).strip() + "\n"


@pytest.fixture(scope="module")
def made(tiny_compiled: Site) -> dict[str, str]:
    """The ``<main>`` of every page, by path."""
    viewer, frame = ViewFactory(tiny_compiled), output._make_frame(tiny_compiled)
    found = {}
    for language, pages in tiny_compiled.pages.items():
        for name, page in pages.items():
            whole = frame.render_page(viewer.view(language, name), page.html, page.headings)
            main = MAIN.search(whole)
            assert main is not None
            path = f"{language}/{name.removesuffix('.md')}.html"
            found[path] = pretty(DRAWING.sub("<svg>…</svg>", main[1]))
    return found


def test_pages_are_as_they_were(made: dict[str, str], request: pytest.FixtureRequest) -> None:
    if request.config.getoption("--rewrite-golden"):
        for path in GOLDEN.rglob("*.html"):
            path.unlink()
        for name, text in made.items():
            (GOLDEN / name).parent.mkdir(parents=True, exist_ok=True)
            (GOLDEN / name).write_text(text, encoding="utf-8")
        return
    known = {
        path.relative_to(GOLDEN).as_posix(): path.read_text(encoding="utf-8")
        for path in GOLDEN.rglob("*.html")
    }
    assert sorted(made) == sorted(known), "pages came or went: make golden, then read it in git"
    changed = "".join(diff(name, known[name], text) for name, text in made.items())
    assert not changed, f"pages changed: make golden, then read it in git\n{changed}"


def diff(name: str, before: str, after: str) -> str:
    lines = [text.splitlines(keepends=True) for text in (before, after)]
    return "".join(difflib.unified_diff(*lines, f"golden/{name}", f"made/{name}"))


def test_a_difference_is_shown() -> None:
    assert "-b\n+c\n" in diff("x.html", "a\nb\n", "a\nc\n")


def test_a_golden_page_keeps_the_words_as_they_are() -> None:
    html = "<p>a  <em>b</em>\n c</p><ul><li><p>d</p>\n</li></ul>"
    assert pretty(html) == "<p>a  <em>b</em>\nc</p>\n<ul>\n<li>\n<p>d</p>\n</li>\n</ul>\n"
