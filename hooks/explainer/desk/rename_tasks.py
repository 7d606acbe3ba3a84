"""What ``rename`` and ``delete`` are asked to do, or why they cannot.

In: a story, a kind, an id, another id. Out: a ``Task``; ``Refused`` with the reasons, a line
each, and nothing written. Runs before ``rename`` does anything.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from explainer import settings
from explainer.check import published
from explainer.derive import former_addresses
from explainer.desk import git, inbound
from explainer.desk.console import Refused
from explainer.desk.inbound import Edit
from explainer.model.fields import SLUG, is_slug
from explainer.model.kinds import KINDS
from explainer.model.story import Story
from explainer.read.problems import did_you_mean, expected_one_of


@dataclass
class Task:
    """What is asked: ``old`` is to be called ``new``, or to go; then its address leads to ``end``."""

    story: Story
    old: str
    new: str = ""
    end: str = ""

    @property
    def files(self) -> list[str]:
        """The files of ``old``."""
        return _files(self.story, self.old)

    @property
    def moves(self) -> dict[str, str]:
        """The files that get another name."""
        return dict(zip(self.files, _files(self.story, self.new), strict=True)) if self.new else {}


def owner(word: str, id_: str) -> str:
    """Return what a kind and an id name, as ``reviews.yml`` does; raise ``Refused``."""
    if word in ("page", "pages"):
        name = id_.removesuffix(".md") + ".md"
        if not all(SLUG.fullmatch(part) for part in name.removesuffix(".md").split("/")):
            raise Refused(f"«{id_}» is no name of a page; expected one such as case or law/case")
        return name
    kind = next((kind for kind in KINDS.values() if word in (kind.singular, kind.folder)), None)
    if kind is None:
        words = ["page", *(kind.singular for kind in KINDS.values())]
        raise Refused(f"no kind «{word}»{did_you_mean(word, words) or expected_one_of(words)}")
    if not is_slug(id_):
        raise Refused(f"«{id_}» is no id; expected lower-case ASCII words joined by hyphens")
    return f"{kind.folder}/{id_}"


def _files(story: Story, name: str) -> list[str]:
    if name.endswith(".md"):
        return [f"docs/{language}/{name}" for language in story.settings.languages]
    return [f"data/{name}.yml"]


def _there(story: Story, name: str) -> bool:
    return any((story.settings.root / file).exists() for file in _files(story, name))


def renaming(story: Story, word: str, id_: str, new: str) -> Task:
    """Return the task of giving a record or a page another id; raise ``Refused``."""
    task = Task(story, owner(word, id_), owner(word, new))
    by_hand = not _there(story, task.old) and _there(story, task.new)
    if by_hand and task.old not in story.reviews.addresses:
        raise Refused(f"no {word} «{id_}»{did_you_mean(id_, _ids(story, word))}")
    if not by_hand:
        _has(story, task, word, id_)
        if _there(story, task.new):
            raise Refused(f"{_files(story, task.new)[0]} is there already; expected another id")
    if end := former_addresses.redirect_target(story, task.new):
        raise Refused(f"«{new}» was used before, and leads to «{end}»; expected an id never used")
    if task.old.endswith(".md"):
        _named_by_code(story, task.old)
        if Path(task.old).parent != Path(task.new).parent:
            raise Refused(
                f"expected a name in the folder of «{id_}»: its links are written from there"
            )
    if task.old in {f"changes/{known}" for known in story.reviews.published}:
        raise Refused(f"«{id_}» is a record of change that was published; it stays as it is")
    return task


def deleting(story: Story, word: str, id_: str, to: str) -> Task:
    """Return the task of taking a record or a page away; raise ``Refused``."""
    task = Task(story, owner(word, id_), end=to and _end(story, word, to))
    folder = task.old.partition("/")[0]
    by_hand = not _there(story, task.old) and task.old in story.reviews.addresses
    root = story.settings.root
    if not by_hand:
        _has(story, task, word, id_)
        if lost := [file for file in task.files if not git.keeps(root, file)]:
            raise Refused(
                *(f"{x}: Git does not hold it as it stands; commit it first" for x in lost)
            )
    if task.old.endswith(".md"):
        _named_by_code(story, task.old)
    if folder == "claims" and git.merged(root, task.old) and task.old in story.reviews.addresses:
        words = [key for key, one in story.vocab.claim_statuses.items() if one.withdraws]
        raise Refused(
            f"«{id_}» was published, and its page stays; expected {' or '.join(words) or 'a status'} "
            "as its status, and a record of change that says why"
        )
    if folder == "changes" and id_ in story.reviews.published and git.merged(root, id_):
        raise Refused(
            f"«{id_}» was published; a record of change stays: what changes now is a new one"
        )
    if task.end == task.old:
        raise Refused(f"TO: «{to}» is what is to go; expected another, or a page")
    if not task.end:
        if found := [one for one in inbound.edits(story, task.old, task.old) if _blocks(task, one)]:
            raise Refused(
                *(f"{inbound.spot(story, one)}: points to {task.old}" for one in found),
                f"expected nothing to point to «{id_}», or what else all that is to point to: TO=…",
            )
        kind = KINDS.get(folder)
        ends = (f"{folder}/index.md", kind.page if kind else "")
        task.end = next((end for end in ends if end in former_addresses.lasting_names(story)), "")
    if not task.end and former_addresses.locate_owner(task.old)[0] and folder != "changes":
        raise Refused("expected the page that its address leads to from now on, as in TO=case")
    return task


def _end(story: Story, word: str, to: str) -> str:
    """Return what ``to`` names: another of the same kind, or a page."""
    for kind in (word, "page"):
        if _there(story, found := owner(kind, to)):
            return found
    raise Refused(f"TO: no {word} or page «{to}»{did_you_mean(to, _ids(story, word))}")


def _has(story: Story, task: Task, word: str, id_: str) -> None:
    if missing := [file for file in task.files if not (story.settings.root / file).is_file()]:
        hint = did_you_mean(id_, _ids(story, word))
        raise Refused(f"there is no {missing[0]}{hint or '; expected the id of one that is there'}")


def _ids(story: Story, word: str) -> list[str]:
    folders = (kind.folder for kind in KINDS.values() if word in (kind.singular, kind.folder))
    pages = [name.removesuffix(".md") for name in story.pages[story.settings.default]]
    return next((list(story.ids(folder)) for folder in folders), pages)


def _named_by_code(story: Story, name: str) -> None:
    """Refuse a page that templates name, or that shows records of a kind."""
    root = story.settings.root
    where = [f"records of {kind.folder}" for kind in KINDS.values() if kind.page == name]
    if name.endswith("index.md"):
        where.append("the pages of its folder")
    frames = (*(root / "templates").rglob("*.j2"), *(root / "overrides").rglob("*.html"))
    where += [
        path.relative_to(root).as_posix()
        for path in sorted(frames)
        if f'"{name}' in path.read_text("utf-8")
    ]
    if where:
        raise Refused(f"«{name}» is found by its name: {', '.join(where)}; another title and slug "
                       "change what readers see")  # fmt: skip


def _blocks(task: Task, edit: Edit) -> bool:
    """Tell whether a pointer keeps a record from going: not its own, the menu's, or what stays."""
    if edit.file in (*task.files, settings.CONFIG_FILE):
        return False
    folder, _, name = edit.file.removeprefix("data/").partition("/")
    if folder == "changes" and published.is_unchanged(task.story, Path(name).stem, "pages"):
        document = task.story.document("changes", Path(name).stem)
        at = document.span(("pages",))
        return not at.start <= edit.at < at.end
    return True
