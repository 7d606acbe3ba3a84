"""The JSON Schemas with which editors complete records: the command ``schemas``.

In: a project's settings. Out: ``schemas/*.json`` rewritten, and the first line of each record that lacks
the name of its schema.
"""

from __future__ import annotations

import re

from explainer.desk import console
from explainer.model import schemas, vocabulary
from explainer.model.kinds import KINDS
from explainer.model.story import load
from explainer.read import problems
from explainer.settings import Settings

_SCHEMA_LINE = re.compile(r"\A# yaml-language-server:.*\n")


def write_schemas(settings: Settings) -> int:
    """Write every schema, the ids of records and missing first lines; return 1 for unreadable words."""
    story, found = load(settings)
    if not isinstance(story.vocabularies, vocabulary.Vocabularies) or story.unread_vocabularies:
        console.print_line(problems.format_report(found))
        return 1
    folder = settings.root / schemas.FOLDER
    folder.mkdir(exist_ok=True)
    for name, text in schemas.all_schemas(story.vocab, settings.languages).items():
        (folder / name).write_text(text, encoding="utf-8", newline="\n")
    schemas.write_ids(story)
    for kind in KINDS:
        first = f"{schemas.schema_comment(kind)}\n"
        for id_ in story.ids(kind):
            document = story.document(kind, id_)
            if document.text and not document.text.startswith(first):
                text = first + _SCHEMA_LINE.sub("", document.text)
                (settings.root / document.file).write_text(text, encoding="utf-8", newline="\n")
                console.print_line(document.file)
    return 0
