"""Masking of what typography must not change: URLs, e-mail addresses, paths, entities.

In: a text. Out: the text with ``OBJECT`` in the place of each of their characters.
"""

from __future__ import annotations

import re

from explainer.words.typography.scan import OBJECT

# Addresses, e-mail, paths, entities shown as text: nothing in them is punctuation.
_HINTS = ("://", "@", "www.", ":\\")
_VERBATIM = re.compile(
    r"(?:https?|ftps?|mailto|file|urn|doi|data|tel|javascript):[^\s<>«»“”\"\ufffc]*"
    r"|\bwww\.[^\s<>«»“”\"\ufffc]+"
    r"|(?<![\w.+-])(?!(?:[cdjlmnst]|qu)')[\w.+'-]+@[\w-]+(?:\.[\w-]+)+"
    r"|\b[A-Za-z]:\\\S*"
)
_ENTITY = re.compile(r"&(?:[a-z]+|#\d+);")
_URL_TAIL = re.compile(r"[.,;:!?…)\]\"'’]+\Z")


def mask(text: str) -> str:
    """Return ``text``, of the same length, with ``OBJECT`` for each character to keep."""
    if "&" in text:
        text = _ENTITY.sub(lambda match: OBJECT * len(match[0]), text)
    for hint in _HINTS:
        if hint in text:
            return _VERBATIM.sub(_mask, text)
    return text


def _mask(match: re.Match[str]) -> str:
    kept = len(_URL_TAIL.sub("", match[0]))
    return OBJECT * kept + match[0][kept:]
