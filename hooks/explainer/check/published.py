"""Records of change are only ever added: one that was published stays as it was.

In: the records of change, and the digest of each key of those published
(``digests``). Out: a problem for each that was edited or has gone; and the digests of
new ones, for the file that keeps them. As a record names the claims whose status it
gives, no claim that was published can vanish either. No Git history is needed. Runs
once a build, beside ``status_history``.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from explainer.model.story import Story
from explainer.read import digests
from explainer.read.problems import Problem


def of(record: dict[str, Any]) -> dict[str, str]:
    """Return the digest of each key of a record of change, as its file gives it."""
    return {
        key: digests.digest(json.dumps(value, ensure_ascii=False, sort_keys=True))
        for key, value in record.items()
        if key != "id"
    }


def check(story: Story) -> Iterator[Problem]:
    """Yield what was edited or taken away since it was published."""
    for id_, known in story.reviews.published.items():
        line = story.reviews.lines[id_]
        kept = f"{digests.PUBLISHED}:{line}"
        if id_ not in story.ids("changes"):
            message = (
                f"the record of change «{id_}» was published and data/changes/{id_}.yml is gone; "
                "expected it back as it was: what changes now is a record of its own"
            )
            yield Problem(digests.PUBLISHED, line, 1, "", "published-gone", message)
            continue
        document = story.document("changes", id_)
        if not isinstance(document.value, dict):
            continue  # told by who reads it
        now = of(document.value)
        for key in sorted({*known, *now}):
            if known.get(key) == now.get(key):
                continue
            message = (
                f"this record of change is published ({kept}) and its «{key}» is no longer what "
                "it was; expected it as it was, and a new record in data/changes/ that says what "
                f"changes now (not merged yet? delete {kept}, then run: {digests.COMMAND})"
            )
            yield document.problem((key,) if key in now else (), "published-edited", message)


def intact(story: Story, id_: str, key: str) -> bool:
    """Tell whether a key of a record of change is as it was published."""
    known = story.reviews.published.get(id_)
    return known is not None and known.get(key) == of(story.document("changes", id_).value).get(key)


def unkept(story: Story) -> list[str]:
    """Return the ids of the records of change that the file does not keep yet."""
    return [id_ for id_ in story.changes if id_ not in story.reviews.published]


def keep(story: Story, ids: set[str]) -> list[str]:
    """Add records of change to the file, and return those added; what is there stays as it is."""
    added = [id_ for id_ in unkept(story) if id_ in ids]
    table = story.reviews.published
    table |= {id_: of(story.document("changes", id_).value) for id_ in added}
    if table:
        kept = {id_: [known] for id_, known in table.items()}
        digests.write(story.settings.root, digests.PUBLISHED, kept)
    return added
