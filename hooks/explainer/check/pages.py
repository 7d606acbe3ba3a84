"""What a hand-written page may hold: front matter, headings, links, citations, embeds.

In: a story and its addresses. Out: problems, each with line and column. Runs
beside ``check_records``; ``Links`` serves both.
"""

from __future__ import annotations

import html
import posixpath
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field

from explainer.check import records as check_records
from explainer.derive import address
from explainer.model.story import Story
from explainer.read import citation, prose
from explainer.read.problems import Problem, expected_one_of, nearest
from explainer.words import wording

META = ("title", "slug", "description", "template")
EMBEDS = {"claim": "claims", "figure": "figures"}
SAFE_SCHEMES = ("http", "https", "mailto")
_SCHEME = re.compile(r"^([a-zA-Z][a-zA-Z0-9+.-]*):")
_ID = re.compile(r"^[a-z][a-z0-9-]*$")
_MADE_ID = re.compile(r"\{[^{}\n]*#([A-Za-z][\w-]*)|\bid=\"([^\"]+)\"")
_LANGUAGE = re.compile(r"\{[^{}\n]*?\b(?:href)?lang=[\"']?([A-Za-z0-9-]*)[^{}\n]*\}")
RECORD = "record.md"  # stands for any record: its links are written from the language's folder
# Ids that every page makes: the theme's, the notes', the explained terms'.
_RESERVED = re.compile(
    r"^(?:content|menu|search|notes|cite-this-page|note-\d+|term-\d+|ref-\d+-\d+|cite-.*-\d+|lost-.*)$"
)
BLOCK_FORM = 'expected !!! status, !!! claim "id", !!! figure "id" or !!! listing "name"'


@dataclass
class Links:
    """What links may point to: page names, and the anchors of each page.

    The anchors of ``open`` pages are not known yet: those made from records, and those
    that could not be read. ``generated`` checks the former once they are made.
    """

    names: set[str]
    anchors: dict[str, set[str]]
    files: set[str]
    languages: tuple[str, ...] = ()
    open: set[str] = field(default_factory=set)

    def problem(self, from_name: str, target: str) -> str | None:
        """Return what is wrong with the link ``target`` on page ``from_name``, or ``None``."""
        # Browsers drop control characters and decode entities before they read a scheme.
        plain = re.sub(r"[\x00-\x20\x7f]", "", html.unescape(target))
        if scheme := _SCHEME.match(plain):
            if scheme[1].lower() not in SAFE_SCHEMES:
                return f"the link «{target}» has the scheme {scheme[1]}; expected http, https or mailto"
            if scheme[1].lower() != "mailto" and not re.match(
                r"^https?://[^/\s]+\.[^/\s]+|^https?://localhost", plain
            ):
                return f"«{target}» is no web address"
            return None
        if plain.startswith(("/", "\\")):
            return f"the link «{target}» is absolute; expected a path from this page, such as actors/x.md"
        path, _, anchor = html.unescape(target).strip().partition("#")
        name = (
            posixpath.normpath(posixpath.join(posixpath.dirname(from_name), path))
            if path
            else from_name
        )
        if name.startswith("../") and name[3:] in self.files and from_name != RECORD:
            return None
        if name.startswith("../") and name[3:].partition("/")[0] not in self.languages:
            if from_name == RECORD:
                return f"the link «{target}» leads to no page; a record links to pages only"
            hint = nearest(name[3:], self.files).replace("«", "«../")
            return f"no file «docs/{name[3:]}»{hint or '; expected one of docs/assets/'}"
        if name.startswith(".."):
            return f"the link «{target}» leaves this language's folder; the language switch is made by the build"
        if name in self.names:
            known = self.anchors.get(name, set())
            if anchor and anchor not in known and name not in self.open:
                hint = nearest(anchor, known) or expected_one_of(sorted(known))
                return f"no anchor «#{anchor}» on {name}{hint}"
            return None
        if name in self.files and not name.endswith(".md"):
            return f"no file «{name}» in this language's folder; expected ../{name}"
        hint = nearest(name, self.names)
        return f"no page «{name}»{hint or '; expected the path of a .md file of this language'}"


def links(story: Story, addresses: address.Addresses) -> Links:
    """Gather every page and anchor that a link may point to.

    A record that could not be read still has its page and its anchor: its own problem is told,
    and those who point to it are not at fault.
    """
    anchors: dict[str, set[str]] = {}
    made = {f"{folder}/{id_}.md" for folder in address.PAGED for id_ in story.ids(folder)}
    made.update(facet.name for facet in addresses.facets)
    for name, page in story.pages[story.settings.default].items():
        anchors[name] = {heading.id for heading in page.headings if heading.id}
        made.discard(name)
    for folder, name in address.ANCHORED.items():
        anchors.setdefault(name, set()).update(story.ids(folder))
    unread = {
        page.name
        for pages in story.pages.values()
        for page in pages.values()
        if page.file in story.unread
    }
    docs = story.settings.root / "docs"
    files = {
        path.relative_to(docs).as_posix()
        for path in docs.rglob("*")
        if path.is_file()
        and path.suffix != ".md"
        and path.relative_to(docs).parts[0] not in story.settings.languages
    }
    return Links(
        set(addresses.names) | made, anchors, files, story.settings.languages, made | unread
    )


def check(story: Story, known: Links, listings: set[str]) -> Iterator[Problem]:
    """Yield every problem of the hand-written pages; ``listings`` are the names of the lists."""
    for language in story.settings.languages:
        for page in story.pages[language].values():
            if page.file not in story.unread:
                yield from _meta(page)
            yield from _headings(page)
            yield from _taken(story, page)
            yield from _blocks(page)
            for link in page.links:
                if message := known.problem(page.name, link.target):
                    yield page.problem(link.spot, "", message)
                if link.image and not link.text.strip():
                    message = f"the picture «{link.target}» has no words; {prose.PICTURE}"
                    yield page.problem(link.spot, "", message)
            for cite in page.cites:
                if message := check_records.cite_problem(story, cite.cited):
                    yield page.problem(cite.spot, "", message)
            for embed in page.embeds:
                if message := _embed_problem(story, embed, listings):
                    yield page.problem(embed.spot, "", message)
    yield from _twins(story)


def menu(file: str, text: str, names: Iterable[str], known: address.Addresses) -> Iterator[Problem]:
    """Yield the names of the configured menu that are no page; ``text`` is that of ``file``."""
    for name in names:
        if name not in known:
            at = max(text.find(name), 0)
            line = text.count("\n", 0, at) + 1
            column = at - (text.rfind("\n", 0, at) + 1) + 1
            yield Problem(
                file, line, column, "nav", f"no page «{name}»{nearest(name, known.names)}"
            )


def omitted(
    file: str, text: str, names: Iterable[str], story: Story, hidden: Callable[[str], bool]
) -> Iterator[Problem]:
    """Yield the hand-written pages that the configured menu leaves out; ``text`` is that of ``file``.

    ``hidden`` tells whether a page, ``fr/x.md``, was left out on purpose.
    """
    known = set(names)
    line = next((n for n, s in enumerate(text.splitlines(), 1) if s.startswith("nav:")), 1)
    for name in sorted({name for pages in story.pages.values() for name in pages} - known):
        if not all(hidden(f"{language}/{name}") for language in story.settings.languages):
            message = f"the menu has no «{name}»; expected it under nav:, or under not_in_nav:"
            yield Problem(file, line, 1, "nav", message)


def generated(story: Story, known: Links, texts: dict[str, dict[str, str]]) -> Iterator[Problem]:
    """Yield the links to anchors that pages made from records lack, once those are made.

    ``texts[language][name]`` is the Markdown of every page.
    """
    found: dict[tuple[str, str], set[str]] = {}

    def problem(language: str, from_name: str, target: str) -> str | None:
        path, _, anchor = target.partition("#")
        name = posixpath.normpath(posixpath.join(posixpath.dirname(from_name), path))
        if not anchor or not path or name not in known.open or name not in texts[language]:
            return None
        if (language, name) not in found:
            found[language, name] = {a or b for a, b in _MADE_ID.findall(texts[language][name])}
        ids = found[language, name]
        if anchor in ids:
            return None
        return (
            f"no anchor «#{anchor}» on {name}{nearest(anchor, ids) or expected_one_of(sorted(ids))}"
        )

    for language in story.settings.languages:
        for page in story.pages[language].values():
            for link in page.links:
                if message := problem(language, page.name, link.target):
                    yield page.problem(link.spot, "", message)
    for (folder, id_), document in story.documents.items():
        record = (
            story.records(folder).get(id_) if id_ else story.status if folder == "status" else None
        )
        for path, text in check_records.texts(record) if record is not None else ():
            for language, words in text.items():
                for target in check_records.link_targets(words):
                    if message := problem(language, "record.md", target):
                        where = (*path, language) if (*path, language) in document.values else path
                        yield document.problem_in(where, target, message)


def _blocks(page: prose.Prose) -> Iterator[Problem]:
    """Yield the lines that look like a block or a citation and would be printed as they are."""
    known = {embed.spot for embed in page.embeds}
    for match in re.finditer(r"(?m)^[ \t]*!!!.*$", page.masked):
        if (spot := page.spot(match.start())) not in known:
            yield page.problem(spot, "", f"«{match[0].strip()}» is no block; {BLOCK_FORM}")
    for match in _LANGUAGE.finditer(page.masked):
        if not wording.known_language(match[1]):
            message = f"no language has the code «{match[1]}»; expected one such as fr or en-US"
            yield page.problem(page.spot(match.start(1)), "", message)
    for at, text in citation.leftovers(page.masked):
        message = f"«{text}» is no citation; {citation.EXPECTED}"
        yield page.problem(page.spot(at), "", message)


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
    """Yield the headings whose id the page makes for something else."""
    made = {
        id_: f"data/{folder}/{id_}.yml"
        for folder, name in address.ANCHORED.items()
        if name == page.name
        for id_ in story.ids(folder)
    }
    for heading in page.headings:
        if _RESERVED.match(heading.id):
            message = f"the id «{heading.id}» is one that the build gives; expected another"
            yield page.problem(heading.spot, "", message)
        elif heading.id in made:
            message = f"the id «{heading.id}» is that of {made[heading.id]}; expected another"
            yield page.problem(heading.spot, "", message)


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
