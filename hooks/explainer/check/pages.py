"""Checks of written pages: front matter, headings, ids, links, citations, embeds.

In: a story and what links may point to. Out: problems, each with line and column.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from explainer.check.citations import check_citation, find_faults
from explainer.check.link_targets import LinkTargets
from explainer.derive import address
from explainer.model import kinds
from explainer.model.story import Story
from explainer.read import prose
from explainer.read.page_parts import Embed, Link
from explainer.read.problems import Problem, Violation, did_you_mean, expected_one_of, file_problem
from explainer.read.tree import HEADINGS

FRONT_MATTER_KEYS = ("title", "slug", "description", "template")
EMBEDS = {"claim": "claims", "figure": "figures", "drawing": "figures"}
_ID = re.compile(r"^[a-z][a-z0-9-]*\Z")
# Ids that the build makes on pages: the theme's, those of notes and of explained terms.
_RESERVED = re.compile(
    r"^(?:content|menu|search|notes|cite-this-page|note-\d+|term-\d+|ref-\d+-\d+|cite-.*-\d+|lost-.*)$"
)


def check(story: Story, targets: LinkTargets, listings: set[str]) -> Iterator[Problem]:
    """Yield every problem of the written pages; ``listings`` are the names of existing listings."""
    for language in story.settings.languages:
        for page in story.pages[language].values():
            if page.file not in story.unread:
                yield from _check_front_matter(page)
            yield from _check_headings(page)
            yield from _check_ids(story, page)
            for fault in find_faults(story, page.tree, page.body):
                yield page.problem(page.position_at(fault.offset), fault.rule, fault.message)
            found = [
                *((link.position, _check_link(page, targets, link)) for link in page.links),
                *((cite.position, check_citation(story, cite.citation)) for cite in page.citations),
                *((embed.position, _check_embed(story, embed, listings)) for embed in page.embeds),
            ]
            yield from (page.problem(spot, *violation) for spot, violation in found if violation)
    yield from _check_twins(story)


# Markup, which titles and descriptions do not have.
_MARKUP = re.compile(r"\[[@^][^\]]*\]|\]\([^)]*\)|\*\*|\{[:#][^}]*\}")


def _check_link(page: prose.ProsePage, targets: LinkTargets, link: Link) -> Violation | None:
    if violation := targets.check(page.name, link.target):
        return violation
    if link.image and link.target.partition("#")[0].endswith(".md"):
        message = f"«{link.target}» is a page and no picture; expected \\! before the link, or a file of docs/assets/"
        return Violation("link-file", message)
    if link.text.strip():
        return None
    if link.image:
        message = f"the picture «{link.target}» has no words; {prose.PICTURE}"
        return Violation("picture-words", message)
    message = f"the link «{link.target}» has no words; expected [words]({link.target})"
    return Violation("link-words", message)


def _check_front_matter(page: prose.ProsePage) -> Iterator[Problem]:
    if page.front is None:
        message = "no front matter between two lines of ---; expected title, slug and description"
        yield file_problem(page.file, "page-front-matter", message)
        return
    for key in page.meta:
        if key not in FRONT_MATTER_KEYS:
            hint = did_you_mean(key, FRONT_MATTER_KEYS) or expected_one_of(FRONT_MATTER_KEYS)
            message = f"unknown key in the front matter{hint}"
            yield page.front.problem((key,), "key-unknown", message, key=True)
    for key in ("title", "description"):
        value = page.meta.get(key)
        if value is None:
            message = "missing in the front matter; expected a text"
            yield page.meta_problem(key, "key-missing", message)
        elif not isinstance(value, str) or not value.strip():
            yield page.meta_problem(key, "value-type", f"expected a text, found «{value}»")
        elif mark := _MARKUP.search(value):
            message = f"«{mark[0]}» is printed as it is: a {key} holds words alone"
            yield page.meta_problem(key, "markdown-other", message)
    slug = page.meta.get("slug")
    if page.name == "index.md":
        if "slug" in page.meta:
            message = "the home page has no slug; take it out"
            yield page.meta_problem("slug", "page-home-slug", message)
    elif slug is None:
        message = "missing in the front matter; expected the page's address, such as the-case"
        yield page.meta_problem("slug", "key-missing", message)
    elif not address.is_page_slug(slug):
        message = f"«{slug}» is no address; expected lower-case ASCII words joined by hyphens"
        yield page.meta_problem("slug", "slug-form", message)


def _check_headings(page: prose.ProsePage) -> Iterator[Problem]:
    level = 1
    for heading in page.headings:
        if heading.level == 1:
            message = "a heading of level 1; the title comes from the front matter, start at ##"
            yield page.problem(heading.position, "heading-level", message)
        elif heading.level > level + 1:
            message = f"a heading of level {heading.level} under level {level}"
            message += f"; expected {'#' * (level + 1)}"
            yield page.problem(heading.position, "heading-level", message)
        level = heading.level


def _check_ids(story: Story, page: prose.ProsePage) -> Iterator[Problem]:
    """Yield the headings without an id, and the ids that are malformed, repeated or reserved."""
    record_ids = {
        id_: f"that of data/{kind.folder}/{id_}.yml"
        for kind in kinds.kinds_with_anchors()
        if kind.page == page.name
        for id_ in story.ids(kind.folder)
    }
    seen: dict[str, int] = {}
    at = 0
    for element in page.tree.walk():
        at = max(at, element.offset)  # that of its parent, if it has none of its own
        id_, heading = element.attributes.get("id", ""), element.tag in HEADINGS
        if not (id_ or heading) or element.tag == "embed":
            continue
        spot = page.position_at(at)
        spot = spot._replace(column=1) if heading else spot
        if not id_:
            message = (
                f"the heading «{element.text_content().strip()}» has no id; expected {{#an-id}}, the same in "
                "every language"
            )
            yield page.problem(spot, "heading-id", message)
        elif not _ID.match(id_):
            message = f"the id «{id_}» is not made of lower-case ASCII words and hyphens"
            yield page.problem(spot, "id-form", message)
        elif id_ in seen:
            message = f"the id «{id_}» is there twice, first on line {seen[id_]}"
            yield page.problem(spot, "id-twice", message)
        elif owner := "one that the build gives" if _RESERVED.match(id_) else record_ids.get(id_):
            yield page.problem(spot, "id-taken", f"the id «{id_}» is {owner}; expected another")
        seen.setdefault(id_, spot.line)


def _check_embed(story: Story, embed: Embed, listings: set[str]) -> Violation | None:
    if embed.kind == "status":
        there = ("status", "") in story.documents
        return None if there else Violation("file-missing", "there is no data/status.yml to show")
    if embed.kind == "listing":
        if embed.id in listings:
            return None
        hint = did_you_mean(embed.id, listings) or expected_one_of(sorted(listings), 40)
        return Violation("ref-unknown", f"no listing «{embed.id}»{hint}")
    if embed.kind in EMBEDS:
        folder = EMBEDS[embed.kind]
        ids = story.ids(folder)
        if embed.id in ids:
            return None
        message = f"no {embed.kind} «{embed.id}»{did_you_mean(embed.id, ids)}"
        return Violation("ref-unknown", message)
    kinds = [*EMBEDS, "status", "listing"]
    hint = did_you_mean(embed.kind, kinds) or expected_one_of(kinds)
    return Violation("block-form", f"unknown block «{embed.kind}»{hint}")


def _check_twins(story: Story) -> Iterator[Problem]:
    languages = story.settings.languages
    for language in languages:
        for name, page in story.pages[language].items():
            for other in languages:
                if name not in story.pages[other]:
                    message = f"the page has no twin; expected docs/{other}/{name}"
                    yield file_problem(page.file, "page-twin", message)
