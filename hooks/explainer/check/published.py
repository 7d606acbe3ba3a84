"""Checks that what was published stays: records of change unedited, addresses leading somewhere.

In: the records of change, the digest of each key of the published ones, and the published
addresses (``digests``). Out: a problem for each published record that was edited or removed,
each published address that leads nowhere, each id that is reused; and the digests of new
records. A record of change names the claims whose status it gives, so that no published claim
can be removed either. No Git history is needed.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from pathlib import PurePath
from typing import Any

from explainer.derive import former_addresses
from explainer.model.kinds import KINDS
from explainer.model.story import Story
from explainer.read import digests
from explainer.read.problems import Problem, file_problem


def digest_record(record: dict[str, Any]) -> dict[str, str]:
    """Return key → digest of the value, for a record of change as its file has it."""
    return {
        key: digests.digest(json.dumps(value, ensure_ascii=False, sort_keys=True))
        for key, value in record.items()
        if key != "id"
    }


def check(story: Story) -> Iterator[Problem]:
    """Yield a problem for each published record of change that was edited or removed."""
    for id_, recorded in story.reviews.published.items():
        line = story.reviews.lines[id_]
        published_at = f"{digests.PUBLISHED_FILE}:{line}"
        if id_ not in story.ids("changes"):
            message = (
                f"the record of change «{id_}» was published and data/changes/{id_}.yml is gone; "
                "expected it back as it was: what changes now is a record of its own"
            )
            yield Problem(digests.PUBLISHED_FILE, line, 1, "", "published-gone", message)
            continue
        document = story.document("changes", id_)
        if not isinstance(document.value, dict):
            continue  # reported when it was read
        now = digest_record(document.value)
        for key in sorted({*recorded, *now}):
            if recorded.get(key) == now.get(key):
                continue
            message = (
                f"this record of change is published ({published_at}) and its «{key}» is no longer what "
                "it was; expected it as it was, and a new record in data/changes/ that says what "
                f"changes now (not merged yet? make reword ID={id_})"
            )
            yield document.problem((key,) if key in now else (), "published-edited", message)


def check_addresses(story: Story, problems: Sequence[Problem]) -> Iterator[Problem]:
    """Yield a problem for each published address that leads nowhere, and each id that is reused.

    Owners whose file stands in a wrong place, by the ``problems`` so far, are left out.
    """
    misplaced = {word for problem in problems for word in _misplaced_names(problem)}
    for owner in former_addresses.find_gone(story):
        # A claim is reported at the record of change that names it; a facet page needs no redirect.
        if owner in misplaced or owner.startswith("claims/") or former_addresses.is_filter(owner):
            continue
        line, named = story.reviews.lines[owner], command_arguments(owner)
        if end := former_addresses.redirect_target(story, owner):
            message = (
                f"«{owner}» leads to «{end}», which leads nowhere; expected a page or a record"
            )
        else:
            first = next(iter(story.reviews.addresses[owner][0].values()))
            message = (
                f"«{owner}» was published at /{first} and is gone; expected it back, or where that "
                f"leads: make rename {named} NEW=… if it has another name now, else make delete "
                f"{named}"
            )
        yield Problem(digests.PUBLISHED_FILE, line, 1, "", "published-address", message)
    for owner in sorted(former_addresses.lasting_names(story)):
        if end := former_addresses.redirect_target(story, owner):
            folder, _, id_ = owner.partition("/")
            message = (
                f"this name was used before, and leads to «{end}» "
                f"({digests.PUBLISHED_FILE}:{story.reviews.lines[owner]}); expected one never used"
            )
            if owner.endswith(".md"):
                file = f"docs/{story.settings.default}/{owner}"
                yield file_problem(file, "published-name", message)
            else:
                yield story.document(folder, id_).problem(("id",), "published-name", message)


def _misplaced_names(problem: Problem) -> Iterator[str]:
    """Yield the owners that a problem reports in a wrong place, or under a wrong name."""
    room, _, rest = problem.file.partition("/")
    folder, _, name = rest.partition("/")
    if room == "data":
        yield f"{folder}/{PurePath(name).stem.lower()}"
        if problem.rule == "record-id":
            yield f"{folder}/{problem.message.partition('«')[2].partition('»')[0]}"


def command_arguments(owner: str) -> str:
    """Return the arguments of a make target for a record or a page: ``KIND=claim ID=x``."""
    folder, _, id_ = owner.partition("/")
    if owner.endswith(".md") or folder not in KINDS:
        return f"KIND=page ID={owner.removesuffix('.md')}"
    return f"KIND={KINDS[folder].singular} ID={id_}"


def is_unchanged(story: Story, id_: str, key: str) -> bool:
    """Tell whether a record of change was published and a key is as it was then."""
    recorded = story.reviews.published.get(id_)
    return recorded is not None and recorded.get(key) == digest_record(
        story.document("changes", id_).value
    ).get(key)


def find_unrecorded(story: Story) -> list[str]:
    """Return the ids of the records of change that are not recorded as published yet."""
    return [id_ for id_ in story.changes if id_ not in story.reviews.published]


def record_changes(story: Story, ids: set[str]) -> list[str]:
    """Record the digests of those records of change that have none; return their ids."""
    added = [id_ for id_ in find_unrecorded(story) if id_ in ids]
    story.reviews.published |= {
        id_: digest_record(story.document("changes", id_).value) for id_ in added
    }
    return added
