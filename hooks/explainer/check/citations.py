"""Checks of the citations and links in a text, of a record or of a page.

In: a story, a text's tree. Out: faults with offsets into the text; for records, problems.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from typing import TypeVar

from explainer.derive import former_addresses
from explainer.model import field_walk
from explainer.model.story import Story
from explainer.read import citation, markdown
from explainer.read.citation import AnyCitation
from explainer.read.problems import Problem, Violation, did_you_mean
from explainer.read.tree import Element, Fault, Tree
from explainer.words import wording

T = TypeVar("T")
LinkCheck = Callable[[str, str], Violation | None]
Share = range
"""A part of the work of a process: which of eight equal shares, from 0."""
WHOLE = range(8)
RECORD = "record.md"  # the page name of any record: its links start from the language's folder
_BARE_ID = re.compile(rf"(?<![\w@/.])@({citation.KEY})(?![\w@]|\.\w)")
_LANG_ATTRIBUTE = re.compile(r"\b(?:href)?lang=[\"']?")


def take_share(things: Iterable[T], share: Share) -> Iterator[T]:
    """Yield the items that belong to a share of the work."""
    return (thing for number, thing in enumerate(things) if number % len(WHOLE) in share)


def check_citation(story: Story, cited: AnyCitation) -> Violation | None:
    """Return the rule that a citation breaks, or ``None``."""
    if isinstance(cited, citation.MalformedCitation):
        return Violation("cite-form", f"{cited.text}: {cited.reason}")
    source_ids = story.ids("sources")
    if cited.source not in source_ids:
        hint = former_addresses.suggest_rename(story, f"sources/{cited.source}") or did_you_mean(
            cited.source, source_ids
        )
        return Violation("cite-unknown", f"no source «{cited.source}»{hint}")
    source = story.sources.get(cited.source)
    if source is None or source.article is None:
        return None
    count = source.article.paragraphs
    if not cited.paragraphs:
        wanted = f"expected a paragraph: [@{cited.source}, ¶1]"
        return Violation("cite-paragraph", f"«{cited.source}» is one of the articles; {wanted}")
    if wrong := [n for n in cited.paragraphs if not 1 <= n <= count]:
        message = f"«{cited.source}» has no ¶{wrong[0]}; expected ¶1 to ¶{count}"
        return Violation("paragraph-unknown", message)
    return None


def find_faults(story: Story, tree: Tree, text: str) -> Iterator[Fault]:
    """Yield the faults of a tree, unknown language codes, and source ids outside citations.

    ``text`` is what the tree was read from.
    """
    yield from tree.faults
    if "lang" in text:
        for element in tree.walk():
            for key in ("lang", "hreflang"):
                code = element.attributes.get(key)
                if code is not None and not wording.is_known_language(code):
                    message = f"no language has the code «{code}»; expected one such as fr or en-US"
                    yield Fault(_language_offset(text, element, code), "language-code", message)
    if text.count("@") > sum(len(element.citations) for element in tree.walk()):
        for block in tree.blocks:
            if not isinstance(block, str):
                yield from _find_bare_ids(story, block, text, block.offset)


def _language_offset(text: str, element: Element, code: str) -> int:
    at = max((inner.offset for inner in element.walk()), default=0)
    for match in _LANG_ATTRIBUTE.finditer(text, max(at, 0)):
        if text.startswith(code, match.end()):
            return match.end()
    return max(at, 0)


def _find_bare_ids(story: Story, element: Element, text: str, at: int) -> Iterator[Fault]:
    """Yield a fault for each id of a source (``@id``) outside brackets: it would be printed."""
    if element.tag in ("code", "pre"):
        return
    at = max(element.offset, at)
    for child in element.children:
        if not isinstance(child, str):
            yield from _find_bare_ids(story, child, text, at)
            at = max([at, *(one.offset for one in child.walk())])
            continue
        malformed = [(start, start + len(words)) for start, words in citation.find_unparsed(child)]
        for match in _BARE_ID.finditer(child):
            offset = text.find(match[0], max(at, 0))
            at = offset + len(match[0]) if offset >= 0 else at
            inside_malformed = any(start <= match.start() < end for start, end in malformed)
            if not inside_malformed and match[1] in story.ids("sources"):
                message = f"«{match[0]}» is no citation here; {citation.EXPECTED}"
                yield Fault(max(offset, 0), "cite-brackets", message)


def check(story: Story, check_link: LinkCheck, share: Share = WHOLE) -> Iterator[Problem]:
    """Yield the problems of the texts and lists of citations of a share of the records.

    ``check_link(from_name, target)`` returns the rule that a link breaks, or ``None``.
    """
    for folder, id_, record in take_share(story.all_records(), share):
        document = story.document(folder, id_)
        for path, text in field_walk.localized_texts(record):
            for language, words in text.items():
                where = document.language_path(path, language)
                for fault in _check_text(story, words, check_link):
                    location = document.locate_offset(where, words, fault.offset)
                    yield location.problem(fault.rule, fault.message)
        for path, cited in field_walk.listed_citations(record):
            if violation := check_citation(story, cited):
                yield document.problem(path, *violation)


def _check_text(story: Story, words: str, check_link: LinkCheck) -> Iterator[Fault]:
    tree = markdown.read_record_text(words)
    yield from find_faults(story, tree, words)
    for element in tree.walk():
        for cited in element.citations:
            if violation := check_citation(story, cited):
                source = getattr(cited, "source", None)
                at = words.find(source, element.offset) if source else element.offset
                yield Fault(max(at, element.offset), *violation)
    for target, at in link_targets(tree, words):
        if violation := check_link(RECORD, target):
            yield Fault(at, *violation)


def link_targets(tree: Tree, text: str) -> Iterator[tuple[str, int]]:
    """Yield the target of each link of a text's tree, and its offset."""
    for element in tree.walk():
        if element.tag == "a":
            target = element.attributes.get("href", "")
            yield target, max(text.find(target, max(element.offset, 0)), element.offset, 0)
