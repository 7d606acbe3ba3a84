"""The first stages of a build: read, check, derive.

In: ``Settings``. Out: a ``Site`` without pages, or the full list of problems. Texts are read in two
processes where a fork is safe.
"""

from __future__ import annotations

from functools import partial

from explainer.check import (
    citations,
    coverage,
    freshness,
    languages,
    link_targets,
    menu,
    pages,
    parity,
    published,
    records,
    review,
    schemas,
    status_history,
    strings,
    theme,
)  # fmt: skip
from explainer.check.citations import WHOLE, Share
from explainer.derive import address, former_addresses, index_building, page_addresses
from explainer.make.downloads import Download
from explainer.make.site import Site
from explainer.make.templates import Templates
from explainer.model.story import Story, load
from explainer.output import exports
from explainer.read.problems import Problem, dependency_rank, drop_dependent
from explainer.run import cache, worker
from explainer.run.preview_memory import PreviewMemory
from explainer.settings import Settings

_MIN_RECORDS_TO_FORK = 100  # records
# Shares of the texts, in eighths; the child also makes the downloads.
_PARENT_SHARE, _CHILD_SHARE = range(5), range(5, 8)


def compile_story(
    settings: Settings, memory: PreviewMemory | None = None
) -> tuple[Site | None, list[Problem]]:
    """Read and check everything; return a site without pages, or ``None`` and every problem.

    ``memory``: that of a preview.
    """
    story, problems = load(settings)
    if missing := list(languages.find_empty_languages(story)):
        return None, missing
    # A mistake in a vocabulary or in the strings hides no other; but problems that only follow from
    # unreadable words are not reported.
    word_files = {f for name in ("vocabularies", "strings") for f in story.document(name, "").files}
    words_are_read = not any(problem.file in word_files for problem in problems)
    addresses, more = page_addresses.assign_addresses(story)
    problems += more
    templates = Templates(settings.root / "templates", cache.folder(settings.root) / "templates")
    links = link_targets.collect_targets(story, addresses)
    text_checks = _TextChecks(story, addresses, links)
    problems += [
        *records.check(story, links.check), *strings.check(story), *theme.check(settings.root),
        *pages.check(story, links, templates.listing_names()), *menu.check_entries(settings, addresses),
        *freshness.find_future_dates(story, freshness.today()),
    ]  # fmt: skip
    more, differences, downloads = text_checks.results()
    problems += more
    if not words_are_read:
        return None, problems
    problems = drop_dependent([
        *problems, *menu.find_omitted(settings, story), *coverage.check(story), *differences,
        *status_history.check(story), *published.check(story),
        *published.check_addresses(story, problems), *schemas.check(story), *review.check(story),
    ])  # fmt: skip
    notices = [one for one in problems if dependency_rank(one) or one.rule == "menu-omits"]
    only_notices = len(problems) == len(notices)
    new_addresses = former_addresses.find_unrecorded(story, addresses) if only_notices else []
    awaiting_review = list(review.check_unconfirmed(story, new_addresses, problems))
    if settings.preview:  # people edit one language first: show the page, and list the rest
        problems = [problem for problem in problems if problem not in notices]
    if problems:
        return None, problems + ([] if settings.preview else awaiting_review)
    if not downloads:
        inputs = (settings, story.vocab, addresses.table)
        export = partial(exports.make_downloads, story, addresses)
        downloads = memory.run_step("downloads", inputs, export) if memory else export()
    site = Site(
        story, index_building.build_index(story), addresses, links, templates, downloads,
        notices=notices + awaiting_review, memory=memory,
    )  # fmt: skip
    return site, []


_TextResults = tuple[list[Problem], list[Problem], dict[str, Download]]
"""What is wrong with texts, how languages differ, and the downloads, if they were made."""


class _TextChecks:
    """The checks of every text, shared with a second process where a fork is safe."""

    def __init__(
        self, story: Story, addresses: address.Addresses, links: link_targets.LinkTargets
    ) -> None:
        self.story, self.addresses, self.links = story, addresses, links
        self.worker: worker.Worker[_TextResults] | None = None
        if len(story.documents) >= _MIN_RECORDS_TO_FORK and worker.can_fork():
            check_share = partial(self._check, _CHILD_SHARE, with_files=True)
            self.worker = worker.Worker(check_share, cache.folder(story.settings.root))

    def _check(self, share: Share, *, with_files: bool = False) -> _TextResults:
        problems = list(citations.check(self.story, self.links.check, share))
        differences = list(parity.check(self.story, share))
        downloads: dict[str, Download] = {}
        if with_files and not problems and not differences:
            downloads = exports.make_downloads(self.story, self.addresses)
        return problems, differences, downloads

    def results(self) -> _TextResults:
        """Return the results for all texts."""
        if self.worker is None:
            return self._check(WHOLE)
        parent = self._check(_PARENT_SHARE)
        child = self.worker.result() or self._check(_CHILD_SHARE)
        return parent[0] + child[0], parent[1] + child[1], child[2]
