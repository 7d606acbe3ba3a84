"""What records cite: in their lists, and in their texts.

In: a story and one of its records. Out: citations, in the order of the record's fields.
"""

from __future__ import annotations

from collections.abc import Iterator

from pydantic import BaseModel

from explainer.model import walking
from explainer.model.fields import Text
from explainer.model.story import Story
from explainer.read.citation import Citation


def cited_in(story: Story, record: BaseModel, language: str) -> Iterator[Citation]:
    """Yield what a record cites, its texts read in one language; what is malformed left out."""
    for _, value in walking.walk(record):
        if isinstance(value, list):
            yield from (one for one in value if isinstance(one, Citation))
        elif isinstance(value, Text):
            yield from cited_by(story, value[language])


def cited_by(story: Story, text: str) -> Iterator[Citation]:
    """Yield what a record's text cites."""
    if "[" in text:
        yield from (one for one in story.tree(text).cited() if isinstance(one, Citation))
