"""Whether the addresses of the sources still lead to them: ``explainer watch``.

In: a story, a client and the day. Out: ``data/availability.yml`` rewritten, and the result as lines of
Markdown. Hosts are asked in parallel, one request at a time each.
"""

from __future__ import annotations

import datetime
from collections.abc import Collection, Iterator
from concurrent.futures import ThreadPoolExecutor
from urllib.parse import urlsplit

from explainer.model import availability
from explainer.model import records as model
from explainer.model.availability import AddressState
from explainer.model.story import Story
from explainer.watch import quotations, verdicts
from explainer.watch.client import Client
from explainer.watch.responses import Response, no_response_message
from explainer.watch.verdicts import sources_with_address
from explainer.words import markdown_table

_MAX_PARALLEL_HOSTS = 8
_STATE_LABELS = {"alive": "alive", "moved": "moved", "gone": "gone", "unknown": "cannot tell"}


def watch_sources(
    story: Story, client: Client, day: datetime.date, only: Collection[str] = ()
) -> Iterator[str]:
    """Ask, rewrite the file, and yield lines; if no host answers at all, nothing is changed."""
    sources = sources_with_address(story, only)
    if not sources:
        yield verdicts.NO_ADDRESS_MESSAGE
        return
    responses = _request_all(sources, client)
    if not any(response.status for response in responses.values()):
        yield no_response_message(f"{len(sources)} sources")
        return
    seen = {s.id: known for s in story.sources.values() if (known := story.address_state(s))}
    cited = quotations.quotations_by_source(story)
    for source in sources:
        words = [one.quotation for one in cited.get(source.id, ())]
        verdict = verdicts.judge(source, responses[source.id], words)
        seen[source.id] = verdicts.update_record(source, seen.get(source.id), verdict, day)
    availability.write(story.settings.root, seen)
    yield from _table([source.id for source in sources], seen)


def _request_all(sources: list[model.Source], client: Client) -> dict[str, Response]:
    """Return the response of each source's address, by the source's id."""
    by_host: dict[str, list[model.Source]] = {}
    for source in sources:
        by_host.setdefault(urlsplit(source.address).netloc.lower(), []).append(source)

    def ask(host_sources: list[model.Source]) -> dict[str, Response]:
        return {source.id: client.get(source.address) for source in host_sources}

    responses: dict[str, Response] = {}
    with ThreadPoolExecutor(_MAX_PARALLEL_HOSTS) as pool:
        for host_responses in pool.map(ask, by_host.values()):
            responses |= host_responses
    return responses


def _table(ids: list[str], seen: dict[str, AddressState]) -> Iterator[str]:
    """Yield the number of sources in each state, and a table of those that are not alive."""
    states: list[str] = [seen[id_].state for id_ in ids]
    counts = [f"{states.count(state)} {words}" for state, words in _STATE_LABELS.items()]
    yield f"{len(ids)} sources asked: {', '.join(counts)}."
    listed = [id_ for id_ in ids if seen[id_].state != "alive"]
    if not listed:
        return
    yield from markdown_table.format_head("source", "state", "why", "last alive", "address")
    for id_ in sorted(listed, key=lambda id_: (list(_STATE_LABELS).index(seen[id_].state), id_)):
        record = seen[id_]
        why = f"now {record.to}" if record.to else record.why
        if record.failing:
            why += f" (failure {record.failures}, since {record.failing})"
        state = _STATE_LABELS[record.state]
        yield markdown_table.format_row(id_, state, why, record.alive or "", record.url)
