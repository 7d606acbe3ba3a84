"""One page in a browser, in one look or several: what axe-core, its policy and its width say.

In: Playwright's browser, a page's address, ``Look``s. Out: (fault, address, look,
where, why). All of axe's rules run, best practices included, and target size (WCAG
2.2, 2.5.8), which axe leaves off unless asked. The page keeps its own
Content-Security-Policy: whatever it refuses is a fault, as is a request to another
host or a page wider than its screen.
"""

from __future__ import annotations

import functools
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from importlib import resources
from typing import Any

# What is not asked of it is what it does for people who read its report by hand.
_RUN = """(asked) => axe.run(%s, {
  ...asked, resultTypes: ['violations'], preload: false, iframes: false,
}).then(({ violations }) => violations.flatMap(({ id, nodes }) => nodes.map(
  ({ html, failureSummary }) => [id, html.slice(0, 160), failureSummary.split('\\n').pop().trim()])))"""
_COLOURS = ("color-contrast", "link-in-text-block")
_ALL: dict[str, Any] = {"rules": {"target-size": {"enabled": True}}}
_SHAPES = {"rules": {**_ALL["rules"], **{rule: {"enabled": False} for rule in _COLOURS}}}
# Colours take three quarters of its time. What they are judged by is an element's own style, that of
# the block around it, and what is painted under it: all of that is a place, and what stands in one
# that was judged in this look, on this page or another, is not judged again. What may lie over
# something else has its path in its place too. (Nothing is moved or taken away for it.)
_FRESH = """(known) => {
  const LETTERS = ['color', 'fontSize', 'fontWeight', 'textShadow', 'textDecorationLine', 'borderBottom'];
  const PAINT = ['backgroundColor', 'backgroundImage', 'opacity', 'filter', 'mixBlendMode', 'position'];
  const NONE = 'rgba(0, 0, 0, 0) none 1 none normal static';
  const seen = new Set(known), fresh = [];
  const hash = (text) => {  // of 53 bits
    let a = 1, b = 2;
    for (let i = 0; i < text.length; i++) {
      a = Math.imul(a ^ text.charCodeAt(i), 2654435761);
      b = Math.imul(b ^ text.charCodeAt(i), 1597334677);
    }
    return (a >>> 0) * 2 ** 21 + (b >>> 11);
  };
  const look = (element, under, around, over) => {
    const style = getComputedStyle(element), read = (names) => names.map((name) => style[name]).join(' ');
    const mark = `${element.localName} ${element.getAttribute('class')}`, paint = read(PAINT);
    const words = [...element.childNodes].some((node) => node.nodeType === 3 && node.data.trim());
    const letters = `${read(LETTERS)} ${words}`;
    over ||= style.position !== 'static';
    if (over || paint !== NONE) under = hash(`${under} ${paint} ${over && mark}`);
    if ((words || element.matches('a, input, select, textarea')) && element.checkVisibility()) {
      const place = hash([under, around, letters, mark].join());
      if (!seen.has(place)) fresh.push(element);
      seen.add(place);
    }
    around = style.display === 'inline' ? hash(around + letters) : letters;
    for (const child of element.children) look(child, under, around, over);
  };
  look(document.body, '', '', false);
  window.fresh = fresh;
  return [...seen];
}"""

Fault = tuple[str, ...]


@dataclass(frozen=True)
class Look:
    """A theme and a width in CSS pixels."""

    theme: str
    width: int

    def __str__(self) -> str:
        return f"{self.theme} {self.width}"


LOOKS = tuple(Look(theme, width) for width in (1280, 360) for theme in ("light", "dark"))


@functools.cache
def _script() -> str:
    return resources.files("axe_playwright_python").joinpath("axe.min.js").read_text("utf-8")


def run(page: Any, asked: Mapping[str, Any] = _ALL, where: str = "document") -> list[Fault]:
    """Return (rule, element, why) for each fault of the page as it stands, or of a part of it."""
    if not page.evaluate("'axe' in window"):
        page.evaluate(_script())
    return [tuple(fault) for fault in page.evaluate(_RUN % where, asked)]


def colours(page: Any, known: list[int]) -> list[Fault]:
    """Judge the colours that are nowhere among the ``known`` places, which those found join."""
    known[:] = page.evaluate(_FRESH, known)
    return (
        run(page, {"runOnly": _COLOURS}, "{ include: fresh }")
        if page.evaluate("fresh.length")
        else []
    )


class Examiner:
    """Opens pages of a served site, and returns their faults."""

    def __init__(self, browser: Any, *, scripts: bool = True) -> None:
        # Colours on their way from one to another are nobody's: no motion.
        self.context = browser.new_context(reduced_motion="reduce")
        if not scripts:  # the site's own alone: axe itself is one, and waits for timers
            self.context.route("**/*.js", lambda route: route.abort())
        self.page = self.context.new_page()
        self.told: list[tuple[str, str]] = []
        self.known: dict[Look, list[int]] = defaultdict(list)
        self.page.on("console", lambda said: scripts and self.told.append(("console", said.text)))
        self.page.on("pageerror", lambda error: self.told.append(("script", str(error))))
        self.page.on("request", lambda request: self.told.append(("asked", request.url)))

    def whole(self, base: str, url: str, looks: Iterable[Look] = LOOKS) -> list[Fault]:
        """Judge all of a page by every rule, in each look."""
        self._open(base, url)
        return [fault for look in looks for fault in self._judge(base, look, run)]

    def lean(self, base: str, url: str, looks: Iterable[Look] = LOOKS) -> list[Fault]:
        """Judge all of a page at each width; in each look, the colours that no page before had."""
        self._open(base, url)
        faults: list[Fault] = []
        widths: set[int] = set()
        for look in looks:
            if look.width not in widths:
                faults += self._judge(base, look, lambda page: run(page, _SHAPES))
            faults += self._judge(base, look, functools.partial(colours, known=self.known[look]))
            widths.add(look.width)
        return faults

    def _open(self, base: str, url: str) -> None:
        self.told.clear()
        self.page.goto(base + url)

    def _judge(self, base: str, look: Look, judge: Callable[[Any], list[Fault]]) -> Iterator[Fault]:
        """Yield what is wrong in a look, by ``judge`` and by what the page told meanwhile."""
        self.page.set_viewport_size({"width": look.width, "height": 800})
        self.page.emulate_media(color_scheme=look.theme)
        found = judge(self.page)
        wide = self.page.evaluate("document.documentElement.scrollWidth - innerWidth")
        if wide > 0:
            found.append(("width", "", f"{wide} px too wide"))
        for kind, text in self.told:
            if kind != "asked" or not text.startswith(base):
                found.append((kind, "", text))
        self.told.clear()
        url = self.page.url.removeprefix(base)
        yield from ((rule, url, str(look), where, why) for rule, where, why in found)


@contextmanager
def examiner(browser: Any, *, scripts: bool = True) -> Iterator[Examiner]:
    """Give an ``Examiner`` whose pages run the site's scripts, or not."""
    made = Examiner(browser, scripts=scripts)
    try:
        yield made
    finally:
        made.context.close()
