"""Reader of numbers in words: «vingt et un», "two hundred", «une dizaine», «des dizaines de milliers».

In: a match of the first word of a number. Out: a ``PartialFact``, or ``None`` if it is no number.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from decimal import Decimal

from explainer.check.parity.grammar import Grammar
from explainer.check.parity.matching import Fact, Key
from explainer.check.parity.number_words import Words
from explainer.check.parity.numerals import fact_of, with_unit
from explainer.check.parity.partial_facts import PartialFact


def read_word(match: re.Match[str], grammar: Grammar) -> PartialFact | None:
    """Return the number, the size or the optional number that begins with a word."""
    words = grammar.words
    if match["word"] not in grammar.spelled:
        return None
    text, start, end = match.string, match.start(), match.end()
    first = match["word"].casefold()
    before = text[max(0, start - 16) : end]
    fact = replace(fact_of(match, ()), in_words=True)
    if first in words.optional and not words.optional_after.match(text, end):
        kind, n = words.optional[first]
        return PartialFact(replace(fact, key=(kind, Decimal(n)), optional=True), "loose")
    if first in words.many:
        return _read_size(match, grammar, fact)
    if first in grammar.scales and _preceding_word(text, start) in words.several:
        return PartialFact(replace(fact, key=("size", grammar.scales[first])), "size")
    about, ordinal = first in words.approximate, first in words.ordinals
    count = _Count(words)
    count.add(grammar.count_of(first), "")
    while not ordinal and (more := grammar.next_word.match(text, end)):
        word, joint = more["word"].casefold(), more["joint"].strip()
        joint = "link" if len(joint) > 1 else joint
        # "Twenty second" may be seconds; «vingt-deuxième» and "twenty-third" are one word.
        ordinal = bool(joint) and word in words.ordinals
        n = words.linked.get(word) or (
            grammar.count_of(word) if ordinal or word not in words.ordinals else 0
        )
        if not n or not count.add(n, joint):
            ordinal = False
            break
        end = more.end()
    if about and (more := grammar.of_many.match(text, end)):
        count.total, count.group = 0, count.value * words.many[more[1].casefold()]
        end = more.end()
    loose = bool(words.optional_before.search(before) or words.optional_after.match(text, end))
    fact = replace(fact_of(match, (), end), in_words=True, approximate=about, optional=loose)
    value = Decimal(count.value)
    if ordinal:
        return PartialFact(replace(fact, key=("ordinal", value)), "ordinal")
    return with_unit(PartialFact(fact, "number", value), match, grammar, end)


def _preceding_word(text: str, start: int) -> str:
    """Return the word before ``start``, in lower case."""
    before = text[max(0, start - 16) : start].split()
    return before[-1].casefold() if before else ""


def _read_size(match: re.Match[str], grammar: Grammar, fact: Fact) -> PartialFact:
    """Return a size without a number: «dizaines de milliers»."""
    many = grammar.words.many
    value, end = many[match["word"].casefold()], match.end()
    while more := grammar.of_many.match(match.string, end):
        value, end = value * many[more[1].casefold()], more.end()
    key: Key = ("size", Decimal(value))
    if unit := grammar.unit.match(match.string, end):
        end, key = unit.end(), (*key, grammar.unit_of(unit))
    return PartialFact(replace(fact_of(match, key, end), in_words=True), "size")


@dataclass
class _Count:
    """A number under construction from words, the largest first."""

    words: Words
    total: int = 0
    group: int = 0
    scale: int = 10**15

    @property
    def value(self) -> int:
        """The number so far."""
        return self.total + self.group

    def add(self, n: int, joint: str) -> bool:
        """Add the word for ``n`` after ``joint``; return whether it may follow at all."""
        rest, begun = self.group % 100, bool(self.group or self.total)
        if joint == "link" and begun and not self._may_be_linked(n):
            return False
        if n >= 1000:
            if n >= self.scale or (self.total and not self.group):
                return False
            self.total, self.group, self.scale = self.total + (self.group or 1) * n, 0, n
            return True
        if n == 100:
            if not (not self.group or 2 <= self.group <= 99):
                return False
            self.group = (self.group or 1) * 100
            return True
        if self.words.vigesimal and rest == 4 and n == 20:
            self.group += 76
            return True
        if not begun or not rest:
            fits = True
        elif n < 10 and rest >= 20 and not rest % 10:
            fits = not (self.words.vigesimal and rest in {70, 90} and n < 7 and joint != "-")
        elif self.words.vigesimal:
            teens = 10 <= n <= 16 and rest in {60, 80}
            fits = teens or (7 <= n <= 9 and rest in {10, 70, 90} and joint == "-")
        else:
            fits = False
        if fits:
            self.group += n
        return fits

    def _may_be_linked(self, n: int) -> bool:
        allowed = self.words.link_before
        if allowed:
            return n in allowed and self.group % 100 >= 20
        return not self.group % 100 and n < 100
