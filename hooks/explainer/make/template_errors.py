"""Errors in templates, reported at their line like any other problem.

In: the exception that rendering raised. Out: a ``Problem`` in a file below ``templates/`` or
``overrides/``, or ``None`` if the error is not a template's.
"""

from __future__ import annotations

import os
import traceback
from pathlib import Path

import jinja2

from explainer.check.strings import FOLDERS
from explainer.read.problems import Problem


def find_problem(error: BaseException, root: Path) -> Problem | None:
    """Return the problem of the template that raised ``error``, or ``None`` if none did."""
    places = [
        (frame.filename, frame.lineno or 1) for frame in traceback.extract_tb(error.__traceback__)
    ]
    if isinstance(error, jinja2.TemplateSyntaxError) and error.filename:
        places.append((error.filename, error.lineno))
    for path, line in reversed(places):
        file = os.path.relpath(path, root).replace(os.sep, "/")
        if file.split("/")[0] in FOLDERS:
            return Problem(file, line, 1, "", "template-error", _message(error))
    return None


def _message(error: BaseException) -> str:
    if isinstance(error, jinja2.TemplateNotFound):
        return f"no template «{error.name}»"
    if isinstance(error, jinja2.TemplateError):
        return str(error.message)
    if isinstance(error, KeyError):
        return f"no «{error.args[0] if error.args else ''}» here"
    return f"{type(error).__name__}: {error}"
