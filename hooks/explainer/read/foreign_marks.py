"""Markup of other Markdown dialects, and our own out of place, that a line of text may hold.

In: nothing. Out: ``LINE_MARKS``: (pattern, rule, message with ``{}`` for what was found).
"""

from __future__ import annotations

import re

from explainer.read.rules import Rule

_TYPED = "is printed as it is"
FOOTNOTES = "footnotes are not used here; expected a citation, [@id]"
# (pattern in a line of text, rule, message), where ``{}`` is what was found.
_MARKS: tuple[tuple[str, Rule, str], ...] = (
    (r"(?<![\\\w])\[(?!@)[^\[\]\n^][^\[\]\n]*\](?:\[[^\[\]@\n]*\]|\([^()\n]*\))", "link-reference",
     f"«{{}}» {_TYPED}: no such reference is defined; expected [words](page.md)"),
    (r"\{:[^}\n]*\}?|\{#[\w-]+\}", "attribute-list",
     "«{}» marks nothing here; expected it on the line right after a block"),
    (r"(?<!\\)\]\((?:[^()\s]*\)?)|\] \((?:https?:|[^()\s]*\.md)[^()\n]*\)", "link-reference",
     f"«{{}}» {_TYPED}, with the words before it; expected [words](page.md)"),
    (r"\[\^[^\]\s]+\]:?|\^\[[^\]\n]*\]", "markdown-footnote", f"«{{}}»: {FOOTNOTES}"),
    (r"~~(?=\S)[^~\n]+~~|(?<![\w~])~(?=\S)[^~\n]+(?<=\S)~(?![\w~])", "markdown-other",
     "«{}»: words are not struck through here; expected other words"),
    (r"(?<=\w)~\w+~", "markdown-other", "«{}»: expected <sub>…</sub>"),
    (r"(?<=\w)\^[\w+-]+\^", "markdown-other", "«{}»: expected <sup>…</sup>"),
    (r"==(?=\w)[^=\n]+(?<=\S)==|(?<!\w)\+\+(?=\w)[^+\n]+(?<=\S)\+\+(?!\w)", "markdown-other",
     "«{}»: words are not marked so here; expected *words*"),
    (r"\[\[[^\[\]\n]+\]\]|\{\{[^{}\n]*\}\}|\{%[^{}%\n]*%\}|^\[TOC\]$|^-+8<-+.*|^\*\[[^\]\n]+\]:.*", "markdown-other",
     f"«{{}}» {_TYPED}; expected Markdown"),
    (r"(?<!\S)!!! +[a-z].*", "block-form",
     "«{}» shows nothing here; expected it alone on a line, outside tables"),
    (r"^(?::::|\?\?\?\+?(?= ?\w)).*|^\[![A-Z]+\]", "block-form",
     f"«{{}}» {_TYPED}; expected a paragraph, or > before each line of a quotation"),
    (r"^\s*(?:`{3,}|~{3,}).*", "code-fence",
     "«{}» opens no code here; expected it on a line of its own"),
    (r"(?<=\s)-{2,3}(?=\s)|(?<=\w)-{2,3}(?=\w)", "markdown-other", f"«{{}}» {_TYPED}; expected –"),
    (r"\*\*|(?<![\w*])\*(?=\w)|`+", "markdown-other",
     "«{}» has no other end in its block, and is printed; expected the other end, or \\ before it"),
    (r"^\s*(?:-{3,}|={3,}|\*{3,}|_{3,})\s*$", "empty-line",
     f"«{{}}» {_TYPED}; expected an empty line before it, and after a list words"),
    (r"^\s*>[ ].*", "empty-line", f"«{{}}» {_TYPED}; expected an empty line before the quotation"),
    (r"^(?:[•‣▪◦·]|[-*+–—]\u00a0)\s*(?=\S)", "list-item",
     "«{}» is no item of a list; expected - and a space"),
    (r"^\[[ xX]\](?=\s)", "markdown-other",
     "«{}»: tasks are not used here; expected an item of a list"),
    (r"\$\$|\$(?=[^\s$])[^$\n]*[\\^_][^$\n]*(?<=\S)\$(?!\d)", "markdown-other",
     "«{}»: formulas are not used here; expected words"),
    (r"(?<![\w:/]):[a-z][a-z0-9_+-]*:(?![\w:/])", "markdown-other",
     "«{}»: emoji have no names here; type the character"),
    (r"(?<![\w/<])(?:https?://|www\.)[^\s<>]+", "link-bare",
     "«{}» is no link here; expected <https://…>, or words"),
    (r"^\s*</?[a-zA-Z][\w-]*(?=[\s>]|$)[^>]*$|<[!?][\w-]*", "markdown-html",
     "the HTML «{}» is not used here; expected Markdown"),
    (r"^[ ]{0,3}#{1,6}(?=[ ]|$).*", "heading-form",
     "«{}» is no heading; expected ## at the start of a line of its own"),
    (r"^\s*\d{1,9}\)(?=[ ]|$)", "list-item",
     "«{}» is no item of a list; expected 1. with a point"),
)  # fmt: skip
LINE_MARKS = tuple((re.compile(pattern), rule, message) for pattern, rule, message in _MARKS)
