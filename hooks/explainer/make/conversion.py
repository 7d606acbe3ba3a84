"""From a page's Markdown to its HTML, once, by any engine.

In: a compiled ``Site``. Out: for each page its HTML and its headings. Runs
when the engine asks for a page's content. One Markdown converter a language
serves all of its pages (making one costs as much as converting a small page).
Links to ``.md`` files become addresses here: ``check_pages`` has proved them.
"""

from __future__ import annotations

import html as html_
import json
import posixpath
import re
import xml.etree.ElementTree as ET
from dataclasses import dataclass
from typing import Any

import markdown
from markdown import Markdown
from markdown.extensions import Extension
from markdown.treeprocessors import Treeprocessor

from explainer.derive.address import relative_url
from explainer.make import rendering
from explainer.make.site import Site
from explainer.run import cache
from explainer.words import typography


@dataclass(frozen=True)
class Converted:
    """A page's HTML, and its headings as Python-Markdown's ``toc_tokens``."""

    html: str
    headings: list[dict[str, Any]]


# What a page takes from elsewhere, seen in its Markdown: sources, and pages linked to.
_SOURCES = re.compile("@([a-z0-9-]+)|\ue020([a-z0-9-]+)")
_ADDRESSES = re.compile(r"https?://[^\s<>()\"]+")
_TARGETS = re.compile(r"\]\(\s*<?([^\s()#<>]+\.md)")


class Converter:
    """Converts the pages of one language; what did not change comes from the cache."""

    def __init__(self, site: Site, language: str, kept: cache.Cache | None = None) -> None:
        self.site = site
        self.language = language
        self.kept = kept
        self.explainer = rendering.Explainer()
        self.links = _Links(site, language)
        settings = site.story.settings
        self.markdown = Markdown(
            extensions=[*settings.extensions, self.explainer, self.links],
            extension_configs=dict(settings.extension_configs),
        )
        self.hreflangs = site.context(language, "").hreflangs
        self.shared = self._shared_digest() if kept else ""
        self.keys: dict[str, str] = {}

    def convert(self, name: str) -> Converted:
        """Return the HTML of a page; raise ``KeyError`` if there is no such page."""
        if self.kept is None:
            return self._convert(name)
        key = self.key(name)
        if raw := self.kept.get(key):
            return Converted(*json.loads(raw))
        made = self._convert(name)
        self.kept.put(key, _packed(made))
        return made

    def missing(self) -> list[str]:
        """Return the names of the pages that the cache has not."""
        names = self.site.pages[self.language]
        return [name for name in names if self.kept is None or self.key(name) not in self.kept]

    def converted(self, names: list[str]) -> dict[str, bytes]:
        """Return what the cache would keep of these pages, by key."""
        return {self.key(name): _packed(self._convert(name)) for name in names}

    def key(self, name: str) -> str:
        """Return the key of a page in the cache: a digest of all that it is made from."""
        if name not in self.keys:
            self.keys[name] = self._key(name)
        return self.keys[name]

    def _key(self, name: str) -> str:
        text = self.site.pages[self.language][name].markdown
        table, references = (
            self.site.addresses.table[self.language],
            self.site.references[self.language],
        )
        parts = [self.shared, name, table[name], text]
        for source in sorted({a or b for a, b in _SOURCES.findall(text)}):
            parts += [references.get(source, ""), table.get(f"sources/{source}.md", "")]
        folder = posixpath.dirname(name)
        for target in sorted(set(_TARGETS.findall(text))):
            parts.append(table.get(posixpath.normpath(posixpath.join(folder, target)), ""))
        for address in sorted(set(_ADDRESSES.findall(text))):
            parts.append(self.hreflangs.get(address, ""))
        return cache.digest(parts)

    def _shared_digest(self) -> str:
        context, settings = self.site.context(self.language, ""), self.site.story.settings
        words = [text[self.language] for _, text in sorted(self.site.story.strings.items())]
        parts = [cache.code_digest(), markdown.__version__, self.language, *words]
        parts += [repr(settings.extensions), repr(sorted(settings.extension_configs.items()))]
        parts += [repr(sorted(context.terms.items())), repr(sorted(context.definitions.items()))]
        parts.append(self.site.addresses.table[self.language].get(context.glossary, ""))
        return cache.digest(parts)

    def _convert(self, name: str) -> Converted:
        page = self.site.pages[self.language][name]
        self.explainer.context = self.site.context(self.language, name)
        self.links.name = name
        self.markdown.reset()
        html = self.markdown.convert(page.markdown)
        return Converted(html, _set(getattr(self.markdown, "toc_tokens", []), self.language))


def _set(tokens: list[Any], language: str) -> list[Any]:
    """Return the headings with their names as the language prints them.

    Python-Markdown folds every space of a name, the French ones too.
    """
    for token in tokens:
        name = typography.correct(html_.unescape(token["name"]), language)
        token["name"] = html_.escape(name, quote=False)
        _set(token["children"], language)
    return tokens


def _packed(made: Converted) -> bytes:
    return json.dumps([made.html, made.headings]).encode()


class _Links(Extension):
    """Registers the last pass over the tree: from files to addresses."""

    def __init__(self, site: Site, language: str) -> None:
        super().__init__()
        self.site = site
        self.language = language
        self.name = ""

    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802 (Markdown's name)
        """Register after every other pass, so that their links are turned too."""
        md.treeprocessors.register(_LinkPass(md, self), "addresses", -10)


class _LinkPass(Treeprocessor):
    """``../actors/x.md#y`` → ``../../acteurs/x/#y``; other links stay as they are."""

    def __init__(self, md: Markdown, extension: _Links) -> None:
        super().__init__(md)
        self.extension = extension

    def run(self, root: ET.Element) -> None:
        table = self.extension.site.addresses.table[self.extension.language]
        name = self.extension.name
        folder, here = posixpath.dirname(name), table[name]
        known: dict[str, str] = {}
        for element in root.iter():
            key = "href" if element.tag == "a" else "src" if element.tag == "img" else None
            target = element.get(key) if key else None
            if not key or not target or target.startswith("#"):
                continue
            if target not in known:
                known[target] = self._address(target, folder, here, table)
            element.set(key, known[target])

    def _address(self, target: str, folder: str, here: str, table: dict[str, str]) -> str:
        path, mark, anchor = target.partition("#")
        if "://" in path or path.startswith("mailto:"):
            return target
        name = posixpath.normpath(posixpath.join(folder, path))
        if name in table:
            if name == self.extension.name and anchor:
                return mark + anchor
            return relative_url(here, table[name]) + mark + anchor
        # A file of docs/, written from the language's folder: ../assets/x.png.
        file = posixpath.normpath(posixpath.join(self.extension.language, name))
        return relative_url(here, file) + mark + anchor
