"""Languages in which nothing is written yet: one problem, not one for each missing text.

In: a story as read. Out: problems. Runs before every other check.
"""

from __future__ import annotations

from collections.abc import Iterator

from explainer.model.story import Story
from explainer.read.problems import Problem


def find_empty_languages(story: Story) -> Iterator[Problem]:
    """Yield a problem for each language without a page, if another language has pages."""
    written = [code for code in story.settings.languages if story.pages[code]]
    if not written:
        return
    other = written[0]
    strings = story.document("strings", "").value
    keys = _count_missing(strings, other, "")
    for code in story.settings.languages:
        if code in written:
            continue
        lines = _count_missing(strings, other, code)
        files = sum(
            _count_missing(document.value, other, code) > 0 for document in story.documents.values()
        )
        wanted = f", in data/strings.yml {lines} of the {keys} strings" if lines else ""
        message = (
            f"nothing is written in «{code}»: expected in docs/{code}/ the {len(story.pages[other])} "
            f"pages of docs/{other}/{wanted}, and {files} files of data/ lack texts"
        )
        yield Problem(*story.settings.language_places[code], "locale", "language-empty", message)


def _count_missing(value: object, other: str, code: str) -> int:
    """Return how many texts in ``value`` exist in the language ``other`` and not in ``code``."""
    if isinstance(value, list):
        return sum(_count_missing(part, other, code) for part in value)
    if not isinstance(value, dict):
        return 0
    if other in value:
        return code not in value
    return sum(_count_missing(part, other, code) for part in value.values())
