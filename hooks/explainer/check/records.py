"""Checks of records that depend on other records: ids, words of vocabularies, citations, dates.

In: a story. Out: problems. The shape of each record alone was checked by ``model``.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from explainer.check import citations, claims, published, references
from explainer.check.citations import LinkCheck
from explainer.model import field_walk
from explainer.model import records as model
from explainer.model.kinds import KINDS
from explainer.model.story import Story
from explainer.read.problems import Problem, Violation, did_you_mean, expected_one_of
from explainer.read.yamlio import Document
from explainer.words import csl, wording

# Labels, which references put before these numbers themselves.
_LABEL = re.compile(r"(?:pp?|vols?|nos?|chs?|chap|sec|§+|n[°ºᵒ])\.?\s*(?=\d)", re.IGNORECASE)


def check(story: Story, check_link: LinkCheck) -> Iterator[Problem]:
    """Yield every problem of the records.

    ``check_link(from_name, target)`` returns the rule that a link breaks, or ``None``.
    """
    for folder in KINDS:
        for id_, record in story.records(folder).items():
            document = story.document(folder, id_)
            yield from _check_words(story, record, document)
            yield from references.check(story, folder, record, document)
            yield from references.check_spans(record, document)
    yield from references.check_relations(story)
    for event in story.events.values():
        yield from _check_event(story, event)
    for term in story.terms.values():
        yield from _check_term(story, term, check_link)
    for change in story.changes.values():
        yield from _check_change(story, change, check_link)
    for claim in story.claims.values():
        yield from claims.check(story, claim)
    for source in story.sources.values():
        yield from _check_source(story, source, story.document("sources", source.id))


def _check_words(story: Story, record: model.Record, document: Document) -> Iterator[Problem]:
    for at in field_walk.walk_fields(record):
        if vocabulary := at.annotation("x-vocabulary"):
            words = story.vocab.table(vocabulary)
            if at.value not in words and vocabulary not in story.unread_vocabularies:
                yield document.problem(
                    at.path, "word-unknown", _unlisted_message(vocabulary, at.value, words)
                )


def _unlisted_message(vocabulary: str, word: str, words: Iterable[str]) -> str:
    hint = did_you_mean(word, words) or expected_one_of(words, 40)
    return f"«{word}» is not in {vocabulary} of data/vocabularies.yml{hint}"


def _check_event(story: Story, event: model.Event) -> Iterator[Problem]:
    for i, id_ in enumerate(event.follows):
        before = story.events.get(id_)
        if before is not None and before.date > event.sort_key[0]:
            message = f"«{id_}» is of {before.date}, after {event.date}; expected an earlier event"
            document = story.document("events", event.id)
            yield document.problem(("follows", i), "event-order", message)


def _check_term(story: Story, term: model.Term, check_link: LinkCheck) -> Iterator[Problem]:
    document = story.document("terms", term.id)
    if term.needed and (violation := check_link(citations.RECORD, term.needed)):
        yield document.problem(("needed",), *violation)
    languages = story.settings.languages
    for language in term.variants:
        if language not in languages:
            message = f"unknown language «{language}»{expected_one_of(languages)}"
            yield document.problem(("variants", language), "language-unknown", message, key=True)
    if missing := [
        language for language in languages if term.variants and language not in term.variants
    ]:
        message = f"the {missing[0]} forms are missing"
        yield document.problem(("variants",), "text-language", message)


def _check_change(story: Story, change: model.Change, check_link: LinkCheck) -> Iterator[Problem]:
    document = story.document("changes", change.id)
    for i, page in enumerate(change.pages):
        if published.is_unchanged(story, change.id, "pages"):
            continue  # a published record stays as it was, whatever happened to the page since
        if violation := check_link(citations.RECORD, page):
            yield document.problem(("pages", i), *violation)
    for claim, status in change.statuses.items():
        if violation := references.check_id(story, "claims", claim):
            if published.is_unchanged(story, change.id, "statuses"):
                violation = Violation("claim-vanished", _vanished_message(story, claim))
            yield document.problem(("statuses", claim), *violation, key=True)
        statuses = story.vocab.claim_statuses
        if status not in statuses and "claim_statuses" not in story.unread_vocabularies:
            message = _unlisted_message("claim_statuses", status, statuses)
            yield document.problem(("statuses", claim), "word-unknown", message)


def _vanished_message(story: Story, claim: str) -> str:
    """Return the message about a published claim whose file was deleted: how to withdraw it."""
    words = [key for key, word in story.vocab.claim_statuses.items() if word.withdraws]
    status = f" with the status «{words[0]}» and a new record of change that gives it" * bool(words)
    return (
        f"the claim «{claim}» was published and its page stays; expected data/claims/{claim}.yml, "
        f"brought back{status}"
    )


def _check_source(story: Story, source: model.Source, document: Document) -> Iterator[Problem]:
    if not wording.is_known_language(source.language):
        wrong = f"no language has the code «{source.language}»; expected one such as fr or en-US"
        yield document.problem(("language",), "language-code", wrong)
    if source.archive_url and not source.archive_date:
        message = "an archive needs `archive_date:`, the day of the copy"
        yield document.problem(("archive_url",), "source-archive-date", message)
    if source.archive_url and source.no_archive:
        both = "there is a copy in `archive_url:`; expected one of the two"
        yield document.problem(("no_archive",), "source-archive-none", both)
    if source.accessed and source.accessed < source.earliest_date[: len(source.accessed)]:
        message = f"{source.accessed} is before it was published, {source.earliest_date}; one of them is wrong"
        yield document.problem(("accessed",), "date-order", message)
    for key in csl.LABELLED:
        if mark := _LABEL.match(csl.get_variable(source, key)):
            alone = csl.get_variable(source, key)[mark.end() :]
            message = f"«{mark[0].strip()}» would be printed twice; expected «{alone}»"
            yield document.problem((key,), "value-form", message)
    for role in csl.NAMES:
        for i, name in enumerate(getattr(source, role)):
            if bool(name.literal) == bool((name.family or "").strip()):
                message = "expected {family: …, given: …} or {literal: …}"
                yield document.problem((role, i), "source-author", message)
    for i, flaw in enumerate(source.flaws if source.article else ()):
        place = source.flaw_citation(flaw)
        if place and (violation := citations.check_citation(story, place)):
            yield document.problem(("flaws", i, "where"), *violation)
