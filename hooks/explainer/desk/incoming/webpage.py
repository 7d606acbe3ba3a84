"""What a page says of itself: tags of Google Scholar (``citation_…``), JSON-LD, Open Graph,
Dublin Core. Nothing is read from its running text, where names and days are guesses.
"""

from __future__ import annotations

import json
from typing import Any
from urllib.parse import urljoin, urlsplit

from explainer.desk import incoming
from explainer.desk.incoming import Found
from explainer.watch.answers import Response
from explainer.watch.document import Document, is_text, parse

# Names of tags, the best first; `ld:` is a property of the JSON-LD.
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
_LD_TYPES = {
    "NewsArticle": "article-newspaper", "ReportageNewsArticle": "article-newspaper",
    "AnalysisNewsArticle": "article-newspaper", "BlogPosting": "post-weblog", "Report": "report",
    "ScholarlyArticle": "article-journal", "Book": "book", "Dataset": "dataset",
}  # fmt: skip


def found(url: str, answer: Response) -> Found:
    """Return what the answer of an address says of the document that it is."""
    made = Found(url)
    if not is_text(answer.headers, answer.body):
        made.values = {"type": "document", "URL": url}
        return made
    page = parse(answer.headers, answer.body)
    told, kind = _told(page)
    made.put("type", next((_TYPES[tag] for tag in _TYPES if tag in told), kind))
    for key, tags in _TAGS.items():
        for value in (value for tag in tags for value in told.get(tag, ())[:1]):
            said = incoming.READ.get(key, str)(str(value))
            if said and key not in made.values:
                made.values[key] = said
    if "title" not in made.values and page.titles:
        made.put("title", " ".join(page.titles[0].split()))
    first, last = (told.get(f"citation_{end}page", [""])[0] for end in ("first", "last"))
    made.put("page", incoming.pages(str(first), str(last)) if first else "")
    authors = next((told[tag] for tag in _AUTHORS if told.get(tag)), [])
    site = made.values.get("container-title")
    made.put("author", [_author(one, site) for one in authors if not _is_address(one)])
    here = urljoin(url, page.canonical)
    own = here if urlsplit(here).hostname == urlsplit(url).hostname else url
    pdf = urljoin(url, str(told.get("citation_pdf_url", [""])[0]))
    made.put("URL", pdf if pdf != url else own)
    made.put("landing_url", own if pdf != url else "")
    return made


def _told(page: Document) -> tuple[dict[str, list[Any]], str]:
    """Return the values of each tag, and the type that the JSON-LD or a blog's tags imply."""
    told: dict[str, list[Any]] = {"html": [page.language]} if page.language else {}
    for name, content in page.metas:
        told.setdefault(name, []).append(content)
    kind = "webpage"
    for node in (node for text in page.json_ld for node in _nodes(text)):
        types = node.get("@type")
        types = types if isinstance(types, list) else [types]
        known = [_LD_TYPES[one] for one in types if one in _LD_TYPES]
        if known or {"Article", "WebPage"} & {str(one) for one in types}:
            kind = known[0] if known else kind
            for name in (
                "headline",
                "author",
                "publisher",
                "isPartOf",
                "datePublished",
                "inLanguage",
            ):
                value = node.get(name)
                values = value if isinstance(value, list) else [value]
                if name in ("publisher", "isPartOf"):
                    values = [one.get("name") for one in values if isinstance(one, dict)]
                told.setdefault(f"ld:{name}", [one for one in values if one])
    return told, kind


def _nodes(text: str) -> list[dict[str, Any]]:
    try:
        given = json.loads(text)
    except ValueError:
        return []
    nodes = given if isinstance(given, list) else [given]
    graphs = [one.get("@graph", [one]) for one in nodes if isinstance(one, dict)]
    return [
        one for graph in graphs if isinstance(graph, list) for one in graph if isinstance(one, dict)
    ]


def _author(given: Any, site: object) -> dict[str, str]:
    if not isinstance(given, dict):
        return {"literal": given} if given == site else incoming.person(str(given))
    name = str(given.get("name", ""))
    if given.get("familyName") and given.get("givenName"):
        return {"family": str(given["familyName"]), "given": str(given["givenName"])}
    body = given.get("@type") == "Organization" or name == site
    return {"literal": name} if body else incoming.person(name)


def _is_address(given: Any) -> bool:
    name = given.get("name") if isinstance(given, dict) else given
    return not name or str(name).startswith(("http://", "https://"))
