"""References to a record or a page, in data/, docs/ and the menu, and the edits that change them.

In: a story, the referenced record or page (``claims/x``, ``case.md``, as in ``reviews.yml``), and its new
name. Out: the edits that make every reference point there: exact replacements in the files as they
are written, since YAML never folds or escapes ids.
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

_PAGE_LINK = re.compile(
    r"(?<![\w/.-])((?:\.\./)*[a-z0-9][a-z0-9/-]*\.md)((?:#[A-Za-z][\w-]*)?)(?![\w/])"
)
_BLOCK_NAMES = {"claims": "claim", "figures": "figure|drawing"}
# Files that the command rewrites itself.
_REWRITTEN_FILES = (digests.REVIEWS_FILE, digests.PUBLISHED_FILE, availability.FILE)


@dataclass(frozen=True, order=True)
class Edit:
    """One replacement: ``text`` for ``length`` characters of a file, from an offset."""

    file: str
    offset: int
    length: int
    text: str


def apply_edits(text: str, edits: list[Edit]) -> str:
    """Return a file's text after the edits."""
    for edit in sorted(set(edits), reverse=True):
        text = text[: edit.offset] + edit.text + text[edit.offset + edit.length :]
    return text


def format_place(story: Story, edit: Edit) -> str:
    """Return the place of an edit as file:line:column."""
    line, column = Lines(read_file(story, edit.file)).position(edit.offset)
    return f"{edit.file}:{line}:{column}"


def read_file(story: Story, file: str) -> str:
    """Return a file's text, decoded as for problems."""
    return decoding.decode(file, (story.settings.root / file).read_bytes())[0]


def find_edits(story: Story, old: str, new: str) -> list[Edit]:
    """Return the edits that make all references to ``old`` point to ``new``, those in its own file too."""
    edits = set(_field_edits(story, old, new))
    files = [
        *(page.file for pages in story.pages.values() for page in pages.values()),
        *(document.file for document in story.documents.values()),
    ]
    for file in dict.fromkeys(files):
        # The generator's own files do not refer to records of a project.
        is_excluded = file in _REWRITTEN_FILES or not file.startswith(("docs/", "data/"))
        if not is_excluded and (story.settings.root / file).is_file():
            edits |= set(_text_edits(file, read_file(story, file), old, new))
    if old.endswith(".md"):
        edits |= set(menu_edits(read_file(story, CONFIG_FILE), old, new))
    return sorted(edits)


def _text_edits(file: str, text: str, old: str, new: str) -> Iterator[Edit]:
    """Yield the edits of a file's citations, embedded blocks and links."""
    folder, _, id_ = old.partition("/")
    target = new.partition("/")[2]
    if folder == "sources":
        for match in re.finditer(rf"(?<![\w@/.])@({re.escape(id_)})(?![\w-]|\.\w)", text):
            yield Edit(file, match.start(1), len(id_), target)
    if block := _BLOCK_NAMES.get(folder):
        for match in re.finditer(rf'(?m)^[ ]*!!! (?:{block}) "({re.escape(id_)})"', text):
            yield Edit(file, match.start(1), len(id_), target)
    parts = file.split("/", 2)
    page = parts[2] if parts[0] == "docs" and len(parts) > 2 else citations.RECORD
    for match in _PAGE_LINK.finditer(text):
        name = posixpath.normpath(posixpath.join(posixpath.dirname(page), match[1]))
        new_name, anchor = _rename_link(name, match[2], old, new)
        if (new_name, anchor) != (name, match[2]):
            link = address.relative_link(page, new_name) + anchor
            yield Edit(file, match.start(), len(match[0]), link)


def _rename_link(name: str, anchor: str, old: str, new: str) -> tuple[str, str]:
    """Return the page and the anchor of a link after ``old`` is renamed to ``new``."""
    (page, old_anchor), (page_new, mark_new) = (
        former_addresses.locate_owner(old),
        former_addresses.locate_owner(new),
    )
    if name == page and (not old_anchor or anchor == f"#{old_anchor}"):
        return page_new, f"#{mark_new}" if old_anchor else anchor
    folder, _, id_ = old.partition("/")
    filters = {"actors": "who|case", "sources": "article"}.get(folder, "(?!)")
    filter_match = re.fullmatch(rf"(\w+/by/(?:{filters})/){re.escape(id_)}((?:/\d+)?\.md)", name)
    if filter_match and new.startswith(f"{folder}/") and not new.endswith(".md"):
        return filter_match[1] + new.partition("/")[2] + filter_match[2], anchor
    return name, anchor


def rename_owner(owner: str, old: str, new: str) -> str:
    """Return a name of ``former_addresses``, filters included, after ``old`` is renamed to ``new``."""
    return new if owner == old else _rename_link(owner, "", old, new)[0]


def _field_edits(story: Story, old: str, new: str) -> Iterator[Edit]:
    """Yield the edits of ids in fields of records, the record's own id included."""
    folder, _, id_ = old.partition("/")
    if folder not in KINDS:
        return
    target = new.partition("/")[2]
    for own_id in dict.fromkeys((id_, target)):  # a file renamed by hand still has its old id
        document = story.documents.get((folder, own_id))
        if document and isinstance(document.value, dict) and document.value.get("id") == id_:
            offset = document.text.index(id_, document.span(("id",)).start)
            yield Edit(document.file, offset, len(id_), target)
    for kind, own_id, record in story.all_records():
        document = story.document(kind, own_id)
        places: list[yamlio.Span] = []
        for path, target_folder, target_id in field_walk.record_references(record):
            if (target_folder, target_id) == (folder, id_):
                places.append(document.span(path))
        for path, cited in field_walk.listed_citations(record):
            if folder == "sources" and isinstance(cited, Citation) and cited.source == id_:
                places.append(document.span(path))
        if isinstance(record, model.Change) and folder == "claims" and id_ in record.statuses:
            places.append(document.span(("statuses", id_), key=True))
        for place in places:
            offset = document.text.index(id_, place.start)
            yield Edit(document.file, offset, len(id_), target)


def history_edits(story: Story, old: str, new: str) -> Iterator[Edit]:
    """Yield the edits of a source's id in the records of its availability and its copies.

    Without a new name, its availability is deleted; copies stay.
    """
    folder, _, id_ = old.partition("/")
    for file in (availability.FILE, captures.FILE) if folder == "sources" else ():
        if not (story.settings.root / file).is_file():
            continue
        for match in re.finditer(rf"(?m)^({re.escape(id_)}):.*\n?", read_file(story, file)):
            if new:
                yield Edit(file, match.start(), len(id_), new.partition("/")[2])
            elif file == availability.FILE:
                yield Edit(file, match.start(), len(match[0]), "")


def menu_edits(text: str, old: str, new: str) -> Iterator[Edit]:
    """Yield the edits of a page's name in the menu; without a new name its line is deleted."""
    for match in re.finditer(rf"(?m)^[ ]*- (?:.*: )?({re.escape(old)})[ ]*\n", text):
        if new:
            yield Edit(CONFIG_FILE, match.start(1), len(old), new)
        else:
            yield Edit(CONFIG_FILE, match.start(), len(match[0]), "")
