"""From Markdown to a page: notes, terms, typography, harmless attributes.

A Python-Markdown extension. In: Markdown, and what ``PageContext`` says of the
page. Out: on the parsed tree, attributes that could run code go, citations
become numbered notes, terms are explained, text gets its language's typography.
The order of the passes is in ``Explainer.extendMarkdown``; a room each.
"""

from __future__ import annotations

from markdown import Markdown
from markdown.extensions import Extension

from explainer.make import dressing
from explainer.make.rendering.context import PageContext
from explainer.make.rendering.inline import Inline
from explainer.make.rendering.notes import Notes, locator, register_patterns
from explainer.make.rendering.safety import CodePattern, Safety
from explainer.make.rendering.terms import Terms
from explainer.make.rendering.typographic_pass import Typography

__all__ = ["Explainer", "PageContext", "locator"]


class Explainer(Extension):
    """The extension; set ``context`` before each page is converted."""

    def __init__(self) -> None:
        super().__init__()
        self.context = PageContext("en", "")

    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802 (Markdown's name)
        """Register the passes: after inline patterns (20) and attributes (8), before toc (5)."""
        md.treeprocessors.register(Inline(md), "inline", 20)
        md.inlinePatterns.register(CodePattern(md), "record-code", 195)
        register_patterns(md, self)
        md.treeprocessors.register(Safety(md, self), "safety", 7.9)
        md.treeprocessors.register(Notes(md, self), "notes", 7.5)
        md.treeprocessors.register(Terms(md, self), "terms", 7.2)
        md.treeprocessors.register(Typography(md, self), "typography", 7.0)
        md.treeprocessors.register(dressing.Dressing(md, lambda: self.context), "dressing", 6.5)
