"""What a record may say only if other records agree: ids, words, citations, rules.

In: a story. Out: problems. Runs after ``story.load`` and before any page is
made. Shapes were checked by ``model``; here stands what needs the whole.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from typing import Any, TypeGuard, cast

from pydantic import BaseModel

from explainer.check import published
from explainer.make import recordtext
from explainer.model import records as model
from explainer.model import vocabulary
from explainer.model.story import Story
from explainer.read import citation
from explainer.read.problems import Problem, expected_one_of, nearest
from explainer.read.yamlio import Document, Path
from explainer.words import wording

CITED_FIELDS = frozenset({"sources", "stated_in", "echoed_in", "evidence"})
LinkCheck = Callable[[str, str], str | None]


def check(story: Story, check_link: LinkCheck) -> Iterator[Problem]:
    """Yield every problem between records.

    ``check_link(from_name, target)`` returns what is wrong with a link or ``None``.
    """
    for folder in model.RECORDS:
        for id_, record in story.records(folder).items():
            document = story.document(folder, id_)
            yield from _words(story, record, document)
            yield from _texts(story, record, document, check_link)
            yield from _references(story, record, document)
            yield from _dates(record, document)
    yield from _relations(story)
    for event in story.events.values():
        yield from _event(story, event)
    for term in story.terms.values():
        yield from _term(story, term, check_link)
    for change in story.changes.values():
        yield from _change(story, change, check_link)
    for claim in story.claims.values():
        yield from _claim(story, claim, story.document("claims", claim.id))
    for source in story.sources.values():
        yield from _source(story, source, story.document("sources", source.id))
    if story.status:
        yield from _texts(story, story.status, story.document("status", ""), check_link)


def walk(record: BaseModel, path: Path = ()) -> Iterator[tuple[Path, str, Any]]:
    """Yield (path, field name, value) of every field, models and lists opened."""
    for name, info in type(record).model_fields.items():
        value = getattr(record, name)
        here = (*path, info.alias or name)
        yield here, name, value
        if isinstance(value, BaseModel):
            yield from walk(value, here)
        elif isinstance(value, list):
            for i, item in enumerate(value):
                if isinstance(item, BaseModel):
                    yield from walk(item, (*here, i))


def texts(record: BaseModel) -> Iterator[tuple[Path, model.Text]]:
    """Yield every localized text of a record, with its path."""
    for path, _, value in walk(record):
        if isinstance(value, model.Text):
            yield path, value


def cited_in(record: BaseModel, language: str) -> Iterator[citation.Citation]:
    """Yield what a record cites: its lists of sources and its text in one language."""
    for _, name, value in walk(record):
        if name in CITED_FIELDS:
            for text in value:
                if isinstance(cited := citation.parse_bare(text), citation.Citation):
                    yield cited
        elif isinstance(value, model.Text):
            for bracket in citation.BRACKET.finditer(recordtext.mask(value[language])):
                for one in citation.parse(bracket[1]):
                    if isinstance(one, citation.Citation):
                        yield one


def _words(story: Story, record: BaseModel, document: Document) -> Iterator[Problem]:
    if isinstance(record, model.Record):
        yield from _vocabulary_fields(story, record, document, ())
    for path, _, value in walk(record):
        if isinstance(value, list):
            for i, item in enumerate(value):
                if isinstance(item, BaseModel):
                    yield from _vocabulary_fields(story, item, document, (*path, i))


def _vocabulary_fields(
    story: Story, holder: BaseModel, document: Document, path: Path
) -> Iterator[Problem]:
    for name, info in type(holder).model_fields.items():
        extra = info.json_schema_extra
        if not isinstance(extra, dict) or "x-vocabulary" not in extra:
            continue
        vocabulary = cast(str, extra["x-vocabulary"])
        known, value = story.vocab.table(vocabulary), getattr(holder, name)
        if value not in known and vocabulary not in story.unread_vocabularies:
            hint = nearest(value, known) or expected_one_of(known, 40)
            message = f"«{value}» is not in {vocabulary} of data/vocabularies.yml{hint}"
            yield document.problem((*path, info.alias or name), message)


def cite_problem(story: Story, cited: citation.Citation | citation.Malformed) -> str | None:
    """Return what is wrong with one citation, or ``None``."""
    if isinstance(cited, citation.Malformed):
        return f"{cited.text}: {cited.why}"
    known = story.ids("sources")
    if cited.source not in known:
        return f"no source «{cited.source}»{nearest(cited.source, known)}"
    source = story.sources.get(cited.source)
    if source is None or source.article is None:
        return None
    count = source.article.paragraphs
    if not cited.paragraphs:
        return (
            f"«{cited.source}» is one of the articles; expected a paragraph: [@{cited.source}, ¶1]"
        )
    if wrong := [n for n in cited.paragraphs if not 1 <= n <= count]:
        return f"«{cited.source}» has no ¶{wrong[0]}; expected ¶1 to ¶{count}"
    return None


def _texts(
    story: Story, record: BaseModel, document: Document, check_link: LinkCheck
) -> Iterator[Problem]:
    for path, text in texts(record):
        for language, words in text.items():
            where = (*path, language) if (*path, language) in document.values else path
            masked = recordtext.mask(words)
            for _, left in citation.leftovers(masked):
                wrong = f"«{left}» is no citation; {citation.EXPECTED}"
                yield document.problem_in(where, left, wrong)
            for bracket in citation.BRACKET.finditer(masked):
                for cited in citation.parse(bracket[1]):
                    if message := cite_problem(story, cited):
                        snippet = getattr(cited, "source", None) or bracket[0]
                        yield document.problem_in(where, snippet, message)
            for target in link_targets(words):
                if message := check_link("record.md", target):
                    yield document.problem_in(where, target, message)
    for path, name, value in walk(record):
        if name not in CITED_FIELDS:
            continue
        for i, item in enumerate(value):
            if message := cite_problem(story, citation.parse_bare(item)):
                yield document.problem((*path, i), message)


_LINK = re.compile(r"(?<!\\)\]\(\s*<?([^\s()<>]*(?:\([^\s()]*\)[^\s()<>]*)*)")
_DEFINITION = re.compile(r"(?m)^ {0,3}\[[^\]\n]+\]:[ \t]*<?(\S+?)>?\s*$")


def link_targets(text: str) -> list[str]:
    """Return the targets of the links of a record's text."""
    text = recordtext.mask(text)
    return [m[1] for m in _LINK.finditer(text)] + [m[1] for m in _DEFINITION.finditer(text)]


def _unknown(story: Story, folder: str, id_: str) -> str | None:
    known = story.ids(folder)
    if id_ in known:
        return None
    return f"no {folder.removesuffix('s')} «{id_}»{nearest(id_, known)}"


def _references(story: Story, record: model.Record, document: Document) -> Iterator[Problem]:
    for path, folder, id_ in _pointers(record):
        if message := _unknown(story, folder, id_):
            yield document.problem(path, message)
        elif id_ == record.id and folder == _folder(record):
            yield document.problem(path, f"«{id_}» refers to itself")
    for i, mention in enumerate(getattr(record, "mentions", [])):
        source = story.sources.get(mention.article)
        if source is None:
            continue
        if source.article is None:
            articles = ", ".join(story.articles)
            yield document.problem(
                ("mentions", i, "article"),
                f"«{source.id}» is none of the articles; expected one of {articles}",
            )
            continue
        for j, number in enumerate(mention.paragraphs):
            if not 1 <= number <= source.article.paragraphs:
                message = (
                    f"«{source.id}» has no ¶{number}; expected 1 to {source.article.paragraphs}"
                )
                yield document.problem(("mentions", i, "paragraphs", j), message)


def _relations(story: Story) -> Iterator[Problem]:
    """Yield the relations that are there twice: in one record, or from both sides.

    The other side is derived: whoever types it too says it twice.
    """
    kinds = story.vocab.relation_kinds
    mirrors = {
        name: [other for other, kind in kinds.items() if _mirrored(kind, kinds[name])]
        for name in kinds
    }
    seen: dict[tuple[object, ...], str] = {}
    for actor in story.actors.values():
        document = story.document("actors", actor.id)
        for i, relation in enumerate(actor.relations):
            dates = (relation.since, relation.until)
            here = f"{document.file}:{document.place(('relations', i)).line}"
            same = seen.get((actor.id, relation.kind, relation.target, *dates))
            others = [
                seen.get((relation.target, kind, actor.id, *dates))
                for kind in mirrors.get(relation.kind, ())
            ]
            back = next(filter(None, others), None)
            if same:
                message = f"this relation is there already, {same}; keep one"
                yield document.problem(("relations", i), message)
            elif back:
                message = f"{back} says it from the other side, which is derived; keep one"
                yield document.problem(("relations", i), message)
            seen.setdefault((actor.id, relation.kind, relation.target, *dates), here)


def _mirrored(one: vocabulary.RelationKind, other: vocabulary.RelationKind) -> bool:
    """Tell whether one kind read backwards is the other; of itself: whether it is mutual."""
    backwards = getattr(one, "reverse", None)
    return backwards == other.label and one.label == getattr(other, "reverse", None)


def _folder(record: model.Record) -> str:
    return next(folder for folder, shape in model.RECORDS.items() if isinstance(record, shape))


def _pointers(record: model.Record) -> Iterator[tuple[Path, str, str]]:
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


def _dates(record: BaseModel, document: Document, path: Path = ()) -> Iterator[Problem]:
    """Yield the spans of time that end before they start, as far as partial dates can tell."""
    start = getattr(record, "since", None) or getattr(record, "date", None)
    end = getattr(record, "until", None)
    if start and end:
        known = min(len(start), len(end))
        if end[:known] < start[:known]:
            yield document.problem((*path, "until"), f"{end} is before the start, {start}")
    for i, relation in enumerate(getattr(record, "relations", ())):
        yield from _dates(relation, document, (*path, "relations", i))


def _event(story: Story, event: model.Event) -> Iterator[Problem]:
    for i, id_ in enumerate(event.follows):
        before = story.events.get(id_)
        if before is not None and before.date > event.rank[0]:
            message = f"«{id_}» is of {before.date}, after {event.date}; expected an earlier event"
            yield story.document("events", event.id).problem(("follows", i), message)


def _term(story: Story, term: model.Term, check_link: LinkCheck) -> Iterator[Problem]:
    document = story.document("terms", term.id)
    if term.needed and (message := check_link("record.md", term.needed)):
        yield document.problem(("needed",), message)
    languages = story.settings.languages
    for language in term.variants:
        if language not in languages:
            message = f"unknown language «{language}»{expected_one_of(languages)}"
            yield document.problem(("variants", language), message, key=True)
    if missing := [
        language for language in languages if term.variants and language not in term.variants
    ]:
        yield document.problem(("variants",), f"the {missing[0]} forms are missing")


def _change(story: Story, change: model.Change, check_link: LinkCheck) -> Iterator[Problem]:
    document = story.document("changes", change.id)
    for i, page in enumerate(change.pages):
        if published.intact(story, change.id, "pages"):
            continue  # it stays as it was, whatever became of the page since
        if message := check_link("record.md", page):
            yield document.problem(("pages", i), message)
    for claim, status in change.statuses.items():
        if message := _unknown(story, "claims", claim):
            if published.intact(story, change.id, "statuses"):
                message = _vanished(story, claim)
            yield document.problem(("statuses", claim), message, key=True)
        known = story.vocab.claim_statuses
        if status not in known and "claim_statuses" not in story.unread_vocabularies:
            hint = nearest(status, known) or expected_one_of(known, 40)
            message = f"«{status}» is not in claim_statuses of data/vocabularies.yml{hint}"
            yield document.problem(("statuses", claim), message)


def _vanished(story: Story, claim: str) -> str:
    """Return how a claim that was published is withdrawn: never by deleting its file."""
    words = [key for key, word in story.vocab.claim_statuses.items() if word.withdraws]
    status = f" with the status «{words[0]}» and a new record of change that gives it" * bool(words)
    return (
        f"the claim «{claim}» was published and its page stays; expected data/claims/{claim}.yml, "
        f"brought back{status}"
    )


def _claim(story: Story, claim: model.Claim, document: Document) -> Iterator[Problem]:
    yield from _voices(story, claim, document)
    yield from _accusation(story, claim, document)
    words = [
        (name, word, table.get(word))
        for name, word, table in (
            ("kind", claim.kind, story.vocab.claim_kinds),
            ("status", claim.status, story.vocab.claim_statuses),
        )
    ]
    for name, word, entry in words:
        if entry and entry.accusatory and not claim.accuses:
            message = (
                f"the {name} «{word}» is that of an accusation, and the claim accuses no one; "
                f"expected at least one actor in `accuses:`, or another {name}"
            )
            yield document.problem(("accuses",), message)
        if entry and entry.needs_outcome and claim.outcome is None:
            message = (
                f"the {name} «{word}» needs `outcome:`, what came of it: `text:` and its source, "
                "or `none_found:` and the date of the search"
            )
            yield document.problem((name,), message)
    yield from _found_or_not(story, claim, "outcome", claim.outcome, document)
    status = story.vocab.claim_statuses.get(claim.status)
    if status and status.needs_record and claim.record is None:
        message = (
            f"the status «{claim.status}» needs `record:`, what the record says, with its source"
        )
        yield document.problem(("status",), message)
    if claim.record is not None:
        yield from _cited(claim.record, document, ("record",))
        yield from _beyond_articles(story, claim.record, document)


def _voices(story: Story, claim: model.Claim, document: Document) -> Iterator[Problem]:
    """Yield what is wrong with who says it, where it is echoed and whom it is about."""
    if claim.speaker_unclear and claim.asserted_by:
        message = "`asserted_by:` names who says it; leave one of the two out"
        yield document.problem(("speaker_unclear",), message)
    stated = {c.source for c in map(citation.parse_bare, claim.stated_in) if _is_citation(c)}
    for i, text in enumerate(claim.echoed_in):
        cited = citation.parse_bare(text)
        if not _is_citation(cited) or cited.source not in story.sources:
            continue
        if story.sources[cited.source].article is None:
            message = f"«{cited.source}» is none of the articles{expected_one_of(story.articles)}"
            yield document.problem(("echoed_in", i), message)
        elif cited.source in stated:
            message = f"«{cited.source}» is in `stated_in:` already; expected another article"
            yield document.problem(("echoed_in", i), message)
    for i, actor in enumerate(claim.about):
        for name in ("asserted_by", "accuses"):
            if actor in getattr(claim, name):
                message = f"«{actor}» is in `{name}:` already, and its page lists the claim there"
                yield document.problem(("about", i), message)


def _is_citation(cited: citation.Citation | citation.Malformed) -> TypeGuard[citation.Citation]:
    return isinstance(cited, citation.Citation)


def _accusation(story: Story, claim: model.Claim, document: Document) -> Iterator[Problem]:
    if claim.accuses and claim.answer is None:
        names = ", ".join(claim.accuses)
        message = (
            f"the claim accuses {names} and has no answer; expected `answer:` with "
            "`text:` and its source, or `none_found:` and the date of the search"
        )
        yield document.problem(("accuses",), message)
    yield from _found_or_not(story, claim, "answer", claim.answer, document)


def _found_or_not(
    story: Story,
    claim: model.Claim,
    name: str,
    part: model.Answer | model.Outcome | None,
    document: Document,
) -> Iterator[Problem]:
    """Yield what is wrong with what was found, with its source, or with the day of the search."""
    if part is None:
        return
    if (part.text is None) == (part.none_found is None):
        yield document.problem((name,), "expected either `text:` or `none_found:`")
    if part.text is not None:
        yield from _cited(part.text, document, (name, "text"))
    day = part.none_found
    if day is None:
        return
    if day > claim.as_of:
        message = f"{day} is after `as_of:`, {claim.as_of}; expected a search done by that day"
        yield document.problem((name, "none_found"), message)
    elif (first := _first_issued(story, claim)) and day[: len(first)] < first:
        message = (
            f"{day} is before the claim itself, first published {first}; "
            "expected the day of a search done since"
        )
        yield document.problem((name, "none_found"), message)


def _first_issued(story: Story, claim: model.Claim) -> str | None:
    """Return when the claim was first published, if each of its sources has a date."""
    cited = [c.source for c in map(citation.parse_bare, claim.stated_in) if _is_citation(c)]
    days = [story.sources[id_].issued for id_ in cited if id_ in story.sources]
    known = [day for day in days if day]
    return min(known) if known and len(known) == len(claim.stated_in) else None


def _beyond_articles(story: Story, record: model.Text, document: Document) -> Iterator[Problem]:
    """Yield a problem for each language in which an article alone vouches for itself."""
    for language, words in record.items():
        cited = [
            one.source
            for bracket in citation.BRACKET.finditer(recordtext.mask(words))
            for one in citation.parse(bracket[1])
            if _is_citation(one)
        ]
        known = [story.sources.get(id_) for id_ in cited]
        if known and all(source and source.article for source in known):
            path: Path = ("record", language)
            where = path if path in document.values else path[:1]
            message = "cites only the articles; expected at least one other source"
            yield document.problem(where, message)


def _cited(text: model.Text, document: Document, path: Path) -> Iterator[Problem]:
    for language, words in text.items():
        if not citation.BRACKET.search(recordtext.mask(words)):
            where = (*path, language) if (*path, language) in document.values else path
            yield document.problem(where, "no source; expected at least one citation [@id]")


def _source(story: Story, source: model.Source, document: Document) -> Iterator[Problem]:
    if not wording.known_language(source.language):
        wrong = f"no language has the code «{source.language}»; expected one such as fr or en-US"
        yield document.problem(("language",), wrong)
    if source.archive_url and not source.archive_date:
        yield document.problem(
            ("archive_url",), "an archive needs `archive_date:`, the day of the copy"
        )
    for i, author in enumerate(source.author):
        if not author.literal and not author.family:
            yield document.problem(("author", i), "expected {family: …, given: …} or {literal: …}")
    for i, flaw in enumerate(source.flaws if source.article else ()):
        if flaw.where is None:
            continue
        place = citation.parse_bare(f"{source.id}, {flaw.where}")
        if message := cite_problem(story, place):
            yield document.problem(("flaws", i, "where"), message)
