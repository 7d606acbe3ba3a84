"""Whether quoted words stand in their sources: ``explainer verify``.

In: a story, a client, local texts by source. Out: a table as lines of Markdown. A local text is read
first, its paragraphs numbered from 1 (its title is the first, if it has one), an empty line between
two; else the live page, else the archived copy, else one's own copy.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass

from explainer.derive import record_citations
from explainer.model import records as model
from explainer.model.story import Story
from explainer.read.citation import Citation
from explainer.watch import captures, document, verdicts
from explainer.watch.client import Client
from explainer.watch.responses import Response, no_response_message
from explainer.words import markdown_table

STANDS, MISSING, UNKNOWN = "stands", "does not stand", "cannot tell"


@dataclass(frozen=True)
class SourceText:
    """The text of a source: its paragraphs, and ``where`` it was read; or the ``error`` that prevented it.

    ``is_numbered``: its paragraphs are those that locators count. ``has_response``: the host answered.
    """

    where: str
    paragraphs: tuple[str, ...] = ()
    error: str = ""
    is_numbered: bool = False  # locators count its paragraphs
    has_response: bool = True  # the host answered


def quotations_by_source(story: Story) -> dict[str, dict[Citation, list[str]]]:
    """Return the citations with quoted words, by source, each with the pages and records that have it."""
    quotations: dict[str, dict[Citation, list[str]]] = {}
    for cited in record_citations.all_citations(story, story.settings.default):
        if cited.citation.quotation:
            places = quotations.setdefault(cited.citation.source, {}).setdefault(cited.citation, [])
            places += [] if cited.owner in places else [cited.owner]
    return quotations


def verify_quotations(
    story: Story, client: Client, only: Collection[str] = (), texts: Mapping[str, str] | None = None
) -> Iterator[tuple[str, str]]:
    """Yield (verdict or ``""``, line); with ``texts`` alone, check only their sources, without a network."""
    texts = texts or {}
    chosen = set(only) or set(texts) or set(story.sources)
    rows = []
    for id_, citations in sorted(quotations_by_source(story).items()):
        if id_ in chosen and id_ in story.sources:
            local = [_read_local(texts[id_])] if id_ in texts else []
            source_texts = _CachedTexts(local or _read_online(story, story.sources[id_], client))
            rows += [
                (id_, cited, places, *_find_words(cited, source_texts))
                for cited, places in citations.items()
            ]
    if not rows:
        yield "", "no citation of these sources carries words"
        return
    if not any(row[3].has_response for row in rows):
        yield "", no_response_message(f"{len(rows)} citations that carry words")
        return
    verdicts = [row[4] for row in rows]
    counts = (f"{verdicts.count(verdict)} {verdict}" for verdict in (STANDS, MISSING, UNKNOWN))
    yield "", f"{len(rows)} citations carry words: {', '.join(counts)}."
    for line in markdown_table.format_head(
        "source", "words", "place", "cited in", "verdict", "read in"
    ):
        yield "", line
    for id_, cited, places, text, verdict, note in rows:
        outcome = verdict + (f": {note}" if note else "")
        cells = (id_, f"«{cited.quotation}»", cited.locator, ", ".join(places), outcome, text.where)
        yield verdict, markdown_table.format_row(*cells)


def judge(cited: Citation, text: SourceText) -> tuple[str, str]:
    """Return the verdict on a citation's words in a text, and a note."""
    if text.error:
        return UNKNOWN, text.error
    numbered = enumerate(text.paragraphs, 1)
    found_in = [n for n, words in numbered if document.contains(words, cited.quotation)]
    cited_paragraphs = set(cited.paragraphs) if text.is_numbered else set()
    if not found_in:
        return MISSING, ""
    if cited_paragraphs and not cited_paragraphs & set(found_in):
        return MISSING, f"there, but at {', '.join(f'¶{n}' for n in found_in)}"
    return STANDS, ""


def _read_local(text: str) -> SourceText:
    blocks = (block.strip() for block in re.split(r"\n[^\S\n]*\n", text.replace("\r\n", "\n")))
    return SourceText("the text given", tuple(block for block in blocks if block), is_numbered=True)


class _CachedTexts:
    """The texts of a source, each read only when needed, and once."""

    def __init__(self, texts: Iterable[SourceText]) -> None:
        self.remaining, self.read = iter(texts), list[SourceText]()

    def __iter__(self) -> Iterator[SourceText]:
        yield from self.read
        for text in self.remaining:
            self.read.append(text)
            yield text


def _find_words(cited: Citation, texts: Iterable[SourceText]) -> tuple[SourceText, str, str]:
    """Return the text that has a citation's words; else the first that lacks them; else the first error."""
    attempts: list[tuple[SourceText, str, str]] = []
    for text in texts:
        verdict, note = judge(cited, text)
        attempts.append((text, verdict, note))
        if verdict == STANDS:
            changed_place = next(
                (read.where for read, verdict_, _ in attempts if verdict_ == MISSING), ""
            )
            return text, STANDS, f"but not in {changed_place}" if changed_place else note
    return next((read for read in attempts if read[1] == MISSING), attempts[0])


def _read_online(story: Story, source: model.Source, client: Client) -> Iterator[SourceText]:
    """Yield the text of the live page, of the archived copy, of one's own copy (see ``captures``)."""
    if source.address:
        yield _read_response(source, client.get(source.address), "the live page")
    else:
        yield SourceText("", error="the source has no address")
    if source.archive_url:
        yield _read_response(source, client.get(source.archive_url), "the archived copy")
    if copy := captures.read_newest(story, source):
        yield _read_response(source, copy, "our own copy")


def _read_response(source: model.Source, response: Response, where: str) -> SourceText:
    verdict = verdicts.judge(source, response)
    if verdict.state not in ("alive", "moved"):
        return SourceText("", error=verdict.why, has_response=bool(response.status))
    try:
        if document.is_pdf(response.headers, response.body):
            return SourceText(where, tuple(document.extract_pdf_texts(response.body)))
    except document.UnreadableDocument as why:
        return SourceText("", error=str(why))
    if not document.is_text(response.headers, response.body):
        media_type = document.media_type(response.headers, response.body)
        return SourceText("", error=f"{media_type} is not read here")
    return SourceText(where, (document.parse(response.headers, response.body).text,))
