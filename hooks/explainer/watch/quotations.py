"""Whether the words that citations carry stand in their sources: ``explainer verify``.

In: a story, a client, texts on disk by source. Out: a table by source, as lines of Markdown.
A text on disk is read first, its paragraphs numbered from 1 (the title's, if it has one, is
the first), an empty line between two; else the live page, else the archived copy.
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
from explainer.watch.answers import Answer, unheard
from explainer.watch.client import Client
from explainer.words import markdown_table

STANDS, MISSING, UNKNOWN = "stands", "does not stand", "cannot tell"


@dataclass(frozen=True)
class Reading:
    """The paragraphs of a document, and where it was read; ``why`` there is none."""

    where: str
    paragraphs: tuple[str, ...] = ()
    why: str = ""
    numbered: bool = False  # its paragraphs are those that locators count
    heard: bool = True  # whoever was asked did answer


def carried(story: Story) -> dict[str, dict[Citation, list[str]]]:
    """Return the citations that carry words, by source, each with the pages and records that do."""
    found: dict[str, dict[Citation, list[str]]] = {}
    for one in record_citations.all_citations(story, story.settings.default):
        if one.citation.quotation:
            places = found.setdefault(one.citation.source, {}).setdefault(one.citation, [])
            places += [] if one.owner in places else [one.owner]
    return found


def verify(
    story: Story, client: Client, only: Collection[str] = (), texts: Mapping[str, str] | None = None
) -> Iterator[tuple[str, str]]:
    """Yield (verdict or ``""``, line); with ``texts`` alone, only their sources, and nobody is asked."""
    texts = texts or {}
    chosen = set(only) or set(texts) or set(story.sources)
    rows = []
    for id_, cited in sorted(carried(story).items()):
        if id_ in chosen and id_ in story.sources:
            source = story.sources[id_]
            given = [_on_disk(texts[id_])] if id_ in texts else _elsewhere(story, source, client)
            readings = _Once(given)
            rows += [(id_, one, where, *_looked(one, readings)) for one, where in cited.items()]
    if not rows:
        yield "", "no citation of these sources carries words"
        return
    if not any(row[3].heard for row in rows):
        yield "", unheard(f"{len(rows)} citations that carry words")
        return
    verdicts_ = [row[4] for row in rows]
    counts = (f"{verdicts_.count(verdict)} {verdict}" for verdict in (STANDS, MISSING, UNKNOWN))
    yield "", f"{len(rows)} citations carry words: {', '.join(counts)}."
    for line in markdown_table.format_head(
        "source", "words", "place", "cited in", "verdict", "read in"
    ):
        yield "", line
    for id_, one, places, reading, verdict, why in rows:
        said = verdict + (f": {why}" if why else "")
        cells = (id_, f"«{one.quotation}»", one.locator, ", ".join(places), said, reading.where)
        yield verdict, markdown_table.format_row(*cells)


def judge(cited: Citation, reading: Reading) -> tuple[str, str]:
    """Return whether a citation's words stand in what was read, and what there is to add."""
    if reading.why:
        return UNKNOWN, reading.why
    there = [
        n for n, text in enumerate(reading.paragraphs, 1) if document.holds(text, cited.quotation)
    ]
    meant = set(cited.paragraphs) if reading.numbered else set()
    if not there:
        return MISSING, ""
    if meant and not meant & set(there):
        return MISSING, f"there, but at {', '.join(f'¶{n}' for n in there)}"
    return STANDS, ""


def _on_disk(text: str) -> Reading:
    blocks = (block.strip() for block in re.split(r"\n[^\S\n]*\n", text.replace("\r\n", "\n")))
    return Reading("the text given", tuple(block for block in blocks if block), numbered=True)


class _Once:
    """What is read of a source, asked for only when it is looked at, and once."""

    def __init__(self, readings: Iterable[Reading]) -> None:
        self.left, self.known = iter(readings), list[Reading]()

    def __iter__(self) -> Iterator[Reading]:
        yield from self.known
        for reading in self.left:
            self.known.append(reading)
            yield reading


def _looked(cited: Citation, readings: Iterable[Reading]) -> tuple[Reading, str, str]:
    """Return where a citation's words stand, else the first place where they do not, else why."""
    found: list[tuple[Reading, str, str]] = []
    for reading in readings:
        verdict, why = judge(cited, reading)
        found.append((reading, verdict, why))
        if verdict == STANDS:
            changed = next((one.where for one, said, _ in found if said == MISSING), "")
            return reading, STANDS, f"but not in {changed}" if changed else why
    return next((one for one in found if one[1] == MISSING), found[0])


def _elsewhere(story: Story, source: model.Source, client: Client) -> Iterator[Reading]:
    """Yield what the live page says, the archived copy, one's own copy (see ``captures``)."""
    if source.address:
        yield _page(source, client.get(source.address), "the live page")
    else:
        yield Reading("", why="the source has no address")
    if source.archive_url:
        yield _page(source, client.get(source.archive_url), "the archived copy")
    if kept := captures.kept(story, source):
        yield _page(source, kept, "our own copy")


def _page(source: model.Source, answer: Answer, where: str) -> Reading:
    verdict = verdicts.judge(source, answer)
    if verdict.state not in ("alive", "moved"):
        return Reading("", why=verdict.why, heard=bool(answer.status))
    try:
        if document.is_pdf(answer.headers, answer.body):
            return Reading(where, tuple(document.pdf(answer.body)))
    except document.Unread as why:
        return Reading("", why=str(why))
    if not document.readable(answer.headers, answer.body):
        kind = document.media_type(answer.headers, answer.body)
        return Reading("", why=f"{kind} is not read here")
    return Reading(where, (document.read(answer.headers, answer.body).text,))
