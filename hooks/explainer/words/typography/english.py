"""English: curly quotes, apostrophes, no space before a mark, figures, references.

In: a ``Scan`` and the places where a rule may apply. Out: its edits. The rules
are those of *The Chicago Manual of Style*; dates and money as Americans write them.
"""

from __future__ import annotations

import re

from explainer.words.typography.scan import (
    AFTER_MARK,
    APART,
    NBSP,
    NO_MARK_SPACE,
    OBJECT,
    SP,
    SPACES,
    Scan,
    after_any,
    bind,
    is_smiley,
    opens_here,
    single,
)

_MONTHS = "January February March April May June July August September October November December"
# See ``french``: the set of characters first, then which rule has fired.
PATTERN = re.compile(
    rf"[;:!?,\"'“”.§¶0-9](?:"
    rf"(?<={SP}[;:!?]){AFTER_MARK}|{APART}"
    rf"|(?<=[\"'“”])"
    rf"|(?<=[0-9]){SP}+(?=(?:million|billion|trillion|percent)\b)"
    rf"|(?<=[a-z]{SP}[0-9])(?:{'|'.join(rf'(?<={month}{SP}[0-9])' for month in _MONTHS.split())})"
    r"[0-9]?(?![0-9])"
    rf"|(?<=[§¶]){SP}*(?=[0-9])"
    rf"|(?<=\.){after_any('p. pp. No. Nos. art. Dkt. ch. vol. fig.')}{SP}+(?=[0-9])"
    rf"|(?<=\.){after_any('Mr. Ms. Mrs. Dr. v.')}{SP}+(?=[A-Z{OBJECT}])"
    r"|(?<=\.)(?<!\.\.)\.\.(?![./])"
    ")"
)


def rule(scan: Scan, i: int, match: re.Match[str]) -> None:
    """Apply the English rule that ``match`` calls for at ``i``."""
    char = scan.text[i]
    if char in ";:!?":
        start = scan.before(i)
        ratio = scan.char(start - 1).isdigit() and scan.char(scan.after(i + 1)).isdigit()
        if (
            start
            and scan.char(start - 1) not in NO_MARK_SPACE
            and not ratio
            and scan.char(i + 1) != "."  # «?.» is no mark of a sentence
            and not is_smiley(scan, i)
        ):
            scan.space_before(i, "")
    elif char in "'\"“”":
        scan.forget_earlier_blocks(i)
        _quote(scan, i, char)
    elif match[0] in (",", "."):
        scan.space_before(i, "")
    elif match[0] == "...":
        scan.put(i, i + 3, "…")
    elif char in "§¶." or match[0][-1] in SPACES:
        bind(scan, i, match)
    else:  # the day after its month
        scan.put(i - 1, i, NBSP)


def _quote(scan: Scan, i: int, char: str) -> None:
    if char == "'":
        single(scan, i)
    elif char == "“" or char == '"' and opens_here(scan, i):
        scan.opens(i, "“", "”", char)
    else:
        inches = char == '"' and not scan.quotes and scan.char(i - 1).isdigit()
        if scan.quotes:
            scan.quotes.pop()
        scan.glyph(i, "″" if inches else "”")
