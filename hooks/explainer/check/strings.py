"""Checks of the interface strings against the templates that use them.

In: a story, the folders of templates. Out: problems: a string that a template uses and
that is missing, one of the project that nothing uses, an unbalanced brace, a blank
(``{name}``) that no template fills in.
"""

from __future__ import annotations

import re
import string
from collections.abc import Iterable, Iterator
from pathlib import Path

from explainer.model.story import Story
from explainer.model.vocabulary import PLURALS
from explainer.read.problems import Problem, did_you_mean, expected_one_of
from explainer.read.yaml_layers import LayeredDocument

_STRING_CALL = re.compile(r"\b(?:view\.)?(t|count)\(\s*\"([a-z0-9_]+)\"\s*[,)]")
_KEYWORD = re.compile(r"\b([a-z_]+)=(?!=)")
_BLANK_NAME = re.compile(r"^[a-z][a-z0-9_]*$")
# Blanks → the strings in which Python, macros or scripts fill them in, which no call shows.
_FILLED = {
    "language": "new_site_language",
    "query": "no_results",
    "n": "note_number back_to_text_number list_page",
    "value": "about_value",
    "date": (
        "from_date from_day until_date until_day consulted_on no_answer_found "
        "no_outcome_found note_seen note_gone_copied last_change print_status_as_of"
    ),
    "from until": "date_range",
    "name": "article_in_own_voice articles_in_own_voice answer_of",
    "n total": "filter_shown_one filter_shown_other",
    "address date site title": "cite_sentence",
    "address site title": "cite_sentence_undated",
    "status title": "cite_claim title_with_status",
    "date status": "status_as_of",
    "address name": "twin_address",
    "status text": "claim_described",
    "title": "cite_source",
    "languages": "review_one",
    "address": "printed_from",
}
FOLDERS = ("templates", "overrides")


def check(story: Story) -> Iterator[Problem]:
    """Yield every problem of the strings."""
    document = story.document("strings", "")
    wanted, filled = scan_templates(story.settings.root)
    for key, text in story.strings.items():
        for language, words in text.items():
            path = (key, language) if (key, language) in document.values else (key,)
            for message in _check_blanks(words, allowed_blanks(key, filled)):
                yield document.problem(path, "string-blank", message)
    if not story.strings_read:
        return
    yield from _check_groups(story)
    yield from _find_unused(story, wanted)
    for key, template in wanted.items():
        if (key,) not in document.keys:
            hint = did_you_mean(key, story.strings)
            message = f"the key is missing; {template} needs it{hint}"
            yield Problem(document.file, 1, 1, key, "string-missing", message)


def _check_groups(story: Story) -> Iterator[Problem]:
    """Yield the groups of relation kinds without a title: the string ``group_<name>``."""
    document = story.document("vocabularies", "")
    keys = [str(path[0]) for path in story.document("strings", "").keys if len(path) == 1]
    groups = [key.removeprefix("group_") for key in keys if key.startswith("group_")]
    for name, kind in story.vocab.relation_kinds.items():
        if kind.group not in groups:
            hint = did_you_mean(kind.group, groups) or expected_one_of(groups)
            message = f"«{kind.group}» has no title, «group_{kind.group}» of data/strings.yml{hint}"
            yield document.problem(("relation_kinds", name, "group"), "string-missing", message)


def _find_unused(story: Story, wanted: Iterable[str]) -> Iterator[Problem]:
    """Yield the strings of the project that nothing uses."""
    document = story.document("strings", "")
    if not isinstance(document, LayeredDocument) or not isinstance(document.override.value, dict):
        return
    groups = {f"group_{kind.group}" for kind in story.vocab.relation_kinds.values()}
    used = {*(document.base.value or ()), *wanted, *groups}
    forms = {
        f"{key.removesuffix('other')}{form}"
        for key in used
        if key.endswith("_other")
        for form in PLURALS
    }
    for key in document.override.value:
        if key not in used and key not in forms:
            message = f"no page shows a string of this name{did_you_mean(key, used)}"
            yield document.problem((key,), "string-unused", message, key=True)


def _check_blanks(words: str, allowed: set[str]) -> Iterator[str]:
    """Yield messages about the blanks of a string; ``allowed`` are those that are filled in."""
    try:
        parts = list(string.Formatter().parse(words))
    except ValueError:
        yield "a brace without its pair; expected {name}, or none"
        return
    for _, name, form, conversion in parts:
        if name is None:
            continue
        display = f"{{{name}{'!' + conversion if conversion else ''}{':' + form if form else ''}}}"
        if form or conversion or not _BLANK_NAME.match(name):
            yield f"{display} is no blank; expected {{name}}, of lower-case letters alone"
        elif name not in allowed:
            hint = did_you_mean(name, allowed) or expected_one_of(
                [f"{{{one}}}" for one in sorted(allowed)]
            )
            yield f"nothing fills in {display}{hint or '; expected no blank'}"


def allowed_blanks(key: str, filled: dict[str, set[str]]) -> set[str]:
    """Return the blanks that a string may have; a plural form may have ``{n}``."""
    stem, _, form = key.rpartition("_")
    counted = {"n"} | filled.get(f"{stem}_other", set()) if form in {*PLURALS, "other"} else set()
    return filled.get(key, set()) | counted


def scan_templates(root: Path) -> tuple[dict[str, str], dict[str, set[str]]]:
    """Return key → a template that uses it, and key → the blanks that templates fill in there.

    Templates are those under ``root``; their paths are relative to it.
    """
    requested: dict[str, str] = {}
    filled = {key: set(names.split()) for names, keys in _FILLED.items() for key in keys.split()}
    for folder in FOLDERS:
        for path in sorted((root / folder).rglob("*")):
            if path.suffix not in {".j2", ".html"}:
                continue
            text = path.read_text(encoding="utf-8")
            for match in _STRING_CALL.finditer(text):
                counted = match[1] == "count"
                # Every language has the form «other»; the model checks the other forms.
                keys = [f"{match[2]}_other"] if counted else [match[2]]
                names = (
                    {"n"} if counted else set(_KEYWORD.findall(_call_arguments(text, match.end())))
                )
                for key in keys:
                    requested.setdefault(key, path.relative_to(root).as_posix())
                    if names:
                        filled.setdefault(key, set()).update(names)
    return requested, filled


def _call_arguments(text: str, at: int) -> str:
    """Return the arguments of the call whose parenthesis opens before ``at``, without nested ones."""
    out, depth, quote = "", 1 if text[at - 1] != ")" else 0, ""
    while depth and at < len(text):
        char = text[at]
        if quote:
            quote = "" if char == quote else quote
        elif char in "\"'":
            quote = char
        else:
            depth += (char in "([{") - (char in ")]}")
            if depth == 1:
                out += char
        at += 1
    return out
