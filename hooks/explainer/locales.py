"""What the Unicode CLDR says of a language as a whole, through Babel.

In: a language as ``mkdocs.yml`` names it, a BCP 47 code such as ``fr``, ``pt-BR`` or
``zh-Hant``. Out: Babel's locale, the region, the direction of writing, the
categories of plurals. ``words.wording`` writes dates and numbers with it.
"""

from __future__ import annotations

from functools import cache

from babel import Locale, UnknownLocaleError
from babel.core import get_global


@cache
def locale(language: str) -> Locale:
    """Return Babel's locale; raise ``UnknownLocaleError`` or ``ValueError`` if the CLDR has none."""
    return Locale.parse(language.replace("-", "_"))


def known(language: str) -> bool:
    """Tell whether the CLDR describes a language."""
    try:
        locale(language)
    except (UnknownLocaleError, ValueError):
        return False
    return True


def base(language: str) -> str:
    """Return a language without its script and region: ``pt`` of ``pt-BR``."""
    return language.replace("_", "-").partition("-")[0].lower()


def with_region(language: str) -> str:
    """Return a language and the region where most speak it: ``fr_FR``, ``pt_BR``, ``zh_TW``.

    What Open Graph's ``og:locale`` asks for; regions are the CLDR's likely subtags.
    """
    found = locale(language)
    region = found.territory
    if not region:
        likely = get_global("likely_subtags")
        region = str(likely.get(str(found)) or likely.get(found.language, "")).rpartition("_")[2]
    return f"{found.language}_{region}" if region else found.language


@cache
def direction(language: str) -> str:
    """Return ``rtl`` for a language written from right to left, else ``ltr``, as HTML's ``dir``."""
    return str(locale(language).text_direction) if known(language) else "ltr"


def plural(count: int, language: str) -> str:
    """Return the CLDR's category of a whole number, one of ``plurals``: ``one``, ``few`` …"""
    found = str(locale(language).plural_form(count))
    return found if found in plurals(language) else "other"


@cache
def alone(category: str, language: str) -> bool:
    """Tell whether a category of plurals is that of one number, which words may say: Arabic ``two``."""
    return sum(plural(count, language) == category for count in range(1001)) == 1


@cache
def plurals(language: str) -> frozenset[str]:
    """Return the categories that a count can have in a language.

    Those of whole numbers up to a thousand: what the CLDR keeps for millions («1 million de»)
    and for decimals counts nothing here.
    """
    form = locale(language).plural_form
    return frozenset(str(form(count)) for count in range(1001)) | {"other"}
