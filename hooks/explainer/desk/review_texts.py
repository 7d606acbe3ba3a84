"""The texts that await review, all languages side by side, with what changed.

In: a story, and Git's history of its files, in which the words last confirmed are found by their digest.
Out: Markdown for a comment on a pull request (GitHub's, with ``<ins>`` and ``<del>``). Text from records
is escaped, so that nothing in it acts as Markdown, HTML or a mention.
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
_STATE_LABELS = {
    review.NEW: "new",
    review.BOTH: "changed in every language",
    review.ONE: "changed in {} alone",
}


def waiting_blocks(story: Story, max_length: int) -> Iterator[str]:
    """Yield a block for each text that awaits review; beyond ``max_length`` characters, one line each."""
    length = 0
    for waiting_text in review.pending_units(story):
        state = _STATE_LABELS[waiting_text.state].format(", ".join(waiting_text.changed))
        state = "edited on two branches, to be read together" if waiting_text.merged else state
        block = f"#### {waiting_text.unit.id}: {state}\n\n{_format_table(story, waiting_text)}\n"
        length += len(block)
        yield block if length <= max_length else f"- {waiting_text.unit.id}: {state}\n"


def _format_table(story: Story, text: review.PendingUnit) -> str:
    """Return a text's languages, a column each; no line is empty, since Markdown would resume there."""
    settings = story.settings
    confirmed = next(iter(story.reviews.confirmed.get(text.unit.id, [])), {})
    head, cells, missing = "", "", []
    for language, words in text.unit.words.items():
        place = text.unit.places[language]
        name = settings.language_names.get(language, language)
        head += f"<th>{html.escape(name)}<br><sub>{place.file}:{place.line}</sub></th>"
        cell = escape_words(words)
        if language in text.changed:
            file = place.file
            if (
                old := _find_confirmed_words(
                    settings.root, file, language, confirmed.get(language, "")
                )
            ) is None:
                missing.append(language)
            else:
                cell = mark_changes(old, words)
        cells += f'<td valign="top">{cell}</td>'
    rows = f"<table><tr>{head}</tr>\n<tr>{cells}</tr></table>"
    if missing:
        rows += f"\n\nWhat was confirmed is not in Git's history here: {', '.join(missing)}."
    return rows


def mark_changes(old: str, new: str) -> str:
    """Return the new words as HTML, with deleted and inserted words marked."""
    before, after = _WORD.findall(old.strip()), _WORD.findall(new.strip())
    out = ""
    for operation, i, j, k, m in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        deleted, added = "".join(before[i:j]), "".join(after[k:m])
        if operation == "equal" or not (deleted.strip() or added.strip()):
            out += escape_words(added)
            continue
        out += f"<del>{escape_words(deleted)}</del>" if deleted else ""
        out += f"<ins>{escape_words(added)}</ins>" if added else ""
    return out


def escape_words(words: str) -> str:
    """Return words as HTML on one line, without tags or mentions of accounts."""
    return html.escape(words).replace("@", "<span>@</span>").replace("\n", "<br>")


def _find_confirmed_words(root: Path, file: str, language: str, digest: str) -> str | None:
    """Return a file's words that have a digest, from the newest commit that has them, or ``None``."""
    for commit in git.list_commits(root, file):
        for words in _texts_in_file(file, language, git.file_at_commit(root, commit, file)):
            if digests.digest(words) == digest:
                return words
    return None


def _texts_in_file(file: str, language: str, text: str) -> Iterator[str]:
    """Yield every text of a language in a file, as ``review_units`` reads them."""
    if file.endswith(".md"):
        name = file.removeprefix(f"docs/{language}/")
        page, _ = prose.read(file, language, name, text.encode())
        for section in page.sections:
            yield review_units.section_text(page, section)
    else:
        yield from _texts_in_value(yamlio.read(file, text.encode())[0].value, language)


def _texts_in_value(value: Any, language: str) -> Iterator[str]:
    if isinstance(value, dict):
        if isinstance(words := value.get(language), str):
            yield words
        value = list(value.values())
    for inner in value if isinstance(value, list) else ():
        yield from _texts_in_value(inner, language)
