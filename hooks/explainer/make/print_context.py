"""What printing needs to know of a language: its strings, its terms, where links of it lead.

In: nothing but values, which ``make.site`` gathers. Out: ``Words``.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

_LOOSE = re.compile(r"[\s’']+")


@dataclass
class Words:
    """What printing needs to know of a language.

    ``terms``: lower-case form → term id, with ``term_pattern`` that finds them all;
    ``defined``: the ids of the glossary's terms;
    ``glossary``: the name of the page that explains the terms, or ``""``; ``hreflangs``:
    address of another site → language of what is there; ``string``: key → interface string.
    """

    language: str
    string: Callable[[str], str] = lambda key: key
    terms: dict[str, str] = field(default_factory=dict)
    defined: frozenset[str] = frozenset()
    term_pattern: re.Pattern[str] | None = None
    glossary: str = ""
    hreflangs: dict[str, str] = field(default_factory=dict)


def term_key(words: str) -> str:
    """Return the form under which ``Words.terms`` knows ``words``."""
    return _LOOSE.sub(lambda m: "'" if m[0] in "’'" else " ", words.casefold())


def pattern(forms: Iterable[str]) -> re.Pattern[str] | None:
    """Return what finds every form, the longest first, whole words, any case; or ``None``.

    The pattern starts with the set of first letters, so that the engine skips
    the rest of the text without trying each form.
    """
    by_first: dict[str, list[str]] = defaultdict(list)
    for form in sorted(forms, key=len, reverse=True):
        by_first[form[0].casefold()].append(form[1:])
    if not by_first:
        return None
    branches = []
    for first, rests in sorted(by_first.items()):
        either = re.escape(first) + re.escape(first.upper()) if len(first.upper()) == 1 else first
        words = "|".join(
            re.escape(rest).replace("\\ ", r"\s+").replace("'", "['’]") for rest in rests
        )
        branches.append((either, f"(?<=[{either}])(?:{words})"))
    letters = "".join(either for either, _ in branches)
    rest = "|".join(branch for _, branch in branches)
    return re.compile(rf"[{letters}](?<![\w-].)(?i:{rest})(?![\w-])")
