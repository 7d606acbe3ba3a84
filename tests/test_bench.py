"""`make bench`: its corpus stays the one that others were timed on, and a small run of it works."""

from __future__ import annotations

import hashlib
import re
import subprocess
import sys
from pathlib import Path

import builds
import pytest

TOOLS = builds.ROOT / "tools"
sys.path.insert(0, str(TOOLS))

import bench  # noqa: E402
import corpus  # noqa: E402
import madeup  # noqa: E402

# Of the records and pages, by numbers of actors and sources. Published figures were measured on
# these bytes: another digest is another corpus, and its figures cannot be compared.
DIGESTS = {7: "", 40: ""}


def digest(folder: Path) -> str:
    files = builds.files(folder)
    lines = [f"{hashlib.sha256(data).hexdigest()}  {name}\n" for name, data in files.items()]
    return hashlib.sha256("".join(lines).encode()).hexdigest()


@pytest.mark.parametrize("number", DIGESTS)
def test_the_corpus_is_the_same_byte_for_byte(number: int, tmp_path: Path) -> None:
    madeup.lay_out(tmp_path, number)
    assert digest(tmp_path) == DIGESTS[number]
