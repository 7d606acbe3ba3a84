"""The conductor: the stages of a build, in order.

In: ``Settings``. Out: a ``Site`` compiled (``compiling``), its pages made
and written into a folder, one language a process where that is safe; or the full
list of problems, and nothing written. Knows no engine.
"""

from __future__ import annotations

from functools import partial
from pathlib import Path

from explainer import output
from explainer.check import (
    freshness,
    link_targets,
)
from explainer.compiling import compile_story
from explainer.make import template_errors
from explainer.make.pages import Maker
from explainer.make.site import Site
from explainer.model import field_walk
from explainer.model import schemas as schemas_
from explainer.output import exports, glyphs
from explainer.read import markdown
from explainer.read.problems import Problem, file_problem
from explainer.run import cache, fingerprint, worker
from explainer.run.preview_memory import Memory
from explainer.settings import Settings

_WORTH_A_FORK = 50  # pages of a language
_PUBLISHED = "published"  # the file in which the last publication is remembered


def make_pages(site: Site, code: str) -> list[Problem]:
    """Make the pages of a language; return what is wrong with links to what they hold."""
    try:
        site.pages[code] = Maker(site, code).pages()
    except Exception as error:
        if (problem := template_errors.of_template(error, site.story.settings.root)) is None:
            raise
        return [problem]
    found = list(
        link_targets.check_generated_anchors(site.story, site.links, partial(_ids, site), code)
    )
    for page in site.pages[code].values():
        for id_ in page.twice:  # a word of a vocabulary, a record's id and the frame's may meet
            message = f"«{id_}» would be the id of two elements of the page; rename one of them"
            found.append(file_problem(page.edit or f"docs/{code}/{page.name}", "id-taken", message))
        if page.left:
            message = (
                f"a mark of the build, U+{ord(page.left):04X}, is left on the page «{page.name}»"
            )
            found.append(file_problem(page.edit or page.name, "build-mark", message))
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
        self.workers: dict[str, worker.Worker[output.Written]] = {}

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
            schemas_.write_if_changed(self.settings.root, schemas_.SOURCES, cited)
        return problems or (unconfirmed(self.site) if self.site else [])

    def warnings(self) -> list[Problem]:
        """Return what is merely old, and what a card cannot show."""
        if self.site is None:
            return []
        story = self.site.story
        return [*freshness.find_outdated(story, freshness.today()), *glyphs.warnings(story)]

    def start(self) -> None:
        """Write the downloads; start the languages after the first on other cores, where it is safe.

        A preview has other threads, soon.
        """
        assert self.site is not None
        exports.write(self.site.downloads.values(), self.folder)
        for file in self.site.downloads.values():
            file.data = b""
        if self.memory or not worker.possible() or len(self.site.addresses.names) < _WORTH_A_FORK:
            return
        for code in self.settings.languages[1:]:
            self.workers[code] = worker.Worker(partial(self._alone, code), self.kept)
        self._forget(self.settings.default)

    def _alone(self, code: str) -> output.Written:
        self._forget(code)
        return self._language(code)

    def _forget(self, code: str) -> None:
        """Give back what this process has read of languages that others print."""
        assert self.site is not None
        for _, _, record in self.site.story.all_records():
            for _, text in field_walk.localized_texts(record):
                markdown.forget_record_texts(
                    words for other, words in text.items() if other != code
                )

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
            done = self.workers.pop(code).result() if code in self.workers else None
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
        """Stop the other processes."""
        for started in self.workers.values():
            started.stop()
