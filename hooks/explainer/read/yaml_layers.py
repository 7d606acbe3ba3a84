"""A YAML document that overrides another: the project's values over the generator's.

In: two documents. Out: one with the values of both, merged key by key, in which each value keeps
the file and the place where it was typed.
"""

from __future__ import annotations

from typing import Any

from explainer.read.problems import Problem
from explainer.read.yamlio import Document, Path, Span


class LayeredDocument(Document):
    """``override`` merged over the ``selected`` values of ``base``.

    ``base_languages`` are the languages that ``base`` has texts in.
    """

    def __init__(self, override: Document, base: Document, selected: Any) -> None:
        super().__init__(override.file, override.text)
        self.override, self.base = override, base
        self.value = merge(selected, override.value)
        self.values = base.values | override.values
        self.keys = base.keys | override.keys
        self.base_languages = frozenset(str(path[-1]) for path in base.values if path)

    def document_of(self, path: Path) -> Document:
        """Return the document that holds most of ``path``; ``override``, if both do."""
        for length in range(len(path), 0, -1):
            for document in (self.override, self.base):
                if path[:length] in document.values or path[:length] in document.keys:
                    return document
        return self.override

    def span(self, path: Path, *, key: bool = False) -> Span:
        """Return the span of ``path`` in the file of ``document_of(path)``."""
        return self.document_of(path).span(path, key=key)

    def missing_text(self, path: Path, language: str, message: str) -> Problem:
        """Return the problem of a text that neither file has in ``language``.

        It is the project's to write if the generator has no texts in that language.
        """
        if language in self.base_languages or self.document_of(path) is self.override:
            return self.problem(path, "text-language", message)
        message = f"{message} here; {self.base.file} has the others"
        return self.override.problem(path, "text-language", message)

    @property
    def files(self) -> tuple[str, ...]:
        """The names of both files."""
        return self.override.file, self.base.file


def merge(base: Any, override: Any) -> Any:
    """Return ``override`` merged over ``base``, key by key; ``None`` overrides nothing."""
    if override is None:
        return base
    if not (isinstance(base, dict) and isinstance(override, dict)):
        return override
    return base | {key: merge(base.get(key), value) for key, value in override.items()}
