"""Drafts of source records from elsewhere: the command ``source``.

In: a file (CSL-JSON, BibTeX or RIS), a DOI or the address of a page. Out: a draft a document,
``data/sources/<id>.yml``, as ``record`` writes them: what is still to be filled in stands there,
empty; what no key of a record holds, as a comment. Nothing is ever overwritten, and a document
that is there already, by its DOI or an address, is told and not written again.
"""

from __future__ import annotations

import json
import os
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, quote, urlencode, urlsplit

from explainer.derive import address
from explainer.desk import console, record
from explainer.desk.incoming import Found, bibtex, csljson, doi, ris, webpage
from explainer.model.fields import MAX_SLUG, is_slug
from explainer.model.kinds import KINDS
from explainer.read import yamlio
from explainer.settings import Settings
from explainer.watch.client import Client

FOLDER = "sources"
RESOLVER = "https://doi.org/"  # or the address that DOI_RESOLVER names
_CSL = "application/vnd.citationstyles.csl+json"
_DOI = re.compile(r"(?:doi:\s*|https?://(?:dx\.)?doi\.org/)?10\.\d{4,9}/\S+", re.IGNORECASE)
_CLIP = 300
_BARE = re.compile(r"\d{4}(?:-\d{2}(?:-\d{2})?)?|https?://\S+|10\.\d+/[\w./()-]+")


def write(chosen: Settings, given: str, client: Client) -> int:
    """Write a draft of each document that ``given`` leads to; return 1 if anything was in the way.

    ``client`` is what asks about a DOI or an address.
    """
    if not (chosen.root / (template := f"{record.TEMPLATES}/source.yml")).is_file():
        raise console.Refused(f"there is no template {template}; nothing was written")
    wrong = 0
    known = dict(_known(chosen))
    for one in _read(given, client):
        if isinstance(one, str):
            console.say(one, sys.stderr)
            wrong = 1
            continue
        one.settle(chosen.languages)
        # A page about a document may be one about others too, such as a docket.
        own = {key: value for key, value in one.values.items() if key != "landing_url"}
        marks = set(_marks(own))
        if there := sorted({known[mark] for mark in marks & known.keys()}):
            why = (
                "DOI"
                if any(mark.startswith("doi:") for mark in marks & known.keys())
                else "address"
            )
            console.say(
                f"{one.where}: here already as {', '.join(there)} (same {why}); not written"
            )
            continue
        id_ = _draft(chosen, one)
        known |= dict.fromkeys(marks, id_)
    return wrong


def _read(given: str, client: Client) -> Iterator[Found | str]:
    """Yield what was found, or a line that says what is wrong."""
    if _DOI.fullmatch(given.strip()):
        client.accept = _CSL
        name = doi(given)
        # A service for programs: what keeps robots from its pages does not speak of it.
        url = os.environ.get("DOI_RESOLVER", RESOLVER) + quote(name, safe="/:;().-_+")
        answer = client.get(url, robots=False)
        if answer.error or not answer.body.lstrip().startswith(b"{"):
            yield f"{name}: {answer.error or 'its agency gives no CSL-JSON'}; nothing was written"
            return
        for one in csljson.read(answer.body.decode("utf-8", errors="replace"), name):
            if isinstance(one, Found):
                one.values.setdefault("DOI", name)
            yield one
    elif given.startswith(("http://", "https://")):
        answer = client.get(given)
        if answer.error:
            yield f"{given}: {answer.error}; nothing was written"
        else:
            yield webpage.found(given, answer)
    else:
        yield from _file(given)


def _file(name: str) -> Iterator[Found | str]:
    try:
        text = Path(name).expanduser().read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        if isinstance(error, UnicodeDecodeError):
            yield f"{name}: it is not UTF-8; export it again, or save it, as UTF-8"
        else:
            yield f"{name}: cannot be read: {error.strerror}; expected a file, a DOI or an address"
        return
    start = text.lstrip()
    readers = {"[": csljson.read, "{": csljson.read, "TY": ris.read}
    reader = next((readers[mark] for mark in readers if start.startswith(mark)), None)
    if reader is None and re.search(r"^\s*@\w+\s*[{(]", text, re.MULTILINE):
        reader = bibtex.read
    made = list(reader(text, name)) if reader else []
    yield from made or [f"{name}: no source in it; expected CSL-JSON, BibTeX or RIS"]


def _known(chosen: Settings) -> Iterator[tuple[str, str]]:
    """Yield what tells a document apart, and its id: of all records, unfinished ones too."""
    for path in sorted((chosen.root / "data" / FOLDER).glob("*.yml")):
        document, _ = yamlio.read(f"data/{FOLDER}/{path.name}", path.read_bytes())
        if isinstance(document.value, dict):
            for mark in _marks(document.value):
                yield mark, path.stem


def _marks(values: dict[str, Any]) -> Iterator[str]:
    if values.get("DOI"):
        yield f"doi:{values['DOI']}".lower()
    for key in ("URL", "landing_url", "archive_url"):
        if url := values.get(key):
            parts = urlsplit(str(url))
            asked = urlencode([q for q in parse_qsl(parts.query) if not q[0].startswith("utm_")])
            host = (parts.hostname or "").removeprefix("www.")
            yield f"{host}{parts.path.rstrip('/')}?{asked}"


def _draft(chosen: Settings, one: Found) -> str:
    """Write the draft of a document, and say so; return its id."""
    folder = chosen.root / "data" / FOLDER
    wanted = _id(one)
    id_, number = wanted, 1
    while (folder / f"{id_}.yml").exists():
        number += 1
        id_ = f"{wanted[: MAX_SLUG - 4].rstrip('-')}-{number}"
    given = {key: _yaml(value) for key, value in one.values.items()}
    given |= {"id": id_, "type": one.values["type"]}
    if "archive_url" in given:
        given["archive_date"] = '""'
    left = [f"Not placed: {name}: {value[:_CLIP]}" for name, value in one.left]
    notes = ["# " + "".join(filter(str.isprintable, line)) for line in (f"From {one.where}", *left)]
    file, empty = record.put(chosen, KINDS[FOLDER], given, notes)
    names = ", ".join(dict.fromkeys(name for name, _ in one.left))
    rest = f"; not placed: {names}" if names else ""
    console.say(f"{file}: to fill in: {', '.join(empty)}{rest}")
    return id_


def _id(one: Found) -> str:
    """Return the id that a document has, or one of its author, title and year."""
    if is_slug(one.id) and not one.id.isdigit():
        return one.id
    values = one.values
    author: dict[str, str] = next(iter(values.get("author", ())), {})
    name = _ascii(author.get("family") or author.get("literal") or "")[:2]
    words = _ascii(values.get("title", ""))
    words = [word for word in words if len(word) > 3] or words
    parts = [*name, *words[: 2 if name else 3], str(values.get("issued", ""))[:4].strip("-")]
    return "-".join(part for part in parts if part)[:MAX_SLUG].strip("-") or "source"


def _ascii(text: str) -> list[str]:
    """Return the words of a text in lower-case ASCII letters."""
    return re.findall(r"[a-z0-9]+", address.slugify(text))


def _yaml(value: Any) -> str:
    if isinstance(value, list):
        lines = (", ".join(f"{k}: {_yaml(v)}" for k, v in one.items()) for one in value)
        return "".join(f"\n  - {{{line}}}" for line in lines)
    text = str(value)
    return text if _BARE.fullmatch(text) else json.dumps(text, ensure_ascii=False)
