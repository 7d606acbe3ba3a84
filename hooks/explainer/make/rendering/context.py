"""What the passes know of the page being rendered.

In: nothing but types. Out: ``PageContext``, which ``compile`` fills for each
page, and ``HasContext``, through which the passes read it.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Protocol


@dataclass
class PageContext:
    """One page: its language, its name, and what is known of what it may hold.

    ``references``: source id → HTML; ``strings``: key → text in the language;
    ``terms``: lower-case form → term id; ``definitions``: term id → text;
    ``glossary``: the name of the page that explains the terms, or «»;
    ``hreflangs``: address of another site → language of what is there.
    """

    language: str
    name: str
    references: dict[str, str] = field(default_factory=dict)
    strings: Callable[[str], str] = lambda key: key
    terms: dict[str, str] = field(default_factory=dict)
    definitions: dict[str, str] = field(default_factory=dict)
    term_pattern: re.Pattern[str] | None = None
    glossary: str = ""
    hreflangs: dict[str, str] = field(default_factory=dict)


class HasContext(Protocol):
    """What carries the context of the page being rendered; it changes at each page."""

    context: PageContext
