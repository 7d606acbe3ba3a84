"""The pending units of review by file, for the page that lists them.

In: a story. Out: rows.
"""

from __future__ import annotations

import posixpath
from dataclasses import dataclass

from explainer.check.review import pending_units
from explainer.model import kinds
from explainer.model.story import Story

MAX_ROWS = 40
MAX_PASSAGES = 20


@dataclass(frozen=True)
class Row:
    """The pending units of a file that are in the same state.

    ``page`` is the page that shows them, with its anchor, or ``""`` if none does; ``own``: that
    page is about them alone, so that its title names them. ``passages`` are anchors of a written
    page (``""`` for its start) or fields of a record; none if there are more than ``MAX_PASSAGES``.
    """

    page: str
    file: str
    own: bool
    prose: bool
    state: str
    changed: tuple[str, ...]
    count: int
    passages: tuple[str, ...] = ()


def rows(story: Story) -> list[Row]:
    """Return the rows, in the order of the story; after ``MAX_ROWS`` files, one row a folder."""
    names_by_key: dict[tuple[str, str, tuple[str, ...]], list[str]] = {}
    owners: dict[str, str] = {}
    for pending in pending_units(story):
        owner, file = pending.unit.owner, pending.unit.places[story.settings.default].file
        if owner not in owners and len(owners) >= MAX_ROWS:
            owner = file = posixpath.dirname(file) + "/"
        owners[owner] = file
        key = (owner, pending.state, pending.changed)
        names_by_key.setdefault(key, []).append(pending.unit.id.partition("#")[2])
    out = []
    for (owner, state, changed), names in names_by_key.items():
        page, own = _page_of(owner)
        named = tuple(names) if len(names) <= MAX_PASSAGES and not owner.endswith("/") else ()
        prose = owner.endswith(".md")
        out.append(Row(page, owners[owner], own, prose, state, changed, len(names), named))
    return out


def _page_of(owner: str) -> tuple[str, bool]:
    folder, _, id_ = owner.partition("/")
    if owner.endswith(".md"):
        return owner, True
    if folder not in kinds.KINDS or not (place := kinds.page_and_anchor(folder, id_))[0]:
        return "", False
    return ("#".join(filter(None, place)), not place[1])
