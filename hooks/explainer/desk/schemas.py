"""What editors complete with: the command ``schemas``.

In: a project's settings. Out: ``schemas/*.json`` written anew, and the line that
names its schema put at the top of each record that lacks it.
"""

from __future__ import annotations

import re

from explainer.desk import console
from explainer.model import schemas, vocabulary
from explainer.model.kinds import KINDS
from explainer.model.story import load
from explainer.read import problems
from explainer.settings import Settings

_LINE = re.compile(r"\A# yaml-language-server:.*\n")


def write(chosen: Settings) -> int:
    """Write every schema, the ids of records and missing first lines; return 1 for unread words."""
    story, found = load(chosen)
    if not isinstance(story.vocabularies, vocabulary.Vocabularies) or story.unread_vocabularies:
        console.say(problems.format_report(found))
        return 1
    folder = chosen.root / schemas.FOLDER
    folder.mkdir(exist_ok=True)
    for name, text in schemas.all_schemas(story.vocab, chosen.languages).items():
        (folder / name).write_text(text, encoding="utf-8", newline="\n")
    schemas.write_ids(story)
    for kind in KINDS:
        first = f"{schemas.schema_comment(kind)}\n"
        for id_ in story.ids(kind):
            document = story.document(kind, id_)
            if document.text and not document.text.startswith(first):
                text = first + _LINE.sub("", document.text)
                (chosen.root / document.file).write_text(text, encoding="utf-8", newline="\n")
                console.say(document.file)
    return 0
