"""A verdict on the address of a source, and what is remembered of it.

In: a source, the ``Response`` of its address, the earlier record. Out: ``AddressState``, a line of
``data/availability.yml``. An address is gone only after three failures, on three days, over at least
seven days, as with the Internet Archive's own bot (InternetArchiveBot on Wikipedia). Until then, and
whenever something other than the document came, one cannot tell.
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
from explainer.watch.responses import Response

MIN_FAILURES, MIN_DAYS = 3, 7
NO_ADDRESS_MESSAGE = "none of these sources has an address; nothing was changed"
# Titles of error pages that come with the status 200.
_NOT_FOUND_TITLE = re.compile(
    r"\b404\b|\bintrouvable\b|\bnon trouvée?\b|\bn['’]existe (?:pas|plus)\b|\bnot found\b"
    r"|\bplus disponible\b|\bno longer (?:available|exists)\b|\b(?:does not|doesn['’]t) exist\b"
    r"|\b(?:cannot|can['’]t) be found\b",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Verdict:
    """What one response says; ``missing`` counts as a failure; ``moved`` has the ``new_url``."""

    state: Literal["alive", "moved", "missing", "unknown"]
    why: str = ""
    new_url: str = ""


def sources_with_address(story: Story, only: Collection[str] = ()) -> list[model.Source]:
    """Return the sources that have an address: all, or those among ``only``."""
    return [s for s in story.sources.values() if s.address and (not only or s.id in only)]


def judge(source: model.Source, response: Response, words: Collection[str] = ()) -> Verdict:
    """Return what the response of a source's address says of it.

    ``words``: quotations from it; a page without any of them is no longer the document.
    """
    if response.is_unknown_host or response.status in (404, 410):
        return Verdict("missing", response.error)
    if response.error:
        return Verdict("unknown", response.error)
    if reason := _why_not_the_document(source, response, words):
        return Verdict("unknown", reason)
    moved = response.permanent_url
    return Verdict("moved", new_url=moved) if moved else Verdict("alive")


def _why_not_the_document(source: model.Source, response: Response, words: Collection[str]) -> str:
    """Return why the response is not the document, or ``""``."""
    if not response.body:
        return "the page is empty"
    requested, received = urlsplit(source.address), urlsplit(response.url)
    if requested.path.strip("/") and not received.path.strip("/") and not received.query:
        return f"it leads to a home page, {response.url}"
    if not document.is_text(response.headers, response.body):
        return ""
    document_ = document.parse(response.headers, response.body)
    for title in document_.titles:
        if _NOT_FOUND_TITLE.search(title) and not _NOT_FOUND_TITLE.search(source.title):
            return "the page calls itself not found"
    # A title with a note was not taken from the page.
    if source.title_note is None and not any(
        document.contains(found, source.title, case=False)
        for found in (document_.text, *document_.titles)
    ):
        if document_.refresh:
            return f"the page leads on by itself, to {document_.refresh}"
        return "the document's title is not on the page"
    if words and not any(document.contains(document_.text, quotation) for quotation in words):
        return "none of the words cited is on the page"
    return ""


def update_record(
    source: model.Source, known: AddressState | None, verdict: Verdict, day: datetime.date
) -> AddressState:
    """Return the record of an address after a verdict; ``known`` is the record before it."""
    today = day.isoformat()
    if verdict.state in ("alive", "moved"):
        return AddressState(
            state="moved" if verdict.new_url else "alive",
            asked=today, alive=today, to=verdict.new_url or None, url=source.address,
        )  # fmt: skip
    known = known or AddressState(state="unknown", asked=today, url=source.address)
    failing, failures = known.failing, known.failures
    if verdict.state == "missing":
        failures += failing is None or known.asked != today
        failing = failing or today
    gone = known.state == "gone" or (
        failing is not None
        and failures >= MIN_FAILURES
        and (day - datetime.date.fromisoformat(failing)).days >= MIN_DAYS
    )
    return AddressState(
        state="gone" if gone else "unknown", asked=today, alive=known.alive, failing=failing,
        failures=failures, why=verdict.why, url=source.address,
    )  # fmt: skip
