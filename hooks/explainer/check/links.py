"""Links as they come out: what the reading of the source did not see.

In: a story and what links may point to. Out: problems. ``prose`` finds links by
their usual forms; here every page written by hand goes through the Markdown
converter itself, without our passes, so that no form of a link escapes. Runs
after ``check_pages``, which told the others with their exact places.
"""

from __future__ import annotations

import html
import json
import re
import xml.etree.ElementTree as ET
from collections.abc import Iterator
from functools import partial

from markdown import Markdown
from markdown.extensions import Extension
from markdown.treeprocessors import Treeprocessor

from explainer.check.pages import Links
from explainer.model.story import Story
from explainer.read import prose
from explainer.read.problems import Problem
from explainer.run import cache

# What Markdown leaves as it was typed, for want of a definition or of an address.
_LEFT = re.compile(r"(?<![\\\w])\[(?!@)[^\[\]\n]+\](?:\[[^\[\]@\n]*\]|\([^()\n]*\))")
_RAW = re.compile(r"<(?:a|img)\b[^>]*?\b(?:href|src)=[\"']?([^\"'\s>]*)", re.IGNORECASE)
_VERBATIM = {"code", "pre", "script", "style"}


class _Gather(Extension):
    """Keeps the links, the pictures and the words of a page, as (kind, what)."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[tuple[str, str]] = []

    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802 (Markdown's name)
        """Register after the inline patterns (20)."""
        md.treeprocessors.register(_Pass(md, self), "gather", 7)


class _Pass(Treeprocessor):
    def __init__(self, md: Markdown, extension: _Gather) -> None:
        super().__init__(md)
        self.extension = extension

    def run(self, root: ET.Element) -> None:
        self._walk(root)
        for raw in self.md.htmlStash.rawHtmlBlocks:
            if isinstance(raw, str):
                self.extension.found += [("raw", m[1]) for m in _RAW.finditer(raw)]

    def _walk(self, element: ET.Element) -> None:
        found = self.extension.found
        if element.tag == "a":
            found.append(("link", html.unescape(element.get("href", ""))))
        elif element.tag == "img":
            found.append(("link", html.unescape(element.get("src", ""))))
            if not element.get("alt", "").strip():
                found.append(("mute", html.unescape(element.get("src", ""))))
        words = [] if element.tag in _VERBATIM else [element.text or ""]
        for child in element:
            self._walk(child)
            words += [child.tail or ""]
        found += [("left", m[0]) for text in words for m in _LEFT.finditer(text)]


def check(story: Story, known: Links, kept: cache.Cache | None = None) -> Iterator[Problem]:
    """Yield every problem of a link that ``check_pages`` did not see."""
    settings = story.settings
    gather = _Gather()
    converter = Markdown(
        extensions=[*settings.extensions, gather],
        extension_configs=dict(settings.extension_configs),
    )

    def links(body: str) -> str:
        converter.reset()
        gather.found = []
        converter.convert(body)
        return json.dumps(list(dict.fromkeys(gather.found)))

    shared = [repr(settings.extensions), repr(sorted(settings.extension_configs.items()))]
    for language in settings.languages:
        for page in story.pages[language].values():
            body = page.body
            raw = kept.memo(["links", *shared, body], partial(links, body)) if kept else links(body)
            yield from _page(page, known, json.loads(raw))


def _page(page: prose.Prose, known: Links, found: list[list[str]]) -> Iterator[Problem]:
    seen = {html.unescape(link.target) for link in page.links}
    mute = {
        html.unescape(link.target) for link in page.links if link.image and not link.text.strip()
    }
    for kind, what in found:
        message: str | None = None
        if kind == "left":
            message = f"«{what}» is printed as it is: no such reference is defined"
            message += "; expected [words](page.md)"
        elif kind == "mute" and what not in mute:
            message = f"the picture «{what}» has no words; {prose.PICTURE}"
        elif kind == "raw" and not re.match(r"https?:|mailto:|#", what):
            message = f"the link «{what}» is in HTML, where no address is made; expected Markdown"
        elif kind == "link" and what and what not in seen:
            message = known.problem(page.name, what)
        if message:
            yield page.problem(page.spot(_place(page, what)), "", message)


def _place(page: prose.Prose, what: str) -> int:
    """Return where ``what`` stands in the page, outside code if it can."""
    for text in (page.masked, page.body):
        for words in (what, html.escape(what, quote=False), what.partition("#")[0]):
            if words and (at := text.find(words)) >= 0:
                return at
    return 0
