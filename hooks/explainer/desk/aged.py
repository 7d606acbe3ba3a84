"""Statements «as of» a day long past: the command ``aged``.

In: a story, today, the greatest age in days. Out: a Markdown table, oldest first: the days that records
carry (when a status was checked, when a search found nothing), the next step, and sentences that say
«as of» a day, «today», or that something is unknown or was not found. Uses no network and changes
nothing. Sentences are looked for in the site's first language, if ``_PHRASES`` has it: the others say
the same.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterator
from dataclasses import dataclass

from explainer.check import freshness
from explainer.check.parity import text_facts
from explainer.derive.history import History, latest_day
from explainer.desk import console
from explainer.desk.loading import load_readable
from explainer.model import field_walk
from explainer.model.kinds import page_name
from explainer.model.story import Story
from explainer.read import markdown
from explainer.read.tree import Node, text_content
from explainer.settings import Settings
from explainer.words import markdown_table

_PHRASES = {
    "en": r"\bas of\b|\bby then\b|\btoday\b|\bunknown\b|\bnot (?:established|known|settled)\b"
    r"|\b(?:found|find|saw|known?) (?:no|neither|none|nothing)\b|\b(?:no|nor|not|none|neither)\b"
    r"[^.;]{1,60}\b(?:found|find|known)\b",
    "fr": r"\b(?:jusqu'|état )?au \d|\baujourd'hui\b|\binconnue?s?\b|\bignor(?:e|ons)\b"
    r"|\bpas (?:pu )?établi\w*|\b(?:re)?trouv(?:é|er)\b[^.;]{0,40}\b(?:aucune?|ni|rien)\b"
    r"|\b(?:aucune?|pas|rien|ni)\b[^.;]{1,60}\b(?:trouvée?s?|connue?s?)\b",
}
_SENTENCE = re.compile(r"[^.!?]*(?:[.!?](?!\s|$)[^.!?]*)*[.!?]?\s*")
_MAX_SHOWN = 160  # characters of a sentence in the table


@dataclass(frozen=True, order=True)
class DatedStatement:
    """A statement, the day as of which it holds (ISO 8601) and its place (``file:line``)."""

    day: str
    place: str
    text: str


def print_table(settings: Settings, days: int) -> int:
    """Print the table; return 0: an old statement is no mistake."""
    today = datetime.datetime.now(datetime.UTC).date()
    for line in make_table(load_readable(settings), today, days):
        console.print_line(line)
    return 0


def make_table(story: Story, today: datetime.date, days: int) -> Iterator[str]:
    """Yield the statements older than ``days`` as lines of Markdown, after a line with their number."""
    oldest_allowed = (today - datetime.timedelta(days)).isoformat()
    statements = sorted(
        statement
        for statement in {*_dated_fields(story, today), *_dated_sentences(story)}
        if "" < statement.day < oldest_allowed
    )
    yield f"{len(statements)} statements speak for a day more than {days} days ago."
    if statements:
        yield from markdown_table.format_head("as of", "days", "where", "what it says")
    for statement in statements:
        age = (today - datetime.date.fromisoformat(statement.day)).days
        text = statement.text
        if len(text) > _MAX_SHOWN:
            text = text[:_MAX_SHOWN].rsplit(" ", 1)[0] + " …"
        yield markdown_table.format_row(statement.day, str(age), statement.place, text)


def _dated_fields(story: Story, today: datetime.date) -> Iterator[DatedStatement]:
    """Yield the days that claims and the status carry, and a next step whose day has passed."""
    language = story.settings.default
    for folder, id_, path, day in freshness.activity_days(story):
        meaning = {"as_of": "checked", "none_found": "nothing found"}.get(str(path[-1]))
        if meaning and folder in ("claims", "status"):
            document = story.document(folder, id_)
            localized = story.claims[id_].text if id_ else story.status and story.status.stage
            words = markdown.record_plain_text(localized[language]) if localized else ""
            name = ".".join(str(part) for part in path)
            place = f"{document.file}:{document.span(path).line}"
            yield DatedStatement(day, place, f"{name}, {meaning}: {words}")
    if story.status:
        words = markdown.record_plain_text(story.status.next_step[language])
        document = story.document("status", "")
        place = f"{document.file}:{document.span(('next_step',)).line}"
        day = max((d for d in _named_days(words, language) if d < today.isoformat()), default="")
        yield DatedStatement(day or story.status.as_of, place, f"next step: {words}")


def _dated_sentences(story: Story) -> Iterator[DatedStatement]:
    """Yield the sentences of records and pages that match one of the phrases."""
    language, latest = story.settings.default, latest_day(story)
    history = History(story)
    if language not in _PHRASES:
        return
    pattern = re.compile(_PHRASES[language], re.IGNORECASE)
    for folder, id_, record in story.all_records():
        if folder in ("changes", "audits"):  # they hold for their own day
            continue
        day = getattr(record, "as_of", "") or (
            history.latest_date(page_name(folder, id_)) if id_ else ""
        )
        for path, text in field_walk.localized_texts(record):
            if path == ("next_step",):
                continue
            document = story.document(folder, id_)
            place = f"{document.file}:{document.span(document.language_path(path, language)).line}"
            for block in markdown.read_record_text(text[language]).blocks:
                yield from _matching_sentences([block], pattern, language, day or latest, place)
    for name, page in story.pages[language].items():
        for passage in page.passages:
            place, day = f"{page.file}:{passage.position.line}", history.latest_date(name)
            yield from _matching_sentences(passage.nodes, pattern, language, day or latest, place)


def _matching_sentences(
    nodes: list[Node], pattern: re.Pattern[str], language: str, default_day: str, place: str
) -> Iterator[DatedStatement]:
    for match in _SENTENCE.finditer(" ".join(text_content(nodes).split())):
        sentence = match[0].strip()
        if pattern.search(sentence.replace("’", "'")):
            yield DatedStatement(
                max(_named_days(sentence, language, r"\bau|\bas of|\buntil"), default=default_day),
                place,
                sentence,
            )


def _named_days(words: str, language: str, prefix: str = "") -> list[str]:
    """Return the whole dates named in some words (ISO 8601), only those after ``prefix`` if given."""
    days = []
    for fact in text_facts.read_nodes([words], language).facts:
        parts = [part for part in fact.key[1:] if isinstance(part, int)]
        has_prefix = re.search(rf"(?i)(?:{prefix})[ \xa0]$", words[: fact.offset])
        if fact.key[0] == "date" and len(parts) == 3 and (has_prefix or not prefix):
            days.append(datetime.date(*parts).isoformat())
    return days
