"""An index of one language, in small files of which a browser fetches those that a query needs.

In: documents, one by one, in a stable order. Out, in a folder:

- ``<language>.json``: where everything is, ``{folder, words, count, kinds, chunks, texts, …}``;
- ``<language>-<digest>/w<n>.json``: words in alphabetical order with their documents, a list of
  ``[word, family, level, [documents], level, [documents], …]``. Words with one stem have the same
  family (a number other than 0) and always stand in one file, so that a browser needs no stemmer.
  Documents are numbers, each less the one before it; ``level`` says where the word stands;
- ``<language>-<digest>/t<n>.json``: the documents themselves, for display:
  ``[url, title, label, title language, [[anchor, heading, text], …]]``.

Same documents, same bytes. Only the postings stay in memory: texts are written as they come.
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
from explainer.output.search.words import WordReader, tokens

MAX_WORD_FILE = (
    24_000  # bytes of a file of words, before the host compresses it; about a third after
)
MAX_TEXT_FILE = 8_000  # bytes of a file of documents; a longer document has its own
MAX_SHOWN = 40_000  # characters of a document that are kept to be shown; all its words are indexed
# Where a word stands. 0 to 3: in the text, from once in a long one to many times in a short one.
# 4: in a heading. 5 to 14: in the title or another name, of 1, 2, … 10 words or more.
HEADING_LEVEL, TITLE_LEVEL, MAX_TITLE_WORDS = 4, 5, 10
_LEVELS = 16
_LEVEL_STEPS = (0.3, 0.5, 0.7)
# BM25's saturation and length (Robertson and Zaragoza, 2009, 3.4), for a usual page of 200 words.
_SATURATION, _LENGTH, _USUAL_LENGTH, _MAX_TIMES = 1.2, 0.6, 200, 32
_encode_json = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode
_SHARED_PREFIX = 4  # letters: words that begin alike stay in one file, if it does not grow too long


class SearchIndex:
    """The index of a language: ``add`` every document, then ``finish``."""

    def __init__(self, language: str, words: WordReader, folder: Path) -> None:
        self.language = language
        self.word_reader = words
        self.folder = folder
        self.work_folder = folder / f".{language}"
        self.work_folder.mkdir(parents=True)
        self.digest = hashlib.sha256()
        self.kinds: list[str] = []
        self.first_documents: list[int] = []
        self._texts: list[str] = []
        self._size = 0
        self._words_of_token: dict[str, tuple[int, ...]] = {}
        self._word_numbers: dict[str, int] = {}
        self._spellings: list[str] = []
        self._postings: dict[int, array[int]] = defaultdict(lambda: array("I"))

    def add(self, document: Document) -> None:
        """Add a document: its words to the postings, its text to the files."""
        number = len(self.kinds)
        self.kinds.append(document.kind)
        self._add_text(document)
        title_lengths: dict[int, int] = {}
        for name in (document.title, *document.names):
            words = self._count_words([name])
            for word in words:
                shortest = title_lengths.get(word, MAX_TITLE_WORDS)
                title_lengths[word] = min(len(words), shortest)
        for word, length in title_lengths.items():
            self._add_posting(word, TITLE_LEVEL + length - 1, number)
        headings = [] if document.stock_headings else [part.heading for part in document.sections]
        heading_words = self._count_words([*headings, *document.keywords])
        for word in heading_words.keys() - title_lengths.keys():
            self._add_posting(word, HEADING_LEVEL, number)
        text = self._count_words(section.text for section in document.sections)
        levels, postings = _levels_by_count(sum(text.values()) // 8 * 8), self._postings
        for word, times in text.items():
            postings[word * _LEVELS + levels[min(times, _MAX_TIMES)]].append(number)

    def finish(self) -> None:
        """Write the words, and the file that says where everything is."""
        self._write_texts()
        chunks = []
        for n, words in enumerate(self._word_files()):
            chunks.append((words[0][0], words[-1][0]))
            self._write(f"w{n}.json", "[" + ",".join(text for _, text in words) + "]")
        name = f"{self.language}-{self.digest.hexdigest()[:12]}"
        self.work_folder.rename(self.folder / name)
        head = {
            "folder": name,
            "skipped": sorted(self.word_reader.skipped),
            "ordinals": self.word_reader.ordinals,
            "kinds": [[kind, len(list(words))] for kind, words in groupby(self.kinds)],
            "chunks": _shortest_prefixes(chunks),
            "texts": _differences(self.first_documents),
        }
        (self.folder / f"{self.language}.json").write_text(_encode_json(head), "utf-8")

    def _count_words(self, texts: Iterable[str]) -> Counter[int]:
        """Return how many times each word occurs in the texts."""
        counts: Counter[int] = Counter()
        known = self._words_of_token
        for text in texts:
            for token, times in Counter(tokens(text)).items():
                numbers = known.get(token)
                for word in self._add_token(token) if numbers is None else numbers:
                    counts[word] += times
        return counts

    def _add_token(self, token: str) -> tuple[int, ...]:
        numbers = []
        for word, spelling in self.word_reader.words_of(token).items():
            number = self._word_numbers.setdefault(word, len(self._spellings))
            if number == len(self._spellings):
                self._spellings.append(spelling)
            elif self._spellings[number].isascii():
                # The stem is that of the spelling with accents, if there is one.
                self._spellings[number] = spelling
            numbers.append(number)
        self._words_of_token[token] = tuple(numbers)
        return self._words_of_token[token]

    def _add_posting(self, word: int, level: int, number: int) -> None:
        self._postings[word * _LEVELS + level].append(number)

    def _add_text(self, document: Document) -> None:
        parts, remaining = [], MAX_SHOWN
        for part in document.sections:
            parts.append([part.anchor, part.heading, part.text[:remaining]])
            remaining -= min(remaining, len(part.text))
        title = (document.title, document.label, document.title_language)
        text = _encode_json([document.url, *title, parts])
        if self._size and self._size + len(text) > MAX_TEXT_FILE:
            self._write_texts()
        if not self._texts:
            self.first_documents.append(len(self.kinds) - 1)
        self._texts.append(text)
        self._size += len(text)

    def _write_texts(self) -> None:
        if self._texts:
            self._write(f"t{len(self.first_documents) - 1}.json", "[" + ",".join(self._texts) + "]")
        self._texts.clear()
        self._size = 0

    def _write(self, name: str, text: str) -> None:
        data = text.encode()
        self.digest.update(data)
        (self.work_folder / name).write_bytes(data)

    def _word_files(self) -> Iterator[list[tuple[str, str]]]:
        """Yield the words of each file, in order, each with its JSON."""
        words = sorted(self._word_numbers)
        families = self._families(words)
        last = {family: word for word, family in families.items()}
        by_word: dict[int, list[int]] = defaultdict(list)
        for key in sorted(self._postings):
            by_word[key // _LEVELS].append(key)
        words_: list[tuple[str, str]] = []
        size, family_ends_at = 0, ""
        for word in words:
            if size > MAX_WORD_FILE and word > family_ends_at:
                last_word = words_[-1][0]
                if (
                    last_word[:_SHARED_PREFIX] != word[:_SHARED_PREFIX]
                    or size > 1.5 * MAX_WORD_FILE
                ):
                    yield words_
                    words_, size = [], 0
            family = families.get(word, 0)
            family_ends_at = max(family_ends_at, last[family] if family else "")
            entry: list[object] = [word, family]
            for key in by_word[self._word_numbers[word]]:
                entry += [key % _LEVELS, _differences(self._postings.pop(key))]
            words_.append((word, _encode_json(entry)))
            size += len(words_[-1][1])
        if words_:
            yield words_

    def _families(self, words: list[str]) -> dict[str, int]:
        """Return the family of each word that shares its stem, and its first two letters, with others."""
        try:
            stem = Stemmer.Stemmer(self.language).stemWord
        except KeyError:  # Snowball lacks the language: its words are not stemmed
            return {}
        by_stem: dict[tuple[str, str], list[str]] = defaultdict(list)
        for word in words:
            if not word[0].isdigit():
                by_stem[word[:2], stem(self._spellings[self._word_numbers[word]])].append(word)
        shared = [members for members in by_stem.values() if len(members) > 1]
        return {word: n for n, members in enumerate(shared, 1) for word in members}


@cache
def _levels_by_count(length: int) -> list[int]:
    """Return the level of a word by its number of occurrences in a text of ``length`` words."""
    spread = _SATURATION * (1 - _LENGTH + _LENGTH * length / _USUAL_LENGTH)
    return [sum(n / (n + spread) >= step for step in _LEVEL_STEPS) for n in range(_MAX_TIMES + 1)]


def _shortest_prefixes(chunks: list[tuple[str, str]]) -> list[str]:
    """Return the first word of each file, as short as still sorts after the file before it."""
    starts = [""] if chunks else []
    for (_, last), (first, _) in pairwise(chunks):
        starts.append(next(first[:n] for n in range(1, len(first) + 1) if first[:n] > last))
    return starts


def _differences(numbers: Iterable[int]) -> list[int]:
    """Return ascending numbers, each less the one before it."""
    listed = list(numbers)
    return [*listed[:1], *map(sub, listed[1:], listed)]
