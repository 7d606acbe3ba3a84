"""Facts of the Unicode CLDR about a language as a whole, through Babel.

In: a language as ``mkdocs.yml`` names it, a BCP 47 code such as ``fr``, ``pt-BR`` or ``zh-Hant``.
Out: Babel's locale, the region, the direction of writing, the plural categories.
``words.wording`` formats dates and numbers with it.
"""

from __future__ import annotations

from functools import cache

from babel import Locale, UnknownLocaleError
from babel.core import get_global


@cache
def get_locale(language: str) -> Locale:
    """Return Babel's locale; raise ``UnknownLocaleError`` or ``ValueError`` if the CLDR has none."""
    return Locale.parse(language.replace("-", "_"))


def is_known(language: str) -> bool:
    """Tell whether the CLDR describes a language."""
    try:
        get_locale(language)
    except (UnknownLocaleError, ValueError):
        return False
    return True


def base_language(language: str) -> str:
    """Return the language subtag alone: ``pt`` of ``pt-BR``."""
    return language.replace("_", "-").partition("-")[0].lower()


def with_likely_region(language: str) -> str:
    """Return a language with its region, or else its likely one: ``fr_FR``, ``pt_BR``, ``zh_TW``.

    Open Graph's ``og:locale`` has this form; likely regions are the CLDR's likely subtags.
    """
    known = get_locale(language)
    region = known.territory
    if not region:
        likely = get_global("likely_subtags")
        region = str(likely.get(str(known)) or likely.get(known.language, "")).rpartition("_")[2]
    return f"{known.language}_{region}" if region else known.language


@cache
def direction(language: str) -> str:
    """Return the value of HTML's ``dir``: ``rtl`` for a language written from right to left, else ``ltr``."""
    return str(get_locale(language).text_direction) if is_known(language) else "ltr"


def plural_category(count: int, language: str) -> str:
    """Return the plural category of a whole number, one of ``plural_categories``: ``one``, ``few`` …"""
    category = str(get_locale(language).plural_form(count))
    return category if category in plural_categories(language) else "other"


@cache
def is_single_number(category: str, language: str) -> bool:
    """Tell whether a plural category holds one number only (Arabic ``two``), so that words may say it."""
    return sum(plural_category(count, language) == category for count in range(1001)) == 1


@cache
def plural_categories(language: str) -> frozenset[str]:
    """Return the plural categories that a count can have in a language.

    Those of whole numbers up to a thousand: categories that only millions («1 million de») or
    decimals have are left out.
    """
    form = get_locale(language).plural_form
    return frozenset(str(form(count)) for count in range(1001)) | {"other"}
