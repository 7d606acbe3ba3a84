"""What a reviewer reads: the texts that wait, both languages beside each other, and what changed.

In: a story, and Git's history of its files, in which the words last confirmed are found by
their digest. Out: Markdown fit for a comment of a pull request (GitHub's, with its ``<ins>``
and ``<del>``): nothing that people wrote is read as Markdown or HTML there, nor mentions anyone.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from difflib import SequenceMatcher
from pathlib import Path
from typing import Any

from explainer.check import review, review_units
from explainer.desk import git
from explainer.model.story import Story
from explainer.read import digests, prose, yamlio

_WORD = re.compile(r"\s+|[\w'’-]+|[^\w\s]")
_SAID = {
    review.NEW: "new",
    review.BOTH: "changed in every language",
    review.ONE: "changed in {} alone",
}


def waiting(story: Story, most: int) -> Iterator[str]:
    """Yield a block for each text that waits; beyond ``most`` characters, a line for each."""
    length = 0
    for one in review.pending_units(story):
        said = _SAID[one.state].format(", ".join(one.changed))
        said = "edited on two branches, to be read together" if one.merged else said
        block = f"#### {one.unit.id}: {said}\n\n{_table(story, one)}\n"
        length += len(block)
        yield block if length <= most else f"- {one.unit.id}: {said}\n"


def _table(story: Story, one: review.PendingUnit) -> str:
    """Return a text's languages, a column each; no line is empty, or Markdown would begin."""
    chosen = story.settings
    known = next(iter(story.reviews.confirmed.get(one.unit.id, [])), {})
    head, cells, lost = "", "", []
    for language, words in one.unit.words.items():
        place = one.unit.places[language]
        name = chosen.language_names.get(language, language)
        head += f"<th>{html.escape(name)}<br><sub>{place.file}:{place.line}</sub></th>"
        shown = said(words)
        if language in one.changed:
            file = place.file
            if (old := _confirmed(chosen.root, file, language, known.get(language, ""))) is None:
                lost.append(language)
            else:
                shown = changed(old, words)
        cells += f'<td valign="top">{shown}</td>'
    rows = f"<table><tr>{head}</tr>\n<tr>{cells}</tr></table>"
    note = (
        f"\n\nWhat was confirmed is not in Git's history here: {', '.join(lost)}." if lost else ""
    )
    return rows + note


def changed(old: str, new: str) -> str:
    """Return the new words as HTML, with those that went and those that came marked."""
    before, after = _WORD.findall(old.strip()), _WORD.findall(new.strip())
    out = ""
    for what, i, j, k, m in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        went, came = "".join(before[i:j]), "".join(after[k:m])
        if what == "equal" or not (went.strip() or came.strip()):
            out += said(came)
            continue
        out += f"<del>{said(went)}</del>" if went else ""
        out += f"<ins>{said(came)}</ins>" if came else ""
    return out


def said(words: str) -> str:
    """Return words as HTML on one line, read as nothing else: no tag, no mention of an account."""
    return html.escape(words).replace("@", "<span>@</span>").replace("\n", "<br>")


def _confirmed(root: Path, file: str, language: str, digest: str) -> str | None:
    """Return the words of a file that have a digest, in the newest commit that has them."""
    for commit in git.versions(root, file):
        for words in _texts(file, language, git.before(root, commit, file)):
            if digests.digest(words) == digest:
                return words
    return None


def _texts(file: str, language: str, text: str) -> Iterator[str]:
    """Yield every text of a language in a file, as ``review_units`` reads it."""
    if file.endswith(".md"):
        name = file.removeprefix(f"docs/{language}/")
        page, _ = prose.read(file, language, name, text.encode())
        for section in page.sections:
            yield review_units.section_text(page, section)
    else:
        yield from _within(yamlio.read(file, text.encode())[0].value, language)


def _within(value: Any, language: str) -> Iterator[str]:
    if isinstance(value, dict):
        if isinstance(words := value.get(language), str):
            yield words
        value = list(value.values())
    for inner in value if isinstance(value, list) else ():
        yield from _within(inner, language)
