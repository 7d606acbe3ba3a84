"""Code in a text: what readers are to copy, hence the same in each language.

In: Markdown. Out: the content of each span, and the numerals of each fenced
block, whose words (comments, names) are free.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from explainer.read import prose

_SPAN = re.compile(r"(?s)(?<![`\\])(?P<mark>`+)(?!`)(?P<code>.+?)(?<!`)(?P=mark)(?!`)")
_COMMENT = re.compile(r"(?s)<!--.*?-->")
_NUMERAL = re.compile(r"\d+(?:[.,]\d+)*")


def found(text: str) -> Iterator[tuple[str, int]]:
    """Yield each span of code, and each numeral of fenced code, with its place."""
    if "`" not in text and "~~~" not in text:
        return
    text = _COMMENT.sub(lambda m: re.sub(r"[^\n]", " ", m[0]), text)
    masked = prose.mask(text)
    fenced = list(text)
    for span in _SPAN.finditer(text):
        if masked[span.start()] == " " and len(span["mark"]) < 3:
            yield span["code"].strip(), span.start("code")
            fenced[span.start() : span.end()] = masked[span.start() : span.end()]
    rest = "".join(
        a if b.isspace() and not a.isspace() else " " for a, b in zip(fenced, masked, strict=True)
    )
    for numeral in _NUMERAL.finditer(rest):
        yield numeral[0], numeral.start()
