"""Twins say the same: pages section by section, records field by field.

In: a story. Out: a problem for each heading, embed, citation, link, number,
amount or date that one language has and another has not, with both places.
Words are free; facts are not. Every language is held against the default one.
Runs after ``check_pages``, once a build.
"""

from __future__ import annotations

from collections.abc import Iterator

from explainer.problems import Problem
from explainer.story import Story

from . import pages, records


def check(story: Story) -> Iterator[Problem]:
    """Yield every difference between the languages of the story."""
    default, *others = story.settings.languages
    for language in others:
        for name, page in story.pages[default].items():
            if twin := story.pages[language].get(name):
                yield from pages.check(page, twin)
        for unit in records.texts(story):
            yield from records.check(unit, default, language)
