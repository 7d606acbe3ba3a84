"""Made-up words and records to be measured: as many as one asks for, the same at each run.

In: a number of actors, and of as many sources. Out: their records, in French and English. Words
follow Zipf's law, real function words first, then words built from syllables, about 7,000 a
language: compression and search indexes meet something near natural text. A record's text is the
same whatever the number; only whom it links to changes.

The draws of chance, and so their order, are part of the corpus: other generators were timed on it.
"""

from __future__ import annotations

import bisect
import itertools
import random
import re
from collections.abc import Callable, Iterator
from functools import cache
from typing import Any

LANGUAGES = ("fr", "en")
LEAST = 7  # each record names five others
_SEED = 7
_SIZE = 7_000  # words of a language

_FUNCTION_WORDS = {
    "fr": "de la le et les des en un du une que est pour qui dans a par plus pas au sur ne se le ce il sont avec "
          "son cette ou mais comme ses ont été aux deux même leur sa très fait être sans peut ces tout entre après "
          "dont aussi où bien si encore lors selon depuis contre avant sous autre ainsi elle nous ils leurs plusieurs "
          "était tous avait autres cela toute année premier faire moins trois dernier avoir car celui donc quand "
          "toujours déjà non chez vers parce jamais trop",
    "en": "the of and to in a is that for it was on with as be by at from are this an have not or were which but had "
          "its has they been their more one also after who all when would there other will than about two into first "
          "can some only over could these between under then most so out time such may no up new during any she his "
          "her him our we you he if each both where because while three last before since against never through "
          "still very without within until yet again often",
}  # fmt: skip
_SYLLABLES = {
    "fr": "bra ca ché co cri dé dre fai for gné jou lan lé lou ma mé mon nau né pa phi plé que ra ré ri roi sau sé "
          "son té tion tra tu va vé vi voi zon cheur ment ence able iste oire ette ure age eau",
    "en": "ba ber can com con der dis en er fle for gra hen ing ist ker lan ler ma ment mer nor ob pa per pla pre pro "
          "ra re ri sen ser sh sta sti ter tion tor tri un ver vis wa wor ness able ful ous ive",
}  # fmt: skip
_NAMES = ("al an ar bel bor cor da dan del en fal gor han is kal kar lo lum mar mel mor na nel or pel ral sa sol tan "
          "ter tor va vel vor yan zel")  # fmt: skip
_ACTORS = [("Société", "Company"), ("Agence", "Agency"), ("Laboratoire", "Laboratory"), ("Groupe", "Group"),
           ("Ministère", "Ministry"), ("Fondation", "Foundation"), ("Tribunal", "Court"),
           ("Association", "Association")]  # fmt: skip
_SOURCES = [("Rapport", "Report"), ("Enquête", "Investigation"), ("Jugement", "Judgment"), ("Article", "Article"),
            ("Note technique", "Technical note"), ("Communiqué", "Press release")]  # fmt: skip
# Words of numbers and dates come by chance in one language and not the other, which parity refuses:
# each is spelt otherwise.
_RESPELT = {"deux": "dans", "trois": "tours", "two": "toe", "three": "thero", "first": "farst",
            "premier": "prémure", "once": "ounce", "one": "ane", "may": "moy", "second": "sekond",
            "half": "holf"}  # fmt: skip
_NUMBER = re.compile(rf"\b({'|'.join(_RESPELT)})\b", re.IGNORECASE)

Record = dict[str, Any]


@cache
def _lexicon(language: str) -> tuple[list[str], list[float]]:
    """Return a language's words, the commonest first, and the sums of their chances."""
    chance = random.Random(f"lexicon:{language}")
    syllables = _SYLLABLES[language].split()
    words = dict.fromkeys(_FUNCTION_WORDS[language].split())
    made: set[str] = set()  # a function word may be made again: it is then there once
    while len(words) < _SIZE:
        word = "".join(chance.choice(syllables) for _ in range(chance.choice((2, 2, 3, 3, 4))))
        if word not in made:
            made.add(word)
            words[word] = None
    return list(words), list(itertools.accumulate(1 / (rank + 2.7) for rank in range(_SIZE)))


def _words(chance: random.Random, language: str, count: int) -> list[str]:
    words, sums = _lexicon(language)
    return [words[bisect.bisect(sums, chance.random() * sums[-1])] for _ in range(count)]


def _sentence(chance: random.Random, language: str, count: int) -> str:
    words = _words(chance, language, count)
    if count > 9:
        words[count // 2] += ","
    words[0] = words[0][0].upper() + words[0][1:]
    return " ".join(words) + "."


def _paragraph(chance: random.Random, language: str, target: str = "") -> str:
    """Return about 74 words, some bold, some in italics, with one link if it has a target."""

    def run(count: int) -> str:
        return " ".join(_words(chance, language, count)).capitalize()

    parts: list[str] = []
    have = 0
    while have < 74:
        count = chance.randint(8, 18)
        parts.append(_sentence(chance, language, count))
        have += count
    parts[0] = f"**{run(2)}** : {parts[0]}"
    parts[-1] += f" *{run(3)}*."
    if target:
        parts[len(parts) // 2] += f" [{run(2)}]({target})."
    return " ".join(parts)


def sentence(key: str, language: str, count: int) -> str:
    """Return a sentence of ``count`` words, the same for the same key, without a number's word."""
    return _plain(_sentence(random.Random(key), language, count))


def _plain(text: str) -> str:
    return _NUMBER.sub(lambda found: _RESPELT[found[0].lower()], text)


def _name(chance: random.Random) -> str:
    syllables = _NAMES.split()
    return "".join(chance.choice(syllables) for _ in range(chance.choice((2, 3, 3)))).capitalize()


def _others(chance: random.Random, number: int, own: int | None) -> list[int]:
    """Return five different numbers of records, none of them its own."""
    found: list[int] = []
    while len(found) < 5:
        other = chance.randrange(10**9) % number
        if other not in found and other != own:
            found.append(other)
    return found


def both(text: Callable[[str], str]) -> dict[str, str]:
    """Return a text in each language."""
    return {language: text(language) for language in LANGUAGES}


class _Drawn:
    """What chance gives the record number ``index`` of ``number``, an actor or a source."""

    def __init__(self, kind: str, index: int, number: int) -> None:
        key = f"{_SEED}:{kind}:{index}"
        chance = random.Random(key)
        stem = f"{_name(chance)} {_name(chance)}"
        french, english = chance.choice(_ACTORS if kind == "actor" else _SOURCES)
        own = {kind: index}
        self.actors = [f"a{i:04}" for i in _others(chance, number, own.get("actor"))]
        self.sources = [f"s{i:04}" for i in _others(chance, number, own.get("source"))]
        self.name = {"fr": f"{french} {stem}", "en": f"{stem} {english}"}
        self.summary, self.body = {}, {}
        targets = (f"actors/{self.actors[0]}.md", f"sources/{self.sources[0]}.md", "")
        for language in LANGUAGES:
            told = random.Random(f"{key}:{language}")
            self.summary[language] = _plain(_sentence(told, language, 18))
            self.body[language] = [_plain(_paragraph(told, language, t)) for t in targets]

    def text(self, *more: str) -> dict[str, str]:
        """Return the paragraphs, and ``more``, which is the same in both languages."""
        cited = "; ".join(f"[@{id_}, p. {page}]" for page, id_ in enumerate(self.sources, 1))
        return both(lambda language: "\n\n".join([*self.body[language], *more, f"{cited}."]))


def actors(number: int) -> Iterator[tuple[str, Record]]:
    """Yield (id, record) of each actor: five relations, five citations."""
    for i in range(number):
        drawn = _Drawn("actor", i, number)
        yield (
            f"a{i:04}",
            {
                "kind": "company" if i % 3 else "person",
                "name": drawn.name,
                "role": {"fr": "acteur", "en": "actor"},
                "summary": drawn.summary,
                "description": drawn.text(),
                "website": f"https://a{i:04}.example/",
                "relations": [
                    {"kind": "controls", "target": target, "from": "2019-05", "sources": [drawn.sources[0]]}
                    for target in drawn.actors
                ],
            },
        )  # fmt: skip


def sources(number: int) -> Iterator[tuple[str, Record]]:
    """Yield (id, record) of each source: five links, five citations."""
    for i in range(number):
        drawn = _Drawn("source", i, number)
        listed = "\n".join(f"- [{target}](actors/{target}.md)" for target in drawn.actors)
        gist = drawn.text(listed)
        yield (
            f"s{i:04}",
            {
                "nature": "press",
                "type": "article-newspaper",
                "title": f"{drawn.name['en']} ({i})",
                "language": "en",
                "author": [{"family": "Mason", "given": "A."}],
                "container-title": "The Ledger",
                "issued": f"20{10 + i % 15}-0{i % 9 + 1}-1{i % 9}",
                "URL": f"https://s{i:04}.example/page",
                "checked": "text",
                "gist": both(lambda language, d=drawn, g=gist: f"{d.summary[language]}\n\n{g[language]}"),
            },
        )  # fmt: skip
