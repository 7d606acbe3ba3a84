"""Decoding of files: UTF-8, at most ``MAX_BYTES``, normalized to NFC.

In: the bytes of a file. Out: its text, or a problem with its size or encoding.
"""

from __future__ import annotations

import unicodedata

from explainer.read.problems import Problem, file_problem

MAX_BYTES = 256 * 1024


def decode(file: str, raw: bytes) -> tuple[str, list[Problem]]:
    """Return the text of ``raw`` and no problem; or ``""`` and what is wrong with it."""
    if len(raw) > MAX_BYTES:
        size = f"{-(-len(raw) // 1024)} KiB"
        message = f"the file has {size}; expected {MAX_BYTES // 1024} KiB at most"
        return "", [file_problem(file, "file-size", message)]
    try:
        text = raw.decode("utf-8-sig").replace("\r\n", "\n")
    except UnicodeDecodeError as error:
        before = error.object[: error.start]  # without a byte order mark
        line = before.count(b"\n") + 1
        column = len(before[before.rfind(b"\n") + 1 :].decode()) + 1
        message = f"byte 0x{error.object[error.start]:02x} is not UTF-8; save the file as UTF-8"
        return "", [Problem(file, line, column, "", "file-encoding", message)]
    # One spelling of each letter, as on the web (https://www.w3.org/TR/charmod-norm/): a term, a
    # search and a card know «é» whether it was typed as one character or, as on macOS, as two.
    return unicodedata.normalize("NFC", text), []
