"""Checks of references between records, of relations, and of spans of time.

In: a story and its records. Out: problems.
"""

from __future__ import annotations

from collections.abc import Iterator

from pydantic import BaseModel

from explainer.derive import former_addresses
from explainer.model import field_walk, vocabulary
from explainer.model import records as model
from explainer.model.kinds import KINDS
from explainer.model.story import Story
from explainer.read.problems import Problem, Violation, did_you_mean, expected_one_of
from explainer.read.yamlio import Document, Path


def check_id(story: Story, folder: str, id_: str) -> Violation | None:
    """Return a violation if ``data/<folder>/`` has no record with that id, else ``None``."""
    ids = story.ids(folder)
    if id_ in ids:
        return None
    hint = former_addresses.suggest_rename(story, f"{folder}/{id_}") or did_you_mean(id_, ids)
    return Violation("ref-unknown", f"no {KINDS[folder].singular} «{id_}»{hint}")


def check(story: Story, folder: str, record: model.Record, document: Document) -> Iterator[Problem]:
    """Yield the references of a record to none or to itself, and mentions of unknown paragraphs."""
    for path, target_folder, id_ in field_walk.record_references(record):
        if violation := check_id(story, target_folder, id_):
            yield document.problem(path, *violation)
        elif (target_folder, id_) == (folder, record.id):
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
                count = source.article.paragraphs
                message = f"«{source.id}» has no ¶{number}; expected 1 to {count}"
                where = ("mentions", i, "paragraphs", j)
                yield document.problem(where, "paragraph-unknown", message)


def check_relations(story: Story) -> Iterator[Problem]:
    """Yield the relations that are written twice: in one record, or in the records of both ends.

    The reverse of a relation is derived.
    """
    kinds = story.vocab.relation_kinds
    mirrors = {
        name: [other for other, kind in kinds.items() if _is_reverse_of(kind, kinds[name])]
        for name in kinds
    }
    seen: dict[tuple[object, ...], tuple[str, int]] = {}

    def where(actor: str, number: int) -> str:
        document = story.document("actors", actor)
        return f"{document.file}:{document.span(('relations', number)).line}"

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


def _is_reverse_of(kind: vocabulary.RelationKind, other: vocabulary.RelationKind) -> bool:
    """Tell whether two kinds of relations are the reverse of each other; for one: if it is mutual."""
    backwards = getattr(kind, "reverse", None)
    return backwards == other.label and kind.label == getattr(other, "reverse", None)


def check_spans(record: BaseModel, document: Document, path: Path = ()) -> Iterator[Problem]:
    """Yield the spans of time that end before they start, at the precision of both dates."""
    start = getattr(record, "since", None) or getattr(record, "date", None)
    end = getattr(record, "until", None)
    if start and end:
        precision = min(len(start), len(end))
        if end[:precision] < start[:precision]:
            message = f"{end} is before the start, {start}"
            yield document.problem((*path, "until"), "date-order", message)
    for i, relation in enumerate(getattr(record, "relations", ())):
        yield from check_spans(relation, document, (*path, "relations", i))
