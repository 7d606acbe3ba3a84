"""Pagefind's index, packed so that a first search loads less.

In: the folder that Pagefind 1.5 wrote. Out: the same folder for our own loader
(docs/assets/search-engine.js): Pagefind's engine as it is, fragments named by mark and
number, one small file about all pages, an index cut into small chunks without the words
that no query needs. Runs once for each new index.

Why: Pagefind names each page by a random code, which its list of pages carries and no
compression shrinks; writes every place of every word; and cuts its index so that one
word costs 20 to 70 kB. Here a word says in which pages it stands and how much it counts
there: the loader finds the places in the text that it shows. The format is Pagefind's
own: CBOR (RFC 8949) after a signature, in gzip. ``SIGNATURE`` and the shapes are checked;
another version stops the build.
"""

from __future__ import annotations

import gzip
import json
from bisect import bisect
from hashlib import sha256
from itertools import pairwise
from pathlib import Path
from typing import Any
from zlib import crc32

import cbor2

SIGNATURE = b"pagefind_dcd"
CHUNK = 8_000  # bytes of one chunk before compression; a word of more has a chunk of its own
ENTRY = "languages.json"
_USUAL = 24  # what Pagefind says of a word of the text; of one in a heading, up to seven times that
# How often a word stands in a page, as far as ranking tells it apart (BM25 saturates).
_TIMES = (1, 2, 3, 5, 8, 10)
_FIRST = 35  # the character that stands for the first entry of a table: no quote, no space
_DIGITS = "0123456789abcdefghijklmnopqrstuvwxyz"


def pack(folder: Path, skipped: dict[str, frozenset[str]]) -> None:
    """Pack the index in ``folder``, without the words that each language's queries skip.

    Raise ``ValueError`` if the format is not the one known.
    """
    old = folder / "pagefind-entry.json"
    entry = json.loads(old.read_text("utf-8"))
    kept = {folder / ENTRY}
    languages = {}
    for code, language in sorted(entry["languages"].items()):
        engine = f"wasm.{language['wasm'] or 'unknown'}.pagefind"
        version = _language(folder, code, language["hash"], skipped[code])
        languages[code] = {"engine": engine, "version": version}
        kept |= {folder / engine, folder / f"{version}.pf_meta"}
    (folder / ENTRY).write_text(json.dumps(languages, separators=(",", ":")), "utf-8")
    for path in folder.iterdir():
        if path.is_file() and path not in kept:
            path.unlink()
    (folder / "filter").rmdir()


def _language(folder: Path, code: str, name: str, skipped: frozenset[str]) -> str:
    """Pack the index of one language; return its version, which names all its files."""
    old = folder / f"pagefind.{name}.pf_meta"
    meta = _read(old)
    if len(meta) != 6 or not all(len(page) == 2 for page in meta[1]):
        raise ValueError(f"{old.name}: not the format of Pagefind 1.5")
    generator, pages, chunks, filters, _, fields = meta
    marks = _marks(folder, filters)
    words = [word for _, _, chunk in chunks for word in _words(folder / "index", chunk, skipped)]
    starts, packed = _chunks(words)
    told = {
        "pagefind": generator,
        "fields": fields,
        "marks": _column([marks.get(number, "") for number in range(len(pages))]),
        "lengths": _column([_rounded(length) for _, length in pages]),
        "starts": starts,
    }
    data = _packed(json.dumps(told, ensure_ascii=False, separators=(",", ":")).encode())
    # A folder a version: a page that was open before an update keeps asking for what it knows.
    # Pagefind's names of pages say what is in them.
    found = sha256(data + repr([page for page, _ in pages]).encode())
    for chunk in packed:
        found.update(chunk)
    version = f"{code}-{found.hexdigest()[:8]}"
    for part in ("index", "fragment"):
        (folder / part / version).mkdir()
    for number, chunk in enumerate(packed):
        (folder / "index" / version / f"{_base36(number)}.pf_index").write_bytes(chunk)
    for number, (page, _) in enumerate(pages):
        place = f"{version}/{marks.get(number, '')}{_base36(number)}"
        (folder / "fragment" / f"{page}.pf_fragment").rename(
            folder / "fragment" / f"{place}.pf_fragment"
        )
    old.unlink()
    (folder / f"{version}.pf_meta").write_bytes(data)
    return version


def _marks(folder: Path, filters: list[Any]) -> dict[int, str]:
    """Return the mark that `reduction` gave each page; the filters themselves are not sent."""
    marks: dict[int, str] = {}
    for name, file in filters:
        path = folder / "filter" / f"{file}.pf_filter"
        if name == "mark":
            marks = {number: value for value, numbers in _read(path)[1] for number in numbers}
        path.unlink()
    return marks


def _column(values: list[Any]) -> list[Any]:
    """Return the values there are, and for each page the character that stands for its own."""
    table = sorted(set(values))
    return [table, "".join(chr(_FIRST + table.index(value)) for value in values)]


def _words(folder: Path, name: str, skipped: frozenset[str]) -> list[tuple[str, bytes]]:
    """Return the words of one of Pagefind's chunks that a query may need, each made short."""
    path = folder / f"{name}.pf_index"
    value = _read(path)
    path.unlink()
    if len(value) != 1:
        raise ValueError(f"{path.name}: not the format of Pagefind 1.5")
    # What is on every page weighs most and tells nothing; and Pagefind takes a short word for any
    # unknown one that it begins: «do» for «dommage».
    return [
        (word[0], _shortened(word))
        for word in value[0]
        if _kept(word[0]) and word[0] not in skipped
    ]


def _chunks(words: list[tuple[str, bytes]]) -> tuple[list[str], list[bytes]]:
    """Cut the index into chunks; return where each starts, as short as can be, and its bytes."""
    runs: list[list[tuple[str, bytes]]] = []
    size = CHUNK
    for word in words:
        if size + len(word[1]) > CHUNK:
            runs.append([])
            size = 0
        runs[-1].append(word)
        size += len(word[1])
    starts = [""] if runs else []
    for before, run in pairwise(runs):
        last, first = before[-1][0], run[0][0]
        starts.append(next(first[:n] for n in range(1, len(first) + 1) if first[:n] > last))
    return starts, [_packed(_array([_array([data for _, data in run])])) for run in runs]


def _shortened(word: list[Any]) -> bytes:
    """Return a word with one place in each page, which says how much it counts there.

    In Pagefind's lists a negative number is the weight of the places that follow, or the
    field of those in the metadata. The place itself is one that no other word has: two words
    of a query at one place would count as a compound.
    """
    name, pages, variants = word
    place = crc32(name.encode()) & 0xFFFFFF
    tails: dict[object, bytes] = {}
    found = [_array([cbor2.dumps(form), _pages(listed, place, tails)]) for form, listed in variants]
    return _array([cbor2.dumps(name), _pages(pages, place, tails), _array(found)])


def _pages(pages: list[Any], place: int, tails: dict[object, bytes]) -> bytes:
    """Return the pages of a word, encoded; ``tails`` keeps what follows a page's number."""
    items = []
    for number, places, named in pages:
        total = _total(places)
        key = (total, *named) if named else total
        tail = tails.get(key)
        if tail is None:
            count = _TIMES[max(0, bisect(_TIMES, total / _USUAL) - 1)] * _USUAL
            fields = dict.fromkeys(value for value in named if value < 0)
            tail = tails[key] = cbor2.dumps([-count - 1, place] if total else []) + cbor2.dumps(
                [value for field in fields for value in (field, 0)]
            )
        items.append(b"\x83" + cbor2.dumps(number) + tail)
    return _array(items)


def _total(places: list[int]) -> int:
    """Return the sum of the weights of a word's places in a page."""
    if len(places) == 2:
        return -places[0] - 1
    total = weight = 0
    for value in places:
        if value < 0:
            weight = -value - 1
        else:
            total += weight
    return total


def _rounded(count: int) -> int:
    """Return a page's number of words to three binary digits: enough to tell long from short."""
    spare = max(0, count.bit_length() - 3)
    return count >> spare << spare


def _kept(word: str) -> bool:
    return len(word) > 1 or word.isdigit()


def _array(items: list[bytes]) -> bytes:
    """Return a CBOR array of items already encoded (RFC 8949, section 3.1, major type 4)."""
    length = len(items)
    if length < 24:
        head = bytes([0x80 | length])
    elif length < 0x100:
        head = bytes([0x98, length])
    else:
        head = b"\x9a" + length.to_bytes(4, "big")
    return head + b"".join(items)


def _read(path: Path) -> list[Any]:
    data = gzip.decompress(path.read_bytes())
    if not data.startswith(SIGNATURE):
        raise ValueError(f"{path.name}: not a file of Pagefind 1.5")
    value = cbor2.loads(data[len(SIGNATURE) :])
    if not isinstance(value, list):
        raise ValueError(f"{path.name}: not the format of Pagefind 1.5")
    return value


def _packed(data: bytes) -> bytes:
    return gzip.compress(SIGNATURE + data, 9, mtime=0)


def _base36(number: int) -> str:
    digits = ""
    while True:
        number, digit = divmod(number, 36)
        digits = _DIGITS[digit] + digits
        if not number:
            return digits
