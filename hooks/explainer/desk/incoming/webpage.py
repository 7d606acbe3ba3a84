"""A page's description of itself: Google Scholar's tags (``citation_…``), JSON-LD, Open Graph, Dublin Core.

Its running text is not read: names and days there are guesses.
"""

from __future__ import annotations

import json
from typing import Any
from urllib.parse import urljoin, urlsplit

from explainer.desk import incoming
from explainer.desk.incoming import ImportedSource
from explainer.watch.document import Document, is_text, parse
from explainer.watch.responses import Response

# Names of tags, by preference; `ld:` is a property of the JSON-LD.
_TAGS = {
    "title": ("citation_title", "ld:headline", "og:title", "dcterms.title", "dc.title"),
    "container-title": ("citation_journal_title", "citation_conference_title",
                        "citation_inbook_title", "ld:isPartOf", "og:site_name", "ld:publisher"),
    "publisher": ("citation_publisher", "dcterms.publisher", "dc.publisher"),
    "issued": ("citation_publication_date", "citation_date", "citation_online_date",
               "ld:datePublished", "article:published_time", "dcterms.issued", "dc.date"),
    "language": ("citation_language", "ld:inLanguage", "html", "og:locale", "dc.language"),
    "volume": ("citation_volume",),
    "issue": ("citation_issue",),
    "DOI": ("citation_doi",),
    "ISSN": ("citation_issn",),
    "ISBN": ("citation_isbn",),
    "number": ("citation_technical_report_number",),
}  # fmt: skip
_AUTHORS = ("citation_author", "ld:author", "dcterms.creator", "dc.creator", "author")
_TYPES = {
    "citation_journal_title": "article-journal", "citation_conference_title": "paper-conference",
    "citation_inbook_title": "chapter", "citation_technical_report_number": "report",
}  # fmt: skip
_LD_PROPERTIES = (
    "headline", "author", "publisher", "isPartOf", "datePublished", "inLanguage",
)  # fmt: skip
_LD_TYPES = {
    "NewsArticle": "article-newspaper", "ReportageNewsArticle": "article-newspaper",
    "AnalysisNewsArticle": "article-newspaper", "BlogPosting": "post-weblog", "Report": "report",
    "ScholarlyArticle": "article-journal", "Book": "book", "Dataset": "dataset",
}  # fmt: skip


def to_source(url: str, response: Response) -> ImportedSource:
    """Return what the page at an address says of the document that it is."""
    source = ImportedSource(url)
    if not is_text(response.headers, response.body):
        source.values = {"type": "document", "URL": url}
        return source
    page = parse(response.headers, response.body)
    metadata, kind = _read_metadata(page)
    source.set_field("type", next((_TYPES[tag] for tag in _TYPES if tag in metadata), kind))
    for key, tags in _TAGS.items():
        for value in (value for tag in tags for value in metadata.get(tag, ())[:1]):
            parsed = incoming.PARSERS.get(key, str)(str(value))
            if parsed and key not in source.values:
                source.values[key] = parsed
    if "title" not in source.values and page.titles:
        source.set_field("title", " ".join(page.titles[0].split()))
    first, last = (metadata.get(f"citation_{end}page", [""])[0] for end in ("first", "last"))
    source.set_field("page", incoming.parse_pages(str(first), str(last)) if first else "")
    authors = next((metadata[tag] for tag in _AUTHORS if metadata.get(tag)), [])
    site = source.values.get("container-title")
    named = (author for author in authors if not _is_address(author))
    source.set_field("author", [_parse_author(author, site) for author in named])
    canonical = urljoin(url, page.canonical)
    own_url = canonical if urlsplit(canonical).hostname == urlsplit(url).hostname else url
    pdf = urljoin(url, str(metadata.get("citation_pdf_url", [""])[0]))
    source.set_field("URL", pdf if pdf != url else own_url)
    source.set_field("landing_url", own_url if pdf != url else "")
    return source


def _read_metadata(page: Document) -> tuple[dict[str, list[Any]], str]:
    """Return the values of each tag, and the type that the JSON-LD implies."""
    metadata: dict[str, list[Any]] = {"html": [page.language]} if page.language else {}
    for name, content in page.metas:
        metadata.setdefault(name, []).append(content)
    kind = "webpage"
    for node in (node for text in page.json_ld for node in _parse_json_ld(text)):
        types = node.get("@type")
        types = types if isinstance(types, list) else [types]
        known_types = [_LD_TYPES[type_] for type_ in types if type_ in _LD_TYPES]
        if known_types or {"Article", "WebPage"} & {str(type_) for type_ in types}:
            kind = known_types[0] if known_types else kind
            for name in _LD_PROPERTIES:
                value = node.get(name)
                values = value if isinstance(value, list) else [value]
                if name in ("publisher", "isPartOf"):
                    values = [item.get("name") for item in values if isinstance(item, dict)]
                metadata.setdefault(f"ld:{name}", [item for item in values if item])
    return metadata, kind


def _parse_json_ld(text: str) -> list[dict[str, Any]]:
    try:
        given = json.loads(text)
    except ValueError:
        return []
    nodes = given if isinstance(given, list) else [given]
    graphs = [one.get("@graph", [one]) for one in nodes if isinstance(one, dict)]
    return [
        one for graph in graphs if isinstance(graph, list) for one in graph if isinstance(one, dict)
    ]


def _parse_author(author: Any, site: object) -> dict[str, str]:
    if not isinstance(author, dict):
        return {"literal": author} if author == site else incoming.parse_name(str(author))
    name = str(author.get("name", ""))
    if author.get("familyName") and author.get("givenName"):
        return {"family": str(author["familyName"]), "given": str(author["givenName"])}
    body = author.get("@type") == "Organization" or name == site
    return {"literal": name} if body else incoming.parse_name(name)


def _is_address(author: Any) -> bool:
    name = author.get("name") if isinstance(author, dict) else author
    return not name or str(name).startswith(("http://", "https://"))
