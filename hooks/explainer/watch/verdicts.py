"""A verdict on the address of a source, and what is remembered of it.

In: a source, the ``Answer`` of its address, what was known before. Out: ``AddressState``, for
``data/availability.yml``. An address is gone only after three failures, on three days, over
at least seven days, as with the Internet Archive's own bot (InternetArchiveBot on Wikipedia):
until then, and whenever something else came than the document, one cannot tell.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Collection
from dataclasses import dataclass
from typing import Literal
from urllib.parse import urlsplit

from explainer.model import records as model
from explainer.model.availability import AddressState
from explainer.model.story import Story
from explainer.watch import document
from explainer.watch.answers import Answer

FAILURES, DAYS = 3, 7
NOTHING = "none of these sources has an address; nothing was changed"
# What a page that is no more calls itself, though it says «200 OK».
_LOST = re.compile(
    r"\b404\b|\bintrouvable\b|\bnon trouvée?\b|\bn['’]existe (?:pas|plus)\b|\bnot found\b"
    r"|\bplus disponible\b|\bno longer (?:available|exists)\b|\b(?:does not|doesn['’]t) exist\b"
    r"|\b(?:cannot|can['’]t) be found\b",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Verdict:
    """What one answer says: ``missing`` is a failure, «moved» has its new address in ``to``."""

    state: Literal["alive", "moved", "missing", "unknown"]
    why: str = ""
    to: str = ""


def readable(story: Story, only: Collection[str] = ()) -> list[model.Source]:
    """Return the sources that have an address: all, or those among ``only``."""
    return [s for s in story.sources.values() if s.address and (not only or s.id in only)]


def judge(source: model.Source, answer: Answer, words: Collection[str] = ()) -> Verdict:
    """Return what the answer of a source's address says of it.

    ``words``: those cited from it; a page without any of them is no longer the document.
    """
    if answer.no_host or answer.status in (404, 410):
        return Verdict("missing", answer.why)
    if answer.why:
        return Verdict("unknown", answer.why)
    if wrong := _another(source, answer, words):
        return Verdict("unknown", wrong)
    return Verdict("moved", to=answer.moved) if answer.moved else Verdict("alive")


def _another(source: model.Source, answer: Answer, words: Collection[str]) -> str:
    """Return why what came is not the document, or «»."""
    if not answer.body:
        return "the page is empty"
    asked, came = urlsplit(source.address), urlsplit(answer.url)
    if asked.path.strip("/") and not came.path.strip("/") and not came.query:
        return f"it leads to a home page, {answer.url}"
    if not document.readable(answer.headers, answer.body):
        return ""
    told = document.read(answer.headers, answer.body)
    for title in told.titles:
        if _LOST.search(title) and not _LOST.search(source.title):
            return "the page calls itself not found"
    # A title read from the address, or of our own, is not expected to stand on the page.
    if source.title_note is None and not any(
        document.holds(found, source.title, case=False) for found in (told.text, *told.titles)
    ):
        if told.refresh:
            return f"the page leads on by itself, to {told.refresh}"
        return "the document's title is not on the page"
    if words and not any(document.holds(told.text, one) for one in words):
        return "none of the words cited is on the page"
    return ""


def remember(
    source: model.Source, before: AddressState | None, said: Verdict, day: datetime.date
) -> AddressState:
    """Return what is known once an address has answered; ``before``: what was known of it."""
    today = day.isoformat()
    if said.state in ("alive", "moved"):
        return AddressState(
            state="moved" if said.to else "alive",
            asked=today, alive=today, to=said.to or None, url=source.address,
        )  # fmt: skip
    known = before or AddressState(state="unknown", asked=today, url=source.address)
    failing, failures = known.failing, known.failures
    if said.state == "missing":
        failures += failing is None or known.asked != today
        failing = failing or today
    gone = known.state == "gone" or (
        failing is not None
        and failures >= FAILURES
        and (day - datetime.date.fromisoformat(failing)).days >= DAYS
    )
    return AddressState(
        state="gone" if gone else "unknown", asked=today, alive=known.alive, failing=failing,
        failures=failures, why=said.why, url=source.address,
    )  # fmt: skip
