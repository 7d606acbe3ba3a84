"""Review: which texts are confirmed to say the same in every language.

In: a story, and the digests last confirmed (``digests``). Out: the pending units (a
unit is a field of a record or a section of a page), and problems: one for each unit
that changed in some languages only, and one for all others that are new or changed. A
build publishes confirmed texts only; a preview lists the others.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from explainer.check import published
from explainer.check.review_units import Unit, all_units
from explainer.derive import former_addresses, page_addresses
from explainer.model.story import Story
from explainer.read import digests, sections
from explainer.read.problems import Problem, file_problem
from explainer.read.rules import Rule

NEW, BOTH, ONE = "new", "both", "one"


@dataclass(frozen=True)
class PendingUnit:
    """A unit that is not confirmed; ``changed``: the languages whose text changed since it was.

    ``merged``: two branches confirmed different texts, and it is neither of them.
    """

    unit: Unit
    state: str
    changed: tuple[str, ...]
    merged: bool = False


def pending_units(story: Story) -> list[PendingUnit]:
    """Return the units whose texts are not confirmed, in the order of the story."""
    if story.reviews.pending is None:
        story.reviews.pending = _find_pending(story)
    return story.reviews.pending


def _find_pending(story: Story) -> list[PendingUnit]:
    pending = []
    for unit in all_units(story):
        last = story.reviews.confirmed.get(unit.id, [])
        if not last:
            pending.append(PendingUnit(unit, NEW, ()))
            continue
        if any(_changed_languages(unit, confirmed) == () for confirmed in last):
            continue
        merged = len(last) > 1
        changed = tuple(unit.digests) if merged else _changed_languages(unit, last[0])
        state = BOTH if len(changed) == len(unit.digests) else ONE
        pending.append(PendingUnit(unit, state, changed, merged))
    return pending


def _changed_languages(unit: Unit, confirmed: dict[str, str]) -> tuple[str, ...]:
    """Return the languages in which a unit differs from the digests ``confirmed``."""
    return tuple(lang for lang, value in unit.digests.items() if confirmed.get(lang) != value)


def check(story: Story) -> Iterator[Problem]:
    """Yield a problem for each unit that changed in some languages only, or in a merge."""
    return (problem for pending in pending_units(story) if (problem := _own_problem(pending)))


def _own_problem(pending: PendingUnit) -> Problem | None:
    """Return the problem of a unit that ``check`` reports; ``None`` for other units."""
    if pending.state != ONE and not pending.merged:
        return None
    first = pending.unit.places[pending.changed[0]]
    rest = [p for language, p in pending.unit.places.items() if language != pending.changed[0]]
    what = (
        sections.describe_section(pending.unit.id.partition("#")[2])
        if not first.field
        else "the text"
    )
    if pending.merged:
        rule: Rule = "review-merged"
        message = (
            f"{what} was edited on two branches, and reads as neither confirmed it; read it again "
            f"beside {', '.join(map(str, rest))}, then run: {digests.review_command(pending.unit.id)}"
        )
    else:
        rest = [p for language, p in pending.unit.places.items() if language not in pending.changed]
        rule = "review-one-language"
        message = (
            f"{what} changed and {', '.join(map(str, rest))} did not since both were confirmed; "
            f"bring it in line if it no longer says the same, then run: "
            f"{digests.review_command(pending.unit.id)}"
        )
    return first.problem(rule, message)


MAX_NAMED = 8  # owners that the problem names; `make review` lists every unit


def check_unconfirmed(
    story: Story, new_addresses: Sequence[str] = (), problems: Sequence[Problem] = ()
) -> Iterator[Problem]:
    """Yield one problem for all units, records of change and addresses that are not confirmed.

    ``new_addresses`` are the owners of new addresses (``former_addresses``). ``problems`` are those
    found so far: the units that they report are left out.
    """
    owners: dict[str, list[str]] = {}
    reported = set(problems)
    for pending in pending_units(story):
        if _own_problem(pending) not in reported:
            owners.setdefault(pending.unit.owner, []).append(pending.unit.id.partition("#")[2])
    for id_ in published.find_unrecorded(story):
        owners.setdefault(f"changes/{id_}", [])
    for owner in new_addresses:
        owners.setdefault(owner, ["its address"])
    if not owners:
        return
    shown = [
        f"{owner} ({', '.join(names)})" if any(names) and len(names) <= MAX_NAMED else owner
        for owner, names in ((owner, list(filter(None, parts))) for owner, parts in owners.items())
    ]
    more = f" … ({len(shown)} in all: make review)" if len(shown) > MAX_NAMED else ""
    message = (
        "new or changed, and not confirmed to say the same in every language: "
        f"{', '.join(shown[:MAX_NAMED])}{more}; {'mend the rest, ' if problems else ''}read them side by "
        f"side, then run: {digests.COMMAND}"
    )
    yield file_problem(digests.REVIEWS_FILE, "review-unconfirmed", message)


def confirm(story: Story, names: list[str]) -> tuple[list[str], list[str]]:
    """Confirm the units that ``names`` stand for, or all; return the ids written and unknown names.

    A name is the id of a unit, a record (``claims/x``), a page (``case.md``) or the path of its file.
    Confirmed records of change, and all addresses, are recorded as published. Units that no longer
    exist are dropped from the file.
    """
    present = {unit.id: unit for unit in all_units(story)}
    wanted = [_normalize_name(name, story.settings.languages) for name in names]
    chosen = {
        id_
        for id_, unit in present.items()
        if not names or any(word in (id_, unit.owner) for word in wanted)
    }
    known = {*present, *(unit.owner for unit in present.values())}
    unknown = [name for name, word in zip(names, wanted, strict=True) if word not in known]
    if unknown:
        return [], unknown
    kept = {id_: last for id_, last in story.reviews.confirmed.items() if id_ in present}
    waits = {pending.unit.id for pending in pending_units(story)}
    written = sorted(chosen & waits)
    # Of several lines after a merge, the one that is true is kept.
    settled = {id_ for id_ in present if id_ not in waits}
    kept.update({id_: [present[id_].digests] for id_ in chosen | settled})
    digests.write(story.settings.root, digests.REVIEWS_FILE, kept)
    changes = {present[id_].owner.removeprefix("changes/") for id_ in chosen}
    added = published.record_changes(story, set(story.changes) if not names else changes)
    moved = former_addresses.record_addresses(story, page_addresses.assign_addresses(story)[0])
    digests.write_published(story.settings.root, story.reviews)
    written += [f"changes/{id_} (published)" for id_ in added]
    return written + [f"{owner} (its address)" for owner in moved], []


def _normalize_name(name: str, languages: tuple[str, ...]) -> str:
    path, mark, field = name.replace("\\", "/").removeprefix("./").partition("#")
    if path.startswith("data/"):
        path = path.removeprefix("data/").removesuffix(".yml")
    for language in languages:
        path = path.removeprefix(f"docs/{language}/")
    return path + mark + field
