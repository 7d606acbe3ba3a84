"""What printing needs to know of a language: its strings, its glossary, the languages of links.

Values only: ``make.site`` gathers them. Out: ``PrintContext``.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

_SPACES_AND_APOSTROPHES = re.compile(r"[\s’']+")


@dataclass
class PrintContext:
    """What printing needs to know of a language.

    ``string``: from a key to an interface string. ``term_forms``: from a term's form, normalized by
    ``term_key``, to its id; ``term_pattern`` finds them all. ``term_ids``: those in the glossary.
    ``glossary``: the name of the page that explains the terms, or ``""``. ``hreflangs``: from the URL of
    another site to the language of that document.
    """

    language: str
    string: Callable[[str], str] = lambda key: key
    term_forms: dict[str, str] = field(default_factory=dict)
    term_ids: frozenset[str] = frozenset()
    term_pattern: re.Pattern[str] | None = None
    glossary: str = ""
    hreflangs: dict[str, str] = field(default_factory=dict)


def term_key(words: str) -> str:
    """Return the key of ``PrintContext.term_forms`` for some words."""
    return _SPACES_AND_APOSTROPHES.sub(lambda m: "'" if m[0] in "’'" else " ", words.casefold())


def compile_term_pattern(forms: Iterable[str]) -> re.Pattern[str] | None:
    """Return a pattern for every form, longest first, whole words in any case; ``None`` without forms.

    The pattern starts with the set of first letters, so that the regular-expression engine skips the
    rest of the text without trying each form.
    """
    by_first_letter: dict[str, list[str]] = defaultdict(list)
    for form in sorted(forms, key=len, reverse=True):
        by_first_letter[form[0].casefold()].append(form[1:])
    if not by_first_letter:
        return None
    branches = []
    for first, endings in sorted(by_first_letter.items()):
        letter = re.escape(first) + re.escape(first.upper()) if len(first.upper()) == 1 else first
        alternatives = "|".join(
            re.escape(pattern_).replace("\\ ", r"\s+").replace("'", "['’]") for pattern_ in endings
        )
        branches.append((letter, f"(?<=[{letter}])(?:{alternatives})"))
    letters = "".join(letter for letter, _ in branches)
    pattern_ = "|".join(branch for _, branch in branches)
    return re.compile(rf"[{letters}](?<![\w-].)(?i:{pattern_})(?![\w-])")
