"""Python-Markdown's inline patterns, each tried only where it can match.

In: the block tree. Out: the tree that Python-Markdown's own processor makes.
Stock, each of some twenty patterns is searched in each text of a page, though
most texts hold none of the characters that a pattern needs. Here a pattern whose
characters are not in the text is passed over, and so are references when the
page defines none. A pattern that this room does not know is always tried.
``tests/test_ecosystem.py`` compares both on every page of the tiny story.
"""

from __future__ import annotations

import xml.etree.ElementTree as ET
from collections.abc import Callable
from typing import Any, cast

from markdown import inlinepatterns
from markdown.inlinepatterns import ReferenceInlineProcessor
from markdown.treeprocessors import InlineProcessor
from markdown.util import AtomicString

# A pattern, by its expression → the strings of which a match holds one at least.
_NEEDS: dict[str, tuple[str, ...]] = {
    inlinepatterns.BACKTICK_RE: ("`",),
    inlinepatterns.ESCAPE_RE: ("\\",),
    inlinepatterns.LINK_RE: ("[",),
    inlinepatterns.IMAGE_LINK_RE: ("![",),
    inlinepatterns.AUTOLINK_RE: ("<",),
    inlinepatterns.AUTOMAIL_RE: ("<",),
    inlinepatterns.LINE_BREAK_RE: ("  \n",),
    inlinepatterns.HTML_RE: ("<",),
    inlinepatterns.ENTITY_RE: ("&",),
    r"\*|_": ("*", "_"),
}


class Inline(InlineProcessor):
    """The processor; a pattern of ours says what it needs in ``needs``."""

    def run(self, tree: ET.Element, ancestors: list[str] | None = None) -> ET.Element:
        """Apply the patterns to every text under ``tree``."""
        self._patterns = [(pattern, *self._needs(pattern)) for pattern in self.md.inlinePatterns]
        return super().run(tree, ancestors)

    def _needs(self, pattern: Any) -> tuple[str, str]:
        """Return two strings, one of which a text must hold; ``""`` is in every text."""
        if isinstance(pattern, ReferenceInlineProcessor) and not self.md.references:
            return ("\x00", "\x00")  # Python-Markdown leaves no such character in a text
        needs = getattr(pattern, "needs", None) or _NEEDS.get(pattern.pattern, ("",))
        return (needs[0], needs[-1])

    # Private to the stock class, and pinned with it.
    def _InlineProcessor__handleInline(self, data: str, patternIndex: int = 0) -> str:  # noqa: N802, N803
        if isinstance(data, AtomicString):
            return data
        apply = cast(
            Callable[[Any, str, int, int], tuple[str, bool, int]],
            self._InlineProcessor__applyPattern,  # type: ignore[attr-defined]
        )
        for index in range(patternIndex, len(self._patterns)):
            pattern, one, other = self._patterns[index]
            if one not in data and other not in data:
                continue
            matched, start = True, 0
            while matched:
                data, matched, start = apply(pattern, data, index, start)
        return data
