"""The whole walk, without the engine: from a project's folder to pages or problems.

In: ``Settings``. Out: a ``Site`` (every page of every language as Markdown,
with all that rendering needs) or the full list of problems. Runs once a build,
in the engine's first event, before it touches the output folder.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from . import (
    address,
    bibliography,
    check_pages,
    check_records,
    check_strings,
    exports,
    index,
    pages,
    recordtext,
    rendering,
    typography,
    views,
)
from .problems import Problem
from .story import Settings, Story, load


@dataclass
class Site:
    """A compiled site: ``pages[language][name]``, and the look-ups behind them."""

    story: Story
    derived: index.Index
    addresses: address.Addresses
    references: dict[str, dict[str, str]]
    downloads: dict[str, exports.Download] = field(default_factory=dict)
    pages: dict[str, dict[str, pages.Page]] = field(default_factory=dict)
    _contexts: dict[str, dict[str, Any]] = field(default_factory=dict)

    def string(self, language: str, key: str, **values: Any) -> str:
        """Return an interface string, set as its language prints it."""
        text = typography.correct(self.story.strings[key][language], language)
        return text.format(**values) if values else text

    def context(self, language: str, name: str) -> rendering.PageContext:
        """Return what rendering needs to know of one page."""
        shared = self._contexts.get(language)
        if shared is None:
            shared = self._contexts[language] = _shared_context(self, language)
        return rendering.PageContext(language, name, **shared)


def compile_site(settings: Settings) -> tuple[Site | None, list[Problem]]:
    """Read, check and make the site; return it, or ``None`` and every problem found."""
    story, problems = load(settings)
    if story.vocabularies is None or not story.strings:
        return None, problems
    addresses, found = address.assign(story)
    problems += found
    templates = pages.Templates(settings.root / "templates")
    links = check_pages.links(story, addresses)
    problems += check_records.check(story, links.problem)
    problems += check_strings.check(story)
    problems += check_pages.check(story, links, templates.listings())
    if problems:
        return None, problems
    derived = index.build(story)
    style = templates.folder / "references.csl"
    references = {
        language: bibliography.references(story.sources.values(), language, style)
        for language in settings.languages
    }
    downloads = exports.make(story, addresses)
    site = Site(story, derived, addresses, references, downloads)
    members = views.members(story, derived, addresses)
    for language in settings.languages:
        maker = pages.Maker(
            story, derived, addresses, templates, references[language], language, members, downloads
        )
        site.pages[language] = maker.pages()
    texts = {
        language: {name: page.markdown for name, page in made.items()}
        for language, made in site.pages.items()
    }
    if problems := list(check_pages.generated(story, links, texts)):
        return None, problems
    return site, []


def _shared_context(site: Site, language: str) -> dict[str, Any]:
    forms: dict[str, str] = {}
    definitions: dict[str, str] = {}
    for term in site.story.terms.values():
        definitions[term.id] = recordtext.plain(term.definition[language])
        for form in term.variants.get(language, []):
            forms[form.casefold().replace("’", "'")] = term.id
    strings: Callable[[str], str] = lambda key: site.string(language, key)  # noqa: E731
    return {
        "references": site.references[language],
        "strings": strings,
        "terms": forms,
        "definitions": definitions,
        "term_pattern": _pattern(forms),
    }


def _pattern(forms: dict[str, str]) -> re.Pattern[str] | None:
    if not forms:
        return None
    longest_first = sorted(forms, key=len, reverse=True)
    words = "|".join(re.escape(form).replace("\\ ", r"\s+").replace("'", "['’]") for form in longest_first)
    return re.compile(rf"(?<![\w-])(?:{words})(?![\w-])", re.IGNORECASE)


def project_root(config_file: str) -> Path:
    """Return the folder of the configuration file, which is the project's root."""
    return Path(config_file).resolve().parent
