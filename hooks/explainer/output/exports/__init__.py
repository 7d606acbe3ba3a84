"""The downloads: every record as data, in formats that other tools read.

In: a checked story and its addresses. Out: files by their path from the site's root, as bytes, with
what the page of downloads says of each. Made once a build, before the pages, one of which states
sizes and digests; ``write`` writes them. Time grows linearly with the number of records.
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
from explainer.output.files import write_file
from explainer.words import bibtex, csl

BIBLIOGRAPHY = f"{FOLDER}sources.bib"
_CSL = "application/vnd.citationstyles.csl+json"


def make_downloads(story: Story, addresses: address.Addresses) -> dict[str, Download]:
    """Return every download by its path, in the order of the page of downloads.

    Derived facts are not exported: one fact, one place.
    """
    files: list[Download] = []
    resources: list[dict[str, Any]] = []
    for table in TABLES:
        count = len(tables.list_rows(story, table))
        data = tables.as_csv(story, addresses, table)
        file = Download(f"{FOLDER}{table}.csv", "CSV", "text/csv", table, count, data)
        schema = {"profile": "tabular-data-resource", "schema": package.table_schema(story, table)}
        resources.append(_resource(story, file, table, "data_csv_is") | schema)
        files.append(file)
        data = tables.as_json(story, addresses, table)
        file = Download(f"{FOLDER}{table}.json", "JSON", "application/json", table, count, data)
        resources.append(_resource(story, file, f"{table}-json", "data_json_is"))
        files.append(file)
    items = [_csl_item(story, source) for source in story.sources.values()]
    entries = "\n\n".join(bibtex.format_entry(item) for item in items) + "\n"
    for path, format_name, media_type, body in (
        ("sources.csl.json", "CSL-JSON", _CSL, tables.dump(items)),
        (BIBLIOGRAPHY.removeprefix(FOLDER), "BibTeX", "application/x-bibtex", entries.encode()),
    ):
        file = Download(f"{FOLDER}{path}", format_name, media_type, "sources", len(items), body)
        resources.append(_resource(story, file, path.replace(".", "-"), "data_references_is"))
        files.append(file)
    body = package.make_package(story, resources)
    path = f"{FOLDER}datapackage.json"
    files.append(Download(path, "Data Package", "application/json", "data_schema", None, body))
    return {file.path: file for file in files}


def write(files: Iterable[Download], folder: Path) -> None:
    """Write every download that still has its data."""
    for file in files:
        if file.data:
            write_file(folder / file.path, file.data)


def _resource(story: Story, file: Download, name: str, description_key: str) -> dict[str, Any]:
    """Return a file as a resource of the Data Package."""
    resource = {
        "name": name,
        "path": file.file,
        "title": package.in_every_language(story, file.contents),
        "description": package.in_every_language(story, description_key),
        "format": file.file.rpartition(".")[2],
        "mediatype": file.media_type,
        "encoding": "utf-8",
        "bytes": file.size,
        "hash": f"sha256:{file.sha256}",
    }
    return {key: value for key, value in resource.items() if value != ""}


def _csl_item(story: Story, source: model.Source) -> dict[str, Any]:
    """Return a source as CSL-JSON; its note says what a reader of the title must know."""
    item = csl.make_item(source)
    item.pop("note", None)
    if source.title_note and (
        note := package.in_every_language(story, f"title_note_{source.title_note}")
    ):
        item["note"] = note
    return item
