"""Typography: the spaces, quotes and apostrophes of each language.

In: a text, or the texts of a whole page concatenated, and their language.
Out: the text with the language's characters, or the edits that lead to it.
Applied to the texts of trees (``tree_texts``), titles and strings. Idempotent.
Knows nothing of HTML: what must not change (code, another language) is given as
``OBJECT``, the end of a block as ``BREAK``.

Rules for French: *Lexique des règles typographiques en usage à l'Imprimerie
nationale* (U+202F before ; ! ?, U+00A0 before : and inside « »); quotes inside
quotes as the press prints them, « … “ … ” … ». For English: *The Chicago Manual
of Style* (“ ” and ‘ ’, no space before a mark). Any other language: quotes and
apostrophes alone, ``quotes``.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache

from explainer import locales
from explainer.words.typography import english, french, quotes
from explainer.words.typography.ordinals import find_ordinals, split_ordinals
from explainer.words.typography.scan import BREAK, LINE, NBSP, NNBSP, OBJECT, Edit, Scan
from explainer.words.typography.verbatim import mask

__all__ = [
    "BREAK",
    "LINE",
    "NBSP",
    "NNBSP",
    "OBJECT",
    "Edit",
    "apply_edits",
    "find_edits",
    "find_ordinals",
    "split_ordinals",
    "typeset",
]

_Rules = tuple[re.Pattern[str], Callable[[Scan, int, re.Match[str]], None]]
_RULES: dict[str, _Rules] = {
    "fr": (french.PATTERN, french.apply_rule),
    "en": (english.PATTERN, english.apply_rule),
}


@cache
def _rules(language: str) -> _Rules | None:
    """Return a language's pattern and the function that handles a match; ``None`` if unknown."""
    rules = _RULES.get(locales.base_language(language))
    if rules is None and language and locales.is_known(language):
        return quotes.PATTERN, quotes.make_rule(language)
    return rules


def typeset(text: str, language: str) -> str:
    """Return ``text`` typeset in ``language``; unchanged if the CLDR does not know the language."""
    return apply_edits(text, find_edits(text, language))


def apply_edits(text: str, changes: list[Edit]) -> str:
    """Return ``text`` with the edits made."""
    out, end = [], 0
    for start, stop, new in changes:
        out += [text[end:start], new]
        end = stop
    return "".join([*out, text[end:]])


def find_edits(text: str, language: str) -> list[Edit]:
    """Return the edits that typeset ``text`` in ``language``, in order, without overlaps."""
    rules = _rules(language)
    if rules is None:
        return []
    pattern, handle = rules
    scan = Scan(mask(text))
    for match in pattern.finditer(scan.text):
        handle(scan, match.start(), match)
    return scan.edits
