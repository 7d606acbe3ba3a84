"""Checks of a claim: its speakers, the answer to an accusation, what the record says, its outcome.

In: a story and one of its claims. Out: problems.
"""

from __future__ import annotations

from collections.abc import Iterator

from explainer.derive import record_citations
from explainer.model import records as model
from explainer.model.story import Story
from explainer.read import markdown
from explainer.read.citation import Citation, only_valid
from explainer.read.problems import Problem, expected_one_of
from explainer.read.yamlio import Document, Path


def check(story: Story, claim: model.Claim) -> Iterator[Problem]:
    """Yield every problem of a claim."""
    document = story.document("claims", claim.id)
    yield from _check_speakers(story, claim, document)
    yield from _check_accusation(story, claim, document)
    tables = ("kind", story.vocab.claim_kinds), ("status", story.vocab.claim_statuses)
    for name, table in tables:
        word = getattr(claim, name)
        entry = table.get(word)
        if entry and entry.accusatory and not claim.accuses:
            message = (
                f"the {name} «{word}» is that of an accusation, and the claim accuses no one; "
                f"expected at least one actor in `accuses:`, or another {name}"
            )
            yield document.problem(("accuses",), "claim-needs-accused", message)
        if entry and entry.needs_outcome and claim.outcome is None:
            message = (
                f"the {name} «{word}» needs `outcome:`, what came of it: `text:` and its source, "
                "or `none_found:` and the date of the search"
            )
            yield document.problem((name,), "claim-needs-outcome", message)
    yield from _check_finding(story, claim, "outcome", claim.outcome, document)
    status = story.vocab.claim_statuses.get(claim.status)
    if status and status.needs_record and claim.record is None:
        message = (
            f"the status «{claim.status}» needs `record:`, what the record says, with its source"
        )
        yield document.problem(("status",), "claim-needs-record", message)
    if claim.record is not None:
        yield from _check_cited(claim.record, document, ("record",))
        yield from _check_beyond_articles(story, claim.record, document)
    in_article = any(citation.source in story.articles for citation in only_valid(claim.stated_in))
    if claim.told and not (status and status.needs_record and in_article):
        message = (
            "the claim corrects none of the articles; expected no `told:`, or a status that needs "
            "`record:` and a place in an article in `stated_in:`"
        )
        yield document.problem(("told",), "claim-told", message)
    for path, asked in ((("answer", "asked"), claim.answer and claim.answer.asked),
                        (("told",), claim.told)):  # fmt: skip
        if asked:
            yield from _check_day(story, claim, asked.date, document, (*path, "date"))


def _check_speakers(story: Story, claim: model.Claim, document: Document) -> Iterator[Problem]:
    """Yield the problems of ``asserted_by``, ``echoed_in`` and ``about``."""
    if claim.speaker_unclear and claim.asserted_by:
        message = "`asserted_by:` names who says it; leave one of the two out"
        yield document.problem(("speaker_unclear",), "claim-speaker", message)
    stated = {citation.source for citation in only_valid(claim.stated_in)}
    for i, cited in enumerate(claim.echoed_in):
        if not isinstance(cited, Citation) or cited.source not in story.sources:
            continue
        if story.sources[cited.source].article is None:
            message = f"«{cited.source}» is none of the articles{expected_one_of(story.articles)}"
            yield document.problem(("echoed_in", i), "ref-article", message)
        elif cited.source in stated:
            message = f"«{cited.source}» is in `stated_in:` already; expected another article"
            yield document.problem(("echoed_in", i), "claim-echo", message)
    for i, actor in enumerate(claim.about):
        for name in ("asserted_by", "accuses"):
            if actor in getattr(claim, name):
                message = f"«{actor}» is in `{name}:` already, and its page lists the claim there"
                yield document.problem(("about", i), "claim-about", message)


def _check_accusation(story: Story, claim: model.Claim, document: Document) -> Iterator[Problem]:
    if claim.accuses and claim.answer is None:
        names = ", ".join(claim.accuses)
        message = (
            f"the claim accuses {names} and has no answer; expected `answer:` with "
            "`text:` and its source, or `none_found:` and the date of the search"
        )
        yield document.problem(("accuses",), "claim-needs-answer", message)
    yield from _check_finding(story, claim, "answer", claim.answer, document)


def _check_finding(
    story: Story,
    claim: model.Claim,
    name: str,
    part: model.Answer | model.Outcome | None,
    document: Document,
) -> Iterator[Problem]:
    """Yield the problems of an answer or an outcome: a text with its source, or a day of search."""
    if part is None:
        return
    if (part.text is None) == (part.none_found is None):
        message = "expected either `text:` or `none_found:`"
        yield document.problem((name,), "claim-found-or-not", message)
    if part.text is not None:
        yield from _check_cited(part.text, document, (name, "text"))
    if part.none_found is not None:
        yield from _check_day(story, claim, part.none_found, document, (name, "none_found"))


def _check_day(
    story: Story, claim: model.Claim, day: str, document: Document, path: Path
) -> Iterator[Problem]:
    """Yield a problem if a day of search or of a request does not fit the dates of the claim."""
    action = "search done" if path[-1] == "none_found" else "request sent"
    if day > claim.as_of:
        message = f"{day} is after `as_of:`, {claim.as_of}; expected a {action} by that day"
        yield document.problem(path, "claim-search-day", message)
    elif (first := _first_issued(story, claim)) and day[: len(first)] < first:
        message = (
            f"{day} is before the claim itself, first published {first}; "
            f"expected the day of a {action} since"
        )
        yield document.problem(path, "claim-search-day", message)


def _first_issued(story: Story, claim: model.Claim) -> str | None:
    """Return the first date of the claim's sources; ``None`` unless each of them has one."""
    cited = [story.sources.get(citation.source) for citation in only_valid(claim.stated_in)]
    dates = [source.earliest_date for source in cited if source and source.earliest_date]
    return min(dates) if dates and len(dates) == len(claim.stated_in) else None


def _check_beyond_articles(
    story: Story, record: model.Text, document: Document
) -> Iterator[Problem]:
    """Yield a problem for each language in which ``record`` cites nothing but the articles."""
    for language, words in record.items():
        cited = record_citations.citations_of_text(words)
        sources = [story.sources.get(citation.source) for citation in cited]
        if sources and all(source and source.article for source in sources):
            message = "cites only the articles; expected at least one other source"
            path = document.language_path(("record",), language)
            yield document.problem(path, "claim-beyond-articles", message)


def _check_cited(text: model.Text, document: Document, path: Path) -> Iterator[Problem]:
    for language, words in text.items():
        if not any(markdown.read_record_text(words).citations()):
            message = "no source; expected at least one citation [@id]"
            yield document.problem(document.language_path(path, language), "claim-uncited", message)
