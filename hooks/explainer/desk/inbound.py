"""Who points to a record or a page: every place in data/, docs/ and the menu.

In: a story, what is pointed to (``claims/x``, ``case.md``, as ``reviews.yml`` names it), and
another name for it. Out: the edits that make every pointer point there. They are exact
replacements in the files as they are written: ids are never folded or escaped by YAML.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator
from dataclasses import dataclass

from explainer.check import citations
from explainer.derive import address, former_addresses
from explainer.model import availability, captures, field_walk
from explainer.model import records as model
from explainer.model.kinds import KINDS
from explainer.model.story import Story
from explainer.read import decoding, digests, yamlio
from explainer.read.citation import Citation
from explainer.read.positions import Lines
from explainer.settings import CONFIG_FILE

_PAGE = re.compile(
    r"(?<![\w/.-])((?:\.\./)*[a-z0-9][a-z0-9/-]*\.md)((?:#[A-Za-z][\w-]*)?)(?![\w/])"
)
_BLOCKS = {"claims": "claim", "figures": "figure|drawing"}
# What the command writes anew itself.
_OURS = (digests.REVIEWS_FILE, digests.PUBLISHED_FILE, availability.FILE)


@dataclass(frozen=True, order=True)
class Edit:
    """One replacement: ``text`` instead of ``length`` characters of a file, from an offset."""

    file: str
    at: int
    length: int
    text: str


def apply(text: str, edits: list[Edit]) -> str:
    """Return a file's text with the edits made."""
    for edit in sorted(set(edits), reverse=True):
        text = text[: edit.at] + edit.text + text[edit.at + edit.length :]
    return text


def spot(story: Story, edit: Edit) -> str:
    """Return the place of an edit, for a person: file:line:column."""
    line, column = Lines(read(story, edit.file)).position(edit.at)
    return f"{edit.file}:{line}:{column}"


def read(story: Story, file: str) -> str:
    """Return a file's text, as its places count it."""
    return decoding.decode(file, (story.settings.root / file).read_bytes())[0]


def edits(story: Story, old: str, new: str) -> list[Edit]:
    """Return the edits by which all that points to ``old`` points to ``new``; those of its own too."""
    made = set(_fields(story, old, new))
    files = [
        *(page.file for pages in story.pages.values() for page in pages.values()),
        *(document.file for document in story.documents.values()),
    ]
    for file in dict.fromkeys(files):
        # What is the generator's points to nothing of an affair.
        ours = file in _OURS or not file.startswith(("docs/", "data/"))
        if not ours and (story.settings.root / file).is_file():
            made |= set(_words(file, read(story, file), old, new))
    if old.endswith(".md"):
        made |= set(menu(read(story, CONFIG_FILE), old, new))
    return sorted(made)


def _words(file: str, text: str, old: str, new: str) -> Iterator[Edit]:
    """Yield the citations, the blocks and the links of a file, wherever they stand."""
    folder, _, id_ = old.partition("/")
    target = new.partition("/")[2]
    if folder == "sources":
        for match in re.finditer(rf"(?<![\w@/.])@({re.escape(id_)})(?![\w-]|\.\w)", text):
            yield Edit(file, match.start(1), len(id_), target)
    if block := _BLOCKS.get(folder):
        for match in re.finditer(rf'(?m)^[ ]*!!! (?:{block}) "({re.escape(id_)})"', text):
            yield Edit(file, match.start(1), len(id_), target)
    parts = file.split("/", 2)
    here = parts[2] if parts[0] == "docs" and len(parts) > 2 else citations.RECORD
    for match in _PAGE.finditer(text):
        name = posixpath.normpath(posixpath.join(posixpath.dirname(here), match[1]))
        moved, anchor = _renamed(name, match[2], old, new)
        if (moved, anchor) != (name, match[2]):
            written = address.relative_link(here, moved) + anchor
            yield Edit(file, match.start(), len(match[0]), written)


def _renamed(name: str, anchor: str, old: str, new: str) -> tuple[str, str]:
    """Return where a link to a page and an anchor of it leads, once ``old`` is called ``new``."""
    (page, mark), (page_new, mark_new) = (
        former_addresses.locate_owner(old),
        former_addresses.locate_owner(new),
    )
    if name == page and (not mark or anchor == f"#{mark}"):
        return page_new, f"#{mark_new}" if mark else anchor
    folder, _, id_ = old.partition("/")
    asked = {"actors": "who|case", "sources": "article"}.get(folder, "(?!)")
    filtered = re.fullmatch(rf"(\w+/by/(?:{asked})/){re.escape(id_)}((?:/\d+)?\.md)", name)
    if filtered and new.startswith(f"{folder}/") and not new.endswith(".md"):
        return filtered[1] + new.partition("/")[2] + filtered[2], anchor
    return name, anchor


def renamed(owner: str, old: str, new: str) -> str:
    """Return what a name of ``former_addresses`` is, filters included, once ``old`` is called ``new``."""
    return new if owner == old else _renamed(owner, "", old, new)[0]


def _fields(story: Story, old: str, new: str) -> Iterator[Edit]:
    """Yield the ids that stand in a field of a record, its own included."""
    folder, _, id_ = old.partition("/")
    if folder not in KINDS:
        return
    target = new.partition("/")[2]
    for own in dict.fromkeys((id_, target)):  # renamed by hand, a file says its old id
        said = story.documents.get((folder, own))
        if said and isinstance(said.value, dict) and said.value.get("id") == id_:
            at = said.text.index(id_, said.span(("id",)).start)
            yield Edit(said.file, at, len(id_), target)
    for kind, own, record in story.all_records():
        document = story.document(kind, own)
        found: list[yamlio.Span] = []
        for path, there, pointed in field_walk.record_references(record):
            if (there, pointed) == (folder, id_):
                found.append(document.span(path))
        for path, cited in field_walk.listed_citations(record):
            if folder == "sources" and isinstance(cited, Citation) and cited.source == id_:
                found.append(document.span(path))
        if isinstance(record, model.Change) and folder == "claims" and id_ in record.statuses:
            found.append(document.span(("statuses", id_), key=True))
        for place in found:
            at = document.text.index(id_, place.start)
            yield Edit(document.file, at, len(id_), target)


def known(story: Story, old: str, new: str) -> Iterator[Edit]:
    """Yield a source's id in each line of what was heard of it, and of its copies.

    Without a new name, what was heard goes; copies are kept.
    """
    folder, _, id_ = old.partition("/")
    for file in (availability.FILE, captures.FILE) if folder == "sources" else ():
        if not (story.settings.root / file).is_file():
            continue
        for match in re.finditer(rf"(?m)^({re.escape(id_)}):.*\n?", read(story, file)):
            if new:
                yield Edit(file, match.start(), len(id_), new.partition("/")[2])
            elif file == availability.FILE:
                yield Edit(file, match.start(), len(match[0]), "")


def menu(text: str, old: str, new: str) -> Iterator[Edit]:
    """Yield the page's place in the menu; a page without a new name loses its whole line."""
    for match in re.finditer(rf"(?m)^[ ]*- (?:.*: )?({re.escape(old)})[ ]*\n", text):
        if new:
            yield Edit(CONFIG_FILE, match.start(1), len(old), new)
        else:
            yield Edit(CONFIG_FILE, match.start(), len(match[0]), "")
