"""French: spaces before marks, « », apostrophes, figures, references, asides.

In: a ``Scan`` and the places where a rule may apply. Out: its edits. The rules
are those of the *Lexique* of the Imprimerie nationale (see the package).
"""

from __future__ import annotations

import re

from explainer.words.typography.scan import (
    AFTER_MARK,
    DETACHED,
    EDGES,
    NBSP,
    NNBSP,
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

_MONTHS = "janvier|février|mars|avril|mai|juin|juillet|août|septembre|octobre|novembre|décembre"
_UNITS = (
    "millions?|milliards?|billions?|dollars?|euros?|francs?|cents?|pour cent|fois|ans?|mois|jours?"
    "|heures?|minutes?|secondes?|h|min|s|[kcm]?m|km/h|[km]?g|[kMGT]o|[kMG]?Hz|°C|[%‰€$£¥]|[MkG][€$]"
)
# One pattern a language, that starts with the set of every character that can matter: the engine
# skips the rest of the page in C, and the lookbehinds tell which rule has fired.
PATTERN = re.compile(
    rf"[;:!?,«»“”\"'–—.°º§¶MDP0-9](?:"
    rf"(?<=[;:!?]){AFTER_MARK}|{DETACHED}"
    rf"|(?<=[«»“”\"'–—])"
    rf"|(?<=[0-9])(?:(?<![\w.,][0-9])(?<![0-9]{SPACE}[0-9])[0-9]{{0,2}}(?P<big>(?:{SPACE}[0-9]{{3}})+)(?![0-9]))?"
    rf"(?P<unit>{SPACE}+h{SPACE}+(?=[0-9]{{2}}(?!\w))|(?:er)?{SPACE}+(?=(?:{_UNITS}|{_MONTHS})(?!\w))"
    r"|(?=[%‰€](?!\w))|(?(big)|(?!)))"
    rf"|(?<=[nN][°º]){SPACE}*(?=[0-9])"
    rf"|(?<=[§¶]){SPACE}*(?=[0-9])"
    rf"|(?<=\.){lookbehind_any('p. pp. art. al. chap. vol. fig. t. éd.')}{SPACE}+(?=[0-9])"
    rf"|(?<=\.){lookbehind_any('M. MM. c.')}{SPACE}+(?=[A-ZÀ-Þ{OBJECT}])"
    rf"|(?:(?<=\bM)(?:mes?|lles?|e)|(?<=\b[DP])r){SPACE}+(?=[A-ZÀ-Þ])"
    r"|(?<=\.)(?<!\.\.)\.\.(?![./])"
    ")"
)
_UNCHANGED = "kept"  # a curly quote that is already what it should be
_RUN = re.compile(f"{SPACE}+")
_SENTENCE_END = re.compile(r"[.!?…][\s»”\"]")


def apply_rule(scan: Scan, i: int, match: re.Match[str]) -> None:
    """Apply the French rule that ``match`` calls for at ``i``."""
    char = scan.text[i]
    if char in ";:!?":
        if scan.char_at(scan.spaces_start(i) - 1) in NO_MARK_SPACE or is_smiley(scan, i):
            return
        if scan.opened_at != i - 1:
            scan.space_before(i, NBSP if char == ":" else NNBSP)
    elif char in "'\"«»“”–—":
        scan.forget_earlier_blocks(i)
        if char == "'":
            set_single_quote(scan, i)
        elif char in "–—":
            _set_dash(scan, i)
        else:
            _set_quote(scan, i, char)
    elif match[0] in (",", "."):
        scan.space_before(i, "")
    elif match[0] == "...":
        scan.replace(i, i + 3, "…")
    elif char in "°º§¶.MDP":
        bind_space(scan, i, match)
    else:
        _set_figure(scan, match)


def _set_quote(scan: Scan, i: int, char: str) -> None:
    depth = len(scan.quotes)
    if char == '"':
        char = "“" if is_opening_quote(scan, i) else "”"
        if char == "“":
            _open_quote(scan, i, '"', depth)
        elif not depth and scan.char_at(i - 1).isdigit():
            scan.set_character(i, "″")
        else:
            _close_quote(scan, i, scan.quotes.pop()[0] if depth else "»")
    elif char == "“" and scan.text.rfind("„", 0, i) > scan.text.rfind("“", 0, i):
        return  # closes a German quote
    elif char == "“":
        # Alone, curly quotes are typed for « »; inside « », they stay, also when the « was in
        # an earlier block of the same quotation.
        if not depth and scan.surplus_closings(i) > 0:
            scan.push_quote("”", _UNCHANGED)
        else:
            _open_quote(scan, i, "“", depth)
    elif char == "”":
        if depth and scan.quotes[-1][1] in '“"':
            _close_quote(scan, i, scan.quotes.pop()[0])
        elif depth and scan.quotes[-1][1] == _UNCHANGED:
            scan.quotes.pop()
    elif char == "«":
        if depth and scan.surplus_closings(i) >= sum(o == "«" for _, o in scan.quotes):
            scan.set_opening_quote(i, "“", "”", "«", "")
        else:
            scan.push_quote("»", "«")
            if scan.char_at(scan.spaces_end(i + 1)) not in EDGES + "»":
                scan.set_character(i, "«", NBSP)
    else:
        closing = "»"
        while scan.quotes:
            closes, origin = scan.quotes.pop()
            if origin == "«":
                closing = closes
                break
        _close_quote(scan, i, closing)


def _open_quote(scan: Scan, i: int, origin: str, depth: int) -> None:
    opening, closing = (("«", "»"), ("“", "”"), ("‘", "’"))[min(depth, 2)]
    scan.set_opening_quote(i, opening, closing, origin, NBSP if opening == "«" else "")


def _close_quote(scan: Scan, i: int, closing: str) -> None:
    start = scan.spaces_start(i)
    if scan.char_at(start - 1) in EDGES + "«":
        scan.set_character(i, closing)
    elif start < i:
        scan.replace(start, i, NBSP if closing == "»" else "")
        scan.set_character(i, closing)
    else:
        scan.replace(i, i + 1, (NBSP if closing == "»" else "") + closing)


def _set_dash(scan: Scan, i: int) -> None:
    """Bind the dashes of an aside to what they enclose: «mot – aside – mot»."""
    start, end = scan.spaces_start(i), scan.spaces_end(i + 1)
    quoted = scan.char_at(i - 1) == "«" or scan.opened_at == i - 1
    if start == i and not quoted or scan.char_at(start - 1) in EDGES and end == i + 1:
        return  # a range, «3–5», or a dash that is no aside
    aside = scan.dash_at >= 0 and not _SENTENCE_END.search(scan.text, scan.dash_at, i)
    if aside or end == i + 1:
        scan.dash_at = -1
        if start < i and scan.char_at(start - 1) not in EDGES:
            scan.replace(start, i, NBSP)
    else:
        scan.dash_at = i
        if i + 1 < end and scan.char_at(end) not in EDGES:
            scan.replace(i + 1, end, NBSP)


def _set_figure(scan: Scan, match: re.Match[str]) -> None:
    """Join thousands with U+202F, and a number with its unit or month with U+00A0."""
    if match["big"]:
        for place in range(*match.span("big")):
            if scan.text[place] in SPACES:
                scan.replace(place, place + 1, NNBSP)
    if match["unit"]:
        for run in _RUN.finditer(scan.text, *match.span("unit")):
            scan.replace(run.start(), run.end(), NBSP)
    elif scan.char_at(match.end()) in "%‰€" and match.end() < len(scan.text):
        scan.replace(match.end(), match.end() + 1, NBSP + scan.text[match.end()])
