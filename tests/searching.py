"""A reader who searches, in a browser, and what that asks for.

In: Playwright's browser and a site. Out: what is found, and the bytes that were sent.
"""

from __future__ import annotations

import gzip
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from serving import at

# As when a kind is chosen again: at once, and not once the reader has stopped typing.
FIND = """async (text) => {
  const panel = document.getElementById('search'), input = panel.querySelector('input');
  const status = panel.querySelector('[role=status]');
  status.textContent = '';
  input.value = text;
  panel.querySelector('[type=radio]:checked').dispatchEvent(new Event('change', { bubbles: true }));
  while (['', panel.dataset.loading].includes(status.textContent))
    await new Promise((resolve) => setTimeout(resolve, 10));
  return {
    told: status.textContent,
    found: [...panel.querySelectorAll('ol > li > a')].map((link) => link.href),
  };
}"""


# What a key does, once everything that hears of it has: whether it was taken; and that the page
# has asked for whatever it asks for then, since a request that was made later is answered.
HEARD = """() => addEventListener('keydown', ({ defaultPrevented }) => { window.taken = defaultPrevented }, { once: true })"""
SETTLED = "() => fetch(location.href).then(() => window.taken)"


@dataclass
class Reader:
    """A page in the browser, and all that it asked for."""

    page: Any
    base: str
    asked: list[str] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)

    def paths(self) -> list[str]:
        """Return what was asked for; the site's icon excepted, which browsers ask for when they like."""
        paths = [url.removeprefix(self.base).partition("?")[0] for url in self.asked]
        return [path for path in paths if path != "assets/favicon.svg"]

    def open(self) -> None:
        self.page.keyboard.press("Control+k")
        self.page.wait_for_selector("#search[open]")

    def find(self, text: str) -> dict[str, Any]:
        found: dict[str, Any] = self.page.evaluate(FIND, text)
        return found

    def takes(self, key: str) -> bool:
        """Press a key, and tell whether the page made something of it."""
        self.page.evaluate(HEARD)
        self.page.keyboard.press(key)
        return bool(self.page.evaluate(SETTLED))

    def focus(self) -> str:
        return str(
            self.page.evaluate(
                "(() => { const a = document.activeElement; return a.id || a.type || a.tagName })()"
            )
        )


def sent(path: Path) -> int:
    """Return the bytes of a file, as a host that compresses sends them."""
    return len(gzip.compress(path.read_bytes(), 9))


def weighed(
    browser: Any, folder: Path, start: str, texts: Iterable[str]
) -> dict[str, dict[str, int]]:
    """Return the bytes of each file that a first search asks for, by what is searched.

    The search is opened on the page ``start`` of the site in ``folder``; what the browser's cache
    answers is counted too.
    """
    out = {}
    context = browser.new_context()
    with at(folder) as base:
        for text in texts:
            reader = Reader(context.new_page(), base)
            reader.page.goto(base + start)
            reader.page.on("request", lambda request, kept=reader: kept.asked.append(request.url))
            reader.open()
            assert len(reader.find(text)["found"]) >= 1, text
            out[text] = {path: sent(folder / path) for path in reader.paths()}
    context.close()
    return out
