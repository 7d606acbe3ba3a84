"""A compiled site: every page of every language, and the look-ups behind them.

In: nothing but values. Out: ``Site``, which ``build`` fills and ``output`` writes.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from explainer.derive import address, index
from explainer.make import pages, recordtext, rendering
from explainer.make.downloads import Download
from explainer.model.story import Story
from explainer.read.problems import Problem
from explainer.words import typography


@dataclass
class Site:
    """A compiled site: ``pages[language][name]``, and the look-ups behind them."""

    story: Story
    derived: index.Index
    addresses: address.Addresses
    references: dict[str, dict[str, str]]
    downloads: dict[str, Download] = field(default_factory=dict)
    pages: dict[str, dict[str, pages.Page]] = field(default_factory=dict)
    notices: list[Problem] = field(default_factory=list)
    _contexts: dict[str, dict[str, Any]] = field(default_factory=dict)
    _strings: dict[tuple[str, str], str] = field(default_factory=dict)

    def string(self, language: str, key: str, **values: Any) -> str:
        """Return an interface string, set as its language prints it."""
        if values:
            return typography.correct(self.story.strings[key][language].format(**values), language)
        text = self._strings.get((language, key))
        if text is None:
            text = typography.correct(self.story.strings[key][language], language)
            self._strings[language, key] = text
        return text

    def context(self, language: str, name: str) -> rendering.PageContext:
        """Return what rendering needs to know of one page."""
        shared = self._contexts.get(language)
        if shared is None:
            shared = self._contexts[language] = _shared_context(self, language)
        return rendering.PageContext(language, name, **shared)


def _shared_context(site: Site, language: str) -> dict[str, Any]:
    forms: dict[str, str] = {}
    definitions: dict[str, str] = {}
    for term in site.story.terms.values():
        definitions[term.id] = recordtext.plain(term.definition[language])
        for form in term.variants.get(language, []):
            forms[form.casefold().replace("’", "'")] = term.id
    hreflangs = {
        url: source.language
        for source in site.story.sources.values()
        for url in (source.URL, source.archive_url)
        if url
    }
    strings: Callable[[str], str] = lambda key: site.string(language, key)  # noqa: E731
    glossary = address.ANCHORED["terms"]
    return {
        "references": site.references[language],
        "strings": strings,
        "terms": forms,
        "definitions": definitions,
        "term_pattern": rendering.terms.pattern(forms),
        "glossary": glossary if definitions and glossary in site.addresses else "",
        "hreflangs": hreflangs,
    }
