"""The conductor: the stages of a build, in order.

In: ``Settings``. Out: a ``Site`` compiled (read, checked, derived), its pages made
and written into a folder, one language a process where that is safe; or the full
list of problems, and nothing written. Knows no engine.
"""

from __future__ import annotations

from functools import partial
from pathlib import Path

from explainer import output
from explainer.check import (
    coverage,
    freshness,
    languages,
    menu,
    pages,
    parity,
    published,
    records,
    review,
    schemas,
    status_history,
    strings,
    targets,
    texts,
    theme,
)
from explainer.check.texts import WHOLE, Share
from explainer.derive import address, addressing, former, index
from explainer.make import faults
from explainer.make import pages as made_pages
from explainer.make.downloads import Download
from explainer.make.site import Site
from explainer.make.templates import Templates
from explainer.model import schemas as schemas_
from explainer.model import walking
from explainer.model.story import Story, load
from explainer.output import exports, glyphs
from explainer.read import markdown
from explainer.read.problems import Problem, held, of_file, settled
from explainer.run import aside, cache, fingerprint
from explainer.run.memory import Memory
from explainer.settings import Settings

_WORTH_A_FORK = 50  # pages of a language
_WORTH_SHARING = 100  # records
# Of the texts, in eighths: who reads fewer makes the downloads too.
_MINE, _ITS = range(5), range(5, 8)
_PUBLISHED = "published"  # the file in which the last publication is remembered


def compile_story(settings: Settings) -> tuple[Site | None, list[Problem]]:
    """Read and check everything; return a site without pages, or ``None`` and every problem."""
    story, problems = load(settings)
    if absent := list(languages.absent(story)):
        return None, absent
    # A mistake in a vocabulary or in the strings hides no other; but what would only follow from
    # what could not be read is not told.
    words = {f for name in ("vocabularies", "strings") for f in story.document(name, "").files}
    whole = not any(problem.file in words for problem in problems)
    addresses, found = addressing.assign(story)
    problems += found
    templates = Templates(settings.root / "templates", cache.folder(settings.root) / "templates")
    links = targets.links(story, addresses)
    reading = _Reading(story, addresses, links)
    problems += [
        *records.check(story, links.problem), *strings.check(story), *theme.check(settings.root),
        *pages.check(story, links, templates.listings()), *menu.named(settings, addresses),
        *freshness.ahead(story, freshness.today()),
    ]  # fmt: skip
    found, differing, made = reading.done()
    problems += found
    if not whole:
        return None, problems
    problems = settled([
        *problems, *menu.omitted(settings, story), *coverage.check(story), *differing,
        *status_history.check(story), *published.check(story),
        *published.addresses(story, problems), *schemas.check(story), *review.check(story),
    ])  # fmt: skip
    notices = [one for one in problems if held(one) or one.rule == "menu-omits"]
    moved = [] if len(problems) > len(notices) else former.unkept(story, addresses)
    waiting = list(review.unconfirmed(story, moved, problems))
    if settings.preview:  # one edits one language first: it shows the page, and says what is left
        problems = [one for one in problems if one not in notices]
    if problems:
        return None, problems + ([] if settings.preview else waiting)
    site = Site(
        story, index.build(story), addresses, links, templates,
        made or exports.make(story, addresses),
        notices=notices + waiting,
    )  # fmt: skip
    return site, []


_Read = tuple[list[Problem], list[Problem], dict[str, Download]]
"""What is wrong with texts, how languages differ, and the downloads, if they were made."""


class _Reading:
    """The reading of every text, on two cores where that is safe: what is wrong, what differs."""

    def __init__(self, story: Story, addresses: address.Addresses, links: targets.Links) -> None:
        self.story, self.addresses, self.links = story, addresses, links
        self.other: aside.Aside[_Read] | None = None
        if len(story.documents) >= _WORTH_SHARING and aside.possible():
            other = partial(self._read, _ITS, with_files=True)
            self.other = aside.Aside(other, cache.folder(story.settings.root))

    def _read(self, share: Share, *, with_files: bool = False) -> _Read:
        found = list(texts.check(self.story, self.links.problem, share))
        differing = list(parity.check(self.story, share))
        made: dict[str, Download] = {}
        if with_files and not found and not differing:
            made = exports.make(self.story, self.addresses)
        return found, differing, made

    def done(self) -> _Read:
        """Return what both have read."""
        if self.other is None:
            return self._read(WHOLE)
        mine = self._read(_MINE)
        its = self.other.result() or self._read(_ITS)
        return mine[0] + its[0], mine[1] + its[1], its[2]


def make_pages(site: Site, code: str) -> list[Problem]:
    """Make the pages of a language; return what is wrong with links to what they hold."""
    try:
        site.pages[code] = made_pages.Maker(site, code).pages()
    except Exception as error:
        if (problem := faults.of_template(error, site.story.settings.root)) is None:
            raise
        return [problem]
    found = list(targets.generated(site.story, site.links, partial(_ids, site), code))
    for page in site.pages[code].values():
        for id_ in page.twice:  # a word of a vocabulary, a record's id and the frame's may meet
            message = f"«{id_}» would be the id of two elements of the page; rename one of them"
            found.append(of_file(page.edit or f"docs/{code}/{page.name}", "id-taken", message))
        if page.left:
            message = (
                f"a mark of the build, U+{ord(page.left):04X}, is left on the page «{page.name}»"
            )
            found.append(of_file(page.edit or page.name, "build-mark", message))
    return found


def _ids(site: Site, code: str, name: str) -> frozenset[str] | None:
    """Return the ids on a page; ``None`` if there is no such page."""
    page = site.pages[code].get(name)
    return page.ids if page else None


def unconfirmed(site: Site) -> list[Problem]:
    """Return what still stops a build when nothing else is wrong: texts that nobody confirmed."""
    return [] if site.story.settings.preview else site.notices


def compile_site(settings: Settings) -> tuple[Site | None, list[Problem]]:
    """Compile a story and make every page, in this process; return the site, or every problem."""
    site, problems = compile_story(settings)
    if site is None:
        return None, problems
    for code in settings.languages:
        problems += make_pages(site, code)
    problems = [*dict.fromkeys(problems), *unconfirmed(site)]
    return (None, problems) if problems else (site, [])


class Build:
    """One build into ``folder``: ``compile``, ``start``, then ``finish`` once the engine is done."""

    def __init__(self, settings: Settings, folder: Path, memory: Memory | None = None) -> None:
        self.settings, self.folder, self.memory = settings, folder, memory
        self.kept = cache.folder(settings.root)
        self.inputs = ""
        self.site: Site | None = None
        self.asides: dict[str, aside.Aside[output.Written]] = {}

    def unchanged(self, site: Path) -> bool:
        """Tell whether the published site is what this build would make."""
        self.inputs = fingerprint.inputs(
            self.settings.root, [repr(self.settings), freshness.today().isoformat()]
        )
        last = cache.read_file(self.kept / _PUBLISHED) or b""
        return last.startswith(self.inputs.encode()) and last == self._published(site)

    def published(self, site: Path) -> None:
        """Remember what was read, and what was published."""
        if self.inputs and not self.warnings():  # a warning is told at each build
            cache.write_file(self.kept / _PUBLISHED, self._published(site))

    def _published(self, site: Path) -> bytes:
        return f"{self.inputs} {fingerprint.outputs(site, self.settings.keep)}".encode()

    def compile(self) -> list[Problem]:
        """Read and check; return every problem, those that only warn excepted."""
        self.site, problems = compile_story(self.settings)
        if self.site:
            self.site.memory = self.memory
            schemas_.write_ids(self.site.story)
            cited = self.site.downloads[exports.BIBLIOGRAPHY].data.decode()
            schemas_.keep(self.settings.root, schemas_.SOURCES, cited)
        return problems or (unconfirmed(self.site) if self.site else [])

    def warnings(self) -> list[Problem]:
        """Return what is merely old, and what a card cannot show."""
        if self.site is None:
            return []
        story = self.site.story
        return [*freshness.warnings(story, freshness.today()), *glyphs.warnings(story)]

    def start(self) -> None:
        """Write the downloads; start the languages after the first on other cores, where it is safe.

        A preview has other threads, soon.
        """
        assert self.site is not None
        exports.write(self.site.downloads.values(), self.folder)
        for file in self.site.downloads.values():
            file.data = b""
        if self.memory or not aside.possible() or len(self.site.addresses.names) < _WORTH_A_FORK:
            return
        for code in self.settings.languages[1:]:
            self.asides[code] = aside.Aside(partial(self._alone, code), self.kept)
        self._forget(self.settings.default)

    def _alone(self, code: str) -> output.Written:
        self._forget(code)
        return self._language(code)

    def _forget(self, code: str) -> None:
        """Give back what this process has read of languages that others print."""
        assert self.site is not None
        for _, _, record in self.site.story.all_records():
            for _, text in walking.texts(record):
                markdown.forget(words for other, words in text.items() if other != code)

    def _language(self, code: str) -> output.Written:
        """Make and write all that belongs to one language."""
        assert self.site is not None
        if problems := make_pages(self.site, code):
            return output.Written(problems=problems)
        return output.write_language(self.site, code, self.folder)

    def finish(self) -> list[Problem]:
        """Write the whole site; return what only made pages can show to be wrong."""
        assert self.site is not None
        written = [self._language(self.settings.default)]
        for code in self.settings.languages[1:]:
            done = self.asides.pop(code).result() if code in self.asides else None
            # What another process could not do is done here, where its error is seen.
            written.append(done or self._language(code))
        if problems := [problem for one in written for problem in one.problems]:
            return list(dict.fromkeys(problems))
        output.write_shared(self.site, written, self.folder)
        return []

    def refresh(self) -> list[Problem]:
        """Write, for a preview, the pages that changed, and the downloads; return what is wrong."""
        assert self.site is not None
        problems = [p for code in self.settings.languages for p in make_pages(self.site, code)]
        if not problems:
            for code in self.settings.languages:
                output.write_pages(self.site, code, self.folder)
            exports.write(self.site.downloads.values(), self.folder)
        return list(dict.fromkeys(problems))

    def give_up(self) -> None:
        """Stop what was started aside."""
        for started in self.asides.values():
            started.stop()
