"""What a hand-written page may hold: front matter, headings, links, citations, embeds.

In: a story and what links may point to. Out: problems, each with line and column.
Runs beside ``records``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from explainer.check import texts
from explainer.check.targets import Links
from explainer.derive import address
from explainer.model import kinds
from explainer.model.story import Story
from explainer.read import prose
from explainer.read.problems import Problem, expected_one_of, nearest
from explainer.read.tree import HEADINGS

META = ("title", "slug", "description", "template")
EMBEDS = {"claim": "claims", "figure": "figures", "drawing": "figures"}
_ID = re.compile(r"^[a-z][a-z0-9-]*\Z")
# Ids that every page makes: the theme's, the notes', the explained terms'.
_RESERVED = re.compile(
    r"^(?:content|menu|search|notes|cite-this-page|note-\d+|term-\d+|ref-\d+-\d+|cite-.*-\d+|lost-.*)$"
)


def check(story: Story, known: Links, listings: set[str]) -> Iterator[Problem]:
    """Yield every problem of the hand-written pages; ``listings`` are the names of the lists."""
    for language in story.settings.languages:
        for page in story.pages[language].values():
            if page.file not in story.unread:
                yield from _meta(page)
            yield from _headings(page)
            yield from _taken(story, page)
            for fault in texts.faults(story, page.tree, page.body):
                yield page.problem(page.spot(fault.at), "", fault.message)
            for link in page.links:
                if message := _link_problem(page, known, link):
                    yield page.problem(link.spot, "", message)
            for cite in page.cites:
                if message := texts.cite_problem(story, cite.cited):
                    yield page.problem(cite.spot, "", message)
            for embed in page.embeds:
                if message := _embed_problem(story, embed, listings):
                    yield page.problem(embed.spot, "", message)
    yield from _twins(story)


def _link_problem(page: prose.Prose, known: Links, link: prose.Link) -> str | None:
    if message := known.problem(page.name, link.target):
        return message
    if link.text.strip():
        return None
    if link.image:
        return f"the picture «{link.target}» has no words; {prose.PICTURE}"
    return f"the link «{link.target}» has no words; expected [words]({link.target})"


def _meta(page: prose.Prose) -> Iterator[Problem]:
    if page.front is None:
        message = "no front matter between two lines of ---; expected title, slug and description"
        yield Problem(page.file, 1, 1, "", message)
        return
    for key in page.meta:
        if key not in META:
            hint = nearest(key, META) or expected_one_of(META)
            place = page.front.place((key,), key=True)
            message = f"unknown key in the front matter{hint}"
            yield Problem(page.file, place.line, place.column, key, message)
    for key in ("title", "description"):
        value = page.meta.get(key)
        if value is None:
            yield page.meta_problem(key, "missing in the front matter; expected a text")
        elif not isinstance(value, str) or not value.strip():
            yield page.meta_problem(key, f"expected a text, found «{value}»")
    slug = page.meta.get("slug")
    if page.name == "index.md":
        if "slug" in page.meta:
            yield page.meta_problem("slug", "the home page has no slug; take it out")
    elif slug is None:
        yield page.meta_problem(
            "slug", "missing in the front matter; expected the page's address, such as the-case"
        )
    elif not address.valid_page_slug(slug):
        yield page.meta_problem(
            "slug", f"«{slug}» is no address; expected lower-case ASCII words joined by hyphens"
        )


def _headings(page: prose.Prose) -> Iterator[Problem]:
    seen: dict[str, int] = {}
    level = 1
    for heading in page.headings:
        if heading.level == 1:
            yield page.problem(
                heading.spot,
                "",
                "a heading of level 1; the title comes from the front matter, start at ##",
            )
        elif heading.level > level + 1:
            yield page.problem(
                heading.spot,
                "",
                f"a heading of level {heading.level} under level {level}; expected {'#' * (level + 1)}",
            )
        level = heading.level
        if not heading.id:
            yield page.problem(
                heading.spot,
                "",
                f"the heading «{heading.text}» has no id; expected {{#an-id}}, the same in every language",
            )
        elif not _ID.match(heading.id):
            yield page.problem(
                heading.spot,
                "",
                f"the id «{heading.id}» is not made of lower-case ASCII words and hyphens",
            )
        elif heading.id in seen:
            yield page.problem(
                heading.spot,
                "",
                f"the id «{heading.id}» is there twice, first on line {seen[heading.id]}",
            )
        seen.setdefault(heading.id, heading.spot.line)


def _taken(story: Story, page: prose.Prose) -> Iterator[Problem]:
    """Yield the ids of a page that it makes for something else; and, off headings, all wrong ones."""
    made = {
        id_: f"data/{kind.folder}/{id_}.yml"
        for kind in kinds.anchored()
        if kind.place == page.name
        for id_ in story.ids(kind.folder)
    }
    seen = {heading.id for heading in page.headings}
    at = 0
    for element in page.tree.walk():
        at = max(at, element.at)  # the place of what it stands in, if it has none of its own
        if (id_ := element.attributes.get("id")) is None or element.tag == "embed":
            continue
        spot = page.spot(at)
        if element.tag in HEADINGS:
            spot = prose.Spot(spot.line, 1)
        elif not _ID.match(id_):
            message = f"the id «{id_}» is not made of lower-case ASCII words and hyphens"
            yield page.problem(spot, "", message)
        elif id_ in seen:
            yield page.problem(spot, "", f"the id «{id_}» is there twice on this page")
        seen.add(id_)
        if _RESERVED.match(id_):
            message = f"the id «{id_}» is one that the build gives; expected another"
            yield page.problem(spot, "", message)
        elif id_ in made:
            message = f"the id «{id_}» is that of {made[id_]}; expected another"
            yield page.problem(spot, "", message)


def _embed_problem(story: Story, embed: prose.Embed, listings: set[str]) -> str | None:
    if embed.kind == "status":
        return None if ("status", "") in story.documents else "there is no data/status.yml to show"
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
                    yield Problem(
                        page.file, 1, 1, "", f"the page has no twin; expected docs/{other}/{name}"
                    )
