"""Drafts of source records from elsewhere: the command ``source``.

In: a file (CSL-JSON, BibTeX or RIS), a DOI or the URL of a page. Out: a draft for each document,
``data/sources/<id>.yml``, in the form of ``record``: fields to fill in are empty; what no field can hold is
a comment. Nothing is ever overwritten, and a document that has a record already, by its DOI or a URL,
is reported and not written again.
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
from explainer.desk.incoming import ImportedSource, bibtex, csljson, parse_doi, ris, webpage
from explainer.model.fields import MAX_SLUG, is_slug
from explainer.model.kinds import KINDS
from explainer.read import yamlio
from explainer.settings import Settings
from explainer.watch.client import Client

FOLDER = "sources"
RESOLVER = "https://doi.org/"  # or the address that DOI_RESOLVER names
_CSL = "application/vnd.citationstyles.csl+json"
_DOI = re.compile(r"(?:doi:\s*|https?://(?:dx\.)?doi\.org/)?10\.\d{4,9}/\S+", re.IGNORECASE)
_MAX_COMMENT = 300
_UNQUOTED = re.compile(r"\d{4}(?:-\d{2}(?:-\d{2})?)?|https?://\S+|10\.\d+/[\w./()-]+")


def write_drafts(settings: Settings, origin: str, client: Client) -> int:
    """Write a draft of each document that ``origin`` leads to; return 1 if anything went wrong.

    ``client`` makes the requests for a DOI or a URL.
    """
    if not (settings.root / (template := f"{record.TEMPLATES}/source.yml")).is_file():
        raise console.CommandError(f"there is no template {template}; nothing was written")
    status = 0
    known = dict(_known_documents(settings))
    for document in _find_documents(origin, client):
        if isinstance(document, str):
            console.print_line(document, sys.stderr)
            status = 1
            continue
        document.drop_invalid_fields(settings.languages)
        # A landing page may be shared by several documents, such as a docket.
        own_values = {key: value for key, value in document.values.items() if key != "landing_url"}
        keys = set(_document_keys(own_values))
        if ids := sorted({known[key] for key in keys & known.keys()}):
            shared = keys & known.keys()
            reason = "DOI" if any(key.startswith("doi:") for key in shared) else "address"
            console.print_line(
                f"{document.origin}: here already as {', '.join(ids)} (same {reason}); not written"
            )
            continue
        id_ = _write_draft(settings, document)
        known |= dict.fromkeys(keys, id_)
    return status


def _find_documents(origin: str, client: Client) -> Iterator[ImportedSource | str]:
    """Yield each document, or a line that says what is wrong."""
    if _DOI.fullmatch(origin.strip()):
        client.accept = _CSL
        name = parse_doi(origin)
        # A service for programs, to which robots.txt of its web pages does not apply.
        url = os.environ.get("DOI_RESOLVER", RESOLVER) + quote(name, safe="/:;().-_+")
        response = client.get(url, robots=False)
        if response.error or not response.body.lstrip().startswith(b"{"):
            yield f"{name}: {response.error or 'its agency gives no CSL-JSON'}; nothing was written"
            return
        for document in csljson.read(response.body.decode("utf-8", errors="replace"), name):
            if isinstance(document, ImportedSource):
                document.values.setdefault("DOI", name)
            yield document
    elif origin.startswith(("http://", "https://")):
        response = client.get(origin)
        if response.error:
            yield f"{origin}: {response.error}; nothing was written"
        else:
            yield webpage.to_source(origin, response)
    else:
        yield from _read_file(origin)


def _read_file(name: str) -> Iterator[ImportedSource | str]:
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
    reader = next((readers[prefix] for prefix in readers if start.startswith(prefix)), None)
    if reader is None and re.search(r"^\s*@\w+\s*[{(]", text, re.MULTILINE):
        reader = bibtex.read
    documents = list(reader(text, name)) if reader else []
    yield from documents or [f"{name}: no source in it; expected CSL-JSON, BibTeX or RIS"]


def _known_documents(settings: Settings) -> Iterator[tuple[str, str]]:
    """Yield (key, id) for every record, unfinished ones included."""
    for path in sorted((settings.root / "data" / FOLDER).glob("*.yml")):
        document, _ = yamlio.read(f"data/{FOLDER}/{path.name}", path.read_bytes())
        if isinstance(document.value, dict):
            for key in _document_keys(document.value):
                yield key, path.stem


def _document_keys(values: dict[str, Any]) -> Iterator[str]:
    """Yield the keys by which two descriptions of one document are matched: its DOI and URLs."""
    if values.get("DOI"):
        yield f"doi:{values['DOI']}".lower()
    for key in ("URL", "landing_url", "archive_url"):
        if url := values.get(key):
            parts = urlsplit(str(url))
            asked = urlencode([q for q in parse_qsl(parts.query) if not q[0].startswith("utm_")])
            host = (parts.hostname or "").removeprefix("www.")
            yield f"{host}{parts.path.rstrip('/')}?{asked}"


def _write_draft(settings: Settings, document: ImportedSource) -> str:
    """Write the draft of a document and print its path; return its id."""
    folder = settings.root / "data" / FOLDER
    wanted = _choose_id(document)
    id_, number = wanted, 1
    while (folder / f"{id_}.yml").exists():
        number += 1
        id_ = f"{wanted[: MAX_SLUG - 4].rstrip('-')}-{number}"
    values = {key: _to_yaml(value) for key, value in document.values.items()}
    values |= {"id": id_, "type": document.values["type"]}
    if "archive_url" in values:
        values["archive_date"] = '""'
    left = [f"Not placed: {name}: {value[:_MAX_COMMENT]}" for name, value in document.unplaced]
    notes = [
        "# " + "".join(filter(str.isprintable, line)) for line in (f"From {document.origin}", *left)
    ]
    file, empty = record.write_draft(settings, KINDS[FOLDER], values, notes)
    names = ", ".join(dict.fromkeys(name for name, _ in document.unplaced))
    unplaced = f"; not placed: {names}" if names else ""
    console.print_line(f"{file}: to fill in: {', '.join(empty)}{unplaced}")
    return id_


def _choose_id(document: ImportedSource) -> str:
    """Return the id that a document has, or one made of its author, title and year."""
    if is_slug(document.id) and not document.id.isdigit():
        return document.id
    values = document.values
    author: dict[str, str] = next(iter(values.get("author", ())), {})
    name = _ascii_words(author.get("family") or author.get("literal") or "")[:2]
    words = _ascii_words(values.get("title", ""))
    words = [word for word in words if len(word) > 3] or words
    parts = [*name, *words[: 2 if name else 3], str(values.get("issued", ""))[:4].strip("-")]
    return "-".join(part for part in parts if part)[:MAX_SLUG].strip("-") or "source"


def _ascii_words(text: str) -> list[str]:
    """Return the words of a text in lower-case ASCII letters."""
    return re.findall(r"[a-z0-9]+", address.slugify(text))


def _to_yaml(value: Any) -> str:
    if isinstance(value, list):
        lines = (", ".join(f"{k}: {_to_yaml(v)}" for k, v in one.items()) for one in value)
        return "".join(f"\n  - {{{line}}}" for line in lines)
    text = str(value)
    return text if _UNQUOTED.fullmatch(text) else json.dumps(text, ensure_ascii=False)
