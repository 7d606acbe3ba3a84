"""Finding the terms of the glossary in a text.

In: the forms of every term. Out: one pattern for them all.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable


def pattern(forms: Iterable[str]) -> re.Pattern[str] | None:
    """Return what finds every form, the longest first, whole words, any case; or ``None``.

    The pattern starts with the set of first letters, so that the engine skips
    the rest of the text without trying each form.
    """
    by_first: dict[str, list[str]] = defaultdict(list)
    for form in sorted(forms, key=len, reverse=True):
        by_first[form[0].casefold()].append(form[1:])
    if not by_first:
        return None
    branches = []
    for first, rests in sorted(by_first.items()):
        either = re.escape(first) + re.escape(first.upper()) if len(first.upper()) == 1 else first
        words = "|".join(
            re.escape(rest).replace("\\ ", r"\s+").replace("'", "['’]") for rest in rests
        )
        branches.append((either, f"(?<=[{either}])(?:{words})"))
    letters = "".join(either for either, _ in branches)
    rest = "|".join(branch for _, branch in branches)
    return re.compile(rf"[{letters}](?<![\w-].)(?i:{rest})(?![\w-])")
