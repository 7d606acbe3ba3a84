"""Numbers, amounts, dates and times in a text, made comparable between languages.

In: Markdown and its language. Out: ``Fact`` values whose ``key`` is the same
whatever the language: «1 400» and "1,400", «6 mai 2025» and "May 6, 2025",
«neuf fois» and "nine times", «5 dollars» and "$5". How a language writes them
stands in ``grammar`` and ``words``; ``matching`` holds two texts together.
"""

from __future__ import annotations

import html
import re
from dataclasses import dataclass, replace
from decimal import Decimal

from babel import UnknownLocaleError

from explainer.check.parity.grammar import Grammar, grammar_of
from explainer.check.parity.matching import Fact, Key, difference
from explainer.check.parity.words import SPACE, Count

__all__ = ["Fact", "difference", "facts", "plain", "spelled"]

# What is in a text and is no word of it; blanked before facts are looked for.
_NOISE = re.compile(
    r"\[(?=@)[^\[\]]*\]"  # citations
    r"|\]\(\s*[^()\s]*(?:\([^()]*\)[^()\s]*)*\s*\)?"  # targets of links, not their titles
    r"|\{[^{}\n]*\}"  # attributes, placeholders
    r"|</?[a-zA-Z!][^<>]*>|<(?:https?|mailto):[^<>\s]*>|https?://[^\s<>)\]]*"
    r"|(?m:^ {0,3}\[[^\]\n]+\]:.*$)",  # definitions of links
    re.IGNORECASE,
)
_ENTITY = re.compile(r"&(?:#\d{1,7}|#x[0-9a-f]{1,6}|[a-z][a-z0-9]{1,30});", re.IGNORECASE)
# Words of another language, marked as such: read by that language's rules.
_FOREIGN = re.compile(r"([*_]{1,2})([^*_\n]+)\1\{[^}\n]*\blang=[\"']?([A-Za-z-]+)[^}\n]*\}")


_Date = tuple[int | None, int, int | None]


@dataclass(slots=True)
class _Found:
    """A fact while it is put together: what neighbours may still add to it."""

    fact: Fact
    kind: str  # number, date, or anything else
    value: Decimal = Decimal(0)
    scale: Decimal = Decimal(1)
    unit: str = ""
    small: bool = False  # digits that a day or a page may have
    dates: tuple[_Date, ...] = ()
    ranged: bool = False
    day_first: bool = False
    prefixed: bool = False  # its currency stands before it
    doubtful: bool = False  # «Mai» where a sentence starts: another word, unless it is joined


def spelled(*languages: str) -> bool:
    """Return whether numbers in words can be compared between ``languages``."""
    return all(grammar_of(language).words for language in languages)


def plain(text: str) -> str:
    """Return ``text`` without what is no word of it, each character in its place."""
    return _NOISE.sub(lambda m: re.sub(r"[^\n]", "\0", m[0]), text)


def facts(text: str, language: str) -> list[Fact]:
    """Return the facts of ``text``, in order; ``offset`` counts from its start."""
    places: list[int] = []
    if "&" in text and _ENTITY.search(text):
        text, places = _decoded(text)
    foreign: list[_Found] = []
    if "lang=" in text:
        for match in _FOREIGN.finditer(text):
            text, more = _elsewhere(text, match)
            foreign += more
    words = plain(text)
    found = _joined(_read(words, grammar_of(language)), words, grammar_of(language)) + foreign
    said = [fact for one in found if not one.doubtful for fact in one.fact.each()]
    if foreign:
        said.sort(key=lambda fact: fact.offset)
    if places:
        said = [replace(f, offset=places[f.offset], end=places[f.end - 1] + 1) for f in said]
    return said


def _decoded(text: str) -> tuple[str, list[int]]:
    """Return ``text`` with its entities as characters, and where each one stood."""
    parts: list[str] = []
    places: list[int] = []
    end = 0
    for match in _ENTITY.finditer(text):
        parts += (text[end : match.start()], character := html.unescape(match[0]))
        places += (*range(end, match.start()), *[match.start()] * len(character))
        end = match.end()
    return "".join((*parts, text[end:])), [*places, *range(end, len(text))]


def _elsewhere(text: str, match: re.Match[str]) -> tuple[str, list[_Found]]:
    try:
        grammar = grammar_of(match[3])
    except (UnknownLocaleError, ValueError):
        return text, []
    start, end = match.span(2)
    blank = "\0" * start + text[start:end]
    hidden = text[:start] + "\0" * (end - start) + text[end:]
    return hidden, _joined(_read(plain(blank), grammar), blank, grammar)


# --- reading what the pattern found


def _read(words: str, grammar: Grammar) -> list[_Found]:
    found: list[_Found] = []
    end = 0
    for start in grammar.start.finditer(words):
        if start.start() < end:
            continue
        if not (match := grammar.pattern.match(words, start.start())):
            continue
        one = _READERS[str(match.lastgroup)](match, grammar)
        if not one and match.lastgroup == "date":
            # «sept.» where a sentence ends is no month.
            again = grammar.word.match(words, match.start())
            one = _read_word(again, grammar) if again else None
            end = max(end, match.start("month") + 1)
        if one:
            found.append(one)
            end = one.fact.end
    return found


def _fact(match: re.Match[str], key: Key, end: int = 0) -> Fact:
    end = end or match.end()
    return Fact(key, _shown(match.string, match.start(), end), match.start(), end)


def _shown(words: str, start: int, end: int) -> str:
    return re.sub(r"[\s\0*]+", " ", words[start:end]).strip()


def _dated(
    match: re.Match[str],
    year: str | None,
    month: int,
    day: str | None,
    *,
    day_first: bool = False,
    doubtful: bool = False,
) -> _Found:
    y, d = int(year) if year else None, int(re.sub(r"\D", "", day)) if day else None
    one = _Found(
        _fact(match, ()), "date", dates=((y, month, d),), day_first=day_first, doubtful=doubtful
    )
    return _redated(one, y)


def _read_iso(match: re.Match[str], grammar: Grammar) -> _Found | None:
    year, month, day = match["iso"].split("-")
    return _dated(match, year, int(month), day) if 1 <= int(month) <= 12 else None


def _read_digits(match: re.Match[str], grammar: Grammar) -> _Found:
    first, second, year = re.split(r"[/.]", match["digits"])
    day, month = (first, second) if grammar.day_first else (second, first)
    return _dated(match, year, int(month), day)


def _read_token(match: re.Match[str], grammar: Grammar) -> _Found:
    return _Found(_fact(match, ("token", match["token"])), "token")


def _read_time(match: re.Match[str], grammar: Grammar) -> _Found:
    numerals = re.findall(r"\d+", match["time"])
    hour, minute = int(numerals[0]), int(numerals[1]) if len(numerals) > 1 else 0
    if half := re.search(r"([ap])\.?\s?m", match["time"], re.IGNORECASE):
        hour = hour % 12 + (12 if half[1] in "pP" else 0)
    return _Found(_fact(match, ("time", hour, minute)), "time")


def _read_date(match: re.Match[str], grammar: Grammar) -> _Found | None:
    name = match["month"]
    day, month = match["day"] or match["day_after"], grammar.months[name]
    doubtful = False
    if not day and not match["year"]:
        if name not in grammar.wide:
            return None
        # «Mai» alone where a sentence starts may be another word ("May", "March").
        before = match.string[: match.start()].rstrip()
        doubtful = not before or before[-1] in '.!?:;«"“(\0|*'
    one = _dated(match, match["year"], month, day, day_first=bool(match["day"]), doubtful=doubtful)
    return _several(one, match, grammar) if match["more"] else one


def _several(one: _Found, match: re.Match[str], grammar: Grammar) -> _Found:
    """Return a month's days ("May 3-5, 2020", "May 3, 5 and 7")."""
    [(year, month, first)] = one.dates
    days = [first, *map(int, re.findall(r"\d+", match["more"]))]
    start = match.start()
    ranged = match["to"] or grammar.between.search(match.string, max(0, start - 16), start)
    dates = tuple((year, month, day) for day in days)
    return _redated(replace(one, dates=dates, ranged=bool(ranged) and len(dates) == 2), year)


def _read_roman(match: re.Match[str], grammar: Grammar) -> _Found:
    values = [{"I": 1, "V": 5, "X": 10}[c] for c in match["roman"]]
    following = [*values[1:], 0]
    total = sum(-v if v < after else v for v, after in zip(values, following, strict=True))
    return _Found(_fact(match, ("ordinal", Decimal(total))), "ordinal")


def _read_number(match: re.Match[str], grammar: Grammar) -> _Found:
    digits = match["grouped"]
    if digits:
        digits = re.sub(rf"{SPACE}|{re.escape(grammar.group)}", "", digits)
    # Ungrouped, both marks are decimal: «4.0» in French is a version or a licence.
    value = Decimal((digits or match["value"]).replace(grammar.decimal, "."))
    if grammar.words and match["suffix"] and value == int(value):
        fact = _fact(match, ("ordinal", value))
        return _Found(fact, "ordinal", value, small=value <= 31)
    one = _Found(_fact(match, ()), "number", value, small=not digits and value <= 31)
    return _measured(one, match, grammar, match.end(), match["before"])


def _measured(
    one: _Found, match: re.Match[str], grammar: Grammar, end: int, before: str | None = None
) -> _Found:
    """Return a number with the scale and the unit that stand beside it."""
    text = match.string
    if not before and (code := grammar.code.search(text, max(0, match.start() - 5), match.start())):
        before = grammar.codes[code[1]]
    scale = Decimal(1)
    if after := grammar.scale.match(text, end):
        scale, end = grammar.scales[after[1].casefold()], after.end()
    elif not one.fact.spelled and (after := grammar.short_scale.match(text, end)):
        word, glued = after[2], not after[1]
        # «M» alone may be anything; beside a currency, or glued to the number, it is millions.
        if before or after[3] or len(word) > 1 or (glued and word in "kKM"):
            scale, end = grammar.short_scales[word.casefold()], after.end(2)
    unit = before or ""
    if not before and (after := grammar.unit.match(text, end)):
        unit, end = grammar.unit_of(after), after.end()
    one.scale, one.unit, one.prefixed = scale, unit, bool(before)
    one.small = one.small and scale == 1
    flags = one.fact.spelled, one.fact.about, one.fact.loose
    start = match.start()
    one.fact = Fact(_number(one), _shown(text, start, end), start, end, *flags)
    return one


def _number(one: _Found) -> Key:
    # Equal values make equal keys: 4.0 and 4 hash alike.
    value = one.value * one.scale
    return ("number", value, one.unit) if one.unit else ("number", value)


def _keyed(one: _Found) -> _Found:
    one.fact = replace(one.fact, key=_number(one))
    return one


def _read_word(match: re.Match[str], grammar: Grammar) -> _Found | None:
    words = grammar.words
    assert words
    text, start, end = match.string, match.start(), match.end()
    first = match["word"].casefold()
    before = text[max(0, start - 16) : end]
    fact = replace(_fact(match, ()), spelled=True)
    if first in words.loose and not words.loose_after.match(text, end):
        kind, n = words.loose[first]
        return _Found(replace(fact, key=(kind, Decimal(n)), loose=True), "loose")
    if first in words.many:
        return _size(match, grammar, fact)
    if first in grammar.scales and grammar.preceding(text, start) in words.several:
        return _Found(replace(fact, key=("size", grammar.scales[first])), "size")
    about, ordinal = first in words.about, first in words.ordinals
    count = Count(words)
    count.take(grammar.count_of(first), "")
    while not ordinal and (more := grammar.next_word.match(text, end)):
        word, joint = more["word"].casefold(), more["joint"].strip()
        joint = "link" if len(joint) > 1 else joint
        # "Twenty second" may be seconds; «vingt-deuxième» and "twenty-third" are one word.
        ordinal = bool(joint) and word in words.ordinals
        n = words.linked.get(word) or (
            grammar.count_of(word) if ordinal or word not in words.ordinals else 0
        )
        if not n or not count.take(n, joint):
            ordinal = False
            break
        end = more.end()
    if about and (more := grammar.of_many.match(text, end)):
        count.total, count.group = 0, count.value * words.many[more[1].casefold()]
        end = more.end()
    loose = bool(words.loose_before.search(before) or words.loose_after.match(text, end))
    fact = replace(_fact(match, (), end), spelled=True, about=about, loose=loose)
    value = Decimal(count.value)
    if ordinal:
        return _Found(replace(fact, key=("ordinal", value)), "ordinal")
    return _measured(_Found(fact, "number", value), match, grammar, end)


def _size(match: re.Match[str], grammar: Grammar, fact: Fact) -> _Found:
    """Return «dizaines de milliers» as what it is: a size without a number."""
    assert grammar.words
    many = grammar.words.many
    value, end = many[match["word"].casefold()], match.end()
    while more := grammar.of_many.match(match.string, end):
        value, end = value * many[more[1].casefold()], more.end()
    key: Key = ("size", Decimal(value))
    if unit := grammar.unit.match(match.string, end):
        end, key = unit.end(), (*key, grammar.unit_of(unit))
    return _Found(replace(_fact(match, key, end), spelled=True), "size")


_READERS = {
    "iso": _read_iso,
    "digits": _read_digits,
    "token": _read_token,
    "time": _read_time,
    "date": _read_date,
    "roman": _read_roman,
    "number": _read_number,
    "word": _read_word,
}


# --- what neighbours share: «du 3 au 5 mai 2020», "3 to 5 million"


def _joined(found: list[_Found], words: str, grammar: Grammar) -> list[_Found]:
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


def _gap(words: str, one: _Found, after: _Found, grammar: Grammar) -> str:
    start, end = one.fact.end, after.fact.offset
    if end - start > 16 or one.kind not in _JOIN or after.kind not in _JOIN:
        return ""
    gap = words[start:end]
    if not gap.isalpha():
        gap = re.sub(r"[*_\[\]\0]+", "", gap)
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


def _shared(one: _Found, after: _Found, gap: str) -> tuple[_Found, _Found] | None:
    """Return both with what they share, or nothing if they have nothing to do together."""
    if after.kind == "date" and one.small and after.day_first and len(after.dates) == 1:
        [(year, month, _)] = after.dates
        made = replace(one, kind="date", dates=((year, month, int(one.value)),), day_first=True)
        return _redated(made, year), after
    if one.kind == after.kind == "date":
        year = after.dates[0][0]
        return _redated(replace(one, doubtful=False), year), replace(after, doubtful=False)
    if one.kind == after.kind == "number":
        return _same_unit(one, after, gap)
    return None


def _redated(one: _Found, year: int | None) -> _Found:
    """Return dates with the year that they share."""
    dates = tuple((year if y is None else y, month, day) for y, month, day in one.dates)
    keys: list[Key] = [("date", *date) for date in dates]
    key = keys[0] if len(keys) == 1 else ("range" if one.ranged else "list", *keys)
    return replace(one, fact=replace(one.fact, key=key), dates=dates)


def _same_unit(one: _Found, after: _Found, gap: str) -> tuple[_Found, _Found]:
    year = not one.unit and one.scale == 1 and 1900 <= one.value < 2100
    if one.scale == 1 and after.scale != 1 and one.value < after.value and not year:
        one.scale = after.scale
    if not one.unit and after.unit and not after.prefixed and not year:
        one.unit = after.unit
    if one.prefixed and not after.unit and gap == "to":
        after.unit = one.unit
    return _keyed(one), _keyed(after)


def _range(one: _Found, after: _Found, words: str) -> _Found:
    start, end = one.fact.offset, after.fact.end
    spelled = one.fact.spelled and after.fact.spelled
    key = ("range", one.fact.key, after.fact.key)
    fact = Fact(key, _shown(words, start, end), start, end, spelled=spelled)
    kind = "date" if one.dates and after.dates else "range"
    return _Found(fact, kind, dates=one.dates + after.dates, ranged=True)
