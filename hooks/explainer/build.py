"""The stages of a build, in order.

In: ``Settings``. Out: a compiled ``Site`` (``compiling``), its pages made and written into a
folder, each language in a process of its own where a fork is safe; or the full list of problems,
and nothing written. Imports no engine.
"""

from __future__ import annotations

from functools import partial
from pathlib import Path

from explainer import output
from explainer.check import freshness, link_targets
from explainer.compiling import compile_story
from explainer.make import template_errors
from explainer.make.pages import PageMaker
from explainer.make.site import Site
from explainer.model import field_walk
from explainer.model import schemas as schemas_
from explainer.output import exports, glyphs
from explainer.read import markdown
from explainer.read.problems import Problem, file_problem
from explainer.run import cache, fingerprint, worker
from explainer.run.preview_memory import PreviewMemory
from explainer.settings import Settings

_MIN_PAGES_TO_FORK = 50  # pages of a language
_PUBLISHED_RECORD = "published"  # the file in which the last publication is remembered


def make_pages(site: Site, code: str) -> list[Problem]:
    """Make the pages of a language; return the problems that only made pages show."""
    try:
        site.pages[code] = PageMaker(site, code).make_pages()
    except Exception as error:
        if (problem := template_errors.find_problem(error, site.story.settings.root)) is None:
            raise
        return [problem]
    ids = partial(_page_ids, site)
    problems = list(link_targets.check_generated_anchors(site.story, site.links, ids, code))
    for page in site.pages[code].values():
        # A word of a vocabulary, a record's id and one of the frame may be the same.
        for id_ in page.duplicate_ids:
            message = f"«{id_}» would be the id of two elements of the page; rename one of them"
            file = page.edit or f"docs/{code}/{page.name}"
            problems.append(file_problem(file, "id-taken", message))
        if page.unreplaced_mark:
            message = f"a mark of the build, U+{ord(page.unreplaced_mark):04X}, is left on the page «{page.name}»"
            problems.append(file_problem(page.edit or page.name, "build-mark", message))
    return problems


def _page_ids(site: Site, code: str, name: str) -> frozenset[str] | None:
    """Return the ids on a page; ``None`` if there is no such page."""
    page = site.pages[code].get(name)
    return page.ids if page else None


def blocking_notices(site: Site) -> list[Problem]:
    """Return the notices that stop a build: texts that await review. They do not stop a preview."""
    return [] if site.story.settings.preview else site.notices


def compile_site(settings: Settings) -> tuple[Site | None, list[Problem]]:
    """Compile a project and make every page, in this process; return the site, or every problem."""
    site, problems = compile_story(settings)
    if site is None:
        return None, problems
    for code in settings.languages:
        problems += make_pages(site, code)
    problems = [*dict.fromkeys(problems), *blocking_notices(site)]
    return (None, problems) if problems else (site, [])


class Build:
    """A build into ``folder``: ``compile``, ``start_workers``, then ``finish`` after the engine."""

    def __init__(
        self, settings: Settings, folder: Path, memory: PreviewMemory | None = None
    ) -> None:
        self.settings, self.folder, self.memory = settings, folder, memory
        self.cache_folder = cache.folder(settings.root)
        self.inputs_digest = ""
        self.site: Site | None = None
        self.workers: dict[str, worker.Worker[output.LanguageOutput]] = {}

    def is_unchanged(self, site: Path) -> bool:
        """Tell whether the published site is what this build would make."""
        self.inputs_digest = fingerprint.digest_inputs(
            self.settings.root, [repr(self.settings), freshness.today().isoformat()]
        )
        last = cache.read_file(self.cache_folder / _PUBLISHED_RECORD) or b""
        if not last.startswith(self.inputs_digest.encode()):
            return False  # without a look at the site's files
        return last == self._publication_record(site)

    def remember_published(self, site: Path) -> None:
        """Record the digests of what was read and of what was published."""
        if self.inputs_digest and not self.warnings():  # warnings are repeated at each build
            cache.write_file(self.cache_folder / _PUBLISHED_RECORD, self._publication_record(site))

    def _publication_record(self, site: Path) -> bytes:
        outputs_digest = fingerprint.digest_outputs(site, self.settings.keep)
        return f"{self.inputs_digest} {outputs_digest}".encode()

    def compile(self) -> list[Problem]:
        """Read and check the project; return every problem, warnings excepted."""
        self.site, problems = compile_story(self.settings, self.memory)
        if self.site:
            schemas_.write_ids(self.site.story)
            bibliography = self.site.downloads[exports.BIBLIOGRAPHY].data.decode()
            schemas_.write_if_changed(self.settings.root, schemas_.SOURCES, bibliography)
        return problems or (blocking_notices(self.site) if self.site else [])

    def warnings(self) -> list[Problem]:
        """Return the warnings: checks that are out of date, titles that no card can show."""
        if self.site is None:
            return []
        story = self.site.story
        return [*freshness.find_outdated(story, freshness.today()), *glyphs.warnings(story)]

    def start_workers(self) -> None:
        """Write the downloads; start a process for each language after the first, where a fork is safe.

        A preview starts none: it soon has other threads.
        """
        assert self.site is not None
        exports.write(self.site.downloads.values(), self.folder)
        if self.memory:
            return
        for file in self.site.downloads.values():
            file.data = b""
        if not worker.can_fork() or len(self.site.addresses.names) < _MIN_PAGES_TO_FORK:
            return
        for code in self.settings.languages[1:]:
            write = partial(self._write_language_in_worker, code)
            self.workers[code] = worker.Worker(write, self.cache_folder)
        self._forget_other_languages(self.settings.default)

    def _write_language_in_worker(self, code: str) -> output.LanguageOutput:
        self._forget_other_languages(code)
        return self._write_language(code)

    def _forget_other_languages(self, code: str) -> None:
        """Drop the parsed texts of the languages that other processes print."""
        assert self.site is not None
        for _, _, record in self.site.story.all_records():
            for _, text in field_walk.localized_texts(record):
                others = (words for language, words in text.items() if language != code)
                markdown.forget_record_texts(others)

    def _write_language(self, code: str) -> output.LanguageOutput:
        """Make and write everything that belongs to one language."""
        assert self.site is not None
        if problems := make_pages(self.site, code):
            return output.LanguageOutput(problems=problems)
        return output.write_language(self.site, code, self.folder)

    def finish(self) -> list[Problem]:
        """Write the whole site; return the problems that only made pages show."""
        assert self.site is not None
        written = [self._write_language(self.settings.default)]
        for code in self.settings.languages[1:]:
            done = self.workers.pop(code).result() if code in self.workers else None
            # A failed worker's work is done here, where its error is reported.
            written.append(done or self._write_language(code))
        if problems := [problem for done in written for problem in done.problems]:
            return list(dict.fromkeys(problems))
        output.write_shared(self.site, written, self.folder)
        return []

    def refresh(self) -> list[Problem]:
        """Write the changed pages and the downloads for a preview; return the problems."""
        assert self.site is not None
        problems = [p for code in self.settings.languages for p in make_pages(self.site, code)]
        if not problems:
            for code in self.settings.languages:
                output.write_pages(self.site, code, self.folder)
            output.remove_stale_pages(self.site, self.folder)
            exports.write(self.site.downloads.values(), self.folder)
        return list(dict.fromkeys(problems))

    def cancel(self) -> None:
        """Stop the other processes."""
        for process in self.workers.values():
            process.stop()
