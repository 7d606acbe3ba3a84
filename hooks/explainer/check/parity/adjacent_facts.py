"""Facts that neighbours complete: «du 3 au 5 mai 2020», "3 to 5 million".

In: the partial facts of a text, in order. Out: the same with the month, year, scale or
unit that each takes from the next one, and the two ends of a range as one fact.
"""

from __future__ import annotations

from dataclasses import replace

from explainer.check.parity.grammar import Grammar
from explainer.check.parity.matching import Fact
from explainer.check.parity.partial_facts import PartialFact, source_text, with_key, with_year


def join_neighbours(facts: list[PartialFact], words: str, grammar: Grammar) -> list[PartialFact]:
    """Return the facts with what they take from the next one, and ranges as one fact.

    From the last to the first, so that in «3, 5 et 7 mai» each day finds its month.
    """
    if len(facts) < 2:
        return facts
    done = [facts[-1]]
    chained = False
    for fact in reversed(facts[:-1]):
        following = done[0]
        gap = _classify_gap(words, fact, following, grammar)
        if not gap or gap == "comma" and not chained:
            chained = False
            done.insert(0, fact)
            continue
        pair = _share_parts(fact, following, gap)
        chained = pair is not None
        if not pair:
            done.insert(0, fact)
        elif gap == "to" and len(fact.dates) < 2 and len(following.dates) < 2:
            done[0] = _make_range(*pair, words)
        else:
            done[:1] = pair
    return done


def _classify_gap(words: str, first: PartialFact, second: PartialFact, grammar: Grammar) -> str:
    start, end = first.fact.end, second.fact.offset
    if end - start > 16 or first.kind not in _JOINABLE or second.kind not in _JOINABLE:
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
            if grammar.between.search(words, max(0, first.fact.offset - 16), first.fact.offset)
            else "list"
        )
    return ""


_JOINABLE = frozenset({"number", "ordinal", "date"})


_Pair = tuple[PartialFact, PartialFact]


def _share_parts(first: PartialFact, second: PartialFact, gap: str) -> _Pair | None:
    """Return both facts with what they share; ``None`` if they are independent."""
    if second.kind == "date" and first.may_be_day and second.day_first and len(second.dates) == 1:
        [(year, month, _)] = second.dates
        made = replace(first, kind="date", dates=((year, month, int(first.value)),), day_first=True)
        return with_year(made, year), second
    if first.kind == second.kind == "date":
        year = second.dates[0][0]
        return with_year(replace(first, uncertain=False), year), replace(second, uncertain=False)
    if first.kind == second.kind == "number":
        return _share_unit(first, second, gap)
    return None


def _share_unit(first: PartialFact, second: PartialFact, gap: str) -> _Pair:
    year = not first.unit and first.scale == 1 and 1900 <= first.value < 2100
    if first.scale == 1 and second.scale != 1 and first.value < second.value and not year:
        first.scale = second.scale
    if not first.unit and second.unit and not second.unit_first and not year:
        first.unit = second.unit
    if first.unit_first and not second.unit and gap == "to":
        second.unit = first.unit
    return with_key(first), with_key(second)


def _make_range(first: PartialFact, second: PartialFact, words: str) -> PartialFact:
    start, end = first.fact.offset, second.fact.end
    spelled = first.fact.in_words and second.fact.in_words
    key = ("range", first.fact.key, second.fact.key)
    fact = Fact(key, source_text(words, start, end), start, end, in_words=spelled)
    kind = "date" if first.dates and second.dates else "range"
    return PartialFact(fact, kind, dates=first.dates + second.dates, is_range=True)
