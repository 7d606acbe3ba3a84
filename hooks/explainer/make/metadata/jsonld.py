"""A page as linked data: JSON-LD in schema.org's vocabulary.

In: a compiled site, the view of a page and its changes. Out: one object a page. Every ``@id`` is
absolute. An actor or a source is one thing whatever the language, so its id comes from the default
language's page; a claim's wording is a text of its own language. Neither language is the other's
original: each page is a ``workTranslation`` of its twin. No ClaimReview is given: a status is
explained on the page, and schema.org has no such vocabulary.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from explainer.make.metadata import naming
from explainer.make.site import Site
from explainer.model import records as model
from explainer.read.citation import only_valid
from explainer.words import typography

if TYPE_CHECKING:
    from explainer.make.view import View

Node = dict[str, Any]

# `entity` of an actor's kind (vocabularies.yml) → type. schema.org has none for a court case.
_ENTITY_TYPES = {
    "organization": "Organization",
    "person": "Person",
    "place-of-law": "GovernmentOrganization",
    "work": "CreativeWork",
    "law": "Legislation",
    "software": "SoftwareApplication",
    "product": "Product",
}
_AGENT_TYPES = frozenset({"Organization", "Person", "GovernmentOrganization"})
# CSL type → type; others are a CreativeWork.
_WORK_TYPES = {
    "article": "Article", "article-journal": "ScholarlyArticle", "article-magazine": "Article",
    "article-newspaper": "NewsArticle", "bill": "Legislation", "book": "Book",
    "chapter": "Chapter", "dataset": "Dataset", "legislation": "Legislation",
    "motion_picture": "Movie", "post-weblog": "BlogPosting", "regulation": "Legislation",
    "report": "Report", "review": "Review", "thesis": "Thesis", "webpage": "WebPage",
}  # fmt: skip


def dump(node: Node) -> str:
    """Return a node, without its empty values, as JSON that is safe inside ``<script>``."""
    node = _without_empty(node)
    text = json.dumps(node, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return text.replace("<", "\\u003c")


def _without_empty(value: Any) -> Any:
    """Return a value without its empty parts, at any depth."""
    if isinstance(value, list):
        return [_without_empty(item) for item in value if item]
    if not isinstance(value, dict):
        return value
    items = ((key, _without_empty(item)) for key, item in value.items())
    return {key: item for key, item in items if item not in (None, "", [], {})}


class Graph:
    """Makes the node of each page of a site."""

    def __init__(self, site: Site) -> None:
        self.site, self.story, self.settings = site, site.story, site.story.settings

    def page_node(self, view: View, changed: str, corrections: list[str]) -> Node:
        """Return the node of a page; ``corrections`` are ids of records of change."""
        home = self.site.page_url(view.language, "index.md")
        has_log = "changes.md" in self.site.addresses
        log = self.site.page_url(view.language, "changes.md") if has_log else ""
        cited = self.site.index.sources_of.get(view.name, [])
        listing = view.kind == "facet" or view.name.endswith("/index.md")
        prose = view.kind == "page" and cited and not listing
        return {
            "@context": "https://schema.org",
            "@type": "CollectionPage" if listing else "Article" if prose else "WebPage",
            "@id": view.canonical,
            "url": view.canonical,
            "headline" if prose else "name": naming.cited_name(view),
            "description": view.description,
            "inLanguage": view.language,
            "isPartOf": {"@type": "WebSite", "@id": f"{home}#website", "url": home,
                         "name": view.site_name},
            "license": self.settings.licence.address,
            "dateModified": changed,
            "workTranslation": [{"@id": a.absolute} for a in view.alternates if not a.current],
            "citation": [{"@id": self._source_id(source)} for source in cited],
            "correction": [f"{log}#{id_}" for id_ in corrections] if log else [],
            "mainEntity": self._entity_node(view),
        }  # fmt: skip

    def _entity_node(self, view: View) -> Node:
        record = view.record
        if isinstance(record, model.Actor):
            return self._actor_node(record, view.language)
        if isinstance(record, model.Source):
            return self._source_node(record)
        if isinstance(record, model.Claim):
            return self._claim_node(record, view)
        return self._dataset_node(view) if self._is_data_page(view.name) else {}

    def _actor_node(self, actor: model.Actor, language: str) -> Node:
        wikidata = f"https://www.wikidata.org/wiki/{actor.wikidata}" if actor.wikidata else ""
        full_name = self.site.plain_text(actor.full_name, language) if actor.full_name else ""
        name = self.site.plain_text(actor.name, language)
        return {
            **self._agent_node(actor.id, language),
            "alternateName": full_name if full_name != name else "",
            "description": self.site.plain_text(actor.role, language),
            "url": actor.website,
            # Only pages that were checked to identify it: one about it is not the same.
            "sameAs": [wikidata, actor.website if actor.website_verified else None],
        }  # fmt: skip

    def _agent_node(self, id_: str, language: str) -> Node:
        actor = self.story.actors[id_]
        entity = self.story.vocab.actor_kinds[actor.kind].entity
        return {
            "@type": _ENTITY_TYPES.get(entity, "Thing"),
            "@id": f"{self.site.page_url(self.settings.default, f'actors/{id_}.md')}#actor",
            "name": self.site.plain_text(actor.name, language),
        }

    def _source_node(self, source: model.Source) -> Node:
        return {
            **self._work_node(source),
            "inLanguage": source.language,
            "author": [_author_node(author) for author in source.author],
            "creator": _named_node("Organization", source.authority),
            "publisher": _named_node("Organization", source.publisher),
            "datePublished": source.earliest_date,
            "genre": source.genre,
            "identifier": source.doi_address or source.number,
            "archivedAt": source.archive_url,
            "isPartOf": _named_node("CreativeWork", source.container_title),
        }

    def _work_node(self, source: model.Source) -> Node:
        return {
            "@type": _WORK_TYPES.get(source.type, "CreativeWork"),
            "@id": self._source_id(source.id),
            "name": typography.typeset(source.title, source.title_language),
            "url": source.address,
        }  # fmt: skip

    def _claim_node(self, claim: model.Claim, view: View) -> Node:
        source_ids = [cited.source for cited in only_valid(claim.stated_in)]
        authors = [self._agent_node(actor, view.language) for actor in claim.asserted_by]
        others = [a.absolute for a in view.alternates if not a.current]
        return {
            "@type": "Claim",
            "@id": f"{view.canonical}#claim",
            "text": self.site.plain_text(claim.text, view.language),
            "description": self.site.status_as_of(claim, view.language),
            "dateModified": claim.as_of,
            "url": view.canonical,
            "workTranslation": [{"@id": f"{url}#claim"} for url in others],
            "inLanguage": view.language,
            "appearance": [self._work_node(self.story.sources[id_]) for id_ in dict.fromkeys(source_ids)],
            "author": [author for author in authors if author["@type"] in _AGENT_TYPES],
        }  # fmt: skip

    def _dataset_node(self, view: View) -> Node:
        return {
            "@type": "Dataset",
            "@id": self.site.absolute_url("data/datapackage.json"),
            "name": f"{view.site_name} – {view.title}",
            "description": view.description,
            "license": self.settings.licence.address,
            "isAccessibleForFree": True,
            "inLanguage": list(self.settings.languages),
            "distribution": [
                {"@type": "DataDownload", "contentUrl": self.site.absolute_url(file.path),
                 "encodingFormat": file.media_type}
                for file in self.site.downloads.values()
            ],
        }  # fmt: skip

    def _is_data_page(self, name: str) -> bool:
        page = self.story.pages[self.settings.default].get(name)
        embeds = {(embed.kind, embed.id) for embed in page.embeds} if page else ()
        return ("listing", "downloads") in embeds

    def _source_id(self, id_: str) -> str:
        return f"{self.site.page_url(self.settings.default, f'sources/{id_}.md')}#source"


def _author_node(author: model.Author) -> Node:
    if not author.is_person:
        return _named_node("Organization", author.display_name)
    name_parts = {"givenName": author.given, "familyName": author.family}
    return {"@type": "Person", "name": author.display_name, **name_parts}


def _named_node(type_: str, name: str | None) -> Node:
    return {"@type": type_, "name": name} if name else {}
