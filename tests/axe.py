"""axe-core in a browser: the faults of one page, looked at in one way.

In: Playwright's browser, a page's address, a ``Look``. Out: (rule, address, look,
element) for each fault. All rules run, best practices included, and target size
(WCAG 2.2, 2.5.8), which axe leaves off unless asked.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any

# What is not asked of it is what it does for people who read its report by hand.
_RUN = """() => axe.run(document, {
  rules: { 'target-size': { enabled: true } },
  resultTypes: ['violations'], preload: false, iframes: false,
}).then(({ violations }) => violations.flatMap(({ id, nodes }) => nodes.map(
  ({ html, failureSummary }) => [id, html.slice(0, 160), failureSummary.split('\\n').pop().trim()])))"""


@dataclass(frozen=True)
class Look:
    """A theme and a width in CSS pixels."""

    theme: str
    width: int


LOOKS = tuple(Look(theme, width) for theme in ("light", "dark") for width in (1280, 360))


@cache
def _script() -> str:
    return resources.files("axe_playwright_python").joinpath("axe.min.js").read_text("utf-8")


def run(page: Any) -> list[tuple[str, str, str]]:
    """Return (rule, element, why) for each fault of the page as it stands."""
    page.evaluate(_script())
    return [tuple(fault) for fault in page.evaluate(_RUN)]


@contextmanager
def examiner(
    browser: Any, *, scripts: bool = True
) -> Iterator[Callable[[str, str, Look], list[tuple[str, ...]]]]:
    """Give a function that opens a page of a served site and returns its faults."""
    # Colours on their way from one to another are nobody's: no motion.
    context = browser.new_context(
        bypass_csp=True, reduced_motion="reduce", java_script_enabled=scripts
    )
    page = context.new_page()

    def examine(base: str, url: str, look: Look) -> list[tuple[str, ...]]:
        page.set_viewport_size({"width": look.width, "height": 800})
        page.emulate_media(color_scheme=look.theme)
        page.goto(base + url)
        return [
            (rule, url, f"{look.theme} {look.width}", element, why)
            for rule, element, why in run(page)
        ]

    try:
        yield examine
    finally:
        context.close()
