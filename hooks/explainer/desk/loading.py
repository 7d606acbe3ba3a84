"""Loading the story that a command works on."""

from __future__ import annotations

from explainer.desk.console import CommandError
from explainer.model.story import Story, load
from explainer.read import digests, problems
from explainer.settings import Settings


def load_readable(settings: Settings) -> Story:
    """Return the story; raise ``CommandError`` with its problems if it cannot be read in full.

    Texts that await review do not count, nor do problems in the two files of digests, which commands
    rewrite; but a record of change kept twice does, since a person has to decide.
    """
    story, found = load(settings)
    if blocking := [
        problem
        for problem in found
        if problem.file not in (digests.REVIEWS_FILE, digests.PUBLISHED_FILE)
        or digests.TWICE in problem.message
    ]:
        raise CommandError(problems.format_report(blocking))
    return story
