"""The letters of cards: one font, and what it lacks.

In: words of a card; a story. Out: the words as the font can draw them, and a warning
for each title with a letter that it lacks, which would show as a box. A warning
only: the page itself is right.
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

RECORDS = {kind.singular: kind.folder for kind in KINDS.values() if kind.card}
# Sources and lists are many and seldom shared: they show their language's home card. So do all
# records of a story that has more than `MOST` with a card: drawing them (10 ms each, once) would
# take longer than writing their pages.
MOST = 1_000
_FEW = 3  # titles of a language, each told at its place
# The font has no space but two, and no hyphen that does not break.
_SPACES = "\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f\u3000"
_ALIKE = str.maketrans({**dict.fromkeys(_SPACES, "\u00a0"), "\u2011": "-"})
_NO_LETTER = "\U0010ffff"  # never assigned: what a font draws for it, it draws for what it lacks


@functools.cache
def font(size: int) -> ImageFont.FreeTypeFont:
    """Return the font of cards at a size in points."""
    # The basic layout needs no library of the system: the same letters everywhere.
    path = font_source_serif_pro.SourceSerifProSemibold
    return ImageFont.truetype(path, size, layout_engine=ImageFont.Layout.BASIC)


def drawable(text: str) -> str:
    """Return ``text`` in the letters of the font: composed (NFC), with the spaces that it has."""
    return unicodedata.normalize("NFC", text).translate(_ALIKE)


@functools.lru_cache(maxsize=4096)
def lacking(text: str) -> str:
    """Return the letters of ``text`` that the font lacks, each once."""
    return "".join(letter for letter in dict.fromkeys(drawable(text)) if _lacks(letter))


@functools.cache
def _lacks(letter: str) -> bool:
    if unicodedata.combining(letter):
        return True  # it has one, which the basic layout puts beside its letter
    return not letter.isspace() and _drawn(letter) == _drawn(_NO_LETTER)


@functools.cache
def _drawn(letter: str) -> tuple[tuple[int, int], bytes]:
    mask = font(40).getmask(letter)
    return mask.size, bytes(mask)


def drawn_records(story: Story) -> bool:
    """Tell whether records have cards of their own."""
    count = sum(len(story.records(folder)) for folder in RECORDS.values())
    return count * len(story.settings.languages) <= MOST


def warnings(story: Story) -> Iterator[Problem]:
    """Yield a warning for each title that has no card, which would show a box in place of a letter.

    One alone for a language most of whose letters the font lacks.
    """
    if not story.settings.options.get("cards", True):
        return
    without = list(_without(story))
    counts = Counter(language for language, _ in without)
    # A title that all languages share is told once.
    yield from dict.fromkeys(told for language, told in without if counts[language] <= _FEW)
    for language, count in counts.items():
        if count > _FEW:
            first = next(problem for code, problem in without if code == language)
            message = f"{first.message}; so it is for {count - 1} other titles in «{language}»"
            yield dataclasses.replace(first, message=message)


def _without(story: Story) -> Iterator[tuple[str, Problem]]:
    """Yield each title that no card can show: its language, and what is told of it."""
    for pages in story.pages.values():
        for page in pages.values():
            title = str(page.meta.get("title", ""))
            if letters := lacking(typography.typeset(title, page.language)):
                yield (
                    page.language,
                    page.meta_problem("title", "card-letters", _message(title, letters)),
                )
    for folder in RECORDS.values() if drawn_records(story) else ():
        called = KINDS[folder].name_field
        for id_, record in story.records(folder).items():
            for language, text in getattr(record, called).items():
                title = markdown.record_plain_text(text)
                if letters := lacking(typography.typeset(title, language)):
                    document = story.document(folder, id_)
                    path = document.language_path((called,), language)
                    yield language, document.problem(path, "card-letters", _message(title, letters))


def _message(title: str, letters: str) -> str:
    named = ", ".join(f"«{letter}» (U+{ord(letter):04X})" for letter in letters)
    return f"the card of «{title}» cannot show {named}: its font lacks it"
