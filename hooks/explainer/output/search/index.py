"""An index of one language, in small files of which a browser fetches what a query needs.

In: documents, one by one, in an order that is always the same. Out, in a folder:

- ``<language>.json``: where everything is, ``{folder, words, count, kinds, chunks, texts, …}``;
- ``<language>-<digest>/w<n>.json``: words in alphabetical order with their documents, a list of
  ``[word, family, level, [documents], level, [documents], …]``. Words of one family (a number
  other than 0) have one stem, and always stand in one file, so that a browser needs no stemmer.
  Documents are numbers, each less the one before it; ``level`` says where the word stands;
- ``<language>-<digest>/t<n>.json``: the documents themselves, to show:
  ``[url, title, label, title language, [[anchor, heading, text], …]]``.

Same documents, same bytes. Nothing is kept but the postings: the texts are written as they come.
"""

from __future__ import annotations

import hashlib
import json
from array import array
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from functools import cache
from itertools import groupby, pairwise
from operator import sub
from pathlib import Path

import Stemmer

from explainer.output.search.documents import Document
from explainer.output.search.words import Words, tokens

CHUNK = 24_000  # bytes of a file of words, before the host compresses it; about a third after
TEXTS = 8_000  # bytes of a file of documents; a longer document has its own
SHOWN = 40_000  # characters of a document that are kept to be shown; all its words are indexed
# Where a word stands. 0 to 3: in the text, from once in a long one to many times in a short one.
# 4: in a heading. 5 to 14: in the title or another name, of 1, 2, … 10 words or more.
HEADING, TITLE, MANY = 4, 5, 10
_LEVELS = 16
_STEPS = (0.3, 0.5, 0.7)
# BM25's saturation and length (Robertson and Zaragoza, 2009, 3.4), for a usual page of 200 words.
_SATURATION, _LENGTH, _USUAL, _TIMES = 1.2, 0.6, 200, 32
_JSON = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode
_SHARED = 4  # letters: words that begin alike stay in one file, if it does not grow too long


class Index:
    """The index of a language: ``add`` every document, then ``finish``."""

    def __init__(self, language: str, words: Words, folder: Path) -> None:
        self.language = language
        self.words = words
        self.folder = folder
        self.unnamed = folder / f".{language}"
        self.unnamed.mkdir(parents=True)
        self.digest = hashlib.sha256()
        self.kinds: list[str] = []
        self.starts: list[int] = []
        self._texts: list[str] = []
        self._size = 0
        self._of: dict[str, tuple[int, ...]] = {}
        self._numbers: dict[str, int] = {}
        self._spelt: list[str] = []
        self._postings: dict[int, array[int]] = defaultdict(lambda: array("I"))

    def add(self, document: Document) -> None:
        """Add a document: its words to the index, its text to the files."""
        number = len(self.kinds)
        self.kinds.append(document.kind)
        self._keep(document)
        named: dict[int, int] = {}
        for name in (document.title, *document.names):
            words = self._count([name])
            for word in words:
                named[word] = min(len(words), MANY, named.get(word, MANY))
        for word, length in named.items():
            self._post(word, TITLE + length - 1, number)
        headings = [] if document.stock_headings else [part.heading for part in document.sections]
        for word in self._count([*headings, *document.keywords]).keys() - named.keys():
            self._post(word, HEADING, number)
        text = self._count(section.text for section in document.sections)
        levels, postings = _levels(sum(text.values()) // 8 * 8), self._postings
        for word, times in text.items():
            postings[word * _LEVELS + levels[min(times, _TIMES)]].append(number)

    def finish(self) -> None:
        """Write the words, and what tells where everything is."""
        self._flush()
        chunks = []
        for n, run in enumerate(self._runs()):
            chunks.append((run[0][0], run[-1][0]))
            self._write(f"w{n}.json", "[" + ",".join(text for _, text in run) + "]")
        name = f"{self.language}-{self.digest.hexdigest()[:12]}"
        self.unnamed.rename(self.folder / name)
        head = {
            "folder": name,
            "skipped": sorted(self.words.skipped),
            "ordinals": self.words.ordinals,
            "kinds": [[kind, len(list(run))] for kind, run in groupby(self.kinds)],
            "chunks": _shortest(chunks),
            "texts": _gaps(self.starts),
        }
        (self.folder / f"{self.language}.json").write_text(_JSON(head), "utf-8")

    def _count(self, texts: Iterable[str]) -> Counter[int]:
        """Return how many times each word stands in the texts."""
        found: Counter[int] = Counter()
        known = self._of
        for text in texts:
            for token, times in Counter(tokens(text)).items():
                numbers = known.get(token)
                for word in self._learn(token) if numbers is None else numbers:
                    found[word] += times
        return found

    def _learn(self, token: str) -> tuple[int, ...]:
        numbers = []
        for word, spelt in self.words.of(token).items():
            number = self._numbers.setdefault(word, len(self._spelt))
            if number == len(self._spelt):
                self._spelt.append(spelt)
            elif self._spelt[number].isascii():
                # The stem is that of the word with its accents, if it was ever seen with them.
                self._spelt[number] = spelt
            numbers.append(number)
        found = self._of[token] = tuple(numbers)
        return found

    def _post(self, word: int, level: int, number: int) -> None:
        self._postings[word * _LEVELS + level].append(number)

    def _keep(self, document: Document) -> None:
        parts, left = [], SHOWN
        for part in document.sections:
            parts.append([part.anchor, part.heading, part.text[:left]])
            left -= min(left, len(part.text))
        text = _JSON([document.url, document.title, document.label, document.title_language, parts])
        if self._size and self._size + len(text) > TEXTS:
            self._flush()
        if not self._texts:
            self.starts.append(len(self.kinds) - 1)
        self._texts.append(text)
        self._size += len(text)

    def _flush(self) -> None:
        if self._texts:
            self._write(f"t{len(self.starts) - 1}.json", "[" + ",".join(self._texts) + "]")
        self._texts.clear()
        self._size = 0

    def _write(self, name: str, text: str) -> None:
        data = text.encode()
        self.digest.update(data)
        (self.unnamed / name).write_bytes(data)

    def _runs(self) -> Iterator[list[tuple[str, str]]]:
        """Yield the words of each file, in order, each with its JSON."""
        words = sorted(self._numbers)
        families = self._families(words)
        last = {family: word for word, family in families.items()}
        by_word: dict[int, list[int]] = defaultdict(list)
        for key in sorted(self._postings):
            by_word[key // _LEVELS].append(key)
        run: list[tuple[str, str]] = []
        size, open_until = 0, ""
        for word in words:
            if size > CHUNK and word > open_until:
                before = run[-1][0]
                if before[:_SHARED] != word[:_SHARED] or size > 1.5 * CHUNK:
                    yield run
                    run, size = [], 0
            family = families.get(word, 0)
            open_until = max(open_until, last[family] if family else "")
            entry: list[object] = [word, family]
            for key in by_word[self._numbers[word]]:
                entry += [key % _LEVELS, _gaps(self._postings.pop(key))]
            run.append((word, _JSON(entry)))
            size += len(run[-1][1])
        if run:
            yield run

    def _families(self, words: list[str]) -> dict[str, int]:
        """Return the family of each word that shares its stem with others that begin alike."""
        try:
            stem = Stemmer.Stemmer(self.language).stemWord
        except KeyError:  # Snowball does not know it: its words are found as they are
            return {}
        kin: dict[tuple[str, str], list[str]] = defaultdict(list)
        for word in words:
            if not word[0].isdigit():
                kin[word[:2], stem(self._spelt[self._numbers[word]])].append(word)
        shared = [members for members in kin.values() if len(members) > 1]
        return {word: n for n, members in enumerate(shared, 1) for word in members}


@cache
def _levels(length: int) -> list[int]:
    """Return the level of a word by how often it stands in a text of ``length`` words."""
    spread = _SATURATION * (1 - _LENGTH + _LENGTH * length / _USUAL)
    return [sum(n / (n + spread) >= step for step in _STEPS) for n in range(_TIMES + 1)]


def _shortest(chunks: list[tuple[str, str]]) -> list[str]:
    """Return where each file begins, as short as the last word of the one before allows."""
    starts = [""] if chunks else []
    for (_, last), (first, _) in pairwise(chunks):
        starts.append(next(first[:n] for n in range(1, len(first) + 1) if first[:n] > last))
    return starts


def _gaps(numbers: Iterable[int]) -> list[int]:
    """Return ascending numbers, each less the one before it."""
    listed = list(numbers)
    return [*listed[:1], *map(sub, listed[1:], listed)]
