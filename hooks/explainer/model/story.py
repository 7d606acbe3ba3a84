"""The story: all records, pages, strings and vocabularies of a project.

In: the project's folder. Out: a ``Story``, and the problems of reading it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Generic, TypeVar

from pydantic import BaseModel

from explainer.model import availability, captures, project_files, vocabulary, wordbook
from explainer.model import records as model
from explainer.model.audit import Audit
from explainer.model.availability import AddressState
from explainer.model.captures import Capture
from explainer.model.kinds import KINDS
from explainer.model.validation import read
from explainer.read import digests, prose, yamlio
from explainer.read.problems import Problem
from explainer.run.tracked_tables import TrackedTable
from explainer.settings import Settings

T = TypeVar("T")
M = TypeVar("M", bound=BaseModel)
R = TypeVar("R", bound=model.Record)


class _Records(Generic[R]):
    """A descriptor: ``story.actors`` is the table of actors by id."""

    def __init__(self, shape: type[R]) -> None:
        self.shape = shape

    def __set_name__(self, owner: type, name: str) -> None:
        self.folder = name

    def __get__(self, story: Story, owner: type | None = None) -> dict[str, R]:
        return story.tables[self.folder]


@dataclass
class Story:
    """Everything that people wrote, typed.

    ``tables``: folder → id → record. ``pages``: language → name → page. ``documents``: (folder, id)
    → YAML document, for the places of problems. ``unread``: the files of pages that could not be
    read whole; ``unread_vocabularies``: the names of such vocabularies, in which an unknown word
    may be right.
    """

    settings: Settings
    tables: dict[str, dict[str, Any]] = field(default_factory=lambda: {k: {} for k in KINDS})
    status: model.Status | None = None
    vocabularies: vocabulary.Vocabularies | None = None
    strings: dict[str, model.Text] = field(default_factory=dict)
    pages: dict[str, dict[str, prose.ProsePage]] = field(default_factory=dict)
    documents: dict[tuple[str, str], yamlio.Document] = field(default_factory=dict)
    reviews: digests.Reviews = field(default_factory=digests.Reviews)
    availability: dict[str, AddressState] = field(default_factory=dict)
    captures: dict[str, list[Capture]] = field(default_factory=dict)
    unread: set[str] = field(default_factory=set)
    strings_read: bool = True
    unread_vocabularies: set[str] = field(default_factory=set)
    _ids: dict[str, dict[str, None]] = field(default_factory=dict)

    actors = _Records(model.Actor)
    sources = _Records(model.Source)
    claims = _Records(model.Claim)
    events = _Records(model.Event)
    terms = _Records(model.Term)
    changes = _Records(model.Change)
    figures = _Records(model.Figure)
    audits = _Records(Audit)

    @property
    def vocab(self) -> vocabulary.Vocabularies:
        """The vocabularies, as far as they could be read."""
        assert self.vocabularies is not None
        return self.vocabularies

    def records(self, folder: str) -> dict[str, Any]:
        """Return the records of ``data/<folder>/`` by id."""
        return self.tables[folder]

    def address_state(self, source: model.Source) -> AddressState | None:
        """Return the state of a source's address; ``None`` if it was never requested."""
        state: AddressState | None = self.availability.get(source.id)
        return state if state is not None and state.url == source.address else None

    def link_address(self, source: model.Source) -> str:
        """Return the address that links to a source use: the archived copy's once its own is gone."""
        state = self.address_state(source)
        gone = state is not None and state.state == "gone"
        return source.archive_url or "" if gone else source.address

    def all_records(self) -> Iterator[tuple[str, str, BaseModel]]:
        """Yield (folder, id, record) of every record, and ``("status", "", …)`` if there is one."""
        for folder in KINDS:
            for id_, record in self.records(folder).items():
                yield folder, id_, record
        if self.status:
            yield "status", "", self.status

    def ids(self, folder: str) -> dict[str, None]:
        """Return the ids of the files of ``data/<folder>/``, readable or not."""
        if not self._ids:
            for kind, id_ in self.documents:
                self._ids.setdefault(kind, {})[id_] = None
        return self._ids.get(folder, {})

    def document(self, folder: str, id_: str) -> yamlio.Document:
        """Return the file of a record, for the places of problems."""
        return self.documents[folder, id_]

    @property
    def articles(self) -> dict[str, model.Source]:
        """The sources marked as articles, by id, in the order of their dates."""
        chosen = [source for source in self.sources.values() if source.article]
        return {s.id: s for s in sorted(chosen, key=lambda s: (s.earliest_date, s.id))}


def load(settings: Settings) -> tuple[Story, list[Problem]]:
    """Read the project under ``settings.root``; mistakes become problems, never exceptions."""
    root, languages = settings.root, settings.languages
    story = Story(settings)
    problems: list[Problem] = []

    def note(result: tuple[T, Iterable[Problem]]) -> T:
        problems.extend(result[1])
        return result[0]

    words = note(wordbook.read(root, languages))
    story.vocabularies, story.unread_vocabularies = words.vocabularies, words.unread
    story.strings, story.strings_read = TrackedTable("strings", words.strings), words.whole
    story.documents |= {(name, ""): document for name, document in words.documents.items()}
    if (path := root / "data" / "status.yml").exists():
        document, status = _record(settings, path, model.Status, problems)
        story.documents["status", ""], story.status = document, status
    for folder, kind in KINDS.items():
        for path in project_files.list_files(root / "data" / folder, "*.yml"):
            document, record = _record(settings, path, kind.shape, problems)
            # An invalid record still exists: references to it are no problems.
            story.documents[folder, path.stem] = document
            if record is not None:
                story.records(folder)[record.id] = record
    problems.extend(project_files.check_placement(root, languages))
    story.reviews = note(digests.read(root))
    states = note(availability.read(root, languages))
    story.availability = TrackedTable("availability", states)
    story.captures = TrackedTable("captures", note(captures.read(root, languages)))
    for language in languages:
        story.pages[language] = {}
        base = root / "docs" / language
        for path in project_files.list_files(base, "*.md", recursive=True):
            name = path.relative_to(base).as_posix()
            file = path.relative_to(root).as_posix()
            raw, found = project_files.read_file(path, file)
            page, more = prose.read(file, language, name, raw)
            story.pages[language][name] = page
            problems.extend(found or more)
            if found or more:
                story.unread.add(file)
    story.tables = {folder: TrackedTable(folder, rows) for folder, rows in story.tables.items()}
    story.pages = {code: TrackedTable(f"pages/{code}", rows) for code, rows in story.pages.items()}
    return story, problems


def _record(
    settings: Settings, path: Path, shape: type[M], problems: list[Problem]
) -> tuple[yamlio.Document, M | None]:
    """Return the document of a file, and its record if it is valid; add problems."""
    file = path.relative_to(settings.root).as_posix()
    raw, unread = project_files.read_file(path, file)
    document, record, found = read(file, raw, shape, settings.languages)
    problems.extend(unread or found)
    return document, None if unread else record
