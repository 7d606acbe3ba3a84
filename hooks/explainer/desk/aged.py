"""What was said «as of» a day that is long past: the command ``aged``.

In: a story, today, how many days a statement may be old. Out: a table in Markdown, oldest first:
the days that records carry (when a status was checked, when a search found nothing), the next
step, and sentences that say «as of» a day, that nothing was found or known, or «today». Nobody is
asked and nothing is changed. Sentences are looked for in the site's first language, if ``_MARKS``
has it: the others say the same.
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
from explainer.desk.loading import readable
from explainer.model import field_walk
from explainer.model.kinds import page_name
from explainer.model.story import Story
from explainer.read import markdown
from explainer.read.tree import Node, text_content
from explainer.settings import Settings
from explainer.words import markdown_table

_MARKS = {
    "en": r"\bas of\b|\bby then\b|\btoday\b|\bunknown\b|\bnot (?:established|known|settled)\b"
    r"|\b(?:found|find|saw|known?) (?:no|neither|none|nothing)\b|\b(?:no|nor|not|none|neither)\b"
    r"[^.;]{1,60}\b(?:found|find|known)\b",
    "fr": r"\b(?:jusqu'|état )?au \d|\baujourd'hui\b|\binconnue?s?\b|\bignor(?:e|ons)\b"
    r"|\bpas (?:pu )?établi\w*|\b(?:re)?trouv(?:é|er)\b[^.;]{0,40}\b(?:aucune?|ni|rien)\b"
    r"|\b(?:aucune?|pas|rien|ni)\b[^.;]{1,60}\b(?:trouvée?s?|connue?s?)\b",
}
_SENTENCE = re.compile(r"[^.!?]*(?:[.!?](?!\s|$)[^.!?]*)*[.!?]?\s*")
_SHOWN = 160  # characters of a sentence in the table


@dataclass(frozen=True, order=True)
class Dated:
    """A statement, the day it speaks for (ISO 8601) and its place (``file:line``)."""

    day: str
    where: str
    what: str


def tell(chosen: Settings, days: int) -> int:
    """Print the table; return 0: what is old is no mistake."""
    for line in table(readable(chosen), datetime.datetime.now(datetime.UTC).date(), days):
        console.say(line)
    return 0


def table(story: Story, today: datetime.date, days: int) -> Iterator[str]:
    """Yield the statements that are more than ``days`` old as lines, or that none is."""
    last = (today - datetime.timedelta(days)).isoformat()
    found = sorted(
        one for one in {*_fields(story, today), *_sentences(story)} if "" < one.day < last
    )
    yield f"{len(found)} statements speak for a day more than {days} days ago."
    if found:
        yield from markdown_table.format_head("as of", "days", "where", "what it says")
    for one in found:
        age = (today - datetime.date.fromisoformat(one.day)).days
        said = one.what if len(one.what) <= _SHOWN else one.what[:_SHOWN].rsplit(" ", 1)[0] + " …"
        yield markdown_table.format_row(one.day, str(age), one.where, said)


def _fields(story: Story, today: datetime.date) -> Iterator[Dated]:
    """Yield the days that claims and the status carry; and a next step whose day has come."""
    language = story.settings.default
    for folder, id_, path, day in freshness.activity_days(story):
        what = {"as_of": "checked", "none_found": "nothing found"}.get(str(path[-1]))
        if what and folder in ("claims", "status"):
            place = story.document(folder, id_)
            said = story.claims[id_].text if id_ else story.status and story.status.stage
            words = markdown.record_plain_text(said[language]) if said else ""
            name = ".".join(str(part) for part in path)
            yield Dated(day, f"{place.file}:{place.span(path).line}", f"{name}, {what}: {words}")
    if story.status:
        words = markdown.record_plain_text(story.status.next_step[language])
        place = story.document("status", "")
        where = f"{place.file}:{place.span(('next_step',)).line}"
        day = max((d for d in _days(words, language) if d < today.isoformat()), default="")
        yield Dated(day or story.status.as_of, where, f"next step: {words}")


def _sentences(story: Story) -> Iterator[Dated]:
    """Yield the sentences of records and pages that one of the marks is in."""
    language, known = story.settings.default, latest_day(story)
    history = History(story)
    if language not in _MARKS:
        return
    mark = re.compile(_MARKS[language], re.IGNORECASE)
    for folder, id_, record in story.all_records():
        if folder in ("changes", "audits"):  # they speak for their own day
            continue
        day = getattr(record, "as_of", "") or (
            history.latest_date(page_name(folder, id_)) if id_ else ""
        )
        for path, text in field_walk.localized_texts(record):
            if path == ("next_step",):
                continue
            document = story.document(folder, id_)
            where = f"{document.file}:{document.span(document.language_path(path, language)).line}"
            for block in markdown.read_record_text(text[language]).blocks:
                yield from _marked([block], mark, language, day or known, where)
    for name, page in story.pages[language].items():
        for passage in page.passages:
            where, day = f"{page.file}:{passage.position.line}", history.latest_date(name)
            yield from _marked(passage.nodes, mark, language, day or known, where)


def _marked(
    nodes: list[Node], mark: re.Pattern[str], language: str, known: str, where: str
) -> Iterator[Dated]:
    for match in _SENTENCE.finditer(" ".join(text_content(nodes).split())):
        sentence = match[0].strip()
        if mark.search(sentence.replace("’", "'")):
            yield Dated(
                max(_days(sentence, language, r"\bau|\bas of|\buntil"), default=known),
                where,
                sentence,
            )


def _days(words: str, language: str, before: str = "") -> list[str]:
    """Return the whole dates that some words name (ISO 8601); those that ``before`` leads to."""
    found = []
    for fact in text_facts.read_nodes([words], language).facts:
        parts = [part for part in fact.key[1:] if isinstance(part, int)]
        led = re.search(rf"(?i)(?:{before})[ \xa0]$", words[: fact.offset])
        if fact.key[0] == "date" and len(parts) == 3 and (led or not before):
            found.append(datetime.date(*parts).isoformat())
    return found
