"""Texts that await review, and their confirmation: ``review``, ``reviewed`` and ``reword``.

In: a project's settings. Out: lines on the terminal, ``data/reviews.yml`` and ``data/published.yml``
rewritten, an exit status.
"""

from __future__ import annotations

from explainer.check import review
from explainer.derive import former_addresses, page_addresses
from explainer.desk import console, git, loading, review_texts
from explainer.desk.console import CommandError
from explainer.read import digests, problems
from explainer.settings import Settings


def show_waiting(settings: Settings) -> int:
    """Print the texts that await review as Markdown: all languages, and the words that changed."""
    story = loading.load_readable(settings)
    for block in review_texts.waiting_blocks(story, max_length=10**9):
        console.print_line(block)
    for owner in former_addresses.find_unrecorded(story, page_addresses.assign_addresses(story)[0]):
        console.print_line(f"- {owner}: its address is new")
    return 0


def confirm(settings: Settings, names: list[str], *, all_texts: bool) -> int:
    """Confirm texts and print their names; raise ``CommandError`` for a name that is no text's.

    With ``all_texts``, list all that await review and, on a terminal, ask first; nothing is confirmed while a
    merge is unfinished.
    """
    if all_texts == bool(names):
        raise CommandError("expected names, or --all")
    story = loading.load_readable(settings)
    if all_texts:
        if operation := git.unfinished_operation(settings.root):
            raise CommandError(
                f"{operation}; finish the merge, or confirm what you have read by name, as in: "
                f"{digests.review_command('case.md')}"
            )
        waiting = review.pending_units(story)
        for line in _waiting_lines(waiting):
            console.print_line(line)
        if waiting and not console.confirm("Have you read them in every language, side by side?"):
            return 1
    confirmed, unknown = review.confirm(story, names)
    for id_ in confirmed:
        console.print_line(id_)
    if unknown:
        expected = "expected a record such as claims/an-id, a page such as index.md"
        raise CommandError(*(f"no text «{name}»; {expected}" for name in unknown))
    return 0


def reword(settings: Settings, id_: str) -> int:
    """Keep a record of change as it reads now; raise ``CommandError`` if it may have been published."""
    story = loading.load_readable(settings)
    if id_ not in story.changes:
        hint = problems.did_you_mean(id_, story.changes)
        raise CommandError(f"no record of change «{id_}»{hint}")
    if id_ in story.reviews.published and git.is_merged(settings.root, id_):
        raise CommandError(
            f"«{id_}» was published, or Git cannot tell that it was not, and stays as it was; what "
            "changes now is a record of its own: make record KIND=change ID=…"
        )
    story.reviews.published.pop(id_, None)
    for line in review.confirm(story, [f"changes/{id_}"])[0]:
        console.print_line(line)
    return 0


def _waiting_lines(waiting: list[review.PendingUnit]) -> list[str]:
    lines = []
    for text in waiting:
        state = "merged" if text.merged else text.state
        state = state if state != review.ONE else "only " + ", ".join(text.changed)
        lines.append(f"{state:8} {text.unit.id}  {'  '.join(map(str, text.unit.places.values()))}")
    return lines
