"""Another name for a record or a page, or its end: the commands ``rename`` and ``delete``.

In: a project's settings, a kind, an id. Out: every file that names it written anew, addresses
that lead on (``former_addresses``), confirmations that hold, a line for each file touched; or the reasons
why nothing was written. The whole is done in a copy first, and only kept if it builds no worse.
"""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Callable
from pathlib import Path

from explainer import settings
from explainer.check import published, review, review_units
from explainer.compiling import compile_story
from explainer.derive import former_addresses, page_addresses
from explainer.desk import console, git, inbound, rename_tasks
from explainer.desk.inbound import Edit
from explainer.desk.rename_tasks import Task
from explainer.model.story import Story, load
from explainer.read import digests
from explainer.read.problems import Problem
from explainer.settings import Settings


def rename(chosen: Settings, word: str, id_: str, new: str) -> int:
    """Give a record or a page another id, everywhere; raise ``Refused`` if that cannot be."""
    return _run(chosen, lambda story: rename_tasks.renaming(story, word, id_, new))


def delete(chosen: Settings, word: str, id_: str, to: str = "") -> int:
    """Take a record or a page away; ``to`` is what it leads to, and all that points to it too."""
    return _run(chosen, lambda story: rename_tasks.deleting(story, word, id_, to))


def _run(chosen: Settings, asked: Callable[[Story], Task]) -> int:
    story, _ = load(chosen)
    try:
        lines = _done(asked(story))
    except console.Refused as refused:
        raise console.Refused(*refused.args, "nothing was written") from None
    for line in lines:
        console.say(line)
    return 0


def _done(task: Task) -> list[str]:
    """Do it in a copy, then in the project; return what was touched."""
    story, root = task.story, task.story.settings.root
    edits = inbound.edits(story, task.old, task.new or task.end or task.old)
    if not task.new:
        mine = {*task.files, settings.CONFIG_FILE}
        edits = [one for one in edits if one.file not in mine] if task.end else []
        menu = inbound.menu(inbound.read(story, settings.CONFIG_FILE), task.old, "")
        edits += list(menu) if task.old.endswith(".md") else []
    edits += inbound.known(story, task.old, task.new)
    written = {
        file: inbound.apply(inbound.read(story, file), [e for e in edits if e.file == file])
        for file in dict.fromkeys(edit.file for edit in edits)
    }
    for old, new in task.moves.items():
        if (root / old).is_file():
            written[new] = written.pop(old, "") or inbound.read(story, old)
    gone = [file for file in task.files if (root / file).is_file()]
    with tempfile.TemporaryDirectory() as folder:
        copy = _copied(root, Path(folder) / "copy")
        _write(copy, written, gone)
        now, _ = load(settings.read_settings(copy / settings.CONFIG_FILE))
        _carry(task, now)
        _write_kept(copy, now)
        before = {_as_now(task, problem.message) for problem in _problems(story.settings)}
        if worse := [one for one in _problems(now.settings) if one.message not in before]:
            raise console.Refused(
                *map(str, worse), "would be wrong then; mend it first, or by hand"
            )
    _write(root, written, gone)
    _write_kept(root, now)
    return _told(task, edits)


def _told(task: Task, edits: list[Edit]) -> list[str]:
    lines = [f"{old} → {new}" for old, new in task.moves.items()]
    lines += [f"{file}: gone" for file in task.files if not task.new]
    for file in dict.fromkeys(edit.file for edit in edits):
        count = sum(edit.file == file for edit in edits)
        lines.append(f"{task.moves.get(file, file)}: {count} place{'s' * (count > 1)}")
    end = former_addresses.redirect_target(task.story, task.old)
    return lines + [f"{digests.PUBLISHED_FILE}: {task.old} leads to {end}"] * bool(end)


def _copied(root: Path, copy: Path) -> Path:
    copy.mkdir()
    for name in ("data", "docs"):
        shutil.copytree(root / name, copy / name)
    for path in root.iterdir():
        if path.name == settings.CONFIG_FILE:  # the menu's: it may be written anew
            shutil.copy(path, copy)
        elif path.name not in ("data", "docs", ".cache", ".git", "site"):
            (copy / path.name).symlink_to(path)
    return copy


def _problems(chosen: Settings) -> list[Problem]:
    """Return what is wrong, but for what only awaits a reading or is written by the command."""
    _, found = compile_story(chosen)
    return [one for one in found if one.file not in (digests.REVIEWS_FILE, digests.PUBLISHED_FILE)]


def _as_now(task: Task, message: str) -> str:
    """Return what a problem would say of the same place after the move."""
    for old, new in {**task.moves, task.old: task.new or task.old}.items():
        message = message.replace(old, new)
    return message


def _write(root: Path, written: dict[str, str], gone: list[str]) -> None:
    for file, text in written.items():
        (root / file).write_text(text, encoding="utf-8", newline="\n")
    for file in gone:
        (root / file).unlink()


def _write_kept(root: Path, now: Story) -> None:
    digests.write(root, digests.REVIEWS_FILE, now.reviews.confirmed)
    digests.write_published(root, now.reviews)


def _carry(task: Task, now: Story) -> None:
    """Take what was confirmed, published and known over to the story as it is now.

    A text confirmed in every language still is: all of them changed alike. One that points to
    another record from now on is to be read again.
    """
    story = task.story
    waits = {one.unit.id for one in review.pending_units(story)}
    owned: dict[str, list[review_units.Unit]] = {}
    for unit in review_units.all_units(story):
        owned.setdefault(
            task.new if unit.owner == task.old and task.new else unit.owner, []
        ).append(unit)
    # What cannot be read now, as a file in conflict, was confirmed all the same.
    kept = {k: v for k, v in story.reviews.confirmed.items() if k.partition("#")[0] != task.old}
    for unit in review_units.all_units(now):
        was = owned.get(unit.owner, [])
        first = was.pop(0) if was else unit
        by_hand = task.old + first.id.removeprefix(task.new) if task.new else ""
        known = story.reviews.confirmed.get(first.id) or story.reviews.confirmed.get(by_hand, [])
        same = first.id not in waits and (task.new or unit.digests == first.digests)
        kept[unit.id] = [unit.digests] if same else known
    now.reviews.confirmed = kept
    for id_, known_ in list(story.reviews.published.items()):
        if f"changes/{id_}" == task.old:
            del now.reviews.published[id_]
            continue
        if id_ not in now.changes:
            continue
        was_, is_ = (
            published.digest_record(one.document("changes", id_).value) for one in (story, now)
        )
        now.reviews.published[id_] = {
            key: is_[key] if was_.get(key) == value and key in is_ else value
            for key, value in known_.items()
        }
    kept_ = now.reviews.addresses
    for owner in list(kept_) if task.new or task.end else ():
        end = inbound.renamed(owner, task.old, task.new or task.end)
        if end == owner:
            continue
        if git.merged(story.settings.root, owner):
            kept_[owner] = [
                *(k for k in kept_[owner] if digests.LEADS_TO not in k),
                {digests.LEADS_TO: end},
            ]
        else:  # nobody else has it yet
            del kept_[owner]
    former_addresses.record_addresses(now, page_addresses.assign_addresses(now)[0])
    story.reviews.addresses = kept_
