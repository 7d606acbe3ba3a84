"""What commands say to whoever runs them, and what they ask.

In: lines. Out: the same on the terminal, and answers.
"""

from __future__ import annotations

import sys
from typing import TextIO


class Refused(Exception):
    """What is asked cannot be done; its arguments say why, a line each. The command ends with 1."""


def say(line: str, stream: TextIO | None = None) -> None:
    """Print a line."""
    (stream or sys.stdout).write(line + "\n")


def agreed(question: str) -> bool:
    """Ask, on a terminal, for a yes; elsewhere nobody can answer, and the command stands for one."""
    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        return True
    try:
        return input(f"{question} [y/N] ").strip().lower() in {"y", "yes", "o", "oui"}
    except (EOFError, KeyboardInterrupt):
        return False
