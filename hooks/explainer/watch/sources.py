"""Whether the addresses of the sources still lead to them: ``explainer watch``.

In: a story, a client and the day. Out: ``data/availability.yml`` written anew, and what it
says as lines for people, in Markdown. Hosts are asked side by side, each in its turn.
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
from explainer.watch.answers import Answer, unheard
from explainer.watch.client import Client
from explainer.watch.verdicts import readable
from explainer.words import markdown_table

_SIDE_BY_SIDE = 8
_STATES = {"alive": "alive", "moved": "moved", "gone": "gone", "unknown": "cannot tell"}


def watch(
    story: Story, client: Client, day: datetime.date, only: Collection[str] = ()
) -> Iterator[str]:
    """Ask, write the file, and yield lines; if no host answers at all, nothing is changed."""
    asked = readable(story, only)
    if not asked:
        yield verdicts.NOTHING
        return
    answers = _ask(asked, client)
    if not any(answer.status for answer in answers.values()):
        yield unheard(f"{len(asked)} sources")
        return
    seen = {s.id: known for s in story.sources.values() if (known := story.address_state(s))}
    cited = quotations.carried(story)
    for source in asked:
        words = [one.quotation for one in cited.get(source.id, ())]
        said = verdicts.judge(source, answers[source.id], words)
        seen[source.id] = verdicts.remember(source, seen.get(source.id), said, day)
    availability.write(story.settings.root, seen)
    yield from _table([source.id for source in asked], seen)


def _ask(sources: list[model.Source], client: Client) -> dict[str, Answer]:
    """Return the answer of each source's address, by its id."""
    hosts: dict[str, list[model.Source]] = {}
    for source in sources:
        hosts.setdefault(urlsplit(source.address).netloc.lower(), []).append(source)

    def ask(there: list[model.Source]) -> dict[str, Answer]:
        return {source.id: client.get(source.address) for source in there}

    answers: dict[str, Answer] = {}
    with ThreadPoolExecutor(_SIDE_BY_SIDE) as pool:
        for found in pool.map(ask, hosts.values()):
            answers |= found
    return answers


def _table(ids: list[str], seen: dict[str, AddressState]) -> Iterator[str]:
    """Yield how many are in each state, and a table of those that are not alive."""
    states: list[str] = [seen[id_].state for id_ in ids]
    counts = [f"{states.count(state)} {words}" for state, words in _STATES.items()]
    yield f"{len(ids)} sources asked: {', '.join(counts)}."
    told = [id_ for id_ in ids if seen[id_].state != "alive"]
    if not told:
        return
    yield from markdown_table.format_head("source", "state", "why", "last alive", "address")
    for id_ in sorted(told, key=lambda id_: (list(_STATES).index(seen[id_].state), id_)):
        known = seen[id_]
        why = f"now {known.to}" if known.to else known.why
        if known.failing:
            why += f" (failure {known.failures}, since {known.failing})"
        yield markdown_table.format_row(
            id_, _STATES[known.state], why, known.alive or "", known.url
        )
