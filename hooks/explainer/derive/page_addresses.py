"""Assignment of an address to each page, in each language.

In: a story. Out: its ``Addresses``, and a problem for each address that two pages would have.
"""

from __future__ import annotations

import posixpath
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from math import ceil

from explainer.derive.address import MAX_CLAIMS, VOCABULARIES, Addresses, Facet, facets_of, slugify
from explainer.model.kinds import kinds_with_pages, page_name
from explainer.model.story import Story
from explainer.read.problems import Location, Problem, file_problem
from explainer.read.prose import ProsePage

_Owner = ProsePage | Facet | tuple[str, str]
"""What has an address: a written page, a list of a facet, or a record, as (folder, id)."""


def assign_addresses(story: Story) -> tuple[Addresses, list[Problem]]:
    """Return the address of every page in each language, and problems."""
    languages = story.settings.languages
    addresses = Addresses(languages, {language: {} for language in languages}, _find_facets(story))
    problems: list[Problem] = []
    owners: dict[
        str, _Owner
    ] = {}  # of all languages: the slug of a page may be the code of another language
    for language in languages:
        prefix = "" if language == story.settings.default else f"{language}/"
        for name, slug, owner in _page_slugs(story, addresses.facets, language):
            url = prefix + (f"{slug}/" if slug else "")
            first = owners.setdefault(url, owner)
            if name in addresses.table[language]:
                page = story.pages[language][name]
                message = f"this page would stand for {_describe_owner(owner)}; give one of them another name"
                problems.append(file_problem(page.file, "address-taken", message))
            elif isinstance(first, Facet) and isinstance(owner, Facet):
                problems += () if first is owner else _same_label(story, owner, language)
            elif first is not owner:
                # A page written by hand chose its address; a record's follows from its id.
                chose = isinstance(first, ProsePage) and not isinstance(owner, ProsePage)
                blamed, other = (first, owner) if chose else (owner, first)
                where = _slug_location(story, blamed, language)
                message = f"the address /{url} is already that of {_describe_owner(other)}; give one of them another slug"
                problems.append(replace(where, field="slug").problem("address-taken", message))
            addresses.table[language][name] = url
    return addresses, problems


def _find_facets(story: Story) -> list[Facet]:
    """Return the facets of all values that some record has, each with all its parts."""
    records = [*story.claims.values(), *story.events.values()]
    counted = Counter(facet for record in records for facet in facets_of(story, record))
    facets: list[Facet] = []
    for facet, count in counted.items():
        parts = ceil(count / MAX_CLAIMS) if facet.section == "claims" else 1
        facets += [replace(facet, part=part) for part in range(1, parts + 1)]
    return sorted(facets, key=lambda facet: facet.name)


def _page_slugs(
    story: Story, facets: list[Facet], language: str
) -> Iterator[tuple[str, str, _Owner]]:
    """Yield (name, slug path, owner) of every page."""
    sections: dict[str, str] = {}
    for name, page in sorted(story.pages[language].items()):
        chosen = page.meta.get("slug")
        folder, stem = posixpath.split(name.removesuffix(".md"))
        if name == "index.md":  # a home page is at its language's root, whatever its slug
            yield name, "", page
            continue
        section = folder if stem == "index" else stem
        slug = sections[section] = chosen if isinstance(chosen, str) else section
        yield name, slug, page
    for kind in kinds_with_pages():
        folder = kind.folder
        section = sections.get(folder, folder)
        for id_, record in story.records(folder).items():
            slug = f"{section}/{_record_slug(record, id_, language)}"
            yield page_name(folder, id_), slug, (folder, id_)
    for facet in facets:
        key = f"slug_{facet.by}"
        word = slugify(story.strings[key][language]) if key in story.strings else facet.by
        value = _value_slug(story, facet, language)
        path = [sections.get(facet.section, facet.section), word, value]
        yield facet.name, "/".join(path + [str(facet.part)] * (facet.part > 1)), facet


def _record_slug(record: object, id_: str, language: str) -> str:
    slugs = getattr(record, "slug", None)
    return str(slugs[language]) if slugs else id_


def _value_slug(story: Story, facet: Facet, language: str) -> str:
    if vocabulary := VOCABULARIES.get(facet.by):
        entry = story.vocab.table(vocabulary).get(facet.value)
        return (slugify(entry.label[language]) if entry else "") or facet.value
    table = story.records("sources" if facet.by == "article" else "actors")
    return _record_slug(table.get(facet.value), facet.value, language)


def _same_label(story: Story, facet: Facet, language: str) -> Iterator[Problem]:
    """Yield a problem if two words of a vocabulary have labels that give one address.

    Two records with one slug are reported at the records.
    """
    if vocabulary := VOCABULARIES.get(facet.by):
        message = "another word of this vocabulary gives the same address; change one of them"
        path = (vocabulary, facet.value, "label", language)
        yield story.document("vocabularies", "").problem(path, "address-taken", message)


def _describe_owner(owner: _Owner) -> str:
    if isinstance(owner, ProsePage):
        return owner.file
    return owner.name if isinstance(owner, Facet) else f"data/{'/'.join(owner)}.yml"


def _slug_location(story: Story, owner: _Owner, language: str) -> Location:
    """Return the location that determines an owner's address."""
    if isinstance(owner, ProsePage):
        return owner.front.locate(("slug",)) if owner.front else Location(owner.file, 1, 1)
    if isinstance(owner, Facet):
        return Location("data/strings.yml", 1, 1)
    return story.document(*owner).locate(("slug", language))
