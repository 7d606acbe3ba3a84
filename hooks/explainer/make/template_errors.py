"""What a template does wrong, told at its line like any other mistake.

In: the error that rendering a template raised. Out: a ``Problem`` of the file
below ``templates/`` or ``overrides/`` it comes from, or nothing: it is not the
template's. Runs where templates are rendered.
"""

from __future__ import annotations

import os
import traceback
from pathlib import Path

import jinja2

from explainer.check.strings import FOLDERS
from explainer.read.problems import Problem


def of_template(error: BaseException, root: Path) -> Problem | None:
    """Return the problem of the template that ``error`` comes from, if it comes from one."""
    places = [
        (frame.filename, frame.lineno or 1) for frame in traceback.extract_tb(error.__traceback__)
    ]
    if isinstance(error, jinja2.TemplateSyntaxError) and error.filename:
        places.append((error.filename, error.lineno))
    for place, line in reversed(places):
        file = os.path.relpath(place, root).replace(os.sep, "/")
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
