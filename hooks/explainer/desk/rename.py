"""Renaming or deleting a record or a page: the commands ``rename`` and ``delete``.

In: a project's settings, a kind, an id. Out: every file that names it rewritten, redirects
(``former_addresses``), confirmations kept, a line for each file touched; or the reasons why nothing was
written. All is done in a copy first, and kept only if that adds no problem.
"""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Callable
from pathlib import Path

from explainer.check import published, review, review_units
from explainer.compiling import compile_story
from explainer.derive import former_addresses, page_addresses
from explainer.desk import console, git, inbound, rename_tasks
from explainer.desk.inbound import Edit
from explainer.desk.rename_tasks import Task
from explainer.model.story import Story, load
from explainer.read import digests
from explainer.read.problems import Problem
from explainer.settings import CONFIG_FILE, Settings, read_settings


def rename(settings: Settings, kind_name: str, id_: str, new: str) -> int:
    """Give a record or a page another id everywhere; raise ``CommandError`` if that is impossible."""
    return _run(settings, lambda story: rename_tasks.plan_rename(story, kind_name, id_, new))


def delete(settings: Settings, kind_name: str, id_: str, redirect: str = "") -> int:
    """Delete a record or a page; its address and all references lead to ``redirect``."""
    return _run(settings, lambda story: rename_tasks.plan_delete(story, kind_name, id_, redirect))


def _run(settings: Settings, plan: Callable[[Story], Task]) -> int:
    story, _ = load(settings)
    try:
        lines = _perform(plan(story))
    except console.CommandError as error:
        raise console.CommandError(*error.args, "nothing was written") from None
    for line in lines:
        console.print_line(line)
    return 0


def _perform(task: Task) -> list[str]:
    """Perform the task in a copy, then in the project; return what was touched."""
    story, root = task.story, task.story.settings.root
    edits = inbound.find_edits(story, task.old, task.new or task.redirect or task.old)
    if not task.new:
        own_files = {*task.files, CONFIG_FILE}
        edits = [e for e in edits if task.redirect and e.file not in own_files]
        menu_edits = inbound.menu_edits(inbound.read_file(story, CONFIG_FILE), task.old, "")
        edits += list(menu_edits) if task.old.endswith(".md") else []
    edits += inbound.history_edits(story, task.old, task.new)
    new_texts = {}
    for file in dict.fromkeys(edit.file for edit in edits):
        text = inbound.read_file(story, file)
        new_texts[file] = inbound.apply_edits(text, [e for e in edits if e.file == file])
    for old, new in task.moves.items():
        if (root / old).is_file():
            new_texts[new] = new_texts.pop(old, "") or inbound.read_file(story, old)
    deleted = [file for file in task.files if (root / file).is_file()]
    with tempfile.TemporaryDirectory() as folder:
        copy = _copy_project(root, Path(folder) / "copy")
        _write(copy, new_texts, deleted)
        new_story, _ = load(read_settings(copy / CONFIG_FILE))
        _carry_over_digests(task, new_story)
        _write_digests(copy, new_story)
        before = {_translate_message(task, p.message) for p in _relevant_problems(story.settings)}
        after = _relevant_problems(new_story.settings)
        if added := [str(problem) for problem in after if problem.message not in before]:
            raise console.CommandError(*added, "would be wrong then; mend it first, or by hand")
    _write(root, new_texts, deleted)
    _write_digests(root, new_story)
    return _describe(task, edits)


def _describe(task: Task, edits: list[Edit]) -> list[str]:
    lines = [f"{old} → {new}" for old, new in task.moves.items()]
    lines += [f"{file}: gone" for file in task.files if not task.new]
    for file in dict.fromkeys(edit.file for edit in edits):
        count = sum(edit.file == file for edit in edits)
        lines.append(f"{task.moves.get(file, file)}: {count} place{'s' * (count > 1)}")
    target = former_addresses.redirect_target(task.story, task.old)
    return lines + [f"{digests.PUBLISHED_FILE}: {task.old} leads to {target}"] * bool(target)


def _copy_project(root: Path, copy: Path) -> Path:
    copy.mkdir()
    for name in ("data", "docs"):
        shutil.copytree(root / name, copy / name)
    for path in root.iterdir():
        if path.name == CONFIG_FILE:  # copied, not linked: the menu in it may be rewritten
            shutil.copy(path, copy)
        elif path.name not in ("data", "docs", ".cache", ".git", "site"):
            (copy / path.name).symlink_to(path)
    return copy


def _relevant_problems(settings: Settings) -> list[Problem]:
    """Return the project's problems, except pending reviews and those in files that the command rewrites."""
    _, found = compile_story(settings)
    return [one for one in found if one.file not in (digests.REVIEWS_FILE, digests.PUBLISHED_FILE)]


def _translate_message(task: Task, message: str) -> str:
    """Return a problem's message as it would be after the renaming."""
    for old, new in {**task.moves, task.old: task.new or task.old}.items():
        message = message.replace(old, new)
    return message


def _write(root: Path, new_texts: dict[str, str], deleted: list[str]) -> None:
    for file, text in new_texts.items():
        (root / file).write_text(text, encoding="utf-8", newline="\n")
    for file in deleted:
        (root / file).unlink()


def _write_digests(root: Path, story: Story) -> None:
    digests.write(root, digests.REVIEWS_FILE, story.reviews.confirmed)
    digests.write_published(root, story.reviews)


def _carry_over_digests(task: Task, new_story: Story) -> None:
    """Carry over confirmations, published digests and addresses to the new story.

    A text confirmed in every language stays confirmed: all languages changed alike. A text that now refers
    to another record has to be read again.
    """
    story = task.story
    awaiting_review = {one.unit.id for one in review.pending_units(story)}
    old_units: dict[str, list[review_units.Unit]] = {}
    for unit in review_units.all_units(story):
        owner = task.new if unit.owner == task.old and task.new else unit.owner
        old_units.setdefault(owner, []).append(unit)
    # Texts that cannot be read now (a file in conflict) stay confirmed.
    old_confirmed = story.reviews.confirmed
    confirmed = {k: v for k, v in old_confirmed.items() if k.partition("#")[0] != task.old}
    for unit in review_units.all_units(new_story):
        candidates = old_units.get(unit.owner, [])
        old_unit = candidates.pop(0) if candidates else unit
        old_id = task.old + old_unit.id.removeprefix(task.new) if task.new else ""
        is_same = task.new or unit.digests == old_unit.digests
        if is_same and old_unit.id not in awaiting_review:
            confirmed[unit.id] = [unit.digests]
        else:
            confirmed[unit.id] = old_confirmed.get(old_unit.id) or old_confirmed.get(old_id, [])
    new_story.reviews.confirmed = confirmed
    for id_, old_digests in list(story.reviews.published.items()):
        if f"changes/{id_}" == task.old:
            del new_story.reviews.published[id_]
            continue
        if id_ not in new_story.changes:
            continue
        old_values = published.digest_record(story.document("changes", id_).value)
        new_values = published.digest_record(new_story.document("changes", id_).value)
        new_story.reviews.published[id_] = {
            key: new_values[key] if old_values.get(key) == value and key in new_values else value
            for key, value in old_digests.items()
        }
    addresses = new_story.reviews.addresses
    for owner in list(addresses) if task.new or task.redirect else ():
        new_owner = inbound.rename_owner(owner, task.old, task.new or task.redirect)
        if new_owner == owner:
            continue
        if git.is_merged(story.settings.root, owner):
            known = [one for one in addresses[owner] if digests.LEADS_TO not in one]
            addresses[owner] = [*known, {digests.LEADS_TO: new_owner}]
        else:  # not published yet
            del addresses[owner]
    former_addresses.record_addresses(new_story, page_addresses.assign_addresses(new_story)[0])
    story.reviews.addresses = addresses
