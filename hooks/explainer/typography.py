"""Spaces, quotes and apostrophes, as each language prints them.

In: the text of one node of a parsed page, and its language. Out: the same text
with the language's typographic characters. Idempotent, and never run on code,
addresses or text marked as another language: that is ``rendering``'s care.
Rules for French: *Lexique des règles typographiques en usage à l'Imprimerie
nationale* (U+202F before ; ! ?, U+00A0 before : and inside « »).
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache

NBSP, NNBSP = "\u00a0", "\u202f"
_SPACE = r"[ \u00a0\u202f]"
_WORD = r"[^\W\d_]"
# What must not be touched inside a sentence: addresses, e-mail, times, ratios, paths, versions.
_KEEP = re.compile(
    r"(?:https?|ftp|mailto|file|urn|doi):[^\s<>«»]+"
    r"|\bwww\.[^\s<>«»]+"
    r"|\b[\w.+-]+@[\w-]+\.[\w.]+"
    r"|\b\d{1,2}:\d{2}(?::\d{2})?(?!\d)"
    r"|\b\d+:\d+[\w:-]*"
    r"|(?<!\w)[:;][-']?[()DPp](?!\w)"
    r"|\b[A-Za-z]:\\[^\s]*"
    r"|&[a-z]+;"
)
_UNITS = "|".join(
    ("millions?", "milliards?", "dollars?", "euros?", "pages?", "personnes", "appareils", "téléphones", "%", "€", r"\$", "£", "km", "m", "kg", "Go", "Mo", "ko", "h", "min", "s", "ans", "jours", "mois", "numéros", "iPhone")
)
_MONTHS = "janvier|février|mars|avril|mai|juin|juillet|août|septembre|octobre|novembre|décembre"
_MONTHS_EN = "January|February|March|April|May|June|July|August|September|October|November|December"

Rule = tuple[re.Pattern[str], "str | Callable[[re.Match[str]], str]"]


def _rules(*pairs: tuple[str, str | Callable[[re.Match[str]], str]]) -> list[Rule]:
    return [(re.compile(pattern), replacement) for pattern, replacement in pairs]


def _thousands(match: re.Match[str]) -> str:
    return re.sub(_SPACE, NNBSP, match[0])


_FRENCH = _rules(
    (r"\.\.\.(?!\.)", "…"),
    # Apostrophes: after a letter, or before a letter or figure that follows a space.
    (r"(?<=\w)'(?=[\w«“*])", "’"),
    (rf"(?<={_WORD})'(?!\w)", "’"),
    # Double quotes: pairs become « »; a pair inside « » becomes “ ”.
    (r'"(?=[^\s"])([^"\n]*?)(?<=\S)"', rf"«{NBSP}\1{NBSP}»"),
    (rf"«{_SPACE}*", f"«{NBSP}"),
    (rf"{_SPACE}*»", f"{NBSP}»"),
    # Thousands: 1 400, 167 254 000; years and numbers of four digits typed together stay.
    (rf"(?<![\w,.\u202f])(?<!\d )\d{{1,3}}(?:{_SPACE}\d{{3}})+(?![\d])", _thousands),
    # Space before double marks. Never after another mark, nor between figures.
    (rf"(?<=[^\s?!;:(\[]){_SPACE}*([!?]+)(?=[\s»”)\].,…]|$)", rf"{NNBSP}\1"),
    (rf"(?<=[^\s?!;:]){_SPACE}*;(?=\s|$)", f"{NNBSP};"),
    (rf"(?<=[^\s?!;:\d]){_SPACE}*:(?=\s|$|{NBSP}«)", f"{NBSP}:"),
    (rf"(?<=\d){_SPACE}*:(?=\s|$)", f"{NBSP}:"),
    (rf"^{_SPACE}*([!?;])", rf"{NNBSP}\1"),
    (rf"^{_SPACE}*:(?=\s|$)", f"{NBSP}:"),
    # Figures and what they count stay together.
    (rf"(?<=\d){_SPACE}(?=(?:{_UNITS})(?!\w))", NBSP),
    (rf"(?<=\d)(?=%)", NBSP),
    (rf"\b(\d{{1,2}}|1er){_SPACE}(?=(?:{_MONTHS})\b)", rf"\1{NBSP}"),
    (rf"\b(n[°º]|p\.|pp\.|§|¶|art\.|M\.|MM\.|Mme|Dr|no){_SPACE}(?=[\dA-Z])", rf"\1{NBSP}"),
    (rf"(?<=\d){_SPACE}h{_SPACE}(?=\d\d\b)", f"{NBSP}h{NBSP}"),
    # Dashes around an aside.
    (rf"(?<=\s)–{_SPACE}(?=\S)", f"–{NBSP}"),
    (rf"(?<=\w){_SPACE}–(?=[,;.)])", f"{NBSP}–"),
)
_ORDINAL_FR = re.compile(r"\b(1)(er|re|ère)\b|\b(\d+|[IVXLC]{2,})(e|ème|ième)\b")

_ENGLISH = _rules(
    (r"\.\.\.(?!\.)", "…"),
    (r"(?<=\w)'(?=\w)", "’"),
    (r"(?<=[\s(\[—“])'(?=\d\ds\b)", "’"),
    (r'(?:(?<=^)|(?<=[\s(\[—–“‘/]))"(?=\S)', "“"),
    (r'"', "”"),
    (r"(?:(?<=^)|(?<=[\s(\[—–“/]))'(?=\S)", "‘"),
    (r"'", "’"),
    (rf"(?<=\d){_SPACE}(?=(?:million|billion|percent)\b)", NBSP),
    (rf"\b({_MONTHS_EN}){_SPACE}(?=\d{{1,2}}\b)", rf"\1{NBSP}"),
    (rf"\b(No\.|p\.|pp\.|§|¶|Dkt\.|v\.|Mr\.|Ms\.|Dr\.|Judge){_SPACE}(?=[\dA-Z])", rf"\1{NBSP}"),
)
_RULES = {"fr": _FRENCH, "en": _ENGLISH}


def correct(text: str, language: str) -> str:
    """Return ``text`` as ``language`` prints it; other languages pass unchanged."""
    rules = _rules_of(language)
    if not rules or not text.strip():
        return text
    held: list[str] = []

    def hold(match: re.Match[str]) -> str:
        tail = re.search(r"[.,;:!?…)»\"']*$", match[0])
        end = tail.start() if tail and "://" in match[0] else len(match[0])
        held.append(match[0][:end])
        return f"\ue010{chr(0xE100 + len(held) - 1)}\ue011{match[0][end:]}"

    out = _KEEP.sub(hold, text) if len(text) < 50_000 else text
    for pattern, replacement in rules:
        out = pattern.sub(replacement, out)
    if held:
        out = re.sub("\ue010(.)\ue011", lambda m: held[ord(m[1]) - 0xE100], out)
    return out


@cache
def _rules_of(language: str) -> list[Rule]:
    return _RULES.get(language.split("-")[0], [])


def ordinals(text: str, language: str) -> list[tuple[str, bool]]:
    """Split French text into (part, raised): «1er», «2e», «XXIe» have their ending raised.

    Other languages give one part. «2ème» is printed «2e», as the Imprimerie nationale asks.
    """
    if not language.startswith("fr"):
        return [(text, False)]
    parts: list[tuple[str, bool]] = []
    end = 0
    for match in _ORDINAL_FR.finditer(text):
        number, ending = (match[1], match[2]) if match[1] else (match[3], "e")
        parts += [(text[end : match.start()] + number, False), ("re" if ending == "ère" else ending, True)]
        end = match.end()
    parts.append((text[end:], False))
    return parts
