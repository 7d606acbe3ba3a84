"""One page in a browser, in one look or several: what axe-core, its policy and its width say.

In: Playwright's browser, a page's address, ``Look``s. Out: (fault, address, look,
where, why). All of axe's rules run, best practices included, and target size (WCAG
2.2, 2.5.8), which axe leaves off unless asked. The page keeps its own
Content-Security-Policy: whatever it refuses is a fault, as is a request to another
host or a page wider than its screen.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
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

Fault = tuple[str, ...]


@dataclass(frozen=True)
class Look:
    """A theme and a width in CSS pixels."""

    theme: str
    width: int

    def __str__(self) -> str:
        return f"{self.theme} {self.width}"


LOOKS = tuple(Look(theme, width) for theme in ("light", "dark") for width in (1280, 360))


@cache
def _script() -> str:
    return resources.files("axe_playwright_python").joinpath("axe.min.js").read_text("utf-8")


def run(page: Any) -> list[Fault]:
    """Return (rule, element, why) for each fault of the page as it stands."""
    if not page.evaluate("'axe' in window"):
        page.evaluate(_script())
    return [tuple(fault) for fault in page.evaluate(_RUN)]


@contextmanager
def examiner(
    browser: Any, *, scripts: bool = True
) -> Iterator[Callable[[str, str, Sequence[Look]], list[Fault]]]:
    """Give a function that opens a page of a served site and returns its faults in some looks.

    The page is opened in the first look and stays open as the screen changes to the others.
    """
    # Colours on their way from one to another are nobody's: no motion.
    context = browser.new_context(reduced_motion="reduce")
    if not scripts:  # the site's own alone: axe itself is one, and waits for timers
        context.route("**/*.js", lambda route: route.abort())
    page = context.new_page()
    said: list[tuple[str, str]] = []
    asked: list[str] = []
    page.on("console", lambda message: scripts and said.append(("console", message.text)))
    page.on("pageerror", lambda error: said.append(("script", str(error))))
    page.on("request", lambda request: asked.append(request.url))

    def show(look: Look) -> None:
        page.set_viewport_size({"width": look.width, "height": 800})
        page.emulate_media(color_scheme=look.theme)

    def told(base: str, url: str, look: Look) -> Iterator[Fault]:
        yield from ((kind, url, str(look), text) for kind, text in said)
        yield from (("host", url, str(look), one) for one in asked if not one.startswith(base))
        said.clear()
        asked.clear()
        wide = page.evaluate("document.documentElement.scrollWidth - innerWidth")
        if wide > 0:
            yield "width", url, str(look), f"{wide} px too wide"
        yield from ((rule, url, str(look), where, why) for rule, where, why in run(page))

    def examine(base: str, url: str, looks: Sequence[Look]) -> list[Fault]:
        show(looks[0])
        said.clear()
        asked.clear()
        page.goto(base + url)
        faults: list[Fault] = []
        for look in looks:
            show(look)
            faults += told(base, url, look)
        return faults

    try:
        yield examine
    finally:
        context.close()
