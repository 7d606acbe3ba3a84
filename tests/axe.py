"""One page in a browser, in one look or several: what axe-core, its policy and its width say.

In: Playwright's browser, a page's address, ``Look``s. Out: (fault, address, look,
where, why). All of axe's rules run, best practices included, and target size (WCAG
2.2, 2.5.8), which axe leaves off unless asked. The page keeps its own
Content-Security-Policy: whatever it refuses is a fault, as is a request to another
host or a page wider than its screen.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any

# What is not asked of it is what it does for people who read its report by hand.
_RUN = """(asked) => axe.run(document, {
  ...asked, resultTypes: ['violations'], preload: false, iframes: false,
}).then(({ violations }) => violations.flatMap(({ id, nodes }) => nodes.map(
  ({ html, failureSummary }) => [id, html.slice(0, 160), failureSummary.split('\\n').pop().trim()])))"""
_COLOURS = ("color-contrast", "link-in-text-block")
_ALL: dict[str, Any] = {"rules": {"target-size": {"enabled": True}}}
_SHAPES = {"rules": {**_ALL["rules"], **{rule: {"enabled": False} for rule in _COLOURS}}}
# Colours take three quarters of its time, and are the same wherever an element has the same
# attributes and ancestors: of what is there more than twice in a place, two are left.
_FOLD = """() => {
  const seen = new Map(), parts = 'article aside dd details div g li p section tr'.split(' ');
  const words = (e) => [...e.childNodes].some((node) => node.nodeType === 3 && node.data.trim());
  const mark = (e) => e.localName + [...e.attributes].map(({ name, value }) => ` ${name}${
    /^(class|role|type|aria-(current|hidden|expanded))$/.test(name) ? `=${value}` : ''}`).sort().join('');
  const known = (element, above) => {
    const place = `${above} > ${mark(element)}`, piece = `${place} ${words(element)}`;
    const times = seen.get(piece) ?? 0;
    seen.set(piece, times + 1);
    let all = times > 1;
    for (const child of [...element.children]) {
      const one = known(child, place);
      if (one && parts.includes(child.localName)) child.remove();
      all &&= one;
    }
    return all;
  };
  known(document.body, '');
}"""

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


def run(page: Any, asked: Mapping[str, Any] = _ALL) -> list[Fault]:
    """Return (rule, element, why) for each fault of the page as it stands."""
    if not page.evaluate("'axe' in window"):
        page.evaluate(_script())
    return [tuple(fault) for fault in page.evaluate(_RUN, asked)]


def fold(page: Any) -> None:
    """Take what repeats away from a page: what is left has every colour that it had."""
    page.evaluate(_FOLD)


class Examiner:
    """Opens pages of a served site, and returns their faults."""

    def __init__(self, browser: Any, *, scripts: bool = True) -> None:
        # Colours on their way from one to another are nobody's: no motion.
        self.context = browser.new_context(reduced_motion="reduce")
        if not scripts:  # the site's own alone: axe itself is one, and waits for timers
            self.context.route("**/*.js", lambda route: route.abort())
        self.page = self.context.new_page()
        self.told: list[tuple[str, str]] = []
        self.page.on("console", lambda said: scripts and self.told.append(("console", said.text)))
        self.page.on("pageerror", lambda error: self.told.append(("script", str(error))))
        self.page.on("request", lambda request: self.told.append(("asked", request.url)))

    def whole(self, base: str, url: str, looks: Iterable[Look] = LOOKS) -> list[Fault]:
        """Judge all of a page by every rule, in each look."""
        self._open(base, url)
        return [fault for look in looks for fault in self._judge(base, url, look, _ALL)]

    def folded(self, base: str, url: str, looks: Sequence[Look] = LOOKS) -> list[Fault]:
        """Judge all of a page at each width; then its colours in each look, repeats left out."""
        self._open(base, url)
        widths = {look.width: look for look in looks}.values()
        faults = [fault for look in widths for fault in self._judge(base, url, look, _SHAPES)]
        fold(self.page)
        asked = {"runOnly": _COLOURS}
        return faults + [fault for look in looks for fault in self._judge(base, url, look, asked)]

    def _open(self, base: str, url: str) -> None:
        self.told.clear()
        self.page.goto(base + url)

    def _judge(self, base: str, url: str, look: Look, asked: Mapping[str, Any]) -> Iterator[Fault]:
        self.page.set_viewport_size({"width": look.width, "height": 800})
        self.page.emulate_media(color_scheme=look.theme)
        found = [(rule, where, why) for rule, where, why in run(self.page, asked)]
        wide = self.page.evaluate("document.documentElement.scrollWidth - innerWidth")
        if wide > 0:
            found.append(("width", "", f"{wide} px too wide"))
        for kind, text in self.told:
            if kind != "asked" or not text.startswith(base):
                found.append((kind, "", text))
        self.told.clear()
        yield from ((rule, url, str(look), where, why) for rule, where, why in found)


@contextmanager
def examiner(browser: Any, *, scripts: bool = True) -> Iterator[Examiner]:
    """Give an ``Examiner`` whose pages run the site's scripts, or not."""
    made = Examiner(browser, scripts=scripts)
    try:
        yield made
    finally:
        made.context.close()
