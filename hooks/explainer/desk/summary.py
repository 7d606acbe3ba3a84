"""What a branch changes, for its reviewer: the command ``summary``.

In: the project, and the project before, in a folder. Out: Markdown: the build's problems; the pages,
records and statuses added, changed and deleted; the texts that await review (``review_texts``). Uses no
network.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from explainer.build import compile_site
from explainer.desk import console, review_texts
from explainer.model.kinds import KINDS
from explainer.model.story import Story, load
from explainer.settings import CONFIG_FILE, Settings, read_settings

# A comment has at most 65,536 characters; its head and lists need some.
MAX_LENGTH = 60_000
_MAX_IDS = 30  # ids in one cell


def print_summary(settings: Settings, base: Path) -> int:
    """Print the summary of a project, compared with its earlier state in the folder ``base``."""
    if not (base / CONFIG_FILE).is_file():
        expected = "a folder with the project before"
        raise console.CommandError(f"no {CONFIG_FILE} in {base}; expected {expected}")
    before, _ = load(read_settings(base / CONFIG_FILE))
    _, found = compile_site(settings)
    after, _ = load(settings)
    lines = ["The site is built."]
    if found:
        lines = [f"{len(found)} line(s) to mend before the site is built:"]
        problem_lines = "\n".join(map(str, dict.fromkeys(found)))
        lines += ["", "```text", problem_lines[: MAX_LENGTH // 3].replace("```", "'''"), "```"]
    lines += ["", *_change_table(before, after)]
    waiting = list(review_texts.waiting_blocks(after, MAX_LENGTH - len("\n".join(lines)) - 4_000))
    if waiting:
        lines += ["", f"### To be read in every language: {len(waiting)} text(s)", "", *waiting]
    console.print_line("\n".join(lines)[:MAX_LENGTH])
    return 0


def _change_table(before: Story, after: Story) -> Iterator[str]:
    yield "| | added | changed | gone |"
    yield "| --- | --- | --- | --- |"
    tables: dict[str, tuple[Mapping[str, Any], Mapping[str, Any]]] = {
        "pages": (_page_contents(before), _page_contents(after))
    }
    tables |= {folder: (before.records(folder), after.records(folder)) for folder in KINDS}
    for name, (old, new) in tables.items():
        added = [id_ for id_ in new if id_ not in old]
        deleted = [id_ for id_ in old if id_ not in new]
        changed = [id_ for id_ in new if id_ in old and new[id_] != old[id_]]
        if added or changed or deleted:
            yield f"| {name} | {_format_ids(added)} | {_format_ids(changed)} | {_format_ids(deleted)} |"
    changed_statuses = [
        f"- `{id_}`: {before.claims[id_].status} → **{claim.status}**"
        for id_, claim in after.claims.items()
        if id_ in before.claims and before.claims[id_].status != claim.status
    ]
    yield from ["", "### Statuses that change", "", *changed_statuses] if changed_statuses else []


def _page_contents(story: Story) -> dict[str, Any]:
    return {
        name: [
            (pages[name].meta, pages[name].body) for pages in story.pages.values() if name in pages
        ]
        for name in dict.fromkeys(name for pages in story.pages.values() for name in pages)
    }


def _format_ids(ids: list[str]) -> str:
    more = f" … ({len(ids)})" if len(ids) > _MAX_IDS else ""
    return ", ".join(f"`{id_}`" for id_ in ids[:_MAX_IDS]) + more
