"""What neighbouring facts share: «du 3 au 5 mai 2020», "3 to 5 million".

In: the facts of a text, one by one, in order. Out: the same with the month, year,
scale or unit that each takes from the next, and the two ends of a range as one.
"""

from __future__ import annotations

from dataclasses import replace

from explainer.check.parity.grammar import Grammar
from explainer.check.parity.matching import Fact
from explainer.check.parity.partial_facts import PartialFact, source_text, with_key, with_year


def join_neighbours(found: list[PartialFact], words: str, grammar: Grammar) -> list[PartialFact]:
    """Return the facts with what they take from the next, and the ends of a range as one.

    From the last to the first, so that in «3, 5 et 7 mai» each day finds its month.
    """
    if len(found) < 2:
        return found
    done = [found[-1]]
    chained = False
    for one in reversed(found[:-1]):
        after = done[0]
        gap = _classify_gap(words, one, after, grammar)
        if not gap or gap == "comma" and not chained:
            chained = False
            done.insert(0, one)
            continue
        made = _share_parts(one, after, gap)
        chained = made is not None
        if not made:
            done.insert(0, one)
        elif gap == "to" and len(one.dates) < 2 and len(after.dates) < 2:
            done[0] = _make_range(*made, words)
        else:
            done[:1] = made
    return done


def _classify_gap(words: str, one: PartialFact, after: PartialFact, grammar: Grammar) -> str:
    start, end = one.fact.end, after.fact.offset
    if end - start > 16 or one.kind not in _JOINABLE or after.kind not in _JOINABLE:
        return ""
    gap = words[start:end]
    if not gap.isalpha():
        gap = gap.replace("\0", "")
    if grammar.to.fullmatch(gap):
        return "to"
    if match := grammar.list_.fullmatch(gap):
        if match["comma"]:
            return "comma"
        return (
            "to"
            if grammar.between.search(words, max(0, one.fact.offset - 16), one.fact.offset)
            else "list"
        )
    return ""


_JOINABLE = frozenset({"number", "ordinal", "date"})


def _share_parts(
    one: PartialFact, after: PartialFact, gap: str
) -> tuple[PartialFact, PartialFact] | None:
    """Return both with what they share, or nothing if they have nothing to do together."""
    if after.kind == "date" and one.may_be_day and after.day_first and len(after.dates) == 1:
        [(year, month, _)] = after.dates
        made = replace(one, kind="date", dates=((year, month, int(one.value)),), day_first=True)
        return with_year(made, year), after
    if one.kind == after.kind == "date":
        year = after.dates[0][0]
        return with_year(replace(one, uncertain=False), year), replace(after, uncertain=False)
    if one.kind == after.kind == "number":
        return _share_unit(one, after, gap)
    return None


def _share_unit(one: PartialFact, after: PartialFact, gap: str) -> tuple[PartialFact, PartialFact]:
    year = not one.unit and one.scale == 1 and 1900 <= one.value < 2100
    if one.scale == 1 and after.scale != 1 and one.value < after.value and not year:
        one.scale = after.scale
    if not one.unit and after.unit and not after.unit_first and not year:
        one.unit = after.unit
    if one.unit_first and not after.unit and gap == "to":
        after.unit = one.unit
    return with_key(one), with_key(after)


def _make_range(one: PartialFact, after: PartialFact, words: str) -> PartialFact:
    start, end = one.fact.offset, after.fact.end
    spelled = one.fact.in_words and after.fact.in_words
    key = ("range", one.fact.key, after.fact.key)
    fact = Fact(key, source_text(words, start, end), start, end, in_words=spelled)
    kind = "date" if one.dates and after.dates else "range"
    return PartialFact(fact, kind, dates=one.dates + after.dates, is_range=True)
