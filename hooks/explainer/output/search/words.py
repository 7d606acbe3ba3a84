"""The words of a text as search compares them; overrides/assets/search-engine.js does the same to queries.

In: a text as pages print it. Out: words folded to plain lower-case letters and digits. Both sides must
agree: ``test_search_index`` runs them on the same texts.
"""

from __future__ import annotations

import re
import unicodedata

# Letters that Unicode does not decompose and that keyboards lack.
_UNDECOMPOSED = str.maketrans(
    {"œ": "oe", "æ": "ae", "ø": "o", "ł": "l", "ß": "ss", "đ": "d", "ð": "d", "þ": "th", "ı": "i"}
)
_THOUSANDS = r"\d{1,3}(?:[ \u00a0\u202f,.’']\d{3})+(?!\w)"
_WORD = r"[\w\u0300-\u036f]+"
# One token each: «1 400», «1,400» and «1.400»; «zero-click», «AT&T», «l'œil», «U.S.», «1.77».
_TOKEN = re.compile(rf"{_THOUSANDS}|{_WORD}(?:(?:['’ʼ\-‐‑&.+·]|,(?=\d)){_WORD})*")
_NUMBER = re.compile(_THOUSANDS)
_JOINING_SIGNS = re.compile(r"['’ʼ\-‐‑&.+·,_]")
_ELISION = re.compile(r"^(?:[cdjlmnst]|(?:jus|lors|puis|quoi)?qu)['’ʼ](?=.)")
_POSSESSIVE = re.compile(r"['’ʼ]s$")
_ORDINAL = re.compile(r"(\d+)(?:e|eme|er|re|nd|rd|st|th)")


def tokens(text: str) -> list[str]:
    """Return the tokens of a text as written: words, numbers, compounds, names with signs."""
    if not unicodedata.is_normalized("NFC", text):
        text = unicodedata.normalize("NFC", text)
    return _TOKEN.findall(text.replace("\u00ad", ""))


def fold(text: str) -> str:
    """Return a text in lower case without diacritics, with ligatures and special letters spelt out."""
    text = text.lower()
    if text.isascii():
        return text
    text = unicodedata.normalize("NFKD", text)
    plain = "".join(c for c in text if not unicodedata.category(c).startswith("M"))
    return plain.translate(_UNDECOMPOSED)


class WordReader:
    """Turns a language's tokens into words.

    ``skipped``: stop words. ``ordinals``: second, third … as words, so that «9e» and «9th» are found as
    «neuvième» and «ninth».
    """

    def __init__(self, skipped: str = "", ordinals: str = "") -> None:
        self.skipped = frozenset(fold(skipped).split())
        self.ordinals = ordinals.lower().split()

    def words_of(self, token: str) -> dict[str, str]:
        """Return the words of a token, each with its spelling; for a compound, its parts and the whole."""
        if _NUMBER.fullmatch(token):
            groups = re.split(r"\D", token)
            # «167,254,000» is found as «167 million» too.
            numbers = [groups[0], "".join(groups)] if len(groups) > 2 else ["".join(groups)]
            return {number: number for number in numbers}
        spelling = _POSSESSIVE.sub("", _ELISION.sub("", token.lower(), count=1))
        word = fold(spelling)
        if ordinal := _ORDINAL.fullmatch(word):
            rank = int(ordinal[1]) - 2
            spelling = self.ordinals[rank] if 0 <= rank < len(self.ordinals) else ordinal[1]
        if word in self.skipped:
            return {}
        parts = _JOINING_SIGNS.split(spelling)
        if len(parts) > 1:
            parts.append("".join(parts))
        return {word: part for part in parts if self._is_indexed(word := fold(part))}

    def _is_indexed(self, word: str) -> bool:
        return (len(word) > 1 or word.isdigit()) and word not in self.skipped
