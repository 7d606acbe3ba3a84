"""What awaits review, and its confirmation: ``review``, ``reviewed`` and ``reword``.

In: a project's settings. Out: lines on the terminal, ``data/reviews.yml`` and
``data/published.yml`` written anew, an exit status.
"""

from __future__ import annotations

from explainer.check import review
from explainer.derive import former_addresses, page_addresses
from explainer.desk import console, git, loading, review_texts
from explainer.desk.console import Refused
from explainer.read import digests, problems
from explainer.settings import Settings


def show(chosen: Settings) -> int:
    """Print what awaits review as Markdown: both languages, and the words that changed."""
    story = loading.readable(chosen)
    for block in review_texts.waiting(story, most=10**9):
        console.say(block)
    for owner in former_addresses.find_unrecorded(story, page_addresses.assign_addresses(story)[0]):
        console.say(f"- {owner}: its address is new")
    return 0


def confirm(chosen: Settings, names: list[str], *, every: bool) -> int:
    """Confirm units and print them; return 1 if a name stands for nothing.

    With ``every``, all: what awaits review is listed, and on a terminal asked for, first; and
    nothing is confirmed while a merge is unfinished.
    """
    if every == bool(names):
        raise Refused("expected names, or --all")
    story = loading.readable(chosen)
    if every:
        if why := git.unfinished(chosen.root):
            raise Refused(
                f"{why}; finish the merge, or confirm what you have read by name, as in: "
                f"{digests.review_command('case.md')}"
            )
        waits = review.pending_units(story)
        for line in _lines(waits):
            console.say(line)
        if waits and not console.agreed("Have you read them in every language, side by side?"):
            return 1
    written, unknown = review.confirm(story, names)
    for id_ in written:
        console.say(id_)
    if unknown:
        form = "expected a record such as claims/an-id, a page such as index.md"
        raise Refused(*(f"no text «{name}»; {form}" for name in unknown))
    return 0


def reword(chosen: Settings, id_: str) -> int:
    """Keep a record of change as it reads now; raise ``Refused`` if it may have been published."""
    story = loading.readable(chosen)
    if id_ not in story.changes:
        raise Refused(f"no record of change «{id_}»{problems.did_you_mean(id_, story.changes)}")
    if id_ in story.reviews.published and git.merged(chosen.root, id_):
        raise Refused(
            f"«{id_}» was published, or Git cannot tell that it was not, and stays as it was; what "
            "changes now is a record of its own: make record KIND=change ID=…"
        )
    story.reviews.published.pop(id_, None)
    for line in review.confirm(story, [f"changes/{id_}"])[0]:
        console.say(line)
    return 0


def _lines(waits: list[review.PendingUnit]) -> list[str]:
    lines = []
    for one in waits:
        state = "merged" if one.merged else one.state
        state = state if state != review.ONE else "only " + ", ".join(one.changed)
        lines.append(f"{state:8} {one.unit.id}  {'  '.join(map(str, one.unit.places.values()))}")
    return lines
