"""What a branch changes, for whoever reviews it: the command ``summary``.

In: the project, and another state of it in a folder: what it is to be merged into. Out:
Markdown: what stops the build; pages, records and statuses that came, changed or went; the
texts that wait (``review_texts``). Nothing of it is asked of a network.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from explainer import build, settings
from explainer.desk import console, review_texts
from explainer.model.kinds import KINDS
from explainer.model.story import Story, load
from explainer.settings import Settings

# A comment holds 65,536 characters; its head and its lists need some.
MOST = 60_000
_NAMED = 30  # ids that one cell names


def write(chosen: Settings, base: Path) -> int:
    """Print the summary of a project beside its state in the folder ``base``."""
    if not (base / settings.CONFIG_FILE).is_file():
        raise console.Refused(
            f"no {settings.CONFIG_FILE} in {base}; expected a folder with the project before"
        )
    before, _ = load(settings.read_settings(base / settings.CONFIG_FILE))
    _, found = build.compile_site(chosen)
    now, _ = load(chosen)
    lines = [
        f"{len(found)} line(s) to mend before the site is built:" if found else "The site is built."
    ]
    if found:
        told = "\n".join(map(str, dict.fromkeys(found)))
        lines += ["", "```text", told[: MOST // 3].replace("```", "'''"), "```"]
    lines += ["", *_changes(before, now)]
    waits = list(review_texts.waiting(now, MOST - len("\n".join(lines)) - 4_000))
    if waits:
        lines += ["", f"### To be read in every language: {len(waits)} text(s)", "", *waits]
    console.say("\n".join(lines)[:MOST])
    return 0


def _changes(before: Story, now: Story) -> Iterator[str]:
    yield "| | added | changed | gone |"
    yield "| --- | --- | --- | --- |"
    tables: dict[str, tuple[Mapping[str, Any], Mapping[str, Any]]] = {
        "pages": (_pages(before), _pages(now))
    }
    tables |= {folder: (before.records(folder), now.records(folder)) for folder in KINDS}
    for what, (old, new) in tables.items():
        came, went = [id_ for id_ in new if id_ not in old], [id_ for id_ in old if id_ not in new]
        other = [id_ for id_ in new if id_ in old and new[id_] != old[id_]]
        if came or other or went:
            yield f"| {what} | {_named(came)} | {_named(other)} | {_named(went)} |"
    moved = [
        f"- `{id_}`: {before.claims[id_].status} → **{claim.status}**"
        for id_, claim in now.claims.items()
        if id_ in before.claims and before.claims[id_].status != claim.status
    ]
    yield from ["", "### Statuses that change", "", *moved] if moved else []


def _pages(story: Story) -> dict[str, Any]:
    return {
        name: [
            (pages[name].meta, pages[name].body) for pages in story.pages.values() if name in pages
        ]
        for name in dict.fromkeys(name for pages in story.pages.values() for name in pages)
    }


def _named(ids: list[str]) -> str:
    more = f" … ({len(ids)})" if len(ids) > _NAMED else ""
    return ", ".join(f"`{id_}`" for id_ in ids[:_NAMED]) + more
