"""Interface strings and their uses are equal: none is missing, none is left over."""

from __future__ import annotations

import re
from collections.abc import Iterator

import builds
import yaml
from explainer.check import strings
from explainer.output.exports.columns import TABLES

PLACES = (
    ("templates", "*.j2"),
    ("overrides", "*.html"),
    ("hooks", "*.py"),
    ("overrides/assets", "*.js"),
)
# Keys that are put together: by the code, from words of vocabularies and names of fields.
FILTERS = ("status", "subject", "who", "actor", "article", "layer", "case")


def written() -> set[str]:
    """Return every word that templates, code and scripts hold."""
    texts = (
        path.read_text("utf-8")
        for folder, form in PLACES
        for path in (builds.ROOT / folder).rglob(form)
    )
    return {word for text in texts for word in re.findall(r"[a-z][a-z0-9_]+", text)}


def composed() -> Iterator[str]:
    """Yield the keys that are put together."""
    for table, columns in TABLES.items():
        for column in columns:
            for end in ("", "_is"):
                yield from (f"column_{table}_{column.name}{end}", f"column_{column.name}{end}")
    words = yaml.safe_load((builds.ROOT / "templates/vocabularies.yml").read_text("utf-8"))
    for kind in words["relation_kinds"].values():
        yield f"group_{kind.get('group')}"
    for by in FILTERS:
        yield from (f"filter_by_{by}", f"slug_{by}")
    yield from (
        "figure_linear",
        "figure_log",
        "review_new",
        "review_both",
        "title_note_slug",
        "title_note_descriptive",
    )


def test_no_string_is_left_over() -> None:
    used = written() | set(composed())
    keys = yaml.safe_load((builds.ROOT / "templates/strings.yml").read_text("utf-8"))
    bases = {key: re.sub(r"_(one|other)$", "", key) for key in keys}
    assert [key for key in keys if not {key, bases[key]} & used] == []


def test_what_a_call_fills_in_ends_with_the_call() -> None:
    text = 't("a", n=f(x=1), s="y=2)") t("b", m=3)'
    arguments = strings._call_arguments(text, text.index(",") + 1)
    assert re.findall(r"(\w)=", arguments) == ["n", "s"]
