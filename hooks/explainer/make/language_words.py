"""What printing needs to know of a language: its strings, its terms, where links of it lead.

In: nothing but values, which ``make.site`` gathers. Out: ``Words``.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field


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


_LOOSE = re.compile(r"[\s’']+")
