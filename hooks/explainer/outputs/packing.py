"""Pagefind's index, packed so that a first search loads less.

In: the folder that Pagefind 1.5 wrote. Out: the same folder without the files
of its own interface, its fragments named by mark and number, its index cut into
smaller chunks without the words that no query needs. Runs once for each new index.

Why: Pagefind names each page by a random code, which its list of pages carries
and no compression shrinks, and cuts its index so that one word costs 20 to
70 kB. With the kind in the name, filtering, counting and
ranking by it load nothing. The format is Pagefind's own: CBOR (RFC 8949) after a signature, in gzip.
``SIGNATURE`` and the shapes are checked; another version stops the build.
"""

from __future__ import annotations

import gzip
import json
from hashlib import sha256
from pathlib import Path
from typing import Any

import cbor2

SIGNATURE = b"pagefind_dcd"
CHUNK = 20_000  # bytes of one chunk before compression, about a third of that after
# A word longer than this stands in thousands of pages: there, its first places in each are enough
# to rank it (BM25 saturates) and to quote it.
LONG = 24_000
PLACES = 2
_KEPT = ("pagefind.js", "pagefind-entry.json")
_DIGITS = "0123456789abcdefghijklmnopqrstuvwxyz"


def pack(folder: Path, skipped: dict[str, frozenset[str]]) -> None:
    """Pack the index in ``folder``, without the words that each language's queries skip.

    Raise ``ValueError`` if the format is not the one known.
    """
    entry = json.loads((folder / "pagefind-entry.json").read_text("utf-8"))
    kept = {folder / name for name in _KEPT}
    kept |= {
        folder / f"wasm.{language['wasm'] or 'unknown'}.pagefind"
        for language in entry["languages"].values()
    }
    for code, language in sorted(entry["languages"].items()):
        language["hash"] = _language(folder, code, language["hash"], skipped[code])
        kept.add(folder / f"pagefind.{language['hash']}.pf_meta")
    entry["languages"] = dict(sorted(entry["languages"].items()))
    for path in folder.iterdir():
        if path.is_file() and path not in kept:
            path.unlink()
    (folder / "filter").rmdir()
    text = json.dumps(entry, ensure_ascii=False, separators=(",", ":"))
    (folder / "pagefind-entry.json").write_text(text, "utf-8")


def _language(folder: Path, code: str, name: str, skipped: frozenset[str]) -> str:
    """Pack the index of one language; return its new name."""
    old = folder / f"pagefind.{name}.pf_meta"
    meta = _read(old)
    if len(meta) != 6 or not all(len(page) == 2 for page in meta[1]):
        raise ValueError(f"{old.name}: not the format of Pagefind 1.5")
    marks = _marks(folder, meta)
    # A folder a version: a page that was open before an update keeps asking for what it knows.
    # Of pages and words only: Pagefind lists filters in an order of its own at each run.
    version = sha256(cbor2.dumps(meta[1:3])).hexdigest()[:8]
    (folder / "fragment" / f"{code}-{version}").mkdir()
    for number, page in enumerate(meta[1]):
        place = f"{code}-{version}/{marks.get(number, '')}{_base36(number)}"
        (folder / "fragment" / f"{page[0]}.pf_fragment").rename(
            folder / "fragment" / f"{place}.pf_fragment"
        )
        page[0], page[1] = place, _rounded(page[1])
    chunks: list[list[str]] = []
    for _, _, chunk in meta[2]:
        chunks += _chunk(folder / "index", code, chunk, skipped)
    meta[2], meta[3] = chunks, []
    data = _packed(cbor2.dumps(meta))
    new = f"{code}_{sha256(data).hexdigest()[:10]}"
    old.unlink()
    (folder / f"pagefind.{new}.pf_meta").write_bytes(data)
    return new


def _marks(folder: Path, meta: list[Any]) -> dict[int, str]:
    """Return the mark that `reduction` gave each page; the filters themselves are not sent."""
    marks: dict[int, str] = {}
    for name, file in meta[3]:
        path = folder / "filter" / f"{file}.pf_filter"
        if name == "mark":
            marks = {number: value for value, numbers in _read(path)[1] for number in numbers}
        path.unlink()
    return marks


def _chunk(folder: Path, code: str, name: str, skipped: frozenset[str]) -> list[list[str]]:
    """Cut one chunk of the index into smaller ones; return [first word, last word, name] of each."""
    old = folder / f"{name}.pf_index"
    value = _read(old)
    old.unlink()
    if len(value) != 1:
        raise ValueError(f"{old.name}: not the format of Pagefind 1.5")
    out: list[list[str]] = []
    run: list[bytes] = []
    first = ""
    # What is on every page weighs most and tells nothing; and Pagefind takes a short word for any
    # unknown one that it begins: «do» for «dommage».
    words = [word for word in value[0] if _kept(word[0]) and word[0] not in skipped]
    for i, word in enumerate(words):
        first = first if run else word[0]
        data = cbor2.dumps(word)
        run.append(data if len(data) < LONG else cbor2.dumps(_shortened(word)))
        if sum(map(len, run)) >= CHUNK or i == len(words) - 1:
            data = _packed(_array([_array(run)]))
            new = f"{code}_{sha256(data).hexdigest()[:7]}"
            (folder / f"{new}.pf_index").write_bytes(data)
            out.append([first, word[0], new])
            run = []
    return out


def _rounded(count: int) -> int:
    """Return a page's number of words to three binary digits: enough to tell long from short."""
    spare = max(0, count.bit_length() - 3)
    return count >> spare << spare


def _kept(word: str) -> bool:
    return len(word) > 1 or word.isdigit()


def _shortened(word: list[Any]) -> list[Any]:
    """Return a word with the first ``PLACES`` places of each page; negative numbers are weights."""
    for page in word[1]:
        found = [i for i, place in enumerate(page[1]) if place >= 0]
        if len(found) > PLACES:
            page[1] = page[1][: found[PLACES]]
    return word


def _array(items: list[bytes]) -> bytes:
    """Return a CBOR array of items already encoded (RFC 8949, section 3.1, major type 4)."""
    return _head(len(items)) + b"".join(items)


def _head(length: int) -> bytes:
    if length < 24:
        return bytes([0x80 | length])
    if length < 0x100:
        return bytes([0x98, length])
    return (
        b"\x99" + length.to_bytes(2, "big")
        if length < 0x10000
        else b"\x9a" + length.to_bytes(4, "big")
    )


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
