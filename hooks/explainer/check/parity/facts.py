"""Facts (numbers, amounts, dates and times) in a text, comparable between languages.

In: a text and its language. Out: ``Fact`` values whose ``key`` is the same in every
language: «1 400» and "1,400", «6 mai 2025» and "May 6, 2025", «neuf fois» and "nine
times", «5 dollars» and "$5". ``grammar`` and ``number_words`` know how a language writes
them; ``matching`` compares two texts.
"""

from __future__ import annotations

import re

from explainer.check.parity.adjacent_facts import join_neighbours
from explainer.check.parity.grammar import Grammar, grammar_of
from explainer.check.parity.matching import Fact
from explainer.check.parity.numerals import READERS
from explainer.check.parity.partial_facts import PartialFact
from explainer.check.parity.spelled_numbers import read_word

# URLs, and the blanks of strings: they state no facts.
_IGNORED = re.compile(r"\{[^{}\n]*\}|https?://[^\s<>)\]]*", re.IGNORECASE)
_READERS = {**READERS, "word": read_word}
# The digits of Arabic, Persian, Hindi, Bengali and Thai, and wide ones, are read as 0 to 9.
_DIGITS = {
    ord(zero) + n: str(n) for zero in "\u0660\u06f0\u0966\u09e6\u0e50\uff10" for n in range(10)
}


def have_number_words(*languages: str) -> bool:
    """Tell whether there is a table of number words for every one of ``languages``."""
    return all(grammar_of(language).spelled for language in languages)


def find_facts(words: str, language: str) -> list[Fact]:
    """Return the facts of a text, in order; their offsets count from its start."""
    grammar = grammar_of(language)
    if "{" in words or "://" in words:
        words = _IGNORED.sub(lambda m: "\0" * len(m[0]), words)
    if not words.isascii():
        words = words.translate(_DIGITS)
    found = join_neighbours(_read_facts(words, grammar), words, grammar)
    return [fact for partial in found if not partial.uncertain for fact in partial.fact.expand()]


def _read_facts(words: str, grammar: Grammar) -> list[PartialFact]:
    facts: list[PartialFact] = []
    end = 0
    for start in grammar.start.finditer(words):
        if start.start() < end or start["word"] and start["word"] not in grammar.spelled:
            continue
        if not (match := grammar.pattern.match(words, start.start())):
            continue
        fact = _READERS[str(match.lastgroup)](match, grammar)
        if not fact and match.lastgroup == "date":
            # «sept.» at the end of a sentence is no month.
            again = grammar.word.match(words, match.start())
            fact = read_word(again, grammar) if again else None
            end = max(end, match.start("month") + 1)
        if fact:
            facts.append(fact)
            end = fact.fact.end
    return facts
