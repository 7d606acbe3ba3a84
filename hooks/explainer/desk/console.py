"""Terminal output and questions of the commands."""

from __future__ import annotations

import sys
from typing import TextIO


class CommandError(Exception):
    """A command cannot do what was asked; the arguments say why, a line each. It exits with status 1."""


def print_line(line: str, stream: TextIO | None = None) -> None:
    """Print a line, by default on standard output."""
    (stream or sys.stdout).write(line + "\n")


def confirm(question: str) -> bool:
    """Ask for a yes on a terminal; elsewhere nobody can answer, so the command itself counts as a yes."""
    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        return True
    try:
        return input(f"{question} [y/N] ").strip().lower() in {"y", "yes", "o", "oui"}
    except (EOFError, KeyboardInterrupt):
        return False
