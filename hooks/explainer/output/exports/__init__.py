"""The downloads: every record as data, in forms that others' tools read.

In: a checked story and its addresses. Out: files by path from the
site's root, as bytes, with what the page of downloads says of each. Runs once
a build, before pages are made, since one of them states sizes and digests;
``write`` puts the bytes into the site. Cost grows with the number of records, no faster.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any

from explainer.derive import address
from explainer.make.downloads import FOLDER, Download
from explainer.model import records as model
from explainer.model.story import Story
from explainer.output.exports import package, tables
from explainer.output.exports.columns import TABLES
from explainer.output.files import put
from explainer.words import bibtex, csl

BIBLIOGRAPHY = f"{FOLDER}sources.bib"
_CSL = "application/vnd.citationstyles.csl+json"


def make(story: Story, addresses: address.Addresses) -> dict[str, Download]:
    """Return every download by its path, in the order in which the page lists them.

    Nothing that the index derives is exported: one fact, one place.
    """
    files: list[Download] = []
    resources: list[dict[str, Any]] = []
    for table in TABLES:
        count = len(tables.rows(story, table))
        data = tables.as_csv(story, addresses, table)
        file = Download(f"{FOLDER}{table}.csv", "CSV", "text/csv", table, count, data)
        schema = {"profile": "tabular-data-resource", "schema": package.schema(story, table)}
        resources.append(_resource(story, file, table, "data_csv_is") | schema)
        files.append(file)
        data = tables.as_json(story, addresses, table)
        file = Download(f"{FOLDER}{table}.json", "JSON", "application/json", table, count, data)
        resources.append(_resource(story, file, f"{table}-json", "data_json_is"))
        files.append(file)
    items = [_item(story, source) for source in story.sources.values()]
    entries = "\n\n".join(bibtex.format_entry(item) for item in items) + "\n"
    for path, form, media, body in (
        ("sources.csl.json", "CSL-JSON", _CSL, tables.dump(items)),
        (BIBLIOGRAPHY.removeprefix(FOLDER), "BibTeX", "application/x-bibtex", entries.encode()),
    ):
        file = Download(f"{FOLDER}{path}", form, media, "sources", len(items), body)
        resources.append(_resource(story, file, path.replace(".", "-"), "data_references_is"))
        files.append(file)
    body = package.describe(story, resources)
    path = f"{FOLDER}datapackage.json"
    files.append(Download(path, "Data Package", "application/json", "data_schema", None, body))
    return {file.path: file for file in files}


def write(files: Iterable[Download], folder: Path) -> None:
    """Write every download, but those that were written and let go: the same for every language."""
    for file in files:
        if file.data:
            put(folder / file.path, file.data)


def _resource(story: Story, file: Download, name: str, meaning: str) -> dict[str, Any]:
    resource = {
        "name": name,
        "path": file.file,
        "title": package.words(story, file.contents),
        "description": package.words(story, meaning),
        "format": file.file.rpartition(".")[2],
        "mediatype": file.media_type,
        "encoding": "utf-8",
        "bytes": file.size,
        "hash": f"sha256:{file.sha256}",
    }
    return {key: value for key, value in resource.items() if value != ""}


def _item(story: Story, source: model.Source) -> dict[str, Any]:
    """Return a source as CSL-JSON; the note is what a reader of the title must know, not ours."""
    item = csl.make_item(source)
    item.pop("note", None)
    if source.title_note and (note := package.words(story, f"title_note_{source.title_note}")):
        item["note"] = note
    return item
