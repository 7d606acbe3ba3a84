"""What awaits review, and its confirmation: ``review``, ``reviewed`` and ``reword``.

In: a project's settings. Out: lines on the terminal, ``data/reviews.yml`` and
``data/published.yml`` written anew, an exit status.
"""

from __future__ import annotations

import sys

from explainer.check import review
from explainer.derive import addressing, former
from explainer.desk import comparing, git, reading, saying
from explainer.read import digests, problems
from explainer.settings import Settings


def show(chosen: Settings) -> int:
    """Print what awaits review as Markdown: both languages, and the words that changed."""
    story = reading.readable(chosen)
    for block in comparing.waiting(story, most=10**9):
        saying.say(block)
    for owner in former.unkept(story, addressing.assign(story)[0]):
        saying.say(f"- {owner}: its address is new")
    return 0


def confirm(chosen: Settings, names: list[str]) -> int:
    """Confirm units and print them; return 1 if a name stands for nothing.

    Without names, all: what awaits review is listed, and on a terminal asked for, first; and
    nothing is confirmed while a merge is unfinished.
    """
    story = reading.readable(chosen)
    if not names:
        if why := git.unfinished(chosen.root):
            saying.say(
                f"{why}; finish the merge, or confirm what you have read by name, as in: "
                f"{digests.naming('case.md')}",
                sys.stderr,
            )
            return 1
        waits = review.waiting(story)
        for line in _lines(waits):
            saying.say(line)
        if waits and not saying.agreed("Have you read them in every language, side by side?"):
            return 1
    written, unknown = review.confirm(story, names)
    for name in unknown:
        saying.say(
            f"no text «{name}»; expected a record such as claims/an-id, a page such as index.md",
            sys.stderr,
        )
    for id_ in written:
        saying.say(id_)
    return 1 if unknown else 0


def reword(chosen: Settings, id_: str) -> int:
    """Keep a record of change as it reads now; return 1 if it was published, or may have been."""
    story = reading.readable(chosen)
    if id_ not in story.changes:
        why = f"no record of change «{id_}»{problems.nearest(id_, story.changes)}"
    elif id_ in story.reviews.published and git.merged(chosen.root, id_):
        why = (
            f"«{id_}» was published, or Git cannot tell that it was not, and stays as it was; what "
            "changes now is a record of its own: make record KIND=change ID=…"
        )
    else:
        story.reviews.published.pop(id_, None)
        for line in review.confirm(story, [f"changes/{id_}"])[0]:
            saying.say(line)
        return 0
    saying.say(why, sys.stderr)
    return 1


def _lines(waits: list[review.Waiting]) -> list[str]:
    lines = []
    for one in waits:
        state = "merged" if one.merged else one.state
        state = state if state != review.ONE else "only " + ", ".join(one.changed)
        lines.append(f"{state:8} {one.unit.id}  {'  '.join(map(str, one.unit.places.values()))}")
    return lines
