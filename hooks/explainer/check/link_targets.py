"""Checks of links: pages, their anchors, files, other sites.

In: a story and its addresses. Out: ``LinkTargets``, which tells what is wrong with the
target of a link; and, once pages are made, problems with links to anchors on pages that
are made from records.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass, field, replace

from explainer.check import citations, theme
from explainer.derive import address
from explainer.model import field_walk, kinds
from explainer.model.story import Story
from explainer.read import addresses, markdown
from explainer.read.problems import Problem, Violation, did_you_mean, expected_one_of

# From a language and a page's name, the ids on the page; ``None`` if there is no such page.
Ids = Callable[[str, str], Collection[str] | None]


@dataclass
class LinkTargets:
    """What links may point to: page names, and the anchors of each page.

    ``unresolved`` pages are those whose anchors are not known yet: pages made from records, which
    ``check_generated_anchors`` checks later, and pages that could not be read.
    """

    names: set[str]
    anchors: Mapping[str, Collection[str]]
    files: set[str]
    languages: tuple[str, ...] = ()
    unresolved: set[str] = field(default_factory=set)

    def check(self, from_name: str, target: str) -> Violation | None:
        """Return what is wrong with the link ``target`` on page ``from_name``, or ``None``."""
        if not target:
            return Violation("link-address", "the link has no address; expected [words](page.md)")
        plain = re.sub(r"[\x00-\x20\x7f]", "", target)  # as browsers read a scheme
        if scheme := addresses.scheme_of(target):
            return _check_external(scheme, plain, target)
        if plain.startswith(("/", "\\")):
            wanted = "expected a path from this page, such as actors/x.md"
            return Violation("link-absolute", f"the link «{target}» is absolute; {wanted}")
        path, _, anchor = target.strip().partition("#")
        if not path and from_name == citations.RECORD:
            wanted = f"a record is shown on several pages; expected page.md#{anchor}"
            return Violation("link-anchor", f"the link «{target}» names no page: {wanted}")
        folder = posixpath.dirname(from_name)
        name = posixpath.normpath(posixpath.join(folder, path)) if path else from_name
        if name.startswith("../") and name[3:] in self.files and from_name != citations.RECORD:
            return None
        if name.startswith("../") and name[3:].partition("/")[0] not in self.languages:
            if from_name == citations.RECORD:
                message = f"the link «{target}» leads to no page; a record links to pages only"
                return Violation("link-page", message)
            hint = did_you_mean(name[3:], self.files).replace("«", "«../")
            hint = hint or "; expected one of docs/assets/"
            return Violation("link-file", f"no file «docs/{name[3:]}»{hint}")
        if name.startswith(".."):
            message = f"the link «{target}» leaves this language's folder; the language switch is made by the build"
            return Violation("link-language", message)
        if name in self.names:
            anchors = self.anchors.get(name, ())
            if anchor and anchor not in anchors and name not in self.unresolved:
                hint = did_you_mean(anchor, anchors) or expected_one_of(sorted(anchors))
                return Violation("link-anchor", f"no anchor «#{anchor}» on {name}{hint}")
            return None
        if name in self.files and not name.endswith(".md"):
            message = f"no file «{name}» in this language's folder; expected ../{name}"
            return Violation("link-file", message)
        hint = did_you_mean(name, self.names)
        hint = hint or "; expected the path of a .md file of this language"
        return Violation("link-page", f"no page «{name}»{hint}")


def _check_external(scheme: str, plain: str, target: str) -> Violation | None:
    """Return what is wrong with a link that leads out of the site."""
    if scheme not in addresses.SAFE_SCHEMES:
        typed, wanted = plain.partition(":")[0], "expected http, https or mailto"
        return Violation("link-scheme", f"the link «{target}» has the scheme {typed}; {wanted}")
    if scheme == "mailto":
        return None
    if not re.match(r"^https?://[^/\s]+\.[^/\s]+|^https?://localhost", plain):
        return Violation("web-address", f"«{target}» is no web address")
    why = addresses.explain_misleading(target)
    return Violation("web-address", f"«{target}» {why}") if why else None


def collect_targets(story: Story, known: address.Addresses) -> LinkTargets:
    """Return every page, anchor and file that a link may point to.

    A record that could not be read still counts: its own problem is reported, not those of links.
    """
    anchors: dict[str, set[str]] = {}
    generated = {facet.name for facet in known.facets}
    for kind in kinds.kinds_with_pages():
        generated.update(kinds.page_name(kind.folder, id_) for id_ in story.ids(kind.folder))
    for name, page in story.pages[story.settings.default].items():
        anchors[name] = {heading.id for heading in page.headings if heading.id}
        generated.discard(name)
    for kind in kinds.kinds_with_anchors():
        anchors.setdefault(kind.page, set()).update(story.ids(kind.folder))
    pages = [page for named in story.pages.values() for page in named.values()]
    unresolved = generated | {page.name for page in pages if page.file in story.unread}
    root, languages = story.settings.root, story.settings.languages
    files = set(theme.theme_files(root))
    for path in (root / "docs").rglob("*"):
        file = path.relative_to(root / "docs")
        if path.is_file() and path.suffix != ".md" and file.parts[0] not in languages:
            files.add(file.as_posix())
    return LinkTargets(set(known.names) | generated, anchors, files, languages, unresolved)


def check_generated_anchors(
    story: Story, targets: LinkTargets, ids: Ids, language: str
) -> Iterator[Problem]:
    """Yield a problem for each link to an anchor that a page made from records lacks.

    ``ids`` returns the ids of a page that is made.
    """
    made = {name: ids(language, name) for name in targets.unresolved}
    known = {name: page_ids for name, page_ids in made.items() if page_ids is not None}
    anchors = {**targets.anchors, **known}
    targets = replace(targets, anchors=anchors, unresolved=targets.unresolved - known.keys())
    for page in story.pages[language].values():
        for link in page.links:
            if violation := targets.check(page.name, link.target):
                yield page.problem(link.position, *violation)
    for folder, id_, record in story.all_records():
        document = story.document(folder, id_)
        for path, text in field_walk.localized_texts(record):
            words = text[language]
            if "#" not in words:
                continue
            for target, at in citations.link_targets(markdown.read_record_text(words), words):
                if violation := targets.check(citations.RECORD, target):
                    where = document.language_path(path, language)
                    yield document.locate_offset(where, words, at).problem(*violation)
