"""English: curly quotes, apostrophes, no space before a mark, figures, references.

In: a ``Scan`` and the places where a rule may apply. Out: its edits. The rules
are those of *The Chicago Manual of Style*; dates and money as Americans write them.
"""

from __future__ import annotations

import re

from explainer.words.typography.scan import (
    AFTER_MARK,
    DETACHED,
    NBSP,
    NO_MARK_SPACE,
    OBJECT,
    SPACE,
    SPACES,
    Scan,
    bind_space,
    is_opening_quote,
    is_smiley,
    lookbehind_any,
    set_single_quote,
)

_MONTHS = "January February March April May June July August September October November December"
# See ``french``: the set of characters first, then which rule has fired.
PATTERN = re.compile(
    rf"[;:!?,\"'“”.§¶0-9](?:"
    rf"(?<={SPACE}[;:!?]){AFTER_MARK}|{DETACHED}"
    rf"|(?<=[\"'“”])"
    rf"|(?<=[0-9]){SPACE}+(?=(?:million|billion|trillion|percent)\b)"
    rf"|(?<=[a-z]{SPACE}[0-9])(?:{'|'.join(rf'(?<={month}{SPACE}[0-9])' for month in _MONTHS.split())})"
    r"[0-9]?(?![0-9])"
    rf"|(?<=[§¶]){SPACE}*(?=[0-9])"
    rf"|(?<=\.){lookbehind_any('p. pp. No. Nos. art. Dkt. ch. vol. fig.')}{SPACE}+(?=[0-9])"
    rf"|(?<=\.){lookbehind_any('Mr. Ms. Mrs. Dr. v.')}{SPACE}+(?=[A-Z{OBJECT}])"
    r"|(?<=\.)(?<!\.\.)\.\.(?![./])"
    ")"
)


def apply_rule(scan: Scan, i: int, match: re.Match[str]) -> None:
    """Apply the English rule that ``match`` calls for at ``i``."""
    char = scan.text[i]
    if char in ";:!?":
        start = scan.spaces_start(i)
        ratio = scan.char_at(start - 1).isdigit() and scan.char_at(scan.spaces_end(i + 1)).isdigit()
        if (
            scan.char_at(start - 1) not in NO_MARK_SPACE
            and not ratio
            and scan.char_at(i + 1) != "."  # «?.» is no mark of a sentence
            and not is_smiley(scan, i)
        ):
            scan.space_before(i, "")
    elif char in "'\"“”":
        scan.forget_earlier_blocks(i)
        _set_quote(scan, i, char)
    elif match[0] in (",", "."):
        scan.space_before(i, "")
    elif match[0] == "...":
        scan.replace(i, i + 3, "…")
    elif char in "§¶." or match[0][-1] in SPACES:
        bind_space(scan, i, match)
    else:  # the day after its month
        scan.replace(i - 1, i, NBSP)


def _set_quote(scan: Scan, i: int, char: str) -> None:
    if char == "'":
        set_single_quote(scan, i)
    elif char == "“" or char == '"' and is_opening_quote(scan, i):
        scan.set_opening_quote(i, "“", "”", char)
    else:
        inches = char == '"' and not scan.quotes and scan.char_at(i - 1).isdigit()
        if scan.quotes:
            scan.quotes.pop()
        scan.set_character(i, "″" if inches else "”")
