"""What a hand-written page may hold: front matter, headings, links, citations, embeds.

In: a story and its addresses. Out: problems, each with line and column. Runs
beside ``check_records``; ``Links`` serves both.
"""

from __future__ import annotations

import html
import posixpath
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from . import address, check_records, prose
from .problems import Problem, expected_one_of, nearest
from .story import Story

META = ("title", "slug", "description", "template")
EMBEDS = {"claim": "claims", "figure": "figures"}
SAFE_SCHEMES = ("http", "https", "mailto")
_SCHEME = re.compile(r"^([a-zA-Z][a-zA-Z0-9+.-]*):")
_ID = re.compile(r"^[a-z][a-z0-9-]*$")


@dataclass
class Links:
    """What links may point to: page names, and the anchors of each page."""

    names: set[str]
    anchors: dict[str, set[str]]
    files: set[str]

    def problem(self, from_name: str, target: str) -> str | None:
        """Return what is wrong with the link ``target`` on page ``from_name``, or ``None``."""
        # Browsers drop control characters and decode entities before they read a scheme.
        plain = re.sub(r"[\x00-\x20\x7f]", "", html.unescape(target))
        if scheme := _SCHEME.match(plain):
            if scheme[1].lower() not in SAFE_SCHEMES:
                return f"the link «{target}» has the scheme {scheme[1]}; expected http, https or mailto"
            if scheme[1].lower() != "mailto" and not re.match(r"^https?://[^/\s]+\.[^/\s]+|^https?://localhost", plain):
                return f"«{target}» is no web address"
            return None
        if plain.startswith(("/", "\\")):
            return f"the link «{target}» is absolute; expected a path from this page, such as actors/x.md"
        path, _, anchor = plain.partition("#")
        name = posixpath.normpath(posixpath.join(posixpath.dirname(from_name), path)) if path else from_name
        if name.startswith(".."):
            return f"the link «{target}» leaves this language's folder; the language switch is made by the build"
        if name in self.names:
            known = self.anchors.get(name, set())
            if anchor and anchor not in known:
                hint = nearest(anchor, known) or expected_one_of(sorted(known))
                return f"no anchor «#{anchor}» on {name}{hint}"
            return None
        if name in self.files:
            return None
        hint = nearest(name, self.names)
        return f"no page «{name}»{hint or '; expected the path of a .md file of this language'}"


def links(story: Story, addresses: address.Addresses, templates: Path) -> Links:
    """Gather every page and anchor that a link may point to."""
    anchors: dict[str, set[str]] = {}
    section_ids = {kind: _template_ids(templates / f"{kind}.md.j2") for kind in address.PAGED}
    for name in addresses.names:
        folder = name.partition("/")[0]
        anchors[name] = set(section_ids.get(folder, ()))
    for name, page in story.pages[story.settings.default].items():
        anchors[name] = {heading.id for heading in page.headings}
    for folder, name in address.ANCHORED.items():
        anchors.setdefault(name, set()).update(story.records(folder))
    docs = story.settings.root / "docs"
    files = {
        path.relative_to(docs).as_posix()
        for path in docs.rglob("*")
        if path.is_file() and path.suffix != ".md"
    }
    return Links(set(addresses.names), anchors, files)


def _template_ids(template: Path) -> set[str]:
    return set(re.findall(r"\{#([a-z][a-z0-9-]*)\}", template.read_text(encoding="utf-8"))) if template.is_file() else set()


def check(story: Story, known: Links, listings: set[str]) -> Iterator[Problem]:
    """Yield every problem of the hand-written pages; ``listings`` are the names of the lists."""
    for language in story.settings.languages:
        for page in story.pages[language].values():
            yield from _meta(page)
            yield from _headings(page)
            for link in page.links:
                if message := known.problem(page.name, link.target):
                    yield page.problem(link.spot, "", message)
            for cite in page.cites:
                if message := check_records.cite_problem(story, cite.cited):
                    yield page.problem(cite.spot, "", message)
            for embed in page.embeds:
                if message := _embed_problem(story, embed, listings):
                    yield page.problem(embed.spot, "", message)
    yield from _twins(story)


def _meta(page: prose.Prose) -> Iterator[Problem]:
    if page.front is not None:
        for key in page.meta:
            if key not in META:
                hint = nearest(key, META) or expected_one_of(META)
                place = page.front.place((key,), key=True)
                yield Problem(page.file, place.line, place.column, key, f"unknown key in the front matter{hint}")
    for key in ("title", "description"):
        value = page.meta.get(key)
        if value is None:
            yield page.meta_problem(key, "missing in the front matter; expected a text")
        elif not isinstance(value, str) or not value.strip():
            yield page.meta_problem(key, f"expected a text, found «{value}»")
    if page.name == "index.md":
        return
    slug = page.meta.get("slug")
    if slug is None:
        yield page.meta_problem("slug", "missing in the front matter; expected the page's address, such as the-case")
    elif not address.valid_page_slug(slug):
        yield page.meta_problem("slug", f"«{slug}» is no address; expected lower-case ASCII words joined by hyphens")


def _headings(page: prose.Prose) -> Iterator[Problem]:
    seen: dict[str, int] = {}
    level = 1
    for heading in page.headings:
        if heading.level == 1:
            yield page.problem(heading.spot, "", "a heading of level 1; the title comes from the front matter, start at ##")
        elif heading.level > level + 1:
            yield page.problem(heading.spot, "", f"a heading of level {heading.level} under level {level}; expected {'#' * (level + 1)}")
        level = heading.level
        if not heading.id:
            yield page.problem(heading.spot, "", f"the heading «{heading.text}» has no id; expected {{#an-id}}, the same in every language")
        elif not _ID.match(heading.id):
            yield page.problem(heading.spot, "", f"the id «{heading.id}» is not made of lower-case ASCII words and hyphens")
        elif heading.id in seen:
            yield page.problem(heading.spot, "", f"the id «{heading.id}» is there twice, first on line {seen[heading.id]}")
        seen.setdefault(heading.id, heading.spot.line)


def _embed_problem(story: Story, embed: prose.Embed, listings: set[str]) -> str | None:
    if embed.kind == "status":
        return None if story.status else "there is no data/status.yml to show"
    if embed.kind == "listing":
        if embed.id in listings:
            return None
        return f"no listing «{embed.id}»{nearest(embed.id, listings) or expected_one_of(sorted(listings), 40)}"
    if embed.kind in EMBEDS:
        folder = EMBEDS[embed.kind]
        known = story.ids(folder)
        if embed.id in known:
            return None
        return f"no {embed.kind} «{embed.id}»{nearest(embed.id, known)}"
    kinds = [*EMBEDS, "status", "listing"]
    return f"unknown block «{embed.kind}»{nearest(embed.kind, kinds) or expected_one_of(kinds)}"


def _twins(story: Story) -> Iterator[Problem]:
    languages = story.settings.languages
    for language in languages:
        for name, page in story.pages[language].items():
            for other in languages:
                if name not in story.pages[other]:
                    yield Problem(page.file, 1, 1, "", f"the page has no twin; expected docs/{other}/{name}")
