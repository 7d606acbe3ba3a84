"""Checks of the JSON Schemas for editors: they are up to date, and records name them.

In: a story. Out: a problem for each schema that differs from what the models and the
vocabularies make, and for each record whose first line names none. A project without a
folder of schemas is not checked.
"""

from __future__ import annotations

from collections.abc import Iterator

from explainer.model import schemas
from explainer.model.kinds import KINDS
from explainer.model.story import Story
from explainer.read.problems import Problem, file_problem


def check(story: Story) -> Iterator[Problem]:
    """Yield the schemas that are missing or out of date, and the records that name none."""
    folder = story.settings.root / schemas.FOLDER
    if not folder.is_dir() or story.settings.preview:
        return
    for name, text in schemas.all_schemas(story.vocab, story.settings.languages).items():
        path = folder / name
        if not path.is_file() or path.read_bytes().decode("utf-8", "replace") != text:
            message = f"not what the models and the vocabularies make; run: {schemas.COMMAND}"
            yield file_problem(f"{schemas.FOLDER}/{name}", "schema-stale", message)
    for kind in KINDS:
        expected = schemas.schema_comment(kind)
        for id_ in story.records(kind):
            document = story.document(kind, id_)
            if not document.text.startswith(f"{expected}\n"):
                message = (
                    f"the first line names no schema for editors; expected «{expected}»; "
                    f"run: {schemas.COMMAND}"
                )
                yield file_problem(document.file, "schema-line", message)
