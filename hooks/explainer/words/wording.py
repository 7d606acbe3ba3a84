"""Dates, numbers, lists and sort keys, formatted by the rules of a language.

In: ISO dates, numbers, texts. Out: texts. The rules are those of the Unicode CLDR,
through Babel, except where a comment says otherwise.
"""

from __future__ import annotations

import datetime
import html
import unicodedata
from collections.abc import Iterable
from functools import lru_cache

from babel import dates, numbers, units
from babel.lists import format_list

from explainer.locales import base_language, direction, get_locale


def language_attributes(language: str, around: str = "") -> dict[str, str]:
    """Return the attributes ``lang`` and ``dir`` of an element in ``language``.

    ``around`` is the language of its parent, ``""`` for a page. None within one language, whatever
    the regions; ``dir`` only where it changes.
    """
    if around and base_language(language) == base_language(around):
        return {}
    text_direction = direction(language)
    turns = text_direction != (direction(around) if around else "ltr")
    return {"lang": language, **({"dir": text_direction} if turns else {})}


def language_attributes_html(language: str, around: str = "") -> str:
    """Return the attributes of ``spoken_as`` as HTML."""
    attributes = language_attributes(language, around)
    return "".join(f' {name}="{html.escape(value)}"' for name, value in attributes.items())


@lru_cache(maxsize=1 << 14)
def format_date(iso: str, language: str) -> str:
    """Return a partial ISO date in words: «21 décembre 2019», "December 2019", "2019"."""
    parts = [int(part) for part in iso.split("-")]
    if len(parts) == 1:
        return str(parts[0])
    day = datetime.date(parts[0], parts[1], parts[2] if len(parts) > 2 else 1)
    if len(parts) == 2:
        return dates.format_skeleton("yMMMM", day, locale=get_locale(language))
    words = dates.format_date(day, "long", get_locale(language))
    # CLDR 46 has no ordinal day; French writes the first of a month «1er».
    if base_language(language) == "fr" and day.day == 1:
        words = words.replace("1 ", "1er ", 1)
    return words


def format_period(start: str, end: str | None, language: str) -> str:
    """Return a date, or a span of two partial dates: «avril – mai 2019», "May 2, 2018 – 2019"."""
    if not end or end == start:
        return format_date(start, language)
    if len(start) == len(end) == 7 and start[:4] == end[:4]:
        first, last = (datetime.date(int(iso[:4]), int(iso[5:]), 1) for iso in (start, end))
        words = dates.format_interval(first, last, "yMMMM", locale=get_locale(language))
        return words.replace("\u2009", " ")
    return f"{format_date(start, language)} – {format_date(end, language)}"


def format_number(value: float, language: str) -> str:
    """Return a number with the language's separators: «1 400» (U+202F), "1,400"."""
    return numbers.format_decimal(value, locale=get_locale(language))


def format_file_size(count: int, language: str) -> str:
    """Return a size given in bytes in words: «12 ko», "12 kB"; units of 1000 (SI), as CLDR names them."""
    unit, value = (
        ("kilobyte", count / 1000) if count < 1_000_000 else ("megabyte", count / 1_000_000)
    )
    rounded = round(value, 1) if value < 10 else round(value)
    text = units.format_unit(rounded, unit, length="short", locale=get_locale(language))
    return text.replace(" ", "\u00a0")


def language_name(code: str, language: str) -> str:
    """Return the name of the language ``code`` in ``language``: «néerlandais», "Dutch"."""
    return str(get_locale(language).languages.get(base_language(code), code))


def is_known_language(code: str) -> bool:
    """Tell whether the CLDR names the language of a code such as ``he`` or ``en-US``."""
    return base_language(code) in get_locale("en").languages


def join_list(items: Iterable[str], language: str) -> str:
    """Return «a, b et c», "a, b, and c"."""
    return format_list(list(items), locale=get_locale(language))


def sort_key(text: str) -> tuple[str, str]:
    """Return a key that sorts letters before accents and cases, as dictionaries do.

    A first cut of the Unicode Collation Algorithm (UTS 10) that is right for
    languages of Latin script without letters of their own rank.
    """
    plain = unicodedata.normalize("NFKD", text.casefold().replace("œ", "oe").replace("æ", "ae"))
    letters = "".join(c for c in plain if c.isalnum() or c == " ")
    return letters, text
