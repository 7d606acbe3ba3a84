"""Ids of other records, relations and spans of time: whether they fit together.

In: a story and its records. Out: problems. Runs with ``records``.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from pydantic import BaseModel

from explainer.derive import former
from explainer.model import records as model
from explainer.model import vocabulary
from explainer.model.kinds import KINDS, kind_of
from explainer.model.story import Story
from explainer.read.problems import Problem, Told, expected_one_of, nearest
from explainer.read.yamlio import Document, Path


def unknown(story: Story, folder: str, id_: str) -> Told | None:
    """Return what is wrong with the id of a record of ``data/<folder>/``, or ``None``."""
    known = story.ids(folder)
    if id_ in known:
        return None
    hint = former.now(story, f"{folder}/{id_}") or nearest(id_, known)
    return Told("ref-unknown", f"no {KINDS[folder].one} «{id_}»{hint}")


def check(story: Story, record: model.Record, document: Document) -> Iterator[Problem]:
    """Yield the ids in a record that are those of no other, and its mentions' wrong paragraphs."""
    for path, folder, id_ in pointers(record):
        if told := unknown(story, folder, id_):
            yield document.problem(path, *told)
        elif id_ == record.id and folder == _folder(record):
            yield document.problem(path, "ref-self", f"«{id_}» refers to itself")
    for i, mention in enumerate(getattr(record, "mentions", [])):
        source = story.sources.get(mention.article)
        if source is None:
            continue
        if source.article is None:
            message = f"«{source.id}» is none of the articles{expected_one_of(story.articles)}"
            yield document.problem(("mentions", i, "article"), "ref-article", message)
            continue
        for j, number in enumerate(mention.paragraphs):
            if not 1 <= number <= source.article.paragraphs:
                message = (
                    f"«{source.id}» has no ¶{number}; expected 1 to {source.article.paragraphs}"
                )
                where = ("mentions", i, "paragraphs", j)
                yield document.problem(where, "paragraph-unknown", message)


def relations(story: Story) -> Iterator[Problem]:
    """Yield the relations that are there twice: in one record, or from both sides.

    The other side is derived: whoever types it too says it twice.
    """
    kinds = story.vocab.relation_kinds
    mirrors = {
        name: [other for other, kind in kinds.items() if _mirrored(kind, kinds[name])]
        for name in kinds
    }
    seen: dict[tuple[object, ...], tuple[str, int]] = {}

    def where(actor: str, number: int) -> str:
        document = story.document("actors", actor)
        return f"{document.file}:{document.place(('relations', number)).line}"

    for actor in story.actors.values():
        document = story.document("actors", actor.id)
        for i, relation in enumerate(actor.relations):
            dates = (relation.since, relation.until)
            same = seen.get((actor.id, relation.kind, relation.target, *dates))
            others = [
                seen.get((relation.target, kind, actor.id, *dates))
                for kind in mirrors.get(relation.kind, ())
            ]
            back = next(filter(None, others), None)
            if same:
                message = f"this relation is there already, {where(*same)}; keep one"
                yield document.problem(("relations", i), "relation-twice", message)
            elif back:
                message = f"{where(*back)} says it from the other side, which is derived; keep one"
                yield document.problem(("relations", i), "relation-twice", message)
            seen.setdefault((actor.id, relation.kind, relation.target, *dates), (actor.id, i))


def _mirrored(one: vocabulary.RelationKind, other: vocabulary.RelationKind) -> bool:
    """Tell whether one kind read backwards is the other; of itself: whether it is mutual."""
    backwards = getattr(one, "reverse", None)
    return backwards == other.label and one.label == getattr(other, "reverse", None)


def _folder(record: model.Record) -> str:
    return kind_of(record).folder


def pointers(record: model.Record) -> Iterator[tuple[Path, str, str]]:
    """Yield (path, folder, id) for every id of another record."""

    def each(name: str, folder: str, ids: Iterable[str]) -> Iterator[tuple[Path, str, str]]:
        for i, id_ in enumerate(ids):
            yield (name, i), folder, id_

    if isinstance(record, model.Actor):
        for i, relation in enumerate(record.relations):
            yield ("relations", i, "target"), "actors", relation.target
    if isinstance(record, model.Claim):
        yield from each("asserted_by", "actors", record.asserted_by)
        yield from each("accuses", "actors", record.accuses)
        yield from each("about", "actors", record.about)
        for i, clash in enumerate(record.clashes):
            yield ("clashes", i, "with"), "claims", clash.other
    if isinstance(record, model.Source):
        for i, flaw in enumerate(record.flaws):
            if flaw.claim:
                yield ("flaws", i, "claim"), "claims", flaw.claim
    if isinstance(record, model.Event):
        yield from each("actors", "actors", record.actors)
        yield from each("follows", "events", record.follows)
        for name in ("court", "case"):
            if id_ := getattr(record, name):
                yield (name,), "actors", id_
    if isinstance(record, model.Term):
        yield from each("see", "terms", record.see)
    if isinstance(record, model.Change):
        yield from each("claims", "claims", record.claims)
    for i, mention in enumerate(getattr(record, "mentions", [])):
        yield ("mentions", i, "article"), "sources", mention.article


def dates(record: BaseModel, document: Document, path: Path = ()) -> Iterator[Problem]:
    """Yield the spans of time that end before they start, as far as partial dates can tell."""
    start = getattr(record, "since", None) or getattr(record, "date", None)
    end = getattr(record, "until", None)
    if start and end:
        known = min(len(start), len(end))
        if end[:known] < start[:known]:
            message = f"{end} is before the start, {start}"
            yield document.problem((*path, "until"), "date-order", message)
    for i, relation in enumerate(getattr(record, "relations", ())):
        yield from dates(relation, document, (*path, "relations", i))
