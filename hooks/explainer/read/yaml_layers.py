"""One YAML file upon another: what a project says, upon what the generator says.

In: two documents. Out: one, whose values are both's, key by key, and whose every value keeps the
file and the place where it was typed. Runs as the files are read.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from explainer.read.problems import Problem
from explainer.read.yamlio import Document, Path, Span


class LayeredDocument(Document):
    """``over`` upon ``under``; ``spoken`` are the languages of ``under``.

    ``taken`` makes of the values of ``under`` those that the project has a use for.
    """

    def __init__(self, over: Document, under: Document, taken: Callable[[Any], Any]) -> None:
        super().__init__(over.file, over.text)
        self.override, self.base = over, under
        self.value = merge(taken(under.value), over.value)
        self.values = under.values | over.values
        self.keys = under.keys | over.keys
        self.base_languages = frozenset(str(path[-1]) for path in under.values if path)

    def document_of(self, path: Path) -> Document:
        """Return the file that says most of ``path``; the project's, if both do."""
        for length in range(len(path), 0, -1):
            for document in (self.override, self.base):
                if path[:length] in document.values or path[:length] in document.keys:
                    return document
        return self.override

    def span(self, path: Path, *, key: bool = False) -> Span:
        """Return where ``path`` stands, in the file of its ``holder``."""
        return self.document_of(path).span(path, key=key)

    def missing_text(self, path: Path, language: str, message: str) -> Problem:
        """Return the problem of a text that no file has: the project writes its own languages."""
        if language in self.base_languages or self.document_of(path) is self.override:
            return self.problem(path, "text-language", message)
        message = f"{message} here; {self.base.file} has the others"
        return self.override.problem(path, "text-language", message)

    @property
    def files(self) -> tuple[str, ...]:
        """The names of both files."""
        return self.override.file, self.base.file


def merge(under: Any, over: Any) -> Any:
    """Return ``over`` upon ``under``, key by key; nothing written leaves what was there."""
    if over is None:
        return under
    if not (isinstance(under, dict) and isinstance(over, dict)):
        return over
    return under | {key: merge(under.get(key), value) for key, value in over.items()}
