"""Parity: the languages say the same, pages section by section, records field by field.

In: a story. Out: a problem for each heading, embed, citation, link, number, amount or
date that one language has and another has not, with both locations. Wording may differ;
facts may not. Every language is compared with the default one.

``text_facts`` extracts the text of a tree; ``facts`` finds its facts by the ``grammar`` and
the ``number_words`` of the language; ``matching`` compares the facts of two texts;
``attribution`` finds two numbers that are exchanged between two names; ``code`` is compared
literally. ``pages`` and ``records`` know the locations.

Not detected: a number that the same text also says elsewhere («36, 36» and "36"), unless
both texts say equally many numbers of its kind; «un», «une», "one", "a"; "first"; a
currency left out where the text names it elsewhere; rows or items whose numbers are
exchanged, if their names are translated; a sentence without number, citation or link that
one language adds to a paragraph (``review`` asks to read it again). Refused though right:
sums done in one language («un an et demi», "eighteen months"), converted units, a pronoun
in place of a number («les deux refusent», "they refuse").
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial

from explainer.check.citations import WHOLE, Share, take_share
from explainer.check.parity import pages, records
from explainer.model.story import Story
from explainer.read.problems import Problem

_known_equal: dict[object, object] = {}
"""What a preview found to agree, by where it stands: compared again once it is another."""


def check(story: Story, share: Share = WHOLE) -> Iterator[Problem]:
    """Yield every difference between the languages of the story, in a share of its texts."""
    default, *others = story.settings.languages
    for language in others:
        for name, page in take_share(story.pages[default].items(), share):
            if twin := story.pages[language].get(name):
                compare = partial(pages.check, page, twin)
                yield from _compare_once(story, (name, default, language), (page, twin), compare)
        for unit in take_share(records.localized_texts(story), share):
            compare = partial(records.check, story, unit, default, language)
            where = (unit.folder, unit.id, unit.path, default, language)
            texts = unit.text if unit.folder != "strings" else story.strings
            yield from _compare_once(story, where, texts, compare)


def _compare_once(
    story: Story, where: object, texts: object, compare: Callable[[], Iterator[Problem]]
) -> Iterator[Problem]:
    """Yield the differences of the ``texts`` at ``where``; a preview skips texts known to be equal."""
    if not story.settings.preview:
        yield from compare()
    elif where not in _known_equal or _known_equal[where] != texts:
        problems = list(compare())
        if not problems:
            _known_equal[where] = texts
        yield from problems
