"""The font of cards, and the letters that it lacks.

In: words of a card; a story. Out: the words in the font's letters, and a warning for each title with
a letter that the font lacks, which would show as a box. Only a warning: the page itself is right.
"""

from __future__ import annotations

import dataclasses
import functools
import unicodedata
from collections import Counter
from collections.abc import Iterator

import font_source_serif_pro
from PIL import ImageFont

from explainer.model.kinds import KINDS
from explainer.model.story import Story
from explainer.read import markdown
from explainer.read.problems import Problem
from explainer.words import typography

CARD_FOLDERS = {kind.singular: kind.folder for kind in KINDS.values() if kind.card}
# Sources and lists are many and seldom shared: they show their language's home card. So do all
# records of a story that has more than `MOST` with a card: drawing them (10 ms each, once) would
# take longer than writing their pages.
MAX_RECORD_CARDS = 1_000
_MAX_WARNINGS = 3  # of a language, each with its place; more are summarized
# The font has two spaces only, and no non-breaking hyphen.
_SPACES = "\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f\u3000"
_REPLACEMENTS = str.maketrans({**dict.fromkeys(_SPACES, "\u00a0"), "\u2011": "-"})
_UNASSIGNED = "\U0010ffff"  # never assigned: drawn as any letter that the font lacks


@functools.cache
def font(size: int) -> ImageFont.FreeTypeFont:
    """Return the font of cards at a size in points."""
    # The basic layout needs no system library, so letters are the same everywhere.
    path = font_source_serif_pro.SourceSerifProSemibold
    return ImageFont.truetype(path, size, layout_engine=ImageFont.Layout.BASIC)


def to_font_letters(text: str) -> str:
    """Return ``text`` as the font can draw it: composed (NFC), with the spaces that it has."""
    return unicodedata.normalize("NFC", text).translate(_REPLACEMENTS)


@functools.lru_cache(maxsize=4096)
def missing_letters(text: str) -> str:
    """Return the letters of ``text`` that the font lacks, each once."""
    return "".join(letter for letter in dict.fromkeys(to_font_letters(text)) if _is_missing(letter))


@functools.cache
def _is_missing(letter: str) -> bool:
    if unicodedata.combining(letter):
        return True  # the basic layout puts it beside its letter
    return not letter.isspace() and _render(letter) == _render(_UNASSIGNED)


@functools.cache
def _render(letter: str) -> tuple[tuple[int, int], bytes]:
    mask = font(40).getmask(letter)
    return mask.size, bytes(mask)


def have_record_cards(story: Story) -> bool:
    """Tell whether records have cards of their own."""
    count = sum(len(story.records(folder)) for folder in CARD_FOLDERS.values())
    return count * len(story.settings.languages) <= MAX_RECORD_CARDS


def warnings(story: Story) -> Iterator[Problem]:
    """Yield a warning for each title that no card can show.

    A language with many of them gets one warning.
    """
    if not story.settings.options.get("cards", True):
        return
    found = list(_titles_without_card(story))
    counts = Counter(language for language, _ in found)
    # A title that all languages share is reported once.
    yield from dict.fromkeys(
        problem for language, problem in found if counts[language] <= _MAX_WARNINGS
    )
    for language, count in counts.items():
        if count > _MAX_WARNINGS:
            first = next(problem for code, problem in found if code == language)
            message = f"{first.message}; so it is for {count - 1} other titles in «{language}»"
            yield dataclasses.replace(first, message=message)


def _titles_without_card(story: Story) -> Iterator[tuple[str, Problem]]:
    """Yield each title that no card can show: its language and the problem."""
    for pages in story.pages.values():
        for page in pages.values():
            title = str(page.meta.get("title", ""))
            if letters := missing_letters(typography.typeset(title, page.language)):
                message = _message(title, letters)
                yield page.language, page.meta_problem("title", "card-letters", message)
    for folder in CARD_FOLDERS.values() if have_record_cards(story) else ():
        called = KINDS[folder].name_field
        for id_, record in story.records(folder).items():
            for language, text in getattr(record, called).items():
                title = markdown.record_plain_text(text)
                if letters := missing_letters(typography.typeset(title, language)):
                    document = story.document(folder, id_)
                    path = document.language_path((called,), language)
                    yield language, document.problem(path, "card-letters", _message(title, letters))


def _message(title: str, letters: str) -> str:
    named = ", ".join(f"«{letter}» (U+{ord(letter):04X})" for letter in letters)
    return f"the card of «{title}» cannot show {named}: its font lacks it"
