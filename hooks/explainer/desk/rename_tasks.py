"""The tasks of ``rename`` and ``delete``, or why they are refused.

In: a story, a kind, an id, another id. Out: a ``Task``; ``CommandError`` with the reasons, a line each.
Runs before ``rename`` writes anything.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from explainer.check import published
from explainer.derive import former_addresses
from explainer.desk import git, inbound, loading
from explainer.desk.console import CommandError
from explainer.desk.inbound import Edit
from explainer.model.fields import SLUG
from explainer.model.kinds import KINDS
from explainer.model.story import Story
from explainer.read.problems import did_you_mean
from explainer.settings import CONFIG_FILE


@dataclass
class Task:
    """What to do: rename ``old`` to ``new``, or delete it and let its address lead to ``redirect``."""

    story: Story
    old: str
    new: str = ""
    redirect: str = ""

    @property
    def files(self) -> list[str]:
        """The files of ``old``."""
        return _files(self.story, self.old)

    @property
    def moves(self) -> dict[str, str]:
        """The new path of each file that is renamed."""
        return dict(zip(self.files, _files(self.story, self.new), strict=True)) if self.new else {}


def parse_owner(kind_name: str, id_: str) -> str:
    """Return the name of a record or page, as in ``reviews.yml``; raise ``CommandError``."""
    if kind_name in ("page", "pages"):
        name = id_.removesuffix(".md") + ".md"
        if not all(SLUG.fullmatch(part) for part in name.removesuffix(".md").split("/")):
            form = "one such as case or law/case"
            raise CommandError(f"«{id_}» is no name of a page; expected {form}")
        return name
    kind = loading.parse_record_name(kind_name, id_, ("page",))
    return f"{kind.folder}/{id_}"


def _files(story: Story, name: str) -> list[str]:
    if name.endswith(".md"):
        return [f"docs/{language}/{name}" for language in story.settings.languages]
    return [f"data/{name}.yml"]


def _exists(story: Story, name: str) -> bool:
    return any((story.settings.root / file).exists() for file in _files(story, name))


def plan_rename(story: Story, kind_name: str, id_: str, new: str) -> Task:
    """Return the task of renaming a record or a page; raise ``CommandError``."""
    task = Task(story, parse_owner(kind_name, id_), parse_owner(kind_name, new))
    is_renamed_by_hand = not _exists(story, task.old) and _exists(story, task.new)
    if is_renamed_by_hand and task.old not in story.reviews.addresses:
        hint = did_you_mean(id_, _ids_of_kind(story, kind_name))
        raise CommandError(f"no {kind_name} «{id_}»{hint}")
    if not is_renamed_by_hand:
        _require_files(story, task, kind_name, id_)
        if _exists(story, task.new):
            file = _files(story, task.new)[0]
            raise CommandError(f"{file} is there already; expected another id")
    if target := former_addresses.redirect_target(story, task.new):
        raise CommandError(
            f"«{new}» was used before, and leads to «{target}»; expected an id never used"
        )
    if task.old.endswith(".md"):
        _refuse_if_templates_name(story, task.old)
        if Path(task.old).parent != Path(task.new).parent:
            raise CommandError(
                f"expected a name in the folder of «{id_}»: its links are written from there"
            )
    if task.old in {f"changes/{known}" for known in story.reviews.published}:
        raise CommandError(f"«{id_}» is a record of change that was published; it stays as it is")
    return task


def plan_delete(story: Story, kind_name: str, id_: str, to: str) -> Task:
    """Return the task of deleting a record or a page; raise ``CommandError``."""
    redirect = to and _find_redirect(story, kind_name, to)
    task = Task(story, parse_owner(kind_name, id_), redirect=redirect)
    folder = task.old.partition("/")[0]
    is_deleted_by_hand = not _exists(story, task.old) and task.old in story.reviews.addresses
    root = story.settings.root
    if not is_deleted_by_hand:
        _require_files(story, task, kind_name, id_)
        if uncommitted := [file for file in task.files if not git.is_committed(root, file)]:
            raise CommandError(
                *(f"{x}: Git does not hold it as it stands; commit it first" for x in uncommitted)
            )
    if task.old.endswith(".md"):
        _refuse_if_templates_name(story, task.old)
    if folder == "claims" and git.is_merged(root, task.old) and task.old in story.reviews.addresses:
        statuses = [key for key, one in story.vocab.claim_statuses.items() if one.withdraws]
        raise CommandError(
            f"«{id_}» was published, and its page stays; expected {' or '.join(statuses) or 'a status'}"
            " as its status, and a record of change that says why"
        )
    if folder == "changes" and id_ in story.reviews.published and git.is_merged(root, id_):
        raise CommandError(
            f"«{id_}» was published; a record of change stays: what changes now is a new one"
        )
    if task.redirect == task.old:
        raise CommandError(f"TO: «{to}» is what is to go; expected another, or a page")
    if not task.redirect:
        edits = inbound.find_edits(story, task.old, task.old)
        if places := [inbound.format_place(story, e) for e in edits if _is_blocking(task, e)]:
            raise CommandError(
                *(f"{place}: points to {task.old}" for place in places),
                f"expected nothing to point to «{id_}», or what else all that is to point to: TO=…",
            )
        kind = KINDS.get(folder)
        candidates = (f"{folder}/index.md", kind.page if kind else "")
        lasting = former_addresses.lasting_names(story)
        task.redirect = next((name for name in candidates if name in lasting), "")
    if not task.redirect and former_addresses.locate_owner(task.old)[0] and folder != "changes":
        raise CommandError("expected the page that its address leads to from now on, as in TO=case")
    return task


def _find_redirect(story: Story, kind_name: str, to: str) -> str:
    """Return the record of the same kind, or the page, that ``to`` names."""
    for kind in (kind_name, "page"):
        if _exists(story, owner := parse_owner(kind, to)):
            return owner
    hint = did_you_mean(to, _ids_of_kind(story, kind_name))
    raise CommandError(f"TO: no {kind_name} or page «{to}»{hint}")


def _require_files(story: Story, task: Task, kind_name: str, id_: str) -> None:
    if missing := [file for file in task.files if not (story.settings.root / file).is_file()]:
        hint = did_you_mean(id_, _ids_of_kind(story, kind_name))
        hint = hint or "; expected the id of one that is there"
        raise CommandError(f"there is no {missing[0]}{hint}")


def _ids_of_kind(story: Story, kind_name: str) -> list[str]:
    if kind := loading.find_kind(kind_name):
        return list(story.ids(kind.folder))
    return [name.removesuffix(".md") for name in story.pages[story.settings.default]]


def _refuse_if_templates_name(story: Story, name: str) -> None:
    """Raise ``CommandError`` for a page that templates name, or that shows the records of a kind."""
    root = story.settings.root
    uses = [f"records of {kind.folder}" for kind in KINDS.values() if kind.page == name]
    if name.endswith("index.md"):
        uses.append("the pages of its folder")
    frames = (*(root / "templates").rglob("*.j2"), *(root / "overrides").rglob("*.html"))
    uses += [
        path.relative_to(root).as_posix()
        for path in sorted(frames)
        if f'"{name}' in path.read_text("utf-8")
    ]
    if uses:
        raise CommandError(f"«{name}» is found by its name: {', '.join(uses)}; another title and slug "
                       "change what readers see")  # fmt: skip


def _is_blocking(task: Task, edit: Edit) -> bool:
    """Tell whether a reference prevents a deletion: not one in its own files, the menu, or what stays."""
    if edit.file in (*task.files, CONFIG_FILE):
        return False
    folder, _, name = edit.file.removeprefix("data/").partition("/")
    if folder == "changes" and published.is_unchanged(task.story, Path(name).stem, "pages"):
        document = task.story.document("changes", Path(name).stem)
        place = document.span(("pages",))
        return not place.start <= edit.offset < place.end
    return True
