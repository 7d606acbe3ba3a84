"""What awaits review, and its confirmation: the commands ``review`` and ``reviewed``.

In: a project's settings. Out: lines on the terminal, ``data/reviews.yml`` and
``data/published.yml`` written anew, an exit status.
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from explainer.check import review
from explainer.desk import reading, saying
from explainer.read import digests
from explainer.settings import Settings

# What Git keeps while a merge, a rebase or a pick waits for someone (gitrepository-layout(5)).
_UNFINISHED = ("MERGE_HEAD", "CHERRY_PICK_HEAD", "REVERT_HEAD", "rebase-merge", "rebase-apply")


def list_waiting(chosen: Settings) -> int:
    """Print what awaits review, one unit a line: its state, id and places."""
    for line in _lines(review.waiting(reading.readable(chosen))):
        saying.say(line)
    return 0


def confirm(chosen: Settings, names: list[str]) -> int:
    """Confirm units and print them; return 1 if a name stands for nothing.

    Without names, all: what awaits review is listed, and on a terminal asked for, first; and
    nothing is confirmed while a merge is unfinished.
    """
    story = reading.readable(chosen)
    if not names:
        if why := unfinished(chosen.root):
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


def unfinished(root: Path) -> str:
    """Return what shows that a merge of the project at ``root`` is unfinished; ``""`` if none is.

    Git is asked; what it leaves in the texts is told by whoever reads them.
    """
    for name in _UNFINISHED:
        asked = ["git", "-C", str(root), "rev-parse", "--git-path", name]
        try:
            done = subprocess.run(asked, capture_output=True, text=True, check=False)  # noqa: S603
        except OSError:
            break
        if done.returncode == 0 and (root / done.stdout.strip()).exists():
            return f"Git is in the middle of something ({name})"
    return ""


def _lines(waits: list[review.Waiting]) -> list[str]:
    lines = []
    for one in waits:
        state = "merged" if one.merged else one.state
        state = state if state != review.ONE else "only " + ", ".join(one.changed)
        lines.append(f"{state:8} {one.unit.id}  {'  '.join(map(str, one.unit.places.values()))}")
    return lines
