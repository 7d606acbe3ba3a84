"""The story that commands work on.

In: a project's settings. Out: its story, if it can be read whole.
"""

from __future__ import annotations

from explainer.desk.console import Refused
from explainer.model.story import Story, load
from explainer.read import digests, problems
from explainer.settings import Settings


def readable(chosen: Settings) -> Story:
    """Return the story; raise ``Refused`` with its problems if it cannot be read whole.

    What is not confirmed yet, or wrong in the two files of digests, which are written anew, stops
    nothing: but for a record of change kept twice, which is for a person to decide.
    """
    story, found = load(chosen)
    if wrong := [
        problem
        for problem in found
        if problem.file not in (digests.REVIEWS_FILE, digests.PUBLISHED_FILE)
        or digests.TWICE in problem.message
    ]:
        raise Refused(problems.format_report(wrong))
    return story
