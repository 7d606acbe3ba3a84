"""What neighbouring facts share: «du 3 au 5 mai 2020», "3 to 5 million".

In: the facts of a text, one by one, in order. Out: the same with the month, year,
scale or unit that each takes from the next, and the two ends of a range as one.
"""

from __future__ import annotations

from dataclasses import replace

from explainer.check.parity.grammar import Grammar
from explainer.check.parity.matching import Fact
from explainer.check.parity.partial_facts import Unfinished, as_written, keyed, redated


def joined(found: list[Unfinished], words: str, grammar: Grammar) -> list[Unfinished]:
    """Return the facts with what they take from the next, and the ends of a range as one.

    From the last to the first, so that in «3, 5 et 7 mai» each day finds its month.
    """
    if len(found) < 2:
        return found
    done = [found[-1]]
    chained = False
    for one in reversed(found[:-1]):
        after = done[0]
        gap = _gap(words, one, after, grammar)
        if not gap or gap == "comma" and not chained:
            chained = False
            done.insert(0, one)
            continue
        made = _shared(one, after, gap)
        chained = made is not None
        if not made:
            done.insert(0, one)
        elif gap == "to" and len(one.dates) < 2 and len(after.dates) < 2:
            done[0] = _range(*made, words)
        else:
            done[:1] = made
    return done


def _gap(words: str, one: Unfinished, after: Unfinished, grammar: Grammar) -> str:
    start, end = one.fact.end, after.fact.offset
    if end - start > 16 or one.kind not in _JOIN or after.kind not in _JOIN:
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


_JOIN = frozenset({"number", "ordinal", "date"})


def _shared(one: Unfinished, after: Unfinished, gap: str) -> tuple[Unfinished, Unfinished] | None:
    """Return both with what they share, or nothing if they have nothing to do together."""
    if after.kind == "date" and one.small and after.day_first and len(after.dates) == 1:
        [(year, month, _)] = after.dates
        made = replace(one, kind="date", dates=((year, month, int(one.value)),), day_first=True)
        return redated(made, year), after
    if one.kind == after.kind == "date":
        year = after.dates[0][0]
        return redated(replace(one, doubtful=False), year), replace(after, doubtful=False)
    if one.kind == after.kind == "number":
        return _same_unit(one, after, gap)
    return None


def _same_unit(one: Unfinished, after: Unfinished, gap: str) -> tuple[Unfinished, Unfinished]:
    year = not one.unit and one.scale == 1 and 1900 <= one.value < 2100
    if one.scale == 1 and after.scale != 1 and one.value < after.value and not year:
        one.scale = after.scale
    if not one.unit and after.unit and not after.prefixed and not year:
        one.unit = after.unit
    if one.prefixed and not after.unit and gap == "to":
        after.unit = one.unit
    return keyed(one), keyed(after)


def _range(one: Unfinished, after: Unfinished, words: str) -> Unfinished:
    start, end = one.fact.offset, after.fact.end
    spelled = one.fact.spelled and after.fact.spelled
    key = ("range", one.fact.key, after.fact.key)
    fact = Fact(key, as_written(words, start, end), start, end, spelled=spelled)
    kind = "date" if one.dates and after.dates else "range"
    return Unfinished(fact, kind, dates=one.dates + after.dates, ranged=True)
