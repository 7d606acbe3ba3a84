"""Words about numbers and months that the CLDR lacks, a table each.

In: a language. Out: parts of patterns, forms of months. A language that is in no table has
fewer facts found in its texts, never wrong ones.
"""

from __future__ import annotations

from explainer.locales import base_language

# Between the ends of a range, «3 bis 5»; English and French have theirs in ``number_words``.
TO = {
    "de": "bis", "nl": "tot", "sv": "till", "da": "til", "nb": "til", "nn": "til", "no": "til",
    "es": "a|hasta", "pt": "a|até", "it": "a", "ca": "a|fins a", "ro": "la|până la",
    "pl": "do", "cs": "do|až", "sk": "do|až", "ru": "до", "uk": "до", "hu": "és",
}  # fmt: skip

# Words that make a time of day of digits: after them, or before.
_CLOCK_AFTER = {"de": "Uhr", "nl": "uur"}
_CLOCK_BEFORE = {
    "da": ("kl.",), "nb": ("kl.",), "nn": ("kl.",), "no": ("kl.",), "sv": ("kl.", "klockan"),
    "fi": ("klo", "kello"), "it": ("ore",), "pl": ("godz.", "godzinie"),
}  # fmt: skip

# Further endings of months, and the ending of the CLDR's form that they replace: «w kwietniu».
_ENDINGS = {
    "pl": ("a", "a u em owi"),
    "cs": ("a e", "a e u i em"),
    "sk": ("a", "a i e om"),
    "ru": ("а я", "а я е у ю ем ом"),
    "uk": ("а я", "а я і ю у ем ом"),
    "hr": ("a", "a u om"),
    "fi": ("ta", "n ssa sta hun lla lle"),
    "et": ("", "is i ist ini"),
    "hu": ("", "ban ben i ig tól től ra re hoz tól án én"),
}
# Hebrew writes a preposition onto the month: «באפריל».
_PREFIXES = {"he": "ב ל מ ה ו"}

# Written without spaces between words: numerals, their scales and units touch.
GLUED = frozenset({"ja", "zh", "yue", "ko"})


def clock_patterns(language: str, space: str) -> tuple[str, str]:
    """Return patterns of the words that mark a time of day: after the hour, and before it."""
    word = _CLOCK_AFTER.get(base_language(language))
    after = rf"(?:[.:]\d\d)?{space}?{word}\b" if word else r"(?!)"
    # A lookbehind has a fixed length: one for each word, with the space after it.
    words = (word.replace(".", r"\.") for word in _CLOCK_BEFORE.get(base_language(language), ()))
    before = "|".join(rf"(?<={word}{space})" for word in words) or r"(?!)"
    return after, f"(?:{before})"


def month_forms(language: str, names: dict[str, int]) -> dict[str, int]:
    """Return more forms of the names of months: cases, and prefixes that are part of the word.

    ``names`` are the CLDR's full names.
    """
    forms: dict[str, int] = {}
    if rule := _ENDINGS.get(base_language(language)):
        lost, endings = rule[0].split(), rule[1].split()
        for name, number in names.items():
            for end in lost or [""]:
                if name.endswith(end):
                    stem = name.removesuffix(end)
                    forms |= {stem + ending: number for ending in endings}
    for prefix in _PREFIXES.get(base_language(language), "").split():
        forms |= {prefix + name: number for name, number in names.items()}
    return {name: number for name, number in forms.items() if name not in names}
